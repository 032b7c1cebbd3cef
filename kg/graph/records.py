"""Nodes, edges and graphs as plain records, the currency between the builder and every store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["Edge", "EdgeKey", "Graph", "GraphPart", "Node", "Value"]

#: A property value. Date-times are ISO 8601 text in UTC with the ontology's type `dateTime`; lists are sorted
#: sets of text. None never occurs: an absent value is an absent key, and so is an empty list.
Value = str | int | float | bool | tuple[str, ...]

#: What identifies an edge: its type and the ids of its two ends.
EdgeKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `id`, labels (most specific first, then superclasses such as `Concept`), properties without id."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed edge; at most one of a type between the same two nodes."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> EdgeKey:
        """Type, source and target: what identifies the edge."""
        return (self.type, self.source, self.target)


@dataclass(frozen=True, slots=True)
class GraphPart:
    """All nodes and edges that one discussion yields, each once, sorted; the unit of writing and withdrawing.

    Shared nodes (concepts, claims, accounts, references, runs) are repeated in each part with the same
    properties: those are functions of the node's id alone, so parts merge in any order to the same graph.

    Attributes:
        discussion: id of the Discussion node.
        digest: hash over all nodes and edges; also the Discussion node's property `digest`.
    """

    discussion: str
    digest: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(slots=True)
class Graph:
    """A graph in memory: nodes by id, edges by key.

    Example:
        >>> graph = Graph()
        >>> graph.add([Node("claim-a", ("Claim",), {"text": "Rest helps."})], [])
        >>> graph.nodes["claim-a"].properties["text"]
        'Rest helps.'
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)

    def add(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Add nodes and edges; one with a known id or key replaces the old."""
        self.nodes.update((node.id, node) for node in nodes)
        self.edges.update((edge.key, edge) for edge in edges)
