"""Windows to tensors: what one step of training reads."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from foedus.analysis.pieces import Pieces
from training.network import Sizes

IGNORE = -100
SPELL = {
    "tree": (0.0, 0.94),
    "commitment": (0.1, 1.0),
    "no_commitment": (0.1, 1.0),
    "own": (0.1, 1.0),
    "cue": (0.1, 1.0),
}
"""The part of the run in which a corpus is read; trees come before what builds on them."""
TITLE_CASE, UPPER_CASE, NEIGHBOUR = 0.04, 0.02, 0.4


@dataclass
class Labels:
    """The closed label sets, and the index of each label."""

    sets: dict[str, list[str]]

    def __post_init__(self) -> None:
        self.index = {
            name: {label: i for i, label in enumerate(found)} for name, found in self.sets.items()
        }

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read labels.json."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def slots(self, family: str) -> dict[str, int]:
        """Return slot name → number of labels for a family of frames."""
        return {
            k.split(".")[1]: len(v)
            for k, v in self.sets.items()
            if k.startswith(family + ".") and not k.endswith(".roles")
        }

    def sizes(self) -> Sizes:
        """Return the sizes of all heads."""
        s = self.sets
        return Sizes(
            upos=len(s["upos"]),
            xpos=len(s["xpos"]),
            lemma=len(s["rule"]),
            deprel=len(s["deprel"]),
            entity=len(s["entity"]),
            attribution_roles=len(s["attributions.roles"]),
            attribution_slots=self.slots("attributions"),
            commitment_roles=len(s["commitments.roles"]),
            commitment_slots=self.slots("commitments"),
        )


def schedule(windows: list[dict], seed: int, *, corpus_passes: dict[str, float]) -> list[dict]:
    """Return the windows in the order of the whole run, each as often as its corpus is read."""
    rng = random.Random(seed)
    placed = []
    for window in windows:
        passes = corpus_passes.get(window["corpus"], 0.0)
        early, late = SPELL.get(window["corpus"], (0.0, 1.0))
        for turn in range(int(passes) + (rng.random() < passes % 1)):
            share = (turn + rng.random()) / max(passes, 1.0)
            placed.append((early + (late - early) * min(share, 1.0), len(placed), window))
    placed.sort(key=lambda row: row[:2])
    return [window for _, _, window in placed]


def disguise(window: dict, rng: random.Random) -> dict:
    """Return the window, now and then in title case or capitals, as headlines and old wires are."""
    chance = rng.random()
    if chance < UPPER_CASE:
        return window | {"words": [w.upper() for w in window["words"]]}
    if chance < UPPER_CASE + TITLE_CASE:
        return window | {"words": [w[0].upper() + w[1:] for w in window["words"]]}
    return window


def alike(window: dict) -> tuple[bool, int]:
    """Return the one group of windows that may all be read together."""
    del window
    return False, 0


def batches(
    windows: list[dict],
    *,
    pieces: int,
    rng: random.Random,
    group: Callable[[dict], tuple[bool, int]] = alike,
) -> Iterator[list[dict]]:
    """Yield lists of windows of one group and like length, about `pieces` padded pieces each."""
    chunk = 1500
    for start in range(0, len(windows), chunk):
        part = sorted(
            (disguise(w, rng) for w in windows[start : start + chunk]),
            key=lambda w: (group(w), len(w["words"])),
        )
        rows: list[list[dict]] = [[]]
        for window in part:
            last = rows[-1]
            full = (len(last) + 1) * len(window["words"]) * 1.2 > pieces
            if last and (full or group(last[0]) != group(window)):
                rows.append([])
            rows[-1].append(window)
        rng.shuffle(rows)
        yield from rows


@dataclass
class Batch:
    """Tensors of one batch. Frame targets are flat over anchors: `rows` gives (window, anchor)."""

    inputs: dict[str, Tensor]
    word_mask: Tensor
    tags: dict[str, Tensor]
    marks: Tensor
    frames: dict[str, dict[str, Tensor]]
    folds: Tensor

    def to(self, device: str) -> Batch:
        """Return the same tensors on another device."""
        return Batch(
            {name: tensor.to(device, non_blocking=True) for name, tensor in self.inputs.items()},
            self.word_mask.to(device, non_blocking=True),
            {name: tensor.to(device, non_blocking=True) for name, tensor in self.tags.items()},
            self.marks.to(device, non_blocking=True),
            {
                family: {
                    name: tensor.to(device, non_blocking=True) for name, tensor in part.items()
                }
                for family, part in self.frames.items()
            },
            self.folds.to(device, non_blocking=True),
        )


def collate(rows: list[dict], pieces: Pieces, labels: Labels) -> Batch:
    """Return the tensors of these windows."""
    cut = [pieces.window(row["words"]) for row in rows]
    length, words = max(len(c[0]) for c in cut), max(len(row["words"]) for row in rows)

    def padded(part: int, size: int) -> Tensor:
        return torch.tensor([c[part] + [0] * (size - len(c[part])) for c in cut])

    inputs = {
        "pieces": padded(0, length),
        "shapes": padded(1, length),
        "first": padded(2, words),
        "last": padded(3, words),
    }
    inputs["mask"] = torch.tensor([[1.0] * len(c[0]) + [0.0] * (length - len(c[0])) for c in cut])
    word_mask = torch.tensor(
        [[1.0] * len(r["words"]) + [0.0] * (words - len(r["words"])) for r in rows]
    )
    tags = {
        name: tag_tensor(rows, name, words, labels)
        for name in ("upos", "xpos", "rule", "deprel", "entity")
    }
    tags["head"] = torch.full((len(rows), words), IGNORE)
    marks = torch.full((len(rows), words, len(labels.sets["marks"])), -1.0)
    for b, row in enumerate(rows):
        if "head" in row:
            tags["head"][b, : len(row["head"])] = torch.tensor(
                [0 if h == -2 else h + 1 for h in row["head"]]
            )
        for m, mark in enumerate(labels.sets["marks"]):
            if mark in row:
                marks[b, : len(row[mark]), m] = torch.tensor(row[mark], dtype=torch.float)
    frames = {
        family: frame_tensors(rows, family, words, labels)
        for family in ("attributions", "commitments")
    }
    folds = torch.tensor([row["fold"] for row in rows])
    return Batch(inputs, word_mask, tags, marks, frames, folds)


class Collated(Dataset[Batch]):
    """Batches as tensors, made when they are asked for: what the workers of a loader do."""

    def __init__(self, rows: list[list[dict]], pieces: Pieces, labels: Labels) -> None:
        self.rows, self.pieces, self.labels = rows, pieces, labels

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self.rows)

    def __getitem__(self, place: int) -> Batch:
        """Return one batch."""
        return collate(self.rows[place], self.pieces, self.labels)


def load_batches(
    rows: list[list[dict]], pieces: Pieces, labels: Labels, *, workers: int
) -> DataLoader[Batch]:
    """Return the batches in their order; with workers they are made beside the training."""
    torch.multiprocessing.set_sharing_strategy("file_system")
    return DataLoader(
        Collated(rows, pieces, labels),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=16 if workers else None,
    )


def tag_tensor(rows: list[dict], name: str, words: int, labels: Labels) -> Tensor:
    """Return label indices [windows, words]; IGNORE where there is no label."""
    index = labels.index[name]
    found = torch.full((len(rows), words), IGNORE)
    for b, row in enumerate(rows):
        if name in row:
            found[b, : len(row[name])] = torch.tensor([index.get(x, IGNORE) for x in row[name]])
    return found


def frame_tensors(rows: list[dict], family: str, words: int, labels: Labels) -> dict[str, Tensor]:
    """Return where the anchors are, the words of each role, and the slot labels."""
    roles = labels.sets[family + ".roles"]
    slots = labels.slots(family)
    where, member = [], []
    slot_rows: dict[str, list] = {slot: [] for slot in slots}
    for b, row in enumerate(rows):
        for frame in row.get(family, []):
            where.append((b, frame["anchor"]))
            grid = torch.zeros(len(roles), words)
            for r, role in enumerate(roles):
                grid[r, frame["roles"].get(role, [])] = 1.0
            member.append(grid)
            for slot, size in slots.items():
                index, value = labels.index[f"{family}.{slot}"], frame["slots"].get(slot)
                if slot == "acts":
                    slot_rows[slot].append(
                        [-1.0] * size if value is None else [float(x in value) for x in index]
                    )
                else:
                    slot_rows[slot].append(index.get(value, IGNORE))
    out = {slot: torch.tensor(values) for slot, values in slot_rows.items()}
    out["rows"] = torch.tensor(where, dtype=torch.long).view(-1, 2)
    out["members"] = torch.stack(member) if member else torch.zeros(0, len(roles), words)
    return out
