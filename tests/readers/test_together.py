"""Columns that are one question: lists of ticks, one answer spread over columns, mentions, grids and rankings."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers.assembled import questions_of, write_parquet
from topline.readers.columns import ReadColumn
from topline.readers.parquet import read_kept
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.survey import Kind, MissingKind, Option, SurveyFile, SurveyFileError

NOTHING = SurveyFile("")


def table(cells: dict[str, list[str | None]], how: Together, labels: tuple[str, ...] = (), **said: object) -> RawTable:
    columns = tuple(
        RawColumn(header, polars.Series(values, dtype=polars.String), at)
        for at, (header, values) in enumerate(cells.items())
    )
    places = tuple(range(len(columns)))
    group = RawGroup(how, places, "Which?", labels or tuple(cells), "they are", **said)  # type: ignore[arg-type]
    return RawTable(columns, len(columns[0].cells), (group,))


def read(raw: RawTable) -> list[ReadColumn]:
    return questions_of(raw, NOTHING)


def test_ticks_become_a_list_in_the_order_of_the_columns() -> None:
    (found,) = read(
        table({"a": ["Car", None, None], "b": ["Bike", "Bike", None]}, Together.SEVERAL, labels=("Car", "Bike"))
    )
    assert found.values.to_list() == [["Car", "Bike"], ["Bike"], None]
    assert found.question.kind is Kind.MULTI
    assert found.question.answered == 2
    assert found.question.positions == (0, 1)
    assert [option.code for option in found.question.options] == ["Car", "Bike"]


def test_a_no_says_that_the_option_was_offered() -> None:
    (found,) = read(table({"a": ["Yes", "No", None, "0"], "b": ["Not selected", "No", None, "1"]}, Together.SEVERAL))
    assert found.values.to_list() == [["a"], [], None, ["b"]]
    assert found.question.answered == 3


def test_why_there_is_no_answer_is_kept() -> None:
    (found,) = read(table({"a": ["x", "NA", "#NULL!"], "b": [None, "NA", "#NULL!"]}, Together.SEVERAL))
    assert found.values.to_list() == [["a"], ["NA"], ["#NULL!"]]
    assert {option.code: option.missing for option in found.question.options} == {
        "a": None,
        "b": None,
        "NA": MissingKind.NOT_ASKED,
        "#NULL!": MissingKind.NO_ANSWER,
    }
    assert found.question.answered == 1


def test_the_ticks_that_a_file_declares_are_the_only_ones() -> None:
    (found,) = read(table({"a": ["2", "1"], "b": ["1", "1"]}, Together.SEVERAL, ticked=frozenset(["2"])))
    assert found.values.to_list() == [["a"], []]


def test_options_of_the_same_name_stay_apart() -> None:
    (found,) = read(table({"a": ["x"], "b": ["x"]}, Together.SEVERAL, labels=("Coke", "Coke")))
    assert [option.code for option in found.question.options] == ["Coke", "Coke (2)"]
    assert [option.label for option in found.question.options] == ["Coke", "Coke"]


def test_one_answer_spread_over_columns_is_folded_back() -> None:
    (found,) = read(
        table({"m": ["Male", None, "Male"], "f": [None, "Female", "Female"]}, Together.SPREAD, ("Male", "Female"))
    )
    assert found.values.to_list() == ["Male", "Female", "Male"]
    assert found.question.kind is Kind.SINGLE
    assert "1 replies with several ticks" in found.question.rule


def labelled(header: str, values: list[int | None], at: int) -> RawColumn:
    options = (Option("1", "Never"), Option("2", "Often"), Option("9", "Refused", MissingKind.REFUSED))
    return RawColumn(header, polars.Series(values, dtype=polars.Int64), at, name=header, options=options)


def test_mentions_become_a_list_of_codes() -> None:
    columns = (labelled("q1a", [1, 2, 9, None], 0), labelled("q1b", [2, None, None, None], 1))
    raw = RawTable(columns, 4, (RawGroup(Together.MENTIONS, (0, 1), "Which?", ("1st", "2nd"), "the file's set"),))
    (found,) = read(raw)
    assert found.values.to_list() == [["1", "2"], ["2"], ["9"], None]
    assert found.question.answered == 2
    assert [option.label for option in found.question.options] == ["Never", "Often", "Refused"]


def test_mentions_of_the_same_code_are_the_items_of_a_grid() -> None:
    columns = (labelled("q1a", [1, 2, 2, 1], 0), labelled("q1b", [1, 2, 9, None], 1))
    raw = RawTable(
        columns, 4, (RawGroup(Together.MENTIONS, (0, 1), "How often?", ("Coke", "Pepsi"), "the file's set"),)
    )
    first, second = read(raw)
    assert (first.question.name, second.question.name) == ("q1a", "q1b")
    assert {first.question.grid, second.question.grid} == {"How often?"}
    assert (first.question.label, second.question.label) == ("Coke", "Pepsi")
    assert second.question.text == "How often? - Pepsi"
    assert (first.question.answered, second.question.answered) == (4, 2)
    assert second.values.to_list() == [1, 2, 9, None]


def test_mentions_are_no_one_answer_whatever_is_stated() -> None:
    raw = table({"a": ["1", "2"], "b": ["2", None]}, Together.MENTIONS)
    name = questions_of(raw, NOTHING)[0].question.name
    with pytest.raises(SurveyFileError, match="cannot be single"):
        questions_of(raw, SurveyFile("x", content={"question": {name: {"kind": "single"}}}))


def test_items_over_the_points_from_one_end_to_another_are_rated() -> None:
    cells = {header: [str((at + step) % 5 + 1) for at in range(20)] for step, header in enumerate(("a", "b", "c"))}
    labels = ("The food", "The rooms", "The staff")
    first, *_ = read(table(cells, Together.GRID, labels))  # type: ignore[arg-type]
    assert first.question.kind is Kind.SCALE
    named = read(table(cells, Together.GRID, ("a", "b", "c")))  # type: ignore[arg-type]
    assert {one.question.kind for one in named} == {Kind.SINGLE}
    assert [option.score for option in first.question.options] == [1, 2, 3, 4, 5]
    assert first.question.rule.startswith("scale: several items over the points from 1 to 5")
    holes = {header: ["9" if cell == "5" else cell for cell in held] for header, held in cells.items()}
    found = read(table(holes, Together.GRID, labels))  # type: ignore[arg-type]
    assert {one.question.kind for one in found} == {Kind.SINGLE}


def test_items_of_a_grid_have_the_options_of_all() -> None:
    first, second = read(table({"a": ["Agree", "Agree"], "b": ["Disagree", None]}, Together.GRID))
    assert [option.code for option in first.question.options] == [option.code for option in second.question.options]
    assert {option.code for option in first.question.options} == {"Agree", "Disagree"}
    assert (first.question.answered, second.question.answered) == (2, 1)


ANSWERS = st.sampled_from(["Car", "Bike", "Train, or bus", "None of these"])


def test_items_whose_kind_is_stated_stay_items_with_the_options_of_all() -> None:
    raw = table({"Q [a]": ["1", "2", None], "Q [b]": ["3", "1", "1"]}, Together.GRID, ("a", "b"))
    stated = SurveyFile("x", content={"question": {"q_a": {"kind": "scale"}}})
    first, second = questions_of(raw, stated)
    assert [q.question.grid for q in (first, second)] == ["Which?", "Which?"]
    assert [q.question.label for q in (first, second)] == ["a", "b"]
    assert first.question.kind is Kind.SCALE
    assert [option.code for option in first.question.choices] == ["1", "2", "3"]
    assert first.values.dtype == second.values.dtype
    stated = SurveyFile("x", content={"question": {"q_a": {"kind": "numeric"}}})
    first, second = questions_of(raw, stated)
    assert (first.question.kind, first.question.grid) == (Kind.NUMERIC, ""), "it shares no options any more"
    assert (first.question.text, first.question.label) == ("Which? - a", "a")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.none(), st.sets(ANSWERS)), min_size=1, max_size=8))
def test_what_was_ticked_is_what_is_opened(replies: list[set[str] | None]) -> None:
    options = ("Car", "Bike", "Train, or bus", "None of these")
    cells: dict[str, list[str | None]] = {
        option: [None if reply is None else "1" if option in reply else "0" for reply in replies] for option in options
    }
    raw = table(cells, Together.SEVERAL)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "survey.parquet"
        write_parquet(raw, "survey.csv", target, NOTHING)
        survey = read_kept(target, "survey.csv")
        assert survey
        (question,) = survey.questions
        held = polars.read_parquet(target)[question.name].to_list()
    assert held == [None if reply is None else [option for option in options if option in reply] for reply in replies]
    assert tuple(option.code for option in question.options) == options
    assert question.answered == sum(reply is not None for reply in replies)
    assert question.positions == (0, 1, 2, 3)


def test_the_survey_file_puts_columns_together_and_takes_them_apart() -> None:
    raw = table({"a": ["x", None], "b": ["x", "x"]}, Together.SEVERAL)
    together = SurveyFile("s.toml", "", {"question": {"uses": {"columns": ["a", "b"], "kind": "multi"}}})
    (found,) = questions_of(raw, together)
    assert found.question.name == "uses"
    assert found.values.to_list() == [["a", "b"], ["b"]]
    apart = SurveyFile("s.toml", "", {"question": {"which": {"apart": True}}})
    assert [column.question.name for column in questions_of(raw, apart)] == ["a", "b"]


def coded(header: str, values: list[int | None], at: int, *options: Option) -> RawColumn:
    return RawColumn(header, polars.Series(values, dtype=polars.Int64), at, name=header, options=options)


def grouped(how: Together, *columns: RawColumn, ticked: frozenset[str] | None = None) -> RawTable:
    labels = tuple(column.header for column in columns)
    group = RawGroup(how, tuple(range(len(columns))), "", labels, "alike", ticked=ticked)
    return RawTable(columns, len(columns[0].cells), (group,))


MAN, WOMAN = Option("1", "Man"), Option("2", "Woman")
YES, NO = Option("1", "Yes"), Option("2", "No")


def test_codes_that_mean_different_things_are_no_grid() -> None:
    first, second = read(grouped(Together.GRID, coded("sex", [1, 2], 0, MAN, WOMAN), coded("car", [1, 2], 1, YES, NO)))
    assert [option.label for option in first.question.options] == ["Man", "Woman"]
    assert [option.label for option in second.question.options] == ["Yes", "No"]
    assert (first.question.grid, second.question.grid) == ("", "")


def test_codes_that_are_labelled_otherwise_are_no_ticks() -> None:
    sex = coded("sex", [0, 1], 0, Option("0", "Man"), Option("1", "Woman"))
    smoker = coded("smoker", [0, 1], 1, Option("0", "No"), Option("1", "Yes"))
    assert [one.question.name for one in read(grouped(Together.SEVERAL, sex, smoker, ticked=frozenset("1")))] == [
        "sex",
        "smoker",
    ]


def test_a_code_that_is_labelled_no_ticks_nothing() -> None:
    columns = (coded("phone", [1, 2, None], 0, YES, NO), coded("tablet", [2, 2, None], 1, YES, NO))
    (found,) = read(grouped(Together.SEVERAL, *columns))
    assert found.values.to_list() == [["phone"], [], None]


def test_items_keep_what_each_of_them_sets_apart() -> None:
    refused = Option("9", "Refused", MissingKind.REFUSED)
    counts = Option("9", "Refused")
    columns = (coded("a", [1, 9], 0, YES, NO, refused), coded("b", [9, 1], 1, YES, NO, counts))
    first, second = read(grouped(Together.GRID, *columns))
    assert [option.code for option in first.question.missing] == ["9"]
    assert second.question.missing == ()
    assert (first.question.answered, second.question.answered) == (1, 2)


def test_items_of_different_types_keep_their_codes() -> None:
    whole = RawColumn("a", polars.Series([1, 2], dtype=polars.Int64), 0, options=(YES, NO))
    real = RawColumn("b", polars.Series([1.0, None]), 1, options=(YES, NO))
    first, second = read(grouped(Together.GRID, whole, real))
    assert [option.code for option in first.question.options] == ["1", "2"]
    assert second.question.answered == 1


def test_a_label_says_why_there_is_no_answer_in_a_set() -> None:
    refused = Option("9", "Would not say", MissingKind.REFUSED)
    columns = (coded("a", [1, 9], 0, YES, refused), coded("b", [None, 9], 1, YES, refused))
    (found,) = read(grouped(Together.SEVERAL, *columns, ticked=frozenset("1")))
    assert found.values.to_list() == [["a"], ["9"]]
    assert found.question.missing == (refused,)


def test_what_is_put_together_and_cannot_be_is_refused() -> None:
    raw = RawTable((coded("a", [1, 2], 0), coded("b", [2, 1], 1)), 2)
    stated = SurveyFile("s.toml", "", {"question": {"uses": {"columns": ["a", "b"]}}})
    with pytest.raises(SurveyFileError, match="nobody can tell which of them says that it was chosen"):
        questions_of(raw, stated)


def test_putting_columns_together_renames_no_other() -> None:
    columns = tuple(
        RawColumn(header, polars.Series(["x", None], dtype=polars.String), at)
        for at, header in enumerate(["Rate: A", "Rate; A", "Rate! A", "Z"])
    )
    raw = RawTable(columns, 2)
    before = [one.question.name for one in questions_of(raw, NOTHING)]
    stated = SurveyFile("s.toml", "", {"question": {"uses": {"columns": ["Rate: A", "Z"]}}})
    after = [one.question.name for one in questions_of(raw, stated)]
    assert before == ["rate_a", "rate_a_2", "rate_a_3", "Z"]
    assert after == ["uses", "rate_a_2", "rate_a_3"]
