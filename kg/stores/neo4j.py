"""The Neo4j store: a graph on a Neo4j 5 or later server, through the official driver."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from kg.errors import QueryError, StoreError
from kg.stores.base import Cell, Table
from kg.stores.cells import iso_time, to_cell
from kg.stores.cypher import CypherStore, Execute, Row

__all__ = ["Neo4jStore", "Target", "open", "wants_password"]

#: Seconds to wait for a server that does not answer.
TIMEOUT = 4.0

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph lies and who asks for it.

    Attributes:
        uri: what the driver connects to: no user, no password, no database.
        address: the same for people: as the user gave it, without the password.
        user: name, or None for a server without authentication.
        password: of the user.
        database: name of the database; None is the server's default.
    """

    uri: str
    address: str
    user: str | None
    password: str | None = field(repr=False)
    database: str | None

    @classmethod
    def from_address(cls, address: str) -> Target:
        """Return the target of an address.

        User and password come from the address, else from NEO4J_USERNAME and NEO4J_PASSWORD.

        Raises:
            StoreError: the address is malformed.

        Example:
            >>> target = Target.from_address("bolt://ada:secret@localhost:7687?database=pain")
            >>> target.uri, target.user, target.database, target.address
            ('bolt://localhost:7687', 'ada', 'pain', 'bolt://ada@localhost:7687?database=pain')
        """
        try:
            parts = urlsplit(address)
            host = _host(parts)
        except ValueError as error:
            raise StoreError(f"{address.rpartition('@')[2]}: is no address of a server: {error}") from None
        options = dict(parse_qsl(parts.query))
        database = options.pop("database", None)
        query = f"?{urlencode(options)}" if options else ""
        user = unquote(parts.username) if parts.username else os.environ.get("NEO4J_USERNAME")
        password = unquote(parts.password) if parts.password else os.environ.get("NEO4J_PASSWORD")
        if password is not None and user is None:
            user = "neo4j"
        shown = f"{parts.username}@{host}" if parts.username else host
        return cls(
            uri=f"{parts.scheme}://{host}{query}",
            address=f"{parts.scheme}://{shown}" + (f"?{parts.query}" if parts.query else ""),
            user=user,
            password=password,
            database=database,
        )


def _host(parts: SplitResult) -> str:
    """Return host and port of an address."""
    if not parts.hostname:
        raise ValueError("it names no host")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return name if parts.port is None else f"{name}:{parts.port}"


def open(address: str, *, create: bool = False) -> Neo4jStore:
    """Connect to the graph on a server, or make one there.

    Args:
        address: `bolt://` or `neo4j://` address; `?database=NAME` for another than the default database.
        create: make constraints and indexes where the database is empty.

    Raises:
        StoreError: the server does not answer, refuses the user, has no such database, or the database holds
            no graph, or another one.
    """
    target = Target.from_address(address)
    driver = _connect(target)
    store = Neo4jStore(target, driver)
    try:
        ddl = (files("kg.stores") / "ddl" / "neo4j.cypher").read_text(encoding="utf-8")
        own = [line for line in ddl.splitlines() if line and not line.startswith("//")]
        store.set_up(own, create=create)
    except BaseException:
        store.close()
        raise
    return store


def wants_password(address: str) -> bool:
    """Whether the server at an address refuses it for want of a password, so that asking for one may help.

    Raises:
        StoreError: the server does not answer.
    """
    target = Target.from_address(address)
    if target.password is not None:
        return False
    from neo4j.exceptions import AuthError

    try:
        _connect(target).close()
    except StoreError as error:
        if isinstance(error.__cause__, AuthError):
            return True
        raise
    return False


def _connect(target: Target) -> Any:
    """Return a driver that has reached the server."""
    from neo4j import GraphDatabase

    auth = None if target.user is None else (target.user, target.password or "")
    with _store_errors(target.address):
        driver = GraphDatabase.driver(
            target.uri,
            auth=auth,
            connection_timeout=TIMEOUT,
            connection_acquisition_timeout=TIMEOUT,
            notifications_min_severity="OFF",
        )
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
    return driver


class Neo4jStore(CypherStore):
    """A graph on a server."""

    def __init__(self, target: Target, driver: Any) -> None:
        super().__init__(target.address)
        self._database = target.database
        self._driver = driver

    def define(self, statement: str, *, portable: bool) -> None:
        """Run a statement that makes a constraint or an index."""
        with _store_errors(self.address), self._driver.session(database=self._database) as session:
            session.run(statement).consume()

    def query(self, statement: str, /, **parameters: Any) -> list[Row]:
        """Run a statement that reads."""
        with _store_errors(self.address), self._session(write=False) as session:
            rows: list[Row] = session.execute_read(lambda transaction: _rows(transaction, statement, parameters))
            return rows

    def transaction(self, work: Callable[[Execute], _Result]) -> _Result:
        """Run work in one transaction: all of it or, after an error, nothing. It may run more than once."""

        def run(transaction: Any) -> _Result:
            def execute(statement: str, /, **parameters: Any) -> list[Row]:
                return _rows(transaction, statement, parameters)

            return work(execute)

        with _store_errors(self.address), self._session(write=True) as session:
            result: _Result = session.execute_write(run)
            return result

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run a query; QueryError where it is wrong, or writes without `write`."""
        if not query.strip():
            raise QueryError("the query is empty")
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
        with _query_errors(self.address), self._session(write=write) as session:
            result = session.run(query, values)
            columns = tuple(result.keys())
            return Table(columns, [tuple(to_cell(_plain(value)) for value in row) for row in result])

    def _session(self, *, write: bool) -> Any:
        from neo4j import READ_ACCESS, WRITE_ACCESS

        access = WRITE_ACCESS if write else READ_ACCESS
        return self._driver.session(database=self._database, default_access_mode=access)

    def close(self) -> None:
        """Close the connections; a second call does nothing."""
        self._driver.close()


def _rows(transaction: Any, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    """Run a statement in a transaction and return all its rows."""
    rows: list[Row] = transaction.run(statement, parameters).data()
    for row in rows:
        for key, value in row.items():
            row[key] = _plain(value)
    return rows


def _plain(value: Any) -> Any:
    """Return a value without objects of the driver: nodes are ids, edges types, paths the ids along them."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    from neo4j.graph import Node, Path, Relationship
    from neo4j.time import DateTime

    if isinstance(value, DateTime):
        return iso_time(value.to_native(), nanoseconds=value.nanosecond)
    if isinstance(value, Node):
        return value.get("id", value.element_id)
    if isinstance(value, Relationship):
        return value.type
    if isinstance(value, Path):
        return [_plain(node) for node in value.nodes]
    return str(value)


@contextmanager
def _store_errors(address: str) -> Iterator[None]:
    """Turn the driver's errors into a StoreError that says what to do."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except (DriverError, Neo4jError, OSError, ValueError) as error:
        raise StoreError(f"{address}: {_advice(error)}") from error


@contextmanager
def _query_errors(address: str) -> Iterator[None]:
    """Turn the driver's errors into a QueryError, or a StoreError where the server is at fault."""
    from neo4j.exceptions import ClientError

    with _store_errors(address):
        try:
            yield
        except ClientError as error:
            if error.code == "Neo.ClientError.Statement.AccessMode":
                raise QueryError("this query changes the graph; allow it with --write") from error
            if str(error.code).startswith("Neo.ClientError.Security"):
                raise
            raise QueryError(str(error.message).splitlines()[0]) from error


def _advice(error: Exception) -> str:
    """Return what is wrong and what to do, in one line."""
    from neo4j.exceptions import AuthError, ConfigurationError, Neo4jError, ServiceUnavailable

    message = str(getattr(error, "message", None) or error).splitlines()[0]
    code = str(error.code) if isinstance(error, Neo4jError) else ""
    if "AuthenticationRateLimit" in code:
        return "the server has locked this user for a while after too many wrong passwords; wait and try again"
    if isinstance(error, AuthError):
        return (
            "the server refuses this user or password; give them in the address (bolt://USER:PASSWORD@HOST) or "
            "in NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    if "DatabaseNotFound" in code:
        return "the server has no database of this name; make it there first, or leave out ?database="
    if isinstance(error, ServiceUnavailable | OSError):
        return f"no Neo4j server answers here ({message}); start it, or check the address"
    if isinstance(error, ConfigurationError):
        return f"the address does not fit the server: {message}"
    return message
