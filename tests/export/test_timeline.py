"""TimelineJS: slides with dates in the parts it takes, quotations that are only text."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from typing import Any

from lxml import html as pages

from foedus.export.cited import Cited
from foedus.export.timeline import to_slide, write_timeline
from foedus.records import Published
from tests.export.exported import cited


def timeline(records: list[Cited]) -> dict[str, Any]:
    return json.loads("".join(text for _, text in write_timeline(records)))


def test_write_timeline_has_a_slide_for_every_record() -> None:
    written = timeline(cited())
    assert written["title"]["text"]["headline"]
    slides = written["events"]
    assert [slide["unique_id"] for slide in slides] == [one.key for one in cited()]
    for one, slide in zip(cited(), slides, strict=True):
        assert slide["group"] == one.entry.noun
        shown = pages.fromstring(slide["text"]["text"]).text_content()
        for mark in one.quotations:
            if mark.label not in ("who", "cue"):
                assert " ".join(mark.span.exact.split()) in shown
        assert one.document.id in shown
        assert one.entry.id in shown
        assert one.review in shown
        assert one.score is None or f"score {one.score}" in shown


def test_write_timeline_gives_dates_in_parts() -> None:
    slides = timeline(cited())["events"]
    odd = next(slide for slide in slides if slide["unique_id"].startswith("c-odd"))
    assert odd["start_date"] == {"year": 2031, "month": 1, "day": 1}
    assert odd["end_date"] == {"year": 2031, "month": 1, "day": 31}
    assert odd["media"]["url"] == "https://example.org/a?b=1&c=%7Bd%7D"
    assert slides[0]["start_date"] == {"year": 2031, "month": 3, "day": 3}
    assert "end_date" not in slides[0]


def test_write_timeline_lets_no_mark_of_a_text_act() -> None:
    odd = next(one for one in cited() if one.entry.id == "c-odd000000001")
    slide = to_slide(odd)
    assert slide is not None
    words = slide["text"]
    assert isinstance(words, dict)
    assert "<b>" not in words["text"]
    assert "<" not in words["headline"]
    assert html.unescape(words["headline"]).startswith('=Red "Front" & <Co>')


def test_write_timeline_leaves_out_what_has_no_date() -> None:
    one = next(one for one in cited() if one.entry.id == "c-odd000000001")
    document = replace(one.document, published=Published())
    undated = Cited(entry=replace(one.entry, document=document))
    assert to_slide(undated) is None
    assert timeline([undated])["events"] == []


def test_to_slide_takes_the_minute_where_it_is_known() -> None:
    one = next(one for one in cited() if one.entry.id == "c-odd000000001")
    published = Published(earliest="2031-01-01T09:30", latest="2031-01-01T09:30")
    slide = to_slide(Cited(entry=replace(one.entry, document=replace(
        one.document, published=published))))  # fmt: skip
    assert slide is not None
    assert slide["start_date"] == {"year": 2031, "month": 1, "day": 1, "hour": 9, "minute": 30}
