"""What is parsed in one go is what is read row by row, or is left to that."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers.dialect import Dialect
from topline.readers.quick import parsed
from topline.readers.table import rows_of

PARTS = st.sampled_from([*'a",;\n\r ', "\r\n", '""', "é", "1", '",', ',"', "\t", "|", "\\"])
CELLS = st.text(st.sampled_from('a", \n\réü1;'), max_size=5)


def by_rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for _, row in rows_of(Dialect(delimiter), io.StringIO(text, newline=""), "survey.csv")]


def in_one_go(text: str, delimiter: str, width: int, codec: str = "utf-8") -> list[list[str]] | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        path.write_bytes(text.encode(codec))
        frame = parsed(path, codec, Dialect(delimiter), width)
        return None if frame is None else [list(row) for row in frame.fill_null("").rows()]


@settings(deadline=None, max_examples=400)
@given(st.lists(PARTS, max_size=40).map("".join), st.sampled_from(",;\t|"), st.integers(2, 4))
def test_no_text_is_read_otherwise(text: str, delimiter: str, width: int) -> None:
    found = in_one_go(text, delimiter, width)
    assert found is None or found == by_rows(text, delimiter)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_writes_is_read_so(rows: list[list[str]], quoting: int, end: str) -> None:
    out = io.StringIO(newline="")
    if end == "\n" and quoting == csv.QUOTE_MINIMAL:
        # The writer leaves a return bare there, which is an end of a line to whoever reads it.
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    csv.writer(out, quoting=quoting, lineterminator=end).writerows(rows)
    found = in_one_go(out.getvalue(), ",", 3)
    assert found is None or found == rows


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_regular_text_is_parsed_in_one_go(codec: str) -> None:
    text = 'id,wer,wie\r\n1,"Müller, ""K.""",\r\n2,"zwei\nZeilen",gut\r\n'
    assert in_one_go(text, ",", 3, codec) == [
        ["id", "wer", "wie"],
        ["1", 'Müller, "K."', ""],
        ["2", "zwei\nZeilen", "gut"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n1,5"\n2,x\n',
        "a,b\n1\n2,x\n",
        "a,b\n1,2,3\n",
        "a,b\n\n1,2\n",
        "a,b\r1,2\r",
        'a,b\n1,"open\n',
        "a,b\n1,\0\n",
    ],
)
def test_what_leaves_doubt_is_left_to_row_by_row(text: str) -> None:
    assert in_one_go(text, ",", 2) is None
