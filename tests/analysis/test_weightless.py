"""People who weigh nothing are counted and open like all others, and no test rests on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars
import pytest

from topline.analysis import tabulate
from topline.engine import Engine, Windows
from topline.survey import Kind, Option, Question, Role, Slice, Storage, Table, View, What, scored

Opened = Callable[..., Engine]
QUESTIONS = (
    Question("said", Kind.SINGLE, options=(Option("yes", "Yes"), Option("no", "No"))),
    Question(
        "point", Kind.SCALE, storage=Storage.INTEGER, options=scored(tuple(Option(f"{n}", f"{n}") for n in range(1, 6)))
    ),
    Question("hours", Kind.NUMERIC, storage=Storage.INTEGER),
    Question("group", Kind.SINGLE, options=(Option("a", "A"), Option("b", "B"), Option("c", "C"))),
    Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
)
FRAME = polars.DataFrame(
    {
        "said": [("yes", "no")[at % 7 > (at % 3) * 2] for at in range(150)],
        "point": [at * 3 % 5 + 1 for at in range(150)],
        "hours": [at * 7 % 31 + 20 * (at % 3) for at in range(150)],
        "group": ["abc"[at % 3] for at in range(150)],
        # Of the third group 22 of 50 weigh anything.
        "w": [None if at % 3 == 2 and at > 65 else 0.0 if at % 10 == 9 else 1.0 + at % 4 for at in range(150)],
    }
)
WEIGHING = FRAME.filter(polars.col("w") > 0)


def of(engine: Engine, rows: str) -> Table:
    return tabulate(View(What.CROSSTAB, rows, columns=("group",), slice=Slice(weight="w")), engine)


@pytest.mark.parametrize("rows", ["said", "point", "hours"])
def test_what_is_tested_is_as_if_those_who_weigh_nothing_were_not_there(rows: str, opened: Opened) -> None:
    everyone, weighing = of(opened(FRAME, *QUESTIONS), rows), of(opened(WEIGHING, *QUESTIONS), rows)
    assert [column.base.is_low for column in everyone.columns] == [False, False, False, True]
    for column, alone in zip(everyone.columns, weighing.columns, strict=True):
        assert column.base.unweighted - column.base.weightless == alone.base.unweighted < column.base.unweighted
        assert column.base.effective == pytest.approx(alone.base.effective)
    letters = [[cell.letters for cell in row.cells] for row in everyone.rows]
    assert letters == [[cell.letters for cell in row.cells] for row in weighing.rows]
    for found, alone in zip(everyone.summaries, weighing.summaries, strict=True):
        assert (found.sd, found.standard_error) == pytest.approx((alone.sd, alone.standard_error))
        assert (found.mean, found.letters, found.min) == (pytest.approx(alone.mean), alone.letters, alone.min)
    assert everyone.associations == weighing.associations
    said = [line for line in everyone.footer if line.startswith("Caution")]
    assert said == [line for line in weighing.footer if line.startswith("Caution")]


def test_they_are_counted_and_open_and_the_footer_says_how_many_they_are(opened: Opened) -> None:
    engine = opened(FRAME, *QUESTIONS)
    table = of(engine, "said")
    people = [(column.base.unweighted, column.base.slice) for column in table.columns]
    people += [(cell.count, cell.slice) for row in table.rows for cell in row.cells]
    assert all(Windows(engine).count(slice_) == count for count, slice_ in people)
    assert table.base.unweighted == len(FRAME)
    lacking = len(FRAME) - len(WEIGHING)
    assert f"Weight: w; {lacking} replies without a positive weight count as 0" in table.footer


def test_a_comparison_leaves_them_out_on_both_sides(opened: Opened) -> None:
    def compared(engine: Engine) -> Table:
        view = View(What.TOPLINE, "said", slice=Slice(weight="w"))
        a, c = (replace(of(engine, "said").columns[at].base.slice, weight="w") for at in (1, 3))
        return tabulate(replace(view, slice=a, against=c), engine)

    everyone, weighing = compared(opened(FRAME, *QUESTIONS)), compared(opened(WEIGHING, *QUESTIONS))
    assert [column.base.is_low for column in everyone.columns] == [False, True]
    bases = [column.base.unweighted - column.base.weightless for column in everyone.columns]
    assert bases == [column.base.unweighted for column in weighing.columns]
