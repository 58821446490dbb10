"""ActorWords: the words with which a language points at people, bodies and groups."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorWords:
    """The words of actors.toml, all in lower case; nouns stand in the singular.

    `pronouns` gives every pronoun its class: me, us, person, thing, many, relative. `persons`,
    `bodies` and `forces` are nouns for one human, for an organisation and for what a state acts
    with; `feminine` pronouns may stand for a state. `offices` gives nouns that show a post their
    sector.
    """

    pronouns: Mapping[str, str]
    feminine: frozenset[str]
    quantifiers: frozenset[str]
    islands: frozenset[str]
    realms: Mapping[str, frozenset[str]]
    halves: Mapping[str, Mapping[str, str]]
    articles: frozenset[str]
    determiners: frozenset[str]
    persons: frozenset[str]
    person_endings: tuple[str, ...]
    bodies: frozenset[str]
    organs: frozenset[str]
    governments: frozenset[str]
    forces: frozenset[str]
    nonstate: Mapping[str, str]
    rebellious: frozenset[str]
    companies: frozenset[str]
    papers: frozenset[str]
    states: frozenset[str]
    neighbours: frozenset[str]
    relatives: frozenset[str]
    quantities: frozenset[str]
    allies: frozenset[str]
    pairs: frozenset[str]
    sharing: Mapping[str, int]
    counts: Mapping[str, int]
    documents: frozenset[str]
    documents_by: frozenset[str]
    given: frozenset[str]
    offices: Mapping[str, str]
    courtesy: frozenset[str]
    directions: Mapping[str, str]
    plurals: Mapping[str, str]
    blockers: frozenset[str]
    opposing: frozenset[str]
    leaving: frozenset[str]
    ruling: frozenset[str]
    observers: frozenset[str]
    local: frozenset[str]
    heads: frozenset[str]
    press_offices: frozenset[str]
    speeches: frozenset[str]
    speech_places: frozenset[str]
    leading_to_state: frozenset[str]
    members: frozenset[str]
    members_all: frozenset[str]
    holders: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path | None = None) -> ActorWords:
        """Return the words of an `actors.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "actors.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        offices = {word: sector for sector, words in table["offices"].items() for word in words}
        nouns = {key: frozenset(words) for key, words in table["nouns"].items()}
        return cls(
            pronouns={word: kind for kind, words in table["pronouns"].items() for word in words},
            feminine=frozenset(table["feminine"]),
            halves=table["halves"],
            realms={noun: frozenset(codes) for noun, codes in table["realms"].items()},
            islands=frozenset(table["islands"]),
            quantifiers=frozenset(table["quantifiers"]),
            articles=frozenset(table["articles"]),
            determiners=frozenset(table["determiners"]),
            person_endings=tuple(table["person_endings"]),
            persons=nouns["persons"] | frozenset(offices),
            offices=offices,
            nonstate={word: sector for sector, row in table["nonstate"].items() for word in row},
            directions=table["directions"],
            sharing=table["sharing"],
            counts=table["counts"],
            plurals=table["plurals"],
            heads=frozenset(table["heads"]),
            press_offices=frozenset(table["press_offices"]),
            speeches=frozenset(table["speeches"]),
            speech_places=frozenset(table["speech_places"]),
            leading_to_state=frozenset(table["leading_to_state"]),
            holders={office: tuple(words) for office, words in table["holders"].items()},
            blockers=frozenset(table["blockers"]),
            opposing=frozenset(table["opposing"]),
            leaving=frozenset(table["leaving"]),
            ruling=frozenset(table["ruling"]),
            observers=frozenset(table["observers"]),
            local=frozenset(table["local"]),
            **{
                key: nouns[key]
                for key in (
                    "bodies", "organs", "governments", "forces", "companies", "papers", "states",
                    "rebellious", "neighbours", "relatives", "documents", "documents_by",
                    "courtesy", "given",
                    "quantities", "allies", "pairs", "members", "members_all",
                )
            },
        )  # fmt: skip

    def pronoun(self, word: str) -> str | None:
        """Return the class of a pronoun; "US" and "IT" are none."""
        kind = self.pronouns.get(word.lower())
        if kind is not None and len(word) > 1 and word.isupper():
            return None
        return kind

    def is_unofficial(self, words: Collection[str]) -> bool:
        """Say whether the words of a title make its bearer no voice of the state they name."""
        return not self.ruling.intersection(words) and not (
            self.opposing.isdisjoint(words) and self.leaving.isdisjoint(words)
        )

    def singular(self, word: str) -> str:
        """Return a noun in lower case without its plural ending."""
        word = word.lower()
        if word in self.plurals:
            return self.plurals[word]
        if word.endswith("men") and f"{word[:-2]}an" in self.nonstate:
            return f"{word[:-2]}an"  # "gunmen"
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith("s") and not word.endswith("ss"):
            return word[:-1]
        return word

    def is_person(self, noun: str) -> bool:
        """Say whether a noun, singular or plural, stands for human beings."""
        noun = self.singular(noun)
        return noun in self.persons or noun.endswith(self.person_endings)

    def is_body(self, noun: str) -> bool:
        """Say whether a noun, singular or plural, stands for a state or an organisation."""
        noun = self.singular(noun)
        return noun in self.bodies or noun in self.forces or noun in self.states


@cache
def load_actor_words() -> ActorWords:
    """Return the English words, read once."""
    return ActorWords.load()
