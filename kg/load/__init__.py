"""Load discussions into a graph, one at a time: read, annotate, build, write; then check it, and balance the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import islice

from kg.graph.concepts import ConceptInfo, Concepts
from kg.load.balance import Argued, Balance, Declared
from kg.load.check import Check
from kg.model import Annotations, Discussion
from kg.stores import Store

__all__ = ["Argued", "Balance", "Declared", "Item", "load", "read_sources", "vocabulary_concepts"]

#: What a source yields: a discussion, or one that somebody has annotated already.
Item = Discussion | Annotations

#: How many of the most argued claims are shown.
_MOST_ARGUED = 10


def read_sources(sources: Iterable[str], *, format: str | None = None) -> Iterator[Item]:
    """Return an iterator over the discussions of sources, in their order.

    Every source is opened, and its format found, before the first is read: a wrong name at the end of a long
    list shows at once.

    Args:
        sources: files, or `-` for standard input.
        format: name of a loader; without it the content of each source decides.

    Raises:
        SourceError: a source is missing, broken or of no known format.
    """
    from kg.loaders import open_source

    names = list(sources)
    for name in names:
        if name != "-":
            open_source(name, format=format)
    return (item for name in names for item in open_source(name, format=format))


def vocabulary_concepts() -> Concepts:
    """Return what the vocabulary says of its concepts, as the builder of the graph wants it."""
    from kg.vocabulary import load_concepts

    return {
        (concept.kind, concept.label): ConceptInfo(
            concept.synonyms, concept.matches, (concept.broader,) if concept.broader else ()
        )
        for concept in load_concepts()
    }


def load(
    items: Iterable[Item],
    *,
    store: Store,
    annotate: Callable[[Discussion], Annotations] | None = None,
    concepts: Concepts | None = None,
    on_progress: Callable[[Balance], None] | None = None,
) -> Balance:
    """Load discussions into a graph and return what came of it.

    One discussion is in memory at a time. One whose content the graph holds already is left alone; another of
    the same id is replaced. Loading may be cut short at any point: the same load again completes it.

    Args:
        items: discussions; one with annotations is taken with them, as they stand.
        store: the graph.
        annotate: reads a discussion; the program's own reader by default.
        concepts: the vocabulary's concepts; those of the program's own by default.
        on_progress: called after each discussion with the balance so far.

    Raises:
        SourceError: a source breaks off or is not what it seems.
        StoreError: a discussion could not be written, or the graph does not hold afterwards what was written.
    """
    from kg.graph.build import build_part

    if annotate is None:
        from kg.extract import annotate as own_reader

        annotate = own_reader
    known = vocabulary_concepts() if concepts is None else concepts
    balance = Balance()
    check = Check.of(store)
    for item in items:
        annotations = item if isinstance(item, Annotations) else annotate(item)
        part = build_part(annotations, concepts=known)
        _count_discussion(balance, check.held(part), written=store.write(part))
        balance.add_posts(annotations.discussion)
        balance.add_facts(check.add(part))
        if on_progress is not None:
            on_progress(balance)
    check.finish()
    balance.argued = list(_most_argued(store))
    return balance


def _most_argued(store: Store) -> Iterator[Argued]:
    """Yield the most argued claims, as the question `contested_claims` finds them."""
    name = "contested_claims.cypher" if store.language == "cypher" else "contested_claims.rq"
    table = store.run((files("kg.queries") / name).read_text(encoding="utf-8"), {"min_people": 1})
    for record in islice(table.records(), _MOST_ARGUED):
        yield Argued(str(record["claim"]), int(str(record["people_for"])), int(str(record["people_against"])))


def _count_discussion(balance: Balance, held: bool, *, written: bool) -> None:
    """Count a discussion by what happened to it."""
    if not written:
        balance.unchanged += 1
    elif held:
        balance.replaced += 1
    else:
        balance.new += 1
