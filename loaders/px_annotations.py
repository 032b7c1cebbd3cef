"""Load px-annotations/1: a discussion that somebody annotated, taken as it stands after its quotes are checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotations import read_annotations
from kg.loaders.base import Loader, Source
from kg.model import Annotations

__all__ = ["LOADER"]

#: The mark of the format, in any version: a wrong version is for the reader to name.
_MARK = re.compile(r'"format"\s*:\s*"px-annotations\b')

#: A list of the format, for a file whose mark stands far behind.
_LIST = re.compile(r'"(?:entities|experiences|claims|stances|evidence)"\s*:\s*\[')


def detect(source: Source) -> float:
    """Return 1 for the mark of the format, less for one of its lists."""
    opening = source.opening().lstrip("\ufeff \t\r\n")
    if not opening.startswith("{"):
        return 0.0
    if _MARK.search(opening):
        return 1.0
    return 0.5 if _LIST.search(opening) else 0.0


def load(source: Source) -> Iterator[Annotations]:
    """Yield the annotations of the one discussion that a file holds."""
    yield read_annotations(source.text(), name=source.name)


LOADER = Loader(
    name="px-annotations",
    title="px-annotations/1: a discussion annotated by a person or a program",
    example="kg load thread.gold.json",
    detect=detect,
    load=load,
)
