"""The registry of loaders, the detection of formats, and what happens to a source that cannot be read."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

import kg.loaders
from kg.annotations import read_annotations
from kg.errors import AnnotationError, SourceError
from kg.loaders import BUILTIN, Loader, Source, loaders, open_source
from kg.loaders.base import HEAD
from kg.model import Annotations, Discussion, Post, PostKind

DATA = Path(__file__).parent / "data"


def detect_notes(source: Source) -> float:
    return 1.0 if source.opening().startswith("NOTE ") else 0.0


def load_notes(source: Source) -> Iterator[Discussion]:
    for number, line in enumerate(source.lines()):
        yield Discussion(f"note-{number}", "", (Post("1", None, None, PostKind.COMMENT, line),))


NOTES = Loader("notes", "a note a line", "kg load notes.txt", detect_notes, load_notes)


def install(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    """Let a package that brings one entry point of the group `kg.loaders` seem to be installed."""
    module = ModuleType("fake_loaders")
    module.THING = value  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_loaders", module)
    entry = EntryPoint(name, "fake_loaders:THING", kg.loaders.GROUP)

    def entry_points(*, group: str) -> list[EntryPoint]:
        assert group == "kg.loaders"
        return [entry]

    monkeypatch.setattr(kg.loaders, "entry_points", entry_points)


# --- registry -------------------------------------------------------------------------------------


def test_registry_names_each_built_in_loader_by_its_own_name() -> None:
    known = loaders()
    assert set(BUILTIN) <= set(known)
    assert [loader.name for loader in known.values()] == list(known) == sorted(known)
    assert all(loader.title and loader.example.startswith("kg ") for loader in known.values())


def test_another_package_adds_a_loader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, "notes", NOTES)
    path = tmp_path / "notes.txt"
    path.write_bytes(b"NOTE one\r\nNOTE two")
    assert [item.posts[0].text for item in open_source(str(path)) if isinstance(item, Discussion)] == [
        "NOTE one",
        "NOTE two",
    ]


def test_another_package_cannot_replace_a_built_in_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "px-annotations", NOTES)
    assert loaders()["px-annotations"] is not NOTES


def test_loader_of_another_package_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "notes", "no loader")
    with pytest.raises(SourceError, match=r"^notes: fake_loaders:THING of .* is no kg\.loaders\.Loader; upgrade"):
        loaders()


def test_loader_of_another_package_that_fails_to_import_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "notes", NOTES)
    monkeypatch.setitem(sys.modules, "fake_loaders", None)
    with pytest.raises(SourceError, match=r"^notes: the loader of .* cannot be imported .*; upgrade or uninstall it$"):
        loaders()


# --- detection ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DATA.glob("*.gold.json")), ids=lambda path: path.name)
def test_annotated_files_are_detected_and_taken_as_they_stand(path: Path) -> None:
    assert list(open_source(str(path))) == [read_annotations(path)]


def test_annotated_file_is_detected_whatever_the_order_of_its_keys(tmp_path: Path) -> None:
    document = json.loads((DATA / "forum.csv.gold.json").read_text(encoding="utf-8"))
    document["discussion"]["comment"] = "x" * HEAD
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, sort_keys=True), encoding="utf-8")
    (found,) = open_source(str(path))
    assert isinstance(found, Annotations)


def test_copied_page_is_detected() -> None:
    (found,) = open_source(str(DATA / "wordpress-copied.txt"))
    assert isinstance(found, Discussion)


def test_format_can_be_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Only an article.\n", encoding="utf-8")
    (found,) = open_source(str(path), format="wordpress-copied")
    assert isinstance(found, Discussion)
    assert [post.text for post in found.posts] == ["Only an article."]


# --- sources that cannot be read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text: a zero byte at offset 8; give a text file in UTF-8"),
        (b"na\xefve", "is not UTF-8 text: byte 0xef at offset 2; save it as UTF-8"),
        (b"\xef\xbb\xbfna\xefve", "is not UTF-8 text: byte 0xef at offset 5; save it as UTF-8"),
        ("naïve".encode("utf-16")[:-1], "is not UTF-16 text: byte 0x65 at offset 10; save it as UTF-8"),
        ("naïve".encode()[:3], "is not UTF-8 text: byte 0xc3 at offset 2; save it as UTF-8"),
        (b"hello", "is of no known format; `kg loaders` lists them and shows what each looks like"),
        (b'{"a": 1}', "is of no known format; `kg loaders` lists them and shows what each looks like"),
    ],
)
def test_unreadable_source_is_named_with_place_and_next_step(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        open_source(str(path))
    assert str(caught.value) == f"{path}: {message}"


def test_truncated_json_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n"a": [\n1,', encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        open_source(str(path))
    what = "is broken JSON of no known format: Expecting value; the file may be cut off"
    assert str(caught.value) == f"{path}:3: {what}"
    assert caught.value.line == 3


def test_truncated_annotations_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = (DATA / "forum.csv.gold.json").read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"a\.json:\d+: is not whole JSON: .*; mend the file or write it again$"):
        list(open_source(str(path)))


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(str(tmp_path / "none.txt"))
    assert str(caught.value) == f"{tmp_path / 'none.txt'}: there is no such file"
    with pytest.raises(SourceError) as caught:
        open_source(str(tmp_path))
    assert str(caught.value) == f"{tmp_path}: is a folder; name the files in it"


def test_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        open_source("a\0b")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("wordpres", "there is no such format; did you mean wordpress-copied? `kg loaders` lists them"),
        ("annotations", "there is no such format; did you mean px-annotations? `kg loaders` lists them"),
        ("zzz", "there is no such format; `kg loaders` lists them"),
    ],
)
def test_unknown_format_suggests_the_nearest(name: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(str(DATA / "wordpress-copied.txt"), format=name)
    assert str(caught.value) == f"--as {name}: {message}"


# --- reading bytes --------------------------------------------------------------------------------


def chunked(data: bytes, size: int) -> Source:
    return Source("a", data[:HEAD], lambda: (data[start : start + size] for start in range(0, len(data), size)))


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_and_lines_do_not_depend_on_the_parts_read(size: int, encoding: str) -> None:
    text = "a\r\n\nnaïve 😀\r\rb\u2028c\x0bd\x85e\r"
    source = chunked(text.encode(encoding), size)
    assert source.text() == text
    assert list(source.lines()) == ["a", "", "naïve 😀", "", "b\u2028c\x0bd\x85e"]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("äöü".encode() + b"\xff", "byte 0xff at offset 6"),
        ("äöü".encode() + b"\0", "zero byte at offset 6"),
        (b"\xef\xbb\xbf" + "ä".encode() + b"\xff", "byte 0xff at offset 5"),
        ("äöü".encode() + b"\xf0\x9f", "byte 0xf0 at offset 6"),
    ],
)
def test_offset_of_a_bad_byte_does_not_depend_on_the_parts_read(size: int, data: bytes, place: str) -> None:
    with pytest.raises(SourceError, match=place):
        chunked(data, size).text()


def test_standard_input_is_read_once_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (DATA / "wordpress-copied.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert list(open_source("-")) == list(open_source(str(DATA / "wordpress-copied.txt")))


def test_large_standard_input_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"NOTE " + b"x" * (3 * HEAD)
    install(monkeypatch, "notes", NOTES)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (found,) = open_source("-")
    assert isinstance(found, Discussion)
    assert found.posts[0].text == data.decode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipe_is_read_once_from_the_start(tmp_path: Path) -> None:
    from threading import Thread

    path = tmp_path / "pipe"
    os.mkfifo(path)
    data = (DATA / "wordpress-copied.txt").read_bytes()
    writer = Thread(target=path.write_bytes, args=(data,))
    writer.start()
    found = list(open_source(str(path)))
    writer.join(timeout=10)
    assert found == list(open_source(str(DATA / "wordpress-copied.txt")))
