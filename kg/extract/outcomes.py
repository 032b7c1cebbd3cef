"""Fifth layer: the words that say what came of something, with negation reckoned in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.assertion import is_negated, is_told
from kg.extract.reading import CueHit, OutcomeHit, PostReading, Reading, SentenceReading
from kg.extract.rules import load_words
from kg.model import Experiencer, Kind, OutcomeValue

__all__ = ["combine", "find_outcomes"]

#: What a negated outcome amounts to: help that did not come is no change; harm that did not come says nothing.
_UNDER_NEGATION = {OutcomeValue.IMPROVED: OutcomeValue.NO_CHANGE}
#: Amounts of change that no list of phrases can hold.
_AMOUNTS = (
    (
        OutcomeValue.IMPROVED,
        re.compile(
            r"\b\d{1,3} ?(?:percent )? ?"
            r"(?:better|improved|improvement|reduction|relief|less|fewer|recovered|back to normal)\b"
        ),
    ),
    (OutcomeValue.IMPROVED, re.compile(r"\b(?:lost|dropped) \d{1,3} ?(?:lbs?|pounds|kg|kilos|stone)\b")),
    (OutcomeValue.WORSENED, re.compile(r"\b(?:gained|put on) \d{1,3} ?(?:lbs?|pounds|kg|kilos|stone)\b")),
    (OutcomeValue.WORSENED, re.compile(r"\b\d{1,3} ?(?:percent )? ?(?:worse)\b")),
)
#: Words that say that a complaint was there and has gone.
_SINCE = re.compile(r"\b(?:since|again|anymore|any more|any longer|now|ever again)\b")
_FROM_TO = re.compile(
    r"\b(?:from|was) (?:like |about |a |an |around )*(?P<before>\d{1,3})(?: [a-z]+){0,3}?"
    r" (?:down to|to) (?:maybe |about |a |an |like |around )*(?P<after>\d{1,3})\b"
    r"(?! (?:mg|ml|mcg|g|units|am|pm|weeks?|months?|years?|days?|hours?|minutes?|mins?)\b)"
)
#: Words behind a complaint among which a word for its ceasing stands.
_SOON = 2
_FOR_OTHERS = re.compile(r" (?:so well |well |out )?for (?:you|u|others|some|many|most|lots)\b")
_DIGIT = re.compile(r"\d")
#: A clause of at most so many words may be a verdict by one word alone ("Amazing stuff.").
_SHORT = 2
#: Words before an evaluative word among which a form of `be` makes it a predicate.
_PREDICATE = 3


def find_outcomes(reading: Reading) -> None:
    """Give every sentence its told outcomes, in text order; wishes, questions and conditions give none."""
    for annotated in reading.posts.values():
        for sentence in annotated.sentences:
            if not sentence.quoted and not sentence.question:
                sentence.outcomes = _in_sentence(annotated, sentence)


def _in_sentence(annotated: PostReading, sentence: SentenceReading) -> list[OutcomeHit]:
    found = (_from_cue(annotated, sentence, cue) for cue in sentence.hits("outcome"))
    hits = [hit for hit in found if hit is not None]
    hits += _amounts(annotated, sentence)
    hits += _complaints_gone(annotated, sentence)
    return sorted(hits, key=lambda hit: hit.start)


def _from_cue(annotated: PostReading, sentence: SentenceReading, cue: CueHit) -> OutcomeHit | None:
    value = cue.payload.value
    if value not in set(OutcomeValue) or not is_told(annotated, sentence, cue.start):
        return None
    if _FOR_OTHERS.match(annotated.folded, cue.end):
        # "Glad that it works for you": whose body it is, only that post can tell.
        return None
    if cue.payload.note == "weak" and not _weak_counts(annotated, sentence, cue):
        return None
    outcome: OutcomeValue | None = OutcomeValue(value)
    if is_negated(annotated, sentence, cue.start, cue.end, outcome=True):
        outcome = _UNDER_NEGATION.get(OutcomeValue(value))
    if outcome is None:
        return None
    return OutcomeHit(
        cue.start, cue.end, outcome, cue.payload.id, others=cue.payload.note == "others", weak=bool(cue.payload.note)
    )


def _weak_counts(annotated: PostReading, sentence: SentenceReading, cue: CueHit) -> bool:
    """Tell whether an evaluative word is a verdict: beside a treatment, behind a form of `be`, or nearly alone."""
    if sentence.of_kind(Kind.TREATMENT):
        return True
    before = annotated.folded[sentence.start : cue.start].split()[-_PREDICATE:]
    if load_words("names", "copula") & set(before):
        return True
    number = sentence.clause_of(cue.start)
    ends = (*sentence.clauses[1:], sentence.end)
    return len(annotated.folded[sentence.clauses[number] : ends[number]].split()) <= _SHORT


def _amounts(annotated: PostReading, sentence: SentenceReading) -> Iterable[OutcomeHit]:
    if _DIGIT.search(annotated.folded, sentence.start, sentence.end) is None:
        return
    for match in _FROM_TO.finditer(annotated.folded, sentence.start, sentence.end):
        before, after = int(match["before"]), int(match["after"])
        if before != after and is_told(annotated, sentence, match.start()):
            # Scales, attacks and doses of pain count down; steps and hours count up, but are told in other words.
            value = OutcomeValue.IMPROVED if after < before else OutcomeValue.WORSENED
            yield OutcomeHit(match.start(), match.end(), value, f"outcome:{value}:from-to")
    for value, pattern in _AMOUNTS:
        for match in pattern.finditer(annotated.folded, sentence.start, sentence.end):
            if is_told(annotated, sentence, match.start()):
                yield OutcomeHit(match.start(), match.end(), value, f"outcome:{value}:amount")


def _complaints_gone(annotated: PostReading, sentence: SentenceReading) -> Iterable[OutcomeHit]:
    """A complaint that is not there since, or any more, or that stopped, has improved."""
    ceased = load_words("names", "ceased")
    for mention in sentence.of_kind(Kind.SYMPTOM, Kind.CONDITION):
        if mention.experiencer is Experiencer.NONE or not is_told(annotated, sentence, mention.start):
            continue
        following = annotated.folded[mention.end : sentence.end].split()[:_SOON]
        gone = _SINCE.search(annotated.folded, mention.end, sentence.end) if mention.negated else None
        if gone is not None or (not mention.negated and ceased & set(following)):
            yield OutcomeHit(mention.start, mention.end, OutcomeValue.IMPROVED, "outcome:improved:complaint-gone")


def combine(values: Iterable[OutcomeValue]) -> OutcomeValue:
    """Return the outcome of an episode that several words tell of: opposite ones make it mixed.

    Example:
        >>> combine([OutcomeValue.IMPROVED, OutcomeValue.WORSENED]).value, combine([]).value
        ('mixed', 'unknown')
    """
    found = set(values)
    if not found:
        return OutcomeValue.UNKNOWN
    if len(found) == 1:
        return found.pop()
    if OutcomeValue.MIXED in found or {OutcomeValue.IMPROVED, OutcomeValue.WORSENED} <= found:
        return OutcomeValue.MIXED
    # What remains is no change beside one other value: help or harm in something weighs more than none in the rest.
    return OutcomeValue.IMPROVED if OutcomeValue.IMPROVED in found else OutcomeValue.WORSENED
