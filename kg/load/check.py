"""Hold what a load wrote against what the graph holds afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.errors import StoreError
from kg.graph.records import GraphPart
from kg.graph.schema import load_schema
from kg.stores import Store

__all__ = ["Check"]


@dataclass(slots=True)
class Check:
    """What a graph held before a load, and what was written since.

    Attributes:
        store: the graph.
        before: digests of the discussions it held before the load.
        counts: what it held before, by label and relationship type.
        digests: digest of each discussion of the load.
        owned: for each discussion of the load, how many nodes of its own it has, by label.
    """

    store: Store
    before: dict[str, str]
    counts: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)
    owned: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> Check:
        """Return a check with what the store holds now."""
        return cls(store, store.digests(), store.counts())

    def held(self, part: GraphPart) -> bool:
        """Whether the graph held a discussion before this part of it."""
        return part.discussion in self.before or part.discussion in self.digests

    def add(self, part: GraphPart) -> Counter[str]:
        """Note a part that was written and return how much it holds by label and relationship type."""
        counts = Counter(label for node in part.nodes for label in node.labels)
        counts.update(edge.type for edge in part.edges)
        self.digests[part.discussion] = part.digest
        self.owned[part.discussion] = {label: counts[label] for label in _owned_labels() if counts[label]}
        return counts

    def finish(self) -> None:
        """Raise StoreError where the graph does not hold what was written."""
        digests, counts = self.store.digests(), self.store.counts()
        for discussion, digest in self.digests.items():
            if digests.get(discussion) != digest:
                raise StoreError(
                    f"{self.store.address}: discussion {discussion} is not in the graph as it was written; "
                    "load it again, and let no other program write at the same time"
                )
        expected = self._expected(digests)
        if expected is None:
            return
        for label in _owned_labels():
            if counts.get(label, 0) != expected[label]:
                raise StoreError(
                    f"{self.store.address}: the graph holds {counts.get(label, 0)} {label} nodes where it should "
                    f"hold {expected[label]}; load into a new one, and let no other program write at the same time"
                )

    def _expected(self, after: dict[str, str]) -> Counter[str] | None:
        """Return how many owned nodes of each label there should be now; None where that cannot be told."""
        if self._others(self.before) != self._others(after):
            return None  # another program writes other discussions at the same time
        written = [name for name, digest in self.digests.items() if self.before.get(name) != digest]
        expected: Counter[str] = Counter()
        if not self._others(self.before):
            counted = list(self.digests)
        elif self.before.keys().isdisjoint(written):
            counted = written
            expected.update({label: self.counts.get(label, 0) for label in _owned_labels()})
        else:  # what replaced discussions had is not known; each statement that wrote them was counted
            return None
        for discussion in counted:
            expected.update(self.owned[discussion])
        return expected

    def _others(self, digests: dict[str, str]) -> dict[str, str]:
        """Return the digests of those discussions that are not of this load."""
        return {name: digest for name, digest in digests.items() if name not in self.digests}


def _owned_labels() -> list[str]:
    """Return the labels of nodes that belong to one discussion."""
    return [name for name, class_ in load_schema().classes.items() if class_.owned]
