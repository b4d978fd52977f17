"""What kind of question a column is, and by which rule."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars
import pytest

from topline.readers.columns import TextColumn, read_column
from topline.readers.naming import names_of, readable
from topline.survey import Kind, MissingKind, Question, Role, Storage


def column(header: str, cells: list[str], **said: str) -> Question:
    """The question that a column of text is."""
    text = TextColumn(names_of([header])[0], readable(header), header, 0, polars.Series("c0", cells, polars.String))
    return read_column(text, said).question


def codes(question: Question) -> list[str]:
    return [option.code for option in question.choices]


def labels(question: Question) -> list[str]:
    return [option.label for option in question.choices]


NUMBERS = [str(number) for number in range(20)]


@pytest.mark.parametrize(
    ("header", "cells", "kind", "rule"),
    [
        ("Q1", ["Yes", "No"] * 9, Kind.SINGLE, "2 different answers"),
        ("Q1", [""] * 9, Kind.SINGLE, "nobody answered"),
        ("Q1", ["same"] * 9, Kind.SINGLE, "one answer"),
        ("Q1", NUMBERS * 2, Kind.NUMERIC, "numeric: more than 12 different numbers (20)"),
        ("Q1", ["1", "2", "3"] * 9, Kind.SINGLE, "3 different answers"),
        ("How many seats will they hold?", ["49", "50", "51"], Kind.NUMERIC, "asks for an amount"),
        ("Q1", ["1.5", "2.5"] * 9, Kind.NUMERIC, "behind the point"),
        ("Q1", ["1,250", "2,500", "900"], Kind.NUMERIC, "written as amounts; thousands separators"),
        ("Q1", ["2014", "2015"] * 9, Kind.SINGLE, "2 different answers"),
        ("Q1", ["0001", "0002"] * 9, Kind.SINGLE, "2 different answers"),
        ("Q1", ["2024-06-01", "2024-06-02"], Kind.DATE, "every value is a date"),
        ("Q1", [f"it went {word} well for us" for word in NUMBERS], Kind.OPEN, "20 of 20 answers differ, 6 words"),
        ("Any comments?", ["fine", "good", "bad", "good"], Kind.OPEN, "the header asks for own words"),
        ("Q1", ["A;B", "B", "A", "B;C;"] * 3, Kind.MULTI, 'with ";" between'),
        ("Q1", ["x|y", "x", "y"] * 3, Kind.MULTI, 'with "|" between'),
        ("Q1", ["a\nb", "a", "b"] * 3, Kind.MULTI, "a line end between"),
        ("Q1", ["A, B", "B, C", "A", "C", "A, B, C", "B"], Kind.MULTI, 'with ", " between'),
        ("Q1", ["Agree", "Disagree", "Strongly agree"] * 3, Kind.SCALE, "known words of agreement"),
        ("Would you recommend us?", ["0", "7", "10"] * 3, Kind.SCALE, "0 to 10, and the question asks to recommend"),
        ("Rate the food", ["1", "3", "5"] * 3, Kind.SCALE, "1 to 5, and the question asks to rate"),
        ("Q1", ["1 - Bad", "2", "3 - Good"] * 3, Kind.SCALE, "begins with its point"),
    ],
)
def test_the_rules_one_by_one(header: str, cells: list[str], kind: Kind, rule: str) -> None:
    question = column(header, cells)
    assert question.kind is kind
    assert rule in question.rule


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Respondent ID", ["00001", "00002", "00003"], Role.ID),
        ("ResponseId", [f"R_{number}abcdefghij" for number in range(6)], Role.ID),
        ("e-mail", ["a@b.com", "c@d.org", ""], Role.PERSONAL),
        ("Q9", ["a@b.com", "c@d.org", "e@f.net"], Role.PERSONAL),
        ("IPAddress", ["1.2.3.4"], Role.PERSONAL),
        ("weight", ["0.5", "1.5", "1.0"], Role.WEIGHT),
        ("wgt", ["", "1", "1"], Role.WEIGHT),
        ("finalwt_weight", ["1200.5", "800.25"], Role.WEIGHT),
        ("Timestamp", ["2024-06-01 10:00:00"], Role.REPLIED),
        ("date sent", ["2024-06-01"], Role.SENT),
        ("Status", ["Complete", "Partial"] * 3, Role.STATUS),
        ("Body weight (kg)", ["60.5", "72"], None),
        ("weight", ["-1", "1", "2.5"], None),
        ("Name of your employer", ["A", "B"] * 3, None),
        ("start time", ["10:00:00", "09:12:30"] * 3, None),
        ("Amount paid", ["10", "20", "30", "40", "51"], None),
    ],
)
def test_roles_are_told_by_header_and_values(header: str, cells: list[str], role: Role | None) -> None:
    assert column(header, cells).role is role


def test_long_texts_that_repeat_were_picked() -> None:
    towns = [f"Municipality number {number:02}" for number in range(30)]
    assert column("Where do you live?", towns * 100).kind is Kind.SINGLE
    written = [f"{town} is where I live, since {number}" for number in range(100) for town in towns[:5]]
    assert column("Where do you live?", towns * 20 + written).kind is Kind.OPEN
    assert column("Where do you live?", towns * 2).kind is Kind.OPEN


def test_a_weight_below_zero_is_none_and_says_so() -> None:
    assert "no weight, though named like one: as low as -1" in column("weight", ["-1", "1", "2.5"]).rule


def test_an_id_that_repeats_says_so() -> None:
    assert "though 1 repeat and 1 blank" in column("id", ["1", "2", "3", "3", ""]).rule


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["Agree", "Strongly disagree", "Neither", "Disagree"], ["Strongly disagree", "Disagree", "Neither", "Agree"]),
        (["Zufrieden", "Sehr unzufrieden", "Unzufrieden"], ["Sehr unzufrieden", "Unzufrieden", "Zufrieden"]),
        (["Very keen", "Not at all keen", "Somewhat keen"], ["Not at all keen", "Somewhat keen", "Very keen"]),
        (["> 60", "18-29", "45-60", "30-44"], ["18-29", "30-44", "45-60", "> 60"]),
        (["$150,000+", "$0 - $24,999", "$25,000 - $49,999"], ["$0 - $24,999", "$25,000 - $49,999", "$150,000+"]),
        (["65 and up", "Under 18", "18 to 64"], ["Under 18", "18 to 64", "65 and up"]),
        (["Fairly", "Not at all", "Very", "Not very"], ["Not at all", "Not very", "Fairly", "Very"]),
        (["Good", "Very bad", "Neither", "Very good", "Bad"], ["Very bad", "Bad", "Neither", "Good", "Very good"]),
        (["Fairly easy", "Very hard", "Easy", "Hard"], ["Very hard", "Hard", "Fairly easy", "Easy"]),
        (["Probably", "Definitely not", "Definitely"], ["Definitely not", "Probably", "Definitely"]),
        (["Partly", "Not at all", "Completely", "Mostly"], ["Not at all", "Partly", "Mostly", "Completely"]),
        (["Very good", "Fairly safe", "Very bad"], ["Very good", "Fairly safe", "Very bad"]),
        (["No", "Not sure", "Yes"], ["Yes", "No", "Not sure"]),
        (["10", "9", "1"], ["1", "9", "10"]),
        (["Other", "Bike", "None", "Car"], ["Bike", "Car", "Other", "None"]),
        (["007", "1E5", "0x1F"], ["007", "1E5", "0x1F"]),
    ],
)
def test_options_stand_in_the_order_they_were_offered(cells: list[str], order: list[str]) -> None:
    assert codes(column("Q1", cells * 3)) == order


def test_a_scale_carries_scores() -> None:
    question = column("Q1", ["0 Not likely", "5", "10 Very likely"] * 3)
    assert [option.score for option in question.options] == [0, 5, 10]


def test_points_that_nobody_chose_are_options_of_a_rating() -> None:
    assert len(column("How likely are you to recommend us?", ["0", "7", "10"] * 3).choices) == 11


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ("NA", MissingKind.NOT_ASKED),
        ("N/A", MissingKind.NOT_ASKED),
        ("(blank)", MissingKind.NO_ANSWER),
        ("NULL", MissingKind.NO_ANSWER),
        ("Don't know", None),
        ("None", None),
    ],
)
def test_spellings_of_missing_are_set_apart(spelling: str, kind: MissingKind | None) -> None:
    question = column("Q1", ["A", "B", spelling] * 3)
    assert question.option(spelling).missing is kind
    assert question.answered == (9 if kind is None else 6)


def test_na_beside_country_codes_is_namibia() -> None:
    assert column("Country", ["NA", "DE", "FR", "US", "ES", "IT"] * 3).missing == ()


def test_missing_among_numbers_is_blank_and_told() -> None:
    question = column("Q1", [*NUMBERS, "NA", "NA"])
    assert question.storage is Storage.INTEGER
    assert '2 "NA" as not asked, stored as blank' in question.rule


@pytest.mark.parametrize(
    "cells",
    [
        ["It is good to be honest, kind and loyal.", "It is good to be honest, kind, and loyal."],
        ["No, not at all", "Yes, definitely"],
        ["Never married", "Married, no children", "Married, with children", "Divorced, or separated"],
        ["$25,000 - $49,999", "$50,000 - $99,999", "$0 - $24,999"],
    ],
)
def test_options_with_commas_are_not_taken_apart(cells: list[str]) -> None:
    question = column("Q1", cells * 9)
    assert question.kind is Kind.SINGLE
    assert Counter(codes(question)) == Counter(cells)


def test_white_space_around_answers_is_left_out_and_told() -> None:
    question = column("Q1", ["Yes", " Yes", "Yes\u00a0", "No"])
    assert codes(question) == ["Yes", "No"]
    assert "white space around 2 answers left out" in question.rule


def test_a_stated_kind_decides() -> None:
    question = column("Q1", [f"{number} words of mine" for number in NUMBERS], kind="single")
    assert question.kind is Kind.SINGLE
    assert len(question.options) == 20


def test_labels_are_safe_and_codes_as_stored() -> None:
    question = column("Q1", ["\x1b[31mred", "blue"] * 3)
    assert codes(question) == ["\x1b[31mred", "blue"]
    assert labels(question) == ["\N{SYMBOL FOR ESCAPE}[31mred", "blue"]


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["id", "Gender"], ("id", "Gender")),
        (["How satisfied are you?"], ("how_satisfied_are_you",)),
        (["Age", "age", " AGE ", "Age\u00a0"], ("Age", "age_2", "age_3", "age_4")),
        (["Q1", "Q1", "Q1_2"], ("Q1", "Q1_3", "Q1_2")),
        (["", "-x", "2023", "--help"], ("column_1", "x", "q2023", "help")),
        (["性別 / جنس"], ("性別_جنس",)),
        (["<p><strong>How&nbsp;are</strong> you?</p>"], ("how_are_you",)),
        (["word " * 50], ("word_word_word_word_word_word_word_word",)),
    ],
)
def test_names_can_be_typed_and_are_unique(headers: list[str], names: tuple[str, ...]) -> None:
    assert names_of(headers) == names


def test_a_parquet_column_and_a_csv_column_are_inferred_alike(written: Callable[..., Path]) -> None:
    from topline.readers import open_source

    cells = {"Sex": ["F", "M"] * 20, "Rating": ["Good", "Poor", "Fair", "Good"] * 10}
    frame = polars.DataFrame(cells)
    path = written(b"", "survey.parquet")
    frame.write_parquet(path)
    for question in open_source(path).survey:
        twin = column(question.headers[0], cells[question.headers[0]])
        assert (question.kind, question.options, question.rule) == (twin.kind, twin.options, twin.rule)


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Was communication with your teachers good?", ["1", "3", "5", "4", "2"] * 3, Kind.SCALE),
        ("How stressful was it for you?", ["1", "3", "5"] * 3, Kind.SCALE),
        ("O quanto seu aprendizado foi afetado?", ["1", "4", "10"] * 3, Kind.SCALE),
        ("q5", ["1", "3", "5", "4", "2"] * 3, Kind.SINGLE),
        ("How many children live with you now?", ["0", "1", "2", "3", "4"] * 3, Kind.NUMERIC),
        ("# Devices", ["1", "2", "3", "7"] * 3, Kind.NUMERIC),
        ("Which version of Python do you use?", ["3.7", "3.8", "3.10"] * 3, Kind.SINGLE),
        ("When did you enroll?", ["2017.2", "2018.1", "2018.2"] * 3, Kind.SINGLE),
        ("Age", ["25 - 34", "35 - 44", "75 - 84", "55 - 64", "18 - 24"], Kind.SINGLE),
        ("sometimes_text", ["yes", "it depends", "maybe so"], Kind.OPEN),
        ("ต้องการให้ช่วยเรื่องใด", ["ให้สามารถเข้าถึงการเรียนรู้ได้ง่าย", "คอร์สออนไลน์เรียนฟรีสำหรับทุกคน",
                                 "โปรแกรมสมัยใหม่เสมอและบทความ"], Kind.OPEN),
        ("Zip/Post Code", [str(90_210 + n) for n in range(20)], Kind.OPEN),
        ("How?", ["I use it by hand when I play;I let it run alone", "I use it by hand when I play",
                  "I let it run alone"] * 4, Kind.MULTI),
        ("What was hard?", [*["NA"] * 30, *(f"it was hard for us in case {n}" for n in range(10))], Kind.OPEN),
        ("UserID", [str(n % 15) for n in range(150)], Kind.OPEN),
    ],
)  # fmt: skip
def test_what_other_files_taught(header: str, cells: list[str], kind: Kind) -> None:
    assert column(header, cells).kind is kind


@pytest.mark.parametrize(
    "header",
    ["What is your name?", "2. Full Name:", "Nom &amp; Post-nom /Firstname and Surname", "Your e-mail (optional)",
     "Date of birth", "Adresse IP", "お名前", "E-Mail-Adresse"],
)  # fmt: skip
def test_headers_that_ask_who_a_person_is(header: str) -> None:
    assert column(header, ["a", "b", "c", "d"]).role is Role.PERSONAL


@pytest.mark.parametrize("header", ["Company or organization", "Name the brands you know", "Which names do you like?"])
def test_headers_that_only_speak_of_names(header: str) -> None:
    assert column(header, ["a", "b", "c", "d"]).role is None


def test_codes_of_no_answer_stay_out_of_means() -> None:
    question = column("How many hours do you sleep?", [*map(str, range(3, 17)), "-99", "-99"])
    assert question.kind is Kind.NUMERIC
    assert {option.code: option.missing for option in question.options} == {"-99": MissingKind.NO_ANSWER}


def test_numbers_below_zero_make_such_codes_amounts() -> None:
    question = column("Q1", [*map(str, range(-120, -90)), "5"])
    assert question.options == ()


@pytest.mark.parametrize("header", ["Collector ID", "collector_id", "villageId"])
def test_numbers_that_name_a_thing_are_counted_and_not_added_up(header: str) -> None:
    few = column(header, ["414141414", "414141415"] * 10)
    assert (few.kind, few.role, len(few.options)) == (Kind.SINGLE, None, 2)
    many = column(header, [str(7_000 + number) for number in range(1_100)] * 3)
    assert (many.kind, many.role) == (Kind.OPEN, Role.ID)
    assert column("Bids", [str(7_000 + number) for number in range(70)] * 3).kind is Kind.NUMERIC


@pytest.mark.parametrize(
    "point", ["-1.28{:03} 36.81{:03} 1600.5 4.9", "-1.28{:03},36.81{:03}", "[-1.28{:03}, 36.81{:03}]"]
)
def test_places_on_the_earth_are_personal(point: str) -> None:
    found = column("Where", [point.format(number, number) for number in range(20)])
    assert (found.kind, found.role) == (Kind.OPEN, Role.PERSONAL)
    assert column("Where", [f"{number}.5 {number}.5" for number in range(20)]).role is None


def test_points_from_nought_to_ten_are_a_scale_whatever_the_header_says() -> None:
    points = [str(point) for point in range(11)]
    found = column("anxiety", points * 3)
    assert (found.kind, found.rule) == (Kind.SCALE, "scale: the points from 0 to 10")
    assert column("region", points[1:] * 3).kind is Kind.SINGLE
    assert column("Number of rooms", points * 3).kind is Kind.NUMERIC


def test_few_words_among_the_amounts_that_were_asked_for_are_kept_apart() -> None:
    ages = [str(age) for age in range(18, 78)] * 2
    read = read_column(TextColumn("age", "Age", "Age", 0, polars.Series("c0", [*ages, "old enough", "45-55"])), {})
    assert read.question.kind is Kind.NUMERIC
    assert read.question.answered == 120
    assert "2 answers that are no numbers kept apart" in read.question.rule
    assert read.own_words is not None
    assert read.own_words.drop_nulls().to_list() == ["old enough", "45-55"]
    often = column("Years of work", [*ages, *["Less than 1 year"] * 9])
    assert often.kind is not Kind.NUMERIC
    assert column("Ticket", [*ages, "lost"]).kind is not Kind.NUMERIC


def test_long_numbers_of_one_length_that_hardly_repeat_are_codes() -> None:
    found = column("P0S6", [str(1406400401 + 977 * number) for number in range(40)] + ["1406400401"])
    assert found.role is Role.ID
    assert found.rule == "id: numbers of 10 digits each, of which hardly any repeats"
    assert column("Turnover", [str(14_064_000 + 97_700 * number) for number in range(40)]).kind is Kind.NUMERIC


@pytest.mark.parametrize(
    ("cells", "apart"),
    [
        ([*map(str, range(11)), "77", "88", "99"], {"77": "refused", "88": "don't know", "99": "no answer"}),
        (["1", "2", "3", "4", "-1", "-2"], {"-1": "no answer", "-2": "no answer"}),
        ([*map(str, range(18, 60)), "-1"], {"-1": "no answer"}),
        (["-2", "-1", "1", "2"], {}),
        (["-1", "0", "1", "2", "3"], {}),
        (["7", "8", "77", "88", "99"], {}),
        ([*map(str, range(20)), "77", "88"], {}),
    ],
)
def test_codes_beside_points_that_stand_for_no_answer(cells: list[str], apart: dict[str, str]) -> None:
    found = column("ppltrst", cells * 4)
    assert {option.code: str(option.missing) for option in found.options if option.missing} == apart
    assert found.answered == 4 * (len(cells) - len(apart))
