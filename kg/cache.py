"""A cache of compiled rules and vocabulary, so that the second start is quick. It holds nothing of any discussion."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kg import __version__

__all__ = ["cached"]


#: Number of the way in which names and cues are compiled: one more whenever that changes.
_COMPILER = 2


def cached(name: str, source: str, build: Callable[[], Any]) -> Any:
    """Return what `build` makes out of `source`, from the cache where it has it.

    The cache lies in `KG_CACHE`, else in `pxkg` under the user's cache folder; an empty `KG_CACHE` switches it off.
    A cache that cannot be read or written is passed over: it changes nothing but the time.

    Args:
        name: says what is cached, as part of the file's name.
        source: text that it depends on; another text is another entry.
        build: makes it: lists, dicts with text as keys, text and numbers, which JSON gives back unchanged.
    """
    folder = _folder()
    if folder is None:
        return build()
    key = blake2b(f"{__version__}\0{_COMPILER}\0{source}".encode(), digest_size=8).hexdigest()
    path = folder / f"{name}-{key}.json"
    with suppress(OSError, ValueError):
        return json.loads(path.read_bytes())
    made = build()
    with suppress(OSError):
        _write(path, json.dumps(made, ensure_ascii=False, separators=(",", ":")))
    return made


def _folder() -> Path | None:
    if "KG_CACHE" in os.environ:
        return Path(os.environ["KG_CACHE"]) if os.environ["KG_CACHE"] else None
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with suppress(RuntimeError):
        return Path(base).expanduser() / "pxkg"
    return None


def _write(path: Path, text: str) -> None:
    """Write all or nothing: another process may read at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)
    for old in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.json"):
        if old != path:
            old.unlink(missing_ok=True)
