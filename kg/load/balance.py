"""The balance sheet of a load: what was read, what became of it, what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.model import Discussion, Notice, PostKind

__all__ = ["Argued", "Balance", "Declared"]

#: Beginnings of the codes of notices that stand for posts which were read and not kept.
_DUPLICATE, _REJECTED = "duplicate", "rejected"

#: Notices whose words are kept; all are counted.
_KEPT_NOTICES = 100

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
