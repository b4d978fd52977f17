"""Headers of one, two and three rows, and what each row says of a column."""

import csv
import io

import pytest

from topline.readers.header import Header, Heading, header_of


def read(text: str) -> Header:
    header = header_of([*csv.reader(io.StringIO(text))])
    assert header is not None
    return header


def test_surveymonkey_says_question_and_part() -> None:
    header = read("Respondent ID,Own?,,Age\n,Car,Other (please specify),Response\n1,Car,,18\n")
    assert header.platform == "SurveyMonkey"
    assert header.first_reply == 2
    assert header.headings[1] == Heading("Own? - Car", "Own? - Car", "Own?", "Car")
    assert header.headings[2].question == "Own?"
    assert header.headings[3] == Heading("Age", "Age", "Age")


@pytest.mark.parametrize("made_up", ["Unnamed: 2", "column3", "...3", "X.1", "__EMPTY_1"])
def test_names_that_other_programs_give_nameless_columns(made_up: str) -> None:
    header = read(f"Respondent ID,Own?,{made_up},Age\n,Car,Bike,Response\n1,Car,,18\n")
    assert [heading.question for heading in header.headings[1:3]] == ["Own?", "Own?"]


def test_qualtrics_says_tag_and_import_id() -> None:
    ids = [
        '{"ImportId":"startDate","timeZone":"UTC"}',
        '{"ImportId":"QID5","choiceId":"3"}',
        '{"ImportId":"QID6_TEXT"}',
    ]
    rows = [["StartDate", "Q5_3", "Q6"], ["Start Date", "Own? - Selected Choice - Car", "Why?"], ids, ["a", "b", "c"]]
    header = header_of(rows)
    assert header is not None
    assert header.platform == "Qualtrics"
    assert header.first_reply == 3
    assert [heading.import_id for heading in header.headings] == ["startDate", "QID5_3", "QID6_TEXT"]
    assert header.headings[1] == Heading("Q5_3", "Own? - Car", tag="Q5_3", import_id="QID5_3")


@pytest.mark.parametrize(
    "text",
    [
        "V1,V2,Q1\nResponseID,ResponseSet,How old are you?\nR_1,Default,18\n",
        "StartDate,EndDate,Q1\nStart Date,End Date,How old are you?\n2024-01-01,2024-01-01,18\n",
    ],
)
def test_qualtrics_in_two_rows(text: str) -> None:
    header = read(text)
    assert (header.platform, header.first_reply) == ("Qualtrics", 2)
    assert header.headings[2].text == "How old are you?"


def test_names_over_questions() -> None:
    replies = "".join(f"{n},{'Male' if n % 2 else 'Female'},{'Python' if n % 3 else ''},word {n}\n" for n in range(12))
    header = read(
        "id,Q1,Q2_Part_1,Q3\nThe id,What is your gender?,What do you use? (Select all) - Python,Anything else?\n"
        + replies
    )
    assert header.first_reply == 2
    assert header.headings[1].tag == "Q1"
    assert header.headings[1].text == "What is your gender?"


def test_a_name_in_words_among_names_over_questions() -> None:
    replies = "".join(f"{n},{'Male' if n % 2 else 'Female'},{'Python' if n % 3 else ''},word {n}\n" for n in range(12))
    header = read(
        "Time from Start to Finish (seconds),Q1,Q2_Part_1,Q3\n"
        "Duration (in seconds),What is your gender?,What do you use? (Select all) - Python,Anything else?\n" + replies
    )
    assert header.first_reply == 2
    assert header.headings[0].text == "Duration (in seconds)"


@pytest.mark.parametrize("first", ["0,Male,Python", "0,Male,I use nothing of that", "0,I would rather not say,Python"])
def test_a_first_reply_is_no_second_header(first: str) -> None:
    replies = "".join(f"{n},{'Male' if n % 2 else 'Female'},{'Python' if n % 3 else 'R'}\n" for n in range(12))
    assert read(f"id,Q1,Q2\n{first}\n{replies}").first_reply == 1


def test_options_that_head_their_own_columns_are_a_header() -> None:
    header = read("#,Car,Bike\na1,Car,\na2,,Bike\na3,Car,Bike\na4,Car,Bike\n")
    assert header.first_reply == 1
    assert [heading.header for heading in header.headings] == ["#", "Car", "Bike"]


def test_questions_over_their_options_whatever_wrote_them() -> None:
    header = read(
        ",What do you use?,,,How often is it?,,\n"
        "#,Car,Bike,Other,by day,by night,Where do you live?\n"
        "a1,Car,,,Often,Never,Rome\na2,,Bike,a boat,Never,Often,Bonn\na3,Car,Bike,,Often,Often,Rome\n"
    )
    assert header.first_reply == 2
    assert [heading.question for heading in header.headings] == [
        "",
        *["What do you use?"] * 3,
        *["How often is it?"] * 2,
        "",
    ]
    assert header.headings[2].part == "Bike"
    assert header.headings[6].text == "Where do you live?"


def test_a_reply_below_blank_headers_is_no_row_of_options() -> None:
    header = read("Name,,,\na1,Often,Never,Often\na2,Never,Often,Never\na3,Often,Often,Often\na4,Never,Never,Often\n")
    assert header.first_reply == 1
