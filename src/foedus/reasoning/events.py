"""From an Event that a text reports to the pattern of what happened."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.reasoning.classes import OTHER, load_classes
from foedus.reasoning.language import NOT_STATED, Pattern, Role, named
from foedus.reasoning.names import Directory
from foedus.reasoning.thresholds import load_thresholds
from foedus.records.actions import Event
from foedus.records.actors import Actor


def event_of(event: Event, directory: Directory, at: str | None = None) -> Pattern:
    """Return a reported event as a pattern; what it does not say stays not stated.

    Manner and scale are read from the words that name the event.

    Args:
        event: A record of the analysis.
        directory: Turns actors and places into ids.
        at: The date at which names are read; by default the event's own.
    """
    earliest = event.when.earliest if event.when is not None else None
    date = earliest[:10] if earliest is not None else None
    manner, scale = load_thresholds().find_in(event.span.exact)
    known = event.event_class in load_classes().rows
    return Pattern(
        event_class=event.event_class if known else OTHER,
        actor=_role(event.actors, directory, at or date),
        target=_role(event.recipients, directory, at or date),
        place=_place(event.place, directory),
        manner=manner,
        scale=scale,
        date=date,
    )


def _role(actors: Sequence[Actor], directory: Directory, at: str | None) -> Role:
    single = [member for actor in actors for member in actor.members or (actor,)]
    ids = [directory.id_of(a, at) or directory.find_actor(a.name, at) or a.name for a in single]
    return named(*dict.fromkeys(ids)) if ids else NOT_STATED


def _place(name: str | None, directory: Directory) -> str | None:
    if name is None:
        return None
    found = directory.find_place(name)
    return found.name if found is not None else name
