"""The RDF store: a .ttl, .trig, .nq or .jsonld file, held in memory and asked in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from kg.errors import StoreError
from kg.graph.merge import count, split
from kg.graph.records import Graph, GraphPart
from kg.graph.schema import NAMESPACE
from kg.stores.base import Cell, Table
from kg.stores.files import FileStore, read_bytes, write_whole
from kg.stores.ntriples import RDF_TYPE, Row, add_rows, literal, rows_in, rows_of, value_of
from kg.stores.rdf_text import WRITERS
from kg.stores.sparql import is_update, run_query, run_update
from kg.stores.triples import graph_name, graph_of, iri_of, triples_of

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["RdfStore", "default_graph", "open", "read_rdf"]

#: The one format that has no named graphs.
_UNION = ".ttl"

#: Asks whether anything has no name.
_HAS_BLANK = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(ISBLANK(?s) || ISBLANK(?o)) }"


def open(address: str, *, create: bool) -> RdfStore:
    """Open an RDF file, or an empty graph where there is no file; `create` has been seen to."""
    return RdfStore(address)


def read_rdf(address: str) -> pyoxigraph.Store:
    """Return a store in memory that holds what an RDF file holds, blank nodes named by content.

    Raises:
        StoreError: the file is not of the format that its suffix names; the message holds the line.
    """
    from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store

    suffix = Path(address).suffix.lower()
    data = read_bytes(address)
    store = Store()
    try:
        if data.strip():
            store.load(data, format=RdfFormat.from_extension(suffix.removeprefix(".")))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{address}: this is no {suffix} file: {error}") from error
    if store.query(_HAS_BLANK):
        dataset = Dataset(store)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        store = Store()
        store.extend(dataset)
    return store


def default_graph(rows: Iterable[Row]) -> pyoxigraph.Store:
    """Return a store in memory that holds triples in its default graph, each once."""
    from pyoxigraph import Store

    store = Store()
    add_rows(store, rows)
    return store


class RdfStore(FileStore):
    """A graph in an RDF file. Queries see the union of all named graphs, every triple once.

    In memory each discussion has a named graph; a .ttl file holds their union and is taken apart again when
    something is to be replaced. Triples that are not the ontology's are kept as they are.
    """

    language: Literal["sparql"] = "sparql"

    def __init__(self, address: str) -> None:
        self.address = address
        self._store = read_rdf(address)
        self._union: pyoxigraph.Store | None = None
        self._changed = False

    def write(self, part: GraphPart) -> bool:
        """Write one discussion; False where the graph already holds this very digest."""
        if self.digests().get(part.discussion) == part.digest:
            return False
        self.remove(part.discussion)
        name = _named(graph_name(part.discussion))
        digest = (iri_of(part.discussion), iri_of("digest"), literal(part.digest))
        rows = list(triples_of(part.nodes, part.edges))
        self._touch()
        add_rows(self._store, (row for row in rows if row != digest), graph=name)
        add_rows(self._store, (row for row in rows if row == digest), graph=name)
        return True

    def remove(self, discussion: str) -> bool:
        """Withdraw a discussion: its named graph goes, and with it what only that graph holds."""
        self._take_apart()
        name = _named(graph_name(discussion))
        if not self._store.contains_named_graph(name):
            return False
        self._touch()
        self._store.remove_graph(name)
        return True

    def digests(self) -> dict[str, str]:
        """Return the digest of each discussion by node id; an incomplete discussion has an empty one."""
        type_, class_, digest = _named(RDF_TYPE), _named(iri_of("Discussion")), _named(iri_of("digest"))
        found = {_id_of(quad.subject): "" for quad in self._store.quads_for_pattern(None, type_, class_, None)}
        for quad in self._store.quads_for_pattern(None, digest, None, None):
            found[_id_of(quad.subject)] = cast(Any, quad.object).value
        return dict(sorted(found.items()))

    def read(self) -> Graph:
        """Return the whole graph; triples that are not the ontology's are left out."""
        return graph_of(self.triples(), source=self.address)

    def triples(self) -> set[Row]:
        """Return everything that the file holds, what is not the ontology's too."""
        return rows_of(self._store)

    def counts(self) -> dict[str, int]:
        """Return how many nodes carry each label and how many edges each type, sorted by name."""
        return count(self.read())

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run SPARQL over the union of all graphs; an update, allowed by `write`, sees the file's own graphs."""
        if write and is_update(query):
            return self._update(query, parameters)
        if self._union is None:
            named = any(True for _ in self._store.named_graphs())
            self._union = default_graph(self.triples()) if named else self._store
        return run_query(self._union, query, parameters)

    def close(self) -> None:
        """Write the file if anything changed; a second call does nothing."""
        if self._changed:
            write_whole(self.address, WRITERS[self._suffix](self._store))
            self._changed = False

    def _touch(self) -> None:
        """Note that the quads change."""
        self._changed, self._union = True, None

    def _take_apart(self) -> None:
        """Move what the default graph holds of discussions into a named graph for each."""
        from pyoxigraph import DefaultGraph

        default = rows_in(self._store, DefaultGraph())
        shares = split(graph_of(default, source=self.address)) if default else {}
        if not shares:
            return
        moved: set[Row] = set()
        for discussion, share in shares.items():
            name = _named(graph_name(discussion))
            add_rows(self._store, triples_of(share.nodes.values(), share.edges.values()), graph=name)
            moved.update(rows_in(self._store, name))  # as the engine spells them, numbers too
        self._store.remove_graph(DefaultGraph())
        add_rows(self._store, (row for row in default if row not in moved))

    def _update(self, query: str, parameters: Mapping[str, Cell]) -> Table:
        """Change the quads by SPARQL; a Turtle file is one graph again for that."""
        if self._suffix == _UNION:
            self._store = default_graph(self.triples())
        table = run_update(self._store, query, parameters)
        self._touch()
        return table


def _named(iri: str) -> pyoxigraph.NamedNode:
    """Return an IRI, given as in N-Triples, as the engine's term."""
    from pyoxigraph import NamedNode

    return NamedNode(value_of(iri))


def _id_of(subject: Any) -> str:
    """Return the id of a node by its term."""
    return str(subject.value).removeprefix(NAMESPACE)
