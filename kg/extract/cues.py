"""Second layer: the cues of every table, kept where their notes allow.

A note restricts a cue to the places where it means what its value says; `ontology/rules/README.md` lists the notes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from kg.extract.reading import CueHit, PostReading, Reading, SentenceReading
from kg.extract.rules import load_matcher

__all__ = ["CUE_TABLES", "find_cues"]

#: Cue tables that the layers look at, in `ontology/rules/`. Later tables may look at cues of earlier ones.
CUE_TABLES = (
    "experiencer",
    "uptake",
    "outcome",
    "negation",
    "hypothetical",
    "attribution",
    "recognition",
    "frames",
    "reply",
)
#: Words that may stand before a cue that opens its clause.
_LEADING = frozenset(["and", "so", "then", "also", "please", "just", "but", "or", "maybe", "definitely"])
#: Words of a clause that holds a cue which counts only as a sentence of its own.
_ALONE = 4
_WRITER = frozenset(("i", "we", "i'd", "i've", "we've"))


def find_cues(reading: Reading) -> None:
    """Give every sentence the cues that stand in it, by table."""
    matchers = [(table, load_matcher(table)) for table in CUE_TABLES]
    for annotated in reading.posts.values():
        starts = [sentence.start for sentence in annotated.sentences]
        for table, matcher in matchers:
            for hit in matcher.find(annotated.folded):
                index = bisect_right(starts, hit.start) - 1
                if index < 0 or hit.end > annotated.sentences[index].end:
                    continue
                sentence = annotated.sentences[index]
                note = hit.payload.note
                if not note or note not in _NOTES or _NOTES[note](annotated, sentence, hit):
                    sentence.cues.setdefault(table, []).append(hit)


def _at_start(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    """Tell whether a cue opens its clause; once the writer is named, a verb tells of the writer and asks nobody."""
    clause = sentence.clauses[sentence.clause_of(hit.start)]
    writer = any(cue.payload.value == "self" and cue.end <= hit.start for cue in sentence.hits("experiencer"))
    return not writer and set(annotated.folded[clause : hit.start].split()) <= _LEADING


def _in_question(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    return sentence.question or _at_start(annotated, sentence, hit)


def _alone(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    if hit.payload.id.startswith("reply:"):
        return True
    number = sentence.clause_of(hit.start)
    ends = (*sentence.clauses[1:], sentence.end)
    return len(annotated.folded[sentence.clauses[number] : ends[number]].split()) <= _ALONE


def _not_the_writers(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    before = annotated.folded[sentence.start : hit.start].split()[-2:]
    return not _WRITER & set(before)


def _with_apostrophe(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    return "'" in annotated.folded[hit.start : hit.end]


def _untold(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    """A weak sign of the hypothetical gives way where the sentence tells of something taken."""
    return not hit.payload.id.startswith("hypothetical:") or not sentence.hits("uptake", "took", "stopped")


def _never(annotated: PostReading, sentence: SentenceReading, hit: CueHit) -> bool:
    return False


#: What a note asks of the place of its cue; notes that are not here are read by the layer that uses the table.
_NOTES: dict[str, Callable[[PostReading, SentenceReading, CueHit], bool]] = {
    "start": _at_start,
    "ask": _in_question,
    "alone": _alone,
    "self": _not_the_writers,
    "apostrophe": _with_apostrophe,
    "weak": _untold,
    "no-harm": _never,
}
