"""Whatever was found, written in the shape asked for: a page for readers, rows for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.cli.lines import Cells, Lines
from foedus.cli.messages import say
from foedus.cli.render import Page
from foedus.cli.settings import Format, Settings
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.reports import Failed
from foedus.records.reviews import Standing
from foedus.spelling.blocks import SPOKEN_FOR, Block, document_block, to_block
from foedus.spelling.rows import document_row, failure_row, record_row

_UNTOUCHED = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is listed: its row for programs and its block for readers."""

    row: dict[str, object]
    block: Block
    spoken_for: bool = False


def found_record(entry: Entry, standing: Standing = _UNTOUCHED) -> Found:
    """Return a record as it is listed; the entry holds its edits already."""
    record = entry.record
    return Found(
        row=record_row(entry, standing),
        block=to_block(entry, standing),
        spoken_for=isinstance(record, Commitment) and record.spoken_for,
    )


def found_document(document: Document) -> Found:
    """Return a document as it is listed."""
    return Found(row={"document": document_row(document)}, block=document_block(document))


def found_failure(failed: Failed) -> Found:
    """Return an input that could not be read."""
    lines = (("code", failed.code), ("message", failed.message))
    return Found(
        row=failure_row(failed), block=Block(title=failed.document_id, id=None, lines=lines)
    )


def write(found: Iterable[Found], noun: str, settings: Settings) -> None:
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
        say_none(noun, settings)


def say_none(noun: str, settings: Settings) -> None:
    """Say that nothing was found, unless the reader wants to hear of failures only."""
    if settings.loudness >= 0:
        say(f"no {noun} in {settings.store_name} match")


def _write_page(found: Iterable[Found], page: Page) -> int:
    count, marked = 0, False
    for one in found:
        page.block(one.block)
        count += 1
        marked = marked or one.spoken_for
    if marked:
        page.note(SPOKEN_FOR)
    return count
