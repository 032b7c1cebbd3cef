"""The graph's schema, read once from the ontology: classes, relations and properties as frozen records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from kg.errors import OntologyError

__all__ = [
    "NAMESPACE",
    "Class",
    "Datatype",
    "Property",
    "Relation",
    "Schema",
    "load_schema",
    "parse_schema",
]

#: The one namespace: every class, relation, property and node is this, followed by a local name.
NAMESPACE = "https://w3id.org/pxkg/"

#: Types of property values; a `reference` is the id of another node.
Datatype = Literal["string", "integer", "double", "boolean", "dateTime", "reference"]

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DOMAIN = "https://schema.org/domainIncludes"
_RANGE = "https://schema.org/rangeIncludes"

#: Subject -> predicate -> values, in the order of the file; IRIs and literals are plain text.
_Terms = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of nodes, or of links in RDF.

    Attributes:
        name: local name in RDF; of a node class also its label in a property graph.
        prefix: first part of its ids; empty where it has no nodes of its own, such as `Concept`.
        parents: names of its superclasses in this ontology, nearest first.
        keys: keys that its nodes may have, inherited ones too, sorted; `id` is understood.
        link: it is a class of links, so a property graph has no such label.
        owned: its nodes belong to one discussion and go with it.
    """

    name: str
    prefix: str
    parents: tuple[str, ...]
    keys: tuple[str, ...]
    link: bool
    owned: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of its nodes, most specific first."""
        return (self.name, *self.parents)


@dataclass(frozen=True, slots=True)
class Relation:
    """A type of edges.

    Attributes:
        type: relationship type in a property graph, such as `IN_POST`.
        name: local name in RDF, such as `inPost`.
        domains: names of the classes it may start from.
        ranges: names of the classes it may lead to.
        link: name of the class that holds its properties in RDF, or empty where it has none.
        keys: keys that its edges may have, sorted.
    """

    type: str
    name: str
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    link: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of nodes or edges.

    Attributes:
        key: key in a property graph.
        iri: full IRI in RDF; a local name of the namespace, save for `label`.
        datatype: type of its values.
        many: it may have several values.
        target: name of the class that a reference leads to, else empty.
    """

    key: str
    iri: str
    datatype: Datatype
    many: bool
    target: str


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything a graph may hold.

    Attributes:
        classes: node classes by label.
        links: link classes by name.
        relations: relations by relationship type.
        properties: properties by key.
    """

    classes: Mapping[str, Class]
    links: Mapping[str, Class]
    relations: Mapping[str, Relation]
    properties: Mapping[str, Property]

    def class_of(self, labels: Iterable[str]) -> Class:
        """Return the most specific class that labels name.

        Raises:
            OntologyError: the labels are not those of one class of the ontology.

        Example:
            >>> load_schema().class_of(("Concept", "Condition")).name
            'Condition'
        """
        given = set(labels)
        for label in sorted(given):
            found = self.classes.get(label)
            if found is not None and set(found.labels) == given:
                return found
        known = ", ".join(sorted(self.classes))
        raise OntologyError(f"no class has exactly the labels {sorted(given)}; the ontology has {known}")

    def relation(self, type_: str) -> Relation:
        """Return a relation by relationship type; OntologyError where there is none."""
        if type_ not in self.relations:
            known = ", ".join(sorted(self.relations))
            raise OntologyError(f"no relation has the type {type_!r}; the ontology has {known}")
        return self.relations[type_]

    def property(self, key: str) -> Property:
        """Return a property by key; OntologyError where there is none."""
        if key not in self.properties:
            raise OntologyError(f"no property has the key {key!r}; see ontology/px.ttl for those there are")
        return self.properties[key]


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """Return the schema of the ontology that ships with the program; read at the first call.

    Example:
        >>> schema = load_schema()
        >>> schema.classes["Condition"].labels
        ('Condition', 'Concept')
        >>> schema.relations["MENTIONS"].link
        'Mention'
    """
    return parse_schema((files("kg.ontology") / "px.ttl").read_bytes())


def parse_schema(turtle: bytes) -> Schema:
    """Return the schema that an ontology in Turtle describes.

    Raises:
        OntologyError: the Turtle is broken, or a term lacks what the schema needs.
    """
    terms = _parse(turtle)
    keys = _keys_by_class(terms)
    classes = [
        _class(iri, terms, keys)
        for iri, facts in terms.items()
        if _OWL_CLASS in facts.get(_RDF_TYPE, []) and iri.startswith(NAMESPACE)
    ]
    links = {item.name: item for item in classes if item.link and item.name != "Link"}
    relations = [_relation(iri, facts, links) for iri, facts in terms.items() if _px("relationshipType") in facts]
    properties = [_property(iri, facts) for iri, facts in terms.items() if _px("key") in facts]
    return Schema(
        classes={item.name: item for item in classes if not item.link},
        links=links,
        relations={item.type: item for item in relations},
        properties={item.key: item for item in properties},
    )


def _px(name: str) -> str:
    """Return the IRI of a local name."""
    return NAMESPACE + name


def _local(iri: str) -> str:
    """Return the local name of an IRI in the namespace."""
    return iri.removeprefix(NAMESPACE)


def _parse(turtle: bytes) -> _Terms:
    """Return the triples of a Turtle document as nested dicts of text."""
    from pyoxigraph import RdfFormat, parse

    terms: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in parse(turtle, format=RdfFormat.TURTLE):
            subject, value = cast(Any, quad.subject), cast(Any, quad.object)
            terms[subject.value][quad.predicate.value].append(value.value)
    except SyntaxError as error:
        raise OntologyError(f"the ontology is no Turtle: {error}") from error
    return {iri: dict(facts) for iri, facts in terms.items()}


def _parents(iri: str, terms: _Terms) -> list[str]:
    """Return the IRIs of the superclasses in the namespace, nearest first."""
    found: list[str] = []
    for parent in terms[iri].get(_RDFS + "subClassOf", []):
        if parent.startswith(NAMESPACE):
            found += [parent, *_parents(parent, terms)]
    return list(dict.fromkeys(found))


def _keys_by_class(terms: _Terms) -> Mapping[str, list[str]]:
    """Return the keys that each class, by IRI, declares itself."""
    keys: dict[str, list[str]] = {}
    for facts in terms.values():
        for key in facts.get(_px("key"), []):
            for domain in facts.get(_DOMAIN, []):
                keys.setdefault(domain, []).append(key)
    return keys


def _class(iri: str, terms: _Terms, keys: Mapping[str, list[str]]) -> Class:
    """Return the record of a class."""
    parents = _parents(iri, terms)
    own = sorted({key for name in (iri, *parents) for key in keys.get(name, [])})
    name = terms[iri].get(_px("nodeLabel"), [_local(iri)])[0]
    return Class(
        name=name,
        prefix=terms[iri].get(_px("idPrefix"), [""])[0],
        parents=tuple(_local(parent) for parent in parents),
        keys=tuple(own),
        link=_px("Link") in (iri, *parents),
        owned="discussion" in own,
    )


def _relation(iri: str, facts: Mapping[str, list[str]], links: Mapping[str, Class]) -> Relation:
    """Return the record of a relation."""
    link = _local(facts.get(_px("linkClass"), [""])[0])
    if link and link not in links:
        raise OntologyError(f"px:{_local(iri)}: its px:linkClass px:{link} is no subclass of px:Link")
    return Relation(
        type=facts[_px("relationshipType")][0],
        name=_local(iri),
        domains=tuple(_local(domain) for domain in facts.get(_DOMAIN, [])),
        ranges=tuple(_local(range_) for range_ in facts.get(_RANGE, [])),
        link=link,
        keys=links[link].keys if link else (),
    )


def _property(iri: str, facts: Mapping[str, list[str]]) -> Property:
    """Return the record of a property."""
    key = facts[_px("key")][0]
    range_ = facts.get(_RANGE, [""])[0]
    reference = range_.startswith(NAMESPACE)
    datatype = "reference" if reference else range_.removeprefix(_XSD)
    if datatype not in get_args(Datatype):
        raise OntologyError(f"{key}: its schema:rangeIncludes {range_!r} is no type that a graph can hold")
    return Property(
        key=key,
        iri=iri,
        datatype=cast(Datatype, datatype),
        many=facts.get(_px("list"), ["false"])[0] == "true",
        target=_local(range_) if reference else "",
    )
