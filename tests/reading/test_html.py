"""Web pages: main text and metadata; hostile pages are refused in bounded time."""

from __future__ import annotations

import time

import pytest

from foedus.errors import UnreadableDocument
from foedus.reading.html import MAX_DEPTH, MAX_ELEMENTS_HERE, read_html

PARAGRAPHS = (
    "The premier of Norland said on Monday that she would send ships if the strait was closed.",
    "“We will not wait for a second warning,” she told the crews — and they believed her at once.",
    "Ostmark has not answered so far, and its envoys left the town before the meeting was over.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
HEAD = """<title>Norland Will Send Ships - Harbour Tribune</title>
<meta property="og:site_name" content="Harbour Tribune"><meta name="author" content="Ada Quill">
<meta property="article:published_time" content="2021-03-04T09:30:00+00:00">
<link rel="canonical" href="https://example.org/ships">"""


def _page(body: str, head: str = HEAD) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_read_html_takes_text_and_metadata() -> None:
    page = _page(f"<nav>Home</nav><article><h1>Norland Will Send Ships</h1>{BODY}</article>")
    document = read_html(page, document_id="a").document
    assert document.text == "\n\n".join(["Norland Will Send Ships", *PARAGRAPHS])
    assert document.headline == (0, 23)
    assert (document.title, document.author) == ("Norland Will Send Ships", "Ada Quill")
    assert (document.outlet, document.url) == ("Harbour Tribune", "https://example.org/ships")
    assert (document.published.earliest, document.published.how) == ("2021-03-04T09:30", "text")


def test_read_html_believes_linked_data_and_survives_broken_ones() -> None:
    linked = """<script type="application/ld+json">{broken</script>
    <script type="application/ld+json">{"@graph": [{"@type": "WebSite"},
    {"@type": ["NewsArticle"], "headline": "Ships", "datePublished": "2021-03-05",
    "author": [{"name": "Li Wei"}, {"name": "Joan Mark"}],
    "publisher": {"name": "Quay Weekly"}}]}</script>"""
    document = read_html(_page(BODY, head=HEAD + linked), document_id="a").document
    assert (document.title, document.author) == ("Ships", "Li Wei, Joan Mark")
    assert (document.outlet, document.published.earliest) == ("Quay Weekly", "2021-03-05")


def test_read_html_states_nothing_that_the_page_does_not() -> None:
    document = read_html(_page(BODY, head=""), document_id="a").document
    assert (document.title, document.author, document.outlet, document.url) == (None,) * 4
    assert document.published.how == "unknown"


def test_read_html_obeys_the_declared_charset() -> None:
    page = _page(BODY, head='<meta charset="windows-1251"><title>Флот</title>').decode()
    data = page.encode("cp1251", "xmlcharrefreplace")
    assert read_html(data, document_id="a").document.title == "Флот"


def test_read_html_believes_the_server_before_the_page() -> None:
    page = _page(BODY, head='<meta charset="utf-8"><title>Флот</title>').decode()
    original = read_html(
        page.encode("cp1251", "xmlcharrefreplace"), document_id="a", encoding="cp1251"
    )
    assert original.document.title == "Флот"


def test_read_html_says_how_it_knows_what_it_knows() -> None:
    body = f"<article><h1>Norland Will Send Ships</h1><p>By Ada Quill</p>{BODY}</article>"
    page = _page(body, head='<meta property="og:site_name" content="Harbour Tribune">')
    original = read_html(page, document_id="a")
    assert original.source == page
    assert original.known == {"title": "text", "author": "text", "outlet": "markup"}


def test_read_html_reads_a_large_page_in_a_child() -> None:
    body = "".join(f"<p>{PARAGRAPHS[0]} {number}.</p>" for number in range(MAX_ELEMENTS_HERE + 10))
    document = read_html(_page(body), document_id="a").document
    assert document.text.count("\n\n") == MAX_ELEMENTS_HERE + 9
    assert document.outlet == "Harbour Tribune"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "empty"),
        (_page(""), "no main text"),
        (_page("<div>" * (MAX_DEPTH + 10) + BODY), "too deep"),
        (b"<div>" * 200_000 + BODY.encode(), "too deep"),
        (_page(BODY * 20_000), "too large"),
        (_page("<p " + " ".join(f"a{n}=b" for n in range(150_000)) + ">x</p>"), "attributes"),
        (_page("<p>" + "<b>x</b> y " * 150_000 + "</p>"), "too slow"),
        (_page(" " * 1_900_000), "no main text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "binary"),
    ],
    ids=[
        "empty",
        "blank",
        "deep",
        "200,000 deep",
        "large",
        "attributes",
        "inline",
        "spaces",
        "png",
    ],
)
def test_read_html_refuses_hostile_pages_in_time(page: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableDocument, match=reason):
        read_html(page, document_id="a")
    assert time.process_time() - started < 2.0
