"""What the graph needs of a vocabulary: a concept's other names, external ids and broader concepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Kind

__all__ = ["ConceptInfo", "Concepts"]


@dataclass(frozen=True, slots=True)
class ConceptInfo:
    """What a vocabulary says of one concept.

    Attributes:
        synonyms: other names.
        matches: the same concept elsewhere, as CURIEs such as `MONDO:0019369`.
        broader: labels of more general concepts of the same kind.
    """

    synonyms: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


#: Looks a concept up by kind and exact label; an empty one is fine.
Concepts = Mapping[tuple[Kind, str], ConceptInfo]
