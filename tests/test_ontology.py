"""The ontology is the one source: code, shapes and context have its classes, relations and keys, and no others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, Namespace, URIRef
from rdflib.collection import Collection

from kg import model
from kg.errors import OntologyError
from kg.graph.claims import FRAMES
from kg.graph.schema import NAMESPACE, Class, load_schema, parse_schema
from tests.samples import graph_of, parts

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
PX, SH, SDO = Namespace(NAMESPACE), Namespace("http://www.w3.org/ns/shacl#"), Namespace("https://schema.org/")
SCHEMA = load_schema()

#: Node classes and link classes that have nodes of their own.
CLASSES = {**SCHEMA.classes, **SCHEMA.links}

#: Ontologies that terms are aligned with.
ALIGNED = (
    "http://purl.org/dc/terms/",
    "http://purl.org/spar/cito/",
    "http://purl.obolibrary.org/obo/",
    "http://rdfs.org/sioc/ns#",
    "http://semanticscience.org/resource/",
    "http://www.w3.org/",
    "http://xmlns.com/foaf/0.1/",
    "https://schema.org/",
    "https://w3id.org/biolink/vocab/",
)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "px.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")


def local(term: object) -> str:
    return str(term).removeprefix(NAMESPACE)


# --- The ontology itself ------------------------------------------------------------------------------------


def test_every_term_says_what_it_is(ontology: rdflib.Graph) -> None:
    terms = [term for term in set(ontology.subjects(RDF.type)) if str(term) != NAMESPACE]

    assert len(terms) > 90
    for term in terms:
        assert ontology.value(term, RDFS.label), term
        assert str(ontology.value(term, RDFS.comment)).endswith("."), term


def test_no_term_is_used_that_is_not_declared(ontology: rdflib.Graph) -> None:
    declared = set(ontology.subjects(RDF.type))
    used = {term for triple in ontology for term in triple if str(term).startswith(NAMESPACE)}

    assert used <= declared


def test_every_other_iri_is_of_a_known_ontology_and_nothing_is_blank(ontology: rdflib.Graph) -> None:
    for triple in ontology:
        for term in triple:
            assert not isinstance(term, rdflib.BNode)
            if isinstance(term, URIRef) and not term.startswith(NAMESPACE):
                assert str(term).startswith((*ALIGNED, "https://www.apache.org/licenses/")), term


def test_domains_and_ranges_agree_where_they_are_told_twice(ontology: rdflib.Graph) -> None:
    for strict, loose in ((RDFS.domain, SDO.domainIncludes), (RDFS.range, SDO.rangeIncludes)):
        for term in set(ontology.subjects(loose)) - {RDFS.label}:
            told, included = set(ontology.objects(term, strict)), set(ontology.objects(term, loose))
            assert told == (included if len(included) == 1 else set()), term


def test_references_are_object_properties_and_all_others_hold_data(ontology: rdflib.Graph) -> None:
    for property_ in SCHEMA.properties.values():
        if property_.key == "label":
            continue
        expected = OWL.ObjectProperty if property_.datatype == "reference" else OWL.DatatypeProperty
        assert (URIRef(property_.iri), RDF.type, expected) in ontology


def test_names_follow_one_pattern() -> None:
    for relation in SCHEMA.relations.values():
        assert relation.type == re.sub(r"(?<=[a-z])(?=[A-Z])", "_", relation.name).upper()
    for class_ in SCHEMA.classes.values():
        assert class_.prefix == ("" if class_.name == "Concept" else class_.name.lower())
    for property_ in SCHEMA.properties.values():
        assert property_.iri == (str(RDFS.label) if property_.key == "label" else NAMESPACE + property_.key)


def test_each_class_of_links_serves_one_relation() -> None:
    used = [relation.link for relation in SCHEMA.relations.values() if relation.link]

    assert sorted(used) == sorted(SCHEMA.links)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("px:X a", "no Turtle"),
        ('px:k px:key "k" ; schema:rangeIncludes px:x .', None),
        ('px:k px:key "k" .', "is no type that a graph can hold"),
        ('px:r px:relationshipType "R" ; px:linkClass px:L .', "px:L is no subclass of px:Link"),
    ],
    ids=["syntax", "reference", "range", "link"],
)
def test_a_broken_ontology_is_refused_with_the_term(turtle: str, message: str | None) -> None:
    document = f"@prefix px: <{NAMESPACE}> . @prefix schema: <https://schema.org/> .\n{turtle}".encode()
    if message is None:
        assert parse_schema(document).properties["k"].target == "x"
        return
    with pytest.raises(OntologyError, match=message):
        parse_schema(document)


def test_unknown_names_are_refused_with_what_there_is() -> None:
    with pytest.raises(OntologyError, match=r"\['Illness'\].*Condition"):
        SCHEMA.class_of(["Illness"])
    with pytest.raises(OntologyError, match=r"'CURES'.*RECEIVED"):
        SCHEMA.relation("CURES")
    with pytest.raises(OntologyError, match="'colour'"):
        SCHEMA.property("colour")
    with pytest.raises(OntologyError, match="exactly the labels"):
        SCHEMA.class_of(["Condition"])


# --- Code ---------------------------------------------------------------------------------------------------


def test_the_builder_uses_every_label_type_and_key_and_no_other() -> None:
    graph = graph_of(*parts())
    keys: dict[str, set[str]] = {}
    for node in graph.nodes.values():
        keys.setdefault(node.labels[0], set()).update(node.properties)
    for edge in graph.edges.values():
        keys.setdefault(edge.type, set()).update(edge.properties)

    concepts = [keys.pop(name) for name, class_ in SCHEMA.classes.items() if "Concept" in class_.parents]
    assert set().union(*concepts) == set(SCHEMA.classes["Concept"].keys)
    plain = {name: class_ for name, class_ in SCHEMA.classes.items() if "Concept" not in (name, *class_.parents)}
    expected = {name: set(class_.keys) for name, class_ in plain.items()}
    expected |= {type_: set(relation.keys) for type_, relation in SCHEMA.relations.items()}
    assert keys == expected


def test_kinds_of_concepts_are_the_subclasses_of_concept() -> None:
    subclasses = {name.lower() for name, class_ in SCHEMA.classes.items() if "Concept" in class_.parents}

    assert subclasses == {kind.value for kind in model.Kind}


# --- Shapes -------------------------------------------------------------------------------------------------


def test_every_class_has_a_shape_and_every_shape_a_class(shapes: rdflib.Graph) -> None:
    targets = [local(target) for target in shapes.objects(None, SH.targetClass)]

    assert sorted(targets) == sorted(CLASSES)


def properties_of(shapes: rdflib.Graph, name: str) -> dict[str, object]:
    """Return the property shapes of a class by local name; of inverse paths by ^name."""
    (shape,) = shapes.subjects(SH.targetClass, PX[name])
    found: dict[str, object] = {}
    for property_ in shapes.objects(shape, SH.property):
        path = shapes.value(property_, SH.path)
        inverse = shapes.value(path, SH.inversePath)
        key = f"^{local(inverse)}" if inverse else "label" if path == RDFS.label else local(path)
        assert key not in found, f"{name} has two shapes for {key}"
        found[key] = property_
    return found


@pytest.mark.parametrize(
    "class_", [class_ for class_ in CLASSES.values() if "Concept" not in class_.parents], ids=lambda c: c.name
)
def test_a_shape_is_closed_over_exactly_what_the_ontology_gives(shapes: rdflib.Graph, class_: Class) -> None:
    (shape,) = shapes.subjects(SH.targetClass, PX[class_.name])
    found = {key for key in properties_of(shapes, class_.name) if not key.startswith("^")}
    family = {class_.name} | {name for name, other in SCHEMA.classes.items() if class_.name in other.parents}
    relations = {rel.name for rel in SCHEMA.relations.values() if family & set(rel.domains)}

    assert (shape, SH.closed, rdflib.Literal(True)) in shapes
    assert found == {*class_.keys, *relations, *(("source", "target") if class_.link else ())}


@pytest.mark.parametrize(
    "class_", [class_ for class_ in CLASSES.values() if "Concept" not in class_.parents], ids=lambda c: c.name
)
def test_a_shape_holds_the_ontologys_types(shapes: rdflib.Graph, class_: Class) -> None:
    found = properties_of(shapes, class_.name)
    for key in class_.keys:
        property_ = SCHEMA.properties[key]
        if property_.datatype == "reference":
            assert shapes.value(found[key], SH["class"]) == PX[property_.target]
        else:
            assert shapes.value(found[key], SH.datatype) == XSD[property_.datatype]
        assert (shapes.value(found[key], SH.maxCount) is None) == property_.many, key
    for relation in SCHEMA.relations.values():
        if class_.name in relation.domains:
            allowed = {local(term) for term in shapes.objects(found[relation.name], SH["class"])}
            assert allowed == set(relation.ranges)


def test_every_relation_is_checked(shapes: rdflib.Graph) -> None:
    paths = {local(path) for path in shapes.objects(None, SH.path)}

    assert {relation.name for relation in SCHEMA.relations.values()} <= paths


def test_everything_that_a_shape_demands_it_says_in_words(shapes: rdflib.Graph) -> None:
    demanding = {
        *shapes.objects(None, SH.property),
        *shapes.objects(None, SH.sparql),
        *shapes.subjects(SH.closed),
        *shapes.subjects(SH["class"], PX.Concept),
    }
    for shape in demanding:
        # The alternatives within a list speak through the shape that lists them.
        assert shapes.value(shape, SH.message) or shapes.value(None, RDF.first, shape), shape
    for message in shapes.objects(None, SH.message):
        assert str(message).endswith("."), message


@pytest.mark.parametrize(
    ("class_", "key", "values"),
    [
        ("Post", "kind", model.PostKind),
        ("Experience", "experiencer", [e for e in model.Experiencer if e is not model.Experiencer.NONE]),
        ("Mention", "experiencer", model.Experiencer),
        ("Experience", "access", model.Access),
        ("Experience", "outcome", model.OutcomeValue),
        ("Claim", "predicate", model.Predicate),
        ("Claim", "kind", [*{shape.kind: None for shape in FRAMES.values()}, "other"]),
        ("Stance", "stance", model.Side),
        ("Stance", "mode", model.Mode),
        ("Stance", "basis", model.Basis),
        ("Evidence", "direction", model.Direction),
        ("Reply", "stance", model.ReplyStance),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_closed_lists_of_values_are_the_models(shapes: rdflib.Graph, class_: str, key: str, values: object) -> None:
    head = shapes.value(properties_of(shapes, class_)[key], SH["in"])

    assert [str(item) for item in Collection(shapes, head)] == [str(value) for value in values]  # type: ignore[attr-defined]


# --- Context ------------------------------------------------------------------------------------------------


def test_the_context_has_every_name_and_no_other() -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]

    assert context.pop("id") == "@id"
    assert context.pop("type") == "@type"
    prefixes = {"px": NAMESPACE, "rdfs": str(RDFS), "xsd": str(XSD)}
    assert {name: context.pop(name) for name in prefixes} == prefixes
    expected: dict[str, object] = {name: f"px:{name}" for name in (*CLASSES, "Link")}
    expected |= {end: {"@id": f"px:{end}", "@type": "@id"} for end in ("source", "target")}
    for relation in SCHEMA.relations.values():
        expected[relation.name] = {"@id": f"px:{relation.name}", "@type": "@id", "@container": "@set"}
    for property_ in SCHEMA.properties.values():
        term = {"@id": "rdfs:label" if property_.key == "label" else f"px:{property_.key}"}
        if property_.datatype == "reference":
            term["@type"] = "@id"
        elif property_.datatype != "string":
            term["@type"] = f"xsd:{property_.datatype}"
        expected[property_.key] = term | ({"@container": "@set"} if property_.many else {})
    assert context == expected
