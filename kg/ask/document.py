"""Writes the catalogue of questions as Markdown, out of the headers of the query files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ask.catalogue import Question, questions
from kg.ask.header import Parameter

__all__ = ["catalogue_markdown"]


def catalogue_markdown() -> str:
    """Return all questions: what each answers, how it is asked, its parameters and columns."""
    return "\n".join(line for question in questions() for line in _section(question))


def _section(question: Question) -> Iterator[str]:
    """Yield the lines of one question's section."""
    header = question.header
    yield from ("", f"## {question.name}", "", f"**{header.title}.** {header.answers}", "")
    yield from ("```sh", " ".join(["kg ask", question.name, *_example(header.parameters)]), "```")
    if header.parameters:
        yield from _table(
            ("parameter", "type", "default", "meaning"),
            (
                (
                    f"`{item.name}`",
                    item.type.replace("|", " or "),
                    _default(item),
                    f"{item.meaning}; e.g. `{item.example}`",
                )
                for item in header.parameters
            ),
        )
    yield from _table(("column", "meaning"), ((f"`{column.name}`", column.meaning) for column in header.columns))
    notes = (("Counts", header.counts), ("Note", header.note), ("Order", header.order))
    yield ""
    yield from (f"- {name}: {words}." for name, words in notes if words)


def _default(parameter: Parameter) -> str:
    """Return what stands for a parameter that is not given."""
    if parameter.required:
        return "must be given"
    return "all" if parameter.default is None else f"`{parameter.default}`"


def _example(parameters: Iterable[Parameter]) -> Iterator[str]:
    """Yield the parameters that must be given, as a shell takes them."""
    for parameter in parameters:
        if parameter.required:
            yield f'{parameter.name}="{parameter.example}"'


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield from ("", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}")
    yield from (f"| {' | '.join(row)} |" for row in rows)
