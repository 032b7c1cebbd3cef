"""Turns graphs into RDF and back without loss, by the ontology's names and types."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from kg.errors import OntologyError, StoreError
from kg.graph.identity import link_id
from kg.graph.records import Edge, Graph, Node, Value
from kg.graph.schema import NAMESPACE, Datatype, Property, Relation, Schema, load_schema
from kg.stores.checks import check_graph
from kg.stores.ntriples import RDF_TYPE, Row, literal, value_of

__all__ = ["graph_name", "graph_of", "iri_of", "local_name", "triples_of"]

_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

#: Python type of a value, or of each value of a list, by the property's type.
_PYTHON: Mapping[Datatype, type] = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": bool,
    "dateTime": str,
    "reference": str,
}

#: How a value is written in RDF, by its Python type.
_LEXICAL: Mapping[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: repr,
    bool: lambda value: "true" if value else "false",
}

#: How a value is read from RDF, by the property's type.
_READ: Mapping[Datatype, Callable[[str], Value]] = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": lambda text: text in ("true", "1"),
    "dateTime": lambda text: re.sub(r"[+-]00:00$", "Z", text),
    "reference": lambda text: text.removeprefix(NAMESPACE),
}


def local_name(iri: str) -> str | None:
    """Return the local name of an IRI in our namespace, or None for any other IRI.

    Example:
        >>> local_name("https://w3id.org/pxkg/Claim"), local_name("https://example.org/Claim")
        ('Claim', None)
    """
    if not iri.startswith(NAMESPACE):
        return None
    local = iri[len(NAMESPACE) :]
    return local if _LOCAL_NAME.fullmatch(local) else None


@lru_cache(maxsize=1 << 16)
def iri_of(local: str) -> str:
    """Return a node, class, relation or property as N-Triples has it, by its local name.

    Raises:
        OntologyError: the name cannot be one: it must be letters, digits, `-` and `_`, a letter first.
    """
    if not _LOCAL_NAME.fullmatch(local):
        raise OntologyError(f"{local!r} is no id: an id is letters, digits, - and _, with a letter first")
    return f"<{NAMESPACE}{local}>"


def graph_name(discussion: str) -> str:
    """Return the name of the graph that holds a discussion, by the id of its node, as N-Triples has it."""
    return iri_of(f"{discussion}-graph")


def triples_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[Row]:
    """Yield the triples of nodes and edges.

    An edge is a direct triple; one with properties has besides a node of the relation's link class.

    Raises:
        OntologyError: a label, type, key or value is not the ontology's.
    """
    schema = load_schema()
    for node in nodes:
        subject = iri_of(node.id)
        for name in schema.class_of(node.labels).labels:
            yield subject, RDF_TYPE, iri_of(name)
        yield from _facts_of(subject, node.properties, schema)
    for edge in edges:
        relation = schema.relation(edge.type)
        source, target = iri_of(edge.source), iri_of(edge.target)
        yield source, iri_of(relation.name), target
        if edge.properties:
            yield from _link_of(edge, relation, schema)


def graph_of(rows: Iterable[Row], *, source: str) -> Graph:
    """Return the graph that triples describe; what is not the ontology's is passed over.

    Args:
        rows: the triples, each once.
        source: where they come from, for errors.

    Raises:
        StoreError: an edge leads to something that is no node, or a value is not of its property's type.
    """
    reader = _Reader.of(load_schema(), source)
    by_subject: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, value in rows:
        by_subject[subject].append((predicate, value))
    for subject, facts in by_subject.items():
        reader.add(subject, facts)
    return reader.finish()


def _facts_of(subject: str, properties: Mapping[str, Value], schema: Schema) -> Iterator[Row]:
    """Yield a triple for each value of each property."""
    for key, value in properties.items():
        property_ = schema.property(key)
        predicate = f"<{property_.iri}>"
        if isinstance(value, tuple) != property_.many:
            raise OntologyError(f"{key}: {value!r} is {'no' if property_.many else 'a'} list")
        for item in value if isinstance(value, tuple) else (value,):
            yield subject, predicate, _term(property_, item)


def _link_of(edge: Edge, relation: Relation, schema: Schema) -> Iterator[Row]:
    """Yield the triples of the node that holds an edge's properties."""
    if not relation.link:
        raise OntologyError(f"{edge.type} has no properties, but one has {sorted(edge.properties)}")
    subject = iri_of(link_id(edge.type, edge.source, edge.target))
    yield subject, RDF_TYPE, iri_of(relation.link)
    yield subject, iri_of("source"), iri_of(edge.source)
    yield subject, iri_of("target"), iri_of(edge.target)
    yield from _facts_of(subject, edge.properties, schema)


def _term(property_: Property, value: Value) -> str:
    """Return one value of a property as an RDF term."""
    if type(value) is not _PYTHON[property_.datatype]:
        raise OntologyError(f"{property_.key}: {value!r} is no {property_.datatype}")
    if property_.datatype == "reference":
        return iri_of(cast(str, value))
    return literal(_LEXICAL[type(value)](value), property_.datatype)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A graph on its way out of RDF.

    Attributes:
        schema: the ontology's schema.
        source: where the triples come from, for errors.
        properties: properties by predicate.
        relations: relations by predicate.
        linked: relations by the class of their links.
        graph: what was read so far.
        links: edges with the properties that links hold.
    """

    schema: Schema
    source: str
    properties: Mapping[str, Property]
    relations: Mapping[str, Relation]
    linked: Mapping[str, Relation]
    graph: Graph = field(default_factory=Graph)
    links: list[Edge] = field(default_factory=list)

    @classmethod
    def of(cls, schema: Schema, source: str) -> _Reader:
        """Return a reader that has read nothing."""
        relations = schema.relations.values()
        return cls(
            schema,
            source,
            {f"<{item.iri}>": item for item in schema.properties.values()},
            {iri_of(item.name): item for item in relations},
            {item.link: item for item in relations if item.link},
        )

    def add(self, subject: str, facts: Iterable[tuple[str, str]]) -> None:
        """Read all that is said of one subject."""
        node_id = local_name(value_of(subject))
        if node_id is None:
            return
        values: defaultdict[str, list[str]] = defaultdict(list)
        for predicate, value in facts:
            values[predicate].append(value)
        names = sorted(local_name(value_of(value)) or "" for value in values.get(RDF_TYPE, ()))
        labels = self._labels(names)
        if labels:
            self._add_node(node_id, labels, values)
        for name in names:
            if name in self.linked:
                self._add_link(self.linked[name], values)

    def finish(self) -> Graph:
        """Return the graph, with the properties of links on their edges."""
        for link in self.links:
            if link.key not in self.graph.edges:
                raise StoreError(
                    f"{self.source}: a link says {link.type} from {link.source} to {link.target}, but there is no "
                    "such triple; see: kg validate"
                )
            self.graph.edges[link.key] = link
        check_graph(self.graph, source=self.source)
        return self.graph

    def _labels(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the labels of the most specific class named, or none where no class is."""
        classes = self.schema.classes
        return max((classes[name].labels for name in names if name in classes), key=len, default=())

    def _add_node(self, node_id: str, labels: tuple[str, ...], values: Mapping[str, list[str]]) -> None:
        """Add a node and the edges that start from it."""
        edges = [
            Edge(self.relations[predicate].type, node_id, value_of(target).removeprefix(NAMESPACE))
            for predicate, targets in values.items()
            if predicate in self.relations
            for target in targets
        ]
        self.graph.add([Node(node_id, labels, self._read(values))], edges)

    def _add_link(self, relation: Relation, values: Mapping[str, list[str]]) -> None:
        """Note the edge whose properties a link holds."""
        ends = [value_of(min(values.get(iri_of(end), ["<>"]))).removeprefix(NAMESPACE) for end in ("source", "target")]
        self.links.append(Edge(relation.type, ends[0], ends[1], self._read(values)))

    def _read(self, values: Mapping[str, list[str]]) -> dict[str, Value]:
        """Return the properties among facts, sorted by key; of several values where one is due, the least."""
        found: dict[str, Value] = {}
        for predicate, terms in values.items():
            property_ = self.properties.get(predicate)
            if property_ is not None:
                found[property_.key] = self._value(property_, terms)
        return dict(sorted(found.items()))

    def _value(self, property_: Property, terms: list[str]) -> Value:
        """Return a property's value."""
        texts = sorted(map(value_of, terms))
        if property_.many:
            return tuple(texts)
        try:
            return _READ[property_.datatype](texts[0])
        except ValueError as error:
            raise StoreError(
                f"{self.source}: {property_.key}: {texts[0]!r} is no {property_.datatype}; see: kg validate"
            ) from error
