"""The nouns of foedus: frozen dataclasses that need nothing but the standard library."""

from foedus.records.actions import Event, EventStatus, Figure, FigureStatus, Promise
from foedus.records.actors import Actor
from foedus.records.analyses import Analysis, record_id
from foedus.records.commitments import (
    Commitment,
    Condition,
    Kind,
    Polarity,
    Strength,
    Trigger,
    Voice,
)
from foedus.records.documents import Document, Evidence, HowKnown, Published
from foedus.records.statements import SpeechAct, Statement, Style
from foedus.records.times import Precision, When

__all__ = [
    "Actor", "Analysis", "Commitment", "Condition", "Document", "Event", "EventStatus", "Evidence",
    "Figure", "FigureStatus", "HowKnown", "Kind", "Polarity", "Precision", "Promise", "Published",
    "SpeechAct", "Statement", "Strength", "Style", "Trigger", "Voice", "When", "record_id",
]  # fmt: skip
