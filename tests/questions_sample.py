"""What the questions are asked of in tests: the gold files, and a small discussion with what they lack."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.annotations import read_annotations
from kg.graph.build import build_part
from kg.graph.concepts import ConceptInfo, Concepts
from kg.graph.records import GraphPart, Node
from kg.model import (
    Access,
    Annotations,
    Basis,
    Claim,
    Direction,
    Discussion,
    Evidence,
    Experience,
    Experiencer,
    Kind,
    Mention,
    Mode,
    OutcomeValue,
    Post,
    PostKind,
    Predicate,
    Reply,
    ReplyStance,
    Run,
    Side,
    Span,
    Stance,
)

DATA = Path(__file__).resolve().parent / "data"

#: A vocabulary: other names, of which one makes the GP a role, and what hEDS is.
CONCEPTS: Concepts = {
    (Kind.CONDITION, "CRPS"): ConceptInfo(("RSD", "complex regional pain syndrome")),
    (Kind.TREATMENT, "ketamine infusion"): ConceptInfo(("ketamine", "ketamine drip")),
    (Kind.CLINICIAN, "GP"): ConceptInfo(("family doctor",)),
    (Kind.CONDITION, "hEDS"): ConceptInfo(broader=("EDS",)),
    (Kind.CONDITION, "EDS"): ConceptInfo(broader=("connective tissue disease",)),
}

#: Author and words of the posts of `salt`, by path; nobody is known to have written post 2.
_WORDS: dict[str, tuple[str | None, str]] = {
    "0": (
        "Ida",
        "Dr. Quill writes: “POTS is a habit of the mind.” My GP says that salt does nothing. "
        "Salt tablets keep me on my feet. 🧂",
    ),
    "1": ("Joss", "Dr. Quill does not, in fact, believe that it is mental. My GP swears by salt."),
    "1.1": ("Ida", "Salt got me through another summer."),
    "2": (None, "Salt gave me swollen ankles and nothing else."),
    "3": ("Kit", "Stockings help, see the trial. My joints are hEDS joints."),
    "4": ("Lou", "Mindfulness cures POTS, full stop. Ida thinks salt is a placebo."),
    "5": ("Ida", "I was wrong about Dr. Quill: he told my cousin that it is bodily."),
    "9": ("Kit", "And my POTS came with puberty."),
    "10": (
        "Joss",
        "Salt did nothing for my son at first. Then it did a lot. He has POTS and asthma; so do most boys on his ward.",
    ),
    "11": ("Lou", "They rolled their eyes and wrote down anxiety, for six years. It was POTS."),
}


def _at(path: str, words: str) -> Span:
    start = _WORDS[path][1].index(words)
    return Span(path, start, start + len(words))


def _posts() -> Iterable[Post]:
    for path, (author, text) in _WORDS.items():
        parent = None if path == "0" else "1" if path == "1.1" else "0"
        links = ("https://doi.org/10.1000/182",) if path == "3" else ()
        yield Post(path, parent, author, PostKind.COMMENT if parent else PostKind.ARTICLE, text, links=links)


def _experience(
    number: int, path: str, words: str, whose: Experiencer, access: Access, outcome: OutcomeValue, **lists: list[str]
) -> Experience:
    taking_part = {name: tuple(labels) for name, labels in lists.items()}
    return Experience(f"x{number}", _at(path, words), words, whose, access, outcome, **taking_part)  # type: ignore[arg-type]


def _experiences() -> tuple[Experience, ...]:
    me, son, boys = Experiencer.SELF, Experiencer.CHILD, Experiencer.OTHERS
    own, seen, heard = Access.FIRST_HAND, Access.WITNESSED, Access.SECOND_HAND
    better, same, unknown = OutcomeValue.IMPROVED, OutcomeValue.NO_CHANGE, OutcomeValue.UNKNOWN
    salt = {"conditions": ["POTS"], "treatments": ["salt"]}
    both = {"conditions": ["POTS", "asthma"]}
    wrong = {"conditions": ["POTS", "anxiety"], "stressors": ["misdiagnosis", "not being believed"]}
    return (
        _experience(1, "0", "Salt tablets keep me on my feet", me, own, better, **salt),
        _experience(2, "1.1", "Salt got me through another summer", me, own, better, **salt),
        _experience(3, "2", "Salt gave me swollen ankles and nothing else", me, own, same, **salt),
        _experience(4, "10", "Salt did nothing for my son at first", son, seen, same, **salt),
        _experience(5, "10", "Then it did a lot", son, seen, better, **salt),
        _experience(6, "10", "He has POTS and asthma", son, seen, unknown, **both),
        _experience(7, "10", "so do most boys on his ward", boys, heard, unknown, **both),
        _experience(8, "3", "My joints are hEDS joints", me, own, unknown, conditions=["hEDS", "EDS"]),
        _experience(9, "9", "my POTS came with puberty", me, own, unknown, conditions=["POTS"]),
        _experience(10, "11", _WORDS["11"][1], me, own, unknown, **wrong),
    )


def _stance(path: str, words: str, holder: str, claim: str, side: Side, mode: Mode = Mode.OWN) -> Stance:
    return Stance(_at(path, words), words, holder, claim, side, mode, Basis.ARGUMENT)


def salt() -> Annotations:
    """Return a discussion in which views are misreported, a link is cited, a post is unnamed, paths reach 10."""
    kinds = {
        "Dr. Quill": Kind.CLINICIAN,
        "GP": Kind.CLINICIAN,
        "Salt": Kind.TREATMENT,
        "POTS": Kind.CONDITION,
    }
    mentions = [
        Mention(_at("0", words), words, kind, words.lower() if words == "Salt" else words)
        for words, kind in kinds.items()
    ]
    claims = (
        Claim("salt", Predicate.EFFECTIVE, "salt", "POTS", "Salt helps."),
        Claim("mind", Predicate.PSYCHOLOGICAL, "POTS", "", "POTS is in the mind."),
        Claim("stockings", Predicate.EFFECTIVE, "compression stockings", "POTS", "Stockings help."),
        Claim("calm", Predicate.EFFECTIVE, "mindfulness", "POTS", "Mindfulness helps."),
        Claim("wrong", Predicate.MISDIAGNOSED, "POTS", "anxiety", "POTS is taken for anxiety."),
    )
    stances = (
        _stance("0", "POTS is a habit of the mind", "Dr. Quill", "mind", Side.SUPPORTS, Mode.QUOTED),
        _stance("0", "salt does nothing", "GP", "salt", Side.OPPOSES, Mode.REPORTED),
        _stance("0", "Salt tablets keep me on my feet", "Ida", "salt", Side.SUPPORTS),
        _stance("1", "does not, in fact, believe that it is mental", "Dr. Quill", "mind", Side.OPPOSES, Mode.REPORTED),
        _stance("1", "swears by salt", "GP", "salt", Side.SUPPORTS, Mode.REPORTED),
        _stance("3", "Stockings help", "Kit", "stockings", Side.SUPPORTS),
        _stance("4", "Mindfulness cures POTS", "Lou", "calm", Side.SUPPORTS),
        _stance("4", "Ida thinks salt is a placebo", "Ida", "salt", Side.OPPOSES, Mode.REPORTED),
        _stance("5", "he told my cousin that it is bodily", "Dr. Quill", "mind", Side.OPPOSES, Mode.REPORTED),
    )
    evidence = (
        Evidence("x1", "salt", Direction.SUPPORTS, "better on salt", "evidence/told-outcome", 0.9),
        Evidence("x2", "salt", Direction.SUPPORTS),
        Evidence("x3", "salt", Direction.OPPOSES),
        Evidence("x4", "salt", Direction.OPPOSES),
        Evidence("x5", "salt", Direction.SUPPORTS),
        Evidence("x10", "wrong", Direction.SUPPORTS),
    )
    replies = (Reply("1", "0", ReplyStance.DENIES), Reply("1.1", "1", ReplyStance.COMMENTS))
    discussion = Discussion("salt-and-dr-quill", "Salt, stockings and Dr. Quill", tuple(_posts()))
    run = Run("pxkg", "0.1.0", "v0cab", "ru1es")
    return Annotations(discussion, run, tuple(mentions), _experiences(), claims, stances, evidence, replies)


@cache
def gold_part(name: str) -> GraphPart:
    """Return the graph of a gold file, by its name without the suffix."""
    return build_part(read_annotations(DATA / f"{name}.gold.json"), concepts=CONCEPTS)


@cache
def salt_part() -> GraphPart:
    """Return the graph of `salt`."""
    return build_part(salt(), concepts=CONCEPTS)


@cache
def all_parts() -> tuple[GraphPart, ...]:
    """Return the graphs of all gold files and of `salt`."""
    names = sorted(file.name.removesuffix(".gold.json") for file in DATA.glob("*.gold.json"))
    return (*(gold_part(name) for name in names), salt_part())


def account(part: GraphPart, name: str) -> str:
    """Return the pseudonym of an account."""
    return str(_node(part, "Account", name).properties["label"])


def id_of(part: GraphPart, class_: str, name: str) -> str:
    """Return the id of the node of a class that has a name or label."""
    return _node(part, class_, name).id


def _node(part: GraphPart, class_: str, name: str) -> Node:
    (found,) = (
        node
        for node in part.nodes
        if node.labels[0] == class_ and name in (node.properties.get("name"), node.properties["label"])
    )
    return found


def told_outcome() -> str:
    """Return the id of the one piece of evidence in `salt` that a rule made."""
    (found,) = (node for node in salt_part().nodes if node.properties.get("rule") == "evidence/told-outcome")
    return found.id
