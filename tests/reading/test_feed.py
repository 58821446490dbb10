"""Feeds as servers send them; whatever is sent, reading is quick and loads nothing."""

from __future__ import annotations

import contextlib
import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import UnreadableDocument
from foedus.reading import Failure
from foedus.reading.feed import MAX_ENTRIES, Feed, is_feed, read_date, read_feed
from foedus.reading.fetching import MAX_FETCHED_BYTES, Fetched
from foedus.records import HowKnown

CASES = tomllib.loads((Path(__file__).parent / "cases/feeds.toml").read_text("utf-8"))["case"]
URL = "https://feeds.example/all.xml"
RSS = "application/rss+xml"
RSS_WITH = (
    '<rss version="2.0"><channel><item><link>https://a.example/1</link></item>{}</channel></rss>'
)


def page(text: str | bytes, media_type: str | None = RSS, **more: Any) -> Fetched:
    data = text.encode() if isinstance(text, str) else text
    return Fetched(url=URL, data=data, media_type=media_type, **more)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_read_feed_finds_what_entries_say(case: dict[str, Any]) -> None:
    found = read_feed(page(case["text"].lstrip(), case.get("media_type", RSS))).entries
    assert len(found) == len(case["entry"])
    for entry, expected in zip(found, case["entry"], strict=True):
        if isinstance(entry, Failure):
            assert entry.message.startswith(f"{URL}: ")
            assert expected["fault"] in entry.message
            continue
        stated = {
            name: getattr(entry, name)
            for name in ("guid", "url", "title", "author", "outlet")
            if getattr(entry, name)
        }
        if entry.published:
            assert entry.published.how is HowKnown.FEED
            stated["published"] = entry.published.latest
        assert stated == expected


@pytest.mark.parametrize(
    ("media_type", "text", "feed"),
    [
        (None, '<?xml version="1.0"?><rss/>', True),
        ("text/html", "<!-- --><feed xmlns='http://www.w3.org/2005/Atom'></feed>", True),
        ("text/xml", "<rdf:RDF></rdf:RDF>", True),
        ("application/xml", "<urlset></urlset>", False),
        ("text/html", "<!doctype html><html><p>All about <rss> feeds</html>", False),
        ("text/html", '<!DOCTYPE html [<!ENTITY a "b">]><html></html>', False),
        ("text/plain", "<rssistance>", False),
        ("application/json", '{"version": "https://jsonfeed.org/version/1", "items": []}', True),
        ("application/json", '{"version": "2", "items": []}', False),
        ("image/png", "<rss></rss>", False),
        (RSS, "<html></html>", False),
    ],
)
def test_is_feed_looks_at_type_and_root(media_type: str | None, text: str, feed: bool) -> None:
    assert is_feed(page(text, media_type)) is feed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "koi8-r"])
def test_read_feed_reads_the_encoding_that_is_declared(encoding: str) -> None:
    title = "Ж" if encoding == "koi8-r" else "é"
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + RSS_WITH.format(
        f"<title>{title}</title>"
    )
    assert read_feed(page(text.encode(encoding))).title == title


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "1"><!ENTITY b "&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;',
        "<!ELEMENT rss ANY>",
    ],
)
@pytest.mark.parametrize("before", ["", "<!-- > -->", "<?x > ?>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_feed_refuses_declarations(declared: str, before: str, encoding: str) -> None:
    text = f"{before}<!DOCTYPE rss [{declared}]>" + RSS_WITH.format("<title>&b;&a;</title>")
    with pytest.raises(UnreadableDocument, match=r"feeds\.example/all\.xml: the feed declares"):
        read_feed(page(text.encode(encoding)))


def test_read_feed_keeps_an_unknown_entity_as_it_is_written() -> None:
    assert read_feed(page(RSS_WITH.format("<title>&xxe; &LT;b></title>"))).title == "&xxe; &LT;b>"


def test_read_feed_takes_the_first_entries_of_a_long_one_and_says_so() -> None:
    items = "<item><link>https://a.example/2</link></item>" * (MAX_ENTRIES + 5)
    found = read_feed(page(RSS_WITH.format(items))).entries
    assert len(found) == MAX_ENTRIES + 1
    assert isinstance(found[-1], Failure)
    assert f"first {MAX_ENTRIES} entries" in found[-1].message


@pytest.mark.parametrize("text", ["", "<rss", "<html></html>", "\0\1\2\3" * 9, "<urlset></urlset>"])
def test_read_feed_says_what_is_no_feed(text: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"feeds\.example/all\.xml: "):
        read_feed(page(text, None))


@pytest.mark.parametrize("text", ["{", '{"items": 3}', "[" * 100_000])
def test_read_feed_says_what_is_wrong_with_json(text: str) -> None:
    version = '"version": "https://jsonfeed.org/version/1"'
    with pytest.raises(UnreadableDocument, match=r"all\.xml: .*(JSON|feed)"):
        read_feed(page(text.replace("{", f"{{{version},", 1), "application/feed+json"))


HOSTILE = {
    "deep": "<a>" * 600_000,
    "wide": "<item/>" * 250_000,
    "attributes": "<item " + " ".join(f'a{i}="1"' for i in range(150_000)) + "/>",
    "namespaces": "<item " + " ".join(f'xmlns:a{i}="u"' for i in range(90_000)) + "/>",
    "unclosed CDATA": "<![CDATA[" * 200_000,
    "unclosed comments": "<!--" * 450_000,
    "ampersands": "&" * 1_900_000,
    "references": "&aa;" * 450_000,
    "markup in a title": "<item><title>" + "&lt;" * 450_000 + "</title></item>",
    "links": "<item>" + "<link/>" * 250_000 + "</item>",
    "nested items": "<item><title>" * 140_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_read_feed_is_quick_whatever_is_sent(name: str) -> None:
    text = f"<rss><channel>{HOSTILE[name]}"
    assert len(text) <= MAX_FETCHED_BYTES
    begin = time.process_time()
    with contextlib.suppress(UnreadableDocument):
        read_feed(page(text))
    assert time.process_time() - begin < 2


def test_read_feed_is_quick_with_many_prologs() -> None:
    begin = time.process_time()
    with pytest.raises(UnreadableDocument):
        read_feed(page("<!DOCTYPE a>" * 160_000))
    assert time.process_time() - begin < 2


@given(
    st.lists(
        st.sampled_from(
            [
                "<item>",
                "</item>",
                "<link>",
                "</link>",
                "<title>",
                "&",
                "<!--",
                "]]>",
                "<![CDATA[",
                "-->",
                "x",
                "<rss>",
                "&#0;",
                "<?a",
                "\0",
            ]
        )
    )
)
def test_read_feed_never_breaks(parts: list[str]) -> None:
    try:
        found = read_feed(page(f"<rss><channel>{''.join(parts)}</channel></rss>"))
    except UnreadableDocument:
        return
    assert isinstance(found, Feed)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "url", "authors", "name"]), inner)
        ),
    )
)
def test_read_feed_never_breaks_on_json(items: object) -> None:
    tree = {"version": "https://jsonfeed.org/version/1", "items": items}
    try:
        read_feed(page(json.dumps(tree), "application/json"))
    except UnreadableDocument:
        assert not isinstance(items, list)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("Tue, 4 Mar 2031 10:00 EST", "2031-03-04T15:00"),
        ("04 Mar 2031 10:00:00 -0000", "2031-03-04T10:00"),
        ("2031-03", "2031-03-31"),
        ("Tue, 99 Mar 2031 10:00 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_read_date_reads_both_ways_of_writing(text: str | None, latest: str | None) -> None:
    found = read_date(text)
    assert (found.latest if found else None) == latest
