"""The search back from an act to the outside events that would bring it, the fewest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import TypeAlias

from foedus.reasoning.fitting import Fitter, Truth
from foedus.reasoning.happenings import ATTACKING, DEFENDING
from foedus.reasoning.language import Pattern, RoleKind
from foedus.reasoning.least_agenda import Agenda, Rank
from foedus.reasoning.least_events import Outside, in_order, joined, manner_of, settled
from foedus.reasoning.least_index import Backwards, Wish, rank_of
from foedus.reasoning.least_slots import UNNAMED, Slot, just
from foedus.reasoning.least_steps import BLOW, Goal, Steps
from foedus.reasoning.rulebook import Way
from foedus.reasoning.rules import is_in_force
from foedus.reasoning.switches import DEADLINES_PASS
from foedus.reasoning.thresholds import FIRST, REPLY

AT_ONCE = 16
"""How many promises are followed back before others have their turn."""


Key: TypeAlias = tuple[frozenset[Goal], frozenset[Outside]]
"""What is open in a part of a proof, and what is assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A part of a proof: goals still open, events assumed, ways used and the weakest of them.

    Each goal carries those it serves: one that serves itself proves nothing. A `special` case of a
    set that was looked at waits for the proofs of its size.
    """

    goals: tuple[tuple[Goal, tuple[Goal, ...]], ...]
    events: frozenset[Outside] = frozenset()
    ways: tuple[Way, ...] = ()
    weakness: int = 0
    special: bool = False

    @property
    def key(self) -> Key:
        """Return what is still to do and what was done: all that decides how it goes on."""
        return frozenset([goal for goal, _ in self.goals]), self.events

    @property
    def size(self) -> int:
        """Return how many events it takes at least."""
        return len(self.events) or (1 if self.goals else 0)

    def with_events(self, events: frozenset[Outside]) -> State:
        """Return the state in which events meet the first goal."""
        return State(
            goals=self.goals[1:],
            events=events,
            ways=self.ways,
            weakness=self.weakness,
            special=self.special,
        )


@dataclass(slots=True, kw_only=True)
class Search:
    """A best-first search; `steps_left` bounds the work.

    One that is `certain` follows only what surely meets what it should. `is_spare` says of events
    that nothing is to be gained by more of them. A `thrifty` one, for a large book, passes over the
    far ends of conflicts (see `Backwards.find`), and takes the smallest sets first throughout.
    """

    index: Backwards
    steps: Steps
    fitter: Fitter
    size: int
    steps_left: int
    is_spare: Callable[[frozenset[Outside]], bool]
    thrifty: bool = False
    _fitting: dict[tuple[str, RoleKind, Wish], bool] = field(default_factory=dict)
    _agenda: Agenda[tuple[State, Key] | Iterator[State]] = field(default_factory=Agenda)
    _seen: set[Key] = field(default_factory=set)

    def push(self, state: State) -> None:
        """Take up a state, unless the same was met before with promises no weaker."""
        size = state.size
        if size <= self.size:
            key = state.key
            if key not in self._seen:
                rank = size, state.special, state.weakness
                self._agenda.put(rank, len(state.ways), (state, key))

    def wanted(self, pattern: Pattern, committer: str) -> None:
        """Take up an act that one actor's promise must bring."""
        wish = self.index.wish(pattern)
        goal = Goal(wish=wish, actor=just(committer), source="act")
        self.push(State(goals=((goal, ()),)))

    @property
    def next_rank(self) -> Rank | None:
        """Return the rank of what comes next; None if nothing does."""
        return self._agenda.next_rank if self.steps_left > 0 else None

    def step(self) -> State | None:
        """Look at one thing more; return a state without open goals if it is one."""
        self.steps_left -= 1
        rank, length, item = self._agenda.take(fair=not self.thrifty)
        if not isinstance(item, tuple):
            self._follow(rank, length, item)
            return None
        state, key = item
        if key in self._seen or (state.events and self.is_spare(state.events)):
            return None
        self._seen.add(key)
        if not state.goals:
            return state
        self._open(state)
        return None

    def clear(self) -> None:
        """Forget what is still to be looked at."""
        self._agenda.clear()
        self._seen.clear()

    @property
    def exhausted(self) -> bool:
        """Say whether nothing is left to look at."""
        return self._agenda.next_rank is None

    def producers(self, goal: Goal) -> Iterator[Way]:
        """Yield the ways in force whose act may meet a goal, the firmest first."""
        wish = goal.wish
        side = ATTACKING if wish.wants_first else goal.side
        actor, target = self.steps.wide(wish)
        actors, targets = actor.meet(goal.actor), target.meet(goal.target)
        if actors is None or targets is None:
            return
        for way in self.index.find(
            wish.pattern.event_class,
            actors=actors.only,
            targets=targets.only,
            opening=side == ATTACKING and wish.force,
            thrifty=self.thrifty,
        ):
            rule = way.rule
            if not actors.admits(rule.committer) or not is_in_force(rule, self.fitter.date):
                continue
            if not way.alternative.positives and not self.fitter.switches.state(DEADLINES_PASS):
                continue
            if self.fitter.switches.keeps(rule.id, rule.committer) and self._may_fit(way, wish):
                yield way

    def _follow(self, rank: Rank, length: int, states: Iterator[State]) -> None:
        """Take up the next few of many possibilities; the rest wait their turn."""
        found = list(islice(states, AT_ONCE))
        for state in found:
            self.push(state)
        if len(found) == AT_ONCE:
            size, special, weakness = rank
            rank = (size, special, max(weakness, found[-1].weakness))
            self._agenda.put(rank, length, states)

    def _open(self, state: State) -> None:
        """Take up every way to meet the first goal: with an event, or by a promise."""
        goal, line = state.goals[0]
        if goal.source != "act":
            events = in_order(state.events)
            merged = [(event, one) for event in events for one in self._merge(event, goal)]
            for event, one in merged:
                self.push(state.with_events(state.events - {event} | {one}))
            if any(event == one for event, one in merged):
                return  # an assumed event meets it as it is: nothing else is needed
            if len(state.events) < self.size:
                for one in self._realise(goal):
                    self.push(state.with_events(state.events | {one}))
        if goal.source != "event":
            rank = (state.size, state.special, state.weakness)
            further = self._by_promise(state, goal, line)
            self._agenda.put(rank, len(state.ways) + 1, further)

    def _by_promise(self, state: State, goal: Goal, line: tuple[Goal, ...]) -> Iterator[State]:
        """Yield the states in which a promise meets the goal."""
        if goal.wish.side is not None:
            goal = replace(goal, side=goal.wish.side)
        line = (*line, goal)
        rest = {one for one, _ in state.goals[1:]}
        for way in self.producers(goal):
            for needs in self.steps.back(way, goal):
                if self.steps.certain and any(need.wish.pattern.loose for need in needs):
                    continue
                if any(need.within(served) for need in needs for served in line):
                    continue
                fresh = tuple((need, line) for need in needs if need not in rest)
                yield State(
                    goals=(*fresh, *state.goals[1:]),
                    events=state.events,
                    ways=(*state.ways, way),
                    weakness=max(state.weakness, rank_of(way)),
                    special=state.special,
                )

    def _may_fit(self, way: Way, wish: Wish) -> bool:
        """Say whether an act, wherever it stands, can meet a wish."""
        act = way.rule.consequence
        plain = not (act.manner or act.place or act.scale or act.date or act.target.names)
        if not plain or not wish.pattern.actor.is_open:
            return self._fits(way, wish)
        # Who acts is a matter of the goal's slot: all such acts of one class fit alike.
        key = act.event_class, act.target.kind, wish
        if key not in self._fitting:
            self._fitting[key] = self._fits(way, wish)
        return self._fitting[key]

    def _fits(self, way: Way, wish: Wish) -> bool:
        act = way.rule.consequence
        if way.force and wish.side is not None:
            said = FIRST if wish.side == ATTACKING else REPLY
            act = replace(act, manner=(*act.manner, said))
        if not self.steps.certain:
            return self.fitter.fit(act, wish.pattern, wish.checks).answer is not Truth.NO
        # Whom it is done to may be said only by what it answers; that is a matter of the step back.
        answering = act.target.kind in (RoleKind.ATTACKER, RoleKind.ATTACKED)
        checks = wish.checks_but_target if answering else wish.checks
        return self.fitter.fit(act, wish.pattern, checks).answer is Truth.YES

    def _merge(self, event: Outside, goal: Goal) -> list[Outside]:
        """Return an assumed event narrowed so that it meets a goal too, surely if it can."""
        perhaps = not self.steps.certain
        found = []
        for one in self._realise(goal, all_of_them=perhaps):
            for mine in (event, self._widened(event)) if perhaps else (event,):
                both = joined(
                    mine, one, self.index.classes, self.fitter.thresholds, perhaps=perhaps
                )
                for each in both:
                    if not (event.is_placed or one.is_placed) or self._is_there(each):
                        found.append(each)
                if found:
                    return found
        return found

    def _widened(self, event: Outside) -> Outside:
        """Return an event with those too who may stand for whom it names."""
        widen = self.steps.widen
        return replace(event, actor=widen(event.actor), target=widen(event.target))

    def _is_there(self, event: Outside) -> bool:
        """Say whether an event of which only the place was said can be done to its target."""
        place = self.fitter.directory.find_place(event.place or "")
        if event.target.only is None or place is None or place.code is None:
            return True
        names = map(self.fitter.directory.name_of, event.target.only)
        counts = any(self.fitter.switches.counts_as(place.name, name) for name in names)
        return counts or event.target.admits(place.code)

    def _realise(self, goal: Goal, *, all_of_them: bool = False) -> list[Outside]:
        """Return the event that meets a goal as surely as any can, or all that perhaps do."""
        force = goal.wish.force
        if goal.conflict is False and force:
            return []
        reply = goal.side == DEFENDING or goal.wish.wants_reply
        first = goal.wish.wants_first or goal.side == ATTACKING
        if reply and first:
            return []
        events = self._events(goal, first=first, reply=reply)
        found = list(events if all_of_them else islice(events, 1))
        if not goal.conflict or force:
            return found
        blow = Outside(event_class=BLOW)
        return [b for one in found for b in joined(one, blow, self.index.classes,
                                                   self.fitter.thresholds)]  # fmt: skip

    def _events(self, goal: Goal, *, first: bool, reply: bool) -> Iterator[Outside]:
        """Yield events that meet a goal, the surest first: with who is meant, or perhaps meant."""
        pattern, manner = goal.wish.pattern, manner_of(goal.wish.pattern)
        for who, whom in product(
            self._met(goal, 0, goal.actor, goal.mine), self._met(goal, 1, goal.target, goal.theirs)
        ):
            found = settled(
                Outside(
                    event_class=pattern.event_class,
                    actor=who,
                    target=whom,
                    place=pattern.place,
                    manner=tuple(sorted({*manner, REPLY})) if reply else manner,
                    scale=pattern.scale,
                    date=pattern.date,
                    first=first,
                )
            )
            if found is not None:
                yield found

    def _met(self, goal: Goal, place: int, *asked: Slot) -> list[Slot]:
        """Return who surely fills a place of a goal as asked, then who perhaps does."""
        met: list[Slot] = []
        sure, wide = self.steps.sure(goal.wish)[place], self.steps.wide(goal.wish)[place]
        for slot in (sure,) if wide is sure else (sure, wide):
            found: Slot | None = slot
            for limit in asked:
                found = found.meet(limit) if found is not None else None
            if found is not None and found.only is not None and UNNAMED in found.only:
                found = found.without(UNNAMED)  # an event of its own says whom
            if found is not None and found not in met:
                met.append(found)
        return met
