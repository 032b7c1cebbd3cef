"""What `kg cypher` and `kg sparql` share: where a query comes from, and printing its rows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import print_rows
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.stores import Table

__all__ = ["print_table", "read_query"]


def read_query(argument: str, *, suffixes: tuple[str, ...]) -> str:
    """Return the query that an argument holds or names.

    Args:
        argument: `-` for stdin, the name of a file, or the query.
        suffixes: what names of query files end in.

    Raises:
        QueryError: there is no such file, it cannot be read, or the query is empty.
    """
    if argument == "-":
        query = _text(sys.stdin.buffer.read(), name="stdin")
    elif _is_file(argument) or (argument.endswith(suffixes) and len(argument.split()) == 1):
        query = _read_file(Path(argument))
    else:
        query = argument
    if not query.strip():
        raise QueryError("the query is empty")
    return query


def print_table(table: Table, *, output_format: str) -> None:
    """Print the rows of a query; one that gives no columns prints nothing."""
    if table.columns:
        print_rows(table.columns, table.rows, format=output_format)
    elif sys.stderr.isatty():
        click.echo("Done; the query gives no rows.", err=True)


def _is_file(argument: str) -> bool:
    """Whether an argument names a file; a query may be too long to be a name."""
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):
        return False


def _read_file(path: Path) -> str:
    """Return the text of a query file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {error.strerror or error}") from None
    return _text(data, name=str(path))


def _text(data: bytes, *, name: str) -> str:
    """Return the text that bytes hold."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: is not UTF-8 text (byte {error.start})") from None
