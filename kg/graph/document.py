"""The schema as tables in Markdown, made from the ontology: `docs/graph.md` cannot drift from it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from kg.graph.schema import NAMESPACE, Schema, load_schema

__all__ = ["schema_markdown"]

_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


def schema_markdown() -> str:
    """Return tables of node labels, relationship types and property keys, with what each means."""
    schema, comments = load_schema(), _comments()
    tables = (_classes(schema, comments), _relations(schema, comments), _properties(schema, comments))
    return "\n\n".join("\n".join(table) for table in tables)


def _comments() -> dict[str, str]:
    """Return the first comment of every term, by local name."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    found: dict[str, str] = {}
    data = (files("kg.ontology") / "px.ttl").read_bytes()
    for quad in parse(input=data, format=RdfFormat.TURTLE):
        if (
            quad.predicate.value == _COMMENT
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        ):
            found.setdefault(quad.subject.value.removeprefix(NAMESPACE), " ".join(quad.object.value.split()))
    return found


def _cells(names: tuple[str, ...]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _classes(schema: Schema, comments: dict[str, str]) -> Iterator[str]:
    yield "## Nodes"
    yield ""
    yield "| label | what it is | properties |"
    yield "| --- | --- | --- |"
    for row in schema.classes.values():
        labels = "".join(f":{label}" for label in row.labels)
        yield f"| `{labels}` | {comments.get(row.name, '')} | {_cells(row.keys)} |"


def _relations(schema: Schema, comments: dict[str, str]) -> Iterator[str]:
    yield "## Relationships"
    yield ""
    yield "| type | from | to | what it says | properties |"
    yield "| --- | --- | --- | --- | --- |"
    for row in schema.relations.values():
        ends = f"{' '.join(row.domains)} | {' '.join(row.ranges)}"
        yield f"| `{row.type}` | {ends} | {comments.get(row.name, '')} | {_cells(row.keys)} |"


def _properties(schema: Schema, comments: dict[str, str]) -> Iterator[str]:
    yield "## Properties"
    yield ""
    yield "| key | type | what it holds |"
    yield "| --- | --- | --- |"
    for row in schema.properties.values():
        kind = f"list of {row.datatype}" if row.many else row.datatype
        yield f"| `{row.key}` | {kind} | {comments.get(row.iri.removeprefix(NAMESPACE), '')} |"
