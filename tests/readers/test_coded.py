"""Columns of codes with labels, and columns that have a type already."""

from datetime import date
from typing import Any

import polars
import pytest

from topline.readers.coded import read_coded
from topline.readers.columns import ReadColumn
from topline.readers.raw import RawColumn
from topline.survey import Kind, MissingKind, Option, Role, Storage

REFUSED = Option("-9", "Refused", MissingKind.REFUSED)


def read(
    values: list[Any], *labels: Option, dtype: Any = None, said: dict[str, Any] | None = None, **more: Any
) -> ReadColumn:
    column = RawColumn("q", polars.Series(values, dtype=dtype), 3, options=labels, **more)
    return read_coded(column, "q", "What is it?", said or {})


def test_labels_keep_the_order_of_the_codebook_and_the_options_that_nobody_chose() -> None:
    found = read([27.0, 21.0, None, 27.0], Option("47", "40 to 47"), Option("21", "18 to 24"), Option("27", "25 to 29"))
    assert found.question.kind is Kind.SINGLE
    assert [option.code for option in found.question.options] == ["47", "21", "27"]
    assert found.question.storage is Storage.INTEGER
    assert found.values.to_list() == [27, 21, None, 27]
    assert (found.question.answered, found.question.positions) == (3, (3,))


def test_labels_that_are_known_words_make_a_scale() -> None:
    labels = [Option(str(at), text) for at, text in enumerate(["Disagree", "Neutral", "Agree"], 1)]
    found = read([1, 2, 3, -9], *labels, REFUSED)
    assert found.question.kind is Kind.SCALE
    assert [option.score for option in found.question.options] == [1, 2, 3, None]
    assert found.question.answered == 3


def test_a_scale_of_which_the_ends_are_labelled_has_all_its_points() -> None:
    found = read([0, 3, 10, 7, 3], Option("0", "not at all"), Option("10", "very"))
    assert found.question.kind is Kind.SCALE
    assert [option.code for option in found.question.options] == [str(point) for point in range(11)]
    assert found.question.option("10").label == "very"


def test_numbers_of_which_only_the_missing_are_labelled_are_numbers() -> None:
    found = read([*range(18, 60), -9], REFUSED)
    assert found.question.kind is Kind.NUMERIC
    assert found.question.missing == (REFUSED,)
    assert found.question.answered == 42


def test_values_without_a_label_are_kept_behind_the_others() -> None:
    found = read([*[1] * 30, *[2] * 30, 3], Option("2", "No"), Option("1", "Yes"))
    assert [option.code for option in found.question.choices] == ["2", "1", "3"]


def test_texts_that_are_codes_are_stored_as_numbers() -> None:
    found = read(["1", "2", None], Option("1", "Yes"), Option("2", "No"))
    assert found.values.to_list() == [1, 2, None]
    texts = read(["01", "2", None], Option("01", "Yes"), Option("2", "No"))
    assert texts.values.to_list() == ["01", "2", None]


def test_what_has_a_type_keeps_it() -> None:
    assert read([date(2024, 6, 1), None]).question.kind is Kind.DATE
    assert [option.code for option in read([True, None, False]).question.options] == ["true", "false"]
    assert read([1.5, float("nan")]).question.kind is Kind.NUMERIC
    assert read([0.5, 1.5, 1.0], role=Role.WEIGHT, rule="the file's weight").question.role is Role.WEIGHT


def test_lists_are_several_answers() -> None:
    found = read([["a", "b"], [], None, ["b"]], Option("b", "B"), Option("a", "A"), kind=Kind.MULTI)
    assert found.question.kind is Kind.MULTI
    assert found.question.answered == 3
    assert [option.label for option in found.question.options] == ["B", "A"]


@pytest.mark.parametrize("kind", ["numeric", "single", "scale", "open"])
def test_the_survey_file_decides(kind: str) -> None:
    found = read([1, 2, -9], Option("1", "Yes"), REFUSED, said={"kind": kind})
    assert found.question.kind == kind
    assert found.question.missing == (REFUSED,)


def test_codes_among_numbers_that_are_labelled_as_no_answer_are_none() -> None:
    labels = (Option("999997", "Refused"), Option("999998", "Don't know"), Option("999999", "No answer given"))
    found = read([*range(1000, 1060), 999997, 999998, 999998], *labels)
    assert found.question.kind is Kind.NUMERIC
    assert [(option.code, option.missing) for option in found.question.missing] == [
        ("999997", MissingKind.REFUSED),
        ("999998", MissingKind.DONT_KNOW),
        ("999999", MissingKind.NO_ANSWER),
    ]
    assert found.question.answered == 60


def test_a_negative_code_that_is_labelled_as_no_answer_is_none() -> None:
    found = read(
        [1, 2, -9, 98], Option("1", "Yes"), Option("2", "No"), Option("-9", "Refusal"), Option("98", "Don't know")
    )
    assert [option.code for option in found.question.missing] == ["-9"]
    assert [option.code for option in found.question.choices] == ["1", "2", "98"]


def test_labels_that_repeat_their_numbers_are_points() -> None:
    found = read([0, 10, 7, 7], *(Option(str(point), str(point)) for point in range(11)))
    assert found.question.kind is Kind.SCALE
    assert [option.score for option in found.question.options] == list(range(11))


def test_what_a_platform_writes_for_no_answer_is_set_apart_among_labelled_codes() -> None:
    labels = [Option(str(at), text) for at, text in enumerate(["Disagree", "Neutral", "Agree"], 1)]
    found = read([1, 2, -99, -99, 3], *labels, apart=(("-99", "no answer"), ("-66", "not asked")))
    assert found.question.kind is Kind.SCALE
    assert found.question.answered == 3
    assert found.question.missing == (Option("-99", "-99", MissingKind.NO_ANSWER),)
