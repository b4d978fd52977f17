"""Workbooks, opened again by another reader: every number of the table is there, as a number, and no text acts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from tests.charts.tables import crosstab as lettered_crosstab

from topline.analysis import tabulate
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import ExportError, Format, RepliesOut, ReportOut, TableOut, table_shape, write
from topline.export.workbook import LONGEST_NAME, MOST_UNITS, book_in, fitting, free_sheet_name
from topline.readers import open_source
from topline.survey import Cell, Percent, Row, Slice, Summary, Survey, Table, View, What, read_expression

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
PARTS = {
    "%": "percent",
    "low": "low",
    "high": "high",
    "n": "count",
    "weighted": "weighted",
    "index": "index",
    "sig.": "letters",
}
"""What stands above a place, and the key of a cell's JSON that it holds."""


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def written(table: Table, survey: Survey, path: Path, *, footer: bool = True) -> list[list[Any]]:
    """The one sheet of a table's workbook."""
    write(TableOut(table, survey, footer), Format.XLSX, path)
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == 1
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def with_letters(table: Table) -> Table:
    """A table in which cells exceed others, as tests between columns will say it."""
    rows = tuple(
        replace(row, cells=tuple(replace(cell, letters="AB"[: at % 3]) for at, cell in enumerate(row.cells)))
        for row in table.rows
    )
    footer = (*table.footer, "Letters: columns exceeded at 95%")
    return replace(table, rows=rows, footer=footer)


def find(sheet: Sequence[Sequence[Any]], label: str) -> int:
    """The row that begins with a label."""
    return next(number for number, row in enumerate(sheet) if row[0] == label)


def assert_same(sheet: list[list[Any]], table: Table, survey: Survey) -> None:
    """Every number that the JSON of a table has is in the sheet, in its row and column."""
    shape = table_shape(table, survey)
    first = find(sheet, table.rows[0].label)
    heads = max(number for number in range(first) if set(sheet[number]) & {"n"})
    parts = [said for said in sheet[heads][1:] if said and said != "points"]
    each = len(parts) // len(table.columns)
    for at, column in enumerate(shape["columns"]):
        place = 1 + at * each
        above = [sheet[number][place] for number in range(heads)]
        assert column["label"] in above
        assert not column["letter"] or column["letter"] in above
        bases = {sheet[number][0].split(":")[0]: number for number in range(heads + 1, first)}
        assert sheet[bases["Base"]][place + parts.index("n")] == column["base"]["unweighted"]
        if "weighted" in parts:
            for key, label in (("weighted", "Weighted base"), ("effective", "Effective base")):
                assert sheet[bases[label]][place + parts.index("weighted")] == pytest.approx(column["base"][key])
    for number, row in enumerate(shape["rows"], first):
        assert sheet[number][0] == row["label"]
        for at, cell in enumerate(row["cells"]):
            for offset, part in enumerate(parts[:each]):
                assert_cell(sheet[number][1 + at * each + offset], part, cell)
    for item in shape["missing"]:
        assert any(
            row[0] == f"Missing: {item['label']}" and row[1 + item["column"] * each + parts.index("n")] == item["count"]
            for row in sheet
        )
    below = [row[0] for row in sheet[first:]]
    assert [text for text in below if text in table.footer] == list(table.footer)


def assert_cell(found: Any, part: str, cell: dict[str, Any]) -> None:
    wanted = cell[PARTS[part]]
    if part == "sig.":
        assert found == wanted
    elif cell["suppressed"]:
        assert found == "x"
    elif wanted is None:
        assert found == ("-" if part == "%" else "")
    else:
        of = 100 if part in ("%", "low", "high") else 1
        assert isinstance(found, float)
        assert found == pytest.approx(wanted / of, rel=1e-11)


VIEWS = (
    View(What.TOPLINE, "how"),
    View(What.TOPLINE, "agree_work", slice=Slice(weight="weight")),
    View(What.TOPLINE, "years", zeros=False),
    View(What.CROSSTAB, "how", ("role", "policy")),
    View(What.CROSSTAB, "impact", ("role", "policy"), Slice(weight="weight")),
    View(What.CROSSTAB, "impact", ("role",), percent=Percent.ROW),
    View(What.CROSSTAB, "impact", ("role",), Slice(weight="weight"), percent=Percent.NONE),
    View(What.CROSSTAB, "impact", ("role",), percent=Percent.INDEX),
    View(What.CROSSTAB, "impact", ("policy/role", "region")),
    View(What.CROSSTAB, "team_size", ("role",)),
    View(What.RESPONSE),
)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.rows} {' '.join(view.columns)} {view.percent}")
@pytest.mark.parametrize("letters", [False, True])
def test_a_workbook_agrees_cell_for_cell_with_json(sample: Engine, view: View, letters: bool, tmp_path: Path) -> None:
    table = tabulate(view, sample)
    table = with_letters(table) if letters else table
    assert_same(written(table, sample.survey, tmp_path / "a.xlsx"), table, sample.survey)


def test_a_comparison_has_its_points(sample: Engine, tmp_path: Path) -> None:
    vps = Slice().narrowed(read_expression("role = 'VP'", sample.survey))
    table = tabulate(View(What.TOPLINE, "impact", slice=vps, against=Slice()), sample)
    sheet = written(table, sample.survey, tmp_path / "a.xlsx")
    assert_same(sheet, table, sample.survey)
    for row in table.rows:
        first, second = (cell.percent or 0 for cell in row.cells)
        assert sheet[find(sheet, row.label)][-1] == pytest.approx(first - second)


def test_every_table_made_by_hand(topline: Table, crosstab: Table, survey: Survey, tmp_path: Path) -> None:
    of_pets = replace(lettered_crosstab(), view=replace(crosstab.view, columns=("role", "policy")))
    for number, table in enumerate((topline, crosstab, of_pets, replace(topline, footer=()))):
        table = replace(table, rows=tuple(replace(row, label=" ".join(row.label.split())) for row in table.rows))
        assert_same(written(table, survey, tmp_path / f"{number}.xlsx"), table, survey)
    bare = written(topline, survey, tmp_path / "bare.xlsx", footer=False)
    assert all(row[0] != "Weight: none" for row in bare)


# How it looks.


class Looks:
    """The formats of a workbook's first sheet."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as book:
            self.sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            styles = ElementTree.fromstring(book.read("xl/styles.xml"))
            self.workbook = book.read("xl/workbook.xml").decode()
            self.names = book.namelist()
        own = {one.get("numFmtId"): one.get("formatCode") for one in styles.iterfind(".//m:numFmt", NS)}
        known = {"0": "General", "3": "#,##0", "9": "0%"} | own
        fonts = [font.find("m:b", NS) is not None for font in styles.iterfind(".//m:fonts/m:font", NS)]
        self._styles = [
            (known[xf.get("numFmtId")], fonts[int(xf.get("fontId") or 0)], xf.find("m:alignment", NS))
            for xf in styles.iterfind(".//m:cellXfs/m:xf", NS)
        ]

    def _cell(self, name: str) -> tuple[str | None, bool, Any]:
        found = self.sheet.find(f".//m:c[@r='{name}']", NS)
        assert found is not None
        return self._styles[int(found.get("s") or 0)]

    def form(self, name: str) -> str | None:
        """The number format of a cell."""
        return self._cell(name)[0]

    def is_bold(self, name: str) -> bool:
        return self._cell(name)[1]

    def indent(self, name: str) -> int:
        alignment = self._cell(name)[2]
        return int(alignment.get("indent", 0)) if alignment is not None else 0

    @property
    def merged(self) -> set[str]:
        return {str(one.get("ref")) for one in self.sheet.iterfind(".//m:mergeCell", NS)}


def test_what_the_screen_says_in_signs_is_said_in_formats(survey: Survey, crosstab: Table, tmp_path: Path) -> None:
    cells = (
        Cell(1, Slice(), 1.0, 100 / 300),
        Cell(0, Slice(), 0.0, 0.0),
        Cell(150, Slice(), 150.0, 49.5),
    )
    rows = (
        Row("1", "Few", cells, net=True),
        Row("2", "None", (Cell(0, None), Cell(3, None, suppressed=True), Cell(9, Slice(), 9.0, mean=7.25)), level=1),
    )
    table = replace(crosstab, rows=rows, summaries=(Summary(nps=12.0, top2=33.3), Summary(), Summary(nps=-3.5)))
    sheet = written(table, survey, tmp_path / "a.xlsx")
    looks = Looks(tmp_path / "a.xlsx")
    few, none = find(sheet, "Few") + 1, find(sheet, "None") + 1
    assert [looks.form(f"{column}{few}") for column in "BDF"] == ['"*"', "0%", "0%"]
    assert sheet[few - 1][1] == pytest.approx(1 / 300)
    assert sheet[none - 1][1:7] == ["-", 0.0, "x", "x", 7.25, 9.0]
    assert looks.form(f"C{few}") == "#,##0"
    assert [looks.is_bold(f"A{few}"), looks.is_bold(f"B{few}"), looks.is_bold(f"A{none}")] == [True, True, False]
    assert [looks.indent(f"A{few}"), looks.indent(f"A{none}")] == [0, 1]
    nps, top2 = find(sheet, "NPS") + 1, find(sheet, "Top 2 %") + 1
    assert [looks.form(f"B{nps}"), looks.form(f"B{top2}")] == ["+0;-0;0", "0%"]
    assert sheet[nps - 1][1:7] == [12.0, "", "-", "", -3.5, ""]
    assert sheet[top2 - 1][1] == pytest.approx(0.333)
    base = find(sheet, "Base: answered") + 1
    # 30 people are enough; nobody is not.
    assert [looks.form(f"{column}{base}") for column in "CG"] == ["#,##0", '"("#,##0")"']


def test_heads_are_merged_frozen_and_printed_on_every_page(survey: Survey, tmp_path: Path) -> None:
    table = replace(lettered_crosstab(), view=View(What.CROSSTAB, "pet", ("role", "policy")))
    sheet = written(table, survey, tmp_path / "a.xlsx")
    looks = Looks(tmp_path / "a.xlsx")
    groups = next(number for number, row in enumerate(sheet, 1) if "Role" in row)
    assert {f"E{groups}:M{groups}", f"N{groups}:V{groups}", f"B{groups + 1}:D{groups + 1}"} <= looks.merged
    assert sheet[groups + 1][1:8] == ["", "", "", "A", "", "", "B"]
    assert sheet[groups + 2][:7] == ["", "%", "n", "sig.", "%", "n", "sig."]
    pane = looks.sheet.find(".//m:pane", NS)
    assert pane is not None
    first = find(sheet, "Selling")
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("1", str(first), "frozen")
    assert f"$A:$A,&apos;pet by role policy&apos;!${groups}:${first}" in looks.workbook.replace("'", "&apos;")
    setup = looks.sheet.find("m:pageSetup", NS)
    assert setup is not None
    assert (setup.get("orientation"), setup.get("fitToHeight")) == ("landscape", "0")


# Nothing of a text acts.

FORMULAS = ("=1+1", "+1", "-1", "@sum(A1)", "=cmd|' /C calc'!A0", "{=1}", "https://example.org", "mailto:a@b.c", "007")


def test_a_text_is_a_text_whatever_it_begins_with(survey: Survey, crosstab: Table, tmp_path: Path) -> None:
    cell = Cell(1, Slice(), 1.0, 50.0, letters="=A")
    rows = tuple(Row(text, text, (cell, cell, cell)) for text in FORMULAS)
    columns = tuple(replace(one, label=f"={one.label}", group="@group") for one in crosstab.columns)
    table = replace(crosstab, title="=title()", rows=rows, columns=columns, footer=("=footer()", "Base: =x, n=1"))
    sheet = written(table, survey, tmp_path / "a.xlsx")
    assert [row[0] for row in sheet if row[0] in FORMULAS] == list(FORMULAS)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        xml = "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name)
    assert "<f>" not in xml
    assert "hyperlink" not in xml


def test_control_characters_and_texts_that_are_too_long(survey: Survey, topline: Table, tmp_path: Path) -> None:
    labels = ("a\x1b[31mb", "x" * 40_000, "\U0001f600" * 20_000, "lone \ud800 half", "_x000D_", "two\nlines")
    rows = tuple(replace(topline.rows[0], code=str(n), label=label) for n, label in enumerate(labels))
    out = TableOut(replace(topline, rows=rows), survey)
    done = write(out, Format.XLSX, tmp_path / "a.xlsx")
    assert done.notes == ("2 texts were longer than 32,767 and had to be cut",)
    sheet = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = {row[0] for row in sheet}
    assert {"a␛[31mb", "x" * MOST_UNITS, "\U0001f600" * (MOST_UNITS // 2), "lone � half", "_x000D_"} <= found
    assert "two\nlines" in found


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("plain", "plain"),
        ("a/b\\c?d*e[f]g:h", "a-b-c-d-e-f-g-h"),
        ("'quoted'", "quoted"),
        ("History", "History-"),
        ("", "Table"),
        ("'''", "Table"),
        ("x" * 40, "x" * 31),
        ("\U0001f600" * 20, "\U0001f600" * 15),
        ("x" * 30 + "'y", "x" * 30),
        ("two\nlines\x07", "two lines␇"),
    ],
)
def test_names_of_sheets_are_valid(wanted: str, name: str, tmp_path: Path) -> None:
    assert free_sheet_name(wanted, set()) == name
    with (tmp_path / "a.xlsx").open("w+b") as file, book_in(file.fileno()) as book:
        book.sheet(wanted)
        again = book.sheet(wanted)
        assert again.name.casefold() != name.casefold()
        assert len(again.name.encode("utf-16-le")) <= 2 * LONGEST_NAME


def test_names_of_sheets_are_unique_whatever_the_case() -> None:
    taken: set[str] = set()
    for wanted in ("a" * 31, "A" * 40, "a" * 31 + "b", "b", "B"):
        name = free_sheet_name(wanted, taken)
        assert name.casefold() not in taken
        taken.add(name.casefold())
    assert fitting("a\U0001f600", 2) == "a"


# Several tables.


def report_of(engine: Engine, *, stacked: bool = False) -> ReportOut:
    views = (
        View(What.TOPLINE, "impact", title="It's [mine]: 'a' & b"),
        View(What.CROSSTAB, "impact", ("role",)),
        View(What.TOPLINE, "impact"),
    )
    return ReportOut(views, engine.survey, lambda view: tabulate(view, engine), "My & report", stacked=stacked)


@pytest.mark.parametrize("stacked", [False, True])
def test_the_index_leads_to_every_table(sample: Engine, stacked: bool, tmp_path: Path) -> None:
    out = report_of(sample, stacked=stacked)
    write(out, Format.XLSX, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == (
        ["Index", "Tables"] if stacked else ["Index", "1 It's -mine-- 'a' & b", "2 impact by role", "3 impact"]
    )
    looks = Looks(tmp_path / "a.xlsx")
    links = [one.get("location") or "" for one in looks.sheet.iterfind(".//m:hyperlink", NS)]
    assert len(links) == 3
    for link, table in zip(links, out.tables, strict=True):
        place = re.fullmatch(r"'(.*)'!A(\d+)", link)
        assert place is not None
        sheet = book.get_sheet_by_name(place[1].replace("''", "'")).to_python(skip_empty_area=False)
        assert sheet[int(place[2]) - 1][0] == (table.view.title or table.title)
    index = book.get_sheet_by_name("Index").to_python(skip_empty_area=False)
    assert index[0][0] == "My & report"
    assert [row[3] for row in index if isinstance(row[0], float)] == [412.0] * 3
    tables = [name for name in book.sheet_names if name != "Index"]
    rows = [row for name in tables for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    assert sum(row[0] == "Yes" and row[1] == pytest.approx(205 / 412) for row in rows) == 3


# Replies.


def test_replies_are_records_of_numbers_days_and_texts(sample: Engine, tmp_path: Path) -> None:
    names = ("respondent", "sent", "impact", "how", "team_size", "agree_work", "email")
    out = RepliesOut(sample, View(What.REPLIES), [sample.survey[name] for name in names])
    assert write(out, Format.XLSX, tmp_path / "a.xlsx").rows == 5000
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["Replies", "Questions"]
    sheet = book.get_sheet_by_name("Replies").to_python(skip_empty_area=False)
    assert (len(sheet), sheet[0]) == (5001, ["row", *names])
    one = sheet[2]
    assert one[:4] == [2.0, "2", datetime(2018, 9, 4, 9, 0, 2), "Yes"]
    assert (one[5], one[7]) == (16.0, "•••")
    assert sheet[1][4] == ""
    codebook = book.get_sheet_by_name("Questions").to_python(skip_empty_area=False)
    assert [row[0] for row in codebook[3:]] == list(names)
    assert codebook[0][0] == "everyone: 5,000 replies"


def test_more_replies_than_a_sheet_holds_go_on(sample: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("topline.export.record_sheet.MOST_ROWS", 2001)
    out = RepliesOut(sample, View(What.REPLIES), [sample.survey["respondent"]])
    write(out, Format.XLSX, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["Replies", "Replies (2)", "Replies (3)", "Questions"]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:3]]
    assert [len(sheet) - 1 for sheet in sheets] == [2000, 2000, 1000]
    assert [row[0] for sheet in sheets for row in sheet[1:]] == [float(n) for n in range(1, 5001)]


def test_more_questions_than_a_sheet_has_columns(
    sample: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("topline.export.record_sheet.MOST_COLUMNS", 3)
    with pytest.raises(ExportError, match="a sheet has 3 columns, and this has 29; write csv or parquet"):
        write(RepliesOut(sample, View(What.REPLIES), sample.survey.questions), Format.XLSX, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
