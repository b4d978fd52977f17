"""Files of codes: which column says what, and which lines mean which replies."""

from __future__ import annotations

import pytest

from topline.coding import CodingError, reply_key
from topline.coding.code_table import Cells, Columns, likely_separator, split, understood
from topline.coding.importing import given_by
from topline.coding.pile import Pile

TEXTS = ("too dear", "too slow", "too far", "too dear")


def cells(head: str, *lines: str) -> Cells:
    rows = tuple((at, tuple(line.split(";"))) for at, line in enumerate(lines, 2))
    return Cells("codes.csv", tuple(head.split(";")), rows)


def pile(*, ids: bool = False, first: int = 0) -> Pile:
    """Four replies in rows that follow each other; without ids two of them are one."""
    keys = tuple(reply_key(text, f"r{at}" if ids else "") for at, text in enumerate(TEXTS))
    return Pile("why", tuple(range(first, first + 4)), keys, TEXTS)


@pytest.mark.parametrize(
    ("table", "ids", "found"),
    [
        (cells("id;code", "r0;a"), ("id",), Columns(codes=(1,), id=0)),
        (cells("Your number;Code", "r0;a"), ("your number",), Columns(codes=(1,), id=0)),
        (
            cells("id;row;text;code;label", "9;1;x;a;A"),
            (),
            Columns(codes=(3,), row=1, text=2, label=4, passed_over=("id",)),
        ),
        (
            cells(";x_themes;keywords", "1;a,b;k"),
            (),
            Columns(codes=(1,), row=0, separator=",", passed_over=("keywords",)),
        ),
        (cells("row;Price;Service;nb", "1;1;0;ok", "2;0;x;"), (), Columns(flags=(1, 2), row=0, passed_over=("nb",))),
        (cells("row;code", "1;a, b", "1;c"), (), Columns(codes=(1,), row=0)),
    ],
)
def test_columns_are_known_by_their_headings(table: Cells, ids: tuple[str, ...], found: Columns) -> None:
    assert understood(table, ids=ids) == found


def test_numbers_can_be_said_to_be_rows_where_there_are_ids() -> None:
    table = cells("id;code", "1;a")
    assert understood(table, ids=("id",), id_column="id", numbered=True).row == 0
    with pytest.raises(CodingError, match="no column says which reply"):
        understood(table, ids=("id",), numbered=True)


def test_a_separator_is_what_most_cells_have() -> None:
    assert likely_separator(["a;b, c", "d;e", "f"]) == ";"
    assert likely_separator(["a", "b"]) == ""
    assert split(" a ;; b;a", ";") == ("a", "b")
    assert split("a, b", "") == ("a, b",)


def test_ids_tell_replies_apart_that_say_the_same() -> None:
    of = pile(ids=True)
    given, by, start = given_by(cells("id;code", "r3;a", "r9;b"), Columns(codes=(1,), id=0), of, None)
    assert (by, start) == ("respondent", None)
    assert [one.keys for one in given] == [(of.keys[3],), ()]


@pytest.mark.parametrize(("lines", "start"), [(("0;a", "3;b"), 0), (("1;a", "4;b"), 1)])
def test_rows_are_counted_as_all_of_them_fit(lines: tuple[str, ...], start: int) -> None:
    of = pile()
    given, by, found = given_by(cells(";code", *lines), Columns(codes=(1,), row=0), of, None)
    assert (by, found) == ("row", start)
    assert [one.keys for one in given] == [(of.keys[0],), (of.keys[3],)]


def test_texts_beside_rows_tell_from_where_these_are_counted() -> None:
    columns = Columns(codes=(2,), row=0, text=1)
    assert given_by(cells("row;text;code", "1;too slow;a"), columns, pile(), None)[2] == 0
    assert given_by(cells("row;text;code", "2;too  slow;a"), columns, pile(), None)[2] == 1


def test_rows_called_so_count_from_1_where_both_fit_and_others_have_to_be_said() -> None:
    columns = Columns(codes=(1,), row=0)
    assert given_by(cells("row;code", "2;a"), columns, pile(), None)[2] == 1
    assert given_by(cells("index;code", "2;a"), columns, pile(), 0)[2] == 0
    with pytest.raises(CodingError, match="say which with --rows-from"):
        given_by(cells("index;code", "2;a"), columns, pile(), None)


def test_a_text_means_every_reply_that_says_it() -> None:
    of = pile(ids=True)
    given, _, _ = given_by(cells("text;code", " too   dear ;a"), Columns(codes=(1,), text=0), of, None)
    assert given[0].keys == (of.keys[0], of.keys[3])
