"""Read px-annotations/1: check every row against the posts and the closed vocabularies, then make records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kg.annotations.document import read_document, rows_of
from kg.annotations.fields import Problem, Row, show
from kg.annotations.rows import read_claim, read_notice, read_run
from kg.errors import AnnotationError
from kg.model import (
    Access,
    Annotations,
    Basis,
    Direction,
    Discussion,
    Evidence,
    Experience,
    Experiencer,
    Kind,
    Mention,
    Mode,
    OutcomeValue,
    Post,
    PostKind,
    Reply,
    ReplyStance,
    Side,
    Span,
    Stance,
)

__all__ = ["read_annotations"]

_Record = TypeVar("_Record")


def read_annotations(source: Path | str, *, name: str | None = None) -> Annotations:
    """Read one px-annotations/1 document.

    Rows keep the order of the file. Where `start` and `end` are absent, a quotation gets the first place
    where its words stand in the post, an entity preferably one on word boundaries.

    Args:
        source: a file, or the JSON text itself.
        name: what to call the source in messages; the path or `<text>` by default.

    Raises:
        AnnotationError: no such file, no JSON, another format, an unknown post, claim or experience, a value
            outside its closed vocabulary, or words that are not verbatim in their post. The message gives the
            first problem with its place and the number of the others.

    Example:
        >>> text = '''{"format": "px-annotations/1", "discussion": {"id": "d", "title": "Salt"},
        ...   "posts": [{"id": "1", "text": "Salt helped."}],
        ...   "entities": [{"post": "1", "text": "Salt", "kind": "treatment", "concept": "salt"}]}'''
        >>> read_annotations(text).mentions[0].span
        Span(post='1', start=0, end=4)
    """
    label = name or (str(source) if isinstance(source, Path) else "<text>")
    problems: list[str] = []
    try:
        annotations = _Reader(read_document(source, name=label), problems).annotations()
    except _BrokenPosts:
        pass
    except Problem as problem:
        problems.append(str(problem))
    if problems:
        more = len(problems) - 1
        rest = f" (and {more} further problem{'s' * (more > 1)})" if more else ""
        raise AnnotationError(problems[0] + rest, source=label)
    return annotations


class _BrokenPosts(Exception):
    """The posts have problems, so that the rows about them cannot be checked."""


@dataclass(slots=True)
class _Reader:
    """Turns the rows of one document into records; what is wrong with a row goes to `problems`."""

    document: Row
    problems: list[str]
    texts: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def annotations(self) -> Annotations:
        """Return all records; they are complete only where `problems` stays empty."""
        posts = self.table("posts", self.post)
        if self.problems:
            raise _BrokenPosts
        self.known = {table: self.ids(table) for table in ("experiences", "claims")}
        return Annotations(
            discussion=self.discussion(posts),
            run=read_run(self.document),
            mentions=self.table("entities", self.mention),
            experiences=self.table("experiences", self.experience),
            claims=self.table("claims", read_claim),
            stances=self.table("stances", self.stance),
            evidence=self.table("evidence", self.evidence),
            replies=self.table("replies", self.reply),
        )

    def table(self, key: str, build: Callable[[Row], _Record]) -> tuple[_Record, ...]:
        """Return the records of one list, leaving out rows with a problem."""
        records = []
        for index, value in enumerate(rows_of(self.document, key)):
            try:
                records.append(build(Row.of(value, place=f"{key}[{index}]")))
            except Problem as problem:
                self.problems.append(str(problem))
        return tuple(records)

    def ids(self, key: str) -> set[str]:
        """Return the ids that a list gives, and note each that it gives twice."""
        found: set[str] = set()
        for index, value in enumerate(rows_of(self.document, key)):
            name = value.get("id") if isinstance(value, dict) else None
            if isinstance(name, str):
                if name in found:
                    self.problems.append(f"{key}[{index}]: id {show(name)} is given twice")
                found.add(name)
        return found

    def discussion(self, posts: tuple[Post, ...]) -> Discussion:
        """Return the discussion with its posts."""
        row = Row.of(self.document.values.get("discussion"), place="discussion")
        if not posts:
            raise Problem("posts: there is none; a discussion needs at least one")
        return Discussion(
            id=row.filled("id"),
            title=row.text("title", ""),
            posts=posts,
            platform=row.text("platform", "unknown"),
            url=row.optional("url"),
            declared=row.whole("declared"),
            notices=self.table("notices", read_notice),
        )

    def post(self, row: Row) -> Post:
        """Return a post; its parent and the posts that it quotes come before it."""
        path = row.filled("id")
        if path in self.texts:
            raise row.problem(f"id {show(path)} is given twice")
        parent = row.optional("parent")
        self.texts[path], self.parents[path] = row.text("text"), parent
        if parent is not None and (parent == path or parent not in self.texts):
            raise row.problem(f"parent {show(parent)} is not among the posts before it")
        quotes = row.texts("quotes")
        for quoted in quotes:
            if quoted == path or quoted not in self.texts:
                raise row.problem(f"quotes {show(quoted)}, which is not among the posts before it")
        return Post(
            path=path,
            parent=parent,
            author=row.optional("author"),
            kind=row.choice("kind", PostKind, PostKind.ARTICLE if path == "0" else PostKind.COMMENT),
            text=self.texts[path],
            created=row.moment("created"),
            likes=row.whole("likes"),
            roles=row.texts("roles"),
            quotes=quotes,
            links=row.texts("links"),
            url=row.optional("url"),
            parent_missing=row.flag("parent_missing"),
        )

    def mention(self, row: Row) -> Mention:
        """Return the mention of an `entities` row."""
        span, text = self.span(row, "text", whole_words=True)
        return Mention(
            span=span,
            text=text,
            kind=row.choice("kind", Kind),
            concept=row.filled("concept"),
            negated=row.flag("negated"),
            hypothetical=row.flag("hypothetical"),
            experiencer=row.choice("experiencer", Experiencer, Experiencer.NONE),
            rule=row.text("rule", ""),
            confidence=row.share("confidence"),
        )

    def experience(self, row: Row) -> Experience:
        """Return an experience."""
        span, quote = self.span(row, "quote")
        experiencer = row.choice("experiencer", Experiencer)
        if experiencer is Experiencer.NONE:
            allowed = ", ".join(value for value in Experiencer if value is not Experiencer.NONE)
            raise row.problem(f'experiencer is "none"; allowed for an experience: {allowed}')
        return Experience(
            id=row.filled("id"),
            span=span,
            quote=quote,
            experiencer=experiencer,
            access=row.choice("access", Access),
            outcome=row.choice("outcome", OutcomeValue, OutcomeValue.UNKNOWN),
            conditions=row.texts("conditions"),
            symptoms=row.texts("symptoms"),
            treatments=row.texts("treatments"),
            clinicians=row.texts("clinicians"),
            stressors=row.texts("stressors"),
            rule=row.text("rule", ""),
            confidence=row.share("confidence"),
        )

    def stance(self, row: Row) -> Stance:
        """Return a stance; there is one at most for a post, holder and claim."""
        span, quote = self.span(row, "quote")
        self.once(row, "post", "holder", "claim")
        return Stance(
            span=span,
            quote=quote,
            holder=row.filled("holder"),
            claim=self.reference(row, "claim", "claims"),
            side=row.choice("stance", Side),
            mode=row.choice("mode", Mode, Mode.OWN),
            basis=row.choice("basis", Basis, Basis.ARGUMENT),
            rule=row.text("rule", ""),
            confidence=row.share("confidence"),
        )

    def evidence(self, row: Row) -> Evidence:
        """Return the bearing of an experience on a claim; there is one at most for the two."""
        self.once(row, "experience", "claim")
        return Evidence(
            experience=self.reference(row, "experience", "experiences"),
            claim=self.reference(row, "claim", "claims"),
            direction=row.choice("direction", Direction),
            rationale=row.text("rationale", ""),
            rule=row.text("rule", ""),
            confidence=row.share("confidence"),
        )

    def reply(self, row: Row) -> Reply:
        """Return the stance of a post to its parent; there is one at most for a post."""
        self.once(row, "post")
        post, parent = self.path(row), row.text("parent")
        if self.parents[post] != parent:
            raise row.problem(f"parent is {show(parent)}, but post {post} answers {show(self.parents[post])}")
        stance = row.choice("stance", ReplyStance)
        return Reply(post, parent, stance, row.text("rule", ""), row.share("confidence"))

    def once(self, row: Row, *keys: str) -> None:
        """Refuse a second row with the same values of some keys."""
        values = tuple(row.text(key) for key in keys)
        table = row.place.partition("[")[0]
        if (table, *values) in self.seen:
            raise row.problem(f"a second row with {', '.join(map(show, values))} as {', '.join(keys)}")
        self.seen.add((table, *values))

    def path(self, row: Row) -> str:
        """Return the path of the post that a row is about."""
        path = row.text("post")
        if path not in self.texts:
            raise row.problem(f"post {show(path)} is not among the posts: {_some(self.texts)}")
        return path

    def reference(self, row: Row, key: str, table: str) -> str:
        """Return an id that another list gives."""
        name = row.text(key)
        if name not in self.known[table]:
            raise row.problem(f"{key} {show(name)} is not among the {table}: {_some(self.known[table])}")
        return name

    def span(self, row: Row, key: str, *, whole_words: bool = False) -> tuple[Span, str]:
        """Return where the words of a row stand in its post, and the words."""
        path, words = self.path(row), row.filled(key)
        text, start, end = self.texts[path], row.whole("start"), row.whole("end")
        if (start is None) != (end is None):
            raise row.problem("start and end belong together; one of them is missing")
        if start is None or end is None:
            start = _find(words, text, whole_words=whole_words)
            end = start + len(words)
        if start < 0:
            raise row.problem(f"{key} {show(words)} is not verbatim in post {path}")
        if text[start : start + len(words)] != words or end != start + len(words):
            there = show(text[start : max(end, 0)])
            raise row.problem(f"{key} {show(words)} does not stand from {start} to {end} of post {path}: {there}")
        return Span(path, start, end), words


def _find(words: str, text: str, *, whole_words: bool) -> int:
    """Return the first place of some words in a text, or -1.

    Example:
        >>> _find("rest", "arrest, then rest", whole_words=True), _find("rest", "arrest", whole_words=True)
        (13, 2)
    """
    if whole_words:
        before = r"(?<!\w)" if words[0].isalnum() else ""
        after = r"(?!\w)" if words[-1].isalnum() else ""
        found = re.search(before + re.escape(words) + after, text)
        if found:
            return found.start()
    return text.find(words)


def _some(names: Mapping[str, object] | set[str]) -> str:
    """Return a few names for a message."""
    ordered = sorted(names)
    return ", ".join(ordered[:12]) + (" …" if len(ordered) > 12 else "") if ordered else "there are none"
