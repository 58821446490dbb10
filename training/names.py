"""Train the head of names alone, on what the finished encoder says of the words of the corpora.

usage: python -m training.names [--work training/work] [--data ../shared/data]
                                [--model src/foedus/languages/en/model] [--read training/data]

Reads the exported encoder, so the head learns from the eight-bit states that it will meet, and
writes names.safetensors. The other heads and the encoder stay as they are.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx.utils import extract_model
from safetensors.torch import save_file
from torch.nn import functional

from foedus.analysis.pieces import Pieces
from training import corpora
from training.batches import IGNORE, Labels
from training.network import HIDDEN, NameHead

INPUTS = ["pieces", "shapes", "mask", "first", "last"]
STATES = "/Mul_2_output_0"
"""The graph's states of words: the mean of a word's first and last piece."""
SHARES = {"read": 0.5, "tree": 1.0, "entity": 1.0, "report": 2.0}
"""How much a word of each corpus weighs; `read` are our own labels of EWT."""
PASSES, BATCH, RATE, DECAY, SEED = 3, 512, 2e-3, 0.01, 0


@dataclass
class Words:
    """States of words with the index of each one's tag and the weight of its corpus."""

    states: NDArray[np.float16]
    tags: NDArray[np.int64]
    weights: NDArray[np.float32]


def sentences(data: Path, read: Path) -> Iterator[tuple[str, list[str], list[str | int]]]:
    """Yield (corpus, words, tags) for every sentence or window that has names labelled."""
    own = corpora.own_names(read / "ewt_names.tsv")
    tags: dict[str, list[str | int]] = {}
    place: dict[str, int] = defaultdict(int)
    trees = list(corpora.read_conllu(data / "treebank/train.conllu.gz"))
    sizes: dict[str, int] = defaultdict(int)
    for name, rows in trees:
        sizes[name] += len(rows)
    for name, rows in trees:
        words = [row[1] for row in rows]
        given = corpora.tree_window([rows])["entity"]
        if given[0] != -1:
            yield "tree", words, given
            continue
        if name not in tags:
            tags[name] = corpora.name_tags(sizes[name], own.get(name, []))
        start = place[name]
        place[name] += len(words)
        yield "read", words, tags[name][start : start + len(words)]
    for window in corpora.entity_windows(data / "treebank/ner-only.iob2.gz"):
        yield "entity", window["words"], window["entity"]
    for window in corpora.report_windows(data / "entities/re3d-train.jsonl.gz"):
        yield "report", window["words"], window["entity"]


def read_words(args: argparse.Namespace, labels: Labels) -> Words:
    """Return the states of all labelled words."""
    graph = args.work / "states.onnx"
    extract_model(str(args.model / "encoder.onnx"), str(graph), INPUTS, [STATES], check_model=False)
    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    pieces = Pieces.load(args.model / "vocabulary.json")
    index = labels.index["entity"]
    states, tags, weights = [], [], []
    for corpus, words, named in sentences(args.data, args.read):
        cut, shapes, first, last = pieces.window(words)
        inputs = [np.array([part], dtype=np.int64) for part in (cut, shapes, first, last)]
        inputs.insert(2, np.ones((1, len(cut)), dtype=np.float32))
        found = session.run([STATES], dict(zip(INPUTS, inputs, strict=True)))[0][0]
        states.append(found.astype(np.float16))
        # A tag that the label set lacks (WikiGold's other names) is no name of the three kinds.
        tags += [IGNORE if tag == -1 else index.get(tag, index["O"]) for tag in named]
        weights += [SHARES[corpus]] * len(words)
    return Words(np.concatenate(states), np.array(tags), np.array(weights, dtype=np.float32))


def train(words: Words, size: int) -> NameHead:
    """Return the trained head."""
    torch.manual_seed(SEED)
    head = NameHead(size)
    kept = np.flatnonzero(words.tags != IGNORE)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = len(kept) // BATCH * PASSES, 0
    for number in range(PASSES):
        np.random.default_rng(number).shuffle(kept)
        for start in range(0, len(kept) - BATCH + 1, BATCH):
            rows = kept[start : start + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            step += 1
            scores = head(torch.from_numpy(words.states[rows].astype(np.float32)))
            lost = functional.cross_entropy(
                scores, torch.from_numpy(words.tags[rows]), reduction="none"
            )
            optimizer.zero_grad()
            (lost * torch.from_numpy(words.weights[rows])).mean().backward()
            optimizer.step()
    return head


def main() -> None:
    """Read the arguments, train, and write the head."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, default=Path("src/foedus/languages/en/model"))
    parser.add_argument("--read", type=Path, default=Path("training/data"))
    args = parser.parse_args()
    labels = Labels.load(args.work / "labels.json")
    words = read_words(args, labels)
    print(f"{len(words.tags)} words with {HIDDEN} states each", flush=True)
    head = train(words, labels.sizes().entity)
    save_file(head.state_dict(), args.work / "names.safetensors")


if __name__ == "__main__":
    main()
