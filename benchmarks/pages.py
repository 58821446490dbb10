"""Pages of news sites to records: how many a second one core reads, and where the time goes.

usage: python -m benchmarks.pages [--pages 30] [--examples examples] [--json]

An article of 650 words stands in a page with what news sites put around it: a head with metadata
and JSON-LD, menus, scripts, a list of other stories, a foot. Processor time in one process that is
bound to one core, the median of three runs; the model is loaded before.
"""

from __future__ import annotations

import argparse
import html
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.articles import make_articles
from benchmarks.machine import say_machine
from benchmarks.speed import MODEL, ROOT, bind_to_one_core
from foedus.analysis.encoder import Encoder
from foedus.pipeline import analyze
from foedus.reading.html import read_html
from foedus.records import Document

TRIES = 3
MENU_ENTRIES = 90
OTHER_STORIES = 30
SCRIPT_LINES = 400


def make_pages(examples: Path, count: int) -> list[bytes]:
    """Return so many pages, no two of them alike."""
    return [to_page(text, number) for number, text in enumerate(make_articles(examples, count))]


def to_page(text: str, number: int) -> bytes:
    """Return an article in the page of a news site."""
    title = f"Report in hand, number {number}"
    facts = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2031-03-04T10:00:00Z",
        "publisher": {"@type": "Organization", "name": "Example Wire"},
    }
    script = "\n".join(
        f"window.track('slot-{line}', {{width: {line}, lazy: true}});"
        for line in range(SCRIPT_LINES)
    )
    menu = _list("menu", [(f"/topic/{one}", f"Topic {one}") for one in range(MENU_ENTRIES)])
    others = [
        (f"/story/{one}", f"What else the day brought, {one}") for one in range(OTHER_STORIES)
    ]
    body = "\n".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n") if part.strip())
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:site_name' content='Example Wire'><script>{script}</script>"
        f"<script type='application/ld+json'>{json.dumps(facts)}</script></head><body>"
        f"<header>{menu}</header><main><article><h1>{title}</h1>\n{body}\n</article>"
        f"<aside>{_list('more', others)}</aside></main><footer>{menu}<p>All rights reserved.</p>"
        "</footer></body></html>"
    ).encode()


def _list(name: str, entries: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<li><a href='{url}' class='link'>{said}</a></li>" for url, said in entries)
    return f"<nav><ul class='{name}'>{rows}</ul></nav>"


def median_seconds(run: Callable[[], object]) -> float:
    """Return the processor time of a call, the median of a few."""
    taken = []
    for _ in range(TRIES):
        begin = time.process_time()
        run()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def measure(pages: Sequence[bytes]) -> dict[str, float]:
    """Return pages a second in all and for HTML to text alone, and the size of a page."""

    def read() -> list[Document]:
        return [
            read_html(page, document_id=str(number)).document for number, page in enumerate(pages)
        ]

    documents = read()
    parser = Encoder.load(MODEL, kept=0)  # or the second run would find the answers of the first
    analyze(documents[0], parser=parser)
    reading = median_seconds(read)
    both = reading + median_seconds(lambda: [analyze(one, parser=parser) for one in documents])
    return {
        "HTML to text, pages/s": len(pages) / reading,
        "HTML to records, pages/s": len(pages) / both,
        "share of HTML to text, %": 100 * reading / both,
        "kB a page": sum(map(len, pages)) / len(pages) / 1_000,
        "words an article": sum(len(one.text.split()) for one in documents) / len(documents),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pages", type=int, default=30, help="how many pages are read")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    bind_to_one_core()
    found = measure(make_pages(given.examples, given.pages))
    if given.json:
        print(json.dumps(found, indent=1))
        return 0
    print(say_machine("onnxruntime", "trafilatura"))
    for name, value in found.items():
        print(f"  {name:28} {value:,.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
