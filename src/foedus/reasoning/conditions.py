"""A commitment's condition as an expression, with what its words leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from foedus.languages.language import known_languages, load_language
from foedus.reasoning.classes import ATTACK, OTHER, EventClasses, load_classes
from foedus.reasoning.language import (
    ANYBODY,
    Expression,
    Pattern,
    Role,
    RoleKind,
    all_of,
    any_of,
    named,
    negated,
)
from foedus.reasoning.names import Directory
from foedus.reasoning.thresholds import FIRST, WAR, load_thresholds
from foedus.records.commitments import Commitment, Condition, Kind, Trigger

_BLOCKING_SENSES = frozenset({"unless", "until", "demand"})
"""Senses of a connective after which the act is done only while the event has not happened."""
_WAR = re.compile(r"\bwar\b", re.IGNORECASE)
_FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A condition as an expression; `defended` is whom the committer stands by if attacked."""

    trigger: Expression
    defended: str | None
    missing: tuple[str, ...]


def read_condition(
    commitment: Commitment,
    directory: Directory,
    *,
    who: str,
    beneficiary: str | None,
    at: str | None,
) -> Reading:
    """Return the condition of a commitment as a trigger.

    Args:
        commitment: A commitment with a condition.
        directory: Resolves the names in it.
        who: The committer's id: he never triggers his own promise by force of his own.
        beneficiary: The id of whom he stands by, if the words say so.
        at: The date at which names are read.

    Raises:
        ValueError: The commitment has no condition.
    """
    condition = commitment.condition
    if condition is None:
        raise ValueError(f"{commitment.id} has no condition")
    reader = _Reader(
        directory=directory,
        who=who,
        beneficiary=beneficiary,
        at=at,
        condition=condition,
        defensive=commitment.kind in (Kind.PLEDGE, Kind.OBLIGATION),
    )
    trigger = reader.tree(condition.tree)
    if _sense(condition) in _BLOCKING_SENSES and condition.tree.negated is None:
        trigger = negated(trigger)
    return Reading(
        trigger=trigger,
        defended=reader.defended[0] if reader.defended else None,
        missing=tuple(dict.fromkeys(reader.missing)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads the nodes of one condition's tree."""

    directory: Directory
    who: str
    beneficiary: str | None
    at: str | None
    condition: Condition
    defensive: bool
    classes: EventClasses = field(default_factory=load_classes)
    defended: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def tree(self, node: Trigger) -> Expression:
        """Return a node and what stands below it."""
        if node.negated is not None:
            return negated(self.tree(node.negated))
        if node.all_of:
            return all_of(*(self.tree(part) for part in node.all_of))
        if node.any_of:
            return any_of(*(self.tree(part) for part in node.any_of))
        return self.leaf(node)

    def leaf(self, node: Trigger) -> Expression:
        """Return one event of the condition; a coarse label gives alternatives."""
        label = node.event_class or OTHER
        manner, scale = load_thresholds().find((node.manner or "").split())
        pattern = Pattern(
            event_class=label if label in self.classes.rows else OTHER,
            actor=self.role(node.actor),
            target=self.victims(node.target),
            place=self.place(node.place),
            manner=manner,
            scale=scale,
        )
        found = []
        for name in self.classes_of(label):
            one = replace(pattern, event_class=name, loose=name != label or name == OTHER)
            found.append(self.attack(one) if self.classes.is_kind(name, ATTACK) else self.harm(one))
        if pattern.actor.is_open and ATTACK not in self.classes_of(label):
            self.missing.append("the condition names nobody who acts: read as anybody")
        return any_of(*found)

    def classes_of(self, label: str) -> tuple[str, ...]:
        """Return the classes of a label; for "other", the one that its words name, if any."""
        if label != OTHER or self.condition.tree.all_of or self.condition.tree.any_of:
            return self.classes.of_condition(label)
        words = re.findall(r"[a-z]+(?:-[a-z]+)*", self.condition.span.exact.lower())
        language = load_language(_FALLBACK)
        lemmas = [language.actions.lemma_of(word, word) for word in words]
        named_class = language.actions.class_of_words(lemmas, promised=True)
        row = self.classes.rows.get(named_class or OTHER)
        if row is None or row.name == OTHER:
            return (OTHER,)
        meant = row.condition == OTHER or self.classes.is_force(row.name)
        return (row.name if meant else OTHER,)

    def attack(self, pattern: Pattern) -> Pattern:
        """Return an attack with its victim and its threshold: the first blow, or a war's start."""
        if pattern.actor.is_open:
            pattern = replace(pattern, actor=Role(kind=RoleKind.ANY, but=(self.who,)))
        victims = pattern.target.names
        if pattern.target.is_open and pattern.place is None and pattern.actor.is_open:
            victims = (self.beneficiary or self.who,)
            pattern = replace(pattern, target=named(*victims))
            self.missing.append("the condition names nobody who is attacked: read from the promise")
        starts = self._starts_war()
        stands_by = {self.who} | ({self.beneficiary} if self.beneficiary is not None else set())
        guarded = [name for name in victims if name in stands_by]
        friend = self.beneficiary is not None and self.beneficiary != self.who
        defends = bool(
            (self.defensive and (guarded or (victims and self.beneficiary is None)))
            or (friend and self.beneficiary in victims)
        )
        if defends:
            self.defended.extend(guarded or victims)
        if starts:
            pattern = replace(pattern, scale=WAR)
        if (defends or starts) and FIRST not in pattern.manner:
            pattern = replace(pattern, manner=(*pattern.manner, FIRST))
        return pattern

    def harm(self, pattern: Pattern) -> Pattern:
        """Return harm short of an attack; "if the gas is cut off" is the gas of who is helped."""
        helped = self.beneficiary
        hits_nobody = pattern.target.is_open and pattern.actor.is_open and pattern.place is None
        harms = self.classes.is_in(pattern.event_class, "harm")
        if not (hits_nobody and harms and helped is not None and helped != self.who):
            return pattern
        self.missing.append("the condition names nobody whom it hits: read from the promise")
        return replace(pattern, target=named(helped))

    def _starts_war(self) -> bool:
        """Say whether the words wait for a war and name no attack beside it."""
        text = self.condition.span.exact
        if not _WAR.search(text):
            return False
        language = load_language(_FALLBACK)
        others = [w for w in re.findall(r"[a-z-]+", text.lower()) if w not in ("war", "wars")]
        senses = (
            language.actions.sense_of_noun(language.actions.lemma_of(word, word)) for word in others
        )
        return not any(s is not None and self.classes.is_force(s.event_class) for s in senses)

    def role(self, name: str | None) -> Role:
        """Return who a name of the condition stands for; joined names give any of them."""
        if name is None:
            return ANYBODY
        parts = [part.strip() for part in name.split(";") if part.strip()]
        return named(*(self.directory.find_actor(part, self.at) or part for part in parts))

    def victims(self, name: str | None) -> Role:
        """Return who would suffer; of two who promise each other help, whom the committer helps."""
        role = self.role(name)
        if len(role.names) == 2 and set(role.names) == {self.who, self.beneficiary}:
            return named(*(one for one in role.names if one != self.who))
        return role

    def place(self, name: str | None) -> str | None:
        """Return the known name of a place; one the tables lack keeps its words."""
        if name is None:
            return None
        found = self.directory.find_place(name)
        return found.name if found is not None else name


def _sense(condition: Condition) -> str:
    words = load_language(known_languages()[0]).conditions
    return words.connectives.get((condition.connective or "").lower(), "if")
