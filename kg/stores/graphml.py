"""Graphs as GraphML, sorted: what Gephi, yEd, Cytoscape and NetworkX read.

Lists, and the labels of a node, are JSON text. Characters that XML cannot hold are written `_x0001_`, and text
that looks like that has its underscore written `_x005F_`, as in ECMA-376 (ST_Xstring).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from kg.errors import StoreError
from kg.graph.records import Edge, Graph, Node, Value
from kg.graph.schema import load_schema

__all__ = ["read_graphml", "write_graphml"]

_SPACE = "http://graphml.graphdrawing.org/xmlns"

#: Types of GraphML by the ontology's; all others are strings.
_TYPES = {"integer": "long", "double": "double", "boolean": "boolean"}

#: Forbidden by XML, or the beginning of what an escape looks like.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-F]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-F]{4})_")

#: The property under which nodes keep labels and edges their type.
_META = {"node": "labels", "edge": "type"}


def write_graphml(graph: Graph) -> Iterator[str]:
    """Yield GraphML; edges bear their type as data."""
    nodes = [graph.nodes[node_id] for node_id in sorted(graph.nodes)]
    edges = [graph.edges[key] for key in sorted(graph.edges)]
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    yield from _declarations("node", (node.properties for node in nodes))
    yield from _declarations("edge", (edge.properties for edge in edges))
    yield '  <graph edgedefault="directed">\n'
    for node in nodes:
        yield f"    <node id={quoteattr(node.id)}>\n"
        yield from _data("node", {"labels": node.labels, **dict(sorted(node.properties.items()))})
        yield "    </node>\n"
    for edge in edges:
        yield f"    <edge source={quoteattr(edge.source)} target={quoteattr(edge.target)}>\n"
        yield from _data("edge", {"type": edge.type, **dict(sorted(edge.properties.items()))})
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def read_graphml(data: bytes, *, source: str) -> Graph:
    """Return the graph that GraphML holds.

    Raises:
        StoreError: it is no XML, or no graph of ours.
    """
    from xml.etree import ElementTree

    graph = Graph()
    try:
        root = ElementTree.fromstring(data)
        if root.tag != f"{{{_SPACE}}}graphml":
            raise ValueError("the root is not `graphml`")
        names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{{{_SPACE}}}key")}
        graph.add(
            (_node(element, names) for element in root.iter(f"{{{_SPACE}}}node")),
            (_edge(element, names) for element in root.iter(f"{{{_SPACE}}}edge")),
        )
    except ElementTree.ParseError as error:
        raise StoreError(f"{source}: this is no XML: {error}") from error
    except (KeyError, ValueError) as error:
        raise StoreError(
            f"{source}: this GraphML is not a graph of this program: {error}; nodes need the data `labels`, "
            "edges the data `type`, and values must be of the ontology's types"
        ) from error
    return graph


def _declarations(what: str, properties: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """Yield a declaration for each key that nodes or edges use, sorted."""
    known = load_schema().properties
    for key in sorted({_META[what], *(key for each in properties for key in each)}):
        datatype = known[key].datatype if key in known else "string"
        type_ = _TYPES.get(datatype, "string")
        yield f'  <key id="{what}-{key}" for="{what}" attr.name="{key}" attr.type="{type_}"/>\n'


def _data(what: str, values: Mapping[str, Value]) -> Iterator[str]:
    """Yield the data elements of a node or an edge."""
    for key, value in values.items():
        yield f'      <data key="{what}-{key}">{_written(value)}</data>\n'


def _written(value: Value) -> str:
    """Return a value as the text of an element."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return repr(value)
    text = _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    # A reader turns a bare carriage return into a line feed.
    return escape(text, {"\r": "&#13;"})


def _node(element: Any, names: Mapping[str, str]) -> Node:
    """Return a node from its element."""
    values = _values(element, names)
    return Node(element.attrib["id"], tuple(json.loads(values.pop("labels"))), _typed(values))


def _edge(element: Any, names: Mapping[str, str]) -> Edge:
    """Return an edge from its element."""
    values = _values(element, names)
    return Edge(values.pop("type"), element.attrib["source"], element.attrib["target"], _typed(values))


def _values(element: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Return the data of an element as text by key, sorted, escapes undone."""
    found = {
        names[data.attrib["key"]]: _ESCAPE.sub(lambda match: chr(int(match[1], 16)), data.text or "")
        for data in element.iter(f"{{{_SPACE}}}data")
    }
    return dict(sorted(found.items()))


def _typed(values: Mapping[str, str]) -> dict[str, Value]:
    """Return values by the ontology's types."""
    return {key: _typed_value(key, text) for key, text in values.items()}


def _typed_value(key: str, text: str) -> Value:
    """Return one value by its property's type; ValueError where it is not of it."""
    known = load_schema().property(key)
    if known.many:
        return tuple(cast(list[str], json.loads(text)))
    match known.datatype:
        case "integer":
            return int(text)
        case "double":
            return float(text)
        case "boolean":
            return text.lower() in ("true", "1")
        case _:
            return text
