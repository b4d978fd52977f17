"""Glyphs: the characters that charts are drawn with, in Unicode and in ASCII."""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import floor

OLD_TERMINALS = frozenset({"linux", "vt52", "vt100", "vt102", "vt220", "vt320", "ansi", "cons25", "sun"})
"""Terminals, by TERM, whose fonts have letters and few signs besides: the console of a Linux machine is one."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of characters, each one cell wide (but for the ellipsis)."""

    full: str
    """A filled cell."""
    partials: tuple[str, ...]
    """Cells filled from the left, in even steps below `full`; none where only whole cells can be drawn."""
    sliver: str
    """The least bar that can be seen: more than nobody."""
    right_half: str
    left_half: str
    """Half a cell, for the ends of bars that grow to the left and to the right; empty where there are none."""
    shades: tuple[str, str, str]
    """Segments of one side of a diverging bar, from the outermost answer to the innermost."""
    neutral: str
    """The segment of a neutral answer."""
    heights: tuple[str, ...]
    """Cells filled from below: empty first, full last."""
    nothing: str
    """What a column of height 0 leaves on the ground of a sparkline."""
    rule: str
    """A horizontal line."""
    ellipsis: str
    """What stands where text was cut off."""
    thin: tuple[str, str]
    """A cell, and half a cell, of a bar that is told from a full one without colours; the half may be empty."""
    above: str
    below: str
    """Marks of a number that is far above, or below, what it is held against."""
    changes: tuple[str, str, str, str]
    """Marks of a number that is significantly more, or less, than the one before, each with that of the less strict
    level behind it; of one or two cells."""
    left: str
    right: str
    """Where there is more than can be seen."""
    sorted: str
    """Marks the column that rows are sorted by."""

    def bar(self, share: float, width: int) -> str:
        """A bar that grows to the right, at most `width` cells long.

        Args:
            share: how much of `width` is filled, 0 to 1. Whatever is above 0 can be seen.
            width: in cells.
        """
        if share <= 0 or width <= 0:
            return ""
        steps = len(self.partials) + 1
        filled, part = divmod(floor(min(share, 1.0) * width * steps + 0.5), steps)
        if not filled and not part:
            return self.sliver
        return self.full * filled + (self.partials[part - 1] if part else "")

    def thin_bar(self, share: float, width: int) -> str:
        """A bar of the thin kind, at most `width` cells long; whatever is above 0 can be seen."""
        if share <= 0 or width <= 0:
            return ""
        full, half = self.thin
        filled, part = divmod(floor(min(share, 1.0) * width * 2 + 0.5), 2)
        return full * filled + (half if part or not filled else "") or full

    def column(self, share: float, height: int) -> str:
        """A column that grows upwards, as its `height` cells from the ground to the top."""
        steps = len(self.heights) - 1
        filled = floor(min(max(share, 0.0), 1.0) * height * steps + 0.5)
        if share > 0:
            filled = max(filled, 1)
        return "".join(self.heights[min(max(filled - level * steps, 0), steps)] for level in range(height))


BLOCKS = Glyphs(
    full="█",
    partials=("▏", "▎", "▍", "▌", "▋", "▊", "▉"),
    sliver="▏",
    right_half="▐",
    left_half="▌",
    shades=("█", "▓", "▒"),
    neutral="░",
    heights=(" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"),
    nothing="▁",
    rule="─",
    ellipsis="…",
    thin=("▀", "▘"),
    above="↑",
    below="↓",
    changes=("▲", "△", "▼", "▽"),
    left="‹",
    right="›",
    sorted="▼",
)
"""Eighth-blocks, for terminals that show UTF-8."""

ASCII = Glyphs(
    full="#",
    partials=(),
    sliver="|",
    right_half="",
    left_half="",
    shades=("#", "=", "-"),
    neutral=".",
    heights=(" ", ".", ":", "-", "=", "+", "*", "#"),
    nothing="_",
    rule="-",
    ellipsis="..",
    thin=("=", ""),
    above="^",
    below="v",
    changes=("^^", "^", "vv", "v"),
    left="<",
    right=">",
    sorted="v",
)
"""For every other terminal."""


def speaks_unicode() -> bool:
    """Whether the terminal takes more than ASCII, as far as its name and the locale tell."""
    if os.environ.get("TERM", "").partition("-")[0] in OLD_TERMINALS:
        return False
    if os.environ.get("LANG", "") in ("C", "POSIX") and not os.environ.get("LC_ALL"):
        # Python may have set LC_CTYPE itself, for its own sake.
        return False
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    return not locale or "utf" in locale.casefold()
