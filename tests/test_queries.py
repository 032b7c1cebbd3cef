"""The named questions give the rows that were worked out by hand, and the same ones from every store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kg.ask import ask, find_question, questions
from kg.ask.sparql import fill, parameters_of
from kg.graph.records import GraphPart
from kg.stores import Cell, Store, open_store
from tests.questions_sample import account, all_parts, gold_part, id_of, salt_part, told_outcome

KETAMINE = "effective(ketamine infusion, CRPS)"
LARKMOOR = "Larkmoor Infusion Institute"

#: Questions as a person asks them of all test discussions together.
CALLS: tuple[tuple[str, dict[str, str]], ...] = (
    ("attribution_disputes", {}),
    ("attribution_disputes", {"speaker": "dr quill"}),
    ("claim_balance", {}),
    ("claim_balance", {"claim": "effective(Ketamine drip, RSD)"}),
    ("claim_balance_by_access", {}),
    ("claim_balance_by_access", {"claim": KETAMINE}),
    ("claim_evidence", {"claim": KETAMINE}),
    ("claim_evidence", {"claim": KETAMINE, "side": "opposes"}),
    ("claims_about_entity", {"entity": "CRPS"}),
    ("claims_about_entity", {"entity": "treatment:salt"}),
    ("claims_by_speaker", {"speaker": LARKMOOR}),
    ("claims_by_speaker", {"speaker": "Dr. Quill", "mode": "reported"}),
    ("comorbidity_pairs", {}),
    ("comorbidity_pairs", {"condition": "POTS"}),
    ("contested_claims", {}),
    ("contested_claims", {"min_people": "2"}),
    ("dismissal_experiences", {}),
    ("dismissal_experiences", {"condition": "fibromyalgia"}),
    ("evidence_audit", {"evidence": told_outcome()}),
    ("misdiagnosis_paths", {}),
    ("misdiagnosis_paths", {"condition": "POTS"}),
    ("thread_argument_map", {}),
    ("thread_argument_map", {"discussion": "salt stockings"}),
    ("thread_argument_map", {"discussion": "larkmoor-ketamine", "claim": KETAMINE}),
    ("treatment_outcomes", {"treatment": "ketamine drip"}),
    ("treatment_outcomes", {"treatment": "ketamine infusion", "condition": "RSD"}),
    ("unsupported_claims", {}),
)
NAMES = sorted({name for name, _ in CALLS})

#: Stores, and the fixture that gives an address to each; None is a file.
STORES = {
    "networkx": ("graph.json", None),
    "turtle": ("graph.ttl", None),
    "trig": ("graph.trig", None),
    "embedded": ("", "embedded_address"),
    "neo4j 5.26": ("", "neo4j_uri"),
    "neo4j 2026": ("", "neo4j_2026_uri"),
}
MARKS = {
    "embedded": [pytest.mark.embedded],
    "neo4j 5.26": [pytest.mark.neo4j],
    "neo4j 2026": [pytest.mark.neo4j],
}

Rows = list[tuple[Cell, ...]]

#: Answers of each store to all calls, asked once.
_answers: dict[str, dict[int, Rows]] = {}


def answers(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> dict[int, Rows]:
    """Return a store's answers to all calls, by their number."""
    if name not in _answers:
        file, fixture = STORES[name]
        address = request.getfixturevalue(fixture) if fixture else str(tmp_path / file)
        with open_store(address, create=True) as store:
            for part in all_parts():
                store.write(part)
            _answers[name] = {number: ask(store, *call).table.rows for number, call in enumerate(CALLS)}
    return _answers[name]


@pytest.fixture(scope="module")
def larkmoor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the discussion of `wordpress-copied.txt` alone."""
    with open_store(str(tmp_path_factory.mktemp("larkmoor") / "graph.json"), create=True) as store:
        store.write(gold_part("wordpress-copied.txt"))
        yield store


@pytest.fixture(scope="module")
def salted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the discussion `salt` alone."""
    with open_store(str(tmp_path_factory.mktemp("salt") / "graph.json"), create=True) as store:
        store.write(salt_part())
        yield store


def rows(store: Store, name: str, columns: str, **given: str) -> Rows:
    """Return some columns of an answer."""
    wanted = columns.split()
    return [tuple(record[column] for column in wanted) for record in ask(store, name, given).table.records()]


def people(part: GraphPart, names: Mapping[str, str]) -> dict[str, str]:
    """Return pseudonyms by short names."""
    return {short: account(part, name) for short, name in names.items()}


@pytest.fixture(scope="module")
def who() -> dict[str, str]:
    """Pseudonyms of the accounts of the ketamine discussion."""
    names = {"dessa": "Dessa W", "gibbon": "gibbon77", "gethin": "Gethin R", "mum": "Lotties mum", "petra": "Petra"}
    names |= {"maren": "Maren Tolliver", "doctor": "H. Brandvold MD", "orla": "Orla M.", "anon": "anon"}
    return people(gold_part("wordpress-copied.txt"), names)


@pytest.fixture(scope="module")
def by() -> dict[str, str]:
    """Pseudonyms of the accounts of the discussion `salt`."""
    return people(salt_part(), {name.lower(): name for name in ("Ida", "Joss", "Kit", "Lou")})


# --- the same rows everywhere ---


@pytest.mark.parametrize("number", range(len(CALLS)), ids=[f"{name} {' '.join(given)}" for name, given in CALLS])
@pytest.mark.parametrize("name", [pytest.param(name, marks=MARKS.get(name, [])) for name in STORES])
def test_every_store_gives_the_same_rows_in_the_same_order(
    name: str, number: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    expected = answers("networkx", request, tmp_path)[number]

    assert expected, "a question without rows shows nothing"
    assert answers(name, request, tmp_path)[number] == expected
    assert [[type(cell) for cell in row] for row in answers(name, request, tmp_path)[number]] == [
        [type(cell) for cell in row] for row in expected
    ]


def test_every_question_is_asked() -> None:
    assert [question.name for question in questions()] == NAMES


@pytest.fixture(scope="module")
def turtle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Turtle file with two discussions."""
    path = tmp_path_factory.mktemp("turtle") / "graph.ttl"
    with open_store(str(path), create=True) as store:
        store.write(gold_part("wordpress-copied.txt"))
        store.write(salt_part())
    return path


@pytest.fixture(scope="module")
def rdflib_graph(turtle: Path) -> Any:
    """The same in rdflib."""
    import rdflib

    return rdflib.Graph().parse(turtle)


#: What the calls ask for, in the ids of the two discussions.
PLAIN: tuple[tuple[str, dict[str, str | int | None]], ...] = (
    *((name, {}) for name in NAMES),
    ("claim_evidence", {"claim_id": id_of(gold_part("wordpress-copied.txt"), "Claim", KETAMINE), "side": "opposes"}),
    ("contested_claims", {"min_people": 2}),
    ("claims_by_speaker", {"speaker_id": id_of(salt_part(), "Clinician", "Dr. Quill"), "mode": "reported"}),
)


@pytest.mark.parametrize(("name", "values"), PLAIN, ids=[f"{name} {' '.join(given)}" for name, given in PLAIN])
def test_the_sparql_files_give_in_rdflib_and_pyoxigraph_what_the_store_gives(
    name: str, values: dict[str, str | int | None], turtle: Path, rdflib_graph: Any
) -> None:
    """Without parameters the files run as they stand: each parameter has its default."""
    text = fill(find_question(name).texts["sparql"], values)
    with open_store(str(turtle)) as store:
        expected = store.run(text, {})
    found = rdflib_graph.query(text)

    assert expected.rows
    assert [str(variable) for variable in found.vars] == list(expected.columns) == list(find_question(name).columns)
    terms = [list(row) for row in found]
    assert [tuple(None if term is None else term.toPython() for term in row) for row in terms] == expected.rows
    assert not any(isinstance(term.toPython(), Decimal) for row in terms for term in row if term is not None)
    assert in_pyoxigraph(turtle, text) == expected.rows


def in_pyoxigraph(path: Path, text: str, *, union: bool = False) -> Rows:
    """Return the rows that plain pyoxigraph gives.

    This stands in a function of its own: rdflib keeps its caller's frame for a while, and pyoxigraph's results
    must not be let go by the garbage collector in a thread of the JVM.
    """
    import pyoxigraph
    import rdflib

    store = pyoxigraph.Store()
    store.load(path=path)
    solutions: Any = store.query(text, use_default_graph_as_union=union)
    return [
        tuple(
            None if term is None else rdflib.Literal(term.value, datatype=term.datatype.value).toPython()
            for term in solution
        )
        for solution in solutions
    ]


def test_rows_are_no_more_where_an_engine_shows_a_triple_once_for_each_graph(tmp_path: Path) -> None:
    """pyoxigraph's union of named graphs repeats what several hold."""
    path = tmp_path / "graph.nq"
    with open_store(str(path), create=True) as store:
        store.write(gold_part("wordpress-export.xml.1"))
        store.write(gold_part("wordpress-export.xml.2"))
    for question in questions():
        text = question.texts["sparql"]
        with open_store(str(path)) as store:
            expected = store.run(text, {}).rows
        assert in_pyoxigraph(path, text, union=True) == expected, question.name


# --- the files ---


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_columns_and_parameters_are_those_of_the_header(question: Any) -> None:
    cypher, sparql = question.texts["cypher"], question.texts["sparql"]
    keys = {parameter.key for parameter in question.header.parameters}

    returned = cypher[cypher.rindex("\nRETURN ") :].partition("\nORDER BY")[0]
    names = re.findall(r"(?:^|[\s.])(\w+)(?=,|$)", re.sub(r"[\s\S]*?RETURN|\([^()]*\)", "", returned), re.MULTILINE)
    assert [name for name in names if name in question.columns] == list(question.columns)
    assert set(re.findall(r"\$(\w+)", cypher)) == keys
    assert parameters_of(sparql) == keys
    assert set(re.findall(r"\$([a-z]\w+)", sparql)) == keys
    assert "ORDER BY" in sparql


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_that_counts_people_says_whom_it_counts(question: Any) -> None:
    counting = "distinct people" in " ".join(column.meaning for column in question.header.columns)

    assert counting == bool(question.header.counts)
    assert not counting or "accounts" in question.header.counts


#: What the guide to portable Cypher keeps out.
UNPORTABLE = re.compile(
    r"\*\d*\.\.(?!\d)|\bSHORTEST\b|COLLECT\s*\{|percentileCont|stDevP|IN TRANSACTIONS|timestamp\(|properties\("
    r"|keys\(|\bapoc\.|\bgds\.|\bn10s\.|\(\w*:!|&"
)


@pytest.mark.parametrize("file", sorted(file.name for file in files("kg.queries").iterdir()))
def test_queries_are_portable_and_show_no_account_names(file: str) -> None:
    text = (files("kg.queries") / file).read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("//", "#")))

    assert max(map(len, text.splitlines())) <= 110
    assert text.endswith("\n") and not text.endswith("\n\n")
    if file.endswith(".cypher"):
        assert not UNPORTABLE.search(body)
    if not file.startswith("_speakers"):
        assert not re.search(r"\w\.name\b|px:name\b", body)
    assert "STRLANG" not in body and "BNODE" not in body


# --- rows worked out by hand from wordpress-copied.txt.gold.json ---


def test_claim_evidence(larkmoor: Store, who: dict[str, str]) -> None:
    """Not there: x1 (mixed; it bears on the bladder alone), what a doctor is reported to say, x18 (a street drug)."""
    assert rows(larkmoor, "claim_evidence", "side person experiencer access outcome quote post", claim=KETAMINE) == [
        ("supports", who["dessa"], "self", "first-hand", "improved", "I walked out of there without the stick!!", "1"),
        (
            "supports",
            who["doctor"],
            "others",
            "witnessed",
            "mixed",
            "In my own patients perhaps one in three gets worthwhile relief.",
            "4",
        ),
        (
            "supports",
            who["mum"],
            "others",
            "second-hand",
            "improved",
            "A lady on facebook says her son was cured by a ketamine drip abroad",
            "5",
        ),
        ("opposes", who["gibbon"], "self", "first-hand", "no-change", "Not one single point on the pain scale.", "2"),
        (
            "opposes",
            who["gethin"],
            "self",
            "first-hand",
            "mixed",
            "Ketamine: lovely for my mood, zip for the pain.",
            "7",
        ),
    ]


def test_claim_evidence_of_one_side(larkmoor: Store) -> None:
    found = rows(larkmoor, "claim_evidence", "post discussion confidence", claim=KETAMINE, side="opposes")

    title = "What Larkmoor Tells You About Ketamine"
    assert found == [("2", title, 1.0), ("7", title, 1.0)]


def test_claim_balance_counts_a_person_once(larkmoor: Store) -> None:
    """Petra tells twice of being disbelieved and counts once; of physiotherapy she tells good and ill."""
    found = rows(larkmoor, "claim_balance", "claim supporters opponents inconclusive people experiences")

    assert found[:4] == [
        (KETAMINE, 3, 2, 0, 5, 5),
        ("dismissed(CRPS)", 2, 1, 0, 3, 4),
        ("harmful(ketamine infusion, bladder problem)", 2, 1, 0, 3, 3),
        ("credible(Larkmoor Infusion Institute)", 1, 2, 0, 3, 3),
    ]
    assert found[-2:] == [
        ("effective(physical therapy, CRPS)", 0, 0, 1, 1, 2),
        ("effective(lidocaine infusion, CRPS)", 0, 1, 0, 1, 1),
    ]
    assert len(found) == 17  # of 20 claims: physical, recommended (two) have stances alone
    assert rows(larkmoor, "claim_balance", "claim people", claim=KETAMINE) == [(KETAMINE, 5)]


def test_claim_balance_by_access(larkmoor: Store) -> None:
    columns = "access supporters opponents inconclusive people experiences"
    assert rows(larkmoor, "claim_balance_by_access", columns, claim=KETAMINE) == [
        ("first-hand", 1, 2, 0, 3, 3),
        ("witnessed", 1, 0, 0, 1, 1),
        ("second-hand", 1, 0, 0, 1, 1),
    ]


def test_contested_claims(larkmoor: Store) -> None:
    """Not there: effective(physical therapy, CRPS), where Petra alone is on both sides; psychological(CRPS), which

    nobody holds; what a clinic is quoted with is in the last two counts alone.
    """
    columns = (
        "claim people_for people_against people_both evidence_for evidence_against stance_for stance_against "
        "quoted_for quoted_against contestedness"
    )
    assert rows(larkmoor, "contested_claims", columns) == [
        (KETAMINE, 3, 2, 0, 3, 2, 2, 2, 3, 0, 2.4),
        ("credible(Larkmoor Infusion Institute)", 1, 3, 0, 1, 2, 1, 2, 0, 0, 1.5),
        ("dismissed(CRPS)", 3, 1, 0, 2, 1, 3, 0, 0, 0, 1.5),
        ("harmful(ketamine infusion, bladder problem)", 3, 1, 0, 2, 1, 3, 1, 0, 0, 1.5),
        ("causes(psychological stress, CRPS)", 1, 2, 0, 1, 1, 1, 2, 2, 0, 1.33),
        ("unsafe(ketamine infusion)", 2, 1, 0, 1, 0, 2, 1, 0, 0, 1.33),
        ("recommended(ketamine infusion, CRPS)", 1, 1, 0, 0, 0, 1, 1, 0, 1, 1.0),
    ]
    assert rows(larkmoor, "contested_claims", "claim", min_people="2") == [(KETAMINE,)]


def test_unsupported_claims(larkmoor: Store) -> None:
    """Not there: effective(lidocaine infusion, CRPS), which nobody asserts."""
    assert rows(larkmoor, "unsupported_claims", "claim people quoted against opponents") == [
        ("recommended(desensitisation, CRPS)", 2, 1, 0, 0),
        ("physical(CRPS)", 1, 1, 0, 0),
        ("recommended(ketamine infusion, CRPS)", 1, 0, 1, 0),
    ]


def test_claims_about_entity(larkmoor: Store) -> None:
    columns = "claim role evidence_for evidence_against stance_for stance_against quoted"
    assert rows(larkmoor, "claims_about_entity", columns, entity="ketamine infusion") == [
        (KETAMINE, "subject", 3, 2, 2, 2, 3),
        ("harmful(ketamine infusion, bladder problem)", "subject", 2, 1, 3, 1, 0),
        ("unsafe(ketamine infusion)", "subject", 1, 0, 2, 1, 0),
        ("recommended(ketamine infusion, CRPS)", "subject", 0, 0, 1, 1, 1),
    ]
    assert rows(larkmoor, "claims_about_entity", "claim role", entity="bladder problem") == [
        ("harmful(ketamine infusion, bladder problem)", "object")
    ]


def test_claims_by_speaker(larkmoor: Store, who: dict[str, str]) -> None:
    """What the blogger writes about the clinic is hers."""
    found = rows(larkmoor, "claims_by_speaker", "claim stance mode told_by post quote", speaker=LARKMOOR)

    assert [row[:2] + row[4:5] for row in found] == [
        ("causes(injury, CRPS)", "supports", "0"),
        ("causes(psychological stress, CRPS)", "supports", "0"),
        ("causes(psychological stress, CRPS)", "supports", "4.1"),
        ("causes(surgery, CRPS)", "supports", "0"),
        (KETAMINE, "supports", "0"),
        ("physical(CRPS)", "supports", "0"),
        ("psychological(CRPS)", "opposes", "0"),
    ]
    assert {row[2:4] for row in found} == {("quoted", who["maren"])}
    assert found[-1][-1] == "Is CRPS a psychological illness? Absolutely not."
    assert rows(larkmoor, "claims_by_speaker", "claim mode", speaker="Dr. Sorley") == [
        ("recommended(desensitisation, CRPS)", "reported"),
        ("recommended(ketamine infusion, CRPS)", "reported"),
    ]


def test_no_attribution_is_disputed_where_nobody_turns_one_round(larkmoor: Store) -> None:
    """Maren asks about the bladder after she complained of it: an own doubt is no dispute."""
    assert rows(larkmoor, "attribution_disputes", "speaker") == []


def test_treatment_outcomes(larkmoor: Store, who: dict[str, str]) -> None:
    """Not there: x18, ketamine that was no infusion; the daughter of post 5, for whom it is only feared."""
    columns = "condition experiencer access outcome people person post"
    expected = [
        ("CRPS", "self", "first-hand", "improved", 1, who["dessa"], "1"),
        ("CRPS", "self", "first-hand", "mixed", 2, who["maren"], "0"),
        ("CRPS", "self", "first-hand", "mixed", 2, who["gethin"], "7"),
        ("CRPS", "self", "first-hand", "no-change", 1, who["gibbon"], "2"),
        ("CRPS", "others", "witnessed", "mixed", 1, who["doctor"], "4"),
        ("CRPS", "others", "second-hand", "improved", 1, who["mum"], "5"),
        (None, "self", "first-hand", "no-change", 1, who["dessa"], "1.1.1"),
    ]
    assert rows(larkmoor, "treatment_outcomes", columns, treatment="ketamine infusion") == expected
    given = {"treatment": "ketamine infusion", "condition": "CRPS"}
    assert rows(larkmoor, "treatment_outcomes", columns, **given) == expected[:-1]


def test_comorbidity_pairs_leave_out_a_wrong_diagnosis(larkmoor: Store) -> None:
    """Petra's conversion disorder was a wrong name for her CRPS."""
    columns = "condition with_condition people first_hand witnessed second_hand"
    assert rows(larkmoor, "comorbidity_pairs", columns) == [("CRPS", "depression", 1, 0, 1, 0)]


def test_misdiagnosis_paths(larkmoor: Store, who: dict[str, str]) -> None:
    columns = "wrong_diagnosis right_diagnosis person experiencer access clinician post"
    expected = [("conversion disorder", "CRPS", who["petra"], "self", "first-hand", "Dr. Varga", "5.2")]
    assert rows(larkmoor, "misdiagnosis_paths", columns) == expected
    assert rows(larkmoor, "misdiagnosis_paths", columns, condition="conversion disorder") == expected
    assert rows(larkmoor, "misdiagnosis_paths", columns, condition="depression") == []


def test_dismissal_experiences(larkmoor: Store, who: dict[str, str]) -> None:
    """Not there: x3, who was listened to, and the mother of post 5, who only fears it."""
    assert rows(larkmoor, "dismissal_experiences", "diagnosis clinician person experiencer post") == [
        ("CRPS", "nurse", who["gibbon"], "self", "2"),
        ("CRPS", None, who["petra"], "self", "2.1"),
        ("CRPS", "Dr. Varga", who["petra"], "self", "5.2"),
    ]


def test_thread_argument_map(larkmoor: Store, who: dict[str, str]) -> None:
    """What the clinic is quoted with in post 0 is not the blogger's stance; posts that take none stand there once."""
    columns = "post parent depth person reply claim stance"
    found = rows(larkmoor, "thread_argument_map", columns)

    assert found[:6] == [
        ("0", None, 0, who["maren"], None, "causes(psychological stress, CRPS)", "opposes"),
        ("0", None, 0, who["maren"], None, "credible(Larkmoor Infusion Institute)", "opposes"),
        ("0", None, 0, who["maren"], None, "dismissed(CRPS)", "supports"),
        ("0", None, 0, who["maren"], None, "harmful(ketamine infusion, bladder problem)", "supports"),
        ("0", None, 0, who["maren"], None, "physical(CRPS)", "supports"),
        ("1", "0", 1, who["dessa"], "denies", "believed(Dr. Penhale, CRPS)", "supports"),
    ]
    assert [row[:3] for row in found if row[0] == "5.2.1.1"] == [("5.2.1.1", "5.2.1", 4)] * 2
    assert found[-1] == ("8", "0", 1, who["gethin"], "supports", None, None)
    assert len(found) == 46 + 3  # own stances, and posts 2.1.1, 3 (a pingback) and 8, which have none
    one = rows(larkmoor, "thread_argument_map", "post stance", discussion="larkmoor-ketamine", claim=KETAMINE)
    assert [row for row in one if row[1]] == [
        ("1", "supports"),
        ("2", "opposes"),
        ("4", "supports"),
        ("4.2", "questions"),
        ("7", "opposes"),
    ]
    assert len(one) == 22


# --- rows worked out by hand from the discussion `salt` ---


def test_views_that_are_turned_round_are_disputes(salted: Store, by: dict[str, str]) -> None:
    """Not there: the GP, who is one of Ida and another of Joss."""
    columns = "speaker claim for_mode for_by for_post against_mode against_by against_post against_quote"
    mind = "psychological(POTS)"
    expected = [
        (
            *("Dr. Quill", mind, "quoted", by["ida"], "0", "reported", by["joss"], "1"),
            "does not, in fact, believe that it is mental",
        ),
        (
            "Dr. Quill",
            mind,
            "quoted",
            by["ida"],
            "0",
            "reported",
            by["ida"],
            "5",
            "he told my cousin that it is bodily",
        ),
        (
            *(by["ida"], "effective(salt, POTS)", "own", by["ida"], "0", "reported", by["lou"], "4"),
            "Ida thinks salt is a placebo",
        ),
    ]
    assert rows(salted, "attribution_disputes", columns) == expected
    assert rows(salted, "attribution_disputes", columns, speaker="Dr. Quill") == expected[:2]


def test_experiences_of_nobody_known_are_shown_and_counted_as_no_person(salted: Store) -> None:
    """Ida supports twice; Joss tells both; post 2, which opposes, has no author."""
    assert rows(salted, "claim_balance", "claim supporters opponents inconclusive people experiences")[0] == (
        *("effective(salt, POTS)", 1, 0, 1, 2, 5),
    )
    found = rows(salted, "claim_evidence", "side person post confidence rationale", claim="effective(salt, POTS)")
    assert [row[2] for row in found] == ["0", "1.1", "10", "2", "10"]
    assert found[3] == ("opposes", None, "2", 1.0, "")
    assert found[0][3:] == (0.9, "better on salt")


def test_a_cited_reference_is_behind_a_claim(salted: Store) -> None:
    """The stockings' post cites a trial; mindfulness has a full stop."""
    assert rows(salted, "unsupported_claims", "claim people quoted") == [
        ("effective(mindfulness, POTS)", 1, 0),
        ("psychological(POTS)", 0, 1),
    ]


def test_conditions_of_one_body_are_a_pair_across_posts(salted: Store) -> None:
    """Not there: POTS and anxiety (a wrong diagnosis), EDS and hEDS (one is the other); the boys add nobody."""
    columns = "condition with_condition people first_hand witnessed second_hand"
    assert rows(salted, "comorbidity_pairs", columns) == [
        ("EDS", "POTS", 1, 1, 0, 0),
        ("POTS", "hEDS", 1, 1, 0, 0),
        ("POTS", "asthma", 1, 0, 1, 0),
    ]


def test_being_disbelieved_without_a_claim_gives_the_right_diagnosis(salted: Store, by: dict[str, str]) -> None:
    assert rows(salted, "dismissal_experiences", "diagnosis clinician person post") == [("POTS", None, by["lou"], "11")]


def test_posts_come_in_the_order_of_the_discussion(salted: Store) -> None:
    found = rows(salted, "thread_argument_map", "post depth reply")

    assert [row[0] for row in found] == ["0", "1", "1.1", "2", "3", "4", "5", "9", "10", "11"]
    assert found[1:3] == [("1", 1, "denies"), ("1.1", 2, "comments")]


def test_evidence_audit(salted: Store, by: dict[str, str]) -> None:
    (record,) = ask(salted, "evidence_audit", {"evidence": told_outcome()[:20]}).table.records()

    assert {key: value for key, value in record.items() if not key.endswith("_id")} == {
        "claim": "effective(salt, POTS)",
        "direction": "supports",
        "rationale": "better on salt",
        "rule": "evidence/told-outcome",
        "confidence": 0.9,
        "person": by["ida"],
        "experiencer": "self",
        "access": "first-hand",
        "outcome": "improved",
        "experience_rule": "",
        "experience_confidence": 1.0,
        "quote": "Salt tablets keep me on my feet",
        "start": 84,
        "end": 115,
        "verbatim": True,
        "post": "0",
        "post_url": None,
        "discussion": "Salt, stockings and Dr. Quill",
        "discussion_url": None,
        "discussion_digest": salt_part().digest,
        "agent": "pxkg",
        "version": "0.1.0",
        "vocabulary": "v0cab",
        "rules": "ru1es",
    }
    assert record["evidence_id"] == told_outcome()
    assert record["claim_id"] == id_of(salt_part(), "Claim", "effective(salt, POTS)")
