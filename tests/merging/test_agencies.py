"""Who is credited: agencies in datelines, bylines and at the end; not those merely quoted."""

from __future__ import annotations

import pytest

from foedus.merging.agencies import find_agency
from foedus.records.documents import Document
from foedus.world import load_world

BODY = "Three ports of Varnia shut on Tuesday, officials said. " * 12


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"ALDA, May 3 (Reuters) - {BODY}", "Reuters"),
        (f"ALDA (AP) — {BODY}", "Associated Press"),
        (f"ALDA — AFP — {BODY}", "AFP"),
        (f"Ports shut\nBy The Associated Press\n{BODY}", "Associated Press"),
        (f"ALDA (Xinhua) -- {BODY}", "Xinhua"),
        (f"{BODY}\n— AFP", "AFP"),
        (f"{BODY}\n(Yonhap)", "Yonhap"),
        (f"ALDA (The Daily Lighthouse/dpa) - {BODY}", "DPA"),
        (f"{BODY} The minister told Reuters (by telephone) that it was so. {BODY}", None),
        (f"ALDA (BBC) - {BODY}", None),
        (f"{BODY} He spoke to Reuters.", None),
        ("", None),
    ],
)
def test_find_agency_reads_credits(text: str, agency: str | None) -> None:
    assert find_agency(Document(id="d", text=text), load_world()) == agency


def test_find_agency_knows_outlet_and_author() -> None:
    world = load_world()
    assert find_agency(Document(id="d", text=BODY, outlet="AP"), world) == "Associated Press"
    written = Document(id="d", text=BODY, outlet="The Guardian", author="Reuters and staff")
    assert find_agency(written, world) == "Reuters"
    assert find_agency(Document(id="d", text=BODY, outlet="The Guardian"), world) is None


def test_find_agency_passes_over_captions() -> None:
    caption = "Ships at anchor (Reuters)"
    text = f"{caption}\n{BODY}"
    assert find_agency(Document(id="d", text=text), load_world()) == "Reuters"
    marked = Document(id="d", text=text, boilerplate=((0, len(caption)),))
    assert find_agency(marked, load_world()) is None
