"""FollowTheMoney entities, checked by that program's own model where it is installed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from foedus.export.countries import codes_of
from foedus.export.followthemoney import write_entities
from foedus.records import Commitment
from foedus.records.entries import Listed
from foedus.world import load_world
from tests.export.exported import cited

HELD = (Listed.COMMITMENTS, Listed.EVENTS, Listed.STATEMENTS)


@pytest.fixture(scope="module")
def entities() -> list[dict[str, Any]]:
    return [json.loads(text) for _, text in write_entities(cited(*HELD))]


def test_write_entities_is_valid_by_its_own_model(entities: list[dict[str, Any]]) -> None:
    reason = "pip install 'foedus[ftm]' (it is built against the headers of ICU)"
    model = pytest.importorskip("followthemoney", reason=reason).model
    for entity in entities:
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)
        read = model.get_proxy(entity, cleaned=False)  # every value is cleaned, which may lose it
        for name, values in entity["properties"].items():
            assert sorted(read.get(name)) == sorted(values), (entity["schema"], name)


def test_write_entities_knows_whatever_it_points_at(entities: list[dict[str, Any]]) -> None:
    seen = set()
    for entity in entities:
        properties = entity["properties"]
        for name in ("proof", "organizer", "involved", "subject", "object"):
            assert set(properties.get(name, ())) <= seen, name
        seen.add(entity["id"])


def test_write_entities_holds_every_record_with_its_source(entities: list[dict[str, Any]]) -> None:
    events = {
        entity["properties"]["recordId"][0]: entity["properties"]
        for entity in entities
        if entity["schema"] == "Event"
    }
    articles = {entity["id"]: entity for entity in entities if entity["schema"] == "Article"}
    assert set(events) == {one.entry.id for one in cited(*HELD)}
    for one in cited(*HELD):
        said, document = events[one.entry.id], one.document
        proof = articles[said["proof"][0]]["properties"]
        assert proof["fileName"] == [document.id]
        assert document.sha256 in proof["notes"][0]
        assert proof["bodyText"] == [document.text.rstrip().replace("\x0c", " ")]
        assert said.get("sourceUrl", [""])[0].startswith("https://" if document.url else "")
        for mark in one.quotations:
            if mark.label not in ("who", "cue"):
                assert " ".join(mark.span.exact.split()) in said["summary"][0]
            assert f"{mark.span.start}-{mark.span.end}" in said["notes"][0]
        assert f"review: {one.review}" in said["notes"]
        assert one.score is None or f"score: {one.score}" in said["notes"]
        assert said["startDate"] == [one.dates[0]]


def test_write_entities_links_a_promise_to_those_it_names(entities: list[dict[str, Any]]) -> None:
    links = [entity["properties"] for entity in entities if entity["schema"] == "UnknownLink"]
    names = {entity["id"]: entity["properties"].get("name", [""])[0] for entity in entities}
    odd = [link for link in links if link["recordId"] == ["c-odd000000001"]]
    assert [names[link["object"][0]] for link in odd] == ["@Blue", "Green"]
    first = cited(Listed.COMMITMENTS)[0].entry.record
    assert isinstance(first, Commitment)
    pledged = next(link for link in links if link["recordId"] == [first.id])
    assert (pledged["role"], pledged["status"]) == (["pledge for"], ["accepted"])


def test_codes_of_knows_the_states_of_the_world() -> None:
    assert (codes_of("BLR").ftm, codes_of("BLR").cow) == ("by", "370")
    assert codes_of("XXX") == codes_of(None)
    assert codes_of("XXX").cow == ""
    for code in ("USA", "RUS", "XKX", "SUN", "TWN", "DDR"):
        assert load_world().state_of(code) is not None
        assert codes_of(code).ftm
        assert codes_of(code).cow
