"""Write px-annotations/1: keys in the guide's order and one row a line, so that two versions compare well."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from kg.annotations.document import FORMAT
from kg.model import (
    Annotations,
    Claim,
    Discussion,
    Evidence,
    Experience,
    Mention,
    Notice,
    Post,
    Reply,
    Run,
    Stance,
)

__all__ = ["write_annotations"]

#: One object of the document.
_Object = dict[str, object]


def write_annotations(annotations: Annotations) -> str:
    """Return the px-annotations/1 text, ending in a line feed: the same bytes for the same records.

    `read_annotations` gives back equal records.

    Example:
        >>> from kg.model import Discussion, Post, PostKind, Run
        >>> post = Post("1", None, "Ada", PostKind.COMMENT, "Salt helped.")
        >>> text = write_annotations(Annotations(Discussion("d", "Salt", (post,)), Run("Ada")))
        >>> print(text.splitlines()[5])
          {"id": "1", "parent": null, "author": "Ada", "kind": "comment", "text": "Salt helped."}
    """
    parts = [
        _entry("format", FORMAT),
        _entry("run", _run(annotations.run)),
        _entry("discussion", _discussion(annotations.discussion)),
        _table("posts", map(_post, annotations.discussion.posts)),
        _table("entities", map(_mention, annotations.mentions)),
        _table("experiences", map(_experience, annotations.experiences)),
        _table("claims", map(_claim, annotations.claims)),
        _table("stances", map(_stance, annotations.stances)),
        _table("evidence", map(_evidence, annotations.evidence)),
        _table("replies", map(_reply, annotations.replies)),
    ]
    if annotations.discussion.notices:
        parts.append(_table("notices", map(_notice, annotations.discussion.notices)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _entry(key: str, value: object) -> str:
    return f" {_json(key)}: {_json(value)}"


def _table(key: str, rows: Iterable[_Object]) -> str:
    lines = ",\n".join(f"  {_json(row)}" for row in rows)
    return f" {_json(key)}: [\n{lines}\n ]" if lines else f" {_json(key)}: []"


def _lean(values: Mapping[str, object]) -> _Object:
    """Return the keys that say something: not None, not False, no empty list."""
    return {key: value for key, value in values.items() if value not in (None, ()) and value is not False}


def _run(run: Run) -> _Object:
    values = {
        "version": run.version,
        "vocabulary": run.vocabulary,
        "rules": run.rules,
        "options": dict(sorted(run.options.items())),
    }
    return {"agent": run.agent} | {key: value for key, value in values.items() if value}


def _discussion(discussion: Discussion) -> _Object:
    platform = None if discussion.platform == "unknown" else discussion.platform
    optional = {"platform": platform, "url": discussion.url, "declared": discussion.declared}
    return {"id": discussion.id, "title": discussion.title} | _lean(optional)


def _post(post: Post) -> _Object:
    row: _Object = {
        "id": post.path,
        "parent": post.parent,
        "author": post.author,
        "kind": post.kind,
        "text": post.text,
    }
    optional = {
        "created": post.created,
        "likes": post.likes,
        "roles": post.roles,
        "quotes": post.quotes,
        "links": post.links,
        "url": post.url,
        "parent_missing": post.parent_missing,
    }
    return row | _lean(optional)


def _mention(mention: Mention) -> _Object:
    return {
        "post": mention.span.post,
        "text": mention.text,
        "kind": mention.kind,
        "concept": mention.concept,
        "negated": mention.negated,
        "hypothetical": mention.hypothetical,
        "experiencer": mention.experiencer,
        "start": mention.span.start,
        "end": mention.span.end,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _experience(experience: Experience) -> _Object:
    return {
        "id": experience.id,
        "post": experience.span.post,
        "experiencer": experience.experiencer,
        "access": experience.access,
        "conditions": experience.conditions,
        "symptoms": experience.symptoms,
        "treatments": experience.treatments,
        "clinicians": experience.clinicians,
        "stressors": experience.stressors,
        "outcome": experience.outcome,
        "quote": experience.quote,
        "start": experience.span.start,
        "end": experience.span.end,
        "rule": experience.rule,
        "confidence": experience.confidence,
    }


def _claim(claim: Claim) -> _Object:
    return {
        "id": claim.id,
        "predicate": claim.predicate,
        "subject": claim.subject,
        "object": claim.object,
        "text": claim.text,
    }


def _stance(stance: Stance) -> _Object:
    return {
        "post": stance.span.post,
        "holder": stance.holder,
        "claim": stance.claim,
        "stance": stance.side,
        "mode": stance.mode,
        "basis": stance.basis,
        "quote": stance.quote,
        "start": stance.span.start,
        "end": stance.span.end,
        "rule": stance.rule,
        "confidence": stance.confidence,
    }


def _evidence(evidence: Evidence) -> _Object:
    rationale: _Object = {"rationale": evidence.rationale} if evidence.rationale else {}
    return {
        "experience": evidence.experience,
        "claim": evidence.claim,
        "direction": evidence.direction,
        **rationale,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
    }


def _reply(reply: Reply) -> _Object:
    return {
        "post": reply.post,
        "parent": reply.parent,
        "stance": reply.stance,
        "rule": reply.rule,
        "confidence": reply.confidence,
    }


def _notice(notice: Notice) -> _Object:
    return {"code": notice.code, "message": notice.message, "place": notice.place, "count": notice.count}
