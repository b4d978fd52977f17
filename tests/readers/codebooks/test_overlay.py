"""A codebook is taken where it fits, and laid over what it fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers.codebooks import Codebook, Entry, HeaderGroup, codebook_for, overlaid
from topline.readers.codebooks.overlay import answers_in, answers_of
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.survey import Kind, MissingKind, Option, Role

Written = Callable[..., Path]
YES_NO = (Option("1", "Yes"), Option("2", "No"))
DICTIONARY = "variable,question,values\nQ1,One?,1=Yes;2=No\nQ2,Two?,1=Yes;2=No\nQ3,Three?,\n"


def table(**cells: list[object]) -> RawTable:
    columns = tuple(RawColumn(name, polars.Series(name, held), at) for at, (name, held) in enumerate(cells.items()))
    return RawTable(columns, len(columns[0].cells))


def laid(replies: RawTable, *groups: HeaderGroup, **entries: Entry) -> RawTable:
    return overlaid(replies, Codebook("codes.csv", entries, len(entries), len(entries), groups))


def test_codes_are_told_from_labels_by_the_replies() -> None:
    by_code = answers_in(["2", "01", "1.0"], YES_NO)
    assert by_code
    assert [option.code for option in by_code.options] == ["1", "2"]
    assert by_code.spelling == {"01": "1", "1.0": "1"}
    by_label = answers_in(["no"], YES_NO)
    assert by_label
    assert [option.code for option in by_label.options] == ["Yes", "no"]


def test_answers_that_the_replies_do_not_have_are_left_out_and_told() -> None:
    result = laid(table(Q1=["red", "blue", "green"]), Q1=Entry("Q1", "Which?", options=YES_NO))
    assert result.columns[0].options == ()
    assert result.columns[0].text == "Which?"
    assert result.warnings[-1] == "codes.csv lists other answers than the replies have for Q1: left out"


def test_a_blank_column_is_written_as_the_others_of_its_list() -> None:
    entry = Entry("Q", options=YES_NO)
    result = laid(table(Q1=["Yes", "No"], Q2=[None, ""]), Q1=entry, Q2=entry)
    assert [option.code for option in result.columns[1].options] == ["Yes", "No"]


def test_amounts_with_a_code_set_apart_are_numbers() -> None:
    apart = (Option("-9", "Refused", MissingKind.REFUSED),)
    result = laid(table(Q1=["1.5", " -9", "", "20"]), Q1=Entry("Q1", options=apart))
    assert result.columns[0].cells.to_list() == [1.5, -9, None, 20]


def test_ids_are_no_amounts() -> None:
    result = laid(table(Q1=["007", "010"]), Q1=Entry("Q1", kind=Kind.NUMERIC))
    assert result.columns[0].cells.to_list() == ["007", "010"]
    assert result.columns[0].kind is None


def test_a_weight_is_a_number_or_none() -> None:
    result = laid(table(W=["0.5", "1.5"], V=["a", "b"]), W=Entry("W", role=Role.WEIGHT), V=Entry("V", role=Role.WEIGHT))
    assert result.columns[0].cells.to_list() == [0.5, 1.5]
    assert [column.role for column in result.columns] == [Role.WEIGHT, None]


def test_the_group_with_more_columns_stays() -> None:
    replies = table(a=[1], b=[1], c=[1], d=[1])
    own = RawGroup(Together.SEVERAL, (0, 1), "", ("a", "b"), "its headers are alike")
    wide = RawGroup(Together.SEVERAL, (2, 3), "", ("c", "d"), "its headers are alike")
    replies = RawTable(replies.columns, 1, groups=(own, wide))
    whole = HeaderGroup(Together.GRID, ("a", "b", "c"), ("A", "B", "C"))
    assert laid(replies, whole).groups == (own, wide)  # it would tear c from d
    smaller = HeaderGroup(Together.GRID, ("a", "b"), ("A", "B"))
    assert [group.how for group in laid(replies, smaller).groups] == [Together.SEVERAL, Together.GRID]


NAMES = st.sampled_from(["Red", "Red, or pink", "Blue", "Blue, dark", "A, B, C", "B", "C"])


@given(st.lists(NAMES, unique=True), st.sampled_from([",", ", ", ";"]))
def test_answers_that_hold_the_separator_are_found_whole(answers: list[str], separator: str) -> None:
    known = ["Red", "Red, or pink", "Blue", "Blue, dark", "A, B, C", "B", "C"]
    found = answers_of(separator.join(answers), separator, known)
    assert found == answers or separator.join(found) == separator.join(answers)


def test_what_is_no_known_answer_stays_by_itself() -> None:
    assert answers_of("Red, or pink, my own, Blue", ", ", ["Red", "Red, or pink", "Blue"]) == [
        "Red, or pink",
        "my own",
        "Blue",
    ]


@pytest.mark.parametrize(
    ("headers", "fits"),
    [
        (["Q1", "Q2", "Q3", "started", "ended", "browser"], True),  # all that it describes is there
        (["Q1", "Q2"], True),  # all that is there is described
        (["Q1", "Q7", "Q8", "Q9"], False),
    ],
)
def test_a_codebook_is_taken_only_where_it_fits(written: Written, headers: list[str], fits: bool) -> None:
    written(DICTIONARY, "dictionary.csv")
    assert (codebook_for(written("", "replies.csv"), headers) is not None) == fits


def test_the_codebook_that_fits_best_is_taken(written: Written) -> None:
    written(DICTIONARY, "a.csv")
    written(DICTIONARY.replace("Q3", "Q4").replace("Three?", "Four?"), "b.csv")
    found = codebook_for(written("", "replies.csv"), ["Q1", "Q2", "Q4"])
    assert found is not None
    assert found.source == "b.csv"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.json", b'{"columns": {'),
        ("deep.json", b"[" * 100_000),
        ("list.json", b"[1, 2]"),
        ("odd.json", json.dumps({"SurveyElements": [1, {"Element": "SQ", "Payload": {"Choices": 3}}]}).encode()),
        ("odder.json", json.dumps({"SurveyElements": [{"Element": "BL", "Payload": {"1": 2}}]}).encode()),
        ("oddest.json", b'{"SurveyElements": [{"Element": "BL", "Payload": [{"Type": "Trash", "BlockElements": 1}]}]}'),
        ("columns.json", json.dumps({"columns": {"Q1": {"type": "single", "text": 3, "values": "lib@x"}}}).encode()),
        ("cut.xml", b"<codeBook><dataDscr>"),
        ("bomb.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><codeBook>&b;</codeBook>'),
        ("cut.xlsx", b"PK\x03\x04 and no more"),
        ("binary.csv", bytes(range(256)) * 40),
        ("empty.csv", b""),
        ("quote.csv", b'variable,question\n"Q1,one\n'),
    ],
)
def test_what_cannot_be_read_beside_the_replies_is_passed_over(written: Written, name: str, content: bytes) -> None:
    written(content, name)
    assert codebook_for(written("Q1,Q2,Q3\n1,2,3\n"), ["Q1", "Q2", "Q3"]) is None
    written(DICTIONARY, "dictionary.csv")
    assert codebook_for(written("Q1,Q2,Q3\n1,2,3\n"), ["Q1", "Q2", "Q3"]) is not None


def test_large_files_are_not_looked_into(written: Written) -> None:
    written(DICTIONARY + "x,y,\n" * (6 << 20 >> 2), "dictionary.csv")
    assert codebook_for(written("", "replies.csv"), ["Q1", "Q2", "Q3"]) is None
