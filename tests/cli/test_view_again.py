"""A view written down is the same view when it is read: as a command line, and as a query of a survey file."""

from __future__ import annotations

import shlex
from pathlib import Path

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from topline.analysis import view_of
from topline.cli.opened import Opened
from topline.cli.parser import read_arguments
from topline.cli.replies import replies_asked
from topline.cli.show import view_asked
from topline.readers import Source
from topline.survey import (
    All,
    Base,
    Chart,
    Kind,
    Net,
    Option,
    Order,
    Percent,
    Period,
    Question,
    Role,
    Slice,
    Storage,
    Survey,
    View,
    What,
    read_expression,
    read_survey_file,
)

SURVEY = Survey(
    "Managers",
    questions=(
        Question(
            "role",
            Kind.SINGLE,
            "What is your role?",
            options=(Option("m", "Manager"), Option("it's", "It's another")),
            nets=(Net("All", ("m", "it's")),),
        ),
        Question("tools", Kind.MULTI, options=(Option("mail", "Mail"), Option("a, b", "A, b"))),
        Question("pace", Kind.SCALE, options=(Option("1", "Slow"), Option("2", "Fast")), grid="pace"),
        Question("income", Kind.NUMERIC, storage=Storage.REAL),
        Question("moved", Kind.DATE, storage=Storage.DATE),
        Question("why so?", Kind.OPEN),
        Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
    ),
)
NAMES = tuple(question.name for question in SURVEY)
EXPRESSIONS = (
    "role = 'm'",
    "role in (m, 'it''s')",
    "tools = 'a, b'",
    "not tools = mail",
    "income >= 10",
    "income < 2.5",
    "moved > '2024-03-01'",
    '"why so?" contains \'50 % "of it" -x\'',
    '"why so?" is answered',
    '"why so?" is missing',
    'words "why so?" >= 3',
    "role = m or tools = mail",
    "(role = m or tools = mail) and income >= 10",
    "not (role = m and tools = mail)",
)
NETS: dict[str, tuple[tuple[Net, ...], ...]] = {
    "role": ((), (Net("-All 'of' them", ("it's",)), Net("All", ("m",)))),
    "tools": ((), (Net("Any, or none", ("mail", "a, b")), Net("A", ("a, b",)))),
}
TEXTS = st.sampled_from(["", "hiring", "-x", "50 % 'of' \"it\"", "two  words", "ünï"])
WORDS = st.text(min_size=1, max_size=12).filter(lambda text: text == text.strip() and text.isprintable())


@st.composite
def slices(draw: st.DrawFn) -> Slice:
    """People as they can be asked for: one condition of several parts stands for as many conditions."""
    texts = draw(st.lists(st.sampled_from(EXPRESSIONS), max_size=3, unique=True))
    conditions = [read_expression(text, SURVEY) for text in texts]
    if len(conditions) == 1 and isinstance(conditions[0], All):
        conditions = list(conditions[0].parts)
    return Slice(search=draw(TEXTS).strip(), weight=draw(st.sampled_from(["", "w"]))).narrowed(*conditions)


@st.composite
def tables(draw: st.DrawFn) -> View:
    """Toplines, comparisons and crosstabs, shown in every way."""
    nests = st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True).map("/".join)
    columns = tuple(draw(st.lists(st.sampled_from(NAMES) | nests, max_size=2, unique=True)))
    rows, *stub = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    if stub:
        return draw(stubs(rows, tuple(stub), columns))
    against = None
    charts: tuple[Chart | None, ...] = (None, Chart.TABLE, Chart.BARS) if columns else (None, Chart.BARS)
    if not columns and draw(st.booleans()):
        against = Slice(
            tuple(read_expression(t, SURVEY) for t in draw(st.lists(st.sampled_from(EXPRESSIONS), max_size=2)))
        )
    elif not columns and rows == "pace":
        charts += (Chart.GRID, Chart.TABLE)
    elif not columns and rows in ("income", "moved"):
        charts += (Chart.PLOT,)
    nets = draw(st.sampled_from(NETS[rows])) if rows in NETS else ()
    order = draw(st.sampled_from(Order))
    by_answer = bool(columns) and order is Order.COUNT and draw(st.booleans())
    return View(
        What.CROSSTAB if columns else What.TOPLINE,
        rows,
        columns,
        draw(slices()),
        draw(st.sampled_from((None, *Base))),
        order,
        zeros=draw(st.booleans()),
        against=against,
        sort=read_expression(draw(st.sampled_from(EXPRESSIONS)), SURVEY).expression() if by_answer else "",
        percent=draw(st.sampled_from(Percent)) if columns else Percent.COLUMN,
        chart=draw(st.sampled_from(charts)),
        nets=nets,
        bands=draw(st.sampled_from([(), (0,), (-2.5, 3, 10**9)])) if rows in ("income", "w") else (),
    )


@st.composite
def trends(draw: st.DrawFn) -> View:
    """Questions over time, shown in every way."""
    over = draw(st.sampled_from(["role", "pace", "income", "moved"]))
    return View(
        What.TREND,
        draw(st.sampled_from([name for name in NAMES if name != over])),
        (over,),
        draw(slices()),
        draw(st.sampled_from((None, *Base))),
        draw(st.sampled_from(Order)),
        zeros=draw(st.booleans()),
        period=draw(st.sampled_from((None, *Period))) if over == "moved" else None,
        percent=draw(st.sampled_from(Percent)),
        chart=draw(st.sampled_from((None, Chart.TABLE, Chart.PLOT))),
    )


@st.composite
def stubs(draw: st.DrawFn, rows: str, stub: tuple[str, ...], columns: tuple[str, ...]) -> View:
    """Crosstabs, also without columns, whose rows are several questions, upright and on their side."""
    return View(
        What.CROSSTAB,
        rows,
        columns,
        draw(slices()),
        draw(st.sampled_from((None, *Base))),
        draw(st.sampled_from(Order)),
        percent=draw(st.sampled_from(Percent)),
        stub=stub,
        transposed=draw(st.booleans()),
    )


REPLIES = st.builds(
    View,
    st.just(What.REPLIES),
    slice=slices(),
    fields=st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple),
    sort=st.sampled_from(["", "income", "-why so?"]),
)
FUNNELS = st.builds(View, st.just(What.RESPONSE), slice=slices())
STATEMENTS = st.builds(
    View,
    st.just(What.SQL),
    sql=st.sampled_from(["select 1", "-- all\nselect $a, $b from responses", "with x as (select 1) from x"]),
    arguments=st.dictionaries(st.sampled_from(["a", "b"]), WORDS | st.just("")).map(lambda given: tuple(given.items())),
    chart=st.sampled_from([None, Chart.BARS]),
)


def read_again(view: View) -> View:
    """The view that a view's own command line asks for."""
    program, *words = shlex.split(view.command("replies.csv"))
    assert program == "topline"
    arguments = read_arguments(words)
    it = Opened(Source(SURVEY, Path("replies.csv")))
    return replies_asked(arguments, it) if view.what is What.REPLIES else view_asked(arguments, it)


@given(tables() | trends() | REPLIES | FUNNELS)
def test_a_command_line_gives_the_view_that_it_was_written_from(view: View) -> None:
    assert read_again(view) == view


@given(STATEMENTS)
def test_the_command_line_of_a_statement_has_it_and_its_values(view: View) -> None:
    arguments = read_arguments(shlex.split(view.command("replies.csv"))[1:])
    assert (arguments.command, arguments.statement) == ("sql", view.sql)
    assert [tuple(said.split("=", 1)) for said in arguments.set] == list(view.arguments)


@given(tables() | trends() | REPLIES | FUNNELS | STATEMENTS, WORDS)
def test_a_query_of_a_survey_file_gives_the_view_that_it_was_saved_from(view: View, title: str) -> None:
    saved = View(**{field: getattr(view, field) for field in View.__slots__} | {"title": title})
    text = tomlkit.dumps({"query": [saved.as_mapping()]})
    (query,) = read_survey_file(text, "replies.topline.toml").applied(SURVEY).queries
    assert view_of(query, SURVEY) == saved
