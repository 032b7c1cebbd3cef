"""Load text copied from a WordPress page: article, numbered and indented comments, pingbacks.

A copied page has no marks of structure but its layout: the heading above the comments says how many there
are, the numbers say who is a sibling, the indentation says who answers whom. Where the numbers of a list
start again, or a level is skipped, a comment is not shown: its replies keep their place in the tree and are
marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.ids import make_id
from kg.loaders.base import Loader, Source
from kg.loaders.wordpress_list import Entry, find_entries
from kg.loaders.wordpress_phrases import find_date, matcher, number_of
from kg.loaders.wordpress_tree import AUTHOR_ROLE, place_entries
from kg.model import Discussion, Notice, Post, PostKind

__all__ = ["LOADER"]

_PLATFORM = "wordpress"

#: Quotation marks around the article's title in the heading; a copied page may lack the last one.
_QUOTES = '“”„«»"‟ \u00a0'

#: An address; two that were copied without a space between are two.
_LINK = re.compile(r"https?://(?:(?!https?://)[^\s<>“”„\"])+")

#: A line that counts comments, in any theme.
_COMMENT_COUNT = re.compile(r"\s*\d+\s+(?:comments?|responses?|repl(?:y|ies)|thoughts?)\b", re.I)

#: A longer line below the article is text, not furniture.
_LONGEST_FURNITURE = 100

#: How many lines below the title may name the author.
_BYLINES = 3


def detect(source: Source) -> float:
    """Return how much of a copied page is there: the heading above the comments, numbered names, `Reply`."""
    opening = source.opening()
    if opening.lstrip()[:1] in ("{", "[", "<"):
        return 0.0
    lines = _split(opening)
    heading = _find_heading(lines)
    entries = find_entries(lines, start=0 if heading is None else heading[0] + 1)
    if heading is not None:
        return 0.9 if entries else 0.6
    return 0.3 if any(entry.closed for entry in entries) else 0.0


def load(source: Source) -> Iterator[Discussion]:
    """Yield the page's one discussion: the article as post `0`, comments and pingbacks in source order."""
    lines = _split(source.text())
    heading = _find_heading(lines)
    entries = find_entries(lines, start=0 if heading is None else heading[0] + 1)
    if heading is None and not any(entry.closed for entry in entries):
        entries = ()
    first_below = heading[0] if heading else entries[0].line if entries else len(lines)
    title, text, notices = _article(lines[:first_below], title=heading[2] if heading else "")
    text, author, created = _byline(text)
    posts, gaps = place_entries(entries)
    posts = tuple(replace(post, links=_links(post.text)) for post in posts)
    author = next((post.author for post in posts if AUTHOR_ROLE in post.roles), author)
    article = Post(
        path="0",
        parent=None,
        author=author,
        kind=PostKind.ARTICLE,
        text=text,
        created=created,
        roles=(AUTHOR_ROLE,) if author else (),
        links=_links(text),
    )
    yield Discussion(
        id=make_id(_PLATFORM, _PLATFORM, _collapsed(title), _first_paragraph(text, title=title)),
        title=title,
        posts=(article, *posts),
        platform=_PLATFORM,
        declared=heading[1] if heading else None,
        notices=(
            *notices,
            *gaps,
            *_balance(heading, posts, gaps),
            *_unread(entries),
            *(_unseen(lines) if not posts and heading is None else ()),
        ),
    )


def _unseen(lines: Sequence[str]) -> Iterator[Notice]:
    """Yield a notice where a page without any recognised comment speaks of some: their words are in the article's."""
    for number, line in enumerate(lines, start=1):
        if _COMMENT_COUNT.match(line):
            message = (
                "The page seems to announce comments here, but none was recognised: this layout is not read, and the "
                "words of its comments now stand in the article's text. Do not use this reading of it."
            )
            yield Notice("comments-not-recognised", message, f"line {number}", 0)
            return


def _split(text: str) -> list[str]:
    """Return lines; only LF, CR LF and CR end one, so that no other character of a post is lost."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _find_heading(lines: Sequence[str]) -> tuple[int, int, str] | None:
    """Return index, declared number and title of the heading above the comments, or None.

    Of several such lines, the one right above a numbered name is meant, else the first that has a title.
    """
    match = matcher("headings")
    found = []
    for index, line in enumerate(lines):
        heading = match(line.strip()) if len(line) < 400 else None
        if heading is not None:
            title = (heading.groupdict().get("title") or "").strip(_QUOTES)
            found.append((index, number_of(heading["count"]), title))
    for heading_found in found:
        below = next((line for line in lines[heading_found[0] + 1 :] if line.strip()), "")
        if re.match(r"[ \t]*\d+\. ", below):
            return heading_found
    return next((heading_found for heading_found in found if heading_found[2]), None)


def _article(lines: Sequence[str], *, title: str) -> tuple[str, str, list[Notice]]:
    """Return title and text of the article, and what was left out above it.

    The heading above the comments repeats the title: the article begins where that stands on a line, or else
    at the first line.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return title, "", []
    named = (index for index in filled if title and _collapsed(lines[index]) == _collapsed(title))
    start = next(named, filled[0])
    above = sum(index < start for index in filled)
    notices = []
    if above:
        message = f"{above} lines above the article's title were left out as the page's furniture."
        notices.append(Notice("unread-text", message, f"line {filled[0] + 1}", 0))
    kept = _without_sharing(lines[start:])
    return title or lines[start].strip(), _trimmed(kept), notices


def _without_sharing(lines: Sequence[str]) -> list[str]:
    """Return an article's lines without share buttons and the like; a long line ends such a block."""
    match = matcher("sharing")
    kept: list[str] = []
    furniture = False
    for line in lines:
        if match(line.strip()):
            furniture = True
        elif furniture and len(line.strip()) > _LONGEST_FURNITURE:
            furniture = False
        if not furniture:
            kept.append(line)
    return kept


def _byline(text: str) -> tuple[str, str | None, str | None]:
    """Return the article without the line that names author and date, the author and the moment."""
    lines = text.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()][1 : _BYLINES + 1]
    match = matcher("byline")
    for index in filled:
        found = match(lines[index].strip())
        if found:
            parts = found.groupdict()
            date = find_date(parts["date"]) if parts.get("date") else None
            rest = _trimmed(lines[:index]) + "\n" + "\n".join(lines[index + 1 :])
            return rest.rstrip("\n"), parts.get("author"), date[0] if date else None
    return text, None, None


def _first_paragraph(text: str, *, title: str) -> str:
    """Return the first paragraph below the title, its white space collapsed."""
    paragraphs = (_collapsed(part) for part in re.split(r"\n\s*\n", text))
    return next((part for part in paragraphs if part and part != _collapsed(title)), "")


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _links(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, each once, without the punctuation that follows them.

    Example:
        >>> _links("See (http://a.org/x), http://b.org/y_(z).")
        ('http://a.org/x', 'http://b.org/y_(z)')
    """
    found = (_bare(match.group()) for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(link for link in found if not link.endswith("//")))


def _bare(link: str) -> str:
    """Return an address without closing punctuation; a bracket stays where it closes one of its own."""
    while link and (link[-1] in ".,;:!?'’…*" or (link[-1] == ")" and link.count(")") > link.count("("))):
        link = link[:-1]
    return link


def _balance(heading: tuple[int, int, str] | None, posts: Sequence[Post], gaps: Sequence[Notice]) -> Iterator[Notice]:
    """Yield a notice where the page declares another number of comments than it shows."""
    if heading is None or heading[1] == len(posts):
        return
    line, declared, _ = heading
    message = f"The page declares {declared} comments and pingbacks and shows {len(posts)}"
    missing = declared - len(posts)
    code = "declared-more-than-read" if missing > 0 else "declared-fewer-than-read"
    where = "; ".join(gap.place for gap in gaps)
    message += f"; its numbering breaks at {where}." if where else "; its numbering shows no gap."
    yield Notice(code, message, f"line {line + 1}", abs(missing))


def _unread(entries: Sequence[Entry]) -> Iterator[Notice]:
    """Yield a notice for each place below a comment whose lines are neither text nor known furniture."""
    for entry in entries:
        if entry.unread:
            message = f"{entry.unread} lines below this post's comment were left out: not part of a comment."
            yield Notice("unread-text", message, f"line {entry.end + 1}", 0)


def _trimmed(lines: Sequence[str]) -> str:
    """Return lines as text, without the blank ones around them."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


LOADER = Loader(
    name="wordpress-copied",
    title="text copied from a WordPress page with its numbered comments",
    example="kg load page.txt",
    detect=detect,
    load=load,
)
