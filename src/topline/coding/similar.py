"""Similarity to coded replies: the codes of the replies that are most like a text.

Replies are vectors of words and of parts of words (four letters, so that "prospecting" is like "prospects"), weighted
as in lnc.ltc: logarithms of how often, the text's own also by how rare each is among the coded replies, cosine. The
ten nearest vote with their similarity. Everything follows from the coded texts alone, in whatever order they came.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import TYPE_CHECKING

from topline.coding.texts import LONGEST, Span, Word, words_of

if TYPE_CHECKING:
    import numpy

NEIGHBOURS = 10
"""Texts that vote."""
LIKE = 0.1
"""Similarity from which on two texts are said to be like each other, of 1: below are those that share what all say."""
PART = 4
"""Letters of a part of a word; the ends of the word count as letters."""
MOST_WORDS = 300
"""Words of a text that are looked at, of those within the length of an answer."""
TRIGGERS = 5
"""Words of a text that are told to speak for a code, at most."""
SPEAKS = 0.25
"""Of what the word that speaks most says for a code, what another says at least to be told as well."""


@dataclass(slots=True)
class _Posting:
    """A word or part of one: the texts that have it."""

    texts: array[int] = field(default_factory=lambda: array("i"))
    """Their numbers."""
    weights: array[float] = field(default_factory=lambda: array("f"))
    living: int = 0
    """How many of them count at present."""


class Index:
    """Texts that can be asked which of them are most like another."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._living = bytearray()
        """Whether each text counts, by its number."""
        self._count = 0
        self._postings: dict[str, _Posting] = {}

    def __len__(self) -> int:
        return self._count

    def add(self, text: str) -> None:
        """Let a text count that does not yet."""
        number = self._numbers.get(text)
        features = _features(words_of(text[:LONGEST]))
        if number is None:
            number = self._numbers[text] = len(self._texts)
            self._texts.append(text)
            self._living.append(0)
            length = _length(features)
            for feature, times in features.items():
                posting = self._postings.setdefault(feature, _Posting())
                posting.texts.append(number)
                posting.weights.append(_weight(times) / length)
        self._living[number] = 1
        self._count += 1
        for feature in features:
            self._postings[feature].living += 1

    def remove(self, text: str) -> None:
        """Let a text that counts no longer do so."""
        self._living[self._numbers[text]] = 0
        self._count -= 1
        for feature in _features(words_of(text[:LONGEST])):
            self._postings[feature].living -= 1

    def nearest(self, words: Sequence[Word], apart_from: str | None = None) -> list[tuple[str, float]]:
        """The texts most like these words, with their similarity up to 1: ten, or fewer where no more are like them.

        Args:
            words: The text's, in order.
            apart_from: A text that does not count.
        """
        import numpy as np

        features = _features(words)
        asked = {feature: _weight(times) * self._rarity(feature) for feature, times in features.items()}
        length = sqrt(sum(weight * weight for weight in asked.values()))
        if not length or not self._count:
            return []
        likeness: numpy.ndarray = np.zeros(len(self._texts))
        for feature, weight in asked.items():
            if posting := self._postings.get(feature):
                texts = np.frombuffer(posting.texts, np.int32)
                likeness[texts] += np.frombuffer(posting.weights, np.float32) * (weight / length)
        likeness *= np.frombuffer(self._living, np.uint8)
        if apart_from in self._numbers:
            likeness[self._numbers[apart_from]] = 0
        if len(likeness) > NEIGHBOURS:
            tenth = np.partition(likeness, -NEIGHBOURS)[-NEIGHBOURS]
            (found,) = np.nonzero(likeness >= max(tenth, LIKE))
        else:
            (found,) = np.nonzero(likeness >= LIKE)
        pairs = [(self._texts[at], float(likeness[at])) for at in found]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:NEIGHBOURS]

    def triggers(
        self, words: Sequence[Word], nearest: Sequence[tuple[str, float]], speaks_for: Callable[[str], float]
    ) -> tuple[Span, ...]:
        """The words that make a text like those neighbours that speak for a code, and unlike those that do not.

        Args:
            words: The text's, in order.
            nearest: Its neighbours.
            speaks_for: What part of a neighbour's coders gave the code, from 0 to 1.
        """
        said: dict[str, float] = defaultdict(float)
        parts = {word.said: set(_features([word])) for word in words[:MOST_WORDS]}
        for text, likeness in nearest:
            has = _features(words_of(text[:LONGEST]))
            length = _length(has)
            sign = 2 * speaks_for(text) - 1
            for word, features in parts.items():
                shared = sum(_weight(has[one]) * self._rarity(one) ** 2 for one in features if one in has)
                said[word] += sign * likeness * shared / length
        most = max(said.values(), default=0.0)
        most_telling = sorted(said, key=lambda word: -said[word])[:TRIGGERS]
        telling = {word for word in most_telling if said[word] > 0 and said[word] >= SPEAKS * most}
        return tuple(Span(word.start, word.end) for word in words if word.said in telling)

    def _rarity(self, feature: str) -> float:
        """How much more it says to have a feature in common, the fewer texts have it; next to 0 where all do."""
        posting = self._postings.get(feature)
        return log((self._count + 1) / (max(posting.living, 1) if posting else 1))


def _features(words: Sequence[Word]) -> Counter[str]:
    """The words of a text, and their parts, with how often each stands there."""
    return Counter(feature for word in words[:MOST_WORDS] for feature in (word.said, *_parts(word.said)))


def _parts(word: str) -> Iterator[str]:
    """A word of four letters or more in pieces of four, its ends marked."""
    if len(word) >= PART:
        marked = f"^{word[:100]}$"
        yield from (f"~{marked[at : at + PART]}" for at in range(len(marked) - PART + 1))


def _weight(times: int) -> float:
    return 1 + log(times)


def _length(features: Counter[str]) -> float:
    return sqrt(sum(_weight(times) ** 2 for times in features.values()))
