"""GraphML read by networkx and lxml, Kumu sheets by pandas: every edge, field by field."""

from __future__ import annotations

import io

import networkx
import pandas
from lxml import etree

from foedus.export.graphml import EDGE_KEYS, NODE_KEYS, write_graphml
from foedus.export.graphs import UNNAMED, Edge, find_edges
from foedus.export.kumu import CONNECTION_COLUMNS, ELEMENTS, write_kumu
from foedus.records.entries import Listed
from foedus.spelling.cells import to_cell
from tests.export.exported import cited

GRAPHED = (Listed.COMMITMENTS, Listed.EVENTS)


def edges() -> list[Edge]:
    return list(find_edges(cited(*GRAPHED)))


def graphml() -> bytes:
    return "".join(text for _, text in write_graphml(cited(*GRAPHED))).encode()


def test_find_edges_leads_to_everyone_a_promise_is_for_or_against() -> None:
    odd = [edge for edge in edges() if edge.values["record"] == "c-odd000000001"]
    assert [(edge.target.label, edge.role) for edge in odd] == [
        ("@Blue", "against"),
        ("Green", "against"),
    ]
    assert len({edge.id for edge in edges()}) == len(edges())


def test_find_edges_loses_no_promise_that_names_nobody() -> None:
    found = {edge.values["record"] for edge in edges()}
    assert found == {one.entry.id for one in cited(*GRAPHED)}


def test_write_graphml_is_read_back_by_networkx() -> None:
    graph = networkx.read_graphml(io.BytesIO(graphml()), force_multigraph=True)
    assert graph.is_directed()
    assert graph.number_of_edges() == len(edges())
    for edge in edges():
        data = graph.edges[edge.source.id, edge.target.id, edge.id]
        expected = {"kind": edge.kind, "role": edge.role, "label": edge.label, **edge.values}
        for key in EDGE_KEYS:
            value = expected.get(key)
            assert data.get(key) == (escaped(value) if isinstance(value, str) else value), key
        for node in (edge.source, edge.target):
            for key in NODE_KEYS:
                assert graph.nodes[node.id].get(key) == getattr(node, key)


def escaped(text: str) -> str:
    return text.replace("\x0c", "\\u000c")


def test_write_graphml_is_whole_xml_with_each_node_before_its_edges() -> None:
    root = etree.fromstring(graphml())
    seen = set()
    for element in root[-1]:
        if etree.QName(element).localname == "node":
            assert element.get("id") not in seen
            seen.add(element.get("id"))
        else:
            assert {element.get("source"), element.get("target")} <= seen


def test_write_kumu_is_read_back_by_pandas() -> None:
    sheets = {"": "", ELEMENTS: ""}
    for name, text in write_kumu(cited(*GRAPHED)):
        sheets[name] += text
    read = {
        name: pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        for name, text in sheets.items()
    }
    connections, elements = read[""], read[ELEMENTS]
    assert list(connections.columns) == list(CONNECTION_COLUMNS)
    assert len(connections) == len(edges())
    assert set(connections["From"]) | set(connections["To"]) == set(elements["Label"])
    assert elements["Label"].is_unique
    for index, edge in enumerate(edges()):
        row = connections.iloc[index]
        assert row["From"] == to_cell(edge.source.label)
        assert row["To"] == to_cell(edge.target.label)
        assert (row["Type"], row["Label"]) == (edge.role, to_cell(edge.label))
        assert row["Description"] == to_cell(edge.values["quotation"])
        for key in set(EDGE_KEYS) & set(CONNECTION_COLUMNS):
            assert row[key] == to_cell(edge.values.get(key)), key


def test_write_kumu_names_whoever_is_left_out_so() -> None:
    written = "".join(text for name, text in write_kumu(cited(*GRAPHED)) if name == ELEMENTS)
    assert UNNAMED in written
