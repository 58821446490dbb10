"""Goals, and the step back: what must be so of an answered event, that the answer is as wanted.

It is the mirror of `Field.derive`: an act stands in the conflict of what it answers, on the other
side unless a friend is answered; a goal asks who acts, whom it is done to, on which side it stands
and who opened that side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from foedus.reasoning.classes import OTHER
from foedus.reasoning.happenings import DEFENDING
from foedus.reasoning.language import Pattern, RoleKind, named
from foedus.reasoning.least_index import Backwards, Wish
from foedus.reasoning.least_slots import ANYONE, UNNAMED, Slot, just, slot_of, widened
from foedus.reasoning.names import Directory
from foedus.reasoning.rulebook import Way
from foedus.reasoning.thresholds import REPLY

BLOW = "use_of_force"
"""The widest class that opens a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Something that must happen: meet a wish, with more asked of it by what answers it.

    `mine` is who opened the side of the conflict on which it stands, `theirs` the other; without
    a conflict `mine` is who acts. `conflict` is True if it must be a use of force, False if none.
    `source` says whether only a promise may bring it ("act") or only an outside event ("event").
    """

    wish: Wish
    actor: Slot = ANYONE
    target: Slot = ANYONE
    mine: Slot = ANYONE
    theirs: Slot = ANYONE
    side: int | None = None
    conflict: bool | None = None
    source: str | None = None

    def aimed(self, target: Slot) -> Goal:
        """Return the goal with whom it must be done to."""
        if target == self.target:
            return self
        return Goal(
            wish=self.wish,
            actor=self.actor,
            target=target,
            mine=self.mine,
            theirs=self.theirs,
            side=self.side,
            conflict=self.conflict,
            source=self.source,
        )

    def within(self, other: Goal) -> bool:
        """Say whether whatever meets this goal meets the other."""
        return (
            self.wish is other.wish
            and other.side in (None, self.side)
            and other.conflict in (None, self.conflict)
            and self.actor.within(other.actor)
            and self.target.within(other.target)
            and self.mine.within(other.mine)
            and self.theirs.within(other.theirs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Takes steps back over the ways of an index, with members as of one date.

    `certain` ones pass over all that may be so only perhaps.
    """

    index: Backwards
    directory: Directory
    date: str | None
    certain: bool
    _sure: dict[Wish, tuple[Slot, Slot]] = field(default_factory=dict)
    _wide: dict[Wish, tuple[Slot, Slot]] = field(default_factory=dict)
    _widened: dict[Slot, Slot] = field(default_factory=dict)

    def sure(self, wish: Wish) -> tuple[Slot, Slot]:
        """Return who surely fills the actor's and the target's place of a wish."""
        if wish not in self._sure:
            at = wish.pattern.date or self.date
            roles = (wish.pattern.actor, wish.pattern.target)
            actor, target = (slot_of(role, self.directory, at) for role in roles)
            self._sure[wish] = actor, target
        return self._sure[wish]

    def wide(self, wish: Wish) -> tuple[Slot, Slot]:
        """Return who fills the two places of a wish, perhaps ones too unless it must be certain.

        Perhaps an act is done to him of which it stays open whom it is done to.
        """
        if self.certain:
            return self.sure(wish)
        if wish not in self._wide:
            actor, target = self.sure(wish)
            named_ones = [
                r.kind is RoleKind.NAME for r in (wish.pattern.actor, wish.pattern.target)
            ]
            target = self.widen(target) if named_ones[1] else target
            if target.only is not None and self.index.may_be_unnamed(wish):
                target = Slot(only=target.only | {UNNAMED})
            self._wide[wish] = self.widen(actor) if named_ones[0] else actor, target
        return self._wide[wish]

    def widen(self, slot: Slot) -> Slot:
        """Return who is in a slot surely or perhaps."""
        if slot.only is None:
            return slot
        if slot not in self._widened:
            orgs = self.index.organisations
            self._widened[slot] = widened(slot, self.directory, self.date, orgs)
        return self._widened[slot]

    def back(self, way: Way, goal: Goal) -> Iterator[tuple[Goal, ...]]:
        """Yield what must happen for a way to bring what a goal asks, one set per possibility."""
        wishes = self.index.wishes[way.number]
        others = tuple(Goal(wish=w) for n, w in enumerate(wishes) if n != way.binding)
        if not wishes:
            yield ()
            return
        if not goal.actor.admits(way.rule.committer):
            return
        bound = wishes[way.binding]
        for target in self._targets(goal):
            for found in self._bound(way, goal.aimed(target), bound):
                yield (found, *others) if isinstance(found, Goal) else (*found, *others)

    def _targets(self, goal: Goal) -> Iterator[Slot]:
        """Yield whom an act that meets a goal is done to: surely, then those perhaps meant."""
        sure, wide = self.sure(goal.wish)[1], self.wide(goal.wish)[1]
        surely, perhaps = sure.meet(goal.target), wide.meet(goal.target)
        if surely is not None:
            yield surely
        if perhaps is not None and sure.only is not None and perhaps != surely:
            rest = perhaps.without(*sure.only)
            if rest is not None:
                yield rest

    def _bound(self, way: Way, goal: Goal, bound: Wish) -> Iterator[Goal | tuple[Goal, ...]]:
        named_target = way.rule.consequence.target.kind is RoleKind.NAME
        if not self._hits(way, goal):
            return
        if not way.force:
            if goal.conflict or not goal.mine.admits(way.rule.committer):
                return
            yield from _soft(way, goal, bound)
            return
        if goal.conflict is False:
            return
        asked = goal.mine is not ANYONE or goal.theirs is not ANYONE or goal.side is not None
        if named_target and not asked:
            yield Goal(wish=bound)
            return
        if self._may_be_force(bound):
            step = _named(way, goal, bound) if named_target else _answered(way, goal, bound)
            yield from (one for one in step if _is_possible(one))
            if named_target:
                yield from self._alone(way, goal, bound, conflict=True)
        if not bound.force:
            yield from self._alone(way, goal, bound, conflict=False)

    def _hits(self, way: Way, goal: Goal) -> bool:
        """Say whether whom an act names is who is wanted, and not the committer."""
        role = way.rule.consequence.target
        if role.kind is not RoleKind.NAME:
            return True
        return role.names != (way.rule.committer,) and any(map(goal.target.admits, role.names))

    def _may_be_force(self, wish: Wish) -> bool:
        """Say whether an event that meets a wish may be a use of force."""
        wanted, classes = wish.pattern.event_class, self.index.classes
        if wish.force or wanted == OTHER:
            return True
        return any(wanted in above and BLOW in above for above in classes.above.values())

    def _alone(
        self, way: Way, goal: Goal, bound: Wish, *, conflict: bool
    ) -> Iterator[Goal | tuple[Goal, ...]]:
        """Yield how a use of force that joins no conflict of what it answers is as wanted."""
        rule = way.rule
        role = rule.consequence.target
        whom = goal.target.meet(goal.theirs)
        if whom is None or not goal.mine.admits(rule.committer):
            return
        names = role.names if role.kind is RoleKind.NAME else ()
        if names and not any(map(whom.admits, names)):
            return
        whom = whom.without(rule.committer)
        if whom is None:
            return
        plain = Goal(wish=bound, conflict=conflict)
        if conflict:
            far = Slot(but=frozenset(names))
            plain = replace(plain, actor=far, target=far, mine=far, theirs=far)
        elif role.kind is RoleKind.ATTACKER:
            plain = replace(plain, actor=whom)
        elif role.kind is RoleKind.ATTACKED:
            plain = replace(plain, target=whom)
        if goal.side != DEFENDING:
            yield plain
            return
        # It is a reply only if whom it strikes has struck before, or was struck back before.
        for name in names or sorted((whom.only or frozenset()) - {UNNAMED}):
            for blow in find_prior(name, rule.committer):
                yield plain, Goal(wish=self.index.wish(blow), source="event")


def find_prior(first: str, struck: str) -> tuple[Pattern, Pattern]:
    """Return the blows that open a conflict in which one struck another first: his, or one back."""
    one, other = named(first), named(struck)
    return (
        Pattern(event_class=BLOW, actor=one, target=other),
        Pattern(event_class=BLOW, actor=other, target=one, manner=(REPLY,)),
    )


def _soft(way: Way, goal: Goal, bound: Wish) -> Iterator[Goal]:
    """Yield what an act that is no use of force asks of what it answers."""
    role = way.rule.consequence.target
    if role.kind not in (RoleKind.ATTACKER, RoleKind.ATTACKED):
        yield Goal(wish=bound)
        return
    whom = goal.target.without(way.rule.committer)
    if whom is not None:
        attacker = role.kind is RoleKind.ATTACKER
        yield Goal(wish=bound, mine=whom) if attacker else Goal(wish=bound, target=whom)


def _answered(way: Way, goal: Goal, bound: Wish) -> Iterator[Goal]:
    """Yield what a use of force against whoever is answered asks of it."""
    friend = way.rule.beneficiary
    whom = goal.target.without(way.rule.committer)
    if whom is None:
        return
    facing, beside = whom.meet(goal.theirs), whom.meet(goal.theirs)
    if facing is not None:
        actor = ANYONE if friend is None else Slot(but=frozenset({friend}))
        side = None if goal.side is None else 1 - goal.side
        yield Goal(wish=bound, actor=actor, mine=facing, theirs=goal.mine, side=side, conflict=True)
    if friend is not None and beside is not None:
        yield Goal(
            wish=bound,
            actor=just(friend),
            mine=goal.mine,
            theirs=beside,
            side=goal.side,
            conflict=True,
        )


def _named(way: Way, goal: Goal, bound: Wish) -> Iterator[Goal]:
    """Yield how a use of force against whom it names joins the conflict of what it answers."""
    other = None if goal.side is None else 1 - goal.side
    for name in way.rule.consequence.target.names:
        this = just(name)
        far = Slot(but=frozenset({name}))
        facing = this.meet(goal.theirs)
        if facing is not None:
            yield Goal(wish=bound, mine=facing, theirs=goal.mine, side=other, conflict=True)
        yield Goal(
            wish=bound, actor=this, mine=goal.theirs, theirs=goal.mine, side=other, conflict=True
        )
        behind = this.meet(goal.theirs)
        if behind is not None:
            yield Goal(wish=bound, actor=far, mine=goal.mine, theirs=behind, side=goal.side,
                       conflict=True)  # fmt: skip
        yield Goal(wish=bound, actor=far, target=this, mine=goal.mine, theirs=goal.theirs,
                   side=goal.side, conflict=True)  # fmt: skip


def _is_possible(goal: Goal) -> bool:
    """Say whether a first blow, or a reply, is not wanted on the side where none stands."""
    return goal.side is None or goal.wish.side in (None, goal.side)
