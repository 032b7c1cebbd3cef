"""Last layer: the stance of each post to its parent."""

from __future__ import annotations

from kg.extract.reading import CueHit, PostReading, Reading, SentenceReading
from kg.model import PostKind, Reply, ReplyStance

__all__ = ["find_replies"]

#: Sentences in which a cue marked `initial` counts.
_OPENING = 2
#: Characters of a greeting that may stand before such a cue.
_GREETING = 12
#: Marks that set a word off from what follows.
_MARKS = frozenset(",.!…:;)")
_DASHES = frozenset("-–—")
#: Sentences of a reply that is short enough to be about the question in it.
_SHORT = 4


def find_replies(reading: Reading) -> None:
    """Add the reply stance of every post that has a parent."""
    for annotated in reading.posts.values():
        parent = annotated.post.parent
        if parent is not None and parent in reading.posts:
            stance, rule, confidence = _stance(annotated, reading.posts[parent])
            reading.replies.append(Reply(annotated.post.path, parent, stance, rule, confidence))


def _stance(annotated: PostReading, parent: PostReading) -> tuple[ReplyStance, str, float]:
    """Return the stance with its rule: the first agreement or denial, else a question put, else a comment."""
    own = [sentence for sentence in annotated.sentences if not sentence.quoted]
    if annotated.post.kind is PostKind.PINGBACK or not own:
        return ReplyStance.COMMENTS, "reply:comments:no-words", 0.95
    asked = bool(parent.sentences) and any(sentence.question for sentence in parent.sentences[-2:])
    for number, sentence in enumerate(own):
        for hit in sentence.hits("reply", "supports", "denies"):
            # A `no` answers a question; it contradicts only a statement.
            answers = asked and number == 0 and hit.payload.value == "denies"
            if not sentence.question and not answers and _counts(annotated, number, sentence, hit):
                return ReplyStance(hit.payload.value), hit.payload.id, 0.7
    asking = next((hit for sentence in own for hit in sentence.hits("reply", "queries")), None)
    if _asks(own):
        return ReplyStance.QUERIES, "reply:queries:question", 0.7
    if asking is not None:
        return ReplyStance.QUERIES, asking.payload.id, 0.6
    return ReplyStance.COMMENTS, "reply:comments:default", 0.6


def _counts(annotated: PostReading, number: int, sentence: SentenceReading, hit: CueHit) -> bool:
    """Tell whether a cue counts where it stands: an initial one at the beginning, one `alone` set off."""
    if not hit.payload.note:
        return True
    if number >= _OPENING or hit.start - sentence.start > _GREETING:
        return False
    if hit.payload.note == "initial":
        return True
    text = annotated.post.text
    return hit.end >= sentence.end or text[hit.end] in _MARKS or text[hit.end : hit.end + 2].strip() in _DASHES


def _asks(own: list[SentenceReading]) -> bool:
    """Tell whether a reply asks: its last words are a question, or a short reply holds one."""
    if own[-1].question:
        return True
    return any(sentence.question for sentence in own) and len(own) <= _SHORT
