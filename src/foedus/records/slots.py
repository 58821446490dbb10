"""One field of a record, named by its path in the JSON of the record: "action.class"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from foedus.errors import InvalidKind
from foedus.records.codec import Record, record_from_dict, record_to_dict, to_line
from foedus.records.entries import Entry

FIXED = ("id", "score", "statement_id", "span")
"""What no person edits: where a record stands and what it is known by."""


def get_slot(entry: Entry, slot: str) -> str:
    """Return the value of a slot as JSON; raises InvalidKind if the record has no such slot."""
    return _to_json(_walk(record_to_dict(entry.record), slot, noun=entry.noun))


def set_slots(entry: Entry, edits: tuple[tuple[str, str], ...]) -> Record:
    """Return the record with each (slot, JSON value) set, in order.

    Raises:
        InvalidKind: No such slot, one that is fixed, or a value outside its closed set.
        InvalidEvidence: A span whose characters are not the document's.
        UnknownFormat: A value of another type.
    """
    written = record_to_dict(entry.record)
    for slot, value in edits:
        path = slot.split(".")
        if path[-1] in FIXED and slot != "condition.span":
            raise InvalidKind(f"slot {slot!r} says where the record stands and is never edited")
        _walk(written, slot, noun=entry.noun)
        parent = written
        for key in path[:-1]:
            parent = parent[key]
        parent[path[-1]] = json.loads(value)
        _keep_tree(written, slot)
    return record_from_dict(entry.noun, written, entry.document.text)


def slots_of(entry: Entry) -> list[str]:
    """Return the slots of a record that a person may edit, in the order of its JSON."""
    found = []
    for key, value in record_to_dict(entry.record).items():
        if key in FIXED:
            continue
        found.append(key)
        if isinstance(value, Mapping) and key in ("condition", "action"):
            found += [f"{key}.{inner}" for inner in value if inner not in FIXED]
    return found


def _walk(written: Mapping[str, Any], slot: str, *, noun: str) -> Any:
    value: Any = written
    for key in slot.split("."):
        if not isinstance(value, Mapping) or key not in value:
            known = ", ".join(key for key in written if key not in FIXED)
            raise InvalidKind(f"{noun} have no slot {slot!r}; known: {known}")
        value = value[key]
    return value


def _keep_tree(written: dict[str, Any], slot: str) -> None:
    """Let the single event of a condition follow an edit of its class, actor or target."""
    condition, _, key = slot.partition(".")
    if condition == "condition" and key in ("class", "actor", "target"):
        tree = written["condition"]["tree"]
        if "class" in tree:
            tree[key] = written["condition"][key]


def _to_json(value: Any) -> str:
    return to_line(value) if isinstance(value, Mapping) else json.dumps(value, ensure_ascii=False)
