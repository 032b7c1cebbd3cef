"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["FORMATS", "format_option", "graph_option"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: Formats of every command that prints data.
FORMATS = ("table", "json", "csv", "tsv")


def graph_option(function: _Function) -> _Function:
    """Add `--graph/-g`: where the graph lies."""
    return click.option(
        "--graph",
        "-g",
        "address",
        envvar="KG_GRAPH",
        default="graph.kg",
        show_default=True,
        show_envvar=True,
        metavar="STORE",
        help="A .kg folder, a bolt:// or neo4j:// address, or a .ttl .trig .nq .jsonld .graphml .json file.",
    )(function)


def format_option(function: _Function) -> _Function:
    """Add `--format`: how data is printed."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print the rows.",
    )(function)
