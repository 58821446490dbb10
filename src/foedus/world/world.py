"""World: the facts foedus knows about states, organisations, persons and outlets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from foedus.records import Actor
from foedus.world import actors, holders, mentions, resolution
from foedus.world.facts import Alliance, Outlet, Place, State
from foedus.world.index import Index, build_index
from foedus.world.mentions import Mention


@dataclass(frozen=True, slots=True)
class World:
    """All facts, loaded once; every answer is a pure function of the tables and its arguments.

    Dates (`at`) are ISO text of a year, month or day; None asks for what holds now.
    """

    _index: Index

    @classmethod
    def load(cls) -> World:
        """Read the tables and return them as one world."""
        return cls(build_index())

    @property
    def alliances(self) -> Mapping[str, Alliance]:
        """Return the treaties that oblige, by the id of their organisation."""
        return self._index.alliances

    def find_mentions(self, text: str) -> list[Mention]:
        """Return the known names of a text, in order and without overlap."""
        return mentions.find_mentions(self._index, text)

    def actor_of(self, name: str, at: str | None = None) -> Actor | None:
        """Return the actor of a name or of the key of a mention; None when unknown or ambiguous.

        Example:
            >>> load_world().actor_of("Moscow", "1985").name
            'Soviet Union'
        """
        keys = name.split("|")
        if not all(self._is_key(key) for key in keys):
            keys = actors.find_keys(self._index, name)
        return actors.choose_actor(self._index, keys, at)

    def resolve(self, phrase: str, *, at: str | None = None) -> Actor | None:
        """Return the actor a whole noun phrase names; None when unknown or ambiguous.

        A group keeps its words as name ("U.S. officials", code USA).

        Example:
            >>> load_world().resolve("the Belarusian leader", at="2022").name
            'Alexander Lukashenko'
        """
        return resolution.resolve(self._index, phrase, at)

    def represented(self, actor: Actor, at: str | None = None) -> Actor | None:
        """Return the state or organisation an actor acts for; a state acts for itself."""
        return actors.represented(self._index, actor, at)

    def holder(self, office: str, state: str, at: str | None = None) -> str | None:
        """Return the full name of who held an office of a state (alpha-3) or organisation.

        `office` is a name of the table (president, foreign_minister …) or "leader".
        """
        person = holders.find_holder(self._index, office, state, at)
        return self._index.persons[person].name if person is not None else None

    def has_held(self, actor: Actor, office: str) -> bool:
        """Say whether a person held an office of his state at any time of the tables."""
        if actor.id is None or actor.code is None:
            return False
        return holders.has_held(self._index, actor.id, office, actor.code)

    def members(self, org_id: str, at: str | None = None) -> tuple[str, ...]:
        """Return the codes of an organisation's members at a date, sorted."""
        rows = self._index.members.get(org_id, ())
        return tuple(sorted(row.code for row in rows if row.period.covers(at)))

    def neighbours(
        self, code: str, direction: str | None = None, *, at: str | None = None
    ) -> tuple[str, ...]:
        """Return the states with a land border, sorted; those that lie north, south, east or west.

        A neighbour to the south-east lies both south and east.
        """
        letter = direction[0].upper() if direction else ""
        states = self._index.states
        found = {
            row.neighbour
            for row in self._index.neighbours.get(code, ())
            if letter in (row.direction or "")
            and (
                states[row.neighbour].period.covers(at) or (at is None and states[code].period.end)
            )
        }
        return tuple(sorted(found))

    def is_outlet(self, text: str) -> Outlet | None:
        """Return the outlet of this name, or None."""
        name = text.strip()
        keys = [
            *actors.find_keys(self._index, name),
            *actors.find_keys(self._index, name[:1].upper() + name[1:]),
        ]
        return next((self._index.outlets[key] for key in keys if key in self._index.outlets), None)

    def canonical(self, name: str) -> str | None:
        """Return the canonical English name of a state, organisation or person, or None."""
        actor = self.actor_of(name.strip())
        return actor.name if actor is not None else None

    def state_of(self, code: str) -> State | None:
        """Return the state of an alpha-3 code, present or former, or None."""
        return self._index.states.get(code)

    def place(self, name: str) -> Place | None:
        """Return the place of a name or of the key of a mention, or None."""
        keys = [name] if name in self._index.places else actors.find_keys(self._index, name)
        return next((self._index.places[key] for key in keys if key in self._index.places), None)

    def _is_key(self, text: str) -> bool:
        """Say whether a text is a key of the tables."""
        index = self._index
        return text.partition(":")[0] in _PREFIXES or text in index.states


_PREFIXES = frozenset({"org", "person", "seat", "place", "outlet", "collective"})


@cache
def load_world() -> World:
    """Return the one world of this process, read on the first call."""
    return World.load()
