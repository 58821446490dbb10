"""Expressions and the ways for them to hold."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reasoning.language import (
    MAX_ALTERNATIVES,
    Expression,
    Group,
    Operator,
    Pattern,
    all_of,
    any_of,
    find_alternatives,
    find_patterns,
    named,
    negated,
)

LEAVES = [Pattern(event_class="talks", actor=named(name)) for name in ("A", "B", "C", "D")]


def expressions() -> st.SearchStrategy[Expression]:
    return st.recursive(
        st.sampled_from(LEAVES),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: all_of(*parts)),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: any_of(*parts)),
            inner.map(negated),
        ),
        max_leaves=5,
    )


def holds(expression: Expression, true: frozenset[Pattern]) -> bool:
    if isinstance(expression, Pattern):
        return expression in true
    parts = [holds(part, true) for part in expression.parts]
    if expression.operator is Operator.NOT:
        return not parts[0]
    return all(parts) if expression.operator is Operator.ALL else any(parts)


@given(expression=expressions())
def test_find_alternatives_hold_when_the_expression_does(expression: Expression) -> None:
    ways = find_alternatives(expression)
    for size in range(len(LEAVES) + 1):
        for chosen in itertools.combinations(LEAVES, size):
            true = frozenset(chosen)
            by_ways = any(
                true.issuperset(way.positives) and true.isdisjoint(way.negatives) for way in ways
            )
            assert by_ways == holds(expression, true)


def test_find_alternatives_has_a_limit() -> None:
    either = any_of(*LEAVES[:2])
    with pytest.raises(ValueError, match=str(MAX_ALTERNATIVES)):
        find_alternatives(all_of(*[either] * 7))


def test_group_needs_parts() -> None:
    with pytest.raises(ValueError, match="parts"):
        Group(operator=Operator.ALL, parts=(LEAVES[0],))
    with pytest.raises(ValueError, match="parts"):
        Group(operator=Operator.NOT, parts=(LEAVES[0], LEAVES[1]))


def test_find_patterns_goes_in_order() -> None:
    expression = all_of(any_of(LEAVES[2], LEAVES[0]), negated(LEAVES[1]))
    assert list(find_patterns(expression)) == [LEAVES[2], LEAVES[0], LEAVES[1]]
