"""The response funnel under a privacy floor."""

from __future__ import annotations

from dataclasses import replace

from topline.analysis.floor import floor_line
from topline.analysis.withholding import is_small
from topline.survey import Cell, Row, Table


def protected_funnel(table: Table, floor: int) -> Table:
    """The funnel without steps of too few people, and without those that differ by too few from others that are shown.

    Where a step is withheld, so are the response rates, which tell of it.
    """
    shown = [0, table.base.unweighted]
    rows: list[Row] = []
    for row in table.rows:
        n = row.cells[0].count
        if any(is_small(abs(n - other), floor) for other in shown):
            rows.append(replace(row, cells=(Cell(0, None, suppressed=True),)))
        else:
            shown.append(n)
            rows.append(row)
    footer = list(table.footer)
    if any(row.cells[0].suppressed for row in rows):
        footer = [line for line in footer if not line.startswith(("RR", "Response rate"))]
    return replace(table, rows=tuple(rows), footer=(*footer, floor_line(floor)))
