"""The founding story, key by key: what somebody who has read nothing sees in under a minute."""

from __future__ import annotations

import pytest

from .stage import Stage, check, play

SIZES = [(80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_answered_half_and_half_selling_not_managing_and_a_recruiters_words(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        name = f"founding-{size[0]}x{size[1]}"
        check(f"{name}-1-who-answered", stage.screen)
        assert "5,000 asked > 412 replied (8.2%)" in stage.screen

        screen = await stage.press("down")
        check(f"{name}-2-half-and-half", screen)
        assert (numbers(screen, "Yes"), numbers(screen, "No")) == (["50%", "205"], ["50%", "207"])
        assert "Has social media had an impact" in screen

        screen = await stage.press("down")
        check(f"{name}-3-selling-not-managing", screen)
        assert numbers(screen, "Selling") == ["93%", "191"]
        assert numbers(screen, "Managing") == ["20%", "41"]
        for nobody in ("Coaching", "Pipeline health", "Forecasting"):
            assert numbers(screen, nobody) == ["0%", "0"]

        screen = await stage.press("b")
        check(f"{name}-4-of-all-who-replied", screen)
        assert "n=412" in screen
        assert numbers(screen, "Selling") == ["46%", "191"]
        assert numbers(screen, "Managing") == ["10%", "41"]

        screen = await stage.press("tab", *["down"] * 6)
        check(f"{name}-5-the-recruiters", screen)
        assert "of 41" in screen

        screen = await stage.press("enter")
        check(f"{name}-6-their-replies", screen)
        assert "n=41" in screen

        screen = await stage.press("enter")
        check(f"{name}-7-one-of-them", screen)
        assert "Reply 1 of 41" in screen
        assert "Recruiting and hiring" in screen

    play(story, size=size)


def row(screen: str, label: str) -> str:
    """The bar with this label."""
    return next(
        line.split("▕", 1)[1].strip()
        for line in screen.splitlines()
        if line.split("▕", 1)[-1].strip().startswith(label)
    )


def numbers(screen: str, label: str) -> list[str]:
    """Percent and count of a bar."""
    words = row(screen, label).split()
    at = next(index for index, word in enumerate(words) if word.endswith("%"))
    return words[at : at + 2]
