"""Asks a named question: reads what the person typed, finds what is meant, and runs the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.ask.catalogue import Question, find_question, nearest
from kg.ask.header import ID_TYPES, Parameter
from kg.ask.resolve import resolve
from kg.ask.sparql import fill
from kg.errors import QueryError
from kg.stores.base import Store, Table

__all__ = ["Answer", "ask", "read_parameters"]

#: What a person writes for "all".
_NULL = "null"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph answers.

    Attributes:
        question: what was asked.
        understood: how each parameter that was given was understood, by name: the claim that words named.
        table: the rows.
    """

    question: Question
    understood: Mapping[str, str]
    table: Table

    @property
    def title(self) -> str:
        """The question's title, and what it was asked about."""
        about = ", ".join(f"{name}: {value}" for name, value in self.understood.items())
        return f"{self.question.header.title} ({about})" if about else self.question.header.title


def ask(store: Store, name: str, given: Mapping[str, str]) -> Answer:
    """Return the answer to a named question.

    Args:
        store: the graph.
        name: name of the question.
        given: parameters as a person types them: a claim by its frame or words, a concept by any of its names.

    Raises:
        QueryError: question or parameter are unknown, or a value is missing, unknown or ambiguous.
    """
    question = find_question(name)
    values = read_parameters(question, given)
    understood: dict[str, str] = {}
    for parameter in question.header.parameters:
        value = values[parameter.key]
        if parameter.type in ID_TYPES and isinstance(value, str):
            found = resolve(store, parameter, value)
            values[parameter.key], understood[parameter.name] = found.id, found.shown
        elif parameter.name in given and value is not None:
            understood[parameter.name] = str(value)
    text = question.texts[store.language]
    table = store.run(fill(text, values), {}) if store.language == "sparql" else store.run(text, values)
    return Answer(question, understood, Table(question.columns, table.rows))


def read_parameters(question: Question, given: Mapping[str, str]) -> dict[str, str | int | None]:
    """Return a value for each parameter of a question by its name in the queries; names of things stay words.

    Args:
        question: the question.
        given: parameters as a person types them; `null` is all, where a parameter has a default.

    Raises:
        QueryError: a parameter is unknown or missing, or its value is none that it takes.

    Example:
        >>> read_parameters(find_question("claim_evidence"), {"claim": "rest helps"})
        {'claim_id': 'rest helps', 'side': None}
    """
    known = {parameter.name: parameter for parameter in question.header.parameters}
    for name in given:
        if name not in known:
            raise QueryError(f"{question.name}: {_unknown(name, known)}")
    values: dict[str, str | int | None] = {}
    for parameter in known.values():
        text = given.get(parameter.name, "").strip()
        if text and (parameter.required or text != _NULL):
            values[parameter.key] = _value(question, parameter, text)
        elif parameter.required:
            raise QueryError(
                f"{question.name}: {parameter.name} is missing: {parameter.meaning}; "
                f"such as {parameter.name}={_quoted(parameter.example)}"
            )
        else:
            values[parameter.key] = parameter.default
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
