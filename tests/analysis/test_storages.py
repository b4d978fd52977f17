"""A small file, a large and wide one, and the store of a large one give the same answers to everything."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import bands_of, banners, bases_of, facet_of, tabulate
from topline.engine import Engine, Windows, duck
from topline.engine.store import plan_of
from topline.engine.storing import make
from topline.survey import Condition, Slice, View, What

from .test_law import ASKED, CONDITIONS, ROWS, SCHEMA, SLICES, SURVEY, every_door


@contextmanager
def storages(rows: list[dict[str, object]]) -> Iterator[tuple[Engine, Engine, Engine]]:
    """The same replies as a small file, as one that is large and as wide as can be, and in a store."""
    survey = replace(SURVEY, respondents=len(rows))
    with TemporaryDirectory() as folder:
        path, place = Path(folder) / "replies.parquet", Path(folder) / "replies.store"
        pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(path)
        with patch.object(duck, "WIDE", 1):
            large = Engine(path, survey)
        with Engine(path, survey) as small, large, Engine(path, survey) as stored:
            large.is_large = stored.is_large = True
            plan = plan_of(path, survey, stored.selected)
            assert plan
            make(plan, place)
            assert stored.adopt(place)
            yield small, large, stored


def assert_alike(one: object, other: object, where: str = "") -> None:
    """Equal, save for what floating point makes of another order of adding up."""
    if isinstance(one, float) and isinstance(other, float):
        same = one == other or (one != one and other != other)
        assert same or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9), f"{where}: {one} and {other}"
    elif is_dataclass(one) and not isinstance(one, (Slice, View, Condition)):
        assert type(one) is type(other), where
        for field in fields(one):
            assert_alike(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple):
        assert len(one) == len(other), where
        for at, (part, its) in enumerate(zip(one, other, strict=True)):
            assert_alike(part, its, f"{where}[{at}]")
    else:
        assert one == other, f"{where}: {one!r} and {other!r}"


def assert_each_opens_as_many(table: object, windows: Windows) -> None:
    """The conditions of a table, looked at reply by reply, hold for as many as it counts."""
    for name, count, people in every_door(table):  # type: ignore[arg-type]
        assert windows.count(people) == count, name


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.integers(1, 6), st.data())
def test_every_table_is_the_same(
    rows: list[dict[str, object]], people: Slice, looked_at: int, data: st.DataObject
) -> None:
    with patch.object(banners, "LOOKED_AT", looked_at), storages(rows) as (small, *others):
        for name in data.draw(st.lists(st.sampled_from(ASKED), min_size=2, max_size=4, unique=True)):
            base = data.draw(st.sampled_from((None, *bases_of(SURVEY[name], SURVEY))))
            banner = data.draw(st.lists(st.sampled_from(ASKED), max_size=2).map(tuple))
            view = View(What.CROSSTAB if banner else What.TOPLINE, name, banner, people, base)
            table = tabulate(view, small)
            for engine in others:
                found = tabulate(view, engine)
                assert_alike(table, found, f"{name} by {banner}, store: {engine.store is not None}")
                assert_each_opens_as_many(found, Windows(engine))


@settings(max_examples=5, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, CONDITIONS)
def test_every_comparison_funnel_and_facet_is_the_same(
    rows: list[dict[str, object]], people: Slice, against: Condition
) -> None:
    with storages(rows) as (small, *others):
        for name in ASKED:
            view = View(What.TOPLINE, name, slice=people, against=Slice((against,)))
            table, question = tabulate(view, small), SURVEY[name]
            facet = facet_of(small, question, people, bands_of(small, question))
            for engine in others:
                assert_alike(table, tabulate(view, engine), name)
                question = engine.survey[name]
                assert_alike(facet, facet_of(engine, question, people, bands_of(engine, question)), name)
        funnel = tabulate(View(What.RESPONSE, slice=people), small)
        for engine in others:
            assert_alike(funnel, tabulate(View(What.RESPONSE, slice=people), engine))


@settings(max_examples=5, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.sampled_from([sign + name for name in ASKED for sign in ("", "-")]))
def test_every_reply_is_the_same(rows: list[dict[str, object]], people: Slice, sort: str) -> None:
    with storages(rows) as (small, *others):
        window = Windows(small).window(people, SURVEY.questions, 0, 100, sort)
        for engine in others:
            found = Windows(engine, behind=False).window(people, SURVEY.questions, 0, 100, sort)
            assert_alike(window, found)
