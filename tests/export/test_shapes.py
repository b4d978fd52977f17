"""Tables of other shapes in every export: golden pages, and workbooks that hold what the JSON says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from topline.analysis import tabulate
from topline.charts import BLOCKS, CrossGrid, crosstab_lines
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import Format, ReportOut, TableOut, table_of, write
from topline.readers import open_source
from topline.survey import Chart, Percent, Slice, Table, View, What, laid_out

Golden = Callable[[str, str], None]
BY = ("role", "policy")
SHAPES = {
    "stub": View(What.CROSSTAB, "impact", BY, stub=("agree_work",)),
    "toplines": View(What.CROSSTAB, "impact", stub=("agree_work",)),
    "side": View(What.CROSSTAB, "agree_work", BY, transposed=True),
    "side-weighted": View(What.CROSSTAB, "impact", ("role",), Slice(weight="weight"), transposed=True),
    "side-stub": View(What.CROSSTAB, "impact", ("policy",), stub=("how",), transposed=True),
    "grid": View(What.TOPLINE, "agree_work", chart=Chart.TABLE),
}
NO_ANSWERS = ("Mean", "Standard deviation", "Standard error", "Median", "Top 2 %")
shapes = pytest.mark.parametrize("name", SHAPES)


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def counted(name: str, engine: Engine) -> Table:
    return table_of(SHAPES[name], engine.survey, partial(tabulate, engine=engine))


def text(table: Table, engine: Engine, form: Format) -> str:
    return "".join(TableOut(table, engine.survey).pieces(form))


@shapes
def test_pages_look_as_before(name: str, sample: Engine, golden: Golden) -> None:
    table = counted(name, sample)
    golden(f"{name}.md", text(table, sample, Format.MARKDOWN))
    golden(f"{name}.csv", text(table, sample, Format.CSV))
    lines = crosstab_lines(table, 120)
    assert all(line.width <= 120 for line in lines)
    golden(f"{name}.txt", "".join(f"{line.plain.rstrip()}\n" for line in lines))


@shapes
def test_no_line_is_wider_than_there_is_room(name: str, sample: Engine) -> None:
    table = counted(name, sample)
    for width in (1, 9, 24, 61, 240):
        assert all(line.width <= width for line in crosstab_lines(table, width))
        grid = CrossGrid(laid_out(table), width, BLOCKS)
        parts = grid.table.each
        lines = [*grid.heads(1), *(grid.heading(part) for part in parts)]
        lines += [grid.row_line(row, part) for part in parts for row in part.rows]
        lines += [line for part in parts for line in (*grid.bases(part), *(said for _, said in grid.statistics(part)))]
        assert all(line.width <= width for line in lines)


@shapes
def test_records_of_a_spreadsheet_are_all_as_long_as_their_headings(name: str, sample: Engine) -> None:
    out = TableOut(counted(name, sample), sample.survey, footer=False)
    rows = list(csv.reader(io.StringIO("".join(out.pieces(Format.CSV)))))
    assert len({len(row) for row in rows}) == 1
    assert len(set(rows[0])) == len(rows[0])


@shapes
def test_html_has_as_many_places_in_every_row(name: str, sample: Engine) -> None:
    page = text(counted(name, sample), sample, Format.HTML)
    widths = set()
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page):
        spans = [re.search(r'colspan="(\d+)"', place) for place in re.findall(r"<t[dh][^>]*>", row)]
        widths.add(sum(int(span[1]) if span else 1 for span in spans))
    assert len(widths) == 1
    assert page.count("<tbody>") == page.count("</tbody>")


def figures(table: Table, engine: Engine) -> list[tuple[int, float | None, str]]:
    """What the JSON says of every cell, row by row, however it is drawn."""
    said = json.loads(text(table, engine, Format.JSON))
    parts = said.get("parts") or [said]
    return [
        (cell["count"], cell["percent"], cell["letters"])
        for part in parts
        for row in part["rows"]
        for cell in row["cells"]
    ]


@shapes
def test_a_workbook_has_the_numbers_of_the_json(name: str, sample: Engine, tmp_path: Path) -> None:
    table, path = counted(name, sample), tmp_path / "table.xlsx"
    write(TableOut(table, sample.survey), Format.XLSX, path)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    at = next(number for number, row in enumerate(sheet) if "%" in row)
    heads = sheet[at]
    places = [place for place, head in enumerate(heads) if head == "%"]
    found = []
    for row in sheet[at + 1 :]:
        for place in places:
            # Of each column: its share, its people, and its letters where any has some.
            count, letters = row[heads.index("n", place)], heads[place:].index("sig.") if "sig." in heads[place:] else 0
            if row[0] not in NO_ANSWERS and isinstance(count, int | float) and row[place] != "":
                share = None if row[place] == "-" else row[place]
                found.append((int(count), share, row[place + letters] if letters else ""))
    expected = figures(table, sample)
    assert sorted(count for count, _, _ in found) == sorted(count for count, _, _ in expected)
    shares = sorted(share for _, share, _ in found if share is not None)
    assert shares == pytest.approx(sorted(share / 100 for _, share, _ in expected if share is not None))
    if any(letters for _, _, letters in expected):
        assert sorted(letters for _, _, letters in found) == sorted(letters for _, _, letters in expected)


def test_a_report_takes_every_shape(sample: Engine, tmp_path: Path) -> None:
    views = list(SHAPES.values())
    for stacked in (False, True):
        report = ReportOut(views, sample.survey, partial(tabulate, engine=sample), stacked=stacked)
        path = tmp_path / f"report-{stacked}.xlsx"
        write(report, Format.XLSX, path)
        assert len(CalamineWorkbook.from_path(path).sheet_names) == (2 if stacked else len(views) + 1)
    page = "".join(ReportOut(views, sample.survey, partial(tabulate, engine=sample)).pieces(Format.HTML))
    assert page.count("<section") == len(views)


def test_indexes_and_people_are_those_of_the_upright_table(sample: Engine) -> None:
    view = View(What.CROSSTAB, "impact", ("role",), Slice(weight="weight"), percent=Percent.INDEX, transposed=True)
    table = tabulate(view, sample)
    sheet = list(csv.reader(io.StringIO("".join(TableOut(table, sample.survey).pieces(Format.CSV)))))
    total = dict(zip(sheet[0], sheet[2], strict=True))
    index = table.rows[0].cells[1].index
    assert index is not None
    assert float(total["impact: Yes index"] if "impact: Yes index" in total else total["Yes index"]) == pytest.approx(
        index
    )
    page = "".join(TableOut(table, sample.survey).pieces(Format.MARKDOWN))
    assert f"{round(index)} ({table.rows[0].cells[1].count})" in page
