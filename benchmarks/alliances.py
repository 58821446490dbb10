"""What treaties say follows from events of 1914, 1939, 1991, 2008, 2022 and today.

The questions, and how the answers were read by hand, are in alliances.toml; the table printed here
stands in docs/instruments.md. Consultations are counted, not listed, and whoever acts in the events
themselves is left out. An act without "ready" or "possible" is firmly promised.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.reasoning.answers import CERTAIN, Answer
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.parsing import parse_events
from foedus.reasoning.rules import Rule
from foedus.reasoning.treaties import treaty_rules
from foedus.records import Strength
from foedus.world import World, load_world

QUESTIONS = Path(__file__).with_name("alliances.toml")
CONSULTATION = "consultation"
MAX_NAMED = 4
"""So many states are named one by one; more are counted."""

ACTS = {
    "joins_war": "war",
    "use_of_force": "arms",
    "military_aid": "military help",
    "aid": "help",
    "mobilisation": "mobilise",
    "unspecified_response": "act, unsaid how",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Events at a date (None: today), in patterns and in words, with how the answer was read."""

    year: str
    events: str
    said: str
    reading: str
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An answer in the words of the table; consultations are a number."""

    question: Question
    bound: str
    perhaps: str
    missing: str
    refused: str
    talks: int


def read_questions(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """Return the questions in the order of the table."""
    return tuple(Question(**row) for row in tomllib.loads(path.read_text("utf-8"))["question"])


def answer(question: Question, world: World) -> Answer:
    """Return what the treaties in force say follows."""
    events = parse_events(question.events, world, question.at)
    rules = treaty_rules(world, question.at, events=events)
    return follows(events, rules, world, question.at)


def to_row(question: Question, world: World) -> Row:
    """Return the answer to a question as a row of the table."""
    found = answer(question, world)
    fighting = {name for event in found.events for name in event.actor.names}
    order = {(rule.id, rule.committer): n for n, rule in enumerate(found.book.rules)}
    triggered = sorted(found.triggered, key=lambda one: order[one.rule.id, one.rule.committer])
    acts = [
        one
        for one in triggered
        if not (_is_talk(one.rule) or one.rule.refused or one.rule.committer in fighting)
    ]
    certain = {(one.rule.committer, one.rule.id) for one in acts if one.bound == CERTAIN}
    perhaps: dict[str, list[Rule]] = {}
    for one in acts:
        if one.bound != CERTAIN:
            perhaps.setdefault(one.questions[0] if one.questions else "", []).append(one.rule)
    missing: dict[str, list[Rule]] = {}
    for short in found.partly:
        rule = short.rule
        if not (_is_talk(rule) or rule.refused or rule.committer in fighting):
            words = "; ".join(miss.changes for miss in short.misses)
            missing.setdefault(words, []).append(rule)
    return Row(
        question=question,
        bound=_say([one.rule for one in acts if (one.rule.committer, one.rule.id) in certain]),
        perhaps=_say_each(perhaps, "{}: {}"),
        missing=_say_each(missing, "{}, if {}"),
        refused=_say([one.rule for one in triggered if one.rule.refused]),
        talks=len({one.rule.committer for one in triggered if _is_talk(one.rule)}),
    )


def to_table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| when | events | bound for certain | bound perhaps | bound if also | bound not to join |"
        " talks | reading |",
        "|---|---|---|---|---|---|---:|---|",
    ]
    for row in rows:
        cells = (
            row.question.at or row.question.year,
            row.question.said,
            row.bound,
            row.perhaps,
            row.missing,
            row.refused,
            str(row.talks) if row.talks else "",
            row.question.reading,
        )
        lines.append("| " + " | ".join(cell or "–" for cell in cells) + " |")
    return "\n".join(lines)


def _is_talk(rule: Rule) -> bool:
    return rule.consequence.event_class == CONSULTATION


def _say_each(groups: Mapping[str, Sequence[Rule]], form: str) -> str:
    found = [form.format(_say(rules), why) if why else _say(rules) for why, rules in groups.items()]
    return "; ".join(found)


def _say(rules: Sequence[Rule]) -> str:
    """Return rules as "DEU, ITA: war (pact-of-steel-1939)", those of one instrument together."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for rule in rules:
        act = ACTS.get(rule.consequence.event_class, rule.consequence.event_class)
        firm = "" if rule.strength is Strength.FIRM else f", {rule.strength}"
        key = act, rule.id.partition(":")[0], firm
        if rule.committer not in groups.setdefault(key, []):
            groups[key].append(rule.committer)
    return "; ".join(
        f"{_who(codes)}: {act} ({name}{firm})" for (act, name, firm), codes in groups.items()
    )


def _who(codes: Sequence[str]) -> str:
    return ", ".join(codes) if len(codes) <= MAX_NAMED else f"{len(codes)} states"


def main() -> int:
    """Answer every question and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alliances", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the whole answers as JSON")
    given = parser.parse_args()
    world = load_world()
    questions = read_questions()
    if given.json:
        found = {f"{q.at or q.year} {q.events}": answer(q, world).to_dict() for q in questions}
        for whole in found.values():
            whole.pop("not")
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        print(to_table(to_row(question, world) for question in questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
