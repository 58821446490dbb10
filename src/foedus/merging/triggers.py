"""Triggers: the events of a condition's tree, one by one, with parties in place of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from foedus.languages.language import load_language
from foedus.merging.parties import is_known, is_member, party_of_name, place_of_name
from foedus.records.commitments import Condition, Trigger

VAGUE_CLASS = "other"
COMPLIANCE = "agreement_or_compliance"
NONCOMPLIANCE = "noncompliance"
"""Said as "if they do not comply" or "unless they comply": the one is the other's absence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One event of a condition; actor and target are parties, None stands for any or not told.

    `place` is a canonical name, `land` the state it lies in; `negated` events must not happen.
    """

    event_class: str
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    land: str | None = None
    manner: str | None = None
    negated: bool = False

    @property
    def scene(self) -> str | None:
        """Return where it happens as a party: its target, else the state of its place."""
        return self.target if is_known(self.target) else self.land


_ARTICLES = frozenset({"the", "a", "an", "its", "their", "our"})
_ABSENCE = frozenset({"unless", "until"})
"""Senses of a connective under which a promise holds as long as its event has not happened."""


class Joint(StrEnum):
    """How the events of a condition hang together."""

    ONE = "one"
    ALL = "all"
    ANY = "any"


def leaves_of(tree: Trigger | None) -> tuple[Leaf, ...]:
    """Return the events of a tree in its order; empty without a condition."""
    return tuple(_leaves(tree, negated=False)) if tree is not None else ()


def events_of(condition: Condition | None) -> tuple[Leaf, ...]:
    """Return the events of a condition; after "unless" and "until", those that must not be."""
    if condition is None:
        return ()
    leaves = leaves_of(condition.tree)
    sense = load_language("en").conditions.connectives.get((condition.connective or "").lower())
    if sense in _ABSENCE and not any(leaf.negated for leaf in leaves):
        return tuple(replace(leaf, negated=True) for leaf in leaves)
    return leaves


def joint_of(tree: Trigger | None) -> Joint:
    """Return how the topmost events of a tree hang together."""
    while tree is not None and tree.negated is not None:
        tree = tree.negated
    if tree is None or tree.event_class is not None:
        return Joint.ONE
    return Joint.ALL if tree.all_of else Joint.ANY


@lru_cache(maxsize=1_000)
def class_fit(left: str, right: str) -> float | None:
    """Return how well two classes of events fit, 0–1; None where one of them names nothing.

    A class fits one of its kinds ("invasion" and "armed_attack") almost as well as itself, and a
    little another kind of the same ("armed_attack" and "deployment" threaten security).
    """
    if VAGUE_CLASS in (left, right):
        return None
    if left == right:
        return 1.0
    if is_kind(left, right) or is_kind(right, left):
        return 0.7
    return 0.3 if kinds_above(left) & kinds_above(right) else 0.0


def is_kind(event_class: str, of: str) -> bool:
    """Say whether a class of events is another or a kind of it."""
    return load_language("en").actions.is_kind_of(event_class, of)


def kinds_above(event_class: str) -> frozenset[str]:
    """Return the classes that a class is a kind of, itself left out."""
    classes = load_language("en").actions.classes
    return frozenset(name for name in classes if name != event_class and is_kind(event_class, name))


def party_fit(left: str | None, right: str | None) -> float | None:
    """Return 1 for one party, 0.5 for an organisation and its member, 0 for two that differ.

    None where one is not told or is a name that no table knows.
    """
    if left is None or right is None:
        return None
    if left == right:
        return 1.0
    if not is_known(left) or not is_known(right):
        return None
    return 0.5 if is_member(left, right) or is_member(right, left) else 0.0


def likeness(left: Leaf, right: Leaf) -> float:
    """Return how like two events are, about -3 to 3; it orders pairs, and is no probability."""
    fits = (
        class_fit(left.event_class, right.event_class),
        party_fit(left.actor, right.actor),
        party_fit(left.scene, right.scene),
        None if left.place is None or right.place is None else float(left.place == right.place),
    )
    return sum(0.0 if fit is None else 2 * fit - 1 for fit in fits) - (
        left.negated != right.negated
    )


def align(left: Sequence[Leaf], right: Sequence[Leaf]) -> list[tuple[Leaf, Leaf]]:
    """Return pairs of events that answer to each other, the likest first, each event once."""
    if len(left) == len(right) == 1:
        return [(left[0], right[0])]
    ranked = sorted(
        ((-likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
    )
    pairs: list[tuple[Leaf, Leaf]] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for _, i, j in ranked:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((left[i], right[j]))
    return pairs


def _leaves(tree: Trigger, *, negated: bool) -> list[Leaf]:
    if tree.negated is not None:
        return _leaves(tree.negated, negated=not negated)
    if tree.event_class is None:
        return [
            leaf for part in (*tree.all_of, *tree.any_of) for leaf in _leaves(part, negated=negated)
        ]
    place = None if _is_thing(tree.place) else place_of_name(tree.place)
    refused = tree.event_class == NONCOMPLIANCE
    return [
        Leaf(
            event_class=COMPLIANCE if refused else tree.event_class,
            actor=party_of_name(tree.actor),
            target=party_of_name(tree.target),
            place=place[0] if place else None,
            land=place[1] if place else None,
            manner=tree.manner,
            negated=negated != refused,
        )
    ]


def _is_thing(place: str | None) -> bool:
    """Say whether a place is a thing that each telling words in its own way: "the gates"."""
    words = (place or "").split()
    return words[1:2] != [] and words[0] in _ARTICLES and words[1][0].islower()
