"""Cycles of a graph: all of them up to the limit, each once."""

from __future__ import annotations

from itertools import islice, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning.cycles import find_components, find_cycles

NODES = "abcdef"
PAIRS = [(one, other) for one, other in product(NODES, NODES)]

graphs = st.sets(st.sampled_from(PAIRS), max_size=18).map(
    lambda edges: {node: {b for a, b in edges if a == node} for node in NODES}
)


def all_cycles(graph: dict[str, set[str]], longest: int) -> set[tuple[str, ...]]:
    """Return every simple cycle by trying every order of every choice of nodes."""
    return {
        order
        for length in range(2, longest + 1)
        for order in permutations(NODES, length)
        if order[0] == min(order)
        and all(b in graph[a] for a, b in zip(order, (*order[1:], order[0]), strict=True))
    }


@settings(max_examples=150, deadline=None)
@given(graphs, st.integers(2, 6))
def test_find_cycles_finds_every_cycle_once(graph: dict[str, set[str]], longest: int) -> None:
    found = list(find_cycles(graph, longest=longest))
    assert set(found) == all_cycles(graph, longest)
    assert len(found) == len(set(found))
    assert [len(one) for one in found] == sorted(len(one) for one in found)


@settings(max_examples=100, deadline=None)
@given(graphs, st.sets(st.sampled_from(PAIRS), max_size=4))
def test_find_cycles_keeps_to_those_through_an_edge(
    graph: dict[str, set[str]], through: set[tuple[str, str]]
) -> None:
    wanted = {
        cycle
        for cycle in all_cycles(graph, 5)
        if through & set(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    }
    assert set(find_cycles(graph, longest=5, through=through)) == wanted


@settings(max_examples=100, deadline=None)
@given(graphs)
def test_find_components_are_those_of_mutual_reach(graph: dict[str, set[str]]) -> None:
    reach = {node: set(graph[node]) for node in NODES}
    for middle, one, other in product(NODES, NODES, NODES):
        if middle in reach[one] and other in reach[middle]:
            reach[one].add(other)
    mutual = {
        node: {o for o in NODES if o in reach[node] and node in reach[o]} | {node} for node in NODES
    }
    wanted = {tuple(sorted(part)) for part in mutual.values() if len(part) > 1}
    assert find_components(graph) == sorted(wanted)


def test_find_cycles_makes_no_detour_over_lesser_edges() -> None:
    graph = {"a": "b", "b": "cd", "c": "bd", "d": "abc"}
    lesser = {(one, other) for one, other in product("bcd", "bcd")}
    found = list(find_cycles(graph, longest=4, through={("a", "b")}, lesser=lesser))
    assert found == [("a", "b", "d")]  # not by way of c


def test_find_cycles_gives_the_shortest_of_a_large_alliance_at_once() -> None:
    states = [f"{number:02}" for number in range(40)]
    graph = {one: states for one in states}
    found = list(islice(find_cycles(graph, longest=6), 800))
    assert [len(one) for one in found] == [2] * 780 + [3] * 20


def test_find_components_goes_as_deep_as_a_long_chain() -> None:
    ring = {str(number): [str((number + 1) % 5000)] for number in range(5000)}
    assert [len(part) for part in find_components(ring)] == [5000]
