"""A question over time: one key shows it, another cuts it otherwise, as a table and as a plot, each point a door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from topline.analysis import tabulate
from topline.charts import figures
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import Chart, Period, Significance, Table, View, What
from topline.tui.action import Place

from .reading import status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
HOW_OVER_REPLIED = View(What.TREND, "how", ("replied",))
WAVES = {"Wave 1": (208, 400), "Wave 2": (150, 380), "Wave 3": (12, 20), "Wave 4": (260, 400)}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The sample's replies, counted without the explorer."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as opened:
        yield opened


@pytest.fixture
def waves(tmp_path: Path) -> Path:
    """Who was content in four waves, with a date each; the third wave is small."""
    path = tmp_path / "waves.csv"
    rows = []
    for at, (wave, (yes, base)) in enumerate(WAVES.items()):
        for one in range(base):
            day = date(2023, 1, 9) + timedelta(days=91 * at + one % 10)
            rows.append(f"{'content' if one < yes else 'angry'},{wave},{day},{(one * 7 + at * 40) % 97}")
    path.write_text("\n".join(["Mood,Wave,Interviewed,Minutes", *rows]), encoding="utf-8")
    return path


def cells_of(table: Table, label: str) -> list[str]:
    row = next(row for row in table.rows if row.label == label)
    return [part for cell in row.cells for part in (figures.share(cell), figures.people(cell))]


@sizes
def test_one_key_follows_the_question_over_the_dates_of_its_replies(size: tuple[int, int], engine: Engine) -> None:
    table = tabulate(HOW_OVER_REPLIED, engine)

    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "T")
        assert stage.app.history.desk.place is Place.CROSSTAB
        assert stage.app.history.desk.crosstab == HOW_OVER_REPLIED
        assert "over Replied" in status(screen)
        line = next(line for line in screen.splitlines() if line.strip().startswith("Managing"))
        words = line.split()
        # Where there is room, the shape of the row comes first.
        said = words[1:] if words[1].endswith("%") else words[2:]
        assert said[:6] == cells_of(table, "Managing")[:6]
        assert "the people behind this cell" in screen
        # The cursor is on the first week; its people are behind Enter, and Esc comes back the way one went.
        people = await stage.press("enter")
        assert stage.app.history.desk.place is Place.REPLIES
        assert f"n={table.rows[0].cells[1].count}" in people
        await stage.press("escape")
        assert stage.app.history.desk.crosstab == HOW_OVER_REPLIED
        await stage.press("escape")
        assert stage.app.history.desk.place is Place.TOPLINE

    play(story, size=size)


def test_p_changes_the_period_and_u_takes_it_back() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "T")
        assert "p period" in screen
        assert "week of" in screen
        screen = await stage.press("p")
        assert "by month" in status(screen)
        assert "2018-09" in screen
        assert stage.app.history.desk.crosstab.period is Period.MONTH
        # No year: there would be one column.
        for period in (Period.QUARTER, Period.DAY, Period.WEEK):
            await stage.press("p")
            assert stage.app.history.desk.crosstab.period is period
        await stage.press("u", "u")
        assert stage.app.history.desk.crosstab.period is Period.QUARTER

    play(story, size=(120, 36))


@sizes
def test_a_plot_is_walked_line_by_line_and_period_by_period(size: tuple[int, int], engine: Engine) -> None:
    table = tabulate(HOW_OVER_REPLIED, engine)

    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "T", "v")
        assert stage.app.history.desk.crosstab == replace(HOW_OVER_REPLIED, chart=Chart.PLOT)
        assert "v as table" in screen
        first = table.rows[0].cells[1]
        assert f"o Selling, week of 2018-09-03: 91%  {first.count} of {table.columns[1].base.unweighted}" in screen
        screen = await stage.press("right", "down")
        assert f": 52%  {table.rows[1].cells[2].count} of 89" in screen
        assert "Researching prospects, week of 2018-09-10" in screen
        assert "[x]" in screen
        assert f"of {table.rows[1].cells[2].count} " in screen
        assert "Selling, week of 2018-10-01: 0%  0 of 1" in await stage.press("end", "up")
        assert "week of 2018-09-03" in await stage.press("home", "left")
        # Back among the cells, the cursor is on the same one.
        await stage.press("down", "right", "v")
        spot = stage.app.screen.cells.spot
        assert (spot.row, spot.column) == (table.rows[1].code, "2018-09-10")
        people = await stage.press("v", "enter")
        assert f"n={table.rows[1].cells[2].count}" in people
        assert "the people behind this point" in await stage.press("escape")

    play(story, size=size)


def test_waves_are_followed_with_arrows_and_the_key_again_takes_another_time(waves: Path) -> None:
    async def story(stage: Stage) -> None:
        # A wave and a date: it asks, waves first.
        box = await stage.press("T")
        assert "Follow Mood over" in box
        screen = await stage.press("enter")
        line = next(line for line in screen.splitlines() if line.strip().startswith("content"))
        assert line.split()[4:] == ["52%", "208", "39%▼", "150", "60%", "12", "65%▲", "260"]
        assert "▲ up, ▼ down since the one before at 95%; △ ▽ at 90%" in screen
        assert "waves, and not days" in status(await stage.press("p"))
        explained = await stage.press("right", "equals_sign")
        assert "Wave 1: z -3.5" in explained
        assert "less at 95%" in explained
        footer = await stage.press("escape", "i")
        assert "UP and DOWN" in footer
        await stage.press("escape", "T", "enter")
        assert stage.app.history.desk.crosstab.columns == ("Interviewed",)

    play(story, size=(120, 36), file=waves)


def test_tests_rows_and_numbers_in_a_trend(waves: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("T", "enter", "a")
        assert stage.app.history.desk.crosstab.test is Significance.HOLM
        assert "column %, Holm" in stage.screen
        assert "the columns of a trend are its periods" in status(await stage.press("o"))
        assert stage.app.history.desk.crosstab.what is What.TREND
        # Other rows, over the same waves; of numbers the means are drawn.
        screen = await stage.press("r", *"minu", "enter")
        assert stage.app.history.desk.crosstab == View(What.TREND, "Minutes", ("Wave",), test=Significance.HOLM)
        assert "Mean" in screen
        screen = await stage.press("v")
        assert "o Mean, Wave 1:" in screen
        assert "n=400" in await stage.press("enter")
        await stage.press("escape")
        # Crossing by a question ends the trend; Esc goes back to it.
        await stage.press("x", *"mood", "enter")
        assert stage.app.history.desk.crosstab.what is What.CROSSTAB
        await stage.press("escape")
        assert stage.app.history.desk.crosstab.what is What.TREND

    play(story, size=(120, 36), file=waves)


def test_a_survey_without_a_time_says_so_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Mood,Town\ngood,Rome\nbad,Oslo\n" * 9, encoding="utf-8")

    async def story(stage: Stage) -> None:
        screen = await stage.press("T")
        assert "neither a wave nor a date to follow answers over; x crosses by any question" in " ".join(screen.split())
        assert stage.app.history.desk.place is Place.TOPLINE
        assert "columns have a length in a trend" in status(await stage.press("2", "p"))

    play(story, file=path)


def test_the_funnel_is_not_followed() -> None:
    async def story(stage: Stage) -> None:
        assert "pick a question first" in status(await stage.press("T"))

    play(story)


def test_the_command_says_what_is_on_the_screen(waves: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("T", "down", "enter", "p", "v")
        view = stage.app.history.desk.crosstab
        assert view.command("w.csv") == "topline show w.csv Mood --over Interviewed --period quarter --chart plot"

    play(story, file=waves)
