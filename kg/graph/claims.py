"""Claims as frames: what kinds their slots take, how they read, and which of them exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.claims import sentence_of
from kg.graph.captions import short
from kg.graph.identity import claim_id, concept_id, other_claim_id
from kg.model import Claim, Kind, Predicate

__all__ = ["ANY", "EXCLUDES", "FRAMES", "ConceptKey", "Frame", "Shape", "contradictions", "frame_of"]

#: What stands in a slot where the discussion names no concept.
ANY = "any"

#: Kind and label: what identifies a concept.
ConceptKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What all claims of one predicate have in common.

    Attributes:
        kind: the group of predicates that it belongs to.
        subject: kinds of the subject; the first under which the discussion mentions the label is taken.
        object: kinds of the object, likewise.
    """

    kind: str
    subject: tuple[Kind, ...]
    object: tuple[Kind, ...] = (Kind.CONDITION, Kind.SYMPTOM)


_ILLNESS = (Kind.CONDITION, Kind.SYMPTOM)
_CARE = (Kind.TREATMENT, Kind.STRESSOR, Kind.ORGANIZATION, Kind.CLINICIAN)
_SOURCE = (Kind.CLINICIAN, Kind.ORGANIZATION)
_CAUSE = (Kind.STRESSOR, Kind.TREATMENT, Kind.CONDITION, Kind.SYMPTOM)

#: The frames, by predicate. `other` has none: its text is the claim.
FRAMES: Mapping[Predicate, Shape] = {
    Predicate.EFFECTIVE: Shape("treatment", _CARE),
    Predicate.HARMFUL: Shape("treatment", _CARE),
    Predicate.RECOMMENDED: Shape("treatment", _CARE),
    Predicate.UNSAFE: Shape("treatment", _CARE),
    Predicate.CAUSES: Shape("cause", _CAUSE),
    Predicate.SYMPTOM_OF: Shape("relation", (Kind.SYMPTOM, Kind.CONDITION)),
    Predicate.COMORBID: Shape("relation", _ILLNESS),
    Predicate.PSYCHOLOGICAL: Shape("nature", _ILLNESS),
    Predicate.PHYSICAL: Shape("nature", _ILLNESS),
    Predicate.REAL: Shape("nature", _ILLNESS),
    Predicate.MISDIAGNOSED: Shape("recognition", _ILLNESS),
    Predicate.DISMISSED: Shape("recognition", _ILLNESS),
    Predicate.BELIEVED: Shape("recognition", _SOURCE),
    Predicate.CREDIBLE: Shape("credibility", _SOURCE),
}

#: Predicates whose claims exclude each other, and the slots that must hold the same named concept.
EXCLUDES: tuple[tuple[Predicate, Predicate, tuple[tuple[str, str], ...]], ...] = (
    (Predicate.EFFECTIVE, Predicate.HARMFUL, (("subject", "subject"), ("object", "object"))),
    (Predicate.RECOMMENDED, Predicate.HARMFUL, (("subject", "subject"), ("object", "object"))),
    (Predicate.RECOMMENDED, Predicate.UNSAFE, (("subject", "subject"),)),
    (Predicate.PSYCHOLOGICAL, Predicate.PHYSICAL, (("subject", "subject"),)),
    (Predicate.PSYCHOLOGICAL, Predicate.REAL, (("subject", "subject"),)),
    (Predicate.BELIEVED, Predicate.DISMISSED, (("object", "subject"),)),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A claim with its concepts resolved.

    Attributes:
        predicate: the frame's predicate.
        subject: the concept, `any`, or empty.
        object: the concept, `any`, or empty.
        words: of an `other` claim its text, white space collapsed; else empty.
    """

    predicate: Predicate
    subject: ConceptKey | str
    object: ConceptKey | str
    words: str = ""

    @property
    def id(self) -> str:
        """Id of the claim's node."""
        if self.predicate is Predicate.OTHER:
            return other_claim_id(self.words)
        return claim_id(self.predicate, _slot_id(self.subject), _slot_id(self.object))

    @property
    def kind(self) -> str:
        """Group of predicates that the claim belongs to."""
        shape = FRAMES.get(self.predicate)
        return shape.kind if shape else Predicate.OTHER.value

    @property
    def label(self) -> str:
        """The claim as predicate(subject, object); of an `other` claim its first words."""
        if self.predicate is Predicate.OTHER:
            return short(self.words) or self.predicate.value
        slots = [_slot_words(slot) for slot in (self.subject, self.object) if slot]
        return f"{self.predicate.value}({', '.join(slots)})"

    @property
    def text(self) -> str:
        """The claim as a sentence made from the frame alone, the same in all discussions."""
        if self.predicate is Predicate.OTHER:
            return self.words
        return sentence_of(self.predicate, *(_slot_words(slot) for slot in (self.subject, self.object)))


def frame_of(claim: Claim, *, mentioned: Mapping[ConceptKey, str]) -> Frame:
    """Return a claim with its concepts resolved by what the discussion mentions.

    Args:
        claim: as annotated.
        mentioned: kind and label, as mentioned or in lower case -> label as mentioned.

    Example:
        >>> claim = Claim("c1", Predicate.EFFECTIVE, "ketamine", "CRPS", "It works.")
        >>> frame = frame_of(claim, mentioned={})
        >>> frame.label, frame.text
        ('effective(ketamine, CRPS)', 'Ketamine helps people with CRPS.')
    """
    shape = FRAMES.get(claim.predicate)
    if shape is None:
        return Frame(claim.predicate, "", "", " ".join(claim.text.split()))
    return Frame(
        claim.predicate,
        _slot(claim.subject, shape.subject, mentioned),
        _slot(claim.object, shape.object, mentioned),
    )


def contradictions(frames: Iterable[Frame]) -> list[tuple[str, str]]:
    """Return the ids of claims that exclude each other, smaller id first, sorted.

    Example:
        >>> mind = Frame(Predicate.PSYCHOLOGICAL, (Kind.CONDITION, "ME"), "")
        >>> body = Frame(Predicate.PHYSICAL, (Kind.CONDITION, "ME"), "")
        >>> contradictions([mind, body]) == [tuple(sorted((mind.id, body.id)))]
        True
    """
    by_predicate: defaultdict[Predicate, list[Frame]] = defaultdict(list)
    for frame in frames:
        by_predicate[frame.predicate].append(frame)
    pairs: set[tuple[str, str]] = set()
    for first, second, slots in EXCLUDES:
        partners: defaultdict[tuple[ConceptKey | str, ...], list[str]] = defaultdict(list)
        for frame in by_predicate[second]:
            partners[tuple(getattr(frame, slot) for _, slot in slots)].append(frame.id)
        for frame in by_predicate[first]:
            held = tuple(getattr(frame, slot) for slot, _ in slots)
            if not any(isinstance(value, str) for value in held):
                pairs.update(_ordered(frame.id, partner) for partner in partners.get(held, []))
    return sorted(pairs)


def _slot(label: str, kinds: tuple[Kind, ...], mentioned: Mapping[ConceptKey, str]) -> ConceptKey | str:
    """Return the concept that a label means, or `any` or empty as it stands."""
    if not label or label.casefold() == ANY:
        return label.casefold()
    for kind in kinds:
        known = mentioned.get((kind, label)) or mentioned.get((kind, label.casefold()))
        if known is not None:
            return (kind, known)
    return (kinds[0], label)


def _slot_id(slot: ConceptKey | str) -> str:
    """Return what a slot adds to a claim's id."""
    return slot if isinstance(slot, str) else concept_id(*slot)


def _slot_words(slot: ConceptKey | str) -> str:
    """Return how a slot reads in a sentence; an empty one is one that nobody names."""
    return (slot or ANY) if isinstance(slot, str) else slot[1]


def _ordered(first: str, second: str) -> tuple[str, str]:
    """Return two ids, the smaller first."""
    return (first, second) if first < second else (second, first)
