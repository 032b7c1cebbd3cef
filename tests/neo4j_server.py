"""Start real Neo4j servers for tests, out of their Maven artifacts; downloaded once, never shipped."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.stores.neo4j import Target

if TYPE_CHECKING:
    from neo4j import Driver

#: Where jars are kept between runs.
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "neo4j"

#: Name and password of the one user.
USER, PASSWORD = "neo4j", "test-password-1"

#: What a server needs to run on the module system of Java; the list is the one of its own start script.
_OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")

_CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.memory.heap.max_size=1g
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
"""

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId><artifactId>neo4j</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


class Unavailable(Exception):
    """A server cannot be started here; the message says why."""


@dataclass(frozen=True, slots=True)
class Version:
    """One release of the server: its number, the class that starts it, the oldest Java it runs on."""

    number: str
    main: str
    java: int


LTS = Version("5.26.20", "org.neo4j.server.CommunityEntryPoint", 17)
CURRENT = Version("2026.08.1", "org.neo4j.server.Neo4jCommunity", 21)


def find_java(oldest: int) -> Path:
    """Return a `java` of at least that release: JAVA_HOME, the PATH, /usr/lib/jvm, then the embedded store's own.

    Raises:
        Unavailable: there is none.
    """
    homes = [Path(home) for home in (os.environ.get("JAVA_HOME"),) if home]
    found = shutil.which("java")
    candidates = [home / "bin" / "java" for home in homes]
    candidates += [Path(found)] if found else []
    candidates += sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    engine = find_spec("arcadedb_embedded")
    if engine is not None and engine.origin:
        candidates.append(Path(engine.origin).parent / "jre" / "bin" / "java")
    for candidate in candidates:
        if candidate.exists() and _release(candidate) >= oldest:
            return candidate
    raise Unavailable(f"no Java {oldest} or later (JAVA_HOME, the PATH, /usr/lib/jvm, arcadedb-embedded)")


def _release(java: Path) -> int:
    """Return the release of a Java, such as 17; 0 where it does not run."""
    done = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)
    match = re.search(r'version "(\d+)', done.stderr + done.stdout)
    return int(match[1]) if match and done.returncode == 0 else 0


def jars(version: Version) -> Path:
    """Return the folder with the server's jars, downloaded with Maven where they are not there yet.

    Raises:
        Unavailable: there is no `mvn`, or the download fails.
    """
    folder = CACHE / version.number / "jars"
    if not folder.is_dir():
        _download(version, folder)
    return folder


def _download(version: Version, folder: Path) -> None:
    """Download a server into a folder; it gets its name when it is complete."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable(f"Neo4j {version.number} is not downloaded yet, and there is no `mvn` on the PATH")
    part = folder.with_name(f"jars-{os.getpid()}")
    part.mkdir(parents=True)
    pom = folder.with_name(f"pom-{os.getpid()}.xml")
    pom.write_text(_POM.format(version=version.number), encoding="utf-8")
    command = [maven, "--quiet", "--batch-mode", "--file", pom, "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={part}", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        if done.returncode:
            raise Unavailable(f"Maven could not download Neo4j {version.number}: {done.stdout[-500:]}")
        part.rename(folder)
    finally:
        pom.unlink()
        shutil.rmtree(part, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        return [int(item.getsockname()[1]) for item in sockets]
    finally:
        for item in sockets:
            item.close()


@contextmanager
def running_server(version: Version, home: Path) -> Iterator[str]:
    """Run a server in an empty folder and yield its address, with user and password.

    Raises:
        Unavailable: no Java, no jars, or it does not come up within two minutes.
    """
    java, library = find_java(version.java), jars(version)
    bolt, http = _free_ports(2)
    (home / "conf").mkdir(parents=True)
    text = _CONFIGURATION.format(bolt=bolt, http=http)
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
    opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENS]
    command = [
        java,
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        *opens,
        "--enable-native-access=ALL-UNNAMED",
    ]
    command += ["-Dio.netty.tryReflectionSetAccessible=true", "-cp", f"{library}/*", version.main]
    command += [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home)
        try:
            _wait(process, http, home / "server.log")
            _set_password(f"bolt://127.0.0.1:{bolt}")
            yield f"bolt://{USER}:{PASSWORD}@127.0.0.1:{bolt}"
        finally:
            process.kill()  # nothing of it is kept
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, *, seconds: float = 120) -> None:
    """Wait until the server's HTTP port answers; its Bolt port is open by then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    tail = log.read_text(encoding="utf-8", errors="replace")[-500:]
    raise Unavailable(f"the server did not come up: {tail}")


def _set_password(address: str) -> None:
    """Give a new server its password: it lets nobody work with the first one, `neo4j`."""
    from neo4j import GraphDatabase

    with (
        GraphDatabase.driver(address, auth=(USER, "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD).consume()


def refuse_data(address: str) -> None:
    """Raise where a database holds anything: tests empty it."""
    with _driver(address) as driver:
        found = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
    if found:
        raise ValueError(f"NEO4J_URI leads to a database with {found} nodes; tests empty it, so give another one")


def wipe(address: str, *, schema: bool = False) -> None:
    """Delete all nodes of a database.

    Args:
        address: of the server, with user and password.
        schema: delete constraints and indexes too; slow, since the server then plans every query anew.
    """
    with _driver(address) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        if schema:
            for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
                driver.execute_query(f"DROP CONSTRAINT `{record['name']}`")
            for record in driver.execute_query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").records:
                driver.execute_query(f"DROP INDEX `{record['name']}`")


def _driver(address: str) -> Driver:
    """Return a driver for an address; user and password from it or from the environment, as the program does."""
    from neo4j import GraphDatabase

    target = Target.from_address(address)
    auth = None if target.user is None else (target.user, target.password or "")
    return GraphDatabase.driver(target.uri, auth=auth, notifications_min_severity="OFF")
