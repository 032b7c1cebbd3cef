"""Load discussions into a graph, one at a time: read, annotate, build, write; then check it, and balance the books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice

from kg.errors import StoreError
from kg.graph.concepts import ConceptInfo, Concepts
from kg.graph.records import GraphPart
from kg.graph.schema import load_schema
from kg.model import Annotations, Discussion, Notice, PostKind
from kg.stores import Store

__all__ = ["Argued", "Balance", "Declared", "Item", "load", "read_sources", "vocabulary_concepts"]

#: What a source yields: a discussion, or one that somebody has annotated already.
Item = Discussion | Annotations

#: Beginnings of the codes of notices that stand for posts which were read and not kept.
_DUPLICATE, _REJECTED = "duplicate", "rejected"

#: Notices whose words are kept; all are counted.
_KEPT_NOTICES = 100

#: How many of the most argued claims are shown.
_MOST_ARGUED = 10

#: Facts by name, and the label or relationship type that each is in the graph.
_FACTS = {
    "mentions": "MENTIONS",
    "experiences": "Experience",
    "claims": "DISCUSSES",
    "stances": "Stance",
    "evidence": "Evidence",
    "replies": "REPLY_TO",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A discussion whose source says how many replies it has.

    Attributes:
        discussion: its id.
        declared: how many it says.
        read: how many were read.
    """

    discussion: str
    declared: int
    read: int


@dataclass(frozen=True, slots=True)
class Argued:
    """A claim with people on both sides.

    Attributes:
        claim: its label.
        people_for: distinct people for it, by an experience or by their own stance.
        people_against: distinct people against it.
    """

    claim: str
    people_for: int
    people_against: int


@dataclass(slots=True)
class Balance:
    """What came of a load; posts read are those kept, duplicates and rejected ones, and no others.

    Attributes:
        new, replaced, unchanged: discussions by what happened to them.
        kept: posts that are in the graph.
        duplicates: posts that were read and are in the graph already under the same discussion.
        rejected: posts that were read and left out, by reason.
        missing_parents: posts that answer a post which the source does not show.
        facts: mentions, experiences, claims, stances, evidence and replies that were built.
        notices: how many posts or items each kind of notice stands for, by code; 0 where it only informs.
        messages: the first notices, each with the id of its discussion.
        declared: discussions whose source declares another number of replies than were read.
        argued: claims with most people on both sides in the whole graph.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    kept: int = 0
    duplicates: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    missing_parents: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    messages: list[tuple[str, Notice]] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    argued: list[Argued] = field(default_factory=list)

    @property
    def discussions(self) -> int:
        """Discussions read."""
        return self.new + self.replaced + self.unchanged

    @property
    def read(self) -> int:
        """Posts read."""
        return self.kept + self.duplicates + self.rejected.total()

    def add_posts(self, discussion: Discussion) -> None:
        """Add the posts of a discussion and what its loader noticed."""
        self.kept += len(discussion.posts)
        self.missing_parents += sum(post.parent_missing for post in discussion.posts)
        replies = sum(post.kind is not PostKind.ARTICLE for post in discussion.posts)
        if discussion.declared not in (None, replies):
            self.declared.append(Declared(discussion.id, int(discussion.declared or 0), replies))
        for notice in discussion.notices:
            self.notices[notice.code] += notice.count
            if len(self.messages) < _KEPT_NOTICES:
                self.messages.append((discussion.id, notice))
            if notice.code.startswith(_DUPLICATE):
                self.duplicates += notice.count
            elif notice.code.startswith(_REJECTED):
                self.rejected[notice.code] += notice.count

    def add_facts(self, counts: Counter[str]) -> None:
        """Add what was built of a discussion, counted by label and relationship type."""
        for fact, name in _FACTS.items():
            self.facts[fact] += counts[name]


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
    check = _Check.of(store)
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


@dataclass(slots=True)
class _Check:
    """Holds what was written against what the graph holds afterwards.

    Attributes:
        store: the graph.
        before: digests of the discussions it held before the load.
        counts: what it held before, by label and relationship type.
        digests: digest of each discussion of the load.
        owned: for each discussion of the load, how many nodes of its own it has, by label.
    """

    store: Store
    before: dict[str, str]
    counts: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)
    owned: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> _Check:
        """Return a check with what the store holds now."""
        return cls(store, store.digests(), store.counts())

    def held(self, part: GraphPart) -> bool:
        """Whether the graph held a discussion before this part of it."""
        return part.discussion in self.before or part.discussion in self.digests

    def add(self, part: GraphPart) -> Counter[str]:
        """Note a part that was written and return how much it holds by label and relationship type."""
        counts = Counter(label for node in part.nodes for label in node.labels)
        counts.update(edge.type for edge in part.edges)
        self.digests[part.discussion] = part.digest
        self.owned[part.discussion] = {label: counts[label] for label in _owned_labels() if counts[label]}
        return counts

    def finish(self) -> None:
        """Raise StoreError where the graph does not hold what was written."""
        digests, counts = self.store.digests(), self.store.counts()
        for discussion, digest in self.digests.items():
            if digests.get(discussion) != digest:
                raise StoreError(
                    f"{self.store.address}: discussion {discussion} is not in the graph as it was written; "
                    "load it again, and let no other program write at the same time"
                )
        expected = self._expected()
        if expected is None:
            return
        for label in _owned_labels():
            if counts.get(label, 0) != expected[label]:
                raise StoreError(
                    f"{self.store.address}: the graph holds {counts.get(label, 0)} {label} nodes where it should "
                    f"hold {expected[label]}; load into a new one, and let no other program write at the same time"
                )

    def _expected(self) -> Counter[str] | None:
        """Return how many owned nodes of each label there should be now; None where that cannot be told."""
        written = [name for name, digest in self.digests.items() if self.before.get(name) != digest]
        expected: Counter[str] = Counter()
        if self.before.keys() <= self.digests.keys():
            counted = list(self.digests)
        elif self.before.keys().isdisjoint(written):
            counted = written
            expected.update({label: self.counts.get(label, 0) for label in _owned_labels()})
        else:  # what replaced discussions had is not known; each statement that wrote them was counted
            return None
        for discussion in counted:
            expected.update(self.owned[discussion])
        return expected


def _owned_labels() -> list[str]:
    """Return the labels of nodes that belong to one discussion."""
    return [name for name, class_ in load_schema().classes.items() if class_.owned]
