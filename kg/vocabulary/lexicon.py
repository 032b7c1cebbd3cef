"""The lexicon: every name of every concept, with plurals, compiled for finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from kg.cache import cached
from kg.match import Hit, Matcher, fold, fold_keeping_case, word_counts
from kg.vocabulary.terms import Concept, load_concepts, vocabulary_hash

__all__ = ["Lexicon", "Term", "compile_names", "load_lexicon", "plural"]

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

    def __init__(self, concepts: Iterable[Concept], *, compiled: dict[str, Any] | None = None) -> None:
        """Compile the names of concepts.

        Args:
            concepts: in the order in which the first of two with one name and kind wins.
            compiled: `compile_names` of the same concepts, where the caller has it already.
        """
        concepts = list(concepts)
        tables = compile_names(concepts) if compiled is None else compiled
        self._terms = [Term(concepts[number], name, bool(weak)) for number, name, weak in tables["terms"]]
        self._folded = Matcher[list[int]](tables["folded"], lengths=tables["folded_lengths"])
        self._cased = Matcher[list[int]](tables["cased"], lengths=tables["cased_lengths"])

    def find(self, text: str, *, folded: str | None = None) -> list[Hit[tuple[Term, ...]]]:
        """Return the names found, in text order, none overlapping; of overlapping names the longer wins.

        Args:
            text: any text.
            folded: `fold(text)`, where the caller has it already.
        """
        hits = self._with_terms(self._folded.find(fold(text) if folded is None else folded))
        exact = self._with_terms(self._cased.find(fold_keeping_case(text)))
        return _without_overlaps(hits, exact) if exact else hits

    def _with_terms(self, hits: Iterable[Hit[list[int]]]) -> list[Hit[tuple[Term, ...]]]:
        terms = self._terms
        return [Hit(hit.start, hit.end, tuple([terms[number] for number in hit.payload])) for hit in hits]

    def lookup(self, name: str) -> tuple[Term, ...]:
        """Return the terms that a whole name stands for, or an empty tuple."""
        return tuple(self._terms[number] for number in self._folded.get(" ".join(fold(name).split())) or ())


def compile_names(concepts: Sequence[Concept]) -> dict[str, Any]:
    """Return what a lexicon looks names up in, as plain lists and dicts that JSON can hold.

    Returns:
        `terms`: (number of the concept, name, weak?) a term; `folded` and `cased`: numbers of terms by phrase, and
        their `…_lengths`.
    """
    terms: list[tuple[int, str, int]] = []
    names: dict[bool, dict[str, list[int]]] = {False: {}, True: {}}
    plurals: list[tuple[str, int, bool]] = []
    kinds = [concept.kind for concept in concepts]

    def add(phrase: str, term: int, exact: bool) -> None:
        known = names[exact].setdefault(phrase, [])
        if all(kinds[terms[other][0]] is not kinds[terms[term][0]] for other in known):
            known.append(term)

    for number, concept in enumerate(concepts):
        for phrases, name, weak, exact in _phrases(concept):
            terms.append((number, name, int(weak)))
            for phrase in phrases:
                add(phrase, len(terms) - 1, exact)
                several = plural(phrase)
                if several is not None:
                    plurals.append((several, len(terms) - 1, exact))
    # A name that the vocabulary writes goes before a plural that is only made (`the pills`, `the pill`).
    for phrase, term, exact in plurals:
        add(phrase, term, exact)
    return {
        "terms": terms,
        "folded": names[False],
        "cased": names[True],
        "folded_lengths": word_counts(names[False]),
        "cased_lengths": word_counts(names[True]),
    }


def plural(phrase: str) -> str | None:
    """Return the phrase with its last word in the plural, or None where that makes no word.

    Example:
        >>> [plural(word) for word in ("migraine", "biopsy", "rash", "crps", "t3")]
        ['migraines', 'biopsies', 'rashes', None, None]
    """
    # A short last word would turn into another one: "type I" into "type is", "hepatitis A" into "hepatitis as".
    if (
        len(phrase.rpartition(" ")[2]) < 3
        or not phrase[-1].isalpha()
        or (phrase.endswith("s") and not phrase.endswith("ss"))
    ):
        return None
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        return phrase[:-1] + "ies"
    return phrase + ("es" if phrase.endswith(_SIBILANTS) else "s")


def _phrases(concept: Concept) -> Iterator[tuple[list[str], str, bool, bool]]:
    """Yield (folded phrases, name, weak?, exact case?) for the names and the label; a mark on the label's name wins."""
    own = () if f"={concept.label}" in concept.names else (concept.label,)
    for marked in (*concept.names, *own):
        exact, weak, name = marked.startswith("="), marked.startswith("?"), marked.lstrip("=?")
        folded = (fold_keeping_case if exact else fold)(name).strip()
        phrase = " ".join(folded.split())
        # A mark within a name (`H. pylori`) leaves two spaces in a text, so both ways of writing it are phrases.
        phrases = [phrase] if folded == phrase else [phrase, folded]
        if phrase:
            yield phrases, name, weak, exact


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
    concepts = load_concepts()
    return Lexicon(concepts, compiled=cached("names", vocabulary_hash(), lambda: compile_names(concepts)))
