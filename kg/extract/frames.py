"""What a statement of opinion is about: the subject and object of its frame, by where its cue says they stand.

The notes of the table `frames` say where the subject is: before the cue (the rule), after it (`before`), at the
start of its clause (`start`), or whether the cue needs a form of `be` (`weak`).
"""

from __future__ import annotations

from kg.extract.claims import ANY
from kg.extract.reading import CueHit, MentionDraft, PostReading, Reading, SentenceReading
from kg.extract.rules import load_words
from kg.extract.topic import branch_treatment
from kg.model import Kind, Predicate

__all__ = ["ABOUT_ILLNESS", "HOLDERS", "frame_terms", "is_prescribed"]

#: Kinds that may hold a view besides the poster.
HOLDERS = (Kind.CLINICIAN, Kind.ORGANIZATION)

_ILLNESS = (Kind.CONDITION, Kind.SYMPTOM)
_CAUSES = (Kind.STRESSOR, Kind.TREATMENT, Kind.CONDITION, Kind.SYMPTOM)
_ABOUT_TREATMENT = frozenset({Predicate.EFFECTIVE, Predicate.HARMFUL, Predicate.RECOMMENDED, Predicate.UNSAFE})
#: Predicates of one place, which an illness fills.
ABOUT_ILLNESS = frozenset({Predicate.PSYCHOLOGICAL, Predicate.PHYSICAL, Predicate.REAL, Predicate.DISMISSED})
#: Characters between a cue and what it is about.
_REACH = 45
#: Words before a cue among which a pronoun or a form of `be` is looked for.
_NEAR = 4


def frame_terms(
    reading: Reading, annotated: PostReading, sentence: SentenceReading, hit: CueHit, predicate: Predicate
) -> tuple[str, str] | None:
    """Return subject and object of the frame that a cue opens, or None where its subject is missing.

    Args:
        reading: gives the topic that a pronoun stands for.
        annotated: the post.
        sentence: the sentence that holds the cue.
        hit: a cue of the table `frames`.
        predicate: the frame's predicate.
    """
    near = set(annotated.folded[sentence.start : hit.start].split()[-_NEAR:])
    if hit.payload.note == "weak" and not load_words("names", "copula") & near:
        return None
    pronoun = bool(load_words("names", "pronoun") & near) or hit.payload.note in ("prescribed", "alone")
    topic = reading.topic.condition
    if predicate in _ABOUT_TREATMENT:
        treatment = _subject(sentence, hit, Kind.TREATMENT)
        subject = treatment.concept if treatment else branch_treatment(reading, annotated) if pronoun else None
        if subject is None:
            return None
        illness = _after(sentence, hit, *_ILLNESS) or _before(sentence, hit, *_ILLNESS)
        return subject, "" if predicate is Predicate.UNSAFE else (illness.concept if illness else topic or ANY)
    if predicate in ABOUT_ILLNESS:
        illness = _subject(sentence, hit, *_ILLNESS)
        label = illness.concept if illness else topic if pronoun else None
        return (label, "") if label else None
    if predicate is Predicate.CREDIBLE:
        person = _subject(sentence, hit, *HOLDERS)
        if person is None and load_words("names", "he-or-she") & near:
            person = _last_named(annotated, hit.start)
        return (person.concept, "") if person else None
    return _pair(sentence, hit, predicate)


def _subject(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    if hit.payload.note in ("before", "start", "prescribed"):
        return _after(sentence, hit, *kinds)
    return _before(sentence, hit, *kinds)


def _last_named(annotated: PostReading, offset: int) -> MentionDraft | None:
    """Return the clinician or institution last named before an offset: whom `he` or `they` stands for."""
    named = [mention for mention in annotated.mentions() if mention.kind in HOLDERS and mention.end <= offset]
    return named[-1] if named else None


def _pair(sentence: SentenceReading, hit: CueHit, predicate: Predicate) -> tuple[str, str] | None:
    """Return what stands before and after the cue of a two-place frame; `reverse` puts the effect first."""
    causes = _CAUSES if predicate is Predicate.CAUSES else _ILLNESS
    if hit.payload.note == "reverse":
        first, second = _after(sentence, hit, *causes), _before(sentence, hit, *_ILLNESS)
    else:
        first, second = _before(sentence, hit, *causes), _after(sentence, hit, *_ILLNESS)
    if first is None or second is None or first.concept == second.concept:
        return None
    return first.concept, second.concept


def is_prescribed(sentence: SentenceReading, hit: CueHit) -> bool:
    """Tell whether a clinician stands before a cue of prescribing and a treatment behind it."""
    holder, treatment = _before(sentence, hit, *HOLDERS), _after(sentence, hit, Kind.TREATMENT)
    return holder is not None and treatment is not None


def _before(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    """Return the nearest mention of these kinds before a cue."""
    for mention in reversed(sentence.of_kind(*kinds)):
        if mention.end <= hit.start + 1:
            return mention if hit.start - mention.end <= _REACH else None
    return None


def _after(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    """Return the nearest mention of these kinds behind a cue, or within it."""
    for mention in sentence.of_kind(*kinds):
        if mention.start >= hit.end - 1 or hit.start < mention.start < hit.end:
            return mention if mention.start - hit.end <= _REACH else None
    return None
