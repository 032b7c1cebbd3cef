"""List where two readers differ in a layer, with the sentence and the rule: what to look at next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Annotations, Claim, Evidence, Experience, Mention, Reply, Span, Stance
from kg.score.compare import Verdict, compare

__all__ = ["Difference", "differences"]

#: Ends of sentences; a line feed ends one as well.
_END = re.compile(r"[.!?…]+[\s”’\")]+|\n+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that only one reader has.

    Attributes:
        discussion: id of the discussion.
        error: `missed`, or `false alarm`.
        post: path of the post.
        row: the row in a few words.
        rule: id of the rule that made it, empty for a missed row without one.
        sentence: the words it stands on, to the ends of their sentences.
    """

    discussion: str
    error: str
    post: str
    row: str
    rule: str
    sentence: str


def differences(gold: Annotations, system: Annotations, *, layer: str) -> Iterator[Difference]:
    """Yield what the system misses and what it has too much in a layer, in the order of the files."""
    comparison = compare(gold, system)[layer]
    for error, rows, reader in (
        ("missed", comparison.missed, gold),
        ("false alarm", comparison.false_alarms, system),
    ):
        book = _Book(reader)
        for row in rows:
            span, words, rule = book.described(row)
            sentence = book.sentence(span)
            yield Difference(gold.discussion.id, error, span.post, words, rule, sentence)


class _Book:
    """One reader's annotations, to look up what the rows refer to."""

    def __init__(self, annotations: Annotations) -> None:
        self.texts = {post.path: post.text for post in annotations.discussion.posts}
        self.claims = {claim.id: claim for claim in annotations.claims}
        self.experiences = {experience.id: experience for experience in annotations.experiences}

    def described(self, row: object) -> tuple[Span, str, str]:
        """Return where a row stands, the row in words, and its rule."""
        match row:
            case Mention(span=span, kind=kind, concept=concept, text=text, rule=rule):
                return span, f"{kind} {concept} “{text}”", rule
            case Experience(span=span, rule=rule):
                return span, _experience(row), rule
            case Stance(span=span, holder=holder, side=side, claim=claim, rule=rule):
                return span, f"{holder} {side} {_claim(self.claims[claim])}", rule
            case Evidence(experience=experience, direction=direction, claim=claim, rule=rule):
                found = self.experiences[experience]
                return found.span, f"{found.experiencer} {direction} {_claim(self.claims[claim])}", rule
            case Verdict(span=span, treatment=treatment, good=good, rule=rule):
                return span, f"{treatment} {'helped' if good else 'did not help or harmed'}", rule
            case Reply(post=post, parent=parent, stance=stance, rule=rule):
                return Span(post, 0, 0), f"{stance} {parent}", rule
        raise TypeError(f"no row of a layer: {type(row).__name__}")

    def sentence(self, span: Span) -> str:
        """Return the whole sentences around a span, white space collapsed."""
        text = self.texts.get(span.post, "")
        start = max((found.end() for found in _END.finditer(text) if found.end() <= span.start), default=0)
        end = next((found.end() for found in _END.finditer(text) if found.end() >= span.end), len(text))
        return " ".join(text[start:end].split())


def _experience(row: Experience) -> str:
    parts = [*row.conditions, *row.symptoms, *row.treatments, *row.clinicians, *row.stressors]
    return f"{row.experiencer} ({', '.join(parts)}) {row.outcome}"


def _claim(claim: Claim) -> str:
    """Return a claim as its frame, or in its words where it has none."""
    arguments = ", ".join(filter(None, (claim.subject, claim.object)))
    return f"{claim.predicate}({arguments})" if arguments else claim.text
