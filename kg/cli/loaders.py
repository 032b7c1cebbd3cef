"""`kg loaders`: the formats that can be loaded."""

from __future__ import annotations

import click

from kg.cli.options import format_option
from kg.cli.output import print_rows

__all__ = ["command"]


@click.command("loaders")
@format_option
def command(output_format: str) -> None:
    """List the formats that can be loaded.

    The content of a source decides which one it is; `--as NAME` forces one.

    \b
    Example:
        kg loaders
    """
    from kg.loaders import loaders

    rows = [(loader.name, loader.title, loader.example) for loader in loaders().values()]
    print_rows(("name", "reads", "example"), rows, format=output_format)
