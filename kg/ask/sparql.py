"""Puts parameters into SPARQL in one way that every engine understands.

A parameter of a `.rq` file is a line such as `VALUES ?c { UNDEF }  # $claim_id`: the file runs as it stands in
any engine, with the default that the line shows (UNDEF is all), and a value is put between the braces. Bindings
from outside will not do: rdflib takes them everywhere, pyoxigraph for projected variables alone, others not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import QueryError
from kg.graph.schema import NAMESPACE

__all__ = ["fill", "parameters_of"]

#: A parameter: variable, default and name.
_LINE = re.compile(r"VALUES \?(?P<variable>\w+) \{ (?P<default>[^{}]*) \}  # \$(?P<name>\w+)$", re.MULTILINE)

#: What may stand in the IRI of a node.
_ID = re.compile(r"[A-Za-z][\w-]*", re.ASCII)

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def parameters_of(query: str) -> frozenset[str]:
    """Return the names of the parameters of a query."""
    return frozenset(match["name"] for match in _LINE.finditer(query))


def fill(query: str, parameters: Mapping[str, str | int | None]) -> str:
    """Return a query with values for its parameters; one that is None keeps the default that its line shows.

    Args:
        query: SPARQL with parameter lines.
        parameters: by name; the value of a name that ends in `_id` is the id of a node.

    Raises:
        QueryError: a parameter is not the query's, or an id cannot be one.

    Example:
        >>> print(fill("SELECT * {\\n  VALUES ?c { UNDEF }  # $claim_id\\n  ?e px:on ?c }", {"claim_id": "claim-a"}))
        SELECT * {
          VALUES ?c { <https://w3id.org/pxkg/claim-a> }  # $claim_id
          ?e px:on ?c }
    """
    unknown = sorted(set(parameters) - parameters_of(query))
    if unknown:
        raise QueryError(f"the SPARQL has no parameter {', '.join(unknown)}")

    def filled(line: re.Match[str]) -> str:
        value = parameters.get(line["name"])
        if value is None:
            return line[0]
        return f"VALUES ?{line['variable']} {{ {_term(line['name'], value)} }}  # ${line['name']}"

    return _LINE.sub(filled, query)


def _term(name: str, value: str | int) -> str:
    """Return a value as SPARQL."""
    if isinstance(value, int):
        return str(value)
    if not name.endswith("_id"):
        return f'"{value.translate(_ESCAPES)}"'
    if not _ID.fullmatch(value):
        raise QueryError(f"{name}: {value!r} is not the id of a node")
    return f"<{NAMESPACE}{value}>"
