"""ConditionWords: how a language opens a condition, bounds a promise and names its ground."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """The words of conditions.toml; all in lower case."""

    connectives: Mapping[str, str]
    exclusive: tuple[str, ...]
    basis_nouns: frozenset[str]
    basis_openers: tuple[str, ...]
    basis_sentences: tuple[str, ...]
    hedges: tuple[str, ...]
    auxiliaries: frozenset[str]
    readiness: frozenset[str]
    manner: frozenset[str]
    suffering: frozenset[str]
    suffered: tuple[tuple[str, str], ...]
    victims: frozenset[str]
    inverting: frozenset[str]
    happening: frozenset[str]
    placing: frozenset[str]
    answers: tuple[list[str], ...]
    answering: frozenset[str]
    empty: frozenset[str]
    possible: frozenset[str]
    plain: frozenset[str]
    weighing: frozenset[str]
    reserving: tuple[str, ...]
    vowing: Mapping[str, str]
    answered: frozenset[str]
    triggering: frozenset[str]
    asking: frozenset[str]
    examples: tuple[str, ...]
    befalling: tuple[tuple[str, frozenset[str]], ...]
    grave: frozenset[str]
    facing: frozenset[str]
    demanding: frozenset[str]
    ordering: frozenset[str]
    deadlines: frozenset[str]
    worsening: frozenset[str]
    assents: frozenset[str]
    impersonal: frozenset[str]
    business_parties: frozenset[str]
    business_matters: frozenset[str]
    negators: frozenset[str]
    excluded_kinds: Mapping[str, tuple[str, ...]]
    kinds_barred_by_act: Mapping[str, tuple[str, ...]]
    kinds_by_act: Mapping[str, str]
    bearings: Mapping[str, str]
    duties: frozenset[str]
    binding: frozenset[str]
    supplying: frozenset[str]
    helping: frozenset[str]
    helping_verbs: frozenset[str]
    harming: frozenset[str]
    severing: Mapping[str, frozenset[str]]
    beside: frozenset[str]
    side_nouns: frozenset[str]
    siding: frozenset[str]
    defending: frozenset[str]
    fighting: frozenset[str]
    tolerating: frozenset[str]
    friends: frozenset[str]
    official: frozenset[str]
    assuring: frozenset[str]
    warlike: frozenset[str]
    admitting: frozenset[str]
    ended: tuple[tuple[str, ...], ...]

    @classmethod
    def load(cls, path: Path | None = None) -> ConditionWords:
        """Return the words of a `conditions.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "conditions.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        return cls(
            connectives=table["connectives"],
            exclusive=tuple(table["exclusive"]["phrases"]),
            basis_nouns=frozenset(table["basis"]["nouns"]),
            basis_openers=tuple(table["basis"]["openers"]),
            basis_sentences=tuple(table["basis"]["sentences"]),
            hedges=tuple(table["hedges"]["phrases"]),
            auxiliaries=frozenset(table["auxiliaries"]["words"]),
            readiness=frozenset(table["auxiliaries"]["readiness"]),
            manner=frozenset(table["manner"]["words"]),
            suffering=frozenset(table["suffering"]["verbs"]),
            suffered=tuple((verb, word) for verb, word in table["suffering"]["phrases"]),
            victims=frozenset(table["suffering"]["victims"]),
            inverting=frozenset(table["triggers"]["inverting"]),
            happening=frozenset(table["triggers"]["happening"]),
            placing=frozenset(table["triggers"]["placing"]),
            answers=tuple(words.split() for words in table["triggers"]["answers"]),
            answering=frozenset(table["triggers"]["answering"]),
            empty=frozenset(table["empty"]["words"]),
            vowing=table["vowing"],
            answered=frozenset(table["triggers"]["answered"]),
            triggering=frozenset(table["triggers"]["triggering"]),
            possible=frozenset(table["possible"]["modals"]),
            plain=frozenset(table["possible"]["plain"]),
            reserving=tuple(table["possible"]["reserving"]),
            weighing=frozenset(table["possible"]["weighing"]),
            asking=frozenset(table["asking"]["verbs"]),
            examples=tuple(table["doubts"]["examples"]),
            befalling=tuple(
                (verb, frozenset(objects)) for verb, *objects in table["doubts"]["befalling"]
            ),
            worsening=frozenset(table["worsening"]["words"]),
            **{
                key: frozenset(table["alternatives"][key])
                for key in ("facing", "demanding", "ordering", "deadlines")
            },
            grave=frozenset(table["doubts"]["grave"]),
            assents=frozenset(table["asking"]["assents"]),
            impersonal=frozenset(table["impersonal"]["words"]),
            business_parties=frozenset(table["business"]["parties"]),
            business_matters=frozenset(table["business"]["matters"]),
            negators=frozenset(table["empty"]["negators"]),
            excluded_kinds={key: tuple(row) for key, row in table["excluded_kinds"].items()},
            kinds_barred_by_act={key: tuple(row) for key, row in table["barred_by_act"].items()},
            kinds_by_act=table["kinds_by_act"],
            bearings={label: name for name, row in table["bearings"].items() for label in row},
            duties=frozenset(table["duties"]["words"]),
            ended=tuple(tuple(phrase.split()) for phrase in table["affected"]["ended"]),
            binding=frozenset(table["duties"]["binding"]),
            severing={key: frozenset(row) for key, row in table["severing"].items()},
            **{
                key: frozenset(table["affected"][key])
                for key in (
                    "supplying", "helping", "helping_verbs", "harming", "beside", "side_nouns",
                    "siding", "defending", "fighting", "tolerating", "friends",
                    "official", "assuring",
                    "warlike", "admitting",
                )
            },
        )  # fmt: skip

    def kinds_barred(self, event_class: str, sense: str) -> tuple[str, ...]:
        """Return the kinds that a condition of this class and sense of connective excludes."""
        rows = self.excluded_kinds
        return rows.get(f"{event_class} {sense}", rows.get(event_class, ()))

    def connective_of(self, words: list[str]) -> tuple[str, str] | None:
        """Return the (connective, sense) that these lower-case words begin with, the longest."""
        for size in range(min(4, len(words)), 0, -1):
            sense = self.connectives.get(" ".join(words[:size]))
            if sense:
                return " ".join(words[:size]), sense
        return None
