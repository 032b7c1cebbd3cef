"""Loaders: each turns a source of one format into discussions, one at a time.

The registry is the dict `BUILTIN` and the entry-point group `kg.loaders`: a package that declares an entry
point in this group, pointing to a `Loader`, adds a format; it cannot replace a built-in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from kg.errors import SourceError
from kg.loaders.base import HEAD, Loader, Source
from kg.model import Annotations, Discussion

__all__ = ["BUILTIN", "GROUP", "Loader", "Source", "find_loader", "loaders", "open_source"]

#: Entry-point group of loaders that other packages bring.
GROUP = "kg.loaders"

#: Modules of the built-in loaders by format; each holds its record as `LOADER`.
BUILTIN = {
    "px-annotations": "kg.loaders.px_annotations",
    "wordpress-copied": "kg.loaders.wordpress_copied",
}


def loaders() -> dict[str, Loader]:
    """Return all loaders by name, sorted.

    Raises:
        SourceError: a package's loader cannot be imported.
    """
    found: dict[str, Loader] = {name: import_module(module).LOADER for name, module in BUILTIN.items()}
    for entry in entry_points(group=GROUP):
        if entry.name not in BUILTIN:
            found[entry.name] = _imported(entry)
    return dict(sorted(found.items()))


def open_source(source: str, *, format: str | None = None) -> Iterator[Discussion | Annotations]:
    """Open a source and return an iterator over what it holds.

    The source is opened, and its format found, at once; its discussions are read as the iterator asks.

    Args:
        source: a file, or `-` for standard input.
        format: name of a loader; without it the content decides.

    Raises:
        SourceError: the source is missing, a folder, empty, not text, broken or of no known format, or there
            is no such format.
    """
    loader = None if format is None else find_loader(format)
    opened = Source.from_stdin() if source == "-" else Source.from_path(Path(source), name=source)
    if len(opened.head) < HEAD and not opened.opening().strip("\ufeff \t\r\n"):
        raise SourceError("is empty", source=source)
    return (loader or detect_loader(opened)).load(opened)


def find_loader(name: str) -> Loader:
    """Return the loader of that name; SourceError with the nearest name where there is none."""
    known = loaders()
    if name in known:
        return known[name]
    from rapidfuzz import process

    nearest = process.extractOne(name, list(known), score_cutoff=50)
    advice = f"did you mean {nearest[0]}? " if nearest else ""
    raise SourceError(f"there is no such format; {advice}`kg loaders` lists them", source=f"--as {name}")


def detect_loader(source: Source) -> Loader:
    """Return the loader that is surest of a source; SourceError where none knows it."""
    known = loaders()
    sure = {name: loader.detect(source) for name, loader in known.items()}
    best = max(sorted(sure), key=lambda name: sure[name])
    if sure[best] > 0:
        return known[best]
    text = source.text()  # raises where the bytes are no text at all
    _check_json(text, name=source.name)
    raise SourceError(
        "is of no known format; `kg loaders` lists them and shows what each looks like", source=source.name
    )


def _check_json(text: str, *, name: str) -> None:
    """Raise SourceError with the line where a text begins as JSON and breaks off."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return
    try:
        json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        lines = text[: error.pos].count("\n") + 1
        message = f"is broken JSON of no known format: {error.msg.removesuffix(' at')}; the file may be cut off"
        raise SourceError(message, source=name, line=lines) from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"is not usable JSON: {error}", source=name) from None


def _imported(entry: EntryPoint) -> Loader:
    package = entry.dist.name if entry.dist else entry.value
    try:
        loader = entry.load()
    except Exception as error:  # a plug-in may fail in any way; the message names it
        message = f"the loader of {package} cannot be imported ({error}); upgrade or uninstall it"
        raise SourceError(message, source=entry.name) from error
    if not isinstance(loader, Loader):
        message = f"{entry.value} of {package} is no kg.loaders.Loader; upgrade or uninstall it"
        raise SourceError(message, source=entry.name)
    return loader
