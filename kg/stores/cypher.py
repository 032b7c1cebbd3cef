"""What the stores that speak Cypher share: how a discussion is written, withdrawn, counted and read back."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from kg.errors import StoreError
from kg.graph.records import Edge, Graph, GraphPart, Node, Value
from kg.graph.schema import Class, Schema, load_schema
from kg.stores import statements
from kg.stores.base import Cell, Table
from kg.stores.cells import to_value
from kg.stores.writing import Execute, Row, Writing

__all__ = ["ATOMIC_ROWS", "CypherStore", "Execute", "Row"]

#: Nodes and edges up to which a discussion is written in one transaction; above it, statement by statement.
ATOMIC_ROWS = 50_000

_Result = TypeVar("_Result")


class CypherStore(ABC):
    """A store whose nodes and edges are written, read and asked for in Cypher.

    Attributes:
        address: as the user gave it, without a password.
    """

    language: Literal["cypher"] = "cypher"

    def __init__(self, address: str) -> None:
        self.address = address
        self.schema: Schema = load_schema()

    # --- what each engine does its own way ---

    @abstractmethod
    def query(self, statement: str, /, **parameters: Any) -> list[Row]:
        """Run a statement that reads."""

    @abstractmethod
    def transaction(self, work: Callable[[Execute], _Result]) -> _Result:
        """Run work in one transaction that writes: all of it or, after an error, nothing."""

    @abstractmethod
    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run a query; QueryError where it is wrong, or writes without `write`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""

    @abstractmethod
    def define(self, statement: str, *, portable: bool) -> None:
        """Run a statement that makes a constraint, an index or a type, in Cypher or the engine's own language."""

    def merge_statements(self, class_: Class) -> list[str]:
        """Return the statements that together upsert nodes of a class out of `$rows`; the last one counts."""
        return [statements.merge_nodes(self.schema, class_)]

    # --- the store ---

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, part: GraphPart) -> bool:
        """Write one discussion, replacing what the graph held of it; False where it holds this very digest.

        A discussion of ordinary size is written in one transaction. A very large one is written in many: its
        digest is removed first and set last, so that one cut short is written again by the next load.
        """
        held = self._digest(part.discussion)
        if held == part.digest:
            return False
        size = len(part.nodes) + len(part.edges)
        if held is not None:
            size += self._size(part.discussion)
        self._apply(size, lambda writing: writing.write(part, held=held))
        return True

    def remove(self, discussion: str) -> bool:
        """Withdraw a discussion, with the shared nodes that nothing else reaches; False where there is none."""
        held = self._digest(discussion)
        if held is None:
            return False
        self._apply(self._size(discussion), lambda writing: writing.remove(discussion, held=held))
        return True

    def digests(self) -> dict[str, str]:
        """Return the digest of each discussion by node id; an incomplete discussion has an empty one."""
        rows = self.query("MATCH (n:Discussion) RETURN n.id AS id, n.digest AS digest")
        return {row["id"]: row["digest"] or "" for row in sorted(rows, key=lambda row: str(row["id"]))}

    def read(self) -> Graph:
        """Return the whole graph."""
        graph = Graph()
        for class_ in self.schema.classes.values():
            if class_.prefix:
                graph.add(self._nodes(class_), ())
        for relation in self.schema.relations.values():
            rows = self.query(statements.read_edges(relation))
            graph.add(
                (),
                (Edge(relation.type, row["source"], row["target"], _properties(row, relation.keys)) for row in rows),
            )
        return graph

    def counts(self) -> dict[str, int]:
        """Return how many nodes carry each label and how many edges each type, sorted by name."""
        rows = [
            row
            for names, pattern in ((self.schema.classes, "(n:{})"), (self.schema.relations, "()-[n:{}]->()"))
            for row in self.query(statements.counts(pattern, names))
        ]
        return {row["name"]: int(row["n"]) for row in sorted(rows, key=lambda row: str(row["name"])) if row["n"]}

    # --- setting up ---

    def set_up(self, own: Iterable[str], *, create: bool) -> None:
        """Make constraints and indexes first thing; without `create` see that they are there.

        Args:
            own: statements in the engine's own language, for what portable Cypher cannot make.
            create: make what is missing.

        Raises:
            StoreError: they are not there, or the graph holds something that is not ours.
        """
        present = {str(row["name"]) for show in ("CONSTRAINTS", "INDEXES") for row in self.query(f"SHOW {show}")}
        ours = statements.constraints(self.schema)
        portable = ours | statements.indexes(self.schema)
        named = {match[1]: line for line in own if (match := re.search(r" INDEX (\w+) ", line))}
        if present.issuperset(portable) and present.issuperset(named):
            return
        if not create and not present.issuperset(ours):
            hint = f"make one with: kg load SOURCE -g {self.address}"
            raise StoreError(f"{self.address}: there is no graph here; {hint}")
        if not present.intersection(ours) and self.query("MATCH (n) RETURN n.id AS id LIMIT 1"):
            raise StoreError(f"{self.address}: this holds another graph; choose an empty folder or database")
        if create:
            for name, statement in portable.items():
                if name not in present:
                    self.define(statement, portable=True)
            for statement in own:
                self.define(statement, portable=False)

    # --- writing ---

    def _apply(self, size: int, work: Callable[[Writing], None]) -> None:
        """Run work in one transaction, or, where it is too large, each statement in its own."""
        if size <= ATOMIC_ROWS:
            self.transaction(lambda execute: work(self._writing(execute)))
        else:
            work(self._writing(self._each))

    def _writing(self, execute: Execute) -> Writing:
        return Writing(execute, schema=self.schema, merge=self.merge_statements, address=self.address)

    def _each(self, statement: str, /, **parameters: Any) -> list[Row]:
        """Run one statement in a transaction of its own."""
        return self.transaction(lambda execute: execute(statement, **parameters))

    def _size(self, discussion: str) -> int:
        """Return how many nodes belong to a discussion."""
        owned = [name for name, class_ in self.schema.classes.items() if class_.owned]
        pattern = "MATCH (n:{} {{discussion: $id}}) RETURN count(n) AS n"
        return sum(int(self.query(pattern.format(name), id=discussion)[0]["n"]) for name in owned)

    def _digest(self, discussion: str) -> str | None:
        """Return the digest of a discussion; empty where it is incomplete, None where there is none."""
        rows = self.query("MATCH (n:Discussion {id: $id}) RETURN n.digest AS digest", id=discussion)
        return (rows[0]["digest"] or "") if rows else None

    def _nodes(self, class_: Class) -> Iterator[Node]:
        """Yield all nodes of a class."""
        for row in self.query(statements.read_nodes(class_)):
            yield Node(row["id"], class_.labels, _properties(row, class_.keys))


def _properties(row: Row, keys: Iterable[str]) -> dict[str, Value]:
    """Return the properties that a row of a result holds under keys, without absent ones."""
    values = ((key, to_value(row[key])) for key in keys)
    return {key: value for key, value in values if value is not None}
