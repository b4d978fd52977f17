"""The masthead: whose replies are counted is readable on the smallest screen."""

from __future__ import annotations

import pytest

from topline.survey import AnyOf, Chose, Contains, Kind, Option, Question, Slice, Survey, Within
from topline.tui.action import Place
from topline.tui.widgets.masthead import Heading, masthead_lines

SURVEY = Survey(
    "Service",
    (
        Question(
            "q",
            Kind.SINGLE,
            "How satisfied are you on the whole with the service of our people?",
            options=(Option("v", "Very satisfied"), Option("n", "Not at all")),
        ),
        Question("age", Kind.NUMERIC, "How old are you, in completed years, as of today?"),
        Question("why", Kind.OPEN, "Why?"),
    ),
)
VERY = Chose("q", ("v",))


def said(people: Slice, width: int) -> str:
    heading = Heading("Service", place=Place.TOPLINE, who=people.sentences(SURVEY), people=1234)
    return masthead_lines(heading, width)[1].plain


def test_the_answer_is_told_before_the_whole_of_the_question() -> None:
    assert "is Very satisfied  n=1,234" in said(Slice((VERY,)), 80)
    assert "How satisfied are you on the whole with… is Very satisfied" in said(Slice((VERY,)), 120)


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_a_long_filter_is_cut_and_its_number_is_not(width: int) -> None:
    people = Slice((AnyOf((VERY, Within("age", 20, 30), Contains("why", "because of it"))), Chose("q", ("n",))))
    line = said(people, width)
    assert len(line) <= width
    assert "n=1,234" in line
    assert "who: (How" in line
