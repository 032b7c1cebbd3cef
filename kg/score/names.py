"""When two readers' names for a concept count as the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Mention

__all__ = ["Naming", "normal", "share_words", "words"]

#: Words that say nothing about which concept is meant; a name of such words alone keeps them.
_EMPTY = frozenset(
    {"the", "a", "an", "my", "his", "her", "their", "of", "s", "dr", "doctor"}
    | {"disease", "syndrome", "disorder", "program", "programme", "therapy", "treatment", "treatments"}
)

#: Share of common words from which two names are the same concept.
_OVERLAP = 0.5


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """Return a text in lower case without punctuation, possessives and the plural's s.

    Example:
        >>> normal("Dr. Sands’s Infusions")
        'dr sand infusion'
    """
    plain = re.sub(r"[^a-z0-9& ]+", " ", text.lower().replace("’", "'").replace("'s", ""))
    return " ".join(_singular(word) for word in plain.split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1 << 16)
def words(text: str) -> frozenset[str]:
    """Return the words of a name that say which concept is meant.

    Example:
        >>> sorted(words("the ketamine programme")), sorted(words("the programme"))
        (['ketamine'], ['programme', 'the'])
    """
    found = frozenset(normal(text).split())
    return (found - _EMPTY) or found


def share_words(one: str, other: str) -> bool:
    """Return whether two texts have a word in common that says something."""
    return bool(words(one) & words(other))


@dataclass(frozen=True, slots=True)
class Naming:
    """The names that the two readers of one discussion use.

    Attributes:
        gold: every name and surface text of a concept, by its normal name, in the gold.
        system: the same in the annotations to be scored.
    """

    gold: Mapping[str, frozenset[str]]
    system: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, gold: Iterable[Mention], system: Iterable[Mention]) -> Naming:
        """Return the naming of two readers' mentions."""
        return cls(_aliases(gold), _aliases(system))

    def same(self, gold: str, system: str) -> bool:
        """Return whether a name of the gold and one of the system are the same concept.

        They are where both readers have a surface text in common for them, or where at least half of their
        words are common.
        """
        aliases = self.gold.get(normal(gold), frozenset()) | {normal(gold)}
        if aliases & (self.system.get(normal(system), frozenset()) | {normal(system)}):
            return True
        one, other = words(gold), words(system)
        return bool(one and other) and len(one & other) / len(one | other) >= _OVERLAP

    def compatible(self, gold: str, system: str) -> bool:
        """Return whether two names are the same concept, or one of them is `any` or empty."""
        return normal(gold) in ("any", "") or normal(system) in ("any", "") or self.same(gold, system)


def _aliases(mentions: Iterable[Mention]) -> dict[str, frozenset[str]]:
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        aliases[normal(mention.concept)] |= {normal(mention.concept), normal(mention.text)}
    return {name: frozenset(texts) for name, texts in aliases.items()}
