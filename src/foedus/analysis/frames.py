"""From the model's answers to frames: which words beside an anchor play which role.

Scores are log-odds, one for each word. A role is the run of words with the highest sum: its edges
fall where the odds turn, and one doubtful word inside does not break it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.parse import Frame

Values = NDArray[np.float32]
Answer = tuple[int, int, Mapping[str, Values] | None]
"""First and last token of a window with the model's outputs, None where it was passed over."""
Range = tuple[int, int]
Roles = dict[str, tuple[Range, ...]]
Ranked = tuple[tuple[str, float], ...]
"""Labels with their probabilities, the most probable first."""
SENTENCE_END, CUE_OUTER, CUE_NESTED, ACTION = range(4)
"""What the columns of the model's marks are the log-odds of."""
FAMILIES = ("attribution", "commitment")
MIN_CUE, MIN_ACTION = 0.15, 0.10
"""Probability below which the model says nothing of an anchor: its graph has these (see
training/export.py); the rules set their own, higher."""
MAX_LABELS = 7
MAX_CONTENT_RUNS, MAX_CUE_RUNS = 3, 2
MIN_RUN_ODDS = 1.5
"""Sum of log-odds that a run needs to count; chosen on the development sets."""
TAKEN = -50.0
"""The log-odds of words that belong to a run already."""


@dataclass(frozen=True)
class Labels:
    """The closed label sets of the model, by head."""

    sets: Mapping[str, Sequence[str]]

    def slots(self, family: str) -> list[str]:
        """Return the names of the slots of a family of frames, in the order of the outputs."""
        names = [name.split(".")[1] for name in self.sets if name.startswith(family + "s.")]
        return sorted(name for name in names if name != "roles")


def best_run(row: Sequence[float]) -> tuple[Range | None, float]:
    """Return the range of words with the highest sum, and the sum."""
    best: Range | None = None
    best_sum, end = 0.0, 0
    for start in [index for index, value in enumerate(row) if value > 0.0]:
        if start < end:
            continue  # inside a run that was followed to where its sum is used up
        total, end = 0.0, start
        for value in row[start:]:
            total += value
            end += 1
            if total > best_sum:
                best, best_sum = (start, end), total
            elif total <= 0.0:
                break
    return best, best_sum


def runs(scores: Sequence[float], *, limit: int, least: float = MIN_RUN_ODDS) -> tuple[Range, ...]:
    """Return up to `limit` runs, best first found, in order of the text."""
    row = scores
    found: list[Range] = []
    while len(found) < limit:
        best, total = best_run(row)
        if best is None or total < least:
            break
        found.append(best)
        if len(found) < limit:
            row = [*row[: best[0]], *[TAKEN] * (best[1] - best[0]), *row[best[1] :]]
    return tuple(sorted(found))


def runs_from(scores: Values, anchors: Sequence[int]) -> list[Range]:
    """Return for each row the run that begins at its anchor and ends where the sum is highest.

    Args:
        scores: [anchors, words].
        anchors: A word for each row.
    """
    behind = np.arange(scores.shape[1]) >= np.array(anchors)[:, None]
    sums = np.cumsum(np.where(behind, scores, np.float32(0.0)), axis=1)
    rows = np.arange(len(anchors))
    sums[rows, anchors] = np.maximum(sums[rows, anchors], 0.0)
    ends = np.where(behind, sums, -np.inf).argmax(1) + 1
    return list(zip(anchors, ends.tolist(), strict=True))


def attribution_roles(scores: Values, anchors: Sequence[int]) -> list[Roles]:
    """Return each anchor's cue, source and content for the scores [3, anchors, words]."""
    found = []
    heads = runs_from(scores[0], anchors)
    for head, cue, source, content in zip(heads, *scores.tolist(), strict=True):
        others = [r for r in runs(cue, limit=MAX_CUE_RUNS) if r[0] >= head[1] or r[1] <= head[0]]
        found.append(
            {
                "cue": tuple(sorted([head, *others[:1]])),
                "source": runs(source, limit=1, least=0.0),
                "content": runs(content, limit=MAX_CONTENT_RUNS),
            }
        )
    return found


def commitment_roles(scores: Values, anchors: Sequence[int]) -> list[Roles]:
    """Return each anchor's action, condition, committer, target and beneficiary.

    `scores` are [5, anchors, words], in this order.
    """
    return [
        {
            "action": (action,),
            "condition": runs(condition, limit=1),
            "committer": runs(committer, limit=1, least=0.0),
            "target": runs(target, limit=1, least=0.0),
            "beneficiary": runs(beneficiary, limit=1, least=0.0),
        }
        for action, condition, committer, target, beneficiary in zip(
            runs_from(scores[0], anchors), *scores[1:].tolist(), strict=True
        )
    ]


def probabilities(odds: Values) -> Values:
    """Return the probabilities of log-odds."""
    bounded = np.minimum(np.maximum(odds, np.float32(-30.0)), np.float32(30.0))
    return np.asarray(1.0 / (1.0 + np.exp(-bounded)), dtype=np.float32)


def _anchor_scores(family: str, odds: Values) -> Values:
    if family == "attribution":
        return np.maximum(odds[:, CUE_OUTER], odds[:, CUE_NESTED])
    return odds[:, ACTION]


def find_frames(family: str, answers: Sequence[Answer], labels: Labels) -> Iterator[Frame]:
    """Yield the frames of a text, in order of their anchors, with token indices of the text.

    Args:
        family: "attribution" or "commitment".
        answers: The windows with what the model says about them, condensed to their anchors.
        labels: What the outputs' indices mean.
    """
    read = [(first, last, answer) for first, last, answer in answers if answer is not None]
    slots = {
        slot: _ranked(
            [answer[f"{family}.{slot}"] for *_, answer in read],
            labels.sets[f"{family}s.{slot}"],
            independent=slot == "acts",
        )
        for slot in labels.slots(family)
    }
    split = attribution_roles if family == "attribution" else commitment_roles
    row = 0
    for first, last, answer in read:
        anchors = answer[f"{family}.anchors"].tolist()
        # A window is padded to a least number of words; none of those behind its last counts.
        roles = split(answer[family][:, :, : last - first], anchors) if anchors else []
        odds = answer["odds"]
        scores = _anchor_scores(family, odds).tolist()
        for place, (at, of_roles) in enumerate(zip(anchors, roles, strict=True), row):
            moved = {
                role: tuple((a + first, b + first) for a, b in ranges)
                for role, ranges in of_roles.items()
            }
            labelled = {slot: ranked[place] for slot, ranked in slots.items()}
            if family == "attribution":
                labelled["scheme"] = _schemes(odds[at])
            yield Frame(at + first, round(scores[at], 4), moved, labelled)
        row += len(anchors)


def _schemes(odds: Values) -> Ranked:
    """Return how probable it is that a cue is one for each of the two ways of annotating."""
    outer, nested = odds[[CUE_OUTER, CUE_NESTED]].tolist()
    return ("outer", round(outer, 4)), ("nested", round(nested, 4))


def _ranked(answers: Sequence[Values], names: Sequence[str], *, independent: bool) -> list[Ranked]:
    """Return each row's labels and probabilities, most probable first.

    `independent`: of these labels several may hold at once.
    """
    if not answers:
        return []
    scores = np.concatenate(answers)
    if independent:
        share = probabilities(scores)
    else:
        share = np.exp(scores - scores.max(1, keepdims=True))
        share = share / share.sum(1, keepdims=True)
    order = np.argsort(-share, axis=1, kind="stable")[:, :MAX_LABELS]
    best = np.take_along_axis(share, order, axis=1)
    return [
        tuple((names[label], round(value, 4)) for label, value in zip(row, values, strict=True))
        for row, values in zip(order.tolist(), best.tolist(), strict=True)
    ]
