"""Names that no vocabulary lists: clinicians by title, institutions, programmes, acronyms of a thread."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.extract.names import find_acronyms, find_names, main_programme
from kg.model import Kind
from kg.vocabulary import Concept, Lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I saw Dr. Ana Low.", [("clinician", "Dr. Low")]),
        ("dr low was kind", [("clinician", "Dr. Low")]),
        ("my dr said no", []),
        ("the doctor told me", []),
        ("Nurse Pym helped", [("clinician", "Nurse Pym")]),
        ("at the Elm Valley Hospital today", [("organization", "Elm Valley Hospital")]),
        ("the clinic was shut", []),
        ("the ELM program worked", [("treatment", "ELM program")]),
        ("Dr. Low’s program", [("clinician", "Dr. Low"), ("treatment", "Dr. Low's program")]),
        ("his programme", [("treatment", "program")]),
    ],
)
def test_names_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(named.kind.value, named.concept) for named in find_names(text)] == expected


def test_an_acronym_defined_in_the_thread_stands_for_the_vocabulary_concept() -> None:
    lexicon = Lexicon([Concept(Kind.CONDITION, "bird fancier's lung")])

    assert find_acronyms(["Bird Fancier's Lung (BFL) is rare."], lexicon=lexicon) == {
        "BFL": (Kind.CONDITION, "bird fancier's lung")
    }


@pytest.mark.parametrize("text", ["I went home (LOL).", "see the page (PDF)", "Nice Big Dog (NBD)"])
def test_brackets_that_define_nothing_give_no_acronym(text: str) -> None:
    assert find_acronyms([text], lexicon=Lexicon([])) == {}


def test_an_institutions_programme_comes_before_a_persons() -> None:
    assert main_programme(Counter({"Dr. Low's program": 5, "ELM program": 1})) == "ELM program"
    assert main_programme(Counter()) is None
