"""Directory: ids of actors and places by name, members and allies at a date, and nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from foedus.records.actors import Actor
from foedus.world.facts import Place
from foedus.world.rows import read_organisations, read_places, read_states
from foedus.world.world import World

MIN_NEARNESS = 60.0
"""Below it (0–100, rapidfuzz's ratio) a name is no help to whoever mistyped another."""
MAX_NEAREST = 3

ORGANISATION = "org:"


@dataclass(frozen=True, slots=True)
class Directory:
    """The names of a world as ids, with what was looked up once kept."""

    world: World
    _members: dict[tuple[str, str | None], frozenset[str]] = field(default_factory=dict)
    _allies: dict[tuple[str, str | None], frozenset[str]] = field(default_factory=dict)
    _places: dict[str, Place | None] = field(default_factory=dict)

    def find_actor(self, name: str, at: str | None = None) -> str | None:
        """Return the id of the state or organisation that a name stands for, or None.

        Codes, names, demonyms, capitals and leaders do; the first letter may be small.
        """
        text = name.strip()
        tried = (text, f"{ORGANISATION}{text}", text[:1].upper() + text[1:], text.upper())
        for form in tried:
            actor = self.world.actor_of(form, at) if form else None
            if actor is not None:
                found = self.id_of(actor, at)
                if found is not None:
                    return found
        actor = self.world.resolve(text, at=at) if text else None
        return self.id_of(actor, at) if actor is not None else None

    def id_of(self, actor: Actor, at: str | None = None) -> str | None:
        """Return the id of the state or organisation an actor is or acts for; None without one."""
        acting = self.world.represented(actor, at)
        if acting is not None and acting.id is not None:
            return acting.id
        return actor.code or actor.id

    def name_of(self, actor_id: str) -> str:
        """Return the English name of an id; words that are no id stand for themselves."""
        if self.is_known(actor_id):
            actor = self.world.actor_of(actor_id)
            if actor is not None:
                return actor.name
        return actor_id

    def is_known(self, name: str) -> bool:
        """Say whether this is the id of a state, organisation or person and not mere words."""
        return ":" in name or self.world.state_of(name) is not None

    def members(self, organisation: str, at: str | None) -> frozenset[str]:
        """Return the codes of an organisation's members at a date."""
        key = (organisation, at)
        if key not in self._members:
            self._members[key] = frozenset(self.world.members(organisation, at))
        return self._members[key]

    def allies(self, code: str, at: str | None) -> frozenset[str]:
        """Return the states bound at a date to the defence of this one by an alliance's treaty."""
        key = (code, at)
        if key not in self._allies:
            found: set[str] = set()
            for organisation, treaty in self.world.alliances.items():
                begun = at is None or (treaty.in_force or treaty.signed or "") <= at
                if begun and (treaty.ended is None or (at is not None and at < treaty.ended)):
                    members = self.members(organisation, at)
                    found |= members if code in members else frozenset()
            self._allies[key] = frozenset(found - {code})
        return self._allies[key]

    def find_place(self, name: str) -> Place | None:
        """Return the place of a name, or None; a state is a place of its own name and code."""
        if name not in self._places:
            place = self.world.place(name) or self.world.place(name[:1].upper() + name[1:])
            self._places[name] = place or self._state_as_place(name)
        return self._places[name]

    def claimants(self, place: Place) -> frozenset[str]:
        """Return the codes of the states that the table names in the dispute about a place."""
        mentions = self.world.find_mentions(place.dispute or "")
        actors = (self.world.actor_of(mention.key) for mention in mentions)
        return frozenset(a.code for a in actors if a is not None and a.code is not None) - {
            place.code
        }

    def nearest_actors(self, name: str) -> tuple[str, ...]:
        """Return the names of states and organisations most like this one, the nearest first."""
        states = [n for s in read_states().values() for n in (s.name, *s.adjectives)]
        organisations = [n for o in read_organisations().values() for n in (o.name, *o.other_names)]
        return nearest(name, [*states, *organisations])

    def nearest_places(self, name: str) -> tuple[str, ...]:
        """Return the names of places and states most like this one, the nearest first."""
        places = [n for p in read_places() for n in (p.name, *p.other_names)]
        return nearest(name, [*places, *(s.name for s in read_states().values())])

    def _state_as_place(self, name: str) -> Place | None:
        code = self.find_actor(name)
        state = self.world.state_of(code) if code is not None else None
        if state is None:
            return None
        return Place(
            name=state.name,
            other_names=(),
            code=state.code,
            kind="state",
            dispute=None,
            source=state.source,
        )


def nearest(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the words most like a text, the nearest first; empty when none is near."""
    found = process.extract(
        text.lower(),
        list(dict.fromkeys(known)),
        scorer=fuzz.ratio,
        processor=str.lower,
        limit=MAX_NEAREST,
        score_cutoff=MIN_NEARNESS,
    )
    return tuple(dict.fromkeys(match[0] for match in found))
