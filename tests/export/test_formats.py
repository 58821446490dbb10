"""Every format of records: a writer takes them as they come and keeps none."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from foedus.export.cited import Cited
from foedus.export.formats import SHAPES, Format, Takes, load_record_writer
from foedus.records.entries import Listed
from tests.export.exported import cited

RECORDS = 60
AT_ONCE = 2
"""The record that is written, and the one before it that its loop still names."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Watched(Cited):
    """A record of which one can see whether anybody still holds it."""


@pytest.mark.parametrize("output", [one for one in Format if SHAPES[one].takes is Takes.RECORDS])
def test_load_record_writer_keeps_no_record(output: Format) -> None:
    made = cited(*(Listed(noun) for noun in SHAPES[output].nouns))
    handed: list[weakref.ref[Watched]] = []
    most = 0

    def records() -> Iterator[Cited]:
        nonlocal most
        for number in range(RECORDS):
            one = made[number % len(made)]
            watched = Watched(entry=one.entry, standing=one.standing)
            gc.collect(0)
            handed.append(weakref.ref(watched))
            most = max(most, sum(one() is not None for one in handed))
            yield watched
            del watched

    pieces = sum(1 for _ in load_record_writer(output)(records()))
    assert pieces >= RECORDS
    assert 1 <= most <= AT_ONCE


def test_shapes_are_of_every_format() -> None:
    assert set(SHAPES) == set(Format)
    for shape in SHAPES.values():
        assert shape.usual <= len(shape.nouns) or not shape.nouns
