"""Tables: what documents were read to say as Parquet, with the characters it was read from.

The columns are those of `foedus export --format parquet`; `documents` has the text and the whole
analysis as `foedus analyze` writes it besides, from which a store is loaded without loss.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from foedus.bulk.ledger import Ledger, write_file
from foedus.export.flat import to_values
from foedus.export.parquet import schema_of
from foedus.reading import Failure, Original, to_marks
from foedus.records.analyses import Analysis
from foedus.records.codec import record_to_dict, to_line
from foedus.records.reviews import Standing
from foedus.records.statements import Statement
from foedus.spelling.rows import Row, document_row, standing_row

NOUNS = ("statements", "commitments", "events", "figures")
KEPT_BESIDE = ("text", "model", "place", "marks", "known", "analysis")
"""The columns of `documents` beyond those of the export: what is needed to load a store."""
_FAILURES = pyarrow.schema(
    [(name, pyarrow.string()) for name in ("document_id", "code", "message")]
)
_TEXT_COLUMNS = [pyarrow.field(name, pyarrow.string()) for name in KEPT_BESIDE]

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A document as it was published, what it was read to say, and by which model."""

    original: Original
    analysis: Analysis
    model: str


def write_tables(
    ledger: Ledger, part_id: str, taken: Sequence[Taken], failures: Sequence[Failure]
) -> dict[str, int]:
    """Write the rows of a part to its file in each table, durably; return how many there are."""
    rows: dict[str, list[Values]] = {noun: [] for noun in ("documents", *NOUNS)}
    for one in taken:
        _add(one, rows)
    schemas = {noun: schema_of(noun) for noun in rows}
    for column in _TEXT_COLUMNS:
        schemas["documents"] = schemas["documents"].append(column)
    for table, values in rows.items():
        _write(ledger.path_of(table, part_id), values, schemas[table])
    write_failures(ledger, part_id, failures)
    counts = {table: len(values) for table, values in rows.items()}
    return {**counts, "failures": len(failures)}


def write_failures(ledger: Ledger, part_id: str, failures: Sequence[Failure]) -> None:
    """Write what could not be read of a part to its file, durably."""
    values = [{"document_id": one.id, "code": one.code, "message": one.message} for one in failures]
    _write(ledger.path_of("failures", part_id), [_storable(one) for one in values], _FAILURES)


def _write(path: Path, values: Sequence[Values], schema: pyarrow.Schema) -> None:
    made = pyarrow.Table.from_pylist(list(values), schema=schema)
    write_file(path, lambda stream: pyarrow.parquet.write_table(made, stream, compression="zstd"))


def _add(one: Taken, rows: Mapping[str, list[Values]]) -> None:
    """Add the rows of one document; its own part is the same in all, and is made once."""
    document = one.analysis.document
    head: Row = {"document": document_row(document), "review": standing_row(Standing())}
    said = {statement.id: record_to_dict(statement) for statement in one.analysis.statements}
    beside = {
        "text": document.text,
        "model": one.model,
        "place": one.original.place,
        "marks": to_marks(document),
        "known": json.dumps(dict(one.original.known)),
        "analysis": to_line(one.analysis),
    }
    rows["documents"].append({**to_values(head, "documents"), **_storable(beside)})
    for noun in NOUNS:
        for record in getattr(one.analysis, noun):
            row: Row = {**record_to_dict(record), **head}
            within = None if isinstance(record, Statement) else said.get(record.statement_id or "")
            if within is not None:
                row["statement"] = within
            rows[noun].append(to_values(row, noun))


def _storable(values: Mapping[str, str]) -> dict[str, str]:
    """Return texts that UTF-8 can carry: a lone surrogate becomes its escape."""
    return {
        name: text.encode("utf-8", "backslashreplace").decode() for name, text in values.items()
    }


def read_rows(path: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file, some at a time, with these columns only."""
    file = pyarrow.parquet.ParquetFile(path)
    for batch in file.iter_batches(batch_size=64, columns=list(columns)):
        yield from batch.to_pylist()
