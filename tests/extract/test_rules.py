"""Cue tables expand to phrases, each with the id of the line that it came from."""

from __future__ import annotations

import pytest

from kg.errors import RuleError
from kg.extract.cues import CUE_TABLES
from kg.extract.rules import expand, load_matcher, read_cues


@pytest.mark.parametrize(
    ("cue", "phrases"),
    [
        ("no change", ["no change"]),
        ("{help|helps} me", ["help me", "helps me"]),
        ("[really ]bad", ["really bad", "bad"]),
        (
            "so [very |much ]{better|worse}",
            ["so very better", "so very worse", "so much better", "so much worse", "so better", "so worse"],
        ),
    ],
)
def test_a_cue_stands_for_all_its_phrases(cue: str, phrases: list[str]) -> None:
    assert list(expand(cue)) == phrases


def test_a_contraction_is_found_without_its_apostrophe_unless_that_is_another_word() -> None:
    text = "value\tcue\tnote\npre\tdidn't\t\nself\ti'll\t\n"

    assert [phrase for phrase, _ in read_cues(text, table="t")] == ["didn't", "didnt", "i'll"]


def test_the_id_names_table_value_and_cue() -> None:
    ((_, cue),) = read_cues("value\tcue\tnote\nimproved\tworked\tweak\n", table="outcome")

    assert (cue.id, cue.value, cue.note) == ("outcome:improved:worked", "improved", "weak")


@pytest.mark.parametrize("line", ["improved", "\thelped\t", "improved\t\t", "a\tb\tc\td"])
def test_a_malformed_line_is_an_error_with_its_place(line: str) -> None:
    with pytest.raises(RuleError, match=r"outcome\.tsv:2: "):
        list(read_cues(f"value\tcue\tnote\n{line}\n", table="outcome"))


@pytest.mark.parametrize("table", CUE_TABLES)
def test_every_shipped_table_compiles(table: str) -> None:
    assert len(load_matcher(table)) > 0
