"""Finding many phrases in a text at once, on word boundaries, in time linear in the text.

Texts are folded first: lower case, one straight apostrophe, every other mark a space. Folding keeps the length,
so an offset into the folded text is an offset into the original. Phrases are folded alike; a phrase never
reaches across a sentence end, since a mark and a space leave two spaces where a phrase has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

__all__ = ["Hit", "Matcher", "fold", "fold_keeping_case"]

_Payload = TypeVar("_Payload")

#: An apostrophe that does not stand between two word characters is a quotation mark, hence a space.
_LOOSE_APOSTROPHE = re.compile(r"(?<![^\W_])'|'(?![^\W_])")


class _Marks(dict[int, str | int]):
    """A translation table that learns characters as they occur: word characters stay, marks become spaces."""

    def __init__(self, *, lower: bool) -> None:
        super().__init__({ord(mark): "'" for mark in "'’‘ʼ´`"})
        self._lower = lower

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if not character.isalnum():
            folded = " "
        else:
            lowered = character.lower() if self._lower else character
            # A few capitals grow when lowered (`İ`); the offsets must not move.
            folded = lowered if len(lowered) == 1 else character
        self[code] = folded
        return folded


_LOWER = _Marks(lower=True)
_CASED = _Marks(lower=False)


def fold(text: str) -> str:
    """Return the text in lower case with marks as spaces; the length stays.

    Example:
        >>> fold("Low-dose Naltrexone (LDN) didn’t ‘help’.")
        "low dose naltrexone  ldn  didn't  help  "
    """
    return _fold(text, _LOWER)


def fold_keeping_case(text: str) -> str:
    """Return the text with marks as spaces and its case kept; the length stays.

    Example:
        >>> fold_keeping_case("My PT (not pt)")
        'My PT  not pt '
    """
    return _fold(text, _CASED)


def _fold(text: str, table: _Marks) -> str:
    folded = text.translate(table)
    return _LOOSE_APOSTROPHE.sub(" ", folded) if "'" in folded else folded


class Hit(NamedTuple, Generic[_Payload]):
    """A phrase found: code-point offsets into the text, and what the phrase stands for."""

    start: int
    end: int
    payload: _Payload


class Matcher(Generic[_Payload]):
    """Phrases compiled into one automaton; of overlapping phrases the leftmost, then the longest, is found.

    Building takes time linear in the phrases' length, searching in the text's.

    Example:
        >>> matcher = Matcher([("pain", 1), ("pain clinic", 2)])
        >>> [tuple(hit) for hit in matcher.find(fold("Pain? The pain clinic. Painted."))]
        [(0, 4, 1), (10, 21, 2)]
    """

    def __init__(self, phrases: Iterable[tuple[str, _Payload]]) -> None:
        self._payloads: dict[str, _Payload] = {}
        for phrase, payload in phrases:
            # The first entry of a phrase wins, so the order of the tables decides.
            self._payloads.setdefault(phrase, payload)
        #: A leading space asks for a word's beginning; the end is checked on each find.
        patterns = [f" {phrase}" for phrase in self._payloads]
        self._values = list(self._payloads.values())
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest) if patterns else None

    def __len__(self) -> int:
        return len(self._payloads)

    def find(self, folded: str) -> Iterator[Hit[_Payload]]:
        """Yield hits in a folded text, in text order, none overlapping."""
        if self._automaton is None:
            return
        values = self._values
        padded = f" {folded} "
        # `padded` starts with one extra space, as each pattern does: both shifts cancel out.
        for index, start, end in self._automaton.find_matches_as_indexes(padded):
            if padded[end] == " " or padded.startswith("'s ", end):
                yield Hit(start, end - 1, values[index])
            else:
                shorter = self._shorter(padded, start, end)
                if shorter is not None:
                    yield shorter

    def _shorter(self, padded: str, start: int, end: int) -> Hit[_Payload] | None:
        """Find a phrase inside a match that ended amid a word ("pain med" in "pain medium")."""
        cut = padded.rfind(" ", start + 1, end)
        while cut > start:
            phrase = padded[start + 1 : cut]
            if phrase in self._payloads:
                return Hit(start, cut - 1, self._payloads[phrase])
            cut = padded.rfind(" ", start + 1, cut)
        return None
