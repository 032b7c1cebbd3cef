"""`kg load`: read discussions into a graph and print the balance sheet."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import chain
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from kg.cli.graph import open_graph
from kg.cli.options import format_option, graph_option
from kg.cli.output import print_rows
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.load import Balance
    from kg.model import Annotations, Discussion

__all__ = ["command"]


@click.command("load")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--as", "source_format", metavar="FORMAT", help="Format of the sources; `kg loaders` lists them.")
@graph_option
@format_option
def command(sources: tuple[str, ...], source_format: str | None, address: str, output_format: str) -> None:
    """Load discussions into a graph.

    A source is a file, or - for stdin. A px-annotations/1 file is loaded with its annotations as they stand.
    Loading a source again changes nothing; a changed one replaces what the graph held of it.

    \b
    Example:
        kg load page.txt
        kg load threads/*.json -g bolt://neo4j@localhost
    """
    from kg.extract import annotate, warm_up
    from kg.load import load, read_sources

    # A store may take seconds to open; meanwhile the vocabulary gets ready.
    warming = Thread(target=_quietly, args=[warm_up], daemon=True)
    warming.start()

    def read(discussion: Discussion) -> Annotations:
        warming.join()
        return annotate(discussion)

    items = read_sources(sources, format=source_format)
    first = list(_take_one(items))  # a broken source shows before a graph is made
    with _interruption(address), open_graph(address, create=True) as store, _progress() as show:
        balance = load(chain(first, items), store=store, annotate=read, on_progress=show)
    if output_format == "json":
        click.echo(json.dumps(_as_json(balance), ensure_ascii=False, indent=1))
        return
    print_rows(("item", "number", "note"), _rows(balance), format=output_format, title="Balance sheet")
    if balance.argued and output_format == "table":
        click.echo()
        columns = ("claim", "people for", "people against")
        argued = [(row.claim, row.people_for, row.people_against) for row in balance.argued]
        print_rows(columns, argued, format=output_format, title="Most argued claims in the graph")


def _quietly(prepare: Callable[[], None]) -> None:
    """Prepare something whose errors show when it is used."""
    with suppress(KgError):
        prepare()


def _take_one(items: Iterator[Any]) -> Iterator[Any]:
    """Yield the first item, if there is one."""
    for item in items:
        yield item
        return


@contextmanager
def _progress() -> Iterator[Callable[[Balance], None] | None]:
    """Show on a terminal how far the load has come."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("Loading…") as status:
        yield lambda balance: status.update(f"Loading… {balance.discussions} discussions, {balance.kept} posts")


@contextmanager
def _interruption(address: str) -> Iterator[None]:
    """Say after Ctrl-C or SIGTERM what the graph is like."""
    from kg.stores import without_password

    shown = without_password(address)
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        click.echo(f"Interrupted: the same command again completes the load into {shown}.", err=True)
        raise


def _rows(balance: Balance) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of the balance sheet: item, number, note."""
    yield "discussions new", balance.new, ""
    yield "discussions replaced", balance.replaced, ""
    yield "discussions unchanged", balance.unchanged, ""
    yield "posts read", balance.read, "= kept + duplicates + rejected"
    yield "posts kept", balance.kept, ""
    yield "posts duplicate", balance.duplicates, ""
    yield "posts rejected", balance.rejected.total(), ", ".join(sorted(balance.rejected))
    yield "posts whose parent is missing", balance.missing_parents, ""
    for row in balance.declared:
        yield "replies declared", row.declared, f"{row.discussion}: {row.read} were read"
    for fact, number in balance.facts.items():
        yield fact, number, ""
    for discussion, notice in balance.messages:
        yield f"notice: {notice.code}", notice.count, f"{discussion}, {notice.place}: {notice.message}"


def _as_json(balance: Balance) -> dict[str, Any]:
    """Return the balance sheet as one JSON object."""
    return {
        "discussions": {"new": balance.new, "replaced": balance.replaced, "unchanged": balance.unchanged},
        "posts": {
            "read": balance.read,
            "kept": balance.kept,
            "duplicates": balance.duplicates,
            "rejected": dict(sorted(balance.rejected.items())),
            "missing_parents": balance.missing_parents,
        },
        "declared": [asdict(row) for row in balance.declared],
        "facts": dict(balance.facts),
        "notices": [{"discussion": discussion, **asdict(notice)} for discussion, notice in balance.messages],
        "argued": [asdict(row) for row in balance.argued],
    }
