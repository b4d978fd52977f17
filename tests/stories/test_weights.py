"""Weights: choosing one, what it costs, raking a new one to targets that are typed, and taking it back."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.survey import Slice
from topline.tui.tasks import correcting

from .reading import head, status
from .stage import Stage, play

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
DECLARED = """
# the panel of last year
[weighting.panel]
title = "As the panel"
targets.role = { "Team lead" = 40, Manager = 30, Director = 20, VP = 10 }
[weighting.low]
cap = 1.1
targets.role = { "Team lead" = 40, Manager = 30, Director = 20, VP = 10 }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, where a survey file can be written beside it."""
    path = tmp_path / "s.parquet"
    shutil.copy(sample_path(), path)
    return path


@pytest.fixture
def declared(file: Path) -> Path:
    """The same with raked weights."""
    beside(file).write_text(DECLARED)
    return file


def beside(file: Path) -> Path:
    return file.with_name("s.topline.toml")


def weight(stage: Stage) -> str:
    people: Slice = stage.app.history.desk.topline.slice
    return people.weight


def boxed(screen: str) -> list[str]:
    """The lines of a box."""
    parts = [line.split("│") for line in screen.splitlines()]
    return [part[1].strip() for part in parts if len(part) > 2]


def words(screen: str, start: str) -> list[str]:
    """The line of a box that begins so, word by word."""
    return next(text.split() for text in boxed(screen) if re.match(rf"{re.escape(start)}(  | \d)", text))


@SIZES
def test_w_offers_every_weight_with_its_cost_and_enter_takes_it(declared: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "w")
        assert words(screen, "> none") == [">", "none", "everyone", "counts", "as", "one"]
        assert "97% efficient" in " ".join(words(screen, "Weight"))
        assert "raked to Role" in " ".join(words(screen, "As the panel"))
        assert "its cap of 1.1 is too low for its targets: they need 2.01" in " ".join(" ".join(boxed(screen)).split())
        screen = await stage.press("down", "enter")
        assert "weight: As the panel" in head(screen)
        assert weight(stage) == "panel"
        assert "panel (raked to Role; efficiency" in await stage.press("i")
        await stage.press("escape", "y", "c")
        assert "--weight panel" in stage.app.clipboard
        assert "weight: none" in head(await stage.press("w", "enter"))
        assert "undone: weight" in status(await stage.press("u"))
        assert weight(stage) == "panel"

    play(story, size=size, file=declared)


@SIZES
def test_i_in_the_box_tells_what_a_weight_costs_and_enter_weights_by_it(declared: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("w", "i")
        assert words(screen, "Efficiency")[:2] == ["Efficiency", "97%"]
        assert words(screen, "Count as 0")[3] == "4,588"
        screen = await stage.press("escape", "w", "down", "i")
        assert "As the panel (raked weight)" in screen
        assert words(screen, "Team lead") == ["Team", "lead", "82", "19.9%", "40.0%", "40.0%"]
        assert "weight: As the panel" in head(await stage.press("enter"))

    play(story, size=size, file=declared)


def test_a_weight_that_cannot_be_raked_says_why_and_changes_nothing(declared: Path) -> None:
    async def story(stage: Stage) -> None:
        before = await stage.press("down")
        screen = await stage.press("w", "down", "down", "i")
        assert "its cap of 1.1 is too low for its targets" in status(screen)
        assert weight(stage) == ""
        assert head(screen) == head(before)

    play(story, file=declared, size=(120, 30))


@SIZES
def test_a_weight_is_raked_to_typed_targets_kept_used_and_taken_back(file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "w", "n")
        assert "no: numbers, which have no shares" in screen
        await stage.type("role")
        await stage.press("tab", *["backspace"] * 4)
        await stage.type("region")
        screen = await stage.press("tab", "enter")
        assert words(screen, "Team lead") == ["Team", "lead", "82", "19.9%", "19.9_"]
        assert "efficiency 100%: 412 replies weigh as 412" in screen
        screen = await stage.type("40")
        assert "Role adds up to 120.1 and not to 100: 20.1 too many" in screen
        assert "Role adds up to" in await stage.press("enter"), "what does not add up is not kept"
        screen = await stage.press("down", "=")
        assert words(screen, "Manager")[-1] == "19.5_"
        assert "efficiency 77%: 412 replies weigh as 316; weights 0.485 to 2.1" in screen
        await stage.press("home", *["backspace"] * 5)
        await stage.type("staff")
        await stage.press("down")
        await stage.type("5")
        screen = await stage.press("enter")
        assert "staff (raked weight)" in screen
        assert words(screen, "Cap") == ["Cap", "5", "times", "the", "mean"]
        assert not beside(file).exists(), "nothing is kept before the report was seen"
        screen = await stage.press("enter")
        assert "weight: staff" in head(screen)
        assert "kept in the survey file" in status(screen)
        said = tomllib.loads(beside(file).read_text())["weighting"]["staff"]
        assert said["cap"] == 5
        assert said["targets"]["role"] == {"Team lead": 40, "Manager": 19.5, "Director": 27.2, "VP": 13.3}
        assert "undone: weight" in status(await stage.press("u"))
        assert "taken back: the weighting staff" in status(await stage.press("u"))
        assert not beside(file).exists()
        assert "staff" not in await stage.press("w")

    play(story, size=size, file=file)


def test_targets_are_edited_where_they_stand(declared: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("w", "down", "e")
        assert "Other targets for panel" in screen
        assert words(screen, "Team lead")[-1] == "40_"
        await stage.type("20")
        await stage.press("down")
        await stage.type("50")
        await stage.press("enter", "enter")
        assert weight(stage) == "panel"
        text = beside(declared).read_text()
        assert "# the panel of last year" in text
        said = tomllib.loads(text)["weighting"]
        assert said["panel"]["targets"]["role"] == {"Team lead": 20, "Manager": 50, "Director": 20, "VP": 10}
        assert said["low"]["cap"] == 1.1
        await stage.press("u", "u")
        assert beside(declared).read_text() == DECLARED

    play(story, size=(100, 40), file=declared)


def test_where_nothing_can_be_written_that_is_said_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correcting, "unwritable", lambda path: "you may not write there")

    async def story(stage: Stage) -> None:
        screen = await stage.press("w")
        assert "nothing can be saved beside this file; copy the file to a folder of yours" in " ".join(
            " ".join(boxed(screen)).split()
        )
        assert "Rake to which questions" not in await stage.press("n")
        assert "weight: Weight" in head(await stage.press("enter"))

    play(story, file=file)


def test_keys_typed_ahead_reach_the_box(file: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "weight: Weight" in head(await stage.hurry("w", "enter"))

    play(story, file=file)


def test_exported_replies_have_the_raked_weight_and_the_console_says_where_it_is(
    declared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(stage: Stage) -> None:
        screen = await stage.press("w", "down", "enter", "e", "down")
        assert "weighted: weight_raked says what each reply weighs" in screen
        await stage.press("enter")
        (written,) = tmp_path.glob("*replies*.csv")
        head, first, *_ = written.read_text().splitlines()
        assert head.endswith('"weight_raked"')
        assert float(first.split(",")[-1].strip('"')) > 0
        assert "The weight panel is raked and no column" in await stage.press("5")

    play(story, file=declared, size=(120, 36))
