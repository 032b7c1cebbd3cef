"""The embedded store: a graph in a `.kg` folder, asked in the same Cypher as Neo4j, with no server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import QueryError, StoreError
from kg.graph.schema import Class
from kg.stores import jvm, statements
from kg.stores.base import Cell, Table
from kg.stores.cells import iso_time, to_cell
from kg.stores.cypher import CypherStore, Execute, Row

__all__ = ["EmbeddedStore", "open"]

#: The file that every graph of the engine has.
_MARK = "schema.json"

#: What the engine has put down by then where making a graph was cut short.
_UNFINISHED = re.compile(r"configuration\.json|database\.lck|dictionary\..*|txlog_.*|schema\.\w+\.json")

_PLAIN = (str, int, float, bool, type(None))

_Result = TypeVar("_Result")


def open(address: str, *, create: bool = False) -> EmbeddedStore:
    """Open the graph in a folder, or make one there.

    Args:
        address: path of the folder.
        create: make a graph where there is none.

    Raises:
        StoreError: there is no graph, the folder holds something else, another process has it open, or the
            engine is not installed.
    """
    path = Path(address)
    new = _is_new(path, address)
    if new and not create:
        raise StoreError(f"{address}: there is no graph here; make one with: kg load SOURCE -g {address}")
    if new:
        _clear(path)
    engine = jvm.start()
    with _store_errors(address):
        opener = engine.create_database if new else engine.open_database
        store = EmbeddedStore(address, opener(str(path.resolve())))
    try:
        store.prepare(create=create)
    except BaseException:
        store.close()
        raise
    return store


def _is_new(path: Path, address: str) -> bool:
    """Whether a graph has yet to be made in a folder, which holds nothing but what an interrupted attempt left."""
    if (path / _MARK).exists():
        return False
    present = list(path.iterdir()) if path.is_dir() else []
    if not all(_UNFINISHED.fullmatch(item.name) for item in present):
        raise StoreError(f"{address}: this folder holds other files, but no graph; choose another name")
    return True


def _clear(path: Path) -> None:
    """Remove what an interrupted attempt left; only who makes a graph may remove anything."""
    for item in path.iterdir() if path.is_dir() else ():
        item.unlink()


class EmbeddedStore(CypherStore):
    """A graph in a folder, kept by the ArcadeDB engine inside this process."""

    def __init__(self, address: str, database: Any) -> None:
        super().__init__(address)
        self._database = database

    def prepare(self, *, create: bool) -> None:
        """Make constraints and indexes, or see that they are there."""
        ddl = (files("kg.stores") / "ddl" / "arcadedb.sql").read_text(encoding="utf-8")
        own = [line for line in ddl.splitlines() if line and not line.startswith("--")]
        self.set_up(own, create=create)

    def define(self, statement: str, *, portable: bool) -> None:
        """Run a statement that makes a constraint, an index or a type."""
        with _store_errors(self.address):
            self._database.command("cypher" if portable else "sql", statement)

    def query(self, statement: str, /, **parameters: Any) -> list[Row]:
        """Run a statement that reads."""
        with _store_errors(self.address):
            return _rows(self._database.query("cypher", statement, _to_java(parameters)))

    def transaction(self, work: Callable[[Execute], _Result]) -> _Result:
        """Run work in one transaction: all of it or, after an error, nothing."""
        with _store_errors(self.address):
            self._database.begin()
            try:
                result = work(self._execute)
                self._database.commit()
            except BaseException:
                # A commit that failed has ended the transaction already.
                with suppress(Exception):
                    self._database.rollback()
                raise
            return result

    def _execute(self, statement: str, /, **parameters: Any) -> list[Row]:
        return _rows(self._database.command("cypher", statement, _to_java(parameters)))

    def merge_statements(self, class_: Class) -> list[str]:
        """Return the statements that upsert nodes of a class.

        The engine finds a node by index in MERGE only where the pattern has one label, so that a node with
        several is looked up by its first label, made if need be, and then filled.
        """
        if len(class_.labels) == 1:
            return super().merge_statements(class_)
        found = f"UNWIND $rows AS row OPTIONAL MATCH (n:{class_.name} {{id: row.id}})"
        made = f"CREATE (:{':'.join(class_.labels)} {{id: row.id}})"
        fill = statements.set_properties(self.schema, class_)
        return [
            f"{found} FOREACH (_ IN CASE WHEN n IS NULL THEN [1] ELSE [] END | {made})",
            f"UNWIND $rows AS row MATCH (n:{class_.name} {{id: row.id}}) {fill} RETURN count(n) AS n",
        ]

    def counts(self) -> dict[str, int]:
        """Return how many nodes carry each label and how many edges each type, sorted by name.

        The engine knows the sizes of its types without counting.
        """
        names = sorted({*self.schema.classes, *self.schema.relations})
        known = self._database.schema
        with _store_errors(self.address):
            sizes = {name: int(self._database.count_type(name)) for name in names if known.exists_type(name)}
        return {name: size for name, size in sizes.items() if size}

    def run(self, query: str, parameters: Mapping[str, Cell], *, write: bool = False) -> Table:
        """Run a query; QueryError where it is wrong, or writes without `write`."""
        with _query_errors():
            runner = self._database.command if write else self._database.query
            results = runner("cypher", query, _to_java(parameters))
            columns: list[str] = []
            rows = []
            for result in results or ():
                columns = columns or result.property_names
                rows.append(tuple(_cell(result.get(column)) for column in columns))
            return Table(tuple(columns or self._columns(query, parameters)), rows)

    def _columns(self, query: str, parameters: Mapping[str, Cell]) -> list[str]:
        """Return the columns of a query that gave no row, which the engine tells in its plan alone."""
        plan = self._database.query("cypher", f"EXPLAIN {query}", _to_java(parameters)).first()
        text = str(plan.get("executionPlanAsString")) if plan else ""
        found = re.findall(r"^\+ FINAL PROJECTION \[(.*)\]$", text, re.MULTILINE)
        return found[-1].split(", ") if found else []

    def close(self) -> None:
        """Close the graph; a second call does nothing."""
        if self._database.is_open():
            self._database.close()


def _to_java(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as the engine takes them.

    Rows cross into Java as one JSON text, which is twice as fast as value by value.
    """
    import jpype

    result: dict[str, Any] = {}
    for name, value in parameters.items():
        if name == "rows":
            text = json.dumps(value, ensure_ascii=False, allow_nan=False)
            value = jpype.JClass("com.arcadedb.serializer.json.JSONArray")(text).toList()
        result[name] = list(value) if isinstance(value, tuple) else value
    return result


def _rows(results: Any) -> list[Row]:
    """Return all rows of a result, with plain Python values."""
    rows: list[Row] = results.to_list() if results is not None else []
    for row in rows:
        for key, value in row.items():
            if not isinstance(value, _PLAIN) and not isinstance(value, list):
                row[key] = _from_java(value)
    return rows


def _cell(value: Any) -> Cell:
    """Return a value of a result as one cell of a table."""
    return to_cell(_from_java(value))


def _from_java(value: Any) -> Any:
    """Return a value without objects of the engine: nodes are ids, edges types, paths the ids along them."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple | set):
        return [_from_java(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _from_java(item) for key, item in value.items()}
    kind = type(value).__name__.rpartition(".")[2]
    if kind in ("CypherDateTime", "CypherLocalDateTime"):
        return _moment(value.getValue())
    if hasattr(value, "getVertices") and hasattr(value, "length"):
        return [_from_java(vertex) for vertex in value.getVertices()]
    if hasattr(value, "asVertex") or hasattr(value, "asEdge"):
        return _element(value)
    return value if kind == "Decimal" else str(value)


def _element(value: Any) -> Any:
    """Return the id of a node, or the type of an edge."""
    own = value.get("id") if value.has("id") else None
    return str(own) if own is not None else str(value.getTypeName())


def _moment(value: Any) -> str:
    """Return a Java date-time as text in UTC."""
    from arcadedb_embedded import convert_java_to_python

    return iso_time(convert_java_to_python(value), nanoseconds=int(value.getNano()))


@contextmanager
def _store_errors(address: str) -> Iterator[None]:
    """Turn the engine's errors into a StoreError that says what to do."""
    from arcadedb_embedded import ArcadeDBError

    try:
        yield
    except ArcadeDBError as error:
        reason = str(error)
        if "locked by another process" in reason:
            raise StoreError(
                f"{address}: another process has this graph open; wait until it ends, or close it"
            ) from error
        if "already in use" in reason:
            raise StoreError(f"{address}: this process has the graph open already; close it first") from error
        raise StoreError(f"{address}: {_reason(reason)}") from error
    except ValueError as error:
        raise StoreError(f"{address}: a value cannot be stored: {error}") from error


@contextmanager
def _query_errors() -> Iterator[None]:
    """Turn the engine's errors into a QueryError."""
    from arcadedb_embedded import ArcadeDBError

    try:
        yield
    except ArcadeDBError as error:
        reason = str(error)
        if "QueryNotIdempotentException" in reason:
            raise QueryError("this query changes the graph; allow it with --write") from error
        raise QueryError(_reason(reason)) from error


def _reason(text: str) -> str:
    """Return an error of the engine without the names of its classes.

    Example:
        >>> _reason("Query failed: com.arcadedb.exception.CommandParsingException: Syntax error (caused by a.B)")
        'Syntax error'
    """
    plain = re.sub(r"\s*\(caused by .*\)$", "", text, flags=re.DOTALL)
    plain = re.sub(r"(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ", "", plain)
    return re.sub(r"^[A-Z][a-z ]+ failed: ", "", plain).partition("\n")[0]
