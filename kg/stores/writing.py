"""How one discussion is written into a Cypher store over what is held of it, and how it is withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from kg.errors import OntologyError, StoreError
from kg.graph.records import Edge, GraphPart, Node, Value
from kg.graph.schema import Class, Schema
from kg.stores import statements

__all__ = ["BATCH_ROWS", "Execute", "Row", "Writing"]

#: Rows of one statement.
BATCH_ROWS = 1000

#: One row of a result, or of a parameter, by name.
Row = dict[str, Any]

#: Ids of nodes by label.
_Ids = Mapping[str, set[str]]

_Item = TypeVar("_Item")


class Execute(Protocol):
    """Runs one statement and returns its rows."""

    def __call__(self, statement: str, /, **parameters: Any) -> list[Row]:
        """Run it with its parameters by name."""


@dataclass(slots=True)
class _Held:
    """What a store holds of one discussion.

    Attributes:
        nodes: ids of owned nodes by label.
        edges: pairs of an owned node and another, by type, label of the owned node, and whether it is the source.
        shared: ids of shared nodes that the edges lead to, by label.
    """

    nodes: dict[str, set[str]] = field(default_factory=dict)
    edges: dict[tuple[str, str, bool], set[tuple[str, str]]] = field(default_factory=dict)
    shared: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class Writing:
    """The steps of writing and withdrawing, each a few statements.

    Attributes:
        execute: runs a statement.
        schema: classes and relations.
        merge: gives the statements that together upsert nodes of a class; the last one counts them.
        address: of the store, for messages.
    """

    execute: Execute
    schema: Schema
    merge: Callable[[Class], list[str]]
    address: str

    def write(self, part: GraphPart, *, held: str | None) -> None:
        """Write a discussion; `held` is the digest of what is there, empty if incomplete, None if nothing."""
        if held is None:
            self._upsert(part)
        else:
            self._unseal(part.discussion)
            before = self._held(part)
            self._delete_stale(before, part)
            self._upsert(part)
            self._collect(before, part, complete=bool(held))
        self.execute("MATCH (n:Discussion {id: $id}) SET n.digest = $digest", id=part.discussion, digest=part.digest)

    def remove(self, discussion: str, *, held: str) -> None:
        """Withdraw a discussion whose digest is `held`, empty if it is incomplete."""
        nothing = GraphPart(discussion, "", (), ())
        self._unseal(discussion)
        before = self._held(nothing)
        self._delete_stale(before, nothing)
        self._collect(before, nothing, complete=bool(held))

    def _unseal(self, discussion: str) -> None:
        """Mark a discussion as incomplete."""
        self.execute("MATCH (n:Discussion {id: $id}) REMOVE n.digest", id=discussion)

    # --- what is there ---

    def _held(self, part: GraphPart) -> _Held:
        """Return what the store holds of a discussion."""
        held = _Held()
        for name, class_ in self.schema.classes.items():
            if class_.owned:
                statement = f"MATCH (n:{name} {{discussion: $id}}) RETURN n.id AS id"
                held.nodes[name] = {row["id"] for row in self.execute(statement, id=part.discussion)}
        for type_, owner, outgoing, statement in statements.edges_of_discussion(self.schema):
            self._add_edges(held, (type_, owner, outgoing), self.execute(statement, id=part.discussion))
        # What a concept belongs to is said by the vocabulary, which may have changed: the new part knows best.
        concepts = sorted(node.id for node in part.nodes if statements.CONCEPT in node.labels)
        key = (statements.BROADER, statements.CONCEPT, True)
        for batch in _batches(concepts):
            self._add_edges(held, key, self.execute(statements.broader_edges(), ids=batch))
        return held

    def _add_edges(self, held: _Held, key: tuple[str, str, bool], rows: list[Row]) -> None:
        held.edges.setdefault(key, set()).update((row["owner"], row["other"]) for row in rows)
        for row in rows:
            class_ = self.schema.class_of(row["labels"])
            if not class_.owned:
                held.shared[class_.name].add(row["other"])

    # --- taking away ---

    def _delete_stale(self, held: _Held, part: GraphPart) -> None:
        """Delete edges and owned nodes that are not in the new part; the Discussion itself goes last."""
        nodes = {node.id for node in part.nodes}
        edges = {edge.key for edge in part.edges}
        for (type_, owner, outgoing), pairs in held.edges.items():
            stale = [
                {"owner": own, "other": other}
                for own, other in sorted(pairs)
                if own in nodes  # else it goes with its node
                and ((type_, own, other) if outgoing else (type_, other, own)) not in edges
            ]
            for batch in _batches(stale):
                self.execute(statements.delete_edges(type_, owner, outgoing=outgoing), rows=batch)
        for name in sorted(held.nodes, key=lambda name: (name == "Discussion", name)):
            self._delete(name, held.nodes[name] - nodes)

    def _delete(self, label: str, ids: Iterable[str]) -> None:
        for batch in _batches(sorted(ids)):
            self.execute(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", ids=batch)

    def _collect(self, held: _Held, part: GraphPart, *, complete: bool) -> None:
        """Delete shared nodes that nothing reaches any more, and contradictions that no discussion holds."""
        # A write that was cut short may have left nodes that no edge leads to: then all are looked at.
        candidates = held.shared if complete else self._all_shared()
        kept = {node.id for node in part.nodes}
        turn = {label: ids - kept for label, ids in candidates.items()}
        while turn:
            following: defaultdict[str, set[str]] = defaultdict(set)
            # Claims first: their subjects and objects are then judged once, in the next turn.
            for label in sorted(turn, key=lambda label: (label != "Claim", label)):
                dead = self._dead(label, turn[label])
                for name, ids in self._below(label, dead).items():
                    following[name] |= ids
                self._delete(label, dead)
            turn = following
        for batch in _batches(sorted(candidates.get("Claim", ()))):
            self.execute(statements.unsaid_contradictions(), ids=batch)

    def _all_shared(self) -> _Ids:
        """Return the ids of all shared nodes by label."""
        return {
            name: {row["id"] for row in self.execute(f"MATCH (n:{name}) RETURN n.id AS id")}
            for name, class_ in self.schema.classes.items()
            if class_.prefix and not class_.owned
        }

    def _dead(self, label: str, ids: Iterable[str]) -> set[str]:
        """Return which of the shared nodes nothing reaches."""
        statement = statements.garbage(self.schema, self.schema.classes[label])
        return {row["id"] for batch in _batches(sorted(ids)) for row in self.execute(statement, ids=batch)}

    def _below(self, label: str, ids: Iterable[str]) -> _Ids:
        """Return the concepts, by label, that shared nodes rest on: subjects, objects, broader concepts."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for batch in _batches(sorted(ids)):
            for row in self.execute(statements.concepts_below(label), ids=batch):
                found[self.schema.class_of(row["labels"]).name].add(row["id"])
        return found

    # --- putting in ---

    def _upsert(self, part: GraphPart) -> None:
        """Upsert all nodes, the Discussion first and without its digest, then all edges; count each batch."""
        classes = {node.id: self.schema.class_of(node.labels) for node in part.nodes}
        for class_, rows in _node_rows(self.schema, part.nodes, classes):
            for batch in _batches(rows):
                for statement in self.merge(class_):
                    done = self.execute(statement, rows=batch)
                self._check(done, batch, class_.name)
        for (type_, source, target), rows in _edge_rows(self.schema, part.edges, classes):
            ends = self.schema.classes[source], self.schema.classes[target]
            statement = statements.merge_edges(self.schema.relations[type_], *ends)
            for batch in _batches(rows):
                self._check(self.execute(statement, rows=batch), batch, type_)

    def _check(self, done: list[Row], batch: list[Row], what: str) -> None:
        """Raise where a statement did not touch as many nodes or edges as it was given rows."""
        if not done or done[0]["n"] != len(batch):
            raise StoreError(
                f"{self.address}: {done[0]['n'] if done else 0} {what} were written where {len(batch)} should "
                "be; another program may have changed the graph: load into a new one"
            )


def _node_rows(
    schema: Schema, nodes: Iterable[Node], classes: Mapping[str, Class]
) -> Iterator[tuple[Class, list[Row]]]:
    """Yield each class with rows for its nodes, the Discussion first."""
    grouped: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        grouped[classes[node.id].name].append(node)
    for name in sorted(grouped, key=lambda name: (name != "Discussion", name)):
        class_ = schema.classes[name]
        times = statements.times_of(schema, class_)
        rows = []
        for node in grouped[name]:
            properties = _row(node.properties, class_.keys, what=name)
            if name == "Discussion":
                del properties["digest"]
            rows.append({"id": node.id, **{key: properties.pop(key) for key in times}, "properties": properties})
        yield class_, rows


def _edge_rows(
    schema: Schema, edges: Iterable[Edge], classes: Mapping[str, Class]
) -> Iterator[tuple[tuple[str, str, str], list[Row]]]:
    """Yield type, class of the source and class of the target with rows for such edges.

    The classes are those that the ontology names as the relation's ends, so that all mentions of concepts, of
    whatever kind, are one statement.
    """
    grouped: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for edge in edges:
        relation = schema.relation(edge.type)
        source = _end(edge, edge.source, relation.domains, classes)
        target = _end(edge, edge.target, relation.ranges, classes)
        row: Row = {"source": edge.source, "target": edge.target}
        properties = _row(edge.properties, relation.keys, what=edge.type)
        if properties:
            row["properties"] = properties
        grouped[edge.type, source, target].append(row)
    yield from sorted(grouped.items())


def _end(edge: Edge, node: str, allowed: Iterable[str], classes: Mapping[str, Class]) -> str:
    """Return the name of the class, among those allowed, that a node at an end of an edge is of."""
    labels = classes[node].labels if node in classes else ()
    for name in allowed:
        if name in labels:
            return name
    raise OntologyError(
        f"{edge.type} from {edge.source} to {edge.target}: {node} is no {' or '.join(allowed)} of this discussion"
    )


def _row(properties: Mapping[str, Value], keys: Iterable[str], *, what: str) -> Row:
    """Return a value for every key: None, which removes what is there, where the property is absent."""
    row: Row = dict.fromkeys(keys)
    for key, value in properties.items():
        if key not in row:
            raise OntologyError(f"{what}: the ontology gives it no property {key!r}")
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise StoreError(f"{what}: its {key} {value} is too large for a Cypher store")
        row[key] = list(value) if isinstance(value, tuple) else value
    return row


def _batches(items: list[_Item]) -> Iterator[list[_Item]]:
    """Yield consecutive runs of a list."""
    for start in range(0, len(items), BATCH_ROWS):
        yield items[start : start + BATCH_ROWS]
