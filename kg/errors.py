"""Errors that a user can act on: each says what is wrong, where, and what to do."""

from __future__ import annotations

__all__ = [
    "AnnotationError",
    "KgError",
    "OntologyError",
    "QueryError",
    "RuleError",
    "SourceError",
    "StoreError",
    "VocabularyError",
]


class KgError(Exception):
    """Root of every error the command line shows as one line with exit code 1."""


class SourceError(KgError):
    """A source cannot be read: missing, empty, broken, or of no known format.

    Attributes:
        source: the file or address as the user gave it.
        line: 1-based line where reading failed, or None.
    """

    def __init__(self, message: str, *, source: str, line: int | None = None) -> None:
        self.source = source
        self.line = line
        place = source if line is None else f"{source}:{line}"
        super().__init__(f"{place}: {message}")


class AnnotationError(SourceError):
    """A px-annotations/1 file breaks its format, or quotes words its posts do not hold."""


class VocabularyError(KgError):
    """A vocabulary file is malformed; the message holds file and line."""


class RuleError(KgError):
    """A rule file is malformed; the message holds file and rule id."""


class OntologyError(KgError):
    """The graph and the ontology disagree on a class, relation or property."""


class StoreError(KgError):
    """A graph store cannot be opened, read or written."""


class QueryError(KgError):
    """A question is unknown, lacks a parameter, or is refused by the store."""
