"""Facts with sources: states, alliances, office holders, outlets; and the look-up of names."""

from foedus.world.facts import Alliance, Outlet, Place, State
from foedus.world.mentions import Mention
from foedus.world.world import World, load_world

__all__ = ["Alliance", "Mention", "Outlet", "Place", "State", "World", "load_world"]
