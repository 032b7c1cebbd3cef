"""Builds the nodes and edges of one discussion, once, for all stores: pure and sorted."""

from __future__ import annotations

from kg.graph import identity
from kg.graph.arguments import add_claims, add_evidence, add_experiences, add_stances
from kg.graph.builder import Builder, rounded
from kg.graph.captions import post_time, reference_ids, short
from kg.graph.concepts import Concepts
from kg.graph.records import GraphPart
from kg.model import Annotations, Mention, Post

__all__ = ["build_part"]


def build_part(annotations: Annotations, *, concepts: Concepts) -> GraphPart:
    """Return the nodes and edges that one annotated discussion yields.

    Args:
        annotations: a discussion with all that one reader wrote down about it.
        concepts: the vocabulary's other names, external ids and broader concepts; may be empty.

    Raises:
        AnnotationError: a row points to a post, an experience or a claim that is not there.
    """
    builder = Builder.of(annotations, concepts)
    _add_discussion(builder)
    for post in annotations.discussion.posts:
        _add_post(builder, post)
    for mention in annotations.mentions:
        _add_mention(builder, mention)
    experiences = add_experiences(builder)
    claims = add_claims(builder)
    add_stances(builder, claims)
    add_evidence(builder, experiences, claims)
    return builder.out.part()


def _add_discussion(builder: Builder) -> None:
    """Add the Discussion and the Run."""
    discussion, run, out = builder.given.discussion, builder.given.run, builder.out
    out.node(
        "Discussion",
        out.discussion,
        label=short(discussion.title) or discussion.id,
        identifier=discussion.id,
        title=discussion.title,
        platform=discussion.platform,
        url=discussion.url,
        declared=discussion.declared,
        read=len(discussion.posts),
    )
    out.node(
        "Run",
        builder.run,
        label=" ".join(part for part in (run.agent, run.version) if part) or "run",
        agent=run.agent,
        version=run.version or None,
        vocabulary=run.vocabulary or None,
        rules=run.rules or None,
        options=tuple(f"{name}={value}" for name, value in run.options.items()),
    )
    out.edge("GENERATED_BY", out.discussion, builder.run)


def _add_post(builder: Builder, post: Post) -> None:
    """Add a post, its place in the tree, who wrote it, and what it quotes and cites."""
    out, node = builder.out, builder.post_id(post.path)
    out.node(
        "Post",
        node,
        label=f"{post.kind.value} {post.path}",
        path=post.path,
        kind=post.kind.value,
        text=post.text,
        created=post_time(post, source=builder.given.discussion.id),
        likes=post.likes,
        url=post.url,
        parentMissing=post.parent_missing,
    )
    out.edge("IN", node, out.discussion)
    if post.author is not None:
        out.edge("WROTE", builder.account(post.author), node, roles=post.roles)
    for path in post.quotes:
        builder.post(path, f"a quotation in post {post.path}")
        out.edge("QUOTES", node, builder.post_id(path))
    for url in post.links:
        doi, pmid = reference_ids(url)
        reference = identity.reference_id(url)
        out.node("Reference", reference, label=doi or short(url), url=url, doi=doi, pmid=pmid)
        out.edge("CITES", node, reference)
    if post.parent is not None:
        _add_reply(builder, post, post.parent)


def _add_reply(builder: Builder, post: Post, parent: str) -> None:
    """Add the edge from a post to its parent, with the reply's stance where there is one."""
    builder.post(parent, f"post {post.path}")
    reply = builder.replies.get(post.path)
    builder.out.edge(
        "REPLY_TO",
        builder.post_id(post.path),
        builder.post_id(parent),
        stance=reply.stance.value if reply else None,
        rule=reply.rule if reply else None,
        confidence=rounded(reply.confidence) if reply else None,
    )


def _add_mention(builder: Builder, mention: Mention) -> None:
    """Add a mention's passage and concept."""
    builder.out.edge(
        "MENTIONS",
        builder.passage(mention.span, f"the mention of {mention.concept!r}"),
        builder.concept(mention.kind, mention.concept),
        negated=mention.negated,
        hypothetical=mention.hypothetical,
        experiencer=mention.experiencer.value,
        rule=mention.rule,
        confidence=rounded(mention.confidence),
    )
