"""The console: a statement is written, completed, run, cancelled and come back to; nothing in it can do harm."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from topline.engine import Cage
from topline.readers.folders import state_folder
from topline.tui.widgets.console import Console

from .reading import body, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]
LONG = "select sum(a.i * b.i % 7) from range(2000000) a(i), range(2000000) b(i)"


def statement(stage: Stage) -> str:
    """What stands in the console."""
    return stage.app.screen.query_one(Console).text


async def write(stage: Stage, text: str) -> None:
    """Paste a text into the console, as a person does with one of several lines."""
    stage.app.post_message(events.Paste(text))
    await stage.settle()


@pytest.mark.parametrize("size", SIZES)
def test_a_statement_is_written_completed_and_run(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        assert "Enter run" in status(stage.screen)
        await stage.type("select ro")
        offered = await stage.press("tab")
        assert "round(" in offered
        await stage.type(", count(*) as people from re")
        await stage.press("tab")
        await stage.type(" where imp")
        await stage.press("tab")
        await stage.type(" = ")
        await stage.press("tab")
        await stage.type(" group by role order by 2 desc")
        assert statement(stage).split("\n") == [
            "select role, count(*) as people from responses where impact = 'Yes' group by role order by 2 desc"
        ]
        screen = await stage.press("enter")
        assert "4 rows" in screen
        rows = [line.split()[-2:] for line in screen.splitlines() if line.split()[-1:] and line.split()[-1].isdigit()]
        assert [row for row in rows if row[0] in ("Manager", "Director", "lead", "VP")] == [
            ["Manager", "70"], ["Director", "69"], ["lead", "34"], ["VP", "32"]
        ] or sum(int(row[1]) for row in rows if row[0] in ("Manager", "Director", "lead", "VP")) == 205  # fmt: skip

    play(story, size=size)


def test_tab_goes_on_through_the_candidates_and_back() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select * from responses where policy = '")
        await stage.press("tab")
        assert statement(stage).endswith("policy = 'Banned'")
        await stage.press("tab")
        assert statement(stage).endswith("policy = 'Allowed, no time given'")
        await stage.press("shift+tab")
        assert statement(stage).endswith("policy = 'Banned'")
        assert "'Banned'  'Allowed" in stage.screen
        await stage.press("escape")
        assert "'Banned'  'Allowed" not in stage.screen
        assert statement(stage).endswith("policy = 'Banned'")

    play(story, size=(120, 36))


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter"])
def test_a_line_is_begun_without_running(key: str) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select 1")
        await stage.press(key)
        await stage.type("as one")
        assert statement(stage) == "select 1\nas one"
        assert "1 row " in await stage.press("enter")

    play(story)


def test_what_is_wrong_is_told_where_it_is_and_the_console_stays_usable() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select roel from responses")
        screen = await stage.press("enter")
        assert 'Referenced column "roel" not found' in screen
        assert "nearest: role" in screen
        console = stage.app.screen.query_one(Console)
        assert console.cursor_location == (0, len("select "))
        for refused in ("drop table responses", "copy responses to 'x.csv'", "select 1; select 2", "attach 'x'"):
            console.load_text("")
            await write(stage, refused)
            assert "only one SELECT" in await stage.press("enter")
        console.load_text("")
        await stage.type("select 7 as seven")
        assert "1 row " in await stage.press("enter")
        assert "seven" in stage.screen

    play(story, size=(120, 36))


def test_up_and_down_go_through_the_statements_written_before_also_by_the_next_session() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        for number in (1, 2):
            stage.app.screen.query_one(Console).load_text("")
            await stage.type(f"select {number}")
            await stage.press("enter")
        stage.app.screen.query_one(Console).load_text("")
        await stage.type("select 3")
        await stage.press("up")
        assert statement(stage) == "select 2"
        await stage.press("up", "up", "up")
        assert statement(stage) == "select 1"
        await stage.press("down", "down", "down")
        assert statement(stage) == "select 3"

    async def later(stage: Stage) -> None:
        await stage.press("5", "tab", "up", "up")
        assert statement(stage) == "select 1"

    play(story)
    (file,) = (state_folder() / "queries").iterdir()
    assert oct(file.stat().st_mode)[-3:] == "600"
    play(later)


def test_up_and_down_move_within_a_statement_of_several_lines_first() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select 1")
        await stage.press("enter", "ctrl+u")
        await write(stage, "select\n2 as two")
        await stage.press("up")
        assert statement(stage) == "select\n2 as two"
        await stage.press("up")
        assert statement(stage) == "select 1"

    play(story)


def test_what_is_pasted_is_made_harmless() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await write(stage, "select '\x1b[31mred\x9b2J\x07'\r\n-- \u202eback\x00\tx\nas a")
        text = statement(stage)
        assert text.replace("\n", "").isprintable()
        assert text.count("\n") == 2
        assert "\x1b" not in stage.screen
        await stage.press("enter")
        assert "\x1b" not in stage.screen
        await write(stage, "x" * 100_000)
        assert len(statement(stage)) == 20_000

    play(story)


def test_escape_cancels_what_runs_and_then_leaves() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await write(stage, LONG)
        screen = stage.app.screen
        stage.app.post_message(events.Key("enter", "\r"))
        for _ in range(2_000):
            await asyncio.sleep(0.001)
            if screen.requests.is_busy:
                break
        assert "running" in stage.screen
        await stage.hurry("escape")
        assert "cancelled; Enter in the console runs it again" in stage.screen
        assert screen.query_one(Console).has_focus
        assert "Enter open" in status(await stage.press("escape"))

    play(story, size=(120, 36))


def test_the_count_of_rows_never_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        for number, said in (
            (9_999, "9,999 rows  "),
            (10_000, "10,000 rows  "),
            (10_001, "first 10,000 rows; there are more"),
        ):
            stage.app.screen.query_one(Console).load_text("")
            await write(stage, f"select i from range({number}) r(i)")
            screen = await stage.press("enter")
            assert said in screen
            assert ("there are more" in screen) == (number > 10_000)
        await stage.press("tab")
        assert "9999" in await stage.press("end")
        stage.app.screen.query_one(Console).load_text("")
        await stage.press("escape", "tab")
        await write(stage, "select 1 where false")
        assert "no rows" in await stage.press("enter")

    play(story, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_a_wide_result_scrolls_sideways_beside_its_first_column(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await write(stage, "select respondent, * from responses order by respondent limit 50")
        screen = await stage.press("enter", "tab")
        assert "50 rows" in screen
        assert "masked: " in screen
        assert "+" in next(line for line in screen.splitlines() if "respondent" in line and "+" in line)
        far = await stage.press(*["right"] * 30)
        assert "weight" in far
        assert any(line.split("▕")[-1].split()[:1] == ["1"] for line in far.splitlines())
        assert any(line.split("▕")[-1].split()[:1] == ["50"] for line in (await stage.press("end")).splitlines())

    play(story, size=size)


def test_names_are_masked_until_they_are_asked_for_here_too() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await write(stage, "select respondent, email from responses order by 1 limit 3")
        masked = await stage.press("enter")
        assert "•••" in masked
        assert "masked: email" in masked
        assert "example.org" not in masked
        await stage.press("escape")
        shown = await stage.press("P")
        assert "example.org" in shown
        assert "masked: email" not in shown
        assert "example.org" not in await stage.press("P")
        console = stage.app.screen.query_one(Console)
        console.load_text("")
        await stage.press("tab")
        await write(stage, "select substr(email, 1, 3) from responses")
        refused = await stage.press("enter")
        assert "@" not in body(refused).split("SQL", 1)[-1]

    play(story, size=(120, 36))


def test_a_row_of_no_ones_says_so_and_one_of_the_file_opens_its_reply(tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text("colour,comment\nred,first words\nblue,other words\ngreen,last words\n")

    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await write(stage, "select row, colour from responses order by row desc")
        assert "Enter the reply" in await stage.press("enter")
        reply = await stage.press("tab", "enter")
        assert "last words" in reply
        assert "Reply 3 of 3" in reply
        await stage.press("escape")
        await stage.press("escape", "tab")
        stage.app.screen.query_one(Console).load_text("")
        await write(stage, "select colour, count(*) from responses group by 1")
        await stage.press("enter", "tab")
        assert "no column of this result tells whose reply a row is" in status(await stage.press("enter"))

    play(story, size=(120, 36), file=file)


def test_function_keys_and_undo_work_around_the_console() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select 1 as one")
        first = body(await stage.press("enter"))
        assert "8.3" in await stage.press("f8")
        assert "undone: query Social touches" in status(await stage.press("u"))
        assert "one" in body(stage.screen)
        assert statement(stage) == "select 1 as one"
        assert "1 row " in first
        assert "done again" in status(await stage.press("U"))
        assert "8.3" in stage.screen

    play(story, size=(120, 36))


def test_a_statement_keeps_the_values_of_a_query_that_it_was_made_from() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f7", "enter", "tab", "tab")
        console = stage.app.screen.query_one(Console)
        console.load_text("")
        await write(stage, "select role, count(*) n from responses where role = $role or role = $other group by 1")
        screen = await stage.press("enter")
        assert "role: VP  other: any" in screen
        assert "1 row " in screen

    play(story, size=(120, 36))


def test_no_letter_is_taken_from_a_statement_by_a_key_that_somebody_chose() -> None:
    from topline.tui.keymap import read_keymap

    keymap = read_keymap('[keys]\ntheme = "e"\nexport = "X"\n', Path("keys.toml"))

    async def story(stage: Stage) -> None:
        await stage.press("5", "tab")
        await stage.type("select extra")
        assert statement(stage) == "select extra"
        await stage.press("escape", "slash")
        assert "no query has these words" in await stage.type("exe")

    play(story, keymap=keymap)


def test_the_cage_is_started_by_the_first_statement_and_ends_with_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    cages: list[Cage] = []
    ready = Cage._ready
    monkeypatch.setattr(Cage, "_ready", lambda cage, *given: (cages.append(cage), ready(cage, *given))[1])

    async def story(stage: Stage) -> None:
        await stage.press("5")
        assert not cages
        await stage.press("tab")
        await stage.type("select 1")
        await stage.press("enter")
        assert cages
        stage.app.leave()

    play(story)
    child = cages[0]._child
    assert child is not None
    assert not child.is_alive
