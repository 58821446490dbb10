"""The least cause: the smallest sets of outside events that would bring an actor to an act."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.errors import InvalidPattern
from foedus.reasoning.least import least_cause
from foedus.reasoning.least_answers import Cause, Least
from foedus.reasoning.least_index import Backwards
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import TREATY, Rule
from foedus.reasoning.wanted import outcome_names, read_wanted
from foedus.scenarios import read_events
from foedus.web.site import Reader, Site, promises_of, render, site_of
from foedus.web.vocabulary import vocabulary_of
from foedus.web.whatif import Scenario, day_of
from foedus.world import load_world

router = APIRouter(include_in_schema=False)

PAGE = "/what-if/least"
LONGEST_CHARACTERS = 200
MOST_SHOWN = 30
MOST_TRIED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A promise on the way: who would do what, and its record if a text states it."""

    who: str
    act: str
    record_id: str | None
    strength: str
    starred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A cause in words: its events, the promises that follow, and the scenario that shows it."""

    cause: Cause
    events: tuple[str, ...]
    steps: tuple[Step, ...]
    unless: tuple[str, ...]
    scenario: str | None


@router.get("/what-if/least")
def least(
    request: Request, _: Reader, actor: str = "", outcome: str = "", at: str = ""
) -> Response:
    """Show the least that would have to happen, or the form that asks for it."""
    site, day = site_of(request), day_of(at.strip())
    actor, outcome = actor.strip()[:LONGEST_CHARACTERS], outcome.strip()[:LONGEST_CHARACTERS]
    values: dict[str, object] = {
        "actor": actor,
        "outcome": outcome,
        "at": day,
        "vocabulary": site.kept.of("vocabulary", lambda _: vocabulary_of(promises_of(site))),
        "outcomes": outcome_names(),
        "answer": None,
        "fault": None,
        "most": MOST_SHOWN,
    }
    if not actor or not outcome:
        return render(request, "least.html", values)
    try:
        answer = ask(site, actor, outcome, day)
    except InvalidPattern as error:
        return render(request, "least.html", values | {"fault": str(error)}, status=422)
    values |= {
        "answer": answer,
        "says": answer.wanted.says(answer.directory),
        "causes": [_told(one, answer, day) for one in answer.causes[:MOST_SHOWN]],
        "choices": [_told(one, answer, day) for one in answer.choices[:MOST_SHOWN]],
    }
    return render(request, "least.html", values)


def ask(site: Site, actor: str, outcome: str, at: str) -> Least:
    """Return the least causes, worked out once for a store as it is.

    Raises:
        InvalidPattern: An actor or act that is not known; the message names the nearest.
    """
    world = load_world()
    wanted = read_wanted(actor, outcome, world, at or None)
    index = site.kept.of("backwards", lambda _: Backwards.of(promises_of(site).book))
    return site.kept.of(
        f"least {wanted} {at}", lambda _: least_cause(wanted, index, world, at or None)
    )


def _told(cause: Cause, answer: Least, at: str) -> Told:
    directory = answer.directory
    events = _askable(cause, answer)
    return Told(
        cause=cause,
        events=tuple(say_pattern(one, directory) for one in cause.patterns),
        steps=tuple(_step(rule, answer) for rule in cause.chain),
        unless=tuple(say_pattern(one, directory) for one in cause.unless),
        scenario=Scenario(events=events, at=at).link() if events else None,
    )


def _askable(cause: Cause, answer: Least) -> tuple[str, ...]:
    """Return an instance of a cause as events that can be asked about; empty if there is none.

    Words that no table knows ("a foreign army") stand in a cause, but cannot be asked about.
    """
    for patterns in answer.instances(cause, MOST_TRIED):
        events = tuple(print_expression(one) for one in patterns)
        try:
            read_events(events)
        except InvalidPattern:
            continue
        return events
    return ()


def _step(rule: Rule, answer: Least) -> Step:
    directory = answer.directory
    return Step(
        who=directory.name_of(rule.committer),
        act=rule.action_words or say_pattern(rule.consequence, directory),
        record_id=rule.id if rule.origin != TREATY and rule.entry is not None else None,
        strength=rule.strength.value,
        starred=rule.spoken_for,
    )
