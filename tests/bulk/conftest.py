"""An archive in every format, and what a plain loop reads of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.archives import Article, make_articles, write_warcs

collect_ignore_glob = [] if find_spec("daft") and find_spec("pyarrow") else ["test_*.py"]
"""Without the extra `bulk` there is nothing to test here."""


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    return list(make_articles(24, sentences=6))


def text_of(article: Article) -> str:
    return "\n\n".join((article.title, *article.paragraphs)) + "\n"


def write_rows(rows: Sequence[dict[str, str]], path: Path) -> None:
    """Write rows in the format of a path's name."""
    if path.suffix == ".parquet":
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        parquet.write_table(pyarrow.Table.from_pylist(list(rows)), path, row_group_size=7)
        return
    if path.name.startswith("csv") or ".csv" in path.name:
        stream = io.StringIO()
        written = csv.DictWriter(stream, fieldnames=list(rows[0]))
        written.writeheader()
        written.writerows(rows)
        data = stream.getvalue().encode()
    else:
        data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> Path:
    """Return a folder with the same articles in every format, some of them named by their place."""
    folder = tmp_path_factory.mktemp("archive")
    for name in ("a.jsonl", "b.csv", "c.parquet", "d.jsonl.gz", "e.csv.gz"):
        rows = [
            {"text": text_of(one), "outlet": one.outlet, "date": one.day, "page": str(one.number)}
            for one in articles
        ]
        write_rows(rows, folder / name)
    write_warcs(articles, folder / "f", 2)
    (folder / "f" / "plain.warc").write_bytes(
        gzip.decompress((folder / "f" / "NEWS-00000.warc.gz").read_bytes())
    )
    whole = gzip.decompress((folder / "f" / "NEWS-00001.warc.gz").read_bytes())
    (folder / "f" / "one-member.warc.gz").write_bytes(gzip.compress(whole, mtime=0))
    for one in articles[:5]:
        (folder / f"g{one.number}.txt").write_text(text_of(one), "utf-8")
    return folder
