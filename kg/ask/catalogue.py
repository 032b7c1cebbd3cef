"""The catalogue of named questions: each is a pair of files in `queries/`, described by their header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kg.ask.header import Header, read_header
from kg.errors import QueryError
from kg.stores.base import Language

__all__ = ["Question", "find_question", "helper", "nearest", "questions"]

#: Suffix of the query files and marker of a comment, by language.
_LANGUAGES: dict[Language, tuple[str, str]] = {"cypher": (".cypher", "//"), "sparql": (".rq", "#")}

#: How like a name must be, out of 100, to be offered instead.
_LIKENESS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """A named question in both languages.

    Attributes:
        name: its name, and that of its files.
        header: what it answers, its parameters and columns.
        texts: the query by language.
    """

    name: str
    header: Header
    texts: dict[Language, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.header.columns)


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions, sorted by name.

    Raises:
        QueryError: a file is missing or its header malformed, or the headers of a pair differ.
    """
    names = sorted(
        file.name.removesuffix(".cypher")
        for file in _folder().iterdir()
        if file.name.endswith(".cypher") and not file.name.startswith("_")
    )
    return tuple(_read(name) for name in names)


def find_question(name: str) -> Question:
    """Return a question by name.

    Raises:
        QueryError: there is none; the message offers the nearest.

    Example:
        >>> find_question("claim_balance").header.title
        'Balance of claims'
        >>> find_question("claim_balanse")
        Traceback (most recent call last):
        kg.errors.QueryError: there is no question 'claim_balanse'; did you mean claim_balance? `kg ask` lists all
    """
    known = {question.name: question for question in questions()}
    if name not in known:
        offered = nearest(name, known, limit=1)
        hint = f"did you mean {offered[0]}? " if offered else ""
        raise QueryError(f"there is no question {name!r}; {hint}`kg ask` lists all")
    return known[name]


@cache
def helper(name: str, language: Language) -> str:
    """Return a helper query, such as `_claims`, whose rows serve to understand what a person types."""
    return (_folder() / f"{name}{_LANGUAGES[language][0]}").read_text(encoding="utf-8")


def nearest(word: str, known: Iterable[str], *, limit: int = 5, sentences: bool = False) -> list[str]:
    """Return what is most like some words among known names, best first, then by name; little likeness is left out.

    Args:
        word: what a person typed.
        known: what there is.
        limit: how many at most.
        sentences: the known ones have several words each, which may come in another order.

    Example:
        >>> nearest("ketamin", ["ketamine", "kettle", "rest"], limit=1)
        ['ketamine']
        >>> nearest("crps ketamine", ["effective(ketamine, CRPS)", "real(CRPS)"], limit=1, sentences=True)
        ['effective(ketamine, CRPS)']
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        word,
        sorted(set(known)),
        scorer=fuzz.token_ratio if sentences else fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=_LIKENESS,
    )
    return [name for name, _, _ in found]


def _folder() -> Traversable:
    """Return the folder of the query files."""
    return files("kg.queries")


def _read(name: str) -> Question:
    """Return the question of a name from its two files."""
    texts: dict[Language, str] = {}
    headers: dict[Language, Header] = {}
    for language, (suffix, marker) in _LANGUAGES.items():
        file = _folder() / f"{name}{suffix}"
        if not file.is_file():
            raise QueryError(f"queries/{file.name}: is missing; a question is asked in Cypher and in SPARQL")
        texts[language] = file.read_text(encoding="utf-8")
        headers[language] = read_header(texts[language], marker=marker, source=f"queries/{file.name}")
    if headers["cypher"] != headers["sparql"]:
        raise QueryError(f"queries/{name}.rq: its header differs from that of queries/{name}.cypher")
    return Question(name, headers["cypher"], texts)
