"""The rows of the tables of facts, one class a table."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.world.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state, past or present. `code` is ISO 3166-1 alpha-3 or, for former states, 3166-3."""

    code: str
    name: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    other_names: tuple[str, ...]
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A land border. `direction` is where the neighbour lies: N, NE, E …, or None."""

    code: str
    neighbour: str
    direction: str | None
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, alliance, armed group, party or organ. `id` is "org:…"."""

    id: str
    name: str
    other_names: tuple[str, ...]
    sector: str
    code: str | None
    kind: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A state's membership of an organisation."""

    org: str
    code: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of public life. `surnames` are the short forms a text may use."""

    id: str
    name: str
    other_names: tuple[str, ...]
    surnames: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The time a person held an office of a state (alpha-3) or organisation ("org:…")."""

    person: str
    holder_of: str
    office: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Which office leads a state or organisation, so that "the X leader" has a holder."""

    holder_of: str
    office: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A palace, department or city that stands for those who sit there.

    `own_name` is set where it is named as a body of its own ("White House").
    """

    name: str
    other_names: tuple[str, ...]
    code: str
    own_name: str | None
    sector: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region, sea, strait or city, with the state it belongs to and what is disputed about it."""

    name: str
    other_names: tuple[str, ...]
    code: str | None
    kind: str
    dispute: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """Many actors under one name, without a code: "the West", "the international community"."""

    name: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news outlet.

    `kind` is agency, paper, magazine, broadcaster, site, state media or platform.
    """

    name: str
    other_names: tuple[str, ...]
    kind: str
    code: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """The treaty of an alliance and the article that obliges its members."""

    id: str
    treaty: str
    article: str
    duty: str
    source: str
    signed: str | None = None
    in_force: str | None = None
    ended: str | None = None
    consult_article: str | None = None
