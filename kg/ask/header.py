"""Reads the header of a query file: what it answers, its parameters and its columns, in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError

__all__ = ["ID_TYPES", "Column", "Header", "Parameter", "read_header"]

#: Types of parameters whose value is the id of a node, which a person gives by a name.
ID_TYPES = frozenset({"claim", "clinician", "concept", "condition", "discussion", "evidence", "speaker", "treatment"})

#: Types of parameters that are given as they stand.
_PLAIN_TYPES = frozenset({"integer", "text"})

#: Keys of a header, in their order; the last three may be missing.
_KEYS = ("title", "answers", "parameter", "column", "counts", "note", "order")
_SINGLE = frozenset({"title", "answers", "counts", "note", "order"})
_NEEDED = ("title", "answers", "column", "order")

_LINE = re.compile(r"(?P<key>[a-z]+): (?P<text>\S.*)")
_PARAMETER = re.compile(
    r"(?P<name>[a-z_]+): (?P<type>[a-z|-]+)(?: = (?P<default>\S+))? — (?P<meaning>.+?); e\.g\. (?P<example>.+)"
)
_COLUMN = re.compile(r"(?P<name>[a-z_]+) — (?P<meaning>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question wants to know before it is asked.

    Attributes:
        name: as a person writes it, `claim`.
        type: `integer`, `text`, values to choose from (`own|quoted`), or the kind of node that is meant.
        required: it has no default.
        default: value where none is given; None means all.
        meaning: a phrase.
        example: a value.
    """

    name: str
    type: str
    required: bool
    default: str | int | None
    meaning: str
    example: str

    @property
    def key(self) -> str:
        """Name of the parameter in the queries: `claim_id` for the claim, since an id is what they get."""
        return f"{self.name}_id" if self.type in ID_TYPES else self.name

    @property
    def choices(self) -> tuple[str, ...]:
        """Values to choose from; empty where anything goes."""
        return tuple(self.type.split("|")) if "|" in self.type else ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer, and what stands in it."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a query file says of itself.

    Attributes:
        title: a few words.
        answers: the question as one sentence.
        parameters: in the order in which they are documented.
        columns: in the order of the query.
        counts: what its counts count; empty where it counts nothing.
        note: what belongs in the answer and what does not; may be empty.
        order: how rows are sorted.
    """

    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    counts: str
    note: str
    order: str


def read_header(text: str, *, marker: str, source: str) -> Header:
    """Return the header of a query file.

    Args:
        text: the file.
        marker: what starts a comment, `//` or `#`.
        source: name of the file, for errors.

    Raises:
        QueryError: a line is malformed, or something is missing; the message holds file and line.

    Example:
        >>> text = "// title: T\\n// answers: Who?\\n// column: who — the\\n//   account\\n// order: by id\\nMATCH (n)"
        >>> read_header(text, marker="//", source="t.cypher").columns
        (Column(name='who', meaning='the account'),)
    """
    singles: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    last = 0
    for number, key, words in _entries(text, marker=marker, source=source):
        place = f"{source}:{number}"
        if key not in _KEYS or _KEYS.index(key) < last or key in singles:
            raise QueryError(f"{place}: {key!r} is unknown, out of order or there twice; keys are {', '.join(_KEYS)}")
        last = _KEYS.index(key)
        if key in _SINGLE:
            singles[key] = words
        elif key == "parameter":
            parameters.append(_parameter(words, place))
        else:
            columns.append(_column(words, place))
    for key in _NEEDED:
        if not (columns if key == "column" else singles.get(key)):
            raise QueryError(f"{source}: the header lacks {key!r}")
    return Header(
        title=singles["title"],
        answers=singles["answers"],
        parameters=tuple(parameters),
        columns=tuple(columns),
        counts=singles.get("counts", ""),
        note=singles.get("note", ""),
        order=singles["order"],
    )


def _entries(text: str, *, marker: str, source: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, key and words of each entry; a line indented by three more continues the one before."""
    entry: tuple[int, str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(marker):
            break
        words = line.removeprefix(marker)
        if words.startswith("   ") and entry is not None:
            entry = (entry[0], entry[1], f"{entry[2]} {words.strip()}")
            continue
        match = _LINE.fullmatch(words.strip())
        if match is None:
            raise QueryError(f"{source}:{number}: a header line is `{marker} key: words`")
        if entry is not None:
            yield entry
        entry = (number, match["key"], match["text"])
    if entry is not None:
        yield entry


def _parameter(words: str, place: str) -> Parameter:
    """Return a parameter from `name: type = default — meaning; e.g. example`."""
    match = _PARAMETER.fullmatch(words)
    if match is None:
        raise QueryError(f"{place}: a parameter is `name: type = default — meaning; e.g. example`")
    kind, default = match["type"], match["default"]
    if "|" not in kind and kind not in ID_TYPES | _PLAIN_TYPES:
        known = ", ".join(sorted(ID_TYPES | _PLAIN_TYPES))
        raise QueryError(f"{place}: {kind!r} is no type; types are {known}, or values to choose from: a|b")
    value: str | int | None = None if default == "null" else default
    if kind == "integer" and isinstance(value, str):
        value = int(value)
    return Parameter(match["name"], kind, default is None, value, match["meaning"], match["example"])


def _column(words: str, place: str) -> Column:
    """Return a column from `name — meaning`."""
    match = _COLUMN.fullmatch(words)
    if match is None:
        raise QueryError(f"{place}: a column is `name — meaning`")
    return Column(match["name"], match["meaning"])
