"""Apparatus: the numbered sources and quotations of a brief, as the text comes to need them."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.export.sheet import Look, Quotation, Run, Words
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, Evidence
from foedus.records.entries import Entry
from foedus.records.threads import Edit, Part
from foedus.spelling.blocks import find_marks

_LOOKS = {Edit.KEPT: Look.PLAIN, Edit.REMOVED: Look.REMOVED, Edit.ADDED: Look.ADDED}


class Apparatus:
    """Gives every document and every quotation its number when it is first cited."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str], Document] = {}
        self._quotations: dict[tuple[int, int, int], Quotation] = {}

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents cited so far, number 1 first."""
        return tuple(self._documents.values())

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Return the quotations made so far, number 1 first."""
        return tuple(self._quotations.values())

    def cite(self, document: Document) -> Run:
        """Return the reference to a document: "[1]"."""
        number = self._number(document)
        return Run(text=f"[{number}]", target=f"source-{number}")

    def quote(self, entry: Entry, *, part: Part | None = None) -> Words:
        """Return references to the characters of a record, or of one part of it: " (Q1, Q2)"."""
        wanted = {Part.CONDITION: "if", Part.ACTION: "then", Part.COMMITTER: "who", None: None}
        marks = find_marks(entry.record)
        chosen = [mark for mark in marks if mark.label == wanted[part]] if part else marks
        runs: list[Run] = []
        for mark in chosen:
            if part is None and mark.label == "who" and isinstance(entry.record, Commitment):
                continue  # a name alone proves nothing
            runs.append(Run(text=", " if runs else " ("))
            runs.append(self.quote_span(entry, mark.span, label=mark.label))
        return (*runs, Run(text=")")) if runs else ()

    def quote_span(self, entry: Entry, span: Evidence, *, label: str) -> Run:
        """Return the reference to some characters of a record's document: "Q1"."""
        source = self._number(entry.document)
        key = (source, span.start, span.end)
        if key not in self._quotations:
            number = len(self._quotations) + 1
            about = (
                Run(text=f"Q{number}, “{label}” of {entry.id}: "),
                Run(text=f"[{source}]", target=f"source-{source}"),
                Run(text=f", characters {span.start}–{span.end} of {entry.document.id}, SHA-256 "),
                Run(text=entry.document.sha256),
            )
            self._quotations[key] = Quotation(
                exact=span.exact, source=about, anchor=f"quotation-{number}"
            )
        number = list(self._quotations).index(key) + 1
        return Run(text=f"Q{number}", target=f"quotation-{number}")

    def compare(self, words: Sequence[tuple[Edit, str]]) -> Words:
        """Return a diff of words in which what was removed and added is set apart."""
        runs: list[Run] = []
        for edit, text in words:
            runs += [Run(text=" ")] if runs else []
            runs.append(Run(text=text, look=_LOOKS[edit]))
        return tuple(runs)

    def _number(self, document: Document) -> int:
        key = (document.id, document.sha256)
        self._documents.setdefault(key, document)
        return list(self._documents).index(key) + 1
