"""Changes: how a commitment's condition and act differ between two tellings."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from foedus.merging.acts import load_acts
from foedus.merging.parties import (
    is_known,
    is_member,
    is_party,
    matter_of,
    name_of,
    names_of,
    parties_of,
)
from foedus.merging.triggers import (
    VAGUE_CLASS,
    Joint,
    Leaf,
    align,
    events_of,
    is_kind,
    joint_of,
)
from foedus.merging.words import load_words, stem, thresholds_of, words_of
from foedus.records.commitments import Commitment, Condition, Polarity, Strength
from foedus.records.threads import ChangeKind, Part

_FIRMNESS = {Strength.POSSIBLE: 0, Strength.READY: 1, Strength.FIRM: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One difference: the part, the kind of change and a note in words."""

    part: Part
    kind: ChangeKind
    note: str


def steps_between(earlier: Commitment, later: Commitment) -> list[Step]:
    """Return how a later telling differs from an earlier one; empty where nothing that counts does.

    What one telling leaves untold counts: a condition that no longer names its actor is wider.
    """
    return [
        *_committer_steps(earlier, later),
        *_condition_steps(earlier.condition, later.condition),
        *_only_steps(earlier.condition, later.condition),
        *_act_steps(earlier, later),
    ]


def acts_as_meant(record: Commitment) -> tuple[str, Polarity]:
    """Return the class and will of a commitment's act as it comes to."""
    stems = matter_of(record.action.span.exact)
    return load_acts().sense(record.action.action_class, record.polarity, stems=stems)


def is_opposite(earlier: Commitment, later: Commitment) -> bool:
    """Say whether one promises the very act that the other refuses, as worded or as it comes to."""
    worded = (earlier.action.action_class, later.action.action_class)
    if earlier.polarity is not later.polarity and worded[0] == worded[1]:
        return worded[0] not in load_acts().vague or _acts_share_words(earlier, later)
    (act, will), (other, other_will) = acts_as_meant(earlier), acts_as_meant(later)
    if will is other_will:
        return False
    near = load_acts().nearness(act, other)
    return _acts_share_words(earlier, later) if near is None else near == 1.0


def _acts_share_words(earlier: Commitment, later: Commitment) -> bool:
    """Say whether two acts share a word that is no name."""
    words, others = (
        {word for word in matter_of(one.action.span.exact) if not is_party(word)}
        for one in (earlier, later)
    )
    return bool(words & others)


def _committer_steps(earlier: Commitment, later: Commitment) -> Iterator[Step]:
    a, b = parties_of(earlier.committer), parties_of(later.committer)
    if a != b and all(map(is_known, a | b)):
        yield Step(
            part=Part.COMMITTER,
            kind=ChangeKind.OTHER_ACTOR,
            note=f"{names_of(b)} instead of {names_of(a)}",
        )


def _condition_steps(earlier: Condition | None, later: Condition | None) -> Iterator[Step]:
    if earlier is None and later is None:
        return
    if earlier is None or later is None:
        kind, note = (
            (ChangeKind.WIDENED, "no condition any more")
            if later is None
            else (ChangeKind.NARROWED, "a condition is added")
        )
        yield _condition(kind, note)
        return
    if _is_worded_alike(earlier, later):
        return  # the same words cannot have moved, however each was read
    before, after = events_of(earlier), events_of(later)
    pairs = align(before, after)
    placed = not load_words().placing.isdisjoint(words_of(later.span.exact))
    for a, b in pairs:
        yield from _event_steps(a, b, placed=placed)
    yield from _extra_steps(
        before, after, pairs=pairs, joints=(joint_of(earlier.tree), joint_of(later.tree))
    )
    yield from _threshold_steps(earlier, later)


def _is_worded_alike(earlier: Condition, later: Condition) -> bool:
    """Say whether two conditions have the same words, but for inflection."""
    connectives = (earlier.connective or "").lower() == (later.connective or "").lower()
    before, after = ([stem(word) for word in words_of(one.span.exact)] for one in (earlier, later))
    return connectives and before == after


def _event_steps(a: Leaf, b: Leaf, *, placed: bool) -> Iterator[Step]:
    """Compare two events; `placed` says that the later names a place by a word like "there"."""
    yield from _class_steps(a.event_class, b.event_class)
    if a.negated != b.negated:
        yield _condition(ChangeKind.OTHER, "it waits for the event instead of its absence")
    yield from _actor_steps(a.actor, b.actor)
    yield from _target_steps(a, b)
    if not (placed and b.place is None):
        yield from _place_steps(a, b)


def _class_steps(a: str, b: str) -> Iterator[Step]:
    if a == b or VAGUE_CLASS in (a, b):
        return
    kind = ChangeKind.OTHER
    if is_kind(b, a):
        kind = ChangeKind.NARROWED
    elif is_kind(a, b):
        kind = ChangeKind.WIDENED
    yield _condition(kind, f"{_plain(b)} instead of {_plain(a)}")


def _actor_steps(a: str | None, b: str | None) -> Iterator[Step]:
    # A name that no table knows may be anybody: it neither widens nor narrows.
    if a == b or not (a is None or is_known(a)) or not (b is None or is_known(b)):
        return
    if b is None:
        yield _condition(ChangeKind.WIDENED, f"by anybody, not by {name_of(a or '')} alone")
    elif a is None:
        yield _condition(ChangeKind.NARROWED, f"only by {name_of(b)}")
    elif is_member(a, b):
        yield _condition(ChangeKind.WIDENED, f"by {name_of(b)} instead of {name_of(a)} alone")
    elif is_member(b, a):
        yield _condition(ChangeKind.NARROWED, f"only by {name_of(b)} of {name_of(a)}")
    else:
        yield _condition(ChangeKind.OTHER_ACTOR, f"by {name_of(b)} instead of {name_of(a)}")


def _target_steps(a: Leaf, b: Leaf) -> Iterator[Step]:
    """Compare whom the events hit; a place stands in where a target is not told."""
    before, after = a.target, b.target
    if before == after or not is_known(before or after):
        return
    if before is None and after is not None:
        if a.land != after and is_known(after):
            yield _condition(ChangeKind.NARROWED, f"only against {name_of(after)}")
    elif after is None and before is not None:
        if b.land is None:
            yield _condition(ChangeKind.WIDENED, f"against anybody, not {name_of(before)} alone")
        elif b.land != before:
            note = f"in {b.place}, which is not an attack on {name_of(before)} as worded"
            yield _condition(ChangeKind.OTHER, note)
    elif before is not None and after is not None and is_known(before) and is_known(after):
        if is_member(before, after):
            yield _condition(ChangeKind.WIDENED, f"against any of {name_of(after)}")
        elif is_member(after, before):
            yield _condition(ChangeKind.NARROWED, f"only against {name_of(after)}")
        else:
            note = f"against {name_of(after)} instead of {name_of(before)}"
            yield _condition(ChangeKind.OTHER_ACTOR, note)


def _place_steps(a: Leaf, b: Leaf) -> Iterator[Step]:
    if a.place == b.place:
        return
    if b.place is None:
        yield _condition(ChangeKind.WIDENED, f"anywhere, not in {a.place} alone")
    elif a.place is None:
        yield _condition(ChangeKind.NARROWED, f"only in {b.place}")
    elif a.land == b.land and a.land is not None and b.place == name_of(a.land):
        yield _condition(ChangeKind.WIDENED, f"in all of {b.place}, not in {a.place} alone")
    elif a.land == b.land and a.land is not None and a.place == name_of(a.land):
        yield _condition(ChangeKind.NARROWED, f"only in {b.place}")
    else:
        yield _condition(ChangeKind.OTHER, f"in {b.place} instead of {a.place}")


def _extra_steps(
    before: tuple[Leaf, ...],
    after: tuple[Leaf, ...],
    *,
    pairs: list[tuple[Leaf, Leaf]],
    joints: tuple[Joint, Joint],
) -> Iterator[Step]:
    """Compare how many events must come together, or may each do."""
    if len(before) == len(after):
        if joints == (Joint.ALL, Joint.ANY):
            yield _condition(ChangeKind.WIDENED, "either event is enough")
        elif joints == (Joint.ANY, Joint.ALL):
            yield _condition(ChangeKind.NARROWED, "both events must come together")
        return
    more = len(after) > len(before)
    joint = joints[1] if more else joints[0]
    matched = {id(pair[1] if more else pair[0]) for pair in pairs}
    extra = [leaf for leaf in (after if more else before) if id(leaf) not in matched]
    named = ", ".join(map(_told, extra))
    if joint is Joint.ALL:
        kind = ChangeKind.NARROWED if more else ChangeKind.WIDENED
        yield _condition(kind, f"{'also needs' if more else 'no longer needs'} {named}")
    else:
        kind = ChangeKind.WIDENED if more else ChangeKind.NARROWED
        yield _condition(kind, f"{'also upon' if more else 'no longer upon'} {named}")


def _threshold_steps(earlier: Condition, later: Condition) -> Iterator[Step]:
    a, b = _thresholds(earlier), _thresholds(later)
    if lost := a - b:
        yield _condition(ChangeKind.THRESHOLD_LOST, f"without “{_worded(earlier, lost)}”")
    if added := b - a:
        yield _condition(ChangeKind.THRESHOLD_ADDED, f"with “{_worded(later, added)}”")


def _thresholds(condition: Condition) -> frozenset[str]:
    return thresholds_of(_threshold_texts(condition))


def _threshold_texts(condition: Condition) -> list[str]:
    manners = (leaf.manner for leaf in events_of(condition))
    return [condition.span.exact, *(manner for manner in manners if manner)]


def _worded(condition: Condition, stems: Set[str]) -> str:
    """Return thresholds as the condition words them, each once, in its order."""
    words = {
        stem(word): word
        for text in reversed(_threshold_texts(condition))
        for word in reversed(words_of(text))
    }
    return " ".join(word for one, word in reversed(words.items()) if one in stems)


def _only_steps(earlier: Condition | None, later: Condition | None) -> Iterator[Step]:
    # That a telling leaves an "only" out is no change yet; that it brings one in narrows.
    before, after = (words_of(one.span.exact) if one else [] for one in (earlier, later))
    if "only" in after and "only" not in before:
        yield _condition(ChangeKind.NARROWED, "in this case only")


def _act_steps(earlier: Commitment, later: Commitment) -> Iterator[Step]:
    (a, will), (b, other_will) = acts_as_meant(earlier), acts_as_meant(later)
    acts = load_acts()
    if is_opposite(earlier, later):
        said = "refused" if other_will is Polarity.WILL_NOT else "promised"
        yield _act(ChangeKind.CONTRADICTED, f"the act is now {said}")
        return
    if a != b and a not in acts.vague and b not in acts.vague:
        step = acts.step(a, b) if will is other_will is Polarity.WILL else None
        kind = ChangeKind.OTHER
        if step:
            kind = ChangeKind.HARDENED if step > 0 else ChangeKind.SOFTENED
        yield _act(kind, f"{_plain(b)} instead of {_plain(a)}")
    elif a != b:
        kind = ChangeKind.SOFTENED if b in acts.vague else ChangeKind.HARDENED
        if "retaliate_unspecified" in (a, b) and b != "other" and a != "other":
            yield _act(kind, f"{_plain(b)} instead of {_plain(a)}")
    yield from _firmness_steps(earlier, later)
    yield from _side_steps(earlier, later)


def _firmness_steps(earlier: Commitment, later: Commitment) -> Iterator[Step]:
    step = _FIRMNESS[later.strength] - _FIRMNESS[earlier.strength]
    if step:
        kind = ChangeKind.HARDENED if step > 0 else ChangeKind.SOFTENED
        yield _act(kind, f"{later.strength} instead of {earlier.strength}")
    before, after = set(earlier.hedges), set(later.hedges)
    if lost := before - after:
        yield _act(ChangeKind.HARDENED, f"without “{'”, “'.join(sorted(lost))}”")
    if added := after - before:
        yield _act(ChangeKind.SOFTENED, f"with “{'”, “'.join(sorted(added))}”")


def _side_steps(earlier: Commitment, later: Commitment) -> Iterator[Step]:
    for side in ("target", "beneficiary"):
        a, b = parties_of(getattr(earlier, side)), parties_of(getattr(later, side))
        if a and b and not a & b and all(map(is_known, a | b)):
            verb = "against" if side == "target" else "for"
            yield _act(ChangeKind.OTHER_ACTOR, f"{verb} {names_of(b)} instead of {names_of(a)}")


def _condition(kind: ChangeKind, note: str) -> Step:
    return Step(part=Part.CONDITION, kind=kind, note=note)


def _act(kind: ChangeKind, note: str) -> Step:
    return Step(part=Part.ACTION, kind=kind, note=note)


def _told(leaf: Leaf) -> str:
    words = ["a mission or act" if leaf.event_class == VAGUE_CLASS else _plain(leaf.event_class)]
    if leaf.actor:
        words.append(f"by {name_of(leaf.actor)}")
    if leaf.target:
        words.append(f"against {name_of(leaf.target)}")
    if leaf.place:
        words.append(f"in {leaf.place}")
    return " ".join(words)


def _plain(label: str) -> str:
    return label.replace("_", " ")
