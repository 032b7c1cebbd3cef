"""Gathers the nodes and edges of one discussion, each once, and seals them into a part with a digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from kg.graph.records import Edge, EdgeKey, GraphPart, Node, Value
from kg.graph.schema import load_schema

__all__ = ["Collector", "digest_of"]

#: Lone surrogates, which no store can encode; they become U+FFFD, one for one, so that offsets hold.
_SURROGATES = re.compile("[\ud800-\udfff]")

#: Bytes of a digest.
_DIGEST_BYTES = 16


@dataclass(slots=True)
class Collector:
    """Nodes and edges under construction.

    Attributes:
        discussion: id of the Discussion node; stands on every node of an owned class.
    """

    discussion: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)

    def node(self, class_: str, node_id: str, **properties: Value | None) -> str:
        """Add a node of a class and return its id; a known id stays as it is, absent values are left out."""
        if node_id not in self.nodes:
            schema_class = load_schema().classes[class_]
            if schema_class.owned:
                properties["discussion"] = self.discussion
            self.nodes[node_id] = Node(node_id, schema_class.labels, _cleaned(properties))
        return node_id

    def edge(self, type_: str, source: str, target: str, **properties: Value | None) -> None:
        """Add an edge; a known one stays as it is."""
        edge = Edge(type_, source, target, _cleaned(properties))
        self.edges.setdefault(edge.key, edge)

    def part(self) -> GraphPart:
        """Return all of it sorted, with its digest, which is also the Discussion node's."""
        edges = sorted(self.edges.values(), key=lambda edge: edge.key)
        digest = digest_of(self._sorted_nodes(), edges)
        root = self.nodes[self.discussion]
        sealed = Node(root.id, root.labels, _cleaned({**root.properties, "digest": digest}))
        self.nodes[self.discussion] = sealed
        return GraphPart(self.discussion, digest, tuple(self._sorted_nodes()), tuple(edges))

    def _sorted_nodes(self) -> list[Node]:
        """Return the nodes sorted by id."""
        return [self.nodes[node_id] for node_id in sorted(self.nodes)]


def digest_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> str:
    """Return a hash over nodes and edges in the order given; a Discussion's own digest is left out.

    Example:
        >>> digest_of([], [])
        'e1105a7c0e0565bd8262814f96006ee3'
    """
    rows = [
        [[node.id, node.labels, _without_digest(node)] for node in nodes],
        [[*edge.key, dict(edge.properties)] for edge in edges],
    ]
    text = json.dumps(rows, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("ascii"), digest_size=_DIGEST_BYTES).hexdigest()


def _without_digest(node: Node) -> dict[str, Value]:
    """Return a node's properties without the digest."""
    return {key: value for key, value in node.properties.items() if key != "digest"}


def _cleaned(properties: dict[str, Value | None]) -> dict[str, Value]:
    """Return properties sorted by key, without absent values and empty lists, fit for every store."""
    return {key: _clean(value) for key, value in sorted(properties.items()) if value is not None and value != ()}


def _clean(value: Value) -> Value:
    """Return a value fit for every store: no lone surrogates, lists as sorted sets."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(sorted({_SURROGATES.sub("\ufffd", item) for item in value}))
    return value
