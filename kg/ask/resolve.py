"""Finds what a person means: the claim, concept, speaker or discussion that some typed words name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.ask.catalogue import helper, nearest
from kg.ask.header import Parameter
from kg.ask.sparql import fill
from kg.errors import QueryError
from kg.match import fold
from kg.stores.base import Store

__all__ = ["Candidate", "resolve"]

#: Most things that an error lists.
_LISTED = 8

#: What to do where nothing is like what a person typed.
_HINTS = {"claim": "; `kg ask claim_balance` lists those with evidence"}

_Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that may be meant.

    Attributes:
        id: of the node.
        shown: what errors call it.
        names: what it is called, to be given whole.
        words: texts of which some words may be given; empty where only whole names count.
        offered: names that an error may offer; never the name of an account.
    """

    id: str
    shown: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    offered: tuple[str, ...] = field(default=())


def resolve(store: Store, parameter: Parameter, text: str) -> Candidate:
    """Return the node that a person means.

    An id stands for itself. Names count whatever their case, spaces, hyphens and apostrophes. A claim is also
    found by its frame with any names of its concepts, or by some of its words; a discussion by some words of
    its title; a concept as `kind:name`, where two kinds share the name; evidence by the start of its id.

    Args:
        store: the graph.
        parameter: what is asked for.
        text: what the person typed, not empty.

    Raises:
        QueryError: nothing is called that, and the message offers the nearest; or several things are, and
            the message lists them.
    """
    if parameter.type == "evidence":
        return _one(parameter, text, list(_evidence(store, text)), ())
    candidates = _CANDIDATES.get(parameter.type, _concepts)(store, parameter)
    found = [candidate for candidate in candidates if candidate.id == text] or _by_name(candidates, text)
    if not found and parameter.type == "claim":
        found = _by_frame(store, candidates, text)
    return _one(parameter, text, found or _by_words(candidates, text), candidates)


def _one(parameter: Parameter, text: str, found: list[Candidate], known: Iterable[Candidate]) -> Candidate:
    """Return the one found.

    Raises:
        QueryError: it is not one.
    """
    if len(found) == 1:
        return found[0]
    if found:
        shown = [candidate.shown for candidate in found]
        unclear = {name for name in shown if shown.count(name) > 1}
        listed = sorted(f"{item.shown} [{item.id}]" if item.shown in unclear else item.shown for item in found)
        more = f"; and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
        raise QueryError(f"{parameter.name}: {text!r} may be any of: {'; '.join(listed[:_LISTED])}{more}")
    if parameter.type == "evidence":
        raise QueryError(
            f"{parameter.name}: no evidence has the id {text!r}; the answers of claim_evidence and "
            "misdiagnosis_paths give ids"
        )
    shown_as = {name: item.shown for item in known for name in item.offered}
    sentences = parameter.type in ("claim", "discussion")
    offered = list(dict.fromkeys(shown_as[name] for name in nearest(text, shown_as, sentences=sentences)))
    hint = f"; nearest: {'; '.join(offered)}" if offered else _HINTS.get(parameter.type, "")
    raise QueryError(f"{parameter.name}: the graph has no {parameter.type} called {text!r}{hint}")


def _by_name(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return those that are called exactly that, else those called that but for case and marks."""
    candidates = list(candidates)
    for same in (str.strip, _plain, _folded):
        wanted = same(text)
        found = [item for item in candidates if wanted and any(same(name) == wanted for name in item.names)]
        if found:
            return found
    return []


def _by_words(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return those in whose words all the given ones occur."""
    wanted = set(_folded(text).split())
    if not wanted:
        return []
    return [item for item in candidates if wanted <= {word for own in item.words for word in _folded(own).split()}]


def _by_frame(store: Store, claims: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return the claims of a frame `predicate(subject, object)` whose concepts go by any of their names."""
    predicate, bracket, rest = text.strip().partition("(")
    if not bracket or not rest.rstrip().endswith(")"):
        return []
    inner = rest.rstrip()[:-1]
    frames = _frames(store)
    ids = _ids_by_name(store)
    found: set[str] = set()
    for subject, object_ in _slots(inner):
        for claim, (own, *slots) in frames.items():
            if own == "_".join(_folded(predicate).split()) and all(
                slot in ids.get(_folded(name), {None}) if name else slot is None
                for slot, name in zip(slots, (subject, object_), strict=True)
            ):
                found.add(claim)
    return [claim for claim in claims if claim.id in found]


def _slots(inner: str) -> Iterator[tuple[str, str]]:
    """Yield each way to read the inside of a frame as subject and object; a name may hold a comma.

    Example:
        >>> list(_slots("pain, chronic, POTS"))
        [('pain, chronic, POTS', ''), ('pain', 'chronic, POTS'), ('pain, chronic', 'POTS')]
    """
    parts = [part.strip() for part in inner.split(",")]
    yield ", ".join(parts), ""
    for cut in range(1, len(parts)):
        yield ", ".join(parts[:cut]), ", ".join(parts[cut:])


def _frames(store: Store) -> dict[str, tuple[str, str | None, str | None]]:
    """Return predicate, subject and object of each claim by id; an open slot is None."""
    rows = _rows(store, "_claims")
    return {str(row["claim_id"]): (str(row["predicate"]), row["subject_id"], row["object_id"]) for row in rows}


def _ids_by_name(store: Store) -> dict[str, set[str | None]]:
    """Return the ids of concepts by folded name; `any` is an open slot."""
    ids: dict[str, set[str | None]] = {"any": {None}}
    for row in _rows(store, "_concepts"):
        ids.setdefault(_folded(str(row["name"])), set()).add(row["concept_id"])
    return ids


def _claims(store: Store, parameter: Parameter) -> list[Candidate]:
    """Return all claims."""
    return [
        Candidate(str(row["claim_id"]), label, (label, text), (label, text), (label, text))
        for row in _rows(store, "_claims")
        for label, text in [(str(row["claim"]), str(row["text"]))]
    ]


def _concepts(store: Store, parameter: Parameter) -> list[Candidate]:
    """Return the concepts of the kind that the parameter asks for, each also called `kind:name`."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for row in _rows(store, "_concepts"):
        kind = str(row["kind"]).lower()
        if parameter.type in ("concept", kind):
            names.setdefault((str(row["concept_id"]), kind, str(row["concept"])), []).append(str(row["name"]))
    shown = [label for _, _, label in names]
    return [
        Candidate(
            id_,
            f"{kind}:{label}" if shown.count(label) > 1 else label,
            (*own, *(f"{kind}:{name}" for name in own)),
            offered=tuple(own),
        )
        for (id_, kind, label), own in names.items()
    ]


def _speakers(store: Store, parameter: Parameter) -> list[Candidate]:
    """Return all who hold a view. Private names find them, but no error shows one."""
    names: dict[tuple[str, str, bool], list[str]] = {}
    for row in _rows(store, "_speakers"):
        private = row["kind"] in ("Account", "Speaker")
        names.setdefault((str(row["speaker_id"]), str(row["speaker"]), private), []).append(str(row["name"]))
    return [
        Candidate(id_, label, (label, *own), offered=(label,) if private else (label, *own))
        for (id_, label, private), own in names.items()
    ]


def _discussions(store: Store, parameter: Parameter) -> list[Candidate]:
    """Return all discussions."""
    return [
        Candidate(str(row["discussion_id"]), title or identifier, names, names, names)
        for row in _rows(store, "_discussions")
        for identifier, title in [(str(row["identifier"]), str(row["discussion"] or ""))]
        for names in [tuple(name for name in (title, identifier) if name)]
    ]


def _evidence(store: Store, text: str) -> Iterator[Candidate]:
    """Yield the evidence whose ids start with a text."""
    for row in _rows(store, "_evidence", {"start": text}):
        yield Candidate(str(row["evidence_id"]), str(row["evidence_id"]), ())


#: Where the candidates of a type come from; kinds of concepts are not listed.
_CANDIDATES: Mapping[str, Callable[[Store, Parameter], list[Candidate]]] = {
    "claim": _claims,
    "discussion": _discussions,
    "speaker": _speakers,
}


def _rows(store: Store, name: str, values: Mapping[str, str] | None = None) -> Iterator[_Row]:
    """Yield the rows of a helper query."""
    text, parameters = helper(name, store.language), dict(values or {})
    table = store.run(text, parameters) if store.language == "cypher" else store.run(fill(text, parameters), {})
    for record in table.records():
        yield {column: None if cell is None else str(cell) for column, cell in record.items()}


def _plain(text: str) -> str:
    """Return a text in lower case without white space.

    Example:
        >>> _plain(" Effective( rest,ME ) ")
        'effective(rest,me)'
    """
    return "".join(text.casefold().split())


def _folded(text: str) -> str:
    """Return a text in lower case, marks as single spaces.

    Example:
        >>> _folded("Low-dose  naltrexone (LDN)")
        'low dose naltrexone ldn'
    """
    return " ".join(fold(text).split())
