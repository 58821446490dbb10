"""A commitment as one plain sentence, in parts that a template sets: who would do what, if what.

The words say what texts say: "would", "says", "asserted by"; never what will happen.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Polarity, Voice
from foedus.records.documents import Document, HowKnown
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Standing
from foedus.spelling.blocks import name_when, spell_words
from foedus.spelling.threads import mode_of

_UNTOUCHED = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One commitment as it is told in one place, in words.

    `who` is bound and `would` ("would", "would not") do `act`, in the very words of the text;
    `condition` holds its words too, None where none is stated. `speaker` says so, through
    `channel`, in the manner `mode`; `starred` marks a speaker who commits somebody else. `when` is
    when it was said, else when the text was published; empty where neither is known.
    """

    id: str
    who: str
    who_id: str | None
    would: str
    act: str
    condition: str | None
    speaker: str | None
    channel: tuple[str, ...]
    mode: str
    starred: bool
    kind: str
    strength: str
    when: str
    document: Document
    decision: str | None
    edited: bool

    @property
    def line(self) -> str:
        """Return it as one line of text."""
        condition = f" {self.condition}" if self.condition else ""
        return f"{self.who} {self.would} {self.act}{condition}"


def tell(entry: Entry, standing: Standing = _UNTOUCHED) -> Telling:
    """Return a stored commitment in words; its edits are made."""
    record = entry.record
    if not isinstance(record, Commitment):
        raise TypeError(f"{entry.id} is no commitment")
    said = entry.statement.said if entry.statement else None
    return Telling(
        id=record.id,
        who=record.committer.name,
        who_id=actor_key(record.committer),
        would="would not" if record.polarity is Polarity.WILL_NOT else "would",
        act=spell_words(record.action.span),
        condition=spell_words(record.condition.span) if record.condition else None,
        speaker=_speaker(record),
        channel=entry.statement.channel if entry.statement else (),
        mode=mode_of(entry),
        starred=record.spoken_for,
        kind=record.kind.value,
        strength=record.strength.value,
        when=name_when(said) or published_on(entry.document),
        document=entry.document,
        decision=None if standing.decision is None else _DECIDED.get(standing.decision),
        edited=bool(standing.edits),
    )


def actor_key(actor: Actor) -> str:
    """Return what an actor's page is asked by: its id or code, else its name."""
    return actor.id or actor.code or actor.name


def published_on(document: Document) -> str:
    """Return when a document was published; empty where that is not known."""
    published = document.published
    if published.how is HowKnown.UNKNOWN or (published.earliest or published.latest) is None:
        return ""
    if published.earliest == published.latest:
        return f"published {published.earliest}"
    return f"published {published.earliest or '…'} to {published.latest or '…'}"


_DECIDED = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected"}


def _speaker(record: Commitment) -> str | None:
    """Return who says so; None where the text says it itself or names nobody."""
    if record.speaker is None or record.voice is Voice.AUTHORIAL:
        return None
    return record.speaker.name
