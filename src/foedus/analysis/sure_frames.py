"""Frames that words and tree show by themselves, in the form in which the model gives its own."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.clauses import overlap
from foedus.analysis.parse import Frame, Parse
from foedus.languages.actors import ActorWords

Range = tuple[int, int]
SURER = 0.0001
"""Added to the model's score for the same act, so that these edges are taken before its own."""
SAME = 0.5
"""Share of their words that two ranges have in common if they are one act."""


def same_act(parse: Parse, action: Range) -> Frame | None:
    """Return the model's most probable frame for an act, None where it has none."""
    known = [f for f in parse.commitments if overlap(f.roles["action"][0], action) >= SAME]
    return max(known, key=lambda f: f.score, default=None)


def score_above(parse: Parse, action: Range, least: float) -> float:
    """Return a score above the model's for the same act, and at least `least`."""
    known = same_act(parse, action)
    return least if known is None else max(least, known.score + SURER)


def own_side(parse: Parse, subject: int, actors: ActorWords) -> int | None:
    """Return the "we" that a subject is, or the "our" before it; None where it has neither."""
    for index in (subject, *parse.children[subject]):
        if actors.pronouns.get(parse.tokens[index].text.lower()) == "us":
            return index
    return None


def is_somebody(parse: Parse, noun: int, actors: ActorWords) -> bool:
    """Say whether a phrase names or points at somebody: "the Kim regime", "their rule"."""
    words = [parse.tokens[i] for i in parse.subtree(noun)]
    named = any(word.upos == "PROPN" or word.xpos == "PRP$" for word in words)
    return named or actors.is_body(parse.tokens[noun].text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """What words and tree say of a commitment, with probability 1."""

    kind: str
    action_class: str
    condition_class: str = "other"
    polarity: str = "will"


def sure_frame(
    action: Range,
    condition: Range,
    sure: Sure,
    *,
    score: float,
    committer: Range | None = None,
    target: Range | None = None,
) -> Frame:
    """Return a frame of a commitment each slot of which has one label."""
    labels = {
        "kind": sure.kind,
        "action_class": sure.action_class,
        "condition_class": sure.condition_class,
        "polarity": sure.polarity,
        "strength": "firm",
        "voice": "indirect",
    }
    roles = {
        "action": (action,),
        "condition": (condition,),
        "committer": () if committer is None else (committer,),
        "target": () if target is None else (target,),
        "beneficiary": (),
    }
    ranked = {slot: ((label, 1.0),) for slot, label in labels.items()}
    return Frame(action[0], score, roles, ranked)
