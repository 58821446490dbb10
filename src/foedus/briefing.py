"""From what a store holds to a brief: chosen records with their drift, and scenarios answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from foedus.errors import InvalidKind
from foedus.export.brief import (
    NOT,
    PARTLY,
    TRIGGERED,
    Brief,
    Chosen,
    Finding,
    Scenario,
    Switch,
)
from foedus.reasoning.answers import Answer, Triggered
from foedus.reasoning.clashes import Clash
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import Rule
from foedus.reasoning.shortfalls import Shortfall
from foedus.reasoning.switches import load_assumptions
from foedus.records.entries import Listed
from foedus.reviewing import get_reviewed
from foedus.scenarios import Promises, load_promises, read_events, whatif_soon
from foedus.stores import Store
from foedus.weaving import find_drift, get_thread

DEFAULT_TITLE = "Brief: what is promised, if what happens, and who says so"
MOST_RECORDS = 200
MOST_SCENARIOS = 20
MOST_FINDINGS = 200
"""So many promises of one kind stand in a scenario; the rest is counted."""
EFFORT = 100_000
"""So many comparisons of events with conditions are made before an answer stops after a round."""

_STATES = {True: "on", False: "off", None: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One scenario: events as words or patterns, switches that are thrown, and the day."""

    events: tuple[str, ...]
    assume: Mapping[str, bool] = field(default_factory=dict)
    at: str | None = None
    treaties: bool = False


def make_brief(
    store: Store,
    ids: Sequence[str],
    questions: Sequence[Question] = (),
    *,
    title: str | None = None,
    promises: Promises | None = None,
) -> Brief:
    """Return a brief of these records and scenarios, in the order in which they are given.

    Args:
        store: Where the records are.
        ids: Records, or threads ("t-…"), which stand for their best telling.
        questions: Scenarios to answer from everything the store holds.
        title: A title of one's own.
        promises: The store's promises, if they are at hand already.

    Raises:
        UnknownRecord: The store holds no such record.
        InvalidKind: Nothing is chosen, or more than a brief takes.
        InvalidPattern: Events or an assumption that cannot be read.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted and not questions:
        raise InvalidKind("a brief needs a record or a scenario: an ID, or an event")
    if len(wanted) > MOST_RECORDS or len(questions) > MOST_SCENARIOS:
        raise InvalidKind(f"a brief takes {MOST_RECORDS} records and {MOST_SCENARIOS} scenarios")
    chosen = tuple(_choose(store, any_id) for any_id in wanted)
    if questions and promises is None:
        promises = load_promises(store)
    answered = [_answer(promises, one, chosen) for one in questions if promises is not None]
    return Brief(
        title=title or DEFAULT_TITLE,
        made=datetime.now(UTC).date().isoformat(),
        chosen=chosen,
        scenarios=tuple(answered),
    )


def _choose(store: Store, any_id: str) -> Chosen:
    thread = None
    if any_id.startswith("t-"):
        thread = get_thread(store, any_id)
        any_id = thread.entries[0].id
    entry, standing = get_reviewed(store, any_id)
    if entry.noun is not Listed.COMMITMENTS:
        tellings = thread.entries if thread is not None else ()
        return Chosen(entry=entry, standing=standing, tellings=tellings)
    movement = find_drift(store, any_id)
    return Chosen(
        entry=entry,
        standing=standing,
        tellings=movement.threads[0].entries,
        changes=movement.changes,
    )


def _answer(promises: Promises, question: Question, chosen: Sequence[Chosen]) -> Scenario:
    events = read_events(question.events, at=question.at)
    answer = whatif_soon(
        promises,
        events,
        at=question.at,
        assume=question.assume,
        treaties=question.treaties,
        effort=EFFORT,
    )
    names, asked = answer.fitter.directory, {one.entry.id for one in chosen}
    partly = {one.rule.id for one in answer.partly}
    missed = (one for one in answer.missed if one.id not in partly)
    unmet = [answer.explain(one) for one in missed if asked & {one.id, *one.also}]
    found = [_triggered(one, answer) for one in answer.triggered[:MOST_FINDINGS]]
    found += [_short(one, answer, state=PARTLY) for one in answer.partly[:MOST_FINDINGS]]
    found += [_short(one, answer, state=NOT) for one in unmet[:MOST_FINDINGS]]
    return Scenario(
        patterns=tuple(print_expression(event) for event in answer.events),
        words=tuple(say_pattern(event, names) for event in answer.events),
        at=question.at,
        findings=tuple(found),
        others=len(answer.triggered) + len(answer.missed) - len(found),
        conflicts=tuple(_clash(one) for one in answer.conflicts),
        switches=_switches(answer, question.assume),
    )


def _triggered(one: Triggered, answer: Answer) -> Finding:
    names = answer.fitter.directory
    because = [say_pattern(support.pattern, names) for support in one.firing.supports]
    lines = (
        ("how surely", f"{one.bound}{', and then' if one.round > 1 else ''}"),
        ("because", "; ".join(because)),
        ("asks", "; ".join(one.questions)),
        ("rests on", ", ".join(one.assumptions)),
        ("hedges", "; ".join(dict.fromkeys(h for rule in one.chain for h in rule.hedges))),
        ("source", "; ".join(one.rule.sources) if one.rule.entry is None else ""),
    )
    return Finding(
        state=TRIGGERED, says=_title(one.rule, answer), lines=lines, entry=one.rule.entry
    )


def _short(one: Shortfall, answer: Answer, *, state: str) -> Finding:
    label = "missing" if state == PARTLY else "why not"
    why = "; ".join(miss.changes for miss in one.misses) if state == PARTLY else one.why
    return Finding(
        state=state, says=_title(one.rule, answer), lines=((label, why),), entry=one.rule.entry
    )


def _title(rule: Rule, answer: Answer) -> str:
    """Return a promise in one line; whoever is spoken for is said to be."""
    names = answer.fitter.directory
    who = names.name_of(rule.committer)
    act = f"“{rule.action_words}”" if rule.action_words else say_pattern(rule.consequence, names)
    refused = "not " if rule.refused else ""
    speaker = getattr(rule.entry.record, "speaker", None) if rule.entry is not None else None
    asserted = f", asserted by {speaker.name}" if rule.spoken_for and speaker is not None else ""
    return f"{who} would {refused}{act} ({rule.strength}{asserted})"


def _clash(clash: Clash) -> str:
    end = f", unless {clash.unless}" if clash.unless else ""
    return f"{', '.join(clash.ids)}: {clash.note}{end}"


def _switches(answer: Answer, thrown: Mapping[str, bool]) -> tuple[Switch, ...]:
    """Return every assumption on which something triggered rests or that was thrown."""
    known = load_assumptions()
    found = []
    for name in dict.fromkeys([*answer.assumptions, *thrown]):
        row = known.get(name)
        says = row.says if row is not None else name.replace("_", " ").replace("kept:", "kept: ")
        state = thrown.get(name, row.default if row is not None else None)
        found.append(Switch(name=name, says=says, state=_STATES[state]))
    return tuple(found)
