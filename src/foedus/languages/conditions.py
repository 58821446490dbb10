"""ConditionWords: how a language opens a condition, bounds a promise and names its ground."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foedus.languages.promises import PromiseWords

_SETS = {
    "alternatives": ("facing", "seeing", "demanding", "ordering", "deadlines"),
    "possible": ("plain", "remote", "weighing"),
    "doubts": ("grave", "forecasters", "institutes", "planning", "retracting", "unable"),
    "red_lines": ("crossing", "deeming"),
    "regretted": ("whoever", "fates", "treated"),
    "constructions": ("times", "withheld", "flowing", "passing", "exacted", "expecting", "ends"),
    "triggers": (
        *("inverting", "happening", "placing", "acts", "widening", "onto", "granting"),
        *("answering", "answered", "triggering", "unnamed", "fired"),
    ),
}
"""Sections of the table of which each list is a set of words of the same name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """The words of conditions.toml, and of promises.toml beside it; all in lower case."""

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
    undergone: frozenset[str]
    suffered: tuple[tuple[str, str], ...]
    victims: frozenset[str]
    none: frozenset[str]
    inverting: frozenset[str]
    happening: frozenset[str]
    placing: frozenset[str]
    answers: tuple[list[str], ...]
    answering: frozenset[str]
    acts: frozenset[str]
    widening: frozenset[str]
    onto: frozenset[str]
    granting: frozenset[str]
    empty: frozenset[str]
    anaphora: tuple[str, ...]
    idle: tuple[str, ...]
    plight: frozenset[str]
    states: frozenset[str]
    timed: frozenset[str]
    choosing: frozenset[str]
    choosing_fillers: frozenset[str]
    possible: frozenset[str]
    plain: frozenset[str]
    remote: frozenset[str]
    weighing: frozenset[str]
    reserving: tuple[str, ...]
    resolved: tuple[str, ...]
    vowing: Mapping[str, str]
    answered: frozenset[str]
    fired: frozenset[str]
    triggering: frozenset[str]
    unnamed: frozenset[str]
    asking: frozenset[str]
    befalling: tuple[tuple[str, frozenset[str]], ...]
    grave: frozenset[str]
    forecasters: frozenset[str]
    institutes: frozenset[str]
    planning: frozenset[str]
    retracting: frozenset[str]
    unable: frozenset[str]
    whoever: frozenset[str]
    fates: frozenset[str]
    fated: frozenset[tuple[str, str]]
    treated: frozenset[str]
    times: frozenset[str]
    withheld: frozenset[str]
    flowing: frozenset[str]
    passing: frozenset[str]
    exacted: frozenset[str]
    expecting: frozenset[str]
    ends: frozenset[str]
    facing: frozenset[str]
    seeing: frozenset[str]
    demanding: frozenset[str]
    ordering: frozenset[str]
    deadlines: frozenset[str]
    red_line: tuple[str, str]
    crossing: frozenset[str]
    deeming: frozenset[str]
    hostility: tuple[tuple[str, ...], ...]
    assents: frozenset[str]
    impersonal: frozenset[str]
    business_parties: frozenset[str]
    business_matters: frozenset[str]
    negators: frozenset[str]
    promises: PromiseWords

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
            undergone=frozenset(table["suffering"]["undergone"]),
            suffered=tuple((verb, word) for verb, word in table["suffering"]["phrases"]),
            victims=frozenset(table["suffering"]["victims"]),
            none=frozenset(table["suffering"]["none"]),
            answers=tuple(words.split() for words in table["triggers"]["answers"]),
            fated=frozenset((verb, noun) for verb, noun in table["regretted"]["fated"]),
            empty=frozenset(table["empty"]["words"]),
            anaphora=tuple(table["anaphora"]["phrases"]),
            idle=tuple(table["idle"]["phrases"]),
            plight=frozenset(table["plight"]["words"]),
            timed=frozenset(table["timed"]["words"]),
            states=frozenset(table["plight"]["states"]),
            choosing=frozenset(table["idle"]["choosing"]),
            choosing_fillers=frozenset(table["idle"]["fillers"]),
            vowing=table["vowing"],
            possible=frozenset(table["possible"]["modals"]),
            reserving=tuple(table["possible"]["reserving"]),
            resolved=tuple(table["possible"]["resolved"]),
            asking=frozenset(table["asking"]["verbs"]),
            befalling=tuple(
                (verb, frozenset(objects)) for verb, *objects in table["doubts"]["befalling"]
            ),
            **{
                key: frozenset(table[section][key])
                for section, keys in _SETS.items()
                for key in keys
            },
            red_line=tuple(table["red_lines"]["line"]),
            hostility=tuple(tuple(words.split()) for words in table["red_lines"]["hostility"]),
            assents=frozenset(table["asking"]["assents"]),
            impersonal=frozenset(table["impersonal"]["words"]),
            business_parties=frozenset(table["business"]["parties"]),
            business_matters=frozenset(table["business"]["matters"]),
            negators=frozenset(table["empty"]["negators"]),
            promises=PromiseWords.load(path.with_name("promises.toml")),
        )

    def connective_of(self, words: list[str]) -> tuple[str, str] | None:
        """Return the (connective, sense) that these lower-case words begin with, the longest."""
        for size in range(min(4, len(words)), 0, -1):
            sense = self.connectives.get(" ".join(words[:size]))
            if sense:
                return " ".join(words[:size]), sense
        return None
