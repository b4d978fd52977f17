"""Finding by a few letters: what was typed is looked for word by word, in any order, letters left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import TypeVar

T = TypeVar("T")

AT_A_WORD = 0.5
"""What it costs to take letters up again at the beginning of a word; anywhere else it costs 1."""
MOST = 2.0
"""What finding a word may cost at most; a short one half as much as it has letters."""
LONGEST = 300
"""Letters of a text that are looked at."""
FURTHER = 0.1
"""What it costs to be found in a text that comes further back among those of an item."""


def ranked(typed: str, items: Iterable[T], texts: Callable[[T], Sequence[str]]) -> list[T]:
    """The items of which some text holds the letters of every typed word, best first; all of them without a word.

    Args:
        texts: What an item is called, the most telling text first.
    """
    words = typed.casefold().split()
    costs = ((_cost_of_all(words, texts(item)), item) for item in items)
    found = [(cost, item) for cost, item in costs if cost < inf]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _cost_of_all(words: Sequence[str], texts: Sequence[str]) -> float:
    folded = [text.casefold()[:LONGEST] for text in texts]
    return sum(min(cost(word, text) + FURTHER * at for at, text in enumerate(folded)) for word in words)


def cost(word: str, text: str) -> float:
    """How far apart the letters of a word stand in a text, in order: the pieces that it is found in.

    Infinite where they are not all there, or in more pieces than a person means.
    """
    ends = {at: _beginning(text, at) for at in _places(word[:1], text)}
    for letter in word[1:]:
        following: dict[int, float] = {}
        before, earlier = inf, iter([*ends.items(), (inf, inf)])
        end, so_far = next(earlier)
        for at in _places(letter, text):
            while end < at:
                before = min(before, so_far)
                end, so_far = next(earlier)
            following[at] = min(before + _beginning(text, at), ends.get(at - 1, inf))
        ends = following
    best = min(ends.values(), default=inf)
    return best if best <= min(MOST, max(1.0, len(word) / 2)) else inf


def _places(letter: str, text: str) -> list[int]:
    return [at for at, other in enumerate(text) if other == letter]


def _beginning(text: str, at: int) -> float:
    return AT_A_WORD if not at or not text[at - 1].isalnum() else 1.0
