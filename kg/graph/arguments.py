"""Adds what is argued to a discussion's part: experiences, claims, stances and evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.graph import identity
from kg.graph.builder import TAKES_PART, Builder, rounded
from kg.graph.captions import experience_label
from kg.graph.claims import Frame, contradictions, frame_of
from kg.model import Direction, Experience, Kind, Mention

__all__ = ["add_claims", "add_evidence", "add_experiences", "add_stances"]

#: Relation of the shortcut from an experience to a claim, by direction.
_SHORTCUT = {Direction.SUPPORTS: "SUPPORTS", Direction.OPPOSES: "OPPOSES"}


def add_experiences(builder: Builder) -> dict[str, str]:
    """Add the experiences and return their node ids by the id in the annotations."""
    outcomes: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in builder.given.mentions:
        if mention.kind is Kind.OUTCOME:
            outcomes[mention.span.post].append(mention)
    seen: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for experience in builder.given.experiences:
        post = builder.post_id(experience.span.post)
        node = identity.experience_id(post, experience)
        seen[node] += 1
        if seen[node] > 1:
            node = identity.experience_id(post, experience, repeat=seen[node])
        ids[experience.id] = node
        _add_experience(builder, experience, node, outcomes[experience.span.post])
    return ids


def add_claims(builder: Builder) -> dict[str, Frame]:
    """Add the claims with what contradicts what, and return their frames by the id in the annotations."""
    out = builder.out
    frames = {claim.id: frame_of(claim, mentioned=builder.mentioned) for claim in builder.given.claims}
    for claim in builder.given.claims:
        frame = frames[claim.id]
        node = out.node(
            "Claim",
            frame.id,
            label=frame.label,
            predicate=frame.predicate.value,
            kind=frame.kind,
            text=frame.text,
        )
        out.edge("DISCUSSES", out.discussion, node, wording=claim.text)
        for relation, slot in (("SUBJECT", frame.subject), ("OBJECT", frame.object)):
            if not isinstance(slot, str):
                out.edge(relation, node, builder.concept(*slot))
    for first, second in contradictions(frames.values()):
        out.edge("CONTRADICTS", first, second)
    return frames


def add_stances(builder: Builder, claims: Mapping[str, Frame]) -> None:
    """Add the stances; of several by one holder on one claim in one post the most certain counts."""
    out = builder.out
    for stance in sorted(builder.given.stances, key=lambda stance: -stance.confidence):
        builder.post(stance.span.post, f"a stance on claim {stance.claim}")
        claim = _claim(builder, claims, stance.claim)
        holder = builder.holder(stance.holder)
        node = identity.stance_id(builder.post_id(stance.span.post), holder, claim.id)
        if node in out.nodes and out.nodes[node].properties["stance"] != stance.side.value:
            continue
        out.node(
            "Stance",
            node,
            label=f"{stance.side.value} {claim.label}",
            stance=stance.side.value,
            mode=stance.mode.value,
            basis=stance.basis.value,
            rule=stance.rule,
            confidence=rounded(stance.confidence),
        )
        out.edge("HOLDS", holder, node)
        out.edge("ON", node, claim.id)
        out.edge("TOLD_IN", node, builder.passage(stance.span, "a stance"))
        out.edge("GENERATED_BY", node, builder.run)


def add_evidence(builder: Builder, experiences: Mapping[str, str], claims: Mapping[str, Frame]) -> None:
    """Add the evidence, each with its shortcut from experience to claim; the most certain row counts."""
    out = builder.out
    for evidence in sorted(builder.given.evidence, key=lambda evidence: -evidence.confidence):
        if evidence.experience not in experiences:
            raise builder.error(f"evidence points to experience {evidence.experience!r}, which is not there")
        claim = _claim(builder, claims, evidence.claim)
        experience = experiences[evidence.experience]
        node = identity.evidence_id(experience, claim.id)
        if node in out.nodes:
            continue
        confidence = rounded(evidence.confidence)
        out.node(
            "Evidence",
            node,
            label=f"{evidence.direction.value} {claim.label}",
            direction=evidence.direction.value,
            rationale=evidence.rationale,
            rule=evidence.rule,
            confidence=confidence,
        )
        out.edge("FROM", node, experience)
        out.edge("ON", node, claim.id)
        out.edge("GENERATED_BY", node, builder.run)
        out.edge(_SHORTCUT[evidence.direction], experience, claim.id, confidence=confidence, evidence=node)


def _add_experience(builder: Builder, experience: Experience, node: str, outcomes: Sequence[Mention]) -> None:
    """Add an experience, who tells it where, and what takes part in it."""
    out, span = builder.out, experience.span
    passage = builder.passage(span, f"experience {experience.id}")
    out.node(
        "Experience",
        node,
        label=experience_label(experience),
        experiencer=experience.experiencer.value,
        access=experience.access.value,
        outcome=experience.outcome.value,
        rule=experience.rule,
        confidence=rounded(experience.confidence),
    )
    out.edge("TOLD_IN", node, passage)
    out.edge("GENERATED_BY", node, builder.run)
    author = builder.posts[span.post].author
    if author is not None:
        out.edge("TELLS", builder.account(author), node)
    for attribute, kind, relation in TAKES_PART:
        for label in getattr(experience, attribute):
            out.edge(relation, node, builder.concept(kind, label))
    for mention in outcomes:
        if mention.span.start < span.end and span.start < mention.span.end:
            out.edge("LED_TO", node, builder.concept(Kind.OUTCOME, mention.concept))


def _claim(builder: Builder, claims: Mapping[str, Frame], claim: str) -> Frame:
    """Return the frame of a claim by its id in the annotations."""
    if claim not in claims:
        raise builder.error(f"a row points to claim {claim!r}, which is not there")
    return claims[claim]
