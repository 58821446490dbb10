"""Editing: the slots of a commitment that a person may set, each with what may stand in it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from foedus.reasoning.classes import load_classes
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Kind, Polarity, Strength, Voice
from foedus.records.entries import Entry

_TRUTHS = ("true", "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot under its public name, what readers call it, its value, and its closed set if any."""

    name: str
    label: str
    value: str
    options: tuple[str, ...] = ()


def editable(entry: Entry) -> list[Slot]:
    """Return the slots of a commitment that its page lets a person set."""
    record = entry.record
    if not isinstance(record, Commitment):
        return []
    classes = load_classes()
    conditions = sorted({row.condition for row in classes.rows.values() if row.condition})
    slots = [
        Slot(name="kind", label="kind", value=record.kind, options=tuple(Kind)),
        Slot(name="committer", label="who is bound", value=_name(record.committer)),
        Slot(name="polarity", label="would or would not", value=record.polarity,
             options=tuple(Polarity)),
        Slot(name="action.class", label="does what", value=record.action.action_class,
             options=tuple(sorted(classes.kept))),
        Slot(name="beneficiary", label="for", value=_name(record.beneficiary)),
        Slot(name="target", label="against", value=_name(record.target)),
        Slot(name="strength", label="firmness", value=record.strength, options=tuple(Strength)),
        Slot(name="speaker", label="who says so", value=_name(record.speaker)),
        Slot(name="voice", label="in whose words", value=record.voice, options=tuple(Voice)),
        Slot(name="spoken_for", label="speaker commits somebody else",
             value=str(record.spoken_for).lower(), options=_TRUTHS),
        Slot(name="exclusive", label="only in this case", value=str(record.exclusive).lower(),
             options=_TRUTHS),
    ]  # fmt: skip
    if record.condition is not None:
        condition = record.condition
        slots[3:3] = [
            Slot(name="condition.class", label="if what happens", value=condition.event_class,
                 options=tuple(conditions)),
            Slot(name="condition.actor", label="by whom", value=condition.actor or ""),
            Slot(name="condition.target", label="to whom", value=condition.target or ""),
        ]  # fmt: skip
    return slots


def read_value(text: str) -> object:
    """Return what a person wrote for a slot: nothing, JSON, or else the text itself."""
    if not text.strip():
        return None
    try:
        value: object = json.loads(text)
    except ValueError:
        return text.strip()
    return value


def _name(actor: Actor | None) -> str:
    return actor.name if actor is not None else ""
