"""A grid that is a ranking, or is none: said in the import report, proven, kept for the whole grid, and taken back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from topline.survey import Chart, Kind, View, What

from .reading import status
from .stage import Stage, play

ITEMS = ("Tea", "Milk", "Cocoa", "Mate")
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")


def drinks(folder: Path, *answers: str, text: str = "How is it?") -> Path:
    """A grid of four items, and sixty replies that go through these answers."""
    rows = [f"{at},{'NS'[at % 2]},{answers[at % len(answers)]}" for at in range(60)]
    header = ",".join(f'"{text} [{item}]"' for item in ITEMS)
    path = folder / "drinks.csv"
    path.write_text("\n".join([f"id,region,{header}", *rows]) + "\n", "utf-8")
    return path


def said(file: Path) -> dict[str, Any]:
    path = file.with_name("drinks.topline.toml")
    return tomllib.loads(path.read_text()).get("question", {}) if path.exists() else {}


def items(stage: Stage) -> list[str]:
    """The items of the ranking, if the grid is one."""
    return [one.label for one in stage.app.newest_session.survey.ranking("how_is_it_tea")]


async def to_ranking(stage: Stage) -> str:
    """From a question in the report to the field, behind those that every grid has, and the other way of reading it."""
    await stage.press("enter", *["tab"] * 5)
    return await stage.press("up" if items(stage) else "down")


@SIZES
def test_a_grid_of_ratings_is_said_to_be_a_ranking_and_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    # Two first places, which no ranking has by itself.
    file = drinks(tmp_path, "1,1,2,3", "2,1,3,4", "4,3,1,1")

    async def story(stage: Stage) -> None:
        await stage.press("down", "I")
        assert items(stage) == []
        screen = await to_ranking(stage)
        assert "the answers are the places of these 4, 1 the first" in screen
        told = " ".join(
            " ".join(line.split("│")[1] for line in (await stage.press("tab")).splitlines() if "│" in line).split()
        )
        assert "all of How is it? will be a ranking" in told
        await stage.press("ctrl+s")
        assert items(stage) == list(ITEMS)
        kept = said(file)
        assert len(kept) == 4
        assert all(one["ranks"] is True for one in kept.values())
        assert "the place that" in stage.screen
        await stage.press("escape")
        assert "saved: How is it? is a ranking now; u takes it back" in status(stage.screen)
        screen = await stage.press("v")
        assert "Tea  mean rank 2.33" in screen
        await stage.press("u", "u")
        assert items(stage) == []
        assert said(file) == {}
        await stage.press("U")
        assert items(stage) == list(ITEMS)

    play(story, size=size, file=file)


def test_a_ranking_is_said_to_be_none_and_made_one_again(tmp_path: Path) -> None:
    file = drinks(tmp_path, "1,2,3,4", "2,1,3,4", "4,3,2,1", text="Put these in order")

    async def story(stage: Stage) -> None:
        def ranked() -> bool:
            return bool(stage.app.newest_session.survey.ranking("put_these_in_order_tea"))

        await stage.press("down", "I")
        assert ranked()
        await stage.press("enter", *["tab"] * 5, "up", "enter")
        assert not ranked()
        assert {one["ranks"] for one in said(file).values()} == {False}
        await stage.press("u")
        assert ranked()

    play(story, size=(120, 36), file=file)


def test_numbers_become_ranks_and_what_are_none_are_refused(tmp_path: Path) -> None:
    file = drinks(tmp_path, "1,2,3,4", "2,1,3,4", "4,3,2,1")
    survey = file.with_name("drinks.topline.toml")
    stated = "".join(f'[question.how_is_it_{item.lower()}]\nkind = "numeric"\n' for item in ITEMS)
    survey.write_text(stated.replace('kind = "numeric"\n', 'kind = "numeric"\ngrid = "Places"\nranks = false\n'))

    async def story(stage: Stage) -> None:
        await stage.press("down", "I")
        await to_ranking(stage)
        await stage.press("enter")
        assert items(stage) == list(ITEMS)
        assert {stage.app.newest_session.survey[name].kind for name in said(file)} == {Kind.SINGLE}
        table = stage.app.newest_session.table(View(What.TOPLINE, "how_is_it_tea", chart=Chart.RANKING))
        assert [row.label for row in table.rows] == list(ITEMS)

    play(story, size=(120, 36), file=file)


def test_words_are_no_ranks_and_nothing_is_written(tmp_path: Path) -> None:
    file = drinks(tmp_path, "Good,Bad,Good,Fair", "Bad,Good,Fair,Good", "Fair,Fair,Bad,Bad")

    async def story(stage: Stage) -> None:
        await stage.press("down", "I")
        await to_ranking(stage)
        screen = " ".join((await stage.press("enter")).split())
        assert "a rank is a whole number, 1 the first; how_is_it_tea has" in screen
        await stage.press("escape")
        assert said(file) == {}

    play(story, size=(80, 24), file=file)
