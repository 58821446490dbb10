"""A thread's drift: tellings against the best one, utterances against the one before."""

from __future__ import annotations

from foedus.merging import drift_of
from foedus.records.threads import Change, ChangeKind, Drift, Thread, Utterance
from tests.merging.tellings import telling

SPOKEN = telling(
    {
        "by": "Norway",
        "do": "fight beside the Danes",
        "act": "join_war",
        "if": "if Denmark suffers a direct attack",
        "tree": "armed_attack >Denmark !direct",
        "for": "Denmark",
        "style": "direct",
        "day": "2023-01-10",
    },
    "spoken",
)
LEAD = telling(
    {
        "by": "Norway",
        "do": "go to war",
        "act": "join_war",
        "if": "if Denmark is attacked",
        "tree": "armed_attack >Denmark",
        "for": "Denmark",
        "day": "2023-01-11",
    },
    "lead",
)
LATER = telling(
    {
        "by": "Norway",
        "do": "give Denmark military support",
        "act": "military_aid",
        "if": "if Denmark suffers a direct attack at sea",
        "tree": "armed_attack Russia>Denmark !direct",
        "for": "Denmark",
        "day": "2023-02-20",
    },
    "later",
)
LATER_HEADLINE = telling(
    {
        "by": "Norway",
        "do": "Fight",
        "act": "use_force",
        "if": "If Denmark War Starts",
        "tree": "armed_attack >Denmark",
        "style": "headline",
        "day": "2023-02-20",
        "body": "Norway promised to fight for Denmark if war starts there.",
    },
    "headline",
)
FIRST = Thread(id="t-1", utterances=(Utterance(entries=(SPOKEN, LEAD)),))
SECOND = Thread(id="t-2", utterances=(Utterance(entries=(LATER, LATER_HEADLINE)),))


def steps(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [
        (change.drift.value, change.later.document.id, " ".join(change.kinds)) for change in changes
    ]


def test_drift_of_tells_reporting_and_position_apart_in_order_of_time() -> None:
    wanted = [
        ("reporting", "page-lead", "threshold_lost"),
        ("position", "page-later", "narrowed"),
        ("position", "page-later", "softened"),
        ("reporting", "page-headline", "widened threshold_lost"),
        ("reporting", "page-headline", "hardened"),
    ]
    assert steps(drift_of(FIRST, [SECOND])) == wanted
    assert steps(drift_of(SECOND, [FIRST])) == wanted


def test_drift_of_sets_later_utterances_of_one_thread_against_the_earlier() -> None:
    thread = Thread(
        id="t-1", utterances=(Utterance(entries=(SPOKEN,)), Utterance(entries=(LATER,)))
    )
    found = drift_of(thread)
    assert {change.drift for change in found} == {Drift.POSITION}
    assert {(change.earlier.id, change.later.id) for change in found} == {(SPOKEN.id, LATER.id)}


def test_drift_of_a_single_telling_is_empty() -> None:
    assert drift_of(Thread(id="t-1", utterances=(Utterance(entries=(SPOKEN,)),))) == []


def alone(body: str) -> list[Change]:
    entry = telling(
        {
            "by": "Chile",
            "do": "Seal Border",
            "act": "close_route",
            "if": "If Strike Spreads",
            "tree": "other",
            "style": "headline",
            "body": body,
        }
    )
    return drift_of(Thread(id="t-1", utterances=(Utterance(entries=(entry,)),)))


def test_drift_of_flags_a_headline_that_its_body_does_not_support() -> None:
    found = alone("Lorry drivers met in the capital on Monday. The minister ate an apple.")
    assert [change.kinds for change in found] == [(ChangeKind.UNSUPPORTED,)]
    assert found[0].earlier == found[0].later


def test_drift_of_leaves_a_supported_headline_alone() -> None:
    assert (
        alone("The border stays open, but Chile would seal it if the strike spreads north.") == []
    )
