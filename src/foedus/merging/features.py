"""Features: what of a record the merging room compares, and its shape as compact JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from foedus.merging.occasions import Occasion
from foedus.merging.triggers import Leaf


class Telling(StrEnum):
    """How exactly a telling gives the words, best first."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One telling. Parties are codes or ids; stems are words without inflection.

    `act_named` are the parties that the words of the act name; in `if_stems` and
    `sentence` (the stems of the whole sentence) a name stands as its party.

    `act` and `willing` are the act as it comes to: a refusal to supply is a cut; `worded_act` and
    `worded_will` are the act as it is worded. Of records that are no commitments, `act` is the
    class, the speech acts or what is counted, `committer` who acts or speaks, `if_stems` what
    their words make a condition, `pact` the instrument that came to be, `kind` how many, and
    `introduced` says that a colon opens them, or that a figure is spoken of as known. `end` is 0
    for all but statements.
    """

    id: str
    noun: str
    document: str
    start: int
    telling: Telling
    end: int = 0
    introduced: bool = False
    committer: frozenset[str] = frozenset()
    speaker: frozenset[str] = frozenset()
    person: str | None = None
    spoken_for: bool = False
    beneficiary: frozenset[str] = frozenset()
    target: frozenset[str] = frozenset()
    kind: str | None = None
    act: str = "other"
    willing: bool = True
    worded_act: str | None = None
    worded_will: bool = True
    strength: str | None = None
    act_stems: frozenset[str] = frozenset()
    act_named: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    conditional: bool = False
    if_start: int | None = None
    leaves: tuple[Leaf, ...] = ()
    thresholds: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    if_stems: frozenset[str] = frozenset()
    sentence: frozenset[str] = frozenset()
    sentence_hash: str | None = None
    said: Occasion | None = None
    outlet: str | None = None
    exclusive: bool = False
    pact: str | None = None
    others: frozenset[str] = field(default=frozenset())


def to_body(features: Features) -> str:
    """Return features as one compact line of JSON; fields at rest are left out."""
    rest = Features(id="", noun="", document="", start=0, telling=Telling.PARAPHRASE)
    written: dict[str, Any] = {}
    for name in Features.__slots__:
        value = getattr(features, name)
        if value != getattr(rest, name):
            written[name] = _plain(value)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def from_body(body: str) -> Features:
    """Return the features that `to_body` wrote."""
    read = json.loads(body)
    for name in _SETS & read.keys():
        read[name] = frozenset(read[name])
    if "leaves" in read:
        read["leaves"] = tuple(Leaf(**_unpack(row)) for row in read["leaves"])
    if "said" in read:
        first, last, told = read["said"]
        read["said"] = Occasion(first=first, last=last, told=told)
    rest = {"id": "", "noun": "", "document": "", "start": 0, "telling": Telling.PARAPHRASE}
    read["telling"] = Telling(read.get("telling", Telling.PARAPHRASE))
    return Features(**(rest | read))


_SETS = frozenset(
    (
        "committer",
        "speaker",
        "beneficiary",
        "target",
        "thresholds",
        "named",
        "others",
        "act_stems",
        "act_named",
        "objects",
        "if_stems",
        "sentence",
    )
)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Occasion):
        return [value.first, value.last, value.told]
    if isinstance(value, tuple) and value and isinstance(value[0], Leaf):
        return [[getattr(leaf, name) for name in Leaf.__slots__] for leaf in value]
    return value


def _unpack(row: list[Any]) -> dict[str, Any]:
    return dict(zip(Leaf.__slots__, row, strict=True))
