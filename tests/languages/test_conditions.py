"""Words of conditions: which kinds of commitment a condition allows."""

from __future__ import annotations

import pytest

from foedus.languages.language import load_language

RANKED = ("threat", "offer", "ultimatum", "pledge")


@pytest.mark.parametrize(
    ("event_class", "sense", "kind", "why"),
    [
        ("armed_attack", "if", "threat", "harm may follow an attack"),
        ("noncompliance", "if", "ultimatum", "harm where a demand is not met"),
        ("agreement_or_compliance", "if", "offer", "nobody is harmed for yielding"),
        ("agreement_or_compliance", "unless", "threat", "harm until somebody yields"),
        ("none", "", "threat", "without condition the model decides"),
    ],
)
def test_kind_of_takes_the_first_kind_that_fits(
    event_class: str, sense: str, kind: str, why: str
) -> None:
    assert load_language("en").conditions.kind_of(RANKED, event_class, sense) == kind, why


def test_kind_of_keeps_the_model_where_nothing_fits() -> None:
    assert load_language("en").conditions.kind_of(["offer"], "invasion", "if") == "offer"
