"""A graph goes round through all stores and comes back unchanged, whatever its texts and numbers hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.merge import parts_of
from kg.graph.records import Edge, Graph, Node, Value
from kg.graph.schema import load_schema
from kg.stores import open_store
from tests.samples import graph_of, parts

#: Names of files, each of a format of its own.
FILES = ("a.json", "b.graphml", "c.ttl", "d.trig", "e.nq", "f.jsonld")

#: Texts that have broken one writer or another.
AWKWARD = (
    "",
    " ",
    "\n",
    "\r",
    "\r\n\t",
    "\x01\x08\x0b\x0c\x1f\x7f\x85",
    '"',
    '"""',
    "'''\\",
    "\\n \\u0041 \\",
    "<a>&amp;]]>",
    "_x0001_ _x005F_",
    "null",
    "true",
    "12",
    "2019-03-01T12:00:00Z",
    "px:Claim",
    "https://example.org/ü?a=b#c",
    "{}[]@id",
    "$name ?name #comment",
    "😡👩‍👧 e\u0301 ﷽",
    "\u202eright to left\u202c עברית العربية",
    "\u2028\u2029\ufeff\ufffe\uffff",
    "\U0010ffff",
)

TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40),
)
WHOLE = st.integers(-(2**63), 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)


def dressed(graph: Graph, *, texts: list[str], whole: list[int], real: list[float]) -> Graph:
    """Return a graph with other values in all its properties, save for ids, dates and truth values."""
    text, number, fraction = cycle(texts), cycle(whole), cycle(real)
    schema = load_schema()

    def value(key: str, old: Value) -> Value:
        property_ = schema.properties[key]
        if property_.many:
            return tuple(sorted({next(text) for _ in range(3)}))
        match property_.datatype:
            case "string":
                return next(text)
            case "integer":
                return next(number)
            case "double":
                return next(fraction)
            case _:
                return old

    def values(old: dict[str, Value]) -> dict[str, Value]:
        return {key: value(key, item) for key, item in old.items()}

    result = Graph()
    result.add(
        (Node(node.id, node.labels, values(dict(node.properties))) for node in graph.nodes.values()),
        (Edge(*edge.key, values(dict(edge.properties))) for edge in graph.edges.values()),
    )
    return result


def passed_through(graph: Graph, address: str) -> Graph:
    """Write a graph into a store, close it, open it again and read the graph."""
    with open_store(address, create=True) as store:
        for part in parts_of(graph):
            assert store.write(part)
    with open_store(address) as store:
        for part in parts_of(graph):
            assert not part.digest or not store.write(part)
        return store.read()


def goes_round(graph: Graph, addresses: list[str]) -> Iterator[tuple[str, Graph]]:
    """Yield the graph as each store gives it to the next."""
    for address in addresses:
        graph = passed_through(graph, address)
        yield address, graph


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=12),
    whole=st.lists(WHOLE, min_size=1, max_size=3),
    real=st.lists(REAL, min_size=1, max_size=3),
)
def test_files_pass_every_value_on(texts: list[str], whole: list[int], real: list[float]) -> None:
    graph = dressed(graph_of(parts()[1]), texts=texts, whole=whole, real=real)
    with tempfile.TemporaryDirectory() as folder:
        for address, found in goes_round(graph, [str(Path(folder) / name) for name in FILES]):
            assert found == graph, address


@pytest.mark.parametrize("file", FILES)
def test_a_file_comes_back_to_the_same_bytes_from_every_other(file: str, tmp_path: Path) -> None:
    graph = dressed(graph_of(*parts()), texts=list(AWKWARD), whole=[-1, 0, 2**63 - 1], real=[0.1, 1e-300, -0.5])
    first, last = tmp_path / file, tmp_path / f"last.{file}"
    passed_through(graph, str(first))
    for _, found in goes_round(graph, [str(tmp_path / f"between.{name}") for name in FILES]):
        graph = found
    passed_through(graph, str(last))

    assert last.read_bytes() == first.read_bytes()


def test_a_very_long_text_passes_all_files(tmp_path: Path) -> None:
    long = "".join(AWKWARD) * 1000 + "x" * 1_000_000
    graph = dressed(graph_of(parts()[1]), texts=[long, *["short"] * 60], whole=[1], real=[0.5])
    for address, found in goes_round(graph, [str(tmp_path / name) for name in FILES]):
        assert found == graph, address


@pytest.mark.parametrize(
    "fixture",
    [
        pytest.param("embedded_address", marks=pytest.mark.embedded),
        pytest.param("neo4j_uri", marks=pytest.mark.neo4j),
        pytest.param("neo4j_2026_uri", marks=pytest.mark.neo4j),
    ],
)
def test_a_cypher_store_passes_every_value_on_between_files(
    fixture: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    real = [0.1, 1e-300, -0.5, 1.0, 123456789.123456789]
    graph = dressed(graph_of(*parts()), texts=list(AWKWARD), whole=[-1, 0, 2**63 - 1, -(2**63)], real=real)
    first, last = tmp_path / "first.nq", tmp_path / "last.nq"
    ring = [str(tmp_path / "start.json"), str(first), request.getfixturevalue(fixture), str(last)]
    for address, found in goes_round(graph, ring):
        assert found == graph, address

    assert last.read_bytes() == first.read_bytes()
