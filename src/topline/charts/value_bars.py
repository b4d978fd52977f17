"""Value bars: a line for each of some labelled numbers, such as the rows that a statement gave."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from rich.cells import cell_len

from topline.charts import figures
from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, Span, fit, line, shown

WIDEST_LABEL = 0.45
"""Of the whole width."""
LEAST_BAR = 4
"""Cells below which bars give way to labels and numbers."""


def value_bar_lines(
    labels: Sequence[str], values: Sequence[float | None], width: int, *, glyphs: Glyphs = BLOCKS
) -> tuple[Line, ...]:
    """Each label with its bar and its number, exactly `width` cells wide.

    Bars begin at zero and grow to the right; where some numbers are below zero these grow to the left of it, on
    the same scale.

    Args:
        labels: What each number is of.
        values: As many; None, and what is not finite, has no bar.
        width: In cells.
        glyphs: What to draw with.
    """
    if not labels or width <= 0:
        return ()
    texts = figures.aligned(values)
    finite = [value for value in values if value is not None and isfinite(value)]
    top, low = max([0.0, *finite]), min([0.0, *finite])
    number = max(map(len, texts)) + 2
    label = min(max(cell_len(shown(text)) for text in labels), int(width * WIDEST_LABEL))
    room = width - number - label - 1
    if room < LEAST_BAR:
        label, room = max(0, width - number), 0
    span = top / 2 - low / 2  # of halves, since the whole can be more than a float holds
    left = min(room - 1, round(room * (-low / 2 / span))) if span and low < 0 and room else 0
    return tuple(
        _line(fit(name, label), value, text.rjust(number), room, left, span, width, glyphs)
        for name, value, text in zip(labels, values, texts, strict=True)
    )


def _line(
    label: str, value: float | None, text: str, room: int, left: int, span: float, width: int, glyphs: Glyphs
) -> Line:
    known = value if value is not None and isfinite(value) else None
    parts: list[tuple[str, Ink]] = [(label + (" " if room else ""), Ink.LABEL if known is not None else Ink.DIM)]
    if room:
        share = abs(known or 0.0) / 2 / span if span else 0.0
        if known is not None and known < 0:
            bar = glyphs.full * max(1, round(share * room))
            parts += [(bar[:left].rjust(left), Ink.NEGATIVE), (" " * (room - left), Ink.LABEL)]
        else:
            bar = glyphs.bar(share * room / max(1, room - left), room - left)
            parts += [(" " * left, Ink.LABEL), (bar + " " * (room - left - len(bar)), Ink.BAR)]
    parts.append((text, Ink.PERCENT if known is not None else Ink.DIM))
    return _padded(line(*parts, width=width), width)


def _padded(drawn: Line, width: int) -> Line:
    missing = width - drawn.width
    return Line((*drawn.spans, Span(" " * missing, Ink.LABEL))) if missing > 0 else drawn
