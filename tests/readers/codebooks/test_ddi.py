"""DDI codebooks, beside the data and with it. The files are made here after the published schema (2.5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers import UnreadableFileError
from topline.readers.codebooks import ddi
from topline.readers.raw import RawTable
from topline.readers.table import read_table
from topline.survey import Kind, MissingKind, Role, Survey

Written = Callable[..., Path]

CODEBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="http://www.icpsr.umich.edu/DDI" version="2.5" xml:lang="en">
<stdyDscr><citation><titlStmt><titl>The study</titl></titlStmt></citation></stdyDscr>
<fileDscr ID="F1"><fileTxt><fileName>replies.csv</fileName></fileTxt></fileDscr>
<dataDscr>
<varGrp ID="G1" type="grid" name="trust" var="V3 V4"><txt>How much do you trust</txt></varGrp>
<var ID="V1" name="caseid"><labl>Case</labl></var>
<var ID="V2" name="vote" intrvl="discrete"><labl>Voted</labl><qstn><preQTxt>Now</preQTxt>
<qstnLit xml:lang="de">Haben Sie gewählt?</qstnLit><qstnLit xml:lang="en">Did you vote?</qstnLit></qstn>
<universe>Citizens of 18 and more</universe>
<catgry><catValu>1</catValu><labl level="category">Yes</labl><catStat type="freq">2</catStat></catgry>
<catgry><catValu>2</catValu><labl>No</labl></catgry>
<catgry missing="Y"><catValu>8</catValu><labl>Don't know</labl></catgry>
<catgry missing="Y"><catValu>9</catValu><labl>Refused</labl></catgry></var>
<var ID="V3" name="press"><labl>the press</labl><catgry><catValu>1</catValu><labl>Much</labl></catgry>
<catgry><catValu>2</catValu><labl>Little</labl></catgry></var>
<var ID="V4" name="police"><labl>the police</labl><catgry><catValu>1</catValu><labl>Much</labl></catgry>
<catgry><catValu>2</catValu><labl>Little</labl></catgry></var>
<var ID="V5" name="w" wgt="wgt" intrvl="contin"><labl>Design weight</labl><varFormat type="numeric"/></var>
</dataDscr></codeBook>"""
REPLIES = "caseid,vote,press,police,w\n1,1,1,2,0.5\n2,9,2,2,1.5\n3,2,1,1,1\n4,8,1,,1\n"


def read_data(path: Path) -> RawTable:
    return read_table(path, path.name)


def test_beside_the_data(opened: Callable[..., Survey]) -> None:
    survey = opened(REPLIES, CODEBOOK, "study.xml")
    vote = survey["vote"]
    assert vote.text == "Did you vote?"
    assert vote.rule.endswith("asked of: Citizens of 18 and more")
    assert [option.label for option in vote.choices] == ["Yes", "No"]
    assert [option.missing for option in vote.missing] == [MissingKind.DONT_KNOW, MissingKind.REFUSED]
    assert vote.answered == 2
    assert survey["w"].role is Role.WEIGHT
    assert survey["w"].kind is Kind.NUMERIC
    assert [question.name for question in survey if question.grid == "How much do you trust"] == ["press", "police"]


def test_opened_itself(written: Written) -> None:
    path = written(CODEBOOK, "study.xml")
    assert ddi.recognises(path.read_bytes()[:4096])
    with pytest.raises(UnreadableFileError, match=r"study\.xml describes the replies in replies\.csv, which is not"):
        ddi.read(path, "study.xml", read_data)
    written(REPLIES, "replies.csv")
    table = ddi.read(path, "study.xml", read_data)
    assert (table.title, table.rows) == ("The study", 4)
    assert table.columns[1].text == "Did you vote?"


def test_the_data_of_another_study(written: Written) -> None:
    written("a,b\n1,2\n", "replies.csv")
    with pytest.raises(UnreadableFileError, match=r"describes none of the columns of replies\.csv"):
        ddi.read(written(CODEBOOK, "study.xml"), "study.xml", read_data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE codeBook [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><codeBook>&c;</codeBook>', "it declares entities"),
        (
            '<!DOCTYPE codeBook [<!ENTITY a SYSTEM "file:///etc/passwd">]><codeBook>&a;</codeBook>',
            "it declares entities",
        ),
        ("<codeBook>" + "<a>" * 300, "more than 200 elements within each other"),
        ("<codeBook>", "line 1: not valid XML"),
    ],
)
def test_xml_that_is_not_fit_to_be_read_is_refused_in_one_line(written: Written, content: str, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message) as refused:
        ddi.read(written(content, "study.xml"), "study.xml", read_data)
    assert "\n" not in str(refused.value)


def test_a_document_type_that_is_elsewhere_is_not_fetched(written: Written) -> None:
    written(REPLIES, "replies.csv")
    kind = '<!DOCTYPE codeBook SYSTEM "http://www.icpsr.umich.edu/DDI/Version2-0.dtd"><codeBook'
    content = CODEBOOK.replace("<codeBook", kind).replace("Did you vote?", "Did&nbsp;you vote?")
    table = ddi.read(written(content, "study.xml"), "study.xml", read_data)
    assert table.columns[1].text == "Did you vote?"
