"""`kg validate`: a good graph conforms in every format, and each damage is told in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner

from kg.annotations import read_annotations
from kg.cli import cli
from kg.graph.build import build_part
from kg.stores import open_store
from kg.stores.triples import triples_of
from kg.stores.validation import Violation, validate_store, validate_triples
from tests.samples import CONCEPTS, graph_of, parts

ROOT = Path(__file__).resolve().parent.parent
GOLD = sorted((ROOT / "tests" / "data").glob("*.gold.json"))

#: What is done to the graph, a damage a shape, and what must be said of it. All are done at once.
DAMAGES = {
    "discussion": (
        'INSERT { ?x px:colour "red" } WHERE { ?x a px:Discussion }',
        "A discussion has only the properties and relations that px.ttl gives it.",
    ),
    "post kind": (
        'DELETE { ?x px:kind ?k } INSERT { ?x px:kind "essay" } WHERE { ?x px:path "1" ; px:kind ?k }',
        "A post has exactly one kind: one of article, comment, pingback.",
    ),
    "post path": (
        'DELETE { ?x px:path "2" } INSERT { ?x px:path "2/1" } WHERE { ?x px:path "2" }',
        "A post has exactly one path: a place in the tree such as 5.1.",
    ),
    "account": (
        "DELETE { ?x px:name ?n } WHERE { ?x a px:Account ; px:name ?n }",
        "An account has exactly one name: text.",
    ),
    "speaker": (
        "DELETE { ?x px:discussion ?d } WHERE { ?x a px:Speaker ; px:discussion ?d }",
        "A speaker has exactly one discussion: the Discussion it belongs to.",
    ),
    "passage start": (
        'DELETE { ?x px:start ?s } INSERT { ?x px:start "one" } WHERE { ?x px:exact "rash" ; px:start ?s }',
        "A passage has exactly one start: a whole number from 0 up to its end.",
    ),
    "passage text": (
        'DELETE { ?x px:exact ?t } INSERT { ?x px:exact "xx" } WHERE { ?x px:exact "hEDS" . BIND("hEDS" AS ?t) }',
        "A passage is the text of its post from start to end.",
    ),
    "concept": (
        'DELETE { ?x rdfs:label "taping" } INSERT { ?x rdfs:label "" } WHERE { ?x rdfs:label "taping" }',
        "A concept has exactly one label: a caption that is not empty.",
    ),
    "concept match": (
        'INSERT { ?x px:exactMatch "no id" } WHERE { ?x rdfs:label "rash" }',
        "A concept has any number of exactMatch, each text such as MONDO:0019369.",
    ),
    "concept kind": (
        "INSERT { ?x a px:Symptom } WHERE { ?x a px:Stressor }",
        "A concept has only the properties and relations of px.ttl, and is of exactly one kind: Condition, "
        "Symptom, Treatment, Clinician, Organization, Stressor, Outcome.",
    ),
    "condition": (
        'DELETE { ?x a px:Concept } WHERE { ?x rdfs:label "connective tissue disease" }',
        "A condition is also a Concept.",
    ),
    "broader": (
        "INSERT { ?x px:broader ?y } WHERE { ?x a px:Organization . ?y a px:Clinician }",
        "BROADER leads from an organization to an organization.",
    ),
    "holds": (
        'INSERT { ?x px:holds ?y } WHERE { ?x a px:Outcome . ?y a px:Stance ; px:stance "questions" }',
        "An outcome holds no stance; accounts, clinicians, organizations and speakers do.",
    ),
    "stance holder": (
        'INSERT { ?x px:holds ?y } WHERE { ?x a px:Outcome . ?y a px:Stance ; px:stance "questions" }',
        "A stance has exactly one holder (HOLDS).",
    ),
    "experience": (
        'DELETE { ?x px:outcome ?o } INSERT { ?x px:outcome "great" } WHERE '
        '{ ?x px:outcome ?o ; px:access "witnessed" }',
        "An experience has exactly one outcome: one of improved, worsened, no-change, mixed, unknown.",
    ),
    "range": (
        "INSERT { ?x px:received ?y } WHERE { ?x a px:Experience . ?y a px:Clinician }",
        "RECEIVED leads from an experience only to a Treatment.",
    ),
    "claim": (
        'DELETE { ?d px:discusses ?x } WHERE { ?d px:discusses ?x . ?x px:predicate "other" }',
        "A claim has at least one discussion that argues it (DISCUSSES).",
    ),
    "stance": (
        'INSERT { ?x px:confidence 1.5e0 } WHERE { ?x a px:Stance ; px:stance "opposes" }',
        "A stance has exactly one confidence: a number from 0 to 1.",
    ),
    "evidence": (
        'DELETE { ?x px:from ?y } WHERE { ?x a px:Evidence ; px:direction "opposes" ; px:from ?y }',
        "FROM leads from an evidence to exactly one Experience.",
    ),
    "reference": (
        "DELETE { ?p px:cites ?x } WHERE { ?p px:cites ?x ; ?q ?r . ?x px:doi ?doi }",
        "A reference has at least one post that cites it (CITES).",
    ),
    "run": (
        "INSERT { ?x px:version 2 } WHERE { ?x a px:Run }",
        "A run has at most one version: text.",
    ),
    "mention": (
        "DELETE { ?x px:negated ?n } WHERE { ?x a px:Mention ; px:negated ?n . ?x px:target/a px:Outcome }",
        "A mention has exactly one negated: true or false.",
    ),
    "mention link": (
        'INSERT { ?x px:mentions ?y } WHERE { ?x a px:Passage ; px:exact "rash" . ?y a px:Clinician }',
        "MENTIONS has its properties: beside the triple stands a mention.",
    ),
    "mention triple": (
        "DELETE { ?x px:mentions ?y } WHERE { ?x px:mentions ?y . ?y a px:Organization }",
        "Beside a mention stands the triple that it tells of (MENTIONS).",
    ),
    "reply": (
        'DELETE { ?x px:stance "denies" } INSERT { ?x px:stance "no" } WHERE { ?x a px:Reply }',
        "A reply has exactly one stance: one of supports, denies, queries, comments.",
    ),
    "reply triple": (
        "DELETE { ?x px:replyTo ?y } WHERE { ?l a px:Reply ; px:source ?x ; px:target ?y }",
        "Beside a reply stands the triple that it tells of (REPLY_TO).",
    ),
    "authorship": (
        "DELETE { ?x px:roles ?r } WHERE { ?x a px:Authorship ; px:roles ?r }",
        "An authorship has one or more roles, each text.",
    ),
    "authorship triple": (
        "DELETE { ?x px:wrote ?y } WHERE { ?l a px:Authorship ; px:source ?x ; px:target ?y }",
        "Beside an authorship stands the triple that it tells of (WROTE).",
    ),
    "wording": (
        "DELETE { ?x px:wording ?w } WHERE { ?x a px:Wording ; px:wording ?w }",
        "A wording has exactly one wording: text.",
    ),
    "wording link": (
        "DELETE { ?x px:wording ?w } WHERE { ?x a px:Wording ; px:wording ?w }",
        "DISCUSSES has its properties: beside the triple stands a wording.",
    ),
    "wording triple": (
        'DELETE { ?d px:discusses ?x } WHERE { ?d px:discusses ?x . ?x px:predicate "other" }',
        "Beside a wording stands the triple that it tells of (DISCUSSES).",
    ),
    "support": (
        "DELETE { ?x px:confidence ?c } WHERE { ?x a px:Support ; px:confidence ?c }",
        "A support has exactly one confidence: a number from 0 to 1.",
    ),
    "support triple": (
        "DELETE { ?x px:supports ?y } WHERE { ?x px:supports ?y }",
        "Beside a support stands the triple that it tells of (SUPPORTS).",
    ),
    "support shown": (
        "DELETE { ?x px:supports ?y } WHERE { ?x px:supports ?y }",
        "Evidence that supports shows as SUPPORTS from its experience to its claim.",
    ),
    "support link": (
        'INSERT { ?x px:supports ?y } WHERE { ?x a px:Experience . ?y px:predicate "psychological" }',
        "SUPPORTS tells the Evidence behind it: beside the triple stands a support.",
    ),
    "support backing": (
        "DELETE { ?l px:evidence ?e } INSERT { ?l px:evidence ?f } WHERE { ?l a px:Support ; px:evidence ?e . "
        '?f a px:Evidence ; px:direction "opposes" }',
        "Behind SUPPORTS stands one Evidence from the same experience, on the same claim, that supports.",
    ),
    "opposition": (
        "INSERT { ?x px:source ?y } WHERE { ?x a px:Opposition . ?y a px:Run }",
        "An opposition has exactly one source: an Experience.",
    ),
    "opposition backing": (
        'DELETE { ?x px:from ?y } WHERE { ?x a px:Evidence ; px:direction "opposes" ; px:from ?y }',
        "Behind OPPOSES stands one Evidence from the same experience, on the same claim, that opposes.",
    ),
    "opposition triple": (
        'INSERT { ?x px:target ?y } WHERE { ?x a px:Opposition . ?y px:predicate "harmful" }',
        "Beside an opposition stands the triple that it tells of (OPPOSES).",
    ),
    "opposition link": (
        'INSERT { ?x px:opposes ?y } WHERE { ?x a px:Experience . ?y px:predicate "psychological" }',
        "OPPOSES tells the Evidence behind it: beside the triple stands an opposition.",
    ),
    "opposition shown": (
        'INSERT { ?e px:direction "opposes" ; px:from ?x ; px:on ?y } WHERE { ?e a px:Evidence ; '
        'px:direction "supports" . ?x px:access "witnessed" . ?y px:predicate "other" }',
        "Evidence that opposes shows as OPPOSES from its experience to its claim.",
    ),
    "evidence once": (
        "INSERT { px:evidence-z a px:Evidence ; px:from ?x ; px:on ?y } WHERE { ?e a px:Evidence ; "
        'px:from ?x ; px:on ?y ; px:direction "supports" }',
        "One experience has at most one Evidence on a claim.",
    ),
    "contradiction": (
        "INSERT { ?y px:contradicts ?x } WHERE { ?x px:contradicts ?y }",
        "A contradiction is kept once, from the smaller id to the larger.",
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Violation]]:
    """What is said of a graph to which all damages were done."""
    with open_store(str(tmp_path_factory.mktemp("damaged") / "graph.ttl"), create=True) as store:
        store.write(parts()[0])
        for update in dict.fromkeys(update for update, _ in DAMAGES.values()):
            store.run(update, {}, write=True)
        yield validate_store(store)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_told_in_words(damage: str, found: list[Violation]) -> None:
    assert DAMAGES[damage][1] in {violation.message for violation in found}


def test_every_shape_has_a_damage() -> None:
    """Messages of the shapes name their class or relation first, so each shape is found by its messages."""
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    expected = {message for _, message in DAMAGES.values()}
    # The kinds of concepts share one form; Condition, Organization and Outcome stand for all seven.
    alike = {"SymptomShape", "TreatmentShape", "ClinicianShape", "StressorShape"}
    for shape in set(shapes.subjects(rdflib.RDF.type, sh.NodeShape)):
        own = {str(shapes.value(part, sh.message)) for part in (shape, *shapes.objects(shape, sh.property))}
        own |= {str(shapes.value(part, sh.message)) for part in shapes.objects(shape, sh.sparql)}
        assert own & expected or str(shape).rpartition("/")[2] in alike, shape


def test_violations_name_the_node_and_show_the_value(found: list[Violation]) -> None:
    (kind,) = [violation for violation in found if violation.message == DAMAGES["post kind"][1]]
    assert kind.node.startswith("post-")
    assert kind.value == "essay"
    (text,) = {violation.node for violation in found if violation.message == DAMAGES["contradiction"][1]}
    assert text.startswith("claim-")
    assert found == sorted(found)


def test_what_the_builder_makes_conforms() -> None:
    gold = [build_part(read_annotations(path), concepts=CONCEPTS) for path in GOLD[:2]]
    graph = graph_of(*parts(), *gold)

    assert validate_triples(triples_of(graph.nodes.values(), graph.edges.values())) == []


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq", "jsonld", "json", "graphml"])
def test_the_command_says_that_a_graph_conforms(suffix: str, tmp_path: Path) -> None:
    address = str(tmp_path / f"graph.{suffix}")
    with open_store(address, create=True) as store:
        store.write(parts()[1])

    result = CliRunner().invoke(cli, ["validate", address])
    assert (result.exit_code, result.output) == (0, f"{address}: conforms\n")


def test_the_command_takes_the_graph_option_and_prints_json(tmp_path: Path) -> None:
    address = str(tmp_path / "graph.trig")
    with open_store(address, create=True) as store:
        store.write(parts()[1])

    result = CliRunner().invoke(cli, ["validate", "-g", address, "--format", "json"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_the_command_ends_with_1_and_a_table_where_a_file_of_others_breaks_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(
        "@prefix px: <https://w3id.org/pxkg/> .\n"
        'px:reference-a a px:Reference ; px:url "https://example.org" ; px:color "red" .\n',
        encoding="utf-8",
    )

    result = CliRunner().invoke(cli, ["validate", str(path)])

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "node         rule                                                                     value",
        "-----------  -----------------------------------------------------------------------  -----",
        "reference-a  A reference has at least one post that cites it (CITES).",
        "reference-a  A reference has exactly one label: a caption that is not empty.",
        "reference-a  A reference has only the properties and relations that px.ttl gives it.  red",
    ]
    assert result.stderr == f"{path}: breaks the ontology's shapes in 3 places\n"


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["validate", str(tmp_path / "none.trig")])

    assert result.exit_code == 1
    assert "there is no graph here" in str(result.exception)
