"""Several answers in one cell: what stands between them, and what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

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


LEAST_CHOSEN, LEAST_SHARE = 5, 0.002
"""Replies, and their share of all, that hold an answer which was offered rather than written in."""
MOST_MENTIONS = 0.85
"""Share of what was mentioned that was offered, where some people wrote in other answers."""
WRITTEN_IN = "(other)"
"""The code of what people wrote in, between the answers that they picked."""


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


def offered_in(profile: Profile, separator: str) -> tuple[str, ...]:
    """The answers that were offered, in cells that hold picked ones and others that people wrote in; else nothing.

    What was offered is picked often, and with this and that. Pieces that never stand but side by side are one
    answer that holds the separator.
    """
    if profile.storage is not Storage.TEXT or profile.several or not profile.is_whole:
        return ()
    cells = [(list(tokens_of(count.value, separator)), count.replies) for count in profile.counts]
    cells = _put_together(cells, separator)
    replies = sum(number for _, number in cells)
    if sum(number for cell, number in cells if len(cell) > 1) < LEAST_JOINED * replies:
        return ()
    mentions: dict[str, int] = {}
    for cell, number in cells:
        for token in dict.fromkeys(cell):
            mentions[token] = mentions.get(token, 0) + number
    least = max(LEAST_CHOSEN, LEAST_SHARE * replies)
    offered = tuple(token for token, number in mentions.items() if number >= least and len(token) <= 200)
    by_offered = sum(mentions[token] for token in offered)
    if not 2 <= len(offered) <= MOST_TOKENS or by_offered < MOST_MENTIONS * sum(mentions.values()):
        return ()
    combined = {frozenset(cell) for cell, _ in cells if len(cell) > 1 and all(token in offered for token in cell)}
    return offered if len(combined) >= len(offered) else ()


def _put_together(cells: list[tuple[list[str], int]], separator: str) -> list[tuple[list[str], int]]:
    """Cells in which pieces that always stand side by side are one."""
    while True:
        single: dict[str, int] = {}
        pairs: dict[tuple[str, str], int] = {}
        for cell, number in cells:
            for token in cell:
                single[token] = single.get(token, 0) + number
            for pair in pairwise(cell):
                pairs[pair] = pairs.get(pair, 0) + number
        glued = {
            pair
            for pair, number in pairs.items()
            if number >= LEAST_CHOSEN and single[pair[0]] == single[pair[1]] == number
        }
        if not glued:
            return cells
        cells = [(_glued(cell, glued, separator), number) for cell, number in cells]


def _glued(cell: list[str], pairs: Set[tuple[str, str]], separator: str) -> list[str]:
    found: list[str] = []
    last = ""
    for token in cell:
        if found and (last, token) in pairs:
            found[-1] = f"{found[-1]}{separator}{token}"
        else:
            found.append(token)
        last = token
    return found


def picked_of(cell: str, separator: str, offered: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The offered answers in a cell, the longest first where one holds another, and what was written in besides."""
    picked: list[str] = []
    rest: list[str] = []
    tokens = tokens_of(cell, separator)
    at = 0
    widest = max(len(tokens_of(answer, separator)) for answer in offered)
    among = set(offered)
    while at < len(tokens):
        for end in range(min(at + widest, len(tokens)), at, -1):
            answer = separator.join(tokens[at:end])
            if answer in among:
                picked.append(answer)
                at = end
                break
        else:
            rest.append(tokens[at])
            at += 1
    return tuple(dict.fromkeys(picked)), separator.join(rest)


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
