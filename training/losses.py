"""What the network is trained to get right, and how much each part weighs."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import IGNORE, Batch
from training.network import Network

MARKS = ("end", "cue_outer", "cue", "action")


def losses(
    network: Network, batch: Batch, weights: dict[str, float], words: Tensor
) -> dict[str, Tensor]:
    """Return the weighted loss of every part that this batch has labels for."""
    found: dict[str, Tensor] = {}
    for name in ("upos", "xpos", "rule", "entity"):
        head = network.tags["lemma" if name == "rule" else name]
        found[name] = tagged(words, head, batch.tags[name])
    found |= tree(network, words, batch)
    scores = network.tags["marks"](words)
    for m, mark in enumerate(MARKS):
        known = batch.marks[:, :, m] >= 0
        if known.any():
            found[mark] = functional.binary_cross_entropy_with_logits(
                scores[:, :, m][known], batch.marks[:, :, m][known]
            )
    for family, head in (
        ("attributions", network.attribution),
        ("commitments", network.commitment),
    ):
        found |= framed(family, head, words, batch)
    return {name: loss * weights[name] for name, loss in found.items() if loss is not None}


def tagged(words: Tensor, head: torch.nn.Module, target: Tensor) -> Tensor | None:
    """Return the cross-entropy over the labelled words, None without any."""
    known = target != IGNORE
    return functional.cross_entropy(head(words[known]), target[known]) if known.any() else None


def tree(network: Network, words: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Return the losses of heads and of their labels (given the right head)."""
    target = batch.tags["head"]
    rows = (target != IGNORE).any(1)
    if not rows.any():
        return {}
    words, target, labels = words[rows], target[rows], batch.tags["deprel"][rows]
    known = target != IGNORE
    arcs = network.arcs(words, batch.word_mask[rows])
    scores = network.labels(words, target.clamp(min=0)[:, :, None])[:, :, 0]
    return {
        "head": functional.cross_entropy(arcs[known], target[known]),
        "deprel": functional.cross_entropy(scores[known], labels[known]),
    }


def framed(family: str, head: torch.nn.Module, words: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Return the losses of the roles and slots of one family of frames, over its anchors."""
    frames = batch.frames[family]
    if not len(frames["rows"]):
        return {}
    used, local = torch.unique(frames["rows"][:, 0], return_inverse=True)
    scores, slots = head(words[used], batch.word_mask[used])
    anchors = frames["rows"][:, 1]
    chosen = scores[local, :, anchors]
    mask = batch.word_mask[frames["rows"][:, 0]][:, None, :]
    member = functional.binary_cross_entropy_with_logits(
        chosen, frames["members"], reduction="none"
    )
    found = {family: (member * mask).sum() / len(anchors)}
    parts = []
    for slot, scored in slots.items():
        target, scored = frames[slot], scored[local, anchors]
        if target.is_floating_point():
            known = target[:, 0] >= 0
            if known.any():
                parts.append(
                    4 * functional.binary_cross_entropy_with_logits(scored[known], target[known])
                )
        elif (target != IGNORE).any():
            parts.append(functional.cross_entropy(scored, target, ignore_index=IGNORE))
    if parts:
        found["slots"] = torch.stack(parts).sum()
    return found
