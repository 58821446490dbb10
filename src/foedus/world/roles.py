"""Roles: the words of noun phrases that name actors, read from one table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from foedus.world.rows import TABLES

Phrases = dict[tuple[str, ...], tuple[str, ...]]
"""Folded words of a phrase and the names it may stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Sets of folded words, and phrases with the office, organ or sector they name."""

    determiners: frozenset[str]
    indefinite: frozenset[str]
    titles: frozenset[str]
    blockers: frozenset[str]
    local: frozenset[str]
    prepositions: frozenset[str]
    openers: frozenset[str]
    risky_surnames: frozenset[str]
    state_first_names: frozenset[str]
    roles: frozenset[str]
    governments: frozenset[str]
    memberships: frozenset[str]
    foreign_hands: frozenset[str]
    offices: Phrases
    organs: Phrases
    organ_sectors: dict[str, str]
    groups: dict[str, str]


def read_roles() -> Roles:
    """Return the words of the table of roles."""
    with (TABLES / "roles.toml").open("rb") as lines:
        table = tomllib.load(lines)
    return Roles(
        **{name: frozenset(table[name]) for name in _LISTS},
        roles=frozenset(table["roles"]["words"]),
        governments=frozenset(table["governments"]["words"]),
        memberships=frozenset(table["memberships"]["words"]),
        foreign_hands=frozenset(table["foreign_hands"]["words"]),
        offices=_phrases(table["offices"]),
        organs=_phrases(table["organs"]),
        organ_sectors=table["organ_sectors"],
        groups={word: sector for sector, words in table["groups"].items() for word in words},
    )


_LISTS = (
    "determiners",
    "indefinite",
    "titles",
    "blockers",
    "local",
    "prepositions",
    "openers",
    "risky_surnames",
    "state_first_names",
)


def _phrases(table: dict[str, list[str]]) -> Phrases:
    """Return for every phrase, as words, the names it is listed under."""
    found: Phrases = {}
    for name, phrases in table.items():
        for phrase in phrases:
            words = tuple(phrase.replace("-", " ").replace(".", "").split())
            found[words] = (*found.get(words, ()), name)
    return found
