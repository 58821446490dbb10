"""The verb `search`: words in the stored texts, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Optional

import typer

from foedus.cli.asked import first_day, last_day
from foedus.cli.found import Found, write
from foedus.cli.settings import FormatOption, StoreOption, settings_of
from foedus.records.codec import find_evidence
from foedus.records.documents import Document, Evidence
from foedus.records.entries import Entry, Listed
from foedus.spelling.blocks import Block, name_document
from foedus.spelling.marks import Mark, find_passages
from foedus.spelling.rows import document_row
from foedus.stores import Filters, Hit, Store, open_store

CONTEXT_CHARACTERS = 90
_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY…", help='Words, "a phrase", pre*.')],
    *,
    within: Annotated[
        Optional[Listed],  # noqa: UP045
        typer.Option("--in", help="Only words that stand in records of this noun."),
    ] = None,
    committer: Annotated[_TEXT, typer.Option(help="… whose committer or actor is this.")] = None,
    speaker: Annotated[_TEXT, typer.Option(help="… whose speaker is this.")] = None,
    kind: Annotated[_TEXT, typer.Option(help="… of this kind, act, type or status.")] = None,
    document: Annotated[_TEXT, typer.Option(help="Only this document.")] = None,
    since: Annotated[_TEXT, typer.Option(metavar="DATE", help="Published on or after.")] = None,
    until: Annotated[_TEXT, typer.Option(metavar="DATE", help="Published up to.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many places.")] = 50,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Find words in the texts: each place with the words around it and the records it stands in.

    Case, accents, no-break spaces and the shape of quotation marks make no difference. word* is the
    beginning of a word, words in quotation marks stand together, -word must not occur.

    \b
    Examples:
      foedus search "hot war"
      foedus search sanction* -lifted --since 2022-01
      foedus search attack --in commitments --committer BLR
    """
    settings = settings_of(context, store, output)
    filters = Filters(
        document_id=document,
        since=first_day(since, "--since"),
        until=last_day(until, "--until"),
    )
    narrowed = Filters(committer=committer, speaker=speaker, kind=kind)
    if narrowed != Filters() and within is None:
        raise typer.BadParameter("say with --in of which noun the records are")
    with open_store(settings.store) as opened:
        found = _find(opened, " ".join(query), filters, within=within, narrowed=narrowed)
        write(_limited(found, limit), "places", settings)


def _find(
    store: Store, query: str, filters: Filters, *, within: Listed | None, narrowed: Filters
) -> Iterator[Found]:
    hits = store.search(query, filters)
    for document_id, places in groupby(hits, key=lambda hit: hit.document.id):
        nouns = (within,) if within else (Listed.STATEMENTS, Listed.COMMITMENTS, Listed.EVENTS)
        about = _of_document(narrowed, document_id)
        entries = [entry for noun in nouns for entry in store.find_records(noun, about)]
        for hit in places:
            around = [entry for entry in entries if _stands_in(hit, entry)]
            if around or within is None:
                yield _found(hit, around)


def _of_document(narrowed: Filters, document_id: str) -> Filters:
    return Filters(
        committer=narrowed.committer,
        speaker=narrowed.speaker,
        kind=narrowed.kind,
        document_id=document_id,
    )


def _stands_in(hit: Hit, entry: Entry) -> bool:
    return any(
        span.start < hit.end and hit.start < span.end for span in find_evidence(entry.record)
    )


def _found(hit: Hit, entries: list[Entry]) -> Found:
    document, text = hit.document, hit.document.text
    row: dict[str, object] = {
        "start": hit.start,
        "end": hit.end,
        "exact": text[hit.start : hit.end],
        "before": text[max(hit.start - CONTEXT_CHARACTERS, 0) : hit.start],
        "after": text[hit.end : hit.end + CONTEXT_CHARACTERS],
        "records": [entry.id for entry in entries],
        "document": document_row(document),
    }
    words = Evidence.of(text, hit.start, hit.end)
    lines = (
        ("words", " ".join(_passage(document, words).split())),
        ("characters", f"{hit.start}-{hit.end}"),
        ("records", ", ".join(f"{entry.id} ({entry.noun})" for entry in entries)),
    )
    title = name_document(document)
    return Found(row=row, block=Block(title=title, id=None, lines=tuple(x for x in lines if x[1])))


def _passage(document: Document, words: Evidence) -> str:
    [passage] = find_passages(document.text, [Mark(label="here", span=words)])
    return passage.text


def _limited(found: Iterator[Found], limit: int) -> Iterator[Found]:
    for _, one in zip(range(limit), found, strict=False):
        yield one
