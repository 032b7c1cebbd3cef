"""Print rows of data as a table, JSON, CSV or TSV: one way for all commands."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import click

__all__ = ["Cell", "print_rows"]

#: What a cell may hold; None is printed as nothing (null in JSON).
Cell = str | int | float | bool | tuple[str, ...] | list[str] | None

#: Control characters other than tab and line feed: shown as a mark, so that no post can steer a terminal.
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")


def print_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, format: str, title: str | None = None
) -> None:
    """Print rows on stdout.

    `table` is fitted to the width of a terminal; into a file or a pipe its cells stay whole. The other
    formats hold every value unchanged: `json` is a list with an object a row, `csv` and `tsv` start with the
    names of the columns.

    Args:
        columns: names of the columns.
        rows: as many cells each; read once.
        format: `table`, `json`, `csv` or `tsv`.
        title: line above a table; the other formats leave it out.
    """
    if format == "table" and sys.stdout.isatty():
        _print_on_terminal(columns, rows, title=title)
        return
    writers: dict[str, Callable[[Sequence[str], Iterable[Sequence[Cell]]], Iterator[str]]] = {
        "table": _plain,
        "json": _json,
        "csv": _csv,
        "tsv": _tsv,
    }
    if format == "table" and title:
        click.echo(title)
    for line in writers[format](columns, rows):
        click.echo(line, nl=False)


def _shown(cell: Cell) -> str:
    """Return a cell as a table shows it.

    Example:
        >>> [_shown(cell) for cell in (None, True, 0.5, 12, ("a", "b"))]
        ['', 'yes', '0.500', '12', 'a; b']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    if isinstance(cell, tuple | list):
        return "; ".join(cell)
    return str(cell)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _plain(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield lines of an aligned table; a cell of several lines takes several lines."""
    cells = [tuple(row) for row in rows]
    right = [bool(cells) and all(_is_number(row[i]) or row[i] is None for row in cells) for i in range(len(columns))]
    grid = [[column.split("\n") for column in columns]]
    grid += [[_shown(cell).split("\n") for cell in row] for row in cells]
    widths = [max(len(line) for row in grid for line in row[i]) for i in range(len(columns))]
    rule = [["-" * width] for width in widths]
    for row in [grid[0], rule, *grid[1:]]:
        for number in range(max(map(len, row), default=0)):
            lines = [cell[number] if number < len(cell) else "" for cell in row]
            aligned = [
                line.rjust(width) if to_right else line.ljust(width)
                for line, width, to_right in zip(lines, widths, right, strict=True)
            ]
            yield "  ".join(aligned).rstrip(" ") + "\n"


def _json(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a JSON list, a row a line."""
    before = "[\n "
    for row in rows:
        yield before + json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        before = ",\n "
    yield "[]\n" if before == "[\n " else "\n]\n"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    return _separated(columns, rows, delimiter=",")


def _tsv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    return _separated(columns, rows, delimiter="\t")


def _separated(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str) -> Iterator[str]:
    """Yield lines as the csv module writes them: cells with separators, quotes or line feeds are quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    for row in (columns, *rows):
        writer.writerow([_plain_value(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _plain_value(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "; ".join(cell) if isinstance(cell, tuple | list) else cell


def _print_on_terminal(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str | None) -> None:
    """Print a table that fits the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [tuple(row) for row in rows]
    table = Table(title=title, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):
        numbers = bool(cells) and all(_is_number(row[number]) for row in cells)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(_shown(cell).translate(_CONTROLS)) for cell in row))
    Console().print(table)
