"""What every graph store offers, and the table that a query gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Protocol, Self

from kg.graph.records import Graph, GraphPart, Value

__all__ = ["Cell", "Language", "Store", "Table"]

#: One value of a table: a property value, or None where the query left the column unbound.
Cell = Value | None

#: Query languages that a store can run.
Language = Literal["cypher", "sparql"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that a query gives, the same plain Python values from every store.

    Nodes are their ids, date-times ISO 8601 text in UTC ending in `Z`, lists tuples, missing values None.

    Example:
        >>> list(Table(("claim", "people"), [("effective(rest, ME)", 2)]).records())
        [{'claim': 'effective(rest, ME)', 'people': 2}]
    """

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield each row as a dict by column."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


class Store(Protocol):
    """A place that keeps the graph. A context manager: leaving it closes the store, after an error too."""

    @property
    def address(self) -> str:
        """The address as the user gave it, without a password."""

    @property
    def language(self) -> Language:
        """The language that `run` understands."""

    def write(self, part: GraphPart) -> bool:
        """Write one discussion, replacing what the graph held of it.

        Returns False, and changes nothing, where the graph already holds this very digest. The digest is set
        last: a discussion whose writing was cut short has none and is written again by the next load.
        """

    def remove(self, discussion: str) -> bool:
        """Withdraw a discussion by the id of its node, with the shared nodes that nothing else reaches.

        Returns False where the graph holds no such discussion.
        """

    def digests(self) -> dict[str, str]:
        """Return the digest of each discussion by node id; an incomplete discussion has an empty one."""

    def read(self) -> Graph:
        """Return the whole graph."""

    def counts(self) -> dict[str, int]:
        """Return how many nodes carry each label and how many edges each type, sorted by name."""

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run a query in the store's language; QueryError where it is wrong, or writes without `write`."""

    def close(self) -> None:
        """Save what is to be saved and let go of files and connections; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
