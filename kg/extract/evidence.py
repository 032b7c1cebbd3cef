"""Ninth layer: what follows from an experience for the claims it bears on (annotation guide, settled cases)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claims import ANY, claim_of
from kg.extract.reading import ACCESS, Episode, OutcomeHit, Reading, SentenceReading, poster
from kg.model import (
    Basis,
    Direction,
    Evidence,
    Experience,
    Kind,
    Mode,
    OutcomeValue,
    Predicate,
    Side,
    Span,
    Stance,
)

__all__ = ["find_evidence"]

#: A bearing: predicate, subject, object, direction, rule, and the words that carry it.
_Bearing = tuple[Predicate, str, str, Direction, str, tuple[int, int] | None]

#: Sentences in which the diagnosis is told that was found in the end, and characters from its cue to its name.
_DIAGNOSIS_REACH = 4
_FOUND_REACH = 40

_SUPPORTS, _OPPOSES = Direction.SUPPORTS, Direction.OPPOSES


def find_evidence(reading: Reading) -> None:
    """Add the evidence that follows from each experience, and the poster's own stance with it."""
    told = {experience.id: experience for experience in reading.experiences}
    stated: set[tuple[str, str, str]] = set()
    bearings = [(episode, list(_bearings(reading, episode))) for episode in reading.episodes]
    helped = {row[1:3] for _, rows in bearings for row in rows if row[0] is Predicate.EFFECTIVE and row[3] is _SUPPORTS}
    for episode, rows in bearings:
        seen: set[str] = set()
        for bearing in (*rows, *_against_benefit(rows, helped)):
            experience = told[episode.id]
            claim = claim_of(reading, *bearing[:3])
            if claim.id in seen:
                continue
            seen.add(claim.id)
            _, _, _, direction, rule, _ = bearing
            confidence = round(experience.confidence * 0.9, 3)
            reading.evidence.append(Evidence(episode.id, claim.id, direction, _rationale(experience), rule, confidence))
            stance = _own_stance(reading, experience, claim.id, bearing)
            if (stance.span.post, stance.holder, claim.id) not in stated:
                stated.add((stance.span.post, stance.holder, claim.id))
                reading.stances.append(stance)


def _rationale(experience: Experience) -> str:
    return f"{experience.experiencer} {experience.access} {experience.outcome}"


def _own_stance(reading: Reading, experience: Experience, claim: str, bearing: _Bearing) -> Stance:
    """A told outcome is also the poster's own view (settled case 2)."""
    _, _, _, direction, rule, words = bearing
    start, end = words or (experience.span.start, experience.span.end)
    post = reading.posts[experience.span.post].post
    return Stance(
        span=Span(post.path, start, end),
        quote=post.text[start:end],
        holder=poster(post),
        claim=claim,
        side=Side(direction.value),
        mode=Mode.OWN,
        basis=Basis(ACCESS[experience.experiencer].value),
        rule=rule,
        confidence=round(experience.confidence * 0.9, 3),
    )


def _bearings(reading: Reading, episode: Episode) -> Iterator[_Bearing]:
    if episode.story == "treatment":
        yield from _of_treatment(reading, episode)
    elif episode.story == "onset":
        yield from _of_onset(reading, episode)
    elif episode.story == "recognition":
        yield from _of_recognition(reading, episode)


def _of_treatment(reading: Reading, episode: Episode) -> Iterator[_Bearing]:
    """Improved supports effective, no change opposes it, worsened supports harmful (settled cases 1 and 2)."""
    for outcome, sentence in episode.outcomes:
        words = (sentence.start, sentence.end)
        for treatment in episode.treatments:
            if outcome.value in (OutcomeValue.IMPROVED, OutcomeValue.MIXED):
                target = _target(reading, episode, outcome, sentence)
                yield Predicate.EFFECTIVE, treatment, target, _SUPPORTS, "evidence:improved", words
            elif outcome.value is OutcomeValue.NO_CHANGE:
                target = _target(reading, episode, outcome, sentence)
                yield Predicate.EFFECTIVE, treatment, target, _OPPOSES, "evidence:no-change", words
            elif outcome.value is OutcomeValue.WORSENED:
                for target in _harms(reading, episode, sentence):
                    yield Predicate.HARMFUL, treatment, target, _SUPPORTS, "evidence:worsened", words


def _against_benefit(rows: list[_Bearing], helped: set[tuple[str, str]]) -> Iterator[_Bearing]:
    """An illness made worse also opposes the benefit, where the discussion argues for it (settled case 2)."""
    for predicate, treatment, illness, _, _, words in rows:
        if predicate is Predicate.HARMFUL and (treatment, illness) in helped:
            yield Predicate.EFFECTIVE, treatment, illness, _OPPOSES, "evidence:worsened-against-benefit", words


def _target(reading: Reading, episode: Episode, outcome: OutcomeHit, sentence: SentenceReading) -> str:
    """Return what a treatment did or did not help: a symptom of the same clause, else the illness."""
    clause = sentence.clause_of(outcome.start)
    near = [
        mention
        for mention in sentence.of_kind(Kind.SYMPTOM, Kind.CONDITION)
        if sentence.clause_of(mention.start) == clause and mention.start >= outcome.end
    ]
    if near:
        return near[0].concept
    if reading.topic.treatment in episode.treatments and reading.topic.condition is not None:
        return reading.topic.condition
    return _illness(reading, episode)


def _harms(reading: Reading, episode: Episode, sentence: SentenceReading) -> list[str]:
    """Return the bad effects a sentence names, else the illness made worse."""
    effects = [m.concept for m in sentence.of_kind(Kind.SYMPTOM) if not m.negated and not m.hypothetical]
    return list(dict.fromkeys(effects))[:2] or [_illness(reading, episode)]


def _illness(reading: Reading, episode: Episode) -> str:
    """Return the illness that an episode is about: its own condition, the discussion's, its symptom, or any."""
    if episode.conditions:
        return episode.conditions[0]
    return reading.topic.condition or (episode.symptoms[0] if episode.symptoms else ANY)


def _of_onset(reading: Reading, episode: Episode) -> Iterator[_Bearing]:
    """What set an illness off supports that it causes it (settled case 1)."""
    for cause, effect in episode.causes:
        yield Predicate.CAUSES, cause, effect, _SUPPORTS, "evidence:onset", None


def _of_recognition(reading: Reading, episode: Episode) -> Iterator[_Bearing]:
    """Being dismissed, misdiagnosed or believed bears on the claim of that name (settled case 6)."""
    value = episode.cue.split(":")[1]
    illness = _illness(reading, episode)
    if value == "dismissed":
        yield Predicate.DISMISSED, illness, "", _SUPPORTS, "evidence:dismissed", None
    elif value == "misdiagnosed":
        right, wrong = _diagnoses(reading, episode)
        yield Predicate.MISDIAGNOSED, right, wrong, _SUPPORTS, "evidence:misdiagnosed", None
    elif value == "believed" and episode.clinicians:
        yield Predicate.BELIEVED, episode.clinicians[0], illness, _SUPPORTS, "evidence:believed", None


def _diagnoses(reading: Reading, episode: Episode) -> tuple[str, str]:
    """Return the right and the wrong diagnosis: the one found in the end, and another that is told before it."""
    annotated = reading.posts[episode.post]
    first = episode.anchors[0]
    told = [s for s in annotated.sentences if first.start <= s.start and s.paragraph - first.paragraph <= 1]
    found: str | None = None
    others: list[str] = []
    for sentence in told[:_DIAGNOSIS_REACH]:
        ends = [hit.end for hit in sentence.hits("uptake", "turned-out")]
        for mention in sentence.of_kind(Kind.CONDITION):
            if found is None and any(0 <= mention.start - end <= _FOUND_REACH for end in ends):
                found = mention.concept
            elif mention.concept not in others:
                others.append(mention.concept)
    right = found or reading.topic.condition or ANY
    return right, next((concept for concept in others if concept != right), ANY)
