"""The RDF store: nothing lost, the same bytes each time, one graph a discussion, questions over all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.errors import OntologyError, QueryError, StoreError
from kg.graph.build import build_part
from kg.graph.merge import count
from kg.graph.records import Edge, Graph, GraphPart, Node
from kg.graph.schema import NAMESPACE
from kg.stores import open_store
from kg.stores.rdf import RdfStore
from kg.stores.sparql import bind, is_update
from tests.samples import CONCEPTS, graph_of, parts, taping

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = ("ttl", "trig", "nq", "jsonld")
RDFLIB = {"ttl": "turtle", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(params=SUFFIXES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / f"graph.{request.param}")


@pytest.fixture
def write(address: str) -> Callable[..., bytes]:
    def write_parts(*given: GraphPart) -> bytes:
        with open_store(address, create=True) as store:
            for part in given:
                store.write(part)
        return Path(address).read_bytes()

    return write_parts


def table(address: str, query: str, **parameters: object) -> list[tuple[object, ...]]:
    with open_store(address) as store:
        return store.run(query, parameters).rows  # type: ignore[arg-type]


def test_what_is_written_is_read(address: str, write: Callable[..., bytes]) -> None:
    made = parts()
    write(*made)

    with open_store(address) as store:
        assert store.read() == graph_of(*made)
        assert store.counts() == count(graph_of(*made))
        assert store.digests() == {part.discussion: part.digest for part in sorted(made, key=lambda p: p.discussion)}
        assert (store.address, store.language) == (address, "sparql")


def test_writing_again_changes_nothing(address: str, write: Callable[..., bytes]) -> None:
    first = write(*parts())
    stamp = Path(address).stat().st_mtime_ns

    with open_store(address) as store:
        assert [store.write(part) for part in parts()] == [False, False]
    assert Path(address).read_bytes() == first
    assert Path(address).stat().st_mtime_ns == stamp


def test_the_order_of_writing_leaves_no_trace(tmp_path: Path, write: Callable[..., bytes], address: str) -> None:
    one, two = parts()
    first = write(one, two)
    Path(address).unlink()

    assert write(two, one) == first


def test_a_changed_discussion_replaces_the_old_one(address: str, write: Callable[..., bytes]) -> None:
    one, two = parts()
    write(one, two)
    changed = build_part(replace(taping(), stances=(), evidence=()), concepts=CONCEPTS)
    write(changed)

    with open_store(address) as store:
        assert store.read() == graph_of(changed, two)


@pytest.mark.parametrize("gone", [0, 1])
def test_withdrawing_one_leaves_the_bytes_of_the_other_alone(
    gone: int, address: str, write: Callable[..., bytes]
) -> None:
    both = parts()
    alone = write(both[1 - gone])
    write(both[gone])
    with open_store(address) as store:
        assert store.remove(both[gone].discussion)
        assert not store.remove(both[gone].discussion)
        assert store.read() == graph_of(both[1 - gone])

    assert Path(address).read_bytes() == alone


_SCRIPT = """
import sys
from kg.stores import open_store
from tests.samples import parts
with open_store(sys.argv[1], create=True) as store:
    for part in parts():
        store.write(part)
"""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_process_writes_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    written = set()
    for seed in ("1", "77"):
        path = tmp_path / f"{seed}.{suffix}"
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            check=True,
            timeout=120,
        )
        written.add(path.read_bytes())

    assert len(written) == 1


def quads_by_rdflib(path: str) -> set[tuple[object, ...]]:
    """Return quads as rdflib parses them, literals as text with their type."""
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB[Path(path).suffix.removeprefix(".")])
    found: set[tuple[object, ...]] = set()
    for subject, predicate, value, name in dataset.quads():
        type_ = (value.datatype or f"{XSD}string") if isinstance(value, rdflib.Literal) else ""
        graph = "" if name is None or path.endswith(".ttl") else str(name)
        found.add((str(subject), str(predicate), str(value), str(type_), graph))
    return found


def quads_by_pyoxigraph(path: str) -> set[tuple[object, ...]]:
    """Return quads as pyoxigraph parses them, in the same form."""
    found: set[tuple[object, ...]] = set()
    for quad in pyoxigraph.parse(path=path):
        value, name = quad.object, quad.graph_name
        type_ = value.datatype.value if isinstance(value, pyoxigraph.Literal) else ""
        graph = name.value if isinstance(name, pyoxigraph.NamedNode) else ""
        found.add((quad.subject.value, quad.predicate.value, value.value, type_, graph))  # type: ignore[union-attr]
    return found


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")  # rdflib of itself
def test_two_parsers_read_the_same_quads(
    address: str, write: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    # rdflib respells date-times and numbers by default.
    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)
    write(*parts())
    found = quads_by_rdflib(address)

    assert found == quads_by_pyoxigraph(address)
    named = {row[4] for row in found}
    expected = {f"{NAMESPACE}{part.discussion}-graph" for part in parts()}
    assert named == ({""} if address.endswith(".ttl") else expected)


def test_the_text_is_sorted_with_types_first(tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    with open_store(str(path), create=True) as store:
        store.write(parts()[1])
    text = path.read_text(encoding="utf-8")

    assert text.startswith("@prefix px: <https://w3id.org/pxkg/> .\n@prefix rdfs: ")
    subjects = [line.split()[0] for line in text.splitlines() if line.startswith("    px:")]
    assert subjects == sorted(subjects)
    assert all(line.split()[1] == "a" for line in text.splitlines() if line.startswith("    px:"))


def test_values_have_the_ontologys_types(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    with open_store(str(path), create=True) as store:
        store.write(parts()[0])
    text = path.read_text(encoding="utf-8")

    for line in (
        "px:likes -3 ;",
        "px:likes 12 ;",
        "px:parentMissing true ;",
        'px:created "2019-03-02T06:30:00Z"^^xsd:dateTime ;',
        'px:confidence "0.667"^^xsd:double ;',
        'px:roles "member", "moderator" ;',
        'px:text "The Elm Clinic calls it all in the head. 😡\\tNot so." .',
    ):
        assert f"    {line}\n" in text or f"    {line[:-1]}.\n" in text, line


# --- Questions ----------------------------------------------------------------------------------------------


def test_shared_triples_count_once(address: str, write: Callable[..., bytes]) -> None:
    write(*parts())

    query = "SELECT ?label (COUNT(*) AS ?n) { ?c a px:Concept ; rdfs:label ?label } GROUP BY ?label ORDER BY ?label"
    rows = dict(table(address, query))
    assert rows["taping"] == 1
    assert rows["hEDS"] == 1


def test_answers_are_plain_values(address: str, write: Callable[..., bytes]) -> None:
    one, two = parts()
    write(one, two)
    query = """
        SELECT ?post ?created ?likes ?missing ?none ?discussion ?type ?other {
          ?post px:path "1" ; px:created ?created ; px:likes ?likes ; px:parentMissing ?missing ; px:in ?discussion .
          ?post a ?type BIND(<https://example.org/x> AS ?other)
          OPTIONAL { ?post px:url ?none }
        }
    """
    (row,) = table(address, query)
    assert str(row[0]).startswith("post-")
    assert row[1:] == (
        "2019-03-02T06:30:00Z",
        -3,
        False,
        None,
        one.discussion,
        "Post",
        "https://example.org/x",
    )
    assert table(address, "SELECT (AVG(?c) AS ?mean) { ?e a px:Evidence ; px:confidence ?c }") == [(0.8115,)]
    assert table(address, 'ASK { ?c rdfs:label "taping" }') == [(True,)]
    assert table(address, "CONSTRUCT { ?c px:label ?l } { ?c a px:Clinician ; rdfs:label ?l }") == [
        (row[0], "label", "Dr. Orrin") for row in table(address, "SELECT ?c { ?c a px:Clinician }")
    ]


PARAMETER_QUERIES = {
    "pattern": "SELECT ?x { ?x a px:Treatment ; rdfs:label $label }",
    "filter": "SELECT ?x { ?x a px:Treatment ; rdfs:label ?l FILTER(?l = $label) }",
    "subquery": "SELECT ?x { { SELECT ?x (COUNT(*) AS ?n) { ?x a px:Treatment ; rdfs:label $label } GROUP BY ?x } }",
    "exists": "SELECT ?x { ?x a px:Treatment FILTER EXISTS { ?x rdfs:label ?l FILTER(?l = $label) } }",
    "optional": "SELECT ?x { ?x a px:Treatment OPTIONAL { ?x rdfs:label ?l FILTER(?l = $label) } FILTER(BOUND(?l)) }",
    "union": "SELECT ?x { { ?x a px:Treatment ; rdfs:label $label } UNION { ?x a px:Nothing } }",
    "aggregate": "SELECT ?x { ?x a px:Treatment ; rdfs:label ?l } GROUP BY ?x HAVING(SUM(IF(?l = $label, 1, 0)) > 0)",
    "bind": "SELECT ?x { BIND($label AS ?l) ?x a px:Treatment ; rdfs:label ?l }",
    "limit": "SELECT ?x { ?x a px:Treatment ; rdfs:label $label } LIMIT $one",
    "list": "SELECT ?x { ?x a px:Treatment ; rdfs:label ?l FILTER(?l IN $labels) }",
    "unset": "SELECT ?x { ?x a px:Treatment ; rdfs:label ?l FILTER(!BOUND($nothing) || ?l = $nothing) }",
    "set": "SELECT ?x { ?x a px:Treatment ; rdfs:label ?l FILTER(!BOUND($label) || ?l = $label) }",
    "id": "SELECT ?x { ?x a px:Treatment FILTER(?x = $treatment_id) }",
    "id pattern": "SELECT ?x { $treatment_id rdfs:label ?l . ?x rdfs:label ?l ; a px:Treatment }",
}


@pytest.mark.parametrize("name", PARAMETER_QUERIES)
def test_parameters_reach_every_part_of_a_query(name: str, tmp_path: Path) -> None:
    address = str(tmp_path / "graph.trig")
    with open_store(address, create=True) as store:
        for part in parts():
            store.write(part)
        (treatment,) = [node for node in store.read().nodes if node.startswith("treatment-")]
        given = {"label": "taping", "one": 1, "labels": ("taping", "x"), "nothing": None, "treatment_id": treatment}

        assert store.run(PARAMETER_QUERIES[name], given).rows == [(treatment,)]
        assert store.run("SELECT ?x { ?x a px:Treatment ; rdfs:label $label }", {"label": "ta"}).rows == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?x rdfs:label $x } # $x", 'ASK { ?x rdfs:label "v" } # $x'),
        ("ASK { ?x ?y '$x' }", "ASK { ?x ?y '$x' }"),
        ('ASK { ?x ?y """ " $x """ , $x }', 'ASK { ?x ?y """ " $x """ , "v" }'),
        ("ASK { ?x <http://a/$x#b> $x }", 'ASK { ?x <http://a/$x#b> "v" }'),
        ("ASK { FILTER(1 < 2 && $x > 3) }", 'ASK { FILTER(1 < 2 && "v" > 3) }'),
        ("ASK { ?x ?y $xy, ?x }", "ASK { ?x ?y $xy, ?x }"),
    ],
    ids=["comment", "string", "long string", "iri", "less than", "other name"],
)
def test_only_parameters_are_replaced(query: str, expected: str) -> None:
    assert bind(query, {"x": "v"}) == expected


@pytest.mark.parametrize(
    "value",
    ['"', "\\", '" . ?s ?p ?o } #', "a\nb\rc\td", "\x01\x7f\u2028", "😡", "$label", "", "'''"],
)
def test_no_value_breaks_out_of_its_quotation_marks(value: str) -> None:
    store = pyoxigraph.Store()
    query = bind("SELECT ?x { BIND($value AS ?x) }", {"value": value})

    (solution,) = store.query(query)  # type: ignore[misc]
    assert solution["x"].value == value


def test_a_value_that_is_no_id_is_refused() -> None:
    with pytest.raises(QueryError, match=r"claim_id: 'x> \. <y' is no id"):
        bind("ASK { $claim_id ?p ?o }", {"claim_id": "x> . <y"})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x { ?x", "cannot be run"),
        ("DELETE WHERE { ?s ?p ?o }", "add --write"),
        ("PREFIX a: <b> INSERT DATA { a:b a:c a:d }", "add --write"),
        ("SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?x ?y ?z } }", "SERVICE would ask another machine"),
    ],
    ids=["syntax", "delete", "insert", "service"],
)
def test_a_query_that_is_wrong_writes_or_leaves_the_machine_is_refused(
    query: str, message: str, address: str, write: Callable[..., bytes]
) -> None:
    before = write(*parts())
    with open_store(address) as store, pytest.raises(QueryError, match=message):
        store.run(query, {})
    assert Path(address).read_bytes() == before


def test_words_of_updates_within_text_are_let_be() -> None:
    assert not is_update('SELECT ?x { ?x rdfs:label "DELETE WHERE" } # INSERT')
    assert not is_update("SELECT ?x { ?x px:load ?delete }")
    assert is_update("# a note\nBASE <http://a/> prefix x: <y> with <g> delete { ?s ?p ?o } where { ?s ?p ?o }")


def test_an_update_may_write_where_it_is_allowed(address: str, write: Callable[..., bytes]) -> None:
    write(*parts())
    pattern = "?s px:wording ?w" if address.endswith(".ttl") else "GRAPH ?g { ?s px:wording ?w }"
    query = f"DELETE {{ {pattern} }} WHERE {{ {pattern} }}"
    with open_store(address) as store:
        assert store.run(query, {}, write=True).rows == []
        assert store.run("SELECT ?w { ?s px:wording ?w }", {}).rows == []
        with pytest.raises(QueryError, match="LOAD would ask another machine"):
            store.run("LOAD <file:///etc/hostname>", {}, write=True)

    assert table(address, "SELECT ?w { ?s px:wording ?w }") == []


# --- Files --------------------------------------------------------------------------------------------------


def test_triples_of_others_are_kept(address: str, write: Callable[..., bytes]) -> None:
    write(*parts())
    foreign = [
        pyoxigraph.Quad(
            pyoxigraph.NamedNode("https://example.org/a b".replace(" ", "%20")),
            pyoxigraph.NamedNode("http://purl.org/dc/terms/title"),
            value,
        )
        for value in (
            pyoxigraph.Literal("Katze", language="de"),
            pyoxigraph.Literal("1.5", datatype=pyoxigraph.NamedNode(f"{XSD}decimal")),
            pyoxigraph.NamedNode(f"{NAMESPACE}Claim"),
            pyoxigraph.BlankNode(),
        )
    ]
    store = RdfStore(address)
    store._store.extend(foreign)
    store._touch()
    store.close()
    with open_store(address) as opened:  # names the blank node by content
        opened.remove(parts()[0].discussion)
    with open_store(address) as opened:
        opened.write(parts()[0])
    first = Path(address).read_bytes()
    with open_store(address) as opened:
        opened.remove(parts()[0].discussion)
        assert opened.read() == graph_of(parts()[1])
    with open_store(address) as opened:
        opened.write(parts()[0])

    assert Path(address).read_bytes() == first
    assert b"Katze" in first and b"1.5" in first


def test_an_interrupted_discussion_has_no_digest_and_is_written_again(
    address: str, monkeypatch: pytest.MonkeyPatch, write: Callable[..., bytes]
) -> None:
    part = parts()[0]
    with open_store(address, create=True) as store:
        assert isinstance(store, RdfStore)
        without = tuple(
            replace(node, properties={k: v for k, v in node.properties.items() if k != "digest"}) for node in part.nodes
        )
        store.write(GraphPart(part.discussion, "", without, part.edges))
        assert store.digests() == {part.discussion: ""}
        assert store.write(part)
        assert store.digests() == {part.discussion: part.digest}


def test_an_error_midway_keeps_what_was_complete(address: str) -> None:
    one, two = parts()
    with pytest.raises(KeyboardInterrupt), open_store(address, create=True) as store:
        store.write(one)
        raise KeyboardInterrupt

    with open_store(address) as store:
        assert store.read() == graph_of(one)
        assert store.write(two)
    assert [path.name for path in Path(address).parent.iterdir()] == [Path(address).name]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", b"<a> <b", b'{"nodes": ['])
def test_a_file_that_is_no_rdf_is_refused_in_one_line(address: str, content: bytes) -> None:
    Path(address).write_bytes(content)

    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert str(caught.value).startswith(f"{address}: this is no {Path(address).suffix} file: ")
    assert "\n" not in str(caught.value)


def test_an_empty_file_is_an_empty_graph(address: str) -> None:
    Path(address).write_text("", encoding="utf-8")

    with open_store(address) as store:
        assert store.read() == Graph()
        assert store.counts() == {}
        assert store.run("SELECT ?s { ?s ?p ?o }", {}).rows == []


def test_a_triple_that_leads_to_no_node_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f"<{NAMESPACE}claim-a> a <{NAMESPACE}Claim> ; <{NAMESPACE}subject> <{NAMESPACE}gone> .")

    with open_store(str(path)) as store, pytest.raises(StoreError, match="SUBJECT leads to gone, which is no node"):
        store.read()


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        ([Node("a", ("Illness",))], [], "no class has exactly the labels"),
        ([Node("a b", ("Claim",))], [], "'a b' is no id"),
        ([Node("a", ("Claim",), {"text": 1})], [], "text: 1 is no string"),
        ([Node("a", ("Post",), {"likes": True})], [], "likes: True is no integer"),
        ([Node("a", ("Stance",), {"confidence": 1})], [], "confidence: 1 is no double"),
        ([Node("a", ("Run",), {"options": "x"})], [], "options: 'x' is no list"),
        ([Node("a", ("Claim",), {"text": ("x",)})], [], r"text: \('x',\) is a list"),
        ([], [Edge("CURES", "a", "b")], "no relation has the type 'CURES'"),
        ([], [Edge("IN", "a", "b", {"rule": "x"})], "IN has no properties"),
    ],
    ids=["label", "id", "text", "truth", "whole", "single", "list", "type", "edge"],
)
def test_what_the_ontology_lacks_is_not_written(
    nodes: list[Node], edges: list[Edge], message: str, address: str
) -> None:
    store = open_store(address, create=True)
    with pytest.raises(OntologyError, match=message):
        store.write(GraphPart("discussion-a", "d", tuple(nodes), tuple(edges)))


# --- Addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("graph.xlsx", "no store opens this; use a folder ending in .kg, an address starting with bolt://"),
        ("http://me:secret@host/x", r"http://me:\*\*\*@host/x: no store opens this"),
        ("graph.trig", "there is no graph here; make one with: kg load SOURCE -g graph.trig"),
        ("graph.kg", "there is no graph here; make one with: kg load SOURCE -g graph.kg"),
    ],
)
def test_an_address_without_a_graph_says_what_to_do(
    address: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(StoreError, match=message):
        open_store(address)


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.trig").mkdir()
    (tmp_path / "a.kg").write_text("x", encoding="utf-8")

    with pytest.raises(StoreError, match=r"this is a folder, but a graph ending in \.trig is a file"):
        open_store(str(tmp_path / "a.trig"))
    with pytest.raises(StoreError, match=r"this is a file, but a graph ending in \.kg is a folder"):
        open_store(str(tmp_path / "a.kg"), create=True)
    with pytest.raises(StoreError, match="does not exist; make it first"):
        open_store(str(tmp_path / "none" / "a.trig"), create=True)
