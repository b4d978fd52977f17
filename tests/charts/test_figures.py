"""How numbers are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from topline.charts import figures, number

from .tables import cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7.0, "7"),
        (7.2, "7.2"),
        (7.2345, "7.23"),
        (23.456, "23.5"),
        (999.6, "1,000"),
        (1234567.8, "1,234,568"),
        (-12.34, "-12.3"),
        (0.01234, "0.0123"),
        (0.00001234, "1.23e-05"),
        (1.5e18, "1.50e+18"),
        (100, "100"),
        (None, "-"),
        (float("nan"), "-"),
        (float("inf"), "-"),
        (date(2018, 9, 30), "2018-09-30"),
        (datetime(2018, 9, 30), "2018-09-30"),
        (datetime(2018, 9, 30, 17, 5), "2018-09-30 17:05"),
    ],
)
def test_a_number_is_short_and_a_date_is_iso(value: float | date | None, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "people", "text"),
    [
        (0.0, 0, "0%"),
        (0.0, 3, "*"),
        (0.49, 1, "*"),
        (0.5, 1, "1%"),
        (28.5, 9, "29%"),
        (99.6, 9, "100%"),
        (None, 0, "-"),
        (float("nan"), 0, "-"),
    ],
)
def test_percentages_follow_the_field(value: float | None, people: int, text: str) -> None:
    assert figures.percent(value, people) == text


def test_a_statistic_stands_where_there_is_no_percentage() -> None:
    assert figures.share(replace(cell(3, 10), percent=None, mean=7.25)) == "7.25"


def test_numbers_that_are_compared_have_the_same_decimals() -> None:
    assert figures.aligned([7.2, 7.34, None, 12.0]) == ("7.20", "7.34", "-", "12.00")


def test_signs_are_written_but_for_zero() -> None:
    assert [figures.signed(value) for value in (12.4, 0.2, -5.5)] == ["+12", "0", "-6"]


def test_a_year_has_no_mark_between_thousands() -> None:
    assert [number(1983.25, years=years) for years in (True, False)] == ["1983", "1,983"]
    assert figures.aligned([1983.0, 1990.0], years=True) == ("1983", "1990")
