"""Bands of numbers: cut as one types, kept in the survey file, taken back, and there wherever they are counted."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path

from .reading import status
from .stage import Stage, play

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
TO_YEARS = ["down"] * 7


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, where a survey file can be written beside it."""
    path = tmp_path / "s.parquet"
    shutil.copy(sample_path(), path)
    return path


def beside(file: Path) -> Path:
    return file.with_name("s.topline.toml")


def bars(stage: Stage) -> dict[str, int]:
    """The rows of the table in sight, with their people."""
    return {row.label: row.cells[0].count for row in stage.app.screen.table.rows}


@SIZES
def test_edges_are_typed_with_their_counts_in_sight_and_kept(file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press(*TO_YEARS, "B")
        assert "Bands of Years managing" in screen
        assert "steps of 5" in screen
        screen = await stage.type("3, 10")
        assert "under 3" in screen
        assert "10 and over" in screen
        assert not beside(file).exists()
        assert "saved: Years managing cut at 3, 10; u takes it back" in status(await stage.press("enter"))
        assert tomllib.loads(beside(file).read_text()) == {"question": {"years": {"bands": [3, 10]}}}
        assert list(bars(stage)) == ["under 3", "3 to 9", "10 and over"]
        number = bars(stage)["3 to 9"]
        await stage.press("tab", "down", "enter")
        assert stage.app.session.count(stage.app.history.desk.view.slice) == number
        await stage.press("escape", "u")
        assert not beside(file).exists()
        assert "3 to 9" not in bars(stage)
        await stage.press("U")
        assert bars(stage)["3 to 9"] == number

    play(story, size=size, file=file)


def test_groups_steps_and_none_at_all(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press(*TO_YEARS, "B", "down", "enter")
        assert "3 groups" in stage.screen
        await stage.press("enter")
        assert len(bars(stage)) == 3
        await stage.press("B")
        await stage.press("ctrl+u")
        await stage.type("steps of 10")
        await stage.press("enter")
        assert list(bars(stage)) == ["under 10", "10 to 19", "20 to 29", "30 and over"]
        await stage.press("B", "ctrl+u", *["down"] * 4)
        assert "without bands of its own" in status(await stage.press("enter"))
        assert "0 to 4" in bars(stage)

    play(story, size=(120, 36), file=file)


def test_bands_with_names_stand_there_and_give_way_to_edges(file: Path) -> None:
    beside(file).write_text('[question.years]\nbands = { New = [0, 5], "Long there" = [5, inf] }  # mine\n')

    async def story(stage: Stage) -> None:
        await stage.press(*TO_YEARS)
        assert list(bars(stage)) == ["New", "Long there"]
        assert "New: 0-4, Long there: 5-" in await stage.press("B")
        assert "now: New, Long there; edges, groups and steps have no names" in await stage.press("ctrl+u")
        await stage.type("3")
        await stage.press("enter")
        assert list(bars(stage)) == ["under 3", "3 and over"]
        await stage.press("u")
        assert list(bars(stage)) == ["New", "Long there"]
        assert "# mine" in beside(file).read_text()

    play(story, size=(80, 24), file=file)


@SIZES
def test_bands_are_typed_with_their_names_and_kept_and_taken_back(file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        assert "Young: 0-17, Adult: 18-" in await stage.press(*TO_YEARS, "B")
        assert "are written Young: 0-17" in await stage.type("New: 0-4, Long")
        screen = await stage.type(" there: 10-")
        assert "Long there" in screen
        assert "5 to 9" in screen, "those in none of them are not lost"
        said = status(await stage.press("enter"))
        assert "Years managing in 2 bands: New, Long there; u takes it back" in said
        kept = tomllib.loads(beside(file).read_text())
        assert kept == {"question": {"years": {"bands": {"New": [0, 5], "Long there": [10, float("inf")]}}}}
        assert bars(stage) == {"New": 120, "5 to 9": 140, "Long there": 149}
        await stage.press("u")
        assert not beside(file).exists()

    play(story, size=size, file=file)


def test_a_crosstab_cuts_its_rows_or_else_its_banner(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "x")
        await stage.type("Years managing")
        await stage.press("enter", "B")
        await stage.type("10")
        await stage.press("enter")
        assert [column.label for column in stage.app.screen.table.columns] == ["Total", "under 10", "10 and over"]

    play(story, size=(120, 36), file=file)


def test_what_cannot_be_cut_is_said(file: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "pick a question first" in status(await stage.press("B"))
        assert "has no numbers to cut into bands; n groups answers" in status(await stage.press("down", "B"))
        await stage.press(*TO_YEARS[1:], "B")
        assert "'x' is none" in await stage.type("3, x")
        assert "Bands of" in await stage.press("enter")
        await stage.press("ctrl+u")
        assert "rise; 1 comes after 3" in await stage.type("3, 1")
        await stage.press("escape")
        assert not beside(file).exists()

    play(story, size=(80, 24), file=file)
