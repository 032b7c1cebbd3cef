"""Sentences, clauses, paragraphs, questions and quotations of patients' writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.reading import Reading
from kg.extract.segment import find_sentences, segment
from kg.model import Discussion, Post, PostKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It hurts. It burns!", ["It hurts.", "It burns!"]),
        ("Dr. Low said no. I left.", ["Dr. Low said no.", "I left."]),
        ("took 2.5 mg of it", ["took 2.5 mg of it"]),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        ("Really?! Yes...", ["Really?!", "Yes..."]),
        ('He said "rest." I did.', ['He said "rest."', "I did."]),
        ("It got better.I can walk.", ["It got better.", "I can walk."]),
        (f"{'long line of mail ' * 3}that\ngoes on", [f"{'long line of mail ' * 3}that\ngoes on"]),
        ("   ", []),
    ],
)
def test_sentences_end_at_marks_and_line_breaks(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in find_sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab .!?\n\"'()-•")))
def test_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    sentences = find_sentences(text)

    assert (
        "".join(text[s.start : s.end] for s in sentences).split()
        == "".join(text[s.start : s.end] for s in sorted(sentences, key=lambda s: s.start)).split()
    )
    assert "".join("".join(text[s.start : s.end].split()) for s in sentences) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Did it help?", True),
        ("has anyone tried magnesium", True),
        ("It helped.", False),
        ("I wonder", False),
    ],
)
def test_questions_are_known_with_and_without_a_mark(text: str, question: bool) -> None:
    assert find_sentences(text)[0].question is question


def read(*texts: str) -> Reading:
    posts = tuple(
        Post(str(number), "0" if number else None, f"author {number}", PostKind.COMMENT, text)
        for number, text in enumerate(texts)
    )
    reading = Reading(Discussion("d", "", posts))
    segment(reading)
    return reading


def quoted(reading: Reading, path: str) -> list[tuple[str, str | None]]:
    annotated = reading.posts[path]
    return [(annotated.post.text[s.start : s.end], s.speaker) for s in annotated.sentences if s.quoted]


def test_a_line_behind_a_mark_belongs_to_whoever_wrote_it_first() -> None:
    reading = read("It is all in your mind, I tell you.", "> It is all in your mind, I tell you.\nNo.")

    assert quoted(reading, "1") == [("> It is all in your mind, I tell you.", "author 0")]


def test_a_repeated_sentence_of_an_earlier_post_is_a_quotation_without_any_mark() -> None:
    reading = read("Pacing never did a thing for me. Sorry.", "Pacing never did a thing for me.\n\nSame here.")

    assert quoted(reading, "1") == [("Pacing never did a thing for me.", "author 0")]


def test_an_attribution_line_names_the_speaker_of_lines_that_no_post_holds() -> None:
    reading = read("Hi.", "Bob wrote:\n> rest is the only cure there is\nWrong.")

    assert quoted(reading, "1") == [("Bob wrote:", "Bob"), ("> rest is the only cure there is", "Bob")]


def test_a_deleted_post_has_no_sentences() -> None:
    assert read("[deleted]").posts["0"].sentences == []
