"""Scoring: how far one reader's annotations agree with another's, by layer."""

from __future__ import annotations

from kg.score.compare import Comparison, compare
from kg.score.differences import Difference, differences
from kg.score.figures import MACRO, Count, Scores, score, total

__all__ = ["MACRO", "Comparison", "Count", "Difference", "Scores", "compare", "differences", "score", "total"]
