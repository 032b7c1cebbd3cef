"""Ninth layer: views that are stated, advised, asked or reported, beside those that follow from an experience."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.assertion import is_negated
from kg.extract.claims import ANY, claim_of
from kg.extract.reading import ACCESS, CueHit, MentionDraft, PostReading, Reading, SentenceReading, poster
from kg.extract.topic import branch_treatment
from kg.model import Basis, Experiencer, Kind, Mode, Predicate, Side, Span, Stance
from kg.vocabulary import load_narrower

__all__ = ["find_stances"]

_TURNED = {Side.SUPPORTS: Side.OPPOSES, Side.OPPOSES: Side.SUPPORTS, Side.QUESTIONS: Side.QUESTIONS}
_ILLNESS = (Kind.CONDITION, Kind.SYMPTOM)
_CAUSES = (Kind.STRESSOR, Kind.TREATMENT, Kind.CONDITION, Kind.SYMPTOM)
_HOLDERS = (Kind.CLINICIAN, Kind.ORGANIZATION)
#: Predicates whose subject is a treatment and whose object is an illness.
_ABOUT_TREATMENT = frozenset({Predicate.EFFECTIVE, Predicate.HARMFUL, Predicate.RECOMMENDED, Predicate.UNSAFE})
_ABOUT_ILLNESS = frozenset({Predicate.PSYCHOLOGICAL, Predicate.PHYSICAL, Predicate.REAL})
#: Cues that make a statement neither stated nor asked.
_NOT_STATED = ("conditional", "plan", "fear")
#: Characters between a holder and what the holder says.
_HOLDER_REACH = 40


def find_stances(reading: Reading) -> None:
    """Add stances that stand beside no evidence of the same holder, post and claim."""
    known = {(stance.span.post, stance.holder, stance.claim) for stance in reading.stances}
    for annotated in reading.posts.values():
        for sentence in annotated.sentences:
            if sentence.quoted:
                continue
            for stance in _in_sentence(reading, annotated, sentence):
                key = (stance.span.post, stance.holder, stance.claim)
                if key not in known:
                    known.add(key)
                    reading.stances.append(stance)


def _in_sentence(reading: Reading, annotated: PostReading, sentence: SentenceReading) -> Iterator[Stance]:
    for hit in sentence.hits("frames"):
        stance = _from_frame(reading, annotated, sentence, hit)
        if stance is not None:
            yield stance
    yield from _advised(reading, annotated, sentence)
    yield from _asked(reading, annotated, sentence)


def _from_frame(reading: Reading, annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> Stance | None:
    """Return the stance that a statement's frame expresses, or None where a part of the frame is missing."""
    name, _, side_name = hit.payload.value.partition(":")
    predicate, side = Predicate(name), Side(side_name)
    terms = _terms(reading, annotated, sentence, hit, predicate)
    clause = sentence.clause_of(hit.start)
    unstated = [c for c in sentence.hits("hypothetical", *_NOT_STATED) if sentence.clause_of(c.start) == clause]
    reported = hit.payload.note == "prescribed"
    if terms is None or (unstated and not sentence.question and not reported):
        return None
    if reported and not _prescribed(sentence, hit):
        return None
    if is_negated(annotated, sentence, hit.start, hit.end):
        side = _TURNED[side]
    if sentence.question:
        side = Side.QUESTIONS
    claim = claim_of(reading, predicate, *terms)
    return _stance(annotated, sentence, hit.start, claim.id, side, hit.payload.id)


def _terms(
    reading: Reading, annotated: PostReading, sentence: SentenceReading, hit: CueHit, predicate: Predicate
) -> tuple[str, str] | None:
    """Return subject and object of a frame from the mentions around its cue, else from the topic."""
    illness = _around(sentence, hit, *_ILLNESS)
    condition = illness.concept if illness else reading.topic.condition
    if predicate in _ABOUT_TREATMENT:
        treatment = _around(sentence, hit, Kind.TREATMENT)
        subject = treatment.concept if treatment else branch_treatment(reading, annotated)
        if subject is None:
            return None
        return subject, "" if predicate is Predicate.UNSAFE else condition or ANY
    if predicate in _ABOUT_ILLNESS:
        return (condition, "") if condition else None
    if predicate is Predicate.CREDIBLE:
        holder = _before(sentence, hit, *_HOLDERS)
        return (holder.concept, "") if holder else None
    return _pair(sentence, hit, predicate)


def _pair(sentence: SentenceReading, hit: CueHit, predicate: Predicate) -> tuple[str, str] | None:
    """Return what stands before and after the cue of a two-place frame between illnesses and causes."""
    before = _before(sentence, hit, *(_CAUSES if predicate is Predicate.CAUSES else _ILLNESS))
    after = _after(sentence, hit, *_ILLNESS)
    if before is None or after is None or before.concept == after.concept:
        return None
    return before.concept, after.concept


def _before(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    found = [mention for mention in sentence.of_kind(*kinds) if mention.end <= hit.start + 1]
    return found[-1] if found else None


def _after(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    return next((mention for mention in sentence.of_kind(*kinds) if mention.start >= hit.end - 1), None)


def _around(sentence: SentenceReading, hit: CueHit, *kinds: Kind) -> MentionDraft | None:
    return _after(sentence, hit, *kinds) or _before(sentence, hit, *kinds)


def _prescribed(sentence: SentenceReading, hit: CueHit) -> bool:
    """Tell whether a clinician stands before a cue of prescribing and a treatment behind it."""
    holder, treatment = _before(sentence, hit, *_HOLDERS), _after(sentence, hit, Kind.TREATMENT)
    if holder is None or treatment is None:
        return False
    return hit.start - holder.end <= _HOLDER_REACH and treatment.start - hit.end <= _HOLDER_REACH


def _advised(reading: Reading, annotated: PostReading, sentence: SentenceReading) -> Iterator[Stance]:
    """Advice to use a treatment supports recommended; advice against it opposes."""
    advice = sentence.hits("hypothetical", "advice")
    if not advice or sentence.question:
        return
    cue = advice[0]
    for mention in sentence.of_kind(Kind.TREATMENT):
        if mention.start < cue.end or mention.start - cue.end > _HOLDER_REACH:
            continue
        side = Side.OPPOSES if mention.negated else Side.SUPPORTS
        claim = claim_of(reading, Predicate.RECOMMENDED, mention.concept, reading.topic.condition or ANY)
        yield _stance(annotated, sentence, cue.start, claim.id, side, cue.payload.id)


def _asked(reading: Reading, annotated: PostReading, sentence: SentenceReading) -> Iterator[Stance]:
    """A question whether a treatment helped, or was tried, questions that it is effective."""
    if not sentence.question or not (sentence.hits("outcome") or sentence.hits("uptake", "took")):
        return
    tests = load_narrower(Kind.TREATMENT, "tests")
    for mention in [m for m in sentence.of_kind(Kind.TREATMENT) if m.concept not in tests][:1]:
        claim = claim_of(reading, Predicate.EFFECTIVE, mention.concept, reading.topic.condition or ANY)
        yield _stance(annotated, sentence, mention.start, claim.id, Side.QUESTIONS, "stance:asked-treatment")


def _stance(
    annotated: PostReading, sentence: SentenceReading, offset: int, claim: str, side: Side, rule: str
) -> Stance:
    """Return a stance with its holder: a clinician or institution that the sentence reports, else the poster."""
    holder, turned = _reported_holder(sentence, offset)
    post = annotated.post
    mode = Mode.OWN if holder is None else Mode.REPORTED
    return Stance(
        span=Span(post.path, sentence.start, sentence.end),
        quote=post.text[sentence.start : sentence.end],
        holder=poster(post) if holder is None else holder.concept,
        claim=claim,
        side=_TURNED[side] if turned else side,
        mode=mode,
        basis=_basis(annotated, sentence, offset, reported=holder is not None),
        rule=rule,
        confidence=0.55 if holder is None else 0.5,
    )


def _reported_holder(sentence: SentenceReading, offset: int) -> tuple[MentionDraft | None, bool]:
    """Return whose view a sentence reports, and whether its verb denies the view ("does not believe that")."""
    prescriptions = [hit for hit in sentence.hits("frames") if hit.payload.note == "prescribed" and hit.start == offset]
    for cue in (*prescriptions, *sentence.hits("attribution", "said", "believes", "disbelieves")):
        if cue.start > offset:
            continue
        for mention in reversed(sentence.of_kind(*_HOLDERS)):
            if mention.end <= cue.start and cue.start - mention.end <= _HOLDER_REACH:
                return mention, cue.payload.value == "disbelieves"
    return None, False


def _basis(annotated: PostReading, sentence: SentenceReading, offset: int, *, reported: bool) -> Basis:
    if reported:
        return Basis.PROFESSIONAL
    if annotated.post.links:
        return Basis.CITED
    person = sentence.person_at(offset)
    if person is not Experiencer.NONE and sentence.hits("uptake", "took", "has"):
        return Basis(ACCESS[person].value)
    return Basis.ARGUMENT
