"""Eighth layer: episodes become experiences, with the words that carry them."""

from __future__ import annotations

from kg.extract.outcomes import combine
from kg.extract.reading import ACCESS, Episode, Reading
from kg.model import Experience, OutcomeValue, Span

__all__ = ["tell_experiences"]

#: Confidence by kind of story; a treatment that only context names is surer of the verdict than of its object.
_CONFIDENCE = {"treatment": 0.75, "having": 0.7, "onset": 0.6, "recognition": 0.65}
_INFERRED = 0.5


def tell_experiences(reading: Reading) -> None:
    """Add an experience for every episode; the episode gets its id."""
    for number, episode in enumerate(reading.episodes, start=1):
        episode.id = f"x{number}"
        reading.experiences.append(_experience(reading, episode))


def _experience(reading: Reading, episode: Episode) -> Experience:
    start, end = _span(episode)
    return Experience(
        id=episode.id,
        span=Span(episode.post, start, end),
        quote=reading.posts[episode.post].post.text[start:end],
        experiencer=episode.experiencer,
        access=ACCESS[episode.experiencer],
        outcome=_outcome(episode),
        conditions=tuple(episode.conditions),
        symptoms=tuple(episode.symptoms),
        treatments=tuple(episode.treatments),
        clinicians=tuple(episode.clinicians),
        stressors=tuple(episode.stressors),
        rule=episode.outcomes[0][0].rule if episode.outcomes else episode.cue,
        confidence=_INFERRED if episode.inferred else _CONFIDENCE[episode.story],
    )


def _outcome(episode: Episode) -> OutcomeValue:
    return combine(outcome.value for outcome, _ in episode.outcomes)


def _span(episode: Episode) -> tuple[int, int]:
    """Return the shortest run of whole sentences with the verdict and, if it stands just before, what it is about."""
    if not episode.outcomes:
        return episode.anchors[0].start, episode.anchors[0].end
    verdict = episode.outcomes[0][1]
    before = [anchor for anchor in episode.anchors if anchor.end <= verdict.start and verdict.start - anchor.end <= 2]
    return (before[-1].start if before else verdict.start), verdict.end
