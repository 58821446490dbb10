"""Whether a role contains who fills a slot: by name, membership or alliance at a date."""

from __future__ import annotations

from typing import TypeAlias

from foedus.reasoning.language import Role, RoleKind
from foedus.reasoning.names import ORGANISATION, Directory

Inside: TypeAlias = tuple[bool | None, str | None]
"""Yes, no or unknown (None), and for an unknown the question, if there is a better one than who."""

_MEMBERS = frozenset({RoleKind.ANY, RoleKind.EACH, RoleKind.OTHER})


def contains(
    role: Role, filler: Role, directory: Directory, *, other: Role, at: str | None
) -> Inside:
    """Say whether a role contains who fills a slot of an event.

    Args:
        role: Who is asked for.
        filler: Who stands in the slot; anything but names is not stated.
        directory: Knows members and allies.
        other: Who stands in the event's other slot; "another member" is never he.
        at: The date of the event, if the role names none.
    """
    if role.names == filler.names and role.kind is filler.kind is RoleKind.NAME:
        return True, None
    names = filler.names if filler.kind is RoleKind.NAME else ()
    if role.but and names and all(name in role.but for name in names):
        return False, None
    if role.is_open:
        return True, None
    if not names:
        same = filler.kind is RoleKind.ANY and filler.names and filler.names == role.names
        return (True if same else None), None
    at = role.at or at
    if role.kind is RoleKind.NAME:
        return _is_named(role, names, directory, at)
    if role.kind in _MEMBERS:
        left_out = other.names if role.kind is RoleKind.OTHER else ()
        inside = any(
            name not in left_out and (name == org or name in directory.members(org, at))
            for org in role.names
            for name in names
        )
        return inside, None
    if role.kind is RoleKind.ALLY_OF:
        allies = {ally for name in role.names for ally in directory.allies(name, at)}
        return not allies.isdisjoint(names), None
    return None, None


def _is_named(role: Role, names: tuple[str, ...], directory: Directory, at: str | None) -> Inside:
    """Compare names; a member may stand for its organisation, words for anybody."""
    if any(name in role.names for name in names):
        return True, None
    for wanted in role.names:
        for name in names:
            member, whole = (name, wanted) if wanted.startswith(ORGANISATION) else (wanted, name)
            if whole.startswith(ORGANISATION) and member in directory.members(whole, at):
                stands, behind = directory.name_of(member), directory.name_of(whole)
                return None, f"does {stands} stand for {behind} here?"
            if _is_description(wanted) or _is_description(name):
                meant, said = directory.name_of(name), directory.name_of(wanted)
                return None, f"is {meant} meant by “{said}”?"
    return False, None


def _is_description(name: str) -> bool:
    """Say whether words name nobody ("the enemy", "their neighbours"): no capital, no key."""
    return ":" not in name and name == name.lower()
