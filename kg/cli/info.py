"""`kg info`: what a graph holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.output import print_rows

if TYPE_CHECKING:
    from kg.stores import Store

__all__ = ["command"]

#: What is asked of a store in its language: a row a discussion, a row a reading.
_DISCUSSIONS = {
    "cypher": """\
MATCH (d:Discussion) RETURN d.id AS id, d.identifier AS discussion, d.title AS title, d.platform AS platform,
d.read AS posts, d.declared AS declared ORDER BY d.identifier, d.id""",
    "sparql": """\
PREFIX px: <https://w3id.org/pxkg/>
SELECT (STRAFTER(STR(?d), STR(px:)) AS ?id) ?discussion ?title ?platform ?posts ?declared WHERE {
  ?d a px:Discussion ; px:identifier ?discussion ; px:title ?title ; px:platform ?platform ; px:read ?posts .
  OPTIONAL { ?d px:declared ?declared }
} ORDER BY ?discussion ?id""",
}
_RUNS = {
    "cypher": """\
MATCH (r:Run) RETURN r.label AS reader, r.vocabulary AS vocabulary, r.rules AS rules, r.options AS options
ORDER BY r.label, r.id""",
    "sparql": """\
PREFIX px: <https://w3id.org/pxkg/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?reader ?vocabulary ?rules (GROUP_CONCAT(?option; SEPARATOR=", ") AS ?options) WHERE {
  ?r a px:Run ; rdfs:label ?reader .
  OPTIONAL { ?r px:vocabulary ?vocabulary } OPTIONAL { ?r px:rules ?rules } OPTIONAL { ?r px:options ?option }
} GROUP BY ?r ?reader ?vocabulary ?rules ORDER BY ?reader ?r""",
}


@click.command("info")
@graph_option
@format_option
def command(address: str, output_format: str) -> None:
    """Show what a graph holds.

    Counts by label and relationship, discussions and whether each is complete, who read them, and, in a store
    that speaks Cypher, the constraints and indexes.

    \b
    Example:
        kg info
        kg info -g bolt://neo4j@localhost --format json
    """
    with open_graph(address) as store:
        found = dict(_tables(store))
    if output_format == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for number, (title, records) in enumerate(found.items()):
        if number:
            click.echo()
        columns = tuple(records[0]) if records else ("nothing",)
        rows = [tuple(record.values()) for record in records]
        print_rows(columns, rows, format=output_format, title=title.capitalize())


def _tables(store: Store) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table's title with its rows."""
    counts = store.counts()
    yield "nodes", [{"label": name, "nodes": n} for name, n in counts.items() if not name.isupper()]
    yield "relationships", [{"type": name, "edges": n} for name, n in counts.items() if name.isupper()]
    yield "discussions", list(_discussions(store))
    yield "readings", list(store.run(_RUNS[store.language], {}).records())
    if store.language == "cypher":
        yield "constraints and indexes", sorted(_indexes(store), key=lambda row: str(row["name"]))


def _discussions(store: Store) -> Iterator[dict[str, Any]]:
    """Yield a row a discussion; `complete` is False where a load was cut short."""
    digests = store.digests()
    for row in store.run(_DISCUSSIONS[store.language], {}).records():
        yield {**row, "complete": bool(digests.get(str(row["id"])))}


def _indexes(store: Store) -> Iterator[dict[str, Any]]:
    """Yield a row a constraint or index."""
    constraints = {row["name"] for row in store.run("SHOW CONSTRAINTS", {}).records()}
    for row in store.run("SHOW INDEXES", {}).records():
        owner = row.get("owningConstraint")
        if row["labelsOrTypes"]:
            yield {
                "name": owner or row["name"],
                "kind": "unique" if owner in constraints else str(row["type"]).lower(),
                "on": row["labelsOrTypes"],
                "keys": row["properties"],
                "state": row["state"],
            }
