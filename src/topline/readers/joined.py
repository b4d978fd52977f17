"""Several answers in one cell: what stands between them, and what they are."""

from __future__ import annotations

import re

from topline.readers.missing import is_blank
from topline.readers.profile import Profile, ValueCount
from topline.survey import Storage

SEPARATORS = (";", "|", "\n", ", ", ",")
"""In the order they are tried; commas last, since options themselves hold them."""
SPOKEN = {"\n": "a line end"}
"""Separators that are better named than shown."""
MOST_TOKENS = 60
LEAST_JOINED = 0.2
"""Share of the cells that hold the separator."""


OUTSIDE = r"(?![^()]*\))"
"""Not followed by a closing bracket that was opened before."""
_COMMA_IN_TEXT = re.compile(r",\s|[0-9],[0-9]")


def separator_of(profile: Profile) -> str | None:
    """What joins several answers in a cell, or None where a cell holds one.

    A separator inside an option shows in that its halves never meet other halves, so most tokens must turn
    up in several different cells, or be fewer by far than these.
    """
    if profile.storage is not Storage.TEXT or profile.several or not profile.answered or profile.distinct < 2:
        return None
    return next((separator for separator in SEPARATORS if _joins(profile, separator)), None)


def _joins(profile: Profile, separator: str) -> bool:
    cells = [tokens_of(count.value, separator) for count in profile.counts]
    total = sum(count.replies for count in profile.counts)
    joined = sum(count.replies for count in profile.counts if separator in count.value)
    if joined < LEAST_JOINED * total:
        return False
    if separator == "," and any(_COMMA_IN_TEXT.search(count.value) for count in profile.counts):
        return False
    meetings: dict[str, int] = {}
    for cell in cells:
        for token in cell:
            meetings[token] = meetings.get(token, 0) + 1
    if not 1 < len(meetings) <= MOST_TOKENS or any(len(token) > 200 for token in meetings):
        return False
    if not profile.is_whole and len(meetings) * 3 > len(cells):
        return False
    if len(meetings) * 3 <= len(cells):
        return True
    shared = sum(count > 1 for count in meetings.values())
    if "," not in separator:
        mentions = sum(len(cell) * count.replies for cell, count in zip(cells, profile.counts, strict=True))
        words = sum(len(token.split()) for token in meetings) / len(meetings)
        return mentions >= 2 * len(meetings) and words <= 6 and (shared > 0 or len(cells) > 2)
    return len(cells) > 3 and len(meetings) <= len(cells) and shared * 3 >= len(meetings) * 2


def tokens_of(cell: str, separator: str) -> tuple[str, ...]:
    """The different answers in a cell, as they stand in it. A comma inside brackets joins nothing."""
    outside = re.escape(separator) + OUTSIDE if "," in separator and "(" in cell else ""
    tokens = re.split(outside, cell) if outside else cell.split(separator)
    return tuple(dict.fromkeys(token.strip() for token in tokens if not is_blank(token)))


def split_counts(profile: Profile, separator: str) -> tuple[ValueCount, ...]:
    """The answers within the cells, and how many replies hold each."""
    found: dict[str, int] = {}
    for count in profile.counts:
        for token in tokens_of(count.value, separator):
            found[token] = found.get(token, 0) + count.replies
    return tuple(ValueCount(value, count) for value, count in found.items())
