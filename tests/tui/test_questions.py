"""The list of questions: the share of people who gave no answer, against people counted by hand."""

from __future__ import annotations

import asyncio
from pathlib import Path

import polars as pl
import pytest
from textual.app import App, ComposeResult

from topline.analysis import own_base, tabulate
from topline.charts.glyphs import BLOCKS
from topline.engine import Engine
from topline.survey import Kind, MissingKind, Option, Question, Storage, Survey, View, What, scored
from topline.tui.widgets.questions import MOST_SHAPED, Entry, QuestionList, lost_words

APART = (Option("dk", "Don't know", MissingKind.DONT_KNOW), Option("skip", "Not asked", MissingKind.NOT_ASKED))
TWO = (Option("a", "A"), Option("b", "B"))
FIVE = scored(tuple(Option(str(at), f"Point {at}") for at in range(1, 6)))
KINDS = {
    "single": (Kind.SINGLE, Storage.TEXT, (*TWO, *APART)),
    "scale": (Kind.SCALE, Storage.INTEGER, (*FIVE, Option("99", "Refused", MissingKind.REFUSED))),
    "numeric": (Kind.NUMERIC, Storage.INTEGER, (Option("99", "Don't know", MissingKind.DONT_KNOW),)),
    "multi": (Kind.MULTI, Storage.TEXT, TWO),
    "open": (Kind.OPEN, Storage.TEXT, ()),
}
ANSWERS = {
    # Ten people, of whom the first six were asked where the survey says who was.
    "single": ["a", "b", "b", "dk", None, None, None, None, None, None],
    "scale": [1, 2, 5, 99, None, None, None, None, None, None],
    "numeric": [30, 41, 52, 99, None, None, None, None, None, None],
    "multi": [["a", "b"], ["a", "b"], ["a"], None, None, None, None, None, None, None],
    "open": ["one", "two words", "three of them", "", "  ", None, None, None, None, None],
}
FRAME = pl.DataFrame({"wave": ["now"] * 6 + ["then"] * 4} | ANSWERS)


def survey(base: str) -> Survey:
    """Questions of every kind, asked of everyone or of those whom a base names."""
    asked = [
        Question(name, kind, storage=storage, options=options, base=base)
        for name, (kind, storage, options) in KINDS.items()
    ]
    return Survey("Kinds", (Question("wave", Kind.SINGLE), *asked), respondents=len(FRAME))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kinds.parquet"
    FRAME.write_parquet(path)
    return path


@pytest.mark.parametrize(("base", "expected"), [("", "-70%"), ("wave = 'now'", "-50%")])
@pytest.mark.parametrize("name", KINDS)
def test_the_share_is_of_the_people_who_were_asked(name: str, base: str, expected: str, file: Path) -> None:
    """Three of ten answered, and three of the six who were asked."""
    with Engine(file, survey(base)) as engine:
        table = tabulate(View(What.TOPLINE, name), engine)
        assert lost_words(table, own_base(engine.survey[name])) == expected


def test_people_who_were_not_asked_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "replies.parquet"
    pl.DataFrame({"q": ["a", "b", "dk", "dk", "skip", "skip"]}).write_parquet(path)
    with Engine(path, Survey("One", (Question("q", Kind.SINGLE, options=(*TWO, *APART)),), respondents=6)) as engine:
        table = tabulate(View(What.TOPLINE, "q"), engine)
        assert lost_words(table, own_base(engine.survey["q"])) == "-50%"


def test_nobody_lost_and_nobody_there_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "replies.parquet"
    pl.DataFrame({"q": ["a", "b"], "r": [None, None]}, schema={"q": pl.String, "r": pl.String}).write_parquet(path)
    questions = tuple(Question(name, Kind.SINGLE, options=TWO) for name in ("q", "r"))
    with Engine(path, Survey("Two", questions, respondents=2)) as engine:
        words = [
            lost_words(tabulate(View(What.TOPLINE, question.name), engine), own_base(question))
            for question in questions
        ]
    assert words == ["", "-100%"]


class ListAlone(App[None]):
    """A list of questions that fills the screen."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.questions = QuestionList(tuple(Entry(f"q{at}", f"Q{at}") for at in range(number)), BLOCKS)
        self.scrolled = 0

    def compose(self) -> ComposeResult:
        yield self.questions

    def on_question_list_scrolled(self) -> None:
        self.scrolled += 1


def near(questions: int) -> tuple[list[str], int]:
    """The questions whose shapes are wanted once a list of so many is scrolled; and how often it said that it was."""

    async def scrolled() -> tuple[list[str], int]:
        app = ListAlone(questions)
        async with app.run_test(size=(40, 10)) as pilot:
            app.questions.scroll_to(y=100, animate=False)
            await pilot.pause()
            return list(dict.fromkeys(app.questions.unshaped())), app.scrolled

    return asyncio.run(scrolled())


def test_the_shapes_of_all_questions_are_counted_those_in_sight_first() -> None:
    names, scrolled = near(MOST_SHAPED)
    assert names[:2] == ["q100", "q101"]
    assert len(names) == MOST_SHAPED
    assert not scrolled


def test_of_very_many_questions_only_those_near_are_counted() -> None:
    names, scrolled = near(MOST_SHAPED + 1)
    assert names[:2] == ["q100", "q101"]
    assert set(names) == {f"q{at}" for at in range(90, 120)}
    assert scrolled == 1
