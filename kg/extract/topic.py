"""Sixth layer: what a discussion is about, so that an unnamed `it` has a meaning."""

from __future__ import annotations

from collections import Counter

from kg.extract.reading import PostReading, Reading, Topic
from kg.extract.rules import load_words
from kg.model import Kind
from kg.vocabulary import load_lexicon

__all__ = ["branch_treatment", "find_topic"]

#: Weight of a concept in the title, in the opening post, and in any other post, each counted once.
_TITLE, _OPENING, _REPLY = 6, 3, 1
#: How much heavier than any other a treatment must be to be what the discussion is about.
_LEAD = 1.5


def find_topic(reading: Reading) -> None:
    """Set the discussion's topic: the condition and the treatment that most of it is about."""
    weights: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
    for hit in load_lexicon().find(reading.discussion.title):
        named = hit.payload[0].concept
        weights[named.kind][named.label] += _TITLE
    for number, annotated in enumerate(reading.posts.values()):
        for kind, label in {(m.kind, m.concept) for m in annotated.mentions() if not m.negated and not m.weak}:
            weights[kind][label] += _REPLY if number else _OPENING
    condition = _heaviest(weights[Kind.CONDITION]) or _heaviest(weights[Kind.SYMPTOM])
    reading.topic = Topic(condition, _outstanding(weights[Kind.TREATMENT]))


def _heaviest(weights: Counter[str]) -> str | None:
    return min(weights, key=lambda label: (-weights[label], label)) if weights else None


def _outstanding(weights: Counter[str]) -> str | None:
    """Return the heaviest treatment where it stands out: many threads are about many treatments."""
    generic = load_words("names", "generic")
    ranked = sorted((-weight, label) for label, weight in weights.items() if label.lower() not in generic)
    if not ranked or (len(ranked) > 1 and -ranked[0][0] < _LEAD * -ranked[1][0]):
        return None
    return ranked[0][1]


def branch_treatment(reading: Reading, annotated: PostReading) -> str | None:
    """Return the treatment that an unnamed `it` of a post stands for: the parent's last one, else the topic's.

    Walks up the reply chain, nearest first; a parent that names several treatments leaves it open.
    """
    parent = reading.parent(annotated.post)
    seen = {annotated.post.path}
    while parent is not None and parent.post.path not in seen and parent.post.path != "0":
        treatments = {m.concept for m in parent.mentions() if m.kind is Kind.TREATMENT and not m.weak}
        if len(treatments) == 1:
            return treatments.pop()
        seen.add(parent.post.path)
        parent = reading.parent(parent.post)
    return reading.topic.treatment
