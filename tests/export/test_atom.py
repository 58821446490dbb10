"""The feed is well-formed whatever a text holds, and tells what is new from what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.export.atom import NAMESPACE, UNDATED, Feed, to_atom, updated_of
from foedus.records.codec import from_dict
from foedus.records.documents import Document, HowKnown, Published
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision, Review, standing_of

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
ANALYSIS = from_dict(json.loads(CASE.read_text("utf-8")))
FEED = Feed(
    title="t", address="http://localhost/commitments.atom", page="http://localhost/commitments",
    record="http://localhost/commitments/{id}",
)  # fmt: skip
NEVER = standing_of(())
ATOM = {"a": NAMESPACE}


def entry_of(document: Document) -> Entry:
    return Entry(noun=Listed.COMMITMENTS, record=ANALYSIS.commitments[0], document=document)


@given(title=st.text(st.characters()), outlet=st.text(min_size=1))
def test_to_atom_is_well_formed(title: str, outlet: str) -> None:
    document = replace(ANALYSIS.document, title=title, outlet=outlet)
    written = to_atom(replace(FEED, title=title), [(entry_of(document), NEVER)])
    root = fromstring(written.encode())
    [entry] = root.findall("a:entry", ATOM)
    assert entry.findtext("a:id", "", ATOM) == f"urn:foedus:commitment:{ANALYSIS.commitments[0].id}"
    assert "send two brigades to Ostland" in entry.findtext("a:content", "", ATOM)


@pytest.mark.parametrize(
    ("earliest", "latest", "updated"),
    [
        (None, None, UNDATED),
        ("2031", "2031", "2031-01-01T00:00:00Z"),
        ("2031-03", "2031-03-04", "2031-03-04T00:00:00Z"),
        ("2031-03-04T09:30", "2031-03-04T09:30", "2031-03-04T09:30:00Z"),
    ],
)
def test_updated_of_is_the_day_of_print(
    earliest: str | None, latest: str | None, updated: str
) -> None:
    published = Published(earliest=earliest, latest=latest, how=HowKnown.GIVEN)
    assert updated_of(entry_of(replace(ANALYSIS.document, published=published)), NEVER) == updated


def test_updated_of_is_the_time_of_the_last_review() -> None:
    review = Review(
        record_id="c-1", decision=Decision.ACCEPT, reviewer="ana", number=1,
        at="2031-05-06T07:08:09.000010+00:00",
    )  # fmt: skip
    updated = updated_of(entry_of(ANALYSIS.document), standing_of([review]))
    assert updated == "2031-05-06T07:08:09.000010Z"
