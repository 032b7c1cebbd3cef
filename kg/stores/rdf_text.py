"""Writes RDF sorted, so that the same triples give the same bytes: Turtle, TriG, N-Quads and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from kg.graph.schema import NAMESPACE
from kg.stores.ntriples import RDF_TYPE, XSD, Row, graphs_of, rows_in, rows_of, split_literal, value_of
from kg.stores.triples import local_name

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["WRITERS", "write_jsonld", "write_nquads", "write_trig", "write_turtle"]

#: Prefixes of Turtle and TriG, sorted.
_PREFIXES: Mapping[str, str] = {
    "px": NAMESPACE,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
}

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())

#: Numbers that Turtle and JSON write bare without respelling them, and truth values.
_BARE = {XSD + "integer": re.compile(r"-?[1-9][0-9]*|0"), XSD + "boolean": re.compile("true|false")}


def write_turtle(store: Store) -> Iterator[str]:
    """Yield Turtle: the triples of all graphs, each once."""
    yield _HEAD
    yield from _blocks(_sorted(rows_of(store)), indent="")


def write_trig(store: Store) -> Iterator[str]:
    """Yield TriG: the default graph, then the named graphs by name."""
    yield _HEAD
    for graph, rows in _graphs(store):
        if graph:
            yield f"\n{_short_iri(graph)} {{"
            yield from _blocks(rows, indent="    ")
            yield "}\n"
        else:
            yield from _blocks(rows, indent="")


def write_nquads(store: Store) -> Iterator[str]:
    """Yield N-Quads, a line a quad: the default graph, then the named graphs by name."""
    for graph, rows in _graphs(store):
        end = f" {graph} .\n" if graph else " .\n"
        for row in rows:
            yield " ".join(row) + end


def write_jsonld(store: Store) -> Iterator[str]:
    """Yield JSON-LD that holds its own context: a line a node, the default graph first."""
    context = ",\n    ".join(f"{_json(term)}: {_json(value)}" for term, value in _context().items())
    yield f'{{\n  "@context": {{\n    {context}\n  }},\n  "@graph": ['
    separator = "\n"
    for graph, rows in _graphs(store):
        nodes = _objects(rows)
        if graph:
            body = ",\n      ".join(nodes)
            nodes = [f'{{"id": {_json(_compact(graph))}, "@graph": [\n      {body}\n    ]}}']
        for node in nodes:
            yield f"{separator}    {node}"
            separator = ",\n"
    yield "\n  ]\n}\n"


#: Writers by suffix.
WRITERS: Mapping[str, Callable[[Store], Iterator[str]]] = {
    ".ttl": write_turtle,
    ".trig": write_trig,
    ".nq": write_nquads,
    ".jsonld": write_jsonld,
}


def _graphs(store: Store) -> Iterator[tuple[str, list[Row]]]:
    """Yield each graph's name as in N-Triples and its triples sorted; the default graph's name is empty."""
    from pyoxigraph import DefaultGraph

    for graph in graphs_of(store):
        yield "" if isinstance(graph, DefaultGraph) else str(graph), _sorted(rows_in(store, graph))


def _sorted(rows: Iterable[Row]) -> list[Row]:
    """Return rows by subject, type first, predicate, object."""
    return sorted(rows, key=lambda row: (row[0], row[1] != RDF_TYPE, row[1], row[2]))


def _blocks(rows: Iterable[Row], *, indent: str) -> Iterator[str]:
    """Yield a block of Turtle a subject."""
    for subject, facts in groupby(rows, key=lambda row: row[0]):
        lines = [
            f"{'a' if predicate == RDF_TYPE else _short_iri(predicate)} {', '.join(_short(row[2]) for row in same)}"
            for predicate, same in groupby(facts, key=lambda row: row[1])
        ]
        yield f"\n{indent}{_short_iri(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _short(term: str) -> str:
    """Return an object in Turtle: prefixes where they fit, whole numbers and truth values bare."""
    if not term.startswith('"') or term.endswith('"'):
        return _short_iri(term)
    text, datatype, language = split_literal(term)
    if language:
        return term
    bare = _BARE.get(datatype)
    return text if bare and bare.fullmatch(text) else f'"{text}"^^{_short_iri(f"<{datatype}>")}'


@lru_cache(maxsize=1 << 16)
def _short_iri(term: str) -> str:
    """Return an IRI with a prefix where one fits; any other term as it is."""
    for name, start in _PREFIXES.items():
        if term.startswith(f"<{start}") and local_name(NAMESPACE + term[1 + len(start) : -1]):
            return f"{name}:{term[1 + len(start) : -1]}"
    return term


@lru_cache(maxsize=1)
def _context() -> Mapping[str, Any]:
    """Return the context that ships with the ontology."""
    text = (files("kg.ontology") / "context.jsonld").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text)["@context"])


@lru_cache(maxsize=1)
def _terms() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Return the context's terms by IRI as in N-Triples: the term, and what it says of the values."""
    terms: dict[str, tuple[str, Mapping[str, str]]] = {}
    context = _context()
    for term, value in context.items():
        about = value if isinstance(value, dict) else {"@id": value}
        prefix, colon, local = about["@id"].partition(":")
        if colon and prefix in context:
            terms[f"<{context[prefix]}{local}>"] = (term, about)
    return terms


def _objects(rows: Iterable[Row]) -> list[str]:
    """Return each subject's triples as one JSON object."""
    objects: list[str] = []
    for subject, facts in groupby(rows, key=lambda row: row[0]):
        node: dict[str, Any] = {"id": _compact(subject)}
        for predicate, same in groupby(facts, key=lambda row: row[1]):
            node.update([_member(predicate, [row[2] for row in same])])
        objects.append(_json(node))
    return objects


def _member(predicate: str, values: list[str]) -> tuple[str, Any]:
    """Return a member of a JSON-LD object: short where the context covers all values, else spelled out."""
    if predicate == RDF_TYPE:
        types = [_terms().get(value, (value_of(value),))[0] for value in values]
        return "type", types if len(types) > 1 else types[0]
    term, about = _terms().get(predicate, ("", {}))
    short = [_short_value(value, about) for value in values] if term else [None]
    if any(value is None for value in short):
        return value_of(predicate), [_long_value(value) for value in values]
    return term, short if len(short) > 1 or "@container" in about else short[0]


def _short_value(term: str, about: Mapping[str, str]) -> Any:
    """Return a value as the context lets it be written, or None where it does not fit."""
    expected = about.get("@type", "xsd:string").replace("xsd:", XSD)
    if not term.startswith('"'):
        return _compact(term) if expected == "@id" else None
    text, datatype, language = split_literal(term)
    if language or datatype != expected:
        return None
    if datatype in _BARE and _BARE[datatype].fullmatch(text):
        return json.loads(text)
    # As text any other number keeps its spelling: readers differ on how they spell a JSON number.
    return value_of(term)


def _long_value(term: str) -> dict[str, str]:
    """Return a value that needs no context."""
    if not term.startswith('"'):
        return {"@id": value_of(term)}
    _, datatype, language = split_literal(term)
    return {"@value": value_of(term), **({"@language": language} if language else {"@type": datatype})}


def _compact(term: str) -> str:
    """Return one of our IRIs with the prefix, any other without brackets, a blank node as it is."""
    value = value_of(term)
    local = local_name(value)
    return f"px:{local}" if local else value


def _json(value: Any) -> str:
    """Return a value as JSON on one line."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
