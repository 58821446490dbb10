"""PromiseWords: what an act is to others, which kinds that allows, and who is affected by it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_LISTS = (
    *(
        "supplying",
        "helping",
        "helping_verbs",
        "mending",
        "delegates",
        "going",
        "harming",
        "beside",
        "side_nouns",
    ),
    *(
        "siding",
        "defending",
        "fighting",
        "tolerating",
        "friends",
        "official",
        "assuring",
        "threatening",
        "warlike",
    ),
    *("admitting", "serving", "attacked_all", "requesting", "warning", "accusing", "standing"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWords:
    """The words of promises.toml; all in lower case.

    `bearings` gives the label of an act what it is to others: harm, help, yield …
    """

    excluded_kinds: Mapping[str, tuple[str, ...]]
    worsening: frozenset[str]
    kinds_barred_by_act: Mapping[str, tuple[str, ...]]
    kinds_by_act: Mapping[str, str]
    bearings: Mapping[str, str]
    duties: frozenset[str]
    binding: frozenset[str]
    supplying: frozenset[str]
    serving: frozenset[str]
    helping: frozenset[str]
    helping_verbs: frozenset[str]
    mending: frozenset[str]
    going: frozenset[str]
    delegates: frozenset[str]
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
    threatening: frozenset[str]
    warlike: frozenset[str]
    taking_part: tuple[str, ...]
    mutual: tuple[str, ...]
    admitting: frozenset[str]
    attacked_all: frozenset[str]
    requesting: frozenset[str]
    warning: frozenset[str]
    accusing: frozenset[str]
    standing: frozenset[str]
    obliging: frozenset[str]
    ended: tuple[tuple[str, ...], ...]
    denying: frozenset[str]

    @classmethod
    def load(cls, path: Path | None = None) -> PromiseWords:
        """Return the words of a `promises.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "promises.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        return cls(
            excluded_kinds={key: tuple(row) for key, row in table["excluded_kinds"].items()},
            worsening=frozenset(table["worsening"]["words"]),
            kinds_barred_by_act={key: tuple(row) for key, row in table["barred_by_act"].items()},
            kinds_by_act=table["kinds_by_act"],
            bearings={label: name for name, row in table["bearings"].items() for label in row},
            duties=frozenset(table["duties"]["words"]),
            obliging=frozenset(table["duties"]["obliging"]),
            binding=frozenset(table["duties"]["binding"]),
            severing={key: frozenset(row) for key, row in table["severing"].items()},
            ended=tuple(tuple(phrase.split()) for phrase in table["affected"]["ended"]),
            mutual=tuple(table["affected"]["mutual"]),
            taking_part=tuple(table["affected"]["taking_part"]),
            denying=frozenset(table["affected"]["denying"]),
            **{key: frozenset(table["affected"][key]) for key in _LISTS},
        )

    def kinds_barred(self, event_class: str, sense: str) -> tuple[str, ...]:
        """Return the kinds that a condition of this class and sense of connective excludes."""
        rows = self.excluded_kinds
        return rows.get(f"{event_class} {sense}", rows.get(event_class, ()))
