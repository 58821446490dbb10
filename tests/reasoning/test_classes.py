"""The table of event classes and its lookups."""

from __future__ import annotations

import pytest

from foedus.errors import InvalidKind
from foedus.reasoning.classes import load_classes


def test_load_classes_says_every_class() -> None:
    classes = load_classes()
    assert classes.says.keys() == classes.rows.keys()
    named = {name for family in classes.families.values() for name in family}
    assert named <= classes.rows.keys()
    assert {other for other, _ in classes.may_be.values()} | set(classes.may_be) <= set(
        classes.rows
    )


def test_load_classes_knows_the_act_of_every_label() -> None:
    classes = load_classes()
    labels = {row.action for row in classes.rows.values() if row.action is not None}
    assert classes.kept.keys() == labels
    for label, name in classes.kept.items():
        assert classes.rows[name].action == label


def test_is_kind_goes_through_every_step() -> None:
    classes = load_classes()
    assert classes.is_kind("mobilisation", "threat_to_security")
    assert classes.is_kind("invasion", "use_of_force")
    assert not classes.is_kind("use_of_force", "invasion")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("armed_attack", ("armed_attack",)),
        ("deployment", ("deployment", "force_buildup")),
        ("weapon_use", ("weapon_use", "nuclear_use")),
        ("other", ("other",)),
    ],
)
def test_of_condition_puts_the_surest_first(label: str, expected: tuple[str, ...]) -> None:
    assert load_classes().of_condition(label) == expected


def test_of_condition_knows_every_label() -> None:
    classes = load_classes()
    for label in {row.condition for row in classes.rows.values() if row.condition is not None}:
        assert classes.of_condition(label)


def test_of_condition_names_what_it_knows() -> None:
    with pytest.raises(InvalidKind, match="known: accession, "):
        load_classes().of_condition("attack")
    with pytest.raises(InvalidKind, match="use_force"):
        load_classes().of_action("attack")
