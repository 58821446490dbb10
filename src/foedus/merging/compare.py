"""Comparison: do two tellings give one utterance, one commitment, one matter, or nothing shared."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from foedus.merging.acts import load_acts
from foedus.merging.counts import weigh_counts
from foedus.merging.digests import VERSION
from foedus.merging.features import Features, Telling, from_body
from foedus.merging.keys import FAR_DAYS, families_of
from foedus.merging.kindred import introduces, weigh_kindred
from foedus.merging.parties import names_of
from foedus.merging.triggers import align, class_fit
from foedus.merging.weighing import Point, point, to_reasons, weigh, wording_likeness
from foedus.merging.weights import load_weights
from foedus.records.entries import Listed
from foedus.records.threads import MACHINE, Digest, Judgement, Relation, Verdict

LIKE_QUOTES = 0.75
"""Likeness of words from which undated quotations count as one utterance; set on the cases."""


LEAST_SHARED_STEMS = 2
"""Statements and events that share fewer words of their matter are never one."""

BESIDE_CHARACTERS = 500
"""About two sentences of news, with what stands between them."""

_WEIGHED = {Listed.COMMITMENTS.value: weigh, Listed.FIGURES.value: weigh_counts}
_Finding = tuple[Relation, Verdict, float, list[Point]]


class Meeting(StrEnum):
    """Whether two tellings speak of one occasion."""

    SAME = "same"
    UNKNOWN = "unknown"
    OTHER = "other"


def compare(left: Digest, right: Digest, *, at: str = "") -> Judgement | None:
    """Return what the machine says of two records; None where nothing ties them together.

    SAME as an UTTERANCE or RESTATEMENT joins them; SAME as a POSITION says that they belong to one
    matter; UNSURE asks for a person; NOT_SAME says that they look like one thing but what they
    state cannot be one. `at` is the time of judgement.
    """
    found = judge(from_body(left.body), from_body(right.body), at=at)
    return found[0] if found else None


def judge(left: Features, right: Features, *, at: str) -> tuple[Judgement, ...]:
    """Return the judgements on two records, the strongest first; see `compare`."""
    if left.noun != right.noun or left.id == right.id or _is_hopeless(left, right):
        return ()
    if left.id > right.id:
        left, right = right, left
    commitments = left.noun == Listed.COMMITMENTS
    meeting, when = _meeting(left, right)
    points = [*_WEIGHED.get(left.noun, weigh_kindred)(left, right), *when]
    weights = load_weights()
    vetoes = [feature for feature, weight, _ in points if weight <= weights.veto]
    if "committer.veto" in vetoes:
        return ()
    score = weights.score(sum(weight for _, weight, _ in points if weight > weights.veto))
    relation = _relation(left, right, meeting=meeting)
    found: list[_Finding] = []
    if score >= weights.same and not vetoes and (commitments or meeting is not Meeting.OTHER):
        found.append((relation, Verdict.SAME, score, points))
    else:
        matter = _matter(left, right) if commitments and meeting is not Meeting.SAME else []
        if matter:
            share = min(1.0, sum(weight for _, weight, _ in matter))
            found.append((Relation.POSITION, Verdict.SAME, share, [*matter, *points]))
        if score >= weights.unsure:
            verdict = Verdict.NOT_SAME if vetoes else Verdict.UNSURE
            found.append((relation, verdict, score, points))
    return tuple(_judgement(left, right, finding=finding, at=at) for finding in found)


def _is_hopeless(left: Features, right: Features) -> bool:
    """Say whether two records need no weighing: nothing of their acts meets, nor their documents.

    Most pairs that share a key are such, so this decides what a run costs.
    """
    if left.noun == Listed.FIGURES:
        return (left.act, left.kind) != (right.act, right.kind)
    shared = len(left.act_stems & right.act_stems)
    if left.noun != Listed.COMMITMENTS:
        if introduces(left, right) or (left.pact is not None and left.pact == right.pact):
            return False
        return shared < min(LEAST_SHARED_STEMS, len(left.act_stems), len(right.act_stems))
    if shared or left.document == right.document:
        return False
    return families_of(left).isdisjoint(families_of(right))


def _judgement(left: Features, right: Features, *, finding: _Finding, at: str) -> Judgement:
    relation, verdict, score, points = finding
    return Judgement(
        left=left.id,
        right=right.id,
        relation=relation,
        verdict=verdict,
        judge=MACHINE,
        at=at,
        score=round(score, 3),
        reasons=to_reasons(points),
        version=VERSION,
    )


def _meeting(left: Features, right: Features) -> tuple[Meeting, list[Point]]:
    """Return whether the occasion is one, with the reasons."""
    a, b = left.said, right.said
    if left.person is not None and right.person is not None and left.person != right.person:
        return Meeting.OTHER, [point("occasion.far", "two persons speak")]
    told_apart = a is not None and b is not None and a.apart(b) > 0
    if left.document == right.document:
        if a and b and told_apart and a.told and b.told and a.exact and b.exact:
            return Meeting.OTHER, [point("occasion.far", f"said {a.apart(b)} days apart")]
        headline = Telling.HEADLINE in (left.telling, right.telling)
        more = [point("occasion.headline_of_page", "one is the headline")] if headline else []
        if introduces(left, right) and left.committer & right.committer:
            more = [point("occasion.introduced", "one sums up what the other quotes after a colon")]
        elif not headline and _are_beside(left, right):
            more = [point("occasion.beside", "one sums up what the other quotes beside it")]
        return Meeting.SAME, [point("occasion.page", "both stand in one document"), *more]
    if a is None or b is None:
        return Meeting.UNKNOWN, []
    apart = a.apart(b)
    if apart == 0:
        if a.exact and b.exact:
            return Meeting.SAME, [point("occasion.day", "said in the same days")]
        return Meeting.UNKNOWN, []
    if apart == 1 and not (a.told and b.told):
        return Meeting.SAME, [point("occasion.days", "said within days")]
    return Meeting.OTHER, [point("occasion.far", f"said {apart} days apart")]


def _are_beside(left: Features, right: Features) -> bool:
    """Say whether one telling quotes and the other does not, a few lines apart."""
    near = abs(left.start - right.start) <= BESIDE_CHARACTERS
    return near and left.telling is not right.telling


def _relation(left: Features, right: Features, *, meeting: Meeting) -> Relation:
    if meeting is Meeting.SAME:
        return Relation.UTTERANCE
    told = (left.said, right.said)
    dated = all(one is not None and one.told for one in told)
    quotes = left.telling is right.telling is Telling.VERBATIM
    if (
        wording_likeness(left, right) >= LIKE_QUOTES
        and not (dated and meeting is Meeting.OTHER)
        and (quotes or meeting is Meeting.UNKNOWN)
        and (left.person is None or right.person is None or left.person == right.person)
    ):
        return Relation.UTTERANCE
    return Relation.RESTATEMENT


def _matter(left: Features, right: Features) -> list[Point]:
    """Return why two commitments belong to one matter of one author; empty if they do not."""
    acts = load_acts()
    if not left.committer & right.committer or left.spoken_for != right.spoken_for:
        return []
    if left.speaker and right.speaker and not left.speaker & right.speaker:
        return []
    if left.said and right.said and left.said.apart(right.said) > FAR_DAYS:
        return []
    families = families_of(left) & families_of(right)
    shared = left.others & right.others
    if not families or not shared:
        return []
    near = acts.nearness(left.act, right.act)
    fits = [class_fit(a.event_class, b.event_class) for a, b in align(left.leaves, right.leaves)]
    wanted = (left.beneficiary & right.beneficiary) | (left.target & right.target)
    # Parties named only in conditions tie two promises if the acts or the triggers do so too.
    if not (near or any(fits) or wanted) or _is_another(left, right, near=near, fits=fits):
        return []
    found = [
        point("matter.parties", f"both are about {names_of(wanted or shared)}"),
        point(
            "matter.act",
            f"both acts are of the kind {' or '.join(sorted(families))}",
            times=near or 0.5,
        ),
    ]
    if any(fits):
        found.append(point("matter.trigger", "the triggers are of one kind"))
    return found


def _is_another(
    left: Features, right: Features, *, near: float | None, fits: Sequence[float | None]
) -> bool:
    """Say whether neither act nor trigger ties two promises, be it towards the same party.

    A state that threatens to stop its gas while a dam is closed, and to close its border if shots
    fall, has not moved from the one to the other.
    """
    if near == 1.0 or left.act_stems & right.act_stems:
        return False
    if left.willing is not right.willing:
        return True  # not to do one act says nothing on another
    return (
        left.conditional
        and right.conditional
        and not any(fits)
        and not left.if_stems & right.if_stems
    )
