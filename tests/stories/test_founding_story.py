"""The founding story, key by key: what somebody who has read nothing sees in under a minute."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .reading import numbers
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_answered_half_and_half_selling_not_managing_and_a_recruiters_words(
    size: tuple[int, int], golden: Callable[[str, str], None]
) -> None:
    async def story(stage: Stage) -> None:
        name = f"founding-{size[0]}x{size[1]}"
        golden(f"{name}-1-who-answered.txt", stage.screen + "\n")
        assert "5,000 asked > 412 replied (8.2%)" in stage.screen

        screen = await stage.press("down")
        golden(f"{name}-2-half-and-half.txt", screen + "\n")
        assert (numbers(screen, "Yes"), numbers(screen, "No")) == (["50%", "205"], ["50%", "207"])
        assert "Has social media had an impact" in screen

        screen = await stage.press("down")
        golden(f"{name}-3-selling-not-managing.txt", screen + "\n")
        assert numbers(screen, "Selling") == ["93%", "191"]
        assert numbers(screen, "Managing") == ["20%", "41"]
        for nobody in ("Coaching", "Pipeline health", "Forecasting"):
            assert numbers(screen, nobody) == ["0%", "0"]

        screen = await stage.press("b")
        golden(f"{name}-4-of-all-who-replied.txt", screen + "\n")
        assert "n=412" in screen
        assert numbers(screen, "Selling") == ["46%", "191"]
        assert numbers(screen, "Managing") == ["10%", "41"]

        screen = await stage.press("tab", *["down"] * 6)
        golden(f"{name}-5-the-recruiters.txt", screen + "\n")
        assert "of 41" in screen

        screen = await stage.press("enter")
        golden(f"{name}-6-their-replies.txt", screen + "\n")
        assert "n=41" in screen

        screen = await stage.press("enter")
        golden(f"{name}-7-one-of-them.txt", screen + "\n")
        assert "Reply 1 of 41" in screen
        assert "Recruiting and hiring" in screen

    play(story, size=size)
