"""Profile: what is known of a column before anyone has said what it is, whatever the replies are kept in."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from topline.readers.missing import missing_kind
from topline.survey import MissingKind, Storage

MOST_COUNTED = 1_000
"""Different values of a column that are counted one by one; a question with more options is none."""
WHOLE_UP_TO = 100_000
"""Replies up to which every value is looked at."""
LOOKED_AT = 20_000
"""Replies that are looked at where there are more."""


class ValueCount(NamedTuple):
    """A stored value, written as a code, and how many replies hold it."""

    value: str
    replies: int


@dataclass(frozen=True, slots=True)
class TextStatistics:
    """How long the answers of a text column are, blank ones left out."""

    mean_characters: float
    median_words: float


@dataclass(frozen=True, slots=True)
class NumberStatistics:
    """What the numbers of a column are like; those that are not finite are left out, save in their own count."""

    low: float
    high: float
    mean: float
    fractional: bool
    """Whether any has a part behind the point."""
    not_finite: int = 0
    amounts: bool = False
    """Whether they are written as amounts are: with thousands separators, a percent sign or a decimal comma."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A column as inference sees it."""

    name: str
    """The question's name."""
    text: str
    """The header, made readable."""
    header: str
    """The header as it stands in the file."""
    column: str
    """The column of the replies."""
    storage: Storage
    position: int
    """0-based, in the original file."""
    rows: int
    """Replies looked at."""
    answered: int
    """Those of them that hold an answer or a spelling of a missing one, blanks left out."""
    distinct: int
    counts: tuple[ValueCount, ...] = ()
    """The values that are not blank, in order of appearance; the most frequent where there are too many."""
    blanks: tuple[ValueCount, ...] = ()
    """Stored texts that are empty or white space."""
    several: bool = False
    """Whether a reply holds a list of values, which `counts` then tells one by one."""
    texts: TextStatistics | None = None
    numbers: NumberStatistics | None = None
    opaque: str = ""
    """A type that holds neither texts, numbers nor dates; empty for the usual ones."""
    sampled: bool = False
    """Whether only the first replies were looked at."""
    notes: tuple[str, ...] = ()
    """What was mended in reading, a clause each."""
    apart: Mapping[str, MissingKind] = field(default_factory=dict)
    """Values that say why there is no answer on the platform that wrote them, besides the usual spellings."""

    @property
    def is_whole(self) -> bool:
        """Whether every different value has been counted."""
        return len(self.counts) >= self.distinct

    def missing_kind(self, value: str) -> MissingKind | None:
        """Why a value is no answer, or None where it is one."""
        # All values are gathered only for one that may be a mark: most are none.
        return missing_kind(value, (), self.apart) and missing_kind(value, self.values, self.apart)

    @property
    def values(self) -> tuple[str, ...]:
        """The different values, in order of appearance."""
        return tuple(count.value for count in self.counts)


_UNSPACED = re.compile(r"(?P<short>[\u3040-\u30ff\u3400-\u9fff]+)|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
"""Letters of languages that write no spaces between words: Chinese and Japanese; Thai, Lao, Burmese, Khmer."""
LETTERS_A_WORD, SIGNS_A_WORD = 6, 2
"""What a word takes, at the mean, in languages that write no spaces: of letters, and of Chinese or Japanese signs."""


def words_in(text: str) -> int:
    """How many words a text has, about as many where no spaces stand between them."""
    found = len(text.split())
    for unspaced in _UNSPACED.finditer(text):
        length = unspaced.end() - unspaced.start()
        found += max(0, length // (SIGNS_A_WORD if unspaced["short"] else LETTERS_A_WORD) - 1)
    return found


def text_statistics(counts: tuple[ValueCount, ...]) -> TextStatistics | None:
    """How long texts are, each as often as it occurs."""
    total = sum(count.replies for count in counts)
    if not total:
        return None
    mean = sum(len(count.value) * count.replies for count in counts) / total
    return TextStatistics(mean, _median_words(counts, total))


def _median_words(counts: tuple[ValueCount, ...], total: int) -> float:
    """The median of the words of all replies: the mean of the two in the middle, which are the same one where odd."""
    lengths = sorted((words_in(count.value), count.replies) for count in counts)
    ends = list(accumulate(replies for _, replies in lengths))
    low, high = (lengths[bisect_right(ends, place)][0] for place in ((total - 1) // 2, total // 2))
    return (low + high) / 2


def number_statistics(counts: Iterable[tuple[Any, int]]) -> NumberStatistics | None:
    """What numbers are like, each as often as it occurs; None where none is finite."""
    values = [(float(value), replies) for value, replies in counts]
    finite = [(value, replies) for value, replies in values if math.isfinite(value)]
    if not finite:
        return None
    total = sum(replies for _, replies in finite)
    return NumberStatistics(
        low=min(value for value, _ in finite),
        high=max(value for value, _ in finite),
        mean=sum(value * (replies / total) for value, replies in finite),
        fractional=any(not value.is_integer() for value, _ in finite),
        not_finite=sum(replies for value, replies in values if not math.isfinite(value)),
    )
