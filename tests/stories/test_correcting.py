"""How a file was read, and correcting it: the report, the form, the survey file, and taking it back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from topline.readers import open_source
from topline.survey import Kind, MissingKind, Question
from topline.tui.session import Session

from .reading import head, numbers, status
from .stage import Stage, play

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
WORDS = ("LinkedIn helps me find people", "We cold call less now", "I teach the team to write")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small survey with something to correct: an order, an answer that is none, columns that belong together."""
    rows = [
        f"{n},{('Good', 'So so', 'Bad', 'Rather not')[n % 4]},{('18-29', '30-44')[n % 2]},{WORDS[n % 3]} ({n}),"
        f"{('Yes', 'No')[n % 2]},{('Yes', 'No')[n % 3 > 0]}"
        for n in range(60)
    ]
    path = tmp_path / "s.csv"
    path.write_text("id,How was it?,age,Why did you?,Uses phone,Uses tablet\n" + "\n".join(rows) + "\n,,,,,\n")
    return path


def beside(file: Path) -> Path:
    return file.with_name("s.topline.toml")


def said(file: Path) -> dict[str, Any]:
    return tomllib.loads(beside(file).read_text())


def question(stage: Stage, name: str) -> Question:
    found: Question = stage.app.session.survey[name]
    return found


def tells(screen: str, text: str) -> bool:
    """Whether a text stands on the screen, or in the box over it, however its lines are broken."""
    lines = [line.split("│")[1] if line.count("│") == 2 else line for line in screen.splitlines()]
    return "".join(text.split()) in "".join("".join(lines).split())


@SIZES
def test_the_report_tells_what_was_mended_and_what_decided_each_question(file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("I")
        assert "60 rows, 6 questions, 1 remark" in screen
        assert " ! a blank row left out" in screen
        rows = {line.split()[1]: line.split() for line in screen.splitlines() if line[1:3] in ("o ", '" ')}
        assert list(rows) == ["id", "how_was_it", "age", "why_did_you", "uses_phone", "uses_tablet"]
        assert rows["id"][2:5] == ["open", "id", "60"]
        assert rows["how_was_it"][2:7] == ["single", "60", "4", "different", "answers"]
        for told in (question(stage, "how_was_it").rule.removeprefix("single: "), 'Read from column 2, "How was it?".'):
            assert tells(screen, told)
        assert "A remark on the file" in await stage.press("home", "up", "up", "up")
        assert "Correct" not in await stage.press("enter")
        assert "How was it?" in await stage.press("escape")

    play(story, size=size, file=file)


def test_the_report_is_searched_by_name_kind_rule_and_header(file: Path) -> None:
    async def found(stage: Stage, typed: str) -> list[str]:
        screen = await stage.type(typed)
        for _ in typed:
            await stage.press("backspace")
        return [line.split()[1] for line in screen.splitlines() if line[1:3] in ("o ", '" ', "! ")]

    async def story(stage: Stage) -> None:
        await stage.press("I")
        assert await found(stage, "USES tab") == ["uses_tablet"]
        assert await found(stage, "uses_phone") == ["uses_phone"]
        assert await found(stage, "differ, 6") == ["why_did_you"]
        assert await found(stage, "blank") == ["a"]
        assert "nothing has these letters" in await stage.type("zzz")
        assert "zzz" in await stage.press("enter")

    play(story, file=file)


def test_what_a_table_rests_on_leads_to_how_the_file_was_read(file: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "i how this file was read" in await stage.press("down", "i")
        screen = await stage.press("i")
        assert "How this file was read" in screen
        assert "── age ─" in screen, "the report begins at the question that was looked at"
        assert "About this table" not in await stage.press("escape")

    play(story, file=file)


@SIZES
def test_kind_order_and_what_is_set_apart_are_corrected_in_the_survey_file_and_taken_back(
    file: Path, size: tuple[int, int]
) -> None:
    written = '# ours\ntitle = "T"  # mine\n\n[[query]]\nkey = "f2"\nrows = "age"  # first\n'
    beside(file).write_text(written)

    async def story(stage: Stage) -> None:
        before = stage.screen
        form = await stage.press("I", "enter", "down", "down")
        assert "Correct how_was_it" in form
        form = await stage.press("tab", "tab", "tab", "tab")
        assert "kind will be scale (ordered answers" in form
        # Bad before so so before good; who would rather not say, refused.
        form = await stage.press("down", "down", "K", "K", "down", "J", "end", "4")
        assert [line.split()[1] for line in form.splitlines() if " 15 " in line] == ["Bad", "So", "Good", "Rather"]
        assert tells(form, "of those who answered there will be 45 instead of 60")
        screen = await stage.press("enter")
        assert "saved: kind and options of how_was_it; u takes it back" in status(screen)
        assert [numbers(screen, label) for label in ("Bad", "So so", "Good")] == [["33%", "15"]] * 3
        assert screen.index("Bad") < screen.index("So so") < screen.index("Good ")
        assert "n=45" in screen
        after = question(stage, "how_was_it")
        assert (after.kind, [option.score for option in after.choices]) == (Kind.SCALE, [1, 2, 3])
        assert [(option.code, option.missing) for option in after.missing] == [("Rather not", MissingKind.REFUSED)]
        assert said(file)["question"]["how_was_it"] == {
            "kind": "scale",
            "options": ["Bad", "So so", "Good", "Rather not"],
            "missing": {"Rather not": "refused"},
        }
        text = beside(file).read_text()
        assert all(line in text.splitlines() for line in written.splitlines())
        assert "taken back: kind and options of how_was_it" in status(await stage.press("u"))
        assert beside(file).read_text() == written
        assert stage.screen.splitlines()[:-1] == before.splitlines()[:-1]
        assert "nothing to undo" in status(await stage.press("u"))

    play(story, size=size, file=file)


def test_texts_are_corrected_and_one_change_is_said_in_full(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "I", "enter", "tab", "end")
        await stage.type(" group")
        screen = await stage.press("ctrl+s")
        assert "saved: text of age is now age group; u takes it back" in status(screen)
        assert question(stage, "age").label == "age group", "a short form that only repeats the text follows it"
        assert said(file) == {"question": {"age": {"text": "age group"}}}
        await stage.press("I", "enter", "tab", "tab")
        await stage.type("How old")
        assert "short form of age is now How old" in status(await stage.press("enter"))
        assert said(file) == {"question": {"age": {"text": "age group", "label": "How old"}}}
        assert question(stage, "age").label == "How old"
        await stage.press("u")
        assert said(file) == {"question": {"age": {"text": "age group"}}}
        assert "nothing was changed" in status(await stage.press("I", "enter", "enter"))

    play(story, file=file)


def test_a_role_is_corrected_both_ways(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "I", "enter", "tab", "tab", "tab")
        await stage.type("pers")
        screen = await stage.press("enter")
        assert "role of why_did_you is now personal" in status(screen)
        assert said(file) == {"personal": ["why_did_you"]}
        assert WORDS[0] not in screen
        await stage.press("I")
        await stage.type("why")
        await stage.press("enter", "tab", "tab", "tab")
        await stage.type("none")
        assert "role of why_did_you is now none" in status(await stage.press("enter"))
        assert said(file) == {"personal": []}
        assert question(stage, "why_did_you").role is None

    play(story, file=file)


def test_the_place_and_the_view_stay_where_they_still_fit(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("plus", "2")
        view = stage.app.history.desk.crosstab
        screen = await stage.press("I", "enter", "down", "down", "enter")
        assert "Crosstab" in head(screen)
        assert "is now scale" in status(screen)
        assert stage.app.history.desk.crosstab == view
        assert "Mean" in screen
        await stage.press("percent_sign")
        assert "undone: percent" in status(await stage.press("u")), "what was changed after it is undone first"
        assert "taken back: kind" in status(await stage.press("u"))
        assert stage.app.history.desk.crosstab == view

    play(story, size=(120, 36), file=file)


def test_what_cannot_be_read_so_leaves_the_survey_file_as_it_was(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I", "enter")
        await stage.type("numeric")
        screen = await stage.press("enter")
        assert "not saved: not every answer to how_was_it is a number; s.topline.toml is as it was" in status(screen)
        assert not beside(file).exists()
        assert question(stage, "how_was_it").kind is Kind.SINGLE
        await stage.press("I", "enter", "tab", "tab", "tab")
        await stage.type("weight")
        assert "weight is not among these" in await stage.press("enter")

    play(story, size=(120, 36), file=file)


def test_where_nothing_can_be_written_the_form_says_so_and_what_to_do(file: Path) -> None:
    beside(file).symlink_to(file.with_name("elsewhere.toml"))

    async def story(stage: Stage) -> None:
        form = await stage.press("I", "enter")
        assert tells(
            form, "nothing can be saved beside this file; copy the file to a folder of yours and open it there"
        )
        assert tells(form, "(s.topline.toml is a link")
        assert "Correct how_was_it" in await stage.press("down", "enter")
        assert not file.with_name("elsewhere.toml").exists()

    play(story, file=file)


def test_what_somebody_else_changed_meanwhile_is_never_overwritten(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I", "enter", "down", "down", "enter")
        beside(file).write_text('title = "theirs"\n')
        assert "somebody is changing it" in status(await stage.press("u"))
        assert beside(file).read_text() == 'title = "theirs"\n'
        beside(file).write_text("titel = 3\n")
        screen = await stage.press("I", "enter", "enter")
        assert "nothing was changed" in status(screen)
        await stage.press("I", "enter", "up", "up")
        assert "line 1: unknown key 'titel'" in status(await stage.press("enter"))
        assert beside(file).read_text() == "titel = 3\n"

    play(story, size=(200, 50), file=file)


def test_columns_are_put_together_and_taken_apart_again(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I")
        await stage.type("uses")
        assert "put together with others" in await stage.press("tab")
        assert "Ctrl+T put these 2 together" in await stage.press("down", "tab")
        form = await stage.press("ctrl+t")
        assert "Put 2 columns together as one question" in form
        assert "name         uses" in form
        assert "saved: 2 columns are one question now, uses" in status(await stage.press("enter"))
        headers = ["Uses phone", "Uses tablet"]
        assert said(file) == {"question": {"uses": {"text": "Uses", "kind": "multi", "columns": headers}}}
        assert (question(stage, "uses").kind, list(question(stage, "uses").headers)) == (Kind.MULTI, headers)
        assert "uses_phone" not in stage.app.session.survey

        await stage.press("I")
        await stage.type("uses")
        assert tells(stage.screen, "Read from 2 columns, 5 to 6")
        form = await stage.press("enter", "tab", "tab", "tab", "tab", "down")
        assert "each column is a question of its own" in form
        assert "uses is taken apart into 2 questions" in status(await stage.press("enter"))
        assert said(file)["question"]["uses"] == {"text": "Uses", "kind": "multi", "apart": True}
        assert "uses_phone" in stage.app.session.survey

        assert "taken back: columns of uses" in status(await stage.press("u"))
        assert question(stage, "uses").kind is Kind.MULTI

    play(story, file=file)


def test_columns_that_their_headers_do_not_tell_apart_cannot_be_put_together(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text("id,tick,tick,other\n" + "".join(f"{n},{n % 2},{n % 3 > 1},x{n % 2}\n" for n in range(9)))

    async def story(stage: Stage) -> None:
        await stage.press("I")
        await stage.type("tick")
        form = await stage.press("tab", "down", "tab", "ctrl+t", "enter")
        assert tells(form, 'no column can be named by the header "tick"; give each a header of its own')
        assert not beside(file).exists()

    play(story, file=file)


def test_a_box_that_is_open_meanwhile_is_left_alone(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        beside(file).write_text('title = "Read again"\n')
        done: list[bool] = []
        stage.app.read_again(Session(open_source(file), file), "", lambda: done.append(True))
        await stage.settle()
        assert not done
        assert "Read again" in await stage.press("escape")
        assert done

    play(story, file=file)


def test_hostile_names_and_texts_are_shown_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text(
        'id,"[/b][red]\x1b[2J","=1+1 [link=x]",日本\n' + "".join(f"{n},[b],x{n % 2},は{n % 3}\n" for n in range(9))
    )

    async def story(stage: Stage) -> None:
        screen = await stage.press("I")
        assert 'Read from column 2, "[/b][red]␛[2J"' in screen
        for _ in range(3):
            screen += await stage.press("enter", "tab", "tab", "tab", "tab", "space")
            screen += await stage.press("escape", "down")
        assert "\x1b" not in screen
        assert "[b] " in screen
        assert "apart: not asked" in screen
        assert "text         [/b][red]␛[2J" in screen
        await stage.press("up", "tab", "up", "tab")
        assert "Put 2 columns" in await stage.press("ctrl+t")

    assert play(story, file=file).crashed is None
