"""The builder: what of a discussion becomes which nodes and edges, and that it does so the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.annotations import read_annotations
from kg.errors import AnnotationError
from kg.graph.build import build_part
from kg.graph.claims import EXCLUDES, FRAMES, Frame, contradictions, frame_of
from kg.graph.concepts import ConceptInfo
from kg.graph.merge import count, digests, parts_of, remove, split
from kg.graph.records import Edge, Graph, GraphPart, Node
from kg.graph.schema import load_schema
from kg.model import Annotations, Claim, Kind, Mention, Predicate, Span, Stance
from tests.samples import CONCEPTS, at, graph_of, knees, parts, taping

ROOT = Path(__file__).resolve().parent.parent
GOLD = sorted((ROOT / "tests" / "data").glob("*.gold.json"))


def built(annotations: Annotations) -> Graph:
    return graph_of(build_part(annotations, concepts=CONCEPTS))


def nodes_of(graph: Graph, label: str) -> list[Node]:
    return sorted((node for node in graph.nodes.values() if label in node.labels), key=lambda node: node.id)


def told(graph: Graph, *types: str) -> set[tuple[str, str, str]]:
    """Return edges by the labels of their ends."""
    return {
        (
            str(graph.nodes[edge.source].properties["label"]),
            edge.type,
            str(graph.nodes[edge.target].properties["label"]),
        )
        for edge in graph.edges.values()
        if edge.type in types
    }


def the_edge(graph: Graph, type_: str, number: int = 0) -> Edge:
    return [graph.edges[key] for key in sorted(graph.edges) if key[0] == type_][number]


def test_a_discussion_becomes_the_nodes_and_edges_of_the_ontology() -> None:
    assert count(built(taping())) == {
        "Account": 2,
        "BROADER": 2,
        "CITES": 2,
        "CONTRADICTS": 1,
        "Claim": 4,
        "Clinician": 1,
        "Concept": 9,
        "Condition": 3,
        "DISCUSSES": 4,
        "Discussion": 1,
        "Evidence": 2,
        "Experience": 2,
        "FROM": 2,
        "GENERATED_BY": 10,
        "HAS_CONDITION": 1,
        "HAS_SYMPTOM": 1,
        "HOLDS": 5,
        "IN": 4,
        "IN_POST": 14,
        "LED_TO": 1,
        "MENTIONS": 7,
        "MET": 1,
        "OBJECT": 2,
        "ON": 7,
        "OPPOSES": 1,
        "Organization": 1,
        "Outcome": 1,
        "Passage": 14,
        "Post": 4,
        "QUOTES": 1,
        "RECEIVED": 2,
        "REPLY_TO": 2,
        "Reference": 2,
        "Run": 1,
        "SAW": 1,
        "SUBJECT": 3,
        "SUPPORTS": 1,
        "Speaker": 1,
        "Stance": 5,
        "Stressor": 1,
        "Symptom": 1,
        "TELLS": 2,
        "TOLD_IN": 7,
        "Treatment": 1,
        "WROTE": 3,
    }


def test_an_experience_takes_its_concepts_and_the_outcomes_within_its_words() -> None:
    graph = built(taping())

    assert told(graph, "HAS_CONDITION", "HAS_SYMPTOM", "RECEIVED", "SAW", "MET", "LED_TO") == {
        ("self: taping, hEDS (improved)", "HAS_CONDITION", "hEDS"),
        ("self: taping, hEDS (improved)", "RECEIVED", "taping"),
        ("self: taping, hEDS (improved)", "SAW", "Dr. Orrin"),
        ("self: taping, hEDS (improved)", "LED_TO", "helped"),
        ("child: taping, rash (no-change)", "HAS_SYMPTOM", "rash"),
        ("child: taping, rash (no-change)", "RECEIVED", "taping"),
        ("child: taping, rash (no-change)", "MET", "climbing stairs"),
    }


def test_an_outcome_beside_the_experiences_words_is_not_its_outcome() -> None:
    given = taping()
    beside = Mention(at(given.discussion.posts, "0", "worse"), "worse", Kind.OUTCOME, "worse")
    graph = built(replace(given, mentions=(*given.mentions, beside)))

    assert {target for _, _, target in told(graph, "LED_TO")} == {"helped"}


def test_claims_read_as_frames_and_keep_the_discussions_own_words() -> None:
    graph = built(taping())

    claims = {node.properties["label"]: node.properties["text"] for node in nodes_of(graph, "Claim")}
    assert claims == {
        "Knees deserve better.": "Knees deserve better.",
        "effective(taping, hEDS)": "Taping helps people with hEDS.",
        "harmful(taping, hEDS)": "Taping does harm: hEDS.",
        "psychological(hEDS)": "hEDS is psychological in origin.",
    }
    wordings = {edge.properties["wording"] for edge in graph.edges.values() if edge.type == "DISCUSSES"}
    assert wordings == {
        "Tape helps bendy knees.",
        "Tape harms bendy knees.",
        "It is all in the head.",
        "Knees  deserve\nbetter.",
    }
    assert told(graph, "SUBJECT", "OBJECT") == {
        ("effective(taping, hEDS)", "SUBJECT", "taping"),
        ("effective(taping, hEDS)", "OBJECT", "hEDS"),
        ("harmful(taping, hEDS)", "SUBJECT", "taping"),
        ("harmful(taping, hEDS)", "OBJECT", "hEDS"),
        ("psychological(hEDS)", "SUBJECT", "hEDS"),
    }


def test_a_stance_belongs_to_account_clinician_organization_or_else_a_speaker() -> None:
    graph = built(taping())

    holders = {
        (graph.nodes[edge.source].labels[0], graph.nodes[edge.target].properties["label"])
        for edge in graph.edges.values()
        if edge.type == "HOLDS"
    }
    assert holders == {
        ("Account", "supports effective(taping, hEDS)"),
        ("Account", "questions Knees deserve better."),
        ("Clinician", "opposes effective(taping, hEDS)"),
        ("Organization", "supports psychological(hEDS)"),
        ("Speaker", "supports harmful(taping, hEDS)"),
    }


def test_names_of_people_stay_out_of_labels() -> None:
    graph = built(taping())

    for node in (*nodes_of(graph, "Account"), *nodes_of(graph, "Speaker")):
        kind, code = str(node.properties["label"]).split()
        assert kind == node.labels[0].lower()
        assert len(code) == 4
        assert str(node.properties["name"]) not in str(node.properties["label"])


def test_every_shortcut_has_its_evidence_and_every_evidence_its_shortcut() -> None:
    graph = built(taping())

    shortcuts = {
        (edge.type.lower(), edge.source, edge.target, edge.properties["evidence"], edge.properties["confidence"])
        for edge in graph.edges.values()
        if edge.type in ("SUPPORTS", "OPPOSES")
    }
    ends = {(edge.type, edge.source): edge.target for edge in graph.edges.values() if edge.type in ("FROM", "ON")}
    backing = {
        (
            node.properties["direction"],
            ends["FROM", node.id],
            ends["ON", node.id],
            node.id,
            node.properties["confidence"],
        )
        for node in nodes_of(graph, "Evidence")
    }
    assert shortcuts == backing
    assert {confidence for *_, confidence in backing} == {0.9, 0.723}


def test_a_concept_brings_what_the_vocabulary_calls_broader() -> None:
    graph = built(taping())

    assert told(graph, "BROADER") == {
        ("hEDS", "BROADER", "EDS"),
        ("EDS", "BROADER", "connective tissue disease"),
    }
    (heds,) = [node for node in nodes_of(graph, "Condition") if node.properties["label"] == "hEDS"]
    assert heds.labels == ("Condition", "Concept")
    assert heds.properties == {
        "exactMatch": ("MONDO:0007523",),
        "label": "hEDS",
        "synonyms": ("bendy joints", "hypermobile EDS"),
    }


def test_a_vocabulary_that_runs_in_a_circle_does_no_harm() -> None:
    circle = {
        (Kind.CONDITION, "hEDS"): ConceptInfo(broader=("EDS",)),
        (Kind.CONDITION, "EDS"): ConceptInfo(broader=("hEDS",)),
    }
    part = build_part(taping(), concepts=circle)

    assert count(graph_of(part))["BROADER"] == 2


def test_a_passage_is_the_text_at_its_place_with_what_stands_around_it() -> None:
    graph = built(taping())

    (passage,) = [node for node in nodes_of(graph, "Passage") if node.properties["exact"] == "all in the head"]
    assert passage.properties["prefix"] == "The Elm Clinic calls it "
    assert passage.properties["suffix"] == ". 😡\tNot so."
    assert (passage.properties["start"], passage.properties["end"]) == (24, 39)


def test_times_are_utc_and_references_show_their_ids() -> None:
    graph = built(taping())

    assert {node.properties.get("created") for node in nodes_of(graph, "Post")} == {
        "2019-03-01T12:00:00Z",
        "2019-03-02T06:30:00Z",
        None,
    }
    assert {
        (node.properties["label"], node.properties.get("doi"), node.properties.get("pmid"))
        for node in nodes_of(graph, "Reference")
    } == {
        ("10.1000/182", "10.1000/182", None),
        ("https://pubmed.ncbi.nlm.nih.gov/12345/", None, "12345"),
    }


def test_a_reply_carries_its_stance_only_where_somebody_noted_one() -> None:
    graph = built(taping())

    properties = {
        graph.nodes[edge.source].properties["path"]: dict(edge.properties)
        for edge in graph.edges.values()
        if edge.type == "REPLY_TO"
    }
    assert properties == {"1": {"confidence": 0.6, "rule": "reply/1", "stance": "denies"}, "1.1": {}}


def test_absent_values_are_absent_keys() -> None:
    graph = built(knees())

    (discussion,) = nodes_of(graph, "Discussion")
    assert "declared" not in discussion.properties
    assert discussion.properties["title"] == ""
    assert discussion.properties["label"] == "more-knees"
    assert all(value is not None and value != () for node in graph.nodes.values() for value in node.properties.values())


def test_experiences_that_agree_in_everything_stay_two() -> None:
    given = taping()
    twice = replace(given, experiences=(*given.experiences, replace(given.experiences[0], id="x3")))

    assert count(built(twice))["Experience"] == 3


def test_of_two_stances_of_one_holder_on_one_claim_in_one_post_the_surer_counts() -> None:
    given = taping()
    sure: Stance = replace(given.stances[1], holder="Wilma", confidence=0.99)
    graph = built(replace(given, stances=(given.stances[0], sure)))

    (stance,) = nodes_of(graph, "Stance")
    assert (stance.properties["stance"], stance.properties["confidence"]) == ("opposes", 0.99)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"mentions": (Mention(Span("9", 0, 1), "x", Kind.SYMPTOM, "x"),)}, "the mention of 'x' points to post '9'"),
        ({"claims": ()}, "a row points to claim 'c1', which is not there"),
        ({"experiences": ()}, "evidence points to experience 'x1', which is not there"),
    ],
    ids=["post", "claim", "experience"],
)
def test_a_row_that_points_nowhere_is_an_error_with_the_discussion(rows: dict[str, object], message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        build_part(replace(taping(), **rows), concepts={})  # type: ignore[arg-type]

    assert str(caught.value).startswith("taping-knees: ")
    assert message in str(caught.value)


def test_a_time_that_is_none_is_an_error_with_the_post() -> None:
    given = taping()
    posts = (replace(given.discussion.posts[0], created="yesterday"), *given.discussion.posts[1:])

    with pytest.raises(AnnotationError, match="post 0: its time 'yesterday' is not like"):
        build_part(replace(given, discussion=replace(given.discussion, posts=posts)), concepts={})


def test_text_that_no_store_can_encode_keeps_its_length() -> None:
    given = taping()
    broken = replace(given.discussion.posts[3], text="half \ud83d a face")
    discussion = replace(given.discussion, posts=(*given.discussion.posts[:3], broken))
    graph = built(replace(given, discussion=discussion))

    (text,) = [node.properties["text"] for node in nodes_of(graph, "Post") if node.properties["path"] == "2"]
    assert text == "half \ufffd a face"


# --- Frames -----------------------------------------------------------------------------------------------


def test_every_predicate_but_other_has_a_frame() -> None:
    assert set(FRAMES) == set(Predicate) - {Predicate.OTHER}


@pytest.mark.parametrize(
    ("predicate", "subject", "mentioned", "expected"),
    [
        (Predicate.EFFECTIVE, "yoga", {}, (Kind.TREATMENT, "yoga")),
        (Predicate.EFFECTIVE, "yoga", {(Kind.STRESSOR, "yoga"): "yoga"}, (Kind.STRESSOR, "yoga")),
        (Predicate.CAUSES, "mould", {}, (Kind.STRESSOR, "mould")),
        (Predicate.CAUSES, "flu", {(Kind.CONDITION, "flu"): "flu"}, (Kind.CONDITION, "flu")),
        (Predicate.CREDIBLE, "Elm", {(Kind.ORGANIZATION, "elm"): "ELM"}, (Kind.ORGANIZATION, "ELM")),
        (Predicate.SYMPTOM_OF, "rash", {}, (Kind.SYMPTOM, "rash")),
        (Predicate.REAL, "Any", {}, "any"),
        (Predicate.REAL, "", {}, ""),
    ],
)
def test_a_label_is_of_the_first_kind_under_which_it_is_mentioned(
    predicate: Predicate,
    subject: str,
    mentioned: dict[tuple[Kind, str], str],
    expected: tuple[Kind, str] | str,
) -> None:
    assert frame_of(Claim("c", predicate, subject, "", ""), mentioned=mentioned).subject == expected


def test_a_slot_that_nobody_names_is_told_as_any_and_is_no_node() -> None:
    claim = Claim("c9", Predicate.EFFECTIVE, "taping", "any", "Tape works.")
    graph = built(replace(knees(), claims=(claim,), stances=()))

    (node,) = nodes_of(graph, "Claim")
    assert node.properties["label"] == "effective(taping, any)"
    assert told(graph, "OBJECT") == set()


@pytest.mark.parametrize("rule", EXCLUDES, ids=lambda rule: f"{rule[0]}-{rule[1]}")
def test_claims_exclude_each_other_only_over_the_same_named_concepts(
    rule: tuple[Predicate, Predicate, tuple[tuple[str, str], ...]],
) -> None:
    first, second, slots = rule

    def frames(*, label: str) -> list[Frame]:
        one, two = {"subject": "any", "object": "any"}, {"subject": "any", "object": "any"}
        for slot_one, slot_two in slots:
            one[slot_one], two[slot_two] = (Kind.CONDITION, "ME"), (Kind.CONDITION, label)  # type: ignore[assignment]
        return [Frame(first, **one), Frame(second, **two)]

    assert len(contradictions(frames(label="ME"))) == 1
    assert contradictions(frames(label="MS")) == []
    unnamed = [Frame(first, "any", "any"), Frame(second, "any", "any")]
    assert contradictions(unnamed) == []


# --- The same everywhere ------------------------------------------------------------------------------------

_SCRIPT = """
import sys
from pathlib import Path
from kg.annotations import read_annotations
from kg.graph.build import build_part
for name in sys.argv[1:]:
    part = build_part(read_annotations(Path(name)), concepts={})
    print(part.digest, part)
"""


def test_every_process_builds_the_same() -> None:
    def output(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _SCRIPT, *map(str, GOLD[:2])],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    assert output("1") == output("2")


def test_a_part_is_sorted_and_its_digest_covers_all_of_it() -> None:
    part = parts()[0]

    assert [node.id for node in part.nodes] == sorted({node.id for node in part.nodes})
    assert [edge.key for edge in part.edges] == sorted({edge.key for edge in part.edges})
    (root,) = [node for node in part.nodes if node.id == part.discussion]
    assert root.properties["digest"] == part.digest
    changed = replace(taping(), replies=())
    assert build_part(changed, concepts=CONCEPTS).digest != part.digest


def test_the_order_of_rows_does_not_matter() -> None:
    given = taping()
    turned = replace(
        given,
        mentions=given.mentions[::-1],
        experiences=given.experiences[::-1],
        claims=given.claims[::-1],
        stances=given.stances[::-1],
        evidence=given.evidence[::-1],
    )

    assert build_part(turned, concepts=CONCEPTS) == build_part(given, concepts=CONCEPTS)


def test_parts_merge_in_any_order_to_the_same_graph() -> None:
    one, two = parts()

    assert graph_of(one, two) == graph_of(two, one)
    shared = {node.id for node in one.nodes} & {node.id for node in two.nodes}
    labels = Counter(graph_of(one).nodes[node].labels[0] for node in shared)
    assert labels == {"Account": 1, "Claim": 1, "Clinician": 1, "Condition": 3, "Run": 1, "Treatment": 1}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_each_annotated_discussion_keeps_to_the_schema_and_its_own_words(path: Path) -> None:
    schema, graph = load_schema(), built(read_annotations(path))

    for node in graph.nodes.values():
        assert set(node.properties) <= set(schema.class_of(node.labels).keys)
        assert ("discussion" in node.properties) == schema.class_of(node.labels).owned
    for edge in graph.edges.values():
        relation = schema.relations[edge.type]
        assert set(edge.properties) <= set(relation.keys)
        assert set(graph.nodes[edge.source].labels) & set(relation.domains)
        assert set(graph.nodes[edge.target].labels) & set(relation.ranges)
        if edge.type == "IN_POST":
            passage, post = graph.nodes[edge.source].properties, graph.nodes[edge.target].properties
            assert str(post["text"])[int(str(passage["start"])) : int(str(passage["end"]))] == passage["exact"]


# --- Taking apart -------------------------------------------------------------------------------------------


def test_a_graph_comes_apart_into_the_parts_it_was_made_of() -> None:
    built_gold = [build_part(read_annotations(path), concepts=CONCEPTS) for path in GOLD]
    made = sorted([*parts(), *built_gold], key=lambda part: part.discussion)
    graph = graph_of(*made)

    assert list(parts_of(graph)) == made
    assert digests(graph) == {part.discussion: part.digest for part in made}


@pytest.mark.parametrize("gone", [0, 1])
def test_withdrawing_one_of_two_leaves_exactly_the_other(gone: int) -> None:
    both = parts()
    graph = graph_of(*both)

    assert remove(graph, both[gone].discussion)
    assert graph == graph_of(both[1 - gone])
    assert not remove(graph, both[gone].discussion)
    assert remove(graph, both[1 - gone].discussion)
    assert graph == Graph()


def test_a_contradiction_goes_with_the_last_discussion_that_argues_both_sides() -> None:
    given = taping()

    def only(name: str, *claims: str) -> GraphPart:
        rows = tuple(claim for claim in given.claims if claim.id in claims)
        discussion = replace(given.discussion, id=name, posts=())
        return build_part(Annotations(discussion, given.run, claims=rows), concepts=CONCEPTS)

    both, one, other = only("both", "c1", "c2"), only("one", "c1"), only("other", "c2")
    graph = graph_of(both, one, other)
    assert len(split(graph)) == 3

    remove(graph, both.discussion)

    assert graph == graph_of(one, other)
    assert "CONTRADICTS" not in count(graph)
