"""Which promises one event alone would trigger, surely or perhaps, without what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.reasoning.fitting import Fitter, Truth
from foedus.reasoning.happenings import Field
from foedus.reasoning.language import Pattern
from foedus.reasoning.rulebook import Finder
from foedus.reasoning.rules import WARNING, Rule, is_in_force


def find_answers(event: Pattern, finder: Finder, fitter: Fitter) -> Iterator[Rule]:
    """Yield each promise to act whose whole condition an event may meet by itself, once.

    Promises not to act and warnings answer nothing; neither does what the event surely blocks.

    Args:
        event: What happens.
        finder: The promises, with their index.
        fitter: A brief one will do.
    """
    (happening,) = Field(fitter.directory).place_all([event])
    met: dict[int, set[int]] = {}
    blocked: set[int] = set()
    leaves = list(finder.find(happening))
    for leaf in leaves:
        answer = fitter.fit(happening.pattern, leaf.pattern, leaf.checks).answer
        if leaf.position is None and answer is Truth.YES:
            blocked.add(leaf.way.number)
        elif leaf.position is not None and answer is not Truth.NO:
            met.setdefault(leaf.way.number, set()).add(leaf.position)
    seen: set[int] = set()
    for leaf in leaves:
        way, rule = leaf.way, leaf.way.rule
        whole = len(met.get(way.number, ())) == len(way.alternative.positives)
        acts = not rule.refused and rule.origin != WARNING and is_in_force(rule, fitter.date)
        if whole and acts and way.number not in blocked and id(rule) not in seen:
            seen.add(id(rule))
            yield rule
