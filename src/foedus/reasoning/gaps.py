"""Gap: what promises leave open, or what does not go together with an alliance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foedus.reasoning.answering import find_answers
from foedus.reasoning.backing import (
    Backing,
    find_aims,
    find_attacked,
    find_backings,
    find_named,
)
from foedus.reasoning.classes import ATTACK, load_classes
from foedus.reasoning.fitting import Fitter
from foedus.reasoning.joining import is_joining
from foedus.reasoning.language import NOT_STATED, Pattern, RoleKind, named
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.rulebook import Finder, RuleBook
from foedus.reasoning.rules import TEXT, TREATY, Rule, is_in_force
from foedus.world.instruments import Duty, Instrument, in_force, parties_at, suspended_at

MAX_NAMED = 3
"""How many promises that name an actor are given where none is about the gap."""

_FRIENDLY = frozenset({Duty.DEFENCE, Duty.OFFENCE, Duty.GUARANTEE, Duty.NONAGGRESSION})


class GapKind(StrEnum):
    """What is missing, or does not fit."""

    UNANSWERED_ATTACK = "unanswered_attack"
    """No promise of anybody else waits for an attack on this actor."""
    ATTACK_INSIDE_ALLIANCE = "attack_inside_alliance"
    """One of two who are bound to each other is promised against the other."""
    WEAK_BACKING = "weak_backing"
    """Somebody promises to help this actor, but nobody firmly and for himself."""
    MEMBER_DESPITE_REFUSAL = "member_despite_refusal"
    """Who refuses to join an alliance belongs to it, or is bound against whom it is aimed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap: `actor` is whose it is and `other` who else is in it; both are ids.

    `rules` are the promises it is read from, `treaties` the names of instruments; `note` says it
    in words. Where no promise is about it at all, `named_in` are some that name the actor.
    """

    kind: GapKind
    actor: str
    note: str
    rules: tuple[Rule, ...]
    other: str | None = None
    treaties: tuple[str, ...] = ()
    named_in: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The promises at a date, with the names of the world; `treaties` says whether these join."""

    book: RuleBook
    directory: Directory
    date: str | None = None
    treaties: bool = False

    @property
    def texts(self) -> Iterator[Rule]:
        """Yield the promises that texts state and that had been made by then."""
        for rule in self.book.rules:
            if rule.origin == TEXT and is_in_force(rule, self.date):
                yield rule

    def name(self, actor: str) -> str:
        """Return the English name of an id."""
        return self.directory.name_of(actor)


def find_gaps(
    book: RuleBook, directory: Directory, date: str | None = None, *, treaties: bool = False
) -> tuple[Gap, ...]:
    """Return what the promises leave open, kind by kind.

    Args:
        book: The promises, with those of treaties if these are to join.
        directory: Knows states, organisations and their members.
        date: Only what was promised by then counts (ISO text; None: now).
        treaties: Whether the alliances of the day join.

    Returns:
        Attacks that nobody answers, those that somebody threatens first; attacks inside an
        alliance; whom nobody backs firmly; and who refuses to join where he belongs.
    """
    asked = Question(book=book, directory=directory, date=date, treaties=treaties)
    backings = find_backings(book.rules, directory, date)
    return (
        *_unanswered(asked),
        *_inside_alliances(asked, backings),
        *_weak(asked, backings),
        *_members_despite_refusal(asked),
    )


def find_threats(asked: Question) -> dict[tuple[str, str], tuple[Rule, ...]]:
    """Return who promises force against whom, with those promises, in their order."""
    classes = load_classes()
    found: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in asked.texts:
        if rule.refused or not classes.is_force(rule.consequence.event_class):
            continue
        for aim in find_aims(rule):
            if aim != rule.committer:
                found[rule.committer, aim].append(rule)
    return {pair: tuple(rules) for pair, rules in found.items()}


def _unanswered(asked: Question) -> Iterator[Gap]:
    """Yield each attack for which no promise of anybody but the attacked waits."""
    finder = Finder(asked.book, asked.directory, asked.date)
    fitter = Fitter(directory=asked.directory, date=asked.date, brief=True)
    threats = find_threats(asked)
    told = find_named(asked.texts, asked.directory)
    cases: list[tuple[str | None, str, tuple[Rule, ...]]] = [
        (attacker, victim, rules) for (attacker, victim), rules in threats.items()
    ]
    states = [one for one in told if not one.startswith(ORGANISATION)]
    cases += [(None, victim, ()) for victim in states]
    for attacker, victim, rules in cases:
        by = NOT_STATED if attacker is None else named(attacker)
        event = Pattern(event_class=ATTACK, actor=by, target=named(victim))
        answers = [r for r in find_answers(event, finder, fitter) if r.committer != attacker]
        if any(rule.committer != victim for rule in answers):
            continue
        who = asked.name(victim)
        attack = f"an attack on {who}"
        if attacker is not None:
            attack = f"the attack on {who} that {asked.name(attacker)} threatens"
        note = f"no promise waits for {attack}"
        if answers:
            note = f"nobody but {who} itself promises anything upon {attack}"
        yield Gap(
            kind=GapKind.UNANSWERED_ATTACK,
            actor=victim,
            other=attacker,
            note=note,
            rules=_distinct(*rules, *answers),
            named_in=() if rules or answers else told[victim][:MAX_NAMED],
        )


def _inside_alliances(asked: Question, backings: Sequence[Backing]) -> Iterator[Gap]:
    """Yield each threat, and each attack that a promise waits for, between two who are bound."""
    said: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for backing in backings:
        if backing.is_text and _stands_by(backing.rule):
            said[backing.backer, backing.backed].append(backing.rule)
    pacts = [one for one in in_force(asked.date) if asked.treaties and _is_friendly(one)]
    cases = [(*pair, rules, True) for pair, rules in find_threats(asked).items()]
    cases += [(*pair, rules, False) for pair, rules in _expected(asked).items()]
    for attacker, victim, rules, threatens in cases:
        bonds = [*said.get((attacker, victim), ()), *said.get((victim, attacker), ())]
        shared = [one for one in pacts if _binds(one, attacker, victim, asked.date)]
        if not bonds and not shared:
            continue
        one, other = asked.name(attacker), asked.name(victim)
        what = f"a promise waits for an attack by {one} on {other}"
        if threatens:
            what = f"{one} threatens {other}"
        why = [f"both are parties of {', '.join(pact.name for pact in shared)}"] if shared else []
        if said.get((attacker, victim)):
            why.insert(0, f"{one} promises to help {other}")
        if said.get((victim, attacker)):
            why.insert(0, f"{other} promises to help {one}")
        yield Gap(
            kind=GapKind.ATTACK_INSIDE_ALLIANCE,
            actor=attacker,
            other=victim,
            note=f"{what}, and {'; '.join(why)}",
            rules=_distinct(*rules, *bonds),
            treaties=tuple(pact.name for pact in shared),
        )


def _stands_by(rule: Rule) -> bool:
    """Say whether a promise to help is one for war; who only sells or feeds is no ally."""
    return rule.defensive or load_classes().is_in(rule.consequence.event_class, "taking_part")


def _expected(asked: Question) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    """Return who would have to attack whom for a promise of a text to bind, with those promises."""
    found: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in asked.texts:
        for pattern in find_attacked(rule):
            victims = pattern.target.names if pattern.target.kind is RoleKind.NAME else ()
            place = asked.directory.find_place(pattern.place) if pattern.place else None
            if not victims and place is not None and place.code is not None:
                victims = (place.code,)
            attackers = pattern.actor.names if pattern.actor.kind is RoleKind.NAME else ()
            for pair in ((a, v) for a in attackers for v in victims if a != v):
                found[pair].append(rule)
    return {pair: _distinct(*rules) for pair, rules in found.items()}


def _weak(asked: Question, backings: Sequence[Backing]) -> Iterator[Gap]:
    """Yield whom texts promise to help, but nobody firmly and for himself."""
    by_friend: defaultdict[str, list[Backing]] = defaultdict(list)
    for backing in backings:
        by_friend[backing.backed].append(backing)
    for friend, held in by_friend.items():
        if any(one.is_firm for one in held) or not any(one.is_text for one in held):
            continue
        said = []
        for one in held:
            how = "is spoken for by another" if one.rule.spoken_for else f"is {one.rule.strength}"
            said.append(f"{asked.name(one.backer)} {how}")
        yield Gap(
            kind=GapKind.WEAK_BACKING,
            actor=friend,
            note=f"nobody backs {asked.name(friend)} firmly: {', '.join(dict.fromkeys(said))}",
            rules=tuple(one.rule for one in held),
        )


def _members_despite_refusal(asked: Question) -> Iterator[Gap]:
    """Yield who refuses to join an alliance and belongs to it, or is bound against its enemy."""
    for rule in asked.texts:
        if not rule.refused or not is_joining(rule):
            continue
        who = asked.name(rule.committer)
        for name in rule.consequence.target.names:
            joined = name.startswith(ORGANISATION)
            members = asked.directory.members(name, asked.date) if joined else frozenset()
            against = () if joined else _bound_against(asked, rule, name)
            if rule.committer in members:
                note = f"{who} refuses to join {asked.name(name)} and is a member of it"
            elif against:
                note = (
                    f"{who} refuses to join an alliance against {asked.name(name)} and is bound"
                    " against it"
                )
            else:
                continue
            yield Gap(
                kind=GapKind.MEMBER_DESPITE_REFUSAL,
                actor=rule.committer,
                other=name,
                note=note,
                rules=(rule, *against),
            )


def _bound_against(asked: Question, refusal: Rule, enemy: str) -> tuple[Rule, ...]:
    """Return the promises of force against an actor, for somebody else's sake, of who refuses."""
    classes = load_classes()
    return tuple(
        rule
        for rule in asked.book.rules
        if rule.committer == refusal.committer
        and rule.origin in (TEXT, TREATY)
        and not rule.refused
        and is_in_force(rule, asked.date)
        and classes.is_force(rule.consequence.event_class)
        and enemy in find_aims(rule)
        and rule.beneficiary != rule.committer
        and (rule.origin == TREATY or rule.beneficiary is not None)
    )


def _distinct(*rules: Rule) -> tuple[Rule, ...]:
    """Return promises in order, each once."""
    return tuple({(rule.id, rule.committer): rule for rule in rules}.values())


def _is_friendly(instrument: Instrument) -> bool:
    return any(clause.kind in _FRIENDLY for clause in instrument.clauses)


def _binds(instrument: Instrument, one: str, other: str, date: str | None) -> bool:
    both = {one, other} <= set(parties_at(instrument, date))
    return both and not suspended_at(instrument, one, other, date)
