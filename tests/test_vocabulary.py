"""The shipped vocabulary is sound: its lines parse, names are clear, ids look like ids."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from kg.errors import VocabularyError
from kg.match import fold
from kg.model import Kind
from kg.vocabulary import Concept, Lexicon, load_concepts, load_lexicon, load_narrower, read_concepts
from kg.vocabulary.lexicon import plural

HEADER = "kind\tlabel\tnames\tbroader\tmatch\n"


def test_a_label_stands_once_a_kind() -> None:
    labels = Counter((concept.kind, concept.label.casefold()) for concept in load_concepts())

    assert [key for key, count in labels.items() if count > 1] == []


def test_a_name_belongs_to_one_concept_of_a_kind() -> None:
    owners: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for concept in load_concepts():
        for name in (concept.label, *concept.names):
            key = name if name.startswith("=") else " ".join(fold(name.lstrip("?")).split())
            owners[concept.kind, key].add(concept.label)

    assert {key: sorted(labels) for key, labels in owners.items() if len(labels) > 1} == {}


def test_every_name_holds_a_letter_and_two_characters() -> None:
    names = [(concept.label, name.lstrip("=?")) for concept in load_concepts() for name in concept.names]

    assert [row for row in names if len(row[1]) < 2 or not any(map(str.isalpha, row[1]))] == []


def test_every_broader_concept_exists_and_none_is_its_own() -> None:
    known = {(concept.kind, concept.label) for concept in load_concepts()}
    broader = [(concept.kind, concept.broader) for concept in load_concepts() if concept.broader]

    assert [key for key in broader if key not in known] == []
    parents = {(concept.kind, concept.label): concept.broader for concept in load_concepts()}
    assert [c.label for c in load_concepts() if c.broader and c.label in _above(c, parents)] == []


def _above(concept: Concept, parents: dict[tuple[Kind, str], str | None]) -> set[str]:
    """Return the labels above a concept, walking up until the top or a circle."""
    found: set[str] = set()
    label = concept.broader
    while label and label not in found:
        found.add(label)
        label = parents.get((concept.kind, label))
    return found


def test_external_ids_have_a_known_form() -> None:
    form = re.compile(r"(?:HP:\d{7}|MESH:[CD]\d{6,9}|MONDO:\d{7}|CHEBI:\d+|RXNORM:\d+)")
    ids = [match for concept in load_concepts() for match in concept.matches]

    assert [match for match in ids if not form.fullmatch(match)] == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I have POTS", "POTS"),
        ("neurontin", "gabapentin"),
        ("my migraines", "migraine"),
        ("H. pylori", "H. pylori infection"),
    ],
)
def test_lay_names_brands_and_plurals_are_found(text: str, label: str) -> None:
    found = [term.concept.label for hit in load_lexicon().find(text) for term in hit.payload]

    assert label in found


def test_an_acronym_noted_exact_is_found_in_its_case_only() -> None:
    lexicon = Lexicon([Concept(Kind.CONDITION, "multiple sclerosis", ("=MS",))])

    assert [hit.payload[0].concept.label for hit in lexicon.find("MS, not ms")] == ["multiple sclerosis"]


def test_a_written_name_goes_before_a_plural_that_is_only_made() -> None:
    lexicon = Lexicon(
        [
            Concept(Kind.TREATMENT, "contraceptive pill", ("the pill",)),
            Concept(Kind.TREATMENT, "medication", ("the pills",)),
        ]
    )

    assert [hit.payload[0].concept.label for hit in lexicon.find("the pills")] == ["medication"]


def test_narrower_concepts_include_those_at_any_depth() -> None:
    assert {"tests", "blood tests"} <= load_narrower(Kind.TREATMENT, "tests")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("symptom\tpain", "2 columns, expected 5"),
        ("thing\tpain\t\t\t", "kind 'thing'"),
        ("outcome\tpain\t\t\t", "kind 'outcome'"),
        ("symptom\t\t\t\t", "label ''"),
    ],
)
def test_a_malformed_line_is_an_error_with_file_and_line(line: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=rf"mine\.tsv:2: .*{message}"):
        list(read_concepts(HEADER + line, source="mine.tsv"))


@pytest.mark.parametrize(("word", "expected"), [("virus", None), ("abscess", "abscesses"), ("allergy", "allergies")])
def test_plurals_are_made_where_english_makes_them(word: str, expected: str | None) -> None:
    assert plural(word) == expected
