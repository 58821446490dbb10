"""Layout: the words by which a report's furniture is known, from the table beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAX_NAME_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lists of `layout.toml`, each under its own name."""

    months: tuple[str, ...]
    month_abbreviations: tuple[str, ...]
    weekdays: tuple[str, ...]
    published_labels: tuple[str, ...]
    updated_labels: tuple[str, ...]
    treaty_words: tuple[str, ...]
    occasion_words: tuple[str, ...]
    name_particles: tuple[str, ...]
    honorifics: tuple[str, ...]
    outlet_labels: tuple[str, ...]
    sure_outlet_words: tuple[str, ...]
    nameless_bylines: tuple[str, ...]
    press_roles: tuple[str, ...]
    guest_roles: tuple[str, ...]
    outlet_words: tuple[str, ...]
    agencies: tuple[str, ...]
    picture_words: tuple[str, ...]
    credit_labels: tuple[str, ...]
    furniture_openings: tuple[str, ...]
    furniture_endings: tuple[str, ...]


@cache
def load_layout() -> Layout:
    """Return the table, read once on first use."""
    table = tomllib.loads(Path(__file__).with_name("layout.toml").read_text("utf-8"))
    return Layout(**{name: tuple(words) for name, words in table.items()})


def is_personal_name(text: str) -> bool:
    """Say whether the text is made like a personal name: "Jane Q. Doe", "JEAN de la TOUR"."""
    words = text.split()
    layout = load_layout()
    if words and words[0].rstrip(".").lower() in layout.honorifics:
        return False
    if not 1 <= len(words) <= MAX_NAME_WORDS or len(text) > 60 or not words[-1][:1].isupper():
        return False
    return all(_is_name_word(word) or word.lower() in layout.name_particles for word in words)


def _is_name_word(word: str) -> bool:
    """Say whether a word begins with a capital and holds only letters and marks of names."""
    bare = word.replace("al-", "", 1) if word.startswith("al-") else word
    return bare[:1].isupper() and all(c.isalpha() or c in ".'’-" for c in bare)


def is_outlet(text: str) -> bool:
    """Say whether the text names an agency or ends, in capitals, as outlets' names do."""
    layout = load_layout()
    words = text.split()
    if text in layout.agencies:
        return True
    if (
        "," in text
        or ":" in text
        or not 2 <= len(words) <= MAX_NAME_WORDS
        or words[-1].lower() not in layout.outlet_words
    ):
        return False
    return all(word[:1].isupper() or word.lower() in ("the", "of", "and", "&") for word in words)


def is_sure_outlet(text: str) -> bool:
    """Say whether a line by itself is an outlet's name: its last word heads nothing else.

    "The Example Gazette" is one; "A Changing World" and "Security Report" may be headlines.
    """
    return is_outlet(text) and text.split()[-1].lower() in load_layout().sure_outlet_words


def take_outlet(text: str) -> str | None:
    """Return the capitalised name that a text opens with ("the Example Post"), if any."""
    taken: list[str] = []
    for word in text.split()[:10]:
        bare = word.rstrip(".,;:!?)")
        possessive = bare.endswith(("'s", "’s"))
        bare = bare[:-2] if possessive else bare
        connects = word.lower() in (("the",) if not taken else ("of", "the", "&", "for"))
        if not connects and not bare[:1].isupper() and not (taken and bare[:1].isdigit()):
            break
        taken.append(bare)
        if possessive or bare != word:
            break
    while taken and not taken[-1][:1].isupper():
        taken.pop()
    return " ".join(taken) if taken and taken != ["The"] else None
