"""Tellings of commitments built by hand from rows, so that no test needs the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.records import (
    Actor,
    Commitment,
    Condition,
    Document,
    Evidence,
    HowKnown,
    Kind,
    Polarity,
    Precision,
    Promise,
    Published,
    Statement,
    Strength,
    Style,
    Trigger,
    Voice,
    When,
    record_id,
)
from foedus.records.entries import Entry, Listed
from foedus.world import load_world

DEFAULTS: Mapping[str, Any] = {
    "by": "Ruritania",
    "act": "other",
    "will": True,
    "strength": "firm",
    "style": "indirect",
    "day": "2023-03-10",
    "page": None,
}


def actor_of(name: str | None) -> Actor | None:
    """Return the actor of a name, "A; B" being two; one without tables where nobody knows it."""
    if name is None:
        return None
    if "; " in name:
        members = tuple(found for one in name.split("; ") if (found := actor_of(one)))
        return Actor(name=name, members=members)
    world = load_world()
    return world.actor_of(name, "2023") or world.resolve(name, at="2023") or Actor(name=name)


def tree_of(row: Any) -> Trigger:
    """Return a tree from "class actor>target @place !manner", lists being all of or any of."""
    if isinstance(row, Mapping):
        if "not" in row:
            return Trigger(negated=tree_of(row["not"]))
        if "all_of" in row:
            return Trigger(all_of=tuple(tree_of(part) for part in row["all_of"]))
        return Trigger(any_of=tuple(tree_of(part) for part in row["any_of"]))
    event_class, *rest = str(row).split(" ", 1)
    text, _, manner = (rest[0] if rest else "").partition("!")
    text, _, place = text.partition("@")
    actor, _, target = text.partition(">")
    return Trigger(
        event_class=event_class,
        actor=actor.strip() or None,
        target=target.strip() or None,
        place=place.strip() or None,
        manner=manner.strip() or None,
    )


def telling(row: Mapping[str, Any], name: str = "1") -> Entry:
    """Return the commitment that a row tells, in a document of its own or of its `page`.

    Keys: by, says (speaker; the committer if absent), do (words of the act), act (its class),
    objects, if (words), tree, will, strength, style, day (of print), said, until, for, against,
    only, spoken_for, hedges, verb, body, page, outlet.
    """
    row = {**DEFAULTS, **row}
    text, act, words = _text(row, name)
    document = _document(row, text, name=name)
    committer = actor_of(row["by"])
    assert committer is not None
    statement = _statement(row, document, name=name)
    condition = None
    if words is not None:
        tree = tree_of(row.get("tree", "other"))
        condition = Condition(
            span=_span(text, words),
            connective=str(row["if"]).split()[0].lower(),
            event_class=tree.event_class or "other",
            actor=tree.actor,
            target=tree.target,
            tree=tree,
        )
    record = Commitment(
        id=record_id("commitment", document.sha256, name, act),
        kind=Kind.THREAT,
        speaker=statement.speaker,
        committer=committer,
        beneficiary=actor_of(row.get("for")),
        target=actor_of(row.get("against")),
        condition=condition,
        action=Promise(
            span=_span(text, act), action_class=row["act"], objects=tuple(row.get("objects", ()))
        ),
        polarity=Polarity.WILL if row["will"] else Polarity.WILL_NOT,
        strength=Strength(row["strength"]),
        voice=Voice.DIRECT_QUOTE if row["style"] == "direct" else Voice.INDIRECT,
        statement_id=statement.id,
        spoken_for=row.get("spoken_for", False),
        exclusive=row.get("only", False),
        hedges=tuple(row.get("hedges", ())),
    )
    return Entry(noun=Listed.COMMITMENTS, record=record, document=document, statement=statement)


def _text(row: Mapping[str, Any], name: str) -> tuple[str, str, str | None]:
    act, words = str(row["do"]), row.get("if")
    will = "will" if row["will"] else "will not"
    # On one page the second telling stands below the first.
    above = "News of the day.\n" * int(name) if row["page"] and name.isdigit() else ""
    head = f"{above}{row['by']} {row.get('verb', will)} {act}"
    if words is not None:
        head += f" {words}"
    return f"{head}.\n{row.get('body', '')}", act, words


def _span(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence.of(text, start, start + len(words))


def _document(row: Mapping[str, Any], text: str, *, name: str) -> Document:
    day = row["day"]
    published = Published()
    if day:
        published = Published(earliest=day, latest=day, precision="day", how=HowKnown.GIVEN)
    headline = row["style"] == "headline"
    return Document(
        id=row["page"] or f"page-{name}",
        text=text,
        title=text.split(".\n")[0] if headline else None,
        outlet=row.get("outlet"),
        published=published,
    )


def _statement(row: Mapping[str, Any], document: Document, *, name: str) -> Statement:
    said = None
    if "said" in row:
        latest = row.get("until", row["said"])
        said = When(earliest=row["said"], latest=latest, precision=Precision.DAY)
    return Statement(
        id=record_id("statement", document.sha256, name),
        speaker=actor_of(row.get("says", row["by"])),
        cue=(),
        content=(Evidence.of(document.text, 0, document.text.rindex(".\n")),),
        source=(),
        style=Style(row["style"]),
        said=said,
    )
