"""Texts that are numbers or dates, and those that only look so."""

from datetime import datetime

import pytest

from topline.readers.dates import dates_of
from topline.readers.numbers import numbers_of


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1", "-2", "0"], [1, -2, 0]),
        (["1.5", ".5", "-0.25"], [1.5, 0.5, -0.25]),
        (["1.0", "2.0"], [1, 2]),
        (["1e-05", "0.1"], [1e-05, 0.1]),
        (["1,250", "12,500", "90"], [1250, 12500, 90]),
        (["60,5", "61,25"], [60.5, 61.25]),
        (["1.234,50", "987,00", "12.000,25"], [1234.5, 987, 12000.25]),
        (["10%", "20 %"], [10, 20]),
        (["$1,000", "$5"], [1000, 5]),
    ],
)
def test_numbers_in_every_hand(texts: list[str], values: list[float]) -> None:
    found = numbers_of(texts)
    assert found
    assert list(found.values.values()) == values


@pytest.mark.parametrize(
    "texts",
    [
        ["0001", "0002"],
        ["9876543210987654300"],
        ["1E5", "12E4"],
        ["1.14083E+11"],
        ["1-2", "3-4"],
        ["10:30"],
        ["1", "two"],
        ["inf"],
        ["0x1F"],
        ["٣٥"],
        ["1e309"],
        ["10%", "20"],
    ],
)
def test_what_only_looks_like_numbers_stays_text(texts: list[str]) -> None:
    assert numbers_of(texts) is None


@pytest.mark.parametrize(
    ("texts", "first", "have_time"),
    [
        (["2024-06-01", "2024-06-02"], datetime(2024, 6, 1), False),
        (["2024-06-01T09:30:00Z"], datetime(2024, 6, 1, 9, 30), True),
        (["2024-06-01 09:30:00+02:00"], datetime(2024, 6, 1, 7, 30), True),
        (["2020/07/21 10:41:23 PM GMT+2"], datetime(2020, 7, 21, 20, 41, 23), True),
        (["01.06.2024", "13.06.2024"], datetime(2024, 6, 1), False),
        (["6/1/2024", "6/13/2024"], datetime(2024, 6, 1), False),
        (["1/6/2024", "13/6/2024"], datetime(2024, 6, 1), False),
        (["6/1/24 9:05"], datetime(2024, 6, 1, 9, 5), True),
        (["1 Jun 2024", "02-June-2024"], datetime(2024, 6, 1), False),
        (["June 1, 2024"], datetime(2024, 6, 1), False),
    ],
)
def test_dates_in_every_hand(texts: list[str], first: datetime, have_time: bool) -> None:
    found = dates_of(texts)
    assert found
    assert found.moments[texts[0]] == first
    assert found.have_time is have_time


@pytest.mark.parametrize(
    "texts",
    [
        ["2024-02-30"],
        ["0000-00-00"],
        ["13/13/2024"],
        ["2024-06-01", "01/06/2024"],
        ["1-2", "3-4"],
        ["2567/06/01 9:00"],
        ["2024"],
        ["10:30"],
        ["6/1/2024", "6/13/2024", "14/6/2024"],
    ],
)
def test_what_only_looks_like_dates_stays_text(texts: list[str]) -> None:
    assert dates_of(texts) is None


def test_where_both_orders_give_dates_the_shorter_span_wins_and_is_told() -> None:
    found = dates_of(["6/1/2024", "6/2/2024", "6/3/2024"])
    assert found
    assert found.moments["6/2/2024"] == datetime(2024, 6, 2)
    assert "either is possible" in found.note


def test_where_both_orders_give_dates_replies_that_stand_in_the_order_of_time_tell() -> None:
    """Once a month, on about the fifth: day first, they would jump to and fro."""
    found = dates_of(["1/5/2024", "2/5/2024", "3/4/2024", "4/6/2024", "5/5/2024", "6/5/2024"])
    assert found
    assert found.moments["3/4/2024"] == datetime(2024, 3, 4)
    assert "in the order of time" in found.note


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2562/07/26 10:06:06 หลังเที่ยง GMT+7", datetime(2019, 7, 26, 15, 6, 6)),
        ("2562/07/27 1:06:06 ก่อนเที่ยง GMT+7", datetime(2019, 7, 26, 18, 6, 6)),
        ("2021. 3. 5 오후 3:12:11", datetime(2021, 3, 5, 15, 12, 11)),
        ("2021/3/5 下午3:12:11", datetime(2021, 3, 5, 15, 12, 11)),
        ("2021/03/05 午前 12:12:11", datetime(2021, 3, 5, 0, 12, 11)),
        ("25/3/2021 3:12:11 p. m.", datetime(2021, 3, 25, 15, 12, 11)),
        ("2021年3月5日", datetime(2021, 3, 5)),
    ],
)
def test_dates_as_forms_write_them_in_other_languages(text: str, moment: datetime) -> None:
    found = dates_of([text])
    assert found is not None
    assert found.moments[text] == moment


def test_a_year_of_another_era_is_read_only_where_words_tell_the_era() -> None:
    assert dates_of(["2562/07/26 10:06:06"]) is None


@pytest.mark.parametrize(
    ("texts", "moment", "note"),
    [
        (
            ["2025/01/16 4:20:56 pm CET", "2025/06/16 4:20:56 PM CEST"],
            datetime(2025, 1, 16, 16, 20, 56),
            "CEST and CET",
        ),
        (["2021-08-10T23:08:56+02:00", "2021-08-10T23:08:56Z"], datetime(2021, 8, 10, 21, 8, 56), "in UTC"),
    ],
)
def test_times_of_a_zone_that_is_only_named_stay_as_they_are_written(
    texts: list[str], moment: datetime, note: str
) -> None:
    found = dates_of(texts)
    assert found
    assert found.moments[texts[0]] == moment
    assert note in found.note


def test_words_behind_times_that_name_no_zone_make_no_dates() -> None:
    assert dates_of(["2020/05/05 4:20 pm EST", "2020/05/05 4:20 pm"]) is None
    assert dates_of([f"2020/05/05 4:20 {word}" for word in ("then", "now", "later")]) is None
