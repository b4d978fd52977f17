"""What the program has to say is read in full on the smallest screen: refusals with their remedy, and keys of boxes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.tui.widgets.status import Status

from .stage import Stage, play

SMALL = (80, 24)
TO_YEARS = ["down"] * 7


def below(stage: Stage) -> str:
    """The status line, all of it, as the screen has it."""
    status = stage.app.screen.query_one(Status)
    said = " ".join(line.plain.strip() for line in status.lines)
    shown = " ".join(line.strip() for line in stage.screen.splitlines()[-len(status.lines) :])
    assert said == shown
    return said


def test_a_refusal_is_read_to_its_end_and_gives_its_lines_back(tmp_path: Path) -> None:
    file = tmp_path / "s.parquet"
    shutil.copy(sample_path(), file)
    file.with_name("s.topline.toml").write_text("min_base = 10\n")

    async def story(stage: Stage) -> None:
        before = (await stage.press(*TO_YEARS)).splitlines()
        await stage.press("B")
        said = below(stage)
        assert said.startswith("nothing is corrected here, since groups under 10 are withheld")
        assert said.endswith("; write it into the survey file")
        assert len(said) > SMALL[0]
        # The next key ends it, and what stood there stands there again.
        assert (await stage.press("shift+f7")).splitlines() == before

    play(story, size=SMALL, file=file)


def test_one_line_stays_one_line() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("B")
        assert len(stage.app.screen.query_one(Status).lines) == 1
        assert below(stage) == "the response funnel has no numbers; pick a question first"

    play(story, size=SMALL)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("down", "x"), "Enter take it  ↑↓ move  Esc close"),
        (("down", "2", "x"), "Tab beside the others  ⇧Tab within last  Esc close"),
        (("down", "2", "r"), "Tab below the others  Esc close"),
        (("down", "d"), "Enter compare with them"),
        ((*TO_YEARS, "B"), "Enter keep these bands"),
        (("down", "n"), "Esc"),
        (("w",), "Esc"),
    ],
    ids=["cross", "banner", "rows", "compare", "bands", "nets", "weights"],
)
def test_a_box_says_its_keys_on_the_smallest_screen(keys: tuple[str, ...], told: str) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press(*keys)
        boxed = [line.split("│")[1] for line in screen.splitlines() if line.count("│") > 1]
        assert told in next(line for line in reversed(boxed) if line.strip())

    play(story, size=SMALL)


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
def test_tab_adds_a_question_that_was_pointed_at_and_no_other(key: str) -> None:
    async def story(stage: Stage) -> None:
        def columns() -> tuple[str, ...]:
            found: tuple[str, ...] = stage.app.history.desk.crosstab.columns
            return found

        await stage.press("down", "2", "x")
        before = columns()
        screen = await stage.press(key)
        assert "then ⇧Tab adds it" in screen or "then Tab adds it" in screen
        assert columns() == before
        await stage.press("down", "up", key)
        assert columns() != before
        assert columns()[0].startswith(before[0])
        await stage.press("u", "x")
        await stage.type("region")
        await stage.press(key)
        assert columns()[-1].endswith("region")
        assert columns()[0].startswith(before[0])

    play(story, size=(100, 30))
