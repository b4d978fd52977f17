"""Filters under a privacy floor: no two of them differ by fewer people than it asks."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from topline.analysis import tabulate
from topline.analysis.floor import WithheldError, check_people
from topline.engine import Engine
from topline.survey import (
    Answered,
    Chose,
    Condition,
    Contains,
    Kind,
    Option,
    Question,
    Slice,
    Storage,
    View,
    What,
    Within,
)

from .conftest import Opened

ROLE = Question("role", Kind.SINGLE, options=tuple(Option(code, code) for code in ("big", "other", "rare")))
YEARS = Question("years", Kind.NUMERIC, storage=Storage.INTEGER)
SIDE = Question("side", Kind.SINGLE, options=(Option("l", "l"), Option("r", "r")))
WHY = Question("why", Kind.OPEN)
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL)


@pytest.fixture
def engine(opened: Opened) -> Engine:
    """A hundred people: three have a rare role, and three of each number of years from 0 to 32."""
    rows = [
        {
            "role": "rare" if at < 3 else "big" if at % 2 else "other",
            "years": at // 3,
            "side": "l" if at % 4 else "r",
            "why": "a word" if at < 50 else "others",
            "w": 0.5 + at % 7 / 10,
        }
        for at in range(100)
    ]
    return opened(pl.DataFrame(rows), ROLE, YEARS, SIDE, WHY, WEIGHT, min_base=5)


def may(engine: Engine, *conditions: Condition) -> bool:
    try:
        check_people(Slice(conditions), engine=engine)
    except WithheldError:
        return False
    return True


def test_an_answer_of_few_is_in_no_filter_and_left_out_of_none(engine: Engine) -> None:
    assert may(engine, Chose("role", ("big",)))
    assert may(engine, Answered("role"))
    assert not may(engine, Chose("role", ("rare",)))
    assert not may(engine, Chose("role", ("big", "rare"))), "big with the rare ones, less big"
    assert not may(engine, Chose("role", ("big", "other"))), "all who answered, less these"


def test_numbers_are_cut_only_where_enough_lie_between_two_cuts(engine: Engine) -> None:
    starts = [start for start in range(34) if may(engine, Within("years", start))]
    assert starts[0] == 0
    assert len(starts) > 3
    for one, other in pairwise(starts):
        assert sum(one <= at // 3 < other for at in range(100)) >= 5
    assert may(engine, Within("years", high=starts[2] - 1, high_included=True)), "up to 4 is under 5 in whole numbers"
    assert not may(engine, Within("years", starts[1], low_included=False))
    with pytest.raises(WithheldError, match=r"years is not cut there; it can be at \d"):
        check_people(Slice((Within("years", starts[1] + 0.5),)), engine=engine)


def test_a_cut_may_not_tell_few_apart_among_those_of_another_condition(engine: Engine) -> None:
    starts = [start for start in range(1, 34) if may(engine, Within("years", start))]
    for start in starts:
        if may(engine, Within("years", start), Chose("side", ("r",))):
            for other in starts:
                if other > start and may(engine, Within("years", other), Chose("side", ("r",))):
                    n = sum(start <= at // 3 < other and at % 4 == 0 for at in range(100))
                    assert n == 0 or n >= 5
    assert not all(may(engine, Within("years", start), Chose("side", ("r",))) for start in starts)


def test_tables_are_not_of_people_picked_by_their_words(engine: Engine) -> None:
    view = View(What.TOPLINE, "side", slice=Slice((Contains("why", "word"),)))
    with pytest.raises(WithheldError, match="picked by their words"):
        tabulate(view, engine)
    with pytest.raises(WithheldError, match="picked by their words"):
        tabulate(View(What.TOPLINE, "side", slice=Slice(search="word")), engine)


def test_weighted_numbers_have_no_digits_to_take_apart(engine: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "role", ("side",), Slice(weight="w")), engine)
    cells = [cell for row in table.rows for cell in row.cells if not cell.suppressed]
    assert cells
    assert all(cell.weighted == int(cell.weighted) and cell.percent == int(cell.percent or 0) for cell in cells)
    assert all(column.base.weighted == int(column.base.weighted) for column in table.columns)
    assert any("rounded" in line for line in table.footer)
