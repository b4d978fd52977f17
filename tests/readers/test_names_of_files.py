"""A file is read by its name alone, whatever its neighbours and folders are called."""

from __future__ import annotations

from pathlib import Path

import polars
import pytest

from topline.analysis import tabulate
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import Chose, Kind, Role, Slice, View, What


def counts(path: Path, question: str) -> dict[str, int]:
    """How many gave each answer."""
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        return {row.label: row.cells[0].count for row in tabulate(View(What.TOPLINE, question), engine).rows}


@pytest.mark.parametrize(
    ("name", "neighbour"), [("a*.parquet", "ab.parquet"), ("q[x].parquet", "qx.parquet"), ("a?.parquet", "ab.parquet")]
)
def test_names_are_no_patterns(tmp_path: Path, name: str, neighbour: str) -> None:
    polars.DataFrame({"q": ["yes", "no"]}).write_parquet(tmp_path / name)
    polars.DataFrame({"q": ["maybe"] * 5}).write_parquet(tmp_path / neighbour)
    assert counts(tmp_path / name, "q") == {"yes": 1, "no": 1}


def test_a_folder_says_nothing_about_the_answers_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "q=yes"
    folder.mkdir()
    polars.DataFrame({"q": ["no", "no", "yes"]}).write_parquet(folder / "s.parquet")
    assert counts(folder / "s.parquet", "q") == {"no": 2, "yes": 1}


def test_a_personal_column_has_no_answers_to_be_counted(tmp_path: Path) -> None:
    file = tmp_path / "s.parquet"
    polars.DataFrame({"owner": ["Ann", "Bob", "Ann"], "q": ["a", "b", "a"]}).write_parquet(file)
    stated = 'personal = ["owner"]\n[question.owner]\nkind = "single"\n'
    file.with_name("s.topline.toml").write_text(stated)
    owner = open_source(file).survey["owner"]
    assert (owner.role, owner.kind, owner.options) == (Role.PERSONAL, Kind.OPEN, ())
    assert counts(file, "owner") == {"Given": 3}
    assert Slice((Chose("q", ("a",)),)).sentence(open_source(file).survey) == "q is a"
