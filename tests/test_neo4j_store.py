"""The Neo4j store on real servers: everything a Cypher store must do, and what is its own: address, user, server."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.cli import graph as cli_graph
from kg.errors import StoreError
from kg.stores import neo4j, open_store
from kg.stores.neo4j import Target
from tests.cypher_contract import CypherContract
from tests.neo4j_server import wipe
from tests.samples import graph_of, parts


class TestNeo4jLts(CypherContract):
    @pytest.fixture
    def address(self, neo4j_uri: str) -> str:
        return neo4j_uri

    def unmake(self, address: str) -> None:
        wipe(address, schema=True)


class TestNeo4jCurrent(CypherContract):
    @pytest.fixture
    def address(self, neo4j_2026_uri: str) -> str:
        return neo4j_2026_uri

    def unmake(self, address: str) -> None:
        wipe(address, schema=True)


def without_user(address: str) -> str:
    parts_ = urlsplit(address)
    return parts_._replace(netloc=parts_.netloc.rpartition("@")[2]).geturl()


@pytest.mark.parametrize("user", ["neo4j:wrong-password@", "nobody:nothing@", "neo4j@", ""])
def test_a_wrong_user_or_password_is_one_quick_clear_error(
    neo4j_2026_uri: str, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_USERNAME", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    address = without_user(neo4j_2026_uri).replace("://", f"://{user}")
    start = time.monotonic()

    with pytest.raises(StoreError, match="the server refuses this user or password") as caught:
        open_store(address)
    assert time.monotonic() - start < 5
    assert "wrong-password" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "bolt://127.0.0.1:1",
        "neo4j://127.0.0.1:1",
        "bolt+s://127.0.0.1:1",
        "bolt://ada:secret@no-such-host.invalid",
    ],
)
def test_a_server_that_does_not_answer_is_one_quick_clear_error(address: str) -> None:
    start = time.monotonic()

    with pytest.raises(StoreError, match="no Neo4j server answers here") as caught:
        open_store(address, create=True)
    assert time.monotonic() - start < 5
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_something_else_than_neo4j_is_one_quick_clear_error(tmp_path: Path) -> None:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        start = time.monotonic()
        with pytest.raises(StoreError, match="no Neo4j server answers here"):
            open_store(f"bolt://127.0.0.1:{listener.getsockname()[1]}")
        assert time.monotonic() - start < 10


def test_user_and_password_may_come_from_the_environment(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target.from_address(neo4j_uri)
    monkeypatch.setenv("NEO4J_USERNAME", target.user or "")
    monkeypatch.setenv("NEO4J_PASSWORD", target.password or "")

    with open_store(without_user(neo4j_uri), create=True) as store:
        store.write(parts()[0])
        assert store.read() == graph_of(parts()[0])


def test_a_database_is_named_in_the_address(neo4j_uri: str) -> None:
    with open_store(f"{neo4j_uri}?database=neo4j", create=True) as store:
        assert store.counts() == {}
    with pytest.raises(StoreError, match="the server has no database of this name"):
        open_store(f"{neo4j_uri}?database=pain", create=True)


def test_a_routing_address_will_do(neo4j_uri: str) -> None:
    with open_store(neo4j_uri.replace("bolt://", "neo4j://"), create=True) as store:
        store.write(parts()[0])
        assert store.read() == graph_of(parts()[0])


def test_a_database_with_something_else_in_it_is_left_alone(neo4j_uri: str) -> None:
    with open_store(neo4j_uri, create=True) as store:
        store.run("CREATE (:Cat {name: 'Tom'})", {}, write=True)
        for record in list(store.run("SHOW CONSTRAINTS", {}).records()):
            store.run(f"DROP CONSTRAINT {record['name']}", {}, write=True)

    with pytest.raises(StoreError, match="this holds another graph"):
        open_store(neo4j_uri, create=True)


def test_the_command_line_asks_for_a_password(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    target = Target.from_address(neo4j_uri)
    with open_store(neo4j_uri, create=True) as store:
        store.write(parts()[0])
    monkeypatch.setattr(cli_graph, "_can_ask", lambda: True)

    done = CliRunner().invoke(cli, ["info", "-g", target.address, "--format", "json"], input=f"{target.password}\n")
    assert done.exit_code == 0, done.output
    assert '"discussion": "' in done.stdout
    assert str(target.password) not in done.output


@pytest.mark.parametrize(
    ("address", "uri", "shown", "user", "password", "database"),
    [
        ("bolt://h", "bolt://h", "bolt://h", None, None, None),
        ("neo4j+s://a:pw@h:7", "neo4j+s://h:7", "neo4j+s://a@h:7", "a", "pw", None),
        ("bolt://a%40b:c%2Fd@h", "bolt://h", "bolt://a%40b@h", "a@b", "c/d", None),
        ("bolt://[::1]:7687", "bolt://[::1]:7687", "bolt://[::1]:7687", None, None, None),
        ("neo4j://h?database=x&policy=eu", "neo4j://h?policy=eu", "neo4j://h?database=x&policy=eu", None, None, "x"),
    ],
)
def test_an_address_is_taken_apart(
    address: str,
    uri: str,
    shown: str,
    user: str | None,
    password: str | None,
    database: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NEO4J_USERNAME", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)

    assert Target.from_address(address) == Target(uri, shown, user, password, database)
    assert password is None or password not in repr(Target.from_address(address))


@pytest.mark.parametrize("address", ["bolt://", "bolt://:7687", "bolt://h:port", "bolt://a:secret@"])
def test_a_malformed_address_is_one_clear_error(address: str) -> None:
    with pytest.raises(StoreError, match="is no address of a server") as caught:
        neo4j.open(address)
    assert "secret" not in str(caught.value)
