"""TreatyWords: how the treaties of a language name parties, bind them and say on what condition."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PARTIES = (
    *("heads", "qualified", "qualifiers", "modifiers", "foreign", "shares", "pronouns"),
    *("distributive", "negative", "governments", "bare", "bodies"),
)
_VERBS = (
    *(
        "modals",
        "declared",
        "recognising",
        "undertaking",
        "bound",
        "performing",
        "refusing",
        "refraining",
        "adverbs",
    ),
    *("negators", "relatives", "definitional", "bound_objects", "impersonal", "prohibiting"),
    *("events", "assuming", "obligations"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyWords:
    """The words of treaties.toml; all in lower case, patterns compiled without regard to case."""

    titles: tuple[str, ...]
    locator: re.Pattern[str]
    bound_party: re.Pattern[str]
    news: re.Pattern[str]
    speech: re.Pattern[str]
    heads: frozenset[str]
    qualified: frozenset[str]
    qualifiers: frozenset[str]
    modifiers: frozenset[str]
    foreign: frozenset[str]
    shares: frozenset[str]
    pronouns: frozenset[str]
    bare: frozenset[str]
    bodies: frozenset[str]
    distributive: frozenset[str]
    negative: frozenset[str]
    governments: frozenset[str]
    organisations: Mapping[str, str]
    modals: frozenset[str]
    declared: frozenset[str]
    recognising: frozenset[str]
    undertaking: frozenset[str]
    bound: frozenset[str]
    performing: frozenset[str]
    refusing: frozenset[str]
    refraining: frozenset[str]
    adverbs: frozenset[str]
    negators: frozenset[str]
    never: tuple[tuple[str, ...], ...]
    asides: tuple[tuple[str, ...], ...]
    relatives: frozenset[str]
    definitional: frozenset[str]
    bound_objects: frozenset[str]
    assuming: frozenset[str]
    obligations: frozenset[str]
    rights: re.Pattern[str]
    impersonal: frozenset[str]
    prohibiting: frozenset[str]
    events: frozenset[str]
    procedure: re.Pattern[str]
    procedure_words: int
    connectives: Mapping[str, str]
    complete: frozenset[str]
    lasting: frozenset[str]
    leading: frozenset[str]
    requiring: frozenset[str]
    requests: frozenset[str]
    condition_classes: Mapping[str, re.Pattern[str]]
    action_classes: Mapping[str, re.Pattern[str]]
    refused_classes: Mapping[str, re.Pattern[str]]
    helping: re.Pattern[str]
    warlike: re.Pattern[str]
    neutral: re.Pattern[str]
    guaranteeing: re.Pattern[str]
    at_war: re.Pattern[str]
    ends: tuple[tuple[str, ...], ...]
    hedges: tuple[re.Pattern[str], ...]

    @classmethod
    def load(cls, path: Path | None = None) -> TreatyWords:
        """Return the words of a `treaties.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "treaties.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        seen, verbs = table["recognition"], table["verbs"]
        return cls(
            titles=tuple(seen["titles"]),
            locator=_pattern(seen["locator"]),
            bound_party=re.compile(
                rf"(?:{'|'.join(seen['party'])})\b{seen['between']}{seen['duty']}"
                rf"|{'|'.join(seen['formal'])}"
            ),
            news=_pattern(seen["news"]),
            speech=_pattern(seen["speech"]),
            **{key: frozenset(table["parties"][key]) for key in _PARTIES},
            organisations=table["parties"]["organisations"],
            **{key: frozenset(verbs[key]) for key in _VERBS},
            never=_phrases(verbs["never"]),
            asides=_phrases(verbs["asides"]),
            rights=_pattern(verbs["rights"]),
            procedure=_pattern(table["procedure"]["pattern"]),
            procedure_words=table["procedure"]["act_words"],
            connectives=table["connectives"],
            complete=frozenset(table["complete"]["words"]),
            lasting=frozenset(table["lasting"]["words"]),
            leading=frozenset(table["leading"]["words"]),
            requiring=frozenset(table["requests"]["verbs"]),
            requests=frozenset(table["requests"]["words"]),
            condition_classes=_patterns(table["classes"]),
            action_classes=_patterns(table["acts"]),
            refused_classes=_patterns(table["acts_refused"]),
            helping=_pattern(table["helping"]["pattern"]),
            warlike=_pattern(table["helping"]["warlike"]),
            neutral=_pattern(table["duties"]["neutral"]),
            guaranteeing=_pattern(table["duties"]["guaranteeing"]),
            at_war=_pattern(table["duties"]["at_war"]),
            ends=_phrases(table["ends"]["phrases"]),
            hedges=tuple(_pattern(text) for text in table["hedges"]["patterns"]),
        )

    def connective_of(self, words: list[str]) -> tuple[str, str] | None:
        """Return the (connective, sense) that these lower-case words begin with, the longest."""
        for size in range(min(5, len(words)), 0, -1):
            sense = self.connectives.get(" ".join(words[:size]))
            if sense:
                return " ".join(words[:size]), sense
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _patterns(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: _pattern(text) for name, text in table.items()}


def _phrases(listed: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in listed)
