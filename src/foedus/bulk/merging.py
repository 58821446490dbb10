"""Merging over the tables: the second job, which compares what many documents tell alike.

Every record is digested once, next to the documents it stands in; pairs that share a key meet in
the engine. The judgements are those that `foedus read` would keep in a store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow
import pyarrow.parquet

from foedus.bulk.hosting import Host
from foedus.bulk.ledger import Ledger, write_file
from foedus.bulk.run import Options, Step
from foedus.bulk.tables import read_rows
from foedus.errors import BulkFault
from foedus.merging import DIGESTED, VERSION, digest_of
from foedus.merging.compare import judge
from foedus.merging.features import from_body
from foedus.records.codec import from_dict
from foedus.records.entries import Entry
from foedus.records.statements import Statement
from foedus.records.threads import Judgement, Reason, Relation, Verdict

DIGESTS, JUDGEMENTS = "digests", "judgements"
MOST_SHARED = 200
"""As in a store: a key that more records share says too little."""
PAIRS_AT_ONCE = 1_000_000
"""So many pairs are held at most, about 1 kB each with both digests."""

_TEXT = pyarrow.string()
_DIGESTS = pyarrow.schema(
    [
        ("id", _TEXT),
        ("order", _TEXT),
        ("noun", _TEXT),
        ("keys", pyarrow.list_(_TEXT)),
        ("body", _TEXT),
    ]
)
_JUDGEMENTS = pyarrow.schema(
    [
        *((name, _TEXT) for name in ("left", "right", "relation", "verdict", "judge", "at")),
        ("score", pyarrow.float64()),
        ("reasons", _TEXT),
        ("version", _TEXT),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digesting:
    """Digests the records of a part: the work of one process."""

    folder: str

    def start(self) -> Callable[[str], str]:
        """Return what digests the part of an id, and returns the number of its records."""
        return self._digest

    def _digest(self, part_id: str) -> str:
        ledger = Ledger(Path(self.folder))
        rows = []
        for number, row in enumerate(
            read_rows(str(ledger.path_of("documents", part_id)), ["analysis"])
        ):
            for place, entry in enumerate(entries_of(row["analysis"])):
                digest = digest_of(entry)
                rows.append(
                    {
                        "id": digest.id,
                        "order": f"{part_id}/{number:06d}/{place:06d}",
                        "noun": digest.noun,
                        "keys": list(digest.keys),
                        "body": digest.body,
                    }
                )
        made = pyarrow.Table.from_pylist(rows, schema=_DIGESTS)
        path = _digests_of(ledger, part_id)
        write_file(
            path, lambda stream: pyarrow.parquet.write_table(made, stream, compression="zstd")
        )
        return str(len(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Looks at pairs of digests: the work of one process. `at` is the time of judgement."""

    at: str

    def start(self) -> Callable[[str, str], str]:
        """Return what judges two bodies, and returns judgements as JSON."""
        return self._judge

    def _judge(self, left: str, right: str) -> str:
        found = judge(from_body(left), from_body(right), at=self.at)
        return json.dumps([to_row(one) for one in found])


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many records were digested in all, pairs compared, and judgements made."""

    records: int
    pairs: int
    judgements: int


def merge(
    folder: Path, options: Options, *, at: str, on_step: Step = lambda count: None
) -> Compared:
    """Compare all records of a folder of tables and write what was found to `judgements`.

    Args:
        folder: What `run` made.
        options: On how many processes, and where.
        at: The time of judgement, ISO 8601 in UTC.
        on_step: Called now and then with how many more records were compared with all others.

    Raises:
        BulkFault: The engine failed; digests that were made are kept.
    """
    ledger = Ledger(folder.absolute())
    engine = Host(workers=options.workers, cluster=options.cluster)
    (folder / DIGESTS).mkdir(exist_ok=True)
    (folder / JUDGEMENTS).mkdir(exist_ok=True)
    parts = [path.stem for path in sorted((folder / "documents").glob("*.parquet"))]
    held = {_digests_of(ledger, part_id): part_id for part_id in parts}
    for path in (folder / DIGESTS).glob("*.parquet"):
        if path.absolute() not in held:  # of other rules, or of a part that is no more
            path.unlink()
    missing = [part_id for path, part_id in held.items() if not path.exists()]
    task = Digesting(folder=str(ledger.folder))
    if len(missing) == 1:  # one process needs no engine
        task.start()(missing.pop())
    if missing:
        done = sum(1 for _ in engine.run(task, missing))
        if done != len(missing):
            raise BulkFault(f"{len(missing) - done} of {len(missing)} parts were not digested")
    records = sum(pyarrow.parquet.read_metadata(path).num_rows for path in held)
    if not records:
        return Compared(records=0, pairs=0, judgements=0)
    paths = [str(path) for path in held]
    said = engine.judge_pairs(Judging(at=at), paths, most=MOST_SHARED, at_once=PAIRS_AT_ONCE)
    return _write(folder / JUDGEMENTS / "judgements.parquet", said, records, on_step)


def count_records(folder: Path) -> int:
    """Return how many records of a folder of tables `merge` compares at most."""
    paths = (path for noun in DIGESTED for path in (folder / noun).glob("*.parquet"))
    return sum(pyarrow.parquet.read_metadata(path).num_rows for path in paths)


def entries_of(line: str) -> Iterator[Entry]:
    """Yield the records of an analysis that are compared, each with its statement."""
    analysis = from_dict(json.loads(line))
    said = {statement.id: statement for statement in analysis.statements}
    for noun in DIGESTED:
        for record in getattr(analysis, noun):
            within = None if isinstance(record, Statement) else said.get(record.statement_id or "")
            yield Entry(noun=noun, record=record, document=analysis.document, statement=within)


def to_row(one: Judgement) -> dict[str, object]:
    """Return a judgement as its table has it."""
    reasons = [[reason.feature, reason.weight, reason.said] for reason in one.reasons]
    return {
        "left": one.left,
        "right": one.right,
        "relation": one.relation.value,
        "verdict": one.verdict.value,
        "judge": one.judge,
        "at": one.at,
        "score": one.score,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "version": one.version,
    }


def read_judgements(folder: Path) -> Iterator[Judgement]:
    """Yield the judgements that `merge` wrote."""
    path = folder / JUDGEMENTS / "judgements.parquet"
    if not path.exists():
        return
    for row in read_rows(str(path), _JUDGEMENTS.names):
        reasons = json.loads(row["reasons"])
        yield Judgement(
            left=row["left"],
            right=row["right"],
            relation=Relation(row["relation"]),
            verdict=Verdict(row["verdict"]),
            judge=row["judge"],
            at=row["at"],
            score=row["score"],
            reasons=tuple(Reason(feature=f, weight=w, said=s) for f, w, s in reasons),
            version=row["version"],
        )


def _digests_of(ledger: Ledger, part_id: str) -> Path:
    return ledger.folder / DIGESTS / f"{part_id}.v{VERSION}.parquet"


def _write(path: Path, said: Iterator[str | int], records: int, on_step: Step) -> Compared:
    """Write judgements as they come and return how many pairs and judgements there were."""
    pairs = judgements = 0

    def write(stream: object) -> None:
        nonlocal pairs, judgements
        with pyarrow.parquet.ParquetWriter(stream, _JUDGEMENTS, compression="zstd") as written:
            rows: list[dict[str, object]] = []
            for one in said:
                if isinstance(one, int):
                    on_step(one)
                    continue
                pairs += 1
                rows += json.loads(one)
                if len(rows) >= 5_000:
                    written.write_table(pyarrow.Table.from_pylist(rows, schema=_JUDGEMENTS))
                    judgements, rows = judgements + len(rows), []
            written.write_table(pyarrow.Table.from_pylist(rows, schema=_JUDGEMENTS))
            judgements += len(rows)

    write_file(path, write)
    return Compared(records=records, pairs=pairs, judgements=judgements)
