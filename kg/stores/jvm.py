"""Start the Java machine of the embedded engine: a modest heap, quiet, and leaving signals to Python."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError

__all__ = ["HEAP", "start"]

#: Largest heap; the environment variable KG_JVM_HEAP says otherwise (`512m`, `4g`).
HEAP = "1g"

_ELSEWHERE = (
    "use another store, such as -g graph.json (NetworkX), -g graph.trig (RDF) or -g bolt://HOST (a Neo4j server)"
)


def start() -> Any:
    """Start the engine's Java machine, if it does not run yet, and return the engine's Python package.

    Raises:
        StoreError: the engine is not installed, or does not run on this system.
    """
    # Else the engine puts crash files into a folder `log` of the working directory.
    os.environ.setdefault("ARCADEDB_JVM_ERROR_FILE", str(Path(tempfile.gettempdir()) / "pxkg-java-crash-%p.log"))
    try:
        import arcadedb_embedded
        from arcadedb_embedded.jvm import start_jvm
    except ImportError as error:
        raise StoreError(
            f"the embedded store needs arcadedb-embedded, which is not installed or has no build for this "
            f"system ({error}); {_ELSEWHERE}"
        ) from error
    import jpype

    if not jpype.isJVMStarted():
        with _quiet_stderr() as said:
            try:
                start_jvm(heap_size=os.environ.get("KG_JVM_HEAP", HEAP), jvm_args=_options())
            except Exception as error:  # the engine has no narrower class for this
                raise StoreError(
                    f"the embedded store cannot start its Java machine: {_first_line(said, error)}; "
                    f"set KG_JVM_HEAP to change its memory, or {_ELSEWHERE}"
                ) from error
    return arcadedb_embedded


def _options() -> list[str]:
    """Return the options of the Java machine; what ARCADEDB_JVM_ARGS says comes first and may add to them."""
    # -Xrs: the machine takes no signal for itself. Else SIGTERM kills the process in the middle of Java's own
    # shutdown, and Python never gets to close the graph.
    options = ["-Xrs", f"-Djava.util.logging.config.file={files('kg.stores') / 'logging.properties'}"]
    given = os.environ.get("ARCADEDB_JVM_ARGS", "")
    if "TieredStopAtLevel" not in given:
        # The second compiler pays off after minutes alone: without it small loads take half the time.
        options.append("-XX:TieredStopAtLevel=1")
    if "GC" not in given:
        # A modest heap needs no collector with threads of its own; this one starts at once.
        options.append("-XX:+UseSerialGC")
    return options


@contextmanager
def _quiet_stderr() -> Iterator[IO[bytes]]:
    """Send what the process writes on stderr, from whatever language, into a file for a moment."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield file
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _first_line(said: IO[bytes], error: Exception) -> str:
    """Return what the Java machine said first, or else the error."""
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if "Error" in line), str(error))
