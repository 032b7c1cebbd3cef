"""`kg annotate`: read discussions and write what was found as px-annotations/1."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from kg.errors import SourceError
from kg.model import Annotations, Discussion

__all__ = ["command"]


@click.command("annotate")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--output",
    "-o",
    default="-",
    show_default=True,
    metavar="FILE|DIR|-",
    help="A .json file for one discussion, a folder for any number (a file each), - for stdout.",
)
@click.option("--as", "source_format", metavar="FORMAT", help="Format of the sources; `kg loaders` lists them.")
def command(sources: tuple[str, ...], output: str, source_format: str | None) -> None:
    """Read discussions and write px-annotations/1.

    A source is a file, or - for stdin. Of a px-annotations/1 file the posts alone are taken and read anew.

    \b
    Example:
        kg annotate page.txt -o page.json
        kg annotate threads/*.json -o annotated/
    """
    discussions = _discussions(sources, source_format)
    if output == "-" or output.endswith(".json"):
        _write_one(discussions, output)
    else:
        _write_folder(discussions, Path(output))


def _discussions(sources: tuple[str, ...], source_format: str | None) -> Iterator[tuple[str, Discussion]]:
    """Yield each source's name with each of its discussions, without anybody's annotations."""
    from kg.loaders import open_source

    for source in sources:
        for item in open_source(source, format=source_format):
            discussion = item.discussion if isinstance(item, Annotations) else item
            if sys.stderr.isatty():
                for notice in discussion.notices:
                    click.echo(f"{source}: {notice.place}: {notice.message}", err=True)
            yield source, discussion


def _annotated(discussion: Discussion) -> str:
    from kg.annotations import write_annotations
    from kg.extract import annotate

    return write_annotations(annotate(discussion))


def _write_one(discussions: Iterator[tuple[str, Discussion]], output: str) -> None:
    """Write the only discussion to a file or stdout."""
    first = next(discussions, None)
    second = next(discussions, None)
    if first is None:
        raise SourceError("there is no discussion in the sources", source="kg annotate")
    if second is not None:
        raise SourceError("is one discussion too many for one file; give -o a folder", source=second[0])
    text = _annotated(first[1])
    if output == "-":
        click.echo(text, nl=False)
    else:
        _write(Path(output), text)


def _write_folder(discussions: Iterator[tuple[str, Discussion]], folder: Path) -> None:
    """Write a file a discussion, named after its id."""
    taken: set[str] = set()
    for _, discussion in discussions:
        _write(folder / f"{_free_name(discussion.id, taken)}.json", _annotated(discussion))


def _free_name(identifier: str, taken: set[str]) -> str:
    """Return a file name for an id, unlike those already taken, and take it.

    Example:
        >>> taken = set()
        >>> [_free_name(name, taken) for name in ("../a b", "a-b", "a-b")]
        ['a-b', 'a-b-2', 'a-b-3']
    """
    name = re.sub(r"[^\w.-]+", "-", identifier).strip(".-")[:120] or "discussion"
    number = 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror or error}", source=str(path)) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
