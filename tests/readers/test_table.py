"""Delimited text as a table: delimiters, quotes, line ends, headers, and rows that had to be mended."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import UnreadableFileError
from topline.readers.dialect import Dialect, sniffed
from topline.readers.missing import is_blank
from topline.readers.raw import RawTable
from topline.readers.table import read_table, rows_of, table_of

ROWS = "id,Gender,Satisfied\n1,Female,Yes\n2,Male,No\n3,Female,Yes\n4,Male,No\n"
Written = Callable[..., Path]


def read(path: Path) -> RawTable:
    return read_table(path, path.name)


def cells(table: RawTable) -> list[tuple[str, ...]]:
    return list(zip(*(column.cells.fill_null("") for column in table.columns), strict=True))


def headers(table: RawTable) -> list[str]:
    return [column.header for column in table.columns]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_delimiter_with_every_line_end(written: Written, delimiter: str, end: str) -> None:
    table = read(written(ROWS.replace(",", delimiter).replace("\n", end)))
    assert (table.rows, len(table.columns)) == (4, 3)
    assert table.delimiter == delimiter
    assert cells(table)[3] == ("4", "Male", "No")
    assert table.warnings == ()


def test_commas_within_cells_are_no_delimiter(written: Written) -> None:
    table = read(written("id;Weight;Income\n1;60,5;1.234,50\n2;61,0;2.000,00\n"))
    assert cells(table)[0] == ("1", "60,5", "1.234,50")


def test_the_sep_line_of_excel_is_not_the_header(written: Written) -> None:
    assert headers(read(written("sep=;\nid;Q1\n1;a\n2;b\n"))) == ["id", "Q1"]


def test_line_ends_stay_within_quotes(written: Written) -> None:
    table = read(written('id,Q1\r\n1,"a\r\n\r\nb\nc"\r\n2,d\r\n'))
    assert cells(table) == [("1", "a\r\n\r\nb\nc"), ("2", "d")]


def test_quotes_behind_a_space_are_quotes(written: Written) -> None:
    assert cells(read(written('"id", "Age"\n"1", "20, or so"\n"2", "21"\n'))) == [("1", "20, or so"), ("2", "21")]


def test_backslashes_before_quotes(written: Written) -> None:
    assert cells(read(written('id,Q1\n1,"she said \\"ok\\" then left"\n2,b\n')))[0][1] == 'she said "ok" then left'


def test_bare_quotes_are_text(written: Written) -> None:
    assert [row[1] for row in cells(read(written('id,Q1\n1,he said "fine" to me\n2,5" tall\n')))] == [
        'he said "fine" to me',
        '5" tall',
    ]


def test_an_open_quote_is_an_error_that_names_its_line(written: Written) -> None:
    with pytest.raises(UnreadableFileError, match="line 3: a quote"):
        read(written('id,Q1\n1,a\n2,"b\n3,c\n'))


def test_blank_rows_are_dropped_and_counted(written: Written) -> None:
    table = read(written("id,Q1\n1,a\n,\n\n2,b\n , \n"))
    assert cells(table) == [("1", "a"), ("2", "b")]
    assert table.warnings == ("3 blank rows left out",)


def test_uneven_rows_are_mended_and_told(written: Written) -> None:
    table = read(written("id,Q1,Q2\n1,a,b\n2,a\n3,a,b,c\n4,a,b,\n"))
    assert cells(table) == [("1", "a", "b"), ("2", "a", ""), ("3", "a", "b"), ("4", "a", "b")]
    assert "a row is shorter" in table.warnings[0]
    assert "line 4" in table.warnings[1]


def test_rows_of_a_sheet_are_a_table_too() -> None:
    rows = [["id", "Q1"], ["1", "a"], ["", ""], ["2", "b", "c"], ["3"]]
    table = table_of(lambda: map(list, rows), "survey.xlsx")
    assert cells(table) == [("1", "a"), ("2", "b"), ("3", "")]
    assert table.warnings == (
        "a blank row left out",
        "a row is shorter than the header: the missing cells count as blank",
        "a row has more cells than the header (row 4): the further cells are left out",
    )


def test_titles_before_the_header_are_left_out(written: Written) -> None:
    table = read(written("Export: panel\nmade by admin\n\n" + ROWS))
    assert headers(table) == ["id", "Gender", "Satisfied"]
    assert table.warnings == ("2 title lines before the header left out",)


def test_a_delimiter_at_every_line_end_makes_no_column(written: Written) -> None:
    assert headers(read(written("id,Q1,\n1,a,\n2,b,\n"))) == ["id", "Q1"]


def test_surveymonkey_writes_two_header_rows(written: Written) -> None:
    table = read(
        written("Respondent ID,Which?,,,Sex\n,Car,Bike,Other (please specify),Response\n1,Car,,,F\n2,,Bike,,M\n")
    )
    assert headers(table) == [
        "Respondent ID",
        "Which? - Car",
        "Which? - Bike",
        "Which? - Other (please specify)",
        "Sex",
    ]
    assert table.rows == 2


def test_qualtrics_writes_three_header_rows(written: Written) -> None:
    table = read(written('Q1,Q2\nHow?,Why?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\na,b\nc,d\n'))
    assert [(column.header, column.text) for column in table.columns] == [("Q1", "How?"), ("Q2", "Why?")]
    assert table.rows == 2


def test_a_file_without_a_header_says_so(written: Written) -> None:
    table = read(written("1,Female,Yes\n2,Male,No\n3,Female,Yes\n4,Female,No\n"))
    assert table.rows == 4
    assert "no header found" in table.warnings[0]


def test_numbers_may_be_headers(written: Written) -> None:
    assert headers(read(written("1,2,2023\n0,0,x\n1,1,x\n2,2,x\n"))) == ["1", "2", "2023"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=8)
)


@given(
    TABLES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_writes_comes_back(rows: list[list[str]], delimiter: str, end: str, codec: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(rows)
    file = io.TextIOWrapper(io.BytesIO(out.getvalue().encode(codec)), encoding=codec, newline="")
    found = [row for _, row in rows_of(Dialect(delimiter), file, "survey.csv")]
    assert [row for row in found if not is_blank("".join(row))] == [row for row in rows if not is_blank("".join(row))]


PLAIN = st.text(st.characters(categories=["L", "N"], include_characters=" .-!?'"), max_size=12)


@given(
    st.lists(st.lists(PLAIN.map(lambda text: f"a{text}"), min_size=3, max_size=3), min_size=4, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_the_delimiter_is_found(rows: list[list[str]], delimiter: str, quoting: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    dialect = sniffed(out.getvalue().splitlines(keepends=True))
    assert list(dialect.rows(io.StringIO(out.getvalue(), newline=""))) == rows
