"""The verb `review`: records one by one with one key each, some at once, or all that match."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Optional

import typer

from foedus.cli.keys import parse_value, read_line
from foedus.cli.messages import say
from foedus.cli.reviewer import Reviewer
from foedus.cli.settings import StoreOption, settings_of
from foedus.records.entries import Listed
from foedus.records.threads import Verdict
from foedus.reviewing import accept, edit, judge, reject, undo
from foedus.stores import Filters, Status, Store, open_store

_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time
_TEXTS = Optional[list[str]]  # noqa: UP045


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is to be done with every record, without asking for keys."""

    accept: bool = False
    reject: bool = False
    undo: bool = False
    edits: tuple[tuple[str, object], ...] = ()
    same: str | None = None
    not_same: str | None = None

    @property
    def count(self) -> int:
        """Return how many things are asked for."""
        wanted = (self.accept, self.reject, self.undo, self.edits, self.same, self.not_same)
        return sum(bool(one) for one in wanted)


def review(
    context: typer.Context,
    ids: Annotated[_TEXTS, typer.Argument(metavar="[ID…]", help="Only these records.")] = None,
    *,
    noun: Annotated[Listed, typer.Option(help="What to review.")] = Listed.COMMITMENTS,
    pairs: Annotated[bool, typer.Option("--pairs", help="Pairs the machine is unsure of.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also what is reviewed already.")] = False,
    to_accept: Annotated[bool, typer.Option("--accept", help="Accept them.")] = False,
    to_reject: Annotated[bool, typer.Option("--reject", help="Reject them.")] = False,
    to_undo: Annotated[bool, typer.Option("--undo", help="Take back the last step.")] = False,
    edits: Annotated[_TEXTS, typer.Option("--edit", metavar="SLOT=VALUE", help="Set it.")] = None,
    same: Annotated[_TEXT, typer.Option(metavar="ID", help="Tells the same as this.")] = None,
    not_same: Annotated[_TEXT, typer.Option(metavar="ID", help="Does not.")] = None,
    committer: Annotated[_TEXT, typer.Option(help="Who is bound: name, id, code.")] = None,
    kind: Annotated[_TEXT, typer.Option(help="Kind, act, type or status.")] = None,
    document: Annotated[_TEXT, typer.Option(help="Only this document.")] = None,
    limit: Annotated[Optional[int], typer.Option(min=1, help="So many.")] = None,  # noqa: UP045
    by: Annotated[_TEXT, typer.Option(help="Who reviews.  [env: FOEDUS_REVIEWER]")] = None,
    why: Annotated[_TEXT, typer.Option(help="A reason, kept in the history.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before many.")] = False,
    store: StoreOption = None,
) -> None:
    """Accept, reject or correct what was read; the machine's proposal and every step are kept.

    Without --accept, --reject and the like, records that nobody has decided are shown one by one,
    the least certain first, with one key each: a accept, r reject, e edit a slot, u undo,
    j or Enter next, k back, q leave, ? help. With --pairs: s the same, n not the same.

    \b
    Examples:
      foedus review --committer BLR
      foedus review --pairs --by ana
      foedus review c-0123456789ab --edit kind=threat --why "harm, not help"
      foedus review c-0123456789ab --not-same c-ba9876543210
      foedus review --kind red_line --reject --by ana
    """
    settings = settings_of(context, store)
    asked = _Asked(
        accept=to_accept,
        reject=to_reject,
        undo=to_undo,
        edits=tuple(_parse_edit(text) for text in edits or ()),
        same=same,
        not_same=not_same,
    )
    filters = Filters(
        committer=committer,
        kind=kind,
        document_id=document,
        status=Status.ALL if every else Status.UNREVIEWED,
        limit=limit,
    )
    who = by or settings.reviewer or getpass.getuser()
    with open_store(settings.store) as opened:
        if asked.count == 0:
            Reviewer(opened, who, settings).go(noun, filters, ids=ids, pairs=pairs)
            return
        chosen = list(ids) if ids else _matching(opened, noun, filters, yes=yes, asked=asked)
        _do(opened, chosen, asked, by=who, why=why)
        say(f"{len(chosen)} {noun} reviewed by {who} -> {settings.store_name}")


def _matching(
    store: Store, noun: Listed, filters: Filters, *, yes: bool, asked: _Asked
) -> Sequence[str]:
    """Return the ids that the filters match, after the reader has seen how many they are."""
    if asked.count > 1 or asked.same or asked.not_same or asked.edits:
        raise typer.BadParameter("give the ID of the record that this is about")
    found = [entry.id for entry in store.find_records(noun, filters)]
    what = "accept" if asked.accept else "reject" if asked.reject else "undo the last step on"
    question = f"{what} {len(found)} {noun}? [y/N] "
    if found and not yes and read_line(question).casefold() not in ("y", "yes"):
        say("nothing done")
        raise typer.Exit(0)
    return found


def _parse_edit(text: str) -> tuple[str, object]:
    """Return the slot and the value of SLOT=VALUE; a value that is no JSON is a plain word."""
    slot, sign, value = text.partition("=")
    if not sign or not slot:
        raise typer.BadParameter(f"{text!r} is no SLOT=VALUE", param_hint="--edit")
    return slot.strip(), parse_value(value.strip())


def _do(store: Store, ids: Sequence[str], asked: _Asked, *, by: str, why: str | None) -> None:
    for record_id in ids:
        for slot, value in asked.edits:
            edit(store, record_id, slot, value, by=by, why=why)
        if asked.same:
            judge(store, record_id, asked.same, Verdict.SAME, by=by)
        if asked.not_same:
            judge(store, record_id, asked.not_same, Verdict.NOT_SAME, by=by)
        if asked.undo:
            undo(store, record_id, by=by, why=why)
        if asked.accept:
            accept(store, record_id, by=by, why=why)
        if asked.reject:
            reject(store, record_id, by=by, why=why)
