"""Cautions that are read: a handful of names, and how many more there are."""

from __future__ import annotations

import pytest

from topline.analysis.cautions import low_base_lines, named, without_hidden
from topline.survey import Slice, Table, View, What
from topline.survey.table import BaseCount, Column


def table_of(bases: list[int], what: What = What.CROSSTAB) -> Table:
    columns = [
        Column(str(at), f"C{at}" if at else "Total", BaseCount("all", n, n, n, Slice())) for at, n in enumerate(bases)
    ]
    return Table(View(what, "q", ("by",)), "Q?", tuple(columns), ())


@pytest.mark.parametrize(
    ("bases", "what", "said"),
    [
        ([10, 30, 40], What.CROSSTAB, None),
        ([100, 30, 29, 0], What.CROSSTAB, "C2, C3"),
        ([100, *[5] * 6], What.CROSSTAB, "C1, C2, C3, C4, C5, C6"),
        ([100, *[5] * 60], What.CROSSTAB, "all 60 columns"),
        ([100, *[5] * 59, 30], What.CROSSTAB, "C1, C2, C3, C4, C5, C6 and 53 more"),
        ([100, *[5] * 59, 30], What.TREND, "59 of 60 periods"),
        ([100, *[5] * 60], What.TREND, "all 60 periods"),
    ],
)
def test_few_columns_with_a_low_base_are_named(bases: list[int], what: What, said: str | None) -> None:
    assert low_base_lines(table_of(bases, what)) == ([f"Caution: base below 30 in {said}"] if said else [])


def test_what_is_hidden_is_not_cautioned_of() -> None:
    table = table_of([100, 0, 29, 0, 50])
    assert low_base_lines(table, (1, 3)) == ["Caution: base below 30 in C2"]
    assert without_hidden(table, (1,)).footer == ()


def test_items_are_named_as_columns_are() -> None:
    assert named(["a", "b"], 2, "items") == "a, b"
    assert named(list("abcdefgh"), 8, "items") == "all 8 items"
    assert named(list("abcdefgh"), 9, "items") == "a, b, c, d, e, f and 2 more"
