"""Warnings against an event without a stated consequence: contravened, but never triggered."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.reasoning.events import event_of
from foedus.reasoning.language import Pattern, RoleKind, named
from foedus.reasoning.names import Directory
from foedus.reasoning.rules import WARNING, Rule, since_of
from foedus.records.actions import Event, EventStatus
from foedus.records.commitments import Kind
from foedus.records.entries import Entry
from foedus.world.world import World


def warnings_of(entries: Iterable[Entry], world: World) -> tuple[Rule, ...]:
    """Return the warnings among stored events, in their order, as rules without an act.

    Args:
        entries: Events with their documents and statements; only those that a named speaker warns
            against, with somebody named who would act or suffer, give one.
        world: Resolves names.
    """
    directory = Directory(world)
    return tuple(rule for entry in entries for rule in _warning(entry, directory))


def _warning(entry: Entry, directory: Directory) -> tuple[Rule, ...]:
    event, statement = entry.record, entry.statement
    if not isinstance(event, Event) or event.status is not EventStatus.WARNED_AGAINST:
        return ()
    speaker = statement.speaker if statement is not None else None
    trigger = event_of(event, directory)
    roles = (trigger.actor, trigger.target)
    if speaker is None or not any(role.kind is RoleKind.NAME for role in roles):
        return ()
    since = since_of(entry)
    who = directory.id_of(speaker, since) or speaker.name
    rule = Rule(
        id=event.id,
        committer=who,
        trigger=trigger,
        consequence=Pattern(event_class="other", actor=named(who)),
        refused=True,
        kind=Kind.RED_LINE,
        since=since,
        origin=WARNING,
        condition_words=event.span.exact,
        entry=entry,
    )
    return (rule,)
