"""TimeWords: the words of time of one language and the shapes in which they form an expression."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OTHER = "."
"""The code of a token that is no word of time."""

NUMBER_CLASSES = (
    "day", "number", "ordinal", "year", "decade", "iso", "slash", "clock",
)  # fmt: skip
"""Classes of tokens made of digits; `analysis/times.py` recognises them without a word list."""

Value = int | str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeWords:
    """Words with their classes, and one pattern over the codes of classes.

    Every class has a code of one character. A text becomes a string of codes, one a token, and
    `pattern` is matched on that string; its groups are `preposition`, `part` and `r0`, `r1` …, and
    the reading of `rN` is `builds[N]`. Patterns hold no nested repetition, so matching is linear.
    Tables equal only themselves, so that what was read with them can be kept.
    """

    codes: Mapping[str, str]
    names: Mapping[str, str]
    words: Mapping[str, tuple[str, Value]]
    proper: frozenset[str]
    core: frozenset[str]
    pattern: re.Pattern[str]
    builds: tuple[str, ...]
    names_before: frozenset[str]
    names_after: frozenset[str]
    counted: frozenset[str]
    determiners: frozenset[str]
    currencies: frozenset[str]
    introducers: frozenset[str]
    openers: frozenset[str]
    joins: frozenset[str]
    closing_bounds: frozenset[str]
    open_with: Mapping[str, tuple[str, ...]]
    measures: frozenset[str]
    measure_endings: tuple[str, ...]
    ahead: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    before_participle: frozenset[str]
    purpose: frozenset[str]
    purpose_verbs: frozenset[str]

    @classmethod
    def load(cls, path: Path | None = None) -> TimeWords:
        """Return the words of a `times.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "times.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        classes: dict[str, dict[str, Value]] = dict(table["classes"])
        classes |= {name: dict.fromkeys(words, 0) for name, words in table["single"].items()}
        names = [*classes, *NUMBER_CLASSES]
        codes = {name: chr(0x4E00 + place) for place, name in enumerate(names)}
        years, ranges, direction = table["years"], table["ranges"], table["direction"]
        return cls(
            codes=codes,
            names={code: name for name, code in codes.items()},
            words={
                word: (codes[name], value)
                for name, words in classes.items()
                for word, value in words.items()
            },
            proper=frozenset(codes[name] for name in table["proper"]),
            core=frozenset(codes[name] for name in table["core"]),
            pattern=_compile(table, codes),
            builds=tuple(rule["build"] for rule in table["rules"]),
            names_before=frozenset(table["names"]["before"]),
            names_after=frozenset(table["names"]["after"]),
            **{
                key: frozenset(years[key])
                for key in ("counted", "determiners", "currencies", "introducers")
            },
            **{key: frozenset(ranges[key]) for key in ("openers", "joins", "closing_bounds")},
            open_with={join: tuple(words) for join, words in ranges["open_with"].items()},
            measures=frozenset(table["measures"]["words"]),
            measure_endings=tuple(table["measures"]["endings"]),
            past_endings=tuple(direction["past_endings"]),
            **{
                key: frozenset(direction[key])
                for key in ("ahead", "past", "before_participle", "purpose", "purpose_verbs")
            },
        )


def _compile(table: Mapping[str, dict[str, str]], codes: Mapping[str, str]) -> re.Pattern[str]:
    """Return one pattern for all rules: an optional preposition, an optional part, a rule."""
    rules: list[dict[str, str]] = list(table["rules"])  # type: ignore[arg-type]  # a TOML array
    whole = "|".join(
        f"(?P<r{place}>{_to_codes(rule['pattern'], table['macros'], codes)})"
        for place, rule in enumerate(rules)
    )
    lead = "".join(
        f"(?P<{name}>{_to_codes(pattern, table['macros'], codes)})"
        for name, pattern in table["lead"].items()
    )
    return re.compile(f"{lead}(?:{whole})")


def _to_codes(pattern: str, macros: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """Return a rule's pattern with every class name replaced by its code."""
    # A macro may use those above and below it; three passes reach the deepest.
    for name, shape in 3 * tuple(macros.items()):
        pattern = re.sub(rf"\b{name}\b", shape, pattern)
    pattern = re.sub(r"[a-z]+", lambda name: codes[name[0]], pattern)
    return pattern.replace(" ", "").replace("(", "(?:")
