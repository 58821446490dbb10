"""Voices: in whose words a promise stands: quoted, reported, or those of the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child
from foedus.analysis.parse import Parse
from foedus.records.commitments import Voice
from foedus.records.documents import Document
from foedus.records.statements import Statement

_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True)
class Voices:
    """Tells the voices of one document."""

    document: Document
    parse: Parse
    statements: Sequence[Statement]
    cast: Cast

    def of(self, start: int, statement: Statement | None) -> Voice:
        """Return in whose words the action stands: quoted, reported, or the document's own."""
        if statement is None:
            return Voice.AUTHORIAL
        if self.quoted(start):
            return Voice.DIRECT_QUOTE
        return Voice.AUTHORIAL if self._is_own_word(statement) else Voice.INDIRECT

    def _is_own_word(self, statement: Statement) -> bool:
        """Say whether the author gives his word: "I have been clear that", not "we warned that"."""
        cue = statement.cue
        if not cue or not statement.source or self.quoted(statement.source[0].start):
            return False
        first, last = (self.parse.token_at(offset) for offset in (cue[0].start, cue[-1].end - 1))
        cued = self.parse.tokens[first : last + 1]
        verb = next((token.index for token in cued if token.upos == "VERB"), first)
        subject = child(self.parse, verb, ("nsubj",))
        said = statement.source[0].exact if subject is None else self.parse.tokens[subject].text
        own = self.cast.words.pronoun(said) in ("me", "us")
        return own and not any(token.xpos == "VBD" for token in cued)

    def quoted(self, offset: int) -> bool:
        """Say whether a character lies in a direct or mixed statement's quoted words."""
        for statement in self.statements:
            for span in statement.content:
                if span.start <= offset < span.end:
                    if statement.style == "direct":
                        return True
                    if statement.style == "mixed" and self._within_marks(span.start, offset):
                        return True
        return False

    def _within_marks(self, start: int, offset: int) -> bool:
        """Say whether a quotation that opens at or behind `start` is still open at `offset`."""
        inside = False
        for mark in self.document.text[max(0, start - 1) : offset]:
            if mark in _OPENING:
                inside = True
            elif mark in _CLOSING:
                inside = False
            elif mark == '"':
                inside = not inside
        return inside
