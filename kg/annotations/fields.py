"""Typed access to the rows of untrusted JSON; each refusal says where, what is there and what may be."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

__all__ = ["Problem", "Row", "show"]

_Choice = TypeVar("_Choice", bound=StrEnum)

#: Longest value repeated in a message, in characters.
_SHOWN = 60


class Problem(Exception):
    """One thing wrong with a file; the message starts with the place in the document."""


def show(value: object) -> str:
    """Return a value as it would stand in JSON, cut to one short line.

    Example:
        >>> show("so-so"), show(None)
        ('"so-so"', 'null')
    """
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One object of the document.

    Attributes:
        place: where it stands, such as `stances[12]`.
        values: its keys and values; null counts as absent.
    """

    place: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, value: object, *, place: str) -> Row:
        """Return the row for a JSON value; Problem where it is no object."""
        if not isinstance(value, dict):
            raise Problem(f"{place}: {show(value)} is not an object with keys")
        return cls(place, value)

    def problem(self, message: str) -> Problem:
        """Return the problem with this row, ready to raise."""
        return Problem(f"{self.place}: {message}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default the key must be there."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.problem(f"{key} is missing")
        return self._checked(key, value)

    def filled(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.text(key)
        if not value:
            raise self.problem(f"{key} is empty")
        return value

    def optional(self, key: str) -> str | None:
        """Return a text, or None where the key is absent."""
        return None if self.values.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.problem(f"{key} is {show(value)}, not a list of texts")
        return tuple(self._checked(key, item) for item in value)

    def flag(self, key: str) -> bool:
        """Return true or false; absent is false."""
        value = self.values.get(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.problem(f"{key} is {show(value)}; allowed: true, false")
        return value

    def whole(self, key: str) -> int | None:
        """Return a whole number, or None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.problem(f"{key} is {show(value)}, not a whole number")
        return value

    def share(self, key: str) -> float:
        """Return a number from 0 to 1; absent is 1."""
        value = self.values.get(key)
        if value is None:
            return 1.0
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or not 0 <= value <= 1:  # type: ignore[arg-type,operator]
            raise self.problem(f"{key} is {show(value)}; allowed: a number from 0 to 1")
        return float(value)  # type: ignore[arg-type]

    def choice(self, key: str, allowed: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a value of a closed vocabulary; without a default the key must be there."""
        if default is not None and self.values.get(key) is None:
            return default
        value = self.text(key)
        try:
            return allowed(value)
        except ValueError:
            raise self.problem(f"{key} is {show(value)}; allowed: {', '.join(allowed)}") from None

    def moment(self, key: str) -> str | None:
        """Return a date-time in UTC (`2019-03-01T12:00:00Z`), or None; one without a zone is taken as UTC."""
        value = self.optional(key)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
            aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.problem(f"{key} is {show(value)}; allowed: 2019-03-01T12:00:00Z") from None
        return aware.replace(microsecond=0, tzinfo=None).isoformat() + "Z"

    def _checked(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.problem(f"{key} is {show(value)}, not a text")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise self.problem(f"{key} holds half a character (a lone surrogate) at {error.start}") from None
        return value
