"""Triple-S: what was written as a survey is read as that survey, at fixed positions and between commas.

The files are made here after the published standard (versions 1.2 and 2.0), its own example among them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import UnreadableFileError
from topline.readers.codebooks import triple_s
from topline.readers.raw import RawColumn, RawTable
from topline.survey import Kind, MissingKind, Option, Role

Written = Callable[..., Path]

DOCTYPE = (
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">'
)
HOUSE = f"""<?xml version="1.0" encoding="ISO-8859-1"?>{DOCTYPE}
<sss version="2.0" modes="interview analysis"><!-- <codeBook> is no first element in a comment -->
<survey><name>SP5201-1</name><title>Historic House Exit Survey<br/>First Wave</title><record ident="V">
<variable ident="1" type="quantity" use="serial"><name>ID</name><label>Respondent</label>
  <position start="1" finish="6"/><values><range from="000001" to="999999"/></values></variable>
<variable ident="2" type="date"><name>Q1.a</name><label>Date</label><position start="7" finish="14"/></variable>
<variable ident="3" type="time"><name>Q1.b</name><label>Time</label><position start="15" finish="20"/></variable>
<variable ident="4" type="single"><name>Q2</name><label>Frequency of visit
    <text mode="interview">Have you been here before?</text><text mode="analysis">Been before</text></label>
  <position start="21"/><values><value code="0">No</value><value code="1">Yes</value></values></variable>
<variable ident="5" type="multiple"><name>Q3</name><label>Attractions</label><position start="22" finish="30"/>
  <values><value code="1">Forest</value><value code="2">&quot;Friar Tuck&quot;</value><value code="9">Other</value>
  </values></variable>
<variable ident="6" type="multiple"><name>Q5</name><label>Two favourites</label><position start="31" finish="32"/>
  <spread subfields="2"/><values><value code="1">Forest</value><value code="9">Other</value></values></variable>
<variable ident="7" type="quantity"><name>Q6</name><label>Miles</label><position start="33" finish="35"/>
  <values><range from="1" to="499"/><value code="500">500 or more</value><value code="999">Not stated</value></values>
</variable>
<variable ident="8" type="logical"><name>Q7</name><label>Would come again</label><position start="36"/></variable>
<variable ident="9" type="single" format="literal"><name>Q8</name><label>When</label><position start="37"/>
  <filter>Q7</filter><values><value code="A">Soon</value><value code="B">Late</value></values></variable>
<variable ident="10" type="single"><name>Q4</name><label>Impression</label><position start="38"/><values>
  <value code="1" score="2">Good</value><value code="2" score="-2">Poor</value><value code="9">DK</value></values>
</variable>
<variable ident="99" type="quantity" use="weight"><name>WT</name><label>Weight</label><position start="39" finish="45"/>
</variable></record></survey></sss>"""
REPLIES = (
    ("000001", "20050414", "170530", "1", "110010001", "19", "  7", "1", "A", "1", "01.5000"),
    ("000002", "20050415", "      ", "0", "         ", "90", "999", "0", " ", "9", "00.5000"),
)


def column(table: RawTable, name: str) -> RawColumn:
    return next(column for column in table.columns if column.name == name)


@pytest.fixture
def house(written: Written) -> RawTable:
    written("".join("".join(reply) + "\r\n" for reply in REPLIES) + "\x1a", "house.asc")
    return triple_s.read(written(HOUSE, "house.sss"), "house.sss")


def test_a_definition_is_recognised_by_its_first_element() -> None:
    assert triple_s.recognises(HOUSE.encode())
    assert triple_s.recognises(HOUSE.replace("ISO-8859-1", "utf-16").encode("utf-16"))
    assert not triple_s.recognises(b"<codeBook><sss/></codeBook>")
    assert not triple_s.recognises(b"id,sss\n1,2\n")


def test_every_type_of_variable(house: RawTable) -> None:
    assert (house.title, house.rows) == ("Historic House Exit Survey First Wave", 2)
    assert column(house, "ID").cells.to_list() == ["000001", "000002"]
    assert column(house, "ID").role is Role.ID
    assert column(house, "Q1.a").cells.to_list() == [date(2005, 4, 14), date(2005, 4, 15)]
    assert column(house, "Q1.b").cells.to_list() == ["17:05:30", None]
    assert column(house, "Q2").cells.to_list() == [1, 0]
    assert column(house, "Q2").text == "Have you been here before?"
    assert column(house, "Q8").cells.to_list() == ["A", None]
    assert column(house, "Q8").base_text == "those with Q7: Would come again"
    assert column(house, "Q7").options == (Option("1", "Yes"), Option("0", "No"))
    assert column(house, "WT").cells.to_list() == [1.5, 0.5]
    assert column(house, "WT").role is Role.WEIGHT


def test_a_string_of_ticks_has_a_place_for_each_code(house: RawTable) -> None:
    ticks = column(house, "Q3")
    assert ticks.kind is Kind.MULTI
    assert [option.label for option in ticks.options] == ["Forest", '"Friar Tuck"', "Other"]
    assert ticks.cells.to_list() == [["1", "2", "9"], None]  # no code 5; and who was not asked has no list


def test_codes_side_by_side_leave_out_the_places_not_used(house: RawTable) -> None:
    assert column(house, "Q5").cells.to_list() == [["1", "9"], ["9"]]


def test_only_labels_that_say_so_set_an_amount_apart(house: RawTable) -> None:
    assert column(house, "Q6").cells.to_list() == [7, 999]
    assert column(house, "Q6").options == (Option("999", "Not stated", MissingKind.NO_ANSWER),)


def test_scores_make_a_scale(house: RawTable) -> None:
    assert column(house, "Q4").kind is Kind.SCALE
    assert [option.score for option in column(house, "Q4").options] == [2, -2, None]


def test_positions_may_count_bytes(written: Written) -> None:
    definition = SPARE.format(href="", more="", position='start="1" finish="6"').replace("ISO-8859-1", "utf-8")
    second = '<variable ident="2" type="character"><name>B</name><label/><position start="7" finish="8"/></variable>'
    written("Zoë   ab\nAda   cd\n", "s.asc")  # each line of 8 characters
    table = triple_s.read(written(definition.replace("</record>", f"{second}</record>"), "s.sss"), "s.sss")
    assert column(table, "B").cells.to_list() == ["ab", "cd"]
    written("Zoë  ab\nAda   cd\n", "s.asc")  # each line of 8 bytes
    table = triple_s.read(written(definition.replace("</record>", f"{second}</record>"), "s.sss"), "s.sss")
    assert column(table, "A").cells.to_list() == ["Zoë", "Ada"]
    assert column(table, "B").cells.to_list() == ["ab", "cd"]


SPARE = """<?xml version="1.0" encoding="ISO-8859-1"?><sss version="2.0" languages="de en"><survey>
<record ident="V" {href}>
<variable ident="1" type="character"><name>A</name><label><text xml:lang="en">Name</text>
<text xml:lang="de">Name des Gasts</text></label><position {position}/></variable>{more}</record></survey></sss>"""


def test_texts_are_in_the_first_language_of_the_file(written: Written) -> None:
    written("Ada\n", "s.asc")
    table = triple_s.read(written(SPARE.format(href="", more="", position='start="1" finish="3"'), "s.sss"), "s.sss")
    assert table.columns[0].text == "Name des Gasts"


def test_the_data_file_is_the_one_that_is_named_in_this_folder_only(written: Written) -> None:
    definition = SPARE.format(href='href="C:\\exports\\Replies.DAT"', more="", position='start="1" finish="3"')
    path = written(definition, "s.sss")
    with pytest.raises(UnreadableFileError, match=r"s\.sss describes the replies in Replies\.DAT, which is not beside"):
        triple_s.read(path, "s.sss")
    written("Bob\n", "s.asc")
    written("Ada\n", "replies.dat")
    assert triple_s.read(path, "s.sss").columns[0].cells.to_list() == ["Ada"]


def test_opening_the_data_finds_the_definition(written: Written) -> None:
    data = written("Ada\n", "s.ASC")
    assert triple_s.codebook_beside(data) is None
    definition = written(HOUSE, "S.XML")
    assert triple_s.codebook_beside(data) == definition
    definition.write_text("<other/>")
    assert triple_s.codebook_beside(data) is None


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('start="1"', 'start="0"', "has an impossible position"),
        ('start="1"', 'start="many"', "has no number as its start"),
        ('finish="3"', 'finish="999999999"', "has an impossible position"),
        ('type="character"', 'type="colour"', "is of no known type"),
        ("<record", "<recorded", "not valid XML"),
    ],
)
def test_a_wrong_definition_is_refused_in_one_line(written: Written, wrong: str, right: str, message: str) -> None:
    written("Ada\n", "s.asc")
    definition = SPARE.format(href="", more="", position='start="1" finish="3"').replace(wrong, right)
    with pytest.raises(UnreadableFileError, match=message) as refused:
        triple_s.read(written(definition, "s.sss"), "s.sss")
    assert "\n" not in str(refused.value)


SPECIALISED = """<sss version="2.0" languages="en-GB fr-FR" modes="interview analysis"><survey>
<record ident="A" format="csv" skip="1">
<variable ident="1" type="logical"><name>CAR</name><label>Owns a car</label><position start="1"/></variable>
<variable ident="2" type="single" filter="1"><name>MAKE</name><label>Make
  <text mode="interview" xml:lang="en-GB">Which make is it?</text><text mode="analysis">Car</text>
  <text mode="interview" xml:lang="fr-FR">Quelle marque ?</text></label><position start="2"/>
  <values><value code="1">Volvo<text xml:lang="fr-FR">Volvo !</text></value>
  <value code="97" score="0">Another<text mode="analysis">Oth.</text></value></values></variable>
<variable ident="3" type="character" use="other"><name>MAKE_O</name><label>Another make</label><position start="3"/>
  <size>50</size></variable>
<variable ident="4" type="multiple" filter="2"><name>USE</name><label>Uses</label><position start="4"/>
  <spread subfields="3" width="2"/><values><value code="1">Work</value><value code="2">Fun</value>
  <value code="10">Else</value></values></variable>
</record></survey></sss>"""


def test_specialised_texts_filters_and_own_words(written: Written) -> None:
    written('CAR,MAKE,MAKE_O,USE\n1,97,Lada,"010210"\n0,,,\n1,1,," 110 0"\n', "s.csv")
    table = triple_s.read(written(SPECIALISED, "s.sss"), "s.sss")
    make = column(table, "MAKE")
    assert (make.text, [option.label for option in make.options]) == ("Which make is it?", ["Volvo", "Another"])
    assert make.base_text == "those with CAR: Owns a car"
    assert column(table, "USE").base_text == "those with MAKE: Which make is it?"
    assert column(table, "USE").cells.to_list() == [["1", "2", "10"], None, ["1", "10"]]
    assert column(table, "MAKE_O").kind is Kind.OPEN
    assert column(table, "MAKE_O").cells.to_list() == ["Lada", None, None]


def test_a_hierarchy_says_which_files_to_open(written: Written) -> None:
    levels = '<level ident="H" href="C:\\x\\house.sss"/><level ident="P" href="person.sss"><parent level="H"/></level>'
    path = written(f'<sss version="2.0"><hierarchy>{levels}</hierarchy></sss>', "all.sss")
    with pytest.raises(UnreadableFileError, match=r"^all\.sss only says .* instead \(house\.sss, person\.sss\)$"):
        triple_s.read(path, "all.sss")


@dataclass(frozen=True)
class Asked:
    """A variable and an answer to it for each reply: None where it was not asked."""

    type: str
    codes: tuple[int, ...]
    spread: bool
    answers: tuple[object, ...]


TEXTS = st.text("abcXYZ ,;\"'éß<&", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def surveys(draw: st.DrawFn) -> list[Asked]:
    rows = draw(st.integers(1, 4))

    def replies(answers: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(st.none() | answers, min_size=rows, max_size=rows)))

    asked = [Asked("quantity", (), False, tuple(range(1, rows + 1)))]  # so that no line is blank
    for kind in draw(st.lists(st.sampled_from(["single", "multiple", "spread", "quantity", "character"]), max_size=5)):
        codes = tuple(sorted(draw(st.sets(st.integers(1, 12), min_size=2, max_size=5))))
        several: st.SearchStrategy[object] = st.lists(st.sampled_from(codes), unique=True).map(sorted)
        answers: dict[str, st.SearchStrategy[object]] = {
            "single": st.sampled_from(codes),
            "multiple": several,
            "spread": several,
            "quantity": st.integers(-999, 9999),
            "character": TEXTS,
        }
        type_ = "multiple" if kind == "spread" else kind
        asked.append(Asked(type_, codes, kind == "spread", replies(answers[kind])))
    return asked


def field(asked: Asked, answer: object) -> tuple[str, int]:
    """An answer as the standard writes it, and how wide that may be."""
    if asked.type == "single":
        return ("" if answer is None else str(answer)), 2
    if asked.type == "multiple" and asked.spread:
        width = 2 * len(asked.codes)
        codes = list(answer) if isinstance(answer, list) else []
        padded = [*codes, *[0] * (len(asked.codes) - len(codes))]
        return ("" if answer is None else "".join(f"{code:02}" for code in padded)), width
    if asked.type == "multiple":
        width = max(asked.codes)
        ticks = "".join("01"[isinstance(answer, list) and code in answer] for code in range(1, width + 1))
        return ("" if answer is None else ticks), width
    return ("" if answer is None else str(answer)), 12


def definition(survey: list[Asked], separated: bool) -> str:
    variables, start = [], 1
    for number, asked in enumerate(survey, 1):
        width = field(asked, None)[1]
        position = f'start="{number}"' if separated else f'start="{start}" finish="{start + width - 1}"'
        start += width
        spread = f'<spread subfields="{len(asked.codes)}" width="2"/>' if asked.spread else ""
        values = "".join(f'<value code="{code}">{escape(f"Option <{code}>")}</value>' for code in asked.codes)
        values = f"<values>{values}</values>" if asked.type in ("single", "multiple") else ""
        size = "<size>12</size>" if asked.type == "character" else ""
        variables.append(
            f"<variable ident={quoteattr(str(number))} type={quoteattr(asked.type)}><name>V{number}</name>"
            f"<label>Question {number}</label><position {position}/>{size}{spread}{values}</variable>"
        )
    record = 'format="csv" skip="1"' if separated else ""
    return f'<sss version="2.0"><survey><record ident="A" {record}>{"".join(variables)}</record></survey></sss>'


def data(survey: list[Asked], separated: bool) -> str:
    replies = [[field(asked, asked.answers[row]) for asked in survey] for row in range(len(survey[0].answers))]
    if not separated:
        return "".join("".join(text.ljust(width) for text, width in reply) + "\n" for reply in replies)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([f"V{number}" for number in range(1, len(survey) + 1)])
    writer.writerows([text for text, _ in reply] for reply in replies)
    return out.getvalue()


@given(surveys(), st.booleans())
def test_what_was_written_as_a_survey_is_read_as_that_survey(survey: list[Asked], separated: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.sss"
        path.write_text(definition(survey, separated), encoding="utf-8")
        path.with_suffix(".csv" if separated else ".asc").write_text(data(survey, separated), "utf-8", newline="")
        table = triple_s.read(path, "s.sss")
    assert len(table.columns) == len(survey)
    for read, asked in zip(table.columns, survey, strict=True):
        expected = [[str(code) for code in answer] if isinstance(answer, list) else answer for answer in asked.answers]
        assert read.cells.to_list() == expected
        if asked.type in ("single", "multiple"):
            assert read.options == tuple(Option(str(code), f"Option <{code}>") for code in asked.codes)
        assert (read.kind is Kind.MULTI) == (asked.type == "multiple")
