"""Several answers in one cell: what stands between them, and what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from topline.readers.missing import BLANKS
from topline.readers.profile import Profile, ValueCount
from topline.survey import Storage

SEPARATORS = (";", "|", "\n", ", ", ",")
"""In the order they are tried; commas last, since options themselves hold them."""
SPOKEN = {"\n": "a line end"}
"""Separators that are better named than shown."""
MOST_TOKENS = 60
LEAST_JOINED = 0.2
"""Share of the cells that hold the separator."""


LEAST_JOINED_IF_ASKED = 0.01
"""The same where the question asks to select all that apply."""
LONGEST = 200
"""Characters of an answer that can be picked."""
ENDED = 0.95
"""Share of the cells that end in the separator, where each answer is written with one behind it."""
ALWAYS, MANY = 0.98, 30
"""Share of the replies with one piece that have the other beside it, and how many make that no chance."""
LEAST_RANKED, MOST_RANKED, LEAST_ORDERS, RANKED = 3, 12, 3, 0.95
"""Options of a ranking, orders that somebody gave them, and the share of the cells that hold them all."""
ALL_THAT_APPLY = re.compile(
    r"(?:select|check|tick|choose|mark|pick) (?:all|any|as many|up to|multiple|several|every)|all that apply"
    r"|multiple answers|mehrfach|mehrere (?:antworten|nennungen)|alles? zutreffende|plusieurs r[ée]ponses"
    r"|tout(?:es)? (?:ce|celles?) qui|todas las (?:que|opciones)|seleccione (?:todas|varias)|marque todas"
    r"|tutte (?:le|quelle)|meerdere antwoorden",
    re.IGNORECASE,
)
"""What questions say that take several answers."""
LEAST_CHOSEN, LEAST_SHARE = 5, 0.002
"""Replies, and their share of all, that hold an answer which was offered rather than written in."""
MOST_MENTIONS = 0.85
"""Share of what was mentioned that was offered, where some people wrote in other answers."""
WRITTEN_IN = "(other)"
"""The code of what people wrote in, between the answers that they picked."""


OUTSIDE = r"(?![^()]*\))"
"""Not followed by a closing bracket that was opened before."""
_COMMA_IN_TEXT = re.compile(r"[0-9],[0-9]")
_TIGHT = re.compile(r",[^\s0-9]")
"""A comma that joins answers where nothing stands behind it; commas within answers have a space there."""


@dataclass(frozen=True, slots=True)
class Joined:
    """How several answers stand in a cell."""

    separator: str
    offered: tuple[str, ...]
    """The answers; one that holds the separator is one all the same."""
    own_words: bool = False
    """Whether people wrote in others besides."""


def joined_in(profile: Profile) -> Joined | None:
    """What joins several answers in a cell, or None where a cell holds one.

    A separator inside an option shows in that its pieces never stand but side by side.
    """
    if profile.storage is not Storage.TEXT or profile.several or not profile.answered or profile.distinct < 2:
        return None
    profile = _without_missing(profile)
    separators = _tried(profile)
    for separator in separators:
        if offered := _all_in(profile, separator):
            return Joined(separator, offered)
    for separator in separators:
        if offered := _most_in(profile, separator):
            return Joined(separator, offered, own_words=True)
    return None


def _tried(profile: Profile) -> tuple[str, ...]:
    """The separators in the order they are tried: a bare comma before one with a space where many cells have such."""
    tight = sum(count.replies for count in profile.counts if _TIGHT.search(count.value))
    are_tight = tight >= LEAST_JOINED * sum(count.replies for count in profile.counts)
    return (*SEPARATORS[:-2], ",", ", ") if are_tight else SEPARATORS


def _without_missing(profile: Profile) -> Profile:
    """The column without the marks that say why there is no answer: however many these are, they join nothing."""
    kept = tuple(count for count in profile.counts if not profile.missing_kind(count.value))
    gone = len(profile.counts) - len(kept)
    return replace(profile, counts=kept, distinct=profile.distinct - gone) if gone else profile


def separator_of(profile: Profile) -> str | None:
    """What joins several answers in a cell, or None where a cell holds one."""
    found = joined_in(profile)
    return found.separator if found else None


def ranking_in(profile: Profile, separators: Sequence[str] = SEPARATORS) -> Joined | None:
    """The options of a ranking, where every cell holds all of them, in the order that somebody gave them.

    Args:
        profile: The column.
        separators: What may stand between them.
    """
    if profile.storage is not Storage.TEXT or profile.several or ALL_THAT_APPLY.search(profile.text):
        return None
    for separator in separators:
        first = tokens_of(profile.counts[0].value, separator)
        if not LEAST_RANKED <= len(first) <= MOST_RANKED:
            continue
        whole = [count for count in profile.counts if set(tokens_of(count.value, separator)) == set(first)]
        orders = {tokens_of(count.value, separator) for count in whole}
        ranked = sum(count.replies for count in whole) >= RANKED * sum(count.replies for count in profile.counts)
        if ranked and len(orders) >= LEAST_ORDERS:
            return Joined(separator, first)
    return None


def _least_joined(profile: Profile) -> float:
    return LEAST_JOINED_IF_ASKED if ALL_THAT_APPLY.search(profile.text) else LEAST_JOINED


def _all_in(profile: Profile, separator: str) -> tuple[str, ...]:
    """The answers of cells that hold nothing but answers that were offered; else nothing."""
    if not any(separator in count.value for count in profile.counts):
        return ()
    pieces = [(_pieces(count.value, separator), count.replies) for count in profile.counts]
    cells = [(_bare(cell), replies) for cell, replies in _put_together(pieces, separator)]
    total = sum(replies for _, replies in cells)
    ended = sum(count.replies for count in profile.counts if count.value.rstrip().endswith(separator))
    joined = sum(number for cell, number in cells if len(cell) > 1)
    if not joined and not ended:
        return ()
    if separator == "," and any(_COMMA_IN_TEXT.search(count.value) for count in profile.counts):
        return ()
    meetings: dict[str, int] = {}
    for cell, _ in cells:
        for token in cell:
            meetings[token] = meetings.get(token, 0) + 1
    offered = tuple(meetings)
    if not 1 < len(meetings) <= MOST_TOKENS or any(len(token) > LONGEST for token in meetings):
        return ()
    if not profile.is_whole and len(meetings) * 3 > len(cells):
        return ()
    alone = {cell[0] for cell, _ in cells if len(cell) == 1}
    if max(joined, ended) < _least_joined(profile) * total and not _pieces_are_answers(cells, alone, separator):
        return ()
    if alone >= meetings.keys() or len(meetings) * 3 <= len(cells) or ended >= ENDED * total:
        return offered
    shared = sum(count > 1 for count in meetings.values())
    if "," not in separator:
        mentions = sum(len(cell) * replies for cell, replies in cells)
        words = sum(len(token.split()) for token in meetings) / len(meetings)
        are_picked = mentions >= 2 * len(meetings) and words <= 6 and (shared > 0 or len(cells) > 2)
        return offered if are_picked else ()
    are_picked = len(cells) > 3 and len(meetings) <= len(cells) and shared * 3 >= len(meetings) * 2
    return offered if are_picked else ()


def _pieces_are_answers(cells: Cells, alone: Set[str], separator: str) -> bool:
    """Whether few replies join answers, and only such as others give alone: nobody writes so of one thing.

    Commas stand within answers, between words that are answers too.
    """
    several = [(cell, number) for cell, number in cells if len(cell) > 1]
    enough = sum(number for _, number in several) >= LEAST_CHOSEN and len(alone) <= MOST_TOKENS
    return enough and "," not in separator and all(token in alone for cell, _ in several for token in cell)


def _most_in(profile: Profile, separator: str) -> tuple[str, ...]:
    """The answers that were offered, in cells that hold picked ones and others that people wrote in; else nothing.

    What was offered is picked often, and with this and that.
    """
    if not profile.is_whole or not any(separator in count.value for count in profile.counts):
        return ()
    pieces = [(_pieces(count.value, separator), count.replies) for count in profile.counts]
    cells = [(_bare(cell), replies) for cell, replies in _put_together(pieces, separator)]
    replies = sum(number for _, number in cells)
    if sum(number for cell, number in cells if len(cell) > 1) < _least_joined(profile) * replies:
        return ()
    mentions: dict[str, int] = {}
    for cell, number in cells:
        for token in dict.fromkeys(cell):
            mentions[token] = mentions.get(token, 0) + number
    least = max(LEAST_CHOSEN, LEAST_SHARE * replies)
    offered = tuple(token for token, number in mentions.items() if number >= least and len(token) <= LONGEST)
    by_offered = sum(mentions[token] for token in offered)
    if not 2 <= len(offered) <= MOST_TOKENS or by_offered < MOST_MENTIONS * sum(mentions.values()):
        return ()
    combined = {frozenset(cell) for cell, _ in cells if len(cell) > 1 and all(token in offered for token in cell)}
    enough = 1 if ALL_THAT_APPLY.search(profile.text) else len(offered)
    return offered if len(combined) >= enough else ()


Cells = list[tuple[list[str], int]]
"""Pieces of cells as they stand between separators, and how many replies hold each cell."""


def _put_together(cells: Cells, separator: str) -> Cells:
    """Cells in which pieces that always stand side by side are one."""
    while True:
        single: dict[str, int] = {}
        pairs: dict[tuple[str, str], int] = {}
        for cell, number in cells:
            bare = _bare(cell)
            for token in bare:
                single[token] = single.get(token, 0) + number
            for pair in pairwise(bare):
                pairs[pair] = pairs.get(pair, 0) + number
        glued = {pair for pair, number in pairs.items() if _are_one(*pair, number, single)}
        if not glued:
            return cells
        cells = [(_glued(cell, glued, separator), number) for cell, number in cells]


def _are_one(one: str, other: str, number: int, single: Mapping[str, int]) -> bool:
    """Whether two pieces are one answer: they stand side by side so often that it is no chance."""
    most, least = max(single[one], single[other]), min(single[one], single[other])
    if number < LEAST_CHOSEN or number < ALWAYS * most or (number < least and most < MANY):
        return False
    return most >= MANY or other[:1].islower()


def _glued(cell: list[str], pairs: Set[tuple[str, str]], separator: str) -> list[str]:
    found: list[str] = []
    last = ""
    for piece in cell:
        if found and (last, piece.strip()) in pairs:
            found[-1] = f"{found[-1]}{separator}{piece}"
        else:
            found.append(piece)
        last = piece.strip()
    return found


def _pieces(cell: str, separator: str) -> list[str]:
    """What stands between separators, as it stands there.

    A comma inside brackets joins nothing; nor does one before a space, where commas without one join.
    """
    tight = r",(?!\s)" if separator == "," else re.escape(separator)
    is_plain = separator != "," and not ("," in separator and "(" in cell)
    outside = OUTSIDE if "(" in cell else ""
    pieces = cell.split(separator) if is_plain else re.split(tight + outside, cell)
    return [piece for piece in pieces if piece.strip(BLANKS)]


def _bare(pieces: Sequence[str]) -> list[str]:
    return [piece.strip() for piece in pieces]


def picked_of(cell: str, separator: str, offered: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The offered answers in a cell, the longest first where one holds another, and what was written in besides."""
    picked: list[str] = []
    rest: list[str] = []
    pieces = _pieces(cell, separator)
    at = 0
    widest = max((len(_pieces(answer, separator)) for answer in offered), default=1)
    among = set(offered)
    while at < len(pieces):
        for end in range(min(at + widest, len(pieces)), at, -1):
            answer = separator.join(pieces[at:end]).strip()
            if answer in among:
                picked.append(answer)
                at = end
                break
        else:
            rest.append(pieces[at])
            at += 1
    return tuple(dict.fromkeys(picked)), separator.join(rest).strip()


def tokens_of(cell: str, separator: str) -> tuple[str, ...]:
    """The different answers in a cell. A comma inside brackets joins nothing."""
    return tuple(dict.fromkeys(_bare(_pieces(cell, separator))))


def split_counts(profile: Profile, separator: str, offered: Sequence[str] = ()) -> tuple[ValueCount, ...]:
    """The answers within the cells, and how many replies hold each.

    Args:
        profile: The column.
        separator: What joins the answers.
        offered: Answers, of which those that hold the separator are kept whole.
    """
    whole = [answer for answer in offered if separator in answer]
    found: dict[str, int] = {}
    for count in profile.counts:
        picked, rest = picked_of(count.value, separator, whole) if whole else ((), count.value)
        for token in dict.fromkeys((*picked, *tokens_of(rest, separator))):
            found[token] = found.get(token, 0) + count.replies
    return tuple(ValueCount(value, count) for value, count in found.items())


def answers_in(cell: str, separator: str, offered: Sequence[str]) -> tuple[str, ...]:
    """The answers in a cell, whole those of which some hold the separator."""
    if not any(separator in answer for answer in offered):
        return tokens_of(cell, separator)
    picked, rest = picked_of(cell, separator, offered)
    return (*picked, *tokens_of(rest, separator))
