"""Runs queries of a user's own: Cypher on the stores that speak it, SPARQL on every store."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import QueryError
from kg.stores.base import Cell, Store, Table

__all__ = ["run_cypher", "run_sparql"]


def run_cypher(store: Store, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
    """Run Cypher.

    Args:
        store: the graph.
        query: one statement.
        parameters: by name, without the `$`.
        write: let the statement change the graph.

    Raises:
        QueryError: the store does not speak Cypher, or the statement is wrong, or writes without `write`.
    """
    if store.language != "cypher":
        raise QueryError(
            f"{store.address}: this store speaks SPARQL (`kg sparql`); Cypher is for a .kg folder and for a Neo4j "
            "(bolt://, neo4j://)"
        )
    return store.run(query, parameters, write=write)


def run_sparql(store: Store, query: str, *, write: bool = False) -> Table:
    """Run SPARQL over the union of all discussions.

    A store that speaks Cypher is read into memory first, which takes time and memory in proportion to it.

    Raises:
        QueryError: the query is wrong, or writes without `write`, or would write to a store that speaks Cypher.
    """
    if store.language == "sparql":
        return store.run(query, {}, write=write)
    from kg.stores.rdf import default_graph
    from kg.stores.sparql import is_update, run_query
    from kg.stores.triples import triples_of

    if is_update(query):
        raise QueryError(f"{store.address}: SPARQL cannot change this store; use `kg cypher --write`")
    graph = store.read()
    return run_query(default_graph(triples_of(graph.nodes.values(), graph.edges.values())), query, {})
