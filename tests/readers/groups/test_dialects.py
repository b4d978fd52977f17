"""Every platform's headers in small: which columns are found to be one question, how, and which are not."""

from collections.abc import Callable, Sequence

import polars
import pytest

from topline.readers.groups import Found, groups_of
from topline.readers.header import Header, Heading
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together

FoundIn = Callable[[str | Sequence[Sequence[str]]], Found]
TICKS = ((1, 1, 0), (1, 0, 0), (0, 1, 1), (0, 0, 0), (1, 1, 1), (0, 1, 0))
"""Six people and three options."""
AGREE = ("Agree", "Disagree", "Neither", "Agree", "Disagree", "Agree")
WORDS = ("I like the colour a lot", "", "it broke after two days", "no idea what this is", "", "my neighbour has one")


def table(*columns: Sequence[str]) -> list[list[str]]:
    """Columns, each with its header of one row or more, as the rows of a file."""
    return [list(row) for row in zip(*columns, strict=True)]


def ticked(option: int, yes: str, no: str = "") -> list[str]:
    return [yes if row[option] else no for row in TICKS]


def summed_up(group: RawGroup) -> tuple[Together, tuple[int, ...], str, tuple[str, ...], int | None]:
    return group.how, group.columns, group.text, group.labels, group.other


NUMBERS = ("1", "2", "3", "4", "5", "6")


def test_surveymonkey_in_two_rows(found_in: FoundIn) -> None:
    question = "What do you own? Select all that apply."
    found = found_in(
        table(
            ("Respondent ID", "", *NUMBERS),
            (question, "Car", *ticked(0, "Car")),
            ("", "Bike", *ticked(1, "Bike")),
            ("", "None of these", *ticked(2, "None of these")),
            ("", "Other (please specify)", *WORDS),
            ("How do you get to work?", "Response", "Bus", "Car", "Bus", "", "Car", "Bus"),
            ("", "Other (please specify)", "", "", "", "by boat", "", ""),
            ("Do you agree?", "Cars are loud", *AGREE),
            ("", "Cars are fast", *AGREE[::-1]),
            ("Comments", "Open-Ended Response", *WORDS),
        )
    )
    labels = ("Car", "Bike", "None of these", "Other (please specify)")
    assert found.platform == "SurveyMonkey"
    assert [summed_up(group) for group in found.groups] == [
        (Together.SEVERAL, (1, 2, 3, 4), question, labels, 4),
        (Together.GRID, (7, 8), "Do you agree?", ("Cars are loud", "Cars are fast"), None),
    ]
    assert found.own_words == ((6, 5),)


def test_surveymonkey_as_other_programs_leave_its_blank_headers(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("Respondent ID", "Unnamed: 0_level_1", *NUMBERS),
            ("What do you own?", "Car", *ticked(0, "Car")),
            ("Unnamed: 2", "Bike", *ticked(1, "Bike")),
            ("Age", "Response", *NUMBERS),
            ("Gender", "Response", *AGREE),
        )
    )
    assert [group.columns for group in found.groups] == [(1, 2)]


def test_surveymonkey_spreads_one_answer_over_columns(found_in: FoundIn) -> None:
    female = ["Female", "", "Female", "", "Female", ""]
    male = ["", "Male", "", "Male", "", "Male"]
    found = found_in(
        table(
            ("Respondent ID", "", *NUMBERS),
            ("Gender", "Female", *female),
            ("", "Male", *male),
            ("Which do you own? Check all that apply", "Car", *[said and "Car" for said in female]),
            ("", "Bike", *[said and "Bike" for said in male]),
            ("Age", "Response", *NUMBERS),
            ("Comments", "Open-Ended Response", *WORDS),
        )
    )
    assert [(group.how, group.columns) for group in found.groups] == [
        (Together.SPREAD, (1, 2)),
        (Together.SEVERAL, (3, 4)),
    ]
    assert "everyone ticks one" in found.groups[0].rule


def test_rare_ticks_that_never_meet_are_still_several_answers(found_in: FoundIn) -> None:
    rows = [["Which of these? - Car", "Which of these? - Bike"], *[["", ""]] * 95]
    rows += [["Car", ""]] * 3 + [["", "Bike"]] * 2
    assert [group.how for group in found_in([["id", *rows[0]], *[["7", *row] for row in rows[1:]]]).groups] == [
        Together.SEVERAL
    ]


def test_surveymonkey_in_one_row(found_in: FoundIn) -> None:
    question = "Which do you like? - say all that apply"
    other = f"{question} - Other (please specify)"
    found = found_in(
        table(
            ("RespondentID", *NUMBERS),
            (f"{question}   - Mac - and - cheese", *ticked(0, "Mac - and - cheese")),
            (f"{question} - Pie", *ticked(1, "Pie")),
            (other, *ticked(2, "Other (please specify)")),
            (other, "", "", "cake", "", "soup", ""),
            ("Will you watch? - The parade", *ticked(0, "The parade")),
            ("What is the dish?", *AGREE),
            ("What is the dish? - Other (please specify)", *WORDS),
        )
    )
    assert [summed_up(group) for group in found.groups] == [
        (Together.SEVERAL, (1, 2, 3), question, ("Mac - and - cheese", "Pie", "Other (please specify)"), 4),
        (Together.SEVERAL, (5,), "Will you watch?", ("The parade",), None),
    ]
    assert found.own_words == ((7, 6),)


def test_ranks_and_scales(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("id", *NUMBERS),
            ("Rank them - Red", "1", "2", "3", "1", "1.0", ""),
            ("Rank them - Green", "2", "1", "1", "3", "2.0", ""),
            ("Rank them - Blue", "3", "3", "2", "2", "3.0", ""),
            ("Rate them - Red", "1", "2", "3", "1", "1", "5"),
            ("Rate them - Green", "2", "2", "1", "3", "2", "5"),
            ("Rate them - Blue", "3", "3", "3", "2", "3", "1"),
        )
    )
    assert [(group.how, group.columns) for group in found.groups] == [
        (Together.RANKING, (1, 2, 3)),
        (Together.GRID, (4, 5, 6)),
    ]


def qualtrics(*columns: Sequence[str]) -> list[list[str]]:
    """Columns of a tag, a text, an import id and cells."""
    head = [
        ("StartDate", "Start Date", '{"ImportId":"startDate"}', *["2024-05-01 10:00:00"] * 6),
        ("Status", "Response Type", '{"ImportId":"status"}', *["IP Address"] * 5, "Survey Preview"),
        ("ResponseId", "Response ID", '{"ImportId":"_recordId"}', *[f"R_{number}" for number in NUMBERS]),
    ]
    return table(*head, *[(tag, text, f'{{"ImportId":"{ident}"}}', *cells) for tag, text, ident, *cells in columns])


def test_qualtrics_by_import_id(found_in: FoundIn) -> None:
    found = found_in(
        qualtrics(
            ("Q2_1", "Which do you own? - Selected Choice - Car", "QID2_1", *ticked(0, "Car")),
            ("Q2_2", "Which do you own? - Selected Choice - Bike", "QID2_2", *ticked(1, "Bike")),
            ("Q2_9", "Which do you own? - Selected Choice - Other", "QID2_9", *ticked(2, "Other")),
            ("Q2_9_TEXT", "Which do you own? - Other - Text", "QID2_9_TEXT", *WORDS),
            ("Q3_1", "How much do you agree? - Loud", "QID3_1", *AGREE),
            ("Q3_2", "How much do you agree? - Fast", "QID3_2", *AGREE[::-1]),
            ("Q4", "And you?", "QID4", *AGREE),
            ("Q4_5_TEXT", "And you? - Other - Text", "QID4_5_TEXT", *WORDS),
            ("Q2_DO", "Which do you own? - Display Order", "QID2_DO", *["1|2|3"] * 6),
        )
    )
    assert found.platform == "Qualtrics"
    assert [summed_up(group)[1:] for group in found.groups] == [
        ((3, 4, 5), "Which do you own?", ("Car", "Bike", "Other"), 6),
        ((7, 8), "How much do you agree?", ("Loud", "Fast"), None),
    ]
    assert [group.name for group in found.groups] == ["Q2", "Q3"]
    assert found.own_words == ((10, 9),)
    assert found.conventions.dropped == ((11, "the order in which options were shown"),)
    assert found.conventions.no_replies[0].column == 1


def test_qualtrics_in_codes_where_unanswered_is_minus_99(found_in: FoundIn) -> None:
    found = found_in(
        qualtrics(
            ("Q2_1", "Which? - Car", "QID2_1", "1", "1", "-99", "1", "", "-99"),
            ("Q2_2", "Which? - Bike", "QID2_2", "2", "-99", "2", "2", "", "-99"),
            ("Q2_3", "Which? - Boat", "QID2_3", "-99", "3", "3", "-99", "", "-99"),
        )
    )
    assert [summed_up(group)[1:4] for group in found.groups] == [((3, 4, 5), "Which?", ("Car", "Bike", "Boat"))]
    assert ("-99", "no answer") in found.conventions.apart


def test_qualtrics_matrix_of_several_answers_has_a_question_a_row(found_in: FoundIn) -> None:
    columns = [
        (f"Q5_{row}_{at}", f"Used when? - {item} - {when}", f"QID5_{row}_{at}", *ticked((row + at) % 3, when))
        for row, item in enumerate(("Car", "Bike"), 1)
        for at, when in enumerate(("Weekdays", "Weekends"), 1)
    ]
    assert [summed_up(group)[1:4] for group in found_in(qualtrics(*columns)).groups] == [
        ((3, 4), "Used when? [Car]", ("Weekdays", "Weekends")),
        ((5, 6), "Used when? [Bike]", ("Weekdays", "Weekends")),
    ]


def test_qualtrics_legacy_in_two_rows(found_in: FoundIn) -> None:
    """[M] Made as Qualtrics' exports of before 2017 are described."""
    found = found_in(
        table(
            ("V1", "ResponseID", *[f"R_{number}" for number in NUMBERS]),
            ("V7", "Status", *["0"] * 6),
            ("Q1_1", "Which of these?-Car", *ticked(0, "1")),
            ("Q1_2", "Which of these?-Bike", *ticked(1, "1")),
            ("Q1_3", "Which of these?-Boat", *ticked(2, "1")),
        )
    )
    assert found.platform == "Qualtrics"
    assert [summed_up(group)[1:4] for group in found.groups] == [
        ((2, 3, 4), "Which of these?", ("Car", "Bike", "Boat"))
    ]
    assert found.conventions.no_replies[0].column == 1


def limesurvey(*columns: Sequence[str]) -> list[list[str]]:
    head = [
        ("id", *NUMBERS),
        ("submitdate", *["2024-05-01 10:00:00"] * 5, ""),
        ("lastpage", *["3"] * 6),
        ("startlanguage", *["en"] * 6),
    ]
    return table(*head, *columns)


def test_limesurvey_codes(found_in: FoundIn) -> None:
    found = found_in(
        limesurvey(
            ("own[SQ001]", *ticked(0, "Y")),
            ("own[SQ002]", *ticked(1, "Y")),
            ("own[other]", *WORDS),
            ("why[SQ001]", *ticked(0, "Y")),
            ("why[SQ001comment]", *WORDS),
            ("why[SQ002]", *ticked(1, "Y")),
            ("why[SQ002comment]", *WORDS[::-1]),
            ("agree[SQ001]", "A1", "A2", "A3", "A1", "A2", "N/A"),
            ("agree[SQ002]", "A2", "A2", "A3", "A1", "A1", "N/A"),
            ("list", "A1", "A2", "-oth-", "A1", "A2", "A1"),
            ("list[other]", "", "", "a boat", "", "", ""),
            ("interviewtime", *["12.5"] * 6),
            ("groupTime12", *["2.5"] * 6),
        )
    )
    assert found.platform == "LimeSurvey"
    assert [(group.name, *summed_up(group)) for group in found.groups] == [
        ("own", Together.SEVERAL, (4, 5, 6), "", ("SQ001", "SQ002", "Other"), 6),
        ("why", Together.SEVERAL, (7, 9), "", ("SQ001", "SQ002"), None),
        ("agree", Together.GRID, (11, 12), "", ("SQ001", "SQ002"), None),
    ]
    assert found.own_words == ((14, 13),)
    assert [place for place, _ in found.conventions.dropped] == [15, 16]


def test_limesurvey_ranks_hold_the_item_at_each_rank(found_in: FoundIn) -> None:
    found = found_in(
        limesurvey(
            ("best[1]", "A1", "A2", "A3", "A1", "A2", "A3"),
            ("best[2]", "A2", "A3", "A1", "A3", "A1", "A2"),
            ("best[3]", "A3", "A1", "A2", "A2", "A3", "A1"),
        )
    )
    assert [summed_up(group)[:4] for group in found.groups] == [
        (Together.RANKS, (4, 5, 6), "", ("Rank 1", "Rank 2", "Rank 3"))
    ]


@pytest.mark.parametrize("style", ["dual[{row}#{scale}]", "dual[{row}][{scale}]"])
def test_limesurvey_dual_scales_are_two_grids(found_in: FoundIn, style: str) -> None:
    columns = [
        (style.format(row=row, scale=scale), *cells)
        for row, cells in (("SQ001", AGREE), ("SQ002", AGREE[::-1]))
        for scale in ("0", "1")
    ]
    assert [group.columns for group in found_in(limesurvey(*columns)).groups] == [(4, 6), (5, 7)]


def test_limesurvey_array_of_boxes_has_a_question_a_row(found_in: FoundIn) -> None:
    columns = [(f"box[SQ00{row}_SQ00{at}]", *ticked((row + at) % 3, "1")) for row in (1, 2) for at in (1, 2, 3)]
    groups = found_in(limesurvey(*columns)).groups
    assert [(group.how, group.columns) for group in groups] == [
        (Together.SEVERAL, (4, 5, 6)),
        (Together.SEVERAL, (7, 8, 9)),
    ]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("Which do you own? [{}]", "Which do you own?"),
        ("own[SQ001]. Which do you own? [{}]", "Which do you own?"),
        ("Which do you.. [{}]", "Which do you.."),
    ],
)
def test_limesurvey_headings_of_text(found_in: FoundIn, style: str, text: str) -> None:
    columns = [
        (style.format(option).replace("SQ001", f"SQ00{place}"), *ticked(place, "Yes", "No"))
        for place, option in enumerate(("Car", "Bike", "Boat"))
    ]
    groups = found_in(limesurvey(*columns)).groups
    assert [summed_up(group)[:4] for group in groups] == [(Together.SEVERAL, (4, 5, 6), text, ("Car", "Bike", "Boat"))]


def test_redcap(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("record_id", *NUMBERS),
            ("own___1", *ticked(0, "1", "0")),
            ("own___2", *ticked(1, "1", "0")),
            ("own____9", *ticked(2, "1", "0")),
            ("smokes", *ticked(0, "1", "0")),
            ("drinks", *ticked(1, "1", "0")),
            ("survey_complete", *["2"] * 6),
        )
    )
    assert found.platform == "REDCap"
    assert [(group.name, group.labels) for group in found.groups] == [("own", ("1", "2", "-9"))]


def test_redcap_with_labels(found_in: FoundIn) -> None:
    """[M] Made as REDCap's export of labels is described."""
    found = found_in(
        table(
            ("Record ID", *NUMBERS),
            ("Which do you own? (choice=Car)", *ticked(0, "Checked", "Unchecked")),
            ("Which do you own? (choice=Bike (any))", *ticked(1, "Checked", "Unchecked")),
            ("Complete?", *["Complete"] * 6),
        )
    )
    assert found.platform == "REDCap"
    assert [summed_up(group)[1:4] for group in found.groups] == [((1, 2), "Which do you own?", ("Car", "Bike (any)"))]


@pytest.mark.parametrize("yes_no", [("1", "0"), ("True", "False")])
def test_kobo_keeps_the_details_and_drops_the_summary(found_in: FoundIn, yes_no: tuple[str, str]) -> None:
    found = found_in(
        table(
            ("hh/aware", *AGREE),
            ("hh/source", "radio tv", "radio", "tv press", "", "radio tv press", "tv"),
            ("hh/source/radio", *ticked(0, *yes_no)),
            ("hh/source/tv", *ticked(1, *yes_no)),
            ("hh/source/press", *ticked(2, *yes_no)),
            ("hh/smoker", *ticked(0, "1", "0")),
            ("hh/drinker", *ticked(1, "1", "0")),
            ("_id", *NUMBERS),
            ("_uuid", *NUMBERS),
            ("_submission_time", *["2024-05-01T10:00:00"] * 6),
        )
    )
    assert found.platform == "KoboToolbox"
    assert [(group.name, group.columns, group.labels) for group in found.groups] == [
        ("source", (2, 3, 4), ("radio", "tv", "press"))
    ]
    assert [place for place, _ in found.conventions.dropped] == [1]


def test_typeform_heads_columns_by_their_option_alone(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("#", *[f"a{number}" for number in NUMBERS]),
            ("How are you?", *AGREE),
            ("<b>Car</b>", *ticked(0, "Car")),
            ("Bike", *ticked(1, "Bike")),
            ("Other", *WORDS),
            ("Subscribe?", *ticked(0, "1", "0")),
            ("Start Date (UTC)", *["2024-05-01 10:00:00"] * 6),
            ("Submit Date (UTC)", *["2024-05-01 10:00:00"] * 6),
            ("Network ID", *["abc"] * 6),
        )
    )
    assert found.platform == "Typeform"
    assert [summed_up(group) for group in found.groups] == [
        (Together.SEVERAL, (2, 3, 4), "", ("Car", "Bike", "Other"), 4)
    ]


def test_google_forms_grids(found_in: FoundIn) -> None:
    joined = ("Red, Blue", "Blue", "Red", "", "Red, Blue", "Blue")
    found = found_in(
        table(
            ("Timestamp", *["2024/05/01 10:00:00 AM GMT+2"] * 6),
            ("How much do you agree? [Cars [and vans] are loud]", *AGREE),
            ("How much do you agree? [Bikes are fast]", *AGREE[::-1]),
            ("Which colours? [Cars]", *joined),
            ("Which colours? [Bikes]", *joined[::-1]),
            ("2 + 2?", *NUMBERS),
            ("2 + 2? [Score]", *["1.00 / 1"] * 6),
        )
    )
    assert found.platform == "Google Forms"
    assert [summed_up(group)[:4] for group in found.groups] == [
        (Together.GRID, (1, 2), "How much do you agree?", ("Cars [and vans] are loud", "Bikes are fast")),
        (Together.GRID, (3, 4), "Which colours?", ("Cars", "Bikes")),
    ]
    assert [place for place, _ in found.conventions.dropped] == [6]


def test_microsoft_forms_likert_and_quiz(found_in: FoundIn) -> None:
    agree = ("Strongly agree", "Agree", "Neutral", "Agree", "Disagree", "Strongly agree")
    found = found_in(
        table(
            ("ID", *NUMBERS),
            ("Start time", *["5/1/24 10:00:00"] * 6),
            ("Completion time", *["5/1/24 10:05:00"] * 6),
            ("Email", *["anonymous"] * 6),
            ("Name", *[""] * 6),
            ("Cars are loud", *agree),
            ("Bikes are fast", *agree[::-1]),
            ("Boats are slow", *agree),
            ("Do you agree with that?", *agree),
            ("Points - Cars are loud", *["1"] * 6),
            ("Points - Bikes are fast", *["1"] * 6),
        )
    )
    assert found.platform == "Microsoft Forms"
    assert [(group.how, group.columns) for group in found.groups] == [(Together.GRID, (5, 6, 7))]
    assert [place for place, _ in found.conventions.dropped] == [9, 10]


def test_alchemer_writes_the_option_before_the_question(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("Time Started", *["2024-05-01 10:00:00"] * 6),
            ("Date Submitted", *["2024-05-01 10:05:00"] * 6),
            ("Status", *["Complete"] * 6),
            ("Car:Which do you own?", *ticked(0, "Car")),
            ("Bike:Which do you own?", *ticked(1, "Bike")),
            ("Other - Write In:Which do you own?", *WORDS),
            ("Loud:How much do you agree?", *AGREE),
            ("Fast:How much do you agree?", *AGREE[::-1]),
            ("Word #1:Say some words", *WORDS),
            ("Word #2:Say some words", *[word and f"{word} too" for word in WORDS]),
            ("Pick words", "a;b", "a", "b", "a;c", "c", "a;b;c"),
            ("Other word(s)::Pick words", *WORDS),
        )
    )
    assert found.platform == "Alchemer"
    assert [summed_up(group)[1:] for group in found.groups] == [
        ((3, 4, 5), "Which do you own?", ("Car", "Bike", "Other - Write In"), 5),
        ((6, 7), "How much do you agree?", ("Loud", "Fast"), None),
    ]
    assert found.own_words == ((11, 10),)


def test_panels(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("q0001", *AGREE),
            ("q0002", *AGREE[::-1]),
            ("q0004_0001", "NA", *ticked(0, "My father", "Not selected")[1:]),
            ("q0004_0002", "NA", *ticked(1, "My mother", "Not selected")[1:]),
            ("q0004_0003", "NA", *ticked(1, "Nobody", "Not selected")[1:]),
            ("q0007_0001", *AGREE),
            ("q0007_0002", *AGREE[::-1]),
            ("q0009_0001", *ticked(0, "1", "0")),
            ("q0009_0002", *ticked(1, "1", "0")),
        )
    )
    assert found.platform == "panel"
    assert [(group.how, group.name, group.labels) for group in found.groups] == [
        (Together.SEVERAL, "q0004", ("My father", "My mother", "Nobody")),
        (Together.GRID, "q0007", ("q0007_0001", "q0007_0002")),
        (Together.SEVERAL, "q0009", ("q0009_0001", "q0009_0002")),
    ]
    assert found.groups[0].ticked == {"My father", "My mother", "Nobody"}


def test_own_words_beside_numbered_boxes_are_no_box(found_in: FoundIn) -> None:
    boxes = [(f"q4_{code}", *ticked(place, "1", "0")) for place, code in enumerate((1, 2, 97))]
    (group,) = found_in(table(("id", *NUMBERS), *boxes, ("q4_97_other", *WORDS))).groups
    assert (group.columns, group.other) == ((1, 2, 3), 4)


@pytest.mark.parametrize("option", ["No", "N/A"])
def test_options_that_read_like_no_answer_are_ticked(found_in: FoundIn, option: str) -> None:
    boxes = [(f"Which apply to you? - {label}", *ticked(at, label)) for at, label in enumerate(("Car", option))]
    (group,) = found_in(table(("id", *NUMBERS), *boxes)).groups
    assert group.labels == ("Car", option)
    assert group.ticked == {"Car", option}


def test_limesurvey_through_a_statistics_package(found_in: FoundIn) -> None:
    columns = [(f"own_SQ00{option + 1}", *ticked(option, "1", "0")) for option in range(3)]
    assert [group.columns for group in found_in(table(("id", *NUMBERS), *columns)).groups] == [(1, 2, 3)]


@pytest.mark.parametrize(("yes", "no", "ticked"), [(1.0, 0.0, "1"), (1, 0, "1"), (True, False, "true")])
def test_cells_of_other_types_are_compared_as_codes(yes: object, no: object, ticked: str) -> None:
    columns = tuple(
        RawColumn(f"q4_{option}", polars.Series([(yes if row[option] else no) for row in TICKS] + [None]), option)
        for option in range(3)
    )
    header = Header(tuple(Heading(column.header, column.header) for column in columns), 1)
    (group,) = groups_of(RawTable(columns, len(TICKS) + 1), header)
    assert (group.how, group.ticked) == (Together.SEVERAL, {ticked})


def test_columns_that_the_file_declares_are_left_to_it() -> None:
    columns = tuple(RawColumn(f"q4_{at}", polars.Series(["1", "0", "1", None]), at) for at in range(4))
    header = Header(tuple(Heading(column.header, column.header) for column in columns), 1)
    declared = RawGroup(Together.SEVERAL, (0, 1), "", ("a", "b"), "declared")
    assert [group.columns for group in groups_of(RawTable(columns, 4, (declared,)), header)] == [(2, 3)]


def test_rows_and_columns_in_names(found_in: FoundIn) -> None:
    """[M] Made as Decipher names the cells of a grid and the boxes of a question."""
    cells = [("1", "2", "3", "1", "2", "3"), ("3", "2", "2", "1", "1", "3")]
    found = found_in(
        table(
            *[(f"q14r{row}c{column}", *cells[(row + column) % 2]) for row in (1, 2, 3) for column in (1, 2)],
            *[(f"q15r{row}", *ticked(row - 1, "1", "0")) for row in (1, 2, 3)],
        )
    )
    assert [(group.how, group.columns) for group in found.groups] == [
        (Together.GRID, (0, 2, 4)),
        (Together.GRID, (1, 3, 5)),
        (Together.SEVERAL, (6, 7, 8)),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("q1", "q2", "q3"),
        ("Q_1", "Q_2", "Q_3"),
        ("item1", "item2", "item3"),
        ("s2_q1", "s2_q2", "s2_q3"),
        ("income2019", "income2020", "income2021"),
        ("income_2019", "income_2020", "income_2021"),
        ("educ3", "educ4", "educ5"),
        ("Smokes", "Drinks", "Gambles"),
        ("Smokes?", "Smokes?.1", "Smokes?.2"),
        ("2019", "2020", "2021"),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("cells", [("Yes", "No", "Yes", "No", "No", "Yes"), ("1", "0", "1", "1", "0", "0"), AGREE])
def test_columns_that_only_are_alike_stay_apart(
    found_in: FoundIn, names: tuple[str, str, str], cells: tuple[str, ...]
) -> None:
    columns = [(name, *cells[place:], *cells[:place]) for place, name in enumerate(names)]
    assert not found_in(table(("id", *NUMBERS), *columns)).groups


@pytest.mark.parametrize(
    "cells",
    [
        [("12.5", "13", "9.25", "1", "7", "8"), ("12.5", "13", "9.25", "1", "7", "9")],
        [("2024-01-02", "2024-01-03", "", "", "", ""), ("2024-01-02", "2024-01-03", "", "", "", "")],
        [("1200", "1500", "1800", "1200", "900", "850"), ("1200", "1500", "1900", "1250", "900", "850")],
        [WORDS, WORDS[::-1]],
        [("Anna", "Ben", "Cleo", "Dan", "Eve", "Fay"), ("Hill", "Lake", "Wood", "Moor", "Dale", "Park")],
        [("", "", "", "", "", ""), ("", "", "", "", "", "")],
        [("one of its kind", "", "", "", "", ""), ("another of its kind", "", "", "", "", "")],
    ],
    ids=["amounts", "dates", "large numbers", "words", "names", "blank", "a word each"],
)
@pytest.mark.parametrize("header", ["spend_{}", "q5_{}", "How much? - number {}", "How much? [number {}]"])
def test_columns_of_one_name_that_hold_no_options(found_in: FoundIn, header: str, cells: list[tuple[str, ...]]) -> None:
    columns = [(header.format(place), *column) for place, column in enumerate(cells, 1)]
    assert not found_in(table(("id", *NUMBERS), *columns)).groups


def test_a_grid_whose_headers_are_nothing_but_brackets(found_in: FoundIn) -> None:
    found = found_in(
        table(("ประทับเวลา", *NUMBERS), ("[C]", *AGREE), ("[Java]", *AGREE[::-1]), ("Why?", *WORDS)),
    )
    assert found.platform == "Google Forms"
    assert [summed_up(group) for group in found.groups] == [(Together.GRID, (1, 2), "", ("C", "Java"), None)]


def test_remarks_beside_every_option_are_no_options(found_in: FoundIn) -> None:
    question = "Did you measure it?"
    found = found_in(
        table(
            ("id", *NUMBERS),
            (f"{question} [Oui]", *ticked(0, "Oui", "Non")),
            (f"{question} [Commentaire]", *WORDS),
            (f"{question} [Non]", *ticked(1, "Oui", "Non")),
            (f"{question} [Commentaire]", *WORDS),
        )
    )
    assert [(group.columns, group.labels) for group in found.groups] == [((1, 3), ("Oui", "Non"))]


def test_the_words_below_a_grid_are_none_of_its_items(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("id", *NUMBERS),
            ("How good? [Food]", *AGREE),
            ("How good? [Staff]", *AGREE[::-1]),
            ("How good? [Further]", "", "", "the garden", "the garden", "", ""),
        )
    )
    assert [(group.how, group.columns, group.other) for group in found.groups] == [(Together.GRID, (1, 2), 3)]


def test_names_of_a_word_and_an_option(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("id", *NUMBERS),
            ("add_milk", *ticked(0, "1", "0")),
            ("add_sugar", *ticked(1, "1", "0")),
            ("add_honey", *ticked(2, "1", "0")),
            ("has_car", *ticked(0, "Yes", "No")),
            ("has_dog", *ticked(1, "Yes", "No")),
            ("has_cat", *ticked(2, "Yes", "No")),
        )
    )
    assert [summed_up(group) for group in found.groups] == [
        (Together.SEVERAL, (1, 2, 3), "", ("milk", "sugar", "honey"), None)
    ]


def test_a_nought_beside_an_option_says_that_it_was_not_chosen(found_in: FoundIn) -> None:
    found = found_in(
        table(
            ("id", *NUMBERS),
            ("gender_1", *ticked(0, "Woman", "0")),
            ("gender_2", *ticked(1, "Man", "0")),
            ("gender_3", *ticked(2, "Neither", "-99")),
        )
    )
    assert [(group.how, group.labels) for group in found.groups] == [(Together.SEVERAL, ("Woman", "Man", "Neither"))]
