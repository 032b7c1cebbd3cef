"""First layer: sentences, their clauses and paragraphs, and the words that belong to other speakers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.extract.reading import PostReading, Reading, SentenceReading
from kg.match import fold

__all__ = ["find_sentences", "mark_quotations", "segment"]

#: A sentence ends at closing marks before white space, or at a line break.
_SENTENCE_END = re.compile(r"[.!?…]+[)\"'”’\]*]*(?=\s|$)|(?<=[a-z)][.!?])(?=[A-Z][a-z' ])|\n+|(?<=\S)\s+(?=[•*]\s)")
#: A line that goes on in the next one, as in mail: long, without a closing mark, before a word in lower case.
_WRAPPED_LINE = 40
#: Abbreviations whose full stop ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|drs|mr|mrs|ms|prof|st|vs|etc|approx|e\.g|i\.e|eg|ie|a\.m|p\.m|inc|jr|sr)|\b[A-Z])\.$",
    re.I,
)
#: Marks and words that begin a new clause.
_CLAUSE = re.compile(
    r"[;:–—]\s|\s-+\s|,?\s(?=(?:but|however|although|though|whereas|except|yet|while|until|then)\b)|,\s(?=(?:and|so)\s)"
    r"|\((?=\w)|\)",
    re.I,
)
#: A line of a reply that repeats somebody's words.
_QUOTE_LINE = re.compile(r"^\s*(?:>|&gt;|\|(?!\|))")
#: `NAME wrote:`, `On DATE NAME said:`: the line that opens a quotation.
_ATTRIBUTION_LINE = re.compile(r"^(?:on\b.{0,80}?,\s*)?(?P<name>\S[^\n:]{0,60}?)\s+(?:wrote|said|writes)\s*:\s*$", re.I)
#: Words that a line needs before its repetition counts as a quotation.
_QUOTE_WORDS = 5
#: A question that has no mark: words that open one.
_QUESTION_OPENING = re.compile(
    r"\s*(?:(?:has|have|did|does|do|is|are|was|can|could|would|should)\s+(?:anyone|anybody|someone|you|it|this|that|there|your)"
    r"|anyone|how long|how much|how do|what dose|wondering if)\b",
    re.I,
)


def segment(reading: Reading) -> None:
    """Add every post with its sentences; mark those that repeat another speaker's words."""
    earlier: dict[str, str] = {}
    for post in reading.discussion.posts:
        text = post.text
        if text in ("[deleted]", "[removed]"):
            text = ""
        annotated = PostReading(post, fold(text))
        annotated.sentences = find_sentences(text)
        mark_quotations(annotated, earlier=earlier)
        reading.posts[post.path] = annotated
        _remember(annotated, earlier)


def find_sentences(text: str) -> list[SentenceReading]:
    """Return the sentences of a text, with offsets, clauses and paragraph numbers.

    Example:
        >>> text = "Dr. Low put me on it. No change, but I slept\\nDid it help?"
        >>> [(text[s.start:s.end], len(s.clauses), s.question) for s in find_sentences(text)]
        [('Dr. Low put me on it.', 1, False), ('No change, but I slept', 2, False), ('Did it help?', 1, True)]
    """
    sentences: list[SentenceReading] = []
    start = paragraph = 0
    for end, following in _ends(text):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        last = end - (len(text[first:end]) - len(text[first:end].rstrip()))
        if last > first:
            sentences.append(_sentence(text, first, last, paragraph))
        if "\n\n" in text[last:following]:
            paragraph += 1
        start = end
    return sentences


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield (end of sentence, end of the mark or line break that closes it)."""
    for match in _SENTENCE_END.finditer(text):
        mark = match[0]
        if mark == "." and _ABBREVIATION.search(text, max(0, match.end() - 8), match.end()):
            continue
        if mark == "\n" and _is_wrapped(text, match.start()):
            continue
        yield match.start() if mark.isspace() else match.end(), match.end() + 2
    yield len(text), len(text)


def _is_wrapped(text: str, line_break: int) -> bool:
    """Tell whether a single line break stands amid a sentence."""
    following = text[line_break + 1 : line_break + 2]
    line = text[text.rfind("\n", 0, line_break) + 1 : line_break]
    return following.islower() and len(line) >= _WRAPPED_LINE and line.rstrip()[-1:] not in ".!?:"


def _sentence(text: str, start: int, end: int, paragraph: int) -> SentenceReading:
    clauses = [start, *(match.end() for match in _CLAUSE.finditer(text, start, end) if match.end() < end)]
    question = "?" in text[max(start, end - 4) : end] or _QUESTION_OPENING.match(text, start, end) is not None
    return SentenceReading(start, end, tuple(clauses), question, paragraph)


def mark_quotations(annotated: PostReading, *, earlier: dict[str, str]) -> None:
    """Mark the sentences that a post quotes: lines behind `>`, and lines that repeat an earlier post.

    Args:
        annotated: the post; its sentences are changed in place.
        earlier: author by folded line, of the posts that came before.
    """
    text = annotated.post.text
    speaker: str | None = None
    for start, line in _lines(text):
        opening = _ATTRIBUTION_LINE.match(line)
        folded = " ".join(annotated.folded[start : start + len(line)].split())
        if opening is not None:
            speaker = opening["name"].lstrip("> ")
            _mark(annotated, start, start + len(line), speaker)
        elif _QUOTE_LINE.match(line):
            _mark(annotated, start, start + len(line), earlier.get(folded, speaker))
        elif folded in earlier:
            _mark(annotated, start, start + len(line), earlier[folded])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _mark(annotated: PostReading, start: int, end: int, speaker: str | None) -> None:
    starts = [sentence.start for sentence in annotated.sentences]
    first = max(0, bisect_right(starts, start) - 1)
    for sentence in annotated.sentences[first:]:
        if sentence.start >= end:
            break
        if sentence.end > start and sentence.start >= start:
            sentence.quoted, sentence.speaker = True, speaker


def _remember(annotated: PostReading, earlier: dict[str, str]) -> None:
    """Keep a post's lines, so that a later repetition of one is known as a quotation."""
    author = annotated.post.author or ""
    for start, line in _lines(annotated.post.text):
        words = annotated.folded[start : start + len(line)].split()
        if len(words) >= _QUOTE_WORDS:
            earlier.setdefault(" ".join(words), author)
    for sentence in annotated.sentences:
        words = annotated.folded[sentence.start : sentence.end].split()
        if len(words) >= _QUOTE_WORDS:
            earlier.setdefault(" ".join(words), author)
