"""The NetworkX store: files that NetworkX reads, types kept, and characters that XML cannot hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from kg.errors import QueryError, StoreError
from kg.graph.merge import count
from kg.graph.records import Edge, Graph, GraphPart, Node
from kg.stores import open_store
from kg.stores.graphml import read_graphml, write_graphml
from kg.stores.networkx import from_networkx, to_networkx
from kg.stores.node_link import read_node_link, write_node_link
from tests.samples import graph_of, parts

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = ("json", "graphml")


@pytest.fixture(params=SUFFIXES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / f"graph.{request.param}")


def write(address: str, *given: GraphPart) -> bytes:
    with open_store(address, create=True) as store:
        for part in given:
            store.write(part)
    return Path(address).read_bytes()


def test_what_is_written_is_read(address: str) -> None:
    made = parts()
    write(address, *made)

    with open_store(address) as store:
        assert store.read() == graph_of(*made)
        assert store.counts() == count(graph_of(*made))
        assert store.digests() == {part.discussion: part.digest for part in sorted(made, key=lambda p: p.discussion)}
        assert (store.address, store.language) == (address, "sparql")


def test_writing_again_changes_nothing(address: str) -> None:
    first = write(address, *parts())
    stamp = Path(address).stat().st_mtime_ns

    assert write(address, *parts()) == first
    assert Path(address).stat().st_mtime_ns == stamp


def test_the_order_of_writing_leaves_no_trace(address: str) -> None:
    one, two = parts()
    first = write(address, one, two)
    Path(address).unlink()

    assert write(address, two, one) == first


@pytest.mark.parametrize("gone", [0, 1])
def test_withdrawing_one_leaves_exactly_the_other(gone: int, address: str) -> None:
    both = parts()
    alone = write(address, both[1 - gone])
    write(address, both[gone])
    with open_store(address) as store:
        assert store.remove(both[gone].discussion)
        assert not store.remove(both[gone].discussion)

    assert Path(address).read_bytes() == alone


def test_reading_gives_a_copy(address: str) -> None:
    write(address, *parts())
    with open_store(address) as store:
        store.read().nodes.clear()
        assert store.read() == graph_of(*parts())


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
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", _SCRIPT, str(path)], env=environment, check=True, timeout=120)
        written.add(path.read_bytes())

    assert len(written) == 1


# --- NetworkX -----------------------------------------------------------------------------------------------


def test_a_graph_goes_through_networkx_unharmed() -> None:
    graph = graph_of(*parts())

    assert from_networkx(to_networkx(graph)) == graph


def test_networkx_has_a_key_for_each_type_of_edge() -> None:
    graph = to_networkx(graph_of(*parts()))

    assert isinstance(graph, networkx.MultiDiGraph)
    assert all(key == data["type"] for _, _, key, data in graph.edges(keys=True, data=True))
    (experience, claim) = next((start, end) for start, end, key in graph.edges(keys=True) if key == "SUPPORTS")
    assert graph.edges[experience, claim, "SUPPORTS"]["confidence"] == 0.9


def test_networkx_reads_the_node_link_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    write(str(path), *parts())

    read = networkx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    assert from_networkx(read) == graph_of(*parts())


def test_networkx_reads_the_graphml_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    write(str(path), *parts())

    read = networkx.read_graphml(path)
    expected = graph_of(*parts())
    assert isinstance(read, networkx.MultiDiGraph)
    assert {(start, end, data["type"]) for start, end, data in read.edges(data=True)} == {
        (edge.source, edge.target, edge.type) for edge in expected.edges.values()
    }
    for node in expected.nodes.values():
        data = dict(read.nodes[node.id])
        assert tuple(json.loads(data.pop("labels"))) == node.labels
        for key, value in node.properties.items():
            assert (tuple(json.loads(data[key])) if isinstance(value, tuple) else data[key]) == value
            assert isinstance(value, tuple) or type(data[key]) is type(value)


# --- Values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        " lead and trail ",
        "two\nlines\r\nand\rmore\t",
        "<b>&amp;\"'",
        "".join(map(chr, range(1, 32))),
        "\ufffe\uffff",
        "_x0001_ and _x005F_ and _xZZZZ_ and __x0001_",
        "]]> <!-- --> <?xml?>",
        "\u2028\u2029\x85\x7f",
        "😡 עברית \u202eabc",
        "e\u0301 is not é",
    ],
)
def test_no_text_is_changed(text: str) -> None:
    graph = Graph({"a": Node("a", ("Run",), {"agent": text, "options": (text + "1", text + "2")})})

    xml = "".join(write_graphml(graph)).encode()
    assert read_graphml(xml, source="x") == graph
    assert read_node_link("".join(write_node_link(graph)).encode(), source="x") == graph
    ElementTree.fromstring(xml)


def test_values_keep_their_types() -> None:
    graph = Graph()
    graph.add(
        [Node("a", ("Post",), {"likes": -3, "parentMissing": False, "text": "12", "created": "2019-03-01T12:00:00Z"})],
        [Edge("MENTIONS", "a", "a", {"confidence": 1.0, "negated": True})],
    )

    assert read_graphml("".join(write_graphml(graph)).encode(), source="x") == graph
    text = "".join(write_graphml(graph))
    assert '<key id="node-likes" for="node" attr.name="likes" attr.type="long"/>' in text
    assert '<data key="node-parentMissing">false</data>' in text
    assert '<data key="edge-confidence">1.0</data>' in text


# --- Questions and errors -----------------------------------------------------------------------------------


def test_questions_are_sparql_over_the_same_graph(address: str) -> None:
    write(address, *parts())
    query = "SELECT ?label ?synonym { ?t a px:Treatment ; rdfs:label ?label ; px:synonyms ?synonym }"
    with open_store(address) as store:
        assert store.run(query, {}).rows == [("taping", "kinesio tape")]
        store.remove(parts()[0].discussion)
        store.remove(parts()[1].discussion)
        assert store.run(query, {}).rows == []
        with pytest.raises(QueryError, match="add --write"):
            store.run("DELETE WHERE { ?s ?p ?o }", {})
        with pytest.raises(QueryError, match=r"takes no updates; keep the graph as \.trig"):
            store.run("DELETE WHERE { ?s ?p ?o }", {}, write=True)


@pytest.mark.parametrize(
    ("suffix", "content", "message"),
    [
        ("json", "{", "this is no JSON"),
        ("json", "[1]", "this JSON is no graph"),
        ("json", '{"format": "px-annotations/1", "posts": []}', "To load a discussion, give it to: kg load"),
        ("json", '{"nodes": [{"id": "a", "labels": ["Dog"]}], "edges": []}', "node a: no class has exactly"),
        ("json", '{"nodes": [], "edges": [{"source": "a", "target": "b", "key": "IN"}]}', "leads to a"),
        ("json", '{"nodes": [{"id": "a", "labels": ["Run"], "colour": 1}], "edges": []}', "the key 'colour'"),
        ("graphml", "<graphml", "this is no XML"),
        ("graphml", "\x00\x01", "this is no XML"),
        (
            "graphml",
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph><node id="a"/></graph></graphml>',
            "not a graph of this program: 'labels'",
        ),
    ],
)
def test_a_file_that_is_no_graph_is_refused_in_one_line(
    suffix: str, content: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / f"graph.{suffix}"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        open_store(str(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_midway_keeps_what_was_complete(address: str) -> None:
    one, _ = parts()
    with pytest.raises(KeyboardInterrupt), open_store(address, create=True) as store:
        store.write(one)
        raise KeyboardInterrupt

    with open_store(address) as store:
        assert store.read() == graph_of(one)
