"""Experiences: one person and one course of treatment, with what came of it and the words that carry it."""

from __future__ import annotations

import pytest

from kg.model import Annotations
from tests.extract.reader import claims, read

OPENING = "I was diagnosed with fibromyalgia. Did gabapentin help anybody?"


def told(found: Annotations, post: str = "1") -> list[tuple[str, tuple[str, ...], str]]:
    return [
        (str(x.experiencer), x.treatments, str(x.outcome))
        for x in found.experiences
        if x.span.post == post and x.treatments
    ]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Gabapentin worked wonders for me.", "improved"),
        ("Gabapentin has been a life saver.", "improved"),
        ("Gabapentin took the edge off.", "improved"),
        ("I took gabapentin and my pain is 80% better.", "improved"),
        ("Gabapentin did nothing for me.", "no-change"),
        ("Gabapentin didn't help at all.", "no-change"),
        ("I tried gabapentin but it made no difference.", "no-change"),
        ("Gabapentin made me worse.", "worsened"),
        ("I couldn't tolerate gabapentin.", "worsened"),
        ("I took gabapentin. It was a nightmare.", "worsened"),
        ("I take gabapentin.", "unknown"),
        ("I was on gabapentin for a year. No effect whatsoever.", "no-change"),
        ("Things got worse once I stopped gabapentin.", "improved"),
        ("On gabapentin my attacks went from 20 to 5 a month.", "improved"),
    ],
)
def test_the_outcome_of_a_treatment_is_read_in_lay_words(text: str, outcome: str) -> None:
    assert told(read(OPENING, text)) == [("self", ("gabapentin",), outcome)]


@pytest.mark.parametrize(
    "text",
    [
        "Has gabapentin helped you?",
        "You should ask whether gabapentin would help.",
        "If gabapentin helps I will be glad.",
        "I hope gabapentin helps.",
    ],
)
def test_a_question_a_condition_and_a_hope_are_no_experiences(text: str) -> None:
    assert [row for row in told(read(OPENING, text)) if row[2] != "unknown"] == []


def test_two_treatments_with_different_outcomes_are_two_experiences() -> None:
    found = read(OPENING, "Gabapentin did nothing for me, but duloxetine was a life saver.")

    assert told(found) == [("self", ("gabapentin",), "no-change"), ("self", ("duloxetine",), "improved")]


def test_treatments_in_one_breath_with_one_verdict_are_one_experience() -> None:
    found = read(OPENING, "I tried gabapentin, duloxetine and tramadol. Nothing helped.")

    assert told(found) == [("self", ("gabapentin", "duloxetine", "tramadol"), "no-change")]


def test_a_verdict_without_a_treatment_is_about_what_the_discussion_is_about() -> None:
    (experience,) = [x for x in read(OPENING, "It did nothing for me.").experiences if x.span.post == "1"]

    assert (experience.treatments, experience.outcome) == (("gabapentin",), "no-change")
    assert experience.confidence < 0.6


@pytest.mark.parametrize(
    ("text", "experiencer", "access"),
    [
        ("Gabapentin worked wonders for me.", "self", "first-hand"),
        ("My daughter took gabapentin and it helped her a lot.", "child", "witnessed"),
        ("My husband took gabapentin and it helped him a lot.", "partner", "witnessed"),
        ("My sister took gabapentin and it helped her a lot.", "family", "second-hand"),
        ("A friend took gabapentin and it helped her a lot.", "friend", "second-hand"),
    ],
)
def test_access_follows_from_whose_body_it_is(text: str, experiencer: str, access: str) -> None:
    (experience,) = [x for x in read(OPENING, text).experiences if x.span.post == "1"]

    assert (experience.experiencer, experience.access) == (experiencer, access)


def test_every_quote_is_verbatim_at_its_offsets() -> None:
    found = read(OPENING, "Gabapentin: no effect. My son’s asthma came after a flu…  Duloxetine helped 😀 a lot!")
    texts = {post.path: post.text for post in found.discussion.posts}

    assert found.experiences
    for row in (*found.experiences, *found.stances):
        assert row.quote == texts[row.span.post][row.span.start : row.span.end]
    for row in found.mentions:
        assert row.text == texts[row.span.post][row.span.start : row.span.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gabapentin worked wonders for me.", ["supports effective(gabapentin, fibromyalgia)"]),
        ("Gabapentin did nothing for me.", ["opposes effective(gabapentin, fibromyalgia)"]),
        ("Gabapentin gave me terrible headaches.", ["supports harmful(gabapentin, headache)"]),
        ("My fibromyalgia started after a car accident.", ["supports causes(car accident, fibromyalgia)"]),
        ("For years nobody believed me.", ["supports dismissed(fibromyalgia)"]),
        ("I take gabapentin.", []),
        ("The blood test made no difference.", []),
    ],
)
def test_what_follows_from_an_experience_for_the_claims(text: str, expected: list[str]) -> None:
    found = read(OPENING, text)
    posts = {x.id: x.span.post for x in found.experiences}
    named = claims(found)
    rows = [f"{row.direction} {named[row.claim]}" for row in found.evidence if posts[row.experience] == "1"]

    assert rows == expected


def test_an_illness_made_worse_opposes_a_benefit_that_others_report() -> None:
    found = read(OPENING, "Gabapentin worked wonders.", "Gabapentin made my fibromyalgia worse.")
    named = claims(found)
    rows = [f"{row.direction} {named[row.claim]}" for row in found.evidence]

    assert "opposes effective(gabapentin, fibromyalgia)" in rows
    assert "supports harmful(gabapentin, fibromyalgia)" in rows


def test_every_fact_names_the_rule_that_made_it() -> None:
    found = read(OPENING, "Gabapentin did nothing for me. I disagree with Dr. Low, it is real.")

    for row in (*found.mentions, *found.experiences, *found.stances, *found.evidence, *found.replies):
        assert ":" in row.rule, row
        assert 0 < row.confidence <= 1


def test_reading_twice_gives_the_same() -> None:
    assert read(OPENING, "Gabapentin did nothing.") == read(OPENING, "Gabapentin did nothing.")


def test_a_deleted_post_stays_in_the_tree_with_nothing_annotated() -> None:
    found = read(OPENING, "[deleted]")

    assert [row.post for row in found.replies] == ["1"]
    assert [m for m in found.mentions if m.span.post == "1"] == []
