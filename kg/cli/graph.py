"""Open the graph of a command: ask for a password where a server wants one, and close it when told to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import click

if TYPE_CHECKING:
    from kg.stores import Store

__all__ = ["open_graph"]

#: Exit code of a process that SIGTERM stopped, as shells give it.
_TERMINATED = 128 + signal.SIGTERM


@contextmanager
def open_graph(address: str, *, create: bool = False) -> Iterator[Store]:
    """Open the graph at an address and close it at the end, after Ctrl-C and SIGTERM too.

    Args:
        address: as the user gave it.
        create: make an empty graph where there is none.
    """
    from kg.stores import open_store

    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with open_store(_with_password(address), create=create) as store:
            yield store
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(_TERMINATED)


def _with_password(address: str) -> str:
    """Return a server's address with the password that the user types, where one is wanted and can be asked for."""
    if not (address.startswith(("bolt", "neo4j")) and "://" in address and _can_ask()):
        return address
    from kg.stores.neo4j import Target, wants_password

    if not wants_password(address):
        return address
    target = Target.from_address(address)
    user = target.user or click.prompt("User name", default="neo4j", err=True)
    password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{host}").geturl()


def _can_ask() -> bool:
    return sys.stdin.isatty()
