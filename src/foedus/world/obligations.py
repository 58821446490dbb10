"""Obligation: what an instrument obliges one party to at a date, with every role filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foedus.records import Polarity, Strength
from foedus.world.instruments import (
    Clause,
    Duty,
    Instrument,
    in_force,
    parties_at,
    suspended_at,
)

PARTNER, SELF = "partner", "self"
"""The words of a clause's trigger for whomever it is owed to, and for whoever is bound."""

_ORGANISATION = "org:"
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_WORDS = re.compile(rf'"[^"]*"|\b(?:{PARTNER}|{SELF})\b')


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One party's obligation under one clause.

    `id` is the instrument's with the article, and whom it is owed to where that is one of several;
    several committers share it. `trigger` is text in the
    pattern syntax of reasoning, without "self" and "partner"; None if nothing has to happen first.
    `action` is a label of the table of actions, done to `against`; where that is empty, help goes
    to whoever is attacked and harm to the attacker. `beneficiaries` are whom it is owed to.
    `hedges`, `judged_by`, `area` and `outside` (places) narrow it. `since` and `until` are ISO
    text; `until` is the first day after it, None when none is known. `duty` says it in our words.
    """

    id: str
    instrument: str
    name: str
    article: str
    kind: Duty
    committer: str
    beneficiaries: tuple[str, ...]
    trigger: str | None
    action: str
    against: tuple[str, ...]
    polarity: Polarity
    strength: Strength
    hedges: tuple[str, ...]
    on_request: bool
    judged_by: str | None
    area: str | None
    outside: tuple[str, ...]
    since: str | None
    until: str | None
    duty: str
    source: str


def instrument_commitments(date: str | None = None) -> tuple[Obligation, ...]:
    """Return what every instrument in force at a date (None: today) obliges every party to.

    Returns:
        Obligations by instrument, the oldest first, then by clause and committer. Clauses that
        oblige to nothing give none.

    Example:
        >>> found = instrument_commitments("1914-07-28")
        >>> [one.trigger for one in found if one.id == "franco-russian-1893:1-second-paragraph"]
        ['armed_attack(DEU, RUS, manner=first) | (armed_attack(AUH, RUS, manner=first) & \
(use_of_force(DEU, RUS) | joins_war(DEU, RUS)))']
    """
    return tuple(
        obligation
        for instrument in in_force(date)
        for clause in instrument.clauses
        if clause.action is not None and clause.period.covers(date)
        for obligation in _obligations(instrument, clause, date)
    )


def _obligations(instrument: Instrument, clause: Clause, date: str | None) -> Iterator[Obligation]:
    """Yield the obligation of each committer; what is owed on request, once for each partner."""
    parties = parties_at(instrument, date)
    for committer in parties:
        if clause.committers and committer not in clause.committers:
            continue
        partners = tuple(
            code
            for code in parties
            if code != committer
            and (not clause.beneficiaries or code in clause.beneficiaries)
            and not suspended_at(instrument, committer, code, date)
        )
        if not partners and (PARTNER in (clause.trigger or "") or clause.beneficiaries):
            continue
        apart = [(code,) for code in partners] if clause.on_request else [partners]
        for some in apart:
            yield _obligation(instrument, clause, committer, some, several=len(apart) > 1)


def _obligation(
    instrument: Instrument,
    clause: Clause,
    committer: str,
    partners: tuple[str, ...],
    *,
    several: bool,
) -> Obligation:
    names = "; ".join(partners)
    if _is_whole(instrument, clause, partners) and instrument.organisation is not None:
        organisation = instrument.organisation.removeprefix(_ORGANISATION)
        names = f"any:{organisation} but {committer}"
    against = tuple(
        name for code in clause.against for name in (partners if code == PARTNER else (code,))
    )
    if not clause.against and clause.kind is Duty.NONAGGRESSION:
        against = partners
    article = _NO_LETTERS.sub("-", clause.article.lower()).strip("-")
    suffix = f":{partners[0]}" if several else ""
    return Obligation(
        id=f"{instrument.id}:{article}{suffix}",
        instrument=instrument.id,
        name=instrument.name,
        article=clause.article,
        kind=clause.kind,
        committer=committer,
        beneficiaries=partners,
        trigger=_filled(clause.trigger, committer, names),
        action=clause.action or "other",
        against=tuple(code for code in against if code != committer),
        polarity=clause.polarity,
        strength=clause.strength,
        hedges=clause.hedges,
        on_request=clause.on_request,
        judged_by=clause.judged_by,
        area=clause.area,
        outside=clause.outside,
        since=clause.period.start,
        until=clause.period.end,
        duty=clause.duty,
        source=instrument.source,
    )


def _is_whole(instrument: Instrument, clause: Clause, partners: tuple[str, ...]) -> bool:
    """Say whether the partners are all other members, so that the organisation's name does.

    Members are looked up at the date of the event then, and not at that of the question.
    """
    return not (clause.beneficiaries or instrument.suspensions) and len(partners) > 1


def _filled(trigger: str | None, committer: str, names: str) -> str | None:
    """Return a trigger with "self" and "partner" replaced; what is quoted stays."""
    if trigger is None:
        return None
    filled = {SELF: committer, PARTNER: names}
    return _WORDS.sub(lambda found: filled.get(found[0], found[0]), trigger)
