"""Pairs are compared slice by slice; what is found does not tell where one ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from foedus.bulk.hosting import Host

MOST = 4
DIGESTS: tuple[dict[str, object], ...] = (
    {"id": "r1", "order": "a/0", "keys": ["all", "x", "y", "x"], "body": "one"},
    {"id": "r2", "order": "a/1", "keys": ["all", "x", "y"], "body": "two"},
    {"id": "r3", "order": "a/2", "keys": ["all", "x"], "body": "three"},
    {"id": "r4", "order": "a/3", "keys": ["all", "x", "z"], "body": "four"},
    {"id": "r5", "order": "b/0", "keys": ["all", "z", "w"], "body": "of an earlier copy"},
    {"id": "r5", "order": "b/1", "keys": ["all", "z"], "body": "five"},
    {"id": "r6", "order": "b/2", "keys": [], "body": "six"},
    {"id": "r7", "order": "b/3", "keys": ["all", "w"], "body": "seven"},
)
"""r1 has three pairs, which share one key or two; "all" is shared by too many, "w" by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Says which bodies it was given."""

    def start(self) -> Callable[[str, str], str]:
        return "{} {}".format


@pytest.mark.parametrize(("at_once", "slices"), [(1, 5), (7, 3), (1_000, 1)])
def test_slices_of_any_size_yield_every_pair_once_in_order(
    tmp_path: Path, at_once: int, slices: int
) -> None:
    paths = []
    for part in ("b", "a"):
        rows = [row for row in DIGESTS if str(row["order"]).startswith(part)]
        paths.append(str(tmp_path / f"{part}.parquet"))
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), paths[-1])
    told = list(Host(workers=2).judge_pairs(Naming(), paths, most=MOST, at_once=at_once))
    said = [one for one in told if isinstance(one, str)]
    expected = [f"{one} {other}" for one, other in combinations(("one", "two", "three", "four"), 2)]
    assert said == [*expected, "four five"]
    steps = [one for one in told if isinstance(one, int)]
    assert sum(steps) == len(("one", "two", "three", "four", "five"))
    assert len(steps) == slices


def test_records_that_share_nothing_have_no_pairs(tmp_path: Path) -> None:
    path = str(tmp_path / "a.parquet")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([DIGESTS[0], DIGESTS[6]]), path)
    assert not list(Host(workers=1).judge_pairs(Naming(), [path], most=MOST, at_once=10))
