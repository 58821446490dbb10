"""What the caller gives counts before what the text says."""

from __future__ import annotations

import pytest

from foedus.reading.given import Given, parse_published, with_metadata
from foedus.reading.plain import read_text

DOCUMENT = read_text("Ships Sail\nby Ada Quill\n6 Feb 2022\nThey sail.\nNow.", document_id="a")


def test_with_metadata_puts_the_given_in_place() -> None:
    document = with_metadata(DOCUMENT, Given(published="2022-02-07", outlet="Example Post"))
    assert (document.published.earliest, document.published.how) == ("2022-02-07", "given")
    assert (document.author, document.outlet) == ("Ada Quill", "Example Post")
    assert with_metadata(DOCUMENT, Given()) == DOCUMENT


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022", "2022-01-01", "2022-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2022-02-06", "2022-02-06", "2022-02-06", "day"),
        ("2022-02-06 16:30", "2022-02-06T16:30", "2022-02-06T16:30", "minute"),
        ("2022-02-06T23:30:05.5-05:00", "2022-02-07T04:30", "2022-02-07T04:30", "minute"),
        ("2022-02-06T16:30:00.000Z", "2022-02-06T16:30", "2022-02-06T16:30", "minute"),
    ],
)
def test_parse_published_gives_an_interval(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    published = parse_published(text)
    assert (published.earliest, published.latest, published.precision) == (
        earliest,
        latest,
        precision,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "6/2/2022",
        "2022-13-01",
        "2022-02-30",
        "0000-01-01",
        "2022-02-06T25:00",
        "0001-01-01T00:00+10:00",
    ],
)
def test_parse_published_says_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match="right would be 2022-02-06"):
        parse_published(text)
