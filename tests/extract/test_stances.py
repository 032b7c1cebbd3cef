"""Stances beside experiences: opinions, advice, questions, and views that are reported of somebody."""

from __future__ import annotations

import pytest

from kg.model import Annotations
from tests.extract.reader import claims, read

OPENING = "I was diagnosed with fibromyalgia."


def stances(found: Annotations, post: str = "1") -> list[str]:
    named = claims(found)
    return [f"{s.holder} {s.side} {named[s.claim]} {s.mode}" for s in found.stances if s.span.post == post]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fibromyalgia is a real illness.", "author 1 supports real(fibromyalgia) own"),
        ("Fibromyalgia is not in your head.", "author 1 opposes psychological(fibromyalgia) own"),
        ("Fibromyalgia is a mental illness.", "author 1 supports psychological(fibromyalgia) own"),
        ("I would recommend magnesium.", "author 1 supports recommended(magnesium, fibromyalgia) own"),
        ("Stay away from opioids.", "author 1 opposes recommended(opioids, fibromyalgia) own"),
        ("Has anyone tried magnesium?", "author 1 questions effective(magnesium, fibromyalgia) own"),
        ("Dr. Low is a quack.", "author 1 opposes credible(Dr. Low) own"),
        (
            "My rheumatologist prescribed gabapentin.",
            "rheumatologist supports recommended(gabapentin, fibromyalgia) reported",
        ),
        ("Dr. Low says that magnesium is a placebo.", "Dr. Low opposes effective(magnesium, fibromyalgia) reported"),
    ],
)
def test_a_view_has_a_holder_a_side_and_a_mode(text: str, expected: str) -> None:
    assert expected in stances(read(OPENING, text))


def test_denying_that_somebody_holds_a_view_turns_its_side_for_that_holder() -> None:
    believes = stances(read(OPENING, "Dr. Low believes that fibromyalgia is a real illness."))
    denied = stances(read(OPENING, "Dr. Low does not believe that fibromyalgia is a real illness."))

    assert "Dr. Low supports real(fibromyalgia) reported" in believes
    assert "Dr. Low opposes real(fibromyalgia) reported" in denied


def test_a_told_outcome_is_also_the_posters_own_stance() -> None:
    assert stances(read(OPENING, "Gabapentin did nothing for me.")) == [
        "author 1 opposes effective(gabapentin, fibromyalgia) own"
    ]


def test_one_holder_takes_one_side_on_a_claim_in_a_post() -> None:
    found = read(OPENING, "Gabapentin helped a lot. Gabapentin really worked. Gabapentin works.")
    keys = [(s.span.post, s.holder, s.claim) for s in found.stances]

    assert len(keys) == len(set(keys))


def test_a_post_without_an_author_is_held_by_the_author_of_its_place() -> None:
    from dataclasses import replace

    from kg.extract import annotate

    discussion = read(OPENING, "Gabapentin did nothing for me.").discussion
    nameless = replace(discussion, posts=(discussion.posts[0], replace(discussion.posts[1], author=None)))

    assert {s.holder for s in annotate(nameless).stances if s.span.post == "1"} == {"author of 1"}
