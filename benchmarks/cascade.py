"""What a fast reading saves and what it loses: speed and recall in the same run.

usage: python -m benchmarks.cascade --shared ../shared [--documents N] [--only KIND …] [--json]

The documents of four development sets are read in full and then fast, once for all kinds of records
and once for every kind (or for those of --only), in one process on one core. Time is the
processor's, from text to records. Relative recall: the share of the full reading's records whose
characters the fast one has marked for the same kind; `same` counts those alike in all that makes a
record's id. The audit takes every sentence that no window of the fast reading held and asks the
full one whether a record is there.
Nothing is remembered from one reading to the next.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.analyzer import read_rows
from benchmarks.speed import bind_to_one_core
from foedus.analysis.assembly import UNREAD
from foedus.analysis.encoder import Encoder
from foedus.analysis.models import model_folder
from foedus.analysis.scan import find_stretches, find_worthwhile
from foedus.languages.scan import load_scan
from foedus.pipeline import ask
from foedus.reading import read_text
from foedus.records.analyses import KINDS, Analysis, Effort, Plan
from foedus.records.documents import Document

SETS = (
    "data/attribution/polnear-dev.jsonl.gz",
    "data/statements/dev.jsonl",
    "data/commitments/dev.jsonl",
    "data/events/dev.jsonl",
)
DRAWS = 1_000
WORDS_AN_ARTICLE = 650
Span = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """What was counted for one plan: seconds, and one row a document for each kind."""

    seconds: float = 0.0
    read: float = 0.0
    rows: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    rejected: int = 0
    missed: int = 0

    def recall(self, kind: str, column: int) -> tuple[float, float, float] | None:
        """Return the relative recall with its 95 % interval, drawn over documents."""
        rows = [row for row in self.rows.get(kind, []) if row[0]]
        if not rows:
            return None
        draw = random.Random(7)
        drawn = sorted(
            _share([rows[draw.randrange(len(rows))] for _ in rows], column) for _ in range(DRAWS)
        )
        return _share(rows, column), drawn[DRAWS // 40], drawn[-1 - DRAWS // 40]


def _share(rows: Sequence[tuple[int, int, int]], column: int) -> float:
    return sum(row[column] for row in rows) / sum(row[0] for row in rows)


def places_of(analysis: Analysis, kind: str) -> dict[str, tuple[Span, ...]]:
    """Return the characters that tell each record of a kind from others, by its id."""
    if kind == "statements":
        return {
            s.id: tuple((p.start, p.end) for p in (*s.cue, *s.content)) for s in analysis.statements
        }
    if kind == "commitments":
        spans = [(c.id, c.action.span) for c in analysis.commitments]
    elif kind == "events":
        spans = [(event.id, event.span) for event in analysis.events]
    else:
        spans = [(figure.id, figure.span) for figure in analysis.figures]
    return {name: ((span.start, span.end),) for name, span in spans}


def compare(full: Analysis, fast: Analysis, kind: str) -> tuple[int, int, int]:
    """Return how many records the full reading has, how many are marked, how many are the same."""
    wanted, found = places_of(full, kind), places_of(fast, kind)
    marked = {span for spans in found.values() for span in spans}
    met = sum(any(span in marked for span in spans) for spans in wanted.values())
    return len(wanted), met, sum(name in found for name in wanted)


@dataclass(slots=True)
class Bench:
    """Reads documents by one plan after the other."""

    encoder: Encoder
    plans: Mapping[str, tuple[str, ...]]
    tallies: dict[str, Tally] = field(default_factory=dict)

    def take(self, text: str) -> None:
        """Read a text by every plan and count."""
        full, _ = self._timed("full", text, Plan())
        for name, kinds in self.plans.items():
            plan = Plan(effort=Effort.FAST, only=kinds)
            fast, passed = self._timed(name, text, plan)
            tally = self.tallies[name]
            for kind in kinds:
                tally.rows.setdefault(kind, []).append(compare(full, fast, kind))
            self._audit(full, passed, kinds, tally)

    def _timed(self, name: str, text: str, plan: Plan) -> tuple[Analysis, list[Span]]:
        tally = self.tallies.setdefault(name, Tally())
        begin = time.process_time()
        document = read_text(text, document_id="x")
        analysis, passed = self._read(document, plan)
        tally.seconds += time.process_time() - begin
        size = max(1, len(document.text))
        tally.read += 1 - sum(end - start for start, end in passed) / size
        return analysis, passed

    def _read(self, document: Document, plan: Plan) -> tuple[Analysis, list[Span]]:
        """Return an analysis and the sentences that the model did not read."""
        text = document.text
        if plan.effort is Effort.FULL:
            return ask(document, self.encoder.parse(text)), []
        chosen = find_worthwhile(text, load_scan("en"), plan.kinds)
        if not chosen:
            return Analysis(document=document, plan=plan), list(find_stretches(text))
        parse = self.encoder.parse(text, chosen=chosen)
        read = [token.start for token in parse.tokens if token.upos != UNREAD]
        return ask(document, parse, plan=plan), list(_without(find_stretches(text), read))

    def _audit(
        self, full: Analysis, passed: Sequence[Span], kinds: Sequence[str], tally: Tally
    ) -> None:
        starts = [
            span[0]
            for kind in kinds
            for spans in places_of(full, kind).values()
            for span in spans[:1]
        ]
        tally.rejected += len(passed)
        tally.missed += sum(any(a <= start < b for start in starts) for a, b in passed)


def _without(stretches: Iterator[Span], read: Sequence[int]) -> Iterator[Span]:
    """Yield the stretches in which no word was read; both are in order of the text."""
    place = 0
    for start, end in stretches:
        while place < len(read) and read[place] < start:
            place += 1
        if place == len(read) or read[place] >= end:
            yield start, end


def report(bench: Bench, texts: Sequence[str]) -> str:
    """Return the table."""
    articles = sum(len(text.split()) for text in texts) / WORDS_AN_ARTICLE
    lines = [
        f"{len(texts)} documents, as long as {articles:.1f} articles of {WORDS_AN_ARTICLE} words",
        "| read for | articles/s | text read | kind | records | relative recall | same | sentences"
        " passed over | of them with a record |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, tally in bench.tallies.items():
        head = f"| {name} | {articles / tally.seconds:.1f} | {tally.read / len(texts):.0%} "
        if not tally.rows:
            lines.append(head + "|  |  |  |  |  |  |")
        for kind, rows in tally.rows.items():
            met, same = tally.recall(kind, 1), tally.recall(kind, 2)
            shown = "{:.3f} [{:.3f}, {:.3f}]".format(*met) if met else ""
            alike = f"{same[0]:.3f}" if same else ""
            audit = f"{tally.rejected} | {tally.missed / max(1, tally.rejected):.2%}"
            count = sum(row[0] for row in rows)
            lines.append(head + f"| {kind} | {count} | {shown} | {alike} | {audit} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cascade",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, required=True, help="the folder of the gold files")
    parser.add_argument("--documents", type=int, help="of each set so many at most")
    parser.add_argument("--only", choices=KINDS, action="append", help="read fast for these alone")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    bind_to_one_core()
    texts = [
        str(row["text"])
        for name in SETS
        for row in read_rows(given.shared / name)[: given.documents]
    ]
    plans: dict[str, tuple[str, ...]] = {kind: (kind,) for kind in given.only or KINDS}
    if not given.only:
        plans = {"all kinds": KINDS, **plans}
    bench = Bench(Encoder.load(model_folder("en"), kept=0), plans)
    ask(read_text(texts[0], document_id="x"), bench.encoder.parse(texts[0]))  # tables are loaded
    for number, text in enumerate(texts, 1):
        bench.take(text)
        if number % 50 == 0:
            print(f"{number} of {len(texts)}", file=sys.stderr)
    if given.json:
        figures = {
            name: {
                "seconds": tally.seconds,
                "recall": {kind: tally.recall(kind, 1) for kind in tally.rows},
                "rejected": tally.rejected,
                "missed": tally.missed,
            }
            for name, tally in bench.tallies.items()
        }
        print(json.dumps(figures))
    else:
        print(report(bench, texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
