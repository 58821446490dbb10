"""What `list treaties` tells: treaty by treaty, which duties in war and peace, on which condition.

One row a treaty, as the Alliance Treaty Obligations and Provisions project has it: those that were
read, from their own words, and on request those of foedus's table of treaties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import typer

from foedus.analysis.duties import tabulate_duties
from foedus.cli.found import Found
from foedus.languages.treaties import TreatyWords
from foedus.reading.treaty import is_treaty
from foedus.records.commitments import Commitment, Kind, Polarity
from foedus.records.documents import Document
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed
from foedus.spelling.blocks import Block, name_document
from foedus.spelling.rows import document_row
from foedus.stores import Filters, Store
from foedus.world.instruments import Duty, Instrument, in_force, instruments, parties_at

READ, TABLE = "read", "table"
"""Where a row is from: a text of the store, or the table of treaties that ships with foedus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One duty of a treaty: who owes what, and what it waits for; `where` is an id or article.

    `refused` says that the words of `act` are what shall not be done.
    """

    duty: Duty
    committer: str
    act: str
    refused: bool
    condition: str | None
    hedges: tuple[str, ...]
    where: str


def found_treaties(
    store: Store, filters: Filters, *, at: str | None = None, table: bool = False
) -> Iterator[Found]:
    """Yield treaty by treaty what its parties owe.

    Args:
        store: Holds the texts; those that are the wording of a treaty are told.
        filters: `document_id`, `kind` (a duty: only treaties that have it) and `limit` count.
        at: With `table`, only treaties in force that day; ISO text.
        table: Tell also the treaties of foedus's own table, behind those that were read.

    Raises:
        typer.BadParameter: There is no duty called so.
    """
    wanted = _duty(filters.kind)
    rows = [*_read_treaties(store, filters)]
    if table and filters.document_id is None:
        rows += [_of_table(one, at) for one in (in_force(at) if at else instruments())]
    chosen = (found for found, duties in rows if wanted is None or wanted in duties)
    return islice(chosen, filters.limit)


def _duty(kind: str | None) -> Duty | None:
    known = [duty.value for duty in Duty if duty is not Duty.NONE]
    if kind is not None and kind not in known:
        said = f"no duty {kind!r}; known: {', '.join(known)}"
        raise typer.BadParameter(said, param_hint="--kind")
    return Duty(kind) if kind is not None else None


def _read_treaties(store: Store, filters: Filters) -> Iterator[tuple[Found, set[Duty]]]:
    """Yield the treaties among the texts, by the ids of their documents."""
    words = TreatyWords.load()
    duties: dict[str, tuple[Document, list[Commitment]]] = {}
    for kind in (Kind.OBLIGATION, Kind.ASSURANCE):
        narrowed = Filters(document_id=filters.document_id, kind=kind.value)
        reviewed = find_reviewed(store, Listed.COMMITMENTS, narrowed)
        for document, entries in groupby((entry for entry, _ in reviewed), lambda e: e.document):
            _, listed = duties.setdefault(document.id, (document, []))
            records = [entry.record for entry in entries]
            listed += [one for one in records if isinstance(one, Commitment)]
    for _, (document, found) in sorted(duties.items()):
        if is_treaty(document, words):
            found.sort(key=lambda one: one.action.span.start)
            yield _of_document(document, found, words)


def _of_document(
    document: Document, found: Sequence[Commitment], words: TreatyWords
) -> tuple[Found, set[Duty]]:
    refused = {one.id for one in found if one.polarity is Polarity.WILL_NOT}
    owed = [
        Owed(
            duty=row.duty,
            committer=row.committer.name,
            act=row.act.exact,
            refused=row.commitment_id in refused,
            condition=row.condition.exact if row.condition is not None else None,
            hedges=row.hedges,
            where=row.commitment_id,
        )
        for row in tabulate_duties(found, words)
    ]
    facts = {"treaty": document.title or document.id, "origin": READ, "id": document.id}
    facts_of_table = dict.fromkeys(("signed", "from", "to", "parties", "source"))
    row = {**facts, **facts_of_table, **_row(owed), "document": document_row(document)}
    lines = (*_lines(owed), ("in", name_document(document)))
    return _found(document.title or document.id, None, lines, row), {one.duty for one in owed}


def _of_table(one: Instrument, at: str | None) -> tuple[Found, set[Duty]]:
    owed = [
        Owed(
            duty=clause.kind,
            committer="; ".join(clause.committers) or "each party",
            act=clause.duty,
            refused=False,  # the table says in its own words what is not to be done
            condition=clause.trigger,
            hedges=(*clause.hedges, *(("on request",) if clause.on_request else ())),
            where=f"{one.id}:{clause.article}",
        )
        for clause in one.clauses
        if clause.kind is not Duty.NONE
    ]
    day = at or one.period.start or one.signed
    parties = list(parties_at(one, day)) or sorted({party.code for party in one.parties})
    row = {
        "treaty": one.name,
        "origin": TABLE,
        "id": one.id,
        "signed": one.signed,
        "from": one.period.start,
        "to": one.period.end,
        "parties": parties,
        "source": one.source,
        **_row(owed),
        "document": None,
    }
    lines = (
        ("in force", f"{one.period.start or one.signed} to {one.period.end or 'today'}"),
        ("parties", ", ".join(parties)),
        *_lines(owed),
        ("source", one.source),
    )
    return _found(one.name, one.id, lines, row), {duty.duty for duty in owed}


def _found(
    title: str, id_: str | None, lines: Iterable[tuple[str, str]], row: dict[str, object]
) -> Found:
    return Found(row=row, block=Block(title=title, id=id_, lines=tuple(lines)))


def _row(owed: Iterable[Owed]) -> dict[str, object]:
    """Return the six columns of the field's table, and every duty for itself."""
    duties = list(owed)
    told: dict[str, object] = {}
    for duty in Duty:
        if duty is not Duty.NONE:
            told[duty.value] = _sum_up([one for one in duties if one.duty is duty])
    told["duties"] = [
        {
            "duty": one.duty.value,
            "committer": one.committer,
            "conditional": one.condition is not None,
            "condition": one.condition,
            "act": one.act,
            "polarity": Polarity.WILL_NOT if one.refused else Polarity.WILL,
            "hedges": list(one.hedges),
            "where": one.where,
        }
        for one in duties
    ]
    return told


def _sum_up(owed: list[Owed]) -> dict[str, object] | None:
    """Return whether a duty waits for anything and for what; None where it is not owed.

    What is owed in any case and also on conditions is owed in any case.
    """
    if not owed:
        return None
    conditions = [one.condition for one in owed if one.condition is not None]
    return {
        "owed": "conditional" if len(conditions) == len(owed) else "unconditional",
        "conditions": list(dict.fromkeys(conditions)),
    }


def _lines(owed: Iterable[Owed]) -> Iterator[tuple[str, str]]:
    for one in owed:
        waits = f"“{one.condition}”" if one.condition is not None else "in any case"
        hedged = f"  [{'; '.join(one.hedges)}]" if one.hedges else ""
        act = f"not “{one.act}”" if one.refused else f"“{one.act}”"
        yield one.duty.value, f"{one.committer}: {act}, {waits}{hedged} ({one.where})"
