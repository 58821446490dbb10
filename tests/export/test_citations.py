"""Citations say what a document says of itself, and what it does not."""

from __future__ import annotations

import pytest

from foedus.export.citations import to_csl, to_reference, web_link
from foedus.records.documents import Document, HowKnown, Published

DAY = Published(earliest="2031-03-03", latest="2031-03-03", precision="day", how=HowKnown.TEXT)
SPAN = Published(earliest="2031-02", latest="2031-03-03T10:00", how=HowKnown.BOUNDS)


def test_to_csl_writes_what_is_known() -> None:
    document = Document(
        id="a.txt", text="x", title="Two cases", author="Ana Miro", outlet="Alda Courier",
        url="https://courier.example/two", published=DAY,
    )  # fmt: skip
    item = to_csl(document)
    assert document.sha256 in str(item.pop("note"))
    assert item == {
        "id": "a.txt",
        "type": "article-newspaper",
        "title": "Two cases",
        "author": [{"literal": "Ana Miro"}],
        "container-title": "Alda Courier",
        "issued": {"date-parts": [[2031, 3, 3]]},
        "URL": "https://courier.example/two",
        "language": "en",
    }


def test_to_csl_leaves_out_what_is_not_known() -> None:
    assert set(to_csl(Document(id="a.txt", text="x"))) == {"id", "type", "language", "note"}
    within = to_csl(Document(id="a.txt", text="x", published=SPAN))
    assert within["issued"] == {"date-parts": [[2031, 2], [2031, 3, 3]]}


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (Document(id="a.txt", text="x"), "[a.txt]. no outlet named, no date of publication known."),
        (
            Document(id="a", text="x", title="T", author="B", outlet="C", published=DAY),
            "B: “T”. C, 3 March 2031.",
        ),
        (
            Document(id="a", text="x", outlet="C", url="http://c.example/1", published=SPAN),
            "[a]. C, published within February 2031 to 3 March 2031. http://c.example/1",
        ),
    ],
)
def test_to_reference_says_what_is_and_is_not_known(document: Document, line: str) -> None:
    assert to_reference(document) == line


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a b", 'http://a"x', "//a", "", None]
)
def test_web_link_follows_the_web_only(url: str | None) -> None:
    assert web_link(url) is None
