"""Lines: what a chart is made of, and text that is as wide as it claims to be.

Widths are in terminal cells: a CJK character or an emoji takes two, a combining mark none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, split_graphemes

from topline.readers.sanitise import sanitise

PICTURES = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
"""Characters that a zero-width joiner can join into one picture."""

STRAY_JOINER = re.compile(f"(?<![{PICTURES}\ufe0f])\u200d|\u200d(?![{PICTURES}])")
"""Joiners between anything else: terminals and rich disagree about the width they leave."""


class Ink(StrEnum):
    """What a piece of text is for; a theme knows its colour."""

    LABEL = "label"
    """The words of an option or a question."""
    NET = "net"
    """The words of a net."""
    BAR = "bar"
    NET_BAR = "net-bar"
    AGAINST = "against"
    """The bar of those that others are compared with."""
    TRACK = "track"
    """The empty part of a bar, where it is drawn."""
    PERCENT = "percent"
    COUNT = "count"
    DIM = "dim"
    """Nobody, withheld, or of second rank."""
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    MUCH_MORE = "much-more"
    MORE = "more"
    LESS = "less"
    MUCH_LESS = "much-less"
    """A share that differs from that of everyone, in four steps."""
    AXIS = "axis"
    """Rules, scales and their numbers."""
    HEADING = "heading"
    """What a column or a group of columns is."""
    LETTER = "letter"
    """The letters of the columns that a cell significantly exceeds."""
    WARNING = "warning"
    """A number to be careful with."""
    HIT = "hit"
    """What was searched for."""
    KEY = "key"
    """A key to press."""
    VOICE = "voice"
    """Somebody's own words."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one ink."""

    text: str
    ink: Ink


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart."""

    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        """The text without its inks."""
        return "".join(span.text for span in self.spans)

    @property
    def width(self) -> int:
        """In cells."""
        return sum(cell_len(span.text) for span in self.spans)


def line(*parts: tuple[str, Ink], width: int | None = None) -> Line:
    """A line of these texts, neighbours of one ink joined, cut off (without an ellipsis) at `width` cells.

    Every line is made here, and so nothing from a file stands in one as it came: each text is made safe to show.
    """
    spans: list[Span] = []
    room = width
    for text, ink in parts:
        kept = shown(text)
        if room is not None:
            size = cell_len(kept)
            if size > room:
                kept = _head(kept, room)
            room -= min(size, room)
        if not kept:
            continue
        if spans and spans[-1].ink is ink:
            spans[-1] = Span(spans[-1].text + kept, ink)
        else:
            spans.append(Span(kept, ink))
    return Line(tuple(spans))


def shown(text: str) -> str:
    """Text from a file as it may be put on one line: no control characters, no stray joiners."""
    if text.isascii() and text.isprintable():
        return text
    return STRAY_JOINER.sub("", sanitise(text, one_line=True))


LONG = 512
"""Characters from which on a word is taken apart without being measured whole."""
MOST_A_CELL = 16
"""Characters that a cell of text holds at most, as a rule."""


def fit(text: str, width: int, *, ellipsis: str = "…", right: bool = False) -> str:
    """Text in exactly `width` cells: padded, or cut between graphemes and ended by an ellipsis.

    Args:
        text: of any origin; it is made safe to show and put on one line.
        width: in cells.
        ellipsis: what stands for the rest.
        right: whether the text stands at the right end.
    """
    if width <= 0:
        return ""
    text = shown(text)
    size = cell_len(text)
    if size > width:
        mark = ellipsis[:width]
        text = _head(text, width - cell_len(mark)).rstrip() + mark
        size = cell_len(text)
    padding = " " * (width - size)
    return padding + text if right else text + padding


def end_of(text: str, width: int, *, ellipsis: str = "…") -> str:
    """Text in at most `width` cells, cut at its beginning: of a path, its end says most."""
    if width <= 0:
        return ""
    text = shown(text)
    while cell_len(text) > width:
        text = ellipsis + text.removeprefix(ellipsis)[max(1, cell_len(text) - width) :]
    return text


def wrap(text: str, width: int, limit: int, *, ellipsis: str = "…") -> tuple[str, ...]:
    """Text on at most `limit` lines of at most `width` cells, broken at spaces where it can be."""
    lines: list[str] = []
    pieces = _pieces(shown(text), width)
    piece = next(pieces, "")
    while piece and len(lines) < limit:
        taken = piece
        while (piece := next(pieces, "")) and cell_len(taken) + 1 + cell_len(piece) <= width:
            taken += " " + piece
        lines.append(taken)
    if piece:
        lines[-1] = fit(f"{lines[-1]} {piece}", width, ellipsis=ellipsis).rstrip()
    return tuple(lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text; a word wider than `width` in parts."""
    for word in text.split():
        while len(word) > LONG or cell_len(word) > width:
            head = _head(word, width)
            if not head:
                return
            yield head
            word = word[len(head) :]
        if word:
            yield word


def _head(text: str, width: int) -> str:
    """As many whole graphemes from the start as fit into `width` cells."""
    if width <= 0:
        return ""
    if text.isascii():
        return text[:width]
    # As a rule what fits is a small part of a long text, and need not be looked for in all of it.
    most = MOST_A_CELL * width
    for part in (text[:most], text) if len(text) > most else (text,):
        room = width
        for start, _, size in split_graphemes(part)[0]:
            if size > room:
                return text[:start]
            room -= size
    return text
