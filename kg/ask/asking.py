"""Asks a named question: reads what the person typed, finds what is meant, and runs the query."""

from __future__ import annotations

from collections.abc import Mapping

from kg.ask.catalogue import Question, find_question, nearest
from kg.ask.header import ID_TYPES, Parameter
from kg.ask.resolve import resolve
from kg.ask.sparql import fill
from kg.errors import QueryError
from kg.stores.base import Store, Table

__all__ = ["ask", "run"]

#: What a person writes for "all".
_NULL = "null"


def ask(store: Store, name: str, given: Mapping[str, str]) -> Table:
    """Return the answer to a named question.

    Args:
        store: the graph.
        name: name of the question.
        given: parameters as a person types them: a claim by its frame or words, a concept by any of its names.

    Raises:
        QueryError: question or parameter are unknown, a value is missing, unknown or ambiguous.
    """
    question = find_question(name)
    values = _read(question, given)
    for parameter in question.header.parameters:
        value = values[parameter.key]
        if parameter.type in ID_TYPES and isinstance(value, str):
            values[parameter.key] = resolve(store, parameter, value)
    return run(store, question, values)


def run(store: Store, question: Question, values: Mapping[str, str | int | None]) -> Table:
    """Return the answer to a question whose parameters are all given by the queries' own names and ids."""
    text = question.texts[store.language]
    if store.language == "sparql":
        return Table(question.columns, store.run(fill(text, values), {}).rows)
    return Table(question.columns, store.run(text, values).rows)


def _read(question: Question, given: Mapping[str, str]) -> dict[str, str | int | None]:
    """Return a value for each parameter, by the queries' own names; ids are not yet found.

    Raises:
        QueryError: a parameter is unknown or missing, or its value is none that it takes.
    """
    known = {parameter.name: parameter for parameter in question.header.parameters}
    for name in given:
        if name not in known:
            raise QueryError(f"{question.name}: {_unknown(name, known)}")
    values: dict[str, str | int | None] = {}
    for parameter in known.values():
        text = given.get(parameter.name, "").strip()
        if text and not (text == _NULL and not parameter.required):
            values[parameter.key] = _value(question, parameter, text)
        elif parameter.required:
            raise QueryError(
                f"{question.name}: {parameter.name} is missing: {parameter.meaning}; "
                f"such as {parameter.name}={_quoted(parameter.example)}"
            )
        else:
            values[parameter.key] = None if text == _NULL else parameter.default
    return values


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    """Return what is wrong with the name of a parameter."""
    if not known:
        return f"it takes no parameter, so {name}=… says nothing"
    offered = nearest(name, known, limit=1) or list(known)
    return f"there is no parameter {name!r}; did you mean {' or '.join(offered)}?"


def _value(question: Question, parameter: Parameter, text: str) -> str | int:
    """Return a parameter's value from what was typed."""
    place = f"{question.name}: {parameter.name}"
    if parameter.choices and text not in parameter.choices:
        raise QueryError(f"{place} is {' or '.join(parameter.choices)}, not {text!r}")
    if parameter.type != "integer":
        return text
    try:
        return int(text)
    except ValueError:
        raise QueryError(f"{place} is a whole number, not {text!r}") from None


def _quoted(text: str) -> str:
    """Return a value as a shell takes it."""
    return f'"{text}"' if " " in text or "(" in text else text
