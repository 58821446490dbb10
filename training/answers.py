"""What a teacher answers on a batch: what a student learns beside the labels, for every head.

Nearly every window has labels of one kind alone: trees, or names, or what is said or promised. A
teacher gives the others, and softens those that are there, which are noisy.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import IGNORE, Batch
from training.losses import MARKS
from training.network import Network

TAGS = {"upos": "upos", "xpos": "xpos", "rule": "lemma", "entity": "entity"}
"""The tags, and the head of each."""
FAMILIES = {"attributions": ("cue_outer", "cue"), "commitments": ("action",)}
"""The frames, and the marks that say where they have their anchors."""
LIKELY = 0.1
"""A frame is learned where its mark has this probability."""


@dataclass(frozen=True)
class Teacher:
    """The networks that are asked for trees and those for frames; of several the mean counts."""

    trees: tuple[Network, ...]
    frames: tuple[Network, ...]


@dataclass
class FrameAnswers:
    """Frames of one family: (window, anchor), how likely each is, words of roles, slots."""

    rows: Tensor
    likely: Tensor
    members: Tensor
    slots: dict[str, Tensor]


@dataclass
class Answers:
    """Probabilities: tags [windows, words, labels]; arcs [windows, words, 1 + words]; labels of the
    given or likeliest heads; marks [windows, words, marks]; frames."""

    tags: dict[str, Tensor]
    arcs: Tensor
    heads: Tensor
    deprels: Tensor
    marks: Tensor
    frames: dict[str, FrameAnswers]


@torch.no_grad()
def ask(teacher: Teacher, batch: Batch) -> Answers:
    """Return what the teacher answers."""
    words = {one: one.read(batch.inputs) for one in {*teacher.trees, *teacher.frames}}
    trees = [(one, words[one]) for one in teacher.trees]
    framed = [(one, words[one]) for one in teacher.frames]
    tags = {
        name: mean([one.tags[head](read).float().softmax(-1) for one, read in trees])
        for name, head in TAGS.items()
    }
    arcs = mean([one.arcs(read, batch.word_mask).float().softmax(-1) for one, read in trees])
    given = batch.tags["head"]
    heads = torch.where(given == IGNORE, arcs.argmax(-1), given)[:, :, None]
    deprels = mean([one.labels(read, heads)[:, :, 0].float().softmax(-1) for one, read in trees])
    ends = mean([one.tags["marks"](read).float().sigmoid() for one, read in trees])
    marks = mean([one.tags["marks"](read).float().sigmoid() for one, read in framed])
    marks = torch.cat([ends[:, :, :1], marks[:, :, 1:]], -1)
    frames = {family: ask_frames(family, framed, batch, marks) for family in FAMILIES}
    return Answers(tags, arcs, heads, deprels, marks, frames)


def ask_frames(
    family: str, asked: list[tuple[Network, Tensor]], batch: Batch, marks: Tensor
) -> FrameAnswers:
    """Return what networks answer, with their words, of frames that are labelled or likely."""
    columns = [MARKS.index(mark) for mark in FAMILIES[family]]
    likely = marks[:, :, columns].amax(-1) * batch.word_mask
    given = batch.frames[family]["rows"]
    likely[given[:, 0], given[:, 1]] = 1.0
    rows = (likely > LIKELY).nonzero()
    windows, anchors = rows[:, 0], rows[:, 1]
    found = [one.frames(family)(words, batch.word_mask) for one, words in asked]
    members = mean([roles[windows, :, anchors].float().sigmoid() for roles, _ in found])
    settled = {
        # Acts may be several at once, every other slot has one value.
        name: mean(
            [
                scores.sigmoid() if name == "acts" else scores.softmax(-1)
                for scores in (slots[name][windows, anchors].float() for _, slots in found)
            ]
        )
        for name in found[0][1]
    }
    return FrameAnswers(rows, likely[windows, anchors], members, settled)


def mean(answers: list[Tensor]) -> Tensor:
    """Return the mean of what several networks answer."""
    return torch.stack(answers).mean(0)


def mean_over(loss: Tensor, weight: Tensor) -> Tensor:
    """Return the weighted mean of losses."""
    return (loss * weight).sum() / weight.sum().clamp(min=1e-6)


def taught(network: Network, words: Tensor, batch: Batch, answers: Answers) -> dict[str, Tensor]:
    """Return the loss of every part against what the teacher answers, unweighted."""
    mask = batch.word_mask

    def against(scores: Tensor, answer: Tensor) -> Tensor:
        return mean_over(-(answer * scores.float().log_softmax(-1)).sum(-1), mask)

    found = {
        name: against(network.tags[TAGS[name]](words), answer)
        for name, answer in answers.tags.items()
    }
    found["head"] = against(network.arcs(words, mask), answers.arcs)
    found["deprel"] = against(network.labels(words, answers.heads)[:, :, 0], answers.deprels)
    marks = functional.binary_cross_entropy_with_logits(
        network.tags["marks"](words).float(), answers.marks, reduction="none"
    )
    found |= {mark: mean_over(marks[:, :, m], mask) for m, mark in enumerate(MARKS)}
    slots: list[Tensor] = []
    for family, answer in answers.frames.items():
        if len(answer.rows):
            found[family], parts = taught_frames(network.frames(family), words, mask, answer)
            slots += parts
    if slots:
        found["slots"] = torch.stack(slots).sum()
    return found


def taught_frames(
    head: torch.nn.Module, words: Tensor, mask: Tensor, answer: FrameAnswers
) -> tuple[Tensor, list[Tensor]]:
    """Return the loss of the roles of one family of frames, and that of each slot."""
    windows, anchors = answer.rows[:, 0], answer.rows[:, 1]
    roles, slots = head(words, mask)
    member = functional.binary_cross_entropy_with_logits(
        roles[windows, :, anchors].float(), answer.members, reduction="none"
    )
    parts = []
    for name, scores in slots.items():
        scored, target = scores[windows, anchors].float(), answer.slots[name]
        if name == "acts":
            loss = functional.binary_cross_entropy_with_logits(scored, target, reduction="none")
            parts.append(mean_over(4 * loss.mean(-1), answer.likely))
        else:
            parts.append(mean_over(-(target * scored.log_softmax(-1)).sum(-1), answer.likely))
    return mean_over((member * mask[windows][:, None]).sum((1, 2)), answer.likely), parts
