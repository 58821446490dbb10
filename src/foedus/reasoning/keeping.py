"""How often promises are triggered if actors keep theirs with probabilities that the user gives.

No text states such a probability, so none is ever made up: what rests on no promise that one was
given for gets no number.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from foedus.errors import InvalidPattern
from foedus.reasoning.answers import CERTAIN, POSSIBLE, Answer
from foedus.reasoning.fixpoint import find_bounds, find_widest
from foedus.reasoning.frequencies import Count, Frequencies, Frequency
from foedus.reasoning.names import nearest
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.rules import Rule
from foedus.reasoning.switches import KEPT, kept_switch

DEFAULT_DRAWS = 1_000
MAX_DRAWS = 100_000

Key: TypeAlias = tuple[str, str]
"""A promise of one committer: the record's id and his."""

World: TypeAlias = tuple[bool, ...]
"""Which of the promises that were drawn are kept, in the order of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Probabilities (0–1) by name, how many draws, and the seed that makes them the same again.

    A name is a record's id (or that of another telling, or of the thread) or an actor, whose
    every promise it is then. The narrower holds. Each promise is drawn by itself.
    """

    keep: Mapping[str, float]
    draws: int = DEFAULT_DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in self.keep.items():
            if not 0.0 <= value <= 1.0:
                raise InvalidPattern(f"{name}={value:g}: a probability is from 0 to 1")
        if not 1 <= self.draws <= MAX_DRAWS:
            raise InvalidPattern(f"{self.draws} draws; right would be 1 to {MAX_DRAWS:,}")


def draw(answer: Answer, asked: Draws) -> Frequencies:
    """Return how often each promise is triggered and done over the draws.

    A draw keeps or breaks every promise that has a probability; all others stand as the switches
    of the answer say. Draws that agree on the promises which may be triggered at all are reasoned
    through once.

    Args:
        answer: What follows if everything is kept as its switches say.
        asked: The probabilities, how many draws, and the seed.

    Raises:
        InvalidPattern: A name is neither a promise of the answer nor an actor who made one.
    """
    chances, applied = _find_chances(answer, asked.keep)
    sampler = _Sampler.of(answer, chances)
    worlds = sampler.draw(asked)
    tally = _Tally(drawn=frozenset(sampler.keys))
    with paused_collection():
        for world, times in worlds.items():
            tally.add(sampler.answer(world), sampler.kept(world), times)
        for one in sampler.all_kept.triggered:
            tally.trace(one.rule, one.chain)
    return Frequencies(
        rows=tally.rows(answer, asked.draws),
        given=asked.keep,
        applied=applied,
        draws=asked.draws,
        seed=asked.seed,
        relevant=len(sampler.keys),
        worlds=len(worlds),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sampler:
    """The promises that are drawn, and the answer in which all of them are kept."""

    base: Answer
    keys: tuple[Key, ...]
    chances: tuple[float, ...]
    all_kept: Answer

    @classmethod
    def of(cls, base: Answer, chances: Mapping[Key, float]) -> _Sampler:
        """Return the sampler of the promises that may be triggered at all."""
        fitter = _with_kept(base, dict.fromkeys(chances, True)).fitter
        able = find_widest(base.events, base.book, fitter).fired
        ordered = ((rule.id, rule.committer) for rule in base.book.rules if not rule.refused)
        keys = tuple(key for key in dict.fromkeys(ordered) if key in chances and key in able)
        return cls(
            base=base,
            keys=keys,
            chances=tuple(chances[key] for key in keys),
            all_kept=_with_kept(base, dict.fromkeys(keys, True)),
        )

    def draw(self, asked: Draws) -> Counter[World]:
        """Return how often each world is drawn, in the order in which they first are."""
        source = random.Random(asked.seed)
        return Counter(
            tuple(source.random() < chance for chance in self.chances) for _ in range(asked.draws)
        )

    def kept(self, world: World) -> dict[Key, bool]:
        """Return which of the promises are kept in a world."""
        return dict(zip(self.keys, world, strict=True))

    def answer(self, world: World) -> Answer:
        """Return what follows in a world."""
        return self.all_kept if all(world) else _with_kept(self.base, self.kept(world))


def _with_kept(base: Answer, kept: Mapping[Key, bool]) -> Answer:
    """Return the answer to the same question with these promises kept or broken."""
    thrown = {kept_switch(*key): state for key, state in kept.items()}
    switches = replace(base.fitter.switches, given={**base.fitter.switches.given, **thrown})
    fitter = replace(base.fitter, switches=switches)
    bounds = find_bounds(base.events, base.book, fitter)
    return Answer(events=base.events, book=base.book, fitter=fitter, bounds=bounds)


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What was counted so far, by promise."""

    drawn: frozenset[Key]
    rules: dict[Key, Rule] = field(default_factory=dict)
    triggered: Counter[tuple[Key, str]] = field(default_factory=Counter)
    done: Counter[tuple[Key, str]] = field(default_factory=Counter)
    rests: set[Key] = field(default_factory=set)

    def add(self, answer: Answer, kept: Mapping[Key, bool], times: int) -> None:
        """Count what follows in a world that was drawn so many times."""
        switches = answer.fitter.switches
        for one in answer.triggered:
            key = (one.rule.id, one.rule.committer)
            self.rules.setdefault(key, one.rule)
            self.triggered[key, one.bound] += times
            acts = not one.rule.refused and kept.get(key, switches.keeps(*key))
            self.done[key, one.bound] += times * acts

    def trace(self, rule: Rule, chain: tuple[Rule, ...]) -> None:
        """Note that a promise is triggered by way of others that are drawn."""
        if any((one.id, one.committer) in self.drawn for one in chain[1:]):
            self.rests.add((rule.id, rule.committer))

    def rows(self, answer: Answer, draws: int) -> tuple[Frequency, ...]:
        """Return a row for each promise of the answer, then for those that only breaking brings."""
        first = {(one.rule.id, one.rule.committer): one.rule for one in answer.triggered}
        found = []
        for key, rule in {**first, **self.rules}.items():
            triggered = self._count(self.triggered, key, draws)
            varies = 0 < triggered.certain < draws or 0 < triggered.possible < draws
            rests = key in self.rests or varies
            number = rests or key in self.drawn
            done = self._count(self.done, key, draws)
            found.append(
                Frequency(
                    rule=rule,
                    triggered=triggered if rests else None,
                    done=done if number and not rule.refused else None,
                )
            )
        return tuple(found)

    def _count(self, counted: Counter[tuple[Key, str]], key: Key, draws: int) -> Count:
        certain = counted[key, CERTAIN]
        return Count(certain=certain, possible=certain + counted[key, POSSIBLE], draws=draws)


def _find_chances(
    answer: Answer, keep: Mapping[str, float]
) -> tuple[dict[Key, float], dict[str, int]]:
    """Return the probability of each promise that has one, and to how many each name applies."""
    directory = answer.fitter.directory
    rules = answer.book.rules
    by_actor: dict[Key, float] = {}
    by_record: dict[Key, float] = {}
    applied: dict[str, int] = {}
    for name, chance in keep.items():
        told = [rule for rule in rules if name in (rule.id, rule.thread, *rule.also)]
        who = directory.find_actor(name.removeprefix(KEPT)) or name
        found = told or [rule for rule in rules if rule.committer == who and not rule.refused]
        if not found:
            known = [one for rule in rules for one in (rule.id, directory.name_of(rule.committer))]
            near = nearest(name, known)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise InvalidPattern(f"{name!r} is no promise here, nor an actor who made one{hint}")
        keys = dict.fromkeys(((rule.id, rule.committer) for rule in found), chance)
        (by_record if told else by_actor).update(keys)
        applied[name] = len(keys)
    return {**by_actor, **by_record}, applied
