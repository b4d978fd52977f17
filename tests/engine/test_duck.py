"""The engine: stored types become what their question promises, faults are one line, and queries can be given up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from time import tzset
from typing import Any

import polars
import pytest

from topline.analysis import tabulate
from topline.engine import Cancel, Engine, EngineError, QueryCancelledError, Windows
from topline.survey import Answered, Chose, Kind, Not, Option, Question, Slice, Sql, Storage, Survey, View, What, Within

Opened = Callable[..., Engine]
ENDLESS = Sql("select count(*) from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3")
SOON = 20.0
"""Seconds after which a test gives up waiting for what takes milliseconds."""
NAMES = polars.DataFrame({"name": ["Ann", "Bob"]})
NAME = Question("name", Kind.OPEN)


def stored(engine: Engine, *questions: Question) -> list[tuple[Any, ...]]:
    """The answers to some questions, in the file's order."""
    return [reply.answers for reply in Windows(engine).window(Slice(), questions).replies]


class Asking(threading.Thread):
    """Asks the endless question in a thread, and keeps what came of it."""

    def __init__(self, engine: Engine, cancel: Cancel) -> None:
        super().__init__(daemon=True)
        self.engine, self.cancel = engine, cancel
        self.came: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.engine.query(ENDLESS, self.cancel)
        except EngineError as error:
            self.came = error


class Started(Cancel):
    """A handle that says when a query runs under it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()

    def attach(self, cursor: Any) -> None:
        super().attach(cursor)
        self.begun.set()


@pytest.mark.parametrize(
    ("column", "question", "values"),
    [
        (polars.Series([2**64 - 1, 0], dtype=polars.UInt64), Storage.INTEGER, [2**64 - 1, 0]),
        (polars.Series([-128, None], dtype=polars.Int8), Storage.INTEGER, [-128, None]),
        (polars.Series([3.0, None], dtype=polars.Float64), Storage.INTEGER, [3, None]),
        (polars.Series([Decimal("1.50"), Decimal("-0.01")]), Storage.REAL, [1.5, -0.01]),
        (polars.Series([1.5, float("nan")], dtype=polars.Float32), Storage.REAL, [1.5, None]),
        (polars.Series([1.5, float("inf")]), Storage.REAL, [1.5, float("inf")]),
        (polars.Series([time(9, 30), None]), Storage.TEXT, ["09:30:00", None]),
        (polars.Series([b"\x00\xff", b"ab"]), Storage.TEXT, ["\\x00\\xFF", "ab"]),
        (polars.Series([{"x": 1, "y": "a"}, None]), Storage.TEXT, ["{'x': 1, 'y': a}", None]),
        (polars.Series(["low", "high"], dtype=polars.Categorical), Storage.TEXT, ["low", "high"]),
        (polars.Series([date(2024, 3, 1), None]), Storage.DATE, [datetime(2024, 3, 1), None]),
        (polars.Series(["", None]), Storage.TEXT, ["", None]),
    ],
)
def test_stored_types_become_what_the_question_promises(
    column: polars.Series, question: Storage, values: list[Any], opened: Opened
) -> None:
    asked = Question("q", Kind.OPEN, column="c", storage=question)
    found = stored(opened(polars.DataFrame({"c": column}), asked), asked)
    assert found == [(value,) for value in values]
    assert [type(value) for (value,) in found] == [type(value) for value in values]


@pytest.fixture
def _in_kolkata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer that is not in UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Kolkata")
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("_in_kolkata")
def test_moments_with_a_time_zone_are_in_utc(opened: Opened) -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    moments = [datetime(2024, 3, 1, 4, tzinfo=there), datetime(2024, 3, 1, 4, tzinfo=UTC)]
    frame = polars.DataFrame({"sent": polars.Series(moments, dtype=polars.Datetime("us", "UTC"))})
    sent = Question("sent", Kind.DATE, storage=Storage.DATE)
    assert stored(opened(frame, sent), sent) == [(datetime(2024, 2, 29, 22, 30),), (datetime(2024, 3, 1, 4),)]


def test_answers_joined_in_one_text_count_once_a_person(opened: Opened) -> None:
    frame = polars.DataFrame({"tools": ["saw; drill;saw", " drill ;;", ";", "", "  ", None, "it's"]})
    tools = Question("tools", Kind.MULTI, separator="; ", options=tuple(Option(c, c) for c in ("saw", "drill", "it's")))
    engine = opened(frame, tools)
    found = [None if answers is None else sorted(answers) for (answers,) in stored(engine, tools)]
    assert found == [["drill", "saw"], ["drill"], [], None, None, None, ["it's"]]
    rows = tabulate(View(What.TOPLINE, "tools"), engine).rows
    assert {row.code: row.cells[0].count for row in rows} == {"saw": 1, "drill": 2, "it's": 1}


@pytest.mark.parametrize("separator", ["'", "|", ".", "%", ", "])
def test_any_sign_can_stand_between_answers(separator: str, opened: Opened) -> None:
    tools = Question("tools", Kind.MULTI, separator=separator)
    engine = opened(polars.DataFrame({"tools": [f"saw{separator}drill"]}), tools)
    assert sorted(stored(engine, tools)[0][0]) == ["drill", "saw"]


@pytest.mark.parametrize("name", ["[red]*what?.parquet", "it's.parquet", 'say "hi".parquet', "ünï {a,b}.parquet"])
def test_any_name_of_a_file_is_only_a_name(name: str, opened: Opened) -> None:
    opened(polars.DataFrame({"name": ["somebody else"]}), NAME, name="r.parquet")
    assert stored(opened(NAMES, NAME, name=name), NAME) == [("Ann",), ("Bob",)]


@pytest.mark.parametrize(
    "column", ["file_row_number", "File_Row_Number", "#row", "rowid", "position", "filename", "select", 'a"b']
)
def test_any_name_of_a_column_is_only_a_name(column: str, opened: Opened) -> None:
    question = Question("q", Kind.NUMERIC, column=column, storage=Storage.INTEGER)
    engine = opened(polars.DataFrame({column: range(1000, 0, -1)}), question)
    window = Windows(engine).window(Slice(), (question,), offset=990, limit=3)
    assert [(reply.row, *reply.answers) for reply in window.replies] == [(990, 10), (991, 9), (992, 8)]
    window = Windows(engine).window(Slice((Within("q", 0, 3),)), (question,), sort="q")
    assert [(reply.row, *reply.answers) for reply in window.replies] == [(999, 1), (998, 2)]


def test_a_column_that_would_hide_the_engines_own_is_refused(opened: Opened) -> None:
    with pytest.raises(EngineError, match="a column cannot be called 'Topline:row'; rename it"):
        opened(polars.DataFrame({"Topline:row": [1]}))


def test_not_a_number_is_no_answer_wherever_it_is_asked(opened: Opened) -> None:
    """The statistics in a file's footer leave such values out, and a query must not trust them to be all."""
    weight = Question("w", Kind.NUMERIC, storage=Storage.REAL)
    engine = opened(polars.DataFrame({"w": [1.0, float("nan"), None, float("inf")]}), weight)
    windows = Windows(engine)
    assert windows.count(Slice((Answered("w"),))) == 1
    assert windows.count(Slice((Not(Answered("w")),))) == 3
    assert windows.count(Slice((Not(Within("w", high=5)),))) == 3


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 this is no parquet PAR1")
    for path in (broken, tmp_path / "none.parquet", tmp_path):
        with pytest.raises(EngineError) as caught:
            Engine(path, Survey("x", ()))
        assert str(caught.value).startswith(f"{path}: cannot be read: ")
        assert "\n" not in str(caught.value)


def test_a_refused_query_is_one_line_with_its_cause(opened: Opened) -> None:
    engine = opened(NAMES, NAME)
    for sql in (Sql("select nothing from replies"), Sql("select\n'", ()), Sql("select ?", ())):
        with pytest.raises(EngineError) as caught:
            engine.query(sql)
        assert "\n" not in str(caught.value)
        assert caught.value.__cause__ is not None
    assert engine.query(Sql("select ?", ("still here",))) == [("still here",)]


def test_values_are_bound(opened: Opened) -> None:
    engine = opened(NAMES, Question("name", Kind.SINGLE))
    assert Windows(engine).count(Slice((Chose("name", ("Ann",)),))) == 1
    assert Windows(engine).count(Slice((Chose("name", ("' or true or '",)),))) == 0


def test_a_long_query_is_given_up_from_another_thread(opened: Opened) -> None:
    engine, cancel = opened(NAMES, NAME), Started()
    asking = Asking(engine, cancel)
    assert cancel.begun.wait(SOON)
    cancel.cancel()
    asking.join(SOON)
    assert not asking.is_alive()
    assert isinstance(asking.came, QueryCancelledError)
    assert engine.query(Sql("select 1")) == [(1,)], "other queries go on"


def test_a_handle_that_was_given_up_refuses(opened: Opened) -> None:
    engine, cancel = opened(NAMES, NAME), Cancel()
    assert engine.query(Sql("select 1"), cancel) == [(1,)]
    assert not cancel.is_cancelled
    cancel.cancel()
    assert cancel.is_cancelled
    with pytest.raises(QueryCancelledError):
        engine.query(Sql("select 1"), cancel)
    assert engine.query(Sql("select 1"), Cancel()) == [(1,)]


def test_cancelling_one_of_two_leaves_the_other(opened: Opened) -> None:
    engine, first, second = opened(NAMES, NAME), Started(), Started()
    one, other = Asking(engine, first), Asking(engine, second)
    assert first.begun.wait(SOON)
    assert second.begun.wait(SOON)
    first.cancel()
    one.join(SOON)
    assert isinstance(one.came, QueryCancelledError)
    assert other.is_alive()
    second.cancel()
    other.join(SOON)
    assert isinstance(other.came, QueryCancelledError)


def test_closing_gives_up_what_runs_and_refuses_what_comes(opened: Opened) -> None:
    engine, cancel = opened(NAMES, NAME), Started()
    asking = Asking(engine, cancel)
    assert cancel.begun.wait(SOON)
    engine.close()
    asking.join(SOON)
    assert isinstance(asking.came, QueryCancelledError)
    with pytest.raises(EngineError):
        engine.query(Sql("select 1"))
    engine.close()


def test_leaving_the_block_closes(tmp_path: Path) -> None:
    NAMES.write_parquet(tmp_path / "a.parquet")
    with Engine(tmp_path / "a.parquet", Survey("x", (NAME,))) as engine:
        assert engine.query(Sql("select count(*) from replies")) == [(2,)]
    with pytest.raises(EngineError):
        engine.query(Sql("select 1"))


def test_many_threads_ask_at_once(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"n": range(1000)}), Question("n", Kind.NUMERIC, storage=Storage.INTEGER))
    windows, found = Windows(engine), {}

    def ask(number: int) -> None:
        found[number] = windows.window(Slice((Within("n", number),)), (), sort="-n", limit=1).total

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(0, 800, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert found == {number: 1000 - number for number in range(0, 800, 100)}
