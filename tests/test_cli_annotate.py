"""`kg annotate`, `kg evaluate` and `kg loaders` as a user runs them, and how rows are printed."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.annotations import read_annotations, write_annotations
from kg.cli import cli, main
from kg.cli.output import print_rows
from kg.extract import annotate
from kg.loaders import open_source
from kg.model import Discussion

DATA = Path(__file__).parent / "data"
PAGE = DATA / "wordpress-copied.txt"
GOLD = DATA / "wordpress-copied.txt.gold.json"

#: The measure, where the project is developed.
SCRIPT = Path(__file__).parents[2] / "shared" / "score.py"


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


def out(*arguments: object, stdin: bytes | None = None) -> str:
    """Return stdout of a command that succeeds and writes nothing on stderr."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def error(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Return what a command that fails says: one line on stderr, nothing on stdout, exit code 1."""
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert (caught.value.code, printed.out) == (1, "")
    assert printed.err.count("\n") == 1
    return printed.err.removeprefix("Error: ").rstrip("\n")


# --- kg annotate ----------------------------------------------------------------------------------


def test_annotate_writes_what_was_read_to_stdout() -> None:
    (discussion,) = open_source(str(PAGE))
    assert isinstance(discussion, Discussion)
    assert out("annotate", PAGE) == write_annotations(annotate(discussion))


def test_annotate_reads_stdin() -> None:
    assert out("annotate", "-", stdin=PAGE.read_bytes()) == out("annotate", PAGE)


def test_annotate_gives_every_row_its_place_and_rule() -> None:
    document = json.loads(out("annotate", PAGE))
    texts = {post["id"]: post["text"] for post in document["posts"]}
    for table, key in (("entities", "text"), ("experiences", "quote"), ("stances", "quote")):
        assert document[table]
        for row in document[table]:
            assert texts[row["post"]][row["start"] : row["end"]] == row[key]
            assert row["rule"]
            assert 0 <= row["confidence"] <= 1


def test_annotate_keeps_what_the_loader_noticed() -> None:
    document = json.loads(out("annotate", PAGE))
    assert [notice["code"] for notice in document["notices"]] == ["missing-parent"]
    assert document["discussion"]["declared"] == 21


def test_annotate_takes_only_the_posts_of_an_annotated_file() -> None:
    gold = read_annotations(GOLD)
    assert out("annotate", GOLD) == write_annotations(annotate(gold.discussion))


def test_annotate_writes_one_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "page.json"
    assert out("annotate", PAGE, "-o", target) == ""
    assert target.read_text(encoding="utf-8") == out("annotate", PAGE)
    assert [path.name for path in target.parent.iterdir()] == ["page.json"]


def test_annotate_writes_a_file_a_discussion_into_a_folder(tmp_path: Path) -> None:
    assert out("annotate", PAGE, GOLD, GOLD, "-o", tmp_path / "all") == ""
    names = ["larkmoor-ketamine-2.json", "larkmoor-ketamine.json", "wordpress-mcghvy7n2r26tzibsv3a6ewn.json"]
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == names


def test_annotate_refuses_two_discussions_for_one_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "one.json"
    message = f"{GOLD}: is one discussion too many for one file; give -o a folder"
    assert error(capsys, "annotate", PAGE, GOLD, "-o", target) == message
    assert error(capsys, "annotate", PAGE, GOLD) == message
    assert not target.exists()


def test_annotate_refuses_a_place_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in error(capsys, "annotate", PAGE, "-o", tmp_path / "file" / "x.json")


@pytest.mark.parametrize(
    "source", ["none.txt", "empty.txt", "binary.txt", "latin.txt", "cut.json", "folder", "plain.txt"]
)
def test_annotate_refuses_a_bad_source_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, source: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "latin.txt").write_bytes("1 thought on “x”".encode("cp1252"))
    (tmp_path / "cut.json").write_bytes(GOLD.read_bytes()[:5000])
    (tmp_path / "plain.txt").write_text("hello", encoding="utf-8")
    assert error(capsys, "annotate", tmp_path / source).startswith(f"{tmp_path / source}:")


def test_annotate_suggests_the_nearest_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert error(capsys, "annotate", PAGE, "--as", "wordpress") == (
        "--as wordpress: there is no such format; did you mean wordpress-copied? `kg loaders` lists them"
    )


# --- kg evaluate ----------------------------------------------------------------------------------


def evaluated(*arguments: object) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(out("evaluate", *arguments, "--format", "json"))
    return rows


def test_evaluate_prints_a_table_of_all_layers() -> None:
    """The gold against itself: everything agrees, and the layers stand in the order of the measure."""
    assert (
        out("evaluate", GOLD, "--system", DATA)
        == """\
1 discussion
layer                  precision  recall     F1  gold  found
---------------------  ---------  ------  -----  ----  -----
entities                   1.000   1.000  1.000    91     91
entities.condition         1.000   1.000  1.000    11     11
entities.symptom           1.000   1.000  1.000    16     16
entities.treatment         1.000   1.000  1.000    29     29
entities.clinician         1.000   1.000  1.000    15     15
entities.organization      1.000   1.000  1.000     4      4
entities.stressor          1.000   1.000  1.000    16     16
entities.outcome           1.000   1.000  1.000    23     23
experiences                1.000   1.000  1.000    22     22
experience.anywho          1.000   1.000  1.000    22     22
experience.outcome         1.000   1.000  1.000    22     22
experience.access          1.000   1.000  1.000    22     22
stances                    1.000   1.000  1.000    60     60
stances.relaxed            1.000   1.000  1.000    60     60
evidence                   1.000   1.000  1.000    32     32
evidence.relaxed           1.000   1.000  1.000    32     32
evidence.side_agree        1.000   1.000  1.000    13     13
verdicts                   1.000   1.000  1.000    14     14
replies                    1.000   1.000  1.000    21     21
replies.supports           1.000   1.000  1.000     4      4
replies.denies             1.000   1.000  1.000     3      3
replies.queries            1.000   1.000  1.000     4      4
replies.comments           1.000   1.000  1.000    10     10
replies macro-F1                          1.000
"""
    )


def test_evaluate_reads_the_posts_anew_as_annotate_does(tmp_path: Path) -> None:
    out("annotate", *sorted(DATA.glob("*.gold.json")), "-o", tmp_path)
    assert evaluated(DATA) == evaluated(DATA, "--system", tmp_path)


@pytest.mark.skipif(
    not SCRIPT.is_file(), reason="the measure is kept outside the repository; test_score has its figures"
)
def test_evaluate_agrees_with_the_measure(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    for path in sorted(DATA.glob("*.gold.json")):
        shutil.copy(path, tmp_path / "gold")
        out("annotate", path, "-o", tmp_path / "read" / path.name)
    command = [sys.executable, str(SCRIPT), str(tmp_path / "gold"), str(tmp_path / "read")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = evaluated(DATA)
    assert printed[0] == "10 files"
    assert printed[1:-1] == [
        f"{row['layer']:28s} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['F1']:.3f}   "
        f"gold {row['gold']:5d}  sys {row['found']:5d}"
        for row in rows[:-1]
    ]
    assert printed[-1] == f"{rows[-1]['layer']:28s} {rows[-1]['F1']:.3f}"


def test_evaluate_lists_what_is_missed_with_sentence_and_rule(tmp_path: Path) -> None:
    document = json.loads(GOLD.read_text(encoding="utf-8"))
    missed = document["evidence"].pop(0)
    document["evidence"][0]["direction"] = "opposes"
    document["evidence"][0]["rule"] = "my-rule"
    (tmp_path / GOLD.name).write_text(json.dumps(document), encoding="utf-8")
    rows = evaluated(GOLD, "--system", tmp_path, "--errors", "evidence")
    assert [row["error"] for row in rows] == ["missed", "missed", "false alarm"]
    assert [row["rule"] for row in rows] == ["", "", "my-rule"]
    experience = next(row for row in document["experiences"] if row["id"] == missed["experience"])
    assert rows[0]["post"] == experience["post"]
    assert " ".join(experience["quote"].split()) in str(rows[0]["sentence"])


def test_evaluate_finds_a_system_file_by_its_discussion(tmp_path: Path) -> None:
    shutil.copy(GOLD, tmp_path / "renamed.json")
    assert evaluated(GOLD, "--system", tmp_path) == evaluated(GOLD, "--system", DATA)


def test_evaluate_names_what_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert error(capsys, "evaluate", tmp_path) == f"{tmp_path}: holds no file named *.gold.json"
    assert error(capsys, "evaluate", GOLD, "--system", tmp_path) == (
        f"{tmp_path}: holds no file {GOLD.name} and none of the discussion larkmoor-ketamine"
    )
    none = tmp_path / "none"
    assert error(capsys, "evaluate", GOLD, "--system", none) == f"{none}: there is no such folder"
    assert error(capsys, "evaluate", none) == f"{none}: cannot be read: No such file or directory"


# --- kg loaders -----------------------------------------------------------------------------------


def test_loaders_lists_the_formats() -> None:
    rows = json.loads(out("loaders", "--format", "json"))
    assert [row["name"] for row in rows][:2] == ["px-annotations", "wordpress-copied"]
    assert out("loaders").splitlines()[0].split() == ["name", "reads", "example"]


# --- printing rows --------------------------------------------------------------------------------

COLUMNS = ("who", "said", "times", "share", "roles", "ok")
ROWS = (("Ann", 'a "b", c\nd', 3, 0.5, ("x", "y"), True), (None, "שלום\t😀", 12, None, (), False))


@pytest.mark.parametrize(
    ("output_format", "printed"),
    [
        (
            "table",
            "Words\n"
            "who  said      times  share  roles  ok\n"
            "---  --------  -----  -----  -----  ---\n"
            'Ann  a "b", c      3  0.500  x; y   yes\n'
            "     d\n"
            "     שלום\t😀       12                no\n",
        ),
        (
            "json",
            '[\n {"who": "Ann", "said": "a \\"b\\", c\\nd", "times": 3, "share": 0.5, "roles": ["x", "y"], '
            '"ok": true},\n'
            ' {"who": null, "said": "שלום\\t😀", "times": 12, "share": null, "roles": [], "ok": false}\n]\n',
        ),
        (
            "csv",
            'who,said,times,share,roles,ok\nAnn,"a ""b"", c\nd",3,0.5,x; y,true\n,שלום\t😀,12,,,false\n',
        ),
        (
            "tsv",
            "who\tsaid\ttimes\tshare\troles\tok\n"
            'Ann\t"a ""b"", c\nd"\t3\t0.5\tx; y\ttrue\n'
            '\t"שלום\t😀"\t12\t\t\tfalse\n',
        ),
    ],
)
def test_rows_in_each_format(capsys: pytest.CaptureFixture[str], output_format: str, printed: str) -> None:
    print_rows(COLUMNS, ROWS, format=output_format, title="Words")
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize(
    ("output_format", "printed"), [("table", "who\n---\n"), ("json", "[]\n"), ("csv", "who\n"), ("tsv", "who\n")]
)
def test_no_rows(capsys: pytest.CaptureFixture[str], output_format: str, printed: str) -> None:
    print_rows(("who",), [], format=output_format)
    assert capsys.readouterr().out == printed


def test_csv_cells_come_back_whole(capsys: pytest.CaptureFixture[str]) -> None:
    cells = ['"', ",", "a\nb", "\t", "'", " x ", ""]
    print_rows(("cell",), [(cell,) for cell in cells], format="csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:] == [[cell] for cell in cells]


def test_table_on_a_terminal_fits_it_and_shows_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    print_rows(("words",), [("[bold]salt[/bold] " * 20 + "\x1b[31m",)], format="table", title="T")
    printed = capsys.readouterr().out
    assert "[bold]salt[/bold]" in printed
    assert "\x1b" not in printed
    assert max(map(len, printed.splitlines())) == 80
