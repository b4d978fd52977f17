"""What stands above a table: the question as asked, who its percentages are of, and keys that change it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line, shown, wrap
from topline.survey import Table

Part = tuple[str, Ink]
Hints = tuple[tuple[str, str], ...]
"""Keys, and what they do."""
LOW = 24
"""Lines below which there is no empty one between the heading and a crosstab."""


def heading_lines(
    table: Table,
    width: int,
    height: int,
    hints: Hints,
    *,
    more: Sequence[Sequence[Part]] = (),
    aside: Sequence[Sequence[Part]] = (),
    close: bool = False,
) -> tuple[Line, ...]:
    """The question as asked, and who the percentages are of.

    Args:
        width: In cells.
        height: Lines of heading and chart together; there is less of the question where they are few.
        hints: As many of these as there is room for.
        more: What else is said of the percentages, each if there is room for all of it.
        aside: What is said where the hints leave room for it, each if there is room for all of it.
        close: Whether the chart follows without an empty line.
    """
    title = table.view.title or table.title
    most = 1 if height < 14 else 2 if height < 24 else 3
    asked = [line((text, Ink.NET)) for text in wrap(title, width, most)] or [line(("", Ink.NET))]
    if table.view.title and table.title != table.view.title:
        asked.append(line((fit(table.title, width), Ink.HEADING)))
    # What the percentages are must be said, and so leaves less for how many people weigh how much.
    parts = _base_parts(table, width - sum(_size(said) for said in more))
    room = width - _size(parts)
    keys = [((f"  {key}", Ink.KEY), (f" {does}", Ink.HEADING)) for key, does in hints]
    for said in (*more, *keys, *aside):
        if (size := _size(said)) <= room:
            parts += said
            room -= size
    return (*asked, line(*parts, width=width), *(() if close else (Line(),)))


def _size(said: Sequence[Part]) -> int:
    return sum(cell_len(text) for text, _ in said)


def _base_parts(table: Table, width: int) -> list[Part]:
    base = table.base
    if table.is_comparison:
        # Each of the two says how many they are, beside its name.
        return [(f"base: {shown(base.text)}", Ink.LABEL)]
    if table.parts:
        # Each of several questions says above its rows who its people are.
        return [(table.footer[0][:1].lower() + shown(table.footer[0][1:]), Ink.LABEL)]
    said = f"base: {shown(base.text)}, n={base.unweighted:,}"
    if table.view.slice.weight:
        more = f" (weighted {base.weighted:,.0f}, effective {base.effective:,.0f})"
        said += more if len(said) + len(more) <= width else " weighted"
    sound = not base.is_low
    parts = [(said, Ink.LABEL if sound else Ink.WARNING)]
    margin = f"  ±{table.margin:.1f} points" if table.margin and sound else ""
    if margin and len(said) + len(margin) <= width:
        parts.append((margin, Ink.HEADING))
    return parts
