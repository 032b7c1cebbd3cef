"""What WordPress itself writes on a page, by language: a new language is one more entry of `PHRASES`.

Every phrase is a regular expression that has to match a whole line without its indentation, or, where the
field says so, the end of a line. Themes differ; what is listed here was seen in the themes that ship with
WordPress and on WordPress.com.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

__all__ = ["PHRASES", "Phrases", "find_date", "matcher", "number_of"]

#: A number as a heading writes it, with or without separators of thousands.
_COUNT = r"(?P<count>\d[\d.,\u00a0\u202f]*|{words})"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The furniture of one language.

    Attributes:
        headings: lines above the comments, with the groups `count` and, where it is shown, `title`.
        numbers: numbers that a heading writes as words.
        post_author: mark of the article's author, at the end of the line with the name.
        says: words between name and text, at the end of the line with the name.
        trackbacks: what stands before the title of a page that links here.
        header: other lines between the name and the text.
        likes: lines with the likes, their number as the group `likes`, or `others` beside the reader's own.
        reply: lines with the link to answer.
        tools: other lines below a comment.
        closing: lines of the answer form and below the last comment.
        sharing: lines that begin the furniture below an article.
        byline: line with the article's author, with the group `author`, a date as `{date}`.
        months: names of the months, January first, in full.
    """

    headings: tuple[str, ...]
    numbers: dict[str, int]
    post_author: tuple[str, ...]
    says: tuple[str, ...]
    trackbacks: tuple[str, ...]
    header: tuple[str, ...]
    likes: tuple[str, ...]
    reply: tuple[str, ...]
    tools: tuple[str, ...]
    closing: tuple[str, ...]
    sharing: tuple[str, ...]
    byline: tuple[str, ...]
    months: tuple[str, ...]


#: Phrases by language (ISO 639-1). A page is matched against all of them at once.
PHRASES = {
    "en": Phrases(
        headings=(
            r"{count} (?:thoughts?|comments?|responses?|repl(?:y|ies)) (?:on|to):? (?P<title>\S.*)",
            r"{count} (?:Thoughts?|Comments?|Responses?|Repl(?:y|ies))",
            r"(?:Comments|Responses|Replies) \({count}\)",
        ),
        numbers={"One": 1, "No": 0},
        post_author=(r"\(?Post author\)?",),
        says=(r"(?:says|said|wrote):",),
        trackbacks=("Pingback", "Trackback"),
        header=(
            r"\(?Edit\)?",
            r"Permalink",
            r"(?:says|said):",
            r"Your comment is awaiting moderation\.",
            r"\d+ (?:second|minute|hour|day|week|month|year)s? ago",
        ),
        likes=(
            r"Liked by (?P<likes>\d+) (?:person|people)",
            r"Liked by (?P<likes>you|someone)",
            r"Liked by you and (?P<others>\d+) other (?:person|people)",
            r"Like",
            r"Like ?Loading(?:\.\.\.|…)",
        ),
        reply=(r"Reply(?: ↓)?", r"Log in to [Rr]eply"),
        tools=(r"Loading(?:\.\.\.|…)", r"\(?Edit\)?", r"Report [Cc]omment", r"(?:\d+ ){0,2}Rate This"),
        closing=(
            r"Other thoughts\?",
            r"This site uses Akismet to reduce spam\. .*",
            r"Leave a (?:Reply|reply|Comment|comment)(?: to .*)?(?: ?Cancel reply)?",
            r"Cancel reply",
            r"Your email address will not be published\..*",
            r"Required fields are marked.*",
            r"(?:Comment|Name|Email|Website)(?: ?\*)?(?: \(.*\))?",
            r"Enter your comment here(?:\.\.\.|…)",
            r"Fill in your details below or click an icon to log in:",
            r"You are commenting using your .* account\..*",
            r"Save my name, email, and website in this browser.*",
            r"Notify me of (?:new|follow-up) (?:comments|posts).*",
            r"Post Comment",
            r"Submit Comment",
            r"Post navigation",
            r"Comments? navigation",
            r"(?:← ?)?(?:Older|Newer|Previous|Next) [Cc]omments(?: ?→)?",
            r"Comments are closed\.",
        ),
        sharing=(
            r"Share this:?",
            r"Like this:?",
            r"Like ?Loading(?:\.\.\.|…)",
            r"Loading(?:\.\.\.|…)",
            r"Rate this:",
            r"Advertisements?",
            r"Report this ad",
            r"Post navigation",
        ),
        byline=(
            r"(?:Posted|Published) on {date}(?: by (?P<author>\S.{{0,60}}))?",
            r"(?:Posted|Published) by (?P<author>\S.{{0,60}}?)(?: (?:on|/|\||·) {date})?",
            r"By (?P<author>\S.{{0,60}}?) (?:on|/|\||·) {date}",
        ),
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
    ),
    "de": Phrases(
        headings=(
            r"{count} (?:Gedanken?|Kommentare?|Antwort(?:en)?) (?:zu|auf):? (?P<title>\S.*)",
            r"{count} (?:Kommentare?|Antwort(?:en)?)",
        ),
        numbers={"Ein": 1, "Eine": 1, "Keine": 0},
        post_author=(r"\(?(?:Beitragsautor|Autor des Beitrags)\)?",),
        says=(r"(?:sagt|sagte|schrieb):",),
        trackbacks=(),
        header=(r"\(?Bearbeiten\)?", r"(?:sagt|sagte):", r"Dein Kommentar wartet auf Freischaltung\."),
        likes=(r"Gefällt (?P<likes>\d+) Person(?:en)?", r"Gefällt mir(?: ?Wird geladen ?(?:\.\.\.|…))?"),
        reply=(r"Antworten(?: ↓)?", r"Zum Antworten anmelden"),
        tools=(r"Wird geladen ?(?:\.\.\.|…)", r"\(?Bearbeiten\)?"),
        closing=(
            r"Schreibe einen Kommentar(?: ?Antwort abbrechen)?",
            r"Kommentar verfassen(?: ?Antwort abbrechen)?",
            r"Antwort abbrechen",
            r"Deine E-Mail-Adresse wird nicht veröffentlicht\..*",
            r"Diese Website verwendet Akismet.*",
            r"(?:Kommentar|Name|E-Mail(?:-Adresse)?|Website)(?: ?\*)?",
            r"Kommentar abschicken",
            r"Beitragsnavigation",
        ),
        sharing=(r"Teilen mit:", r"Gefällt mir:", r"Wird geladen ?(?:\.\.\.|…)", r"Beitragsnavigation"),
        byline=(r"(?:Veröffentlicht|Geschrieben) am {date}(?: von (?P<author>\S.{{0,60}}))?",),
        months=(
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ),
    ),
}  # fmt: skip

#: Month numbers by name and by its first three letters, in lower case.
_MONTHS = {
    name: number
    for phrases in PHRASES.values()
    for number, month in enumerate(phrases.months, start=1)
    for name in (month.lower(), month.lower()[:3])
}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

#: A date, with or without a time of day, as it stands beside a name.
_DATE = (
    rf"(?:(?i:(?P<month>{_MONTH}))\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"
    rf"|(?P<day_first>\d{{1,2}})\.? (?i:(?P<month_second>{_MONTH}))\.?,? (?P<year_last>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))"
    r"(?:,? (?:at |um |@ |- )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: ?(?P<half>[AaPp])\.?[Mm]\.?| Uhr)?)?"
)


@cache
def matcher(*fields: str) -> Callable[[str], re.Match[str] | None]:
    """Return a function that matches a whole line against some fields of `Phrases`, in all languages.

    Example:
        >>> matcher("likes")("Liked by 3 people")["likes"]
        '3'
        >>> matcher("reply")("Reply to this, please") is None
        True
        >>> matcher("closing")("Thank you") is None
        True
    """
    patterns = [re.compile(pattern) for pattern in _patterns(fields)]

    def match(line: str) -> re.Match[str] | None:
        return next(filter(None, (pattern.fullmatch(line) for pattern in patterns)), None)

    return match


def number_of(text: str) -> int:
    """Return a number that a heading writes in figures or as a word.

    Example:
        >>> number_of("1,204"), number_of("One"), number_of("you")
        (1204, 1, 1)
    """
    words = {word: number for phrases in PHRASES.values() for word, number in phrases.numbers.items()}
    figures = re.sub(r"\D", "", text)
    return int(figures) if figures else words.get(text, 1)


def find_date(text: str, *, at_end: bool = False) -> tuple[str, int] | None:
    """Return the date that a text is, or ends with, and where it starts; None where there is none.

    A page shows the time of its own clock without naming the zone: it is kept as if it were UTC.

    Example:
        >>> find_date("March 3, 2016 at 4:12 pm")
        ('2016-03-03T16:12:00Z', 0)
        >>> find_date("Ada on 3 March 2016", at_end=True)
        ('2016-03-03T00:00:00Z', 7)
        >>> find_date("In March 2016 I fell") is None
        True
    """
    pattern = re.compile(rf"(?<!\S){_DATE}$" if at_end else rf"{_DATE}$")
    found = pattern.search(text) if at_end else pattern.match(text)
    if found is None:
        return None
    moment = _moment(found)
    return None if moment is None else (moment, found.start())


def _moment(found: re.Match[str]) -> str | None:
    """Return the moment that a date's parts name, or None where there is no such day or hour."""
    from datetime import datetime

    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    else:
        year = int(found["year"] or found["year_last"])
        month = _MONTHS[(found["month"] or found["month_second"]).lower()]
        day = int(found["day"] or found["day_first"])
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    try:
        return datetime(year, month, day, hour, minute).isoformat() + "Z"
    except ValueError:
        return None


def _patterns(fields: Iterable[str]) -> Iterable[str]:
    """Yield the regular expressions of some fields, their places for numbers and dates filled in."""
    words = "|".join(word for phrases in PHRASES.values() for word in phrases.numbers)
    for field in fields:
        for phrases in PHRASES.values():
            for pattern in getattr(phrases, field):
                if field == "headings":
                    yield pattern.replace("{count}", _COUNT.replace("{words}", words))
                elif field == "byline":
                    yield pattern.replace("{{", "{").replace("}}", "}").replace("{date}", f"(?P<date>{_DATE})")
                else:
                    yield pattern
