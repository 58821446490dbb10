"""Kinds: what act and condition allow, whatever the model thinks most probable."""

from __future__ import annotations

import pytest

from foedus.analysis.kinds import kind_of
from foedus.analysis.promised import PromisedAct
from foedus.languages.language import load_language
from foedus.records.commitments import Condition, Polarity, Trigger
from foedus.records.documents import Evidence

WORDS = load_language("en").conditions
RANKED = ("threat", "offer", "ultimatum", "pledge", "obligation", "assurance")


def _condition(words: str, connective: str, event_class: str) -> Condition:
    return Condition(
        span=Evidence(start=0, end=len(words), exact=words),
        connective=connective,
        event_class=event_class,
        actor=None,
        target=None,
        tree=Trigger(event_class=event_class),
    )


@pytest.mark.parametrize(
    ("words", "event_class", "bearing", "polarity", "kind"),
    [
        ("if they attack", "armed_attack", "harm", "will", "threat"),
        ("if they do not pay", "noncompliance", "harm", "will", "ultimatum"),
        ("if they pay", "agreement_or_compliance", "yield", "will", "offer"),
        ("unless they pay", "agreement_or_compliance", "harm", "will", "ultimatum"),
        ("until they pay", "agreement_or_compliance", "yield", "will_not", "threat"),
        ("if they attack", "armed_attack", "help", "will", "pledge"),
        ("if they attack", "armed_attack", "harm", "will_not", "assurance"),
    ],
)
def test_kind_of_takes_the_first_kind_that_fits(
    words: str, event_class: str, bearing: str, polarity: str, kind: str
) -> None:
    condition = _condition(words, words.split()[0], event_class)
    act = PromisedAct("other", Polarity(polarity), bearing)
    found = kind_of(RANKED, act=act, condition=condition, helps=False, bound=False, words=WORDS)
    assert found == kind


def test_kind_of_makes_force_for_somebody_else_a_pledge() -> None:
    act = PromisedAct("use_force", Polarity.WILL, "harm")
    found = kind_of(RANKED, act=act, condition=None, helps=True, bound=False, words=WORDS)
    assert found == "pledge"


def test_kind_of_reads_no_obligation_where_nothing_binds() -> None:
    act = PromisedAct("other", Polarity.WILL)
    ranked = ("obligation", "pledge")
    free = kind_of(ranked, act=act, condition=None, helps=False, bound=False, words=WORDS)
    bound = kind_of(ranked, act=act, condition=None, helps=False, bound=True, words=WORDS)
    assert (free, bound) == ("pledge", "obligation")


def test_kind_of_keeps_the_model_where_nothing_fits() -> None:
    condition = _condition("if they invade", "if", "invasion")
    act = PromisedAct("other", Polarity.WILL)
    found = kind_of(["offer"], act=act, condition=condition, helps=False, bound=True, words=WORDS)
    assert found == "offer"
