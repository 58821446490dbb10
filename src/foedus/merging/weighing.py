"""Weighing: what each feature of two tellings of a commitment says for their being one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set

from foedus.merging.acts import load_acts
from foedus.merging.features import Features, Telling
from foedus.merging.parties import is_known, is_member, name_of, names_of
from foedus.merging.triggers import Leaf, align, class_fit, party_fit
from foedus.merging.weights import load_weights
from foedus.records.threads import Reason

IDENTICAL = 0.8
"""Likeness of all content words from which two wordings count as one."""

NEAR_SLOPE = 1.5
"""How fast the weight of an act falls with its nearness; at a third it says nothing."""

LITTLE_ALIKE = 0.4
"""Likeness of two acts' words that says nothing where the words alone must tell."""

SURE_STEMS = 2

MOST_SHARED_WORDS = 4
LEAST_SENTENCE_STEMS = 5
DISTINCT_ACT_STEMS = 3
DISTINCT_ACT_LIKENESS = 0.75
"""An act with so many words in common is known by them without its trigger."""

VETO = "veto"

Point = tuple[str, float, str]
"""What one feature says: its name, its weight and a sentence. Plain, for there are millions."""


def weigh(left: Features, right: Features) -> Iterator[Point]:
    """Yield the reasons for and against, feature by feature; the occasion is not among them."""
    yield from _committers(left, right)
    yield from _speakers(left, right)
    yield from _acts(left, right)
    if is_same_sentence(left, right):
        # A sentence that is printed again was read in another setting: its words count, not that.
        yield point("wording.same_sentence", "they are one sentence, printed twice")
        return
    yield from _triggers(left, right)
    yield from _parties(left, right)
    yield from _wordings(left, right)


def is_same_sentence(left: Features, right: Features) -> bool:
    """Say whether two records of two documents stand upon the same act in the same sentence."""
    return (
        left.document != right.document
        and left.act_stems == right.act_stems
        and left.sentence_hash == right.sentence_hash
        and len(left.sentence) >= LEAST_SENTENCE_STEMS
    )


def likeness_of(a: Set[str], b: Set[str]) -> float:
    """Return how like two sets of stems are, 0–1: the mean of the shares of both and of one."""
    shared = len(a & b)
    if not shared:
        return 0.0
    return (shared / len(a | b) + shared / min(len(a), len(b))) / 2


def sure_likeness(a: Set[str], b: Set[str]) -> float:
    """Return the likeness of two sets of stems; one stem alone counts half, it may be chance."""
    return likeness_of(a, b) * min(1.0, len(a & b) / SURE_STEMS)


def wording_likeness(left: Features, right: Features) -> float:
    """Return how like the words of two tellings are, act and condition together, 0–1."""
    return likeness_of(
        left.act_stems | left.act_named | left.if_stems,
        right.act_stems | right.act_named | right.if_stems,
    )


def point(feature: str, said: str, *, times: float = 1.0) -> Point:
    """Return what a feature ("act.same") says, with its weight out of the table."""
    weights = load_weights()
    weight = weights.veto if feature.endswith(VETO) else weights.of[feature] * times
    return feature, weight, said


def to_reasons(points: Iterable[Point]) -> tuple[Reason, ...]:
    """Return points as the reasons of a judgement, the weightiest first."""
    return tuple(
        Reason(feature=feature.partition(".")[0], weight=round(weight, 3), said=said)
        for feature, weight, said in sorted(points, key=lambda one: -abs(one[1]))
    )


def is_veto(weight: float) -> bool:
    """Say whether a weight rules a pair out whatever else speaks for it."""
    return weight <= load_weights().veto


def _committers(left: Features, right: Features) -> Iterator[Point]:
    a, b = left.committer, right.committer
    if a == b:
        yield point("committer.same", f"both bind {names_of(a)}")
    elif a & b:
        yield point("committer.partly", f"both bind {names_of(a & b)}, one of them others too")
    elif all(map(is_known, a | b)):
        yield point("committer.veto", f"one binds {names_of(a)}, the other {names_of(b)}")


def _speakers(left: Features, right: Features) -> Iterator[Point]:
    a, b = left.speaker, right.speaker
    if left.person is not None and left.person == right.person:
        yield point("speaker.same_person", f"both are {name_of(left.person)}'s words")
    elif a and b and a & b:
        yield point("speaker.same_party", f"both are said for {names_of(a & b)}")
    elif a and b and all(map(is_known, a | b)):
        yield point("speaker.veto", f"one is said by {names_of(a)}, the other by {names_of(b)}")
    elif left.spoken_for != right.spoken_for and not (a and b):
        yield point("speaker.veto", "one is the committer's own word, the other somebody else's")


def _acts(left: Features, right: Features) -> Iterator[Point]:
    acts = load_acts()
    near = acts.nearness(left.act, right.act)
    words = sure_likeness(left.act_stems, right.act_stems)
    if left.document == right.document and _share_a_place(left, right):
        yield point("act.veto", "they are two promises of one sentence")
    if is_opposite(left, right, words=words):
        yield point("act.veto", "one promises the act, the other refuses it")
    elif left.willing != right.willing:
        yield point("act.polarity", "one promises an act, the other refuses one")
    if near:
        # From the same act to one that has hardly anything of it: 1 to -0.2 of the weight. A
        # headline picks a stronger or weaker word for the act below it, and loses nothing by it.
        headline = _is_headline_of(left, right)
        share = near if headline else NEAR_SLOPE * near + 1 - NEAR_SLOPE
        yield point("act.same", f"the acts are {left.act} and {right.act}", times=share)
    elif near == 0.0:
        # The more words the acts share, the likelier only their reading differs.
        share = 1 - likeness_of(left.act_stems, right.act_stems)
        yield point("act.differs", f"the acts are {left.act} and {right.act}", times=share)
    yield from _act_words(left, right, words=words, vague=near is None)


def is_opposite(left: Features, right: Features, *, words: float) -> bool:
    """Say whether the same act is promised and refused, as it is worded or as it comes to.

    Of acts that name nothing, only their words tell whether they are the same.
    """
    acts = load_acts()
    if left.worded_will != right.worded_will and left.worded_act == right.worded_act:
        return left.worded_act not in acts.vague or words > 0
    near = acts.nearness(left.act, right.act)
    return left.willing != right.willing and (near == 1.0 or (near is None and words > 0))


def _share_a_place(left: Features, right: Features) -> bool:
    """Say whether two records of one document stand upon one condition, or upon one act."""
    return left.start == right.start or (
        left.if_start is not None and left.if_start == right.if_start
    )


def _is_headline_of(left: Features, right: Features) -> bool:
    """Say whether one telling is the headline of the other's document."""
    tellings = {left.telling, right.telling}
    return left.document == right.document and Telling.HEADLINE in tellings and len(tellings) > 1


def _act_words(left: Features, right: Features, *, words: float, vague: bool) -> Iterator[Point]:
    headline = Telling.HEADLINE in (left.telling, right.telling)
    alone = not headline and not (left.conditional and right.conditional)
    if words:
        said = f"both acts say {', '.join(sorted(left.act_stems & right.act_stems))}"
        if alone:
            yield point("act.words_alone", said, times=words - LITTLE_ALIKE)
            if is_distinct_act(left, right):
                yield point("act.distinct", "their words tell this act from others")
        else:
            yield point("act.vague_words" if vague else "act.words", said, times=words)
    elif left.act_stems and right.act_stems:
        feature = "no_word_headline" if headline else "no_word_alone" if alone else "no_word"
        yield point(f"act.{feature}", "the acts have no word in common")
    a, b = left.objects, right.objects
    if alone and a and b and not a & b:
        said = f"one is about {' '.join(sorted(a))}, the other about {' '.join(sorted(b))}"
        yield point("act.objects_differ", said)
    yield from _act_names(left, right)
    one, other = numbers_of(left.act_stems), numbers_of(right.act_stems)
    if one and other and not one & other:
        said = f"the figures are {' '.join(sorted(one))}; {' '.join(sorted(other))}"
        yield point("act.numbers", said)


def numbers_of(stems: Set[str]) -> set[str]:
    """Return the stems that are numbers."""
    return {one for one in stems if one[0].isdigit()}


def is_distinct_act(left: Features, right: Features) -> bool:
    """Say whether two acts have enough words in common to be known by them."""
    shared = left.act_stems & right.act_stems
    alike = likeness_of(left.act_stems, right.act_stems)
    return len(shared) >= DISTINCT_ACT_STEMS and alike >= DISTINCT_ACT_LIKENESS


def _act_names(left: Features, right: Features) -> Iterator[Point]:
    """Compare the parties that the words of the acts name beside the committer."""
    a, b = left.act_named, right.act_named
    counted = (left.beneficiary & right.beneficiary) | (left.target & right.target)
    if a & b:
        if shared := (a & b) - counted:
            yield point("act.names_same", f"both acts name {names_of(shared)}")
    elif a and b and not _belong(a, b):
        yield point("act.names_differ", f"the acts name {names_of(a)}; {names_of(b)}")


def _belong(left: Collection[str], right: Collection[str]) -> bool:
    """Say whether some party of one side is a member of one of the other."""
    return any(is_member(a, b) or is_member(b, a) for a in left for b in right)


def _triggers(left: Features, right: Features) -> Iterator[Point]:
    headline = Telling.HEADLINE in (left.telling, right.telling)
    if not left.conditional and not right.conditional:
        yield point("trigger.both_unconditional", "neither states a condition")
        return
    if left.conditional != right.conditional:
        light = headline or is_distinct_act(left, right)
        feature = "light_unconditional" if light else "one_unconditional"
        yield point(f"trigger.{feature}", "only one states a condition")
        return
    for a, b in align(left.leaves, right.leaves):
        yield from _trigger_pair(a, b)
    extra = abs(len(left.leaves) - len(right.leaves))
    if extra:
        page = "_page" if left.document == right.document else ""
        feature = "trigger.extra_headline" if headline else f"trigger.extra{page}"
        yield point(feature, f"one condition has {extra} more event(s)", times=min(extra, 2))
    yield from _thresholds(left, right)
    yield from _trigger_words(left, right)


def _trigger_pair(a: Leaf, b: Leaf) -> Iterator[Point]:
    fit = class_fit(a.event_class, b.event_class)
    if fit is not None:
        yield point(
            f"trigger.{_class_feature(fit)}",
            f"the triggers are {a.event_class} and {b.event_class}",
        )
    if a.negated != b.negated:
        yield point("trigger.veto", "one waits for the event, the other for its absence")
    yield from _trigger_actors(a, b)
    yield from _trigger_scenes(a, b)


def _class_feature(fit: float) -> str:
    if fit == 1.0:
        return "class_same"
    if fit == 0.0:
        return "class_differs"
    return "class_kind" if fit > 0.5 else "class_akin"


def _trigger_actors(a: Leaf, b: Leaf) -> Iterator[Point]:
    fit = party_fit(a.actor, b.actor)
    if fit is None:
        if (a.actor is None) != (b.actor is None):
            yield point("trigger.actor_one", "only one says who would trigger it")
        return
    names = f"{name_of(a.actor or '')} and {name_of(b.actor or '')}"
    feature = "actor_same" if fit == 1.0 else "actor_partly" if fit else VETO
    yield point(f"trigger.{feature}", f"those who would trigger it are {names}")


def _trigger_scenes(a: Leaf, b: Leaf) -> Iterator[Point]:
    fit = party_fit(a.scene, b.scene)
    names = f"{name_of(a.scene or '')} and {name_of(b.scene or '')}"
    if fit is None:
        if (a.scene is None) != (b.scene is None):
            yield point("trigger.scene_one", "only one says whom it would hit")
    elif fit:
        feature = "scene_same" if fit == 1.0 else "scene_partly"
        yield point(f"trigger.{feature}", f"it would hit {names}")
    else:
        both_targets = is_known(a.target) and is_known(b.target)
        feature = VETO if both_targets else "scene_differs"
        yield point(f"trigger.{feature}", f"one would hit {names.replace(' and ', ', the other ')}")
    if a.place is not None and b.place is not None:
        if a.place == b.place:
            yield point("trigger.place_same", f"both name {a.place}")
        elif not _within(a, b):
            yield point("trigger.veto", f"the places are {a.place} and {b.place}")
    elif a.place is not None or b.place is not None:
        yield point("trigger.place_one", f"only one names {a.place or b.place}")


def _within(a: Leaf, b: Leaf) -> bool:
    """Say whether one place is the state that the other lies in, or is unknown to the tables."""
    if a.land is None or b.land is None:
        return a.land is None and b.land is None and (a.place or "") in (b.place or "")
    return a.land == b.land and name_of(a.land) in (a.place, b.place)


def _thresholds(left: Features, right: Features) -> Iterator[Point]:
    if left.thresholds & right.thresholds:
        shared = ", ".join(sorted(left.thresholds & right.thresholds))
        yield point("trigger.threshold_same", f"both say {shared}")
    elif left.thresholds or right.thresholds:
        said = ", ".join(sorted(left.thresholds | right.thresholds))
        yield point("trigger.threshold_one", f"only one says {said}")


def _trigger_words(left: Features, right: Features) -> Iterator[Point]:
    a = {party for party in left.named if is_known(party)}
    b = {party for party in right.named if is_known(party)}
    if a and b:
        feature = "named_same" if a & b or _belong(a, b) else "named_differ"
        if feature == "named_same" and a - b and b - a and not _belong(a - b, b - a):
            feature = "named_partly"
        said = f"the conditions name {names_of(frozenset(a))}; {names_of(frozenset(b))}"
        yield point(f"trigger.{feature}", said)
    words = sure_likeness(left.if_stems, right.if_stems)
    if words:
        shared = ", ".join(sorted(left.if_stems & right.if_stems))
        yield point("trigger.words", f"both conditions say {shared}", times=words)
    elif left.if_stems and right.if_stems:
        yield point("trigger.no_word", "the conditions have no word in common")


def _parties(left: Features, right: Features) -> Iterator[Point]:
    for what in ("beneficiary", "target"):
        a: frozenset[str] = getattr(left, what)
        b: frozenset[str] = getattr(right, what)
        if a and b and a & b:
            yield point("parties.same", f"{names_of(a & b)} is the {what} of both")
        elif a and b and all(map(is_known, a | b)):
            yield point("parties.differ", f"the {what} is {names_of(a)}; {names_of(b)}")
    crossed = (left.beneficiary & right.target) | (left.target & right.beneficiary)
    if crossed:
        said = f"{names_of(crossed)} is helped in one and harmed in the other"
        yield point("parties.other_side", said)


def _wordings(left: Features, right: Features) -> Iterator[Point]:
    alike = wording_likeness(left, right)
    if alike >= IDENTICAL and min(len(left.act_stems), len(right.act_stems)) > 0:
        yield point("wording.identical", "nearly all words are the same", times=alike)
    counted = (left.act_stems & right.act_stems) | (left.if_stems & right.if_stems)
    shared = (left.sentence & right.sentence) - counted - left.committer - left.speaker
    if shared:
        said = f"both sentences say {', '.join(sorted(shared))}"
        yield point("wording.sentence", said, times=min(len(shared), MOST_SHARED_WORDS))
    if left.strength and right.strength and left.strength != right.strength:
        yield point("wording.strength_differs", f"{left.strength} against {right.strength}")
