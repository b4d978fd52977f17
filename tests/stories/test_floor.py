"""The explorer under a privacy floor: every door that could show a small group is tried."""

from __future__ import annotations

from topline.analysis.floor import WithheldError
from topline.cli.explorer import sample_path
from topline.readers import open_source
from topline.survey import Slice, View, What, read_expression
from topline.tui.session import Session

from .reading import status
from .stage import Stage, play


def test_the_status_line_says_what_is_withheld() -> None:
    async def story(stage: Stage) -> None:
        assert "groups under 10 are withheld" in status(stage.screen)

    play(story, min_base=10, size=(120, 36))


def test_a_withheld_cell_has_its_own_mark_and_says_why() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", "end")
        assert "Something else" in stage.screen
        assert "withheld: fewer than 10" in status(await stage.press("enter"))
        assert "withheld: fewer than 10" in status(await stage.press("="))

    play(story, min_base=10, size=(120, 36))


def test_replies_are_words_and_no_single_person_is_shown() -> None:
    async def story(stage: Stage) -> None:
        shown = await stage.press("3")
        heads = next(line for line in shown.splitlines() if "row" in line.split())
        assert heads.split() == ["row", "How"]
        assert "a reply is one person" in status(await stage.press("enter"))
        assert "cannot be sorted" in status(await stage.press("s"))

    play(story, min_base=10, size=(120, 36))


def test_voices_have_no_profile() -> None:
    async def story(stage: Stage) -> None:
        plain = await stage.press("down")
        assert "Manager" not in plain
        assert "who wrote" in plain

    play(story, min_base=10, size=(120, 36))


def test_a_search_that_few_hit_says_so_and_shows_none_of_it() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("slash")
        shown = await stage.type("Tulsa")
        assert "too few replies hold this" in shown
        assert "plant in Tulsa" not in shown

    play(story, min_base=10, size=(120, 36))


def test_sql_is_refused_in_the_console() -> None:
    async def story(stage: Stage) -> None:
        shown = await stage.press("f8")
        assert "SQL is refused" in shown

    play(story, min_base=10, size=(120, 36))


def test_nobody_is_invited_to_write_sql() -> None:
    async def story(stage: Stage) -> None:
        shown = " ".join((await stage.press("5")).replace("│", " ").split())
        assert "There is no SQL here: a statement could show groups under 10 people," in shown
        assert "sees all replies" not in shown
        assert "select" not in shown
        assert "no SQL here" in status(await stage.press("tab"))
        assert "no SQL here" in status(await stage.press("right"))

    play(story, min_base=10, size=(120, 36))


def test_nothing_is_corrected_so_that_the_floor_stays() -> None:
    async def story(stage: Stage) -> None:
        assert "nothing is corrected here" in await stage.press("I", "enter")

    play(story, min_base=10, size=(120, 36))


def test_who_differs_by_few_from_those_shown_before_is_refused() -> None:

    session = Session(open_source(sample_path(), min_base=10), sample_path())
    try:
        survey = session.survey

        def view(text: str) -> View:
            return View(What.REPLIES, fields=("how",), slice=Slice((read_expression(text, survey),)))

        # Each is of many and leaves out many; a few make the difference.
        session.window(view("how contains 'customer'"), 0, 5)
        counts = []
        for text in ("how contains 'customers'", "how contains 'customer '", "how contains ' customer'"):
            try:
                session.window(view(text), 0, 5)
            except WithheldError as error:
                counts.append(str(error))
        assert any("make the difference" in said for said in counts)
    finally:
        session.close()
