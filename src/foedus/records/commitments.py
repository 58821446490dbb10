"""Commitment and Condition: an actor bound to an act of his own, usually if something happens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.actions import Promise
from foedus.records.actors import Actor
from foedus.records.documents import Evidence
from foedus.records.markup import to_facts


class Kind(StrEnum):
    """The kinds of commitment; MODEL's table gives the test for each."""

    THREAT = "threat"
    PLEDGE = "pledge"
    RED_LINE = "red_line"
    ULTIMATUM = "ultimatum"
    OFFER = "offer"
    ASSURANCE = "assurance"
    OBLIGATION = "obligation"


class Polarity(StrEnum):
    """Whether the act is promised or refused, relative to its class."""

    WILL = "will"
    WILL_NOT = "will_not"


class Strength(StrEnum):
    """How firmly the committer is bound."""

    FIRM = "firm"
    READY = "ready"
    POSSIBLE = "possible"


class Voice(StrEnum):
    """In whose words the action stands."""

    DIRECT_QUOTE = "direct_quote"
    INDIRECT = "indirect"
    AUTHORIAL = "authorial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A node of a condition's tree: one event, or all, any or the negation of others.

    Exactly one of `event_class`, `all_of`, `any_of`, `negated` is set.
    """

    event_class: str | None = None
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    manner: str | None = None
    all_of: tuple[Trigger, ...] = ()
    any_of: tuple[Trigger, ...] = ()
    negated: Trigger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What would have to happen; `span` covers the whole condition with its connective."""

    span: Evidence
    connective: str | None
    event_class: str
    actor: str | None
    target: str | None
    tree: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Who is bound to do what, if what happens, and who says so.

    `spoken_for` marks a speaker who commits another actor: never that actor's own pledge.
    `exclusive` marks promises covered by an "only". `score` is 0–1.
    """

    id: str
    kind: Kind
    speaker: Actor | None
    committer: Actor
    beneficiary: Actor | None
    target: Actor | None
    condition: Condition | None
    action: Promise
    polarity: Polarity
    strength: Strength
    voice: Voice
    sources: tuple[str, ...] = ()
    statement_id: str | None = None
    spoken_for: bool = False
    exclusive: bool = False
    basis: Evidence | None = None
    hedges: tuple[str, ...] = ()
    score: float = 1.0

    def _repr_html_(self) -> str:
        """Return the commitment as a notebook shows it."""
        return to_facts(self.id, zip(HEADINGS, summary_of(self), strict=True))


HEADINGS = ("who", "if", "then", "kind", "says who", "score")


def summary_of(commitment: Commitment) -> tuple[str, ...]:
    """Return a commitment in few words, one for each of HEADINGS."""
    condition, speaker = commitment.condition, commitment.speaker
    refused = "not: " if commitment.polarity is Polarity.WILL_NOT else ""
    only = " (only in this case)" if commitment.exclusive else ""
    return (
        commitment.committer.name + (" (spoken for)" if commitment.spoken_for else ""),
        condition.span.exact + only if condition else "no condition stated",
        refused + commitment.action.span.exact,
        commitment.kind.replace("_", " "),
        speaker.name if speaker else "the text",
        f"{commitment.score:.2f}",
    )
