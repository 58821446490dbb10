"""From text to patterns: `armed_attack(UKR, RUS, place=Donbass) & deployment(RUS, BLR)`.

An expression joins patterns with "&" ("and", ";"), "|" ("or"), "!" ("not") and "unless", with
brackets; "&" binds tighter than "|", "unless" least. A pattern is `class(actor, target, key=value
…)`; both roles may be left out; the keys are place, manner, scale and date. A role is a name (code,
country, people, capital, organisation; several with ";"), `any`, `any:ORG@date`, `other:ORG`,
`each:ORG`, `self`, `attacker`, `attacked`, `ally_of(NAME)@date` or `unknown`; "but" leaves some
out. A "?" after the class marks one that is meant only perhaps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from foedus.reasoning.classes import load_classes
from foedus.reasoning.language import (
    ANYBODY,
    Expression,
    Operator,
    Pattern,
    Role,
    RoleKind,
    all_of,
    any_of,
    negated,
    unless,
)
from foedus.reasoning.names import Directory, nearest
from foedus.reasoning.scanning import Scanner
from foedus.reasoning.thresholds import load_thresholds
from foedus.world.world import World

_WITH_ORGANISATION = ("any", "other", "each")
_ALONE = ("self", "attacker", "attacked", "unknown")
_KEYS = ("place", "manner", "scale", "date")


def parse_expression(text: str, world: World, at: str | None = None) -> Expression:
    """Return the expression that a text writes.

    Args:
        text: An expression in the syntax of this file.
        world: Knows the names.
        at: The date at which names are read (ISO text); None: today's.

    Raises:
        InvalidPattern: The text is none; the message points at the character, and names the
            nearest class, actor or place for one that is not known.

    Example:
        >>> from foedus.world import load_world
        >>> parse_expression("armed_attack(Poland, Russia)", load_world()).actor.names
        ('POL',)
    """
    reader = _Reader(Scanner(text), Directory(world), at)
    found = reader.expression()
    reader.scanner.skip()
    if reader.scanner.at < len(text):
        raise reader.scanner.error("expected '&', '|', 'unless' or the end")
    return found


def parse_pattern(text: str, world: World, at: str | None = None) -> Pattern:
    """Return the one pattern that a text writes; raises as `parse_expression` does."""
    found = parse_expression(text, world, at)
    if not isinstance(found, Pattern):
        raise Scanner(text).error("expected one pattern, not several")
    return found


def parse_events(text: str, world: World, at: str | None = None) -> tuple[Pattern, ...]:
    """Return the events that a text lists ("A & B" or "A; B"), in its order.

    Raises:
        InvalidPattern: As `parse_expression`, and for "or", "not" and "unless": events happen.
    """
    found = parse_expression(text, world, at)
    parts = _conjoined(found)
    if parts is None:
        raise Scanner(text).error("events are joined with '&' or ';' only")
    return parts


def _conjoined(expression: Expression) -> tuple[Pattern, ...] | None:
    if isinstance(expression, Pattern):
        return (expression,)
    if expression.operator is not Operator.ALL:
        return None
    parts = [_conjoined(part) for part in expression.parts]
    return tuple(p for part in parts for p in part or ()) if None not in parts else None


@dataclass(slots=True)
class _Reader:
    """Reads one text from left to right."""

    scanner: Scanner
    directory: Directory
    at: str | None

    def expression(self) -> Expression:
        found = self.alternatives()
        while self.scanner.take_word("unless"):
            found = unless(found, self.alternatives())
        return found

    def alternatives(self) -> Expression:
        parts = [self.conjunction()]
        while self.scanner.take("|") or self.scanner.take_word("or"):
            parts.append(self.conjunction())
        return any_of(*parts)

    def conjunction(self) -> Expression:
        parts = [self.single()]
        while self.scanner.take("&") or self.scanner.take(";") or self.scanner.take_word("and"):
            parts.append(self.single())
        return all_of(*parts)

    def single(self) -> Expression:
        if self.scanner.take("!") or self.scanner.take_word("not"):
            return negated(self.single())
        if self.scanner.take("("):
            found = self.expression()
            self.scanner.need(")", "after the bracket's expression")
            return found
        return self.pattern()

    def pattern(self) -> Pattern:
        name, start = self.scanner.word("a class of events such as armed_attack(…)")
        known = load_classes().rows
        if name not in known:
            near = nearest(name, known) or tuple(known)
            raise self.scanner.error(f"no class of events {name!r}", start, near=near)
        found = Pattern(event_class=name, loose=self.scanner.take("?"))
        self.scanner.need("(", f"after {name}")
        slots = ["target", "actor"]
        if self.scanner.take(")"):
            return found
        while True:
            found = self.slot(found, slots)
            if not self.scanner.take(","):
                break
        self.scanner.need(")", f"after the slots of {name}")
        return found

    def slot(self, pattern: Pattern, slots: list[str]) -> Pattern:
        """Read one role or one key with its value."""
        begun = self.scanner.skip()
        for key in _KEYS:
            if self.scanner.take_word(key):
                if self.scanner.take("="):
                    return self.keyed(pattern, key)
                self.scanner.at = begun
        if not slots:
            known = ", ".join(f"{key}=" for key in _KEYS)
            raise self.scanner.error(f"after actor and target only {known} may stand", begun)
        role = self.role(slots[-1])
        return (
            replace(pattern, actor=role)
            if slots.pop() == "actor"
            else replace(pattern, target=role)
        )

    def keyed(self, pattern: Pattern, key: str) -> Pattern:
        """Read the value of a key."""
        if key == "date":
            return replace(pattern, date=self.scanner.date())
        value, start = self.scanner.value(f"a value for {key}")
        if key == "place":
            return replace(pattern, place=self.place(value, start))
        thresholds = load_thresholds()
        known = thresholds.scales if key == "scale" else thresholds.manners
        word = thresholds.words.get(value.lower(), value)
        if word not in known:
            raise self.scanner.error(
                f"no {key} {value!r}", start, near=nearest(value, known) or known
            )
        if key == "scale":
            return replace(pattern, scale=word)
        return replace(pattern, manner=(*pattern.manner, word))

    def place(self, name: str, start: int) -> str:
        found = self.directory.find_place(name)
        if found is None:
            near = self.directory.nearest_places(name)
            raise self.scanner.error(f"no place {name!r} in the tables", start, near=near)
        return found.name

    def role(self, slot: str) -> Role:
        """Read who may stand in a slot."""
        begun = self.scanner.skip()
        if self.scanner.text.startswith('"', begun):
            return self.named()
        name, start = self.scanner.name(f"the {slot}: a name, 'any', 'any:ORG' …")
        kind = name.lower()
        if kind in _WITH_ORGANISATION:
            return self.member(RoleKind(kind))
        if kind in _ALONE:
            return self.finished(Role(kind=RoleKind(kind)))
        if kind == "ally_of":
            self.scanner.need("(", "after ally_of")
            names = self.names()
            self.scanner.need(")", "after the friend's name")
            return self.finished(Role(kind=RoleKind.ALLY_OF, names=names))
        self.scanner.at = start
        return self.named()

    def named(self) -> Role:
        return self.finished(Role(kind=RoleKind.NAME, names=self.names()))

    def member(self, kind: RoleKind) -> Role:
        """Read the organisation of any, other and each; only any may do without."""
        if self.scanner.take(":"):
            return self.finished(Role(kind=kind, names=self.names()))
        if kind is not RoleKind.ANY:
            raise self.scanner.error(f"expected ':' and an organisation after {kind}")
        return self.finished(ANYBODY)

    def finished(self, role: Role) -> Role:
        """Read the date and the exceptions that may follow a role."""
        if self.scanner.take("@"):
            role = replace(role, at=self.scanner.date())
        if self.scanner.take_word("but"):
            role = replace(role, but=self.names())
        return role

    def names(self) -> tuple[str, ...]:
        found = [self.actor()]
        while self.scanner.take(";"):
            found.append(self.actor())
        return tuple(dict.fromkeys(found))

    def actor(self) -> str:
        name, start = self.scanner.name("a name")
        found = self.directory.find_actor(name, self.at)
        if found is not None:
            return found
        if self.directory.find_place(name) is not None:
            raise self.scanner.error(
                f"{name!r} is a place, not an actor: write place={name}", start
            )
        near = self.directory.nearest_actors(name)
        raise self.scanner.error(f"no actor {name!r} in the tables", start, near=near)
