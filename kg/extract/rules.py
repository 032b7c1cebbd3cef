"""Reading the cue tables: phrases as data in `ontology/rules/`, each with a value and an id.

A table is a tab-separated file with the columns `value`, `cue` and `note`. A cue is a phrase in lower case that
may hold alternatives and optional parts: `{help|helps} [a lot]` stands for four phrases. Its id, which stands on
every fact that it made, is `table:value:cue`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from kg.cache import cached
from kg.errors import RuleError
from kg.match import Matcher, fold, word_counts

__all__ = ["Cue", "expand", "load_matcher", "load_words", "read_cues", "rules_hash"]

_COLUMNS = ("value", "cue", "note")
_GROUP = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]")
#: A phrase that folding leaves as it is; most are.
_PLAIN = re.compile(r"[a-z0-9 ]+")
#: Contractions that become other words without their apostrophe, so only the full form counts.
_KEEP_APOSTROPHE = frozenset({"i'll", "we'll", "she'll", "he'll", "we're", "i'd", "we'd", "she'd", "it's", "who're"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a cue table.

    Attributes:
        id: `table:value:cue`.
        value: what the cue says, out of the table's closed list.
        note: restricts the cue (`weak`, `initial`, …), or empty.
    """

    id: str
    value: str
    note: str


def expand(cue: str) -> Iterator[str]:
    """Yield every phrase that a cue stands for.

    Example:
        >>> list(expand("{work|works} [really ]well"))
        ['work really well', 'work well', 'works really well', 'works well']
    """
    group = _GROUP.search(cue)
    if group is None:
        yield " ".join(cue.split())
        return
    # An innermost group is taken first, so a group may hold another.
    options = group[1].split("|") if group[1] is not None else [*group[2].split("|"), ""]
    before, after = cue[: group.start()], cue[group.end() :]
    if _GROUP.search(after) is None and "{" not in before and "[" not in before:
        yield from (" ".join(f"{before}{option}{after}".split()) for option in options)
        return
    for option in options:
        yield from expand(f"{before}{option}{after}")


def read_cues(text: str, *, table: str) -> Iterator[tuple[str, Cue]]:
    """Yield (folded phrase, cue) for every phrase of a table's text.

    Raises:
        RuleError: a line has the wrong number of columns, or an empty value or cue.
    """
    for cue in _cues(text, table=table):
        yield from ((phrase, cue) for phrase in _phrases(cue))


def _cues(text: str, *, table: str) -> Iterator[Cue]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if cells == _COLUMNS:
            continue
        if len(cells) == len(_COLUMNS) - 1:
            cells = (*cells, "")
        if len(cells) != len(_COLUMNS) or not cells[0] or not cells[1]:
            raise RuleError(f"{table}.tsv:{number}: expected value, cue and note between tabs")
        value, pattern, note = cells
        yield Cue(f"{table}:{value}:{pattern}", value, note)


def _phrases(cue: Cue) -> Iterator[str]:
    pattern = cue.id.split(":", 1)[1][len(cue.value) + 1 :]
    for phrase in expand(pattern):
        yield from _forms(phrase)


def _forms(phrase: str) -> Iterator[str]:
    """Yield the folded phrase, and again without apostrophes where people leave them out."""
    folded = phrase if _PLAIN.fullmatch(phrase) else " ".join(fold(phrase).split())
    if folded:
        yield folded
        if "'" in folded and not _KEEP_APOSTROPHE & set(folded.split()):
            yield folded.replace("'", "")


def _table_text(table: str) -> str:
    return (files("kg.ontology") / "rules" / f"{table}.tsv").read_text(encoding="utf-8")


@cache
def load_matcher(table: str) -> Matcher[Cue]:
    """Return the compiled cue table of that name, built once a process."""
    text = _table_text(table)
    cues = list(_cues(text, table=table))
    compiled = cached(f"cues-{table}", text, lambda: _compile(cues))
    phrases = {phrase: cues[number] for phrase, number in compiled["phrases"].items()}
    return Matcher(phrases, lengths=compiled["lengths"])


def _compile(cues: list[Cue]) -> dict[str, Any]:
    """Return the number of the cue that each phrase stands for, the first where several do, and their lengths."""
    phrases: dict[str, int] = {}
    for number, cue in enumerate(cues):
        for phrase in _phrases(cue):
            phrases.setdefault(phrase, number)
    return {"phrases": phrases, "lengths": word_counts(phrases)}


@cache
def load_words(table: str, value: str) -> frozenset[str]:
    """Return the phrases of one value of a table, as a set."""
    return frozenset(phrase for phrase, cue in read_cues(_table_text(table), table=table) if cue.value == value)


@cache
def rules_hash() -> str:
    """Return a hash of all rule files, 16 hexadecimal digits: part of what identifies a run."""
    digest = blake2b(digest_size=8)
    folder = files("kg.ontology").joinpath("rules")
    for entry in sorted((e for e in folder.iterdir() if e.name.endswith(".tsv")), key=lambda e: e.name):
        digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()
