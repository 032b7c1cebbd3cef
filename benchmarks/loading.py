"""How fast graphs are written, as ratios to a plain baseline in the same run.

    python benchmarks/loading.py [--copies 200] [--neo4j bolt://neo4j:PASSWORD@127.0.0.1:7687]

The shipped discussion is read once and repeated under other ids; what is timed is the writing alone, into the
embedded store, RDF (N-Quads), NetworkX JSON and, where an address is given, an empty Neo4j. The baseline writes the
same nodes and edges as lines of JSON, the least that any store does. A row is a node or an edge.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.extract import annotate
from kg.graph.build import build_part
from kg.graph.records import GraphPart
from kg.load import vocabulary_concepts
from kg.loaders import open_source
from kg.model import Discussion
from kg.stores import open_store

EXAMPLE = Path(__file__).resolve().parent.parent / "kg" / "examples" / "ldn-fibromyalgia.txt"


def parts_of(copies: int) -> list[GraphPart]:
    """Return the example's graph under so many ids."""
    (example,) = open_source(str(EXAMPLE))
    assert isinstance(example, Discussion)
    read, concepts = annotate(example), vocabulary_concepts()
    discussions = (replace(example, id=f"{example.id}-{number}") for number in range(copies))
    return [build_part(replace(read, discussion=discussion), concepts=concepts) for discussion in discussions]


def write_lines(parts: Sequence[GraphPart], path: Path) -> None:
    """The baseline: one line of JSON a row."""
    with path.open("w", encoding="utf-8") as file:
        for part in parts:
            for node in part.nodes:
                file.write(json.dumps([node.id, node.labels, dict(node.properties)]) + "\n")
            for edge in part.edges:
                file.write(json.dumps([*edge.key, dict(edge.properties)]) + "\n")


def write_store(parts: Sequence[GraphPart], address: str) -> None:
    """Write into a store and close it."""
    with open_store(address, create=True) as store:
        for part in parts:
            store.write(part)


def timed(action: Callable[[], None]) -> float:
    """Return the wall-clock seconds of an action; a store's work lies partly outside this process."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> None:
    """Print rows a second and the ratio to the baseline, a line a store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=200, help="how often the example is repeated")
    parser.add_argument("--neo4j", help="address of an empty Neo4j, with user and password")
    arguments = parser.parse_args()

    parts = parts_of(arguments.copies)
    rows = sum(len(part.nodes) + len(part.edges) for part in parts)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_store(parts[:1], str(here / "warm.kg"))  # starts the Java machine, whose start is not the question
        baseline = timed(lambda: write_lines(parts, here / "rows.jsonl"))
        stores = {"embedded": here / "graph.kg", "RDF": here / "graph.nq", "NetworkX": here / "graph.json"}
        addresses = {name: str(path) for name, path in stores.items()}
        if arguments.neo4j:
            addresses["Neo4j"] = arguments.neo4j
        print(f"{rows:,} rows of {len(parts)} discussions")
        print(f"{'lines of JSON':14s} {baseline:8.2f} s {rows / baseline:12,.0f} rows/s   ratio     1.0")
        for name, address in addresses.items():
            seconds = timed(lambda address=address: write_store(parts, address))
            print(f"{name:14s} {seconds:8.2f} s {rows / seconds:12,.0f} rows/s   ratio {seconds / baseline:7.1f}")


if __name__ == "__main__":
    main()
