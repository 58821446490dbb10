"""Analysis: everything that one document was read to say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from foedus.records.actions import Event, Figure
from foedus.records.commitments import HEADINGS, Commitment, summary_of
from foedus.records.documents import Document
from foedus.records.markup import to_markup, to_table
from foedus.records.statements import Statement
from foedus.records.times import When

MOST_SHOWN = 50
"""A notebook shows so many commitments of an analysis and says how many more there are."""


KINDS = ("commitments", "statements", "events", "figures")
"""The kinds of records of which a reading may want some only."""


class Effort(StrEnum):
    """How much of a text the language model reads: all of it, or what words call worth it."""

    FULL = "full"
    FAST = "fast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How documents are read, and which kinds of records are wanted; `only` empty means all.

    Raises:
        ValueError: A kind that is none.
    """

    effort: Effort = Effort.FULL
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the kinds and put them in order; all of them are the same as none named."""
        for kind in self.only:
            if kind not in KINDS:
                raise ValueError(f"{kind!r} is no kind of record; known: {', '.join(KINDS)}")
        named = tuple(kind for kind in KINDS if kind in self.only)
        object.__setattr__(self, "only", () if named == KINDS else named)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the wanted kinds in a fixed order."""
        return self.only or KINDS

    @property
    def whole(self) -> bool:
        """Say whether everything is read and everything is wanted."""
        return self.effort is Effort.FULL and not self.only


WHOLE = Plan()
"""Everything is read, every kind of record is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One document and its records, each list in the order of the text.

    `plan` says how it was read: what a fast reading lacks may still be in the text.
    """

    document: Document
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[When, ...] = ()
    plan: Plan = WHOLE

    def _repr_html_(self) -> str:
        """Return the analysis as a notebook shows it."""
        document = self.document
        nouns = ("statements", "commitments", "events", "figures")
        counts = ", ".join(f"{len(getattr(self, noun))} {noun}" for noun in nouns)
        where = ", ".join(part for part in (document.title, document.outlet) if part)
        head = f"<b>{to_markup(document.id)}</b> {to_markup(where)}<br>{counts}"
        shown = self.commitments[:MOST_SHOWN]
        table = to_table(HEADINGS, map(summary_of, shown)) if shown else ""
        more = len(self.commitments) - len(shown)
        return f"<p>{head}</p>{table}" + (f"<p>and {more} more</p>" if more else "")


def narrowed(analysis: Analysis, plan: Plan) -> Analysis:
    """Return an analysis with the wanted kinds only, and the statements that carry its records."""
    if not plan.only:
        return replace(analysis, plan=plan)
    commitments = analysis.commitments if "commitments" in plan.only else ()
    events = analysis.events if "events" in plan.only else ()
    figures = analysis.figures if "figures" in plan.only else ()
    statements = analysis.statements
    if "statements" not in plan.only:
        parents = {statement.id: statement.parent for statement in statements}
        queue = [c.statement_id for c in commitments]
        queue += [event.statement_id for event in events]
        queue += [figure.statement_id for figure in figures]
        wanted: set[str] = set()
        while queue:
            statement_id = queue.pop()
            if statement_id is not None and statement_id not in wanted:
                wanted.add(statement_id)
                queue.append(parents.get(statement_id))
        statements = tuple(s for s in statements if s.id in wanted)
    return replace(
        analysis,
        plan=plan,
        statements=statements,
        commitments=commitments,
        events=events,
        figures=figures,
    )


def record_id(noun: str, sha256: str, *parts: object) -> str:
    """Return the id of a record: a letter for its noun and a hash of what it says and where.

    `sha256` is the document's; `parts` are the offsets and values that tell the record from others.
    """
    said = "\x1f".join([noun, sha256, *(str(part) for part in parts)])
    return f"{noun[0]}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
