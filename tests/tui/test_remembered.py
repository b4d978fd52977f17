"""What is remembered of queries: kept privately for each survey, capped, and never a fault."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from topline.readers.folders import STATE, state_folder
from topline.tui import remembered
from topline.tui.remembered import Remembered


def test_what_is_kept_is_there_the_next_time_and_nobody_elses(tmp_path: Path) -> None:
    memory = Remembered(tmp_path / "a.csv")
    memory.add_statement("select 1")
    memory.add_statement("select 2")
    memory.add_statement("select 1")
    memory.add_statement("   ")
    memory.set_values("Longest", {"role": "VP", "least": ""})
    assert memory.keep() == ""
    again = Remembered(tmp_path / "a.csv")
    assert again.statements == ("select 2", "select 1")
    assert again.values_of("Longest") == {"role": "VP", "least": ""}
    other = Remembered(tmp_path / "b.csv")
    assert (other.statements, dict(other.values_of("Longest"))) == ((), {})


def test_sessions_on_one_survey_lose_nothing_of_each_other(tmp_path: Path) -> None:
    ours, theirs = Remembered(tmp_path / "a.csv"), Remembered(tmp_path / "a.csv")
    ours.add_statement("select 1")
    ours.set_values("Longest", {"role": "VP"})
    ours.keep()
    theirs.add_statement("select 2")
    theirs.set_values("Longest", {"role": "CEO"})
    theirs.set_values("Shortest", {"role": "VP"})
    theirs.keep()
    ours.add_statement("select 3")
    ours.keep()
    for memory in (ours, Remembered(tmp_path / "a.csv")):
        assert memory.statements == ("select 1", "select 2", "select 3")
        assert memory.values_of("Longest") == {"role": "CEO"}, "the values that were given last"
        assert memory.values_of("Shortest") == {"role": "VP"}


def test_what_could_not_be_written_is_written_with_what_comes_next(tmp_path: Path) -> None:
    memory = Remembered(tmp_path / "a.csv")
    state_folder().mkdir()
    (state_folder() / "queries").write_text("in the way")
    memory.add_statement("select 1")
    assert memory.keep() != ""
    (state_folder() / "queries").unlink()
    other = Remembered(tmp_path / "a.csv")
    other.add_statement("select 2")
    other.keep()
    memory.add_statement("select 3")
    assert memory.keep() == ""
    assert Remembered(tmp_path / "a.csv").statements == ("select 2", "select 1", "select 3")


def test_sessions_that_write_at_once_lose_nothing_either(tmp_path: Path) -> None:
    memories = [Remembered(tmp_path / "a.csv") for _ in range(8)]

    def add(memory: Remembered) -> None:
        for number in range(5):
            memory.add_statement(f"select {id(memory)}, {number}")
            assert memory.keep() == ""

    with ThreadPoolExecutor(len(memories)) as pool:
        list(pool.map(add, memories))
    assert len(Remembered(tmp_path / "a.csv").statements) == 40


def test_it_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    memory = Remembered(tmp_path / "a.csv")
    memory.add_statement("select 1")
    memory.keep()
    (file,) = (state_folder() / "queries").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_STATEMENTS", 3)
    monkeypatch.setattr(remembered, "MOST_QUERIES", 2)
    monkeypatch.setattr(remembered, "LONGEST", 10)
    memory = Remembered(tmp_path / "a.csv")
    for number in range(9):
        memory.add_statement(f"select {number}")
        memory.set_values(f"Q{number}", {"a": "x", "b": "y" * 11})
    memory.add_statement("select " + "1" * 10)
    assert memory.statements == ("select 6", "select 7", "select 8")
    assert dict(memory.values_of("Q6")) == {}
    assert dict(memory.values_of("Q8")) == {"a": "x"}


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\xfe", b"[]", b'{"statements": 3, "values": []}', b'{"statements": [3], "values": {"a": 1}}',
               b'{"values": {"a": {"b": 3}}}', b"[" * 100_000],
)  # fmt: skip
def test_what_cannot_be_read_is_forgotten(tmp_path: Path, damage: bytes) -> None:
    memory = Remembered(tmp_path / "a.csv")
    memory.add_statement("select 1")
    memory.keep()
    (file,) = (state_folder() / "queries").iterdir()
    file.write_bytes(damage)
    again = Remembered(tmp_path / "a.csv")
    assert again.statements == ()
    assert dict(again.values_of("a")) == {}
    again.add_statement("select 2")
    assert again.keep() == ""


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(STATE, str(tmp_path / "file" / "state"))
    memory = Remembered(tmp_path / "a.csv")
    memory.add_statement("select 1")
    assert "remembered only until you leave" in memory.keep()
    assert memory.statements == ("select 1",)
