"""Every screen and box, in narrow, tall and large windows, and in ASCII: nothing runs over, nothing is missing."""

from __future__ import annotations

from functools import cache

import polars
import pytest
from textual.widgets import Input

from topline.charts.plain import TABLE
from topline.cli.explorer import sample_path
from topline.tui.screens.dialogs import Box
from topline.tui.screens.place import PlaceScreen

from .picture import PLACES
from .stage import Stage, play

NARROW, TALL = (60, 20), (100, 60)


@cache
def letters() -> set[str]:
    """What people wrote into the sample besides ASCII, save what the program draws with; data stays what it is."""
    words = polars.read_parquet(sample_path(), columns=["how"])["how"].drop_nulls().to_list()
    return {letter for letter in "".join(words) if not letter.isascii() and ord(letter) not in TABLE}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [NARROW, TALL], ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_fits(place: str, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press(*PLACES[place])
        lines = screen.splitlines()
        assert len(lines) == size[1]
        shown = stage.app.screen
        focused = shown.focused
        assert focused is not None
        # What has the keys is to be seen, and has room for more than a line.
        assert shown.region.contains_region(focused.region), (focused, focused.region)
        assert focused.region.height >= (1 if isinstance(focused, Input) else 3), (focused, focused.region)
        if isinstance(shown, PlaceScreen):
            assert lines[0].startswith(" topline")
            assert "who: " in lines[1]
            assert lines[-1].strip()
        elif isinstance(shown, Box):
            assert shown.region.contains_region(shown.query_one("#box").region)
            assert "Esc " in screen

    play(story, size=size)


@pytest.mark.parametrize("place", PLACES)
def test_it_is_all_ascii_where_the_terminal_has_no_more(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.delenv("LC_ALL", raising=False)

    async def story(stage: Stage) -> None:
        screen = await stage.press(*PLACES[place])
        assert {letter for letter in screen if not letter.isascii()} <= letters()

    assert play(story, size=(100, 32), theme=None).theme == "topline-ansi"
