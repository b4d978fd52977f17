"""Columns that are one question: lists of ticks, one answer spread over columns, mentions, grids and rankings."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers.assembled import questions_of, write_parquet
from topline.readers.columns import ReadColumn
from topline.readers.parquet import read_parquet
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.survey import Kind, MissingKind, Option, SurveyFile

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


def test_not_asked_is_no_answer_and_a_reason_is_kept() -> None:
    (found,) = read(table({"a": ["x", "NA", "#NULL!"], "b": [None, "NA", "#NULL!"]}, Together.SEVERAL))
    assert found.values.to_list() == [["a"], None, ["#NULL!"]]
    assert [(option.code, option.missing) for option in found.question.options] == [
        ("a", None),
        ("b", None),
        ("#NULL!", MissingKind.NO_ANSWER),
    ]
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


def test_items_of_a_grid_have_the_options_of_all() -> None:
    first, second = read(table({"a": ["Agree", "Agree"], "b": ["Disagree", None]}, Together.GRID))
    assert [option.code for option in first.question.options] == [option.code for option in second.question.options]
    assert {option.code for option in first.question.options} == {"Agree", "Disagree"}
    assert (first.question.answered, second.question.answered) == (2, 1)


ANSWERS = st.sampled_from(["Car", "Bike", "Train, or bus", "None of these"])


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
        (question,) = read_parquet(target, "survey.csv").questions
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
