"""Scanner: where a text of the pattern syntax is being read, and errors that point there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.errors import InvalidPattern

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_BARE = re.compile(r"""[^\s,;()@=&|!?":][^,;()@=&|!?":]*""")
_VALUE = re.compile(r"[^,;()&|\"]+")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BUT = re.compile(r"\s+but\b")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![\d-])")


@dataclass(slots=True)
class Scanner:
    """A text and the character (from 0) that is read next."""

    text: str
    at: int = 0

    def skip(self) -> int:
        """Go past white space and return where the next thing begins."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def take(self, sign: str) -> bool:
        """Go past a sign if it stands next."""
        if not self.text.startswith(sign, self.skip()):
            return False
        self.at += len(sign)
        return True

    def take_word(self, *words: str) -> bool:
        """Go past one of these words if it stands next."""
        found = _WORD.match(self.text, self.skip())
        if found is None or found[0].lower() not in words:
            return False
        self.at = found.end()
        return True

    def need(self, sign: str, where: str) -> None:
        """Go past a sign; raises InvalidPattern if another character stands there."""
        if not self.take(sign):
            raise self.error(f"expected {sign!r} {where}")

    def word(self, what: str) -> tuple[str, int]:
        """Read a word of letters, digits and underscores; return it with its place."""
        start = self.skip()
        found = _WORD.match(self.text, start)
        if found is None:
            raise self.error(f"expected {what}")
        self.at = found.end()
        return found[0], start

    def name(self, what: str) -> tuple[str, int]:
        """Read a name, in quotation marks or bare; return it with its place."""
        start = self.skip()
        quoted = _QUOTED.match(self.text, start)
        if quoted is not None:
            self.at = quoted.end()
            return quoted[1].replace('""', '"'), start
        if self.text.startswith('"', start):
            raise self.error("a quotation mark that is not closed", start)
        found = _BARE.match(self.text, start)
        if found is None:
            raise self.error(f"expected {what}")
        but = _BUT.search(found[0])
        text = found[0][: but.start()] if but else found[0]
        self.at = start + len(text)
        return text.strip(), start

    def value(self, what: str) -> tuple[str, int]:
        """Read what stands after "=": a name in quotation marks or all up to the next sign."""
        start = self.skip()
        if self.text.startswith('"', start):
            return self.name(what)
        found = _VALUE.match(self.text, start)
        if found is None:
            raise self.error(f"expected {what}")
        self.at = found.end()
        return found[0].strip(), start

    def date(self) -> str:
        """Read a year, month or day."""
        found = _DATE.match(self.text, self.skip())
        if found is None:
            raise self.error("expected a date such as 2022, 2022-02 or 2022-02-24")
        self.at = found.end()
        return found[0]

    def error(
        self, message: str, at: int | None = None, *, near: Sequence[str] = ()
    ) -> InvalidPattern:
        """Return the error that points at a character: where the scanner stands, unless given."""
        place = self.at if at is None else at
        line = _one_line(self.text)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return InvalidPattern(f"{message}{hint}\n  {line}\n  {' ' * place}^")


def _one_line(text: str) -> str:
    return "".join(" " if character.isspace() else character for character in text)
