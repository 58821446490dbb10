"""The verb `least`: the fewest outside events that would bring an actor to an act, as texts say."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from foedus.cli.asked import first_day
from foedus.cli.render import Page
from foedus.cli.settings import Format, FormatOption, Settings, StoreOption, settings_of
from foedus.cli.supposing import (
    AssumeOption,
    AtOption,
    ExplainOption,
    TreatiesOption,
    read_switches,
)
from foedus.cli.whatif import said_by
from foedus.reasoning.answers import NOTE
from foedus.reasoning.explain import prove
from foedus.reasoning.least import MAX_CAUSES, MAX_SIZE, Limits
from foedus.reasoning.least_answers import Cause, Least
from foedus.reasoning.printing import print_expression
from foedus.scenarios import least, load_promises, read_outcome
from foedus.spelling.blocks import SPOKEN_FOR, Block
from foedus.stores import open_store

INSTANCES = 10
"""How many instances of a set are shown."""


def least_cause(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Whose act.")],
    outcome: Annotated[
        str, typer.Argument(metavar="OUTCOME", help="Words, a class of events or a pattern.")
    ],
    *,
    assume: AssumeOption = None,
    at: AtOption = None,
    treaties: TreatiesOption = False,
    size: Annotated[
        int, typer.Option("--size", min=1, max=4, help="At most so many events together.")
    ] = MAX_SIZE,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="At most so many sets of events.")
    ] = MAX_CAUSES,
    instances: Annotated[
        bool, typer.Option("--instances", help="Put names in the places open to anybody.")
    ] = False,
    explain: ExplainOption = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Say what would at least have to happen for an actor to act: as texts say, no forecast.

    OUTCOME is plain English ("goes to war"), a class ("armed_attack"), an action ("cut_supply"), a
    family ("taking_part") or a pattern. The smallest sets come first, then the firmest promises;
    sets in which the actor himself does one of the events stand apart: they are his choice.

    \b
    Examples:
      foedus least Poland "goes to war" --explain
      foedus least Belarus cut_supply
      foedus least Estonia "use_of_force(any, Russia)" --with-treaties --instances
      foedus least Finland "sends arms" --size 2 --format json
    """
    settings = settings_of(context, store, output)
    day = first_day(at, "--at")
    switches = read_switches(assume)
    wanted = read_outcome(actor, outcome, at=day)
    with open_store(settings.store) as opened:
        promises = load_promises(opened)
    limits = Limits(size=size, causes=limit)
    answer = least(promises, wanted, at=day, assume=switches, treaties=treaties, limits=limits)
    shown = INSTANCES if instances else 0
    if settings.format in (Format.TABLE, Format.MD):
        _write_page(answer, settings, explain=explain, instances=shown)
        return
    indent = 1 if settings.format is Format.JSON else None
    written = json.dumps(answer.to_dict(instances=shown), ensure_ascii=False, indent=indent)
    sys.stdout.write(written + "\n")


def _write_page(answer: Least, settings: Settings, *, explain: bool, instances: int) -> None:
    page = Page(settings.format)
    page.heading(f"Least for {answer.wanted.says(answer.directory)}")
    for cause in answer.causes:
        _write(page, cause, answer, explain=explain, instances=instances)
    if not answer.causes:
        page.note("No promise would bring it about.\n")
    if answer.choices:
        page.heading(f"By a choice of {answer.directory.name_of(answer.wanted.actor)}")
        for cause in answer.choices:
            _write(page, cause, answer, explain=explain, instances=instances)
    if any(cause.spoken_for for cause in (*answer.causes, *answer.choices)):
        page.note(SPOKEN_FOR + "\n")
    if not answer.complete:
        page.note("There may be more: the search stopped at its limit.\n")
    page.note(NOTE)


def _write(page: Page, cause: Cause, answer: Least, *, explain: bool, instances: int) -> None:
    page.block(_block(cause, answer, instances), numbered=False)
    if explain:
        page.passage(str(prove(cause.verdict.firing, cause.verdict.answer)))


def _block(cause: Cause, answer: Least, instances: int) -> Block:
    lines = [("event", print_expression(pattern)) for pattern in cause.patterns]
    for firing in cause.steps:
        rule = firing.rule
        lines.append(("then", answer.say_rule(rule) + f", {rule.strength}"))
        lines.append(("says who", said_by(rule.entry) if rule.entry is not None else ""))
    lines += [
        ("unless", "; ".join(answer.say_event(pattern) for pattern in cause.unless)),
        ("asks", "; ".join(cause.questions)),
        ("rests on", ", ".join(cause.assumptions)),
        ("hedges", "; ".join(cause.hedges)),
    ]
    lines += [
        ("instance", "; ".join(map(print_expression, one)))
        for one in answer.instances(cause, instances)
    ]
    title = f"{cause.bound.capitalize()}, {cause.strength} at the weakest: {answer.say(cause)}"
    return Block(title=title, id=None, lines=tuple(line for line in lines if line[1]))
