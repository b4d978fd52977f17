"""What changes the numbers: base, weight, order, zeros, chart; and the key that takes each back."""

from __future__ import annotations

import pytest

from topline.tui.session import Session

from .conftest import Truth
from .reading import body, numbers, status
from .stage import Stage, play

TO_HOW = ("down", "down")


def test_b_cycles_the_base_and_comes_round() -> None:
    async def story(stage: Stage) -> None:
        seen = [body(await stage.press(*TO_HOW))]
        for base, percent in (("replied, n=412", "46%"), ("everyone, n=5,000", "4%"), ("answered, n=225", "85%")):
            screen = await stage.press("b")
            assert f"base: {base}" in screen
            assert numbers(screen, "Selling") == [percent, "191"]
            seen.append(body(screen))
        assert body(await stage.press("b")) == seen[0]

    play(story, size=(100, 30))


def test_w_weights_every_place_and_stops_again() -> None:
    async def story(stage: Stage) -> None:
        plain = await stage.press("down")
        weighted = await stage.press("w", "enter")
        assert "weight: Weight" in weighted
        assert "effective" in weighted
        assert numbers(weighted, "Yes") != numbers(plain, "Yes")
        assert "weight: Weight" in await stage.press("3")
        assert body(await stage.press("1", "w", "enter")) == body(plain)

    play(story, size=(120, 36))


def test_s_sorts_by_count_below_each_net() -> None:
    async def story(stage: Stage) -> None:
        await stage.press(*TO_HOW)
        screen = await stage.press("s")
        order = [screen.index(label) for label in ("Selling", "Researching", "Preparing", "Networking", "Keeping up")]
        assert order == sorted(order)
        assert screen.index("Keeping up") < screen.index("Managing") < screen.index("Something else")
        assert "sorted by count" in status(screen)

    play(story, size=(120, 36))


def test_z_hides_what_nobody_chose_and_shows_it_again() -> None:
    async def story(stage: Stage) -> None:
        before = await stage.press(*TO_HOW)
        assert "Forecasting" in before
        hidden = await stage.press("z")
        assert "Forecasting" not in hidden
        assert "Recruiting and hiring" in hidden
        assert body(await stage.press("z")) == body(before)

    play(story)


def test_u_undoes_base_weight_order_and_zeros_one_by_one() -> None:
    async def story(stage: Stage) -> None:
        screens = [await stage.press(*TO_HOW)]
        for keys in (("b",), ("w", "enter"), ("s",), ("z",)):
            screens.append(await stage.press(*keys))
        for what, before in zip(("zeros", "order", "weight", "base"), reversed(screens[:-1]), strict=True):
            screen = await stage.press("u")
            assert f"undone: {what}" in status(screen)
            assert body(screen) == body(before)
        assert "nothing to undo" in status(await stage.press("u"))

    play(story)


def test_v_shows_a_grid_whole_and_opens_each_of_its_questions() -> None:
    async def story(stage: Stage) -> None:
        stage.app.screen.go_to_answer("agree_work", "")
        await stage.settle()
        screen = await stage.press("v")
        assert "Counts as work" in screen
        assert "An hour of cold calling" in screen
        opened = await stage.press("down", "enter")
        assert "base: replied" in opened

    play(story, size=(120, 36))


def test_v_plots_numbers_and_dates_with_axes() -> None:
    async def story(stage: Stage) -> None:
        assert "┤" in await stage.press("f9", "v")
        stage.app.screen.go_to_answer("years", "")
        await stage.settle()
        assert "┤" in await stage.press("v")
        assert "┤" not in await stage.press("v")

    play(story, size=(120, 36))


@pytest.mark.parametrize("key", ["z", "s", "b", "w", "v", "u", "n", "N", "i"])
def test_no_key_does_harm_on_the_funnel(key: str) -> None:
    async def story(stage: Stage) -> None:
        assert "5,000 asked" in await stage.press(key)
        assert not stage.app.fault

    play(story)


def test_i_tells_everything_needed_to_trust_the_table() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press(*TO_HOW, "i")
        for said in (
            "About this table",
            "Base: said yes, n=205",
            "Weight: none",
            "finite population of 5,000",
            "Not asked",
        ):
            assert said in screen
        assert "About this table" not in await stage.press("escape")

    play(story, size=(100, 40))


def test_over_a_plot_the_voices_are_those_of_the_base() -> None:
    async def story(stage: Stage) -> None:
        stage.app.screen.go_to_answer("meetings_booked", "")
        await stage.settle()
        screen = await stage.press("v")
        assert "the people: " in screen
        assert "behind this bar" not in screen
        assert "nobody" not in screen
        assert "nobody behind this line" in status(await stage.press("enter"))

    play(story, size=(120, 36))


def test_of_the_people_behind_a_bar_it_is_said_how_many_wrote(truth: Truth) -> None:
    wrote = truth("policy = 'Banned' and how is answered")
    people = truth("policy = 'Banned'")
    assert wrote < people

    async def story(stage: Stage) -> None:
        stage.app.screen.go_to_answer("policy", "Banned")
        await stage.settle()
        assert f"of {wrote} who wrote, of {people}" in stage.screen

    play(story, size=(120, 36))


def test_bars_that_are_not_drawn_to_the_whole_say_to_what() -> None:
    async def story(stage: Stage) -> None:
        stage.app.screen.go_to_answer("industry", "")
        await stage.settle()
        assert "bars to 20%" in stage.screen
        stage.app.screen.go_to_answer("impact", "Yes")
        await stage.settle()
        assert "bars to" not in stage.screen

    play(story, size=(120, 36))


def shape(screen: str, label: str) -> str:
    """What stands beside a question in the list."""
    lefts = (line.split("▕")[0] for line in screen.splitlines() if "▕" in line)
    left = next(left for left in lefts if f" {label} " in left)
    return left.split(label, 1)[1].strip()


def test_the_shapes_follow_the_filter_and_come_back_with_everyone() -> None:
    async def story(stage: Stage) -> None:
        everyone = shape(stage.screen, "Company policy")
        stage.app.screen.go_to_answer("policy", "Banned")
        await stage.settle()
        kept = shape(await stage.press("plus"), "Company policy")
        assert kept != everyone
        # All of them gave the one answer.
        assert kept.count("█") == 1
        assert "%" not in kept
        assert shape(await stage.press("u"), "Company policy") == everyone

    play(story, size=(120, 36))


def test_in_a_large_file_the_shapes_stay_those_of_everyone_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "is_large", property(lambda _: True))

    async def story(stage: Stage) -> None:
        everyone = shape(stage.screen, "Company policy")
        assert "shapes: everyone" not in stage.screen
        stage.app.screen.go_to_answer("policy", "Banned")
        await stage.settle()
        screen = await stage.press("plus")
        assert shape(screen, "Company policy") == everyone
        assert "shapes: everyone" in screen
        assert "shapes: everyone" not in await stage.press("u")

    play(story, size=(120, 50))
