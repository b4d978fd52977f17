"""Texts as coding compares them: their words, with the places where they stand, and what makes two texts the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LAST = 0x20000
"""Characters from here on are ideographs, and neither marks nor punctuation that people write."""
LONGEST = 10_000
"""Characters of a text, from which on it is no answer but a document: it is the same as what is written the same."""
SIGNS = "#%&@"
"""Punctuation that tells things apart, as in C and C#."""


class Span(NamedTuple):
    """Where something stands in a text, in characters from 0."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    said: str
    """Without regard to upper and lower case."""


def words_of(text: str) -> list[Word]:
    """The words of a text, in order: letters of any script with their marks, numbers, and underscores."""
    found = _word().finditer(text)
    if text.isascii():
        return [Word(one.start(), one.end(), one[0].casefold()) for one in found]
    return [Word(one.start(), one.end(), _folded(one[0])) for one in found]


def normalised(text: str) -> str:
    """A text without regard to case, white space and punctuation: texts that are the same then say the same.

    Punctuation that means something stays: within and before a number (1.5, -3), in a sign (C#, !=, :-( between
    spaces), and in a text of nothing else.
    """
    folded = " ".join((text.casefold() if text.isascii() else _folded(text)).split())
    if len(folded) > LONGEST:
        return folded
    return " ".join(_punctuation().sub(_kept, folded).split()) or folded


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _kept(found: re.Match[str]) -> str:
    return found["kept"] or " "


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    letters = rf"\w{_members('M')}"
    return re.compile(rf"[^\W_][{letters}]*|_[{letters}]*")


@lru_cache(maxsize=1)
def _punctuation() -> re.Pattern[str]:
    dropped = f"[{_members('P', but=SIGNS)}]"
    kept = "|".join(
        (
            rf"(?<=\d){dropped}(?=\d)",  # 1.5, 10:30, 3-5
            r"(?<!\S)[-.,](?=\d)",  # -3, .5
            r"!(?==)",
            r"(?<!\S)[:;=]-?[()\[\]/\\|](?!\S)",  # :-(
        )
    )
    return re.compile(f"(?P<kept>{kept})|{dropped}")


def _members(category: str, but: str = "") -> str:
    """The characters of a category of Unicode, as the inside of a set of a pattern."""
    numbers = [n for n in range(LAST) if unicodedata.category(chr(n))[0] == category and chr(n) not in but]
    starts = [n for n, before in zip(numbers, [-2, *numbers], strict=False) if n != before + 1]
    ends = [n for n, after in zip(numbers, [*numbers[1:], -2], strict=True) if n + 1 != after]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(starts, ends, strict=True))
