"""Asking: headers, what a person may type, and `kg ask`, `kg cypher` and `kg sparql` as a user runs them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.ask import ask, find_question, questions, read_parameters
from kg.ask.header import Parameter, read_header
from kg.ask.resolve import resolve
from kg.ask.sparql import fill
from kg.cli import cli
from kg.errors import KgError, QueryError
from kg.stores import Cell, Store, Table, open_store
from tests.questions_sample import account, gold_part, id_of, salt_part, told_outcome

ROOT = Path(__file__).resolve().parent.parent
KETAMINE = "effective(ketamine infusion, CRPS)"
GOLD = "wordpress-copied.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with two discussions."""
    with open_store(str(tmp_path_factory.mktemp("ask") / "graph.json"), create=True) as store:
        store.write(gold_part(GOLD))
        store.write(salt_part())
        yield store


# --- headers ---

HEADER = """\
// title: Claims
// answers: Which claims are there?
// parameter: entity: concept — one of its names; e.g. CRPS
// parameter: side: for|against = null — one side; e.g. for
// parameter: least: integer = 3 — so many at least;
//   e.g. 5
// column: claim — the claim,
//   in words
// counts: people are accounts
// order: by claim
MATCH (c:Claim) // title: not of the header
"""


def test_a_header_holds_what_the_comments_say() -> None:
    header = read_header(HEADER, marker="//", source="claims.cypher")

    assert header.parameters == (
        Parameter("entity", "concept", True, None, "one of its names", "CRPS"),
        Parameter("side", "for|against", False, None, "one side", "for"),
        Parameter("least", "integer", False, 3, "so many at least", "5"),
    )
    assert [parameter.key for parameter in header.parameters] == ["entity_id", "side", "least"]
    assert header.parameters[1].choices == ("for", "against")
    assert [(column.name, column.meaning) for column in header.columns] == [("claim", "the claim, in words")]
    assert (header.counts, header.note, header.order) == ("people are accounts", "", "by claim")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// title: Claims\n", "", "t.cypher: the header lacks 'title'"),
        ("// order: by claim\n", "", "t.cypher: the header lacks 'order'"),
        ("// counts", "// count", "t.cypher:9: 'count' is unknown"),
        ("// title: Claims", "// answers: Who?", "t.cypher:2: 'answers' is unknown, out of order or there twice"),
        ("// counts: people are accounts", "// people are accounts", "t.cypher:9: a header line is"),
        ("; e.g. CRPS", "", "t.cypher:3: a parameter is"),
        ("concept —", "idea —", "t.cypher:3: 'idea' is no type"),
        ("claim — the claim,", "claim: the claim,", "t.cypher:7: a column is"),
    ],
)
def test_a_malformed_header_is_an_error_with_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        read_header(HEADER.replace(old, new), marker="//", source="t.cypher")

    assert str(error.value).startswith(message)


def test_the_headers_of_both_languages_agree() -> None:
    assert len(questions()) == 14  # reading them compares them


def test_the_page_of_questions_is_that_of_the_headers() -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "docs/questions.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"{done.stdout}{done.stderr}: run `cog -r docs/questions.md`"


# --- SPARQL parameters ---

SPARQL = """\
SELECT * {
  VALUES ?c { UNDEF }  # $claim_id
  VALUES ?least { 1 }  # $least
  VALUES ?side { UNDEF }  # $side
  ?e px:on ?c ; px:text "VALUES ?x { UNDEF }  # $claim_id" .
}"""


def test_values_take_the_place_of_defaults() -> None:
    filled = fill(SPARQL, {"claim_id": "claim-a2", "least": 2, "side": 'a "b"\n\\ { } # $least'})

    assert filled.splitlines()[1:4] == [
        "  VALUES ?c { <https://w3id.org/pxkg/claim-a2> }  # $claim_id",
        "  VALUES ?least { 2 }  # $least",
        '  VALUES ?side { "a \\"b\\"\\n\\\\ { } # $least" }  # $side',
    ]
    assert filled.splitlines()[4:] == SPARQL.splitlines()[4:]


def test_what_is_not_given_keeps_its_default() -> None:
    assert fill(SPARQL, {"claim_id": None, "least": None}) == SPARQL


@pytest.mark.parametrize("value", ["claim> } DROP ALL #", "", "claim a", "claim/a", "1a"])
def test_an_id_that_cannot_be_one_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="is not the id of a node"):
        fill(SPARQL, {"claim_id": value})


def test_a_parameter_that_the_query_lacks_is_an_error() -> None:
    with pytest.raises(QueryError, match="no parameter claim"):
        fill(SPARQL, {"claim": "x"})


# --- what a person may type ---


def claim_parameter() -> Parameter:
    return find_question("claim_evidence").header.parameters[0]


@pytest.mark.parametrize(
    "text",
    [
        KETAMINE,
        id_of(gold_part(GOLD), "Claim", KETAMINE),
        " EFFECTIVE ( Ketamine Infusion ,crps ) ",
        "effective(ketamine drip, RSD)",
        "effective(ketamine, complex regional pain-syndrome)",
        "Ketamine infusion helps people with CRPS",
        "ketamine helps",
    ],
)
def test_a_claim_is_found_by_id_frame_names_and_words(store: Store, text: str) -> None:
    found = resolve(store, claim_parameter(), text)

    assert (found.id, found.shown) == (id_of(gold_part(GOLD), "Claim", KETAMINE), KETAMINE)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        (
            "claim_evidence",
            {"claim": "ketamine"},
            "claim: 'ketamine' may be any of: effective(ketamine infusion, CRPS); harmful(ketamine infusion, bladder "
            "problem); recommended(ketamine infusion, CRPS); unsafe(ketamine infusion)",
        ),
        (
            "claim_evidence",
            {"claim": "POTS CRPS"},
            "claim: the graph has no claim called 'POTS CRPS'; nearest: ",
        ),
        (
            "claim_evidence",
            {"claim": "effectiv(ketamin,crp)"},
            "claim: the graph has no claim called 'effectiv(ketamin,crp)'; nearest: effective(ketamine infusion, ",
        ),
        (
            "claim_evidence",
            {"claim": "zzz"},
            "claim: the graph has no claim called 'zzz'; `kg ask claim_balance` lists those with evidence",
        ),
        (
            "treatment_outcomes",
            {"treatment": "ketmine infusoin"},
            "treatment: the graph has no treatment called 'ketmine infusoin'; nearest: ketamine infusion",
        ),
        ("treatment_outcomes", {"treatment": "CRPS"}, "treatment: the graph has no treatment called 'CRPS'"),
        (
            "claims_by_speaker",
            {"speaker": "larkmor"},
            "speaker: the graph has no speaker called 'larkmor'; nearest: Larkmoor Infusion Institute",
        ),
        ("thread_argument_map", {"discussion": "zzz"}, "discussion: the graph has no discussion called 'zzz'"),
        (
            "evidence_audit",
            {"evidence": "evidence-none"},
            "evidence: no evidence has the id 'evidence-none'; the answers of claim_evidence and misdiagnosis_paths",
        ),
    ],
)
def test_what_is_unknown_or_unclear_names_what_there_is(
    store: Store, name: str, given: Mapping[str, str], message: str
) -> None:
    with pytest.raises(QueryError) as error:
        ask(store, name, given)

    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@dataclass
class FakeStore:
    """A store that gives rows for helper queries."""

    answers: Mapping[str, Table]
    language: str = "cypher"
    asked: list[str] = field(default_factory=list)

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        self.asked.append(query)
        return next(table for words, table in self.answers.items() if words in query)


CONCEPTS = Table(
    ("concept_id", "kind", "concept", "name"),
    [
        ("stressor-a", "Stressor", "surgery", "surgery"),
        ("treatment-a", "Treatment", "surgery", "surgery"),
        ("treatment-a", "Treatment", "surgery", "operation"),
        ("condition-a", "Condition", "pain, chronic", "pain, chronic"),
        ("condition-b", "Condition", "CRPS", "CRPS"),
    ],
)
CLAIMS = Table(
    ("claim_id", "claim", "text", "predicate", "subject_id", "object_id"),
    [
        ("claim-a", "effective(surgery, pain, chronic)", "Surgery helps.", "effective", "treatment-a", "condition-a"),
        ("claim-b", "causes(surgery, CRPS)", "Surgery causes CRPS.", "causes", "stressor-a", "condition-b"),
        ("claim-c", "effective(surgery, any)", "Surgery helps anybody.", "effective", "treatment-a", None),
        ("claim-d", "They should all …", "They should all be listened to, says A.", "other", None, None),
        ("claim-e", "They should all …", "They should all be paid, says B.", "other", None, None),
        ("claim-f", "symptom_of(pain, chronic, CRPS)", "Pain.", "symptom_of", "condition-a", "condition-b"),
    ],
)
FAKE = FakeStore({"(c:Claim)": CLAIMS, "(k:Concept)": CONCEPTS})


def parameter(type_: str) -> Parameter:
    return Parameter(type_, type_, True, None, "", "")


@pytest.mark.parametrize(
    ("type_", "text", "found"),
    [
        ("claim", "effective(operation, pain, chronic)", "claim-a"),
        ("claim", "causes(operation, CRPS)", "claim: "),
        ("claim", "causes(surgery,crps)", "claim-b"),
        ("claim", "effective(operation, Any)", "claim-c"),
        ("claim", "symptom of(pain chronic, crps)", "claim-f"),
        ("claim", "they should all", "claim: 'they should all' may be any of: They should all … [claim-d]; They "),
        ("claim", "all be paid", "claim-e"),
        ("concept", "surgery", "concept: 'surgery' may be any of: stressor:surgery; treatment:surgery"),
        ("concept", "Stressor:Surgery", "stressor-a"),
        ("concept", "treatment:operation", "treatment-a"),
        ("concept", "operation", "treatment-a"),
        ("treatment", "surgery", "treatment-a"),
        ("condition", "pain chronic", "condition-a"),
        ("condition", "stressor-a", "condition: the graph has no condition called 'stressor-a'"),
        ("condition", "…", "condition: the graph has no condition called '…'"),
    ],
)
def test_kinds_commas_and_open_slots(type_: str, text: str, found: str) -> None:
    try:
        result = resolve(FAKE, parameter(type_), text).id  # type: ignore[arg-type]
    except QueryError as error:
        result = str(error)

    assert result == found if not found.startswith(f"{type_}: ") else result.startswith(found)


def test_a_name_finds_its_account_and_no_error_shows_one(store: Store) -> None:
    speaker = find_question("claims_by_speaker").header.parameters[0]

    assert resolve(store, speaker, "dessa w").shown == account(gold_part(GOLD), "Dessa W")
    assert resolve(store, speaker, account(gold_part(GOLD), "Dessa W")).id.startswith("account-")
    for near in ("Dessa", "Maren Toliver", "a lady on Facebok"):
        with pytest.raises(QueryError) as error:
            resolve(store, speaker, near)
        assert "Dessa W" not in str(error.value) and "Maren Tolliver" not in str(error.value)
        assert "on Facebook" not in str(error.value)


def test_no_column_holds_the_name_of_an_account(store: Store) -> None:
    """Quotes are left out: they are the posters' own words."""
    names = {str(node.properties["name"]) for node in gold_part(GOLD).nodes if node.labels == ("Account",)}
    given = {
        "claim": KETAMINE,
        "entity": "CRPS",
        "speaker": "Dr. Quill",
        "treatment": "salt",
        "evidence": told_outcome(),
    }
    for question in questions():
        needed = {item.name: given[item.name] for item in question.header.parameters if item.required}
        for record in ask(store, question.name, needed).table.records():
            assert not names & {str(value) for key, value in record.items() if "quote" not in key}


def test_the_answer_says_how_it_was_understood(store: Store) -> None:
    answer = ask(store, "claim_evidence", {"claim": "ketamine helps", "side": "opposes"})

    assert answer.title == "Evidence on a claim (claim: effective(ketamine infusion, CRPS), side: opposes)"
    assert ask(store, "claim_balance", {"claim": "null"}).title == "Balance of claims"


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        (
            "claim_evidence",
            {},
            "claim_evidence: claim is missing: the claim's id, its frame or words of it; such as claim=\"",
        ),
        ("claim_evidence", {"claim": " "}, "claim_evidence: claim is missing"),
        ("claim_evidence", {"clam": "x"}, "claim_evidence: there is no parameter 'clam'; did you mean claim?"),
        ("claim_evidence", {"q": "x"}, "claim_evidence: there is no parameter 'q'; did you mean claim or side?"),
        ("claim_evidence", {"claim": "x", "side": "left"}, "claim_evidence: side is supports or opposes, not 'left'"),
        ("contested_claims", {"min_people": "two"}, "contested_claims: min_people is a whole number, not 'two'"),
        ("unsupported_claims", {"x": "1"}, "unsupported_claims: it takes no parameter, so x=… says nothing"),
    ],
)
def test_a_wrong_parameter_is_one_clear_line(name: str, given: Mapping[str, str], message: str) -> None:
    with pytest.raises(QueryError) as error:
        read_parameters(find_question(name), given)

    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_null_and_nothing_are_the_default() -> None:
    question = find_question("contested_claims")

    assert [read_parameters(question, given) for given in ({}, {"min_people": ""}, {"min_people": "null"})] == [
        {"min_people": 1}
    ] * 3


# --- the command line ---


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a graph file with one discussion."""
    path = str(tmp_path_factory.mktemp("cli") / "graph.json")
    with open_store(path, create=True) as store:
        store.write(gold_part(GOLD))
    return path


def invoke(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def out(*arguments: str, stdin: str | None = None) -> str:
    """Return stdout of a command that succeeds and writes nothing on stderr."""
    result = invoke(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def problem(*arguments: str, stdin: str | bytes | None = None) -> str:
    """Return the message of the error that a command ends in; nothing is on stdout."""
    result = invoke(*arguments, stdin=stdin)
    assert isinstance(result.exception, KgError), result.output
    assert result.stdout == ""
    return str(result.exception)


def test_ask_alone_lists_the_questions_with_a_line_each() -> None:
    lines = out("ask").splitlines()

    assert [line.split()[0] for line in lines[2:]] == [question.name for question in questions()]
    assert re.split(r"\s{2,}", lines[5]) == [
        "claim_evidence",
        "claim=… [side=supports|opposes]",
        "Which experiences support or oppose a claim, and in whose words?",
    ]
    assert "[min_people=1]" in lines[9]
    assert json.loads(out("ask", "--format", "json"))[0]["question"] == "attribution_disputes"


def test_ask_prints_a_table(graph: str) -> None:
    assert out("ask", "unsupported_claims", "-g", graph).splitlines()[:4] == [
        "Claims with nothing behind them",
        "claim                                 people  quoted  against  opponents  claim_id",
        "------------------------------------  ------  ------  -------  ---------  ------------------------------",
        "recommended(desensitisation, CRPS)         2       1        0          0  claim-sxaxeuydczrhbzwenrs6y2q5",
    ]


def test_ask_prints_json_csv_and_tsv(graph: str) -> None:
    asked = ("ask", "claim_balance", f"claim={KETAMINE}", "-g", graph, "--format")
    row = {"claim": KETAMINE, "supporters": 3, "opponents": 2, "inconclusive": 0, "people": 5, "experiences": 5}
    row |= {"claim_id": id_of(gold_part(GOLD), "Claim", KETAMINE)}

    assert json.loads(out(*asked, "json")) == [row]
    assert out(*asked, "csv").splitlines() == [
        ",".join(row),
        ",".join([f'"{KETAMINE}"', *(str(value) for value in list(row.values())[1:])]),
    ]
    assert out(*asked, "tsv").splitlines() == ["\t".join(row), "\t".join(map(str, row.values()))]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["claim_evidense", "claim=x"], "there is no question 'claim_evidense'; did you mean claim_evidence?"),
        (["claim_evidence", "ketamine"], "claim_evidence: parameters are written key=value, such as claim="),
        (["claim_evidence", "claim=a", "claim=b"], "claim_evidence: claim is given twice"),
        (["claim_evidence"], "claim_evidence: claim is missing"),
        (["claim_balance"], "nowhere.json: there is no graph here"),
    ],
)
def test_slips_are_told_before_a_graph_is_opened(arguments: list[str], message: str) -> None:
    assert problem("ask", *arguments, "-g", "nowhere.json").startswith(message)


def test_a_question_of_an_empty_graph_has_columns_and_no_rows(tmp_path: Path) -> None:
    address = str(tmp_path / "empty.trig")
    (tmp_path / "empty.trig").write_text("", encoding="utf-8")

    assert out("ask", "contested_claims", "-g", address, "--format", "csv").startswith("claim,people_for,")
    assert out("ask", "contested_claims", "-g", address, "--format", "json") == "[]\n"


def test_cypher_on_a_file_says_which_stores_speak_it(graph: str) -> None:
    assert problem("cypher", "MATCH (n) RETURN n", "-g", graph) == (
        f"{graph}: this store speaks SPARQL (`kg sparql`); Cypher is for a .kg folder and for a Neo4j "
        "(bolt://, neo4j://)"
    )


def test_sparql_takes_words_a_file_and_stdin(graph: str, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?claims) { ?claim a px:Claim }"
    (tmp_path / "count.rq").write_text(query, encoding="utf-8")

    assert out("sparql", query, "-g", graph, "--format", "csv") == "claims\n20\n"
    assert out("sparql", str(tmp_path / "count.rq"), "-g", graph, "--format", "csv") == "claims\n20\n"
    assert out("sparql", "-", "-g", graph, "--format", "csv", stdin=query) == "claims\n20\n"
    assert json.loads(out("sparql", "ASK { ?claim a px:Claim }", "-g", graph, "--format", "json")) == [{"answer": True}]
    question = str(ROOT / "queries" / "unsupported_claims.rq")
    assert out("sparql", question, "-g", graph, "--format", "csv").count("\n") == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.rq"], "nothing.rq: cannot be read: No such file or directory"),
        ([""], "the query is empty"),
        (["-"], "stdin: is not UTF-8 text (byte 7)"),
        (["SELECT"], "the SPARQL cannot be run: "),
        (["DELETE WHERE { ?s ?p ?o }"], "this SPARQL changes the graph; add --write to allow it"),
    ],
)
def test_sparql_that_cannot_be_run_is_one_clear_line(graph: str, arguments: list[str], message: str) -> None:
    assert problem("sparql", *arguments, "-g", graph, stdin=b"SELECT \xff").startswith(message)


def test_sparql_writes_to_an_rdf_file_with_write_alone(tmp_path: Path) -> None:
    address = str(tmp_path / "graph.ttl")
    with open_store(address, create=True) as store:
        store.write(salt_part())
    update = 'DELETE { ?a px:name ?name } WHERE { ?a a px:Account ; px:name ?name . FILTER(?name = "Ida") }'

    problem("sparql", update, "-g", address)
    before = Path(address).read_text(encoding="utf-8").count("px:name")
    assert out("sparql", update, "--write", "-g", address) == ""
    assert Path(address).read_text(encoding="utf-8").count("px:name") == before - 1


@pytest.mark.embedded
def test_cypher_and_sparql_on_the_embedded_store(embedded_address: str, tmp_path: Path) -> None:
    with open_store(embedded_address, create=True) as store:
        store.write(salt_part())
    here = ("-g", embedded_address, "--format", "csv")
    text = tmp_path / "claims.cypher"
    text.write_text("MATCH (c:Claim) WHERE c.predicate = $p RETURN count(c) AS n, $x AS x\n", encoding="utf-8")

    assert out("cypher", str(text), "-p", "p=effective", "-p", 'x=["a", "b"]', *here) == "n,x\n3,a; b\n"
    assert out("cypher", "-", *here, stdin="RETURN 1 AS one, null AS nothing") == "one,nothing\n1,\n"
    assert out("sparql", "SELECT (COUNT(*) AS ?n) { ?claim a px:Claim }", *here) == "n\n5\n"
    assert problem("sparql", "DELETE WHERE { ?s ?p ?o }", "--write", *here) == (
        f"{embedded_address}: SPARQL cannot change this store; use `kg cypher --write`"
    )
    change = "MATCH (c:Claim {predicate: 'psychological'}) SET c.text = 'changed'"
    assert "--write" in problem("cypher", change, *here)
    assert "Syntax error" in problem("cypher", "MATCH (c:Claim RETURN c", *here)
    assert "--param takes KEY=VALUE" in problem("cypher", "RETURN 1 AS n", "-p", "x", *here)
    assert "a value is a text, a number" in problem("cypher", "RETURN $x AS n", "-p", 'x={"a": 1}', *here)
    out("cypher", change, "--write", *here)
    assert out("cypher", "MATCH (c:Claim) WHERE c.text = 'changed' RETURN count(c) AS n", *here) == "n\n1\n"


def test_an_error_of_the_command_line_is_a_line_and_exit_code_1(graph: str) -> None:
    command = [sys.executable, "-m", "kg", "ask", "contested_clams", "-g", graph]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: there is no question 'contested_clams'; did you mean contested_claims? `kg ask` lists all\n"
    )


def test_every_quote_shown_is_verbatim_in_its_post(store: Store) -> None:
    texts = {}
    for part in (gold_part(GOLD), salt_part()):
        title = next(node.properties["title"] for node in part.nodes if node.labels == ("Discussion",))
        texts |= {
            (title, node.properties["path"]): str(node.properties["text"])
            for node in part.nodes
            if node.labels == ("Post",)
        }
    given = {
        "claim": KETAMINE,
        "entity": "CRPS",
        "speaker": "Dr. Quill",
        "treatment": "salt",
        "evidence": told_outcome(),
    }
    shown = 0
    for question in questions():
        if "quote" in question.columns:
            needed = {item.name: given[item.name] for item in question.header.parameters if item.required}
            for record in ask(store, question.name, needed).table.records():
                assert str(record["quote"]) in texts[record["discussion"], record["post"]]
                shown += 1
    assert shown == 20
