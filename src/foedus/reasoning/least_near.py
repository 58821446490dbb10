"""Near: the listed sets that may have to do with another, found by the names in their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from foedus.reasoning.least_events import Outside, Wide
from foedus.reasoning.least_slots import Slot, just

Events: TypeAlias = tuple[Outside, ...]
Numbered: TypeAlias = dict[int, Events]

_ACTOR, _TARGET = "actor", "target"


@dataclass(slots=True)
class Near:
    """Sets of outside events by who stands in their places.

    What is found is all that may be meant and more: it is looked at afterwards. `wide` returns who
    may stand for whom. Sets come in the order in which they were added.
    """

    wide: Wide
    _numbers: dict[Events, int] = field(default_factory=dict)
    _ticks: Iterator[int] = field(default_factory=count)
    _all: Numbered = field(default_factory=dict)
    _anchored: dict[Hashable, Numbered] = field(default_factory=lambda: defaultdict(dict))
    """By the names in one place of their first event; under None those open to anybody."""
    _naming: dict[Hashable, Numbered] = field(default_factory=lambda: defaultdict(dict))
    """By the names in any place of any event."""
    _like: dict[Hashable, Numbered] = field(default_factory=lambda: defaultdict(dict))
    """By the class and one place of any event, and whether the other is open."""

    def add(self, events: Events) -> None:
        """Take up a set."""
        number = self._numbers[events] = next(self._ticks)
        self._all[number] = events
        for kept, key in self._places(events):
            kept[key][number] = events

    def drop(self, events: Events) -> None:
        """Leave out a set that was added."""
        number = self._numbers.pop(events)
        del self._all[number]
        for kept, key in self._places(events):
            del kept[key][number]

    def parts(self, events: Collection[Outside]) -> list[Events]:
        """Return the sets whose first event one of these may be an instance of."""
        keys: list[Hashable] = [None]
        for event in events:
            keys += self._keys(_TARGET, event.target)
            keys += self._keys(_ACTOR, event.actor)
        return _in_order(self._anchored, keys)

    def wholes(self, events: Events) -> list[Events]:
        """Return the sets of which an event may be an instance of the first of these."""
        place, names = self._anchor(events)
        if names is None:
            return list(self._all.values())
        return _in_order(self._naming, self._keys(place, Slot(only=names)))

    def alike(self, events: Events) -> list[Events]:
        """Return the sets that may differ from a set in one place only, open in one of the two."""
        keys = []
        for event in events:
            for place, slot, other in _two_places(event):
                openness = (True,) if other.only is not None else (True, False)
                keys += [(place, event.event_class, slot, one) for one in openness]
        return _in_order(self._like, keys)

    def _keys(self, place: str, slot: Slot) -> list[Hashable]:
        """Return the keys of whoever may stand for those in a place, or they for him."""
        found: dict[str, None] = {}
        for name in slot.only or ():
            found[name] = None
            found.update(dict.fromkeys(self.wide(just(name)).only or ()))
        return [(place, name) for name in found]

    def _places(self, events: Events) -> Iterator[tuple[dict[Hashable, Numbered], Hashable]]:
        """Yield where a set is kept."""
        place, names = self._anchor(events)
        for key in [(place, name) for name in names] if names is not None else [None]:
            yield self._anchored, key
        naming: dict[Hashable, None] = {}
        like: dict[Hashable, None] = {}
        for event in events:
            for place, slot, other in _two_places(event):
                naming.update(((place, name), None) for name in slot.only or ())
                like[place, event.event_class, slot, other.only is None] = None
        yield from ((self._naming, key) for key in naming)
        yield from ((self._like, key) for key in like)

    def _anchor(self, events: Events) -> tuple[str, frozenset[str] | None]:
        """Return the place and the names without which no event is an instance of the first one:
        None if anybody may stand there, or words that may mean anybody."""
        for place, slot, _ in _two_places(events[0]) if events else ():
            names = slot.only
            if names is not None and all(self.wide(just(n)).only is not None for n in names):
                return place, names
        return _TARGET, None


def _two_places(event: Outside) -> tuple[tuple[str, Slot, Slot], tuple[str, Slot, Slot]]:
    """Return the two places of an event, each with the other."""
    return (_TARGET, event.target, event.actor), (_ACTOR, event.actor, event.target)


def _in_order(kept: dict[Hashable, Numbered], keys: Iterable[Hashable]) -> list[Events]:
    found: Numbered = {}
    for key in keys:
        found |= kept.get(key, {})
    return [found[number] for number in sorted(found)]
