"""Small files as survey tools write them, in each of which one thing is easily misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.readers import open_source
from topline.survey import Kind, MissingKind, Role, Survey, ToplineError


def survey_of(tmp_path: Path, *rows: str) -> Survey:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return open_source(path).survey


MONKEY = "Respondent ID,Collector ID,Start Date,End Date"


def test_one_answer_over_columns_of_which_the_last_has_own_words(tmp_path: Path) -> None:
    """SurveyMonkey: nobody has two of Male, Female and Other, whatever Other says."""
    said = ["Male,,", ",Female,", ",,Diverse", ",Female,"] * 6
    rows = (f"{100 + at},1,03/14/2024 10:00,03/14/2024 10:05,{cells}" for at, cells in enumerate(said))
    survey = survey_of(tmp_path, f"{MONKEY},What is your gender?,,", ",,,,Male,Female,Other (please specify)", *rows)
    gender = survey["what_is_your_gender"]
    assert gender.kind is Kind.SINGLE
    assert [option.label for option in gender.options] == ["Male", "Female", "Other (please specify)"]
    assert gender.answered == 24


def test_a_block_of_contact_information(tmp_path: Path) -> None:
    """SurveyMonkey: who a person is stays masked, and a town that all live in is no answer that was picked."""
    rows = (f"{100 + at},1,03/14/2024 10:00,03/14/2024 10:05,Ann {at},Acme,Berlin,a{at}@x.org,Good" for at in range(9))
    heads = (f"{MONKEY},Please tell us about you,,,,How was it?", ",,,,Name,Company,City/Town,Email Address,Response")
    survey = survey_of(tmp_path, *heads, *rows)
    personal = [question.text for question in survey if question.role is Role.PERSONAL]
    assert len(personal) == 2
    assert "Name" in personal[0]
    assert "Email Address" in personal[1]
    assert Kind.MULTI not in {question.kind for question in survey}


def test_an_array_of_numbers(tmp_path: Path) -> None:
    """LimeSurvey: rows and columns are named by their texts, not by their codes."""
    heads = [f"q9[SY{row}_SX{at}]. Minutes spent [{name}][{tool}]" for row, name in ((1, "Morning"), (2, "Evening"))
             for at, tool in ((1, "TV"), (2, "Radio"))]  # fmt: skip
    rows = (f"{at},2024-06-01 11:22:33,3,en,{at * 7},{at % 3}0,{at % 4}0,{at % 3}0,{at % 2}0" for at in range(1, 20))
    lead = "id. Response ID,submitdate. Date submitted,lastpage. Last page,startlanguage. Start language,seed. Seed"
    survey = survey_of(tmp_path, ",".join([lead, *heads]), *rows)
    assert [(q.grid, q.label) for q in survey if q.grid] == [
        ("Minutes spent [TV]", "Morning"),
        ("Minutes spent [Radio]", "Morning"),
        ("Minutes spent [TV]", "Evening"),
        ("Minutes spent [Radio]", "Evening"),
    ]


def test_columns_without_a_question_are_named_after_what_they_share(tmp_path: Path) -> None:
    cells = ["1,0,1", "0,0,1", "1,1,0", "0,1,0"] * 5
    survey = survey_of(tmp_path, "region,brand_Nike,brand_Adidas,brand_Puma", *(f"North,{said}" for said in cells))
    assert survey["brand"].kind is Kind.MULTI
    assert survey["brand"].text == "brand"
    assert [option.label for option in survey["brand"].options] == ["Nike", "Adidas", "Puma"]


def test_how_often_in_periods_is_a_scale(tmp_path: Path) -> None:
    said = ["Weekly", "Never", "Daily", "Less than monthly", "Monthly"] * 4
    survey = survey_of(tmp_path, "id,How often?", *(f"{at},{word}" for at, word in enumerate(said)))
    often = survey["how_often"]
    assert often.kind is Kind.SCALE
    assert [option.label for option in often.options] == ["Never", "Less than monthly", "Monthly", "Weekly", "Daily"]


def test_a_blank_of_qualtrics_where_unanswered_questions_are_told(tmp_path: Path) -> None:
    """Who saw a question and gave no answer has -99; then whoever has nothing never saw it."""
    heads = ("StartDate,ResponseId,Q1", "Start Date,Response ID,Cheap?")
    ids = '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"'
    rows = [f"2024-01-0{1 + at % 9} 10:00:00,R_{at:015},{said}" for at, said in enumerate(["Yes", "No", "-99", ""] * 4)]
    survey = survey_of(tmp_path, *heads, ids, *rows)
    assert survey["Q1"].blank is MissingKind.NOT_ASKED
    assert survey["Q1"].answered == 8
    told = survey_of(tmp_path, *heads, ids, *(row.replace("-99", "Yes") for row in rows))
    assert told["Q1"].blank is MissingKind.NO_ANSWER


def test_answers_with_commas_joined_by_bare_ones(tmp_path: Path) -> None:
    """Qualtrics writes no space behind the commas that join; the commas of an option have one."""
    said = [
        "Phone,Laptop",
        "Tablet, big or small,Laptop",
        "Phone",
        "Tablet, big or small",
        "Phone,Other, please",
    ] * 12
    rows = (f'{at},"{cell}"' for at, cell in enumerate(said))
    survey = survey_of(tmp_path, "id,Which do you use? (Select all that apply)", *rows)
    asked = next(question for question in survey if question.kind is Kind.MULTI)
    assert {option.label for option in asked.options} == {"Phone", "Laptop", "Tablet, big or small", "Other, please"}


def test_long_numbers_that_tell_who_a_person_is_stay_personal(tmp_path: Path) -> None:
    rows = (f"{at},{6_926_756_000 + 37 * at},{14_064_000 + 977 * at}" for at in range(40))
    survey = survey_of(tmp_path, "id,Phone number,turnover2023", *rows)
    assert survey["phone_number"].role is Role.PERSONAL
    assert (survey["turnover2023"].kind, survey["turnover2023"].role) == (Kind.NUMERIC, None)


def test_negative_answers_of_many_kinds_are_answers(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, "id,delta", *(f"{at},{(-3, -2, -1, 1, 2, 3, 4, 5, 6)[at % 9]}" for at in range(90)))
    assert survey["delta"].answered == 90


def test_a_code_for_no_answer_among_very_many_numbers(tmp_path: Path) -> None:
    rows = (f"{at},{-99 if at % 10 == 0 else 1000 + 7 * at}" for at in range(3000))
    income = survey_of(tmp_path, "id,household income", *rows)["household_income"]
    assert [option.code for option in income.missing] == ["-99"]
    assert income.answered == 2700


def test_who_ticks_everything_ranks_nothing(tmp_path: Path) -> None:
    said = ["A;B;C"] * 96 + ["A;B", "A"] * 2
    survey = survey_of(tmp_path, "id,I agree to", *(f"{at},{cell}" for at, cell in enumerate(said)))
    assert survey["i_agree_to"].kind is Kind.MULTI


def test_codes_of_departments_are_no_points(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, "id,department", *(f"{at},{1 + at % 10}" for at in range(100)))
    assert survey["department"].kind is not Kind.SCALE


def test_options_that_hold_commas_split_cells_where_only_the_survey_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "export.topline.toml").write_text('[question.why]\noptions = ["Good, cheap", "Near", "Open late"]\n')
    said = ["Good, cheap, Near", "Near, Open late", '"Good, cheap"', "Near"] * 10
    rows = (f'{at},"{cell.strip(chr(34))}"' for at, cell in enumerate(said))
    why = survey_of(tmp_path, "id,why", *rows)["why"]
    assert why.kind is Kind.MULTI
    assert [option.code for option in why.options] == ["Good, cheap", "Near", "Open late"]


def test_files_of_the_same_content_are_called_as_each_is(tmp_path: Path) -> None:
    content = "id,mood\n" + "\n".join(f"{at},{'good' if at % 2 else 'bad'}" for at in range(30))
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_text(content, "utf-8")
    assert [open_source(tmp_path / name).survey.title for name in ("first.csv", "second.csv")] == ["first", "second"]


def test_a_kind_that_columns_of_options_cannot_have_is_refused(tmp_path: Path) -> None:
    told = tmp_path / "export.topline.toml"
    rows = [f"North,{cells}" for cells in ["1,0,1", "0,0,1", "1,1,0", "0,1,0"] * 5]
    told.write_text('[question.brand]\nkind = "scale"\n')
    with pytest.raises(ToplineError, match=r"line 2: 'brand' is put together from columns of options"):
        survey_of(tmp_path, "region,brand_Nike,brand_Adidas,brand_Puma", *rows)
    told.write_text('[question.brand]\nkind = "single"\n')
    brand = survey_of(tmp_path, "region,brand_Nike,brand_Adidas,brand_Puma", *rows)["brand"]
    assert (brand.kind, [option.label for option in brand.options]) == (Kind.SINGLE, ["Nike", "Adidas", "Puma"])
    assert brand.answered == 20


def test_options_in_parentheses_behind_one_question(tmp_path: Path) -> None:
    cells = ["TV,,Web", ",Radio,", "TV,Radio,", ",,"] * 6
    heads = ",".join(f"Q5: Which of these? ({medium})" for medium in ("TV", "Radio", "Web"))
    survey = survey_of(
        tmp_path, f"region,{heads},Age (years)", *(f"North,{said},{20 + at}" for at, said in enumerate(cells))
    )
    media = next(question for question in survey if question.kind is Kind.MULTI)
    assert (media.text, [option.label for option in media.options]) == ("Q5: Which of these?", ["TV", "Radio", "Web"])
    assert media.answered == 18
    assert survey["age_years"].kind is Kind.NUMERIC
