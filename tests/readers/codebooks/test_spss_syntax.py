"""SPSS syntax beside data: as LimeSurvey exports it with delimited replies, and archives with fixed ones.

The files are made here, command by command as these write them; no file of theirs is at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from topline.readers import UnreadableFileError, open_source
from topline.readers.codebooks.spss_commands import commands_of
from topline.readers.codebooks.spss_syntax import read_syntax
from topline.readers.formats import read_table
from topline.readers.raw import RawColumn, RawTable
from topline.readers.understood import understood
from topline.survey import MissingKind, Option, Role

Written = Callable[..., Path]

LIMESURVEY = r"""*$Rev: 121017 $.
* This file, exported by LimeSurvey.
SET UNICODE=ON.
SHOW LOCALE.
PRESERVE LOCALE.
SET LOCALE='en_UK'.
GET DATA
 /TYPE=TXT
 /FILE='survey_12_SPSS_data_file.dat'
 /DELCASE=LINE
 /DELIMITERS=","
 /QUALIFIER="'"
 /ARRANGEMENT=DELIMITED
 /FIRSTCASE=1
 /IMPORTCASE=ALL
 /VARIABLES=
 V1 F2
 V2 DATETIME23.2
 V3 A1
 V4 F1
 V5 F1
 V6 A200
.
CACHE.
EXECUTE.

*Define Variable Properties.
VARIABLE LABELS V1 "Response ID".
VARIABLE LABELS V2 "Date submitted".
VARIABLE LABELS V3 'Do you have a pet? It''s "yours"'.
VARIABLE LABELS V4 "[Dog] Which pets?".
VARIABLE LABELS V5 "[Cat] Which pets?".
VARIABLE LABELS V6 'Any ' +
  'comments?'.
*Define Value labels.
VALUE LABELS  V3
"Y" "Yes"
"N" "No".
VALUE LABELS  V4
1 "Yes"
0 "Not selected".
VALUE LABELS  V5
1 "Yes"
0 "Not selected".
*Define Variable names.
RENAME VARIABLE ( V1 = id ).
RENAME VARIABLE ( V2 = submitdate ).
RENAME VARIABLE ( V3 = pet ).
RENAME VARIABLE ( V4 = pets_dog ).
RENAME VARIABLE ( V5 = pets_cat ).
RENAME VARIABLE ( V6 = comment ).
RESTORE LOCALE.
"""
ANSWERS = """'1','2024-01-02 10:00:00','Y','1','0','nice, really'
'2','2024-01-03 10:00:00','N','','',''
'3','2024-01-04 10:00:00','Y','0','1','it''s fine
two lines'
"""
ARCHIVE = r"""/*-------------------------------------------------------------------------*
 *  35536
 *-------------------------------------------------------------------------*/
* SPSS FILE HANDLE AND DATA LIST COMMANDS.
FILE HANDLE DATA / NAME="data-filename" LRECL=14.
DATA LIST FILE=DATA /
   CASEID 1-3      VOTE 4       Q1 TO Q3 5-7
   WT 8-11 (2)  STATE 12-13 (A)  X 14
   .

* SPSS VARIABLE LABELS COMMAND.
VARIABLE LABELS
   CASEID    'CASE ID'
   VOTE      'Q1. DID YOU VOTE'
   Q1 'TRUST: PRESS' / Q2 'TRUST: POLICE' / Q3 'TRUST: COURTS'.

VALUE LABELS
   VOTE 1 'YES' 2 'NO' 8 "DON'T KNOW" 9 'REFUSED' /
   Q1 TO Q3 1 'MUCH' 2 'LITTLE' 9 'NA'
   STATE 'CA' 'California' 'NY' 'New York'.
MISSING VALUES
   VOTE (8,9) / Q1 TO Q3 (9) / X (7 THRU HI) .
WEIGHT BY WT.
EXECUTE.
"""
RECORDS = "00111290150CA1\n00221120050NY7\n00382990100CA9\n00491110100NY2\n"


def read(path: Path) -> RawTable:
    return understood(read_table(path, path.name, lambda _: None), path)


def column(table: RawTable, name: str) -> RawColumn:
    return next(column for column in table.columns if column.name == name)


@pytest.mark.parametrize("name", ["survey_12_SPSS_data_file.dat", "survey_12_SPSS_syntax_file.sps"])
def test_delimited_replies_without_a_header(written: Written, name: str) -> None:
    written(ANSWERS, "survey_12_SPSS_data_file.dat")
    table = read(written(LIMESURVEY, "survey_12_SPSS_syntax_file.sps").with_name(name))
    assert [c.name for c in table.columns] == ["id", "submitdate", "pet", "pets_dog", "pets_cat", "comment"]
    assert column(table, "id").cells.to_list() == [1, 2, 3]
    assert column(table, "pet").text == 'Do you have a pet? It\'s "yours"'
    assert column(table, "pet").options == (Option("Y", "Yes"), Option("N", "No"))
    assert column(table, "pets_dog").cells.to_list() == [1, None, 0]
    assert [(group.text, group.labels) for group in table.groups] == [("Which pets?", ("Dog", "Cat"))]
    assert column(table, "comment").text == "Any comments?"
    assert column(table, "comment").cells.to_list() == ["nice, really", None, "it's fine\ntwo lines"]
    assert table.warnings == (
        "survey_12_SPSS_syntax_file.sps describes 6 of 6 columns: its texts and answers are used",
    )


@pytest.mark.parametrize("name", ["35536-0001-Data.txt", "35536-0001-Setup.sps"])
def test_fixed_replies_of_an_archive_that_does_not_name_its_file(written: Written, name: str) -> None:
    written(RECORDS, "35536-0001-Data.txt")
    table = read(written(ARCHIVE, "35536-0001-Setup.sps").with_name(name))
    vote = column(table, "VOTE")
    assert (vote.text, vote.cells.to_list()) == ("Q1. DID YOU VOTE", [1, 2, 8, 9])
    assert [(option.code, option.missing) for option in vote.options] == [
        ("1", None),
        ("2", None),
        ("8", MissingKind.DONT_KNOW),
        ("9", MissingKind.REFUSED),
    ]
    assert [column(table, f"Q{n}").cells.to_list() for n in (1, 2, 3)] == [[1, 1, 2, 1], [2, 1, 9, 1], [9, 2, 9, 1]]
    assert column(table, "Q2").options[2] == Option("9", "NA", MissingKind.NOT_ASKED)
    assert column(table, "WT").cells.to_list() == [1.5, 0.5, 1, 1]
    assert column(table, "WT").role is Role.WEIGHT
    assert column(table, "STATE").cells.to_list() == ["CA", "NY", "CA", "NY"]
    assert [option.code for option in column(table, "X").options if option.missing] == ["7", "9"]


def test_several_lines_a_reply_and_zero_based_positions(written: Written) -> None:
    syntax = (
        "DATA LIST FILE='d.dat' RECORDS=2\n /1 a 1-2 b 3 (A)\n /2 c 1-4 (F,1).\nVAR LAB a 'An amount' c 'Another'.\n"
    )
    written("12x\n0125\n 3y\n0350\n", "d.dat")
    table = read(written(syntax, "s.sps"))
    assert [c.cells.to_list() for c in table.columns] == [[12, 3], ["x", "y"], [12.5, 35]]
    syntax = "GET DATA /TYPE=TXT /FILE='d.dat' /FIXCASE=1 /ARRANGEMENT=FIXED\n /VARIABLES= /1 a 0-1 F2.0 b 2-2 A1.\n"
    written("12x\n 3y\n", "d.dat")
    table = read(written(f"{syntax}VARIABLE LABELS a 'An amount'.\n", "s.sps"))
    assert [c.cells.to_list() for c in table.columns] == [[12, 3], ["x", "y"]]


def test_positions_without_a_label(written: Written) -> None:
    rule = "/" + "*" * 40 + "/\n"
    syntax = f'{rule}/* Change the folder */\nFILE HANDLE DATA / NAME="./d.dat" LRECL=5 .\n\nDATA LIST FILE=DATA/\n'
    written("12  3\n45 10\n", "d.dat")
    table = read(written(f"{syntax} A 00001 - 00002  B 3-5 .\n\nFORMATS B (F3.0) / .\n", "s.sps"))
    assert [(c.name, c.cells.to_list()) for c in table.columns] == [("A", [12, 45]), ("B", [3, 10])]


def test_labels_for_replies_that_have_a_header(written: Written) -> None:
    written("VARIABLE LABELS id 'Case' vote 'Did you vote?'.\nVALUE LABELS vote 1 'Yes' 2 'No' / age 99 'Refused'.\n"
            "MISSING VALUES age (99).\n", "syntax.sps")  # fmt: skip
    survey = open_source(written("id,vote,age\n1,1,20\n2,2,99\n3,1,41\n", "replies.csv")).survey
    assert survey["vote"].text == "Did you vote?"
    assert [option.label for option in survey["vote"].options] == ["Yes", "No"]
    assert survey["age"].answered == 2


def test_syntax_that_reads_no_text_says_what_to_open(written: Written) -> None:
    path = written("GET FILE='x.sav'.\nVARIABLE LABELS a 'A'.\n", "s.sps")
    with pytest.raises(
        UnreadableFileError, match=r"^s\.sps is SPSS syntax, which describes replies; open the data file"
    ):
        read_table(path, "s.sps", lambda _: None)
    path = written(LIMESURVEY, "s.sps")
    with pytest.raises(UnreadableFileError, match=r"open the data file, survey_12_SPSS_data_file\.dat, beside it$"):
        read_table(path, "s.sps", lambda _: None)


def test_commands_end_in_a_point_at_the_end_of_a_line_or_a_blank_line() -> None:
    text = "* A comment\n over two lines.\nVALUE LABELS a 1.5 'x.'\n 2 'it''s' + \" so\".\n"
    text += "WEIGHT BY w\n\n/* y. */ EXECUTE."
    commands = [[token.text for token in command] for command in commands_of(text)]
    assert commands == [
        ["VALUE", "LABELS", "a", "1.5", "x.", "2", "it's so"],
        ["WEIGHT", "BY", "w"],
        ["EXECUTE"],
    ]


WORDS = st.sampled_from(
    [*"/()=,.'\"-+", "DATA", "LIST", "GET", "VARIABLE", "VALUE", "LABELS", "MISSING", "VALUES", "RENAME", "VARIABLES",
     "/VARIABLES=", "FILE", "TO", "THRU", "HI", "LO", "a", "v1", "v3", "1", "2-3", "99999999999", "F8.2", "'x'",
     "\n", ".\n"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30).map(" ".join))
@example("DATA LIST / v1 TO v99999999999 1-2 .\n")
@example("VALUE LABELS v1 TO")
def test_whatever_stands_there_is_read_or_left(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.sps"
        path.write_text(f"{text}\nVARIABLE LABELS v1 'x'.\n", encoding="utf-8")
        assert read_syntax(path) is not None
