"""People who weigh nothing are counted and open like all others, and no test rests on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars
import pytest

from topline.analysis import tabulate
from topline.engine import Engine, Windows
from topline.survey import Chart, Kind, Net, Option, Question, Role, Slice, Storage, Table, View, What, scored

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


RANKED = tuple(
    Question(item, Kind.SINGLE, item, item, storage=Storage.INTEGER, grid="Which?", ranks=True,
             options=tuple(Option(f"{rank}", f"{rank}") for rank in range(1, 5)))
    for item in ("price", "range")
)  # fmt: skip


def test_nor_does_any_test_of_mean_ranks_and_any_caution_about_them(opened: Opened) -> None:
    # Of the third group 27 of 40 weigh anything, and of these 22 gave the second item a rank; all do in the others.
    frame = polars.DataFrame(
        {
            "price": [1 + at % 2 if at % 3 == 2 else 3 + at % 2 for at in range(120)],
            "range": [None if at % 24 == 5 else 4 if at % 3 else 1 + at % 2 for at in range(120)],
            "group": ["abc"[at % 3] for at in range(120)],
            "w": [0.0 if at % 3 == 2 and at > 80 else 1.0 + at % 4 for at in range(120)],
        }
    )

    def ranking(frame: polars.DataFrame, *columns: str) -> Table:
        what = What.CROSSTAB if columns else What.TOPLINE
        view = View(what, "price", columns, slice=Slice(weight="w"), chart=Chart.RANKING)
        return tabulate(view, opened(frame, *RANKED, *QUESTIONS[3:]))

    for columns in ((), ("group",)):
        everyone, weighing = ranking(frame, *columns), ranking(frame.filter(polars.col("w") > 0), *columns)
        assert [one.base.is_low for one in everyone.columns] == [one.base.is_low for one in weighing.columns]
        for row, alone in zip(everyone.rows, weighing.rows, strict=True):
            assert [cell.letters for cell in row.cells] == [cell.letters for cell in alone.cells]
            for found, other in zip(row.summaries, alone.summaries, strict=True):
                assert (found.mean, found.sd, found.standard_error) == pytest.approx(
                    (other.mean, other.sd, other.standard_error)
                )
    assert [one.base.is_low for one in everyone.columns] == [False, False, False, True]
    assert [one.base.unweighted for one in everyone.columns] == [120, 40, 40, 40]
    assert any(cell.letters for row in everyone.rows for cell in row.cells)


def test_nor_does_a_test_of_two_nets(opened: Opened) -> None:
    how = Question(
        "how",
        Kind.MULTI,
        options=tuple(Option(code, code) for code in "abc"),
        nets=(Net("First", ("a", "b")), Net("Second", ("c",))),
    )
    frame = polars.DataFrame(
        {"how": [["a"], ["c"], ["a", "c"], ["b"]] * 12, "w": [0.0 if at > 30 else 1.0 + at % 3 for at in range(48)]}
    )

    def paired(frame: polars.DataFrame) -> object:
        return tabulate(View(What.TOPLINE, "how", slice=Slice(weight="w")), opened(frame, how, QUESTIONS[4])).paired

    assert paired(frame) == paired(frame.filter(polars.col("w") > 0)) != ()
    few = frame.with_columns(polars.when(polars.col("w").cum_count() > 29).then(0.0).otherwise("w").alias("w"))
    assert paired(few) == ()
