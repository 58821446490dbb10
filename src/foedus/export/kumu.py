"""Kumu sheets: connections in the file asked for, elements in another beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from foedus.export.cited import Cited
from foedus.export.graphml import EDGE_KEYS
from foedus.export.graphs import Edge, Node, find_edges
from foedus.spelling.cells import to_cell

ELEMENTS = "elements.csv"
ELEMENT_COLUMNS = ("Label", "Type", "Actor id", "Country", "Sector")
CONNECTION_COLUMNS = (
    "From", "To", "Direction", "Type", "Label", "Kind", "Description",
    *(key for key in EDGE_KEYS if key not in ("kind", "role", "label", "quotation")),
)  # fmt: skip
"""The first are Kumu's own; the others become fields of a connection."""


def write_kumu(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield the connections, and every element once; Kumu knows elements by their labels.

    Memory grows with the number of actors, not with that of records.
    """
    yield "", _line(CONNECTION_COLUMNS)
    yield ELEMENTS, _line(ELEMENT_COLUMNS)
    labels: dict[str, str] = {}
    for edge in find_edges(records):
        for node in (edge.source, edge.target):
            if node.id not in labels:
                labels[node.id] = _label(node, set(labels.values()))
                yield ELEMENTS, _line(_element(node, labels[node.id]))
        yield "", _line(_connection(edge, labels))


def _label(node: Node, taken: set[str]) -> str:
    """Return the label of an actor; two of one name are told apart by their ids."""
    return f"{node.label} ({node.id})" if node.label in taken else node.label


def _element(node: Node, label: str) -> list[str | None]:
    return [label, node.kind, node.actor_id, node.country, node.sector]


def _connection(edge: Edge, labels: dict[str, str]) -> list[object]:
    values: dict[str, object] = {
        **edge.values,
        "From": labels[edge.source.id],
        "To": labels[edge.target.id],
        "Direction": "directed",
        "Type": edge.role,
        "Label": edge.label,
        "Kind": edge.kind,
        "Description": edge.values["quotation"],
    }
    return [values.get(column) for column in CONNECTION_COLUMNS]


def _line(values: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(to_cell(value) for value in values)
    return written.getvalue()
