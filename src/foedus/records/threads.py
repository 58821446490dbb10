"""Judgement, Thread and Change: which records tell the same thing, and how its wording moves.

Records are never rewritten. A Judgement about two records is kept apart from them; Threads and
Changes are computed from records and judgements on the way out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.entries import Entry

MACHINE = "machine"
"""The judge of every judgement that no person made."""


class Relation(StrEnum):
    """How two records belong together."""

    UTTERANCE = "utterance"
    """The same words on the same occasion, told again: verbatim, paraphrased, in a headline."""
    RESTATEMENT = "restatement"
    """The same commitment, said again by its author on another occasion."""
    POSITION = "position"
    """Another commitment of the same author on the same matter: never one thread with it."""


class Verdict(StrEnum):
    """What a judge says of two records."""

    SAME = "same"
    NOT_SAME = "not_same"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"
    """A person takes back what he said of the two: the machine's judgement holds again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature of a comparison: its name, its weight (positive speaks for) and why."""

    feature: str
    weight: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one judge says of two records; `left` sorts before `right`.

    `judge` is MACHINE or a person's name; `at` is an ISO 8601 time in UTC. A machine's judgement
    has a score (0–1), reasons and the version of the rules. For POSITION, SAME means that the two
    belong to one matter; it never joins their threads. A person's judgement holds against any
    machine's, and the latest of a person against the earlier.
    """

    left: str
    right: str
    relation: Relation
    verdict: Verdict
    judge: str
    at: str
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One occasion of a thread and everybody who tells it; verbatim first, headlines last."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The same commitment (or statement, or event), told several times.

    `id` is "t-" and the hash of the member that was stored first. The id of every other member with
    "t-" in place of its letter answers for the same thread, so an id that was ever given out still
    answers after threads were merged or split.
    """

    id: str
    utterances: tuple[Utterance, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return every telling, utterance by utterance."""
        return tuple(entry for utterance in self.utterances for entry in utterance.entries)


class Drift(StrEnum):
    """Whose words moved."""

    REPORTING = "reporting"
    """Between tellings of one utterance: headline and body, outlet and outlet."""
    POSITION = "position"
    """Between what the actor said and what he said later."""


class Part(StrEnum):
    """What of a commitment changed."""

    CONDITION = "condition"
    ACTION = "action"
    COMMITTER = "committer"


class ChangeKind(StrEnum):
    """How it changed."""

    RESTATED = "restated"
    WIDENED = "widened"
    NARROWED = "narrowed"
    THRESHOLD_LOST = "threshold_lost"
    THRESHOLD_ADDED = "threshold_added"
    OTHER_ACTOR = "other_actor"
    HARDENED = "hardened"
    SOFTENED = "softened"
    WITHDRAWN = "withdrawn"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    """A headline that no sentence of its body supports."""
    OTHER = "other"


class Edit(StrEnum):
    """What became of a run of words between two wordings."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of drift: two tellings, the part that changed, how, and a diff of the words."""

    drift: Drift
    earlier: Entry
    later: Entry
    part: Part
    kinds: tuple[ChangeKind, ...]
    earlier_words: str | None
    later_words: str | None
    words: tuple[tuple[Edit, str], ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two commitments that cannot both hold as worded, and what would reconcile them.

    `unless` is a sentence without its full stop ("an attack in Donbas counts as one on Russia").
    """

    left: Entry
    right: Entry
    kind: str
    note: str
    unless: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What of a record (or document) is compared with others, small enough to keep them all.

    Two digests are worth comparing if they share a key. `body` is JSON that only the merging room
    reads; `version` names the rules that wrote it.
    """

    id: str
    noun: str
    version: str
    keys: tuple[str, ...]
    body: str
