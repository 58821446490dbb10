"""NameWords: the words inside and beside a name that show what it names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """How far each clue shifts the model's scores, in natural log-odds; see names.toml."""

    outside: float
    person: float
    organisation: float
    place: float
    known: float
    known_phrase: float
    city: float
    given_name: float
    surname: float
    initial: float
    demonym: float
    ordinary: float
    title: float
    after_title: float
    office: float
    thing: float
    storm: float
    small_head: float
    product: float
    article: float
    template: float
    common: float
    postal_code: float
    within: float
    joint: float
    organisation_head: float
    company_form: float
    place_head: float
    of_phrase: float
    abbreviation: float
    acronym: float
    acronym_organisation: float
    proper: float
    small: float
    small_inside: float
    plural: float
    digit: float
    mark: float
    address: float
    joined: float
    flat: float
    compound: float
    agreement: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """The words of names.toml, in lower case but for codes, and the weight of each clue."""

    organisation_heads: frozenset[str]
    company_forms: frozenset[str]
    place_heads: frozenset[str]
    place_first_words: frozenset[str]
    place_openers: frozenset[str]
    organisation_openers: frozenset[str]
    double_openers: frozenset[str]
    fields: frozenset[str]
    titles: frozenset[str]
    ordinary: frozenset[str]
    things: frozenset[str]
    common: frozenset[str]
    whereabouts: frozenset[str]
    storms: frozenset[str]
    products: frozenset[str]
    articles: frozenset[str]
    postal_codes: frozenset[str]
    place_prepositions: frozenset[str]
    links: frozenset[str]
    odds: Odds

    @classmethod
    def load(cls, path: Path) -> NameWords:
        """Return the words of a `names.toml`."""
        table = tomllib.loads(path.read_text("utf-8"))
        odds = Odds(**{name: float(value) for name, value in table.pop("odds").items()})
        return cls(odds=odds, **{name: frozenset(words) for name, words in table.items()})


@cache
def load_name_words(language: str) -> NameWords:
    """Return the words of a language, read once."""
    return NameWords.load(Path(__file__).parent / language / "names.toml")
