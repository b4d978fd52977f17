"""Columns that may be one question, as their headers say; their cells decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from topline.readers.groups.cells import Cells
from topline.readers.header import Heading
from topline.readers.naming import LONGEST_TEXT, readable
from topline.readers.raw import Together

EVERY_WAY = frozenset({Together.SEVERAL, Together.SPREAD, Together.GRID, Together.RANKING})
NEVER_SPREAD = EVERY_WAY - {Together.SPREAD}
"""For platforms that write one answer in one column."""

_OTHER = re.compile(
    r"other\b.*|.*(?:specify|write[ -]?in|describe|explain)\b.*|.*[ _-]text|sonstige[rs]?\b.*|andere[rs]?\b.*"
    r"|autres?\b.*|otr[oa]s?\b.*|altro\b.*|outr[oa]s?\b.*|.*(?:especifique|précise[zr]|angeben|specificare)\b.*",
    re.IGNORECASE,
)


_REMARK = re.compile(
    r"comments?|kommentare?|commentaires?|comentarios?|coment[aá]rios?|comment[io]|opmerking(?:en)?|комментарий|"
    r"uwagi|komentarz",
    re.IGNORECASE,
)


def asks_own_words(label: str) -> bool:
    """Whether an option asks to say which: "Other (please specify)", or leaves room for a remark."""
    return _OTHER.fullmatch(label.strip()) is not None or is_remark(label)


def is_remark(label: str) -> bool:
    """Whether a column has remarks on the option before it: "Comment"."""
    return _REMARK.fullmatch(label.strip()) is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Columns whose headers say that they are one question."""

    columns: tuple[int, ...]
    labels: tuple[str, ...]
    """What each column's header says that it stands for; empty where it says nothing."""
    source: str
    """What in the header says so, in words that follow "columns": "of one question in the first row"."""
    text: str = ""
    name: str = ""
    ways: frozenset[Together] = EVERY_WAY
    is_sure: bool = True
    """Whether the header alone makes them one question, so that the words of their cells matter less."""
    other: int | None = None
    """The column of own words, where the header tells."""
    words_tick: bool = True
    """Whether own words say that "Other" was chosen where no column is headed so; else one of the columns does."""
    may_be_apart: bool = False
    """Whether the columns have texts that share no question, so that "yes" may answer a question of its own."""
    most_answers: int = 12
    """Different answers that the items of a grid may share."""


@dataclass(frozen=True)
class Sheet:
    """The columns of a table as those who look for questions see them."""

    headings: tuple[Heading, ...]
    cells: Cells
    platform: str
    free: frozenset[int]
    """Columns that belong to no question yet and are asked of respondents."""
    said: tuple[str, ...]
    """The texts that a codebook has of the columns, empty where it has none."""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What every column asks, as people read it."""
        return tuple(
            _one_line(said or heading.text or heading.header)
            for said, heading in zip(self.said, self.headings, strict=True)
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The short name of every column, or its header."""
        return tuple(" ".join((heading.tag or heading.header).split()) for heading in self.headings)

    @cached_property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The free columns, as runs of neighbours."""
        found: list[list[int]] = []
        for place in sorted(self.free):
            if found and found[-1][-1] == place - 1:
                found[-1].append(place)
            else:
                found.append([place])
        return tuple(map(tuple, found))


def _one_line(text: str) -> str:
    """Text as people read it, whole: `readable` cuts what is longer than a question's text may be."""
    return readable(text) if len(text) <= LONGEST_TEXT else " ".join(text.split())


def neighbours(keys: Sequence[tuple[int, str]]) -> list[list[int]]:
    """Places that follow one another with the same key, as runs; an empty key belongs to nothing.

    Args:
        keys: A place and its key each, in the order of the places.
    """
    found: list[list[int]] = []
    before: tuple[int, str] | None = None
    for place, key in keys:
        if key and before == (place - 1, key):
            found[-1].append(place)
        elif key:
            found.append([place])
        before = (place, key)
    return found
