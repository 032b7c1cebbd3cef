"""Binds parameters to SPARQL, keeps queries from writing or leaving the machine, and reads their results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.graph.schema import NAMESPACE
from kg.stores.base import Cell, Table
from kg.stores.ntriples import XSD, literal
from kg.stores.triples import local_name

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["bind", "is_update", "run_query", "run_update"]

#: The parts of SPARQL in which a name may stand, so that words within text and IRIs are let be.
_TOKENS = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
             | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<bound>\bBOUND\s*\(\s*\$(?P<asked>\w+)\s*\))
  | \$(?P<variable>\w+) | \?\w+
  | (?P<name>@[A-Za-z][A-Za-z0-9-]* | (?:[A-Za-z][\w.-]*)?:(?:[\w.:%-]|\\.)*)
  | (?P<word>[A-Za-z_]\w*)
  | .
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

#: First words of SPARQL that changes a graph.
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})

#: Words that would fetch something from elsewhere.
_REMOTE = frozenset({"SERVICE", "LOAD"})

#: Types whose values are whole numbers.
_INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_FLOATS = frozenset(XSD + name for name in ("decimal", "double", "float"))

#: Prefixes that a query may use without declaring them.
_PREFIXES = {
    "px": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
}


def bind(query: str, parameters: Mapping[str, Cell]) -> str:
    """Return the query with each `$name` that is a parameter replaced by its value.

    Works in subqueries, aggregates and LIMIT, where solutions bound from outside do not reach. A parameter
    that is None stays a variable, and `BOUND($name)` tells which are given. A parameter cannot be projected,
    and `?name` is never one.

    Args:
        query: SPARQL with parameters as `$name`.
        parameters: by name. A text whose parameter's name ends in `_id` is the id of a node and becomes its
            IRI, any other a plain literal; a tuple becomes a list in brackets, for IN.

    Example:
        >>> bind("SELECT ?s { ?s rdfs:label $label } LIMIT $limit", {"label": 'a "b"', "limit": 2})
        'SELECT ?s { ?s rdfs:label "a \\\\"b\\\\"" } LIMIT 2'
        >>> bind("ASK { FILTER(!BOUND($label) || ?x = $label) }", {"label": None})
        'ASK { FILTER(!false || ?x = $label) }'
    """

    def replaced(token: re.Match[str]) -> str:
        asked, variable = token["asked"], token["variable"]
        if asked in parameters:
            return "false" if parameters[asked] is None else "true"
        value = parameters.get(variable) if variable else None
        return token[0] if value is None else _term(variable, value)

    return _TOKENS.sub(replaced, query)


def is_update(query: str) -> bool:
    """Tell whether SPARQL would change the graph.

    Example:
        >>> is_update("PREFIX px: <https://w3id.org/pxkg/> DELETE WHERE { ?s ?p ?o }")
        True
    """
    words = (word for word in _words(query) if word not in ("PREFIX", "BASE"))
    return next(words, "") in _UPDATES


def run_query(store: Store, query: str, parameters: Mapping[str, Cell]) -> Table:
    """Run a query over the default graph and return its rows.

    Raises:
        QueryError: the query is wrong, changes the graph, or asks another machine.
    """
    if is_update(query):
        raise QueryError("this SPARQL changes the graph; add --write to allow it")
    _check_local(query)
    from pyoxigraph import QueryBoolean, QuerySolutions

    try:
        result = store.query(bind(query, parameters), prefixes=_PREFIXES)
        if isinstance(result, QueryBoolean):
            return Table(("answer",), [(bool(result),)])
        if isinstance(result, QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, [tuple(_value(term) for term in solution) for solution in result])
        rows = [tuple(_value(term) for term in triple) for triple in result]
        return Table(("subject", "predicate", "object"), rows)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the SPARQL cannot be run: {error}") from error


def run_update(store: Store, query: str, parameters: Mapping[str, Cell]) -> Table:
    """Change the store by SPARQL and return a table without columns.

    Raises:
        QueryError: the SPARQL is wrong, or asks another machine.
    """
    _check_local(query)
    try:
        store.update(bind(query, parameters), prefixes=_PREFIXES)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the SPARQL cannot be run: {error}") from error
    return Table((), [])


def _words(query: str) -> Iterator[str]:
    """Yield the bare words of SPARQL in capitals."""
    for token in _TOKENS.finditer(query):
        if token["word"]:
            yield token["word"].upper()
        elif token["bound"]:
            yield "BOUND"


def _check_local(query: str) -> None:
    """Raise where SPARQL would fetch something from elsewhere."""
    for word in _words(query):
        if word in _REMOTE:
            raise QueryError(f"{word} would ask another machine, and questions to the graph never do; leave it out")


def _term(name: str, value: Cell) -> str:
    """Return a parameter's value as SPARQL."""
    if isinstance(value, tuple):
        return f"({', '.join(_term(name, item) for item in value)})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value >= 0 else literal(str(value), "integer")
    if isinstance(value, float):
        return literal(repr(value), "double")
    text = str(value)
    if name.endswith("_id"):
        if local_name(NAMESPACE + text) is None:
            raise QueryError(f"{name}: {text!r} is no id of a node; ids look like claim-wiibnqjtn6v5u4czm2phjeu7")
        return f"<{NAMESPACE}{text}>"
    return literal(text)


def _value(term: Any) -> Cell:
    """Return an RDF term as a plain value: our IRIs as ids, typed literals as what they mean."""
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return local_name(term.value) or term.value
    if not isinstance(term, Literal):
        return str(term)
    text, datatype = term.value, term.datatype.value
    if datatype in _INTEGERS:
        return int(text)
    if datatype in _FLOATS:
        return float(text)
    if datatype == XSD + "boolean":
        return text in ("true", "1")
    if datatype == XSD + "dateTime":
        return re.sub(r"[+-]00:00$", "Z", text)
    return text
