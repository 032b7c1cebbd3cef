"""The loader of copied WordPress pages: tree, authors, texts, and what the numbering shows to be missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotations import read_annotations
from kg.loaders import Source, detect_loader
from kg.loaders.wordpress_copied import LOADER
from kg.loaders.wordpress_phrases import PHRASES
from kg.model import Discussion, Notice, Post, PostKind

DATA = Path(__file__).parent / "data"


def load(page: str | bytes) -> Discussion:
    source = Source.from_bytes(page if isinstance(page, bytes) else page.encode(), name="page.txt")
    assert detect_loader(source) is LOADER
    (discussion,) = LOADER.load(source)
    assert isinstance(discussion, Discussion)
    return discussion


def outline(discussion: Discussion) -> list[tuple[str, str | None, str | None, str]]:
    return [(post.path, post.parent, post.author, post.text) for post in discussion.posts[1:]]


def page(comments: str, *, declared: int = 2, article: str = "Salt\n\nI eat salt.") -> str:
    return f"{article}\n\n{declared} thoughts on “Salt”\n\n{comments}"


# --- whole pages ---------------------------------------------------------------------------------


def test_development_page_gives_the_posts_of_its_gold() -> None:
    """Ids, parents, authors, kinds and texts are those that a careful reader wrote down."""
    found = load((DATA / "wordpress-copied.txt").read_bytes())
    gold = read_annotations(DATA / "wordpress-copied.txt.gold.json").discussion
    assert found.title == gold.title
    assert [(p.path, p.parent, p.author, p.kind, p.text) for p in found.posts] == [
        (p.path, p.parent, p.author, p.kind, p.text) for p in gold.posts
    ]


def test_development_page_gives_what_only_the_page_knows() -> None:
    found = load((DATA / "wordpress-copied.txt").read_bytes())
    assert (found.platform, found.declared, found.id) == ("wordpress", 21, "wordpress-mcghvy7n2r26tzibsv3a6ewn")
    assert {p.path: p.likes for p in found.posts if p.likes is not None} == {
        **{"1": 1, "2": 3, "2.1": 1, "4": 2, "4.1": 1, "5.2": 1, "7": 4}
    }
    assert [p.path for p in found.posts if p.roles == ("post author",)] == ["0", "1.1", "4.1", "5.3"]
    assert [p.path for p in found.posts if p.parent_missing] == ["5.3"]
    message = (
        "The numbers of the replies below post 5 start again at 1: they answer a post that the page does not show."
    )
    assert found.notices == (Notice("missing-parent", message, "line 139, post 5.3", 1),)


def seed_page() -> Path:
    """The page the project was made for; other people's words, so it lies outside the repository."""
    given_place = Path(os.environ.get("KG_SEED", Path(__file__).parents[2] / "shared" / "seed"))
    path = given_place / "amps-causes.txt" if given_place.is_dir() else given_place
    if not path.is_file():
        pytest.skip(f"the seed page is not at {path}; KG_SEED names its place")
    return path


def test_seed_page_gives_article_and_seventeen_replies() -> None:
    found = load(seed_page().read_bytes())
    paths = "0 1 2 3 4 4.1 4.2 4.2.1 5 5.1 5.1.1 5.1.1.1 5.1.1.2 5.2 6 6.1 7 8"
    assert " ".join(p.path for p in found.posts) == paths
    assert all(p.parent == (p.path.rpartition(".")[0] or "0") for p in found.posts[1:])
    assert [p.path for p in found.posts if p.kind is PostKind.PINGBACK] == ["3"]
    by_author = [p.path for p in found.posts if p.author == found.posts[0].author]
    assert by_author == ["0", "4.1", "4.2.1", "5.1", "5.1.1.1", "5.1.1.2", "5.2", "6.1"]


def test_seed_page_reports_the_missing_post_and_where() -> None:
    found = load(seed_page().read_bytes())
    assert (found.declared, len(found.posts) - 1) == (18, 17)
    assert [p.path for p in found.posts if p.parent_missing] == ["5.2"]
    assert [(n.code, n.place, n.count) for n in found.notices] == [
        ("missing-parent", "line 156, post 5.2", 1),
        ("declared-more-than-read", "line 48", 1),
    ]
    assert "line 156, post 5.2" in found.notices[1].message


def test_seed_page_texts_are_verbatim_and_free_of_furniture() -> None:
    lines = seed_page().read_text(encoding="utf-8").split("\n")
    bare = {line.strip(" ") for line in lines}
    for post in load(seed_page().read_bytes()).posts:
        assert all(line.strip(" ") in bare for line in post.text.split("\n"))
        assert not {"Like", "Reply", "Liked by 1 person", "Other thoughts?"} & set(post.text.split("\n"))
        assert post.text == post.text.strip("\n")
    assert len({link for post in load(seed_page().read_bytes()).posts for link in post.links}) == 5


# --- the tree ------------------------------------------------------------------------------------


def test_restarted_list_answers_a_missing_post_in_all_its_entries() -> None:
    found = load(
        page(
            "  1. Ann\n\n    One.\n\n    Reply\n    1. Bob\n\n      Two.\n\n      Reply\n"
            "    1. Cy\n\n      Three.\n\n      Reply\n      1. Dee\n\n        Four.\n\n        Reply\n"
            "    2. Eve\n\n      Five.\n\n      Reply\n  2. Fay\n\n    Six.\n\n    Reply\n",
            declared=7,
        )
    )
    assert [(p.path, p.parent, p.author, p.parent_missing) for p in found.posts[1:]] == [
        ("1", "0", "Ann", False),
        ("1.1", "1", "Bob", False),
        ("1.2", "1", "Cy", True),
        ("1.2.1", "1.2", "Dee", False),
        ("1.3", "1", "Eve", True),
        ("2", "0", "Fay", False),
    ]
    assert [(n.code, n.place, n.count) for n in found.notices] == [
        ("missing-parent", "line 17, post 1.2", 2),
        ("declared-more-than-read", "line 5", 1),
    ]


def test_entry_more_than_one_level_down_answers_a_missing_post() -> None:
    found = load(
        page(
            "  1. Ann\n\n    One.\n\n    Reply\n      1. Bob\n\n        Two.\n\n        Reply\n"
            "  2. Cy\n\n    Three.\n\n    Reply\n    1. Dee\n\n      Four.\n\n      Reply\n",
            declared=5,
        )
    )
    assert [(p.path, p.parent, p.parent_missing) for p in found.posts[1:]] == [
        ("1", "0", False),
        ("1.1", "1", True),
        ("2", "0", False),
        ("2.1", "2", False),
    ]
    assert [(n.code, n.place) for n in found.notices] == [
        ("missing-parent", "line 12, post 1.1"),
        ("declared-more-than-read", "line 5"),
    ]


def test_entry_below_a_pingback_answers_a_missing_post() -> None:
    found = load(
        page(
            "  1. Pingback: Salt | News\n\n    1. Ann\n\n      One.\n\n      Reply\n"
            "    2. Bob\n\n      Two.\n\n      Reply\n  3. Cy\n\n    Three.\n\n    Reply\n",
            declared=5,
        )
    )
    assert [(p.path, p.parent_missing) for p in found.posts[1:]] == [
        ("1", False),
        ("1.1", True),
        ("1.2", True),
        ("2", False),
    ]
    assert [(n.code, n.place, n.count) for n in found.notices] == [
        ("missing-parent", "line 9, post 1.1", 2),
        ("missing-post", "line 19, post 2", 1),
        ("declared-more-than-read", "line 5", 1),
    ]


def test_skipped_and_restarted_numbers_of_the_first_level_are_reported() -> None:
    found = load(
        page(
            "  1. Ann\n\n    One.\n\n    Reply\n  4. Bob\n\n    Two.\n\n    Reply\n  1. Cy\n\n    Three.\n\n    Reply\n"
        )
    )
    assert [(p.path, p.parent, p.parent_missing) for p in found.posts[1:]] == [
        ("1", "0", False),
        ("2", "0", False),
        ("3", "0", False),
    ]
    assert found.notices == (
        Notice("missing-post", "The numbers 2 to 3 before post 2 are not shown.", "line 12, post 2", 2),
        Notice("numbering-restarts", "The numbers of the comments start again at 1 after 4.", "line 17, post 3", 0),
        Notice(
            "declared-fewer-than-read",
            "The page declares 2 comments and pingbacks and shows 3; its numbering breaks at line 12, post 2; "
            "line 17, post 3.",
            "line 5",
            1,
        ),
    )


@pytest.mark.parametrize("tenth", ["  10. ", " 10. "], ids=["aligned left", "aligned right"])
def test_numbers_of_two_figures_stay_on_their_level(tenth: str) -> None:
    comments = "".join(f"  {n}. A{n}\n\n    Text {n}.\n\n    Reply\n" for n in range(1, 10))
    found = load(page(comments + f"{tenth}A10\n\n    Text 10.\n\n    Reply\n    1. B\n\n      Yes.\n\n      Reply\n"))
    assert outline(found)[-2:] == [("10", "0", "A10", "Text 10."), ("10.1", "10", "B", "Yes.")]


def test_page_without_like_and_reply_is_read_by_its_numbers() -> None:
    found = load(
        page(
            "  1. Ann\n\n    My list:\n\n    1. salt\n    2. water\n\n    That is all.\n\n"
            "    1. Bob\n\n      Thanks.\n\n  2. Cy\n\n    Me too.\n\n"
            "  3. Pingback: Salt | News\n\n  4. Di\n\n    Bye.\n",
            declared=5,
        )
    )
    assert outline(found) == [
        ("1", "0", "Ann", "My list:\n\n1. salt\n2. water\n\nThat is all."),
        ("1.1", "1", "Bob", "Thanks."),
        ("2", "0", "Cy", "Me too."),
        ("3", "0", "Salt | News", ""),
        ("4", "0", "Di", "Bye."),
    ]
    assert found.posts[4].kind is PostKind.PINGBACK
    assert found.notices == ()


def test_numbered_list_in_a_comment_is_text() -> None:
    found = load(page("  1. Ann\n\n    I took\n\n    1. salt\n\n    2. water\n\n    Like\n\n    Reply\n", declared=1))
    assert outline(found) == [("1", "0", "Ann", "I took\n\n1. salt\n\n2. water")]


# --- names, dates, furniture ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "author", "created", "roles"),
    [
        ("Ann", "Ann", None, ()),
        ("Ann B. Post author", "Ann B.", None, ("post author",)),
        ("Ann\n    Post author", "Ann", None, ("post author",)),
        ("Ann says:", "Ann", None, ()),
        ("Ann says:\n    March 3, 2016 at 4:12 pm", "Ann", "2016-03-03T16:12:00Z", ()),
        ("Ann\n\n    3 March 2016 at 04:12 (Edit)", "Ann", "2016-03-03T04:12:00Z", ()),
        ("Ann on Mar 3, 2016 at 12:05 am said:", "Ann", "2016-03-03T00:05:00Z", ()),
        ("Ann\n    2016-03-03", "Ann", "2016-03-03T00:00:00Z", ()),
        ("Ann\n    4 years ago", "Ann", None, ()),
        ("Ann May 35", "Ann May 35", None, ()),
        ("Post author", "Post author", None, ()),
    ],
)
def test_line_of_the_name(head: str, author: str, created: str | None, roles: tuple[str, ...]) -> None:
    post = load(page(f"  1. {head}\n\n    Yes.\n\n    Reply\n")).posts[1]
    assert (post.author, post.created, post.roles, post.text) == (author, created, roles, "Yes.")


def test_no_such_day_is_no_date() -> None:
    post = load(page("  1. Ann\n\n    February 30, 2016\n\n    Yes.\n\n    Reply\n")).posts[1]
    assert (post.created, post.text) == (None, "February 30, 2016\n\nYes.")


@pytest.mark.parametrize(
    ("below", "likes"),
    [
        ("Like\n\n    Reply", None),
        ("Liked by 1 person\n\n    Reply", 1),
        ("Liked by you and 2 other people\n\n    Reply ↓", 3),
        ("Like Loading...\n    Log in to Reply", None),
        ("Reply", None),
        ("(Edit)\n    Reply", None),
    ],
)
def test_furniture_below_a_comment_is_no_text(below: str, likes: int | None) -> None:
    post = load(page(f"  1. Ann\n\n    Yes.\n\n    {below}\n")).posts[1]
    assert (post.text, post.likes) == ("Yes.", likes)


def test_comment_that_is_itself_a_word_of_the_page_stays() -> None:
    assert load(page("  1. Ann\n\n    Like\n\n    Like\n\n    Reply\n")).posts[1].text == "Like"


def test_text_keeps_its_blank_lines_and_inner_white_space() -> None:
    found = load(
        page("  1. Ann\n\n    a  b\u00a0 c\t\n    d\n\n\n      • e\n\n    Reply\n    1. B\n\n      f\n\n      Reply\n")
    )
    assert [post.text for post in found.posts[1:]] == ["a  b\u00a0 c\t\nd\n\n\n  • e", "f"]


def test_answer_form_and_words_below_the_comments_are_no_text() -> None:
    found = load(
        page(
            "  1. Ann\n\n    One.\n\n    Reply\n\n    Leave a Reply to Ann Cancel reply\n\n    Name *\n\n"
            "    Post Comment\n"
            "  2. Bob\n\n    Two.\n\n    Reply\n\nOther thoughts?\n\nRecent posts\n\nPepper\n"
        )
    )
    assert outline(found) == [("1", "0", "Ann", "One."), ("2", "0", "Bob", "Two.")]
    message = "2 lines below this post's comment were left out: not part of a comment."
    assert found.notices == (Notice("unread-text", message, "line 24", 0),)


def test_addresses_in_a_comment_are_its_links() -> None:
    text = (
        "See http://a.example/x. (https://b.example/y_(z)) “http://c.example”http://d.example/1https://e.example/2, ok"
    )
    assert load(page(f"  1. Ann\n\n    {text}\n\n    Reply\n")).posts[1].links == (
        "http://a.example/x",
        "https://b.example/y_(z)",
        "http://c.example",
        "http://d.example/1",
        "https://e.example/2",
    )


# --- the article ----------------------------------------------------------------------------------

ONE = "  1. Ann\n\n    Yes.\n\n    Reply\n"


def test_article_begins_at_its_title_and_ends_at_the_share_buttons() -> None:
    long_line = (
        "This paragraph stands below the buttons, as some themes have it, and it is long enough to be text. " * 2
    )
    article = (
        f"Skip to content\n\nHome\n\nSalt\n\nI eat salt.\n\nShare this:\n\n  • Facebook\n\n{long_line}\n\n"
        "Like this:\n\nLike Loading...\n\nRelated\n\nPepper"
    )
    found = load(page(ONE, declared=1, article=article))
    assert found.title == "Salt"
    assert found.posts[0].text == f"Salt\n\nI eat salt.\n\n{long_line}"
    message = "2 lines above the article's title were left out as the page's furniture."
    assert found.notices == (Notice("unread-text", message, "line 1", 0),)


def test_title_may_differ_from_the_heading_in_white_space() -> None:
    found = load(page(ONE, declared=1, article="Home\n\n Salt\n\nI eat salt.").replace("“Salt”", "“\u00a0Salt”"))
    assert (found.title, found.posts[0].text) == ("Salt", " Salt\n\nI eat salt.")


@pytest.mark.parametrize(
    ("byline", "author", "created"),
    [
        ("Posted on March 3, 2016 by Ann B.", "Ann B.", "2016-03-03T00:00:00Z"),
        ("Posted on 3 March 2016", None, "2016-03-03T00:00:00Z"),
        ("By Ann B. on March 3, 2016", "Ann B.", "2016-03-03T00:00:00Z"),
        ("Posted by Ann B.", "Ann B.", None),
    ],
)
def test_line_with_author_and_date_below_the_title(byline: str, author: str | None, created: str | None) -> None:
    article = load(page(ONE, declared=1, article=f"Salt\n\n{byline}\n\nI eat salt.")).posts[0]
    assert (article.author, article.created, article.text) == (author, created, "Salt\n\nI eat salt.")


def test_marked_comment_names_the_author_of_the_article() -> None:
    article = load(page("  1. Ann Post author\n\n    Yes.\n\n    Reply\n", declared=1)).posts[0]
    assert (article.author, article.roles) == ("Ann", ("post author",))


def test_author_is_unknown_without_any_mark() -> None:
    article = load(page(ONE, declared=1)).posts[0]
    assert (article.author, article.roles) == (None, ())


@pytest.mark.parametrize(
    ("heading", "declared"),
    [
        ("One thought on “Salt”", 1),
        ("1,204 thoughts on “Salt”", 1204),
        ("2 responses to “Salt”", 2),
        ("2 Comments", 2),
        ("Comments (2)", 2),
        ("2 replies to Salt", 2),
    ],
)
def test_heading_above_the_comments(heading: str, declared: int) -> None:
    found = load(f"Salt\n\nI eat salt.\n\n{heading}\n\n{ONE}")
    assert (found.title, found.declared, found.posts[0].text) == ("Salt", declared, "Salt\n\nI eat salt.")
    assert outline(found) == [("1", "0", "Ann", "Yes.")]


def test_page_in_another_language() -> None:
    found = load(
        "Salz\n\nIch esse Salz.\n\n2 Gedanken zu „Salz“\n\n  1. Anna sagt:\n    3. März 2016 um 16:12 Uhr\n\n"
        "    Ja.\n\n    Gefällt 2 Personen\n\n    Antworten\n    1. Bert Beitragsautor\n\n"
        "      Nein.\n\n      Antworten\n\n"
        "Schreibe einen Kommentar\n"
    )
    assert outline(found) == [("1", "0", "Anna", "Ja."), ("1.1", "1", "Bert", "Nein.")]
    assert (found.posts[0].author, found.posts[1].created, found.posts[1].likes) == ("Bert", "2016-03-03T16:12:00Z", 2)
    assert found.notices == ()


def test_page_whose_heading_was_not_copied() -> None:
    found = load(f"Salt\n\nI eat salt:\n\n1. a lot\n2. often\n\n{ONE}")
    assert (found.declared, found.posts[0].text) == (None, "Salt\n\nI eat salt:\n\n1. a lot\n2. often")
    assert outline(found) == [("1", "0", "Ann", "Yes.")]


def test_page_without_comments_is_an_article() -> None:
    (found,) = LOADER.load(Source.from_bytes(b"Salt\n\nI eat salt.\n"))
    assert isinstance(found, Discussion)
    assert (found.posts, found.declared, found.notices) == (
        (Post("0", None, None, PostKind.ARTICLE, "Salt\n\nI eat salt."),),
        None,
        (),
    )


# --- bytes and ids --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "UTF-16", "CR LF", "CR"],
)
def test_encoding_and_line_ends_change_nothing(encode: object) -> None:
    text = (DATA / "wordpress-copied.txt").read_text(encoding="utf-8")
    assert callable(encode)
    assert load(encode(text)) == load(text)


def test_id_depends_on_title_and_first_paragraph_alone() -> None:
    first = load(page(ONE))
    assert load(page(ONE, declared=9, article="Salt\n\nI eat  salt.\n\nMore.")).id == first.id
    assert load(page(ONE, article="Salt\n\nI eat no salt.")).id != first.id


def test_languages_name_twelve_months() -> None:
    assert {len(phrases.months) for phrases in PHRASES.values()} == {12}


# --- any tree -------------------------------------------------------------------------------------

Tree = list["tuple[str, Tree]"]

#: Texts of one or more lines that begin and end with a word and are no furniture.
texts = st.lists(
    st.lists(st.sampled_from(["salt", "😀", "“so”", "1)", "x\u00a0y", "שלום", "e\u0301"]), min_size=2, max_size=4).map(
        " ".join
    ),
    min_size=1,
    max_size=3,
).map("\n\n".join)

trees: st.SearchStrategy[Tree] = st.recursive(
    st.lists(st.tuples(texts, st.just([])), min_size=0, max_size=3),
    lambda inner: st.lists(st.tuples(texts, inner), min_size=0, max_size=3),
    max_leaves=12,
)


def render(tree: Tree, depth: int = 0) -> str:
    """Write a tree as a page shows it."""
    margin = "  " * depth
    lines = []
    for number, (text, replies) in enumerate(tree, start=1):
        body = "\n".join(f"    {margin}{line}" if line else "" for line in text.split("\n"))
        lines.append(f"  {margin}{number}. A{number}\n\n{body}\n\n    {margin}Like\n\n    {margin}Reply\n")
        lines.append(render(replies, depth + 1))
    return "".join(lines)


def flatten(tree: Tree, parent: str = "0") -> list[tuple[str, str, str, str]]:
    """Return what the loader has to find."""
    rows = []
    for number, (text, replies) in enumerate(tree, start=1):
        path = str(number) if parent == "0" else f"{parent}.{number}"
        rows += [(path, parent, f"A{number}", text), *flatten(replies, path)]
    return rows


@settings(deadline=None)
@given(trees)
def test_any_tree_is_read_back(tree: Tree) -> None:
    rows = flatten(tree)
    found = load(page(render(tree), declared=len(rows)))
    assert outline(found) == rows
    assert found.notices == ()


def test_comments_in_a_layout_that_is_not_read_are_said_to_be_missing() -> None:
    page = "My page\n\nText.\n\n3 Responses\n\nAnn says:\nMarch 5, 2018\nIt helped me.\n"
    (discussion,) = LOADER.load(Source.from_bytes(page.encode(), name="page.txt"))
    assert isinstance(discussion, Discussion)

    assert [(notice.code, notice.place) for notice in discussion.notices] == [("comments-not-recognised", "line 5")]
