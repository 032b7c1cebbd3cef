"""The records that travel through the program: a discussion, and what a reader writes down about it.

The classes mirror the interchange format `px-annotations/1`: whoever annotates, a person or this program,
fills the same records, so one graph builder and one scorer serve both. Offsets are code points into the
text of the post, 0-based, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Access",
    "Annotations",
    "Basis",
    "Claim",
    "Direction",
    "Discussion",
    "Evidence",
    "Experience",
    "Experiencer",
    "Kind",
    "Mention",
    "Mode",
    "Notice",
    "OutcomeValue",
    "Post",
    "PostKind",
    "Predicate",
    "Reply",
    "ReplyStance",
    "Run",
    "Side",
    "Span",
    "Stance",
]


class PostKind(StrEnum):
    """What a post is in its discussion."""

    ARTICLE = "article"
    COMMENT = "comment"
    PINGBACK = "pingback"


class Kind(StrEnum):
    """Kinds of concepts that a post talks about."""

    CONDITION = "condition"
    SYMPTOM = "symptom"
    TREATMENT = "treatment"
    CLINICIAN = "clinician"
    ORGANIZATION = "organization"
    STRESSOR = "stressor"
    OUTCOME = "outcome"


class Experiencer(StrEnum):
    """Who it happened to, seen from the writer of the post."""

    SELF = "self"
    CHILD = "child"
    PARTNER = "partner"
    FAMILY = "family"
    FRIEND = "friend"
    OTHERS = "others"
    NONE = "none"


class Access(StrEnum):
    """How the writer knows of an experience."""

    FIRST_HAND = "first-hand"
    WITNESSED = "witnessed"
    SECOND_HAND = "second-hand"


class OutcomeValue(StrEnum):
    """What came of an experience."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    NO_CHANGE = "no-change"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Predicate(StrEnum):
    """Frames of claims; the annotation guide gives the reading of each."""

    EFFECTIVE = "effective"
    HARMFUL = "harmful"
    CAUSES = "causes"
    PSYCHOLOGICAL = "psychological"
    PHYSICAL = "physical"
    REAL = "real"
    COMORBID = "comorbid"
    MISDIAGNOSED = "misdiagnosed"
    DISMISSED = "dismissed"
    BELIEVED = "believed"
    RECOMMENDED = "recommended"
    SYMPTOM_OF = "symptom_of"
    UNSAFE = "unsafe"
    CREDIBLE = "credible"
    OTHER = "other"


class Side(StrEnum):
    """Side that a stance takes on a claim."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    QUESTIONS = "questions"


class Direction(StrEnum):
    """Bearing of an experience on a claim."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"


class Mode(StrEnum):
    """Whose words carry a stance."""

    OWN = "own"
    QUOTED = "quoted"
    REPORTED = "reported"


class Basis(StrEnum):
    """What a stance rests on."""

    FIRST_HAND = "first-hand"
    WITNESSED = "witnessed"
    SECOND_HAND = "second-hand"
    ARGUMENT = "argument"
    CITED = "cited"
    PROFESSIONAL = "professional"


class ReplyStance(StrEnum):
    """Stance of a post to what its parent says."""

    SUPPORTS = "supports"
    DENIES = "denies"
    QUERIES = "queries"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of one post's text.

    Attributes:
        post: path of the post.
        start: first code point.
        end: one past the last code point.
    """

    post: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a loader could not place or had to leave out; counted in the balance sheet.

    Attributes:
        code: closed, machine-readable reason, such as `missing-parent` or `duplicate-post`.
        message: one sentence for a person: what, where, what to do. Never words of a patient.
        place: where in the source (`line 212`, a post's path, an element's id).
        count: how many posts or items it stands for; 0 where it only informs.
    """

    code: str
    message: str
    place: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Post:
    """Anything somebody posted.

    Attributes:
        path: place in the tree in source order: `0`, `5`, `5.1.1`.
        parent: path of the post it answers, or None.
        author: account name as the source shows it, or None.
        kind: article, comment or pingback.
        text: the post's words, untouched.
        created: ISO 8601 in UTC (`2019-03-01T12:00:00Z`), or None.
        likes: likes or score, or None where the source shows none.
        roles: roles of the account in this discussion (`post author`, `moderator`), sorted.
        quotes: paths of earlier posts that it quotes, sorted.
        links: addresses that it cites, in source order, each once.
        url: its own address, or None.
        parent_missing: it answers a post that the source does not show.
    """

    path: str
    parent: str | None
    author: str | None
    kind: PostKind
    text: str
    created: str | None = None
    likes: int | None = None
    roles: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    url: str | None = None
    parent_missing: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """One article or opening post with its replies.

    Attributes:
        id: made by the loader from the source's own id or address, else from content; the same input gives
            the same id.
        title: as shown, possibly empty.
        posts: in source order, parents before their replies.
        platform: loader's word for the place (`wordpress`, `reddit`, …).
        url: address of the page, or None.
        declared: how many replies the source says it has, or None.
        notices: what was left out or looks wrong.
    """

    id: str
    title: str
    posts: tuple[Post, ...]
    platform: str = "unknown"
    url: str | None = None
    declared: int | None = None
    notices: tuple[Notice, ...] = ()

    def post(self, path: str) -> Post:
        """Return the post at `path`; KeyError if there is none. Linear in the number of posts."""
        for post in self.posts:
            if post.path == path:
                return post
        raise KeyError(path)


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that a post talks about, at one place.

    Attributes:
        span: where; `text` is what stands there.
        kind: kind of the concept.
        concept: label of the concept: the vocabulary's preferred one, or the words themselves.
        negated: said not to hold.
        hypothetical: asked, feared, planned, conditional.
        experiencer: whose it is.
        rule: id of the rule or vocabulary term that made it, or of the annotator.
        confidence: 0 to 1.
    """

    span: Span
    text: str
    kind: Kind
    concept: str
    negated: bool = False
    hypothetical: bool = False
    experiencer: Experiencer = Experiencer.NONE
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Experience:
    """Something reported to have happened to a particular person or group, in one episode.

    Attributes:
        id: unique within its annotations; the graph gives it an id of its own by content.
        quote: verbatim text of `span`.
    """

    id: str
    span: Span
    quote: str
    experiencer: Experiencer
    access: Access
    outcome: OutcomeValue
    conditions: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    clinicians: tuple[str, ...] = ()
    stressors: tuple[str, ...] = ()
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition predicate(subject, object) that somebody could accept or deny.

    Attributes:
        id: unique within its annotations.
        subject: concept label, `any`, or empty for `other`.
        object: concept label, `any`, or empty for one-place frames and `other`.
        text: the proposition as a sentence, in the annotator's wording.
    """

    id: str
    predicate: Predicate
    subject: str
    object: str
    text: str


@dataclass(frozen=True, slots=True)
class Stance:
    """One holder's attitude to one claim in one post."""

    span: Span
    quote: str
    holder: str
    claim: str
    side: Side
    mode: Mode
    basis: Basis
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One experience's bearing on one claim; `rationale` says in a few words why."""

    experience: str
    claim: str
    direction: Direction
    rationale: str = ""
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reply:
    """Stance of a post to its parent."""

    post: str
    parent: str
    stance: ReplyStance
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Who read: one execution of this program, or an outside annotator.

    Attributes:
        agent: `pxkg`, or the annotator's name (`external` where the file names none).
        version: version of the program, or empty.
        vocabulary: hash of the vocabulary used, or empty.
        rules: hash of the rules used, or empty.
        options: options that change the result, by name.
    """

    agent: str
    version: str = ""
    vocabulary: str = ""
    rules: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotations:
    """A discussion with all that one reader wrote down about it."""

    discussion: Discussion
    run: Run
    mentions: tuple[Mention, ...] = ()
    experiences: tuple[Experience, ...] = ()
    claims: tuple[Claim, ...] = ()
    stances: tuple[Stance, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    replies: tuple[Reply, ...] = ()
