"""Data at fixed positions with the DDI codebook that describes it.

The files are made here after the published schema (2.5), laid out as archives deliver them: positions in `location`,
the data file named in `fileDscr`, decimals in `dcml`, values set apart in `catgry` and `invalrng`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars import Series

from topline.readers import UnreadableFileError, open_source
from topline.readers.fixed_numbers import Written as WrittenAs
from topline.readers.fixed_numbers import numbers_of
from topline.readers.formats import read_table
from topline.readers.raw import RawColumn, RawTable
from topline.survey import MissingKind, Role

Written = Callable[..., Path]

NUMERIC = '<varFormat type="numeric" schema="SPSS"/>'
CODEBOOK = f"""<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:2_5" version="2.5" xml:lang="en">
<stdyDscr><citation><titlStmt><titl>A study of trust</titl></titlStmt></citation></stdyDscr>
<fileDscr ID="F1"><fileTxt><fileName>DS0001\\04711-0001-Data.txt</fileName><dimensns><caseQnty>4</caseQnty>
<varQnty>6</varQnty><logRecL>23</logRecL><recPrCas>1</recPrCas></dimensns></fileTxt></fileDscr>
<dataDscr>
<var ID="V1" name="CASEID" files="F1" wgt-var="V5"><location StartPos="1" EndPos="4" width="4" fileid="F1"/>
<labl>Case</labl>{NUMERIC}</var>
<var ID="V2" name="VOTE" files="F1" wgt-var="V5"><location StartPos="5" EndPos="5" width="1" fileid="F1"/>
<labl>Voted</labl><qstn><qstnLit>Did you vote?</qstnLit></qstn><universe>Citizens of 18 and more</universe>
<invalrng><range min="8" max="9"/></invalrng>
<catgry><catValu>1</catValu><labl>Yes</labl></catgry><catgry><catValu>2</catValu><labl>No</labl></catgry>
<catgry missing="Y" missType="refusal"><catValu>8</catValu><labl>REF</labl></catgry>{NUMERIC}</var>
<var ID="V3" name="AGE" files="F1"><location StartPos="6" width="3" fileid="F1"/><labl>Age</labl>
<invalrng><range minExclusive="120"/></invalrng>{NUMERIC}</var>
<var ID="V4" name="HOURS" files="F1" dcml="1"><location StartPos="9" EndPos="11" fileid="F1"/><labl>Hours</labl>
<catgry missing="Y"><catValu>99.9</catValu><labl>Don't know</labl></catgry>{NUMERIC}</var>
<var ID="V5" name="WGT" files="F1" dcml="2"><location StartPos="12" EndPos="15" fileid="F1"/>
<labl>Weight</labl>{NUMERIC}</var>
<var ID="V6" name="WHY" files="F1"><location StartPos="16" EndPos="23" fileid="F1"/><labl>Why?</labl>
<varFormat type="character"/></var>
</dataDscr></codeBook>"""
REPLIES = "000110181250150too dear\n000220999990050        \n000382201110150Zoë     \n000490250080100no\n"


def column(table: RawTable, name: str) -> RawColumn:
    return next(column for column in table.columns if column.name == name)


def read(path: Path) -> RawTable:
    return read_table(path, path.name, lambda _: None)


@pytest.fixture
def study(written: Written) -> Path:
    """A codebook with its data beside it."""
    written(REPLIES, "04711-0001-Data.txt")
    return written(CODEBOOK, "04711-0001-Codebook.xml")


@pytest.mark.parametrize("name", ["04711-0001-Data.txt", "04711-0001-Codebook.xml"])
def test_the_data_and_the_codebook_give_the_same_survey(study: Path, name: str) -> None:
    table = read(study.with_name(name))
    assert (table.title, table.rows, table.is_described) == ("A study of trust", 4, True)
    assert column(table, "CASEID").cells.to_list() == [1, 2, 3, 4]
    vote = column(table, "VOTE")
    assert vote.cells.to_list() == [1, 2, 8, 9]
    assert (vote.text, vote.base_text) == ("Did you vote?", "Citizens of 18 and more")
    assert [(o.code, o.label, o.missing) for o in vote.options] == [
        ("1", "Yes", None),
        ("2", "No", None),
        ("8", "REF", MissingKind.REFUSED),
        ("9", "9", MissingKind.NO_ANSWER),
    ]
    age = column(table, "AGE")
    assert age.cells.to_list() == [18, 99, 220, 25]
    assert [(option.code, option.missing) for option in age.options] == [("220", MissingKind.NO_ANSWER)]
    hours = column(table, "HOURS")
    assert (hours.cells.to_list(), hours.notes) == ([12.5, 99.9, 11.1, 0.8], ("the last digit is a decimal",))
    assert [(option.code, option.missing) for option in hours.options] == [("99.9", MissingKind.DONT_KNOW)]
    assert column(table, "WGT").cells.to_list() == [1.5, 0.5, 1.5, 1]
    assert [c.name for c in table.columns if c.role is Role.WEIGHT] == ["WGT"]
    assert column(table, "WHY").cells.to_list() == ["too dear", None, "Zoë", "no"]
    assert table.warnings == ("04711-0001-Codebook.xml describes 6 of 6 columns: its texts and answers are used",)


def test_the_whole_way_asks_no_second_codebook(study: Path) -> None:
    study.with_name("other.csv").write_text("variable,label\nCASEID,x\nVOTE,y\nAGE,z\nHOURS,z\nWGT,z\nWHY,z\n")
    survey = open_source(study.with_name("04711-0001-Data.txt")).survey
    assert survey["VOTE"].text == "Did you vote?"
    assert (survey["VOTE"].answered, survey["AGE"].answered, survey["HOURS"].answered) == (2, 3, 3)
    assert len(survey.warnings) == 1


def test_data_is_its_codebook_s_by_name_or_by_the_length_of_its_lines(study: Path) -> None:
    data = study.with_name("04711-0001-Data.txt")
    assert read(data.rename(data.with_name("elsewhere.dat"))).is_described
    longer = data.with_name("longer.dat")
    longer.write_text("".join(f"{line} \n" for line in REPLIES.splitlines()))
    assert not read(longer).is_described
    assert read(longer.rename(longer.with_name("04711-0001-codebook.dat"))).is_described


def test_a_header_says_that_the_positions_are_of_another_copy(written: Written) -> None:
    """Archives describe one study by one codebook and hand out its data fixed and delimited alike."""
    rows = "CASEID\tVOTE\tAGE\tHOURS\tWGT\tWHY\n1\t1\t18\t12.5\t1.5\ttoo dear\n2\t2\t99\t99.9\t.5\t\n"
    written(rows, "04711-0001-Data.txt")
    table = read(written(CODEBOOK, "study.xml"))
    assert [c.header for c in table.columns] == ["CASEID", "VOTE", "AGE", "HOURS", "WGT", "WHY"]
    assert table.columns[1].text == "Did you vote?"
    assert table.columns[3].cells.to_list() == [12.5, 99.9]


def test_tabs_say_that_the_positions_are_of_another_copy(study: Path) -> None:
    data = study.with_name("04711-0001-Data.txt")
    data.write_text("1\t1\t18\t12.5\t1.5\ttoo dear\n2\t2\t99\t99.9\t.5\tx\n")
    assert not read(data).is_described


def test_widths_alone_lay_out_lines_that_are_as_long(written: Written) -> None:
    """As some extracts of census microdata come: the variables stand side by side in the codebook's order."""
    codebook = re.sub(r' (?:StartPos|EndPos)="[0-9]+"', "", CODEBOOK)
    for name, width in {"HOURS": 3, "WGT": 4, "WHY": 8}.items():
        codebook = re.sub(rf'(name="{name}".*?<location)', rf'\1 width="{width}"', codebook, flags=re.DOTALL)
    written(REPLIES, "04711-0001-Data.txt")
    table = read(written(codebook, "study.xml"))
    assert column(table, "WGT").cells.to_list() == [1.5, 0.5, 1.5, 1]
    longer = written("".join(f"{line} \n" for line in REPLIES.splitlines()), "04711-0001-Data.txt")
    assert not read(longer).is_described


def test_packed_data_finds_its_codebook(written: Written) -> None:
    written(CODEBOOK.replace("DS0001\\04711-0001-Data.txt", "extract.dat"), "extract.xml")
    packed = written(gzip.compress(REPLIES.encode()), "extract.dat.gz")
    assert open_source(packed).survey["VOTE"].text == "Did you vote?"
    with pytest.raises(UnreadableFileError, match=r"describes the replies in extract\.dat\.gz; open that itself$"):
        read(packed.with_name("extract.xml"))


def test_several_lines_a_reply(written: Written) -> None:
    codebook = CODEBOOK.replace("<recPrCas>1", "<recPrCas>2").replace('StartPos="16"', 'StartPos="1" RecSegNo="2"')
    codebook = codebook.replace('EndPos="23"', 'EndPos="8"')
    lines = [part for line in REPLIES.splitlines() for part in (line[:15], line[15:])]
    written("\n".join(lines), "04711-0001-Data.txt")
    table = read(written(codebook, "study.xml"))
    assert table.rows == 4
    assert column(table, "WHY").cells.to_list() == ["too dear", None, "Zoë", "no"]
    written("\n".join(lines[:-1]), "04711-0001-Data.txt")
    with pytest.raises(UnreadableFileError, match=r"Data\.txt holds 7 lines, which are not 2 for each reply"):
        read(written(codebook, "study.xml"))


def test_a_codebook_of_several_files_says_which_was_read(written: Written) -> None:
    second = '<fileDscr ID="F2"><fileTxt><fileName>diary.txt</fileName></fileTxt></fileDscr><dataDscr>'
    day = '<var ID="W1" name="DAY" files="F2"><location StartPos="1" width="2" fileid="F2"/><labl>Day</labl></var>'
    codebook = CODEBOOK.replace("<dataDscr>", second).replace("</dataDscr>", f"{day}</dataDscr>")
    written(REPLIES, "04711-0001-Data.txt")
    study = written(codebook, "study.xml")
    assert read(study).warnings[0] == "study.xml describes 2 files of replies, of which 04711-0001-Data.txt was read"
    table = read(written("Mo\nTu\n", "diary.txt"))
    assert [(c.name, c.text, c.cells.to_list()) for c in table.columns] == [("DAY", "Day", ["Mo", "Tu"])]


def test_what_does_not_agree_is_told(written: Written) -> None:
    written(REPLIES.splitlines()[0][:15], "04711-0001-Data.txt")
    warnings = read(written(CODEBOOK, "study.xml")).warnings
    assert "a variable lies beyond the longest line of 04711-0001-Data.txt, of 15 characters: blank" in warnings
    assert "the codebook says 4 replies; 04711-0001-Data.txt holds 1" in warnings


@pytest.mark.parametrize("wrong", ['StartPos="0"', 'StartPos="99999999"', 'StartPos="9"', 'StartPos="1" RecSegNo="2"'])
def test_an_impossible_position_is_refused_in_one_line(written: Written, wrong: str) -> None:
    written(REPLIES, "04711-0001-Data.txt")
    codebook = CODEBOOK.replace('StartPos="1" ', f"{wrong} ")
    with pytest.raises(UnreadableFileError, match=r"^study\.xml: variable CASEID has an impossible position; get the"):
        read(written(codebook, "study.xml"))


@pytest.mark.parametrize(
    ("raw", "written_as", "read_as"),
    [
        (["018", " 99", ".", "  "], WrittenAs(), [18, 99, None, None]),
        (["1.5", "2", ".5"], WrittenAs(1), [1.5, 2, 0.5]),  # who writes a point somewhere writes it everywhere
        (["150", "9999"], WrittenAs(2, frozenset([9999.0])), [1.5, 9999]),
        (["150", "9999"], WrittenAs(2, frozenset([99.99])), [1.5, 99.99]),
        (["150", "200"], WrittenAs(2, bounds=(150, 200)), [150, 200]),  # it counts decimals, and there are none
        (["150", "200"], WrittenAs(2, bounds=(1.5, 2)), [1.5, 2]),
        (["1", "n/a"], WrittenAs(), ["1", "n/a"]),
        (["123456789012345678"], WrittenAs(), [123456789012345678]),
        ([f"{n:03}" for n in range(1, 40)], WrittenAs(), [f"{n:03}" for n in range(1, 40)]),  # they name somebody
        (["01", "02"], None, ["01", "02"]),
    ],
)
def test_numbers(raw: list[str], written_as: WrittenAs | None, read_as: list[object]) -> None:
    assert numbers_of(Series(raw), written_as)[0].to_list() == read_as


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1), st.booleans())
def test_decimals_are_read_with_a_point_and_without(amounts: list[Decimal], with_point: bool) -> None:
    raw = [str(amount) if with_point else str(int(amount * 100)) for amount in amounts]
    assert numbers_of(Series(raw), WrittenAs(2))[0].to_list() == [float(amount) for amount in amounts]
