"""The crosstab to walk in, and two slices side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from topline.charts import (
    ASCII,
    BLOCKS,
    CrossGrid,
    Glyphs,
    Ink,
    Line,
    chart_of,
    charts_of,
    comparison_heading,
    comparison_heads,
    comparison_lines,
    points_words,
)
from topline.survey import Chart, Kind, Percent, Question, Slice, Survey
from topline.survey.table import Row, Shows, Table
from topline.survey.transposed import transposed
from topline.survey.view import View, What

from .tables import EVERYONE, cell, column, crosstab, how
from .texts import texts

Golden = Callable[[str, str], None]
Drawn = Callable[[Sequence[Line]], str]
both = pytest.mark.parametrize(("name", "glyphs"), [("blocks", BLOCKS), ("ascii", ASCII)])
CROSSED = View(What.CROSSTAB, "how", ("role", "policy"))


def shades(*differences: int, base: int = 100, total: int = 50, others: int = 100) -> Table:
    """One row: a total of so many percent, and a column for each difference from it, in points."""
    heads = [column("Total", base), *(column(f"C{at}", others, group="Q") for at in range(len(differences)))]
    counts = [cell(total, 100), *(cell((total + by) * others // 100, others) for by in differences)]
    return Table(CROSSED, "Q?", tuple(heads), (Row("a", "A", tuple(counts)),))


def compared(*, low: bool = False) -> Table:
    """The founding survey's coded verbatim of two groups."""
    one = how()
    view = View(What.TOPLINE, "how", against=Slice())
    other = column("not (Role is VP)", 29 if low else 150)
    rows = tuple(
        replace(row, cells=(row.cells[0], cell(row.cells[0].count // 3, other.base.unweighted))) for row in one.rows
    )
    return replace(one, view=view, columns=(replace(one.columns[0], label="Role is VP"), other), rows=rows, overlap=0)


def walked(grid: CrossGrid, at: int = 1) -> tuple[Line, ...]:
    """Everything that is drawn of a grid."""
    rows = tuple(grid.row_line(row) for row in grid.table.rows)
    return (*grid.heads(at), *grid.bases(), *rows, *(said for _, said in grid.statistics()))


@pytest.mark.parametrize("width", [46, 80, 140])
@both
def test_crosstabs_to_walk_in_look_as_before(
    golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs
) -> None:
    golden(f"cross-grid-{name}-{width}.txt", drawn(walked(CrossGrid(crosstab(), width, glyphs, sorted=2))))


def test_weighted_counts_alone_stand_beside_the_people(golden: Golden, drawn: Drawn) -> None:
    table = crosstab(weight=1.3)
    table = replace(table, view=replace(CROSSED, percent=Percent.NONE, slice=Slice(weight="w")))
    golden("cross-grid-weighted-counts-140.txt", drawn(walked(CrossGrid(table, 140, BLOCKS))))


@pytest.mark.parametrize(
    ("difference", "ink", "mark"),
    [
        (4, Ink.PERCENT, ""),
        (5, Ink.MORE, ""),
        (9, Ink.MORE, ""),
        (10, Ink.MUCH_MORE, "↑"),
        (-5, Ink.LESS, ""),
        (-10, Ink.MUCH_LESS, "↓"),
        (-50, Ink.MUCH_LESS, "↓"),
    ],
)
def test_a_cell_is_shaded_by_its_difference_from_the_total(difference: int, ink: Ink, mark: str) -> None:
    (row,) = shades(difference).rows
    made = CrossGrid(shades(difference), 60, BLOCKS).row_line(row)
    span = next(span for span in made.spans if f"{50 + difference}%" in span.text and span is not made.spans[1])
    assert span.ink is ink
    assert made.plain.count("↑") + made.plain.count("↓") == bool(mark)
    assert mark in made.plain


@pytest.mark.parametrize("table", [shades(40, base=29), shades(40, others=20)])
def test_a_low_base_on_either_side_is_not_compared(table: Table) -> None:
    made = CrossGrid(table, 60, BLOCKS).row_line(table.rows[0])
    assert "↑" not in made.plain
    assert made.spans[-1].ink is Ink.DIM


def test_cells_stand_where_the_cursor_is_drawn() -> None:
    grid = CrossGrid(crosstab(), 140, BLOCKS)
    for row in grid.table.rows:
        plain = grid.row_line(row).plain
        for lane in grid.seen:
            x, width = grid.span_of(lane.index) or (0, 0)
            said = plain[x : x + width].split()
            count = row.cells[lane.index].count
            assert said[-1] in (f"{count:,}", "x")
            assert plain[x - 1] == " "
            assert {grid.column_at(at) for at in range(x, x + width)} == {lane.index}
    assert grid.column_at(0) == 0
    assert grid.column_at(139) in (None, 6)


def test_letters_have_a_place_beside_each_percentage() -> None:
    table = crosstab()
    (row,) = (row for row in table.rows if row.label == "Preparing for calls")
    assert "ADE" in CrossGrid(table, 140, BLOCKS).row_line(row).plain
    heads = CrossGrid(table, 140, BLOCKS).heads(1)
    assert any(made.plain.split() == list("ABCDEF") for made in heads)


@given(
    st.integers(20, 120),
    st.lists(st.integers(0, 29), min_size=1, max_size=12),
    st.lists(texts, min_size=1, max_size=30),
)
def test_whatever_column_is_gone_to_is_in_sight_beside_the_total(
    width: int, path: list[int], labels: list[str]
) -> None:
    columns = [column("Total", 100), *(replace(column(label, 100), code=str(at)) for at, label in enumerate(labels))]
    rows = tuple(Row(label, label, tuple(cell(50, 100) for _ in columns)) for label in labels[:3])
    grid = CrossGrid(Table(CROSSED, "Q?", tuple(columns), rows), width, BLOCKS)
    height = len(grid.heads(None))
    for column_ in path:
        at = min(column_ + 1, len(labels))
        grid = grid.scrolled_to(at)
        seen = [lane.index for lane in grid.seen]
        before, after = grid.hidden
        assert seen == [0, *range(seen[1] if seen[1:] else grid.first, seen[-1] + 1 if seen[1:] else grid.first)]
        assert before + after + len(seen) == len(columns)
        if seen[1:]:
            assert at in seen
        assert len(grid.heads(at)) == height
        assert all(made.width <= width for made in walked(grid, at))


def test_on_its_side_a_question_stands_beside_no_base_but_its_own() -> None:
    parts = []
    for name, base in (("how", 200), ("why", 90), ("where", 60)):
        heads = (column("Total", base), column("Rep", base - 40, group="Role"))
        rows = tuple(Row(f"{name}{at}", f"{name}{at}", (cell(40, base), cell(20, base - 40))) for at in range(5))
        view = replace(CROSSED, rows=name, stub=())
        parts.append(Table(view, name, heads, rows))
    side = transposed(replace(parts[0], view=replace(CROSSED, stub=("why", "where")), parts=tuple(parts)))
    total = side.rows[0]
    bases = {"how": 0, "why": 6, "where": 12}
    for width in (24, 40, 60):
        grid = CrossGrid(side, width, BLOCKS)
        for at in (*range(18), *range(17, -1, -1)):
            grid = grid.scrolled_to(at)
            first, *others = (lane.index for lane in grid.seen)
            assert at in (first, *others)
            next_to_it = side.columns[others[0] if others else first]
            assert side.columns[first].shows is Shows.PEOPLE
            assert first == bases[next_to_it.question] or others[0] == bases[next_to_it.question]
            assert others == list(range(others[0], others[0] + len(others))) if others else True
            before, after = grid.hidden
            assert before + after + len(grid.seen) == 18
            assert after == 17 - max(first, *others, 0)
            assert all(made.width <= width for made in grid.heads(at))
            assert f" {total.cells[first].count} " in f"{grid.row_line(total).plain} "


@pytest.mark.parametrize("width", [30, 80, 140])
@both
def test_comparisons_look_as_before(golden: Golden, drawn: Drawn, width: int, name: str, glyphs: Glyphs) -> None:
    table = compared()
    lines = [*comparison_heads(table, width, glyphs=glyphs), comparison_heading(table, width)]
    golden(f"comparison-{name}-{width}.txt", drawn([*lines, *comparison_lines(table, width, glyphs=glyphs)]))


def test_the_points_are_the_first_less_the_second_and_in_brackets_where_a_base_is_low() -> None:
    table = compared()
    row = table.rows[0]
    first, second = (one.percent for one in row.cells)
    assert points_words(table, row) == f"{round(first - second):+d}"
    low = compared(low=True)
    assert points_words(low, low.rows[0]).startswith("(")
    assert points_words(table, table.rows[-1]) == "0"
    nobody = replace(table, columns=(table.columns[0], column("B", 0)))
    nobody = replace(nobody, rows=tuple(replace(r, cells=(r.cells[0], cell(0, 0))) for r in nobody.rows))
    assert points_words(nobody, nobody.rows[0]) == "-"


@given(st.integers(1, 200), texts, texts)
def test_comparisons_of_any_labels_keep_their_width(width: int, label: str, who: str) -> None:
    table = compared()
    table = replace(table, rows=(replace(table.rows[0], label=label), replace(table.rows[1], label=who)))
    table = replace(table, columns=(replace(table.columns[0], label=who), table.columns[1]))
    assert all(made.width == width for made in comparison_lines(table, width) if width >= 30)
    assert all(made.width <= width for made in (*comparison_lines(table, width), *comparison_heads(table, width)))


def test_thin_bars_can_be_told_apart_and_seen() -> None:
    for glyphs in (BLOCKS, ASCII):
        assert glyphs.thin_bar(0, 10) == ""
        assert len(glyphs.thin_bar(0.001, 10)) == 1
        assert cell_len(glyphs.thin_bar(1, 10)) == 10
        assert set(glyphs.thin_bar(1, 10)).isdisjoint(glyphs.bar(1, 10))


def test_the_charts_of_a_view() -> None:
    scale, number = Question("s", Kind.SCALE, grid="g"), Question("n", Kind.NUMERIC)
    survey = Survey("S", (scale, number, Question("o", Kind.SINGLE)))
    assert charts_of(View(What.CROSSTAB, "s", ("o",)), survey) == (Chart.TABLE, Chart.BARS)
    assert charts_of(View(What.CROSSTAB, "s", ("o",), stub=("n",)), survey) == (Chart.TABLE,)
    assert charts_of(View(What.CROSSTAB, "s", ("o",), transposed=True), survey) == (Chart.TABLE,)
    assert charts_of(View(What.TOPLINE, "s"), survey) == (Chart.BARS, Chart.GRID, Chart.TABLE)
    assert charts_of(View(What.TOPLINE, "n"), survey) == (Chart.BARS, Chart.PLOT)
    assert charts_of(View(What.TOPLINE, "n", against=EVERYONE), survey) == (Chart.BARS,)
    assert charts_of(View(What.RESPONSE), survey) == (Chart.BARS,)
    assert chart_of(View(What.TOPLINE, "s", chart=Chart.GRID), survey) is Chart.GRID
    assert chart_of(View(What.TOPLINE, "o", chart=Chart.GRID), survey) is Chart.BARS
