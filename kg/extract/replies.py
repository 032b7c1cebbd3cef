"""Last layer: the stance of each post to its parent."""

from __future__ import annotations

from kg.extract.reading import PostReading, Reading, SentenceReading
from kg.model import PostKind, Reply, ReplyStance

__all__ = ["find_replies"]

#: Sentences in which a cue marked `initial` counts.
_OPENING = 2


def find_replies(reading: Reading) -> None:
    """Add the reply stance of every post that has a parent."""
    for annotated in reading.posts.values():
        parent = annotated.post.parent
        if parent is not None and parent in reading.posts:
            stance, rule, confidence = _stance(annotated)
            reading.replies.append(Reply(annotated.post.path, parent, stance, rule, confidence))


def _stance(annotated: PostReading) -> tuple[ReplyStance, str, float]:
    """Return the stance with its rule: the first agreement or denial, else a question put, else a comment."""
    own = [sentence for sentence in annotated.sentences if not sentence.quoted]
    if annotated.post.kind is PostKind.PINGBACK or not own:
        return ReplyStance.COMMENTS, "reply:comments:no-words", 0.95
    for number, sentence in enumerate(own):
        for hit in sentence.hits("reply", "supports", "denies"):
            if not sentence.question and _counts(hit.payload.note, number, sentence, hit.start):
                return ReplyStance(hit.payload.value), hit.payload.id, 0.7
    if _asks(own):
        return ReplyStance.QUERIES, "reply:queries:question", 0.7
    return ReplyStance.COMMENTS, "reply:comments:default", 0.6


def _counts(note: str, number: int, sentence: SentenceReading, start: int) -> bool:
    """Tell whether a cue counts where it stands: an initial one near the beginning of the reply."""
    return note != "initial" or (number < _OPENING and start - sentence.start <= 12)


def _asks(own: list[SentenceReading]) -> bool:
    """Tell whether a reply asks: its last words are a question, or a short reply holds one."""
    if own[-1].question:
        return True
    return any(sentence.question for sentence in own) and len(own) <= 4
