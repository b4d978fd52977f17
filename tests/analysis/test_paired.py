"""Nets of one question, compared among the same people."""

from __future__ import annotations

from math import sqrt

import polars as pl
import pytest

from topline.analysis import tabulate
from topline.engine import Engine
from topline.statistics.tails import student_two_sided
from topline.survey import Kind, Net, Option, Question, Slice, Storage, Table, View, What

from .conftest import Opened

HOW = Question(
    "how",
    Kind.MULTI,
    options=tuple(Option(code, code.capitalize()) for code in ("search", "prepare", "hire", "coach")),
    nets=(Net("Selling", ("search", "prepare")), Net("Managing", ("hire", "coach"))),
)
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL)
GIVEN = [["search"]] * 30 + [["search", "prepare"]] * 23 + [["hire"]] * 2 + [["prepare", "coach"]] * 5
"""53 sell and do not manage, two manage and do not sell, five do both."""
WEIGHTS = [0.5 + at % 4 / 2 for at in range(60)]


@pytest.fixture
def engine(opened: Opened) -> Engine:
    return opened(pl.DataFrame({"how": GIVEN, "w": WEIGHTS}), HOW, WEIGHT)


def table_of(engine: Engine, *columns: str, weight: str = "") -> Table:
    what = What.CROSSTAB if columns else What.TOPLINE
    return tabulate(View(what, "how", columns, Slice(weight=weight)), engine)


def test_two_nets_of_the_same_people_are_compared_by_mcnemar_s_test(engine: Engine) -> None:
    (found,) = table_of(engine).paired
    assert (found.first, found.second) == ("Selling", "Managing")
    assert found.words == "McNemar's chi-square 47.3, p<0.001"
    assert found.p == pytest.approx(6.119537640488306e-12, rel=1e-10)


def test_weighted_their_paired_difference_is_tested_with_taylor_s_standard_error(engine: Engine) -> None:
    (found,) = table_of(engine, weight="w").paired
    differences = [1] * 53 + [-1] * 2 + [0] * 5
    total = sum(WEIGHTS)
    mean = sum(w * d for w, d in zip(WEIGHTS, differences, strict=True)) / total
    squares = sum((w * (d - mean) / total) ** 2 for w, d in zip(WEIGHTS, differences, strict=True))
    t = mean / sqrt(60 / 59 * squares)
    assert found.words == f"paired t {t:+.2f} on 59 df, p<0.001"
    assert found.p == pytest.approx(student_two_sided(t, 59))


def test_a_crosstab_and_a_small_base_have_no_such_test(engine: Engine, opened: Opened) -> None:
    assert not table_of(engine, "w").paired
    few = opened(pl.DataFrame({"how": GIVEN[:29], "w": WEIGHTS[:29]}), HOW, WEIGHT)
    assert not table_of(few).paired


def test_the_footer_says_it(engine: Engine) -> None:
    assert (
        "Nets: Selling and Managing of the same people: McNemar's chi-square 47.3, p<0.001" in table_of(engine).footer
    )
