"""CSV and Parquet, each read back by other libraries and compared field by field."""

from __future__ import annotations

import io
from pathlib import Path

import pandas
import polars
import pyarrow.parquet
import pytest

from foedus.export.flat import NOUNS, Type, Value, columns_of, to_values, write_csv
from foedus.export.parquet import ROWS_AT_A_TIME, find_batches, to_arrow, write_parquet
from foedus.records.entries import Listed
from foedus.spelling.rows import Row, document_row
from tests.export.exported import cited, odd_analysis, plain_analysis

CITED_BY = ("document_id", "outlet", "url", "sha256", "published_earliest", "published_latest")


def rows(noun: str) -> list[Row]:
    if noun == "documents":
        documents = (one().document for one in (plain_analysis, odd_analysis))
        return [{"document": document_row(document)} for document in documents]
    return [one.row for one in cited(Listed(noun))]


def as_cell(value: Value) -> str:
    """Return a value as its cell in CSV: empty for nothing, formulas behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = "; ".join(as_cell(one) for one in value)
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def loosely(value: Value, column_type: Type) -> str:
    """Return a value as its cell where the CSV keeps whole numbers whole."""
    whole = column_type is Type.NUMBER and isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole and isinstance(value, float) else as_cell(value)


@pytest.mark.parametrize("noun", NOUNS)
def test_write_csv_is_read_back_by_pandas_and_polars(noun: str) -> None:
    written = "".join(write_csv(rows(noun), noun)).encode()
    read = pandas.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    again = polars.read_csv(io.BytesIO(written), infer_schema=False)
    expected = [to_values(row, noun) for row in rows(noun)]
    assert len(read) == len(expected) > 0
    for index, values in enumerate(expected):
        for column in columns_of(noun):
            cell = loosely(values[column.name], column.type)
            assert read[column.name][index] == cell, column.name
            assert (again[column.name][index] or "") == cell, column.name


def test_write_csv_lets_no_cell_run_as_a_formula() -> None:
    written = "".join(write_csv(rows("commitments"), "commitments")).encode()
    read = pandas.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    odd = read[read["id"] == "c-odd000000001"].iloc[0]
    assert odd["committer"] == '\'=Red "Front" & <Co>'
    assert odd["title"].startswith("'=HYPERLINK")
    assert odd["author"] == "'@Ann {O'Neill} & Co."
    assert odd["condition"].startswith("'+if")
    assert not [cell for cell in odd if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("noun", NOUNS)
def test_write_parquet_is_read_back_by_three_libraries(noun: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    with path.open("wb") as stream:
        write_parquet(rows(noun), noun, stream)
    expected = [to_values(row, noun) for row in rows(noun)]
    assert pyarrow.parquet.read_table(path).to_pylist() == expected
    assert polars.read_parquet(path).to_dicts() == expected
    read = pandas.read_parquet(path, dtype_backend="pyarrow")
    for index, values in enumerate(expected):
        for name, value in values.items():
            cell = read[name][index]
            if isinstance(value, list):
                assert list(cell) == value
            else:
                assert (None if cell is pandas.NA else cell) == value


def test_write_parquet_gives_every_column_its_type() -> None:
    schema = to_arrow([], "commitments").schema
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert kinds["score"] == "double"
    assert kinds["action_start"] == "int64"
    assert kinds["spoken_for"] == "bool"
    assert kinds["hedges"] == "list<element: string>".replace("element", "item")
    assert str(to_arrow([], "statements").schema.field("content_starts").type).endswith("int64>")


def test_find_batches_takes_rows_as_they_come() -> None:
    taken = 0
    (one,) = rows("events")[:1]

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield one

    batch = next(find_batches(endless(), "events"))  # type: ignore[arg-type] # a generator of rows
    assert batch.num_rows == ROWS_AT_A_TIME == taken


@pytest.mark.parametrize("noun", NOUNS)
def test_columns_of_can_cite_every_row(noun: str) -> None:
    names = {column.name for column in columns_of(noun)}
    assert set(CITED_BY) <= names
    if noun != "documents":
        assert {"review", "edited"} <= names
        assert any(name.endswith(("start", "starts")) for name in names)


def test_to_values_holds_what_people_decided_and_edited() -> None:
    first, _, odd = (to_values(row, "commitments") for row in rows("commitments"))
    assert (first["review"], first["edited"]) == ("accept", [])
    assert (odd["review"], odd["edited"], odd["strength"]) == (None, ["strength"], "possible")
