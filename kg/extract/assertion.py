"""Fourth layer: for each mention whether it holds, and whose it is.

The method is that of NegEx and ConText (Chapman et al. 2001; Harkema et al. 2009): a cue governs the words that
follow (or precede) it up to a distance or a word that ends its scope. The cues are ours, for patients' writing.
"""

from __future__ import annotations

import re

from kg.extract.reading import CueHit, MentionDraft, PostReading, Reading, SentenceReading
from kg.model import Experiencer

__all__ = ["assert_mentions", "is_negated", "is_told"]

#: Words that a negation reaches forward and backward.
_REACH_FORWARD = 6
_REACH_BACKWARD = 4
#: Pronouns: a third person is the one last named who is not the writer; the reader (`you`) experiences nothing.
_PRONOUN = re.compile(
    r"\b(?:(he|she|him|her|his|hers|himself|herself|he's|she's|they|them|their)"
    r"|you|your|yours|you're|you've|u|ur|yourself)\b"
)
#: `my 7 year old`, `my 15yo`.
_AGED_CHILD = re.compile(
    r"\b(?:my|our) (?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) ?"
    r"(?:year old|yr old|yo|y o|month old)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|my|mine|myself|we|our|us)\b")
#: Hypothetical cues that make what follows a general truth rather than somebody's case.
_GENERAL = "general"
_HABIT_SUBJECTS = frozenset(("i", "i'm", "i've", "he", "she", "we", "my"))
_MODALS = frozenset(("would", "will", "could", "should", "might", "may", "i'd", "i'll", "it'll"))
_IRREALIS = ("conditional", "plan", "fear", "suspicion", "advice", "question")


def assert_mentions(reading: Reading) -> None:
    """Set negated, hypothetical and experiencer of every mention."""
    for annotated in reading.posts.values():
        persons = _Persons(annotated)
        for sentence in annotated.sentences:
            persons.enter(sentence)
            for mention in sentence.mentions:
                mention.negated = is_negated(annotated, sentence, mention.start, mention.end)
                mention.hypothetical = _is_hypothetical(annotated, sentence, mention)
                mention.experiencer = sentence.person_at(mention.start)


def is_negated(
    annotated: PostReading, sentence: SentenceReading, start: int, end: int, *, outcome: bool = False
) -> bool:
    """Tell whether a negation governs the run `start`–`end` of a post's text.

    Args:
        annotated: the post.
        sentence: the sentence that holds the run.
        start: first code point of the run.
        end: one past its last.
        outcome: the run tells an outcome; some cues (`nothing`) negate only those.
    """
    cues = sentence.cues.get("negation")
    if not cues:
        return False
    stops = [cue for cue in cues if cue.payload.value == "stop"]
    for cue in cues:
        value, note = cue.payload.value, cue.payload.note
        if note == "outcome" and not outcome:
            continue
        reach = 0 if note == "bare" else _REACH_FORWARD if value == "pre" else _REACH_BACKWARD
        if value == "pre" and cue.end <= start and _reaches(annotated, sentence, cue.end, start, stops, reach):
            return True
        if value == "post" and cue.start >= end and _reaches(annotated, sentence, end, cue.start, stops, reach):
            return True
    return False


def _reaches(
    annotated: PostReading, sentence: SentenceReading, first: int, last: int, stops: list[CueHit], reach: int
) -> bool:
    """Tell whether a scope runs from `first` to `last`: in one clause, no stop between, not too many words."""
    if sentence.clause_of(max(first - 1, sentence.start)) != sentence.clause_of(last):
        return False
    for stop in stops:
        # A stop noted `apart` ends a scope only after a word of it ("not that bad, so", but not "not so bad").
        apart = stop.payload.note == "apart" and not annotated.folded[first : stop.start].split()
        if first <= stop.start < last and not apart:
            return False
    return len(annotated.folded[first:last].split()) <= reach


def _is_hypothetical(annotated: PostReading, sentence: SentenceReading, mention: MentionDraft) -> bool:
    if sentence.question:
        return True
    cues = sentence.cues.get("hypothetical")
    if not cues:
        return False
    clause = sentence.clause_of(mention.start)
    return any(
        cue.payload.value in _IRREALIS
        and cue.start < mention.start
        and sentence.clause_of(cue.start) == clause
        and not _is_habit(annotated, sentence, cue)
        for cue in cues
    )


def _is_habit(annotated: PostReading, sentence: SentenceReading, cue: CueHit) -> bool:
    """Tell whether an `if` says what happens each time ("if I eat late I flare"), not what might."""
    if annotated.folded[cue.start : cue.end] != "if":
        return False
    following = annotated.folded[cue.end : sentence.end].split()
    return bool(following) and following[0] in _HABIT_SUBJECTS and not _MODALS & set(following)


def is_told(annotated: PostReading, sentence: SentenceReading, offset: int) -> bool:
    """Tell whether the words at `offset` are told as having happened: no question, condition, plan or advice."""
    if sentence.quoted or sentence.question:
        return False
    cues = sentence.cues.get("hypothetical")
    if not cues:
        return True
    clause = sentence.clause_of(offset)
    return not any(
        cue.payload.value in (*_IRREALIS, _GENERAL)
        and cue.start <= offset
        and sentence.clause_of(cue.start) == clause
        and not _is_habit(annotated, sentence, cue)
        for cue in cues
    )


class _Persons:
    """Who the sentences of one post are about, kept while they are read in order."""

    def __init__(self, annotated: PostReading) -> None:
        self._folded = annotated.folded
        #: The person last named who is not the writer: whom `she` stands for.
        self._third = Experiencer.OTHERS
        #: A text without any `I`, such as an article, tells of nobody in particular.
        impersonal = annotated.post.parent is None and _FIRST_PERSON.search(self._folded) is None
        self._subject = Experiencer.NONE if impersonal else Experiencer.SELF

    def enter(self, sentence: SentenceReading) -> None:
        """Set a sentence's persons, out of its cues and of whom the last sentence was about."""
        marks = [(hit.start, Experiencer(hit.payload.value)) for hit in sentence.hits("experiencer")]
        first, last = sentence.start, sentence.end
        for child in _AGED_CHILD.finditer(self._folded, first, last):
            marks = [mark for mark in marks if not child.start() <= mark[0] < child.end()]
            marks.append((child.start(), Experiencer.CHILD))
        named = {start for start, _ in marks}
        third = [person for _, person in sorted(marks) if person not in (Experiencer.SELF, Experiencer.NONE)]
        self._third = third[-1] if third else self._third
        for pronoun in _PRONOUN.finditer(self._folded, first, last):
            if pronoun.start() not in named:
                marks.append((pronoun.start(), self._third if pronoun[1] else Experiencer.NONE))
        sentence.persons = tuple(sorted(marks))
        sentence.subject = self._opening(sentence)
        if sentence.persons:
            self._subject = (
                sentence.persons[-1][1] if sentence.persons[-1][1] is not Experiencer.NONE else self._subject
            )

    def _opening(self, sentence: SentenceReading) -> Experiencer:
        """Return whom a sentence starts with: the first person it names, nobody if general, else the last subject."""
        if sentence.persons:
            return sentence.persons[0][1]
        general = any(cue.payload.value == _GENERAL for cue in sentence.hits("hypothetical"))
        return Experiencer.NONE if general else self._subject
