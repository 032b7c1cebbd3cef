"""The command line: a module a command, imported only when the command is used."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from kg import __version__
from kg.errors import KgError

__all__ = ["COMMANDS", "cli", "main"]

#: Commands and where each lies; the import waits until the command runs, so that `kg --help` stays quick.
COMMANDS: dict[str, tuple[str, str]] = {
    "annotate": ("kg.cli.annotate", "Read discussions and write px-annotations/1."),
    "ask": ("kg.cli.ask", "Ask a named question of the graph."),
    "cypher": ("kg.cli.cypher", "Run a Cypher query of your own."),
    "evaluate": ("kg.cli.evaluate", "Score the reading against annotated discussions."),
    "info": ("kg.cli.info", "Show what a graph holds."),
    "load": ("kg.cli.load", "Load discussions into a graph."),
    "loaders": ("kg.cli.loaders", "List the formats that can be loaded."),
    "sparql": ("kg.cli.sparql", "Run a SPARQL query of your own."),
    "validate": ("kg.cli.validate", "Check a graph against the ontology's shapes."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when first used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None where there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Which experiences, in whose words, support or oppose which claims.

    \b
    Example:
        kg load discussion.txt
        kg ask contested_claims
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; a KgError becomes one line on stderr and exit code 1."""
    try:
        return cli.main(args=arguments, standalone_mode=True)
    except KgError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
