"""Graph stores: one interface, opened by address."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

from kg.errors import StoreError
from kg.stores.base import Cell, Store, Table

__all__ = ["SCHEMES", "SUFFIXES", "Cell", "Store", "Table", "open_store", "without_password"]

#: Address schemes of servers, and the module whose `open(address, *, create)` opens them.
SCHEMES: dict[str, str] = dict.fromkeys(
    ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"), "kg.stores.neo4j"
)

#: Suffixes of files and folders, and the module whose `open(address, *, create)` opens them.
SUFFIXES: dict[str, str] = {
    ".kg": "kg.stores.embedded",
    ".ttl": "kg.stores.rdf",
    ".trig": "kg.stores.rdf",
    ".nq": "kg.stores.rdf",
    ".jsonld": "kg.stores.rdf",
    ".json": "kg.stores.networkx",
    ".graphml": "kg.stores.networkx",
}

#: Suffix of the one store that is a folder.
_FOLDER = ".kg"


def open_store(address: str, *, create: bool = False) -> Store:
    """Open the graph at an address.

    Args:
        address: a `.kg` folder, a `bolt://` or `neo4j://` address, or a file whose suffix names its format.
        create: make an empty graph where there is none; else a missing file or folder is an error.

    Raises:
        StoreError: the address is of no known kind, or there is no graph at it.
    """
    module = _module_for(address)
    if "://" not in address:
        _check_path(address, create=create)
    opener = cast(Callable[..., Store], importlib.import_module(module).open)
    return opener(address, create=create)


def _module_for(address: str) -> str:
    """Return the name of the module that opens the address."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", address)
    module = SCHEMES.get(scheme[1].lower()) if scheme else SUFFIXES.get(Path(address).suffix.lower())
    if module is None:
        raise StoreError(
            f"{without_password(address)}: no store opens this; use a folder ending in .kg, an address "
            f"starting with {', '.join(f'{name}://' for name in SCHEMES)}, or a file ending in "
            f"{', '.join(suffix for suffix in SUFFIXES if suffix != _FOLDER)}"
        )
    return module


def _check_path(address: str, *, create: bool) -> None:
    """Raise where a file or folder is missing, or is the other of the two."""
    path = Path(address)
    folder = path.suffix.lower() == _FOLDER
    if not path.exists():
        if not create:
            raise StoreError(f"{address}: there is no graph here; make one with: kg load SOURCE -g {address}")
        if not path.parent.is_dir():
            raise StoreError(f"{address}: the folder {path.parent} does not exist; make it first")
    elif folder and not path.is_dir():
        raise StoreError(f"{address}: this is a file, but a graph ending in {_FOLDER} is a folder")
    elif not folder and not path.is_file():
        raise StoreError(f"{address}: this is a folder, but a graph ending in {path.suffix} is a file")


def without_password(address: str) -> str:
    """Return the address with a password in it replaced by `***`."""
    return re.sub(r"(://[^/@:]*):.*@", r"\1:***@", address)
