"""The law of facets: a value's condition, added to the other conditions, opens exactly as many replies as it counts."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import Facet, bands_of, count_each, facet_of, tabulate
from topline.analysis.facets import MOST_UNLISTED
from topline.analysis.unlisted import MOST_CODES
from topline.engine import Engine, Windows
from topline.survey import (
    Answered,
    Base,
    Chose,
    Condition,
    IsCoded,
    Kind,
    Not,
    Option,
    Question,
    Slice,
    Stage,
    Storage,
    View,
    What,
    read_expression,
)

from .conftest import Opened
from .test_law import ASKED, CONDITIONS, ROWS, SLICES, SURVEY, opened


def facet(engine: Engine, name: str, others: Slice) -> Facet:
    question = engine.survey[name]
    return facet_of(engine, question, others, bands_of(engine, question))


def assert_lawful(found: Facet, others: Slice, windows: Windows) -> None:
    assert windows.count(others) == found.total
    for value in (*found.values, *found.apart):
        window = windows.window(others.narrowed(value.condition), (), limit=1000)
        assert (window.total, len(window.replies)) == (value.count, value.count), f"{found.question}: {value.label}"


@settings(max_examples=12, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES)
def test_every_value_opens_as_many_replies_as_it_counts(rows: list[dict[str, object]], others: Slice) -> None:
    with opened(rows) as engine:
        windows = Windows(engine)
        for name in ASKED:
            assert_lawful(facet(engine, name, others), others, windows)


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES)
def test_who_answered_and_who_did_not_are_everyone(rows: list[dict[str, object]], others: Slice) -> None:
    with opened(rows) as engine:
        for name in ASKED:
            found = facet(engine, name, others)
            both = sum(
                value.count
                for value in found.apart
                if value.label != "Answered without being asked" and not isinstance(value.condition, IsCoded)
            )
            assert both == found.total, name


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES)
def test_whatever_was_written_is_coded_or_waits_or_cannot_be(rows: list[dict[str, object]], others: Slice) -> None:
    with opened(rows) as engine:
        for name in ("said", "told"):
            found = facet(engine, name, others.narrowed(Answered(name)))
            stages = [value.count for value in found.apart if isinstance(value.condition, IsCoded)]
            assert (len(stages), sum(stages)) == (len(Stage), found.total), name


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES)
def test_a_facet_counts_what_the_topline_of_the_same_people_counts(
    rows: list[dict[str, object]], others: Slice
) -> None:
    with opened(rows) as engine:
        for question in (question for question in SURVEY if question.has_options):
            view = View(What.TOPLINE, question.name, slice=others, base=Base.EVERYONE)
            table = tabulate(view, engine)
            found = facet(engine, question.name, others)
            assert [(value.label, value.count) for value in found.values] == [
                (row.label, row.cells[0].count) for row in table.rows
            ]


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=30), SLICES, st.lists(CONDITIONS, max_size=4))
def test_many_conditions_are_counted_as_each_of_them(
    rows: list[dict[str, object]], people: Slice, conditions: list[Condition]
) -> None:
    with opened(rows) as engine:
        windows = Windows(engine)
        total, *each = count_each(engine, people, conditions)
        assert total == windows.count(people)
        assert each == [windows.count(people.narrowed(condition)) for condition in conditions]


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=30), SLICES)
def test_the_condition_of_every_value_can_be_written_and_read(rows: list[dict[str, object]], others: Slice) -> None:
    with opened(rows) as engine:
        for name in ASKED:
            found = facet(engine, name, others)
            for value in (*found.values, *found.apart):
                assert read_expression(value.condition.expression(), SURVEY) == value.condition


@settings(max_examples=5, deadline=None)
@given(st.lists(ROWS, max_size=20))
def test_bands_stay_as_they_are_whatever_else_is_picked(rows: list[dict[str, object]]) -> None:
    with opened(rows) as engine:
        for name in ("income", "children", "moved", "remark"):
            whole = facet(engine, name, Slice())
            part = facet(engine, name, Slice((Not(Answered(name)),)))
            assert [value.condition for value in part.values] == [value.condition for value in whole.values]
            assert not any(value.count for value in part.values)


def test_a_question_of_countless_codes_shows_the_commonest_of_them(opened: Opened) -> None:
    codes = [f"code {number}" for number in range(MOST_UNLISTED + 50)]
    question = Question("q", Kind.SINGLE, options=(Option("listed", "Listed"),))
    engine = opened(pl.DataFrame({"q": [*codes, "code 549", "listed"]}), question)
    found = facet(engine, "q", Slice())
    assert (len(found.values), found.unlisted) == (MOST_UNLISTED + 1, 50)
    assert ("code 549", 2) in [(value.label, value.count) for value in found.values]
    assert (found.total, found.apart[0].count) == (552, 552)


def test_an_infinite_number_is_no_answer_to_a_choice_either(opened: Opened) -> None:
    question = Question("q", Kind.SCALE, storage=Storage.REAL, options=(Option("1", "One"),))
    engine = opened(pl.DataFrame({"q": [1.0, float("inf"), None, float("nan")]}), question)
    others = replace(Slice(), weight="")
    assert_lawful(facet(engine, "q", others), others, Windows(engine))


def test_several_answers_that_nobody_listed_can_be_picked_too(opened: Opened) -> None:
    question = Question("q", Kind.MULTI, options=(Option("a", "A"), Option("b", "B")))
    engine = opened(pl.DataFrame({"q": [["a", "x"], ["x", "y"], ["b"], None], "r": [1, 1, 2, 2]}), question)
    found = facet(engine, "q", Slice())
    assert [(value.label, value.count) for value in found.values] == [("A", 1), ("B", 1), ("x", 2), ("y", 1)]
    assert_lawful(found, Slice(), Windows(engine))
    others = Slice((Chose("q", ("b",)),))
    assert [value.label for value in facet(engine, "q", others).values] == ["A", "B"]
    countless = Question("q", Kind.MULTI, options=(Option("a", "A"),))
    engine = opened(pl.DataFrame({"q": [[f"x{at}"] for at in range(MOST_CODES + 3)]}), countless)
    assert facet(engine, "q", Slice()).unlisted == 3
