"""Whether a mention holds, and whose it is."""

from __future__ import annotations

import pytest

from tests.extract.reader import mention, read


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("I have migraine.", False),
        ("I don't have migraine.", True),
        ("I never had migraine before.", True),
        ("No migraine since May.", True),
        ("They ruled out migraine.", True),
        ("She is free of migraine.", True),
        ("It is not only migraine.", False),
        ("I didn't sleep, but the migraine was worse.", False),
        ("I have no fever, however the migraine stays.", False),
        ("Without migraine I could work.", True),
        ("There is no doubt that I have migraine.", False),
        ("I havent had migraine.", True),
    ],
)
def test_a_negation_governs_what_follows_until_its_scope_ends(text: str, negated: bool) -> None:
    assert mention(read("Hello.", text), "migraine").negated is negated


@pytest.mark.parametrize(
    ("text", "hypothetical"),
    [
        ("I took gabapentin.", False),
        ("Has anyone tried gabapentin?", True),
        ("I am going to try gabapentin.", True),
        ("If it gets worse I would take gabapentin.", True),
        ("You should try gabapentin.", True),
        ("I am afraid of gabapentin.", True),
        ("My doctor is thinking about gabapentin.", True),
        ("Gabapentin made me dizzy.", False),
    ],
)
def test_what_is_asked_planned_feared_or_advised_is_hypothetical(text: str, hypothetical: bool) -> None:
    assert mention(read("Hello.", text), "gabapentin").hypothetical is hypothetical


@pytest.mark.parametrize(
    ("text", "experiencer"),
    [
        ("I have asthma.", "self"),
        ("My daughter has asthma.", "child"),
        ("Our son was told it is asthma.", "child"),
        ("My 7 year old has asthma.", "child"),
        ("My husband has asthma.", "partner"),
        ("My mother had asthma.", "family"),
        ("My sister in law has asthma.", "family"),
        ("A friend of mine has asthma.", "friend"),
        ("Some people get asthma.", "others"),
        ("I met my wife and she has asthma.", "partner"),
        ("My daughter is ten. She has asthma.", "child"),
        ("We moved house. Asthma again.", "self"),
    ],
)
def test_a_mention_belongs_to_the_person_last_named_before_it(text: str, experiencer: str) -> None:
    assert mention(read("Hello.", text), "asthma").experiencer == experiencer


def test_words_that_a_post_quotes_give_no_mentions() -> None:
    found = read("Ketamine cured my migraine, honest.", "> Ketamine cured my migraine, honest.\n\nGood for you.")

    assert [m.span.post for m in found.mentions if m.concept == "migraine"] == ["0"]
