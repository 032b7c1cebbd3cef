"""Named questions: read from `queries/`, asked of any store, the same rows in Cypher and in SPARQL."""

from __future__ import annotations

from kg.ask.asking import Answer, ask, read_parameters
from kg.ask.catalogue import Question, find_question, questions
from kg.ask.free import run_cypher, run_sparql

__all__ = [
    "Answer",
    "Question",
    "ask",
    "find_question",
    "questions",
    "read_parameters",
    "run_cypher",
    "run_sparql",
]
