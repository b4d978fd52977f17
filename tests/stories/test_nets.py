"""Nets of one's own: built, changed, removed, taken back, and there wherever the question is counted."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from topline.cli.explorer import sample_path

from .reading import status
from .stage import Stage, play

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, where a survey file can be written beside it."""
    path = tmp_path / "s.parquet"
    shutil.copy(sample_path(), path)
    return path


def nets(file: Path, name: str) -> dict[str, Any]:
    """The nets that the survey file says."""
    said: dict[str, Any] = tomllib.loads(file.with_name("s.topline.toml").read_text())["question"][name]["nets"]
    return said


def bars(stage: Stage) -> list[tuple[str, int, int]]:
    """The rows of the table in sight, with their depth and their people."""
    table = stage.app.screen.table
    return [(row.label, row.level, row.cells[0].count) for row in table.rows]


@SIZES
def test_answers_are_ticked_and_named_and_are_a_net_that_u_takes_back(file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "n")
        assert "A net of How" in screen
        assert "Selling" in screen
        assert "counts 135 of 205 people (66%)" in await stage.press("space", "space")
        await stage.press("enter")
        await stage.type("Digital work")
        screen = await stage.press("enter")
        assert 'saved: a new net "Digital work"; u takes it back' in status(screen)
        assert nets(file, "how")["Digital work"] == ["research", "preparing"]
        assert nets(file, "how")["Managing"] == ["recruiting", "coaching", "pipeline", "forecasting"]
        assert bars(stage)[:4] == [
            *(("Selling", 0, 191), ("Digital work", 1, 135), ("Researching prospects", 2, 94)),
            ("Preparing for calls", 2, 74),
        ]
        screen = await stage.press("tab", "down", "enter")
        assert "135" in screen
        assert stage.app.history.desk.place == "Replies"
        assert stage.app.session.count(stage.app.history.desk.view.slice) == 135
        await stage.press("escape")
        screen = await stage.press("u")
        assert 'taken back: a new net "Digital work"' in status(screen)
        assert not file.with_name("s.topline.toml").exists()
        assert ("Digital work", 1, 135) not in bars(stage)
        await stage.press("U")
        assert bars(stage)[1] == ("Digital work", 1, 135)

    play(story, size=size, file=file)


def test_a_net_that_is_there_is_changed_renamed_and_removed(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "n", "up", "enter")
        assert 'The net "Managing" of How' in screen
        await stage.press(*["down"] * 8, "space", "enter")
        await stage.press(*["backspace"] * len("Managing"))
        screen = await stage.type("Other work")
        assert "Recruiting and hiring, Coaching, Pipeline health, Forecasting," in screen
        assert 'the net "Other work" changed' in status(await stage.press("enter"))
        assert list(nets(file, "how")) == ["Selling", "Other work"]
        assert nets(file, "how")["Other work"][-1] == "other"
        assert 'the net "Selling" removed' in status(await stage.press("n", "up", "up", "delete"))
        assert list(nets(file, "how")) == ["Other work"]
        await stage.press("u", "u")
        assert [bar for bar in bars(stage) if not bar[1]][:2] == [("Selling", 0, 191), ("Managing", 0, 41)]

    play(story, size=(120, 36), file=file)


def test_boxes_of_a_scale_are_ready_and_a_whole_grid_gets_them_alike(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("2", "r")
        await stage.type("Counts as work")
        await stage.press("enter")
        screen = await stage.press("n")
        assert "Top 3 box" in screen
        assert "Top 2 box" not in screen, "the survey has a net of these answers"
        screen = await stage.press(*["down"] * 5, "space", *["up"] * 6, "enter")
        assert "Neither, Agree, Strongly agree" in screen
        assert 'a new net "Top 3 box", in the whole grid' in status(await stage.press("enter"))
        first, *others = [q for q in stage.app.session.survey if q.grid and q.kind == "scale"]
        assert [net.label for net in first.nets] == ["Agree, either way", "Disagree, either way", "Top 3 box"]
        assert others
        assert all(other.nets == first.nets for other in others)
        shown = {label: (level, count) for label, level, count in bars(stage)}
        assert shown["Top 3 box"] == (0, sum(shown[one][1] for one in ("Neither", "Agree", "Strongly agree")))
        assert shown["Agree, either way"] == (1, shown["Agree"][1] + shown["Strongly agree"][1])

    play(story, size=(120, 36), file=file)


def test_what_cannot_be_grouped_or_named_is_said(file: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "pick a question first" in status(await stage.press("n"))
        await stage.press("down", "down", "n")
        assert "Space ticks the answers" in await stage.press("enter")
        assert "no answer has these letters" in await stage.type("zzz")
        assert "Managing" in await stage.press("escape")
        await stage.press("space", "enter")
        assert "a net needs a name" in await stage.press("enter")
        await stage.type("Selling")
        assert 'there is a net "Selling" already' in await stage.press("enter")
        await stage.press("escape", "escape")
        assert not file.with_name("s.topline.toml").exists()
        await stage.press("1", "down", "down", "down", "down")
        assert "has no answers to group" in status(await stage.press("n"))

    play(story, size=(80, 24), file=file)
