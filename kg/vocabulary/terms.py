"""Reading the vocabulary files: one concept a line, tab-separated, in `ontology/vocabulary/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from kg.errors import VocabularyError
from kg.model import Kind

__all__ = ["COLUMNS", "Concept", "load_concepts", "load_narrower", "read_concepts", "vocabulary_hash"]

#: First line of every vocabulary file.
COLUMNS = ("kind", "label", "names", "broader", "match")


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that patients talk about.

    Attributes:
        kind: condition, symptom, treatment, clinician, organization or stressor.
        label: preferred name; unique within its kind.
        names: other names as written in the file, with their marks (`=` exact case, `?` weak).
        broader: label of a more general concept of the same kind, or None.
        matches: ids in other vocabularies (`HP:0012378`).
    """

    kind: Kind
    label: str
    names: tuple[str, ...] = ()
    broader: str | None = None
    matches: tuple[str, ...] = ()

    @property
    def synonyms(self) -> tuple[str, ...]:
        """The other names without their marks, sorted, each once."""
        return tuple(sorted({name.lstrip("=?") for name in self.names} - {self.label}))


def read_concepts(text: str, *, source: str) -> Iterator[Concept]:
    r"""Yield the concepts of one file's text.

    Args:
        text: the file's content.
        source: its name, for errors.

    Raises:
        VocabularyError: a line has the wrong number of columns or an unknown kind.

    Example:
        >>> rows = "kind\tlabel\tnames\tbroader\tmatch\nsymptom\tfatigue\ttired | ?drained\t\tHP:0012378\n"
        >>> [concept.synonyms for concept in read_concepts(rows, source="example.tsv")]
        [('drained', 'tired')]
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if cells != COLUMNS:
            yield _concept(cells, place=f"{source}:{number}")


def _concept(cells: tuple[str, ...], *, place: str) -> Concept:
    if len(cells) != len(COLUMNS):
        raise VocabularyError(f"{place}: {len(cells)} columns, expected {len(COLUMNS)}: {', '.join(COLUMNS)}")
    kind, label, names, broader, matches = (cell.strip() for cell in cells)
    if kind not in set(Kind) - {Kind.OUTCOME} or not label:
        allowed = ", ".join(sorted(set(Kind) - {Kind.OUTCOME}))
        raise VocabularyError(f"{place}: kind {kind!r} with label {label!r}; kinds are {allowed}")
    return Concept(Kind(kind), label, _split(names), broader or None, _split(matches))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def load_concepts() -> tuple[Concept, ...]:
    """Return all concepts that ship with the program, in the order of file names and lines."""
    return tuple(concept for name, text in _tables() for concept in read_concepts(text, source=name))


@cache
def _tables() -> tuple[tuple[str, str], ...]:
    """Return name and text of every vocabulary file, sorted by name."""
    folder = files("kg.ontology").joinpath("vocabulary")
    tables = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".tsv")), key=lambda e: e.name)
    return tuple((table.name, table.read_text(encoding="utf-8")) for table in tables)


@cache
def load_narrower(kind: Kind, label: str) -> frozenset[str]:
    """Return the labels of a concept and of all that are narrower, at any depth.

    Example:
        >>> "MRI" in load_narrower(Kind.TREATMENT, "tests")
        True
    """
    below: dict[str, list[str]] = {}
    for concept in load_concepts():
        if concept.kind is kind and concept.broader is not None:
            below.setdefault(concept.broader, []).append(concept.label)
    found: set[str] = set()
    waiting = [label]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += below.get(current, [])
    return frozenset(found)


@cache
def vocabulary_hash() -> str:
    """Return a hash of all vocabulary files, 16 hexadecimal digits: part of what identifies a run."""
    digest = blake2b(digest_size=8)
    for name, text in _tables():
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()
