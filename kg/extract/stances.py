"""Tenth layer: views that are stated, advised, asked or reported, beside those that follow from an experience."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.assertion import is_negated
from kg.extract.claims import ANY, claim_of
from kg.extract.frames import ABOUT_ILLNESS, HOLDERS, frame_terms, is_prescribed
from kg.extract.reading import ACCESS, CueHit, MentionDraft, PostReading, Reading, SentenceReading, poster
from kg.model import Basis, Experiencer, Kind, Mode, Predicate, Side, Span, Stance
from kg.vocabulary import load_narrower

__all__ = ["find_stances"]

_TURNED = {Side.SUPPORTS: Side.OPPOSES, Side.OPPOSES: Side.SUPPORTS, Side.QUESTIONS: Side.QUESTIONS}
#: Cues that make a statement neither stated nor asked.
_NOT_STATED = ("conditional", "plan", "fear")
#: Attribution cues that make what follows somebody's view.
_SAYING = ("said", "believes", "disbelieves")
#: People whose view a sentence may give without naming a clinician.
_CLOSE = (Experiencer.CHILD, Experiencer.PARTNER, Experiencer.FAMILY, Experiencer.FRIEND)
_WRITER = frozenset(("i", "i'm", "i've", "i'd", "we"))
_ADDRESSED = frozenset(("you", "you're", "you've", "your", "u"))
#: Words of negation that stand right before what they deny, and words before a cue among which they do.
_NOT = frozenset(("not", "isn't", "aren't", "wasn't", "never", "isnt", "arent", "wasnt"))
_NEAR = 3
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
    terms = frame_terms(reading, annotated, sentence, hit, predicate)
    clause = sentence.clause_of(hit.start)
    unstated = [c for c in sentence.hits("hypothetical", *_NOT_STATED) if sentence.clause_of(c.start) == clause]
    reported = hit.payload.note == "prescribed"
    if terms is None or (unstated and not sentence.question and not reported):
        return None
    if reported and not is_prescribed(sentence, hit):
        return None
    holder, disbelieved = _reported_holder(sentence, hit.start)
    # "Does not believe that it is real": that negation belongs to the believing, which turns the side itself.
    negated = not disbelieved and is_negated(annotated, sentence, hit.start, hit.end)
    if predicate in ABOUT_ILLNESS and _is_part_of_name(sentence, hit):
        return None
    if holder is None and _is_unclear(annotated, sentence, hit, predicate, negated=negated):
        return None
    if negated:
        side = _TURNED[side]
    if sentence.question:
        side = Side.QUESTIONS
    claim = claim_of(reading, predicate, *terms)
    return _stance(annotated, sentence, hit.start, claim.id, side, hit.payload.id)


def _is_part_of_name(sentence: SentenceReading, hit: CueHit) -> bool:
    """Tell whether a cue's words are part of a concept's name: "psychological stress" says nothing of the illness."""
    return any(mention.start < hit.end < mention.end for mention in sentence.mentions)


def _is_unclear(
    annotated: PostReading, sentence: SentenceReading, hit: CueHit, predicate: Predicate, *, negated: bool
) -> bool:
    """Tell whether report, negation or contrast leave open who holds what: then nothing is better than a guess."""
    before = annotated.folded[sentence.start : hit.start].split()
    somebody = [
        cue for cue in sentence.hits("attribution", *_SAYING) if cue.start < hit.start and not _WRITER & set(before)
    ]
    if somebody or sentence.person_at(hit.start) in _CLOSE:
        return True
    if predicate is Predicate.CREDIBLE and _ADDRESSED & set(before[-_NEAR:]):
        return True
    return negated and predicate in ABOUT_ILLNESS and not _NOT & set(before[-_NEAR:])


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
        for mention in reversed(sentence.of_kind(*HOLDERS)):
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
