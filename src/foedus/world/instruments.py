"""Instrument: a treaty, guarantee or declaration, its parties at a date and what it obliges to.

The rows are in tables/instruments/*.toml and tables/parties.tsv; docs/instruments.md explains them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from foedus.records import Polarity, Strength
from foedus.world.periods import Period
from foedus.world.rows import TABLES, read_members, read_rows

UNOPENED = "from memory, unopened"
"""What `checked` says of a row whose text nobody looked at when it was written."""

Row: TypeAlias = Mapping[str, object]


class Duty(StrEnum):
    """The kinds of obligation."""

    DEFENCE = "defence"
    OFFENCE = "offence"
    """Help in war whoever began it."""
    GUARANTEE = "guarantee"
    NEUTRALITY = "neutrality"
    NONAGGRESSION = "nonaggression"
    CONSULTATION = "consultation"
    NONE = "none"
    """No obligation in case of war, where one is often supposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party and the time it was one.

    `code` is alpha-3, or "place:…" for a party that most states do not hold to be a state.
    """

    code: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One obligation of an instrument, in our own words (`duty`) and as a pattern (`trigger`).

    In the trigger "self" is whoever is bound and "partner" whomever it is owed to; None if nothing
    has to happen first. `action` is a label of the table of actions, None where nothing is owed.
    `against` are named enemies, or "partner". `committers` and `beneficiaries` are all parties
    unless they are named. `outside` are places that the obligation leaves out, `area` its extent
    in words. `period` is narrower than the instrument's where the clause came later.
    """

    article: str
    kind: Duty
    duty: str
    trigger: str | None
    action: str | None
    polarity: Polarity
    strength: Strength
    hedges: tuple[str, ...]
    on_request: bool
    judged_by: str | None
    area: str | None
    outside: tuple[str, ...]
    against: tuple[str, ...]
    committers: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Two parties between which the instrument does not work for a time."""

    between: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, guarantee or declaration.

    `organisation` is the alliance that it founds ("org:…"), None without one; `period` the time in
    force. `checked` is where the facts were looked up, or UNOPENED.
    """

    id: str
    name: str
    signed: str
    period: Period
    organisation: str | None
    clauses: tuple[Clause, ...]
    parties: tuple[Party, ...]
    suspensions: tuple[Suspension, ...]
    source: str
    checked: str
    note: str | None


@cache
def instruments() -> tuple[Instrument, ...]:
    """Return every instrument, the oldest first."""
    parties = _read_parties()
    members = _read_memberships()
    found = []
    for path in sorted((TABLES / "instruments").glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8"))["instrument"]:
            rows = parties.get(row["id"]) or members.get(row.get("organisation", "")) or []
            found.append(_instrument(row, rows))
    return tuple(sorted(found, key=lambda one: (one.signed, one.id)))


def in_force(date: str | None = None) -> tuple[Instrument, ...]:
    """Return the instruments in force at a date (ISO text; None: today), the oldest first."""
    return tuple(one for one in instruments() if one.period.covers(date))


def parties_at(instrument: Instrument, date: str | None = None) -> tuple[str, ...]:
    """Return the codes of the parties at a date, sorted; empty while it is not in force."""
    if not instrument.period.covers(date):
        return ()
    return tuple(sorted({p.code for p in instrument.parties if p.period.covers(date)}))


def suspended_at(instrument: Instrument, one: str, other: str, date: str | None = None) -> bool:
    """Say whether the instrument does not work between two of its parties at a date."""
    return any(
        {one, other} <= set(pause.between) and pause.period.covers(date)
        for pause in instrument.suspensions
    )


def _read_parties() -> dict[str, list[Party]]:
    """Return the rows of parties.tsv by instrument."""
    found: dict[str, list[Party]] = {}
    for row in read_rows("parties.tsv"):
        period = Period.of(row["from"], row["to"])
        party = Party(code=row["code"], period=period, source=row["source"])
        found.setdefault(row["instrument"], []).append(party)
    return found


def _read_memberships() -> dict[str, list[Party]]:
    """Return the members of organisations as parties of the treaty that founds them."""
    found: dict[str, list[Party]] = {}
    for row in read_members():
        party = Party(code=row.code, period=row.period, source=row.source)
        found.setdefault(row.org, []).append(party)
    return found


def _instrument(row: Row, parties: Sequence[Party]) -> Instrument:
    clauses, suspensions = row["clause"], row.get("suspension", [])
    assert isinstance(clauses, list)
    assert isinstance(suspensions, list)
    period = _period(row)
    return Instrument(
        id=str(row["id"]),
        name=str(row["name"]),
        signed=str(row["signed"]),
        period=period,
        organisation=_word(row, "organisation"),
        clauses=tuple(_clause(one, period) for one in clauses),
        parties=tuple(parties),
        suspensions=tuple(
            Suspension(between=_words(one, "between"), period=_period(one)) for one in suspensions
        ),
        source=str(row["source"]),
        checked=str(row["checked"]),
        note=_word(row, "note"),
    )


def _clause(row: Row, period: Period) -> Clause:
    start, end = _word(row, "from"), _word(row, "to")
    return Clause(
        article=str(row["article"]),
        kind=Duty(str(row["kind"])),
        duty=str(row["duty"]),
        trigger=_word(row, "trigger"),
        action=_word(row, "action"),
        polarity=Polarity(str(row.get("polarity", Polarity.WILL))),
        strength=Strength(str(row.get("strength", Strength.FIRM))),
        hedges=_words(row, "hedges"),
        on_request=bool(row.get("on_request", False)),
        judged_by=_word(row, "judged_by"),
        area=_word(row, "area"),
        outside=_words(row, "outside"),
        against=_words(row, "against"),
        committers=_words(row, "committers"),
        beneficiaries=_words(row, "beneficiaries"),
        period=Period(start=start or period.start, end=end or period.end),
    )


def _period(row: Row) -> Period:
    return Period(start=_word(row, "from"), end=_word(row, "to"))


def _word(row: Row, key: str) -> str | None:
    value = row.get(key)
    return str(value) if value is not None else None


def _words(row: Row, key: str) -> tuple[str, ...]:
    values = row.get(key, ())
    assert isinstance(values, Sequence)
    return tuple(str(value) for value in values)
