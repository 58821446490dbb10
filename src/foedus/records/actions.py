"""Promise, Event and Figure: what is promised, what is reported as done, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.actors import Actor
from foedus.records.documents import Evidence
from foedus.records.times import When


class EventStatus(StrEnum):
    """How a text vouches for an event."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    ALLEGED = "alleged"
    DENIED = "denied"
    WARNED_AGAINST = "warned_against"


class FigureStatus(StrEnum):
    """How a text vouches for a figure."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    CONDITIONAL = "conditional"
    PLANNED = "planned"
    PREDICTED = "predicted"
    STATED_UNKNOWN = "stated_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The action of a commitment; `action_class` is from the third column of the class table."""

    span: Evidence
    action_class: str
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An action reported as done, going on, planned, alleged or denied.

    `type` and `mode` are PLOVER's; `event_class` is the first column of the table of event classes.
    """

    id: str
    type: str
    mode: str | None
    event_class: str
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: str | None
    when: When | None
    status: EventStatus
    span: Evidence
    statement_id: str | None = None
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity: at least is a minimum alone, at most a maximum alone, exactly both.

    Both bounds are None when the text says that the number is unknown (status stated_unknown).
    """

    id: str
    minimum: float | int | None
    maximum: float | int | None
    unit: str | None
    of: str | None
    status: FigureStatus
    span: Evidence
    statement_id: str | None = None
