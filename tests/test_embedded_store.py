"""The embedded store: everything a Cypher store must do, and what is its own: folder, lock, Java machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.stores import open_store
from tests.cypher_contract import CypherContract
from tests.samples import graph_of, parts

ROOT = Path(__file__).resolve().parent.parent


def python(code: str, *given: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in another process."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *given],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env=environment,
        check=False,
    )


class TestEmbeddedStore(CypherContract):
    @pytest.fixture
    def address(self, embedded_address: str) -> str:
        return embedded_address


def test_a_graph_that_another_process_has_open_is_refused(embedded_address: str, tmp_path: Path) -> None:
    code = """
import sys
from kg.errors import StoreError
from kg.stores import open_store
try:
    open_store(sys.argv[1])
except StoreError as error:
    print(error)
"""
    with open_store(embedded_address, create=True):
        done = python(code, embedded_address, cwd=tmp_path)
    expected = f"{embedded_address}: another process has this graph open; wait until it ends, or close it\n"
    assert (done.stdout, done.stderr) == (expected, "")


def test_a_graph_opens_once_in_a_process(embedded_address: str) -> None:
    with open_store(embedded_address, create=True), pytest.raises(StoreError, match="open already"):
        open_store(embedded_address)


@pytest.mark.embedded
def test_the_engine_says_nothing_and_leaves_nothing_lying_about(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded")
    code = """
from kg.stores import open_store
from tests.samples import parts
for _ in range(2):
    with open_store("graph.kg", create=True) as store:
        for part in parts():
            store.write(part)
        store.read()
"""
    done = python(code, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.kg"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "photos.kg"
    folder.mkdir()
    (folder / "cat.jpg").write_bytes(b"cat")

    with pytest.raises(StoreError, match="holds other files, but no graph"):
        open_store(str(folder), create=True)
    assert [path.name for path in folder.iterdir()] == ["cat.jpg"]


def test_an_empty_folder_will_do(embedded_address: str) -> None:
    Path(embedded_address).mkdir()

    with open_store(embedded_address, create=True) as store:
        store.write(parts()[0])
        assert store.read() == graph_of(parts()[0])


def test_a_graph_whose_making_was_cut_short_is_made_anew(embedded_address: str) -> None:
    folder = Path(embedded_address)
    folder.mkdir()
    (folder / "configuration.json").write_text("{", encoding="utf-8")
    (folder / "dictionary.0.327680.v0.dict").touch()

    with open_store(embedded_address, create=True) as store:
        assert store.counts() == {}


def test_a_database_of_somebody_else_is_left_alone(embedded_address: str) -> None:
    from kg.stores import jvm

    engine = jvm.start()
    with engine.create_database(embedded_address) as database:
        database.command("cypher", "CREATE (:Cat {name: 'Tom'})")

    with pytest.raises(StoreError, match="this holds another graph"):
        open_store(embedded_address, create=True)


def test_a_broken_graph_is_one_clear_error(embedded_address: str) -> None:
    Path(embedded_address).mkdir()
    (Path(embedded_address) / "schema.json").write_text("{broken", encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        open_store(embedded_address)
    assert str(caught.value).startswith(embedded_address)


def test_without_the_engine_the_error_names_other_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)

    with pytest.raises(StoreError, match=r"-g graph\.json .*-g graph\.trig .*bolt://HOST"):
        open_store(str(tmp_path / "graph.kg"), create=True)


@pytest.mark.embedded
def test_a_heap_that_cannot_be_is_one_clear_error(tmp_path: Path) -> None:
    pytest.importorskip("arcadedb_embedded")
    code = """
import os
os.environ["KG_JVM_HEAP"] = "much"
from kg.errors import StoreError
from kg.stores import open_store
try:
    open_store("graph.kg", create=True)
except StoreError as error:
    print(error)
"""
    done = python(code, cwd=tmp_path)
    assert "KG_JVM_HEAP" in done.stdout
    assert done.stdout.count("\n") == 1
