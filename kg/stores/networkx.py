"""The NetworkX store: a node-link .json or a .graphml file, and graphs to and from NetworkX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import QueryError
from kg.graph.merge import count, digests, remove
from kg.graph.records import Edge, Graph, GraphPart, Node
from kg.stores.base import Cell, Table
from kg.stores.checks import check_graph
from kg.stores.files import FileStore, read_bytes, write_whole
from kg.stores.graphml import read_graphml, write_graphml
from kg.stores.node_link import read_node_link, write_node_link

if TYPE_CHECKING:
    import networkx
    import pyoxigraph

__all__ = ["NetworkxStore", "from_networkx", "open", "to_networkx"]

#: Writers and readers by suffix.
_WRITERS: Mapping[str, Callable[[Graph], Iterator[str]]] = {
    ".json": write_node_link,
    ".graphml": write_graphml,
}
_READERS: Mapping[str, Callable[..., Graph]] = {".json": read_node_link, ".graphml": read_graphml}


def open(address: str, *, create: bool) -> NetworkxStore:
    """Open a node-link or GraphML file, or an empty graph where there is no file; `create` has been seen to."""
    return NetworkxStore(address)


def to_networkx(graph: Graph) -> networkx.MultiDiGraph[str]:
    """Return a graph for analysis in NetworkX: edges keyed by their type, attributes with the graph's keys.

    Nodes have `labels`, edges `type`. Linear in nodes and edges.

    Example:
        >>> graph = Graph()
        >>> graph.add([Node("a", ("Post",)), Node("b", ("Post",))], [Edge("REPLY_TO", "a", "b")])
        >>> to_networkx(graph).has_edge("a", "b", key="REPLY_TO")
        True
    """
    import networkx

    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node_id in sorted(graph.nodes):
        node = graph.nodes[node_id]
        result.add_node(node_id, labels=node.labels, **node.properties)
    for key in sorted(graph.edges):
        edge = graph.edges[key]
        result.add_edge(edge.source, edge.target, key=edge.type, type=edge.type, **edge.properties)
    return result


def from_networkx(source: networkx.MultiDiGraph[str]) -> Graph:
    """Return the graph that `to_networkx` made, or one shaped like it.

    Example:
        >>> graph = Graph({"a": Node("a", ("Claim",), {"text": "Rest helps."})})
        >>> from_networkx(to_networkx(graph)) == graph
        True
    """
    graph = Graph()
    graph.add(
        (Node(node, tuple(data["labels"]), _without(data, "labels")) for node, data in source.nodes(data=True)),
        (
            Edge(str(data.get("type", key)), start, end, _without(data, "type"))
            for start, end, key, data in source.edges(keys=True, data=True)
        ),
    )
    return graph


class NetworkxStore(FileStore):
    """A graph in a file that NetworkX reads, held in memory; queries are SPARQL, over the same graph as RDF."""

    language: Literal["sparql"] = "sparql"

    def __init__(self, address: str) -> None:
        self.address = address
        data = read_bytes(address)
        self._graph = _READERS[self._suffix](data, source=address) if data.strip() else Graph()
        check_graph(self._graph, source=address)
        self._triples: pyoxigraph.Store | None = None
        self._changed = False

    def write(self, part: GraphPart) -> bool:
        """Write one discussion; False where the graph already holds this very digest."""
        if digests(self._graph).get(part.discussion) == part.digest:
            return False
        self.remove(part.discussion)
        self._touch()
        root = next(node for node in part.nodes if node.id == part.discussion)
        # Without its digest a discussion counts as incomplete until all of it is there.
        self._graph.add([Node(root.id, root.labels, _without(root.properties, "digest"))], ())
        self._graph.add((node for node in part.nodes if node is not root), part.edges)
        self._graph.add([root], ())
        return True

    def remove(self, discussion: str) -> bool:
        """Withdraw a discussion, with the shared nodes that no other discussion reaches."""
        removed = remove(self._graph, discussion)
        if removed:
            self._touch()
        return removed

    def digests(self) -> dict[str, str]:
        """Return the digest of each discussion by node id; an incomplete discussion has an empty one."""
        return digests(self._graph)

    def read(self) -> Graph:
        """Return the whole graph."""
        return Graph(dict(self._graph.nodes), dict(self._graph.edges))

    def counts(self) -> dict[str, int]:
        """Return how many nodes carry each label and how many edges each type, sorted by name."""
        return count(self._graph)

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run a SPARQL query over the graph as RDF; this store takes no updates."""
        from kg.stores.rdf import default_graph
        from kg.stores.sparql import is_update, run_query
        from kg.stores.triples import triples_of

        if write and is_update(query):
            raise QueryError(f"{self.address}: this store takes no updates; keep the graph as .trig for that")
        if self._triples is None:
            self._triples = default_graph(triples_of(self._graph.nodes.values(), self._graph.edges.values()))
        return run_query(self._triples, query, parameters)

    def close(self) -> None:
        """Write the file if anything changed; a second call does nothing."""
        if self._changed:
            write_whole(self.address, _WRITERS[self._suffix](self._graph))
            self._changed = False

    def _touch(self) -> None:
        """Note that the graph changes."""
        self._changed, self._triples = True, None


def _without(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return attributes without one of them; lists, which JSON makes of tuples, as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items() if name != key}
