"""`kg ask`: a named question, answered from the graph."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.output import print_rows
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.ask.header import Parameter

__all__ = ["command"]


@click.command("ask")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="KEY=VALUE…")
@graph_option
@format_option
def command(name: str | None, parameters: tuple[str, ...], address: str, output_format: str) -> None:
    """Ask a named question of the graph; without a name, list the questions.

    A claim is named by its frame, by some of its words or by its id; a condition, a treatment or a clinician by
    any of their names.

    \b
    Example:
        kg ask
        kg ask contested_claims
        kg ask claim_evidence claim="effective(ketamine infusion, CRPS)" side=opposes
    """
    from kg.ask import ask, find_question, read_parameters

    if name is None:
        _print_catalogue(output_format)
        return
    given = _pairs(parameters, of=name)
    read_parameters(find_question(name), given)  # a slip is told before a graph is opened
    with open_graph(address) as store:
        answer = ask(store, name, given)
    print_rows(answer.table.columns, answer.table.rows, format=output_format, title=answer.title)
    if not answer.table.rows and sys.stderr.isatty():
        click.echo("No rows: nothing in this graph answers that.", err=True)


def _print_catalogue(output_format: str) -> None:
    """Print each question with its parameters and what it answers."""
    from kg.ask import questions

    rows = [
        (question.name, " ".join(map(_usage, question.header.parameters)), question.header.answers)
        for question in questions()
    ]
    print_rows(("question", "parameters", "answers"), rows, format=output_format)


def _usage(parameter: Parameter) -> str:
    """Return how a parameter is written; one that may be left out stands in brackets."""
    value = "|".join(parameter.choices) or ("" if parameter.default is None else str(parameter.default))
    usage = f"{parameter.name}={value or '…'}"
    return usage if parameter.required else f"[{usage}]"


def _pairs(parameters: Iterable[str], *, of: str) -> dict[str, str]:
    """Return parameters by name.

    Raises:
        QueryError: one is no `key=value`, or is given twice.
    """
    given: dict[str, str] = {}
    for text in parameters:
        name, equals, value = text.partition("=")
        if not equals:
            raise QueryError(f'{of}: parameters are written key=value, such as claim="…"; {text!r} is not')
        if name in given:
            raise QueryError(f"{of}: {name} is given twice")
        given[name] = value
    return given
