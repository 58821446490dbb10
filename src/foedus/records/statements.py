"""Statement: an attributed speech act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.actors import Actor
from foedus.records.documents import Evidence
from foedus.records.times import When


class Style(StrEnum):
    """How the words are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    HEADLINE = "headline"


class SpeechAct(StrEnum):
    """What a statement does."""

    ASSERT = "assert"
    ACCUSE = "accuse"
    PREDICT = "predict"
    WARN = "warn"
    DEMAND = "demand"
    DENY = "deny"
    COMMIT = "commit"
    ASK = "ask"
    PRAISE = "praise"
    ANNOUNCE = "announce"
    RED_LINE = "red_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what, in which words, through whom.

    `content` spans leave out outer quotation marks and an opening "that". `channel` lists who
    relayed the words, nearest the speaker first, down to the document's outlet. `parent` is the id
    of the statement inside whose content this one stands. `score` is 0–1, measured on the
    development set.
    """

    id: str
    speaker: Actor | None
    cue: tuple[Evidence, ...]
    content: tuple[Evidence, ...]
    source: tuple[Evidence, ...]
    style: Style
    acts: tuple[SpeechAct, ...] = ()
    accused: tuple[Actor, ...] = ()
    addressee: Actor | None = None
    channel: tuple[str, ...] = ()
    said: When | None = None
    parent: str | None = None
    hedges: tuple[str, ...] = ()
    score: float = 1.0
