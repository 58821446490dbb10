"""Cycles of a directed graph, the shortest first, each once."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Graph: TypeAlias = Mapping[str, Collection[str]]
"""To each node, the nodes that its edges lead to; a node without edges may be left out."""

Edge: TypeAlias = tuple[str, str]

_NONE: frozenset[Edge] = frozenset()


def find_components(graph: Graph) -> list[tuple[str, ...]]:
    """Return the strongly connected components of more than one node, each sorted, in order.

    Tarjan's algorithm, without recursion.

    Example:
        >>> find_components({"a": ["b"], "b": ["a", "c"], "c": []})
        [('a', 'b')]
    """
    search = _Tarjan(graph)
    for root in sorted(graph):
        search.visit(root)
    return sorted(search.found)


def find_cycles(
    graph: Graph,
    *,
    longest: int,
    through: Collection[Edge] | None = None,
    lesser: Collection[Edge] = _NONE,
) -> Iterator[tuple[str, ...]]:
    """Yield every simple cycle of two to `longest` nodes, the shortest first, each once.

    Each is found from the least of its edges: paths back to where that edge starts, cut where the
    way back is too long. So the work between two cycles is bounded by `longest`, and a caller may
    stop at any number.

    Args:
        graph: Edges from a node to itself are passed over.
        longest: The most nodes of a cycle.
        through: Edges of which a cycle must have one; None: any cycle will do.
        lesser: Edges that make no detour: two of them in a row are left out where an edge leads
            straight from the first node to the last.

    Yields:
        The nodes in order from the least; the last leads to the first.

    Example:
        >>> list(find_cycles({"a": ["b"], "b": ["a", "c"], "c": ["a"]}, longest=3))
        [('a', 'b'), ('a', 'b', 'c')]
    """
    parts = enumerate(find_components(graph))
    part_of = {node: number for number, part in parts for node in part}
    inside = {
        node: sorted(a for a in graph[node] if a != node and part_of.get(a) == number)
        for node, number in part_of.items()
    }
    edges = sorted((node, after) for node, following in inside.items() for after in following)
    roots = [edge for edge in edges if through is None or edge in through]
    walk = _Walk(
        graph=inside,
        back=_turned(edges),
        rank={edge: place for place, edge in enumerate(roots)},
        lesser=lesser,
    )
    for length in range(2, longest + 1):
        for root in roots:
            for path in walk.find(root, length):
                least = path.index(min(path))
                yield (*path[least:], *path[:least])


def _turned(edges: Sequence[Edge]) -> dict[str, list[str]]:
    """Return to each node those whose edges lead to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in edges:
        found[after].append(before)
    return found


@dataclass(slots=True)
class _Tarjan:
    """Tarjan's search on its way: when each node was met and how far back it reaches."""

    graph: Graph
    found: list[tuple[str, ...]] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    low: dict[str, int] = field(default_factory=dict)
    stack: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    work: list[tuple[str, Iterator[str]]] = field(default_factory=list)

    def visit(self, root: str) -> None:
        """Find the components that can be reached from a node, if it was not met before."""
        if root in self.number:
            return
        self._enter(root)
        while self.work:
            node, following = self.work[-1]
            after = next(following, None)
            if after is None:
                self._leave(node)
            elif after not in self.number:
                self._enter(after)
            elif after in self.open:
                self.low[node] = min(self.low[node], self.number[after])

    def _enter(self, node: str) -> None:
        self.number[node] = self.low[node] = len(self.number)
        self.stack.append(node)
        self.open.add(node)
        self.work.append((node, iter(sorted(self.graph.get(node, ())))))

    def _leave(self, node: str) -> None:
        self.work.pop()
        if self.work:
            before = self.work[-1][0]
            self.low[before] = min(self.low[before], self.low[node])
        if self.low[node] != self.number[node]:
            return
        place = self.stack.index(node)
        component = self.stack[place:]
        del self.stack[place:]
        self.open.difference_update(component)
        if len(component) > 1:
            self.found.append(tuple(sorted(component)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """Paths that close one edge to a cycle; `rank` orders the edges that may be its least."""

    graph: Mapping[str, list[str]]
    back: Mapping[str, list[str]]
    rank: Mapping[Edge, int]
    lesser: Collection[Edge]

    def find(self, root: Edge, length: int) -> Iterator[tuple[str, ...]]:
        """Yield the paths of so many nodes that begin with the edge and lead back to its start."""
        least = self.rank[root]
        steps = self._steps_back(root, length - 1, least)
        if root[1] not in steps:
            return
        path = [*root]
        choices = [iter(self._next(path, steps, length, least))]
        while choices:
            after = next(choices[-1], None)
            if after is None:
                choices.pop()
                path.pop()
            elif after == root[0]:
                yield tuple(path)
            else:
                path.append(after)
                choices.append(iter(self._next(path, steps, length, least)))

    def _next(
        self, path: list[str], steps: Mapping[str, int], length: int, least: int
    ) -> list[str]:
        """Return where a path may go on: only back to its start when it is long enough."""
        last, left = path[-1], length - len(path)
        return [
            after
            for after in self.graph[last]
            if (after == path[0]) == (left == 0)
            and (after == path[0] or after not in path)
            and steps.get(after, length) <= left
            and self.rank.get((last, after), least) >= least
            and not self._is_detour(path[-2], last, after)
        ]

    def _is_detour(self, first: str, middle: str, last: str) -> bool:
        return (
            first != last
            and (first, middle) in self.lesser
            and (middle, last) in self.lesser
            and last in self.graph[first]
        )

    def _steps_back(self, root: Edge, most: int, least: int) -> dict[str, int]:
        """Return from which nodes the root's start is reached in at most so many steps."""
        found = {root[0]: 0}
        waiting = deque([root[0]])
        while waiting:
            node = waiting.popleft()
            if found[node] == most:
                break
            for earlier in self.back[node]:
                if earlier not in found and self.rank.get((earlier, node), least) >= least:
                    found[earlier] = found[node] + 1
                    waiting.append(earlier)
        return found
