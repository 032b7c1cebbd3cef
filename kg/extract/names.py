"""Names that no vocabulary can list: clinicians by title, institutions, programmes, acronyms a thread defines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extract.rules import load_words
from kg.model import Kind
from kg.vocabulary import Lexicon

__all__ = ["Named", "find_acronyms", "find_names", "find_short_names", "main_programme"]

#: A clinician's title with a name; a name in lower case must not be a word that follows a title in plain English.
_TITLED = re.compile(
    r"\b(?P<title>[Dd]r|DR|[Dd]octor|[Pp]rof(?:essor)?|[Nn]urse)\b\.?[ \t]+"
    r"(?P<name>[A-Z][\w-]*(?:[’'][A-Z]\w+)?(?:[ \t]+(?:[A-Z]\.[ \t]+)?[A-Z][\w-]+(?:[’'][A-Z]\w+)?)?"
    r"|(?<=\b[Dd]r )[a-z][\w’'-]{2,})"
)
#: An institution: capitalised words that end in the word for one.
_INSTITUTION = re.compile(
    r"\b(?:(?:[A-Z][\w’'&.-]*|of|and|the|for|&)[ \t]+){0,5}?(?:[A-Z][\w’'&.-]*[ \t]+)"
    r"(?:Hospitals?|Clinics?|Institute|Infirmary|Medical Cent(?:er|re)|Cent(?:er|re)|Foundation|University|Society|"
    r"Trust|Healthcare|Pharmacy|Laborator(?:y|ies)|Labs)\b"
    r"(?:[ \t]+of(?:[ \t]+[A-Z][\w’'-]+)+)?"
)
_INSTITUTION_WORD = re.compile(
    r"Hospital|Clinic|Institute|Infirmary|Cent(?:er|re)|Foundation|University|Society|Trust|Healthcare|Pharmacy|Lab"
)
#: A programme with an owner or a name before it (`Dr. Low's program`, `the ABC protocol`).
_PROGRAMME = re.compile(
    r"\b(?P<owner>(?:(?:[Dd]r|[Pp]rof)\b\.?[ \t]+)?[A-Z][\w’'-]*[A-Za-z](?:[’']s?)?)[ \t]+"
    r"(?P<word>programmes?|programs?|protocols?|method|regimen|approach)\b"
)
_PROGRAMME_WORD = re.compile(r"(?:program|protocol|method|regimen|approach|h(?:is|er)[ \t]+treatment)", re.I)
#: A programme that only context names.
_UNNAMED_PROGRAMME = re.compile(
    r"\b(?:(?:the|this|that|his|her|their|its|your)[ \t]+(?:programme|program|protocol)"
    r"|(?:his|her)[ \t]+(?:treatments?|methods?|approach|regimen))\b",
    re.I,
)
#: A long form with its acronym behind it in brackets.
_ACRONYM = re.compile(r"\(\s*[“\"]?(?P<short>[A-Z][A-Za-z/-]{1,7}[A-Z])[”\"]?\s*\)")
#: Letters that a name needs to stand alone.
_SHORT_NAME = 5
#: What an unknown long form's last word says about its kind.
_HEAD_WORDS = {
    "syndrome": Kind.CONDITION,
    "disease": Kind.CONDITION,
    "disorder": Kind.CONDITION,
    "neuropathy": Kind.CONDITION,
    "arthritis": Kind.CONDITION,
    "therapy": Kind.TREATMENT,
    "protocol": Kind.TREATMENT,
    "program": Kind.TREATMENT,
    "programme": Kind.TREATMENT,
    "treatment": Kind.TREATMENT,
    "hospital": Kind.ORGANIZATION,
    "clinic": Kind.ORGANIZATION,
    "society": Kind.ORGANIZATION,
}


class Named(NamedTuple):
    """A name found: offsets, kind, label of the concept, rule id, and whether only context names it."""

    start: int
    end: int
    kind: Kind
    concept: str
    rule: str
    anaphor: bool = False


def find_names(text: str) -> Iterator[Named]:
    """Yield clinicians, institutions and programmes named in a text.

    Example:
        >>> [(n.kind.value, n.concept) for n in find_names("Dr Ana Low runs the Low protocol at Elm Clinic.")]
        [('clinician', 'Dr. Low'), ('treatment', 'Low protocol'), ('organization', 'Elm Clinic')]
    """
    yield from _clinicians(text)
    # Most texts hold none of these words, and looking for a word is far quicker than for what precedes it.
    if _PROGRAMME_WORD.search(text):
        yield from _programmes(text)
    if _INSTITUTION_WORD.search(text):
        yield from _institutions(text)


def _clinicians(text: str) -> Iterator[Named]:
    for match in _TITLED.finditer(text):
        name = re.sub(r"[’']s?$", "", match["name"])
        if name.split()[0].lower() in load_words("names", "no-surname"):
            continue
        surname = name.split()[-1]
        title = "Dr." if match["title"].lower() in ("dr", "doctor") else match["title"].capitalize()
        label = f"{title} {surname[0].upper()}{surname[1:]}"
        yield Named(match.start(), match.start("name") + len(name), Kind.CLINICIAN, label, "name:clinician-by-title")


def _programmes(text: str) -> Iterator[Named]:
    for match in _PROGRAMME.finditer(text):
        owner = match["owner"]
        if owner.lower() in load_words("names", "opener"):
            continue
        label = f"{' '.join(owner.split()).replace('’', chr(39))} {_singular(match['word'])}"
        # A clinician who owns the programme is a mention of his own, so the programme is only its last word.
        start = match.start("word") if _TITLED.match(owner) else match.start()
        yield Named(start, match.end(), Kind.TREATMENT, label, "name:programme")
    for match in _UNNAMED_PROGRAMME.finditer(text):
        yield Named(match.start(), match.end(), Kind.TREATMENT, "program", "name:programme-in-context", anaphor=True)


def _singular(word: str) -> str:
    word = word.rstrip("s")
    return "program" if word == "programme" else word


def _institutions(text: str) -> Iterator[Named]:
    for match in _INSTITUTION.finditer(text):
        words = match[0].split()
        skip = 0
        while words[skip].lower() in load_words("names", "opener") or words[skip].islower():
            skip += 1
        if len(words) - skip < 2:
            continue
        name = " ".join(words[skip:])
        start = match.start() + match[0].index(words[skip])
        yield Named(start, match.end(), Kind.ORGANIZATION, name.replace("’", "'"), "name:institution")


def find_acronyms(texts: Iterable[str], *, lexicon: Lexicon) -> dict[str, tuple[Kind, str]]:
    """Return what the acronyms mean that a discussion defines itself (`Long Form (LF)`).

    A long form in the vocabulary gives its concept; one whose last word says what it is gives a new concept.

    Example:
        >>> find_acronyms(["I have Odd Knee Syndrome (OKS)."], lexicon=Lexicon([]))
        {'OKS': (<Kind.CONDITION: 'condition'>, 'Odd Knee Syndrome')}
    """
    found: dict[str, tuple[Kind, str]] = {}
    for text in texts:
        for match in _ACRONYM.finditer(text):
            meaning = _meaning(text[max(0, match.start() - 90) : match.start()], match["short"], lexicon)
            if meaning is not None:
                found.setdefault(match["short"], meaning)
    return found


def _meaning(before: str, short: str, lexicon: Lexicon) -> tuple[Kind, str] | None:
    """Find the long form: the words before the bracket whose initials begin and end as the acronym does."""
    words = re.findall(r"[^\s(),;:.]+", before)
    letters = [letter for letter in short.lower() if letter.isalpha()]
    for count in range(2, min(len(words), len(letters) + 3) + 1):
        phrase = words[-count:]
        if phrase[0][0].lower() != letters[0] or phrase[-1][0].lower() not in letters:
            continue
        long_form = " ".join(phrase)
        terms = lexicon.lookup(long_form)
        if terms:
            return terms[0].concept.kind, terms[0].concept.label
        kind = _HEAD_WORDS.get(phrase[-1].lower())
        if kind is not None and count >= len(letters) - 1:
            return kind, long_form
    return None


def find_short_names(named: Iterable[Named], *, lexicon: Lexicon) -> dict[str, tuple[Kind, str]]:
    """Return the short forms of names: a clinician's surname, the first word of an institution.

    A word that the vocabulary knows, that is short, or that two names share stands for neither.

    Example:
        >>> rows = find_names("Dr. Ana Lowery left. The Brinmoor Clinic closed.")
        >>> sorted(find_short_names(rows, lexicon=Lexicon([])))
        ['Brinmoor', 'Lowery']
    """
    found: dict[str, set[tuple[Kind, str]]] = {}
    for row in named:
        if row.kind in (Kind.CLINICIAN, Kind.ORGANIZATION) and not row.anaphor:
            words = row.concept.split()
            word = words[-1] if row.kind is Kind.CLINICIAN else words[0]
            if len(word) >= _SHORT_NAME and word.isalpha() and not lexicon.lookup(word):
                found.setdefault(word, set()).add((row.kind, row.concept))
    return {word: meanings.pop() for word, meanings in sorted(found.items()) if len(meanings) == 1}


def main_programme(labels: Counter[str]) -> str | None:
    """Return the programme that a discussion is about: the one named most, an institution's before a person's.

    Args:
        labels: how often each named programme occurs.

    Example:
        >>> main_programme(Counter({"Dr. Low's program": 3, "ELM program": 1}))
        'ELM program'
    """
    ranked = sorted(labels, key=lambda label: ("'" in label.split()[-2], -labels[label], label))
    return ranked[0] if ranked else None
