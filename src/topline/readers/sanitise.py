"""The one function that makes text from a file fit for a screen.

Terminals obey control characters, bidirectional overrides reorder what stands beside them, and a cell
of ten megabytes stops a screen. Originals are kept in the replies; only what is shown passes here.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

LINE_MARK = "↵"
"""Stands for a line end in a one-line cell."""
MOST_MARKS = 8
"""Combining marks that one character may carry."""

_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
_REPLACED = f"\x80-\x84\x86-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff{_NONCHARACTERS}\U000f0000-\U0010ffff"
_DROPPED = (  # invisible, or reordering what stands around; tags and selectors that no terminal draws
    "\xad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0d\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SUSPECT = re.compile(f"[\x00-\x1f\x7f\x85\u2028\u2029{_REPLACED}{_DROPPED}]")
_TO_REPLACE = re.compile(f"[{_REPLACED}]")
_TO_DROP = re.compile(f"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[{_DROPPED}]")
"""Flags of regions are a black flag and tags, so tags stay in them."""
_MAY_STACK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u309a"
    f"\ua66f-\uabed\ufb1e\ufe00-\ufe2f\U000101fd-\U0001f000]{{{MOST_MARKS + 1}}}"
)
"""A run of characters from the blocks that have combining marks, long enough for the exact look at it."""
_PICTURES: dict[int, str | int] = {code: 0x2400 + code for code in range(32) if code != 0x0A}
_PICTURES |= {0x09: "    ", 0x7F: 0x2421}


def sanitise(text: str, *, one_line: bool = False, limit: int = 10_000) -> str:
    """Text from a file as it may be shown: nothing in it acts on the terminal or on what stands beside it.

    Doing it twice changes nothing.

    Args:
        text: Anything that came from a file.
        one_line: Whether line ends are shown as a mark, for cells and lists.
        limit: The most characters kept; a cut text ends in an ellipsis.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    cut = len(text) > 4 * limit  # enough to fill the limit, unless most of it is invisible
    shown = text[: 4 * limit] if cut else text
    if _SUSPECT.search(shown):
        shown = _LINE_END.sub("\n", shown).translate(_PICTURES)
        shown = _TO_REPLACE.sub("\ufffd", _TO_DROP.sub(r"\1", shown))
    if one_line:
        shown = shown.replace("\n", LINE_MARK)
    if not shown.isascii() and _MAY_STACK.search(shown):
        shown = _stacked_marks().sub(r"\1", shown)
    if cut or len(shown) > limit:
        shown = shown[: max(limit - 1, 0)] + "…"
    return shown


@cache
def _stacked_marks() -> re.Pattern[str]:
    """More combining marks in a row than any script needs; built at first use, as it takes some milliseconds."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code)) in ("Mn", "Me"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    marks = "".join(f"{chr(low)}-{chr(min(high, sys.maxunicode))}" for low, high in ranges)
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")
