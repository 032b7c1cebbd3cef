"""Finding many phrases in a text at once, on word boundaries, in time linear in the text.

Texts are folded first: lower case, one straight apostrophe, every other mark a space. Folding keeps the length,
so an offset into the folded text is an offset into the original. Phrases are folded alike; a phrase never
reaches across a sentence end, since a mark and a space leave two spaces where a phrase has one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

__all__ = ["Hit", "Matcher", "fold", "fold_keeping_case", "word_counts"]

_Payload = TypeVar("_Payload")

#: Characters of text after which the automaton has paid for its building.
PAYS_AFTER = 300_000

#: An apostrophe that does not stand between two word characters is a quotation mark, hence a space.
_LOOSE_APOSTROPHE = re.compile(r"(?<![^\W_])'|'(?![^\W_])")


_WORD = re.compile(r"\S+")
_POSSESSIVE = "'s"
_POSSESSIVE_END = "'s "
_NO_COUNTS: tuple[int, ...] = ()


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


def word_counts(phrases: Iterable[str]) -> dict[str, list[int]]:
    """Return for each first word of a phrase how many words such phrases have, the most first.

    Example:
        >>> word_counts(["pain", "pain clinic", "knee pain"])
        {'pain': [2, 1], 'knee': [2]}
    """
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[0], set()).add(len(words))
    return {word: sorted(counts, reverse=True) for word, counts in found.items()}


class Matcher(Generic[_Payload]):
    """Phrases compiled for finding; of overlapping phrases the leftmost, then the longest, is found.

    A small text is searched word by word in a dictionary, which is ready at once. After `PAYS_AFTER` characters an
    Aho-Corasick automaton takes over: building it takes a second for large vocabularies, searching a tenth of the
    time. Both find the same.

    Example:
        >>> matcher = Matcher([("pain", 1), ("pain clinic", 2)])
        >>> [tuple(hit) for hit in matcher.find(fold("Pain? The pain clinic. Painted."))]
        [(0, 4, 1), (10, 21, 2)]
    """

    def __init__(
        self,
        phrases: dict[str, _Payload] | Iterable[tuple[str, _Payload]],
        *,
        lengths: Mapping[str, Sequence[int]] | None = None,
        pays_after: int = PAYS_AFTER,
    ) -> None:
        """Compile phrases.

        Args:
            phrases: folded phrases, each with what it stands for; the first entry of a phrase wins.
            lengths: `word_counts` of the phrases, where the caller has them already.
            pays_after: characters of text after which the automaton is built.
        """
        if isinstance(phrases, dict):
            self._payloads: dict[str, _Payload] = phrases
        else:
            self._payloads = {}
            for phrase, payload in phrases:
                self._payloads.setdefault(phrase, payload)
        self._lengths = word_counts(self._payloads) if lengths is None else lengths
        self._values = list(self._payloads.values())
        self._left = pays_after
        self._automaton: Any = None

    def __len__(self) -> int:
        return len(self._payloads)

    def get(self, phrase: str) -> _Payload | None:
        """Return what a folded phrase stands for, or None."""
        return self._payloads.get(phrase)

    def find(self, folded: str) -> list[Hit[_Payload]]:
        """Return the hits in a folded text, in text order, none overlapping."""
        if self._left > 0 and self._payloads:
            self._left -= len(folded)
            if self._left <= 0:
                self._automaton = _compile(self._payloads)
        if self._automaton is None:
            return list(self._by_words(folded, 0, len(folded)))
        return self._by_automaton(folded, self._automaton)

    def _by_words(self, folded: str, start: int, stop: int) -> Iterator[Hit[_Payload]]:
        """Yield the hits that begin from `start` to before `stop`, looking each word up in the dictionary."""
        lengths, payloads = self._lengths, self._payloads
        spans = _spans(folded)
        index = bisect_left(spans, (start, 0)) if start else 0
        count = len(spans)
        while index < count and spans[index][0] < stop:
            first, end = spans[index]
            index += 1
            possessive = folded.endswith(_POSSESSIVE, first, end)
            counts = lengths.get(folded[first:end], _NO_COUNTS)
            for number in counts if not possessive else (*counts, 1):
                if index + number - 1 > count:
                    continue
                last = spans[index + number - 2][1]
                payload = payloads.get(folded[first:last])
                if payload is None and folded.endswith(_POSSESSIVE, first, last):
                    last -= 2
                    payload = payloads.get(folded[first:last])
                if payload is not None:
                    yield Hit(first, last, payload)
                    index += number - 1
                    break

    def _by_automaton(self, folded: str, automaton: Any) -> list[Hit[_Payload]]:
        """Return the same hits by the automaton; where it ends amid a word, that stretch is searched by words."""
        hits: list[Hit[_Payload]] = []
        # The text starts with one extra space, as each pattern does: both shifts cancel out.
        padded = f" {folded} "
        values = self._values
        done = 0
        for number, start, raw_end in automaton.find_matches_as_indexes(padded):
            if start >= done and (padded[raw_end] == " " or padded.startswith(_POSSESSIVE_END, raw_end)):
                done = raw_end - 1
                hits.append(Hit(start, done, values[number]))
                continue
            for hit in self._by_words(folded, max(start, done), raw_end - 1):
                done = hit.end
                hits.append(hit)
        return hits


@lru_cache(maxsize=1)
def _spans(folded: str) -> list[tuple[int, int]]:
    """Return where the words stand; several matchers search the same text one after the other."""
    return [match.span() for match in _WORD.finditer(folded)]


def _compile(phrases: Iterable[str]) -> Any:
    """Build the automaton; a leading space asks for a word's beginning, the end is checked on each find."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick([f" {phrase}" for phrase in phrases], matchkind=MatchKind.LeftmostLongest, store_patterns=False)
