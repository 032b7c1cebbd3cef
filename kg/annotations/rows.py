"""Records that stand on one row alone: claims, notices, and who annotated."""

from __future__ import annotations

from kg.annotations.fields import Row
from kg.model import Claim, Notice, Predicate, Run

__all__ = ["read_claim", "read_notice", "read_run"]

#: Agent of a file that names nobody.
_UNNAMED = "external"


def read_claim(row: Row) -> Claim:
    """Return a claim; `other` needs its sentence, as it has no frame."""
    predicate = row.choice("predicate", Predicate)
    text = row.text("text", "")
    if predicate is Predicate.OTHER and not text:
        raise row.problem('text is missing; a claim with predicate "other" needs its sentence')
    return Claim(row.filled("id"), predicate, row.text("subject", ""), row.text("object", ""), text)


def read_notice(row: Row) -> Notice:
    """Return what a loader had to say about the source."""
    count = row.whole("count")
    return Notice(row.text("code"), row.text("message", ""), row.text("place", ""), 1 if count is None else count)


def read_run(document: Row) -> Run:
    """Return who annotated: the key `run` (an object or a name), or else `annotator`."""
    value = document.values.get("run")
    agent = document.text("annotator", _UNNAMED)
    if value is None or isinstance(value, str):
        return Run(agent=document.text("run", agent))
    row = Row.of(value, place="run")
    options = Row.of(row.values.get("options") or {}, place="run.options")
    return Run(
        agent=row.text("agent", agent),
        version=row.text("version", ""),
        vocabulary=row.text("vocabulary", ""),
        rules=row.text("rules", ""),
        options={key: options.text(key, "") for key in options.values},
    )
