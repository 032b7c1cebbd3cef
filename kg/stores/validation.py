"""Checks a graph against the ontology's shapes (SHACL) and tells in words what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from kg.graph.schema import NAMESPACE
from kg.stores.base import Store
from kg.stores.ntriples import XSD, Row, split_literal, value_of
from kg.stores.rdf import RdfStore
from kg.stores.triples import local_name, triples_of

__all__ = ["Violation", "validate_store", "validate_triples"]

_SHACL = "http://www.w3.org/ns/shacl#"

#: Longest value that is shown.
_SHOWN = 60


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong with a graph.

    Attributes:
        node: id of the node at fault, or a full IRI where it is not ours.
        message: what should hold, as a sentence.
        value: the value at fault, shortened; empty where something is missing.
    """

    node: str
    message: str
    value: str = ""


def validate_store(store: Store) -> list[Violation]:
    """Return what is wrong with an open graph, sorted; nothing where it conforms.

    An RDF file is checked as it stands, with what the program would pass over in it.
    """
    if isinstance(store, RdfStore):
        return validate_triples(store.triples())
    graph = store.read()
    return validate_triples(triples_of(graph.nodes.values(), graph.edges.values()))


def validate_triples(rows: Iterable[Row]) -> list[Violation]:
    """Return what is wrong with triples, sorted."""
    import pyshacl
    import rdflib

    shapes = rdflib.Graph()
    shapes.parse(data=(files("kg.ontology") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    graph = rdflib.Graph()
    for row in rows:
        subject, predicate, value = map(_rdflib_term, row)
        graph.add((subject, predicate, value))
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return [] if conforms else sorted(set(_violations(report)))


def _rdflib_term(term: str) -> Any:
    """Return a term of N-Triples as one of rdflib."""
    import rdflib

    if term.startswith("<"):
        return rdflib.URIRef(term[1:-1])
    if not term.startswith('"'):
        return rdflib.BNode(term.removeprefix("_:"))
    _, datatype, language = split_literal(term)
    # To rdflib a literal without a type and one of xsd:string differ; the shapes have the former.
    type_ = None if language or datatype == XSD + "string" else rdflib.URIRef(datatype)
    return rdflib.Literal(value_of(term), lang=language or None, datatype=type_, normalize=False)


def _violations(report: Any) -> Iterator[Violation]:
    """Yield the results of a SHACL report."""
    import rdflib

    shacl = rdflib.Namespace(_SHACL)
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        node, value = report.value(result, shacl.focusNode), report.value(result, shacl.value)
        # A rule over the whole graph has a class as its single target and reports the node as the value.
        if str(node) in _rule_targets(report, result, shacl):
            node, value = value, None
        message = str(report.value(result, shacl.resultMessage))
        yield Violation(_shown(node), message, _shown(value))


def _rule_targets(report: Any, result: Any, shacl: Any) -> set[str]:
    """Return the focus node of a result of a rule over the whole graph, or nothing."""
    component = report.value(result, shacl.sourceConstraintComponent)
    return {str(report.value(result, shacl.focusNode))} if component == shacl.SPARQLConstraintComponent else set()


def _shown(term: Any) -> str:
    """Return a term for a person: our ids bare, long text shortened, nothing for nothing."""
    if term is None:
        return ""
    text = local_name(str(term)) or str(term).removeprefix(NAMESPACE)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
