"""The verbs that ask a store: `list` and `show`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Optional

import typer

from foedus.cli.lines import Cells, Lines
from foedus.cli.messages import say
from foedus.cli.render import Page
from foedus.cli.settings import Format, FormatOption, Settings, StoreOption, settings_of
from foedus.cli.summary import find_voices, speaker_of
from foedus.errors import UnknownRecord
from foedus.records.codec import document_to_dict, record_to_dict
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.reports import Failed
from foedus.spelling.blocks import SPOKEN_FOR, Block, document_block, find_marks, to_block
from foedus.spelling.marks import find_passages
from foedus.stores import Entry, Filters, Listed, Store, open_store


class Noun(StrEnum):
    """What can be listed."""

    COMMITMENTS = "commitments"
    STATEMENTS = "statements"
    EVENTS = "events"
    FIGURES = "figures"
    DOCUMENTS = "documents"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is listed: its row for programs and its block for readers."""

    row: dict[str, object]
    block: Block
    spoken_for: bool = False


_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time


def list_records(
    context: typer.Context,
    noun: Annotated[Noun, typer.Argument(help="What to list.")],
    *,
    committer: Annotated[_TEXT, typer.Option(help="Who is bound or acts: name, id, code.")] = None,
    speaker: Annotated[_TEXT, typer.Option(help="Who says so.")] = None,
    target: Annotated[_TEXT, typer.Option(help="Whom it is for, against or addressed to.")] = None,
    kind: Annotated[_TEXT, typer.Option(help="Kind, act, type, status or unit.")] = None,
    event_class: Annotated[_TEXT, typer.Option("--class", help="Class of event.")] = None,
    document: Annotated[_TEXT, typer.Option(help="Only this document.")] = None,
    since: Annotated[_TEXT, typer.Option(metavar="DATE", help="Said or done on or after.")] = None,
    until: Annotated[_TEXT, typer.Option(metavar="DATE", help="Said or done up to.")] = None,
    limit: Annotated[Optional[int], typer.Option(min=1, help="So many.")] = None,  # noqa: UP045
    by_speaker: Annotated[bool, typer.Option("--by-speaker", help="Who says what, where.")] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """List what the store holds: all of it, or what the options narrow it to.

    Names match without regard to case: the whole name, a word of it, an id or a country code.

    \b
    Examples:
      foedus list commitments --committer BLR
      foedus list statements --by-speaker --since 2022-01
      foedus list commitments --format csv > register.csv
      foedus list failures
    """
    filters = Filters(
        committer=committer,
        speaker=speaker,
        target=target,
        kind=kind,
        event_class=event_class,
        document_id=document,
        since=_day(since, "--since", last=False),
        until=_day(until, "--until", last=True),
        limit=limit,
    )
    _check_filters(noun, filters, by_speaker=by_speaker)
    settings = settings_of(context, store, output)
    with open_store(settings.store) as opened:
        if by_speaker:
            _write_voices(opened, filters, settings)
        else:
            _write(_find(opened, noun, filters), noun, settings)


def show(
    context: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", help="A record's or document's id.")],
    *,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Show one record with its characters marked in the text, who says so, through whom and when.

    \b
    Examples:
      foedus show c-0123456789ab
      foedus show report.txt --format json
    """
    settings = settings_of(context, store, output)
    with open_store(settings.store) as opened:
        try:
            entry = opened.get(record_id)
        except UnknownRecord as error:
            _show_document(opened, record_id, settings, error)
            return
    if settings.format not in (Format.TABLE, Format.MD):
        _write(iter([_found(entry)]), Noun(entry.noun.value), settings)
        return
    page = Page(settings.format)
    page.block(to_block(entry), numbered=False)
    marks = find_marks(entry.record)
    if entry.statement is not None:
        marks += [mark for mark in find_marks(entry.statement) if mark.label == "cue"]
    for passage in find_passages(entry.document.text, marks):
        page.passage(passage.text)
    if isinstance(entry.record, Commitment) and entry.record.spoken_for:
        page.note(SPOKEN_FOR)


def _find(store: Store, noun: Noun, filters: Filters) -> Iterator[Found]:
    if noun is Noun.DOCUMENTS:
        return (
            Found(row={"document": _brief(document)}, block=document_block(document))
            for document in store.find_documents(filters)
        )
    if noun is Noun.FAILURES:
        return (_found_failure(failed) for failed in store.find_failures())
    return (_found(entry) for entry in store.find_records(Listed(noun.value), filters))


def _found(entry: Entry) -> Found:
    row: dict[str, object] = dict(record_to_dict(entry.record))
    if entry.statement is not None:
        row["statement"] = record_to_dict(entry.statement)
    row["document"] = _brief(entry.document)
    record = entry.record
    return Found(
        row=row,
        block=to_block(entry),
        spoken_for=isinstance(record, Commitment) and record.spoken_for,
    )


def _found_failure(failed: Failed) -> Found:
    error = {"code": failed.code, "message": failed.message}
    lines = (("code", failed.code), ("message", failed.message))
    return Found(
        row={"document": {"id": failed.document_id}, "error": error},
        block=Block(title=failed.document_id, id=None, lines=lines),
    )


def _brief(document: Document) -> dict[str, object]:
    """Return a document as a row cites it: all but its text."""
    written = document_to_dict(document)
    written["characters"] = len(written.pop("text"))
    return written


def _write(found: Iterable[Found], noun: Noun, settings: Settings) -> None:
    """Write what was found in the shape asked for; say so if there is nothing."""
    if settings.format in (Format.TABLE, Format.MD):
        count = _write_page(found, Page(settings.format))
    else:
        count = 0
        with Cells(noun) if settings.format is Format.CSV else Lines(settings.format) as written:
            for one in found:
                written.write(one.row)
                count += 1
    if count == 0:
        _say_none(noun, settings)


def _write_page(found: Iterable[Found], page: Page) -> int:
    count, marked = 0, False
    for one in found:
        page.block(one.block)
        count += 1
        marked = marked or one.spoken_for
    if marked:
        page.note(SPOKEN_FOR)
    return count


def _write_voices(store: Store, filters: Filters, settings: Settings) -> None:
    """Write the statements speaker by speaker, as a summary for readers or as rows."""
    entries = store.find_records(Listed.STATEMENTS, filters)
    if settings.format not in (Format.TABLE, Format.MD):
        rows = sorted(entries, key=lambda entry: (speaker_of(entry) or "").casefold())
        _write((_found(entry) for entry in rows), Noun.STATEMENTS, settings)
        return
    page = Page(settings.format)
    voices = find_voices(entries)
    for voice in voices:
        page.heading(f"{voice.speaker} ({voice.count} statement{'s'[: voice.count > 1]})")
        for block in voice.blocks:
            page.block(block, numbered=False)
    if not voices:
        _say_none(Noun.STATEMENTS, settings)


def _say_none(noun: Noun, settings: Settings) -> None:
    if settings.loudness >= 0:
        say(f"no {noun} in {settings.store} match")


def _show_document(
    store: Store, document_id: str, settings: Settings, unknown: UnknownRecord
) -> None:
    """Show a document, if that is what the id names."""
    filters = Filters(document_id=document_id)
    found = list(_find(store, Noun.DOCUMENTS, filters))
    if not found:
        raise unknown
    if settings.format in (Format.TABLE, Format.MD):
        Page(settings.format).block(found[0].block, numbered=False)
    else:
        _write(found, Noun.DOCUMENTS, settings)


def _check_filters(noun: Noun, filters: Filters, *, by_speaker: bool) -> None:
    """Refuse an option that would be passed over in silence."""
    asked = {
        "--committer": filters.committer,
        "--speaker": filters.speaker,
        "--target": filters.target,
        "--kind": filters.kind,
        "--class": filters.event_class,
    }
    if noun in (Noun.DOCUMENTS, Noun.FAILURES):
        wrong = [name for name, value in asked.items() if value is not None]
        if wrong:
            raise typer.BadParameter(f"{noun} have none to compare", param_hint=wrong[0])
    if noun is Noun.FAILURES and filters != Filters():
        raise typer.BadParameter("failures are listed as a whole, without options to narrow them")
    if by_speaker and noun is not Noun.STATEMENTS:
        raise typer.BadParameter("only statements are summed up so", param_hint="--by-speaker")


def _day(text: str | None, option: str, *, last: bool) -> str | None:
    """Return the first or last day of an ISO year, month or day."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    try:
        if match is None:
            raise ValueError(text)
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        final = calendar.monthrange(year, month)[1]
        day = int(match[3] or (final if last else 1))
        if not 1 <= day <= final:
            raise ValueError(text)
    except ValueError as error:
        said = f"{text!r} is no ISO 8601 date; right would be 2022-02-06, 2022-02 or 2022"
        raise typer.BadParameter(said, param_hint=option) from error
    return f"{year:04}-{month:02}-{day:02}"
