"""Slot: who may stand in a place of an outside event, as a set of names or all but some."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.reasoning.language import Role, RoleKind
from foedus.reasoning.names import ORGANISATION, Directory

_MEMBERS = frozenset({RoleKind.ANY, RoleKind.EACH, RoleKind.OTHER})


@dataclass(frozen=True, slots=True)
class Slot:
    """Who may stand in a place: `only` these, or (None) anybody at all but `but`."""

    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()

    @property
    def single(self) -> str | None:
        """Return the one who can stand here, or None if there are others."""
        return next(iter(self.only)) if self.only is not None and len(self.only) == 1 else None

    def admits(self, name: str) -> bool:
        """Say whether a name may stand here."""
        return name in self.only if self.only is not None else name not in self.but

    def meet(self, other: Slot) -> Slot | None:
        """Return who may stand in both, or None if nobody can."""
        if other is ANYONE:
            return self
        if self is ANYONE:
            return other
        if self.only is None and other.only is None:
            return Slot(but=self.but | other.but)
        if self.only is None:
            return other.meet(self)
        kept = frozenset(name for name in self.only if other.admits(name))
        return Slot(only=kept) if kept else None

    def without(self, *names: str) -> Slot | None:
        """Return the slot with some left out, or None if nobody is left."""
        return self.meet(Slot(but=frozenset(names)))

    def within(self, other: Slot) -> bool:
        """Say whether everybody who may stand here may stand in the other."""
        if self.only is not None:
            return all(other.admits(name) for name in self.only)
        return other.only is None and other.but <= self.but

    def joined(self, other: Slot) -> Slot:
        """Return who may stand in either."""
        if self.only is not None and other.only is not None:
            return Slot(only=self.only | other.only)
        if self.only is None and other.only is None:
            return Slot(but=self.but & other.but)
        wide, narrow = (self, other) if self.only is None else (other, self)
        return Slot(but=wide.but - (narrow.only or frozenset()))


ANYONE = Slot()

UNNAMED = "(unnamed)"
"""Stands in a slot for whom an act is done to that says of nobody in particular whom: he may be
whoever is asked for, and may be another than who acts."""


def just(*names: str) -> Slot:
    """Return the slot of these names alone."""
    return Slot(only=frozenset(names))


def slot_of(role: Role, directory: Directory, at: str | None) -> Slot:
    """Return who surely fills a role at a date."""
    at = role.at or at
    if role.kind is RoleKind.NAME:
        return just(*role.names)
    if role.kind in _MEMBERS and role.names:
        found = {name for org in role.names for name in (org, *directory.members(org, at))}
        return Slot(only=frozenset(found.difference(role.but)))
    if role.kind is RoleKind.ALLY_OF:
        found = {ally for name in role.names for ally in directory.allies(name, at)}
        return Slot(only=frozenset(found.difference(role.but)))
    return Slot(but=frozenset(role.but)) if role.but else ANYONE


def widened(
    slot: Slot, directory: Directory, at: str | None, organisations: frozenset[str]
) -> Slot:
    """Return who is in a slot surely or perhaps: a member may stand for its organisation."""
    if slot.only is None:
        return slot
    found = set(slot.only)
    for name in slot.only:
        if ":" not in name and name == name.lower():
            return ANYONE  # words that name nobody may mean anybody
        if name.startswith(ORGANISATION):
            found |= directory.members(name, at)
        found |= {org for org in organisations if name in directory.members(org, at)}
    return Slot(only=frozenset(found))
