"""`kg cypher`: a Cypher query of the user's own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.query import print_table, read_query
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.stores import Cell

__all__ = ["command"]


@click.command("cypher")
@click.argument("query", metavar="QUERY|FILE|-")
@click.option(
    "--param",
    "-p",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="Value of a parameter: JSON (12, true, null, a list of texts) or plain text. May be repeated.",
)
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@graph_option
@format_option
def command(query: str, parameters: tuple[str, ...], write: bool, address: str, output_format: str) -> None:
    """Run a Cypher query of your own on a .kg folder or a Neo4j; it reads only, unless --write is given.

    \b
    Example:
        kg cypher "MATCH (c:Claim) RETURN c.label AS claim ORDER BY claim"
        kg cypher "MATCH (p:Post {path: \\$path}) RETURN p.text AS text" -p path='"5.1"'
    """
    from kg.ask import run_cypher

    text = read_query(query, suffixes=(".cypher", ".cql"))
    given = _values(parameters)
    with open_graph(address) as store:
        table = run_cypher(store, text, given, write=write)
    print_table(table, output_format=output_format)


def _values(parameters: Iterable[str]) -> dict[str, Cell]:
    """Return parameters by name.

    Raises:
        QueryError: one is no `key=value`, or its value is an object or a list of other than texts.
    """
    values: dict[str, Cell] = {}
    for text in parameters:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise QueryError(f"--param takes KEY=VALUE, not {text!r}")
        values[name.removeprefix("$")] = _value(name, value)
    return values


def _value(name: str, text: str) -> Cell:
    """Return a value from JSON, or the text where it is no JSON.

    Example:
        >>> [_value("x", text) for text in ("12", '"12"', "null", '["a", "b"]', "effective(rest, ME)")]
        [12, '12', None, ('a', 'b'), 'effective(rest, ME)']
    """
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise QueryError(f"--param {name}: a value is a text, a number, true, false, null or a list of texts")
