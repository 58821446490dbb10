"""Digests keep what is compared, and nothing is lost on the way through JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from foedus.merging import VERSION, digest_of
from foedus.merging.compare import judge
from foedus.merging.digests import features_of, telling_of
from foedus.merging.features import Telling, from_body, to_body
from foedus.merging.occasions import buckets, occasion_of
from foedus.records import (
    Event,
    EventStatus,
    Evidence,
    HowKnown,
    Precision,
    Published,
    When,
)
from foedus.records.entries import Entry, Listed
from foedus.records.threads import Relation, Verdict
from tests.merging.tellings import actor_of, telling

PAIRS = tomllib.loads((Path(__file__).parent / "cases/pairs.toml").read_text("utf-8"))["pair"]
SIDES = [row[side] for row in PAIRS for side in ("left", "right")]


def test_features_come_back_from_their_json() -> None:
    for row in SIDES:
        features = features_of(telling(row))
        assert from_body(to_body(features)) == features


def test_digest_of_is_small_and_names_its_rules() -> None:
    for row in SIDES:
        digest = digest_of(telling(row))
        assert digest.version == VERSION
        assert digest.noun == "commitments"
        assert len(digest.body) < 1_500
        assert all(key.startswith("c:") and len(key) <= 14 for key in digest.keys)
        assert len(set(digest.keys)) == len(digest.keys)
        assert json.loads(digest.body)["id"] == digest.id


@pytest.mark.parametrize(
    ("style", "wanted"),
    [("direct", Telling.VERBATIM), ("mixed", Telling.PARAPHRASE), ("headline", Telling.HEADLINE)],
)
def test_telling_of_follows_the_style_of_the_statement(style: str, wanted: Telling) -> None:
    assert telling_of(telling({"do": "send ships", "style": style})) is wanted


def statement(row: dict[str, Any], name: str) -> Entry:
    entry = telling(row, name)
    assert entry.statement is not None
    return Entry(
        noun=Listed.STATEMENTS,
        record=entry.statement,
        document=entry.document,
        statement=entry.statement,
    )


def test_statements_of_one_speech_are_one_utterance() -> None:
    left = statement(
        {
            "by": "Norway",
            "do": "guard every harbour of the north and the whole coast",
            "style": "direct",
        },
        "1",
    )
    right = statement(
        {
            "by": "Norway",
            "do": "guard each northern harbour and the coast",
            "verb": "says it will",
        },
        "2",
    )
    other = statement({"by": "Norway", "do": "raise the salaries of teachers"}, "3")
    (found,) = judge(features_of(left), features_of(right), at="")
    assert (found.relation, found.verdict) == (Relation.UTTERANCE, Verdict.SAME)
    assert set(digest_of(left).keys) & set(digest_of(right).keys)
    assert judge(features_of(left), features_of(other), at="") == ()


def test_two_quotations_of_one_text_are_two_statements() -> None:
    row = {"by": "Norway", "style": "direct", "page": "p"}
    left = statement({**row, "do": "guard every harbour of the north with ships"}, "1")
    right = statement({**row, "do": "guard the harbour of Bergen with new ships"}, "2")
    found = judge(features_of(left), features_of(right), at="")
    assert {one.verdict for one in found} <= {Verdict.NOT_SAME}


def event(words: str, name: str, **told: str) -> Entry:
    entry = telling({"by": "Norway", "do": words, **told}, name)
    start = entry.document.text.index(words)
    record = Event(
        id=f"e-{name}",
        type="MOBILIZE",
        mode=None,
        event_class=told.get("act", "deployment"),
        actors=(actor,) if (actor := actor_of(told.get("by", "Norway"))) else (),
        recipients=(),
        place=told.get("place"),
        when=None,
        status=EventStatus.OCCURRED,
        span=Evidence.of(entry.document.text, start, start + len(words)),
    )
    return Entry(noun=Listed.EVENTS, record=record, document=entry.document)


@pytest.mark.parametrize(
    ("words", "told", "same"),
    [
        ("moved two frigates to Bergen", {"day": "2023-03-11"}, True),
        ("moved two frigates to Bergen", {"by": "Denmark"}, False),
        ("painted a church", {}, False),
        ("sent frigates", {"place": "Iceland"}, False),
    ],
)
def test_events_are_one_by_actor_kind_words_and_place(
    words: str, told: dict[str, str], same: bool
) -> None:
    left, right = (
        event("sent two frigates to Bergen", "1", place="Norway"),
        event(words, "2", **told),
    )
    found = judge(features_of(left), features_of(right), at="")
    assert (Verdict.SAME in {one.verdict for one in found}) is same
    if same:
        assert set(digest_of(left).keys) & set(digest_of(right).keys)


def test_digest_of_refuses_a_time() -> None:
    document = telling({"do": "send 3 ships"}).document
    time = When(earliest=None, latest=None, precision=Precision.VAGUE, span=None)
    with pytest.raises(TypeError, match="times are not compared; known: commitments"):
        digest_of(Entry(noun=Listed.EVENTS, record=time, document=document))


def test_occasion_of_prefers_what_the_text_says() -> None:
    published = Published(
        earliest="2023-03-10", latest="2023-03-10", precision="day", how=HowKnown.GIVEN
    )
    said = When(earliest="2023-03-08", latest="2023-03-08", precision=Precision.DAY)
    told, printed = occasion_of(said, published), occasion_of(None, published)
    assert told is not None
    assert printed is not None
    assert (told.told, told.days) == (True, 1)
    assert (printed.told, printed.days) == (False, 4)
    assert told.apart(printed) == 0
    assert occasion_of(None, Published()) is None


def test_buckets_bring_near_days_together_and_hold_far_ones_apart() -> None:
    days = [
        occasion_of(None, Published(earliest=day, latest=day, how=HowKnown.GIVEN))
        for day in ("2023-03-10", "2023-04-05", "2023-07-01")
    ]
    near, next_month, far = (set(buckets(day, 31)) for day in days)
    assert near & next_month
    assert not near & far
    assert set(buckets(None, 31)) == {"?"}
