"""RDF terms and triples as N-Triples text: the form in which they travel between graph, store and file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph

    #: What a graph of a store may be called.
    GraphName = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph

__all__ = [
    "RDF_TYPE",
    "XSD",
    "Row",
    "add_rows",
    "escaped",
    "graphs_of",
    "literal",
    "rows_in",
    "rows_of",
    "split_literal",
    "value_of",
]

#: Subject, predicate and object of a triple, each as N-Triples writes it.
Row = tuple[str, str, str]

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Characters that text cannot hold as they are, and line separators, at which some tools tear a line.
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f\x85\u2028\u2029]')
_SEPARATORS = re.compile("[\x85\u2028\u2029]")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_SHORT = {"\t": "t", "\b": "b", "\n": "n", "\r": "r", "\f": "f", '"': '"', "'": "'", "\\": "\\"}
_LONG = {letter: character for character, letter in _SHORT.items()}


def escaped(text: str) -> str:
    """Return text as it stands between quotation marks in N-Triples, Turtle and SPARQL.

    Example:
        >>> escaped('two\\nlines and a "word"')
        'two\\\\nlines and a \\\\"word\\\\"'
    """
    return _SPECIAL.sub(_escape, text)


def literal(text: str, datatype: str = "string") -> str:
    """Return a literal of a type of XML Schema.

    Example:
        >>> literal("12", "integer")
        '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    quoted = f'"{escaped(text)}"'
    return quoted if datatype == "string" else f"{quoted}^^<{XSD}{datatype}>"


def split_literal(term: str) -> tuple[str, str, str]:
    """Return what stands between a literal's quotation marks, still escaped, its type's IRI, and its language.

    Example:
        >>> split_literal('"Katze"@de')
        ('Katze', '', 'de')
        >>> split_literal('"ME/CFS"')
        ('ME/CFS', 'http://www.w3.org/2001/XMLSchema#string', '')
    """
    quoted, _, rest = term[1:].rpartition('"')
    if rest.startswith("@"):
        return quoted, "", rest[1:]
    return quoted, rest[3:-1] or XSD + "string", ""


def value_of(term: str) -> str:
    """Return an IRI without its brackets, a literal's text, or a blank node as it is.

    Example:
        >>> value_of('"two\\\\nlines"')
        'two\\nlines'
    """
    if term.startswith("<"):
        return term[1:-1]
    if not term.startswith('"'):
        return term
    quoted = term[1:].rpartition('"')[0]
    return _ESCAPE.sub(_unescape, quoted) if "\\" in quoted else quoted


def add_rows(store: pyoxigraph.Store, rows: Iterable[Row], *, graph: pyoxigraph.NamedNode | None = None) -> None:
    """Add triples to a graph of a store, by default the default graph."""
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

    text = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in rows)
    if "_:" not in text:
        store.load(text, format=RdfFormat.N_TRIPLES, to_graph=graph)
        return
    # Loading would give blank nodes other names.
    name = graph or DefaultGraph()
    quads = parse(text, format=RdfFormat.N_TRIPLES)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads)


def rows_in(store: pyoxigraph.Store, graph: GraphName) -> list[Row]:
    """Return the triples of one graph of a store, in no order.

    Raises:
        StoreError: a triple speaks of a triple (RDF 1.2), which not all formats can hold.
    """
    from pyoxigraph import RdfFormat

    dump = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
    text = _SEPARATORS.sub(_escape, (dump or b"").decode("utf-8"))
    rows: list[Row] = []
    for line in text.split("\n")[:-1]:
        subject, predicate, value = line.split(" ", 2)
        if value.startswith("<<"):
            raise StoreError(f"{subject}: triples about triples are not supported; use a node for the statement")
        rows.append((subject, predicate, value[:-2]))
    return rows


def rows_of(store: pyoxigraph.Store) -> set[Row]:
    """Return the triples of all graphs of a store, each once."""
    return {row for graph in graphs_of(store) for row in rows_in(store, graph)}


def graphs_of(store: pyoxigraph.Store) -> list[GraphName]:
    """Return the graphs of a store: the default graph, then the named ones by name."""
    from pyoxigraph import DefaultGraph

    return [DefaultGraph(), *sorted(store.named_graphs(), key=str)]


def _escape(match: re.Match[str]) -> str:
    """Return the escape of a character."""
    short = _SHORT.get(match[0])
    return f"\\{short}" if short else f"\\u{ord(match[0]):04X}"


def _unescape(match: re.Match[str]) -> str:
    """Return the character of an escape."""
    return _LONG[match[3]] if match[3] else chr(int(match[1] or match[2], 16))
