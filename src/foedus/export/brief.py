"""Brief: chosen records and scenarios as a report for print, every word of it cited."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.export.apparatus import Apparatus
from foedus.export.brief_records import lay_out_record
from foedus.export.citations import to_csl, to_reference
from foedus.export.sheet import (
    Code,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Part,
    Run,
    Sheet,
    Words,
    plain,
)
from foedus.records.entries import Entry
from foedus.records.reviews import Standing
from foedus.records.threads import Change, ChangeKind
from foedus.spelling.threads import mode_of

NOTE = "This says what texts say, not what will happen."

TRIGGERED, PARTLY, NOT = "triggered", "partly", "not"
_HEADINGS = {
    TRIGGERED: "What it would trigger",
    PARTLY: "What it would trigger in part",
    NOT: "What it would not trigger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A record with its edits made, where it stands, its other tellings and how they differ."""

    entry: Entry
    standing: Standing
    tellings: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a scenario means for one promise.

    `state` is "triggered", "partly" or "not"; `lines` are labels with what they say; `entry` is
    None for a clause of a treaty.
    """

    state: str
    says: str
    lines: tuple[tuple[str, str], ...] = ()
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """An assumption of an answer: its name, what it says when on, and how it stands."""

    name: str
    says: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """An answer to "what if": the events as patterns and in words, and what follows.

    `others` counts the promises that are not triggered and not among the findings; `conflicts` are
    sentences; `at` is an ISO date or None for today.
    """

    patterns: tuple[str, ...]
    words: tuple[str, ...]
    at: str | None
    findings: tuple[Finding, ...]
    others: int = 0
    conflicts: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief is made of, in the order chosen; `made` is the ISO day of its making."""

    title: str
    made: str
    chosen: tuple[Chosen, ...] = ()
    scenarios: tuple[Scenario, ...] = ()


def lay_out(brief: Brief) -> Sheet:
    """Return a brief as a sheet: records, scenarios, sources, and an annex of all quotations."""
    apparatus = Apparatus()
    body: list[Part] = []
    for number, one in enumerate(brief.chosen, 1):
        body += lay_out_record(one.entry, one.standing, apparatus, number=number)
        body += _tellings(one, apparatus)
        body += _drift(one.changes, apparatus)
    for scenario in brief.scenarios:
        body += _scenario(scenario, apparatus)
    documents = len(apparatus.documents)
    opening = (
        f"Made on {brief.made} with foedus from {documents} document{'s'[: documents != 1]}. {NOTE}"
    )
    parts = (Paragraph(words=plain(opening)), *body, *_back(apparatus))
    return Sheet(title=brief.title, parts=parts)


def _tellings(one: Chosen, apparatus: Apparatus) -> Iterator[Part]:
    others = [entry for entry in one.tellings if entry.id != one.entry.id]
    if others:
        yield Paragraph(words=plain("Told again:"))
        yield Listing(items=tuple(_telling(entry, apparatus) for entry in others))


def _telling(entry: Entry, apparatus: Apparatus) -> Words:
    where = entry.document.outlet or entry.document.id
    said = (Run(text=f"{mode_of(entry)}, {where} "), apparatus.cite(entry.document))
    return (*said, *apparatus.quote(entry))


def _drift(changes: Sequence[Change], apparatus: Apparatus) -> Iterator[Part]:
    """Yield how wordings differ in substance; tellings that only repeat are counted."""
    moved = [one for one in changes if set(one.kinds) != {ChangeKind.RESTATED}]
    same = len(changes) - len(moved)
    if moved:
        yield Paragraph(words=plain("How the wording moves:"))
        yield Listing(items=tuple(_change(one, apparatus) for one in moved))
    if same:
        said = f"{same} comparison{'s'[: same != 1]} found the same, restated."
        yield Paragraph(words=plain(said))


def _change(change: Change, apparatus: Apparatus) -> Words:
    kinds = ", ".join(kind.replace("_", " ") for kind in change.kinds)
    said = f"{change.drift} drift, {change.part}: {kinds}. From "
    words: list[Run] = [Run(text=said), apparatus.cite(change.earlier.document)]
    words += [*apparatus.quote(change.earlier, part=change.part), Run(text=" to ")]
    words += [apparatus.cite(change.later.document)]
    words += apparatus.quote(change.later, part=change.part)
    if change.words:
        words += [Run(text=": "), *apparatus.compare(change.words)]
    if change.note:
        words.append(Run(text=f" ({change.note})"))
    return tuple(words)


def _scenario(scenario: Scenario, apparatus: Apparatus) -> Iterator[Part]:
    yield Heading(text=f"What if: {'; and then '.join(scenario.words)}", level=1)
    lines = [("asked", plain("; ".join(scenario.patterns)))]
    lines.append(("at", plain(scenario.at or "the day of this brief")))
    yield Facts(lines=tuple(lines))
    for state, heading in _HEADINGS.items():
        found = [one for one in scenario.findings if one.state == state]
        if found or state == TRIGGERED:
            yield Heading(text=heading, level=2)
        if not found and state == TRIGGERED:
            yield Paragraph(words=plain("Nothing that these texts say."))
        for finding in found:
            yield from _finding(finding, apparatus)
    if scenario.others:
        count = scenario.others
        said = f"{count} other promise{'s'[: count != 1]} would not be triggered."
        yield Paragraph(words=plain(said))
    if scenario.conflicts:
        yield Heading(text="What could not be kept together", level=2)
        yield Listing(items=tuple(plain(one) for one in scenario.conflicts))
    if scenario.switches:
        yield Heading(text="What this answer assumes", level=2)
        yield Facts(lines=tuple(_switch(one) for one in scenario.switches))
    yield Paragraph(words=plain(NOTE))


def _switch(switch: Switch) -> tuple[str, Words]:
    return switch.name, plain(f"{switch.state}: {switch.says}")


def _finding(finding: Finding, apparatus: Apparatus) -> Iterator[Part]:
    words: list[Run] = [*plain(finding.says)]
    if finding.entry is not None:
        words += [Run(text=" "), apparatus.cite(finding.entry.document)]
        words += apparatus.quote(finding.entry)
    yield Paragraph(words=tuple(words))
    lines = tuple((label, plain(text)) for label, text in finding.lines if text)
    if lines:
        yield Facts(lines=lines)


def _back(apparatus: Apparatus) -> Iterator[Part]:
    """Yield the sources, the quotations, and the sources as data for reference managers."""
    documents = apparatus.documents
    if not documents:
        return
    yield Heading(text="Sources", level=1)
    yield Listing(
        items=tuple(plain(to_reference(one)) for one in documents),
        numbered=True,
        anchors=tuple(f"source-{number}" for number in range(1, len(documents) + 1)),
    )
    yield Heading(text="Annex: quotations", level=1)
    about = (
        "Characters are counted from 0 in Unicode code points of the text, the last one left out;"
        " the SHA-256 is that of the text in UTF-8."
    )
    yield Paragraph(words=plain(about))
    yield from apparatus.quotations
    yield Heading(text="Annex: sources for reference managers (CSL JSON)", level=1)
    yield Code(text=json.dumps([to_csl(one) for one in documents], ensure_ascii=False, indent=1))
