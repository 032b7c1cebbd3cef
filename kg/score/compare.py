"""Match one reader's rows with another's, layer by layer.

Each row of the gold takes the first free row of the system that agrees with it, in the order of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.model import (
    Annotations,
    Claim,
    Direction,
    Evidence,
    Experience,
    Kind,
    Mention,
    Predicate,
    Reply,
    Span,
    Stance,
)
from kg.score.names import Naming, normal, share_words

__all__ = ["Comparison", "Verdict", "compare", "sides"]

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Comparison(Generic[_Row]):
    """The rows of one layer and which of them agree.

    Attributes:
        gold: rows of the gold.
        system: rows to be scored.
        pairs: indexes of the rows that agree, into `gold` and `system`; each row at most once.
    """

    gold: tuple[_Row, ...]
    system: tuple[_Row, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def agreed(self) -> tuple[tuple[_Row, _Row], ...]:
        """The pairs of rows that agree."""
        return tuple((self.gold[one], self.system[other]) for one, other in self.pairs)

    @property
    def missed(self) -> tuple[_Row, ...]:
        """Rows of the gold that the system lacks."""
        found = {one for one, _ in self.pairs}
        return tuple(row for index, row in enumerate(self.gold) if index not in found)

    @property
    def false_alarms(self) -> tuple[_Row, ...]:
        """Rows of the system that the gold lacks."""
        right = {other for _, other in self.pairs}
        return tuple(row for index, row in enumerate(self.system) if index not in right)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a user counts: in one post, a treatment did good or harm, whatever it was taken for.

    Attributes:
        span: of the first experience that says so.
        treatment: normal name of the claim's subject.
        good: it helped.
        rule: of the first evidence row.
    """

    span: Span
    treatment: str
    good: bool
    rule: str


def compare(gold: Annotations, system: Annotations) -> dict[str, Comparison[object]]:
    """Return the comparison of each layer in which rows are matched, by name."""
    naming = Naming.of(gold.mentions, system.mentions)
    found: dict[str, Comparison[object]] = {}
    for kind in (None, *Kind):
        name = "entities" if kind is None else f"entities.{kind}"
        found[name] = _entities(gold, system, naming, kind)
    found["experiences"] = _experiences(gold, system, naming, same_person=True)
    found["experience.anywho"] = _experiences(gold, system, naming, same_person=False)
    found["stances"] = _stances(gold, system, naming, relaxed=False)
    found["stances.relaxed"] = _stances(gold, system, naming, relaxed=True)
    found["evidence"] = _evidence(gold, system, naming, relaxed=False)
    found["evidence.relaxed"] = _evidence(gold, system, naming, relaxed=True)
    found["verdicts"] = _verdicts(gold, system, naming)
    found["replies"] = _match(gold.replies, system.replies, _same_reply)
    return found


def sides(annotations: Annotations) -> dict[tuple[str, str], dict[bool, Verdict]]:
    """Return the verdicts by post and treatment, good or bad; of several rows the first."""
    claims = {claim.id: claim for claim in annotations.claims}
    experiences = {experience.id: experience for experience in annotations.experiences}
    found: dict[tuple[str, str], dict[bool, Verdict]] = {}
    for row in annotations.evidence:
        claim, span = claims[row.claim], experiences[row.experience].span
        if claim.predicate in (Predicate.EFFECTIVE, Predicate.HARMFUL):
            good = (claim.predicate is Predicate.EFFECTIVE) == (row.direction is Direction.SUPPORTS)
            verdict = Verdict(span, normal(claim.subject), good, row.rule)
            found.setdefault((span.post, verdict.treatment), {}).setdefault(good, verdict)
    return found


def _match(gold: Iterable[_Row], system: Iterable[_Row], agree: Callable[[_Row, _Row], bool]) -> Comparison[object]:
    """Return the rows with those that agree: O(n m) calls of `agree`."""
    ours, theirs = tuple(gold), tuple(system)
    free = list(range(len(theirs)))
    pairs = []
    for index, row in enumerate(ours):
        other = next((candidate for candidate in free if agree(row, theirs[candidate])), None)
        if other is not None:
            free.remove(other)
            pairs.append((index, other))
    return Comparison(ours, theirs, tuple(pairs))


def _entities(gold: Annotations, system: Annotations, naming: Naming, kind: Kind | None) -> Comparison[object]:
    """Mentions of one kind, or of all kinds but outcomes, which are words rather than concepts."""

    def rows(annotations: Annotations) -> list[Mention]:
        return [
            mention
            for mention in annotations.mentions
            if (mention.kind is kind if kind else mention.kind is not Kind.OUTCOME)
        ]

    def agree(one: Mention, other: Mention) -> bool:
        if one.span.post != other.span.post or one.kind is not other.kind:
            return False
        return naming.same(one.concept, other.concept) or _overlap(one.text, other.text)

    return _match(rows(gold), rows(system), agree)


def _overlap(one: str, other: str) -> bool:
    """Return whether one text stands in the other; nothing stands in nothing."""
    first, second = normal(one), normal(other)
    return bool(first and second) and (first in second or second in first)


def _experiences(gold: Annotations, system: Annotations, naming: Naming, *, same_person: bool) -> Comparison[object]:
    """Experiences of the same post and person whose quotes overlap or that share a concept."""

    def agree(one: Experience, other: Experience) -> bool:
        if one.span.post != other.span.post or (same_person and one.experiencer != other.experiencer):
            return False
        first, second = normal(one.quote), normal(other.quote)
        if first in second or second in first:
            return True
        return any(naming.same(mine, yours) for mine in _parts(one) for yours in _parts(other))

    return _match(gold.experiences, system.experiences, agree)


def _parts(experience: Experience) -> Sequence[str]:
    return experience.conditions + experience.treatments + experience.stressors + experience.symptoms


def _same_claim(one: Claim, other: Claim, naming: Naming, *, relaxed: bool) -> bool:
    """Return whether two claims have the same frame; relaxed, their objects may differ."""
    if one.predicate is not other.predicate:
        return False
    if one.predicate is Predicate.OTHER:
        return share_words(one.text, other.text)
    if not naming.compatible(one.subject, other.subject):
        return False
    return relaxed or naming.compatible(one.object, other.object)


def _stances(gold: Annotations, system: Annotations, naming: Naming, *, relaxed: bool) -> Comparison[object]:
    """Stances of the same post, side, holder and claim; relaxed, holder and object may differ."""
    ours = {claim.id: claim for claim in gold.claims}
    theirs = {claim.id: claim for claim in system.claims}

    def agree(one: Stance, other: Stance) -> bool:
        if one.span.post != other.span.post or one.side is not other.side:
            return False
        if not relaxed and not _same_holder(one.holder, other.holder):
            return False
        return _same_claim(ours[one.claim], theirs[other.claim], naming, relaxed=relaxed)

    return _match(gold.stances, system.stances, agree)


def _same_holder(one: str, other: str) -> bool:
    return normal(one) == normal(other) or share_words(one, other)


def _evidence(gold: Annotations, system: Annotations, naming: Naming, *, relaxed: bool) -> Comparison[object]:
    """Evidence of the same post, direction and claim; relaxed, the claims' objects may differ."""
    claims = {claim.id: claim for claim in gold.claims}, {claim.id: claim for claim in system.claims}
    posts = {row.id: row.span.post for row in gold.experiences}, {row.id: row.span.post for row in system.experiences}

    def agree(one: Evidence, other: Evidence) -> bool:
        if posts[0][one.experience] != posts[1][other.experience] or one.direction is not other.direction:
            return False
        return _same_claim(claims[0][one.claim], claims[1][other.claim], naming, relaxed=relaxed)

    return _match(gold.evidence, system.evidence, agree)


def _verdicts(gold: Annotations, system: Annotations, naming: Naming) -> Comparison[object]:
    """Verdicts of the same post, treatment and side."""

    def rows(annotations: Annotations) -> list[Verdict]:
        return [found[good] for found in sides(annotations).values() for good in sorted(found)]

    def agree(one: Verdict, other: Verdict) -> bool:
        if one.good != other.good or one.span.post != other.span.post:
            return False
        return naming.same(one.treatment, other.treatment)

    return _match(rows(gold), rows(system), agree)


def _same_reply(one: Reply, other: Reply) -> bool:
    return one.post == other.post and one.stance is other.stance
