"""Phrases are found on word boundaries, longest first, at offsets of the untouched text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.match import Matcher, fold, fold_keeping_case


@given(st.text())
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text) == len(fold_keeping_case(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low-dose naltrexone", "low dose naltrexone"),
        ("didn’t", "didn't"),
        ("‘pain’ 'pain'", " pain   pain "),
        ("İstanbul", "İstanbul"),
        ("rock 'n' roll", "rock  n  roll"),
    ],
)
def test_folding_lowers_and_blanks_marks(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pain", ["pain"]),
        ("Painted pain-free.", ["pain"]),
        ("a pain clinic", ["pain clinic"]),
        ("a pain clinician", ["pain"]),
        ("pain. clinic", ["pain"]),
        ("Crohn's pain's gone", ["crohn's", "pain"]),
        ("pain pain", ["pain", "pain"]),
        ("", []),
    ],
)
def test_the_longest_phrase_on_word_boundaries_is_found(text: str, expected: list[str]) -> None:
    matcher = Matcher((phrase, phrase) for phrase in ("pain", "pain clinic", "crohn's"))

    assert [hit.payload for hit in matcher.find(fold(text))] == expected
    assert all(fold(text)[hit.start : hit.end] == hit.payload for hit in matcher.find(fold(text)))


def test_a_matcher_without_phrases_finds_nothing() -> None:
    assert Matcher[str]([]).find("anything") == []


PHRASES = ["pain", "pain med", "my pain med", "medication", "a", "a b", "b a", "a b a", "a's b", "b's", "a  b"]


@given(st.lists(st.sampled_from(["pain", "med", "medication", "my", "a", "b", "a's", "b's", "'s", "", "ab", "é"])))
def test_the_automaton_finds_what_the_dictionary_finds(words: list[str]) -> None:
    folded = fold(" ".join(words))
    by_words = Matcher(((phrase, phrase) for phrase in PHRASES), pays_after=10**9)
    by_automaton = Matcher(((phrase, phrase) for phrase in PHRASES), pays_after=1)
    by_automaton.find("first text")

    assert by_automaton.find(folded) == by_words.find(folded)


def test_a_phrase_with_two_spaces_is_found_only_there() -> None:
    matcher = Matcher([("h  pylori", 1)])

    assert [hit.payload for hit in matcher.find(fold("H. pylori"))] == [1]
    assert matcher.find(fold("H pylori")) == []


@given(st.lists(st.sampled_from(["pain", "clinic", "knee", "x", ".", "\n", "’", "😀", "İ"])))
def test_offsets_are_those_of_the_original_text(words: list[str]) -> None:
    text = " ".join(words)
    matcher = Matcher([("knee pain", 1), ("pain", 2)])

    for hit in matcher.find(fold(text)):
        assert text[hit.start : hit.end] in ("knee pain", "pain")
