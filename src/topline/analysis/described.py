"""Numbers described where they are, group by group: their moments, ends and quartiles from one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from topline.analysis.sources import Source
from topline.engine import Cancel
from topline.statistics import Moments
from topline.survey import Sql

QUARTILES = (0.25, 0.5, 0.75)
Described = tuple[Moments, float, float, int, list[float | None]]
"""Moments about a number among them (about 0, those of large numbers that lie close together would cancel out), the
lowest and the highest number, how many different ones there are, and the quartiles."""
NOTHING: Described = (Moments(0, 0, 0, 0, 0, 0, 0), 0.0, 0.0, 0, [None] * len(QUARTILES))
"""Of nobody."""


def described_by(
    source: Source, answers: Sql, keys: Sequence[str], cancel: Cancel | None
) -> dict[tuple[Any, ...], Described]:
    """Numbers by what is stored in other columns; quartiles by the rule of `statistics.quantile`.

    Where nothing is stored in one of these, a number is in no group.

    Args:
        source: Where they are.
        answers: What stands after FROM: the number x, how many n gave it, the sum w of their weights and w2 of these
            squared, and the keys.
        keys: The columns that tell the groups apart, as identifiers; at least one.
        cancel: Gives it up.
    """
    by = ", ".join(keys)
    picks = ", ".join(
        "min(x) filter (where reached >= ? * total * (1 - 1e-12)), "
        "min(x) filter (where reached > ? * total * (1 + 1e-12))"
        for _ in QUARTILES
    )
    sql = (
        f"with tallies as materialized (select {by}, x, sum(n) as n, sum(w) as w, sum(w2) as w2 "
        f"from {answers.text} group by {by}, x), "
        f"origins as (select {by}, min(x) as o from tallies group by {by}), "
        f"running as (select {by}, x, sum(w) over (partition by {by} order by x) as reached, "
        f"sum(w) over (partition by {by}) as total from tallies where w > 0), "
        f"ends as (select {by}, {picks} from running group by {by}), "
        f"sums as (select {by}, sum(n), sum(w), sum(w2), sum(w * (x - o)), sum(w * (x - o) * (x - o)), "
        f"sum(w2 * (x - o)), sum(w2 * (x - o) * (x - o)), min(o), max(x), count(*) "
        f"from tallies join origins using ({by}) group by {by}) "
        f"select * from sums left join ends using ({by})"
    )
    # The placeholders of the first common table expression come first in the text.
    wanted = tuple(share for share in QUARTILES for _ in range(2))
    found: dict[tuple[Any, ...], Described] = {}
    width = len(keys)
    for row in source.query(Sql(sql, answers.parameters + wanted), cancel):
        n, sum_w, sum_w2, sum_wy, sum_wy2, sum_w2y, sum_w2y2, low, high, distinct = row[width : width + 10]
        moments = Moments(
            int(n or 0), sum_w or 0, sum_w2 or 0, sum_wy or 0, sum_wy2 or 0, sum_w2y or 0, sum_w2y2 or 0, low
        )
        ends = row[width + 10 :]
        pairs = [(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]
        quartiles = [least if most is None or least is None else (least + most) / 2 for least, most in pairs]
        found[row[:width]] = moments, low, high, distinct, quartiles
    return found
