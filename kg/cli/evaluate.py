"""`kg evaluate`: score the reading, or somebody's annotations, against gold annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import format_option
from kg.cli.output import print_rows
from kg.errors import SourceError
from kg.model import Annotations

if TYPE_CHECKING:
    from kg.score import Scores

__all__ = ["command"]

#: Layers whose differences can be listed.
LAYERS = (
    "entities",
    *(f"entities.{kind}" for kind in ("condition", "symptom", "treatment", "clinician")),
    *(f"entities.{kind}" for kind in ("organization", "stressor", "outcome")),
    "experiences",
    "stances",
    "evidence",
    "verdicts",
    "replies",
)


@click.command("evaluate")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD…")
@click.option("--system", metavar="DIR", help="Score the px-annotations/1 files in DIR instead of reading anew.")
@click.option("--errors", "layer", type=click.Choice(LAYERS), help="List what is missed or wrong in a layer instead.")
@format_option
def command(gold: tuple[str, ...], system: str | None, layer: str | None, output_format: str) -> None:
    """Score the reading against annotated discussions: precision, recall and F1 by layer.

    GOLD is a px-annotations/1 file, or a folder with files named *.gold.json. Their posts are read anew; the
    counts of all discussions are summed.

    \b
    Example:
        kg evaluate tests/data
        kg evaluate thread.gold.json --errors evidence
    """
    pairs = _pairs([file for name in gold for file in _gold_files(name)], system)
    if layer:
        _print_differences(pairs, layer, output_format)
    else:
        _print_scores(pairs, output_format)


def _gold_files(name: str) -> list[Path]:
    """Return a gold file, or those of a folder, sorted."""
    path = Path(name)
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.gold.json"))
    if not files:
        raise SourceError("holds no file named *.gold.json", source=name)
    return files


def _pairs(files: list[Path], system: str | None) -> Iterator[tuple[Annotations, Annotations]]:
    """Yield each gold discussion with the annotations to be scored."""
    from kg.annotations import read_annotations

    if system is None:
        from kg.extract import annotate

        for file in files:
            gold = read_annotations(file)
            yield gold, annotate(gold.discussion)
        return
    found = _system_files(Path(system))
    for file in files:
        gold = read_annotations(file)
        yield gold, _partner(file, gold, found, system)


def _system_files(folder: Path) -> dict[str, Annotations]:
    """Return the annotations in a folder, by file name and by id of the discussion."""
    from kg.annotations import read_annotations

    if not folder.is_dir():
        raise SourceError("there is no such folder", source=str(folder))
    read = {file.name: read_annotations(file) for file in sorted(folder.glob("*.json"))}
    return {f"id {annotations.discussion.id}": annotations for annotations in read.values()} | read


def _partner(file: Path, gold: Annotations, found: dict[str, Annotations], system: str) -> Annotations:
    """Return the annotations of a gold file's discussion: the file of the same name, or the same id."""
    partner = found.get(file.name) or found.get(f"id {gold.discussion.id}")
    if partner is None:
        message = f"holds no file {file.name} and none of the discussion {gold.discussion.id}"
        raise SourceError(message, source=system)
    return partner


def _print_scores(pairs: Iterable[tuple[Annotations, Annotations]], output_format: str) -> None:
    from kg.score import score, total

    scores: list[Scores] = [score(gold, system) for gold, system in pairs]
    columns = ("layer", "precision", "recall", "F1", "gold", "found")
    count = f"{len(scores)} discussion{'s' * (len(scores) != 1)}"
    print_rows(columns, total(scores).rows(), format=output_format, title=count)


def _print_differences(pairs: Iterable[tuple[Annotations, Annotations]], layer: str, output_format: str) -> None:
    from kg.score import differences

    rows = (
        (found.discussion, found.error, found.post, found.row, found.rule, found.sentence)
        for gold, system in pairs
        for found in differences(gold, system, layer=layer)
    )
    print_rows(("discussion", "error", "post", "row", "rule", "sentence"), rows, format=output_format)
