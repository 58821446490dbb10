"""Loop: actors each of whom promises to help the next, and the last the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from foedus.reasoning.backing import Backing, find_backings, find_named
from foedus.reasoning.cycles import find_components, find_cycles
from foedus.reasoning.names import Directory
from foedus.reasoning.rules import Rule
from foedus.records.commitments import Strength

LONGEST_LOOP = 6
"""The most actors of a loop that is looked for, unless the caller says otherwise."""
MOST_LOOPS = 500
"""The most loops that are returned, the shortest first, unless the caller says otherwise."""

_STRENGTHS = tuple(Strength)


class LoopKind(StrEnum):
    """What a loop rests on."""

    PROMISES = "promises"
    """On what texts state; with treaties, on one text at least."""
    ALLIANCE = "alliance"
    """On one treaty, which binds its parties to each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One actor's promises to help the next."""

    backer: str
    backed: str
    rules: tuple[Rule, ...]

    @property
    def strength(self) -> Strength:
        """Return the strength of the firmest of them."""
        return min((rule.strength for rule in self.rules), key=_STRENGTHS.index)

    @property
    def spoken_for(self) -> bool:
        """Say whether none of them is the backer's own."""
        return all(rule.spoken_for for rule in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Actors in order, each of whom backs the next and the last the first.

    `treaty` is the id of the instrument of an alliance; its actors are sorted and its steps are
    one for each party that is bound, `backed` being the next party.
    """

    kind: LoopKind
    actors: tuple[str, ...]
    steps: tuple[Step, ...]
    treaty: str | None = None

    @property
    def strength(self) -> Strength:
        """Return the strength of the weakest step: a loop is no firmer."""
        return max((step.strength for step in self.steps), key=_STRENGTHS.index)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every promise of the loop, step by step."""
        return tuple(rule for step in self.steps for rule in step.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loops:
    """Loops, the shortest first; `complete` is false where the search ended at `most`.

    Loops of more than `longest` actors are not looked for.
    """

    found: tuple[Loop, ...]
    complete: bool
    longest: int
    most: int


def find_loops(
    rules: Sequence[Rule],
    directory: Directory,
    date: str | None = None,
    *,
    longest: int = LONGEST_LOOP,
    most: int = MOST_LOOPS,
) -> Loops:
    """Return the cycles of the graph of who promises to help whom.

    Args:
        rules: The promises, with those of treaties if these are to join.
        directory: Knows who is a state or organisation, and members.
        date: Only what was promised by then counts (ISO text; None: now).
        longest: The most actors of a loop.
        most: The most loops.

    Returns:
        First the alliances of which the texts name two parties, each whole: that its parties are
        bound to each other is its purpose. Then every cycle through a promise of a text; none of
        these makes a detour over two treaties if one leads straight there.
    """
    backings = find_backings(rules, directory, date)
    edges: defaultdict[tuple[str, str], list[Backing]] = defaultdict(list)
    for backing in backings:
        edges[backing.backer, backing.backed].append(backing)
    graph: defaultdict[str, list[str]] = defaultdict(list)
    for backer, backed in edges:
        graph[backer].append(backed)
    said = {edge for edge, held in edges.items() if any(one.is_text for one in held)}
    cycles = find_cycles(graph, longest=longest, through=said, lesser=edges.keys() - said)
    told = find_named(rules, directory)
    alliances = [one for one in _find_alliances(backings) if len(told.keys() & set(one.actors)) > 1]
    taken = list(islice(cycles, most + 1))
    loops = [
        Loop(kind=LoopKind.PROMISES, actors=actors, steps=_steps(actors, edges))
        for actors in taken[:most]
    ]
    return Loops(
        found=(*alliances, *loops), complete=len(taken) <= most, longest=longest, most=most
    )


def _steps(
    actors: tuple[str, ...], edges: dict[tuple[str, str], list[Backing]]
) -> tuple[Step, ...]:
    """Return the promises between each actor and the next; those of texts before treaties'."""
    following = (*actors[1:], actors[0])
    found = []
    for backer, backed in zip(actors, following, strict=True):
        held = sorted(edges[backer, backed], key=lambda one: not one.is_text)
        rules = {one.rule.id: one.rule for one in held}
        found.append(Step(backer=backer, backed=backed, rules=tuple(rules.values())))
    return tuple(found)


def _find_alliances(backings: Sequence[Backing]) -> list[Loop]:
    """Return the treaties that bind parties to each other, in the order of the rules."""
    by_treaty: defaultdict[str, list[Backing]] = defaultdict(list)
    for backing in backings:
        if not backing.is_text:
            by_treaty[backing.rule.id.partition(":")[0]].append(backing)
    found = []
    for treaty, held in by_treaty.items():
        graph: defaultdict[str, set[str]] = defaultdict(set)
        of_backer: defaultdict[str, dict[str, Rule]] = defaultdict(dict)
        for one in held:
            graph[one.backer].add(one.backed)
            of_backer[one.backer][one.rule.id] = one.rule
        for actors in find_components(graph):
            steps = tuple(
                Step(backer=backer, backed=backed, rules=tuple(of_backer[backer].values()))
                for backer, backed in zip(actors, (*actors[1:], actors[0]), strict=True)
            )
            found.append(Loop(kind=LoopKind.ALLIANCE, actors=actors, steps=steps, treaty=treaty))
    return found
