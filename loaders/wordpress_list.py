"""The entries of the numbered, indented list of comments on a copied WordPress page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.loaders.wordpress_phrases import PHRASES, find_date, matcher, number_of
from kg.model import PostKind

__all__ = ["Entry", "find_entries"]

#: Indentation, number and name of an entry.
_ENTRY = re.compile(r"(?P<space>[ \t]*)(?P<number>\d{1,5})\.[ \t]+(?P<name>\S.*)")

#: Words before the title of a page that links to the article.
_TRACKBACK = re.compile(
    r"(?:" + "|".join(word for phrases in PHRASES.values() for word in phrases.trackbacks) + r"):\s*(?P<title>.*)"
)

#: Kinds of furniture below a comment; each is taken away once, so that a comment may be the word itself.
_FURNITURE = ("reply", "likes", "tools")


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered entry.

    Attributes:
        line: index of the line with number and name.
        column: indentation of the number, as a single figure would have it.
        number: the number shown.
        author: name without the marks around it, or the title of the page that links here.
        kind: comment or pingback.
        is_author: marked as the article's author.
        text: the words, without the indentation of nesting.
        created: when, or None.
        likes: how many, or None.
        closed: furniture stands below it.
        end: index of the line after its furniture.
        unread: lines up to the next entry that are neither text nor known furniture.
    """

    line: int
    column: int
    number: int
    author: str
    kind: PostKind
    is_author: bool
    text: str
    created: str | None
    likes: int | None
    closed: bool
    end: int
    unread: int


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an entry starts: line, indentation, number, and the words behind the number."""

    line: int
    column: int
    number: int
    name: str


def find_entries(lines: Sequence[str], *, start: int = 0) -> tuple[Entry, ...]:
    """Return the entries from line `start` on, in order; 0 stands for a page without a heading."""
    starts = _snapped(list(_starts(lines, start)))
    if not starts:
        return ()
    base = min(begun.column for begun in starts)
    ends = [*(begun.line for begun in starts[1:]), len(lines)]
    nesting = _nesting(lines, starts, ends)
    return tuple(_entry(lines, begun, end, base=base, nesting=nesting) for begun, end in zip(starts, ends, strict=True))


def _starts(lines: Sequence[str], start: int) -> Iterator[_Start]:
    """Yield the lines that begin an entry.

    A numbered line inside a comment looks the same. An entry is the first below the heading, or it stands
    below the furniture of the one before, or below a pingback, which has none; where a page shows no
    furniture, its number has to fit, it has to stand alone, and its text has to be indented further.
    """
    page = matcher(*_FURNITURE, "closing")
    above_is_page = start > 0
    last: dict[int, int] = {}
    for index in range(start, len(lines)):
        line = lines[index].strip()
        if not line:
            continue
        begun = _numbered(lines[index], index)
        trackback = begun is not None and bool(_TRACKBACK.fullmatch(_bare(begun.name)))
        if begun and (above_is_page or (_fits(begun, last) and (trackback or _stands_alone(lines, begun)))):
            last = {column: number for column, number in last.items() if column < begun.column}
            last[begun.column] = begun.number
            above_is_page = trackback
            yield begun
        else:
            above_is_page = bool(page(line)) or (above_is_page and not last)


def _numbered(line: str, index: int) -> _Start | None:
    found = _ENTRY.fullmatch(line)
    return _Start(index, _width(line), int(found["number"]), found["name"].strip()) if found else None


def _fits(begun: _Start, last: dict[int, int]) -> bool:
    """Return whether a number continues its list, or opens one below the entry before."""
    deeper = begun.column > max(last, default=-1)
    return begun.number == (1 if deeper else last.get(begun.column, -1) + 1)


def _stands_alone(lines: Sequence[str], begun: _Start) -> bool:
    """Return whether a numbered line is followed by a blank line and then by text that lies further in."""
    below = lines[begun.line + 1 : begun.line + 3]
    return len(below) == 2 and not below[0].strip() and bool(below[1].strip()) and _width(below[1]) > begun.column


def _snapped(starts: list[_Start]) -> list[_Start]:
    """Return the starts with the columns of numbers above 9 as if they had one figure.

    A page aligns `9.` and `10.` on the left or on the right. The columns of single figures decide.
    """
    single = {begun.column for begun in starts if begun.number < 10}
    snapped = []
    for begun in starts:
        right = begun.column + len(str(begun.number)) - 1
        on_right = begun.column not in single and right in single
        snapped.append(replace(begun, column=right) if on_right else begun)
    return snapped


def _nesting(lines: Sequence[str], starts: Sequence[_Start], ends: Sequence[int]) -> int:
    """Return how much further than its number an entry's text is indented: the most common distance."""
    distances: Counter[int] = Counter()
    for begun, end in zip(starts, ends, strict=True):
        first = next((line for line in lines[begun.line + 1 : end] if line.strip()), "")
        if _width(first) > begun.column:
            distances[_width(first) - begun.column] += 1
    return min(distances, key=lambda distance: (-distances[distance], distance), default=2)


def _entry(lines: Sequence[str], begun: _Start, end: int, *, base: int, nesting: int) -> Entry:
    """Return the entry that begins at one line and ends before another entry."""
    trackback = _TRACKBACK.fullmatch(_bare(begun.name))
    author, is_author, created = _name(begun.name)
    stop, unread = _stop(lines, begun.line + 1, end, base=base, below_page=bool(trackback))
    first = _skip_blank(lines, begun.line + 1, stop)
    while first < stop and (marked := _header(lines[first].strip())):
        created, is_author = marked[0] or created, marked[1] or is_author
        first = _skip_blank(lines, first + 1, stop)
    last, likes, closed = _without_furniture(lines, first, stop)
    return Entry(
        line=begun.line,
        column=begun.column,
        number=begun.number,
        author=trackback["title"].strip() if trackback else author,
        kind=PostKind.PINGBACK if trackback else PostKind.COMMENT,
        is_author=is_author,
        text="\n".join(_dedented(line, begun.column + nesting) for line in lines[first:last]),
        created=created,
        likes=likes,
        closed=closed,
        end=stop,
        unread=unread,
    )


def _skip_blank(lines: Sequence[str], first: int, stop: int) -> int:
    """Return the index of the first line that is not blank, or `stop`."""
    return next((index for index in range(first, stop) if lines[index].strip()), stop)


def _name(shown: str) -> tuple[str, bool, str | None]:
    """Return a name without its marks, whether it is the article's author, and the moment beside it.

    Example:
        >>> _name("Ada Post author on March 3, 2016 at 4:12 pm said:")
        ('Ada', True, '2016-03-03T16:12:00Z')
    """
    name, is_author, created = shown, False, None
    while True:
        before = name
        name = _without_end(name, "says")
        dated = find_date(name, at_end=True)
        if dated and dated[1] > 0:
            created, name = dated[0], re.sub(r"\s+(?:on|am)$", "", name[: dated[1]].rstrip())
        bare = _without_end(name, "post_author")
        is_author, name = is_author or bare != name, bare
        if name == before:
            return name, is_author, created


def _without_end(name: str, mark: str) -> str:
    """Return a name without one of the marks that a page puts behind it; never nothing."""
    for phrases in PHRASES.values():
        for pattern in getattr(phrases, mark):
            shorter = re.sub(rf"\s+{pattern}$", "", name)
            if shorter.strip() and shorter != name:
                return shorter.strip()
    return name


def _header(line: str) -> tuple[str | None, bool] | None:
    """Return moment and mark of a line between name and text, or None where it is no such line."""
    if matcher("post_author")(line):
        return None, True
    dated = find_date(_bare(line))
    if dated:
        return dated[0], False
    return (None, False) if matcher("header")(line) else None


def _stop(lines: Sequence[str], first: int, end: int, *, base: int, below_page: bool) -> tuple[int, int]:
    """Return where the page's own words begin below an entry, and how many of their lines are unknown.

    They are the known words of an answer form, and whatever stands left of all comments below furniture.
    """
    closing, furniture = matcher("closing"), matcher(*_FURNITURE)
    for index in range(first, end):
        line = lines[index].strip()
        if not line:
            continue
        is_furniture, outside = bool(furniture(line)), _width(lines[index]) <= base
        if (closing(line) and (outside or below_page)) or (outside and below_page and not is_furniture):
            below = (text.strip() for text in lines[index:end])
            return index, sum(1 for text in below if text and not closing(text) and not furniture(text))
        below_page = is_furniture
    return end, 0


def _without_furniture(lines: Sequence[str], first: int, stop: int) -> tuple[int, int | None, bool]:
    """Return the end of an entry's text, its likes, and whether there was furniture."""
    left, likes, last = list(_FURNITURE), None, stop
    while last > first:
        line = lines[last - 1].strip()
        kind = next((kind for kind in left if matcher(kind)(line)), None) if line else ""
        if kind is None:
            break
        if kind:
            left.remove(kind)
        if kind == "likes":
            likes = _likes(line)
        last -= 1
    return last, likes, len(left) < len(_FURNITURE)


def _likes(line: str) -> int | None:
    """Return the number of likes that a line shows, or None where it shows none."""
    found = matcher("likes")(line)
    parts = found.groupdict() if found else {}
    if parts.get("others"):
        return number_of(parts["others"]) + 1
    return number_of(parts["likes"]) if parts.get("likes") else None


def _bare(line: str) -> str:
    """Return a line without the link to edit it."""
    return re.sub(r"\s*\(Edit\)$", "", line).strip()


def _width(line: str) -> int:
    """Return how far a line is indented; a tab counts to the next multiple of eight."""
    space = line[: len(line) - len(line.lstrip(" \t"))]
    return len(space.expandtabs())


def _dedented(line: str, width: int) -> str:
    """Return a line without the indentation of its nesting; what is indented further stays so."""
    bare = line.lstrip(" \t")
    if not bare:
        return ""
    space = line[: len(line) - len(bare)]
    return space.expandtabs()[width:] + bare
