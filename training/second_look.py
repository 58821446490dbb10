"""Part of speech looked at once more: what the answers about a word and those beside it say.

usage: python -m training.second_look [--work training/work] [--folds frames-0 … frames-4]

A small network reads the scores of a word's tags, relation, name and shape, and the tags of its
governor and neighbours, and corrects those of its part of speech. It learns from what networks say
of sentences that they have not seen: of those that it learned from, a network is too sure. Several
runs are put side by side as one. Writes second-look.safetensors.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from foedus.analysis.pieces import Pieces
from training import corpora
from training.batches import IGNORE, Labels, collate
from training.network import SHAPES, VOCABULARY, Network, Sizes
from training.weights import load

DISTANCES = 7
"""Where the governor stands: three places before, the root, three places behind, or further."""
LEAST = -12.0
"""No log-probability counts for less."""
INNER, RUNS = 128, 4
PASSES, BATCH, RATE, DECAY = 10, 512, 2e-3, 0.01
WORDS_AT_ONCE = 800


class SecondLook(nn.Module):
    """Corrected scores of parts of speech: those of the first look, and what evidence adds."""

    def __init__(self, sizes: Sizes, inner: int = INNER * RUNS) -> None:
        super().__init__()
        width = 6 * sizes.upos + 3 * sizes.xpos + sizes.deprel + sizes.entity
        self.upos = sizes.upos
        self.inner = nn.Linear(width + DISTANCES + 3 * SHAPES, inner)
        self.out = nn.Linear(inner, sizes.upos)

    def forward(self, evidence: Tensor) -> Tensor:
        """Return scores [..., parts of speech] for evidence [..., width]."""
        return evidence[..., : self.upos] + self.out(functional.gelu(self.inner(evidence)))


def evidence(
    net: Network, words: Tensor, shapes: Tensor, mask: Tensor, heads: Tensor, labels: Tensor
) -> Tensor:
    """Return what the second look reads, [batch, words, width].

    Args:
        net: The network whose answers are looked at.
        words: Word states [batch, words, hidden].
        shapes: Shape of each word's first piece [batch, words].
        mask: 1 for a word, 0 for padding [batch, words].
        heads: The likeliest governor of each word, 0 the root [batch, words].
        labels: Scores of the relations to it [batch, words, relations].
    """
    there = mask[..., None]
    upos, xpos = (net.tags[name](words).log_softmax(-1) for name in ("upos", "xpos"))
    tags, finer = upos.exp() * there, xpos.exp() * there
    shape = functional.one_hot(shapes, SHAPES).float() * there
    above = torch.cat([torch.zeros_like(tags[:, :1]), tags], 1)
    governor = torch.gather(above, 1, heads[..., None].expand(-1, -1, tags.shape[-1]))
    places = torch.arange(1, words.shape[1] + 1, device=words.device)[None]
    away = (heads - places).clamp(-3, 3) * (heads > 0)
    return torch.cat(
        [
            upos.clamp(min=LEAST),
            xpos.clamp(min=LEAST),
            labels.softmax(-1),
            net.tags["entity"](words).softmax(-1),
            governor,
            functional.one_hot(away + 3, DISTANCES).float(),
            *(beside(tags, step) for step in (-2, -1, 1, 2)),
            shape,
            *(beside(part, step) for part in (shape, finer) for step in (-1, 1)),
        ],
        -1,
    )


def beside(rows: Tensor, step: int) -> Tensor:
    """Return for each word the row of the word so many places on, nothing beyond the edges."""
    padded = functional.pad(rows, (0, 0, max(-step, 0), max(step, 0)))
    return padded[:, : rows.shape[1]] if step < 0 else padded[:, step:]


def sentences(window: dict) -> Iterator[dict]:
    """Yield a window of the tree corpora whole, then each of its sentences by itself."""
    yield window
    ends = [i + 1 for i, end in enumerate(window["end"]) if end == 1 and i + 1 < len(window["end"])]
    for first, last in zip([0, *ends], [*ends, len(window["words"])], strict=True):
        if ends:
            part = {name: window[name][first:last] for name in ("words", "upos")}
            yield {"corpus": "tree", "fold": window["fold"], **part}


def read_evidence(work: Path, folds: list[str], labels: Labels) -> tuple[Tensor, Tensor]:
    """Return the evidence of every word and its part of speech, read by who has not seen it."""
    pieces = Pieces.load(work / "vocabulary.json")
    windows = [json.loads(line) for line in corpora.open_text(work / "windows.jsonl.gz")]
    found: list[Tensor] = []
    tags: list[Tensor] = []
    for fold, name in enumerate(folds):
        net = Network(VOCABULARY, labels.sizes())
        load(net, work / f"{name}.safetensors")
        net.eval()
        unseen = [w for w in windows if w["corpus"] == "tree" and w["fold"] == fold]
        rows = sorted(
            (part for w in unseen for part in sentences(w)), key=lambda w: len(w["words"])
        )
        while rows:
            count = max(1, WORDS_AT_ONCE // len(rows[-1]["words"]))
            batch = collate(rows[-count:], pieces, labels)
            del rows[-count:]
            with torch.inference_mode():
                words = net.read(batch.inputs)
                heads = net.arcs(words, batch.word_mask).argmax(-1)
                scores = net.labels(words, heads[..., None])[:, :, 0]
                shapes = torch.gather(batch.inputs["shapes"], 1, batch.inputs["first"])
                seen = evidence(net, words, shapes, batch.word_mask, heads, scores)
            kept = batch.tags["upos"] != IGNORE
            found.append(seen[kept].half())
            tags.append(batch.tags["upos"][kept])
        print(f"{name}: {sum(map(len, tags))} words", flush=True)
    return torch.cat(found), torch.cat(tags)


def fit(seen: Tensor, tags: Tensor, sizes: Sizes, seed: int) -> SecondLook:
    """Return one run, its scales brought into its weights."""
    torch.manual_seed(seed)
    mean = seen.float().mean(0)
    scale = seen.float().std(0) + 1e-2
    look = SecondLook(sizes, INNER)
    nn.init.zeros_(look.out.weight)
    nn.init.zeros_(look.out.bias)
    optimizer = torch.optim.AdamW(look.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = len(seen) // BATCH * PASSES, 0
    for _ in range(PASSES):
        order = torch.randperm(len(seen))
        for start in range(0, len(seen) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / 200) * (1 - step / steps)
            step += 1
            raw = seen[rows].float()
            inner = functional.gelu(look.inner(functional.dropout((raw - mean) / scale, 0.2)))
            scores = raw[:, : look.upos] + look.out(functional.dropout(inner, 0.3))
            loss = functional.cross_entropy(scores, tags[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(f"run {seed}: {loss.item():.4f}", flush=True)
    with torch.no_grad():
        look.inner.weight /= scale
        look.inner.bias -= look.inner.weight @ mean
    return look


def together(runs: list[SecondLook], sizes: Sizes) -> SecondLook:
    """Return one network that gives the mean of what several give."""
    whole = SecondLook(sizes, sum(run.inner.out_features for run in runs))
    with torch.no_grad():
        whole.inner.weight.copy_(torch.cat([run.inner.weight for run in runs]))
        whole.inner.bias.copy_(torch.cat([run.inner.bias for run in runs]))
        whole.out.weight.copy_(torch.cat([run.out.weight for run in runs], 1) / len(runs))
        whole.out.bias.copy_(torch.stack([run.out.bias for run in runs]).mean(0))
    return whole


def main() -> None:
    """Read the arguments, fit, and write the second look."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--folds", nargs="+", default=[f"frames-{fold}" for fold in range(5)])
    args = parser.parse_args()
    labels = Labels.load(args.work / "labels.json")
    sizes = labels.sizes()
    seen, tags = read_evidence(args.work, args.folds, labels)
    runs = [fit(seen, tags, sizes, seed) for seed in range(1, RUNS + 1)]
    save_file(together(runs, sizes).state_dict(), args.work / "second-look.safetensors")


if __name__ == "__main__":
    main()
