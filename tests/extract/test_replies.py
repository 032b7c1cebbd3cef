"""What stance a reply takes to the post it answers."""

from __future__ import annotations

import pytest

from tests.extract.reader import read


@pytest.mark.parametrize(
    ("reply", "stance"),
    [
        ("Exactly! My words.", "supports"),
        ("I agree, it is awful.", "supports"),
        ("Same here.", "supports"),
        ("This.", "supports"),
        ("This is the third time I write.", "comments"),
        ("I disagree, it is not like that.", "denies"),
        ("Nonsense.", "denies"),
        ("No swelling with mine, thank you.", "comments"),
        ("Which dose did you take?", "queries"),
        ("How long did it take you", "queries"),
        ("My sister had it in 2010 and moved to Leeds.", "comments"),
        ("Thank you, that is kind.", "comments"),
    ],
)
def test_agreement_denial_and_questions_are_told_apart(reply: str, stance: str) -> None:
    (row,) = read("Statins ruined my legs.", reply).replies

    assert row.stance == stance


def test_a_bare_no_to_a_question_is_an_answer_and_no_denial() -> None:
    (row,) = read("Did it help you?", "No, not at all.").replies

    assert row.stance == "comments"


def test_words_of_the_parent_that_a_reply_quotes_do_not_speak_for_it() -> None:
    (row,) = read("I agree with all of that, truly.", "> I agree with all of that, truly.\n\nMy cat is ill.").replies

    assert row.stance == "comments"


def test_an_opening_post_has_no_reply_stance() -> None:
    assert read("I agree.").replies == ()
