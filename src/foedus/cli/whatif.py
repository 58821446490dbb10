"""The verb `whatif`: which promises events trigger, which nearly, which not, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Optional

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
from foedus.reasoning.answers import Answer, Triggered
from foedus.reasoning.explain import why
from foedus.reasoning.frequencies import DISCLAIMER
from foedus.reasoning.keeping import DEFAULT_DRAWS, MAX_DRAWS, Draws
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import TREATY, Rule
from foedus.records.entries import Entry
from foedus.scenarios import load_promises, read_events, whatif, whatif_soon
from foedus.spelling.blocks import Block, name_channel, name_document
from foedus.stores import open_store

EFFORT = 1_000_000
"""So many comparisons of events with conditions, some ten seconds, before an answer stops after a
round and says so."""

_TEXTS = Optional[list[str]]  # noqa: UP045 - typer reads it at run time


def what_if(
    context: typer.Context,
    events: Annotated[list[str], typer.Argument(metavar="EVENT…", help="Words or patterns.")],
    *,
    assume: AssumeOption = None,
    at: AtOption = None,
    treaties: TreatiesOption = False,
    explain: ExplainOption = False,
    keep: Annotated[
        _TEXTS,
        typer.Option("--keep", metavar="ID|ACTOR=P", help="How surely he keeps it, 0 to 1."),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=1, max=MAX_DRAWS, help="With --keep: so many draws.")
    ] = DEFAULT_DRAWS,
    seed: Annotated[int, typer.Option(help="With --keep: the same draws again.")] = 0,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Say what events would trigger, what nearly, what not and why: as texts say, no forecast.

    Events are plain English or patterns CLASS(ACTOR, TARGET, place=…, manner=…); ";" parts several
    in their order. What an answer rests on is a switch that --assume throws. With --keep, promises
    are kept with the probabilities you give, and the answer says how often what follows; what you
    give none for gets no number.

    \b
    Examples:
      foedus whatif "Poland attacks Russian territory"
      foedus whatif "Ukraine attacks Donbas; Russia responds militarily" --explain
      foedus whatif "armed_attack(UKR, unknown, place=Donbas)" --assume donbas_as_russia=on
      foedus whatif "Russia attacks Estonia" --with-treaties
      foedus whatif "China blockades Taiwan" --format json
      foedus whatif "Poland attacks Russia" --keep BLR=0.8 --keep c-0123456789ab=0.5 --draws 1000
    """
    settings = settings_of(context, store, output)
    day = first_day(at, "--at")
    switches = read_switches(assume)
    chances = dict(_chance(text) for text in keep or ())
    drawn = Draws(keep=chances, draws=draws, seed=seed) if chances else None
    asked = read_events(events, at=day)
    with open_store(settings.store) as opened:
        promises = load_promises(opened)
    if drawn is not None:
        answer = whatif(promises, asked, at=day, assume=switches, treaties=treaties, draws=drawn)
    else:
        answer = whatif_soon(
            promises, asked, effort=EFFORT, at=day, assume=switches, treaties=treaties
        )
    if settings.format in (Format.TABLE, Format.MD):
        _write_page(answer, settings, explain=explain)
        return
    written = answer.to_dict()
    written["events"] = [print_expression(event) for event in answer.events]
    indent = 1 if settings.format is Format.JSON else None
    sys.stdout.write(json.dumps(written, ensure_ascii=False, indent=indent) + "\n")


def _chance(text: str) -> tuple[str, float]:
    name, _, value = text.rpartition("=")
    try:
        if not name:
            raise ValueError(text)
        return name.strip(), float(value)
    except ValueError as error:
        said = f"{text!r}; right would be RUS=0.8 or c-0123456789ab=0.5"
        raise typer.BadParameter(said, param_hint="--keep") from error


def _write_page(answer: Answer, settings: Settings, *, explain: bool) -> None:
    page = Page(settings.format)
    page.heading("If " + " and then ".join(print_expression(event) for event in answer.events))
    for one in answer.triggered:
        if one.rule.origin == TREATY:
            continue
        page.block(_triggered(one, answer), numbered=False)
        if explain:
            page.passage(str(why(answer, one.rule.id)))
    for block in _by_treaty(answer):
        page.block(block, numbered=False)
    if not answer.triggered:
        page.note("Nothing is triggered.\n")
    for short in answer.partly:
        if short.rule.origin == TREATY:
            continue
        lines = [("missing", miss.changes) for miss in short.misses]
        title = f"Partly, {short.met} of {short.wanted}: {title_of(short.rule, answer)}"
        page.block(Block(title=title, id=short.rule.id, lines=tuple(lines)), numbered=False)
    unmet = tuple(
        (one.rule.id, f"{title_of(one.rule, answer)}: {one.why}")
        for one in answer.unmet
        if one.rule.origin != TREATY
    )
    if unmet:
        page.block(Block(title="Not triggered", id=None, lines=unmet), numbered=False)
    for clash in answer.conflicts:
        lines = [("note", clash.note), ("unless", clash.unless or "")]
        kept = tuple(line for line in lines if line[1])
        page.block(Block(title=f"{clash.kind}: {', '.join(clash.ids)}", id=None, lines=kept),
                   numbered=False)  # fmt: skip
    if answer.keeping is not None:
        counted = (*answer.keeping.lines(answer.fitter.directory), ("note", DISCLAIMER))
        page.block(Block(title=answer.keeping.heading, id=None, lines=counted), numbered=False)
    page.note(answer.note)


def _by_treaty(answer: Answer) -> Iterator[Block]:
    """Yield a block for every clause of a treaty that is triggered, with the parties it binds."""
    clauses: dict[tuple[str, str, int], list[Triggered]] = {}
    for one in answer.triggered:
        if one.rule.origin == TREATY:
            clauses.setdefault((one.rule.id, one.bound, one.round), []).append(one)
    for (clause, bound, _), bound_ones in clauses.items():
        rule, names = bound_ones[0].rule, answer.fitter.directory
        who = names.name_of(rule.committer)
        lines = (
            ("act", say_pattern(rule.consequence, names).replace(f" by {who}", "", 1)),
            ("binds", ", ".join(names.name_of(one.rule.committer) for one in bound_ones)),
            ("asks", "; ".join(dict.fromkeys(q for one in bound_ones for q in one.questions))),
            ("rests on", ", ".join(dict.fromkeys(a for o in bound_ones for a in o.assumptions))),
            ("hedges", "; ".join(rule.hedges)),
            ("source", "; ".join(rule.sources)),
        )
        kept = tuple(line for line in lines if line[1])
        yield Block(title=f"{bound.capitalize()}, by treaty", id=clause, lines=kept)


def _triggered(one: Triggered, answer: Answer) -> Block:
    rule = one.rule
    lines = [
        ("if", f"“{rule.condition_words}”" if rule.condition_words else ""),
        ("then", f"“{rule.action_words}”" if rule.action_words else ""),
        ("says who", said_by(rule.entry)),
        ("asks", "; ".join(one.questions)),
        ("rests on", ", ".join(one.assumptions)),
        *one.weaknesses,
        ("told by", f"{len(rule.also) + 1} tellings" if rule.also else ""),
    ]
    then = "and then" if one.round > 1 else "triggers"
    title = f"{one.bound.capitalize()}, {then}: {title_of(rule, answer)}"
    return Block(title=title, id=rule.id, lines=tuple(line for line in lines if line[1]))


def title_of(rule: Rule, answer: Answer) -> str:
    """Return a promise in one line: who would do what; a star where another speaks for him."""
    who = answer.fitter.directory.name_of(rule.committer)
    refused = "not " if rule.refused else ""
    star = "*" if rule.spoken_for else ""
    return f"{who}{star} would {refused}“{rule.action_words}”, {rule.strength}"


def said_by(entry: Entry | None) -> str:
    """Return who said what an entry holds, through whom, and where it stands."""
    if entry is None:
        return ""
    statement = entry.statement
    speaker = getattr(entry.record, "speaker", None)
    chain = name_channel(speaker, statement.channel if statement else ())
    return f"{chain}, in {name_document(entry.document)}"
