"""Two small fictional discussions that between them use every class, relation and property of the ontology."""

from __future__ import annotations

from kg.graph.build import build_part
from kg.graph.concepts import ConceptInfo, Concepts
from kg.graph.records import Graph, GraphPart
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

#: A vocabulary of one branch: hEDS is an EDS is a connective tissue disease.
CONCEPTS: Concepts = {
    (Kind.CONDITION, "hEDS"): ConceptInfo(("bendy joints", "hypermobile EDS"), ("MONDO:0007523",), ("EDS",)),
    (Kind.CONDITION, "EDS"): ConceptInfo(("Ehlers-Danlos",), (), ("connective tissue disease",)),
    (Kind.TREATMENT, "taping"): ConceptInfo(("kinesio tape",)),
}

RUN = Run("pxkg", "0.1.0", "v0cab", "ru1es", {"terms": "small", "repair": "on"})

_POSTS = (
    Post(
        "0",
        None,
        "Wilma",
        PostKind.ARTICLE,
        "Taping helped my hEDS knees within a week. Dr. Orrin says taping is a crutch. "
        "My sister swears it made her worse, see doi.org and PubMed.",
        created="2019-03-01T12:00:00Z",
        likes=12,
        roles=("post author",),
        links=("https://doi.org/10.1000/182", "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        url="https://blog.example/taping#0",
    ),
    Post(
        "1",
        "0",
        "Fred B.",
        PostKind.COMMENT,
        "It did nothing for my daughter: rash, tears, and the stairs again. Is it even real?",
        created="2019-03-02T08:30:00+02:00",
        likes=-3,
        quotes=("0",),
        roles=("moderator", "member"),
    ),
    Post("1.1", "1", "Wilma", PostKind.COMMENT, "The Elm Clinic calls it all in the head. 😡\tNot so."),
    Post("2", None, None, PostKind.PINGBACK, "[…] taping […]", parent_missing=True),
)


def at(posts: tuple[Post, ...], path: str, words: str) -> Span:
    """Return where words stand in a post."""
    text = next(post.text for post in posts if post.path == path)
    start = text.index(words)
    return Span(path, start, start + len(words))


def _mention(path: str, words: str, kind: Kind, concept: str, **attributes: object) -> Mention:
    return Mention(at(_POSTS, path, words), words, kind, concept, rule="term/1", **attributes)  # type: ignore[arg-type]


def _stance(path: str, words: str, holder: str, claim: str, side: Side, **attributes: object) -> Stance:
    given = {"mode": Mode.OWN, "basis": Basis.ARGUMENT, "rule": "stance/1", "confidence": 0.5, **attributes}
    return Stance(at(_POSTS, path, words), words, holder, claim, side, **given)  # type: ignore[arg-type]


def taping() -> Annotations:
    """Return a blog's discussion: an article, a reply, a reply to that, a pingback whose parent is missing."""
    mentions = (
        _mention("0", "Taping", Kind.TREATMENT, "taping", experiencer=Experiencer.SELF, confidence=2 / 3),
        _mention("0", "hEDS", Kind.CONDITION, "hEDS", experiencer=Experiencer.SELF),
        _mention("0", "helped", Kind.OUTCOME, "helped", experiencer=Experiencer.SELF),
        _mention("0", "Dr. Orrin", Kind.CLINICIAN, "Dr. Orrin"),
        _mention("1", "rash", Kind.SYMPTOM, "rash", experiencer=Experiencer.CHILD),
        _mention("1", "the stairs", Kind.STRESSOR, "climbing stairs", hypothetical=True),
        _mention("1.1", "Elm Clinic", Kind.ORGANIZATION, "Elm Clinic", negated=True),
    )
    words = "Taping helped my hEDS knees within a week"
    experiences = (
        Experience(
            "x1",
            at(_POSTS, "0", words),
            words,
            Experiencer.SELF,
            Access.FIRST_HAND,
            OutcomeValue.IMPROVED,
            conditions=("hEDS",),
            treatments=("taping",),
            clinicians=("Dr. Orrin",),
            rule="outcome/1",
            confidence=0.9,
        ),
        Experience(
            "x2",
            at(_POSTS, "1", "It did nothing for my daughter"),
            "It did nothing for my daughter",
            Experiencer.CHILD,
            Access.WITNESSED,
            OutcomeValue.NO_CHANGE,
            symptoms=("rash",),
            treatments=("taping",),
            stressors=("climbing stairs",),
            rule="outcome/2",
            confidence=0.8,
        ),
    )
    claims = (
        Claim("c1", Predicate.EFFECTIVE, "taping", "hEDS", "Tape helps bendy knees."),
        Claim("c2", Predicate.HARMFUL, "taping", "hEDS", "Tape harms bendy knees."),
        Claim("c3", Predicate.PSYCHOLOGICAL, "hEDS", "", "It is all in the head."),
        Claim("c4", Predicate.OTHER, "", "", "Knees  deserve\nbetter."),
    )
    stances = (
        _stance("0", "Taping helped", "Wilma", "c1", Side.SUPPORTS, basis=Basis.FIRST_HAND),
        _stance("0", "taping is a crutch", "Dr. Orrin", "c1", Side.OPPOSES, mode=Mode.REPORTED),
        _stance("0", "it made her worse", "Wilma's sister", "c2", Side.SUPPORTS, mode=Mode.REPORTED),
        _stance("1", "Is it even real?", "fred b.", "c4", Side.QUESTIONS),
        _stance("1.1", "all in the head", "Elm Clinic", "c3", Side.SUPPORTS, mode=Mode.REPORTED),
    )
    evidence = (
        Evidence("x1", "c1", Direction.SUPPORTS, "improved after taping", "evidence/1", 0.9),
        Evidence("x2", "c1", Direction.OPPOSES, "no change after taping", "evidence/2", 0.72345),
    )
    replies = (Reply("1", "0", ReplyStance.DENIES, "reply/1", 0.6),)
    discussion = Discussion(
        "taping-knees",
        "Taping knees: does it work?",
        _POSTS,
        platform="wordpress",
        url="https://www.blog.example/taping",
        declared=4,
    )
    return Annotations(discussion, RUN, mentions, experiences, claims, stances, evidence, replies)


def knees() -> Annotations:
    """Return another discussion of the same blog, which shares an account, concepts and a claim with `taping`."""
    posts = (
        Post("0", None, "Wilma", PostKind.ARTICLE, "Still taping my EDS knees. It works."),
        Post("1", "0", "Barney", PostKind.COMMENT, "I do not believe a word, but taping is cheap."),
    )
    mentions = (
        Mention(at(posts, "0", "taping"), "taping", Kind.TREATMENT, "taping"),
        Mention(at(posts, "0", "EDS"), "EDS", Kind.CONDITION, "EDS"),
        Mention(at(posts, "1", "taping"), "taping", Kind.TREATMENT, "taping"),
    )
    claims = (
        Claim("c1", Predicate.EFFECTIVE, "taping", "hEDS", "Taping works for hypermobile people."),
        Claim("c2", Predicate.CREDIBLE, "Dr. Orrin", "", "Dr. Orrin knows what he says."),
    )
    words = "I do not believe a word"
    stances = (Stance(at(posts, "1", words), words, "Barney", "c2", Side.OPPOSES, Mode.OWN, Basis.ARGUMENT),)
    discussion = Discussion("more-knees", "", posts, platform="wordpress", url="https://blog.example/more-knees")
    return Annotations(discussion, RUN, mentions, claims=claims, stances=stances)


def parts() -> list[GraphPart]:
    """Return both discussions, built."""
    return [build_part(annotations, concepts=CONCEPTS) for annotations in (taping(), knees())]


def graph_of(*given: GraphPart) -> Graph:
    """Return parts merged."""
    graph = Graph()
    for part in given:
        graph.add(part.nodes, part.edges)
    return graph
