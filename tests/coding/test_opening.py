"""Files opened together with what their coders did."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from topline.analysis import tabulate
from topline.coding import CodeAdded, Coded, Codeframe, Desk, Journals, codes_folder
from topline.coding.opening import RESERVED, open_coded
from topline.coding.pile import pile_of
from topline.engine import Engine
from topline.survey import Table, View, What

CODEFRAME = """
id = "id"
[question.how]
kind = "open"
[question.how.codeframe]
selling.research = "Researching"
selling.news = "News"
other = "Other"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four replies, and a codeframe that nobody has used yet."""
    path = tmp_path / "s.csv"
    rows = [(1, "look people up"), (2, "read the news"), (3, None), (4, "look people up")]
    pl.DataFrame(rows, schema=["id", "how"], orient="row").write_csv(path)
    path.with_name("s.topline.toml").write_text(CODEFRAME)
    return path


def desk_of(path: Path, coder: str = "ann") -> tuple[Desk, tuple[str, ...]]:
    """A coder at the question, and the keys of its replies."""
    source = open_coded(path)
    plain = source.uncoded or source
    question = plain.survey["how"]
    pile = pile_of(plain.replies, plain.survey, question)
    journals = Journals(codes_folder(path), coder)
    return Desk(journals, "how", Codeframe.of(question, RESERVED), pile.keys, before=pile.codes), pile.keys


def table_of(path: Path) -> Table:
    source = open_coded(path)
    with Engine(source.replies, source.survey) as engine:
        return tabulate(View(What.TOPLINE, "how"), engine)


def counts(path: Path) -> dict[str, int]:
    """Replies by code and by net."""
    return {row.label: row.cells[0].count for row in table_of(path).rows}


def test_a_codeframe_that_nobody_has_used_counts_nobody(file: Path) -> None:
    assert open_coded(file).survey["how"].is_coded
    assert counts(file) == {"Selling": 0, "Researching": 0, "News": 0, "Other": 0}
    assert not codes_folder(file).exists()


def test_codes_that_are_given_are_answers(file: Path) -> None:
    desk, keys = desk_of(file)
    desk.record(Coded(question="how", replies=(keys[0], keys[2]), codes=frozenset({"research"})))
    desk.record(Coded(question="how", replies=(keys[1],), codes=frozenset({"news", "research"})))
    assert counts(file) == {"Selling": 3, "Researching": 3, "News": 1, "Other": 0}
    desk.record(CodeAdded(question="how", code="mood", label="Mood"))
    assert counts(file)["Mood"] == 0
    desk.undo()
    desk.undo()
    assert counts(file) == {"Selling": 2, "Researching": 2, "News": 0, "Other": 0}


def test_a_question_that_is_gone_is_told(file: Path) -> None:
    desk, keys = desk_of(file)
    desk.record(Coded(question="how", replies=keys[:1], codes=frozenset({"research"})))
    Desk(desk.journals, "why", Codeframe()).record(Coded(question="why", replies=keys[:1], codes=frozenset({"x"})))
    (warning,) = [one for one in open_coded(file).survey.warnings if "codes for" in one]
    assert "there are codes for 'why', which is no open question here" in warning


def test_a_file_without_codes_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    pl.DataFrame({"how": ["a few words", "some more words"]}).write_csv(path)
    source = open_coded(path)
    assert source.uncoded is None
    assert not codes_folder(path).exists()
