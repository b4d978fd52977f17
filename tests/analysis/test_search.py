"""Search: one text looked for in questions, in answers and in what people wrote."""

from __future__ import annotations

from collections.abc import Callable

import polars
import pytest

from topline.analysis import search
from topline.analysis.search import MOST_HITS
from topline.engine import Engine, Windows
from topline.survey import Chose, Kind, Option, Question, Slice

Opened = Callable[..., Engine]


def test_a_text_is_found_in_all_three(managers: Engine) -> None:
    found = search("  REC ", managers.survey, Windows(managers), Slice())
    assert [question.name for question in found.questions] == []
    assert [(question.name, option.label) for question, option in found.options] == [("how", "Recruiting")]
    assert found.replies == 0
    found = search("how", managers.survey, Windows(managers), Slice())
    assert [question.name for question in found.questions] == ["how"]
    found = search("LOOKING", managers.survey, Windows(managers), Slice())
    assert (found.questions, found.options, found.replies) == ((), (), 2)


@pytest.mark.parametrize("text", ["o", "Two Words", "looking", "%", "nobody at all", "'"])
def test_the_people_found_are_as_many_as_it_says(text: str, managers: Engine) -> None:
    windows = Windows(managers)
    found = search(text, managers.survey, windows, Slice())
    assert windows.window(found.people, ()).total == found.replies


def test_replies_are_looked_for_within_the_slice(managers: Engine) -> None:
    windows = Windows(managers)
    some = Slice((Chose("tools", ("phone",)),), weight="w")
    found = search("looking", managers.survey, windows, some)
    assert found.replies == 1
    assert found.people == Slice(some.conditions, "looking", "w")


def test_the_first_hits_come_before_they_are_counted(managers: Engine) -> None:
    windows = Windows(managers, behind=True)
    found = search("o", managers.survey, windows, Slice())
    assert found.first == ("looking up", "looking up", "dunno")
    assert found.replies is None, "there can be more"
    assert windows.count(found.people) == 4
    assert search("o", managers.survey, windows, Slice()).replies == 4, "now it is known"
    assert search("dunno", managers.survey, windows, Slice()).replies == 1, "fewer than asked for are all there are"
    assert search("HIR", managers.survey, windows, Slice()).first == ("hiring",)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_found_by_nothing(text: str, managers: Engine) -> None:
    some = Slice((Chose("tools", ("phone",)),))
    found = search(text, managers.survey, Windows(managers), some)
    assert (found.questions, found.options, found.replies, found.people) == ((), (), 0, some)


def test_a_survey_without_verbatims_has_no_replies_to_find(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"q": ["maybe"]}), Question("q", Kind.SINGLE, options=(Option("maybe", "Maybe"),)))
    found = search("maybe", engine.survey, Windows(engine), Slice())
    assert (len(found.options), found.replies) == (1, 0)


def test_a_long_list_is_cut(opened: Opened) -> None:
    options = tuple(Option(str(n), f"label {n}") for n in range(100))
    engine = opened(polars.DataFrame({"q": ["1"]}), Question("q", Kind.SINGLE, options=options))
    assert len(search("label", engine.survey, Windows(engine), Slice()).options) == MOST_HITS
