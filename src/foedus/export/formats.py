"""Formats: every shape in which records leave foedus, and the file that writes it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, cast

from foedus.errors import MissingExtra
from foedus.export.cited import Cited
from foedus.records.documents import Document
from foedus.spelling.rows import Row

Sheet = tuple[str, str]
"""A piece of text and the name of the file it goes to, beside the one asked for; "" is that one."""


class Format(StrEnum):
    """The shapes of exports."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ANNOTATIONS = "annotations"
    PLOVER = "plover"
    FTM = "ftm"
    TIMELINE = "timeline"
    GRAPHML = "graphml"
    KUMU = "kumu"
    CSL = "csl"
    BIBTEX = "bibtex"


class Takes(StrEnum):
    """What a writer takes and gives."""

    ROWS = "rows"
    """Rows of one noun, to lines of text."""
    BINARY = "binary"
    """Rows of one noun, to a file of bytes."""
    RECORDS = "records"
    """Records of some nouns, to sheets of text."""
    DOCUMENTS = "documents"
    """Documents, to lines of text."""
    STORE = "store"
    """A whole store, to lines of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a format is written.

    `nouns` are those it can hold, the ones it holds unless told otherwise first, as many as
    `usual`; `sheets` are the endings of further files that it writes beside the one asked for.
    """

    takes: Takes
    writer: str = ""
    nouns: tuple[str, ...] = ()
    usual: int = 1
    sheets: tuple[str, ...] = ()


_RECORDS = ("commitments", "events", "statements", "figures")
_TABLES = (*_RECORDS, "documents")
_SPOKEN = ("commitments", "events", "statements")

SHAPES = {
    Format.CSV: Shape(takes=Takes.ROWS, writer="flat:write_csv", nouns=_TABLES),
    Format.JSONL: Shape(takes=Takes.STORE),
    Format.PARQUET: Shape(takes=Takes.BINARY, writer="parquet:write_parquet", nouns=_TABLES),
    Format.ANNOTATIONS: Shape(
        takes=Takes.RECORDS, writer="annotations:write_annotations", nouns=_RECORDS, usual=4
    ),
    Format.PLOVER: Shape(
        takes=Takes.RECORDS,
        writer="plover:write_plover",
        nouns=("commitments", "events"),
        usual=2,
        sheets=("evidence.tsv",),
    ),
    Format.FTM: Shape(
        takes=Takes.RECORDS, writer="followthemoney:write_entities", nouns=_SPOKEN, usual=2
    ),
    Format.TIMELINE: Shape(
        takes=Takes.RECORDS, writer="timeline:write_timeline", nouns=_SPOKEN, usual=2
    ),
    Format.GRAPHML: Shape(
        takes=Takes.RECORDS, writer="graphml:write_graphml", nouns=("commitments", "events")
    ),
    Format.KUMU: Shape(
        takes=Takes.RECORDS,
        writer="kumu:write_kumu",
        nouns=("commitments", "events"),
        sheets=("elements.csv",),
    ),
    Format.CSL: Shape(takes=Takes.DOCUMENTS, writer="references:write_csl"),
    Format.BIBTEX: Shape(takes=Takes.DOCUMENTS, writer="references:write_bibtex"),
}

RowWriter = Callable[[Iterable[Row], str], Iterator[str]]
BinaryWriter = Callable[[Iterable[Row], str, BinaryIO], None]
RecordWriter = Callable[[Iterable[Cited]], Iterator[Sheet]]
DocumentWriter = Callable[[Iterable[Document]], Iterator[str]]


def load_row_writer(output: Format) -> RowWriter:
    """Return what writes rows as lines of this format."""
    return cast("RowWriter", _load(output))


def load_binary_writer(output: Format) -> BinaryWriter:
    """Return what writes rows as bytes of this format; raises MissingExtra."""
    return cast("BinaryWriter", _load(output))


def load_record_writer(output: Format) -> RecordWriter:
    """Return what writes records as sheets of this format."""
    return cast("RecordWriter", _load(output))


def load_document_writer(output: Format) -> DocumentWriter:
    """Return what writes documents as lines of this format."""
    return cast("DocumentWriter", _load(output))


def _load(output: Format) -> object:
    module, _, function = SHAPES[output].writer.partition(":")
    try:
        return getattr(importlib.import_module(f"foedus.export.{module}"), function)
    except ImportError as error:
        raise MissingExtra(f"the format {output} needs: pip install 'foedus[frames]'") from error
