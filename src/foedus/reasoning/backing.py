"""Backing: who promises to help whom, the edges of the graph of committers and beneficiaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foedus.reasoning.classes import load_classes
from foedus.reasoning.language import Pattern, Role, RoleKind, find_patterns
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.rules import TEXT, TREATY, WARNING, Rule, is_in_force
from foedus.records.commitments import Kind, Strength

HELPING = frozenset({Kind.PLEDGE, Kind.OBLIGATION})
"""The kinds of commitment that stand by somebody; an offer has its price, a threat no friend."""

_MEMBERS = frozenset({RoleKind.ANY, RoleKind.EACH, RoleKind.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """One promise of `backer` to help `backed`; both are ids."""

    backer: str
    backed: str
    rule: Rule

    @property
    def is_firm(self) -> bool:
        """Say whether it is firm and the backer's own; what another says for him is not."""
        return self.rule.strength is Strength.FIRM and not self.rule.spoken_for

    @property
    def is_text(self) -> bool:
        """Say whether a text states it, and not the table of treaties."""
        return self.rule.origin == TEXT


def find_backings(
    rules: Iterable[Rule], directory: Directory, date: str | None = None
) -> tuple[Backing, ...]:
    """Return who promises to help whom at a date, in the order of the rules.

    A pledge or obligation to act backs its beneficiary; without one, whoever must be attacked for
    it to bind. Consultation and a promise not to do something back nobody. An organisation's
    members are those at the date (None: now). A friend whom no table knows and who promises
    nothing himself is left out: mere words, or a place.
    """
    classes = load_classes()
    rules = tuple(rules)
    acting = {rule.committer for rule in rules}
    found = []
    for rule in rules:
        act = rule.consequence.event_class
        if rule.kind not in HELPING or rule.refused or act == "consultation":
            continue
        if rule.origin == WARNING or not is_in_force(rule, date):
            continue
        if rule.origin == TREATY and not (
            rule.defensive or classes.is_in(act, "taking_part") or classes.is_in(act, "help")
        ):
            continue
        for friend in dict.fromkeys(_friends(rule, directory, date)):
            known = friend in acting or directory.is_known(friend)
            if known and friend != rule.committer:
                found.append(Backing(backer=rule.committer, backed=friend, rule=rule))
    return tuple(found)


def find_attacked(rule: Rule) -> Iterator[Pattern]:
    """Yield the uses of force that would have to happen for a rule to bind."""
    classes = load_classes()
    for alternative in rule.alternatives:
        for pattern in alternative.positives:
            if classes.is_force(pattern.event_class):
                yield pattern


def find_names(role: Role, directory: Directory, date: str | None) -> tuple[str, ...]:
    """Return the ids that may fill a role: those named, or the members of an organisation."""
    if role.kind is RoleKind.NAME:
        return role.names
    if role.kind not in _MEMBERS:
        return ()
    at = role.at or date
    inside = (
        name
        for whole in role.names
        for name in (sorted(directory.members(whole, at)) if _is_whole(whole) else (whole,))
    )
    return tuple(name for name in dict.fromkeys(inside) if name not in role.but)


def find_named(rules: Iterable[Rule], directory: Directory) -> dict[str, tuple[Rule, ...]]:
    """Return the actors that texts name in promises, with those promises, as they are met.

    Whoever promises is one; of those who are helped, or stand in a condition or an act, the states
    and organisations that the tables know.
    """
    rules = tuple(rules)
    acting = {rule.committer for rule in rules if rule.origin == TEXT}
    found: dict[str, dict[int, Rule]] = {}
    for rule in rules:
        if rule.origin != TEXT:
            continue
        patterns = [rule.consequence, *(find_patterns(rule.trigger) if rule.trigger else ())]
        roles = [role for one in patterns for role in (one.actor, one.target)]
        names = [rule.committer, rule.beneficiary or "", *(n for r in roles for n in r.names)]
        for name in names:
            known = name in acting or (directory.is_known(name) and not _is_person(name))
            if name and known:
                found.setdefault(name, {})[id(rule)] = rule
    return {name: tuple(held.values()) for name, held in found.items()}


def find_aims(rule: Rule) -> tuple[str, ...]:
    """Return the ids of whom the act of a rule would be done to, if its words name anybody.

    An act upon the attacker is done to whoever the condition names as such.
    """
    target = rule.consequence.target
    if target.kind is RoleKind.NAME:
        return target.names
    if target.kind is not RoleKind.ATTACKER:
        return ()
    actors = (pattern.actor for one in rule.alternatives for pattern in one.positives)
    named = (name for role in actors if role.kind is RoleKind.NAME for name in role.names)
    return tuple(dict.fromkeys(named))


def _friends(rule: Rule, directory: Directory, date: str | None) -> Iterator[str]:
    if rule.beneficiary is not None:
        yield rule.beneficiary
        return
    if not rule.defensive:
        return
    for pattern in find_attacked(rule):
        yield from find_names(pattern.target, directory, date)


def _is_person(name: str) -> bool:
    return name.startswith("person:")


def _is_whole(name: str) -> bool:
    return name.startswith(ORGANISATION)
