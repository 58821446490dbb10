"""The verbs that ask a store: `list` and `show`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Optional

import typer

from foedus.cli.asked import (
    REASONED,
    RECORDS,
    Noun,
    Told,
    check_day,
    check_filters,
    first_day,
)
from foedus.cli.found import (
    Found,
    found_document,
    found_failure,
    found_record,
    say_none,
    write,
)
from foedus.cli.narrowing import (
    ClassOption,
    CommitterOption,
    DocumentOption,
    KindOption,
    SinceOption,
    SpeakerOption,
    StatusOption,
    TargetOption,
    UntilOption,
    filters_of,
)
from foedus.cli.reasoned import Asked, write_reasoned
from foedus.cli.render import Page
from foedus.cli.settings import Format, FormatOption, Settings, StoreOption, settings_of
from foedus.cli.summary import find_voices, speaker_of
from foedus.cli.tellings import (
    found_conflicts,
    found_copies,
    found_stories,
    found_threads,
    show_history,
    show_thread,
)
from foedus.cli.treaties import found_treaties
from foedus.errors import UnknownRecord
from foedus.records.commitments import Commitment
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed, get_reviewed
from foedus.spelling.blocks import SPOKEN_FOR, find_marks
from foedus.spelling.marks import find_passages
from foedus.stores import Filters, Status, Store, open_store

_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time


def list_records(
    context: typer.Context,
    noun: Annotated[Noun, typer.Argument(help="What to list.")],
    *,
    committer: CommitterOption = None,
    speaker: SpeakerOption = None,
    target: TargetOption = None,
    kind: KindOption = None,
    event_class: ClassOption = None,
    document: DocumentOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    status: StatusOption = Status.KEPT,
    limit: Annotated[Optional[int], typer.Option(min=1, help="So many.")] = None,  # noqa: UP045
    of: Annotated[Told, typer.Option(help="Threads of these records.")] = Told.COMMITMENTS,
    by_speaker: Annotated[bool, typer.Option("--by-speaker", help="Who says what, where.")] = False,
    at: Annotated[
        _TEXT, typer.Option(metavar="DATE", help="Gaps, loops and known treaties of this day.")
    ] = None,
    treaties: Annotated[
        bool, typer.Option("--with-treaties", help="Gaps, loops, treaties: also those known.")
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """List what the store holds: all of it, or what the options narrow it to.

    Names match without regard to case: the whole name, a word of it, an id or a country code.
    Records that a person rejected are left out unless --status asks for them.

    \b
    Examples:
      foedus list commitments --committer BLR
      foedus list statements --by-speaker --since 2022-01
      foedus list commitments --status unreviewed --format csv > register.csv
      foedus list threads --committer BLR
      foedus list threads --of events
      foedus list stories --format jsonl
      foedus list conflicts
      foedus list gaps --kind unanswered_attack
      foedus list loops --with-treaties --at 2022-02
      foedus list treaties --format csv > duties.csv
      foedus list treaties --with-treaties --at 1914-07-28 --kind defence
    """
    filters = filters_of(context)
    check_filters(noun, filters, by_speaker=by_speaker, of=of)
    check_day(noun, at, treaties=treaties)
    settings = settings_of(context, store, output)
    with open_store(settings.store) as opened:
        if by_speaker:
            _write_voices(opened, filters, settings)
        elif noun in REASONED:
            day = first_day(at, "--at")
            asked = Asked(noun=noun, at=day, treaties=treaties, kind=kind, limit=limit)
            write_reasoned(opened, asked, settings)
        elif noun is Noun.TREATIES:
            day = first_day(at, "--at")
            write(found_treaties(opened, filters, at=day, table=treaties), noun, settings)
        else:
            write(_find(opened, noun, filters, of=of), noun, settings)


def show(
    context: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", help="A record, thread or document.")],
    *,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Show one record: its characters marked in the text, its channel, thread and history.

    \b
    Examples:
      foedus show c-0123456789ab
      foedus show t-0123456789ab
      foedus show report.txt --format json
    """
    settings = settings_of(context, store, output)
    with open_store(settings.store) as opened:
        if record_id.startswith("t-"):
            show_thread(opened, record_id, settings)
            return
        try:
            entry, standing = get_reviewed(opened, record_id)
        except UnknownRecord as error:
            _show_document(opened, record_id, settings, error)
            return
        if settings.format not in (Format.TABLE, Format.MD):
            write(iter([found_record(entry, standing)]), Noun(entry.noun.value), settings)
            return
        page = Page(settings.format)
        page.block(found_record(entry, standing).block, numbered=False)
        marks = find_marks(entry.record)
        if entry.statement is not None:
            marks += [mark for mark in find_marks(entry.statement) if mark.label == "cue"]
        for passage in find_passages(entry.document.text, marks):
            page.passage(passage.text)
        if isinstance(entry.record, Commitment) and entry.record.spoken_for:
            page.note(SPOKEN_FOR)
        show_history(opened, entry, standing, page)


Finder = Callable[[Store, Filters], Iterator[Found]]


def _find_documents(store: Store, filters: Filters) -> Iterator[Found]:
    return (found_document(document) for document in store.find_documents(filters))


def _find_failures(store: Store, _: Filters) -> Iterator[Found]:
    return (found_failure(failed) for failed in store.find_failures())


_FINDERS: Mapping[Noun, Finder] = {
    Noun.DOCUMENTS: _find_documents,
    Noun.FAILURES: _find_failures,
    Noun.STORIES: found_stories,
    Noun.COPIES: found_copies,
    Noun.CONFLICTS: found_conflicts,
}


def _find(
    store: Store, noun: Noun, filters: Filters, *, of: Told = Told.COMMITMENTS
) -> Iterator[Found]:
    if noun is Noun.THREADS:
        return found_threads(store, filters, of=Listed(of.value))
    if noun in RECORDS:
        reviewed = find_reviewed(store, Listed(noun.value), filters)
        return (found_record(entry, standing) for entry, standing in reviewed)
    return _FINDERS[noun](store, filters)


def _write_voices(store: Store, filters: Filters, settings: Settings) -> None:
    """Write the statements speaker by speaker, as a summary for readers or as rows."""
    reviewed = find_reviewed(store, Listed.STATEMENTS, filters)
    if settings.format not in (Format.TABLE, Format.MD):
        rows = sorted(reviewed, key=lambda one: (speaker_of(one[0]) or "").casefold())
        found = (found_record(entry, standing) for entry, standing in rows)
        write(found, Noun.STATEMENTS, settings)
        return
    page = Page(settings.format)
    voices = find_voices(entry for entry, _ in reviewed)
    for voice in voices:
        page.heading(f"{voice.speaker} ({voice.count} statement{'s'[: voice.count > 1]})")
        for block in voice.blocks:
            page.block(block, numbered=False)
    if not voices:
        say_none(Noun.STATEMENTS, settings)


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
        write(found, Noun.DOCUMENTS, settings)
