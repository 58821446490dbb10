"""The records of the API as its OpenAPI describes them: what `foedus analyze` and `list` write.

Rows are written by `foedus.spelling`, not by these models: they describe, and a test holds both to
each other.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, Field, JsonValue

from foedus.records.actions import EventStatus, FigureStatus
from foedus.records.commitments import Kind, Polarity, Strength, Voice
from foedus.records.documents import HowKnown
from foedus.records.reviews import Decision
from foedus.records.statements import SpeechAct, Style

Item = TypeVar("Item")


class Model(BaseModel):
    """A shape of the API. Fields may be added to it within version 1, none is taken away."""


class Page(Model, Generic[Item]):
    """A part of a list, in the order in which records were stored and stand in their texts."""

    items: list[Item]
    next: str | None = Field(description="cursor of the next part; null at the end")


class Span(Model):
    """Characters of the document's text: `text[start:end] == exact`, in Unicode code points."""

    start: int
    end: int
    exact: str


class Entity(Model):
    """Somebody named in a text."""

    name: str
    members: list[Entity] = Field(default=[], description="left out where there are none")
    id: str | None
    code: str | None = Field(description="ISO 3166-1 alpha-3")
    sector: str | None
    span: Span | None


class Interval(Model):
    """When: ISO 8601 dates or times; null at an end that is open."""

    earliest: str | None
    latest: str | None
    precision: str
    span: Span | None


class Published(Model):
    """When a document was published, and how that is known."""

    earliest: str | None
    latest: str | None
    precision: str
    how: HowKnown


class DocumentRow(Model):
    """A document without its text."""

    id: str
    sha256: str
    title: str | None
    author: str | None
    outlet: str | None
    url: str | None
    language: str
    extra: dict[str, JsonValue]
    published: Published
    characters: int


class Step(Model):
    """One step of a record's history; `before` and `after` are JSON as text."""

    number: int | None
    at: str
    reviewer: str
    decision: Decision
    slot: str | None
    before: str | None
    after: str | None
    reason: str | None
    undoes: int | None


class Standing(Model):
    """What people decided about a record; null where nobody has."""

    status: Decision | None
    edited: list[str]
    history: list[Step]


class Statement(Model):
    """Who said what, in which words, through whom."""

    id: str
    speaker: Entity | None
    cue: list[Span]
    content: list[Span]
    source: list[Span]
    style: Style
    acts: list[SpeechAct]
    accused: list[Entity]
    addressee: Entity | None
    channel: list[str]
    said: Interval | None
    parent: str | None
    hedges: list[str]
    score: float


class Cited(Model):
    """What every row carries beside the record itself."""

    review: Standing
    document: DocumentRow


class StatementRow(Statement, Cited):
    """A statement with its review and its document."""


class Condition(Model):
    """What would have to happen; `tree` is one event, or `all_of`, `any_of` or `not` of others."""

    span: Span
    connective: str | None
    event_class: str = Field(alias="class")
    actor: str | None
    target: str | None
    tree: dict[str, JsonValue]


class Action(Model):
    """What would be done."""

    span: Span
    action_class: str = Field(alias="class")
    objects: list[str]


class CommitmentRow(Cited):
    """Who is bound to do what, if what happens, and who says so."""

    id: str
    kind: Kind
    speaker: Entity | None
    committer: Entity
    beneficiary: Entity | None
    target: Entity | None
    condition: Condition | None
    action: Action
    polarity: Polarity
    strength: Strength
    voice: Voice
    sources: list[str]
    statement_id: str | None
    spoken_for: bool = Field(description="another speaks: never the committer's own pledge")
    exclusive: bool
    basis: Span | None
    hedges: list[str]
    score: float
    statement: Statement | None = Field(default=None, description="left out where there is none")


class EventRow(Cited):
    """An action reported as done, going on, planned, alleged or denied."""

    id: str
    type: str
    mode: str | None
    event_class: str = Field(alias="class")
    actors: list[Entity]
    recipients: list[Entity]
    place: str | None
    when: Interval | None
    status: EventStatus
    span: Span
    statement_id: str | None
    figures: list[str]
    statement: Statement | None = Field(default=None, description="left out where there is none")


class FigureRow(Cited):
    """A quantity; without both bounds the text says that the number is not known."""

    id: str
    minimum: float | None
    maximum: float | None
    unit: str | None
    of: str | None
    status: FigureStatus
    span: Span
    statement_id: str | None
    statement: Statement | None = Field(default=None, description="left out where there is none")


class Analysis(Model):
    """A document with its text and everything it is read to say, as `foedus analyze` writes it."""

    version: str = Field(alias="schema")
    document: dict[str, JsonValue]
    statements: list[dict[str, JsonValue]]
    commitments: list[dict[str, JsonValue]]
    events: list[dict[str, JsonValue]]
    figures: list[dict[str, JsonValue]]
    times: list[dict[str, JsonValue]]
