"""Reading a discussion: a list of layers, each a plain callable that adds to the reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg import __version__
from kg.extract.assertion import assert_mentions
from kg.extract.cues import CUE_TABLES, find_cues
from kg.extract.episodes import find_episodes
from kg.extract.evidence import find_evidence
from kg.extract.experiences import tell_experiences
from kg.extract.finish import to_annotations
from kg.extract.mentions import find_mentions
from kg.extract.outcomes import find_outcomes
from kg.extract.reading import Reading
from kg.extract.replies import find_replies
from kg.extract.rules import load_matcher, rules_hash
from kg.extract.segment import segment
from kg.extract.stances import find_stances
from kg.extract.topic import find_topic
from kg.model import Annotations, Discussion, Run
from kg.vocabulary import load_lexicon, vocabulary_hash

__all__ = ["PIPELINE", "Layer", "annotate", "current_run", "warm_up"]

#: A layer reads what earlier layers found and adds its own.
Layer = Callable[[Reading], None]

#: The default reading. A layer of one's own goes where what it needs is there.
PIPELINE: tuple[Layer, ...] = (
    segment,
    find_cues,
    find_mentions,
    assert_mentions,
    find_outcomes,
    find_topic,
    find_episodes,
    tell_experiences,
    find_evidence,
    find_stances,
    find_replies,
)


def annotate(discussion: Discussion, *, layers: Sequence[Layer] = PIPELINE) -> Annotations:
    """Read a discussion.

    Time is linear in the words of the discussion. The result is the same in every process.

    Args:
        discussion: posts with their tree.
        layers: what is run, in order.

    Example:
        >>> from kg.model import Post, PostKind
        >>> post = Post("1", None, "Ann", PostKind.COMMENT, "I tried gabapentin for my migraines. It did nothing.")
        >>> read = annotate(Discussion("d", "", (post,)))
        >>> [(x.treatments, x.outcome.value) for x in read.experiences]
        [(('gabapentin',), 'no-change')]
    """
    reading = Reading(discussion)
    for layer in layers:
        layer(reading)
    return to_annotations(reading, current_run())


def warm_up() -> None:
    """Read vocabulary and cues ahead of the first discussion, for a caller that has to wait for something else."""
    load_lexicon()
    for table in CUE_TABLES:
        load_matcher(table)


def current_run() -> Run:
    """Return what identifies a reading by this program: version, vocabulary and rules."""
    return Run("pxkg", __version__, vocabulary_hash(), rules_hash(), {"reader": "fast"})
