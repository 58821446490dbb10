"""What each stage of reading costs: processor seconds for 1,000 articles, and memory.

usage: python -m benchmarks.stages [--articles 40] [--records 10000] [--examples examples] [--json]

Articles of 650 words in pages of news sites go through every stage in one process that is bound to
one core; a figure is the median of three runs. Merging is measured on generated records with known
duplicates and counted for the records that the articles gave; see `benchmarks.merging` for how it
grows. Memory is the most that the process had held when the stage was over.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import say_machine
from benchmarks.merging import AT, MEGABYTE, fill, peak
from benchmarks.pages import make_pages, median_seconds
from benchmarks.speed import MODEL, ROOT, bind_to_one_core
from foedus.analysis.encoder import Encoder
from foedus.analysis.packing import pack_parse
from foedus.analysis.parse import Parse
from foedus.analysis.pieces import Pieces
from foedus.analysis.sentences import find_boundaries, find_paragraphs, pack_windows
from foedus.analysis.tokens import find_tokens
from foedus.merging import merge
from foedus.pipeline import ask
from foedus.reading.html import read_html
from foedus.records.analyses import Analysis
from foedus.records.documents import Document
from foedus.stores import Reading, open_store

ARTICLES = 1_000
SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All stages in their order, the records an article gave, megabytes of 1,000 in a store."""

    stages: tuple[Stage, ...]
    records: float
    stored: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: seconds for 1,000 articles, megabytes held by then."""

    name: str
    seconds: float
    megabytes: float


class _Timed:
    """A session of the model runtime that adds up the time of its runs."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.seconds = 0.0

    def run(self, *given: Any) -> Any:
        """Run the model."""
        begin = time.process_time()
        found = self._session.run(*given)
        self.seconds += time.process_time() - begin
        return found


def measure(pages: Sequence[bytes], records: int, folder: Path) -> Measured:
    """Return what reading these pages and merging so many records costs."""
    stages: list[Stage] = []

    def add(name: str, seconds: float, count: float = len(pages)) -> None:
        stages.append(Stage(name=name, seconds=seconds * ARTICLES / count, megabytes=peak()))

    documents = _read(pages)
    add("HTML to text", median_seconds(lambda: _read(pages)))
    pieces = Pieces.load(MODEL / "vocabulary.json")
    tokenising = median_seconds(lambda: [_tokenise(one.text, pieces) for one in documents])
    add("sentences, words, pieces", tokenising)
    parses, model, whole = _parse(documents)
    add("encoder with its heads", model)
    add("trees, entities, frames from its answers", whole - model - tokenising)
    analyses = [ask(*pair) for pair in zip(documents, parses, strict=True)]
    rules = median_seconds(lambda: [ask(*pair) for pair in zip(documents, parses, strict=True)])
    add("rules", rules)
    readings = [
        Reading(parse=pack_parse(parse), source=page)
        for parse, page in zip(parses, pages, strict=True)
    ]
    packing = median_seconds(lambda: [pack_parse(parse) for parse in parses])
    storing, size = _store(analyses, readings, folder)
    add("store (SQLite)", packing + storing)
    an_article = sum(len(a.statements) + len(a.commitments) for a in analyses) / len(analyses)
    with open_store(str(folder / "merging.db"), create=True) as store:
        fill(store, records // 2, seed=SEED)
        begin = time.process_time()
        merge(store, at=AT)
        add("merging", time.process_time() - begin, count=records / an_article)
    stored = size * ARTICLES / len(pages) / MEGABYTE
    return Measured(stages=tuple(stages), records=an_article, stored=stored)


def _read(pages: Sequence[bytes]) -> list[Document]:
    return [read_html(page, document_id=str(n)).document for n, page in enumerate(pages)]


def _tokenise(text: str, pieces: Pieces) -> object:
    """Do what the encoder does before the model runs."""
    tokens = find_tokens(text)
    paragraphs = find_paragraphs(text, tokens)
    sizes = [len(pieces.of(text[start:end])) for start, end in tokens]
    return pack_windows(sizes, find_boundaries(text, tokens), paragraphs, limit=128)


def _parse(documents: Sequence[Document]) -> tuple[list[Parse], float, float]:
    """Return the parses, the time of the model's runs alone, and the time of all."""
    encoder = Encoder.load(MODEL, kept=0)  # or the second run would find the answers of the first
    # There is no other way to see what the runtime takes of a parse than to stand before it.
    timed = _Timed(encoder._session)
    encoder._session = timed  # type: ignore[assignment] # it is used in the same way
    parses = [encoder.parse(document.text) for document in documents]
    runs: list[float] = []

    def parse_all() -> None:
        timed.seconds = 0.0
        for document in documents:
            encoder.parse(document.text)
        runs.append(timed.seconds)

    whole = median_seconds(parse_all)
    return parses, sorted(runs)[len(runs) // 2], whole


def _store(
    analyses: Sequence[Analysis], readings: Sequence[Reading], folder: Path
) -> tuple[float, int]:
    """Return the time to keep analyses in a new store, and the bytes of its file."""
    number = iter(range(1_000))

    def put_all() -> Path:
        path = folder / f"{next(number)}.db"
        with open_store(str(path), create=True) as store:
            for analysis, reading in zip(analyses, readings, strict=True):
                store.put(analysis, reading)
        return path

    size = put_all().stat().st_size
    return median_seconds(put_all), size


def to_table(stages: Sequence[Stage]) -> str:
    """Return the stages as a Markdown table, with their sum."""
    total = sum(stage.seconds for stage in stages)
    lines = ["| stage | CPU s per 1,000 articles | share | MB held by then |", "|---|---|---|---|"]
    for one in stages:
        share = 100 * one.seconds / total
        lines.append(f"| {one.name} | {one.seconds:.1f} | {share:.0f} % | {one.megabytes:.0f} |")
    lines.append(f"| all | {total:.1f} | 100 % | {stages[-1].megabytes:.0f} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=40, help="how many are read")
    parser.add_argument("--records", type=int, default=10_000, help="how many are merged")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    bind_to_one_core()
    with tempfile.TemporaryDirectory() as scratch:
        pages = make_pages(given.examples, given.articles)
        found = measure(pages, given.records, Path(scratch))
    if given.json:
        print(json.dumps(asdict(found), indent=1))
        return 0
    print(say_machine("onnxruntime", "tokenizers", "trafilatura", "sqlalchemy"))
    print(
        f"{given.articles} articles, {found.records:.1f} records each; 1,000 articles with their"
        f" pages and parses take {found.stored:.0f} MB in a store\n\n{to_table(found.stages)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
