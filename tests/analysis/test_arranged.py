"""How a counted table is shown: order, percentages, zeros. The same numbers, and nothing counted anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from topline.analysis import arranged, count_table, tabulate
from topline.engine import Engine
from topline.survey import Cell, Chart, Net, Order, Percent, Row, Slice, Table, View, What

CROSSED = View(What.CROSSTAB, "how", ("impact",))
BY_TOOLS = View(What.CROSSTAB, "impact", ("tools",))


def counts(table: Table, at: int) -> list[tuple[str, int]]:
    return [(row.label, row.cells[at].count) for row in table.rows]


def percents(table: Table, label: str) -> list[float | None]:
    return next([cell.percent for cell in row.cells] for row in table.rows if row.label == label)


@pytest.mark.parametrize(
    "view",
    [
        replace(BY_TOOLS, order=Order.COUNT, zeros=False, title="Mine", chart=Chart.BARS),
        replace(BY_TOOLS, percent=Percent.ROW, sort="tools = 'phone'", order=Order.COUNT),
        replace(BY_TOOLS, percent=Percent.NONE),
        View(What.TOPLINE, "tools", against=Slice(), chart=Chart.TABLE, zeros=False),
        View(What.RESPONSE, chart=Chart.BARS, title="Mine", zeros=False),
    ],
)
def test_what_only_changes_how_a_table_is_shown_needs_no_new_count(view: View, managers: Engine) -> None:
    again = replace(view, order=Order.CODEBOOK, zeros=True, sort="", percent=Percent.COLUMN, chart=None, title="")
    assert again.counted == view.counted == view.counted.counted
    table = tabulate(view, managers)
    assert table.view == view
    assert arranged(count_table(again.counted, managers), view, managers.survey) == table


def test_rows_are_sorted_by_the_column_that_is_asked_for(managers: Engine) -> None:
    mail = replace(BY_TOOLS, order=Order.COUNT, sort="tools = 'mail'")
    table = tabulate(mail, managers)
    assert [column.label for column in table.columns] == ["Total", "Phone", "Fax", "Mail"]
    assert counts(table, 3) == [("Yes", 2), ("No", 1), ("Perhaps", 0)]
    fax = tabulate(replace(mail, sort="tools = 'fax'"), managers)
    assert counts(fax, 2) == [("Yes", 1), ("No", 0), ("Perhaps", 0)]
    assert "Sorted by Fax (Which tools?)" in fax.footer


def test_rows_below_a_net_stay_with_it_whatever_they_are_sorted_by(managers: Engine) -> None:
    table = tabulate(replace(CROSSED, order=Order.COUNT, sort="impact = 'yes'"), managers)
    labels = [row.label for row in table.rows]
    assert labels == ["Selling", "Researching", "Preparing", "Managing", "Recruiting", "Coaching", "Other"]


def test_a_net_within_another_is_sorted_there_with_what_is_below_it(managers: Engine) -> None:
    """Selling is below Any; what it is sorted by counts each person once, whatever is below."""
    nets = (Net("Any", ("research", "prepare", "recruit", "coach")),)
    table = tabulate(View(What.TOPLINE, "how", order=Order.COUNT, nets=nets), managers)
    assert [(row.label, row.level, row.cells[0].count) for row in table.rows] == [
        *(("Any", 0, 3), ("Selling", 1, 2), ("Researching", 2, 2), ("Preparing", 2, 1)),
        *(("Managing", 1, 1), ("Recruiting", 2, 1), ("Coaching", 2, 0), ("Other", 0, 1)),
    ]
    codebook = tabulate(View(What.TOPLINE, "how", nets=nets), managers)
    assert {row.code: row.cells for row in codebook.rows} == {row.code: row.cells for row in table.rows}


def test_a_column_that_is_not_there_sorts_nothing_and_says_so(managers: Engine) -> None:
    table = tabulate(replace(BY_TOOLS, order=Order.COUNT, sort="likely = '10'"), managers)
    assert counts(table, 0) == counts(tabulate(replace(BY_TOOLS, order=Order.COUNT), managers), 0)
    assert "Sorted by the total: no column here is likely = '10'" in table.footer


def test_shares_of_the_row_are_of_its_people_in_the_base(managers: Engine) -> None:
    table = tabulate(replace(BY_TOOLS, percent=Percent.ROW), managers)
    # Of four who said yes, two have mail, two a phone, one a fax; of nobody there are no shares.
    assert percents(table, "Yes") == [100, 50, 25, 50]
    assert percents(table, "No") == [100, 0, 0, 50]
    assert percents(table, "Perhaps") == [None] * 4
    assert any("of the row's people" in line for line in table.footer)


def test_weighted_shares_of_the_row_have_the_interval_of_its_effective_people(managers: Engine) -> None:
    table = tabulate(replace(BY_TOOLS, percent=Percent.ROW, slice=Slice(weight="w")), managers)
    # Those who said yes weigh 2, 1, 1 and 0.5: 4.5 in all, and (4.5)^2 / 6.25 effectively.
    yes = table.rows[0]
    assert yes.effective == pytest.approx(4.5**2 / 6.25)
    assert percents(table, "Yes")[3] == pytest.approx(100 * 3 / 4.5)
    assert yes.cells[3].low < 100 * 3 / 4.5 < yes.cells[3].high


def test_shares_of_the_row_are_sorted_by_share_and_not_by_count(managers: Engine) -> None:
    # Of a hundred people ten stand in the column, of ten people five.
    rows = tuple(
        Row(f"{n} of {of}", "", (Cell(of, None, of), Cell(n, None, n)), effective=of) for n, of in ((10, 100), (5, 10))
    )
    table = replace(count_table(BY_TOOLS, managers), rows=rows)
    view = replace(BY_TOOLS, order=Order.COUNT, sort="tools = 'phone'")
    by_count, by_share = (
        arranged(table, replace(view, percent=p), managers.survey) for p in (Percent.NONE, Percent.ROW)
    )
    assert [row.code for row in by_count.rows] == ["10 of 100", "5 of 10"]
    assert [row.code for row in by_share.rows] == ["5 of 10", "10 of 100"]
    assert [row.cells[1].percent for row in by_share.rows] == [50, 10]


def test_a_difference_from_the_total_is_in_points_of_what_is_shown(managers: Engine) -> None:
    by_column = tabulate(BY_TOOLS, managers)
    # Four of six said yes, and two of the three who have mail.
    assert by_column.difference(by_column.rows[0], 3) == pytest.approx(0)
    # Everyone with a phone said yes.
    assert by_column.difference(by_column.rows[0], 1) == pytest.approx(100 - 400 / 6)
    by_row = tabulate(replace(BY_TOOLS, percent=Percent.ROW), managers)
    # Half of those who said yes have mail, and half of everybody.
    assert by_row.difference(by_row.rows[0], 3) == pytest.approx(0)
    assert by_row.difference(by_row.rows[0], 0) == 0
    assert by_row.difference(by_row.rows[2], 1) is None
    assert not by_column.is_sound(by_column.rows[0], 1)
