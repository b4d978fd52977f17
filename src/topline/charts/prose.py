"""Prose: people's own words as lines, with what was searched for marked."""

from __future__ import annotations

import re

from topline.charts.lines import Ink, Line, line, wrap
from topline.readers.sanitise import sanitise

LONGEST = 2_000
"""Lines of one verbatim at most."""


def prose_lines(
    text: str, width: int, *, search: str = "", ink: Ink = Ink.VOICE, limit: int = LONGEST
) -> tuple[Line, ...]:
    """A verbatim set as prose: wrapped, its paragraphs kept, at most `limit` lines, hits in their own ink.

    Args:
        text: as it was written; it is made safe to show.
        width: in cells.
        search: what to mark, ignoring case; empty for nothing.
        ink: of the words that are not hits.
        limit: lines at most; where the text is longer the last one ends in an ellipsis.
    """
    lines: list[str] = []
    for paragraph in sanitise(text).split("\n"):
        room = limit - len(lines)
        if room <= 0:
            lines[-1] = wrap(lines[-1] + " …", width, 1)[0]
            break
        lines += wrap(paragraph, width, room) or ("",)
    while lines and not lines[-1]:
        lines.pop()
    return tuple(marked(text_line, search, ink) for text_line in lines)


def marked(text: str, search: str, ink: Ink = Ink.VOICE) -> Line:
    """One line of text with every occurrence of `search` in the ink of hits."""
    if not search.strip():
        return line((text, ink))
    pieces = re.split(f"({re.escape(search.strip())})", text, flags=re.IGNORECASE)
    return line(*((piece, Ink.HIT if at % 2 else ink) for at, piece in enumerate(pieces) if piece))
