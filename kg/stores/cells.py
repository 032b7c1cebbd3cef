"""Values that the two Cypher engines give back, as the plain Python values of a table or a property."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kg.graph.records import Value
from kg.stores.base import Cell

__all__ = ["iso_time", "to_cell", "to_value"]


def iso_time(moment: datetime, *, nanoseconds: int | None = None) -> str:
    """Return a moment as ISO 8601 text in UTC, with no more decimals of a second than it needs.

    Args:
        moment: with a time zone; without one it is UTC.
        nanoseconds: of the second, where the engine knows more than Python's microseconds.

    Example:
        >>> iso_time(datetime(2019, 3, 1, 12))
        '2019-03-01T12:00:00Z'
        >>> iso_time(datetime(2019, 3, 1, 12, 0, 0, 500_000))
        '2019-03-01T12:00:00.5Z'
    """
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    decimals = f"{moment.microsecond * 1000 if nanoseconds is None else nanoseconds:09d}".rstrip("0")
    return f"{zoned.replace(tzinfo=None, microsecond=0).isoformat()}{'.' if decimals else ''}{decimals}Z"


def to_value(value: Any) -> Value | None:
    """Return a property's value: lists are tuples, date-times text."""
    cell = to_cell(value)
    return None if cell == () else cell


def to_cell(value: Any) -> Cell:
    """Return one cell of a table out of plain values, lists, maps and date-times; others become text.

    Example:
        >>> to_cell(["a", 1, None]), to_cell({"b": [1, 2]}), to_cell(Decimal("0.5"))
        (('a', '1', ''), '{"b": [1, 2]}', 0.5)
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return iso_time(value)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_text(item) for item in value)
    return _text(value)


def _text(value: Any) -> str:
    """Return an item of a list, or any other value, as text; maps and lists within lists become JSON."""
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    cell = to_cell(value) if isinstance(value, Decimal | datetime) else value
    return cell if cell is None or isinstance(cell, str | bool | int | float) else str(cell)
