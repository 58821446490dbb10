"""Weighing: what each feature of two tellings of a commitment says for their being one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from foedus.merging.acts import load_acts
from foedus.merging.features import Features, Telling
from foedus.merging.parties import is_known, is_member, name_of, names_of
from foedus.merging.triggers import Leaf, align, class_fit, party_fit
from foedus.merging.weights import load_weights
from foedus.records.threads import Reason

IDENTICAL = 0.8
"""Likeness of all content words from which two wordings count as one."""

VETO = "veto"


def weigh(left: Features, right: Features) -> Iterator[Reason]:
    """Yield the reasons for and against, feature by feature; the occasion is not among them."""
    yield from _committers(left, right)
    yield from _speakers(left, right)
    yield from _acts(left, right)
    yield from _triggers(left, right)
    yield from _parties(left, right)
    yield from _wordings(left, right)


def likeness_of(left: Collection[str], right: Collection[str]) -> float:
    """Return how like two sets of stems are, 0–1: the mean of the shares of both and of one."""
    a, b = set(left), set(right)
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return (shared / len(a | b) + shared / min(len(a), len(b))) / 2


def wording_likeness(left: Features, right: Features) -> float:
    """Return how like the words of two tellings are, act and condition together, 0–1."""
    return likeness_of(
        {*left.act_stems, *left.if_stems},
        {*right.act_stems, *right.if_stems},
    )


def reason(feature: str, said: str, *, times: float = 1.0) -> Reason:
    """Return the reason of a feature ("act.same") with its weight out of the table."""
    weights = load_weights()
    group, _, name = feature.partition(".")
    weight = weights.veto if name == VETO else weights.of[feature] * times
    return Reason(feature=group, weight=round(weight, 3), said=said)


def is_veto(given: Reason) -> bool:
    """Say whether a reason rules a pair out whatever else speaks for it."""
    return given.weight <= load_weights().veto


def _committers(left: Features, right: Features) -> Iterator[Reason]:
    a, b = left.committer, right.committer
    if a == b:
        yield reason("committer.same", f"both bind {names_of(a)}")
    elif a & b:
        yield reason("committer.partly", f"both bind {names_of(a & b)}, one of them others too")
    elif all(map(is_known, a | b)):
        yield reason("committer.veto", f"one binds {names_of(a)}, the other {names_of(b)}")


def _speakers(left: Features, right: Features) -> Iterator[Reason]:
    a, b = left.speaker, right.speaker
    if left.person is not None and left.person == right.person:
        yield reason("speaker.same_person", f"both are {name_of(left.person)}'s words")
    elif a and b and a & b:
        yield reason("speaker.same_party", f"both are said for {names_of(a & b)}")
    elif a and b and all(map(is_known, a | b)):
        yield reason("speaker.veto", f"one is said by {names_of(a)}, the other by {names_of(b)}")
    elif left.spoken_for != right.spoken_for and not (a and b):
        yield reason("speaker.veto", "one is the committer's own word, the other somebody else's")


def _acts(left: Features, right: Features) -> Iterator[Reason]:
    acts = load_acts()
    near = acts.nearness(left.act, right.act)
    words = likeness_of(left.act_stems, right.act_stems)
    if left.willing != right.willing:
        # The same act promised and refused is the opposite; of two acts it says little.
        opposite = near == 1.0 or (near is None and words > 0)
        yield reason(
            "act.veto" if opposite else "act.polarity", "one promises the act, the other refuses it"
        )
    if near:
        yield reason("act.same", f"the acts are {left.act} and {right.act}", times=near)
    elif near == 0.0:
        yield reason("act.differs", f"the acts are {left.act} and {right.act}")
    yield from _act_words(left, right, words=words, vague=near is None)


def _act_words(left: Features, right: Features, *, words: float, vague: bool) -> Iterator[Reason]:
    if words:
        shared = ", ".join(one for one in left.act_stems if one in right.act_stems)
        feature = "act.vague_words" if vague else "act.words"
        yield reason(feature, f"both acts say {shared}", times=words)
    elif left.act_stems and right.act_stems:
        feature = "act.no_word"
        if Telling.HEADLINE in (left.telling, right.telling):
            feature = "act.no_word_headline"
        elif not (left.conditional and right.conditional):
            feature = "act.no_word_alone"
        yield reason(feature, "the acts have no word in common")
    numbers = [{one for one in side.act_stems if one[0].isdigit()} for side in (left, right)]
    if all(numbers) and not numbers[0] & numbers[1]:
        yield reason(
            "act.numbers", f"the figures are {' '.join(numbers[0])} and {' '.join(numbers[1])}"
        )


def _triggers(left: Features, right: Features) -> Iterator[Reason]:
    headline = Telling.HEADLINE in (left.telling, right.telling)
    if not left.conditional and not right.conditional:
        yield reason("trigger.both_unconditional", "neither states a condition")
        return
    if left.conditional != right.conditional:
        feature = "headline_unconditional" if headline else "one_unconditional"
        yield reason(f"trigger.{feature}", "only one states a condition")
        return
    for a, b in align(left.leaves, right.leaves):
        yield from _trigger_pair(a, b)
    extra = abs(len(left.leaves) - len(right.leaves))
    if extra:
        feature = "trigger.extra_headline" if headline else "trigger.extra"
        yield reason(feature, f"one condition has {extra} more event(s)", times=min(extra, 2))
    yield from _thresholds(left, right)
    yield from _trigger_words(left, right)


def _trigger_pair(a: Leaf, b: Leaf) -> Iterator[Reason]:
    fit = class_fit(a.event_class, b.event_class)
    if fit is not None:
        feature = "class_same" if fit == 1.0 else "class_kind" if fit else "class_differs"
        yield reason(f"trigger.{feature}", f"the triggers are {a.event_class} and {b.event_class}")
    if a.negated != b.negated:
        yield reason("trigger.veto", "one waits for the event, the other for its absence")
    yield from _trigger_actors(a, b)
    yield from _trigger_scenes(a, b)


def _trigger_actors(a: Leaf, b: Leaf) -> Iterator[Reason]:
    fit = party_fit(a.actor, b.actor)
    if fit is None:
        if (a.actor is None) != (b.actor is None):
            yield reason("trigger.actor_one", "only one says who would trigger it")
        return
    names = f"{name_of(a.actor or '')} and {name_of(b.actor or '')}"
    feature = "actor_same" if fit == 1.0 else "actor_partly" if fit else VETO
    yield reason(f"trigger.{feature}", f"those who would trigger it are {names}")


def _trigger_scenes(a: Leaf, b: Leaf) -> Iterator[Reason]:
    fit = party_fit(a.scene, b.scene)
    names = f"{name_of(a.scene or '')} and {name_of(b.scene or '')}"
    if fit is None:
        if (a.scene is None) != (b.scene is None):
            yield reason("trigger.scene_one", "only one says whom it would hit")
    elif fit:
        feature = "scene_same" if fit == 1.0 else "scene_partly"
        yield reason(f"trigger.{feature}", f"it would hit {names}")
    else:
        both_targets = is_known(a.target) and is_known(b.target)
        feature = VETO if both_targets else "scene_differs"
        yield reason(
            f"trigger.{feature}", f"one would hit {names.replace(' and ', ', the other ')}"
        )
    if a.place is not None and b.place is not None:
        if a.place == b.place:
            yield reason("trigger.place_same", f"both name {a.place}")
        elif not _within(a, b):
            yield reason("trigger.veto", f"the places are {a.place} and {b.place}")
    elif a.place is not None or b.place is not None:
        yield reason("trigger.place_one", f"only one names {a.place or b.place}")


def _within(a: Leaf, b: Leaf) -> bool:
    """Say whether one place is the state that the other lies in, or is unknown to the tables."""
    if a.land is None or b.land is None:
        return a.land is None and b.land is None and (a.place or "") in (b.place or "")
    return a.land == b.land and name_of(a.land) in (a.place, b.place)


def _thresholds(left: Features, right: Features) -> Iterator[Reason]:
    if left.thresholds & right.thresholds:
        shared = ", ".join(sorted(left.thresholds & right.thresholds))
        yield reason("trigger.threshold_same", f"both say {shared}")
    elif left.thresholds or right.thresholds:
        said = ", ".join(sorted(left.thresholds | right.thresholds))
        yield reason("trigger.threshold_one", f"only one says {said}")


def _trigger_words(left: Features, right: Features) -> Iterator[Reason]:
    a = {party for party in left.named if is_known(party)}
    b = {party for party in right.named if is_known(party)}
    if a and b:
        # Loose against strict: organisation and member count as one.
        met = a & b or any(is_member(x, y) or is_member(y, x) for x in a for y in b)
        said = f"the conditions name {names_of(frozenset(a))}; {names_of(frozenset(b))}"
        yield reason("trigger.named_same" if met else "trigger.named_differ", said)
    words = likeness_of(left.if_stems, right.if_stems)
    if words:
        shared = ", ".join(one for one in left.if_stems if one in right.if_stems)
        yield reason("trigger.words", f"both conditions say {shared}", times=words)
    elif left.if_stems and right.if_stems:
        yield reason("trigger.no_word", "the conditions have no word in common")


def _parties(left: Features, right: Features) -> Iterator[Reason]:
    for what in ("beneficiary", "target"):
        a: frozenset[str] = getattr(left, what)
        b: frozenset[str] = getattr(right, what)
        if a and b and a & b:
            yield reason("parties.same", f"{names_of(a & b)} is the {what} of both")
        elif a and b and all(map(is_known, a | b)):
            yield reason("parties.differ", f"the {what} is {names_of(a)}; {names_of(b)}")
    crossed = (left.beneficiary & right.target) | (left.target & right.beneficiary)
    if crossed:
        said = f"{names_of(crossed)} is helped in one and harmed in the other"
        yield reason("parties.other_side", said)


def _wordings(left: Features, right: Features) -> Iterator[Reason]:
    alike = wording_likeness(left, right)
    if alike >= IDENTICAL and min(len(left.act_stems), len(right.act_stems)) > 0:
        yield reason("wording.identical", "nearly all words are the same", times=alike)
    if left.strength and right.strength and left.strength != right.strength:
        yield reason("wording.strength_differs", f"{left.strength} against {right.strength}")
