"""Turn the corpora into one file of labelled windows and one file of label sets.

usage: python -m training.prepare [--data ../shared/data] [--out training/work]

Every window says which of the five folds it belongs to. Beside windows.jsonl.gz and labels.json
stand base.safetensors, the network before it has learned anything, with the base encoder in it,
and vocabulary.json, its pieces: training needs nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch

from training import corpora
from training.batches import Labels
from training.folds import FOLDS
from training.network import VOCABULARY, Network
from training.pairs import pair_windows
from training.starting_weights import folder, load_base
from training.weights import save

ROLES = {
    "attributions": ["cue", "source", "content"],
    "commitments": ["action", "condition", "committer", "target", "beneficiary"],
}
MARKS = ["end", "cue_outer", "cue", "action"]
MIN_RULE_COUNT = 3
SEED = 20221


def all_windows(data: Path) -> Iterator[corpora.Window]:
    """Yield the windows of every training corpus."""
    for corpus in (
        corpora.tree_windows(data / "treebank/train.conllu.gz"),
        corpora.entity_windows(data / "treebank/ner-only.iob2.gz"),
    ):
        for place, window in enumerate(corpus):
            yield window | {"fold": place % FOLDS}
    yield from corpora.report_windows(data / "entities/re3d-train.jsonl.gz")
    yield from corpora.attribution_windows(
        data / "attribution/polnear-train.jsonl.gz", nested=False
    )
    yield from corpora.attribution_windows(data / "statements/train.jsonl", nested=True)
    yield from corpora.commitment_windows(data / "commitments/train.jsonl")
    yield from pair_windows()


def label_sets(windows: list[corpora.Window]) -> dict[str, list[str]]:
    """Return every closed set of labels, in a fixed order."""
    count: dict[str, Counter[str]] = {}
    for window in windows:
        for name in ("upos", "xpos", "rule", "deprel", "entity"):
            count.setdefault(name, Counter()).update(x for x in window.get(name, []) if x != -1)
        for family in ROLES:
            for frame in window.get(family, []):
                for slot, value in frame["slots"].items():
                    values = value if isinstance(value, list) else [value]
                    count.setdefault(f"{family}.{slot}", Counter()).update(values)
    count["rule"] = Counter({k: n for k, n in count["rule"].items() if n >= MIN_RULE_COUNT})
    return {name: sorted(found) for name, found in sorted(count.items())}


def main() -> None:
    """Write windows.jsonl.gz, labels.json and base.safetensors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("training/work"))
    args = parser.parse_args()
    if not args.data.is_dir():
        raise SystemExit(
            f"prepare: no corpora at {args.data}; give their folder with --data"
            " (see training/README.md)"
        )
    args.out.mkdir(parents=True, exist_ok=True)
    windows = list(all_windows(args.data))
    with gzip.open(args.out / "windows.jsonl.gz", "wt", encoding="utf-8") as out:
        for window in windows:
            out.write(json.dumps(window, ensure_ascii=False) + "\n")
    labels = label_sets(windows) | {"marks": MARKS} | {f"{k}.roles": v for k, v in ROLES.items()}
    (args.out / "labels.json").write_text(json.dumps(labels, indent=1), encoding="utf-8")
    torch.manual_seed(SEED)
    network = Network(VOCABULARY, Labels(labels).sizes())
    load_base(network)
    save(network, args.out / "base.safetensors")
    shutil.copy(folder() / "tokenizer.json", args.out / "vocabulary.json")
    sizes = Counter()
    for window in windows:
        sizes[window["corpus"]] += len(window["words"])
    print({k: len(v) for k, v in labels.items()}, "words:", dict(sizes), "windows:", len(windows))


if __name__ == "__main__":
    main()
