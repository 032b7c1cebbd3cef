"""Takes a graph apart by discussion and withdraws one: shared nodes go when nothing owned reaches them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.graph.records import Edge, Graph, GraphPart

__all__ = ["count", "digests", "parts_of", "remove", "split"]

#: Relations between shared nodes that lead from one that stays to one that stays with it.
_DOWNWARD = frozenset({"SUBJECT", "OBJECT", "BROADER"})

_EXCLUSION = "CONTRADICTS"


@dataclass(slots=True)
class _Share:
    """What one discussion holds: its own nodes' ids, those of the shared nodes it reaches, its edges."""

    nodes: set[str] = field(default_factory=set)
    edges: list[Edge] = field(default_factory=list)


def split(graph: Graph) -> dict[str, Graph]:
    """Return what each discussion holds, by the id of its Discussion node, sorted.

    The inverse of merging parts: shared nodes stand in each discussion that reaches them, and a contradiction
    in each that argues both claims. Linear in the size of what is returned.
    """
    owners = {
        node.id: str(node.properties["discussion"]) for node in graph.nodes.values() if "discussion" in node.properties
    }
    shares: defaultdict[str, _Share] = defaultdict(_Share)
    for node_id, owner in owners.items():
        shares[owner].nodes.add(node_id)
    between: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges.values():
        edge_owner = owners.get(edge.source) or owners.get(edge.target)
        if edge_owner is None:
            between[edge.source].append(edge)
        else:
            shares[edge_owner].edges.append(edge)
            shares[edge_owner].nodes.update((edge.source, edge.target))
    return {owner: _closed(graph, shares[owner], between) for owner in sorted(shares)}


def parts_of(graph: Graph) -> Iterator[GraphPart]:
    """Yield each discussion of a graph as the part that a store writes: the way from one store to another."""
    known = digests(graph)
    for discussion, share in split(graph).items():
        nodes = tuple(share.nodes[node_id] for node_id in sorted(share.nodes))
        edges = tuple(share.edges[key] for key in sorted(share.edges))
        yield GraphPart(discussion, known.get(discussion, ""), nodes, edges)


def remove(graph: Graph, discussion: str) -> bool:
    """Withdraw a discussion by the id of its node; False, and nothing changed, where the graph lacks it.

    Takes its own nodes, the shared nodes that no other discussion reaches, and their edges.
    """
    if discussion not in graph.nodes:
        return False
    rest = Graph()
    for owner, share in split(graph).items():
        if owner != discussion:
            rest.add(share.nodes.values(), share.edges.values())
    graph.nodes, graph.edges = rest.nodes, rest.edges
    return True


def digests(graph: Graph) -> dict[str, str]:
    """Return the digest of each discussion by the id of its node, sorted; an incomplete one has none: empty."""
    return {
        node_id: str(graph.nodes[node_id].properties.get("digest", ""))
        for node_id in sorted(graph.nodes)
        if "Discussion" in graph.nodes[node_id].labels
    }


def count(graph: Graph) -> dict[str, int]:
    """Return how many nodes carry each label and how many edges each type, sorted by name.

    Example:
        >>> from kg.graph.records import Node
        >>> count(Graph({"claim-a": Node("claim-a", ("Claim",))}))
        {'Claim': 1}
    """
    counter = Counter(label for node in graph.nodes.values() for label in node.labels)
    counter.update(edge.type for edge in graph.edges.values())
    return dict(sorted(counter.items()))


def _closed(graph: Graph, share: _Share, between: dict[str, list[Edge]]) -> Graph:
    """Return a share as a graph, with the shared nodes above its own and the edges among them."""
    argued = {edge.target for edge in share.edges if edge.type == "DISCUSSES"}
    waiting = sorted(share.nodes)
    edges = list(share.edges)
    while waiting:
        for edge in between.get(waiting.pop(), ()):
            if edge.type in _DOWNWARD:
                edges.append(edge)
                waiting += _new(share.nodes, edge.target)
            elif edge.type == _EXCLUSION and {edge.source, edge.target} <= argued:
                edges.append(edge)
    part = Graph()
    part.add((graph.nodes[node] for node in sorted(share.nodes)), sorted(edges, key=lambda edge: edge.key))
    return part


def _new(known: set[str], node: str) -> Iterable[str]:
    """Return the node in a list, and note it, unless it is known."""
    if node in known:
        return []
    known.add(node)
    return [node]
