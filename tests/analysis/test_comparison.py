"""Two slices side by side: each with its base, its people and its doors, and those who are in both told."""

from __future__ import annotations

import pytest

from topline.analysis import tabulate
from topline.engine import Engine, Windows
from topline.survey import AnyOf, Base, Chose, Not, Order, Slice, Table, View, What

MAIL, PHONE = Chose("tools", ("mail",)), Chose("tools", ("phone",))


def compared(engine: Engine, question: str, people: Slice, against: Slice, **keys: object) -> Table:
    return tabulate(View(What.TOPLINE, question, slice=people, against=against, **keys), engine)  # type: ignore[arg-type]


def test_each_slice_has_a_column_with_a_base_of_its_own(managers: Engine) -> None:
    table = compared(managers, "impact", Slice((MAIL,)), Slice((Not(MAIL),)))
    assert table.is_comparison
    said = [people.sentence(managers.survey) for people in (Slice((MAIL,)), Slice((Not(MAIL),)))]
    assert [column.label for column in table.columns] == said
    assert [column.base.unweighted for column in table.columns] == [3, 3]
    assert [[cell.count for cell in row.cells] for row in table.rows] == [[2, 2], [1, 1], [0, 0]]
    assert [cell.percent for cell in table.rows[0].cells] == [pytest.approx(200 / 3)] * 2
    for row in table.rows:
        for cell in row.cells:
            assert Windows(managers).count(cell.slice) == cell.count


def test_people_in_both_are_counted_and_told(managers: Engine) -> None:
    table = compared(managers, "impact", Slice((MAIL,)), Slice((PHONE,)))
    assert table.overlap == 1
    assert "Overlap: 1 person is in both" in table.footer
    apart = compared(managers, "impact", Slice((MAIL,)), Slice((Not(MAIL),)))
    assert apart.overlap == 0
    assert "Overlap: nobody is in both" in apart.footer
    everyone = compared(managers, "impact", Slice((MAIL,)), Slice())
    assert everyone.overlap == 3
    assert "Overlap: 3 people are in both" in everyone.footer


def test_the_footer_tells_base_missing_and_caution_of_both(managers: Engine) -> None:
    footer = compared(managers, "impact", Slice((MAIL,)), Slice(), base=Base.REPLIED).footer
    assert "Base: replied, n=3" in footer
    assert "Filter: Which tools? includes Mail" in footer
    assert "Against: everyone, replied, n=8" in footer
    assert "Missing among everyone: No answer 3" in footer
    assert "Caution: base below 30 in everyone" in footer
    assert any("less the second" in line for line in footer)


def test_bands_of_numbers_cover_both_slices(managers: Engine) -> None:
    small, large = Slice((Chose("impact", ("no",)),)), Slice((AnyOf((MAIL, PHONE)),))
    table = compared(managers, "team", small, large)
    assert [sum(row.cells[at].count for row in table.rows) for at in (0, 1)] == [2, 4]
    assert [summary.mean for summary in table.summaries] == [2.5, 3]
    assert table.summaries[0].max == 4


def test_both_weigh_alike_and_sort_by_the_first(managers: Engine) -> None:
    table = compared(managers, "how", Slice((Not(MAIL),), weight="w"), Slice((MAIL,)), order=Order.COUNT)
    assert table.view.against == Slice((MAIL,), weight="w")
    assert [column.base.weighted for column in table.columns] == [1.5, 3]
    assert [row.label for row in table.rows][:2] == ["Managing", "Recruiting"]


def test_a_view_that_compares_nothing_is_a_plain_topline(managers: Engine) -> None:
    table = tabulate(View(What.TOPLINE, "impact"), managers)
    assert not table.is_comparison
    assert table.overlap is None
    assert [column.code for column in table.columns] == ["total"]
