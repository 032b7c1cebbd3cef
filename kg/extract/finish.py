"""The end of a reading: one mention a post and concept, and everything in source order."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.reading import MentionDraft, PostReading, Reading, SentenceReading
from kg.model import Annotations, Kind, Mention, Run, Span

__all__ = ["to_annotations"]


def to_annotations(reading: Reading, run: Run) -> Annotations:
    """Return the finished reading as frozen records; claims that nothing uses are left out."""
    used = {stance.claim for stance in reading.stances} | {row.claim for row in reading.evidence}
    return Annotations(
        discussion=reading.discussion,
        run=run,
        mentions=tuple(mention for annotated in reading.posts.values() for mention in _mentions(annotated)),
        experiences=tuple(reading.experiences),
        claims=tuple(claim for claim in reading.claims.values() if claim.id in used),
        stances=tuple(reading.stances),
        evidence=tuple(reading.evidence),
        replies=tuple(reading.replies),
    )


def _mentions(annotated: PostReading) -> Iterator[Mention]:
    """Yield one mention a concept: the first that holds, else the first."""
    best: dict[tuple[Kind, str], MentionDraft] = {}
    for draft in annotated.mentions():
        known = best.get((draft.kind, draft.concept))
        if known is None or _doubt(draft) < _doubt(known):
            best[draft.kind, draft.concept] = draft
    text = annotated.post.text
    drafts = [_frozen(annotated, draft) for draft in best.values()]
    drafts += [m for sentence in annotated.sentences for m in _outcomes(annotated, sentence, text)]
    yield from sorted(drafts, key=lambda m: (m.span.start, m.span.end, m.kind, m.concept))


def _doubt(draft: MentionDraft) -> int:
    return 2 * draft.hypothetical + draft.negated


def _frozen(annotated: PostReading, draft: MentionDraft) -> Mention:
    return Mention(
        span=Span(annotated.post.path, draft.start, draft.end),
        text=annotated.post.text[draft.start : draft.end],
        kind=draft.kind,
        concept=draft.concept,
        negated=draft.negated,
        hypothetical=draft.hypothetical,
        experiencer=draft.experiencer,
        rule=draft.rule,
        confidence=draft.confidence,
    )


def _outcomes(annotated: PostReading, sentence: SentenceReading, text: str) -> Iterator[Mention]:
    """Yield the sentence's outcomes as concepts in the writer's own words."""
    for hit in sentence.outcomes:
        words = text[hit.start : hit.end]
        span = Span(annotated.post.path, hit.start, hit.end)
        person = sentence.person_at(hit.start)
        yield Mention(span, words, Kind.OUTCOME, words, False, False, person, hit.rule, 0.7)
