"""A ranking at a key, every number of it a door; and a net promoter score above its voices."""

from __future__ import annotations

from pathlib import Path

from .stage import Stage, play

ORDERS = ("Tea,Milk,Cocoa,Mate", "Milk,Tea,Mate,", ",,,", "Cocoa,,,", "Tea,Cocoa,Milk,Mate")
ASKED = "Which do you like?"


def drinks(folder: Path) -> Path:
    """Fifty replies of LimeSurvey, of which every fifth ranks nothing."""
    header = ",".join(f'"{ASKED} [Rank {rank}]"' for rank in (1, 2, 3, 4))
    rows = [f"{at},{'NS'[at % 2]},{ORDERS[at % 5]}" for at in range(50)]
    path = folder / "drinks.csv"
    path.write_text("\n".join([f"id,region,{header}", *rows]) + "\n", "utf-8")
    return path


def test_v_shows_the_whole_ranking_and_enter_opens_its_numbers(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down")
        screen = await stage.press("v")
        assert "base: ranked any item, n=40" in screen
        assert "Tea  mean rank 1.33" in screen
        assert "In the first 3" in screen
        assert "of a ranking" in await stage.press("b")
        best = await stage.press("s")
        assert "sorted by mean rank" in best
        assert best.index("Tea  mean") < best.index("Milk  mean") < best.index("Mate  mean")
        told = await stage.press("tab", "down", "equals_sign")
        assert "20 / 30 = 66.67% of those who ranked it" in told
        people = await stage.press("escape", "enter")
        assert "n=20" in people

    play(story, size=(120, 36), file=drinks(tmp_path))


def test_a_ranking_stays_one_where_it_is_crossed(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "v", "x", *"region")
        screen = await stage.press("enter")
        assert "mean ranks" in screen
        assert "1.33" in screen
        assert "cells of a ranking are mean ranks" in await stage.press("percent_sign")
        assert "the best first" in await stage.press("s")
        screen = await stage.press("o")
        assert "mean ranks" not in screen

    play(story, size=(120, 36), file=drinks(tmp_path))


def test_a_score_is_large_where_there_is_room_and_one_line_where_not() -> None:
    async def tall(stage: Stage) -> None:
        screen = await stage.press("slash", *"recommend social", "enter")
        assert "NPS -58   95% -65 to -52   standard error 3.4" in screen
        assert "promoters 11%   passives 19%   detractors 69%" in screen

    async def low(stage: Stage) -> None:
        screen = await stage.press("slash", *"recommend social", "enter")
        assert "NPS -58 (-65 to -52)" in screen
        assert "promoters 11%" not in screen

    play(tall, size=(120, 44))
    play(low, size=(80, 24))
