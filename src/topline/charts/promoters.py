"""The net promoter score: in large figures, with its interval, beside one bar of promoters, passives and detractors."""

from __future__ import annotations

from itertools import pairwise

from topline.charts import figures
from topline.charts.glyphs import ASCII, BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, line
from topline.survey.table import NetPromoter, Table

DIGITS = {
    "0": ("█▀█", "█ █", "▀▀▀"), "1": ("▀█ ", " █ ", "▀▀▀"), "2": ("▀▀█", "█▀▀", "▀▀▀"), "3": ("▀▀█", "▀▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀█", "▀▀▀"), "6": ("█▀▀", "█▀█", "▀▀▀"), "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"), "9": ("█▀█", "▀▀█", "▀▀▀"), "+": ("   ", "▀█▀", "   "), "-": ("   ", "▀▀▀", "   "),
}  # fmt: skip
"""Three lines of three cells each."""
HEIGHT = 3
LEAST_BAR = 16
"""Cells below which a bar is too short to say anything."""
LARGE_FROM = 50
"""Cells from which there is room for large figures."""
GROUPS = ("promoters", "passives", "detractors")


def nps_lines(
    table: Table, width: int, glyphs: Glyphs = BLOCKS, *, column: int = 0, large: bool = True
) -> tuple[Line, ...]:
    """The score, its interval and its three groups; none where the table has no score.

    Args:
        table: of a scale from 0 to 10.
        width: in cells.
        glyphs: what to draw with.
        column: whose score, 0 being the total.
        large: whether there is room for three lines; else there is one.
    """
    summary = table.summaries[column] if column < len(table.summaries) else None
    if summary is None or summary.nps is None or summary.net_promoter is None:
        return ()
    groups, score = summary.net_promoter, figures.signed(summary.nps)
    if not large or width < LARGE_FROM:
        return (_one_line(score, groups, width, glyphs),)
    digits = [] if glyphs is ASCII else [DIGITS[sign] for sign in score]
    texts = [" ".join(digit[at] for digit in digits) for at in range(HEIGHT)]
    lead = len(texts[0]) + 3 if digits else 0
    room = width - lead
    error = f"standard error {groups.standard_error:.1f}"
    shares = [(f"{name} {figures.whole(share)}%", ink) for name, share, ink in _groups(groups)]
    said = [
        [("NPS ", Ink.HEADING), (score, Ink.NET), (f"   95% {_interval(groups)}   {error}", Ink.HEADING)],
        _bar(groups, room, glyphs),
        [part for at, share in enumerate(shares) for part in ([("   ", Ink.HEADING)] if at else []) + [share]],
    ]
    return tuple(
        line((text.ljust(lead), Ink.NET), *parts, width=width) for text, parts in zip(texts, said, strict=True)
    )


def _one_line(score: str, groups: NetPromoter, width: int, glyphs: Glyphs) -> Line:
    said = f" ({_interval(groups)})  "
    room = width - len("NPS ") - len(score) - len(said)
    bar = _bar(groups, room, glyphs) if room >= LEAST_BAR else []
    return line(("NPS ", Ink.DIM), (score, Ink.NET), (said, Ink.DIM), *bar, width=width)


def _interval(groups: NetPromoter) -> str:
    return f"{figures.signed(groups.low)} to {figures.signed(groups.high)}"


def _groups(groups: NetPromoter) -> list[tuple[str, float, Ink]]:
    inks = (Ink.POSITIVE, Ink.NEUTRAL, Ink.NEGATIVE)
    return [(name, getattr(groups, name), ink) for name, ink in zip(GROUPS, inks, strict=True)]


def _bar(groups: NetPromoter, width: int, glyphs: Glyphs) -> list[tuple[str, Ink]]:
    """One bar of the three, the whole width long; each ends where the sum up to there does, so that rounding never
    adds up."""
    shares = [share for _, share, _ in _groups(groups)]
    ends = [round(width * sum(shares[:at]) / 100) for at in range(4)]
    signs = (glyphs.full, glyphs.neutral, glyphs.shades[1])
    inks = [ink for _, _, ink in _groups(groups)]
    return [
        (sign * (end - start), ink)
        for sign, ink, (start, end) in zip(signs, inks, pairwise(ends), strict=True)
        if end > start
    ]
