"""Third layer: the concepts that posts talk about, by the vocabulary and by names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from kg.extract.names import Named, find_acronyms, find_names, find_short_names, main_programme
from kg.extract.reading import MentionDraft, PostReading, Reading, SentenceReading
from kg.match import Hit, Matcher, fold_keeping_case
from kg.model import Kind
from kg.vocabulary import Lexicon, Term, load_lexicon

__all__ = ["find_mentions"]

#: People and places that a complaint may stand before as an attribute.
_SERVED = re.compile(r" (?:patients?|sufferers?|doctors?|specialists?|clinics?|community|forums?)\b")
_OWNED = re.compile(r"\b(?:with|of|for|helped|helps|help) (?:my|his|her|our|their) $")
#: Which kind a name of several kinds stands for where its sentence does not say.
_PREFERENCE = (Kind.CONDITION, Kind.TREATMENT, Kind.SYMPTOM, Kind.STRESSOR, Kind.CLINICIAN, Kind.ORGANIZATION)
#: Cues that tie a common word to the kind that it may stand for.
_TIES: dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Kind.CONDITION: (("uptake", ("has", "turned-out")),),
    Kind.SYMPTOM: (("uptake", ("has", "caused")),),
    Kind.TREATMENT: (("uptake", ("took", "stopped")), ("outcome", ()), ("hypothetical", ("advice",))),
    Kind.STRESSOR: (("uptake", ("caused", "caused-by")),),
    Kind.CLINICIAN: (("uptake", ("saw",)), ("attribution", ())),
    Kind.ORGANIZATION: (("uptake", ("saw",)),),
}
#: Characters between such a cue and the word, before and after it, and between neighbours in a list.
_TIE_REACH = 12
_TIE_BACK = 4
_NEIGHBOUR = 16
_CONFIDENCE = {"vocabulary": 0.9, "weak": 0.6, "name": 0.85, "context": 0.7}


def find_mentions(reading: Reading) -> None:
    """Give every sentence its mentions; words that a post quotes give none."""
    lexicon = load_lexicon()
    texts = [post.text for post in reading.discussion.posts]
    named = {path: list(find_names(annotated.post.text)) for path, annotated in reading.posts.items()}
    short = find_acronyms(texts, lexicon=lexicon)
    short |= find_short_names((row for rows in named.values() for row in rows), lexicon=lexicon)
    short_forms = Matcher(short.items())
    for path, annotated in reading.posts.items():
        _find_in_post(annotated, named[path], lexicon=lexicon, short_forms=short_forms)
    _resolve_programmes(reading)


def _find_in_post(
    annotated: PostReading, named: list[Named], *, lexicon: Lexicon, short_forms: Matcher[tuple[Kind, str]]
) -> None:
    text = annotated.post.text
    if not annotated.sentences:
        return
    starts = [sentence.start for sentence in annotated.sentences]
    if len(short_forms):
        cased = fold_keeping_case(text)
        shortened = (Named(hit.start, hit.end, *hit.payload, "name:short-form") for hit in short_forms.find(cased))
        named = [*named, *shortened]
    for row in named:
        sentence = _free_place(annotated, starts, row.start, row.end)
        if sentence is not None:
            sentence.mentions.append(_from_name(row))
    for hit in lexicon.find(text, folded=annotated.folded):
        sentence = _free_place(annotated, starts, hit.start, hit.end)
        if sentence is not None and not _is_attribute(annotated, hit):
            sentence.mentions.append(_from_terms(hit, sentence))
    for sentence in annotated.sentences:
        sentence.mentions.sort(key=lambda mention: mention.start)
        sentence.mentions = [m for m in sentence.mentions if not m.weak or _has_context(annotated, sentence, m)]


def _is_attribute(annotated: PostReading, hit: Hit[tuple[Term, ...]]) -> bool:
    """Tell whether a complaint only says what people or places are for ("pain patients", "sleep clinic")."""
    if all(term.concept.kind is not Kind.SYMPTOM for term in hit.payload):
        return False
    return _SERVED.match(annotated.folded, hit.end) is not None


def _free_place(annotated: PostReading, starts: list[int], start: int, end: int) -> SentenceReading | None:
    """Return the sentence of a run of text, or None where it is quoted or words of the run are taken."""
    sentence = _sentence_at(annotated, starts, start)
    if sentence is None or sentence.quoted:
        return None
    taken = any(start < mention.end and mention.start < end for mention in sentence.mentions)
    return None if taken else sentence


def _sentence_at(annotated: PostReading, starts: list[int], offset: int) -> SentenceReading | None:
    index = bisect_right(starts, offset) - 1
    if index < 0 or offset >= annotated.sentences[index].end:
        return None
    return annotated.sentences[index]


def _from_name(row: Named) -> MentionDraft:
    confidence = _CONFIDENCE["context" if row.anaphor else "name"]
    return MentionDraft(row.start, row.end, row.kind, row.concept, row.rule, anaphor=row.anaphor, confidence=confidence)


def _from_terms(hit: Hit[tuple[Term, ...]], sentence: SentenceReading) -> MentionDraft:
    term = hit.payload[0] if len(hit.payload) == 1 else _choose(hit, sentence)
    rule = f"vocabulary:{term.concept.kind}:{term.name}"
    confidence = _CONFIDENCE["weak" if term.weak else "vocabulary"]
    return MentionDraft(
        hit.start, hit.end, term.concept.kind, term.concept.label, rule, weak=term.weak, confidence=confidence
    )


def _choose(hit: Hit[tuple[Term, ...]], sentence: SentenceReading) -> Term:
    """Choose the kind of a name of several kinds: after a cause's cue a stressor, else the usual order."""
    by_kind = {term.concept.kind: term for term in reversed(hit.payload)}
    if Kind.STRESSOR in by_kind and _follows_cause(hit, sentence):
        return by_kind[Kind.STRESSOR]
    return next(by_kind[kind] for kind in _PREFERENCE if kind in by_kind)


def _follows_cause(hit: Hit[tuple[Term, ...]], sentence: SentenceReading) -> bool:
    before = [cue for cue in sentence.hits("uptake", "caused", "caused-by") if cue.end <= hit.start]
    after = [cue for cue in sentence.hits("uptake", "caused") if hit.end <= cue.start <= hit.end + 3]
    return bool(after) or any(hit.start - cue.end <= 12 for cue in before)


def _has_context(annotated: PostReading, sentence: SentenceReading, mention: MentionDraft) -> bool:
    """Tell whether a common word is tied to its kind: by a cue close before it, or by a neighbour of its kind."""
    if mention.kind is Kind.TREATMENT and _OWNED.search(annotated.folded, sentence.start, mention.start):
        # "Helped my sleep" is what was helped, not what helped.
        return False
    for table, values in _TIES[mention.kind]:
        for cue in sentence.hits(table, *values):
            if 0 <= mention.start - cue.end <= _TIE_REACH or 0 <= cue.start - mention.end <= _TIE_BACK:
                return True
    return any(
        other.kind is mention.kind and not other.weak and _gap(other, mention) <= _NEIGHBOUR
        for other in sentence.mentions
    )


def _gap(first: MentionDraft, second: MentionDraft) -> int:
    return max(first.start, second.start) - min(first.end, second.end)


def _resolve_programmes(reading: Reading) -> None:
    """Let `the program` and a clinician's program stand for the one programme that the discussion names."""
    drafts = [m for annotated in reading.posts.values() for m in annotated.mentions() if _is_programme(m)]
    main = main_programme(Counter(draft.concept for draft in drafts if not draft.anaphor))
    if main is None:
        return
    for draft in drafts:
        if draft.anaphor or "'" in draft.concept.split()[-2]:
            draft.concept = main


def _is_programme(draft: MentionDraft) -> bool:
    return draft.rule in ("name:programme", "name:programme-in-context") and (
        draft.anaphor or draft.concept.endswith(" program")
    )
