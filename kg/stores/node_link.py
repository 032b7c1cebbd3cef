"""Graphs as node-link JSON: a line a node and an edge, sorted; NetworkX reads it as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from kg.errors import StoreError
from kg.graph.records import Edge, Graph, Node, Value

__all__ = ["read_node_link", "write_node_link"]

#: Members that are not properties.
_NODE = frozenset({"id", "labels"})
_EDGE = frozenset({"source", "target", "key", "type"})


def write_node_link(graph: Graph) -> Iterator[str]:
    """Yield the JSON that `networkx.node_link_graph(data, edges="edges")` takes.

    Example:
        >>> print("".join(write_node_link(Graph({"a": Node("a", ("Claim",), {"text": "Rest helps."})}))))
        {"directed": true, "multigraph": true, "graph": {},
        "nodes": [
        {"id": "a", "labels": ["Claim"], "text": "Rest helps."}
        ],
        "edges": []}
        <BLANKLINE>
    """
    yield '{"directed": true, "multigraph": true, "graph": {},\n'
    nodes = (graph.nodes[node_id] for node_id in sorted(graph.nodes))
    yield from _array(
        "nodes",
        ({"id": node.id, "labels": node.labels, **dict(sorted(node.properties.items()))} for node in nodes),
    )
    yield ",\n"
    edges = (graph.edges[key] for key in sorted(graph.edges))
    yield from _array(
        "edges",
        (
            {
                "source": edge.source,
                "target": edge.target,
                "key": edge.type,
                "type": edge.type,
                **dict(sorted(edge.properties.items())),
            }
            for edge in edges
        ),
    )
    yield "}\n"


def read_node_link(data: bytes, *, source: str) -> Graph:
    """Return the graph that node-link JSON holds.

    Raises:
        StoreError: it is no JSON, or no graph.
    """
    try:
        document = json.loads(data)
    except ValueError as error:
        raise StoreError(f"{source}: this is no JSON: {error}") from error
    try:
        nodes = [_node(row) for row in document["nodes"]]
        # NetworkX called them links before version 3.4.
        edges = [_edge(row) for row in document.get("edges", document.get("links", []))]
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{source}: this JSON is no graph; a graph has nodes with id and labels, and edges with source, "
            "target and type. To load a discussion, give it to: kg load"
        ) from error
    graph = Graph()
    graph.add(nodes, edges)
    return graph


def _array(name: str, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Yield a member that is an array, a line a row."""
    yield f'"{name}": ['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "]" if separator == "\n" else "\n]"


def _node(row: dict[str, Any]) -> Node:
    """Return a node from its row."""
    return Node(row["id"], tuple(row["labels"]), _values(row, _NODE))


def _edge(row: dict[str, Any]) -> Edge:
    """Return an edge from its row."""
    return Edge(row["type"] if "type" in row else row["key"], row["source"], row["target"], _values(row, _EDGE))


def _values(row: dict[str, Any], without: frozenset[str]) -> dict[str, Value]:
    """Return the properties among a row's members, sorted by key."""
    return {
        key: tuple(value) if isinstance(value, list) else cast(Value, value)
        for key, value in sorted(row.items())
        if key not in without and value is not None
    }
