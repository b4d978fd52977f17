"""Several answers among many options: counted by taking lists apart, the same numbers as option by option."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from topline.analysis import crossing, passes, tabulate
from topline.engine import Engine, Windows
from topline.survey import (
    Base,
    Kind,
    MissingKind,
    Net,
    Option,
    Question,
    Role,
    Slice,
    Storage,
    Table,
    View,
    What,
    chose,
)

from .conftest import Opened

CODES = [f"b{at:02d}" for at in range(40)]
BRANDS = Question(
    "brands",
    Kind.MULTI,
    options=(*(Option(code, code.upper()) for code in CODES), Option("none", "None", MissingKind.NO_ANSWER)),
    nets=(Net("Low", tuple(CODES[:5])), Net("High", tuple(CODES[30:]))),
)
AGE = Question("age", Kind.SINGLE, storage=Storage.INTEGER, options=tuple(Option(str(at), str(at)) for at in range(4)))
JOB = Question("job", Kind.SINGLE, options=tuple(Option(code, code) for code in ("clerk", "smith")))
SEX = Question("sex", Kind.SINGLE, options=(Option("f", "Women"), Option("m", "Men")))
TOOLS = Question("tools", Kind.MULTI, options=(Option("x", "X"), Option("y", "Y")))
HOURS = Question("hours", Kind.NUMERIC, storage=Storage.INTEGER)
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT)


def replies(*, repeated: bool) -> pl.DataFrame:
    """Some mention a brand that nobody listed, or none; where it is so, some say the same brand twice."""
    chance = random.Random(5)
    rows = []
    for at in range(300):
        named: list[str] | None = chance.sample([*CODES, "unlisted"], chance.randint(0, 6))
        if at % 11 == 0:
            named = None
        elif at % 13 == 0:
            named = ["none"]
        elif repeated and named:
            named = named + named[:1]
        rows.append(
            {
                "brands": named,
                "age": None if at % 17 == 0 else at % 5,
                "job": ("clerk", "smith", "other", None)[at % 7 % 4],
                "sex": ("f", "m", None)[at % 5 % 3],
                "tools": [*"x" * (at % 2), *"y" * (at % 3 == 0)],
                "hours": at % 60,
                "w": 0.5 + at % 3,
            }
        )
    types = {
        "brands": pl.List(pl.String),
        "tools": pl.List(pl.String),
        "age": pl.Int64,
        "job": pl.String,
        "sex": pl.String,
        "hours": pl.Int64,
    }
    return pl.DataFrame(rows, schema=types | {"w": pl.Float64})


@pytest.fixture(params=[False, True], ids=["once", "repeated"])
def engine(opened: Opened, request: pytest.FixtureRequest) -> Engine:
    return opened(replies(repeated=request.param), BRANDS, AGE, JOB, SEX, TOOLS, HOURS, WEIGHT)


def counted(table: Table) -> list[tuple[object, ...]]:
    cells = [
        (row.label, column.label, cell.count, round(cell.weighted, 9), cell.letters, cell.percent)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    return [*cells, *((column.label, column.base.unweighted, column.base.effective) for column in table.columns)]


@pytest.mark.parametrize("columns", [(), ("age",), ("tools",), ("hours",), ("age", "job"), ("age", "tools", "job")])
@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("base", [None, Base.EVERYONE])
def test_the_same_as_option_by_option(
    engine: Engine, columns: tuple[str, ...], weight: str, base: Base | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = What.CROSSTAB if columns else What.TOPLINE
    view = View(what, "brands", columns, Slice(weight=weight), base=base)
    table = tabulate(view, engine)
    assert any(row.net for row in table.rows)
    assert any(row.label == "unlisted" for row in table.rows)
    monkeypatch.setattr(passes, "is_many", lambda _: False)
    assert counted(table) == counted(tabulate(view, engine))


@pytest.mark.parametrize("rows", ["brands", "tools", "job", "hours"])
@pytest.mark.parametrize("columns", [("age", "job"), ("age", "tools", "sex"), ("sex", "age", "job")])
@pytest.mark.parametrize("slice_", [Slice(), Slice(weight="w"), Slice((chose(SEX, "m"),))], ids=["", "weighted", "men"])
@pytest.mark.parametrize("base", [None, Base.EVERYONE])
def test_banner_questions_give_the_same_together_as_one_by_one(
    engine: Engine,
    rows: str,
    columns: tuple[str, ...],
    slice_: Slice,
    base: Base | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where one of them is the question of the rows, and where many say nothing to it."""
    view = View(What.CROSSTAB, rows, columns, slice_, base=base)
    together = counted(tabulate(view, engine))
    monkeypatch.setattr(crossing, "_counted_together", lambda _: [])
    assert together == counted(tabulate(view, engine))


def test_banner_questions_of_one_answer_are_counted_by_one_statement(
    engine: Engine, ask: Callable[..., list[str]]
) -> None:
    assert len(ask(engine, View(What.CROSSTAB, "job", ("age", "sex")))) == 1


def test_every_cell_opens_as_many_replies_as_it_counts(engine: Engine) -> None:
    windows = Windows(engine)
    table = tabulate(View(What.CROSSTAB, "brands", ("age", "job")), engine)
    for row in table.rows:
        for cell in row.cells:
            assert cell.slice is not None
            assert windows.count(cell.slice) == cell.count


def test_one_pass_for_all_banner_questions_of_one_answer_whatever_the_options(
    engine: Engine, ask: Callable[..., list[str]]
) -> None:
    """Which codes nobody listed, and whether lists repeat any, is looked up once a file."""
    view = View(What.CROSSTAB, "brands", ("age", "job", "tools"))
    tabulate(view, engine)
    statements = ask(engine, view)
    assert len([text for text in statements if "unnest" in text and "grouping_id" in text]) == 2
    assert max(map(len, statements)) < 3_000


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answer a view and tell the statements that were run."""

    def run(engine: Engine, view: View) -> list[str]:
        statements: list[str] = []
        query = Engine.query
        monkeypatch.setattr(
            Engine, "query", lambda self, sql, cancel=None: (statements.append(sql.text), query(self, sql, cancel))[1]
        )
        tabulate(view, engine)
        return statements

    return run


def test_a_net_that_is_called_as_its_one_answer_counts_the_same_people(opened: Opened) -> None:
    code = BRANDS.options[1].code
    brands = replace(BRANDS, nets=(Net(code, (code,)),))
    table = tabulate(
        View(What.TOPLINE, "brands"), opened(replies(repeated=False), brands, AGE, JOB, TOOLS, HOURS, WEIGHT)
    )
    net, option = (row.cells[0].count for row in table.rows if row.code == code)
    assert net == option > 0


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("rows", [BRANDS, TOOLS, AGE], ids=["many", "several", "one"])
def test_a_base_may_be_told_by_a_question_of_the_banner(rows: Question, weight: str, opened: Opened) -> None:
    asked = replace(rows, base="job = 'clerk'")
    frame = replies(repeated=False)
    engine = opened(frame, *(asked if one is rows else one for one in (BRANDS, AGE, JOB, SEX, TOOLS, WEIGHT)))
    beside = [one for one in ("age", "job", "sex") if one != rows.name]
    people = Slice(weight=weight)

    def counted(*columns: str) -> list[list[tuple[int, float]]]:
        table = tabulate(View(What.CROSSTAB, rows.name, columns, people), engine)
        _, *rest = zip(*([(cell.count, cell.weighted) for cell in row.cells] for row in table.rows), strict=True)
        return [[*column] for column in rest]

    together, apart = counted(*beside), [column for one in beside for column in counted(one)]
    assert [[n for n, _ in column] for column in together] == [[n for n, _ in column] for column in apart]
    assert [w for column in together for _, w in column] == pytest.approx([w for column in apart for _, w in column])
    windows = Windows(engine)
    table = tabulate(View(What.CROSSTAB, rows.name, tuple(beside), people), engine)
    cells = [cell for row in table.rows for cell in row.cells if cell.slice is not None]
    assert all(windows.count(cell.slice) == cell.count for cell in cells if cell.slice)
    assert table.base.unweighted == frame.filter(pl.col("job") == "clerk").height == 86
