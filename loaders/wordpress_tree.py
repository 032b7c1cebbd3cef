"""The tree that the entries of a copied WordPress page form, and the places where comments are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kg.loaders.wordpress_list import Entry
from kg.model import Notice, Post, PostKind

__all__ = ["AUTHOR_ROLE", "place_entries"]

#: Role of the account that the page marks as the article's author.
AUTHOR_ROLE = "post author"


@dataclass(slots=True)
class _Node:
    """A post while the tree grows.

    Attributes:
        depth: level of its entry; -1 for the article.
        path: its path.
        answerable: no pingback, below which a page has no link to answer.
        replies: how many it has so far.
        last: last number of the list of replies, by the depth of that list.
        gaps: index of the notice on a list that answers a missing post, by its depth.
    """

    depth: int
    path: str
    answerable: bool = True
    replies: int = 0
    last: dict[int, int] = field(default_factory=dict)
    gaps: dict[int, int] = field(default_factory=dict)

    def reply_path(self) -> str:
        """Count one more reply and return its path."""
        self.replies += 1
        return str(self.replies) if self.depth < 0 else f"{self.path}.{self.replies}"


def place_entries(entries: Sequence[Entry]) -> tuple[tuple[Post, ...], tuple[Notice, ...]]:
    """Return the posts with their places in the tree, and what the numbering shows to be missing.

    A list that starts again at 1 below the same post, that lies more than one level below the entry before,
    or that lies below a pingback, answers a post that is not shown: its entries become replies of the nearest
    post above that is shown, in source order, with `parent_missing`.
    """
    stack = [_Node(-1, "0")]
    posts: list[Post] = []
    notices: list[Notice] = []
    for entry, depth in zip(entries, _depths(entries), strict=True):
        while stack[-1].depth >= depth:
            stack.pop()
        parent = stack[-1]
        path = parent.reply_path()
        for notice in _missing(entry, depth, path, parent):
            if notice.code == "missing-parent":
                parent.gaps[depth] = len(notices)
            notices.append(notice)
        if depth in parent.gaps:
            gap = parent.gaps[depth]
            notices[gap] = replace(notices[gap], count=notices[gap].count + 1)
        posts.append(_post(entry, path, parent.path, missing=depth in parent.gaps))
        stack.append(_Node(depth, path, answerable=entry.kind is not PostKind.PINGBACK))
    return tuple(posts), tuple(notices)


def _depths(entries: Sequence[Entry]) -> Iterator[int]:
    """Return the level of each entry, 0 for the article's own comments."""
    columns = sorted({entry.column for entry in entries})
    unit = min((right - left for left, right in pairwise(columns)), default=1)
    return (round((entry.column - columns[0]) / unit) for entry in entries)


def _missing(entry: Entry, depth: int, path: str, parent: _Node) -> Iterator[Notice]:
    """Yield what an entry's level and number show to be missing before it."""
    last = parent.last.get(depth, 0)
    parent.last[depth] = entry.number
    place = f"line {entry.line + 1}, post {path}"
    unseen = "they answer a post that the page does not show."
    if last == 0 and parent.depth < depth - 1:
        message = f"Post {path} and its neighbours lie {depth - parent.depth} levels below post {parent.path}: {unseen}"
        yield Notice("missing-parent", message, place, 0)
    elif last == 0 and not parent.answerable:
        message = f"Post {path} and its neighbours lie below the pingback {parent.path}: {unseen}"
        yield Notice("missing-parent", message, place, 0)
    elif entry.number <= last and depth > 0:
        message = f"The numbers of the replies below post {parent.path} start again at {entry.number}: {unseen}"
        yield Notice("missing-parent", message, place, 0)
    elif entry.number <= last:
        message = f"The numbers of the comments start again at {entry.number} after {last}."
        yield Notice("numbering-restarts", message, place, 0)
    else:
        skipped = entry.number - last - 1
        if skipped:
            message = f"The numbers {last + 1} to {entry.number - 1} before post {path} are not shown."
            yield Notice("missing-post", message, place, skipped)


def _post(entry: Entry, path: str, parent: str, *, missing: bool) -> Post:
    return Post(
        path=path,
        parent=parent,
        author=entry.author,
        kind=entry.kind,
        text=entry.text,
        created=entry.created,
        likes=entry.likes,
        roles=(AUTHOR_ROLE,) if entry.is_author else (),
        parent_missing=missing,
    )
