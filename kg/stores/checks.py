"""Checks that what a file holds is a graph of the ontology before anything relies on it."""

from __future__ import annotations

from kg.errors import OntologyError, StoreError
from kg.graph.records import Graph
from kg.graph.schema import load_schema

__all__ = ["check_graph"]


def check_graph(graph: Graph, *, source: str) -> None:
    """Check labels, types and keys against the ontology, and that edges lead from node to node.

    Raises:
        StoreError: with the source, and the id of the first node or edge that is wrong.
    """
    schema = load_schema()
    for node in graph.nodes.values():
        try:
            schema.class_of(node.labels)
            for key in node.properties:
                schema.property(key)
        except OntologyError as error:
            raise StoreError(f"{source}: node {node.id}: {error}") from error
    for edge in graph.edges.values():
        try:
            schema.relation(edge.type)
        except OntologyError as error:
            raise StoreError(f"{source}: edge from {edge.source} to {edge.target}: {error}") from error
        for end in (edge.source, edge.target):
            if end not in graph.nodes:
                raise StoreError(f"{source}: {edge.type} leads to {end}, which is no node; see: kg validate")
