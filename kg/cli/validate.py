"""`kg validate`: check a graph against the ontology's shapes."""

from __future__ import annotations

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.output import print_rows

__all__ = ["command"]


@click.command("validate")
@click.argument("store", required=False)
@graph_option
@format_option
def command(store: str | None, address: str, output_format: str) -> None:
    """Check a graph against the ontology's shapes.

    STORE is a file or any other address of a graph; without it, --graph says where the graph lies. An RDF file is
    checked as it stands, so files from elsewhere can be checked before they are used. Ends with exit code 1 and
    a table of what is wrong, or says that the graph conforms.

    \b
    Example:
        kg validate graph.trig
    """
    from kg.stores.validation import validate_store

    with open_graph(store or address) as graph:
        place, violations = graph.address, validate_store(graph)
    if not violations and output_format == "table":
        click.echo(f"{place}: conforms")
        return
    rows = [(violation.node, violation.message, violation.value) for violation in violations]
    print_rows(("node", "rule", "value"), rows, format=output_format)
    if violations:
        places = "1 place" if len(violations) == 1 else f"{len(violations)} places"
        click.echo(f"{place}: breaks the ontology's shapes in {places}", err=True)
        raise click.exceptions.Exit(1)
