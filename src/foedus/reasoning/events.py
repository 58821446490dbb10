"""From an Event that a text reports to the pattern of what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.reasoning.classes import OTHER, load_classes
from foedus.reasoning.language import NOT_STATED, Pattern, Role, named
from foedus.reasoning.names import Directory
from foedus.reasoning.thresholds import load_thresholds
from foedus.records.actions import Event
from foedus.records.actors import Actor

_ARTICLE = re.compile("^the ", re.IGNORECASE)


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
    regions = [one.name for one in event.recipients if _is_region(one, directory)]
    actor = _role(event.actors, directory, at or date)
    target = _role(event.recipients, directory, at or date)
    if regions and target.names == actor.names:  # "Ukraine attacks Donbas": where, not whom
        target = NOT_STATED
    return Pattern(
        event_class=event.event_class if known else OTHER,
        actor=actor,
        target=target,
        place=_place(event.place or (regions[0] if regions else None), directory),
        manner=manner,
        scale=scale,
        date=date,
    )


def _is_region(actor: Actor, directory: Directory) -> bool:
    """Say whether an actor is named by a place within a state ("the Donbas")."""
    place = directory.find_place(_ARTICLE.sub("", actor.name))
    return place is not None and directory.find_actor(place.name) != place.code


def _role(actors: Sequence[Actor], directory: Directory, at: str | None) -> Role:
    single = [member for actor in actors for member in actor.members or (actor,)]
    ids = [directory.id_of(a, at) or directory.find_actor(a.name, at) or a.name for a in single]
    return named(*dict.fromkeys(ids)) if ids else NOT_STATED


def _place(name: str | None, directory: Directory) -> str | None:
    if name is None:
        return None
    found = directory.find_place(_ARTICLE.sub("", name))
    return found.name if found is not None else name
