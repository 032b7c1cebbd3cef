"""The scorer: its figures are those of the project's measure, and it says where two readers differ."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kg.annotations import read_annotations
from kg.model import Annotations, Kind
from kg.score import MACRO, Count, Difference, Scores, compare, differences, score, total
from kg.score.names import Naming, normal, words

DATA = Path(__file__).parent / "data"
GOLD = sorted(DATA.glob("*.gold.json"))

#: The measure itself, where the project is developed; its figures are stored for everywhere else.
SCRIPT = Path(__file__).parents[2] / "shared" / "score.py"
STORED = DATA / "scores.tsv"

#: Precision, recall, F1, rows of the gold, rows found; for the macro F1 only that.
Figures = dict[str, list[float]]


def perturbed(document: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return another reader's version of a document: rows missing, names, sides and persons changed."""
    random = Random(seed).random
    other = deepcopy(document)
    names = [row["concept"] for row in other["entities"]]

    def any_name() -> str:
        return str(names[int(random() * len(names))])

    for row in other["entities"]:
        row["concept"] = any_name() if random() < 0.2 else row["concept"]
    other["entities"] = [row for row in other["entities"] if random() < 0.8]
    for row in other["experiences"]:
        row["experiencer"] = "others" if random() < 0.2 else row["experiencer"]
        row["outcome"] = "mixed" if random() < 0.3 else row["outcome"]
        row["access"] = "witnessed" if random() < 0.3 else row["access"]
    other["experiences"].sort(key=lambda row: random())
    for row in other["claims"]:
        row["subject"] = any_name() if row["subject"] and random() < 0.3 else row["subject"]
        row["object"] = "any" if row["object"] and random() < 0.3 else row["object"]
    for row in other["stances"]:
        row["stance"] = "questions" if random() < 0.2 else row["stance"]
        row["holder"] = row["holder"][::-1] if random() < 0.2 else row["holder"]
    other["stances"] = [row for row in other["stances"] if random() < 0.8]
    for row in other["evidence"]:
        row["direction"] = "opposes" if random() < 0.2 else row["direction"]
    other["evidence"] = [row for row in other["evidence"] if random() < 0.8]
    for row in other["replies"]:
        row["stance"] = "comments" if random() < 0.3 else row["stance"]
    other["replies"] = [row for row in other["replies"] if random() < 0.9]
    return other


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with another reader's version of each gold file."""
    folder = tmp_path_factory.mktemp("system")
    for seed, path in enumerate(GOLD):
        document = perturbed(json.loads(path.read_text(encoding="utf-8")), seed)
        (folder / path.name).write_text(json.dumps(document), encoding="utf-8")
    return folder


def measured(gold: Path, system: Path) -> Figures:
    """Return what the measure prints."""
    command = [sys.executable, str(SCRIPT), str(gold), str(system)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: Figures = {}
    for line in printed.splitlines()[1:]:
        if line.startswith(MACRO):
            figures[MACRO] = [float(line.split()[-1])]
        else:
            numbers = re.findall(r"(?<= )\d+(?:\.\d+)?(?= |$)", line)
            figures[line.split()[0]] = [float(number) for number in numbers]
    return figures


def stored() -> Figures:
    rows = (line.split("\t") for line in STORED.read_text(encoding="utf-8").splitlines()[1:])
    return {name: [float(value) for value in values] for name, *values in rows}


def figures_of(scores: Scores) -> Figures:
    rows = ((name, [value for value in values if value is not None]) for name, *values in scores.rows())
    return {name: [float(value) for value in values] for name, values in rows}


def test_figures_are_those_of_the_measure(system: Path) -> None:
    pairs = [(read_annotations(path), read_annotations(system / path.name)) for path in GOLD]
    found = figures_of(total(score(gold, other) for gold, other in pairs))
    expected = stored()
    assert found == expected
    assert list(found) == list(expected)
    if SCRIPT.is_file():
        assert measured(DATA, system) == expected


def test_gold_agrees_with_itself() -> None:
    gold = read_annotations(GOLD[0])
    for layer, count in score(gold, gold).counts.items():
        assert (layer, count.precision) == (layer, 1.0 if count.gold else 0.0)
        assert count.precision == count.recall == count.f1


def test_nothing_read_scores_nothing() -> None:
    gold = read_annotations(GOLD[0])
    counts = score(gold, Annotations(gold.discussion, gold.run)).counts
    assert {count.agreed for count in counts.values()} == {0}
    assert counts["stances"] == Count(0, len(gold.stances), 0)
    assert counts["stances"].f1 == 0.0


def test_totals_weigh_rows_not_files() -> None:
    one, other = Scores({"a": Count(1, 1, 1)}), Scores({"a": Count(0, 9, 0), "b": Count(1, 1, 1)})
    assert total([one, other]).counts == {"a": Count(1, 10, 1), "b": Count(1, 1, 1)}
    assert total([]).counts == {}


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Dr. Sands’s", "dr sand"), ("ME/CFS", "me cfs"), ("gas", "gas"), ("stress", "stress"), ("naïve", "na ve")],
)
def test_names_are_compared_in_a_plain_form(text: str, plain: str) -> None:
    assert normal(text) == plain
    assert normal(plain) == plain


def test_words_that_say_nothing_count_only_where_there_are_no_others() -> None:
    assert words("the ketamine therapy") == {"ketamine"}
    assert words("the therapy") == {"the", "therapy"}


@pytest.mark.parametrize(
    ("gold", "system", "same", "compatible"),
    [
        ("low-dose ketamine", "ketamine (low dose)", True, True),
        ("ketamine drip", "ketamine", True, True),
        ("ketamine slow drip", "ketamine", False, False),
        ("any", "ketamine", False, True),
        ("", "ketamine", False, True),
        ("the programme", "the therapy", False, False),
    ],
)
def test_same_and_compatible_names(gold: str, system: str, same: bool, compatible: bool) -> None:
    naming = Naming({}, {})
    assert (naming.same(gold, system), naming.compatible(gold, system)) == (same, compatible)


def test_concepts_that_share_a_surface_text_are_the_same() -> None:
    gold = read_annotations(DATA / "wordpress-copied.txt.gold.json")
    mention = gold.mentions[0]
    naming = Naming.of([mention], [mention])
    assert naming.same(mention.concept, mention.text)


def test_rows_are_agreed_missed_or_false_alarms(system: Path) -> None:
    gold, other = read_annotations(GOLD[0]), read_annotations(system / GOLD[0].name)
    for layer, found in compare(gold, other).items():
        assert len(found.agreed) + len(found.missed) == len(found.gold), layer
        assert len(found.agreed) + len(found.false_alarms) == len(found.system), layer


@pytest.mark.parametrize("layer", list(compare(read_annotations(GOLD[0]), read_annotations(GOLD[0]))))
def test_differences_list_every_row_that_does_not_agree(layer: str, system: Path) -> None:
    gold, other = read_annotations(GOLD[0]), read_annotations(system / GOLD[0].name)
    found = list(differences(gold, other, layer=layer))
    comparison = compare(gold, other)[layer]
    errors = [difference.error for difference in found]
    assert errors == ["missed"] * len(comparison.missed) + ["false alarm"] * len(comparison.false_alarms)
    texts = {post.path: " ".join(post.text.split()) for post in gold.discussion.posts}
    assert all(difference.sentence in texts[difference.post] for difference in found)
    assert all(difference.row and difference.discussion == gold.discussion.id for difference in found)


def test_difference_shows_the_sentence_around_the_words() -> None:
    document = {
        "format": "px-annotations/1",
        "discussion": {"id": "salt", "title": ""},
        "posts": [{"id": "1", "text": "I am Bo. Salt helped\nme, twice! More."}],
        "entities": [{"post": "1", "text": "helped", "kind": "outcome", "concept": "helped"}],
    }
    gold = read_annotations(json.dumps(document))
    nothing = Annotations(gold.discussion, gold.run)
    (found,) = differences(gold, nothing, layer=f"entities.{Kind.OUTCOME}")
    assert found == Difference("salt", "missed", "1", "outcome helped “helped”", "", "Salt helped")
