"""Helps the tests of the layers: reads a few posts and returns what was found."""

from __future__ import annotations

from kg.extract import annotate
from kg.model import Annotations, Claim, Discussion, Mention, Post, PostKind

__all__ = ["claims", "mention", "read"]


def read(*texts: str, title: str = "", answers: dict[int, int] | None = None) -> Annotations:
    """Read posts: the first opens the discussion, each other answers it or the one that `answers` says."""
    parents = dict.fromkeys(range(1, len(texts)), 0) | (answers or {})
    posts = tuple(
        Post(
            path=str(number),
            parent=str(parents[number]) if number else None,
            author=f"author {number}",
            kind=PostKind.COMMENT if number else PostKind.ARTICLE,
            text=text,
        )
        for number, text in enumerate(texts)
    )
    return annotate(Discussion("test", title, posts))


def mention(read: Annotations, concept: str) -> Mention:
    """Return the mention of a concept; KeyError where there is none."""
    for found in read.mentions:
        if found.concept == concept:
            return found
    raise KeyError(f"{concept} is not among {sorted({found.concept for found in read.mentions})}")


def claims(read: Annotations) -> dict[str, str]:
    """Return the claims as `predicate(subject, object)` by id."""
    return {claim.id: frame(claim) for claim in read.claims}


def frame(claim: Claim) -> str:
    slots = [slot for slot in (claim.subject, claim.object) if slot]
    return f"{claim.predicate}({', '.join(slots)})"
