"""Frames of claims: how a proposition reads as a sentence."""

from __future__ import annotations

from kg.model import Predicate

__all__ = ["sentence_of"]

_READING = {
    Predicate.EFFECTIVE: "{subject} helps people with {object}.",
    Predicate.HARMFUL: "{subject} does harm: {object}.",
    Predicate.CAUSES: "{subject} causes, triggers or worsens {object}.",
    Predicate.PSYCHOLOGICAL: "{subject} is psychological in origin.",
    Predicate.PHYSICAL: "{subject} is a bodily malfunction.",
    Predicate.REAL: "{subject} is real.",
    Predicate.COMORBID: "{subject} and {object} go together in the same people.",
    Predicate.MISDIAGNOSED: "People who have {subject} are wrongly told that they have {object}.",
    Predicate.DISMISSED: "People with {subject} are disbelieved or dismissed.",
    Predicate.BELIEVED: "{subject} takes people with {object} seriously.",
    Predicate.RECOMMENDED: "{subject} should be used for {object}.",
    Predicate.SYMPTOM_OF: "{subject} is a symptom of {object}.",
    Predicate.UNSAFE: "{subject} exposes people to danger or wrongs them.",
    Predicate.CREDIBLE: "What {subject} says is sound.",
}


def sentence_of(predicate: Predicate, subject: str, object_: str = "") -> str:
    """Return a claim's frame as a sentence; `other` has no frame, so its text is the sentence itself.

    Example:
        >>> sentence_of(Predicate.EFFECTIVE, "pacing", "ME/CFS")
        'Pacing helps people with ME/CFS.'
    """
    if predicate is Predicate.OTHER:
        return subject
    sentence = _READING[predicate].format(
        subject=subject if subject != "any" else "something",
        object=object_ if object_ != "any" else "an illness",
    )
    # A name with a capital of its own (hEDS) is written as it is.
    return sentence[0].upper() + sentence[1:] if sentence.split(" ")[0].islower() else sentence
