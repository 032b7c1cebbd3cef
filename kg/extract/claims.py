"""Claims as frames: one record for a proposition, however often it is argued in a discussion."""

from __future__ import annotations

from kg.claims import sentence_of
from kg.extract.reading import Reading
from kg.model import Claim, Predicate

__all__ = ["ANY", "claim_of"]

#: Stands for a subject or object that nobody names.
ANY = "any"


def claim_of(reading: Reading, predicate: Predicate, subject: str, object_: str = "") -> Claim:
    """Return the discussion's claim predicate(subject, object); a new one gets the next id."""
    key = (predicate.value, subject, object_)
    if key not in reading.claims:
        text = sentence_of(predicate, subject, object_)
        reading.claims[key] = Claim(f"c{len(reading.claims) + 1}", predicate, subject, object_, text)
    return reading.claims[key]
