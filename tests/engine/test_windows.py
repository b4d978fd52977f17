"""Windows: wherever one lies and whatever the order, it is a piece of the whole, sorted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.engine import Cancel, Engine, EngineError, QueryCancelledError, Windows
from topline.engine.windows import KEPT_ORDERS
from topline.survey import (
    Answered,
    Chose,
    Kind,
    Option,
    Question,
    Role,
    Slice,
    Sql,
    Storage,
    Survey,
    UnknownNameError,
    Within,
)

Opened = Callable[..., Engine]
SIZES = ("small", "medium", "it's large")
QUESTIONS = (
    Question("who", Kind.OPEN, role=Role.ID),
    Question("size", Kind.SINGLE, options=tuple(Option(size, size) for size in SIZES)),
    Question("plain", Kind.SINGLE),
    Question("rated", Kind.SCALE, storage=Storage.INTEGER, options=tuple(Option(str(n), str(n)) for n in (3, 1, 2))),
    Question("tools", Kind.MULTI),
    Question("income", Kind.NUMERIC, storage=Storage.REAL),
    Question("moved", Kind.DATE, storage=Storage.DATE),
    Question("how", Kind.OPEN),
)
SCHEMA = {
    "who": polars.String,
    "size": polars.String,
    "plain": polars.String,
    "rated": polars.Int8,
    "tools": polars.List(polars.String),
    "income": polars.Float64,
    "moved": polars.Datetime,
    "how": polars.String,
}
ROWS = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["a", "b", "Ä", "10", "9", None]),
        "size": st.sampled_from([*SIZES, "unlisted", None]),
        "plain": st.sampled_from(["b", "a", "", None]),
        "rated": st.none() | st.integers(1, 3),
        "tools": st.none() | st.lists(st.sampled_from("ab"), max_size=3),
        "income": st.none() | st.floats(width=32) | st.integers(0, 3).map(float),
        "moved": st.none() | st.integers(0, 3).map(lambda days: datetime(2024, 3, 1) + timedelta(days=days)),
        "how": st.none() | st.text("ab ü", max_size=4),
    }
)
KEYS: dict[str, Callable[[Any], Any]] = {
    "size": lambda size: SIZES.index(size) if size in SIZES else None,
    "tools": len,
    "how": len,
    "income": lambda income: None if income != income else income,
}
"""What an answer is sorted by, where that is not its value; None for what comes last."""


@contextmanager
def windows_over(rows: list[dict[str, Any]], *, behind: bool = False) -> Iterator[Windows]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "replies.parquet"
        polars.DataFrame(rows, schema=SCHEMA).write_parquet(path)
        with Engine(path, Survey("Test", QUESTIONS, respondents=len(rows))) as engine:
            yield Windows(engine, behind=behind)


def sorted_rows(rows: list[dict[str, Any]], sort: str, people: list[int]) -> list[int]:
    """The positions of these people in the order that windows promise."""
    name = sort.removeprefix("-")
    key = KEYS.get(name, lambda answer: answer)
    keys = {row: None if rows[row][name] is None else key(rows[row][name]) for row in people}
    given = sorted((row for row in people if keys[row] is not None), key=keys.__getitem__)
    if sort.startswith("-"):
        # Equal ones keep the file's order in both directions.
        given = sorted(given, key=keys.__getitem__, reverse=True)
    return given + [row for row in people if keys[row] is None]


@settings(max_examples=25)
@given(
    st.lists(ROWS, max_size=14),
    st.sampled_from([sign + question.name for question in QUESTIONS for sign in ("", "-")]),
    st.booleans(),
    st.integers(1, 6),
)
def test_every_window_is_a_piece_of_the_sorted_whole(
    rows: list[dict[str, Any]], sort: str, filtered: bool, limit: int
) -> None:
    people = Slice((Answered("plain"),)) if filtered else Slice()
    counted = [at for at, row in enumerate(rows) if row["plain"] is not None or not filtered]
    whole = sorted_rows(rows, sort, counted)
    how = QUESTIONS[-1]
    with windows_over(rows) as windows:
        assert windows.count(people) == len(counted)
        for order, expected in ((sort, whole), ("", counted)):
            for offset in range(len(rows) + 2):
                window = windows.window(people, (how,), offset, limit, order)
                assert (window.offset, window.total) == (offset, len(counted))
                assert [reply.row for reply in window.replies] == expected[offset : offset + limit]
                assert [reply.answers for reply in window.replies] == [
                    (rows[reply.row]["how"],) for reply in window.replies
                ]


@settings(max_examples=25)
@given(
    st.lists(ROWS, max_size=14),
    st.sampled_from([sign + question.name for question in QUESTIONS for sign in ("", "-")] + [""]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 16), st.integers(1, 6), st.booleans()), min_size=1, max_size=6),
)
def test_windows_that_do_not_wait_for_their_order_are_the_same_pieces(
    rows: list[dict[str, Any]], sort: str, filtered: bool, asked: list[tuple[int, int, bool]]
) -> None:
    """Whatever is asked first, and whether the order is being prepared, is prepared, or never will be."""
    people = Slice((Answered("plain"),)) if filtered else Slice()
    counted = [at for at, row in enumerate(rows) if row["plain"] is not None or not filtered]
    whole = sorted_rows(rows, sort, counted) if sort else counted
    with windows_over(rows, behind=True) as windows, patch("topline.engine.windows.FIRST", 8):
        for offset, limit, passing in asked:
            window = windows.window(people, QUESTIONS, offset, limit, sort, passing=passing)
            assert [reply.row for reply in window.replies] == whole[offset : offset + limit]
            answers = [tuple(rows[reply.row][question.name] for question in QUESTIONS) for reply in window.replies]
            assert [without_nan(reply.answers) for reply in window.replies] == list(map(without_nan, answers))
            if window.counted:
                assert window.total == len(whole)
            else:
                assert window.total == offset + len(window.replies) <= len(whole)
        assert windows.count(people) == len(whole)
        assert windows.window(people, (), 0, 3, sort).counted


def without_nan(answers: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is not a number is no answer."""
    return tuple(None if answer != answer else answer for answer in answers)


def test_an_order_that_is_read_is_not_dropped_under_it(opened: Opened) -> None:
    size = Question("n", Kind.NUMERIC, storage=Storage.INTEGER)
    engine = opened(polars.DataFrame({"n": range(500)}), size)
    windows, faults, done = Windows(engine), [], []

    def read(number: int) -> None:
        try:
            for at in range(12):
                people = Slice((Within("n", (number + at) % 9),))
                window = windows.window(people, (size,), 100, 5, "-n")
                assert [reply.answers for reply in window.replies] == [(499 - 100 - step,) for step in range(5)]
            done.append(number)
        except EngineError as error:
            faults.append(error)

    with patch("topline.engine.windows.KEPT_ORDERS", 1):
        threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert faults == []
    assert len(done) == 6
    assert len(orders(engine)) <= 1


def test_a_newer_order_takes_the_place_of_one_that_is_being_prepared(opened: Opened) -> None:
    numbers = Question("n", Kind.NUMERIC, storage=Storage.INTEGER)
    engine = opened(polars.DataFrame({"n": range(5_000)}), numbers)
    windows = Windows(engine, behind=True)
    for least in range(40):
        people = Slice((Within("n", least),))
        assert [reply.row for reply in windows.window(people, (), 0, 2, "-n").replies] == [4_999, 4_998]
    window = windows.window(Slice((Within("n", 39),)), (), 4_000, 2, "-n")
    assert ([reply.row for reply in window.replies], window.total) == ([999, 998], 4_961)
    assert len(orders(engine)) <= KEPT_ORDERS


def test_a_slice_that_is_not_counted_yet_says_so(opened: Opened) -> None:
    numbers = Question("n", Kind.NUMERIC, storage=Storage.INTEGER)
    windows = Windows(opened(polars.DataFrame({"n": range(100)}), numbers), behind=True)
    people = Slice((Within("n", 10),))
    window = windows.window(people, (), 0, 20, passing=True)
    assert (window.total, window.counted) == (20, False)
    assert windows.window(people, (), 80, 20, passing=True).total == 90, "where it ends is seen"
    assert windows.window(people, (), 0, 20, passing=True).counted, "and remembered"
    assert windows.window(people, (), 95, 20, passing=True).total == 90
    assert windows.window(Slice(), (), 0, 20, "-n").total == 100, "that of the whole file is known"


def test_waiting_for_an_order_can_be_given_up(opened: Opened) -> None:
    numbers = Question("n", Kind.NUMERIC, storage=Storage.INTEGER)
    windows, cancel = Windows(opened(polars.DataFrame({"n": range(100)}), numbers), behind=True), Cancel()
    cancel.cancel()
    with pytest.raises(QueryCancelledError):
        windows.window(Slice((Within("n", 1),)), (numbers,), 5_000, 5, "n", cancel)
    assert windows.window(Slice((Within("n", 1),)), (), 5_000, 5, "n").total == 99


@pytest.fixture
def sizes(opened: Opened) -> Engine:
    """Six replies whose sizes are in no order."""
    stored = ["medium", None, "it's large", "small", "medium", "small"]
    return opened(polars.DataFrame({"size": stored}), QUESTIONS[1])


def rows_by(windows: Windows, sort: str, people: Slice | None = None) -> list[int]:
    return [reply.row for reply in windows.window(people or Slice(), (), sort=sort).replies]


def test_options_stand_in_the_codebooks_order_and_not_in_the_alphabets(sizes: Engine) -> None:
    assert rows_by(Windows(sizes), "size") == [3, 5, 0, 4, 2, 1]
    assert rows_by(Windows(sizes), "-size") == [2, 0, 4, 3, 5, 1]


def test_counting_and_searching_agree_with_the_window(opened: Opened) -> None:
    how = Question("how", Kind.OPEN)
    windows = Windows(opened(polars.DataFrame({"how": ["Linked In", "50%", None, "linked", "5000"]}), how))
    for people, rows in (
        (Slice(), [0, 1, 2, 3, 4]),
        (Slice(search="LINKED"), [0, 3]),
        (Slice(search="0%"), [1]),
        (Slice((Answered("how"),), search="0"), [1, 4]),
        (Slice(search="nobody"), []),
    ):
        assert windows.count(people) == len(rows)
        assert rows_by(windows, "", people) == rows


def test_a_weight_changes_no_window_and_prepares_no_other_order(sizes: Engine) -> None:
    windows = Windows(sizes)
    small = Slice((Chose("size", ("small",)),))
    rows_by(windows, "", small)
    tables = orders(sizes)
    assert rows_by(windows, "", Slice(small.conditions, weight="size")) == [3, 5]
    assert orders(sizes) == tables


def test_one_reply_is_found_by_its_row(sizes: Engine) -> None:
    windows, size = Windows(sizes), QUESTIONS[1]
    reply = windows.reply(2, (size,))
    assert reply is not None
    assert (reply.row, reply.answers) == (2, ("it's large",))
    assert windows.reply(6, (size,)) is None
    assert windows.reply(-1, (size,)) is None


def test_a_survey_that_does_not_know_its_length_is_counted(tmp_path: Path) -> None:
    polars.DataFrame({"how": ["a", "b"]}).write_parquet(tmp_path / "a.parquet")
    with Engine(tmp_path / "a.parquet", Survey("x", (Question("how", Kind.OPEN),))) as engine:
        assert Windows(engine).window(Slice(), ()).total == 2


def orders(engine: Engine) -> set[str]:
    return {name for (name,) in engine.query(Sql("select table_name from duckdb_tables()"))}


def test_only_the_last_orders_are_kept(sizes: Engine) -> None:
    windows = Windows(sizes)
    slices = [Slice((Chose("size", (size,)),)) for size in (*SIZES, "a", "b", "c")]
    for people in slices:
        rows_by(windows, "size", people)
        assert len(orders(sizes)) <= KEPT_ORDERS
    kept = orders(sizes)
    assert rows_by(windows, "size", slices[-1]) == []
    assert orders(sizes) == kept, "the last ones are still there"
    assert rows_by(windows, "size", slices[0]) == [3, 5], "a dropped one is prepared again"
    assert orders(sizes) != kept


def test_an_order_that_was_given_up_is_prepared_again(sizes: Engine) -> None:
    windows, cancel = Windows(sizes), Cancel()
    cancel.cancel()
    with pytest.raises(QueryCancelledError):
        windows.window(Slice(), (), sort="size", cancel=cancel)
    assert orders(sizes) == set()
    assert rows_by(windows, "size")[0] == 3


def test_sorting_by_what_is_no_question_lists_the_nearest(sizes: Engine) -> None:
    with pytest.raises(UnknownNameError, match="no question 'sise'; nearest: size"):
        Windows(sizes).window(Slice(), (), sort="-sise")
