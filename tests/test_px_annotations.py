"""px-annotations/1: what is read, what is refused and how, and that nothing is lost on the way out and in."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotations import FORMAT, read_annotations, write_annotations
from kg.errors import AnnotationError
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
    Notice,
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

DATA = Path(__file__).parent / "data"
GOLD = sorted(DATA.glob("*.gold.json"))

#: A small document with a row of each kind, as a person would write it: no offsets, no rules.
DOCUMENT: dict[str, Any] = {
    "format": FORMAT,
    "annotator": "Ada",
    "discussion": {"id": "salt", "title": "Salt"},
    "posts": [
        {"id": "0", "parent": None, "author": "Bo", "kind": "article", "text": "Does salt help? Nonsalty people ask."},
        {"id": "1", "parent": "0", "author": "Cy", "kind": "comment", "text": "Salt made my cramps worse."},
    ],
    "entities": [
        {
            **{"post": "1", "text": "Salt", "kind": "treatment", "concept": "salt", "negated": False},
            **{"hypothetical": False, "experiencer": "self"},
        }
    ],
    "experiences": [
        {
            **{"id": "x1", "post": "1", "experiencer": "self", "access": "first-hand", "conditions": []},
            **{"symptoms": ["cramps"], "treatments": ["salt"], "clinicians": [], "stressors": []},
            **{"outcome": "worsened", "quote": "Salt made my cramps worse"},
        }
    ],
    "claims": [{"id": "c1", "predicate": "harmful", "subject": "salt", "object": "cramps", "text": "Salt harms."}],
    "stances": [
        {
            **{"post": "1", "holder": "Cy", "claim": "c1", "stance": "supports", "mode": "own"},
            **{"basis": "first-hand", "quote": "made my cramps worse"},
        }
    ],
    "evidence": [{"experience": "x1", "claim": "c1", "direction": "supports"}],
    "replies": [{"post": "1", "parent": "0", "stance": "comments"}],
}

#: The same as the program writes it.
WRITTEN = """\
{
 "format": "px-annotations/1",
 "run": {"agent": "Ada"},
 "discussion": {"id": "salt", "title": "Salt"},
 "posts": [
  {"id": "0", "parent": null, "author": "Bo", "kind": "article", "text": "Does salt help? Nonsalty people ask."},
  {"id": "1", "parent": "0", "author": "Cy", "kind": "comment", "text": "Salt made my cramps worse."}
 ],
 "entities": [
  {"post": "1", "text": "Salt", "kind": "treatment", "concept": "salt", "negated": false, "hypothetical": false, \
"experiencer": "self", "start": 0, "end": 4, "rule": "", "confidence": 1.0}
 ],
 "experiences": [
  {"id": "x1", "post": "1", "experiencer": "self", "access": "first-hand", "conditions": [], "symptoms": ["cramps"], \
"treatments": ["salt"], "clinicians": [], "stressors": [], "outcome": "worsened", \
"quote": "Salt made my cramps worse", "start": 0, "end": 25, "rule": "", "confidence": 1.0}
 ],
 "claims": [
  {"id": "c1", "predicate": "harmful", "subject": "salt", "object": "cramps", "text": "Salt harms."}
 ],
 "stances": [
  {"post": "1", "holder": "Cy", "claim": "c1", "stance": "supports", "mode": "own", "basis": "first-hand", \
"quote": "made my cramps worse", "start": 5, "end": 25, "rule": "", "confidence": 1.0}
 ],
 "evidence": [
  {"experience": "x1", "claim": "c1", "direction": "supports", "rule": "", "confidence": 1.0}
 ],
 "replies": [
  {"post": "1", "parent": "0", "stance": "comments", "rule": "", "confidence": 1.0}
 ]
}
"""


def changed(path: str, value: object) -> str:
    """Return the document as text with one value set (`stances.0.quote`), or left out where it is `...`."""
    document = deepcopy(DOCUMENT)
    *parents, last = path.split(".")
    place: Any = document
    for key in parents:
        place = place[int(key)] if key.isdigit() else place[key]
    if value is ...:
        del place[last]
    elif last.isdigit():
        place.insert(int(last), value)
    else:
        place[last] = value
    return json.dumps(document)


# --- reading and writing --------------------------------------------------------------------------


def test_document_is_written_in_the_order_of_the_guide_a_row_a_line() -> None:
    assert write_annotations(read_annotations(json.dumps(DOCUMENT))) == WRITTEN


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_gold_files_survive_writing_and_reading(path: Path) -> None:
    annotations = read_annotations(path)
    assert read_annotations(write_annotations(annotations)) == annotations
    document = json.loads(path.read_text(encoding="utf-8"))
    lists = (annotations.mentions, annotations.experiences, annotations.claims)
    lists2 = (annotations.stances, annotations.evidence, annotations.replies)
    names = ("entities", "experiences", "claims", "stances", "evidence", "replies")
    assert list(map(len, (*lists, *lists2))) == [len(document[name]) for name in names]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_offsets_of_the_gold_are_kept(path: Path) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))["entities"]
    spans = [mention.span for mention in read_annotations(path).mentions]
    assert spans == [Span(row["post"], row["start"], row["end"]) for row in rows]


def test_entity_without_offsets_stands_where_its_words_are_whole() -> None:
    row = {"post": "0", "text": "salt", "kind": "treatment", "concept": "salt"}
    found = read_annotations(changed("entities.0", row)).mentions[0]
    assert (found.span, found.experiencer, found.negated) == (Span("0", 5, 9), Experiencer.NONE, False)
    text = changed("entities.0", {**row, "text": "salty"})
    assert read_annotations(text).mentions[0].span == Span("0", 19, 24)


@pytest.mark.parametrize(
    ("key", "value", "run"),
    [
        ("annotator", "Ada", Run("Ada")),
        ("annotator", ..., Run("external")),
        ("run", "Eve", Run("Eve")),
        ("run", {"agent": "Eve", "version": "2", "options": {"a": "b"}}, Run("Eve", "2", options={"a": "b"})),
        ("run", {"version": "2"}, Run("Ada", "2")),
    ],
)
def test_run_says_who_annotated(key: str, value: object, run: Run) -> None:
    assert read_annotations(changed(key, value)).run == run


@pytest.mark.parametrize(
    ("given_moment", "kept"),
    [
        ("2019-03-01T12:00:00Z", "2019-03-01T12:00:00Z"),
        ("2019-03-01T12:00:00+02:00", "2019-03-01T10:00:00Z"),
        ("2019-03-01", "2019-03-01T00:00:00Z"),
    ],
)
def test_moment_of_a_post_is_kept_in_utc(given_moment: str, kept: str) -> None:
    assert read_annotations(changed("posts.1.created", given_moment)).discussion.posts[1].created == kept


def test_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "salt.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8-sig")
    assert read_annotations(path) == read_annotations("\ufeff" + json.dumps(DOCUMENT))


# --- refusals -------------------------------------------------------------------------------------

PREDICATES = ", ".join(Predicate)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", "px-annotations/2", 'format: is "px-annotations/2"; allowed: px-annotations/1'),
        ("format", ..., "format: is null; allowed: px-annotations/1"),
        ("discussion", ..., "discussion: null is not an object with keys"),
        ("discussion.id", "", "discussion: id is empty"),
        ("posts", {}, "posts: is {}, not a list of rows"),
        ("posts.1", "hi", 'posts[1]: "hi" is not an object with keys'),
        ("posts.1.id", "0", 'posts[1]: id "0" is given twice'),
        ("posts.1.parent", "7", 'posts[1]: parent "7" is not among the posts before it'),
        ("posts.1.kind", "reply", 'posts[1]: kind is "reply"; allowed: article, comment, pingback'),
        ("posts.1.created", "soon", 'posts[1]: created is "soon"; allowed: 2019-03-01T12:00:00Z'),
        ("posts.1.likes", "3", 'posts[1]: likes is "3", not a whole number'),
        ("posts.1.quotes", ["1"], 'posts[1]: quotes "1", which is not among the posts before it'),
        ("posts.1.text", ..., "posts[1]: text is missing"),
        ("posts.1.text", "\ud83d", "posts[1]: text holds half a character (a lone surrogate) at 0"),
        ("entities.0.post", "9", 'entities[0]: post "9" is not among the posts: 0, 1'),
        ("entities.0.text", "pepper", 'entities[0]: text "pepper" is not verbatim in post 1'),
        ("entities.0.text", "", "entities[0]: text is empty"),
        ("entities.0.start", 3, "entities[0]: start and end belong together; one of them is missing"),
        (
            "entities.0.kind",
            "drug",
            'entities[0]: kind is "drug"; allowed: condition, symptom, treatment, clinician, organization, stressor, '
            "outcome",
        ),
        ("entities.0.concept", "", "entities[0]: concept is empty"),
        ("entities.0.negated", "no", 'entities[0]: negated is "no"; allowed: true, false'),
        ("entities.0.confidence", 2, "entities[0]: confidence is 2; allowed: a number from 0 to 1"),
        (
            "experiences.0.experiencer",
            "none",
            'experiences[0]: experiencer is "none"; allowed for an experience: self, child, partner, family, friend, '
            "others",
        ),
        (
            "experiences.0.access",
            "heard",
            'experiences[0]: access is "heard"; allowed: first-hand, witnessed, second-hand',
        ),
        ("experiences.0.symptoms", "cramps", 'experiences[0]: symptoms is "cramps", not a list of texts'),
        ("experiences.0.quote", "Salt cured me", 'experiences[0]: quote "Salt cured me" is not verbatim in post 1'),
        ("claims.0.predicate", "cures", f'claims[0]: predicate is "cures"; allowed: {PREDICATES}'),
        ("claims.1", DOCUMENT["claims"][0], 'claims[1]: id "c1" is given twice'),
        (
            "claims.1",
            {"id": "c2", "predicate": "other"},
            'claims[1]: text is missing; a claim with predicate "other" needs its sentence',
        ),
        ("stances.0.claim", "c9", 'stances[0]: claim "c9" is not among the claims: c1'),
        ("stances.0.stance", "doubts", 'stances[0]: stance is "doubts"; allowed: supports, opposes, questions'),
        (
            "stances.1",
            DOCUMENT["stances"][0],
            'stances[1]: a second row with "1", "Cy", "c1" as post, holder, claim',
        ),
        ("evidence.0.experience", "x9", 'evidence[0]: experience "x9" is not among the experiences: x1'),
        ("replies.0.parent", "1", 'replies[0]: parent is "1", but post 1 answers "0"'),
        ("replies.0.stance", "agrees", 'replies[0]: stance is "agrees"; allowed: supports, denies, queries, comments'),
        ("run", 3, "run: 3 is not an object with keys"),
    ],
)
def test_what_breaks_the_format_is_refused_with_its_place(path: str, value: object, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        read_annotations(changed(path, value), name="salt.json")
    assert str(caught.value) == f"salt.json: {message}"


@pytest.mark.parametrize(("start", "end"), [(0, 5), (1, 5), (-26, -22), (0, 3)])
def test_offsets_that_do_not_hold_the_words_are_refused(start: int, end: int) -> None:
    document = deepcopy(DOCUMENT)
    document["entities"][0] |= {"start": start, "end": end}
    with pytest.raises(AnnotationError, match=r'entities\[0\]: text "Salt" '):
        read_annotations(json.dumps(document))


def test_offset_beyond_the_text_is_refused() -> None:
    document = deepcopy(DOCUMENT)
    document["stances"][0] |= {"quote": "worse.", "start": 20, "end": 99}
    with pytest.raises(AnnotationError, match="does not stand from 20 to 99 of post 1"):
        read_annotations(json.dumps(document))


def test_first_problem_is_told_with_the_number_of_the_others() -> None:
    document = deepcopy(DOCUMENT)
    document["entities"][0]["kind"] = "drug"
    document["experiences"][0]["outcome"] = "fine"
    document["replies"][0]["post"] = "4"
    with pytest.raises(AnnotationError, match=r"entities\[0\]: kind is .* \(and 2 further problems\)$"):
        read_annotations(json.dumps(document))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.json:1: is not whole JSON: Expecting value at column 1; mend the file or write it again"),
        ("[]", "a.json: document: [] is not an object with keys"),
        (
            '{\n "format": "px-anno',
            "a.json:2: is not whole JSON: Unterminated string starting at column 12; mend the file or write it again",
        ),
        ('{"a": ' + "[" * 100_000, "a.json: is not usable JSON: maximum recursion depth exceeded"),
        ('{"a": ' + "1" * 5000 + "}", "a.json: is not usable JSON: Exceeds the limit (4300 digits)"),
    ],
    ids=["empty", "list", "cut off", "deep", "long number"],
)
def test_broken_json_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        read_annotations(text, name="a.json")
    assert str(caught.value).startswith(message)


def test_missing_file_and_wrong_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with pytest.raises(AnnotationError, match=r"a\.json: cannot be read: No such file or directory"):
        read_annotations(path)
    path.write_bytes(b'{"a": "na\xefve"}')
    with pytest.raises(AnnotationError, match=r"a\.json: is not UTF-8: byte 0xef at offset 9"):
        read_annotations(path)


def test_document_cut_off_anywhere_is_refused_without_a_traceback() -> None:
    text = json.dumps(DOCUMENT)
    for length in range(len(text)):
        with pytest.raises(AnnotationError):
            read_annotations(text[:length])


# --- any records ----------------------------------------------------------------------------------

names = st.text(min_size=1, max_size=8)
words = st.text(max_size=30)
optional_words = st.none() | words
lists = st.lists(words, max_size=3).map(tuple)
shares = st.floats(0, 1)
moments = st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z")


@st.composite
def discussions(draw: st.DrawFn) -> Discussion:
    """Any discussion of one to four posts, parents first."""
    paths = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    posts = []
    for number, path in enumerate(paths):
        earlier = paths[:number]
        posts.append(
            Post(
                path=path,
                parent=draw(st.sampled_from([None, *earlier])),
                author=draw(optional_words),
                kind=draw(st.sampled_from(PostKind)),
                text=draw(st.text(min_size=1, max_size=60)),
                created=draw(st.none() | moments),
                likes=draw(st.none() | st.integers()),
                roles=draw(lists),
                quotes=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2))) if earlier else (),
                links=draw(lists),
                url=draw(optional_words),
                parent_missing=draw(st.booleans()),
            )
        )
    return Discussion(
        id=draw(names),
        title=draw(words),
        posts=tuple(posts),
        platform=draw(words),
        url=draw(optional_words),
        declared=draw(st.none() | st.integers()),
        notices=tuple(draw(st.lists(st.builds(Notice, words, words, words, st.integers()), max_size=2))),
    )


@st.composite
def spans(draw: st.DrawFn, discussion: Discussion) -> tuple[Span, str]:
    """Any run of a post's text that is not empty."""
    post = draw(st.sampled_from(discussion.posts))
    start = draw(st.integers(0, len(post.text) - 1))
    end = draw(st.integers(start + 1, len(post.text)))
    return Span(post.path, start, end), post.text[start:end]


@st.composite
def any_annotations(draw: st.DrawFn) -> Annotations:
    """Any annotations whose rows refer to what is there."""
    discussion = draw(discussions())
    made = {"rule": words, "confidence": shares}
    claims = draw(
        st.lists(st.builds(Claim, names, st.sampled_from(Predicate), words, words, names), unique_by=lambda c: c.id)
    )
    experience_ids = draw(st.lists(names, max_size=3, unique=True))
    experiences = []
    for name in experience_ids:
        span, quote = draw(spans(discussion))
        experiences.append(
            draw(
                st.builds(
                    Experience,
                    **{"id": st.just(name), "span": st.just(span), "quote": st.just(quote)},
                    experiencer=st.sampled_from([value for value in Experiencer if value is not Experiencer.NONE]),
                    access=st.sampled_from(Access),
                    outcome=st.sampled_from(OutcomeValue),
                    **{"conditions": lists, "symptoms": lists, "treatments": lists, "clinicians": lists},
                    **{"stressors": lists, **made},
                )
            )
        )
    mentions = []
    for _ in range(draw(st.integers(0, 3))):
        span, text = draw(spans(discussion))
        mentions.append(
            Mention(
                span,
                text,
                draw(st.sampled_from(Kind)),
                draw(names),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.sampled_from(Experiencer)),
                draw(words),
                draw(shares),
            )
        )
    stances = {}
    evidence = {}
    for claim in claims:
        span, quote = draw(spans(discussion))
        holder = draw(names)
        stances[span.post, holder, claim.id] = draw(
            st.builds(
                Stance,
                **{"span": st.just(span), "quote": st.just(quote), "holder": st.just(holder)},
                **{"claim": st.just(claim.id), "side": st.sampled_from(Side), "mode": st.sampled_from(Mode)},
                **{"basis": st.sampled_from(Basis), **made},
            )
        )
        for name in experience_ids:
            evidence[name, claim.id] = draw(
                st.builds(
                    Evidence,
                    **{"experience": st.just(name), "claim": st.just(claim.id)},
                    **{"direction": st.sampled_from(Direction), "rationale": words, **made},
                )
            )
    replies = [
        Reply(post.path, post.parent, draw(st.sampled_from(ReplyStance)), draw(words), draw(shares))
        for post in discussion.posts
        if post.parent is not None
    ]
    options = draw(st.dictionaries(words, words, max_size=2))
    return Annotations(
        discussion=discussion,
        run=Run(draw(words), draw(words), draw(words), draw(words), options),
        mentions=tuple(mentions),
        experiences=tuple(experiences),
        claims=tuple(claims),
        stances=tuple(stances.values()),
        evidence=tuple(evidence.values()),
        replies=tuple(replies),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_annotations())
def test_whatever_is_written_is_read_back(annotations: Annotations) -> None:
    text = write_annotations(annotations)
    assert read_annotations(text) == annotations
    assert write_annotations(read_annotations(text)) == text


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | words, lambda inner: st.lists(inner, max_size=2)))
def test_no_value_in_any_place_gives_a_traceback(value: object) -> None:
    for table, rows in DOCUMENT.items():
        keys = rows[0] if isinstance(rows, list) else rows if isinstance(rows, dict) else {}
        places = [f"{table}.0.{key}" if isinstance(rows, list) else f"{table}.{key}" for key in keys]
        for place in [table, *places]:
            try:
                read_annotations(changed(place, value))
            except AnnotationError as error:
                assert "\n" not in str(error)
