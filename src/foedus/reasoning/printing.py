"""A pattern as text: the syntax that parses back, and plain words."""

from __future__ import annotations

import re

from foedus.reasoning.classes import load_classes
from foedus.reasoning.language import Expression, Group, Operator, Pattern, Role, RoleKind
from foedus.reasoning.names import ORGANISATION, Directory

_PLAIN = re.compile(r"[\w.'’-]+(?: [\w.'’-]+)*")
RESERVED = frozenset({"any", "other", "each", "self", "attacker", "attacked", "unknown", "but"})


def print_expression(expression: Expression) -> str:
    """Return the text of an expression; `parse_expression` reads it back.

    Example:
        >>> from foedus.reasoning.language import named
        >>> print_expression(Pattern(event_class="armed_attack", actor=named("POL")))
        'armed_attack(POL, any)'
    """
    if isinstance(expression, Pattern):
        return _print_pattern(expression)
    if expression.operator is Operator.NOT:
        return f"not {_inner(expression.parts[0])}"
    sign = " & " if expression.operator is Operator.ALL else " | "
    return sign.join(_inner(part) for part in expression.parts)


def print_role(role: Role) -> str:
    """Return the text of a role."""
    names = "; ".join(_print_name(name) for name in role.names)
    at = f"@{role.at}" if role.at is not None else ""
    if role.kind is RoleKind.NAME:
        text = names + at
    elif role.kind is RoleKind.ALLY_OF:
        text = f"ally_of({names}){at}"
    else:
        text = f"{role.kind}{f':{names}' if names else ''}{at}"
    return text + (f" but {'; '.join(map(_print_name, role.but))}" if role.but else "")


def say_class(event_class: str) -> str:
    """Return a class as a noun phrase ("an armed attack")."""
    return load_classes().says[event_class][0]


def say_role(role: Role, directory: Directory) -> str:
    """Return a role in words ("Poland", "somebody", "a member of NATO")."""
    names = " or ".join(directory.name_of(name) for name in role.names)
    words = {
        RoleKind.NAME: names,
        RoleKind.ANY: f"a member of {names}" if names else "somebody",
        RoleKind.OTHER: f"another member of {names}",
        RoleKind.EACH: f"each member of {names}",
        RoleKind.ALLY_OF: f"an ally of {names}",
        RoleKind.SELF: "the committer",
        RoleKind.ATTACKER: "the attacker",
        RoleKind.ATTACKED: "who is attacked",
        RoleKind.UNKNOWN: "somebody unnamed",
    }[role.kind]
    left_out = " or ".join(directory.name_of(name) for name in role.but)
    return f"{words} but {left_out}" if left_out and not role.is_open else words


def say_wrong_role(slot: str, pattern: Pattern, filler: Role, directory: Directory) -> str:
    """Return in words that a pattern asks for somebody else as actor or target."""
    classes = load_classes()
    noun, toward = classes.says[pattern.event_class]
    role, word = (pattern.actor, "by") if slot == "actor" else (pattern.target, toward)
    wanted, mine = (say_role(one, directory) for one in (role, filler))
    but = " or ".join(directory.name_of(name) for name in role.but)
    wanted += f" but {but}" if role.is_open and but else ""
    force = classes.is_force(pattern.event_class)
    who = ("attacker" if force else "actor") if slot == "actor" else "target"
    return f"asks for {noun} {word} {wanted}; the event's {who} is {mine}"


def say_pattern(pattern: Pattern, directory: Directory) -> str:
    """Return a pattern in words ("an armed attack by Poland on Russia, direct")."""
    noun, toward = load_classes().says[pattern.event_class]
    text = f"{noun} by {say_role(pattern.actor, directory)}"
    if not (pattern.target.is_open or pattern.target.kind is RoleKind.UNKNOWN):
        text += f" {toward} {say_role(pattern.target, directory)}"
    if pattern.place is not None:
        text += f" in {pattern.place}"
    scale = [f"at least {pattern.scale}"] if pattern.scale is not None else []
    date = [pattern.date] if pattern.date is not None else []
    return ", ".join([text, *pattern.manner, *scale, *date])


def say_expression(expression: Expression, directory: Directory) -> str:
    """Return an expression in words."""
    if isinstance(expression, Pattern):
        return say_pattern(expression, directory)
    if expression.operator is Operator.NOT:
        return f"no {say_expression(expression.parts[0], directory)}"
    joint = " and " if expression.operator is Operator.ALL else " or "
    return joint.join(say_expression(part, directory) for part in expression.parts)


def _inner(expression: Expression) -> str:
    text = print_expression(expression)
    several = isinstance(expression, Group) and expression.operator is not Operator.NOT
    return f"({text})" if several else text


def _print_pattern(pattern: Pattern) -> str:
    slots = [print_role(pattern.actor), print_role(pattern.target)]
    if pattern.place is not None:
        slots.append(f"place={_print_name(pattern.place)}")
    slots.extend(f"manner={value}" for value in pattern.manner)
    if pattern.scale is not None:
        slots.append(f"scale={pattern.scale}")
    if pattern.date is not None:
        slots.append(f"date={pattern.date}")
    return f"{pattern.event_class}{'?' if pattern.loose else ''}({', '.join(slots)})"


def _print_name(name: str) -> str:
    text = name.removeprefix(ORGANISATION)
    reserved = not RESERVED.isdisjoint(text.lower().split())
    return text if _PLAIN.fullmatch(text) and not reserved else '"' + text.replace('"', '""') + '"'
