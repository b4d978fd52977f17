"""The law: the replies that a cell opens are exactly as many as the cell counts, for every view of every survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import bases_of, tabulate
from topline.engine import Engine, Windows
from topline.survey import (
    All,
    Answered,
    AnyOf,
    Band,
    Base,
    Blank,
    Chose,
    Condition,
    Contains,
    HasWords,
    IsCoded,
    Kind,
    Matches,
    MissingKind,
    Net,
    Not,
    Option,
    Order,
    Percent,
    Period,
    Question,
    Response,
    Role,
    Slice,
    Stage,
    Storage,
    Survey,
    Table,
    ToplineError,
    View,
    What,
    Within,
    bands_at,
    chose,
    laid_out,
    scored,
)

COLOURS = ("red", "Green", "blue 'deep'")
TOOLS = ("hammer", "saw", 'a "plane"', "drill")
SURVEY = Survey(
    "Generated",
    invited=60,
    response=Response(
        "status", bounced=("bounced",), delivered=("sent",), replied=("done",), steps=(("Red", "colour = red"),)
    ),
    questions=(
        Question("status", Kind.SINGLE, options=tuple(Option(c, c) for c in ("bounced", "sent", "done"))),
        Question(
            "colour",
            Kind.SINGLE,
            base="status = 'done'",
            options=(*(Option(c, c) for c in COLOURS), Option("dk", "Don't know", MissingKind.DONT_KNOW)),
            nets=(Net("Warm", ("red",)), Net("Not red", COLOURS[1:])),
        ),
        Question(
            "tools",
            Kind.MULTI,
            options=(*(Option(t, t) for t in TOOLS), Option("never", "Never chosen")),
            nets=(Net("Wood", ("saw", 'a "plane"')), Net("Any", TOOLS)),
        ),
        Question(
            "agree",
            Kind.SCALE,
            storage=Storage.INTEGER,
            options=scored(tuple(Option(str(n), f"{n}") for n in range(1, 6))),
        ),
        Question(
            "likely",
            Kind.SCALE,
            storage=Storage.INTEGER,
            options=scored(tuple(Option(str(n), f"{n}") for n in range(11))),
        ),
        Question("happy", Kind.SINGLE, storage=Storage.BOOLEAN, options=(Option("true", "Yes"), Option("false", "No"))),
        Question("income", Kind.NUMERIC, storage=Storage.REAL),
        Question(
            "children",
            Kind.NUMERIC,
            storage=Storage.INTEGER,
            options=(Option("99", "No answer", MissingKind.NO_ANSWER),),
        ),
        Question("debt", Kind.NUMERIC, storage=Storage.REAL, bands=bands_at((0, 1.5, 1000))),
        Question(
            "rooms",
            Kind.NUMERIC,
            storage=Storage.INTEGER,
            options=(Option("99", "No answer", MissingKind.NO_ANSWER),),
            bands=(Band(1, 3, "Few"), Band(3, 5, "Some"), Band(8, 100, "Many")),
        ),
        Question("moved", Kind.DATE, storage=Storage.DATE),
        Question("remark", Kind.OPEN),
        Question(
            "why",
            Kind.OPEN,
            codes="why_codes",
            base="colour = 'red'",
            options=(Option("a", "Alpha"), Option("b", "Beta"), Option("c", "Gamma")),
            nets=(Net("Ab", ("a", "b")), Net("C", ("c",))),
        ),
        Question(
            "said",
            Kind.OPEN,
            codes="said_codes",
            coded_here=True,
            has_uncoded=True,
            options=(Option("a", "Alpha"), Option("b", "Beta"), Option("d", "Delta")),
            nets=(Net("Ab", ("a", "b")), Net("All", ("a", "b", "d"))),
        ),
        Question(
            "told",
            Kind.OPEN,
            codes="told_codes",
            coded_here=True,
            has_uncoded=True,
            base="colour = 'red'",
            options=(Option("a", "Alpha"), Option("c", "Gamma")),
        ),
        Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
    ),
)

TEXTS = st.sampled_from(
    ["", "  ", "yes", "no % at_all!", "ünï cödé 日本", "one two three four five six seven"]
) | st.text(max_size=12).filter(lambda text: "\0" not in text and text.isprintable())
CODES = st.lists(st.sampled_from(["a", "b", "c", "unlisted"]), max_size=3)
ROWS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["bounced", "sent", "done", "done", "done", None, "unlisted"]),
        "colour": st.sampled_from([*COLOURS, "dk", None, "mauve"]),
        "tools": st.none() | st.lists(st.sampled_from([*TOOLS, "unlisted 'tool'"]), max_size=4),
        "agree": st.none() | st.integers(1, 5),
        "likely": st.none() | st.integers(0, 10),
        "happy": st.none() | st.booleans(),
        "income": st.none()
        | st.floats(allow_nan=True, allow_infinity=True)
        | st.floats(0, 1e5)
        | st.integers(0, 9).map(float),
        "children": st.none() | st.integers(0, 6) | st.just(99) | st.integers(-(2**40), 2**40),
        "debt": st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.floats(-2, 2),
        "rooms": st.none() | st.integers(-1, 11) | st.sampled_from([99, 2**40]),
        "moved": st.none()
        | st.integers(0, 20_000).map(lambda days: datetime(1980, 1, 1) + timedelta(days=days, hours=days % 24)),
        "remark": st.none() | TEXTS,
        "why": st.none() | TEXTS,
        "why_codes": st.none() | CODES,
        "said": st.none() | TEXTS,
        "said_codes": st.none() | CODES,
        "told": st.none() | TEXTS,
        "told_codes": st.none() | CODES,
        "w": st.none() | st.floats(0, 5) | st.sampled_from([-1.0, float("nan")]),
    }
)
SCHEMA = {
    "status": pl.String,
    "colour": pl.String,
    "tools": pl.List(pl.String),
    "agree": pl.Int32,
    "likely": pl.Int64,
    "happy": pl.Boolean,
    "income": pl.Float64,
    "children": pl.Int64,
    "debt": pl.Float64,
    "rooms": pl.Int64,
    "moved": pl.Datetime,
    "remark": pl.String,
    "why": pl.String,
    "why_codes": pl.List(pl.String),
    "said": pl.String,
    "said_codes": pl.List(pl.String),
    "told": pl.String,
    "told_codes": pl.List(pl.String),
    "w": pl.Float64,
}
LEAVES = st.sampled_from(
    [
        Chose("colour", ("red",)),
        Chose("colour", COLOURS[1:]),
        Chose("tools", ("saw", "drill")),
        Chose("agree", ("4", "5")),
        Chose("happy", ("true",)),
        Within("income", 10, 5000.5),
        Within("rooms", 1, 3),
        Within("debt", high=0),
        Within("children", high=3, high_included=True),
        Within("moved", datetime(1990, 1, 1), None),
        Contains("remark", "e"),
        Contains("remark", "%"),
        HasWords("remark", "two SEVEN"),
        Matches("why", r"^\W*\w+\W*$"),
        chose(SURVEY["colour"], "red", "mauve"),
        Answered("why"),
        Blank("colour"),
        Chose("why", ("a", "c")),
        *(IsCoded(name, stage) for name in ("why", "said", "remark") for stage in Stage),
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=5,
)
SLICES = st.builds(
    Slice,
    conditions=st.lists(CONDITIONS, max_size=2).map(tuple),
    search=st.sampled_from(["", "", "one", "%"]),
    weight=st.sampled_from(["", "w"]),
)
ASKED = tuple(question.name for question in SURVEY)
NESTS = st.lists(st.sampled_from(ASKED), min_size=2, max_size=2, unique=True).map("/".join)
BANNERS = st.sampled_from(ASKED) | st.sampled_from(ASKED) | NESTS


def nets_of(name: str) -> st.SearchStrategy[tuple[Net, ...]]:
    """Nets of a question's answers: beside each other, within each other, across each other."""
    codes = [option.code for option in SURVEY[name].choices]
    if not SURVEY[name].has_options:
        return st.just(())
    groups = st.lists(st.lists(st.sampled_from(codes), min_size=1, unique=True).map(tuple), max_size=4)
    return groups.map(lambda several: tuple(Net(f"Net {at}", group) for at, group in enumerate(several)))


def edges_of(name: str) -> st.SearchStrategy[tuple[float, ...]]:
    """Where a view cuts numbers, if it says so."""
    if SURVEY[name].kind is not Kind.NUMERIC:
        return st.just(())
    edges = st.sets(st.sampled_from([-(2**40), -1, 0, 1, 2.5, 99, 5000.5]), max_size=4)
    return edges.map(lambda several: tuple(sorted(several)))


@contextmanager
def opened(rows: list[dict[str, object]]) -> Iterator[Engine]:
    """An engine over these replies."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "replies.parquet"
        pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(path)
        with Engine(path, replace(SURVEY, respondents=len(rows))) as engine:
            yield engine


def every_door(table: Table) -> Iterator[tuple[str, int, Slice]]:
    """Each number of a table with the slice of its people."""
    for part in table.parts:
        yield from every_door(part)
    for column in table.columns:
        yield f"base of {column.label}", column.base.unweighted, column.base.slice
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=bool(row.cells)):
            assert cell.slice is not None or row.code == "asked"
            if cell.slice is not None:
                yield f"{row.label} x {column.label}", cell.count, cell.slice
    for item in table.missing:
        yield item.label, item.count, item.slice


def assert_doors_open_as_many_as_they_say(table: Table, windows: Windows) -> None:
    for name, count, people in every_door(table):
        window = windows.window(people, (), limit=1000)
        assert (window.total, len(window.replies)) == (count, count), f"{table.view.rows}: {name}"


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.data())
def test_every_cell_opens_as_many_replies_as_it_counts(
    rows: list[dict[str, object]], people: Slice, data: st.DataObject
) -> None:
    with opened(rows) as engine:
        windows = Windows(engine)
        for name in ASKED:
            base = data.draw(st.sampled_from((None, *bases_of(SURVEY[name], SURVEY))))
            banner = data.draw(st.lists(BANNERS, max_size=2).map(tuple))
            what = What.CROSSTAB if banner else What.TOPLINE
            order, percent = data.draw(st.sampled_from(Order)), data.draw(st.sampled_from(Percent))
            zeros = data.draw(st.booleans())
            view = View(what, name, banner, people, base, order, zeros=zeros, percent=percent)
            view = replace(view, nets=data.draw(nets_of(name)), bands=data.draw(edges_of(name)))
            try:
                table = tabulate(view, engine)
            except ToplineError as error:
                if "nest questions of fewer answers" not in str(error):
                    raise
                continue
            assert_doors_open_as_many_as_they_say(table, windows)
            by = data.draw(st.sampled_from(table.columns)).condition
            again = tabulate(replace(view, order=Order.COUNT, sort=by.expression() if by else ""), engine)
            assert {(row.code, row.cells) for row in again.rows} == {(row.code, row.cells) for row in table.rows}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(ROWS, max_size=30),
    SLICES,
    st.lists(st.sampled_from(ASKED), min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(ASKED), max_size=2, unique=True),
    st.sampled_from((None, Base.REPLIED, Base.EVERYONE)),
)
def test_rows_of_several_questions_open_as_many_replies_as_they_count_under_the_same_columns(
    rows: list[dict[str, object]], people: Slice, names: list[str], banner: list[str], base: Base | None
) -> None:
    with opened(rows) as engine:
        first, *stub = names
        view = View(What.CROSSTAB, first, tuple(banner), people, base, stub=tuple(stub))
        table = tabulate(view, engine)
        assert_doors_open_as_many_as_they_say(table, Windows(engine))
        side = laid_out(replace(table, view=replace(view, transposed=True)))
        doors = Counter((cell.count, cell.slice) for row in side.rows for cell in row.cells)
        upright = Counter(
            (cell.count, cell.slice) for part in table.parts for row in part.rows for cell in row.cells
        ) + Counter((one.base.unweighted, one.base.slice) for part in table.parts for one in part.columns)
        assert upright <= doors
        assert {slice_ for _, slice_ in doors} == {slice_ for _, slice_ in upright}
        assert [part.view.rows for part in table.parts] == names
        heads = [[(column.question, column.code, column.letter) for column in part.columns] for part in table.parts]
        assert all(one == heads[0] for one in heads)
        for part in table.parts:
            assert all(len(row.cells) == len(heads[0]) for row in part.rows)
            alone = tabulate(View(What.CROSSTAB, part.view.rows, tuple(banner), people, base), engine)
            counts = {(row.code, row.net): row.cells[0] for row in alone.rows}
            assert {(row.code, row.net): row.cells[0] for row in part.rows} == counts


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.lists(CONDITIONS, max_size=2), st.booleans(), st.data())
def test_every_bar_of_a_comparison_opens_as_many_replies_as_it_counts(
    rows: list[dict[str, object]], people: Slice, against: list[Condition], others: bool, data: st.DataObject
) -> None:
    with opened(rows) as engine:
        windows = Windows(engine)
        complement = Slice((Not(people.condition(SURVEY)),))
        compared = complement if others else Slice(tuple(against))
        for name in data.draw(st.lists(st.sampled_from(ASKED), min_size=1, max_size=4, unique=True)):
            base = data.draw(st.sampled_from((None, *bases_of(SURVEY[name], SURVEY))))
            view = View(What.TOPLINE, name, slice=people, base=base, against=compared)
            table = tabulate(replace(view, nets=data.draw(nets_of(name)), bands=data.draw(edges_of(name))), engine)
            assert_doors_open_as_many_as_they_say(table, windows)
            first, second = (set(of(windows, column.base.slice)) for column in table.columns)
            assert table.overlap == len(first & second)
            if others:
                everyone = tabulate(View(What.TOPLINE, name, base=base), engine)
                assert not first & second
                assert first | second == set(of(windows, everyone.base.slice))


OVER = ("colour", "agree", "likely", "happy", "children", "moved")


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.data())
def test_every_cell_of_a_trend_opens_as_many_replies_as_it_counts(
    rows: list[dict[str, object]], people: Slice, data: st.DataObject
) -> None:
    # Waves are few, and a survey does not last for decades.
    for row in rows:
        if isinstance(row["children"], int):
            row["children"] = min(max(row["children"], -1), 99)
        if isinstance(row["moved"], datetime):
            row["moved"] = row["moved"].replace(year=1980 + row["moved"].year % 2, day=min(row["moved"].day, 28))
    with opened(rows) as engine:
        windows = Windows(engine)
        for name in data.draw(st.lists(st.sampled_from(ASKED), min_size=1, max_size=4, unique=True)):
            over = data.draw(st.sampled_from([one for one in OVER if one != name]))
            base = data.draw(st.sampled_from((None, *bases_of(SURVEY[name], SURVEY))))
            period = data.draw(st.sampled_from((None, Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)))
            period = period if over == "moved" else None
            table = tabulate(View(What.TREND, name, (over,), people, base, period=period), engine)
            assert_doors_open_as_many_as_they_say(table, windows)
            placed = [set(of(windows, column.base.slice)) for column in table.columns[1:]]
            assert sum(map(len, placed)) == len(set().union(*placed)), "a reply is in one period at most"
            missing = sum(one.n for one in table.unplaced)
            assert sum(map(len, placed)) + missing == table.base.unweighted


def of(windows: Windows, people: Slice) -> list[int]:
    """The rows of some people in the file."""
    return [reply.row for reply in windows.window(people, (), limit=1000).replies]


@settings(max_examples=20, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=30), SLICES, st.sampled_from(["colour", "agree", "happy"]))
def test_shares_of_a_row_by_answers_of_which_each_has_one_add_up_to_those_who_answered(
    rows: list[dict[str, object]], people: Slice, banner: str
) -> None:
    with opened(rows) as engine:
        table = tabulate(View(What.CROSSTAB, "tools", (banner,), people, percent=Percent.ROW), engine)
        for row in table.rows:
            total, *parts = row.cells
            if total.percent is not None:
                assert total.percent == 100
                answered = sum(cell.weighted for cell in parts) / total.weighted
                assert abs(sum(cell.percent or 0 for cell in parts) - 100 * answered) < 1e-6
            else:
                assert all(cell.percent is None for cell in parts)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES)
def test_the_funnel_opens_as_many_replies_as_it_counts(rows: list[dict[str, object]], people: Slice) -> None:
    with opened(rows) as engine:
        table = tabulate(View(What.RESPONSE, slice=people), engine)
        assert_doors_open_as_many_as_they_say(table, Windows(engine))


@settings(max_examples=20, deadline=None)
@given(st.lists(ROWS, max_size=30), st.sampled_from(["colour", "tools", "why", "agree"]))
def test_nets_count_people_and_not_mentions(rows: list[dict[str, object]], name: str) -> None:
    with opened(rows) as engine:
        table = tabulate(View(What.TOPLINE, name), engine)
        counts = {row.label: row.cells[0].count for row in table.rows}
        labels = {option.code: option.label for option in SURVEY[name].options}
        for net in SURVEY[name].nets:
            parts = [counts[labels[code]] for code in net.codes]
            assert max(parts) <= counts[net.label] <= min(sum(parts), table.base.unweighted)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(ROWS, min_size=1, max_size=30),
    st.sampled_from(["colour", "agree", "income", "children", "debt", "rooms", "moved"]),
)
def test_rows_of_one_answer_each_add_up_to_the_base(rows: list[dict[str, object]], name: str) -> None:
    with opened(rows) as engine:
        table = tabulate(View(What.TOPLINE, name, slice=Slice(weight="w"), base=Base.ANSWERED), engine)
        singles = [row.cells[0] for row in table.rows if not row.net]
        assert sum(cell.count for cell in singles) == table.base.unweighted
        assert abs(sum(cell.weighted for cell in singles) - table.base.weighted) < 1e-6 * (1 + table.base.weighted)
