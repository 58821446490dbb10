"""The shapes of what is worked out: threads, drift, conflicts, scenarios, places of a search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.records.entries import Listed
from foedus.records.threads import ChangeKind, Drift, Edit, Part
from foedus.web.api.models import DocumentRow, Model


class Said(Model):
    """When something was said."""

    earliest: str | None
    latest: str | None


class Telling(Model):
    """One record of a thread: how it tells it, in which words, through whom and where."""

    id: str
    mode: Literal["verbatim", "paraphrase", "headline", "authorial"]
    condition: str | None
    action: str | None
    said: Said | None
    channel: list[str]
    document: DocumentRow


class Utterance(Model):
    """One occasion and everybody who tells it."""

    tellings: list[Telling]


class ThreadRow(Model):
    """The same commitment, told several times."""

    id: str
    noun: Listed
    committer: str | None
    kind: str
    tellings: int
    outlets: list[str]
    utterances: list[Utterance]


class Change(Model):
    """One step of drift; `words` is a diff: pairs of kept, removed or added and the words."""

    drift: Drift
    part: Part
    kinds: list[ChangeKind]
    earlier: Telling
    later: Telling
    words: list[tuple[Edit, str]]
    note: str | None


class Movement(Model):
    """A thread, the other threads of its author on the matter, and how the wording moves."""

    threads: list[ThreadRow]
    changes: list[Change]


class Conflict(Model):
    """Two commitments that cannot both hold as worded, and what would reconcile them."""

    kind: str
    note: str
    unless: str
    left: Telling
    right: Telling


class Conflicts(Model):
    """The conflicts among the first `compared` threads that match."""

    items: list[Conflict]
    compared: int
    complete: bool = Field(description="false: more threads match than are compared")


class Because(Model):
    """What triggers a promise: an event that was given, or the act of another promise (`by`)."""

    event: str
    pattern: str
    by: str | None
    fit: Literal["yes", "unknown", "no"]
    question: str | None


class Triggered(Model):
    """A promise whose condition is met."""

    id: str
    committer: str
    action: str
    bound: Literal["certain", "possible"]
    round: int
    because: list[Because]
    assumptions: list[str]
    strength: str
    spoken_for: bool
    hedges: list[str]
    also: list[str]


class Partly(Model):
    """A promise with a part of its condition met, and what is missing."""

    id: str
    missing: list[str]


class Unmet(Model):
    """A promise that is not triggered, and why."""

    id: str
    why: str


class Clash(Model):
    """Promises that could not all be kept."""

    kind: str
    ids: list[str]
    note: str
    unless: str


class Switch(Model):
    """An assumption on which the answer rests or that was thrown; null: it stands open."""

    name: str
    says: str
    on: bool | None


class Counts(Model):
    """How many promises are triggered, partly, not; the lists hold the first of them."""

    triggered: int
    partly: int
    unmet: int = Field(alias="not")


class Answer(Model):
    """What events would trigger. It says what texts say, not what will happen."""

    events: list[str]
    words: list[str]
    triggered: list[Triggered]
    partly: list[Partly]
    unmet: list[Unmet] = Field(alias="not")
    counts: Counts
    rounds: int | None = Field(
        description="what follows was followed through this round; null: to its end"
    )
    conflicts: list[Clash]
    switches: list[Switch]
    note: str


class OutsideEvent(Model):
    """An event that would have to happen, as a pattern and in words."""

    pattern: str
    words: str


class Link(Model):
    """A promise of the chain that leads to the act."""

    id: str
    committer: str
    action: str
    strength: str
    round: int
    also: list[str]


class Cause(Model):
    """A minimal set of events that would bring the act about, and the promises that fire."""

    events: list[OutsideEvent]
    size: int
    bound: Literal["certain", "possible"]
    strength: str
    chain: list[Link]
    assumptions: list[str]
    questions: list[str]
    unless: list[str]
    spoken_for: bool
    hedges: list[str]
    instances: list[list[str]]


class Least(Model):
    """The least that would have to happen. It says what texts say, not what will happen."""

    actor: str
    outcome: str
    causes: list[Cause]
    choices: list[Cause] = Field(description="those in which the actor himself does an event")
    complete: bool = Field(description="false: there may be more")
    note: str


class Place(Model):
    """A place of a text where the words of a search stand."""

    document: DocumentRow
    start: int
    end: int
    before: str
    exact: str
    after: str


class Totals(Model):
    """How much the store holds."""

    documents: int
    statements: int
    commitments: int
    events: int
    figures: int
    failures: int


class Job(Model):
    """A reading that goes on: how far it is, ids that came of it, and lines about what did not."""

    id: str
    name: str
    total: int
    done: int
    over: bool
    documents: list[str]
    faults: list[str]
