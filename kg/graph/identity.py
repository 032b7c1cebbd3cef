"""The id of everything in the graph: made from content and position, so that a reload changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from kg.ids import make_id
from kg.model import Discussion, Experience, Kind, Predicate, Run, Span

__all__ = [
    "account_id",
    "claim_id",
    "concept_id",
    "discussion_id",
    "evidence_id",
    "experience_id",
    "link_id",
    "other_claim_id",
    "passage_id",
    "post_id",
    "reference_id",
    "run_id",
    "short_code",
    "speaker_id",
    "stance_id",
]

#: Letters of an id that stand for an account or a speaker in its label.
_CODE_LETTERS = 4


def discussion_id(discussion: Discussion) -> str:
    """Return the id of a discussion's node."""
    return make_id("discussion", discussion.id)


def post_id(discussion: str, path: str) -> str:
    """Return the id of the post at `path` in the discussion whose node id is given."""
    return make_id("post", discussion, path)


def account_id(discussion: Discussion, name: str) -> str:
    """Return the id of an account: the same in all discussions of one site, else of one discussion only.

    Example:
        >>> one = Discussion("a", "", (), platform="wordpress", url="https://www.blog.example/1")
        >>> two = Discussion("b", "", (), platform="wordpress", url="https://blog.example/2")
        >>> account_id(one, "Kim") == account_id(two, "Kim")
        True
    """
    return make_id("account", discussion.platform, _host(discussion.url) or discussion_id(discussion), name)


def speaker_id(discussion: str, name: str) -> str:
    """Return the id of a holder who is no account, clinician or organization of the discussion."""
    return make_id("speaker", discussion, name)


def short_code(node_id: str) -> str:
    """Return the few letters of an id that serve as a pseudonym.

    Example:
        >>> short_code("account-wiibnqjtn6v5u4czm2phjeu7")
        'wiib'
    """
    return node_id.rpartition("-")[2][:_CODE_LETTERS]


def passage_id(post: str, span: Span) -> str:
    """Return the id of a run of the text of the post whose node id is given."""
    return make_id("passage", post, span.start, span.end)


def concept_id(kind: Kind, label: str) -> str:
    """Return the id of a concept: kind and exact label."""
    return make_id(kind.value, label)


def experience_id(post: str, experience: Experience, *, repeat: int = 0) -> str:
    """Return the id of an experience told in the post whose node id is given.

    Args:
        post: id of the post's node.
        experience: what is told.
        repeat: how many exact duplicates came before it.
    """
    lists = (
        experience.conditions,
        experience.symptoms,
        experience.treatments,
        experience.clinicians,
        experience.stressors,
    )
    return make_id(
        "experience",
        post,
        experience.span.start,
        experience.span.end,
        experience.experiencer.value,
        experience.outcome.value,
        *(_joined(sorted(set(labels))) for labels in lists),
        *([repeat] if repeat else []),
    )


def claim_id(predicate: Predicate, subject: str, object_: str) -> str:
    """Return the id of a framed claim; subject and object are concept ids, `any` or empty."""
    return make_id("claim", predicate.value, subject, object_)


def other_claim_id(text: str) -> str:
    """Return the id of a claim that fits no frame: its text, white space collapsed."""
    return make_id("claim", Predicate.OTHER.value, " ".join(text.split()))


def stance_id(post: str, holder: str, claim: str) -> str:
    """Return the id of a holder's stance on a claim in a post, all by node id."""
    return make_id("stance", post, holder, claim)


def evidence_id(experience: str, claim: str) -> str:
    """Return the id of an experience's bearing on a claim, both by node id."""
    return make_id("evidence", experience, claim)


def reference_id(url: str) -> str:
    """Return the id of a cited address."""
    return make_id("reference", url)


def run_id(run: Run) -> str:
    """Return the id of a reading: the same agent, version, data and options give the same."""
    options = [f"{name}={value}" for name, value in sorted(run.options.items())]
    return make_id("run", run.agent, run.version, run.vocabulary, run.rules, _joined(options))


def link_id(type_: str, source: str, target: str) -> str:
    """Return the id of the node that holds an edge's properties in RDF."""
    return make_id("link", type_, source, target)


def _joined(texts: Sequence[str]) -> str:
    """Return texts as one, so that no two different lists give the same."""
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def _host(url: str | None) -> str:
    """Return the host of an address without `www.`; empty where it has none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # such as an address with an unclosed bracket
        return ""
    return host.removeprefix("www.")
