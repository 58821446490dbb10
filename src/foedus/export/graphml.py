"""GraphML: a directed multigraph of actors, which Gephi, Cytoscape, yEd and networkx read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from foedus.export.cited import Cited
from foedus.export.graphs import Edge, Node, find_edges

NODE_KEYS = ("label", "kind", "actor_id", "country", "sector")
EDGE_KEYS = (
    "kind", "role", "label", "record", "noun", "class", "polarity", "strength", "condition",
    "speaker", "spoken_for", "status", "place", "earliest", "latest", "document", "title",
    "outlet", "url", "sha256", "characters", "quotation", "review", "score",
)  # fmt: skip

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can carry, however they are written."""


def write_graphml(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield a graph as GraphML, each node before its first edge.

    Memory grows with the number of actors, not with that of records.
    """
    yield "", "<?xml version='1.0' encoding='utf-8'?>\n"
    yield "", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for where, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for key in keys:
            kind = "double" if key == "score" else "string"
            yield (
                "",
                f'<key id="{where}-{key}" for="{where}" attr.name="{key}" attr.type="{kind}"/>\n',
            )
    yield "", '<graph id="foedus" edgedefault="directed">\n'
    seen: set[str] = set()
    for edge in find_edges(records):
        for node in (edge.source, edge.target):
            if node.id not in seen:
                seen.add(node.id)
                yield "", _node(node)
        yield "", _edge(edge)
    yield "", "</graph>\n</graphml>\n"


def _node(node: Node) -> str:
    data = "".join(_data("node", key, getattr(node, key)) for key in NODE_KEYS)
    return f"<node id={quoteattr(node.id)}>{data}</node>\n"


def _edge(edge: Edge) -> str:
    values = {"kind": edge.kind, "role": edge.role, "label": edge.label, **edge.values}
    data = "".join(_data("edge", key, values.get(key)) for key in EDGE_KEYS)
    ends = f"source={quoteattr(edge.source.id)} target={quoteattr(edge.target.id)}"
    return f"<edge id={quoteattr(edge.id)} {ends}>{data}</edge>\n"


def _data(where: str, key: str, value: object) -> str:
    """Return a value as an element; a character that XML cannot carry becomes its escape."""
    if value is None:
        return ""
    text = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", str(value))
    return f'<data key="{where}-{key}">{escape(text)}</data>'
