"""Workbooks: which sheet is read, and what its cells are as texts."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from topline.readers import workbook
from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawTable

HEADER = ["id", "Gender", "How satisfied are you?"]
REPLIES = [HEADER, *[[1000 + number, "Female" if number % 2 else "Male", "Neutral"] for number in range(20)]]
NOTES = [["Notes"], ["The replies are on the second sheet"]]

Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """An xlsx workbook of these sheets, each a list of rows; None is a cell that is not there."""

    def make(sheets: Sheets, hidden: tuple[str, ...] = (), **options: Any) -> Path:
        path = tmp_path / "survey.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", **options}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if cell is not None:
                            sheet.write(number, column, cell)
                if name in hidden:
                    sheet.hide()
        return path

    return make


def read(path: Path) -> RawTable:
    return workbook.read(path, path.name)


def column(table: RawTable, place: int = 0) -> list[str | None]:
    return table.columns[place].cells.to_list()


def test_a_sheet_of_replies(made: Callable[..., Path]) -> None:
    table = read(made({"Sheet1": REPLIES}))
    assert [found.header for found in table.columns] == HEADER
    assert table.rows == 20
    assert column(table)[:3] == ["1000", "1001", "1002"]
    assert table.warnings == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7.0, "7"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (123456789012345, "123456789012345"),
        (1e15, "1000000000000000"),
        (1.5e-7, "0.00000015"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("007", "007"),
        ("PT1H2M3S", "PT1H2M3S"),
        (" kept ", " kept "),
        ("two\nlines", "two\nlines"),
    ],
)
def test_numbers_and_texts(made: Callable[..., Path], cell: Any, text: str) -> None:
    table = read(made({"Sheet1": [["question", "other"], [cell, "x"], ["y", "z"]]}))
    assert column(table)[0] == text


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("cell", "shown_as", "text"),
    [
        (datetime(2024, 6, 1, 9, 30), "yyyy-mm-dd hh:mm", "2024-06-01 09:30:00"),
        (datetime(2024, 6, 1, 9, 30, 0, 250_000), "yyyy-mm-dd hh:mm", "2024-06-01 09:30:00.250"),
        (date(2024, 6, 1), "dd.mm.yyyy", "2024-06-01"),
        (time(9, 5), "hh:mm", "09:05:00"),
        (timedelta(hours=36, minutes=1), "[h]:mm:ss", "36:01:00"),
    ],
)
def test_dates_and_times_in_either_system(
    made: Callable[..., Path], cell: Any, shown_as: str, text: str, from_1904: bool
) -> None:
    rows = [["question", "other"], [cell, "x"], ["y", "z"]]
    path = made({"Sheet1": rows}, default_date_format=shown_as, date_1904=from_1904)
    assert column(read(path))[0] == text


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(("stored", "text"), [(1, "1"), (5, "5"), (61, "61"), (100, "100"), (2.5, "2.5")])
def test_a_small_number_formatted_as_a_date_stays_a_number(
    tmp_path: Path, stored: float, text: str, from_1904: bool
) -> None:
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["rating", "other"])
        sheet.write_number(1, 0, stored, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write(1, 1, "x")
    assert column(read(path)) == [text]


def test_errors_are_spelled_and_formulas_without_a_value_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["rating", "computed", "never"])
        sheet.write_row(3, 1, ["one", "two", "three"])
        sheet.write_formula(4, 1, "=NA()", None, "#N/A")
        sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 1, "=1+1", None, 2)
        sheet.write_formula(5, 2, '=""', None, "text")
        sheet.write_formula(5, 3, "=1+1", None, "")
        sheet.write(6, 1, "end")
    table = read(path)
    assert [column(table, place) for place in range(3)] == [
        ["one", "#N/A", "2", "end"],
        ["two", "#DIV/0!", "text", None],
        ["three", None, None, None],
    ]
    assert [found.position for found in table.columns] == [1, 2, 3]


def test_the_sheet_of_replies_is_found_and_the_others_are_named(made: Callable[..., Path]) -> None:
    table = read(made({"Read me": NOTES, "Data": REPLIES, "Old": REPLIES * 3, "Blank": []}, hidden=("Old",)))
    assert table.rows == 20
    assert table.warnings == (
        'the sheet "Data" was read; left out: "Read me" (`sheet` in the survey file takes another)',
    )


@pytest.mark.parametrize("name", ["Codebook", "Variable labels", "data_dictionary", "Zusammenfassung"])
def test_a_sheet_about_the_replies_is_not_taken_for_them(made: Callable[..., Path], name: str) -> None:
    about = [["Name", "Label", "Value"], *[[f"q{number}", "text", "code"] for number in range(500)]]
    assert read(made({name: about, "Sheet2": REPLIES})).rows == 20


def test_of_equal_sheets_the_first_is_read(made: Callable[..., Path]) -> None:
    table = read(made({"2023": REPLIES, "2024": REPLIES}))
    assert table.warnings == ('the sheet "2023" was read; left out: "2024" (`sheet` in the survey file takes another)',)


def test_more_replies_are_more_likely_meant(made: Callable[..., Path]) -> None:
    table = read(made({"Pilot": REPLIES[:5], "Main": REPLIES}))
    assert table.rows == 20


def test_a_chart_sheet_is_no_sheet_of_cells(tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "column"})
        chart_sheet = book.add_chartsheet("Chart")
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(REPLIES):
            sheet.write_row(number, 0, row)
        chart.add_series({"values": "=Data!$A$2:$A$5"})
        chart_sheet.set_chart(chart)
    assert read(path).rows == 20


def test_titles_and_an_empty_margin_are_no_part_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Customer survey 2024")
        sheet.write(1, 1, "exported")
        for number, row in enumerate(REPLIES):
            sheet.write_row(3 + number, 1, row)
        sheet.write_blank(400, 50, None, book.add_format({"bold": True}))
        sheet.write(300, 1, "  ")
    table = read(path)
    assert [found.header for found in table.columns] == HEADER
    assert [found.position for found in table.columns] == [1, 2, 3]
    assert table.rows == 20
    assert not any("blank" in warning or "shorter" in warning for warning in table.warnings)


def test_a_merged_header_stands_over_its_first_column(tmp_path: Path) -> None:
    """SurveyMonkey's xlsx export as it is known from the field: made here, not taken from a real file."""
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "Respondent ID")
        sheet.merge_range(0, 1, 0, 3, "Which tools do you use?")
        sheet.write_row(1, 1, ["Pen", "Brush", "Other (please specify)"])
        sheet.write(0, 4, "Age")
        sheet.write(1, 4, "Response")
        sheet.write_row(2, 0, [10987654321, "Pen", "", "", 34])
        sheet.write_row(3, 0, [10987654322, "", "Brush", "chalk", 51])
    table = read(path)
    assert table.rows == 2
    assert column(table) == ["10987654321", "10987654322"]
    assert [found.header for found in table.columns] == [
        "Respondent ID",
        "Which tools do you use? - Pen",
        "Which tools do you use? - Brush",
        "Which tools do you use? - Other (please specify)",
        "Age",
    ]


def test_a_column_filled_late_is_kept(made: Callable[..., Path]) -> None:
    rows = [["", "id", "answer", ""], *[["", number, "Yes"] for number in range(300)], ["late", 300, "Yes", "later"]]
    table = read(made({"Sheet1": rows}))
    assert len(table.columns) == 4
    assert (column(table, 0)[-1], column(table, 3)[-1]) == ("late", "later")


@pytest.mark.parametrize("sheets", [{"Sheet1": []}, {"Sheet1": [["", " "]], "Sheet2": []}])
def test_a_workbook_with_nothing_on_it_is_refused(made: Callable[..., Path], sheets: Sheets) -> None:
    with pytest.raises(UnreadableFileError, match=r"^survey\.xlsx has nothing on any visible sheet"):
        read(made(sheets))


def test_names_of_sheets_do_not_act_on_the_terminal(made: Callable[..., Path]) -> None:
    table = read(made({"Data": REPLIES, "No\u202etes": NOTES}))
    assert table.warnings == (
        'the sheet "Data" was read; left out: "Notes" (`sheet` in the survey file takes another)',
    )


def test_the_real_workbooks(shared: Path) -> None:
    table = read(shared / "real" / "r-community-2019-english.xlsx")
    assert (table.rows, len(table.columns)) == (1838, 52)
    assert (column(table)[0], column(table, 9)[0]) == ("2019-12-13 09:50:29.878", "2017")
    table = read(shared / "real" / "weather-check.ods")
    assert (table.rows, len(table.columns)) == (928, 9)
    assert column(table)[0] == "3887201482"


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("x01_ok.xlsx", 20, 4),
        ("x02_data_on_second_sheet.xlsx", 20, 4),
        ("x03_title_rows_and_offset.xlsx", 20, 4),
        ("x04_types_errors_formulas.xlsx", 8, 10),
        ("x06_formatted_blank_area.xlsx", 20, 4),
        ("x08_xlsx_named.csv", 20, 4),
        ("o01_repeated_tail.ods", 20, 4),
        ("o02_types.ods", 6, 4),
    ],
)
def test_awkward_workbooks_open_whole(shared: Path, name: str, rows: int, columns: int) -> None:
    table = read(shared / "nasty" / name)
    assert (table.rows, len(table.columns)) == (rows, columns)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x05_empty_sheet.xlsx", "nothing on any visible sheet"),
        ("x09_password.xlsx", "has a password"),
        ("x10_truncated.xlsx", "cut short"),
        ("x11_zip_not_xlsx.xlsx", "no workbook"),
        ("x12_malformed_ole.xlsx", "damaged"),
        ("o03_empty.ods", "nothing on any visible sheet"),
    ],
)
def test_awkward_workbooks_are_refused_in_one_line(shared: Path, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refusal:
        read(shared / "nasty" / name)
    assert str(refusal.value).startswith(name)
    assert "\n" not in str(refusal.value)


def test_the_sheet_that_is_asked_for_is_read(made: Callable[..., Path]) -> None:
    path = made({"2023": [["id", "q"], [1, "a"]], "2024": [["id", "q"], [1, "b"]]}, hidden=("2024",))
    table = workbook.read(path, path.name, sheet="2024")
    assert [column.cells.to_list() for column in table.columns] == [["1"], ["b"]]
    with pytest.raises(UnreadableFileError, match='has no sheet \'2025\'; it has "2023", "2024"'):
        workbook.read(path, path.name, sheet="2025")
