"""Archives: generated articles in WARC files, as crawlers of news write them."""

from __future__ import annotations

import gzip
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.promises import Generator

PROMISES_AN_ARTICLE = 4
FILLER = (
    "The report was filed from the port, where ferries ran late and the fish market stayed shut.",
    "Shopkeepers on the quay said that the week had been quiet, and that trade was slow.",
    "The harbour board met in the afternoon and put off its vote on the new pier.",
    "A band played in the square until the rain came, and the crowd went home early.",
    "The museum of the sea keeps its winter hours, and the lighthouse is closed for paint.",
    "Growers in the valley expect a fair year for apples after two poor ones.",
)
"""Sentences that promise nothing, so that an article has the length of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A generated article; its paragraphs stand in the page as they are."""

    number: int
    title: str
    outlet: str
    day: str
    paragraphs: tuple[str, ...]

    @property
    def record_id(self) -> str:
        """Return the id of the article's record."""
        return f"00000000-0000-4000-8000-{self.number:012d}"


def make_articles(count: int, *, seed: int = 7, sentences: int = 24) -> Iterator[Article]:
    """Yield articles with promises among sentences that promise nothing; the same for a seed."""
    told = iter(Generator(seed, count * PROMISES_AN_ARTICLE))
    for number in range(count):
        entries = [one.entry for one in islice(told, PROMISES_AN_ARTICLE)]
        first = entries[0].document
        body = [entry.document.text for entry in entries]
        for place in range(sentences - len(body)):
            body.insert(1 + place * 2 % len(body), FILLER[(number + place) % len(FILLER)])
        body.append(f"This is report {number + 1} of {count}.")
        yield Article(
            number=number,
            title=f"Notes of the day, number {number + 1}",
            outlet=first.outlet or "",
            day=first.published.earliest or "",
            paragraphs=tuple(" ".join(body[at : at + 4]) for at in range(0, len(body), 4)),
        )


def to_page(article: Article) -> bytes:
    """Return an article as a page with the head that news sites give theirs."""
    body = "\n".join(f"<p>{html.escape(one)}</p>" for one in article.paragraphs)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        f"<title>{article.title}</title>"
        f"<meta property='og:site_name' content='{article.outlet}'>"
        f"<meta property='article:published_time' content='{article.day}T06:00:00Z'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{article.title}</h1>\n{body}\n"
        "</article><footer>All rights reserved.</footer></body></html>"
    ).encode()


def to_record(article: Article) -> bytes:
    """Return an article as a record of a WARC file: the answer of a server."""
    page = to_page(article)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{article.record_id}>\r\n"
        f"WARC-Target-URI: https://news.example/{article.number}\r\n"
        f"WARC-Date: {article.day}T09:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def write_warcs(articles: Sequence[Article], folder: Path, files: int) -> list[Path]:
    """Write articles to so many gzipped WARC files, each record a member; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    share, made = -(-len(articles) // files), []
    for number in range(files):
        path = folder / f"NEWS-{number:05d}.warc.gz"
        members = map(to_record, articles[number * share : (number + 1) * share])
        path.write_bytes(b"".join(gzip.compress(one, 6, mtime=0) for one in members))
        made.append(path)
    return made
