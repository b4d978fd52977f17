"""Data dictionaries beside a CSV of replies, one of each tool.

The files are made here: REDCap's, Qualtrics' and Stack Overflow's after published ones; the XLSForm, the LimeSurvey
and the handwritten ones from what is known of these formats, so that real files may hold more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from topline.survey import Kind, Question, Role, Survey

Opened = Callable[..., Survey]
Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]


def labels(question: Question) -> list[str]:
    return [option.label for option in question.options]


REDCAP = (
    '\ufeff"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR '
    'Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Identifier?","Branching Logic (Show '
    'field only if...)","Matrix Group Name","Matrix Ranking?"\n'
    "subject,base,,text,Subject number,,,,,,,\n"
    "intro,base,,descriptive,Welcome,,,,,,,\n"
    'sex,base,,radio,"<b>Sex</b>","1, Female | 2, Male, or so | 9, Other",,,,,,\n'
    "email,base,,text,E-mail,,,email,y,,,\n"
    'pets,base,,checkbox,Which pets?,"1, Cat | -2, Dog | A b, Fish",,,,"[sex] = \'1\'",,\n'
    'calm,mood,How do you feel?,radio,Calm,"0, Never | 1, Often",,,,,feel,\n'
    'glad,mood,,radio,Glad,"0, Never | 1, Often",,,,,feel,\n'
    "visits,mood,,text,Visits,,,integer,,,,\n"
    "more,mood,,notes,Anything else?,,,,,,,\n"
)
REDCAP_DATA = (
    "subject,sex,email,pets___1,pets____2,pets___a_b,base_complete,calm,glad,visits,more\n"
    "001,1,a@b.org,1,0,0,2,0,1,3,\n002,2,c@d.org,0,0,0,2,1,,2,Nothing more to say than this\n003,1,,1,1,0,0,,,4,\n"
)


def test_redcap(opened: Opened) -> None:
    survey = opened(REDCAP_DATA, REDCAP, "project_DataDictionary.csv")
    assert survey["subject"].role is Role.ID
    assert labels(survey["sex"]) == ["Female", "Male, or so", "Other"]
    assert survey["sex"].text == "Sex"
    assert survey["email"].role is Role.PERSONAL
    assert survey["pets"].kind is Kind.MULTI
    assert labels(survey["pets"]) == ["Cat", "Dog", "Fish"]
    assert survey["pets"].rule.endswith("asked of: [sex] = '1'")
    assert {survey["calm"].grid, survey["glad"].grid} == {"How do you feel?"}
    assert survey["calm"].label == "Calm"
    assert labels(survey["glad"]) == ["Never", "Often"]
    assert survey["visits"].kind is Kind.NUMERIC
    assert survey["more"].kind is Kind.OPEN
    assert labels(survey["base_complete"]) == ["Incomplete", "Unverified", "Complete"]
    assert "the data dictionary project_DataDictionary.csv says so" in survey["visits"].rule
    assert survey.warnings[-1].startswith("project_DataDictionary.csv describes 11 of 11 columns")


def test_redcap_as_its_api_writes_it_beside_an_export_of_labels(opened: Opened) -> None:
    dictionary = (
        "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,identifier\n"
        'id,a,,text,Record ID,,\nsex,a,,radio,Sex,"1, Female | 2, Male | 9, Other",\n'
        'pets,a,,checkbox,Pets?,"1, Cat | 2, Dog",\n'
    )
    replies = (
        "Record ID,Sex,Pets? (choice=Cat),Pets? (choice=Dog)\n"
        "1,Male,Checked,Unchecked\n2,Female,Unchecked,Unchecked\n3,Male,Checked,Checked\n"
    )
    survey = opened(replies, dictionary, "meta.csv")
    assert [option.code for option in survey["Sex"].options] == ["Female", "Male", "Other"]  # in the codebook's order
    assert survey["pets"].answered == 3
    assert labels(survey["pets"]) == ["Cat", "Dog"]


def test_stack_overflow_with_types(opened: Opened) -> None:
    schema = (
        "qid,qname,question,force_resp,type,selector\n"
        "QID1,MainBranch,Which describes you?,TRUE,MC,SAVR\nQID2,LearnCode,How did you learn?,FALSE,MC,MAVR\n"
        "QID3,Language,Which languages?,FALSE,Matrix,Likert\nQID4,Intro,Hello,FALSE,DB,TB\n"
    )
    replies = (
        "ResponseId,MainBranch,LearnCode,LanguageHaveWorkedWith\n1,A developer,Books;School,C;Rust\n"
        "2,A student,School,C\n3,A developer,Books,Rust;C\n4,A developer,Books;Online,C;Go\n"
    )
    survey = opened(replies, schema, "survey_results_schema.csv")
    assert survey["MainBranch"].text == "Which describes you?"
    assert survey["LanguageHaveWorkedWith"].text == "Which languages? - Have Worked With"
    assert survey["LanguageHaveWorkedWith"].kind is Kind.MULTI
    assert survey["LearnCode"].kind is Kind.MULTI


def test_stack_overflow_of_old(opened: Opened) -> None:
    schema = "Column,QuestionText\nRespondent,Randomized respondent ID\nHobbyist,Do you code as a hobby?\n"
    survey = opened("Respondent,Hobbyist\n1,Yes\n2,No\n3,Yes\n", schema, "schema.csv")
    assert survey["Hobbyist"].text == "Do you code as a hobby?"


SURVEY_SHEET = [
    ["type", "name", "label::English (en)", "relevant", "appearance"],
    ["start", "start", "", "", ""],
    ["begin_group", "home", "Your home", "", ""],
    ["select_one yes_no", "owner", "Do you own it?", "", ""],
    ["select_multiple source", "aware", "How did you hear of us?", "${owner} = '1'", ""],
    ["end_group", "", "", "", ""],
    ["begin_group", "rate", "Rate these", "", "table-list"],
    ["select_one rating", "price", "Price", "", ""],
    ["select_one rating", "staff", "Staff", "", ""],
    ["end group", "", "", "", ""],
    ["note", "thanks", "Thank you", "", ""],
    ["integer", "people", "People at home", "", ""],
]
CHOICES_SHEET = [
    ["list_name", "name", "label::English (en)"],
    ["yes_no", 1, "Yes"],
    ["yes_no", 0, "No"],
    ["source", "tv", "Television"],
    ["source", "friend", "A friend"],
    ["source", "paper", "A newspaper"],
    ["rating", 1, "Bad"],
    ["rating", 2, "Good"],
]


def test_an_xlsform(opened: Opened, workbook: Workbook) -> None:
    replies = (
        "start;home/owner;home/aware;rate/price;rate/staff;people;_id\n"
        "2026-01-01T10:00:00;1;tv friend;1;2;3;1\n2026-01-02T10:00:00;0;;2;2;4;2\n2026-01-03T10:00:00;1;tv;2;1;3;3\n"
    )
    survey = opened(replies, workbook({"survey": SURVEY_SHEET, "choices": CHOICES_SHEET}), "form.xlsx")
    owner, aware = survey.find("Do you own it?"), survey.find("How did you hear of us?")
    assert [(option.code, option.label) for option in owner.options] == [("1", "Yes"), ("0", "No")]
    assert aware.kind is Kind.MULTI
    assert labels(aware) == ["Television", "A friend", "A newspaper"]
    assert aware.answered == 2
    assert aware.rule.endswith("asked of: ${owner} = '1'")
    assert [question.label for question in survey if question.grid == "Rate these"] == ["Price", "Staff"]
    assert survey["people"].kind is Kind.NUMERIC


def test_an_xlsform_beside_a_column_for_each_choice(opened: Opened, workbook: Workbook) -> None:
    replies = "home/owner,home/aware/tv,home/aware/friend,home/aware/paper,people\n1,1,0,0,2\n0,,,,3\n1,1,1,0,4\n"
    survey = opened(replies, workbook({"survey": SURVEY_SHEET, "choices": CHOICES_SHEET}), "form.xlsx")
    assert labels(survey["aware"]) == ["Television", "A friend", "A newspaper"]
    assert survey["aware"].answered == 2


def qsf(*questions: dict[str, object]) -> str:
    elements: list[dict[str, object]] = [
        {"Element": "BL", "Payload": [{"Type": "Trash", "BlockElements": [{"QuestionID": "QID99"}]}]}
    ]
    elements += [{"Element": "SQ", "PrimaryAttribute": said["QuestionID"], "Payload": said} for said in questions]
    return json.dumps({"SurveyEntry": {"SurveyName": "A survey"}, "SurveyElements": elements})


def choices(*texts: str) -> dict[str, object]:
    return {str(number): {"Display": text} for number, text in enumerate(texts, 1)}


QSF = qsf(
    {"QuestionID": "QID99", "DataExportTag": "Q0", "QuestionType": "MC", "QuestionText": "Thrown away"},
    {"QuestionID": "QID14", "DataExportTag": "Q14", "QuestionType": "DB", "QuestionText": "Welcome"},
    {
        "QuestionID": "QID1", "DataExportTag": "Q1", "QuestionType": "MC", "Selector": "SAVR",
        "QuestionText": "<p>How often?</p>", "Choices": choices("Never", "Often", "Now and then"),
        "ChoiceOrder": ["1", 3, "2"], "RecodeValues": {"1": "10", "2": "30", "3": "20"},
    },
    {
        "QuestionID": "QID4", "DataExportTag": "Q4", "QuestionType": "MC", "Selector": "MAVR",
        "QuestionText": "Which?", "ChoiceOrder": ["1", "2", "3"],
        "Choices": {**choices("Red, or pink", "Blue"), "3": {"Display": "Other", "TextEntry": "true"}},
    },
    {
        "QuestionID": "QID5", "DataExportTag": "Q5", "QuestionType": "Matrix", "Selector": "Likert",
        "SubSelector": "SingleAnswer", "QuestionText": "Rate", "Choices": choices("Price", "Staff"),
        "ChoiceOrder": ["2", "1"], "Answers": choices("Bad", "Good"), "AnswerOrder": [1, 2],
        "ChoiceDataExportTags": False, "RecodeValues": {"1": "-1", "2": "1"},
    },
    {
        "QuestionID": "QID7", "DataExportTag": "Q7", "QuestionType": "TE", "Selector": "ML", "QuestionText": "Why?",
        "Validation": {"Settings": {"Type": "None"}},
    },
    {
        "QuestionID": "QID15", "DataExportTag": "Q15", "QuestionType": "MC", "Selector": "NPS",
        "QuestionText": "Recommend?", "Choices": [{"Display": str(point)} for point in range(11)],
    },
    {
        "QuestionID": "QID10", "DataExportTag": "Q10", "QuestionType": "RO", "Selector": "DND",
        "QuestionText": "Put in order", "Choices": choices("A", "B"),
    },
)  # fmt: skip


def test_qualtrics_beside_an_export_of_numbers(opened: Opened) -> None:
    replies = (
        "ResponseId,Q1,Q4_1,Q4_2,Q4_3,Q4_3_TEXT,Q5_2,Q5_1,Q7,Q15,Q10_1,Q10_2\n"
        "R_1,10,1,,,,1,-1,Because I say so,9,1,2\nR_2,20,,1,1,grey,1,1,,10,2,1\nR_3,10,1,1,,,-1,1,It is so,0,1,2\n"
    )
    survey = opened(replies, QSF, "A_survey.qsf")
    assert survey.title == "A survey"
    assert survey["Q1"].text == "How often?"
    assert [option.code for option in survey["Q1"].options] == ["10", "20", "30"]
    assert labels(survey["Q1"]) == ["Never", "Now and then", "Often"]
    assert labels(survey["Q4"]) == ["Red, or pink", "Blue", "Other"]
    assert survey["Q4_3_TEXT"].text == "Which? - Other - Text"
    assert [question.label for question in survey if question.grid == "Rate"] == ["Staff", "Price"]
    assert labels(survey["Q5_1"]) == ["Bad", "Good"]
    assert survey["Q7"].kind is Kind.OPEN
    assert len(survey["Q15"].options) == 11
    assert {survey["Q10_1"].grid, survey["Q10_2"].grid} == {"Put in order"}


def test_qualtrics_beside_an_export_of_labels_that_hold_commas(opened: Opened) -> None:
    replies = 'Q1,Q4,Q7\nOften,"Red, or pink,Blue",x\nNever,"Blue,a colour of my own",y\nOften,"Red, or pink",z\n'
    survey = opened(replies, QSF, "A_survey.qsf")
    assert [option.code for option in survey["Q1"].options] == ["Never", "Now and then", "Often"]
    assert survey["Q4"].kind is Kind.MULTI
    assert labels(survey["Q4"]) == ["Red, or pink", "Blue", "Other", "a colour of my own"]


LSS = """<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<languages><language>en</language><language>de</language></languages>
<answers><rows>
<row><qid>1</qid><aid>1</aid><code>A2</code><sortorder>2</sortorder></row>
<row><qid>1</qid><aid>2</aid><code>A1</code><sortorder>1</sortorder></row>
<row><qid>3</qid><aid>3</aid><code>1</code><sortorder>1</sortorder></row>
<row><qid>3</qid><aid>4</aid><code>2</code><sortorder>2</sortorder></row></rows></answers>
<answer_l10ns><rows>
<row><aid>1</aid><answer><![CDATA[Often]]></answer><language>en</language></row>
<row><aid>1</aid><answer>Oft</answer><language>de</language></row>
<row><aid>2</aid><answer>Never</answer><language>en</language></row>
<row><aid>3</aid><answer>Bad</answer><language>en</language></row>
<row><aid>4</aid><answer>Good</answer><language>en</language></row></rows></answer_l10ns>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>L</type><title>freq</title><question_order>1</question_order>
<relevance>1</relevance></row>
<row><qid>2</qid><parent_qid>0</parent_qid><gid>1</gid><type>M</type><title>pets</title><question_order>2</question_order>
<relevance><![CDATA[((freq.NAOK == "A1"))]]></relevance></row>
<row><qid>3</qid><parent_qid>0</parent_qid><gid>1</gid><type>F</type><title>rate</title></row>
<row><qid>4</qid><parent_qid>0</parent_qid><gid>1</gid><type>X</type><title>hello</title></row></rows></questions>
<subquestions><rows>
<row><qid>21</qid><parent_qid>2</parent_qid><title>SQ001</title><question_order>1</question_order></row>
<row><qid>22</qid><parent_qid>2</parent_qid><title>SQ002</title><question_order>2</question_order></row>
<row><qid>31</qid><parent_qid>3</parent_qid><title>P</title><question_order>1</question_order></row>
<row><qid>32</qid><parent_qid>3</parent_qid><title>S</title><question_order>2</question_order></row></rows></subquestions>
<question_l10ns><rows>
<row><qid>1</qid><question><![CDATA[<p>How often?</p>]]></question><language>en</language></row>
<row><qid>2</qid><question>Which pets?</question><language>en</language></row>
<row><qid>3</qid><question>Rate these</question><language>en</language></row>
<row><qid>21</qid><question>Cat</question><language>en</language></row>
<row><qid>22</qid><question>Dog</question><language>en</language></row>
<row><qid>31</qid><question>Price</question><language>en</language></row>
<row><qid>32</qid><question>Staff</question><language>en</language></row></rows></question_l10ns>
</document>"""


def test_limesurvey(opened: Opened) -> None:
    replies = "id,freq,pets[SQ001],pets[SQ002],rate[P],rate[S]\n1,A1,Y,,1,2\n2,A2,,Y,2,2\n3,A1,Y,Y,1,1\n"
    survey = opened(replies, LSS, "limesurvey_survey_1.lss")
    assert survey["freq"].text == "How often?"
    assert [(option.code, option.label) for option in survey["freq"].options] == [("A1", "Never"), ("A2", "Often")]
    assert labels(survey["pets"]) == ["Cat", "Dog"]
    assert survey["pets"].rule.endswith('asked of: ((freq.NAOK == "A1"))')
    assert [question.label for question in survey if question.grid == "Rate these"] == ["Price", "Staff"]


def test_quantipy(opened: Opened) -> None:
    said = {
        "lib": {"default text": "en-GB", "values": {"q5": [{"text": {"en-GB": "No"}, "value": 1}]}},
        "columns": {
            "q1": {"type": "single", "text": {"de-DE": "Wo?", "en-GB": "Where?"}, "values": [
                {"text": {"en-GB": "Here"}, "value": 2}, {"text": {"en-GB": "There"}, "value": 1}]},
            "q2": {"type": "delimited set", "text": {"en-GB": "Which?"}, "values": [
                {"text": {"en-GB": "Red"}, "value": 1}, {"text": {"en-GB": "Blue"}, "value": 12}]},
            "q5": {"type": "single", "text": {"en-GB": "Really?"}, "values": "lib@values@q5"},
            "age": {"type": "int", "text": {"en-GB": "Age"}},
        },
    }  # fmt: skip
    survey = opened("q1,q2,q5,age\n2.0,1;12;,1,30\n1.0,12;,,31\n,1;,1,30\n", json.dumps(said), "replies.json")
    assert [(option.code, option.label) for option in survey["q1"].options] == [("2", "Here"), ("1", "There")]
    assert (survey["q1"].text, survey["q1"].answered) == ("Where?", 2)
    assert labels(survey["q2"]) == ["Red", "Blue"]
    assert survey["q2"].kind is Kind.MULTI
    assert labels(survey["q5"]) == ["No"]
    assert survey["age"].kind is Kind.NUMERIC


@pytest.mark.parametrize(
    "answers",
    [
        "1=Yes; 2=No; -9=Refused",
        "1, Yes | 2, No | -9, Refused",
        '"1: Yes\n2: No\n-9: Refused"',
        '"1=Yes, 2=No, -9=Refused"',
    ],
)
def test_a_dictionary_with_a_row_for_each_variable(opened: Opened, answers: str) -> None:
    if "," in answers and '"' not in answers:
        answers = f'"{answers}"'
    dictionary = f"Variable,Question Text,Values,Missing\nid,Number,,\nagree,Do you agree?,{answers},-9\nwhy,Why?,,\n"
    survey = opened("id,agree,why\n1,1,a b\n2,2,\n3,-9,c\n4,1,d\n", dictionary, "codebook.csv")
    assert labels(survey["agree"]) == ["Yes", "No", "Refused"]
    assert [str(option.missing) for option in survey["agree"].missing] == ["refused"]
    assert survey["agree"].text == "Do you agree?"


def test_a_dictionary_with_a_row_for_each_value(opened: Opened) -> None:
    dictionary = "name;question;value;value label\nid;Number;;\nagree;Do you agree?;1;Yes\n;;2;No\n"
    dictionary += "sex;Sex;1;Male\nsex;Sex;2;Female\n"
    survey = opened("id,agree,sex\n1,1,2\n2,2,1\n3,1,1\n", dictionary, "what it means.txt")
    assert labels(survey["agree"]) == ["Yes", "No"]
    assert labels(survey["sex"]) == ["Male", "Female"]


def test_a_dictionary_in_a_workbook(opened: Opened, workbook: Workbook) -> None:
    rows = [["Column", "Description", "Codes"], ["id", "Number", ""], ["agree", "Do you agree?", "1 = Yes\n2 = No"]]
    content = workbook({"About": [["Made by us"]], "Variables": rows})
    survey = opened("id,agree\n1,1\n2,2\n3,1\n", content, "about the data.xlsx")
    assert labels(survey["agree"]) == ["Yes", "No"]


def test_the_dictionary_of_a_real_survey(shared: Path) -> None:
    from topline.readers.codebooks import codebook_for, overlaid
    from topline.readers.table import read_table

    path = shared / "real" / "quantipy-example-data-a.csv"
    table = read_table(path, path.name)
    codebook = codebook_for(path, [column.header for column in table.columns])
    assert codebook is not None
    laid = {column.header: column for column in overlaid(table, codebook).columns}
    assert (codebook.source, codebook.found, len(codebook.groups)) == ("quantipy-example-data-a.json", 76, 6)
    counts = laid["q2"].cells.explode().drop_nulls().value_counts()
    assert dict(counts.iter_rows())["97"] == 492
    assert dict(laid["locality"].cells.drop_nulls().value_counts().iter_rows())["1"] == 3106
