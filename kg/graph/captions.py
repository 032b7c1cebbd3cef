"""Short captions for a graph browser, and what else is read out of single values."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from kg.errors import AnnotationError
from kg.model import Experience, Post

__all__ = ["experience_label", "post_time", "reference_ids", "short"]

#: Longest caption.
_LENGTH = 60

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>?#&]+)")
_PMID = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,9})\b")


def short(text: str) -> str:
    """Return a text as one line of at most 60 characters.

    Example:
        >>> short("one\\n two")
        'one two'
        >>> len(short("word " * 99))
        60
    """
    line = " ".join(text.split())
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1].rstrip() + "…"


def experience_label(experience: Experience) -> str:
    """Return who met what with which outcome.

    Example:
        >>> from kg.model import Access, Experiencer, OutcomeValue, Span
        >>> experience_label(Experience("x1", Span("1", 0, 1), "I", Experiencer.SELF, Access.FIRST_HAND,
        ...     OutcomeValue.NO_CHANGE, conditions=("CRPS",), treatments=("ketamine",)))
        'self: ketamine, CRPS (no-change)'
    """
    met = sorted(set(experience.treatments)) or sorted(set(experience.stressors))
    what = [*met, *sorted({*experience.conditions} or {*experience.symptoms})]
    subject = f"{experience.experiencer.value}: {', '.join(what)}" if what else experience.experiencer.value
    return f"{short(subject)} ({experience.outcome.value})"


def reference_ids(url: str) -> tuple[str | None, str | None]:
    """Return the DOI and the PubMed id that an address holds.

    Example:
        >>> reference_ids("https://doi.org/10.1000/182")
        ('10.1000/182', None)
        >>> reference_ids("https://pubmed.ncbi.nlm.nih.gov/12345/")
        (None, '12345')
    """
    doi, pmid = _DOI.search(url), _PMID.search(url)
    return (doi[1].rstrip(".,;)") if doi else None, pmid[1] if pmid else None)


def post_time(post: Post, *, source: str) -> str | None:
    """Return when a post was written as `2019-03-01T12:00:00Z`, in UTC to the second.

    Raises:
        AnnotationError: the time is not ISO 8601.
    """
    if post.created is None:
        return None
    try:
        time = datetime.fromisoformat(post.created)
    except ValueError as error:
        raise AnnotationError(
            f"post {post.path}: its time {post.created!r} is not like 2019-03-01T12:00:00Z", source=source
        ) from error
    zoned = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return zoned.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
