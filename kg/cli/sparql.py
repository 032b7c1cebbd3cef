"""`kg sparql`: a SPARQL query of the user's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.query import print_table, read_query

if TYPE_CHECKING:
    from kg.stores import Store

__all__ = ["command"]

#: From so many nodes and edges on, reading a Cypher store into memory is worth a word.
_MANY = 100_000


@click.command("sparql")
@click.argument("query", metavar="QUERY|FILE|-")
@click.option("--write", is_flag=True, help="Let the query change the graph (RDF files only).")
@graph_option
@format_option
def command(query: str, write: bool, address: str, output_format: str) -> None:
    """Run a SPARQL query of your own; it reads only, unless --write is given.

    It sees the union of all discussions. A .kg folder or a Neo4j is read into memory as RDF first.

    \b
    Example:
        kg sparql "SELECT ?claim { ?c a px:Claim ; rdfs:label ?claim } ORDER BY ?claim" -g graph.trig
        kg sparql queries/contested_claims.rq -g graph.trig
    """
    from kg.ask import run_sparql

    text = read_query(query, suffixes=(".rq", ".sparql", ".ru"))
    with open_graph(address) as store:
        _warn(store)
        table = run_sparql(store, text, write=write)
    print_table(table, output_format=output_format)


def _warn(store: Store) -> None:
    """Say so where the graph is large and must be read whole."""
    if store.language == "sparql":
        return
    size = sum(store.counts().values())
    if size >= _MANY:
        click.echo(f"Reading {size:,} nodes and edges into memory; `kg cypher` needs not.", err=True)
        sys.stderr.flush()
