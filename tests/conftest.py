"""Fixtures for all tests: real Neo4j servers, one of a version for a whole run, each test with an empty database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import neo4j_server

pytest.register_assert_rewrite("tests.cypher_contract")


#: Fixtures, and the marks of the tests that use them.
MARKS = {"neo4j_uri": "neo4j", "neo4j_2026_uri": "neo4j", "embedded_address": "embedded"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs a server or the embedded engine."""
    for item in items:
        for name in getattr(item, "fixturenames", ()):
            if name in MARKS:
                item.add_marker(MARKS[name])


@pytest.fixture(scope="session")
def _servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of running servers by version; filled as they are asked for, stopped at the end."""
    with ExitStack() as stack:
        yield _Servers(stack, tmp_path_factory.getbasetemp())


class _Servers(dict[str, str]):
    """Starts a server when its version is looked up first."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        super().__init__()
        self._stack = stack
        self._folder = folder

    def __missing__(self, number: str) -> str:
        version = next(item for item in (neo4j_server.LTS, neo4j_server.CURRENT) if item.number == number)
        home = self._folder / f"neo4j-{number}"
        try:
            self[number] = self._stack.enter_context(neo4j_server.running_server(version, home))
        except neo4j_server.Unavailable as error:
            if os.environ.get("KG_REQUIRE_NEO4J") == "1":
                pytest.fail(f"Neo4j {number} is required and not there: {error}")
            pytest.skip(f"no Neo4j {number}: {error}")
        return self[number]


@pytest.fixture
def neo4j_uri(_servers: dict[str, str]) -> str:
    """Address, with user and password, of an empty database: NEO4J_URI where it is set, else Neo4j 5 LTS."""
    given = os.environ.get("NEO4J_URI")
    if given is None:
        given = _servers[neo4j_server.LTS.number]
    elif given not in _servers:
        neo4j_server.refuse_data(given)  # never wipe what somebody keeps there
        _servers[given] = given
    neo4j_server.wipe(given)
    return given


@pytest.fixture
def neo4j_2026_uri(_servers: dict[str, str]) -> str:
    """Address, with user and password, of an empty database on the current Neo4j."""
    address = _servers[neo4j_server.CURRENT.number]
    neo4j_server.wipe(address)
    return address


@pytest.fixture
def embedded_address(tmp_path: Path) -> str:
    """Address at which the embedded store can make a graph; the test is skipped where the engine has no build."""
    pytest.importorskip("arcadedb_embedded", reason="the embedded store has no build for this system")
    return str(tmp_path / "graph.kg")
