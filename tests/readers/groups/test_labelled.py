"""Variables of a package that are options of one question, or questions of their own answered with yes and no."""

from collections.abc import Sequence
from pathlib import Path

import polars
import pytest

from topline.readers.assembled import questions_of
from topline.readers.groups.labelled import options_in
from topline.readers.raw import RawColumn, RawTable, Together
from topline.readers.understood import understood
from topline.survey import Kind, Option, SurveyFile

YES_NO = {1: "Yes", 0: "No"}
ONE_TWO = {1: "Yes", 2: "No"}
FOODS = ("Bread", "Milk", "Eggs")
QUESTIONS = ("Do you own a car?", "Do you smoke?", "Are you married?")


def table(names: Sequence[str], texts: Sequence[str], labels: dict[int, str]) -> RawTable:
    """Three variables of two codes, or of one and nothing."""
    one, other = [*labels, None][:2]
    cells = (
        [one, one, other, one, other, None],
        [one, other, one, one, one, None],
        [other, other, one, one, other, None],
    )
    options = tuple(Option(str(code), label) for code, label in labels.items())
    columns = [
        RawColumn(name, polars.Series(held, dtype=polars.Float64), at, name, text, options)
        for at, (name, text, held) in enumerate(zip(names, texts, cells, strict=True))
    ]
    return understood(RawTable(tuple(columns), 6), Path("none.sav"))


@pytest.mark.parametrize("names", [("q5_1", "q5_2", "q5_3"), ("Q5a", "Q5b", "Q5c"), ("q5m1", "q5m2", "q5m3")])
@pytest.mark.parametrize(
    "labels",
    [
        YES_NO,
        ONE_TWO,
        {1: "Selected", 2: "Not selected"},
        {0: "nicht genannt", 1: "genannt"},
        {1: "Coché", 2: "Non coché"},
    ],
)
def test_names_in_a_run_with_labels_that_say_chosen_are_one_question(
    names: Sequence[str], labels: dict[int, str]
) -> None:
    (read,) = questions_of(table(names, FOODS, labels), SurveyFile(""))
    assert (read.question.kind, [option.label for option in read.question.options]) == (Kind.MULTI, [*FOODS])
    chose = [["q", "q"], ["q"], ["q", "q"], ["q", "q", "q"], ["q"], None]
    if next(iter(labels)) == 0:  # the first label of the table stands for "not chosen"
        chose = [["q"], ["q", "q"], ["q"], [], ["q", "q"], None]
    assert [row if row is None else ["q"] * len(row) for row in read.values.to_list()] == chose
    assert read.question.answered == 5


def test_an_option_as_the_only_label_is_chosen_or_nothing() -> None:
    names, cells = ("q5a", "q5b"), ([1, None, 1, None], [1, 1, None, None])
    columns = [
        RawColumn(name, polars.Series(held, dtype=polars.Float64), at, name, "Which?", (Option("1", food),))
        for at, (name, held, food) in enumerate(zip(names, cells, FOODS, strict=False))
    ]
    (read,) = questions_of(understood(RawTable(tuple(columns), 4), Path("none.sav")), SurveyFile(""))
    assert [option.label for option in read.question.options] == ["Bread", "Milk"]
    assert read.values.to_list() == [["q5a", "q5b"], ["q5b"], ["q5a"], None]
    assert read.question.text == "Which?"


@pytest.mark.parametrize("labels", [YES_NO, ONE_TWO])
def test_questions_answered_with_yes_and_no_stay_apart(labels: dict[int, str]) -> None:
    assert [group.how for group in table(("q7_1", "q7_2", "q7_3"), QUESTIONS, labels).groups] == [Together.GRID]
    assert table(("q1", "q2", "q3"), FOODS, labels).groups == ()


def test_statements_answered_with_yes_and_no_stay_apart_and_that_is_told() -> None:
    statements = ("The shop is clean", "I found what I wanted", "Prices are fair")
    found = table(("q9_1", "q9_2", "q9_3"), statements, ONE_TWO)
    assert [group.how for group in found.groups] == [Together.GRID]
    assert found.warnings == (
        "answered with yes and no, and kept as a question each although they may be the options of one: q9_1 to q9_3",
    )
    chosen = table(("q9_1", "q9_2", "q9_3"), statements, {1: "Mentioned", 2: "Not mentioned"})
    assert ([group.how for group in chosen.groups], chosen.warnings) == ([Together.SEVERAL], ())


@pytest.mark.parametrize("labels", [{1: "Male", 2: "Female"}, {1: "Good", 2: "Bad"}])
def test_other_pairs_of_labels_are_no_ticks(labels: dict[int, str]) -> None:
    assert Together.SEVERAL not in {group.how for group in table(("q5_1", "q5_2", "q5_3"), FOODS, labels).groups}


@pytest.mark.parametrize(
    ("texts", "question"),
    [
        (("Which? Red", "Which? Green"), ""),
        (("Which do you like? Red", "Which do you like? Green"), "Which do you like?"),
        (("F12 Farben: Red", "F12 Farben: Green"), "F12 Farben"),
        (("Which do you like - Red", "Which do you like - Green"), "Which do you like"),
        (("[Red] Which do you like?", "[Green] Which do you like?"), "Which do you like?"),
        (("Red: which do you like", "Green: which do you like"), "which do you like"),
    ],
)
def test_the_question_that_labels_share(texts: Sequence[str], question: str) -> None:
    assert options_in(texts) == (question, ("Red", "Green") if question else texts)


@pytest.mark.parametrize("texts", [QUESTIONS, ("At home: do you cook?", "At home: do you dance?"), FOODS])
def test_labels_that_share_no_question(texts: Sequence[str]) -> None:
    assert options_in(texts) == ("", tuple(texts))
