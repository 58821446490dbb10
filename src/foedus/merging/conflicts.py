"""Conflicts: commitments of one actor that cannot both hold as worded, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foedus.merging.acts import load_acts
from foedus.merging.changes import acts_as_meant, is_opposite
from foedus.merging.digests import features_of
from foedus.merging.keys import FAR_DAYS
from foedus.merging.parties import is_known, name_of, parties_of
from foedus.merging.sides import Blow, find_blows, find_scenes, friend_of, takes_side
from foedus.merging.threads import moment_of
from foedus.merging.triggers import (
    VAGUE_CLASS,
    Leaf,
    align,
    class_fit,
    events_of,
    likeness,
    party_fit,
)
from foedus.merging.wordings import action_words, condition_words, is_taken_back
from foedus.records.commitments import Commitment, Polarity
from foedus.records.entries import Entry
from foedus.records.threads import Conflict


class ConflictKind(StrEnum):
    """Why two commitments cannot both hold."""

    EXCLUSIVE = "exclusive"
    OPPOSITE = "opposite"
    WITHDRAWN = "withdrawn"
    BOTH_SIDES = "both_sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An entry with what is compared of it here."""

    entry: Entry
    record: Commitment
    act: str
    willing: bool
    leaves: tuple[Leaf, ...]


def find_conflicts(entries: Sequence[Entry]) -> list[Conflict]:
    """Return the pairs of commitments that cannot both hold as worded, and what would help.

    Four kinds: an "only" against a promise in another case (exclusive); an act promised and
    refused upon triggers that may come together (opposite); the same where the later words take the
    earlier ones back (withdrawn); and upon one attack, acts with the attacked and with who attacks
    (both sides).

    Args:
        entries: Commitments, best one telling of each utterance, so that no conflict is told twice;
            other nouns are passed over.

    Returns:
        Conflicts in the order of their entries; `left` is the "only", or the earlier promise.
    """
    groups: defaultdict[str, list[_Held]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.record, Commitment):
            for party in sorted(parties_of(entry.record.committer)):
                groups[party].append(_held(entry, entry.record))
    found: dict[tuple[str, str], Conflict] = {}
    for group in groups.values():
        for conflict in (*_exclusive(group), *_opposite(group), *_both_sides(group)):
            found.setdefault((conflict.left.id, conflict.right.id), conflict)
    return list(found.values())


def _held(entry: Entry, record: Commitment) -> _Held:
    act, polarity = acts_as_meant(record)
    return _Held(
        entry=entry,
        record=record,
        act=act,
        willing=polarity is Polarity.WILL,
        leaves=events_of(record.condition),
    )


def _exclusive(group: Sequence[_Held]) -> Iterator[Conflict]:
    """Yield an "only" against each promise of the like upon none of the cases it covers."""
    bound: defaultdict[str, list[_Held]] = defaultdict(list)
    for one in group:
        if one.record.exclusive and one.willing and any(map(_says_something, one.leaves)):
            bound[one.entry.document.id].append(one)
    for covered in bound.values():
        ids = {one.entry.id for one in covered}
        for other in group:
            if other.entry.id in ids or not other.willing or not _own_words(covered[0], other):
                continue
            if other.leaves and not any(map(_says_something, other.leaves)):
                continue
            # Only what is of a kind with the promise is excluded by its "only".
            alike = [one for one in covered if _alike(one.act, other.act)]
            if not alike or any(_covers(one.leaves, other.leaves) for one in covered):
                continue
            yield _exclusive_conflict(max(alike, key=lambda one: _closeness(one, other)), other)


def _exclusive_conflict(only: _Held, other: _Held) -> Conflict:
    return Conflict(
        left=only.entry,
        right=other.entry,
        kind=ConflictKind.EXCLUSIVE,
        note=(
            f"{only.record.committer.name} bound “{action_words(only.entry)}” to named cases only;"
            f" “{action_words(other.entry)}” stands"
            + (
                f" upon “{condition_words(other.entry)}”"
                if other.leaves
                else " without a condition"
            )
        ),
        unless=_unless_covered(only, other),
    )


def _opposite(group: Sequence[_Held]) -> Iterator[Conflict]:
    """Yield each act that is promised and refused upon triggers which may come together."""
    refused: defaultdict[str, list[_Held]] = defaultdict(list)
    for one in group:
        if one.record.polarity is Polarity.WILL_NOT:
            refused[_worded_class(one.record)].append(one)
    for one in group:
        if one.record.polarity is Polarity.WILL_NOT:
            continue
        # An act that names nothing may be any act, and its words must tell.
        worded = _worded_class(one.record)
        rows = (
            refused.values() if worded == VAGUE_CLASS else (refused[worded], refused[VAGUE_CLASS])
        )
        for other in (held for row in list(rows) for held in row):
            if (
                is_opposite(one.record, other.record)
                and _own_words(one, other)
                and _may_meet(one.leaves, other.leaves)
                and not _sides_differ(one.record, other.record)
                and not _is_another_matter(one.entry, other.entry)
            ):
                yield _opposite_conflict(*sorted((one, other), key=lambda it: _moment(it.entry)))


def _worded_class(record: Commitment) -> str:
    action_class = record.action.action_class
    return VAGUE_CLASS if action_class in load_acts().vague else action_class


def _opposite_conflict(earlier: _Held, later: _Held) -> Conflict:
    withdrawn = is_taken_back(later.entry)
    promised, refused = earlier, later
    if earlier.record.polarity is Polarity.WILL_NOT:
        promised, refused = later, earlier
    note = (
        f"{promised.record.committer.name} promises “{action_words(promised.entry)}”"
        f" and refuses “{action_words(refused.entry)}”"
    )
    if withdrawn:
        unless = "the later words replace the earlier ones"
    elif _moment(earlier.entry) < _moment(later.entry):
        unless = "the later words replace the earlier ones, or their cases never come together"
    else:
        unless = "their cases never come together"
    return Conflict(
        left=earlier.entry,
        right=later.entry,
        kind=ConflictKind.WITHDRAWN if withdrawn else ConflictKind.OPPOSITE,
        note=note,
        unless=unless,
    )


def _both_sides(group: Sequence[_Held]) -> Iterator[Conflict]:
    """Yield each two promises that stand with different sides upon an attack both wait for."""
    acting = [one for one in group if one.willing and takes_side(one.record, one.act)]
    by_scene: defaultdict[str | None, dict[int, _Held]] = defaultdict(dict)
    for place, one in enumerate(acting):
        for scene in find_scenes(one.leaves):
            by_scene[scene][place] = one
    for place, one in enumerate(acting):
        scenes = find_scenes(one.leaves)
        # Only who waits for an attack on the same, or on anybody, can wait for the same attack.
        near = by_scene if None in scenes else {s: by_scene[s] for s in (*scenes, None)}
        later = {n: other for held in near.values() for n, other in held.items() if n > place}
        for _, other in sorted(later.items()):
            blow = _parting_blow(one, other) if _own_words(one, other) else None
            if blow is not None:
                yield _both_sides_conflict(one, other, blow)


def _parting_blow(one: _Held, other: _Held) -> Blow | None:
    """Return an attack that both promises wait for and in which they stand with different sides."""
    for blow in find_blows(one.leaves, other.leaves):
        mine, theirs = (friend_of(it.record, it.act, blow) for it in (one, other))
        if mine is not None and theirs is not None and mine != theirs:
            return blow
    return None


def _both_sides_conflict(one: _Held, other: _Held, blow: Blow) -> Conflict:
    left, right = sorted((one, other), key=lambda it: _moment(it.entry))
    stands = [name_of(friend_of(it.record, it.act, blow) or "") for it in (left, right)]
    return Conflict(
        left=left.entry,
        right=right.entry,
        kind=ConflictKind.BOTH_SIDES,
        note=(
            f"if {name_of(blow.attacker)} attacks {name_of(blow.victim)},"
            f" “{action_words(left.entry)}” stands with {stands[0]}"
            f" and “{action_words(right.entry)}” with {stands[1]}"
        ),
        unless="another attack is meant by each",
    )


def _own_words(one: _Held, other: _Held) -> bool:
    """Say whether both are said for the committer, or both by one other party."""
    a, b = parties_of(one.record.speaker), parties_of(other.record.speaker)
    return one.record.spoken_for == other.record.spoken_for and (not a or not b or bool(a & b))


def _sides_differ(one: Commitment, other: Commitment) -> bool:
    """Say whether the acts are directed at, or meant for, different parties."""
    sides = [
        (parties_of(getattr(one, side)), parties_of(getattr(other, side)))
        for side in ("target", "beneficiary")
    ]
    return any(a and b and not a & b for a, b in sides)


def _is_another_matter(one: Entry, other: Entry) -> bool:
    """Say whether more than half a year and no party or thing lies between two commitments.

    A state that refuses to ease sanctions on one country has said nothing on those that it offers
    to ease for another years later.
    """
    a, b = features_of(one), features_of(other)
    if a.said is None or b.said is None or a.said.apart(b.said) <= FAR_DAYS:
        return False
    things = (a.objects or a.act_stems) & (b.objects or b.act_stems)
    return not (things or a.others & b.others)


def _alike(act: str, other: str) -> bool:
    acts = load_acts()
    if other in acts.vague:
        return False
    shared = acts.families(act) & acts.families(other)
    return act == other or "force" in shared or bool(acts.nearness(act, other))


def _covers(covering: Sequence[Leaf], other: Sequence[Leaf]) -> bool:
    """Say whether some event of a trigger is, as far as told, one of those covered."""
    return any(_same_case(a, b) for a in covering for b in other)


def _says_something(leaf: Leaf) -> bool:
    """Say whether an event is known well enough to be set against another."""
    sides = (leaf.actor, leaf.target, leaf.place)
    return leaf.event_class != VAGUE_CLASS or any(side is not None for side in sides)


def _same_case(a: Leaf, b: Leaf) -> bool:
    """Say whether nothing told of two events keeps them apart, and something ties them."""
    fits = (
        class_fit(a.event_class, b.event_class),
        party_fit(a.scene, b.scene),
        party_fit(a.actor, b.actor),
    )
    return 0.0 not in fits and any(fits) and a.negated == b.negated


def _may_meet(left: Sequence[Leaf], right: Sequence[Leaf]) -> bool:
    """Say whether two triggers may hold together: not where one needs what the other excludes."""
    for a, b in align(left, right):
        if a.negated != b.negated and likeness(a, replace(b, negated=a.negated)) > 0:
            return False
        if party_fit(a.actor, b.actor) == 0.0 or party_fit(a.scene, b.scene) == 0.0:
            return False
        if class_fit(a.event_class, b.event_class) == 0.0:
            return False
    return True


def _closeness(one: _Held, other: _Held) -> tuple[float, float]:
    """Order covered cases by their parties' nearness to a third promise, then by the events'."""
    shared = parties_of(one.record.beneficiary) & parties_of(other.record.beneficiary)
    named = {leaf.scene for leaf in one.leaves} & {
        party for leaf in other.leaves for party in (leaf.actor, leaf.target) if party
    }
    best = max((likeness(a, b) for a in one.leaves for b in other.leaves), default=0.0)
    return float(bool(shared) or bool(named)), best


def _unless_covered(only: _Held, other: _Held) -> str:
    if not other.leaves:
        return f"it is meant for the case of {_told(only.leaves[0])} alone"
    pairs = [(a, b) for a in only.leaves for b in other.leaves]
    helped = parties_of(other.record.beneficiary)
    covered, third = max(
        pairs,
        key=lambda pair: (
            class_fit(pair[0].event_class, pair[1].event_class) or 0.0,
            pair[0].scene in helped,  # of two cases, that of whom the third promise helps
        ),
    )
    words = condition_words(other.entry) or ""
    connective = other.record.condition.connective if other.record.condition else None
    sides = (third.actor, third.target)
    unknown = any(side is not None and not is_known(side) for side in sides)
    if connective and (third.event_class == VAGUE_CLASS or unknown):
        return f"“{words[len(connective) :].strip()}” counts as {_told(covered)}"
    return f"{_told(third)} counts as {_told(covered)}"


def _told(leaf: Leaf) -> str:
    """Return an event in words: "an armed attack in Donbas"."""
    noun = "an act" if leaf.event_class == VAGUE_CLASS else leaf.event_class.replace("_", " ")
    if not noun.startswith("an "):
        noun = f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
    words = ["no " + noun.partition(" ")[2] if leaf.negated else noun]
    if leaf.actor:
        words.append(f"by {name_of(leaf.actor)}")
    if leaf.place:
        words.append(f"in {leaf.place}")
    elif leaf.target:
        words.append(f"on {name_of(leaf.target)}")
    return " ".join(words)


def _moment(entry: Entry) -> float:
    return moment_of((entry,))
