"""Named questions: read from `queries/`, asked of any store, the same rows in Cypher and in SPARQL."""

from __future__ import annotations

from kg.ask.asking import ask
from kg.ask.catalogue import Question, find_question, questions

__all__ = ["Question", "ask", "find_question", "questions"]
