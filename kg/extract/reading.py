"""The working records of a reading: what each layer adds to, and later layers look up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.rules import Cue
from kg.match import Hit
from kg.model import (
    Access,
    Claim,
    Discussion,
    Evidence,
    Experience,
    Experiencer,
    Kind,
    OutcomeValue,
    Post,
    Reply,
    Stance,
)

__all__ = [
    "ACCESS",
    "CueHit",
    "Episode",
    "MentionDraft",
    "OutcomeHit",
    "PostReading",
    "Reading",
    "SentenceReading",
    "Topic",
    "poster",
]

CueHit = Hit[Cue]


@dataclass(slots=True, eq=False)
class MentionDraft:
    """A concept found at one place; the assertion layer fills the last four fields."""

    start: int
    end: int
    kind: Kind
    concept: str
    rule: str
    weak: bool = False
    #: The concept is understood from context (`it`), not named here.
    anaphor: bool = False
    negated: bool = False
    hypothetical: bool = False
    experiencer: Experiencer = Experiencer.NONE
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class OutcomeHit:
    """Words that say what came of something.

    Attributes:
        value: improved, worsened, no-change or mixed; negation is already reckoned in.
        rule: id of the cue.
    """

    start: int
    end: int
    value: OutcomeValue
    rule: str
    #: It came to other people, whom the writer heard of.
    others: bool = False
    #: Its cue counts only under a condition, so it is too little to infer what it is about.
    weak: bool = False


@dataclass(slots=True, eq=False)
class SentenceReading:
    """One sentence of a post: offsets into the post's text, cues by table, mentions in text order.

    Attributes:
        clauses: start offsets of its clauses, ascending; the first is `start`.
        question: it ends with a question mark.
        quoted: its words are another speaker's, so they say nothing of the poster.
        speaker: who is quoted, where known.
        paragraph: number of its paragraph in the post, from 0.
    """

    start: int
    end: int
    clauses: tuple[int, ...]
    question: bool
    paragraph: int
    quoted: bool = False
    speaker: str | None = None
    cues: dict[str, list[CueHit]] = field(default_factory=dict)
    mentions: list[MentionDraft] = field(default_factory=list)
    outcomes: list[OutcomeHit] = field(default_factory=list)
    #: Who the sentence starts with, and who takes over at which offset.
    subject: Experiencer = Experiencer.NONE
    persons: tuple[tuple[int, Experiencer], ...] = ()

    def person_at(self, offset: int) -> Experiencer:
        """Return whose the words at an offset are: the nearest person named before them."""
        person = self.subject
        for start, marked in self.persons:
            if start > offset:
                break
            person = marked
        return person

    def clause_of(self, offset: int) -> int:
        """Return the index of the clause that holds an offset."""
        return max(0, bisect_right(self.clauses, offset) - 1)

    def of_kind(self, *kinds: Kind) -> list[MentionDraft]:
        """Return the mentions of these kinds, in text order."""
        return [mention for mention in self.mentions if mention.kind in kinds]

    def hits(self, table: str, *values: str) -> list[CueHit]:
        """Return the cues of a table, of these values only where any are given."""
        found = self.cues.get(table, [])
        return [hit for hit in found if hit.payload.value in values] if values else found


@dataclass(slots=True, eq=False)
class PostReading:
    """One post while it is being read."""

    post: Post
    folded: str
    sentences: list[SentenceReading] = field(default_factory=list)

    def mentions(self) -> Iterator[MentionDraft]:
        """Yield all mentions, in text order."""
        for sentence in self.sentences:
            yield from sentence.mentions


@dataclass(slots=True, eq=False)
class Episode:
    """An experience while it is gathered: one person, one course of treatment or one story of an illness.

    Attributes:
        anchors: the sentences that carry it, in text order.
        outcomes: what came of it, with the sentence that says so.
        story: `treatment`, `having`, `onset` or `recognition`: what kind of story it is.
        causes: pairs of what set something off and what it set off.
        cue: id of the rule that made it.
        inferred: the treatment is not named in this post but understood.
    """

    post: str
    experiencer: Experiencer
    story: str
    cue: str
    treatments: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    symptoms: list[str] = field(default_factory=list)
    clinicians: list[str] = field(default_factory=list)
    stressors: list[str] = field(default_factory=list)
    anchors: list[SentenceReading] = field(default_factory=list)
    outcomes: list[tuple[OutcomeHit, SentenceReading]] = field(default_factory=list)
    causes: list[tuple[str, str]] = field(default_factory=list)
    inferred: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a discussion or a branch of it is about: the concept that an unnamed `it` stands for.

    Attributes:
        condition: label of the condition (or, failing that, the symptom) talked about, or None.
        treatment: label of the treatment talked about, or None.
    """

    condition: str | None = None
    treatment: str | None = None


@dataclass(slots=True, eq=False)
class Reading:
    """One discussion while it is being read; the layers fill it from top to bottom."""

    discussion: Discussion
    posts: dict[str, PostReading] = field(default_factory=dict)
    topic: Topic = Topic()
    episodes: list[Episode] = field(default_factory=list)
    experiences: list[Experience] = field(default_factory=list)
    claims: dict[tuple[str, str, str], Claim] = field(default_factory=dict)
    stances: list[Stance] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def parent(self, post: Post) -> PostReading | None:
        """Return the reading of the post that `post` answers, or None."""
        return self.posts.get(post.parent) if post.parent is not None else None


def poster(post: Post) -> str:
    """Return the name under which a post's own views are held; one without an author is named by its place."""
    return post.author or f"author of {post.path}"


#: How a writer knows of what happened to whom (annotation guide, settled case 5).
ACCESS = {
    Experiencer.SELF: Access.FIRST_HAND,
    Experiencer.CHILD: Access.WITNESSED,
    Experiencer.PARTNER: Access.WITNESSED,
    Experiencer.FAMILY: Access.SECOND_HAND,
    Experiencer.FRIEND: Access.SECOND_HAND,
    Experiencer.OTHERS: Access.SECOND_HAND,
}
