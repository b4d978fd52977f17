"""Which survey tool wrote a table, and what it writes that is no answer."""

from collections.abc import Callable, Sequence

import pytest

from topline.readers.groups import Found
from topline.survey import MissingKind, Role

FoundIn = Callable[[str | Sequence[Sequence[str]]], Found]

HEADERS = {
    "SurveyMonkey": "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Age",
    "Qualtrics": "StartDate,EndDate,Status,IPAddress,Progress,Finished,RecordedDate,ResponseId,RecipientEmail,Q1",
    "LimeSurvey": "id,submitdate,lastpage,startlanguage,seed,ipaddr,Q1,interviewtime",
    "REDCap": "record_id,redcap_event_name,age,form_complete",
    "KoboToolbox": "start,end,age,_id,_uuid,_submission_time,_validation_status,_notes,_status,_submitted_by",
    "ODK": "SubmissionDate,meta-instanceID,age,KEY",
    "Typeform": "#,How old are you?,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags",
    "Google Forms": "Timestamp,Email Address,How old are you?",
    "Microsoft Forms": "ID,Start time,Completion time,Email,Name,How old are you?",
    "Alchemer": "Response ID,Time Started,Date Submitted,Status,IP Address,Car:Which of these do you own?",
    "Stack Overflow": "ResponseId,MainBranch,Employment,LanguageHaveWorkedWith",
    "panel": "id,q0001,q0002,q0004_0001,q0004_0002",
    "": "id,Age,Gender,Weight,Name,Start time",
}
PERSONAL = {
    "SurveyMonkey": ["IP Address", "Email Address", "First Name"],
    "Qualtrics": ["IPAddress", "RecipientEmail"],
    "LimeSurvey": ["ipaddr"],
    "KoboToolbox": ["_submitted_by"],
    "Typeform": ["Network ID"],
    "Google Forms": ["Email Address"],
    "Microsoft Forms": ["Email", "Name"],
    "Alchemer": ["IP Address"],
}


@pytest.mark.parametrize("platform", HEADERS)
def test_platforms_are_told_by_their_own_columns(found_in: FoundIn, platform: str) -> None:
    names = HEADERS[platform].split(",")
    rows = [[f"r{row}c{place}" for place in range(len(names))] for row in range(4)]
    found = found_in([names, *rows])
    assert found.platform == found.conventions.platform == platform
    roles = found.conventions.roles
    assert [names[place] for place, role in roles if role is Role.PERSONAL] == PERSONAL.get(platform, [])
    assert len([role for _, role in roles if role is Role.ID]) <= 1


@pytest.mark.parametrize(
    ("platform", "cell", "kind"),
    [
        ("Qualtrics", "-99", MissingKind.NO_ANSWER),
        ("LimeSurvey", "N/A", MissingKind.NOT_ASKED),
        ("panel", "NA", MissingKind.NOT_ASKED),
    ],
)
def test_cells_that_say_why_there_is_no_answer(found_in: FoundIn, platform: str, cell: str, kind: MissingKind) -> None:
    names = HEADERS[platform].split(",")
    assert found_in([names, ["1"] * len(names)]).conventions.apart == ((cell, kind),)


def test_previews_and_spam_are_no_replies(found_in: FoundIn) -> None:
    conventions = found_in([HEADERS["Qualtrics"].split(","), ["1"] * 10]).conventions
    (rule,) = conventions.no_replies
    assert rule.column == 2
    assert {"survey preview", "spam", "1"} <= rule.cells
    assert not {"ip address", "0", "imported"} & rule.cells


def test_only_the_platforms_own_times_are_dropped(found_in: FoundIn) -> None:
    names = ["id", "submitdate", "lastpage", "startlanguage", "interviewtime", "groupTime.7", "G1Q1Time", "Lunchtime"]
    dropped = found_in([names, ["1"] * 8]).conventions.dropped
    assert [names[place] for place, _ in dropped] == ["interviewtime", "groupTime.7", "G1Q1Time"]


def test_what_qualtrics_measures_of_a_page_is_no_question(found_in: FoundIn) -> None:
    qualtrics = "StartDate,EndDate,Finished,ResponseId,Q1,Q1_t_First Click,Q1_t_Click Count\n"
    found = found_in(qualtrics + "2021-01-01,2021-01-01,True,R_1,Yes,1.5,3\n" * 4)
    assert [place for place, _ in found.conventions.dropped] == [5, 6]


def test_an_empty_table_has_no_questions(found_in: FoundIn) -> None:
    assert found_in("q1_1,q1_2,Q - A,Q - B,x [1],x [2]\n").groups == ()
