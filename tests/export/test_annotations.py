"""Web Annotations: what the recommendation demands, and every character where it is said to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from foedus.export.annotations import CONTEXT_CHARACTERS, UNIT, write_annotations
from foedus.export.cited import Cited
from foedus.records.codec import record_from_dict
from tests.export.exported import cited

SCHEMA = Path(__file__).parent / "cases" / "annotation.schema.json"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    return json.loads("".join(text for _, text in write_annotations(cited())))


def test_write_annotations_meets_the_recommendation(page: dict[str, Any]) -> None:
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8"))).validate(page)
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == len(cited())


def test_write_annotations_points_at_the_characters_of_the_text(page: dict[str, Any]) -> None:
    for one, item in zip(cited(), page["items"], strict=True):
        text = one.document.text
        assert len(item["target"]) == len(one.quotations)
        for mark, target in zip(one.quotations, item["target"], strict=True):
            position, quotation = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quotation["exact"] == mark.span.exact
            assert position["foedus:unit"] == UNIT
            assert text[:start].endswith(quotation["prefix"])
            assert text[end:].startswith(quotation["suffix"])
            assert len(quotation["prefix"]) == min(CONTEXT_CHARACTERS, start)
            assert target["foedus:part"] == mark.label


def test_write_annotations_holds_the_record_its_review_and_its_source(page: dict[str, Any]) -> None:
    for one, item in zip(cited(), page["items"], strict=True):
        noun, document = one.entry.noun, one.document
        assert record_from_dict(noun, item["foedus:record"], document.text) == one.entry.record
        assert (item["foedus:review"], item["foedus:score"]) == (one.review, one.score)
        source = item["target"][0]["source"]
        assert source["foedus:sha256"] == document.sha256
        assert source["foedus:document"] == document.id
        assert source.get("foedus:outlet") == document.outlet
        assert source["foedus:published"][0] == document.published.earliest


def test_write_annotations_names_a_page_of_the_web_by_its_address(page: dict[str, Any]) -> None:
    odd = next(item for item in page["items"] if item["id"].endswith("c-odd000000001"))
    assert odd["target"][0]["source"]["id"] == "https://example.org/a?b=1&c=%7Bd%7D"
    plain = page["items"][0]["target"][0]["source"]
    assert plain["id"] == "urn:foedus:varnia.txt"


def test_write_annotations_of_nothing_is_an_empty_page() -> None:
    written: list[Cited] = []
    page = json.loads("".join(text for _, text in write_annotations(written)))
    assert page["items"] == []
