"""The vocabulary: concepts with the names people give them, and the lexicon that finds those names in a text."""

from kg.vocabulary.lexicon import Lexicon, Term, load_lexicon
from kg.vocabulary.terms import Concept, load_concepts, load_narrower, read_concepts, vocabulary_hash

__all__ = [
    "Concept",
    "Lexicon",
    "Term",
    "load_concepts",
    "load_lexicon",
    "load_narrower",
    "read_concepts",
    "vocabulary_hash",
]
