"""How fast the default reading is, as a ratio to a plain baseline in the same run.

    python benchmarks/reading.py [--words 200000]

The text is the shipped discussion, repeated under other paths. The baseline splits the same text into words and
counts them, the least that any reader does. Times are CPU seconds of this process; start-up is shown apart.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kg.extract import annotate
from kg.extract.cues import CUE_TABLES
from kg.extract.rules import load_matcher
from kg.loaders import open_source
from kg.match import PAYS_AFTER
from kg.model import Discussion, Post
from kg.vocabulary import load_lexicon

EXAMPLE = Path(__file__).resolve().parent.parent / "kg" / "examples" / "ldn-fibromyalgia.txt"


def repeated(discussion: Discussion, *, words: int) -> list[Discussion]:
    """Return copies of a discussion until they hold so many words."""
    size = sum(len(post.text.split()) for post in discussion.posts)
    return [replace(discussion, id=f"{discussion.id}-{number}") for number in range(max(1, words // size))]


def count_words(posts: list[Post]) -> Counter[str]:
    """The baseline: split and count."""
    counts: Counter[str] = Counter()
    for post in posts:
        counts.update(post.text.lower().split())
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=200_000)
    arguments = parser.parse_args()

    started = time.process_time()
    load_lexicon()
    for table in CUE_TABLES:
        load_matcher(table)
    start_up = time.process_time() - started

    (example,) = open_source(str(EXAMPLE))
    assert isinstance(example, Discussion)
    discussions = repeated(example, words=arguments.words)
    posts = [post for discussion in discussions for post in discussion.posts]
    words = sum(len(post.text.split()) for post in posts)
    # After this much text the automata are built: once a process, so it counts as start-up of a long load.
    started = time.process_time()
    for discussion in repeated(example, words=PAYS_AFTER // 4):
        annotate(discussion)
    warming = time.process_time() - started

    started = time.process_time()
    count_words(posts)
    baseline = time.process_time() - started
    started = time.process_time()
    for discussion in discussions:
        annotate(discussion)
    reading = time.process_time() - started

    print(f"start-up                 {start_up:8.2f} CPU-s, and {warming:.2f} for the first {PAYS_AFTER // 4:,} words")
    print(f"reading {words:>9,} words {reading:8.2f} CPU-s   {words / reading:>12,.0f} words per CPU-second")
    print(f"splitting and counting   {baseline:8.2f} CPU-s   {words / baseline:>12,.0f} words per CPU-second")
    print(f"ratio                    {reading / baseline:8.1f}")


if __name__ == "__main__":
    main()
