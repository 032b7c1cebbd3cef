"""Precision, recall and F1 by layer, summed over discussions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import Annotations, Experience, ReplyStance
from kg.score.compare import Comparison, compare, sides
from kg.score.names import Naming

__all__ = ["MACRO", "Count", "Scores", "score", "total"]

#: Name of the row with the mean of the four F1 of the replies' stances.
MACRO = "replies macro-F1"


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of one layer agree.

    Attributes:
        agreed: rows that agree.
        gold: rows of the gold.
        system: rows that were scored.
    """

    agreed: int
    gold: int
    system: int

    @property
    def precision(self) -> float:
        """Share of the system's rows that agree, 0 where there is none."""
        return self.agreed / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold's rows that agree, 0 where there is none."""
        return self.agreed / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        Example:
            >>> round(Count(3, 4, 6).f1, 3)
            0.6
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.agreed + other.agreed, self.gold + other.gold, self.system + other.system)


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts by layer, in the order of a report."""

    counts: Mapping[str, Count]

    @property
    def macro(self) -> float:
        """Mean F1 of the four stances of replies, each rounded to three places as the report shows it."""
        return sum(round(self.counts[f"replies.{stance}"].f1, 3) for stance in ReplyStance) / len(ReplyStance)

    def rows(self) -> list[tuple[str, float | None, float | None, float, int | None, int | None]]:
        """Return layer, precision, recall, F1, gold and system rows of each layer, to three places."""
        rows: list[tuple[str, float | None, float | None, float, int | None, int | None]] = [
            (layer, round(n.precision, 3), round(n.recall, 3), round(n.f1, 3), n.gold, n.system)
            for layer, n in self.counts.items()
        ]
        return [*rows, (MACRO, None, None, round(self.macro, 3), None, None)]


def score(gold: Annotations, system: Annotations) -> Scores:
    """Return how far a system's annotations of a discussion agree with the gold.

    Posts are matched by their paths. O(n m) in the rows of a layer.
    """
    layers = compare(gold, system)
    counts = {name: _count(layer) for name, layer in layers.items() if name != "replies"}
    counts |= _agreement(layers["experiences"])
    counts["evidence.side_agree"] = _side_agreement(gold, system)
    counts |= _replies(gold, system)
    return Scores({name: counts[name] for name in sorted(counts, key=_order)})


def total(scores: Iterable[Scores]) -> Scores:
    """Return the sums over several discussions: the larger ones weigh more.

    Example:
        >>> total([Scores({"a": Count(1, 2, 2)}), Scores({"a": Count(0, 1, 0)})]).counts
        {'a': Count(agreed=1, gold=3, system=2)}
    """
    sums: dict[str, Count] = {}
    for one in scores:
        for layer, count in one.counts.items():
            sums[layer] = sums.get(layer, Count(0, 0, 0)) + count
    return Scores(sums)


def _order(layer: str) -> int:
    """Return the place of a layer in a report."""
    order = ("entities", "experience", "stances", "evidence", "verdicts", "replies")
    return next(place for place, name in enumerate(order) if layer.startswith(name))


def _count(layer: Comparison[object]) -> Count:
    return Count(len(layer.pairs), len(layer.gold), len(layer.system))


def _agreement(experiences: Comparison[object]) -> dict[str, Count]:
    """Of the experiences that both readers have: how often outcome and access agree."""
    pairs = [
        (one, other)
        for one, other in experiences.agreed
        if isinstance(one, Experience) and isinstance(other, Experience)
    ]
    outcome = sum(one.outcome is other.outcome for one, other in pairs)
    access = sum(one.access is other.access for one, other in pairs)
    return {
        "experience.outcome": Count(outcome, len(pairs), len(pairs)),
        "experience.access": Count(access, len(pairs), len(pairs)),
    }


def _side_agreement(gold: Annotations, system: Annotations) -> Count:
    """Of the treatments that both readers judge in a post: how often they see it on the same side."""
    naming = Naming.of(gold.mentions, system.mentions)
    ours, theirs = sides(gold), sides(system)
    both = [
        (mine.keys(), yours.keys())
        for one, mine in ours.items()
        for other, yours in theirs.items()
        if one[0] == other[0] and naming.same(one[1], other[1])
    ]
    return Count(sum(bool(mine & yours) for mine, yours in both), len(both), len(both))


def _replies(gold: Annotations, system: Annotations) -> dict[str, Count]:
    """Replies that the gold judges: right or wrong, and by stance."""
    ours = {row.post: row.stance for row in gold.replies}
    theirs = {row.post: row.stance for row in system.replies if row.post in ours}
    right = sum(theirs.get(post) is stance for post, stance in ours.items())
    counts = {"replies": Count(right, len(ours), len(ours))}
    for stance in ReplyStance:
        both = sum(value is stance and theirs.get(post) is stance for post, value in ours.items())
        ours_so, theirs_so = (list(rows.values()).count(stance) for rows in (ours, theirs))
        counts[f"replies.{stance}"] = Count(both, ours_so, theirs_so)
    return counts
