"""What every store that speaks Cypher must do; the tests of each engine run all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError, QueryError, StoreError
from kg.graph.build import build_part
from kg.graph.collect import digest_of
from kg.graph.merge import count
from kg.graph.records import Edge, Graph, GraphPart, Node
from kg.graph.schema import load_schema
from kg.stores import cypher as cypher_module
from kg.stores import open_store
from kg.stores import writing as writing_module
from kg.stores.cypher import CypherStore
from tests.samples import CONCEPTS, graph_of, knees, parts, taping

#: Texts that have broken a store somewhere.
ODD_TEXTS = {
    "empty": "",
    "quotes": 'it\'s "quoted" `so` \\ and $row {id: 1}',
    "lines": "one\ntwo\r\nthree\rfour\u2028five\u0085six\ttab",
    "controls": "nul\x00bell\x07escape\x1bdelete\x7f",
    "emoji": "👩‍👩‍👧 🤷🏽‍♀️ e\u0301 \ufeff \uffff",
    "right to left": "שלום \u202eevil\u202c عربي",
    "long": "word and more " * 20_000,
    "one long word": "x" * 100_000,
    "like a date": "2019-03-01T12:00:00Z",
    "like a record": "#12:0",
    "like null": "null",
}


def changed(part: GraphPart, **text: str) -> GraphPart:
    """Return a part with properties of its first Post changed, under a new digest."""
    nodes = list(part.nodes)
    index = next(index for index, node in enumerate(nodes) if node.labels == ("Post",))
    nodes[index] = replace(nodes[index], properties={**nodes[index].properties, **text})
    return sealed(part.discussion, nodes, part.edges)


def sealed(discussion: str, nodes: list[Node], edges: Any) -> GraphPart:
    """Return nodes and edges as a part with a digest of its own."""
    digest = digest_of(nodes, edges)
    nodes = [
        replace(node, properties={**node.properties, "digest": digest}) if node.id == discussion else node
        for node in nodes
    ]
    return GraphPart(discussion, digest, tuple(nodes), tuple(edges))


def shorter() -> GraphPart:
    """Return the first sample with half of its posts' facts gone, as a reader with other rules may leave it."""
    whole = taping()
    return build_part(
        replace(whole, mentions=whole.mentions[::2], stances=whole.stances[::2], evidence=(), replies=()),
        concepts=CONCEPTS,
    )


class CypherContract:
    """Tests of a store; `address` is where a graph can be made."""

    @pytest.fixture
    def address(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def store(self, address: str) -> Any:
        with open_store(address, create=True) as store:
            yield store

    def test_what_is_written_comes_back_unchanged(self, store: CypherStore) -> None:
        first, second = parts()

        assert store.write(first)
        assert store.write(second)
        assert store.read() == graph_of(first, second)
        assert store.digests() == {part.discussion: part.digest for part in sorted(parts(), key=lambda p: p.discussion)}

    def test_the_graph_is_there_when_it_is_opened_again(self, address: str) -> None:
        with open_store(address, create=True) as store:
            store.write(parts()[0])
        with open_store(address) as store:
            assert store.read() == graph_of(parts()[0])

    def test_counts_are_those_of_the_graph(self, store: CypherStore) -> None:
        for part in parts():
            store.write(part)

        assert store.counts() == count(graph_of(*parts()))

    def test_writing_again_changes_nothing(self, store: CypherStore) -> None:
        first = parts()[0]
        store.write(first)

        assert store.write(first) is False
        assert store.read() == graph_of(first)

    def test_a_changed_discussion_replaces_what_was_held_of_it(self, store: CypherStore) -> None:
        first, second = parts()
        store.write(first)
        store.write(second)

        assert store.write(shorter())
        assert store.read() == graph_of(shorter(), second)
        assert store.write(first)
        assert store.read() == graph_of(first, second)

    def test_properties_that_are_gone_are_removed(self, store: CypherStore) -> None:
        first = parts()[0]
        store.write(first)
        bare = [
            replace(node, properties={k: v for k, v in node.properties.items() if k not in ("created", "likes", "url")})
            for node in first.nodes
        ]
        edges = [
            replace(edge, properties={k: v for k, v in edge.properties.items() if k not in ("stance", "roles")})
            for edge in first.edges
        ]

        part = sealed(first.discussion, bare, edges)
        assert store.write(part)
        assert store.read() == graph_of(part)

    def test_a_reversed_edge_replaces_the_old_one(self, store: CypherStore) -> None:
        first = parts()[0]
        store.write(first)
        reply = next(edge for edge in first.edges if edge.type == "REPLY_TO")
        edges = [Edge(e.type, e.target, e.source, e.properties) if e == reply else e for e in first.edges]

        part = sealed(first.discussion, list(first.nodes), edges)
        store.write(part)
        assert store.read() == graph_of(part)

    def test_withdrawing_leaves_what_others_reach_and_nothing_else(self, store: CypherStore) -> None:
        first, second = parts()
        store.write(first)
        store.write(second)

        assert store.remove(first.discussion)
        assert store.read() == graph_of(second)
        assert store.remove(first.discussion) is False
        assert store.remove(second.discussion)
        assert store.read() == Graph()
        assert store.counts() == {}

    @pytest.mark.parametrize("limit", [0, 3])
    def test_a_large_discussion_is_written_in_pieces_with_the_same_outcome(
        self, store: CypherStore, monkeypatch: pytest.MonkeyPatch, limit: int
    ) -> None:
        monkeypatch.setattr(cypher_module, "ATOMIC_ROWS", limit)
        monkeypatch.setattr(writing_module, "BATCH_ROWS", 7)
        first, second = parts()

        store.write(second)
        for part in (first, shorter(), first):
            assert store.write(part)
            assert store.read() == graph_of(part, second)
        assert store.remove(first.discussion)
        assert store.read() == graph_of(second)

    @pytest.mark.parametrize("statements", [1, 5, 20, 40])
    def test_a_write_that_fails_leaves_the_graph_as_it_was(
        self, store: CypherStore, monkeypatch: pytest.MonkeyPatch, statements: int
    ) -> None:
        first, second = parts()
        store.write(first)
        self.fail_after(monkeypatch, statements)

        with pytest.raises(StoreError, match="on purpose"):
            store.write(second)
        assert store.read() == graph_of(first)

    @pytest.mark.parametrize("statements", [1, 5, 20, 40])
    def test_a_large_write_that_was_cut_short_is_completed_by_the_next(
        self, store: CypherStore, monkeypatch: pytest.MonkeyPatch, statements: int
    ) -> None:
        first, second = parts()
        store.write(first)
        store.write(second)
        with monkeypatch.context() as patch:
            patch.setattr(cypher_module, "ATOMIC_ROWS", 0)
            self.fail_after(patch, statements)
            with pytest.raises(StoreError, match="on purpose"):
                store.write(shorter())
        assert store.digests()[first.discussion] == ""

        assert store.write(shorter())
        assert store.read() == graph_of(shorter(), second)

    def fail_after(self, monkeypatch: pytest.MonkeyPatch, statements: int) -> None:
        """Let the statement after so many that were counted fail."""
        done = 0
        check = writing_module.Writing._check

        def counted(*given: Any) -> None:
            nonlocal done
            done += 1
            if done > statements // 2:
                raise StoreError("on purpose")
            check(*given)

        monkeypatch.setattr(writing_module.Writing, "_check", counted)

    def test_odd_values_come_back_unchanged(self, store: CypherStore) -> None:
        post = changed(parts()[1])
        nodes = [
            Node(f"post-{index}", ("Post",), {"discussion": post.discussion, "path": name, "text": text, "label": name})
            for index, (name, text) in enumerate(ODD_TEXTS.items())
        ]
        odd = Node(
            "experience-odd",
            ("Experience",),
            {"discussion": post.discussion, "confidence": 0.1 + 0.2, "label": "odd"},
        )
        run = Node("run-odd", ("Run",), {"agent": "a", "options": ("", "a=1", "\n", "😀")})
        numbers = Node("post-numbers", ("Post",), {"discussion": post.discussion, "likes": -(2**63), "label": "n"})
        early = Node(
            "post-early", ("Post",), {"discussion": post.discussion, "created": "1969-12-31T23:59:59Z", "label": "n"}
        )

        part = sealed(post.discussion, [*post.nodes, *nodes, odd, run, numbers, early], post.edges)
        store.write(part)
        assert store.read() == graph_of(part)

    def test_any_text_comes_back_unchanged(self, store: CypherStore) -> None:
        base = parts()[1]
        texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
        values = st.lists(
            st.tuples(texts, st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1)),
            min_size=1,
            max_size=30,
        )

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(values)
        def check(values: list[tuple[str, float, int]]) -> None:
            owner = {"discussion": base.discussion}
            nodes = [
                node
                for index, (text, real, whole) in enumerate(values)
                for node in (
                    Node(f"post-{index}", ("Post",), {**owner, "text": text, "likes": whole}),
                    Node(f"evidence-{index}", ("Evidence",), {**owner, "confidence": real, "rationale": text}),
                )
            ]
            part = sealed(base.discussion, [*base.nodes, *nodes], base.edges)
            store.write(part)
            assert store.read() == graph_of(part)

        check()

    def test_a_number_that_does_not_fit_is_refused(self, store: CypherStore) -> None:
        part = changed(parts()[0])
        node = Node("post-x", ("Post",), {"discussion": part.discussion, "likes": 2**63})

        with pytest.raises(StoreError, match="too large"):
            store.write(sealed(part.discussion, [*part.nodes, node], part.edges))
        assert store.read() == Graph()

    @pytest.mark.parametrize(
        ("node", "edge"),
        [
            (Node("x", ("Person",), {}), None),
            (Node("x", ("Post",), {"mood": "good"}), None),
            (Node("x", ("Post",), {}), Edge("LIKES", "x", "x")),
            (Node("x", ("Post",), {}), Edge("WROTE", "x", "x")),
            (Node("x", ("Post",), {}), Edge("REPLY_TO", "x", "nowhere")),
            (Node("x", ("Post",), {}), Edge("REPLY_TO", "x", "x", {"mood": "good"})),
        ],
        ids=["label", "key", "type", "end", "missing end", "key of an edge"],
    )
    def test_what_the_ontology_lacks_is_refused(self, store: CypherStore, node: Node, edge: Edge | None) -> None:
        part = parts()[0]
        edges = [*part.edges, edge] if edge else part.edges

        with pytest.raises(OntologyError):
            store.write(sealed(part.discussion, [*part.nodes, node], edges))
        assert store.read() == Graph()

    def test_every_label_has_a_constraint_and_every_owned_one_an_index(self, store: CypherStore) -> None:
        constraints = {row["name"] for row in store.run("SHOW CONSTRAINTS", {}).records()}
        indexes = {row["name"] for row in store.run("SHOW INDEXES", {}).records()}
        classes = load_schema().classes

        assert constraints >= {f"{name}_id" for name in classes}
        assert indexes >= {f"{name}_discussion" for name in classes if classes[name].owned}
        assert indexes >= {"post_text", "claim_text", "concept_label"}

    def test_a_constraint_keeps_ids_unique(self, store: CypherStore) -> None:
        store.write(parts()[0])

        with pytest.raises(QueryError):
            store.run("MATCH (p:Post) WITH p LIMIT 1 CREATE (:Post {id: p.id})", {}, write=True)

    def test_full_text_is_searched_with_the_same_cypher(self, store: CypherStore) -> None:
        for part in parts():
            store.write(part)
        query = "CALL db.index.fulltext.queryNodes('{}', $words) YIELD node RETURN node.id AS id ORDER BY id"

        posts = store.run(query.format("post_text"), {"words": "crutch"}).rows
        assert posts == [(node.id,) for node in parts()[0].nodes if "crutch" in str(node.properties.get("text"))][:1]
        assert store.run(query.format("concept_label"), {"words": "taping"}).rows
        assert store.run(query.format("claim_text"), {"words": "taping"}).rows

    def test_a_table_holds_plain_values(self, store: CypherStore) -> None:
        store.write(parts()[0])
        query = """
            MATCH path = (p:Post {path: '0'})-[r:IN]->(d:Discussion)
            RETURN d AS node, r AS edge, path, p.created AS created, p.likes AS likes, p.parentMissing AS missing,
              0.5 AS half, null AS nothing, [1, 'a', null, true] AS list, {a: [1], b: p.created} AS map,
              date('2020-02-29') AS day, $given AS given
        """
        post = next(node for node in parts()[0].nodes if node.properties.get("path") == "0")
        table = store.run(query, {"given": ("x", "y")})

        assert table.columns[:4] == ("node", "edge", "path", "created")
        assert list(table.records()) == [
            {
                "node": parts()[0].discussion,
                "edge": "IN",
                "path": (post.id, parts()[0].discussion),
                "created": "2019-03-01T12:00:00Z",
                "likes": 12,
                "missing": False,
                "half": 0.5,
                "nothing": None,
                "list": ("1", "a", "", "true"),
                "map": '{"a": [1], "b": "2019-03-01T12:00:00Z"}',
                "day": "2020-02-29",
                "given": ("x", "y"),
            }
        ]

    def test_a_table_without_rows_has_its_columns(self, store: CypherStore) -> None:
        query = "MATCH (p:Post) WHERE p.id = $id RETURN p.id AS id, count(p) AS number ORDER BY id"

        table = store.run(query, {"id": "x"})
        assert (table.columns, table.rows) == (("id", "number"), [])

    def test_dates_can_be_compared_and_counted_by(self, store: CypherStore) -> None:
        store.write(parts()[0])
        query = """
            MATCH (p:Post) WHERE p.created >= datetime('2019-01-01T00:00:00Z')
            RETURN p.created.year AS year, count(p) AS posts ORDER BY year
        """

        assert store.run(query, {}).rows[0][0] == 2019

    @pytest.mark.parametrize(
        "query",
        [
            "CREATE (n:Post {id: 'x'})",
            "MATCH (n) DETACH DELETE n",
            "MATCH (n) SET n.label = 'x' RETURN n.id AS id",
            "MERGE (n:Post {id: 'x'}) RETURN n.id AS id",
            "DROP CONSTRAINT Post_id",
        ],
    )
    def test_a_query_that_writes_needs_leave(self, store: CypherStore, query: str) -> None:
        store.write(parts()[0])

        with pytest.raises(QueryError, match="--write"):
            store.run(query, {})
        assert store.read() == graph_of(parts()[0])

    def test_with_leave_a_query_writes(self, store: CypherStore) -> None:
        store.run("CREATE (n:Reference {id: 'reference-x', url: $url})", {"url": "https://a.example"}, write=True)

        assert store.read().nodes["reference-x"].properties == {"url": "https://a.example"}

    @pytest.mark.parametrize(
        "query", ["MATCH (n", "RETURN $absent AS x", "RETURN 1 AS a; RETURN 2 AS b", "RETURN 1 / 0 AS x", ""]
    )
    def test_a_wrong_query_is_one_clear_error(self, store: CypherStore, query: str) -> None:
        with pytest.raises(QueryError) as caught:
            store.run(query, {})
        assert "Exception" not in str(caught.value)
        assert "\n" not in str(caught.value)

    def unmake(self, address: str) -> None:
        """Take away what is left of graphs that other tests have made."""

    def test_there_is_no_graph_before_one_is_made(self, address: str) -> None:
        self.unmake(address)

        with pytest.raises(StoreError, match="there is no graph here; make one with: kg load SOURCE -g"):
            open_store(address)

    def test_closing_twice_is_fine(self, address: str) -> None:
        store = open_store(address, create=True)
        store.close()
        store.close()

    def test_a_change_of_vocabulary_moves_concepts(self, store: CypherStore) -> None:
        first = parts()[0]
        store.write(first)
        flat = build_part(taping(), concepts={key: replace(info, broader=()) for key, info in CONCEPTS.items()})

        assert store.write(flat)
        assert store.read() == graph_of(flat)

    def test_order_of_writing_makes_no_difference(self, store: CypherStore) -> None:
        for sample in (knees(), taping()):
            store.write(build_part(sample, concepts=CONCEPTS))

        assert store.read() == graph_of(*parts())
