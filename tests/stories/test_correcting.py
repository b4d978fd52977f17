"""How a file was read, and correcting it: the report, the form, the survey file, and taking it back."""

from __future__ import annotations

import re
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


def listed(screen: str) -> list[str]:
    """The options of the list of options, from the top."""
    rows = [line[5:].split("  ")[0] for line in screen.splitlines()[2:] if re.match(r"[ *][ 0-9]{3} \S", line)]
    return [row.strip() for row in rows]


def line_of(screen: str, name: str) -> str:
    """The line of a question in the report."""
    return next(line for line in screen.splitlines() if re.match(rf"[ *].? {name} ", line))


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
        assert "Correct how" not in await stage.press("enter")
        assert "How was it?" in await stage.press("escape")

    play(story, size=size, file=file)


def test_the_report_is_searched_by_name_kind_rule_and_header(file: Path) -> None:
    async def found(stage: Stage, typed: str) -> list[str]:
        await stage.press("slash")
        screen = await stage.type(typed)
        await stage.press("escape")
        return [line.split()[1] for line in screen.splitlines() if line[1:3] in ("o ", '" ', "! ")]

    async def story(stage: Stage) -> None:
        await stage.press("I")
        assert await found(stage, "USES tab") == ["uses_tablet"]
        assert await found(stage, "uses_phone") == ["uses_phone"]
        assert await found(stage, "differ, 6") == ["why_did_you"]
        assert await found(stage, "blank") == ["a"]
        await stage.press("slash")
        await stage.type("tab")
        assert "── uses_tablet ─" in await stage.press("enter", "escape"), "the cursor stays on what was found"
        await stage.press("slash")
        assert "nothing has these letters" in await stage.type("zzz")
        assert "zzz" in await stage.press("enter")
        screen = await stage.press("escape")
        assert "zzz" not in screen, "Esc leaves out what was typed"
        assert "uses_tablet" in screen
        assert "How was it?" in await stage.press("escape")

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
        assert "Enter correct them" in form
        # Bad before so so before good; who would rather not say, refused.
        screen = await stage.press("enter", "down", "down", "K", "K", "down", "J", "end", "4")
        assert listed(screen) == ["Bad", "So so", "Good", "Rather not"]
        assert tells(screen, "of those who answered there will be 45 instead of 60")
        form = await stage.press("enter")
        assert "3 in this order, 1 set apart" in form
        screen = await stage.press("ctrl+s")
        assert tells(screen, "saved: kind and options of how_was_it; u takes it back")
        assert said(file)["question"]["how_was_it"] == {
            "kind": "scale",
            "options": ["Bad", "So so", "Good", "Rather not"],
            "missing": {"Rather not": "refused"},
        }
        assert "scale" in line_of(screen, "how_was_it"), "the report shows the line as it is now"
        assert "45" in line_of(screen, "how_was_it").split()
        screen = await stage.press("escape")
        assert [numbers(screen, label) for label in ("Bad", "So so", "Good")] == [["33%", "15"]] * 3
        assert screen.index("Bad") < screen.index("So so") < screen.index("Good ")
        assert "n=45" in screen
        after = question(stage, "how_was_it")
        assert (after.kind, [option.score for option in after.choices]) == (Kind.SCALE, [1, 2, 3])
        assert [(option.code, option.missing) for option in after.missing] == [("Rather not", MissingKind.REFUSED)]
        text = beside(file).read_text()
        assert all(line in text.splitlines() for line in written.splitlines())
        assert "taken back: kind and options of how_was_it" in status(await stage.press("u"))
        assert beside(file).read_text() == written
        assert stage.screen.splitlines()[:-1] == before.splitlines()[:-1]
        assert "done again: kind and options" in status(await stage.press("U"))
        assert beside(file).read_text() == text
        await stage.press("u")
        assert "nothing to undo" in status(await stage.press("u"))

    play(story, size=size, file=file)


def test_many_corrections_in_a_row_keep_the_report_open_and_are_taken_back_one_by_one(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("I")
        texts = []
        for number, name in enumerate(("how_was_it", "age", "why_did_you", "uses_phone", "uses_tablet")):
            assert f"── {name} ─" in screen, "the cursor is where it was"
            await stage.press("enter", "tab", "end")
            await stage.type(str(number))
            screen = await stage.press("enter")
            assert tells(screen, f"saved: text of {name} is now")
            texts.append(beside(file).read_text())
            screen = await stage.press("down")
        assert [len(said(file)["question"]), question(stage, "age").text] == [5, "age"], "the places are shown later"
        for name, text in zip(("uses_tablet", "uses_phone", "why_did_you"), texts[-2::-1], strict=False):
            assert tells(await stage.press("u"), f"taken back: text of {name}")
            assert beside(file).read_text() == text
        assert tells(await stage.press("U"), "done again: text of why_did_you")
        assert beside(file).read_text() == texts[2]
        screen = await stage.press("escape")
        assert question(stage, "age").text == "age1"
        assert "taken back: text of why_did_you" in status(await stage.press("u"))
        assert "taken back: text of age" in status(await stage.press("u"))
        assert "taken back: text of how_was_it" in status(await stage.press("u"))
        assert not beside(file).exists()
        assert "no correction to take back" in await stage.press("I", "u")

    play(story, size=(120, 36), file=file)


def test_corrections_are_saved_one_after_the_other_however_fast_they_come(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I")
        keys = ["enter", "tab", "end", "1", "enter", "down"] * 3
        await stage.hurry(*keys)
        assert [one["text"][-1] for one in said(file)["question"].values()] == ["1", "1", "1"]
        assert [question.text[-1] for question in list(stage.app.newest_session.survey)[1:4]] == ["1", "1", "1"]

    play(story, file=file)


def test_options_are_renamed_put_into_nets_and_turned_round(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("I", "o")
        assert "Options of how_was_it" in screen
        assert listed(screen) == ["Good", "So so", "Bad", "Rather not"]
        assert listed(await stage.press("x")) == ["Rather not", "Bad", "So so", "Good"]
        assert listed(await stage.press("u")) == ["Good", "So so", "Bad", "Rather not"]
        assert listed(await stage.press("U", "u")) == ["Good", "So so", "Bad", "Rather not"]
        assert "call it" in await stage.press("r")
        for _ in "Good":
            await stage.press("backspace")
        await stage.type("Very good")
        screen = await stage.press("enter")
        assert tells(screen, '"Good" will be called "Very good"')
        assert "stored as Good" in screen
        assert listed(screen)[0] == "Very good"
        await stage.press("end", "4", "n")
        assert tells(stage.screen, "what is set apart counts in no net")
        await stage.press("home", "space", "space", "n")
        await stage.type("All right")
        screen = await stage.press("enter")
        assert tells(screen, '"All right" will hold Very good, So so')
        screen = await stage.press("enter")
        assert tells(screen, "saved: options and nets of how_was_it")
        assert said(file)["question"]["how_was_it"] == {
            "options": {"Good": "Very good", "So so": "So so", "Bad": "Bad", "Rather not": "Rather not"},
            "missing": {"Rather not": "refused"},
            "nets": {"All right": ["Good", "So so"]},
        }
        screen = await stage.press("escape")
        assert numbers(screen, "All right") == ["67%", "30"]
        assert numbers(screen, "Very good") == ["33%", "15"]
        # Called otherwise once more, its net stays.
        await stage.press("I", "o", "r")
        await stage.type("!")
        await stage.press("enter", "enter")
        assert said(file)["question"]["how_was_it"]["nets"] == {"All right": ["Good", "So so"]}
        # Out of its net again.
        await stage.press("o", "n")
        for _ in "All right":
            await stage.press("backspace")
        await stage.press("enter", "enter")
        assert said(file)["question"]["how_was_it"]["nets"] == {"All right": ["So so"]}

    play(story, file=file)


def test_options_that_are_left_are_as_they_were(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I", "o", "x", "r")
        await stage.type("zzz")
        assert "zzz" not in await stage.press("escape"), "Esc leaves what is typed"
        assert "Options of" not in await stage.press("escape")
        assert not beside(file).exists()
        assert tells(await stage.press("o", "enter"), "nothing was changed")
        assert "has no options; its kind is open" in await stage.press("down", "down", "o")
        assert "Keys: Report" in await stage.press("question_mark")
        assert "Keys: Options" in await stage.press("escape", "up", "o", "question_mark")

    play(story, file=file)


def test_texts_are_corrected_and_one_change_is_said_in_full(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "I", "enter", "tab", "end")
        await stage.type(" group")
        screen = await stage.press("ctrl+s")
        assert tells(screen, "saved: text of age is now age group; u takes it back")
        await stage.press("escape")
        assert question(stage, "age").label == "age group", "a short form that only repeats the text follows it"
        assert said(file) == {"question": {"age": {"text": "age group"}}}
        await stage.press("I", "enter", "tab", "tab")
        await stage.type("How old")
        assert "short form of age is now How old" in await stage.press("enter")
        assert said(file) == {"question": {"age": {"text": "age group", "label": "How old"}}}
        await stage.press("escape")
        assert question(stage, "age").label == "How old"
        await stage.press("u")
        assert said(file) == {"question": {"age": {"text": "age group"}}}
        assert "nothing was changed" in await stage.press("I", "enter", "enter")

    play(story, file=file)


def test_a_role_is_corrected_both_ways(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "I", "enter", "tab", "tab", "tab")
        await stage.type("pers")
        assert "role of why_did_you is now personal" in await stage.press("enter")
        assert said(file) == {"personal": ["why_did_you"]}
        assert WORDS[0] not in await stage.press("escape")
        await stage.press("I", "slash")
        await stage.type("why")
        await stage.press("enter", "enter", "tab", "tab", "tab")
        await stage.type("none")
        assert "role of why_did_you is now none" in await stage.press("enter")
        assert said(file) == {"personal": []}
        await stage.press("escape", "escape")
        assert question(stage, "why_did_you").role is None

    play(story, file=file)


def test_the_place_and_the_view_stay_where_they_still_fit(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("plus", "2")
        view = stage.app.history.desk.crosstab
        screen = await stage.press("I", "enter", "down", "down", "enter", "escape")
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
        assert "not saved: not every answer to how_was_it is a number; s.topline.toml is as it was" in screen
        assert not beside(file).exists()
        assert question(stage, "how_was_it").kind is Kind.SINGLE
        await stage.press("enter", "tab", "tab", "tab")
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
        assert "somebody is changing it" in await stage.press("u")
        assert beside(file).read_text() == 'title = "theirs"\n'
        beside(file).write_text("titel = 3\n")
        assert "nothing was changed" in await stage.press("enter", "enter")
        await stage.press("enter", "up", "up")
        assert "line 1: unknown key 'titel'" in await stage.press("enter")
        assert beside(file).read_text() == "titel = 3\n"

    play(story, size=(200, 50), file=file)


def test_columns_are_put_together_and_taken_apart_again(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("I", "slash")
        await stage.type("uses")
        assert tells(await stage.press("enter", "t"), "mark the columns with Space first, two or more")
        assert "put these" not in await stage.press("space")
        assert "t put these 2 together" in await stage.press("space")
        form = await stage.press("t")
        assert "Put 2 columns together" in form
        assert "as           select-all" in form
        assert "recommended: 50 ticks of 40 people" in form
        assert "name         uses" in form
        screen = await stage.press("enter")
        assert tells(screen, "saved: 2 columns are one question now, uses")
        headers = ["Uses phone", "Uses tablet"]
        assert said(file) == {"question": {"uses": {"text": "Uses", "kind": "multi", "columns": headers}}}
        assert "── uses ─" in screen, "the cursor is on what they have become"
        assert tells(screen, "Read from 2 columns, 5 to 6")
        survey = stage.app.newest_session.survey
        assert (survey["uses"].kind, list(survey["uses"].headers)) == (Kind.MULTI, headers)
        assert "uses_phone" not in survey

        form = await stage.press("enter", "tab", "tab", "tab", "tab", "down")
        assert "each column is a question of its own" in form
        screen = await stage.press("enter")
        assert tells(screen, "uses is taken apart into 2 questions")
        assert said(file)["question"]["uses"] == {"text": "Uses", "kind": "multi", "apart": True}
        assert "── uses_phone ─" in screen

        assert tells(await stage.press("u"), "taken back: columns of uses")
        await stage.press("escape", "escape")
        assert question(stage, "uses").kind is Kind.MULTI

    play(story, file=file)


def rows_of(**columns: list[str]) -> str:
    """A CSV file of these columns."""
    lines = [",".join(columns), *(",".join(cells) for cells in zip(*columns.values(), strict=True))]
    return "\n".join(lines) + "\n"


def test_one_answer_over_columns_is_recommended_where_nobody_has_two(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    who = [n % 3 for n in range(30)]
    columns = {f"Role {name}": [name if one == at else "" for one in who] for at, name in enumerate(("VP", "Rep"))}
    file.write_text(rows_of(id=[str(n) for n in range(30)], **columns))

    async def story(stage: Stage) -> None:
        await stage.press("I", "slash")
        await stage.type("role")
        form = await stage.press("enter", "space", "space", "t")
        assert "as           one answer" in form
        assert "recommended: nobody has two of them" in form
        assert "has other options than the others" in form
        await stage.press("enter")
        assert said(file)["question"]["role"]["kind"] == "single"
        assert [option.label for option in stage.app.newest_session.survey["role"].choices] == ["VP", "Rep"]

    play(story, file=file)


def test_columns_with_the_same_answers_become_a_grid(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    words = ("Agree", "Neither", "Disagree")
    rows = "".join(f"{n},{words[n % 3]},x{n % 2},{words[n % 2]}\n" for n in range(30))
    file.write_text(f"id,My boss listens,filler,My boss helps\n{rows}")

    async def story(stage: Stage) -> None:
        await stage.press("I", "slash")
        await stage.type("boss")
        form = await stage.press("enter", "space", "space", "t")
        assert "as           grid" in form
        assert "recommended: they have the same options" in form
        assert "text         My boss" in form
        assert tells(await stage.press("enter"), "2 questions are one grid now, My boss")
        survey = stage.app.newest_session.survey
        found = [survey["my_boss_listens"], survey["my_boss_helps"]]
        assert [(q.grid, q.label, len(q.choices)) for q in found] == [
            ("My boss", "listens", 3),
            ("My boss", "helps", 3),
        ]
        # What is corrected for the whole grid is one step, and taken back in one.
        before = beside(file).read_text()
        assert tells(await stage.press("o", "x", "a"), "for all 2 questions of the grid")
        assert tells(await stage.press("enter"), "saved: options of my_boss_helps and 1 more of its grid")
        survey = stage.app.newest_session.survey
        order = [[option.code for option in survey[q.name].choices] for q in found]
        assert order == [[*reversed([option.code for option in found[0].choices])]] * 2
        await stage.press("u")
        assert beside(file).read_text() == before

    play(story, file=file)


def test_the_kind_of_a_whole_grid_is_corrected_at_once_and_it_stays_a_grid(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    answers = ("red", "green", "blue")
    rows = "".join(f"{n},{answers[n % 3]},{answers[n % 2]},{answers[n // 2 % 3]}\n" for n in range(30))
    file.write_text(f"id,Rate [food],Rate [music],Rate [staff]\n{rows}")

    async def story(stage: Stage) -> None:
        items = [q.name for q in stage.app.session.survey if q.grid]
        assert len(items) == 3
        await stage.press("I", "slash")
        await stage.type("food")
        form = await stage.press("enter", "escape", "enter", "down", "down", "shift+tab")
        assert "kind, grid and options of all 3 questions of the grid" in form
        form = await stage.press("down")
        assert "Ctrl+S save" in form or "Enter save" in form, "the keys are in sight"
        assert tells(await stage.press("enter"), f"saved: kind of {items[0]} and 2 more of its grid")
        survey = stage.app.newest_session.survey
        assert [(survey[name].kind, survey[name].grid) for name in items] == [(Kind.SCALE, "Rate")] * 3
        assert [len(survey[name].choices) for name in items] == [3, 3, 3], "each has the options of all"
        assert f"── {items[0]} ─" in stage.screen
        await stage.press("u")
        assert not beside(file).exists()

    play(story, file=file)


def test_columns_that_their_headers_do_not_tell_apart_cannot_be_put_together(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text("id,tick,tick,other\n" + "".join(f"{n},{n % 2},{n % 3 > 1},x{n % 2}\n" for n in range(9)))

    async def story(stage: Stage) -> None:
        await stage.press("I", "slash")
        await stage.type("tick")
        form = await stage.press("enter", "space", "space", "t", "enter")
        assert tells(form, 'no select-all: columns 2 and 3 are all called "tick"; give each column a header of its own')
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
            screen += await stage.press("enter", "tab")
            screen += await stage.press("escape", "o", "1")
            screen += await stage.press("escape", "down")
        assert "\x1b" not in screen
        assert "[b] " in screen
        assert "not asked" in screen
        assert "text         [/b][red]␛[2J" in screen
        await stage.press("home", "space", "space")
        assert "Put 2 columns" in await stage.press("t")

    assert play(story, file=file).crashed is None
