"""The lexicon: every name of every concept, with plurals, compiled for finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kg.match import Hit, Matcher, fold, fold_keeping_case
from kg.vocabulary.terms import Concept, load_concepts

__all__ = ["Lexicon", "Term", "load_lexicon", "plural"]

_SIBILANTS = ("s", "x", "z", "ch", "sh")


class Term(NamedTuple):
    """One name of one concept.

    Attributes:
        concept: what the name stands for.
        name: the name as the vocabulary writes it, without marks.
        weak: a common word that is this concept only beside another sign of a health context.
    """

    concept: Concept
    name: str
    weak: bool


class Lexicon:
    """Names of concepts, found in folded text.

    A name may stand for several concepts (`surgery` as a treatment and as a stressor); all are returned, in
    the order of the vocabulary.

    Example:
        >>> from kg.model import Kind
        >>> lexicon = Lexicon([Concept(Kind.SYMPTOM, "headache", ("=HA", "sore head"))])
        >>> text = "Headaches, a sore head, HA. Ha!"
        >>> [(text[hit.start:hit.end], hit.payload[0].concept.label) for hit in lexicon.find(text)]
        [('Headaches', 'headache'), ('sore head', 'headache'), ('HA', 'headache')]
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        folded: dict[str, tuple[Term, ...]] = {}
        cased: dict[str, tuple[Term, ...]] = {}
        plurals: list[tuple[str, Term, dict[str, tuple[Term, ...]]]] = []
        for concept in concepts:
            for phrase, term, exact in _phrases(concept):
                names = cased if exact else folded
                _add(names, phrase, term)
                several = plural(phrase)
                if several is not None:
                    plurals.append((several, term, names))
        # A name that the vocabulary writes goes before a plural that is only made (`the pills`, `the pill`).
        for phrase, term, names in plurals:
            _add(names, phrase, term)
        self._folded = Matcher(folded.items())
        self._cased = Matcher(cased.items())
        self._names = folded

    def find(self, text: str, *, folded: str | None = None) -> list[Hit[tuple[Term, ...]]]:
        """Return the names found, in text order, none overlapping; of overlapping names the longer wins.

        Args:
            text: any text.
            folded: `fold(text)`, where the caller has it already.
        """
        hits = list(self._folded.find(fold(text) if folded is None else folded))
        exact = list(self._cased.find(fold_keeping_case(text)))
        return _without_overlaps(hits, exact) if exact else hits

    def lookup(self, name: str) -> tuple[Term, ...]:
        """Return the terms that a whole name stands for, or an empty tuple."""
        return self._names.get(" ".join(fold(name).split()), ())


def _add(names: dict[str, tuple[Term, ...]], phrase: str, term: Term) -> None:
    """Let a phrase stand for a term; of several terms of one kind the first stays."""
    known = names.get(phrase)
    if known is None:
        names[phrase] = (term,)
    elif all(other.concept.kind is not term.concept.kind for other in known):
        names[phrase] = (*known, term)


def plural(phrase: str) -> str | None:
    """Return the phrase with its last word in the plural, or None where that makes no word.

    Example:
        >>> [plural(word) for word in ("migraine", "biopsy", "rash", "crps", "t3")]
        ['migraines', 'biopsies', 'rashes', None, None]
    """
    if len(phrase) < 3 or not phrase[-1].isalpha() or (phrase.endswith("s") and not phrase.endswith("ss")):
        return None
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        return phrase[:-1] + "ies"
    return phrase + ("es" if phrase.endswith(_SIBILANTS) else "s")


def _phrases(concept: Concept) -> Iterator[tuple[str, Term, bool]]:
    """Yield (folded phrase, term, exact case?) for the names and the label; a mark on the label's name wins."""
    own = () if f"={concept.label}" in concept.names else (concept.label,)
    for marked in (*concept.names, *own):
        exact, weak, name = marked.startswith("="), marked.startswith("?"), marked.lstrip("=?")
        term = Term(concept, name, weak)
        folded = (fold_keeping_case if exact else fold)(name).strip()
        phrase = " ".join(folded.split())
        if phrase:
            yield phrase, term, exact
        if folded != phrase:
            # A mark within a name (`H. pylori`) leaves two spaces in a text, too.
            yield folded, term, exact


def _without_overlaps(
    first: list[Hit[tuple[Term, ...]]], second: list[Hit[tuple[Term, ...]]]
) -> list[Hit[tuple[Term, ...]]]:
    """Merge two lists of hits; where two overlap the longer stays, at equal length the second's."""
    kept: list[Hit[tuple[Term, ...]]] = []
    marked = [(hit.start, hit.start - hit.end, 1, hit) for hit in first]
    marked += [(hit.start, hit.start - hit.end, 0, hit) for hit in second]
    for _, _, _, hit in sorted(marked, key=lambda row: row[:3]):
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the shipped vocabulary, compiled once a process."""
    return Lexicon(load_concepts())
