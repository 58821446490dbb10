"""Clash: promises of an answer that cannot all be kept as worded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from foedus.reasoning.classes import OTHER, load_classes
from foedus.reasoning.fitting import Fitter, Truth
from foedus.reasoning.happenings import Firing
from foedus.reasoning.joining import ACCESSION, is_joining
from foedus.reasoning.language import Pattern
from foedus.reasoning.names import Directory
from foedus.reasoning.outcomes import Bounds
from foedus.reasoning.printing import say_pattern
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import WARNING, Rule, is_in_force
from foedus.reasoning.shortfalls import Shortfall, say_switch

OUTSIDE_ONLY = "outside_only"
BOTH_SIDES = "both_sides"
REFUSED = "refused"
UNLESS_CYCLE = "unless_cycle"
CONTRAVENED = "warning_contravened"
BROKEN = "refusal_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Promises (by record id) that clash, the kind of clash, why, and what would reconcile them.

    `unless` is a sentence without its full stop, empty when nothing would. `committer` is the id of
    who cannot keep them all, empty where it is nobody's alone.
    """

    kind: str
    ids: tuple[str, ...]
    note: str
    unless: str = ""
    committer: str = ""


def find_outside(
    triggered: Sequence[Rule],
    book: RuleBook,
    explain: Callable[[Rule], Shortfall],
    directory: Directory,
) -> Iterator[Clash]:
    """Yield each triggered act of war outside the "only" under which its committer put them.

    `explain` says why a promise that was not triggered did not fire.
    """
    classes = load_classes()
    only: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.exclusive:
        if classes.is_in(rule.consequence.event_class, "taking_part"):
            only[rule.committer].append(rule)
    ids = {rule.id for rule in triggered}
    for rule in triggered:
        bound = only.get(rule.committer, [])
        acts = classes.is_in(rule.consequence.event_class, "taking_part") and not rule.refused
        if not bound or rule.exclusive or not acts or any(r.id in ids for r in bound):
            continue
        switches = [s for r in bound if r.origin != WARNING for s in explain(r).assumptions]
        yield Clash(
            kind=OUTSIDE_ONLY,
            ids=(rule.id, *(r.id for r in bound)),
            note=f"{directory.name_of(rule.committer)} would take part, and said that it would"
            " only in other cases",
            unless=" or ".join(say_switch(name) for name in dict.fromkeys(switches)),
            committer=rule.committer,
        )


def find_both_sides(bounds: Bounds, directory: Directory) -> Iterator[Clash]:
    """Yield each actor whom promises draw into both sides of one conflict."""
    sides: dict[tuple[str, str], dict[int, Firing]] = defaultdict(dict)
    for happening in bounds.possible.happenings:
        if happening.cause is None or happening.conflict is None or happening.side is None:
            continue
        key = (happening.conflict.id, happening.cause.rule.committer)
        sides[key].setdefault(happening.side, happening.cause)
    for (_, committer), firings in sides.items():
        if len(firings) > 1:
            ids = tuple(firing.rule.id for firing in firings.values())
            note = f"{directory.name_of(committer)} would fight on both sides of one conflict"
            yield Clash(kind=BOTH_SIDES, ids=ids, note=note, committer=committer)


def find_refused(triggered: Sequence[Rule], directory: Directory) -> Iterator[Clash]:
    """Yield each pair of triggered promises to do and not to do the same."""
    classes = load_classes()
    by_committer: dict[str, list[Rule]] = defaultdict(list)
    for rule in triggered:
        by_committer[rule.committer].append(rule)
    for rules in by_committer.values():
        refusals = [rule for rule in rules if rule.refused]
        for refusal in refusals:
            for rule in rules:
                act, refused = rule.consequence, refusal.consequence
                if rule.refused or refused.event_class == "other":
                    continue
                if not classes.is_kind(act.event_class, refused.event_class):
                    continue
                named = set(refused.target.names)
                if not named or not named.isdisjoint(act.target.names):
                    yield Clash(
                        kind=REFUSED,
                        ids=(rule.id, refusal.id),
                        note=f"{directory.name_of(rule.committer)} promised an act and refused it,"
                        " both for what happens",
                        committer=rule.committer,
                    )


def find_cycles(book: RuleBook, bounds: Bounds) -> Iterator[Clash]:
    """Yield the promises that hang on a cycle through "unless", as one clash."""
    if not bounds.undecided:
        return
    ids = [
        way.rule.id
        for way in book.ways
        if way.number in bounds.undecided and way.alternative.negatives
    ]
    if ids:
        yield Clash(
            kind=UNLESS_CYCLE,
            ids=tuple(dict.fromkeys(ids)),
            note="each holds only if another does not: the texts do not decide",
        )


def find_contravened(bounds: Bounds, directory: Directory) -> Iterator[Clash]:
    """Yield each warning whose event happens; no consequence was stated, so none is triggered."""
    for key, firing in bounds.possible.fired.items():
        rule = firing.rule
        if rule.origin != WARNING:
            continue
        words = f"“{rule.condition_words}”" if rule.condition_words else "this"
        happens = "happens" if key in bounds.certain.fired else "may happen"
        event = say_pattern(firing.supports[0].pattern, directory)
        yield Clash(
            kind=CONTRAVENED,
            ids=(rule.id,),
            note=f"{directory.name_of(rule.committer)} warned against {words} and stated no"
            f" consequence; it {happens} with {event}",
        )


def find_broken(
    events: Sequence[Pattern], book: RuleBook, fitter: Fitter, triggered: Sequence[Rule]
) -> Iterator[Clash]:
    """Yield each promise not to act, free of conditions or triggered, that an event breaks."""
    ids = {rule.id for rule in triggered}
    for rule in book.refusals:
        if rule.trigger is not None and rule.id not in ids:
            continue
        act = rule.consequence
        if is_joining(rule):
            act = replace(act, event_class=ACCESSION)
        if act.event_class == OTHER or not is_in_force(rule, fitter.date):
            continue
        if any(fitter.fit(event, act).answer is Truth.YES for event in events):
            yield Clash(
                kind=BROKEN,
                ids=(rule.id,),
                note=f"{fitter.directory.name_of(rule.committer)} promised not to do what it does",
                committer=rule.committer,
            )
