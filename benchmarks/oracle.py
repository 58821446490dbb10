"""The same question to clingo: an answer-set program with side state, and how the answers compare.

The program says in its own terms what fits, who stands on which side and what follows in each
bound; it shares with the reasoning room only the tables (classes, members) and the promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import clingo

from benchmarks.networks import FORCE, Network
from foedus.reasoning.answers import Answer
from foedus.reasoning.classes import load_classes
from foedus.reasoning.happenings import Field
from foedus.reasoning.language import Alternative, Pattern, Role, RoleKind
from foedus.reasoning.names import Directory
from foedus.world.world import World

MAX_MODELS = 50

RULES = """
bound(c). bound(p).
force(K) :- kind(K,use_of_force).
opposite(0,1). opposite(1,0).

% Slots one after the other: sure (y) or perhaps (u). First the class, and the first blow.
class(L,K,y) :- leaf(_,L,_,KL), kind(K,KL), not loose(L).
class(L,K,u) :- leaf(_,L,_,KL), kind(K,KL), loose(L).
class(L,K,u) :- leaf(_,L,_,KL), maybe(K,KL).
early(0,C,y) :- side(C,0,_), not odd(C).
early(S,C,u) :- side(C,S,_), odd(C).
early(none,none,u).

% Then the target, then the actor. "Another member" is not who stands in the other role.
to(B,L,X,T,C,S,G,F) :- hold(B,K,X,T,C,S), on(K,T,L,G,F), not apart(L).
to(B,L,X,T,C,S,G,F) :- hold(B,K,X,T,C,S), on(K,T,L,G,F), apart(L), T != X.
to(B,L,X,T,C,S,y,F) :- hold(B,K,X,T,C,S), from(K,X,L,F), not but(L,target,T).
to(B,L,X,T,C,S,y,F) :- hold(B,K,X,T,C,S), any(K,L,F), not but(L,target,T).
to(B,L,X,unk,C,S,u,F) :- hold(B,K,X,unk,C,S), class(L,K,F), not open(L,target).
apart(L) :- otherof(L,target).
on(K,T,L,y,F) :- name(L,target,T), class(L,K,F).
on(K,T,L,u,F) :- name(L,target,O), member(O,T), class(L,K,F).
on(K,T,L,y,F) :- anyof(L,target,O), member(O,T), class(L,K,F).
known(L) :- name(L,actor,_).
from(K,X,L,F) :- open(L,target), name(L,actor,X), class(L,K,F).
from(K,X,L,F) :- open(L,target), name(L,actor,O), member(O,X), class(L,K,F).
from(K,unk,L,F) :- open(L,target), known(L), class(L,K,F).
any(K,L,F) :- open(L,target), not known(L), class(L,K,F).
by(B,L,X,T,C,S,y,G,F) :- to(B,L,X,T,C,S,G,F), name(L,actor,X).
by(B,L,X,T,C,S,y,G,F) :- to(B,L,X,T,C,S,G,F), open(L,actor), not but(L,actor,X).
by(B,L,X,T,C,S,u,G,F) :- to(B,L,X,T,C,S,G,F), name(L,actor,O), member(O,X).
by(B,L,X,T,C,S,y,G,F) :- to(B,L,X,T,C,S,G,F), anyof(L,actor,O), member(O,X), not otherof(L,actor).
by(B,L,X,T,C,S,y,G,F) :- to(B,L,X,T,C,S,G,F), anyof(L,actor,O), member(O,X), otherof(L,actor),
                         X != T.
by(B,L,unk,T,C,S,u,G,F) :- to(B,L,unk,T,C,S,G,F), not open(L,actor).

meet(B,L,X,T,C,S,y) :- by(B,L,X,T,C,S,y,y,y), not wants_first(L).
meet(B,L,X,T,C,S,u) :- by(B,L,X,T,C,S,_,_,_), not wants_first(L).
meet(B,L,X,T,C,S,y) :- by(B,L,X,T,C,S,y,y,y), wants_first(L), early(S,C,y).
meet(B,L,X,T,C,S,u) :- by(B,L,X,T,C,S,_,_,_), wants_first(L), early(S,C,_).

ok(c,L) :- meet(c,L,_,_,_,_,y).
ok(p,L) :- meet(p,L,_,_,_,_,_).
blocked(c,W) :- leaf(W,L,neg,_), ok(p,L).
blocked(p,W) :- leaf(W,L,neg,_), ok(c,L).
% A way has one or two parts that must hold.
fired(B,W) :- one(W,L), ok(B,L), not blocked(B,W).
fired(B,W) :- two(W,L,M), ok(B,L), ok(B,M), not blocked(B,W).
rule(B,R) :- fired(B,W), way(W,R).

% What is answered: whom, and on which side.
answer(c,R,X,T,C,S) :- fired(c,W), way(W,R), binds(W,L), meet(c,L,X,T,C,S,y).
answer(p,R,X,T,C,S) :- fired(p,W), way(W,R), binds(W,L), meet(p,L,X,T,C,S,_).

whom(B,R,P,X,T,C,S) :- answer(B,R,X,T,C,S), aims(R,attacker), side(C,S,P).
whom(B,R,X,X,T,C,S) :- answer(B,R,X,T,C,S), aims(R,attacker), C = none.
whom(B,R,T,X,T,C,S) :- answer(B,R,X,T,C,S), aims(R,attacked).
whom(B,R,N,X,T,C,S) :- answer(B,R,X,T,C,S), aims(R,to(N)).
whom(B,R,unk,X,T,C,S) :- answer(B,R,X,T,C,S), aims(R,any).

soft(B,R,Z) :- whom(B,R,Z,_,_,_,_), does(R,K), not force(K).
against(B,R,N,C,S,X,T) :- whom(B,R,N,X,T,C,S), does(R,K), force(K), C != none.
named(R) :- aims(R,to(_)).
mine(N,C,S,X) :- against(_,_,N,C,S,X,_), side(C,S,N), N != unk.
mine(N,C,S,N) :- against(_,_,N,C,S,N,_), N != unk.
theirs(N,C,S,T) :- against(_,_,N,C,S,_,T), opposite(S,Z), side(C,Z,N), N != unk.
theirs(N,C,S,N) :- against(_,_,N,C,S,_,N), N != unk.
stand(B,R,N,C,Z) :- against(B,R,N,C,S,X,_), named(R), mine(N,C,S,X), opposite(S,Z).
stand(B,R,N,C,S) :- against(B,R,N,C,S,X,T), named(R), not mine(N,C,S,X), theirs(N,C,S,T).
alone(B,R,N) :- against(B,R,N,C,S,X,T), named(R), not mine(N,C,S,X), not theirs(N,C,S,T).
friend(R,X) :- stands_by(R,X), X != unk.
stand(B,R,P,C,S) :- against(B,R,_,C,S,X,_), not named(R), friend(R,X), opposite(S,Z), side(C,Z,P).
stand(B,R,P,C,Z) :- against(B,R,_,C,S,X,_), not named(R), not friend(R,X), opposite(S,Z),
                    side(C,S,P).
alone(B,R,N) :- whom(B,R,N,_,_,none,_), does(R,K), force(K).
given_back(R,N,C) :- alone(_,R,N), N != unk, of(R,X), earliest(N,X,C).
stand(B,R,N,C,1) :- alone(B,R,N), given_back(R,N,C).
stand(B,R,N,own(X,N),0) :- alone(B,R,N), not given_back(R,N,_), of(R,X).
side(own(X,N),0,X) :- stand(_,_,N,own(X,N),0).
side(own(X,N),1,N) :- stand(_,_,N,own(X,N),0).

hold(B,K,X,T,C,S) :- bound(B), given(K,X,T,C,S).
hold(B,K,X,N,none,none) :- soft(B,R,N), does(R,K), of(R,X), N != X, not refused(R).
hold(B,K,X,N,C,S) :- stand(B,R,N,C,S), does(R,K), of(R,X), N != X, not refused(R).

#show rule/2.
#show hold(B,K,X,T,C,S) : hold(B,K,X,T,C,S), not given(K,X,T,C,S).
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says, so that two can be compared: who fires and what happens, by bound."""

    fired: frozenset[tuple[str, str]]
    acts: frozenset[tuple[str, str, str, str, str]]


def read_answer(answer: Answer) -> Reading:
    """Return what an answer of the reasoning room says."""
    bounds = {"c": answer.bounds.certain, "p": answer.bounds.possible}
    return Reading(
        frozenset((bound, key[0]) for bound, found in bounds.items() for key in found.fired),
        frozenset(
            (bound, act, who, "+".join(target) or "unk", str(side) if place else "none")
            for bound, found in bounds.items()
            for act, who, target, place, side in found.keys
        ),
    )


def ask_clingo(program: str, models: int = MAX_MODELS) -> list[Reading]:
    """Return what each stable model of a program says, at most so many."""
    control = clingo.Control([str(models), "--warn=none"])
    control.add("base", [], program + RULES)
    control.ground([("base", [])])
    found: list[Reading] = []
    with control.solve(yield_=True) as handle:
        for model in handle:
            found.append(_read_model(model.symbols(shown=True)))
    return found


def write_program(network: Network, world: World) -> str:
    """Return the promises and events of a network as facts."""
    return "\n".join([*_tables(network, world), *_promises(network), *_events(network, world)])


def _read_model(symbols: Sequence[clingo.Symbol]) -> Reading:
    fired = {(s.arguments[0].name, s.arguments[1].string) for s in symbols if s.match("rule", 2)}
    acts = set()
    for symbol in symbols:
        if symbol.match("hold", 6):
            bound, act, who, target, _, side = symbol.arguments
            acts.add((bound.name, act.name, _text(who), _text(target), str(side)))
    return Reading(frozenset(fired), frozenset(acts))


def _text(symbol: clingo.Symbol) -> str:
    return symbol.string if symbol.type is clingo.SymbolType.String else symbol.name


def _tables(network: Network, world: World) -> Iterator[str]:
    """Yield the kinds of classes and the members of the organisations of the promises."""
    classes = load_classes()
    used = {p.event_class for rule in network.rules for p in _patterns(rule.alternatives)}
    used |= {rule.consequence.event_class for rule in network.rules}
    used |= {event.event_class for event in network.events}
    for name in sorted(used):
        yield from (f"kind({name},{above})." for above in sorted(classes.above[name]))
        if name in classes.may_be:
            yield f"maybe({name},{classes.may_be[name][0]})."
    organisations = {
        name
        for rule in network.rules
        for pattern in _patterns(rule.alternatives)
        for role in (pattern.actor, pattern.target)
        for name in role.names
        if name.startswith("org:")
    }
    for name in sorted(organisations):
        yield from (f'member("{name}","{code}").' for code in world.members(name))


def _patterns(alternatives: Sequence[Alternative]) -> Iterator[Pattern]:
    for alternative in alternatives:
        yield from (*alternative.positives, *alternative.negatives)


def _promises(network: Network) -> Iterator[str]:
    leaf = way = 0
    for rule in network.rules:
        yield f'of("{rule.id}","{rule.committer}").'
        yield f'does("{rule.id}",{rule.consequence.event_class}).'
        yield f'aims("{rule.id}",{_aim(rule.consequence.target)}).'
        if rule.refused:
            yield f'refused("{rule.id}").'
        if rule.beneficiary is not None:
            yield f'stands_by("{rule.id}","{rule.beneficiary}").'
        for alternative in rule.alternatives:
            way += 1
            yield f'way({way},"{rule.id}").'
            forces = [i for i, p in enumerate(alternative.positives) if p.event_class in FORCE]
            binding = forces[0] if forces else 0
            signed = [("pos", p) for p in alternative.positives]
            signed += [("neg", p) for p in alternative.negatives]
            for index, (sign, pattern) in enumerate(signed):
                leaf += 1
                yield f"leaf({way},{leaf},{sign},{pattern.event_class})."
                yield from _slots(leaf, pattern)
                if index == binding and sign == "pos":
                    yield f"binds({way},{leaf})."
            last = leaf - len(alternative.negatives)
            parts = range(last - len(alternative.positives) + 1, last + 1)
            yield f"{('one', 'two')[len(parts) - 1]}({way},{','.join(map(str, parts))})."


def _aim(role: Role) -> str:
    if role.kind is RoleKind.NAME:
        return f'to("{role.names[0]}")'
    return {RoleKind.ATTACKER: "attacker", RoleKind.ATTACKED: "attacked"}.get(role.kind, "any")


def _slots(leaf: int, pattern: Pattern) -> Iterator[str]:
    if pattern.loose:
        yield f"loose({leaf})."
    if "first" in pattern.manner:
        yield f"wants_first({leaf})."
    for slot, role in (("actor", pattern.actor), ("target", pattern.target)):
        if role.is_open:
            yield f"open({leaf},{slot})."
        for name in role.names:
            kind = "name" if role.kind is RoleKind.NAME else "anyof"
            yield f'{kind}({leaf},{slot},"{name}").'
        if role.kind is RoleKind.OTHER:
            yield f"otherof({leaf},{slot})."
        yield from (f'but({leaf},{slot},"{name}").' for name in role.but)


def _events(network: Network, world: World) -> Iterator[str]:
    """Yield the given events; that their sides are right is the business of other tests."""
    field = Field(Directory(world))
    placed = field.place_all(network.events)
    for happening in placed:
        pattern, conflict = happening.pattern, happening.conflict
        where = f'"{conflict.id}",{happening.side}' if conflict is not None else "none,none"
        actor, target = _filler(pattern.actor), _filler(pattern.target)
        yield f"given({pattern.event_class},{actor},{target},{where})."
        if conflict is not None and conflict.disputed:
            yield f'odd("{conflict.id}").'
    seen: set[tuple[str, str]] = set()
    for conflict in field.opened:
        first, struck = map(_filler, conflict.sides)
        yield f'side("{conflict.id}",0,{first}). side("{conflict.id}",1,{struck}).'
        if (first, struck) not in seen and "unk" not in (first, struck):
            yield f'earliest({first},{struck},"{conflict.id}").'
        seen.add((first, struck))


def _filler(role: Role) -> str:
    return f'"{role.names[0]}"' if role.kind is RoleKind.NAME else "unk"
