"""Lists of records as dataframes, and records as a notebook shows them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
from lxml import html

import foedus
from foedus.errors import MissingExtra
from foedus.export.flat import to_values
from foedus.records.analyses import MOST_SHOWN
from foedus.reviewing import edit
from foedus.stores import open_store
from tests.export.exported import odd_analysis, plain_analysis

NOUNS = ("commitments", "statements", "events", "figures")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(plain_analysis())
        opened.put(odd_analysis())
        edit(opened, "c-odd000000001", "strength", "possible", by="Ada")
    return path


@pytest.mark.parametrize("noun", NOUNS)
def test_find_gives_the_same_rows_to_three_libraries(noun: str, store: Path) -> None:
    found = foedus.find(noun, store)
    expected = [to_values(row, noun) for row in found.rows()]
    assert len(expected) == len(list(found)) > 0
    assert found.to_arrow().to_pylist() == expected
    assert found.to_polars().to_dicts() == expected
    frame = found.to_pandas()
    assert list(frame.columns) == list(expected[0])
    for index, values in enumerate(expected):
        for name, value in values.items():
            cell = frame[name][index]
            shown = list(cell) if isinstance(value, list) else None if cell is pandas.NA else cell
            assert shown == value, name


def test_find_makes_the_edits_and_takes_filters(store: Path) -> None:
    frame = foedus.find("commitments", store).to_polars()
    assert dict(zip(frame["id"], frame["strength"], strict=True))["c-odd000000001"] == "possible"
    denied = foedus.find("statements", store, kind="deny")
    assert [entry.document.id for entry in denied] == ["varnia.txt"]
    assert len(foedus.find("commitments", store, limit=1).to_pandas()) == 1


def test_find_lists_an_analysis_as_a_whole() -> None:
    analysis = plain_analysis()
    found = foedus.find("commitments", analysis)
    assert [entry.record for entry in found] == list(analysis.commitments)
    assert found.to_polars()["speaker"].to_list() == [
        one.speaker.name if one.speaker else None for one in analysis.commitments
    ]
    with pytest.raises(ValueError, match="listed as a whole"):
        foedus.find("commitments", analysis, limit=1)
    with pytest.raises(ValueError, match="threads"):
        foedus.find("threads", analysis)


def test_find_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for module in ("parquet", "frames"):
        monkeypatch.delitem(sys.modules, f"foedus.export.{module}", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install 'foedus\[frames\]'"):
        foedus.find("commitments", plain_analysis()).to_pandas()


def test_find_loads_no_dataframes_before_they_are_asked_for() -> None:
    code = (
        "import sys, foedus; found = foedus.find('events', 'no.db');"
        "print({'pandas', 'polars', 'pyarrow'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "set()\n"


def test_repr_html_of_a_commitment_is_a_table_of_plain_words() -> None:
    odd = odd_analysis().commitments[0]
    page = html.fromstring(odd._repr_html_())
    rows = {row[0].text_content(): row[1].text_content() for row in page.iter("tr")}
    assert rows["who"] == '=Red "Front" & <Co>'
    assert rows["if"].startswith("+if <b>“they”</b> attack & win")
    assert rows["says who"] == "the text"
    assert not list(page.iter("b", "co"))
    assert page.find("caption").text == odd.id


def test_repr_html_of_an_analysis_says_how_much_it_leaves_out() -> None:
    analysis = odd_analysis()
    many = replace(analysis, commitments=analysis.commitments * (MOST_SHOWN + 3))
    page = html.fromstring(f"<div>{many._repr_html_()}</div>")
    assert len(list(page.iter("tr"))) == MOST_SHOWN + 1
    assert "53 commitments" in page.text_content()
    assert "and 3 more" in page.text_content()
    assert "<b>50" not in many._repr_html_()
    assert "table" not in replace(analysis, commitments=())._repr_html_()
