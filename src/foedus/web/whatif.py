"""What if: what events would trigger, nearly trigger and not, and why; assumptions as switches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from foedus.errors import InvalidPattern
from foedus.reading.given import parse_published
from foedus.reasoning.answers import Answer, Triggered
from foedus.reasoning.clashes import Clash
from foedus.reasoning.explain import Proof, prove
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import TEXT, TREATY, Rule
from foedus.reasoning.shortfalls import Shortfall, say_switch
from foedus.reasoning.switches import load_assumptions
from foedus.scenarios import read_events, whatif_soon
from foedus.web.sentences import Telling, tell
from foedus.web.site import Reader, Refused, Site, promises_of, render, site_of
from foedus.web.vocabulary import Built, every_class, vocabulary_of

router = APIRouter(include_in_schema=False)

Stood = TypeVar("Stood", Triggered, Shortfall)

PAGE = "/what-if"
MOST_EVENTS = 4
LONGEST_CHARACTERS = 300
MOST_SHOWN = 25
"""So many promises of a kind are shown; the counts are of all."""
EFFORT, FURTHER_EFFORT = 3_000, 100_000
"""Comparisons of events with conditions: of a page at once, and of one that goes further."""
STATES = ("on", "off")
TRUE = ("true", "on", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is asked: events in their order, switches by name ("on", "off"), a day, treaties.

    `further` follows what is triggered in turn for more rounds, which takes longer.
    """

    events: tuple[str, ...] = ()
    switches: tuple[tuple[str, str], ...] = ()
    at: str = ""
    treaties: bool = False
    further: bool = False

    def link(self, page: str = PAGE) -> str:
        """Return the address that asks the same: it is the scenario, and can be shared."""
        pairs = [("event", text) for text in self.events]
        pairs += [("assume", f"{name}={state}") for name, state in self.switches]
        pairs += [("at", self.at)] if self.at else []
        pairs += [("treaties", "true")] if self.treaties else []
        pairs += [("further", "true")] if self.further else []
        return f"{page}?{urlencode(pairs)}" if pairs else page

    def go_further(self) -> str:
        """Return the address that asks what these acts would trigger in turn."""
        return replace(self, further=True).link()

    def throw(self, name: str, state: str | None) -> Scenario:
        """Return the scenario with one switch thrown, or left open where `state` is None."""
        held = {key: value for key, value in self.switches if key != name}
        held |= {} if state is None else {name: state}
        return replace(self, switches=tuple(held.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A promise in an answer: who would do what, in whose words, and how it stands.

    `proof` is for what is triggered, `missing` for what is not. `telling` is None for a treaty.
    """

    rule: Rule
    who: str
    act: str
    telling: Telling | None
    state: Triggered | None = None
    proof: Proof | None = None
    missing: tuple[str, ...] = ()
    progress: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """An assumption: what it says, how it stands, and the addresses that throw it."""

    name: str
    says: str
    state: str
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What the thrown switches change for one promise: how it stood, how it stands."""

    id: str
    who: str
    act: str
    before: str
    after: str


@router.get("/what-if")
def what_if(request: Request, _: Reader) -> Response:
    """Show what events would trigger, nearly trigger and not, and why."""
    site, built = site_of(request), _built(request)
    scenario = scenario_of(request)
    if built is not None:
        return RedirectResponse(
            replace(scenario, events=(*scenario.events, built.text())).link(), status_code=303
        )
    values: dict[str, object] = {
        "scenario": scenario,
        "vocabulary": site.kept.of("vocabulary", lambda _: vocabulary_of(promises_of(site))),
        "classes": every_class(),
        "most": MOST_EVENTS,
        "answer": None,
        "fault": None,
    }
    if not scenario.events:
        return render(request, "what_if.html", values)
    try:
        answer = ask(site, scenario)
        values |= _shown(site, answer, scenario)
    except InvalidPattern as error:
        values["fault"] = str(error)
        return render(request, "what_if.html", values, status=422)
    return render(request, "what_if.html", values)


def scenario_of(request: Request) -> Scenario:
    """Return what the address of a request asks; raises Refused for what is no scenario."""
    said = request.query_params
    events = tuple(text.strip() for text in said.getlist("event") if text.strip())
    if len(events) > MOST_EVENTS or any(len(text) > LONGEST_CHARACTERS for text in events):
        raise Refused(
            422, f"at most {MOST_EVENTS} events of {LONGEST_CHARACTERS} characters are taken"
        )
    thrown = (text.partition("=")[::2] for text in said.getlist("assume")[:20])
    return Scenario(
        events=events,
        switches=tuple((name, state) for name, state in thrown if state in STATES),
        at=day_of(said.get("at", "").strip()),
        treaties=said.get("treaties", "") in TRUE,
        further=said.get("further", "") in TRUE,
    )


def ask(site: Site, scenario: Scenario) -> Answer:
    """Return the answer to a scenario, worked out once for a store as it is.

    Raises:
        InvalidPattern: An event that cannot be read, or a switch that does not exist.
    """
    at = scenario.at or None
    switches = {name: state == "on" for name, state in scenario.switches}

    def make(_: object) -> Answer:
        key = f"events {scenario.at} {scenario.events}"
        events = site.kept.of(key, lambda _: read_events(scenario.events, at=at))
        return whatif_soon(
            promises_of(site),
            events,
            at=at,
            assume=switches,
            treaties=scenario.treaties,
            effort=FURTHER_EFFORT if scenario.further else EFFORT,
        )

    return site.kept.of(f"answer {scenario}", make)


def _shown(site: Site, answer: Answer, scenario: Scenario) -> dict[str, object]:
    names = answer.fitter.directory
    triggered, treaties = _parted(answer.triggered)
    partly, _ = _parted(answer.partly)
    own = list(islice(_unmet(answer), MOST_SHOWN))
    return {
        "answer": answer,
        "counts": {
            "triggered": len(triggered) + len(treaties),
            "partly": len(partly),
            "unmet": answer.book.origins[TEXT] - len(triggered) - len(partly),
        },
        "most_shown": MOST_SHOWN,
        "read": [(print_expression(one), say_pattern(one, names)) for one in answer.events],
        "triggered": [
            _line(one.rule, answer, state=one, proof=prove(one.firing, answer))
            for one in triggered[:MOST_SHOWN]
        ],
        "treaties": [_line(one.rule, answer, state=one) for one in treaties[:MOST_SHOWN]],
        "partly": [
            _line(
                one.rule,
                answer,
                missing=tuple(miss.changes for miss in one.misses),
                progress=f"{one.met} of {one.wanted}",
            )
            for one in partly[:MOST_SHOWN]
        ],
        "unmet": [_line(one.rule, answer, missing=(one.why,)) for one in own],
        "conflicts": _clashing(answer),
        "switches": _switches(answer, scenario),
        "moved": _moved(site, answer, scenario),
    }


def _clashing(answer: Answer) -> list[tuple[Clash, list[Line]]]:
    """Return what cannot all be kept, each with its promises."""
    clashes = answer.conflicts[:MOST_SHOWN]
    wanted = {record_id for one in clashes for record_id in one.ids}
    rules = [rule for rule in answer.book.rules if rule.id in wanted] if wanted else []
    return [
        (
            one,
            [
                _line(rule, answer)
                for rule in rules
                if rule.id in one.ids and one.committer in ("", rule.committer)
            ],
        )
        for one in clashes
    ]


def _unmet(answer: Answer) -> Iterator[Shortfall]:
    """Yield why what texts promise is not triggered; each is worked out when it is come to."""
    partly = {(one.rule.id, one.rule.committer) for one in answer.partly}
    for rule in answer.find_missed():
        if rule.origin != TREATY and (rule.id, rule.committer) not in partly:
            yield answer.explain(rule)


def _parted(found: Sequence[Stood]) -> tuple[list[Stood], list[Stood]]:
    """Return what texts promise, and what treaties do."""
    own = [one for one in found if one.rule.origin != TREATY]
    return own, [one for one in found if one.rule.origin == TREATY]


def _line(
    rule: Rule,
    answer: Answer,
    *,
    state: Triggered | None = None,
    proof: Proof | None = None,
    missing: tuple[str, ...] = (),
    progress: str = "",
) -> Line:
    names = answer.fitter.directory
    return Line(
        rule=rule,
        who=names.name_of(rule.committer),
        act=rule.action_words or say_pattern(rule.consequence, names),
        telling=tell(rule.entry) if rule.entry is not None else None,
        state=state,
        proof=proof,
        missing=missing,
        progress=progress,
    )


def _switches(answer: Answer, scenario: Scenario) -> list[Switch]:
    """Return every assumption that the answer rests on or would change with, and every thrown."""
    held = dict(scenario.switches)
    first = islice(answer.find_missed(), MOST_SHOWN)
    near = [name for rule in first for name in answer.explain(rule).assumptions]
    known = load_assumptions()
    found = []
    for name in dict.fromkeys([*held, *answer.assumptions, *near]):
        row = known.get(name)
        default = None if row is None or row.default is None else STATES[not row.default]
        found.append(
            Switch(
                name=name,
                says=say_switch(name),
                state=held.get(name, default or "open"),
                links={
                    state: scenario.throw(name, None if state == "open" else state).link()
                    for state in (*STATES, "open")
                },
            )
        )
    return found


def _moved(site: Site, answer: Answer, scenario: Scenario) -> list[Moved] | None:
    """Return what the thrown switches change; None where none is thrown."""
    if not scenario.switches:
        return None
    plain = ask(site, replace(scenario, switches=()))
    before, after = _states(plain), _states(answer)
    names = answer.fitter.directory
    rules = {(rule.id, rule.committer): rule for rule in answer.book.rules}
    return [
        Moved(
            id=key[0],
            who=names.name_of(rule.committer),
            act=rule.action_words or say_pattern(rule.consequence, names),
            before=before.get(key, "not triggered"),
            after=after.get(key, "not triggered"),
        )
        for key, rule in rules.items()
        if before.get(key) != after.get(key)
    ]


def _states(answer: Answer) -> dict[tuple[str, str], str]:
    found = {(one.rule.id, one.rule.committer): "partly" for one in answer.partly}
    for one in answer.triggered:
        then = ", and then" if one.round > 1 else ""
        found[one.rule.id, one.rule.committer] = f"triggered, {one.bound}{then}"
    return found


def _built(request: Request) -> Built | None:
    """Return the event that the form of choices puts together; None where it is not used."""
    said = request.query_params
    chosen = said.get("class", "")
    if not chosen:
        return None
    if chosen not in dict(every_class()):
        raise Refused(422, f"no class of event {chosen[:60]!r}; choose one of the form")
    actor, target, place = (said.get(one, "").strip()[:100] for one in ("actor", "target", "place"))
    return Built(event_class=chosen, actor=actor, target=target, place=place)


def day_of(text: str) -> str:
    """Return a date as its first day, empty for none; raises Refused for what is no date."""
    if not text:
        return ""
    try:
        return parse_published(text).earliest or ""
    except ValueError as error:
        raise Refused(422, str(error)) from error
