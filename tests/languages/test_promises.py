"""Words of promises: every label and kind that the tables name is one of the project's."""

from __future__ import annotations

from foedus.languages.language import load_language
from foedus.records.commitments import Kind, Polarity

LANGUAGE = load_language("en")
PROMISES = LANGUAGE.conditions.promises


def test_bearings_hold_labels_of_acts() -> None:
    labels = {row.action for row in LANGUAGE.actions.classes.values() if row.action}
    assert set(PROMISES.bearings) <= labels


def test_barred_kinds_are_kinds_of_known_acts() -> None:
    acts = {f"{name} {polarity}" for name in PROMISES.bearings.values() for polarity in Polarity}
    for key, kinds in PROMISES.kinds_barred_by_act.items():
        assert " ".join(key.split()[:2]) in acts
        assert set(kinds) < set(Kind)
    assert set(PROMISES.kinds_by_act) <= acts
    assert set(PROMISES.kinds_by_act.values()) <= set(Kind)


def test_kinds_barred_prefers_the_row_of_the_connective() -> None:
    assert "ultimatum" in PROMISES.kinds_barred("agreement_or_compliance", "if")
    assert "ultimatum" not in PROMISES.kinds_barred("agreement_or_compliance", "unless")
    assert PROMISES.kinds_barred("request", "if") == ()


def test_no_act_is_left_without_a_kind() -> None:
    for kinds in PROMISES.kinds_barred_by_act.values():
        assert len(set(Kind) - set(kinds) - {"obligation"}) >= 2
