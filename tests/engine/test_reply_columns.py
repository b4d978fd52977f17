"""Of a wide file a statement is given the columns that it names, and no others."""

from __future__ import annotations

from collections.abc import Callable

import polars
import pytest

from topline.engine import Building, Engine, EngineError, Windows, duck
from topline.engine.reply_columns import ReplyColumns
from topline.survey import Answered, Kind, Option, Question, Slice, Sql, Storage, WordCount

COLUMNS = ReplyColumns("file", {'"a"': "a + 1", '"b ""c"': "b", '"q"': "q"})


@pytest.mark.parametrize(
    ("statement", "narrowed"),
    [
        (
            'select "a" from replies where "q" > 1',
            'with replies as not materialized (select a + 1 as "a", q as "q" from file) '
            'select "a" from replies where "q" > 1',
        ),
        (
            """select '"a"', '''"q"' as "x" from replies where "b ""c" = '"'""",
            """with replies as not materialized (select b as "b ""c" from file) """
            """select '"a"', '''"q"' as "x" from replies where "b ""c" = '"'""",
        ),
        (
            "select count(*) from replies",
            "with replies as not materialized (select 1 from file) select count(*) from replies",
        ),
        (
            'with t as materialized (select "q" from replies) select * from t',
            'with replies as not materialized (select q as "q" from file), '
            't as materialized (select "q" from replies) select * from t',
        ),
        (
            'create table pool_1 as select "q" from replies',
            'create table pool_1 as with replies as not materialized (select q as "q" from file) '
            'select "q" from replies',
        ),
    ],
)
def test_columns_that_are_named(statement: str, narrowed: str) -> None:
    assert COLUMNS.narrowed(statement) == narrowed


def test_of_thousands_of_columns_those_few_are_made_out(opened: Callable[..., Engine]) -> None:
    frame = polars.DataFrame({f"q{at}": [float(at), None, at + 1.0] for at in range(3000)})
    questions = [Question(f"q{at}", Kind.NUMERIC, storage=Storage.REAL) for at in range(3000)]
    engine = opened(frame, *questions)
    windows = Windows(engine)
    (reply,) = windows.window(Slice((Answered("q7"),)), (questions[2999], questions[0]), 1, 5).replies
    assert (reply.row, reply.answers) == (2, (3000.0, 1.0))
    with pytest.raises(EngineError, match="q8"):
        engine.query(Sql('select "q7", q8 from replies'))


def test_a_question_whose_column_is_not_there(opened: Callable[..., Engine]) -> None:
    with pytest.raises(EngineError, match="there is no column 'colum'; nearest: column"):
        opened(polars.DataFrame({"column": ["x"]}), Question("colum", Kind.OPEN))


def test_a_store_of_thousands_of_columns(opened: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "WIDE", 2)
    options = (Option("b", "B"), Option("a", "A"))
    questions = Question("one", Kind.SINGLE, options=options), Question("how", Kind.OPEN)
    engine = opened(polars.DataFrame({"one": ["a", "b", None], "how": ["x y", " ", "z"]}), *questions)
    plan = engine.plan()
    assert plan
    assert Building(plan).run()
    assert engine.adopt(plan.place)
    windows = Windows(engine)
    assert [reply.row for reply in windows.window(Slice(), engine.survey.questions, sort="one").replies] == [1, 0, 2]
    assert windows.count(Slice((WordCount("how", 2, 2),))) == 1
    plan.place.write_bytes(b"")
    assert engine._abandon(plan.place)
    assert windows.window(Slice(), questions).replies[0].answers == ("a", "x y")
