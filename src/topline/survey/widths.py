"""How many cells of a terminal a text takes, as far as sentences need to know it."""

from __future__ import annotations

import unicodedata
from itertools import accumulate


def cells(text: str) -> int:
    """Cells that a text takes: two for a CJK character or an emoji, none for a mark on the character before."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, room: int) -> str:
    """A text in about `room` cells, cut at a word and ended by an ellipsis where it is longer."""
    if cells(text) <= room:
        return text
    taken = sum(1 for reached in accumulate(map(_width, text)) if reached <= room)
    while taken and _width(text[taken]) == 0:
        taken -= 1
    head = text[:taken]
    at = head.rfind(" ")
    # A text without spaces, or with one near its start only, says more when it is cut within a word.
    return head[: at if at * 2 >= taken else taken].rstrip() + "…"


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
