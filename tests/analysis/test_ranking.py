"""Rankings as one table: who ranked an item, its mean rank, its first places, by a banner with letters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean, stdev
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import explained, tabulate, view_of
from topline.charts import charts_of
from topline.engine import Engine, Windows
from topline.statistics import Adjustment, Mean, compare_means, letters
from topline.survey import (
    CannedQuery,
    Chart,
    Chose,
    Kind,
    MissingKind,
    Option,
    Order,
    Question,
    Role,
    Significance,
    Slice,
    Storage,
    Survey,
    Table,
    ToplineError,
    View,
    What,
)

from .conftest import Opened

ITEMS = ("price", "service", "range", "website")
RANKS = tuple(Option(str(rank), str(rank)) for rank in range(1, 5))
SURVEY = Survey(
    "Ranked",
    (
        *(
            Question(item, Kind.SINGLE, f"What matters? - {item}", item.title(), storage=Storage.INTEGER,
                     grid="What matters?", ranks=True,
                     options=(*RANKS, Option("99", "Can't say", MissingKind.DONT_KNOW)))
            for item in ITEMS
        ),
        Question("region", Kind.SINGLE, options=tuple(Option(one, one) for one in ("North", "South", "East"))),
        Question("tools", Kind.MULTI, options=(Option("a", "A"), Option("b", "B"))),
        Question("age", Kind.NUMERIC, storage=Storage.INTEGER),
        Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
    ),
)  # fmt: skip
SCHEMA = {
    **dict.fromkeys(ITEMS, pl.Int64), "region": pl.String, "tools": pl.List(pl.String), "age": pl.Int64,
    "w": pl.Float64,
}  # fmt: skip


def some_replies(number: int) -> pl.DataFrame:
    """Replies of which some rank all four, some a few, some none; the North likes prices."""
    chance = random.Random(7)
    rows = []
    for at in range(number):
        region = ("North", "South", "East")[at % 3]
        order = sorted(ITEMS, key=lambda item: chance.random() - 0.4 * (item == "price" and region == "North"))
        ranked = {item: place for place, item in enumerate(order[: chance.choice((0, 2, 4, 4))], 1)}
        if at % 17 == 0:
            ranked["website"] = 99
        tools = [tool for tool in "ab" if chance.random() < 0.5]
        rows.append({**ranked, "region": region, "tools": tools, "age": at % 50, "w": 0.5 + at % 3})
    return pl.DataFrame(rows, schema=SCHEMA)


FRAME = some_replies(240)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("ranked") / "ranked.parquet"
    FRAME.write_parquet(path)
    with Engine(path, SURVEY) as engine:
        yield engine


def ranking(engine: Engine, *columns: str, item: str = "service", **keys: object) -> Table:
    what = What.CROSSTAB if columns else What.TOPLINE
    return tabulate(View(what, item, columns, chart=Chart.RANKING, **keys), engine)  # type: ignore[arg-type]


def ranks_of(item: str, frame: pl.DataFrame = FRAME) -> list[int]:
    return [rank for rank in frame[item].drop_nulls() if rank != 99]


def test_an_item_is_a_row_and_its_base_are_those_who_ranked_it(engine: Engine) -> None:
    table = ranking(engine)
    assert [row.code for row in table.rows] == list(ITEMS)
    assert [column.label for column in table.columns] == ["Ranked it", "Mean rank", "Ranked first", "In the first 3"]
    assert table.title == "What matters?"
    anyone = FRAME.filter(pl.any_horizontal(pl.col(item).is_between(1, 4) for item in ITEMS)).height
    assert table.base.unweighted == anyone
    for row in table.rows:
        ranks = ranks_of(row.code)
        ranked, mean, first, top = row.cells
        assert (ranked.count, mean.count) == (len(ranks), len(ranks))
        assert ranked.percent == pytest.approx(100 * len(ranks) / anyone)
        assert mean.mean == pytest.approx(fmean(ranks))
        assert mean.percent is None
        assert first.count == ranks.count(1)
        assert first.percent == pytest.approx(100 * ranks.count(1) / len(ranks))
        assert top.count == sum(rank <= 3 for rank in ranks)


def test_every_item_of_a_ranking_asks_for_the_same(engine: Engine) -> None:
    assert ranking(engine, item="price").rows == ranking(engine, item="website").rows


def test_by_a_banner_cells_are_mean_ranks_with_letters(engine: Engine) -> None:
    table = ranking(engine, "region")
    found = set()
    for row in table.rows:
        samples = [
            ranks_of(row.code, FRAME.filter(pl.col("region") == region)) for region in ("North", "South", "East")
        ]
        assert [cell.mean for cell in row.cells[1:]] == pytest.approx([fmean(ranks) for ranks in samples])
        means = [Mean(fmean(ranks), stdev(ranks), len(ranks)) for ranks in samples]
        pairs = [(0, 1), (0, 2), (1, 2)]
        tests = {pair: test for pair in pairs if (test := compare_means(means[pair[0]], means[pair[1]]))}
        wanted = letters(tests, "ABC", adjustment=Adjustment.BH)
        assert tuple(cell.letters for cell in row.cells[1:]) == wanted
        found |= set(wanted)
    assert found - {""}, "the North ranks prices otherwise, so that there is something to find"


def test_the_best_mean_rank_first(engine: Engine) -> None:
    means = [row.summaries[0].mean for row in ranking(engine, order=Order.COUNT).rows]
    assert means == sorted(means)
    north = Chose("region", ("North",)).expression()
    by_north = ranking(engine, "region", order=Order.COUNT, sort=north)
    assert [row.cells[1].mean for row in by_north.rows] == sorted(row.cells[1].mean for row in by_north.rows)
    assert "Sorted by mean rank in North" in by_north.footer


def test_weighted_means(engine: Engine) -> None:
    table = ranking(engine, slice=Slice(weight="w"))
    for row in table.rows:
        ranks = FRAME.filter(pl.col(row.code).is_between(1, 4))
        assert row.cells[1].mean == pytest.approx((ranks[row.code] * ranks["w"]).sum() / ranks["w"].sum())
        assert row.cells[2].weighted == pytest.approx(ranks.filter(pl.col(row.code) == 1)["w"].sum())


@pytest.mark.parametrize(("last", "labels"), [(2, 3), (3, 4), (6, 4)])
def test_the_first_few_are_three_or_two_and_never_all(tmp_path: Path, last: int, labels: int) -> None:
    names = [f"i{at}" for at in range(last)]
    options = tuple(Option(str(rank), str(rank)) for rank in range(1, last + 1))
    asked = (Question(n, Kind.SINGLE, grid="G", ranks=True, storage=Storage.INTEGER, options=options) for n in names)
    path = tmp_path / "few.parquet"
    pl.DataFrame({name: [at + 1] for at, name in enumerate(names)}).write_parquet(path)
    with Engine(path, Survey("Few", tuple(asked))) as engine:
        table = ranking(engine, item="i0")
    assert len(table.columns) == labels
    assert [column.label for column in table.columns][3:] == ["In the first 2", "In the first 3"][last > 3 :][
        : labels - 3
    ]


def test_explained(engine: Engine) -> None:
    table = ranking(engine)
    told = explained(table, table.rows[0], 2, SURVEY)
    ranks = ranks_of("price")
    assert f"{ranks.count(1):,} / {len(ranks):,}" in told.parts[0][1][0]
    assert "those who ranked it" in told.parts[0][1][0]
    crossed = ranking(engine, "region")
    told = explained(crossed, crossed.rows[0], 1, SURVEY)
    assert told.parts[0][0] == "Mean rank"
    assert any("South (B): t " in line for line in told.parts[1][1])


def test_no_number_of_an_item_is_held_against_another_of_its_numbers(engine: Engine) -> None:
    table = ranking(engine, slice=Slice(weight="w"))
    for row in table.rows:
        assert [table.difference(row, at) for at in range(1, 4)] == [None] * 3
        told = explained(table, row, 2, SURVEY).parts[0][1]
        assert not any("from the total" in line for line in told)
        assert f"{row.cells[2].count:,} and {row.cells[0].count:,} people" in told[1]


def test_a_mean_rank_opens_those_whose_ranks_it_is_of(tmp_path: Path) -> None:
    path = tmp_path / "odd.parquet"
    pl.DataFrame({"a": ["1", "2", "none of these", "2", "9"], "b": ["2", "1", "1", None, None]}).write_parquet(path)
    options = tuple(Option(code, code) for code in ("1", "2", "none of these"))
    asked = tuple(Question(name, Kind.SINGLE, grid="G", ranks=True, options=options) for name in "ab")
    with Engine(path, Survey("Odd", asked)) as opened:
        first, second = ranking(opened, item="a").rows
        counts = [Windows(opened).count(cell.slice) for row in (first, second) for cell in row.cells if cell.slice]
    assert counts == [cell.count for row in (first, second) for cell in row.cells]
    assert (first.cells[0].count, first.cells[1].count, first.cells[1].mean) == (5, 3, pytest.approx(5 / 3))
    assert second.cells[1].slice == second.cells[0].slice, "whoever ranked it is in its mean"


def test_what_is_no_ranking_is_drawn_as_it_was(engine: Engine) -> None:
    view = View(What.TOPLINE, "region", chart=Chart.RANKING)
    assert tabulate(view, engine).rows == tabulate(View(What.TOPLINE, "region"), engine).rows
    assert Chart.RANKING not in charts_of(view, SURVEY)
    assert Chart.RANKING in charts_of(View(What.TOPLINE, "price"), SURVEY)


def test_names_of_rankings() -> None:
    found = SURVEY.ranking_called("what  MATTERS?")
    assert found is not None
    assert found.name == "price"
    assert SURVEY.ranking_called("region") is None
    assert SURVEY.ranking("region") == ()
    with pytest.raises(ToplineError):
        SURVEY.ranking("nothing")


ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys(ITEMS, st.one_of(st.none(), st.sampled_from([1, 2, 3, 4, 5, 99]))),
        "region": st.one_of(st.none(), st.sampled_from(["North", "South", "Elsewhere"])),
        "tools": st.one_of(st.none(), st.lists(st.sampled_from(["a", "b"]), unique=True)),
        "age": st.one_of(st.none(), st.integers(0, 90)),
        "w": st.one_of(st.none(), st.floats(0, 3)),
    }
)


@settings(max_examples=40)
@given(
    st.lists(ROW, max_size=25), st.lists(st.sampled_from(["region", "tools", "age", "price"]), max_size=2, unique=True),
    st.booleans(),
)  # fmt: skip
def test_every_cell_opens_as_many_replies_as_it_counts(
    rows: list[dict[str, object]], by: list[str], weighted: bool
) -> None:
    """The law."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.parquet"
        pl.DataFrame(rows, schema=SCHEMA).write_parquet(path)
        with Engine(path, SURVEY) as engine:
            windows = Windows(engine)
            table = ranking(engine, *by, slice=Slice(weight="w" if weighted else ""))
            for column in table.columns:
                assert windows.count(column.base.slice) == column.base.unweighted
            for row in table.rows:
                assert len(row.cells) == len(table.columns)
                for cell in row.cells:
                    assert cell.slice is not None
                    assert windows.count(cell.slice) == cell.count


@pytest.mark.parametrize("more", [{"stub": ("region",)}, {"transposed": True}], ids=["rows of several", "on its side"])
def test_a_canned_query_that_asks_for_what_a_ranking_is_not_gets_all_that_it_asks_for(
    more: dict[str, Any], engine: Engine
) -> None:
    query = CannedQuery(title="All", rows="price", columns=("age",), chart="ranking", **more)
    view = view_of(query, SURVEY)
    assert not view.is_ranking
    plain = tabulate(replace(view, chart=None), engine)
    assert tabulate(view, engine) == replace(plain, view=view)
    assert [part.view.rows for part in plain.each] == ["price", *more.get("stub", ())]


@pytest.mark.parametrize("test", [Significance.BONFERRONI, Significance.HOLM, Significance.BH])
def test_letters_are_adjusted_for_the_pairs_that_are_tested_and_for_no_others(
    test: Significance, opened: Opened
) -> None:
    # In the South only 20 ranked the item, which is too few: of three pairs one is left, with p=0.04.
    ranks = {"North": [1, 2, 3, 4] * 10, "South": [1] * 20 + [None] * 20, "East": [1, 2, 2, 3, 3, 3, 4, 4, 4, 4] * 4}
    said = [(rank, 1, region) for region, given in ranks.items() for rank in given]
    frame = pl.DataFrame(said, schema=["service", "website", "region"], orient="row")
    engine = opened(frame, *(one for one in SURVEY if one.name in frame.columns))
    table = ranking(engine, "region", test=test)
    row = next(row for row in table.rows if row.code == "service")
    assert [(cell.count, cell.letters) for cell in row.cells] == [(100, ""), (40, ""), (20, ""), (40, "A")]
    (told,) = [lines for part, lines in explained(table, row, 3, engine.survey).parts if part == "Beside the others"]
    assert "1 pair in this row" in told[0]
    assert told[1].endswith("more at 95%")
