"""Tables made by hand, so that goldens depend on nothing below."""

from __future__ import annotations

import pytest

from topline.survey import (
    BaseCount,
    Cell,
    Column,
    Kind,
    Missing,
    MissingKind,
    Option,
    Question,
    Row,
    Slice,
    Summary,
    Survey,
    Table,
    View,
    What,
)

EVERYONE = Slice()


def cell(count: int, base: int, letters: str = "") -> Cell:
    """A cell of an unweighted column."""
    percent = 100 * count / base if base else None
    return Cell(count, EVERYONE, count, percent, percent and percent - 5, percent and percent + 5, letters=letters)


def column(code: str, label: str, base: int, letter: str = "") -> Column:
    """A column of unweighted people."""
    return Column(code, label, BaseCount("answered", base, base, base, EVERYONE), letter, "region" if letter else "")


@pytest.fixture
def survey() -> Survey:
    """Two questions, one with a title that is full of Markdown."""
    return Survey(
        "Cats | dogs",
        (
            Question("pet", Kind.SINGLE, "Cat *or* [dog]?", options=(Option("1", "=Cat"), Option("2", "Dog | <b>"))),
            Question("age", Kind.NUMERIC, answered=3),
        ),
        warnings=("2 rows were mended",),
    )


@pytest.fixture
def topline() -> Table:
    """A topline with a net, an answer that nobody gave and missing replies."""
    rows = (
        Row("net", "Any | pet", (cell(150, 200),), net=True),
        Row("1", "=Cat", (cell(149, 200),), level=1),
        Row("2", "Dog\nor <wolf>", (cell(1, 300),), level=1),
        Row("3", "None", (cell(0, 200),)),
    )
    missing = (Missing("9", "Don't know", MissingKind.DONT_KNOW, 7, EVERYONE),)
    footer = ("Question: Cat *or* [dog]?", "Base: answered, n=200", "Weight: none")
    view = View(What.TOPLINE, "pet")
    return Table(view, "Cat *or* [dog]?", (column("total", "Total", 200),), rows, missing, margin=6.9, footer=footer)


@pytest.fixture
def crosstab() -> Table:
    """A crosstab with letters, an empty column and means."""
    columns = (column("total", "Total", 30), column("N", "North", 30, "A"), column("S", "South", 0, "B"))
    rows = (
        Row("1", "Yes", (cell(10, 30), cell(10, 30, "B"), cell(0, 0))),
        Row("2", "No", (cell(20, 30), cell(20, 30), cell(0, 0))),
    )
    summaries = (Summary(mean=1.25, sd=float("nan")), Summary(mean=1.25), Summary())
    view = View(What.CROSSTAB, "pet", ("region",))
    return Table(view, "Cat *or* [dog]?", columns, rows, summaries=summaries, footer=("Base: answered, n=30",))
