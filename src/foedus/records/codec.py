"""Record ↔ plain dict ↔ JSON line: the shape of OUTPUT, schema "foedus/1".

One table, `_KEYS`, names the keys of every record in the order in which they are written; both
directions read it, and the types come from the dataclasses themselves. Only Actor, Trigger,
Document and the score of a record have rules of their own.
"""

from __future__ import annotations

import dataclasses
import json
import math
import operator
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from foedus.errors import InvalidEvidence, InvalidKind, UnknownFormat
from foedus.records.actions import Event, Figure, Promise
from foedus.records.actors import Actor
from foedus.records.analyses import Analysis, Effort, Plan
from foedus.records.commitments import Commitment, Condition, Trigger
from foedus.records.documents import Document, Evidence, Published
from foedus.records.statements import Statement
from foedus.records.times import When

SCHEMA = "foedus/1"
"""Name and version of the shape that `to_dict` writes and `from_dict` reads."""

Record = Statement | Commitment | Event | Figure | When
"""What a document is read to say: the members of an Analysis's lists."""

NOUNS: Mapping[str, type[Record]] = types.MappingProxyType(
    {
        "statements": Statement,
        "commitments": Commitment,
        "events": Event,
        "figures": Figure,
        "times": When,
    }
)
"""The lists of an Analysis, in the order in which they are written."""

SCORE_DIGITS = 3

_KEYS: Mapping[type[Any], str] = types.MappingProxyType(
    {
        Evidence: "start end exact",
        Published: "earliest latest precision how",
        When: "earliest latest precision span",
        Actor: "name members id code sector span",
        Statement: "id speaker cue content source style acts accused addressee channel said parent"
        " hedges score",
        Commitment: "id kind speaker committer beneficiary target condition action polarity"
        " strength voice sources statement_id spoken_for exclusive basis hedges score",
        Condition: "span connective class=event_class actor target tree",
        Promise: "span class=action_class objects",
        Trigger: "class=event_class actor target place manner",
        Event: "id type mode class=event_class actors recipients place when status span"
        " statement_id figures",
        Figure: "id minimum maximum unit of status span statement_id",
        Document: "id sha256 title author outlet url language text extra published",
    }
)
"""Keys of each record in order; `key=field` where the field has another name."""

_PAIRS = {
    kind: tuple((word.partition("=")[0], word.rpartition("=")[2]) for word in keys.split())
    for kind, keys in _KEYS.items()
}
"""The (key, field) pairs of each record, in the order of the output."""

_FIELDS = {kind: operator.attrgetter(*dict(pairs).values()) for kind, pairs in _PAIRS.items()}
_HINTS = {kind: typing.get_type_hints(kind) for kind in _KEYS}

_ATOMS = frozenset({str, int, bool, type(None)})
"""What JSON writes as it is."""

_Place = tuple[Any, str]
"""Where a value stands: the place around it (or None) and the step into it (".key", "[0]")."""
_Reader = Callable[[Any, str, _Place], Any]
"""Reads a value that stands at a place, over a text."""

_TIMES_KEYS = ("span", "earliest", "latest", "precision")
"""In the list of times the words stand first."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
_BREAKS_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that some reader takes for a line end, or that UTF-8 cannot carry."""


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """Return the analysis as the plain dict that OUTPUT describes, keys in its order."""
    written: dict[str, Any] = {"schema": SCHEMA}
    if not analysis.plan.whole:
        written["effort"] = str(analysis.plan.effort)
        written["kinds"] = list(analysis.plan.kinds)
    written["document"] = _write(analysis.document)
    for noun in NOUNS:
        written[noun] = [record_to_dict(record) for record in getattr(analysis, noun)]
    return written


def record_to_dict(record: Record) -> dict[str, Any]:
    """Return one record as it stands in the list of its noun."""
    written: dict[str, Any] = _write(record)
    return {key: written[key] for key in _TIMES_KEYS} if isinstance(record, When) else written


def to_line(value: Analysis | Mapping[str, Any]) -> str:
    """Return an analysis, or any plain dict, as one JSON line without its line end.

    The same value always gives the same characters. Letters stay readable; only lone surrogates
    and characters that some programs take for a line end are escaped.
    """
    plain = to_dict(value) if isinstance(value, Analysis) else value
    try:  # most values are plain already
        line = _ENCODER.encode(plain)
    except (ValueError, TypeError):
        line = _ENCODER.encode(_plain(plain))
    return _BREAKS_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def from_dict(data: Mapping[str, Any]) -> Analysis:
    """Return the analysis that `to_dict` wrote.

    A document's `headline` and `boilerplate` are the reader's own marks and are not written.

    Raises:
        InvalidEvidence: A span's characters, or the text's SHA-256, differ from the text.
        InvalidKind: A value outside its closed set.
        UnknownFormat: Another schema, a key that is missing or a value of another type.
    """
    if data.get("schema") != SCHEMA:
        raise UnknownFormat(f"schema {data.get('schema')!r}; this foedus reads {SCHEMA!r}")
    document = document_from_dict(_at(data, "document", "analysis"))
    lists = {
        noun: _read_list(kind, _at(data, noun, "analysis"), text=document.text, where=noun)
        for noun, kind in NOUNS.items()
    }
    return Analysis(document=document, plan=_plan_of(data), **lists)


def _plan_of(data: Mapping[str, Any]) -> Plan:
    """Return how an analysis was read; one that does not say was read in full."""
    try:
        effort = Effort(data.get("effort", Effort.FULL))
        return Plan(effort=effort, only=tuple(data.get("kinds", ())))
    except (ValueError, TypeError) as error:
        raise UnknownFormat(f"effort or kinds of an analysis: {error}") from error


def record_from_dict(noun: str, data: Mapping[str, Any], text: str) -> Record:
    """Return one record of this noun ("commitments", …) over this text; raises as `from_dict`."""
    if noun not in NOUNS:
        raise InvalidKind(f"no noun {noun!r}; known: {', '.join(NOUNS)}")
    record: Record = _read(NOUNS[noun], data, text=text, where=noun)
    return record


def document_from_dict(data: Mapping[str, Any]) -> Document:
    """Return the document that `to_dict` wrote; raises as `from_dict` does."""
    text = _at(data, "text", "document")
    if not isinstance(text, str):
        raise UnknownFormat(f"document.text is {type(text).__name__}, not a string")
    document: Document = _read(Document, data, text=text, where="document")
    if data.get("sha256") not in (None, document.sha256):
        raise InvalidEvidence(f"document {document.id!r}: its text is not the one of its sha256")
    return document


def document_to_dict(document: Document) -> dict[str, Any]:
    """Return the document as it stands in an analysis."""
    written: dict[str, Any] = _write(document)
    return written


def check_evidence(analysis: Analysis) -> None:
    """Raise InvalidEvidence for the first span whose characters are not the document's."""
    text = analysis.document.text
    for noun in NOUNS:
        for index, record in enumerate(getattr(analysis, noun)):
            for span in find_evidence(record):
                _check_span(span, text=text, where=f"{noun}[{index}]")


def find_evidence(record: object) -> Iterator[Evidence]:
    """Yield every span inside a record, in the order of its fields."""
    if isinstance(record, Evidence):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from find_evidence(item)
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from find_evidence(getattr(record, field.name))


def _check_span(span: Evidence, *, text: str, where: str) -> None:
    if text[span.start : span.end] != span.exact:
        raise InvalidEvidence(
            f"{where}: characters {span.start}-{span.end} of the text are"
            f" {text[span.start : span.end][:60]!r}, not {span.exact[:60]!r}"
        )


# Records to plain values.


def _write(value: Any) -> Any:
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple:
        return [_write(item) for item in value]
    if kind is Trigger:
        return _write_trigger(value)
    if kind in _KEYS:
        written = {
            key: said if type(said) in _ATOMS else _write(said)
            for (key, _), said in zip(_PAIRS[kind], _FIELDS[kind](value), strict=True)
        }
        if kind is Actor and not value.members:
            del written["members"]
        if "score" in written:
            written["score"] = round(written["score"], SCORE_DIGITS)
        return written
    return _plain(value)


def _write_trigger(trigger: Trigger) -> dict[str, Any]:
    """Write a node of a condition's tree; place and manner stand only where the text gives them."""
    if trigger.all_of:
        return {"all_of": [_write_trigger(part) for part in trigger.all_of]}
    if trigger.any_of:
        return {"any_of": [_write_trigger(part) for part in trigger.any_of]}
    if trigger.negated is not None:
        return {"not": _write_trigger(trigger.negated)}
    written = {key: getattr(trigger, name) for key, name in _PAIRS[Trigger]}
    return {
        key: said
        for key, said in written.items()
        if said is not None or key not in ("place", "manner")
    }


def _plain(value: Any) -> Any:
    """Return a value of the input (`extra`) as JSON can carry it: nan becomes its name."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


# Plain values to records.


def _at(data: Any, key: str, where: str | _Place) -> Any:
    if not isinstance(data, Mapping):
        raise UnknownFormat(f"{_spell(where)} is {type(data).__name__}, not an object")
    if key not in data:
        raise UnknownFormat(f"{_spell(where)} has no {key!r}")
    return data[key]


def _read(hint: Any, value: Any, *, text: str, where: str) -> Any:
    """Return the value that this type describes; `where` names its place for the error."""
    return _reader_of(hint)(value, text, (None, where))


def _spell(where: str | _Place) -> str:
    """Return where a value stands; spelt only once something is wrong with it."""
    if isinstance(where, str):
        return where
    outer, step = where
    return step if outer is None else _spell(outer) + step


@cache
def _reader_of(hint: Any) -> _Reader:
    """Return what reads a value of this type; made once, for a store reads millions of them."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _union_reader(typing.get_args(hint))
    if origin is tuple:
        return _list_reader(typing.get_args(hint)[0])
    if hint is Trigger:
        return _read_trigger
    if origin is Mapping:
        return lambda value, _, place: dict(_read_scalar(Mapping, value, place))
    if hint in _KEYS:
        return _record_reader(hint)
    if issubclass(hint, StrEnum):
        return _enum_reader(hint)
    return lambda value, _, place: _read_scalar(hint, value, place)


def _read_list(part: Any, value: Any, *, text: str, where: str) -> tuple[Any, ...]:
    read: tuple[Any, ...] = _list_reader(part)(value, text, (None, where))
    return read


def _list_reader(part: Any) -> _Reader:
    def read(value: Any, text: str, place: _Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise UnknownFormat(f"{_spell(place)} is {type(value).__name__}, not a list")
        if not value:
            return ()
        inner = _reader_of(part)  # not before: an Actor has Actors
        return tuple([inner(item, text, (place, f"[{i}]")) for i, item in enumerate(value)])

    return read


def _union_reader(choices: tuple[Any, ...]) -> _Reader:
    kinds = tuple(choice for choice in choices if choice is not type(None))
    optional = len(kinds) < len(choices)

    def read(value: Any, text: str, place: _Place) -> Any:
        if value is None and optional:
            return None
        if len(kinds) == 1:
            return _reader_of(kinds[0])(value, text, place)
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise UnknownFormat(f"{_spell(place)} is {value!r}, not a number")
        return value

    return read


def _record_reader(kind: type[Any]) -> _Reader:
    keys = [(key, name) for key, name in _PAIRS[kind] if key != "sha256"]
    hints = [(key, name, _HINTS[kind][name]) for key, name in keys]
    plan = [(key, name, f".{key}", _reader_of(hint), _passing(hint)) for key, name, hint in hints]

    def read(data: Any, text: str, place: _Place) -> Any:
        fields: dict[str, Any] = {}
        for key, name, step, inner, plain in plan:
            if key == "members" and key not in data:
                continue
            value = data[key] if type(data) is dict and key in data else _at(data, key, place)
            fields[name] = value if type(value) in plain else inner(value, text, (place, step))
        made = kind(**fields)
        if kind is Evidence and text[made.start : made.end] != made.exact:
            _check_span(made, text=text, where=_spell(place))
        return made

    return read


def _passing(hint: Any) -> frozenset[Any]:
    """Return the types whose values stay as they are in a field of this type."""
    optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
    return frozenset(typing.get_args(hint) if optional else (hint,)) & (_ATOMS | {float})


def _enum_reader(kind: type[StrEnum]) -> _Reader:
    known = {one.value: one for one in kind}

    def read(value: Any, _: str, place: _Place) -> StrEnum:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            raise InvalidKind(f"{_spell(place)} is {value!r}; known: {', '.join(kind)}")
        return found

    return read


def _read_scalar(kind: Any, value: Any, place: _Place) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UnknownFormat(f"{_spell(place)} is {value!r}, not of type {kind.__name__}")
    return value


def _read_trigger(data: Any, _: str, place: _Place) -> Trigger:
    if not isinstance(data, Mapping):
        raise UnknownFormat(f"{_spell(place)} is {type(data).__name__}, not an object")
    for key in ("all_of", "any_of"):
        if key in data:
            parts = _list_reader(Trigger)(data[key], "", (place, f".{key}"))
            return Trigger(all_of=parts) if key == "all_of" else Trigger(any_of=parts)
    if "not" in data:
        return Trigger(negated=_read_trigger(data["not"], "", (place, ".not")))
    _at(data, "class", place)
    word = _reader_of(str | None)
    read = {name: word(data.get(key), "", (place, f".{key}")) for key, name in _PAIRS[Trigger]}
    return Trigger(**read)
