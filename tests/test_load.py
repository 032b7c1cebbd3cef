"""Loading: the balance sheet, loading again, changed sources, interruptions, and input that cannot be loaded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.annotations import read_annotations, write_annotations
from kg.cli import main
from kg.errors import StoreError
from kg.graph.build import build_part
from kg.graph.records import Graph
from kg.load import Balance, load, read_sources, vocabulary_concepts
from kg.model import Annotations, Discussion, Notice, Post, PostKind, Run
from kg.stores import open_store
from tests.samples import CONCEPTS, graph_of, knees, parts, taping

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
GOLD = DATA / "wordpress-copied.txt.gold.json"


def kg(*arguments: str) -> Result:
    """Run the command line in this process."""
    runner = CliRunner()
    with runner.isolation() as (output, errors, _):
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Result(runner, output.getvalue(), errors.getvalue(), b"", None, code, None)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Address of a file store, which needs no engine."""
    return str(tmp_path / "graph.json")


def read_graph(address: str) -> Graph:
    with open_store(address) as store:
        return store.read()


def test_the_balance_sheet_of_annotations_is_that_of_the_file(embedded_address: str) -> None:
    done = kg("load", str(GOLD), "-g", embedded_address, "--format", "json")

    assert (done.exit_code, done.stderr) == (0, "")
    sheet = json.loads(done.stdout)
    argued = sheet.pop("argued")
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    assert sheet == {
        "discussions": {"new": 1, "replaced": 0, "unchanged": 0},
        "posts": {
            "read": len(gold["posts"]),
            "kept": len(gold["posts"]),
            "duplicates": 0,
            "rejected": {},
            "missing_parents": 0,
        },
        "declared": [],
        "facts": {
            "mentions": len(gold["entities"]),
            "experiences": len(gold["experiences"]),
            "claims": len(gold["claims"]),
            "stances": len(gold["stances"]),
            "evidence": len(gold["evidence"]),
            "replies": sum(post["parent"] is not None for post in gold["posts"]),
        },
        "notices": [],
    }
    assert argued[0]["people_for"] > 0
    assert argued[0]["people_against"] > 0


def test_the_balance_sheet_is_a_table(address: str, tmp_path: Path) -> None:
    file = tmp_path / "taping.json"
    file.write_text(write_annotations(taping()), encoding="utf-8")

    done = kg("load", str(file), "-g", address)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["posts", "read", "4", "=", "kept", "+", "duplicates", "+", "rejected"] in lines
    assert ["discussions", "new", "1"] in lines


def test_loading_again_changes_nothing(embedded_address: str) -> None:
    kg("load", str(GOLD), "-g", embedded_address)
    before = read_graph(embedded_address)

    done = kg("load", str(GOLD), "-g", embedded_address, "--format", "json")
    assert json.loads(done.stdout)["discussions"] == {"new": 0, "replaced": 0, "unchanged": 1}
    assert read_graph(embedded_address) == before


def test_a_changed_source_replaces_its_discussion(embedded_address: str) -> None:
    balance = run_load([taping(), knees()], embedded_address)
    assert (balance.new, balance.replaced) == (2, 0)

    shorter = replace(taping(), stances=(), evidence=())
    balance = run_load([shorter], embedded_address)
    assert (balance.new, balance.replaced) == (0, 1)
    assert read_graph(embedded_address) == graph_of(build_part(shorter, concepts=CONCEPTS), parts()[1])


def run_load(items: list[Any], address: str, **options: Any) -> Balance:
    with open_store(address, create=True) as store:
        return load(items, store=store, concepts=CONCEPTS, **options)


def test_a_discussion_that_comes_twice_is_there_once(address: str) -> None:
    balance = run_load([taping(), knees(), taping()], address)

    assert (balance.new, balance.replaced, balance.unchanged) == (2, 0, 1)
    assert read_graph(address) == graph_of(*parts())


def discussion(*notices: Notice, declared: int | None = None, missing: bool = False) -> Discussion:
    posts = (
        Post("0", None, "Ada", PostKind.ARTICLE, "Rest helps."),
        Post("1", "0", "Bo", PostKind.COMMENT, "It did nothing for me.", parent_missing=missing),
    )
    return Discussion("rest", "Rest", posts, declared=declared, notices=notices)


def read_nothing(given: Discussion) -> Annotations:
    return Annotations(given, Run("nobody"))


def test_posts_read_are_those_kept_duplicates_and_rejected(address: str) -> None:
    given = discussion(
        Notice("duplicate-post", "Post 1 stands there twice.", "line 4"),
        Notice("rejected-empty", "Three posts have no text.", "line 9", 3),
        Notice("missing-parent", "A post answers one that is not shown.", "line 12", 1),
        declared=7,
        missing=True,
    )
    balance = run_load([given], address, annotate=read_nothing)

    assert (balance.read, balance.kept, balance.duplicates, dict(balance.rejected)) == (6, 2, 1, {"rejected-empty": 3})
    assert dict(balance.notices) == {"duplicate-post": 1, "rejected-empty": 3, "missing-parent": 1}
    assert [(row.discussion, row.declared, row.read) for row in balance.declared] == [("rest", 7, 1)]
    assert balance.missing_parents == 1


def test_a_discussion_that_declares_what_it_shows_is_no_matter(address: str) -> None:
    assert run_load([discussion(declared=1)], address, annotate=read_nothing).declared == []


def test_annotations_are_taken_as_they_stand(address: str) -> None:
    def fail(given: Discussion) -> Annotations:
        raise AssertionError("somebody has read this already")

    run_load([taping()], address, annotate=fail)
    assert read_graph(address) == graph_of(parts()[0])


def test_progress_is_told_after_each_discussion(address: str) -> None:
    seen: list[int] = []
    run_load([taping(), knees()], address, on_progress=lambda balance: seen.append(balance.discussions))

    assert seen == [1, 2]


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Stance) WITH n LIMIT 1 DETACH DELETE n",
        "MATCH (n:Discussion) REMOVE n.digest",
        "MATCH (n:Discussion) DETACH DELETE n",
        "CREATE (:Post {id: 'post-x'})",
    ],
)
def test_a_graph_that_lost_something_on_the_way_is_an_error(embedded_address: str, damage: str) -> None:
    with open_store(embedded_address, create=True) as store, pytest.raises(StoreError, match="no other program"):
        load(
            [taping()],
            store=store,
            concepts=CONCEPTS,
            on_progress=lambda balance: store.run(damage, {}, write=True),
        )


def test_what_another_program_loads_meanwhile_does_no_harm(embedded_address: str) -> None:
    with open_store(embedded_address, create=True) as store:
        load([taping()], store=store, concepts=CONCEPTS, on_progress=lambda balance: store.write(parts()[1]))

        assert store.read() == graph_of(*parts())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "missing.txt: there is no such file"),
        ("folder", b"", "folder: is a folder"),
        ("empty.txt", b"", "empty.txt: is empty"),
        ("binary.json", b"\x89PNG\r\n\x00\x00", "binary.json: "),
        ("latin.txt", "1. Ren\xe9\nReply\n".encode("latin-1") * 9, "latin.txt: is not UTF-8 text"),
        ("cut.json", b'{"format": "px-annotations/1", "posts": [', "cut.json"),
        ("other.json", b'{"a": 1}', "other.json: is of no known format"),
    ],
)
def test_what_cannot_be_loaded_is_one_clear_line_and_no_graph(
    address: str, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)

    done = kg("load", str(path), "-g", address)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert not Path(address).exists()


def test_a_wrong_name_at_the_end_of_a_list_shows_before_anything_is_loaded(address: str) -> None:
    done = kg("load", str(GOLD), "nowhere.txt", "-g", address)

    assert (done.exit_code, done.stdout) == (1, "")
    assert not Path(address).exists()


def test_sources_are_read_in_their_order() -> None:
    names = [str(GOLD), str(DATA / "reddit.json.gold.json")]
    ids = [json.loads(Path(name).read_text(encoding="utf-8"))["discussion"]["id"] for name in names]

    items = [item for item in read_sources(names) if isinstance(item, Annotations)]
    assert [item.discussion.id for item in items] == ids


# --- interruptions ---

#: Loads the files it is given, tells on stdout after each, in pieces of so many rows.
LOADER = """
import sys
from kg.cli.graph import open_graph
from kg.load import load, read_sources
from kg.stores import cypher

cypher.ATOMIC_ROWS = int(sys.argv[2])
with open_graph(sys.argv[1], create=True) as store:
    load(read_sources(sys.argv[3:]), store=store, on_progress=lambda balance: print(balance.discussions, flush=True))
"""

COPIES = 8


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Annotations]:
    """The same thread under several ids."""
    gold = read_annotations(GOLD)
    return [replace(gold, discussion=replace(gold.discussion, id=f"thread-{number}")) for number in range(COPIES)]


@pytest.fixture(scope="module")
def files(many: list[Annotations], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("threads")
    for number, thread in enumerate(many):
        (folder / f"{number}.json").write_text(write_annotations(thread), encoding="utf-8")
    return [str(folder / f"{number}.json") for number in range(COPIES)]


@pytest.fixture(scope="module")
def whole(many: list[Annotations]) -> Graph:
    """The graph that a load which nothing interrupts makes."""
    return graph_of(*(build_part(thread, concepts=vocabulary_concepts()) for thread in many))


def started(*arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    yield from process.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("rows", [50_000, 100], ids=["whole discussions", "in pieces"])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 1), (signal.SIGKILL, -9)], ids=lambda it: str(it)
)
def test_a_load_that_a_signal_ends_leaves_a_graph_that_opens_and_can_be_completed(
    embedded_address: str, files: list[str], whole: Graph, number: signal.Signals, code: int, rows: int
) -> None:
    with started("-c", LOADER, embedded_address, str(rows), *files) as process:
        done = next(int(line) for line in lines(process) if int(line) >= 3)
        time.sleep(0.05)  # into the middle of the next
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode in (code, -number)
    assert "SIGSEGV" not in errors

    with open_store(embedded_address) as store:
        complete = [digest for digest in store.digests().values() if digest]
        assert done <= len(complete) < COPIES
        assert rows == 100 or len(complete) == len(store.digests())
    again = kg("load", *files, "-g", embedded_address, "--format", "json")
    counts = json.loads(again.stdout)["discussions"]
    assert counts["unchanged"] == len(complete)
    assert read_graph(embedded_address) == whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 1)], ids=["SIGTERM", "SIGINT"])
def test_the_command_says_how_to_go_on_after_a_signal(
    embedded_address: str, files: list[str], number: signal.Signals, code: int
) -> None:
    with started("-m", "kg", "load", *files, "-g", embedded_address) as process:
        while process.poll() is None and not (Path(embedded_address) / "schema.json").exists():
            time.sleep(0.01)
        time.sleep(1.0)
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
    if process.returncode:  # else it was quicker than the signal
        assert (process.returncode, output) == (code, "")
        assert "the same command again completes the load" in errors
    assert kg("load", *files, "-g", embedded_address).exit_code == 0


# --- kg info ---


def test_info_shows_what_a_graph_holds(embedded_address: str) -> None:
    run_load([taping(), knees()], embedded_address)
    with open_store(embedded_address) as store:
        counts = store.counts()
        store.run("MATCH (n:Discussion {identifier: $id}) REMOVE n.digest", {"id": knees().discussion.id}, write=True)

    done = kg("info", "-g", embedded_address, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    shown = {row["label"]: row["nodes"] for row in found["nodes"]}
    shown |= {row["type"]: row["edges"] for row in found["relationships"]}
    assert shown == counts
    assert {row["discussion"]: row["complete"] for row in found["discussions"]} == {
        taping().discussion.id: True,
        knees().discussion.id: False,
    }
    assert [row["reader"] for row in found["readings"]] == ["pxkg 0.1.0"]
    assert {"name": "Post_id", "kind": "unique", "on": ["Post"], "keys": ["id"], "state": "ONLINE"} in found[
        "constraints and indexes"
    ]


@pytest.mark.parametrize("suffix", [".json", ".trig"])
def test_info_works_on_files_too(tmp_path: Path, suffix: str) -> None:
    address = str(tmp_path / f"graph{suffix}")
    run_load([taping()], address)

    found = json.loads(kg("info", "-g", address, "--format", "json").stdout)
    assert [row["discussion"] for row in found["discussions"]] == [taping().discussion.id]
    assert [row["reader"] for row in found["readings"]] == ["pxkg 0.1.0"]


def test_info_on_nothing_is_one_clear_line(address: str) -> None:
    done = kg("info", "-g", address)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {address}: there is no graph here; make one with: kg load")
