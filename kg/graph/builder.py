"""What the steps of building share: look-ups over one discussion, and the nodes that several steps add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import AnnotationError
from kg.graph import identity
from kg.graph.captions import short
from kg.graph.claims import ConceptKey
from kg.graph.collect import Collector
from kg.graph.concepts import ConceptInfo, Concepts
from kg.model import Annotations, Kind, Post, Reply, Span

__all__ = ["TAKES_PART", "Builder", "rounded"]

#: Code points of context kept on either side of a passage.
_CONTEXT = 32

#: Decimals of a confidence.
_DECIMALS = 3

#: Lists of an experience: attribute, kind of the concepts, relation.
TAKES_PART = (
    ("conditions", Kind.CONDITION, "HAS_CONDITION"),
    ("symptoms", Kind.SYMPTOM, "HAS_SYMPTOM"),
    ("treatments", Kind.TREATMENT, "RECEIVED"),
    ("clinicians", Kind.CLINICIAN, "SAW"),
    ("stressors", Kind.STRESSOR, "MET"),
)

_NOTHING_KNOWN = ConceptInfo()


@dataclass(frozen=True, slots=True)
class Builder:
    """One discussion on its way into the graph.

    Attributes:
        given: the annotations.
        concepts: the vocabulary.
        out: nodes and edges so far.
        run: id of the Run node.
        posts: posts by path.
        replies: replies by the path of the post that answers.
        mentioned: kind and label, as mentioned or in lower case -> label as mentioned.
        accounts: author's name, as shown or in lower case -> name as shown.
    """

    given: Annotations
    concepts: Concepts
    out: Collector
    run: str
    posts: Mapping[str, Post]
    replies: Mapping[str, Reply]
    mentioned: Mapping[ConceptKey, str]
    accounts: Mapping[str, str]

    @classmethod
    def of(cls, given: Annotations, concepts: Concepts) -> Builder:
        """Return a builder with its look-ups filled and nothing built."""
        posts = given.discussion.posts
        authors = [post.author for post in posts if post.author is not None]
        labels = list(_labels_by_kind(given))
        return cls(
            given=given,
            concepts=concepts,
            out=Collector(identity.discussion_id(given.discussion)),
            run=identity.run_id(given.run),
            posts={post.path: post for post in posts},
            replies={reply.post: reply for reply in given.replies},
            # In lower case the first writing wins; an exact writing wins over that.
            mentioned={(kind, label.casefold()): label for kind, label in reversed(labels)}
            | {(kind, label): label for kind, label in labels},
            accounts={name.casefold(): name for name in reversed(authors)} | {name: name for name in authors},
        )

    def error(self, problem: str) -> AnnotationError:
        """Return an error that names the discussion."""
        return AnnotationError(problem, source=self.given.discussion.id)

    def post(self, path: str, what: str) -> Post:
        """Return the post at a path; AnnotationError, naming what points there, where there is none."""
        if path not in self.posts:
            raise self.error(f"{what} points to post {path!r}, which is not there")
        return self.posts[path]

    def post_id(self, path: str) -> str:
        """Return the id of a post's node."""
        return identity.post_id(self.out.discussion, path)

    def account(self, name: str) -> str:
        """Add an account and return its id."""
        node = identity.account_id(self.given.discussion, name)
        return self.out.node("Account", node, label=f"account {identity.short_code(node)}", name=name)

    def label_of(self, kind: Kind, label: str) -> str | None:
        """Return a concept's label as the discussion mentions it, or None where it does not."""
        return self.mentioned.get((kind, label)) or self.mentioned.get((kind, label.casefold()))

    def concept(self, kind: Kind, label: str) -> str:
        """Add a concept, and above it what the vocabulary calls broader, and return its id."""
        node = identity.concept_id(kind, label)
        if node in self.out.nodes:
            return node
        known = self.concepts.get((kind, label), _NOTHING_KNOWN)
        class_ = kind.value.capitalize()
        self.out.node(class_, node, label=label, synonyms=known.synonyms, exactMatch=known.matches)
        for broader in known.broader:
            self.out.edge("BROADER", node, self.concept(kind, broader))
        return node

    def holder(self, name: str) -> str:
        """Add who holds a view and return the id: an account, clinician or organization, else a speaker."""
        author = self.accounts.get(name) or self.accounts.get(name.casefold())
        if author is not None:
            return self.account(author)
        for kind in (Kind.CLINICIAN, Kind.ORGANIZATION):
            label = self.label_of(kind, name)
            if label is not None:
                return self.concept(kind, label)
        node = identity.speaker_id(self.out.discussion, name)
        return self.out.node("Speaker", node, label=f"speaker {identity.short_code(node)}", name=name)

    def passage(self, span: Span, what: str) -> str:
        """Add a passage and return its id; `what` names in an error what lies there."""
        text, post = self.post(span.post, what).text, self.post_id(span.post)
        node = identity.passage_id(post, span)
        if node not in self.out.nodes:
            self.out.node(
                "Passage",
                node,
                label=short(text[span.start : span.end]) or f"{span.start} to {span.end}",
                exact=text[span.start : span.end],
                prefix=text[max(0, span.start - _CONTEXT) : span.start],
                suffix=text[span.end : span.end + _CONTEXT],
                start=span.start,
                end=span.end,
            )
            self.out.edge("IN_POST", node, post)
        return node


def rounded(confidence: float) -> float:
    """Return a confidence as it is kept.

    Example:
        >>> rounded(2 / 3)
        0.667
    """
    return round(float(confidence), _DECIMALS)


def _labels_by_kind(given: Annotations) -> Iterator[ConceptKey]:
    """Yield kind and label of every concept that the discussion names, mentions first."""
    for mention in given.mentions:
        yield mention.kind, mention.concept
    for experience in given.experiences:
        for attribute, kind, _ in TAKES_PART:
            for label in getattr(experience, attribute):
                yield kind, label
