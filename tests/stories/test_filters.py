"""Filters: built from answers as they are, typed, written, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from .conftest import Truth
from .reading import head, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]


def counted(screen: str) -> int:
    """The number of replies in the head of the filter."""
    return int(screen.splitlines()[0].split(" of ")[0].split()[-1].replace(",", ""))


def value(screen: str, label: str) -> int:
    """The count of the value with this label."""
    lines = [line for line in screen.splitlines() if f"] {label} " in line or f"]   {label} " in line]
    return int(lines[0].replace("▕", " ").split()[-1].replace(",", ""))


def meant(screen: str, said: str) -> str:
    """What stands at the end of the line of a meaning of the typed text."""
    return next(line.rstrip() for line in screen.splitlines() if said in line).split()[-1]


def chip(screen: str, words: str) -> str:
    """The line of a condition."""
    return next(line for line in screen.splitlines() if words in line and ("×" in line or " of these" in line))


async def find(stage: Stage, text: str) -> str:
    """Find a question by some letters and go to its values."""
    await stage.type(text)
    return await stage.press("enter")


@pytest.mark.parametrize("size", SIZES)
def test_several_answers_are_picked_and_hold_at_every_place(size: tuple[int, int], truth: Truth) -> None:
    expected = truth("role = Manager or role = Director")

    async def story(stage: Stage) -> None:
        assert counted(await stage.press("f")) == 5000
        await find(stage, "role")
        screen = await stage.press("down", "space", "down", "space")
        assert counted(screen) == expected
        assert "Role is Manager or Director ×" in screen
        assert "role in ('Manager', 'Director')" in screen
        screen = await stage.press("enter")
        assert "who: Role is Manager or Director" in head(screen)
        assert f"n={expected:,}" in head(screen)
        for key in ("3", "2", "1"):
            assert "Role is Manager or Director" in head(await stage.press(key))
        assert "undone: filter" in status(await stage.press("u"))
        assert "who: everyone" in head(stage.screen)
        assert "done again: filter" in status(await stage.press("U"))

    play(story, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_a_question_mark_tells_the_keys_of_the_filter_unless_it_is_typed(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        assert "? help" in await stage.press("f")
        screen = await stage.press("question_mark")
        assert "Keys: filter" in screen
        assert "leave everything as it was" in screen
        assert "Questions: type to find" in await stage.press("escape")
        screen = await stage.type("how?")
        assert "find: how?_" in screen
        assert "? help" not in screen
        for _ in range(4):
            await stage.press("backspace")
        await find(stage, "role")
        assert "Keys: filter" in await stage.press("question_mark")

    play(story, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_counts_respect_the_other_conditions_and_not_their_own(size: tuple[int, int], truth: Truth) -> None:
    roles = ("Team lead", "Manager", "Director", "VP")

    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "impact")
        screen = await stage.press("space")
        assert value(screen, "No") == truth("impact = No")
        await stage.press("left")
        screen = await find(stage, "role")
        for role in roles:
            assert value(screen, role) == truth(f"impact = Yes and role = '{role}'")
        screen = await stage.press("space")
        assert [value(screen, role) for role in roles] == [truth(f"impact = Yes and role = '{role}'") for role in roles]
        await stage.press("left")
        screen = await find(stage, "policy")
        assert value(screen, "Banned") == truth("impact = Yes and role = 'Team lead' and policy = Banned")
        assert value(screen, "Answered") == truth("impact = Yes and role = 'Team lead' and policy is answered")

    play(story, size=size)


def test_why_there_is_no_answer_can_be_picked(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        screen = await find(stage, "managing")
        assert value(screen, "Not asked") == truth("years is blank and not years is asked")
        assert value(screen, "No answer") == truth("years is blank and years is asked")
        screen = await stage.press("end", "up", "space")
        assert counted(screen) == truth("years is blank and years is asked") == 3
        assert "[x] No answer" in screen
        assert "[x] No answer" in await stage.press("enter", "f")

    play(story, size=(100, 30))


@pytest.mark.parametrize("size", SIZES)
def test_a_range_is_typed_or_picked_by_bands_that_touch(size: tuple[int, int], truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "managing")
        screen = await stage.press("space", "down", "space")
        assert "Years managing from 0 to under 10 ×" in screen
        assert counted(screen) == truth("years < 10")
        await stage.press("up", "up")
        assert "from 0 " in stage.screen
        assert "to  under 10" in stage.screen
        await stage.type("7")
        await stage.press("tab")
        screen = await stage.type("12")
        assert "Years managing from 7 to 12 ×" in screen
        assert counted(screen) == truth("years from 7 to 12")
        screen = await stage.type("x")
        assert "years holds numbers; '12x' is none" in screen
        assert "Years managing from 7 to 12 ×" in await stage.press("enter")
        screen = await stage.press("backspace", "enter")
        assert "from 7 to 12" in head(screen)
        assert f"n={truth('years from 7 to 12'):,}" in head(screen)

    play(story, size=size)


def test_dates_are_typed_as_days_and_the_last_one_counts(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "when did the reply")
        await stage.press("up")
        await stage.type("2018-09-13")
        await stage.press("tab")
        screen = await stage.type("2018-09-14")
        assert "Replied from 2018-09-13 to 2018-09-14 ×" in screen
        assert counted(screen) == truth("replied >= '2018-09-13' and replied < '2018-09-15'") > 0
        assert screen.count("[x]") == 2

    play(story, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_a_typed_text_is_counted_in_every_meaning_at_once(size: tuple[int, int], truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "if so")
        await stage.press("up")
        screen = await stage.type("call")
        assert meant(screen, "contains this text") == str(truth("how contains call"))
        assert meant(screen, "has these words") == str(truth("how has call"))
        assert meant(screen, "matches this pattern") == str(truth("how matches call"))
        assert counted(screen) == truth("how contains call") > truth("how has call") > 0
        screen = await stage.press("down", "down", "space")
        assert "(x) has these words" in screen
        assert 'How has the word "call" ×' in screen
        assert counted(screen) == truth("how has call")
        screen = await stage.press("enter")
        assert f"n={truth('how has call')}" in head(screen)

    play(story, size=size)


def test_a_pattern_that_cannot_be_read_says_where_and_is_not_applied(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "if so")
        await stage.press("up")
        await stage.type("recruit(s")
        screen = await stage.press("down", "down", "down", "space")
        assert meant(screen, "matches this pattern") == "read"
        screen = await stage.press("enter")
        assert "the pattern cannot be read: this ( is never closed" in screen
        assert "at character 8" in " ".join(screen.split())
        assert "Whose replies are counted" in screen
        await stage.press("up", "up", "up")
        screen = await stage.type("|ing)")
        assert "cannot be read" not in screen
        assert counted(screen) == truth("how matches 'recruit(s|ing)'") > 0
        assert "How matches" in head(await stage.press("enter"))

    play(story, size=(100, 30))


@pytest.mark.parametrize("size", SIZES)
def test_groups_with_or_and_not_are_built_and_shown_as_a_tree(size: tuple[int, int], truth: Truth) -> None:
    expression = "impact = Yes and (how = recruiting or role = VP) and not policy = Banned"

    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "impact")
        await stage.press("space", "left")
        await find(stage, "recruiting")
        assert "[x]   Recruiting" in await stage.press("space")
        await stage.press("shift+tab", "shift+tab", "shift+tab", "end")
        screen = await stage.press("left_parenthesis")
        assert "any of these, and what is picked next" in screen
        await stage.press("tab")
        await find(stage, "role")
        screen = await stage.press("end", "up", "space")
        assert counted(screen) == truth("impact = Yes and (how = recruiting or role = VP)")
        assert chip(screen, "Role is VP").strip().startswith("or  Role is VP")
        await stage.press("shift+tab", "shift+tab", "home", "tab")
        await find(stage, "policy")
        screen = await stage.press("exclamation_mark")
        assert "[-] Banned" in screen
        assert "Company policy is not Banned ×" in screen
        assert counted(screen) == truth(expression)
        screen = await stage.press("enter")
        assert f"n={truth(expression)}" in head(screen)
        assert "said yes and (" in head(screen)
        await stage.press("f")
        assert "or  Role is VP ×" in stage.screen
        assert counted(stage.screen) == truth(expression)

    play(story, size=size)


def test_and_becomes_or_and_conditions_become_their_opposite(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f", "shift+tab")
        await stage.type("role = VP and impact = Yes")
        await stage.press("tab")
        assert "all of these" in stage.screen
        assert counted(await stage.press("o")) == truth("role = VP or impact = Yes")
        assert "any of these" in stage.screen
        assert "or  Impact is Yes" in stage.screen
        screen = await stage.press("down", "exclamation_mark")
        assert counted(screen) == truth("not role = VP or impact = Yes")
        assert "Role is not VP ×" in screen
        assert counted(await stage.press("u")) == truth("role = VP or impact = Yes")
        assert counted(await stage.press("u")) == truth("role = VP and impact = Yes")

    play(story)


def test_conditions_are_removed_one_by_one_or_all_at_once(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f", "shift+tab")
        await stage.type("role = VP and (impact = Yes or policy = Banned)")
        await stage.press("tab")
        screen = await stage.press("down", "x")
        assert "Role is VP" not in screen
        assert counted(screen) == truth("impact = Yes or policy = Banned")
        screen = await stage.press("end", "delete")
        assert counted(screen) == truth("impact = Yes")
        screen = await stage.press("x")
        assert "everyone: nothing is filtered yet" in screen
        assert "Questions: type to find" in screen
        await stage.press("shift+tab")
        await stage.type("role = VP and impact = Yes")
        assert counted(await stage.press("tab", "X")) == 5000
        assert "who: everyone" in head(await stage.press("tab", "enter"))

    play(story)


def test_a_condition_is_edited_where_its_values_are(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f", "shift+tab")
        await stage.type("role = VP and how has sales")
        screen = await stage.press("tab", "down", "e")
        assert "[x] VP" in screen
        screen = await stage.press("home", "space")
        assert "Role is Team lead or VP ×" in screen
        await stage.press("shift+tab", "shift+tab", "end")
        assert "(x) has these words" in stage.screen
        assert counted(stage.screen) == truth("role in ('Team lead', VP) and how has sales")

    play(story)


def test_esc_leaves_the_filter_as_it_was() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "role")
        await stage.press("space")
        assert "who: everyone" in head(await stage.press("escape"))
        assert "nothing to undo" in status(await stage.press("u"))
        await stage.press("f", "shift+tab")
        await stage.type("role =")
        assert "who: everyone" in head(await stage.press("escape"))

    play(story)


def test_enter_on_a_value_is_enough_for_a_filter_of_one(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "recruit")
        screen = await stage.press("enter")
        assert "How includes Recruiting and hiring" in head(screen)
        assert "n=41" in head(screen)
        await stage.press("f")
        await find(stage, "role")
        expected = truth("how = recruiting and role = 'Team lead'")
        assert f"n={expected} " in head(await stage.press("enter"))

    play(story, size=(120, 36))


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ("role = 'Vice'", 16, "role has no answer 'Vice'"),
        ("role = VP and", 22, "something is missing"),
        ("roel = VP", 9, "no question 'roel'; nearest: role"),
        ("how matches 'a(b'", 23, "this ( is never closed"),
        ("years > lots", 17, "years holds numbers"),
    ],
)
def test_an_expression_that_cannot_be_read_shows_the_place(typed: str, place: int, said: str) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f", "shift+tab")
        screen = await stage.type(typed)
        lines = screen.splitlines()
        at = next(number for number, text in enumerate(lines) if text.strip() == "^")
        assert lines[at - 1].startswith(" as text ")
        assert lines[at].index("^") == place
        assert said in " ".join(" ".join(lines[at + 1 : -1]).split())
        assert "Whose replies are counted" in await stage.press("enter")
        await stage.press("ctrl+u")
        assert "Role is VP ×" in await stage.type("role = VP")
        assert "Role is VP" in head(await stage.press("enter"))

    play(story)


def test_what_is_written_and_what_is_picked_are_the_same_filter(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f", "shift+tab")
        screen = await stage.type("words how >= 20 and not (role = VP or years from 5 to 9)")
        assert counted(screen) == truth("words how >= 20 and not (role = VP or years from 5 to 9)")
        assert "none of these" in screen
        screen = await stage.press("enter")
        assert "How has 20 words or more" in head(screen)

    play(story, size=(140, 36))


def test_among_replies_every_condition_can_be_removed() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "tab", *["down"] * 6, "enter")
        screen = await stage.press("f")
        assert "Which replies are shown" in screen
        assert "Impact is Yes ×" in screen
        assert counted(screen) == 41
        screen = await stage.press("shift+tab", "end", "x", "enter")
        assert "who: said yes" in head(screen)
        assert "n=205" in head(screen)
        assert "undone: filter" in status(await stage.press("u"))
        assert "n=41" in head(stage.screen)
        assert "who: everyone" in head(await stage.press("1"))

    play(story, size=(120, 36))


def test_a_search_is_a_condition_too_and_the_weight_stays(truth: Truth) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("w", "enter", "slash")
        await stage.type("linkedin")
        await stage.press("enter")
        screen = await stage.press("f")
        number = counted(screen)
        assert chip(screen, 'wrote "linkedin"').split()[-1] == str(number)
        await find(stage, "role")
        screen = await stage.press("end", "up", "space", "enter")
        assert 'Role is VP and wrote "linkedin"' in head(screen)
        assert "weight: Weight" in head(screen)
        screen = await stage.press("f", "shift+tab", "end", "x", "enter")
        assert 'wrote "linkedin"' not in head(screen)
        assert f"n={truth('role = VP')}" in head(screen)

    play(story, size=(140, 36))


HOSTILE = "\n".join(
    [
        'id,"[/b] colour \x1b[31m",score,comment',
        '1,"[red]red",3,I like it [b]because',
        '2,"it\'s ""blue""",9,no',
        "3,,7,",
        '4,"[red]red",,日本語の返事',
    ]
)


def test_changing_an_expression_changes_nothing_else_in_it(tmp_path: Path) -> None:
    file = tmp_path / "alike.csv"
    # Two answers that look the same, since what acts on a terminal is shown as a picture of itself.
    rows = [("x\x01", 1), ("x\x01", 2), ("x\x01", 3), ("x\u2401", 1), ("x\u2401", 2), ("y", 1), ("y", 1)]
    file.write_text("id,colour,score\n" + "".join(f"{at},{one},{n}\n" for at, (one, n) in enumerate(rows)))

    async def story(stage: Stage) -> None:
        await stage.press("f")
        await find(stage, "colour")
        screen = await stage.press("space")
        assert counted(screen) == 3
        await stage.press("tab")
        screen = await stage.type(" and score = 1")
        assert "'x\u2401' and score = 1" in screen
        assert counted(screen) == 1
        assert counted(await stage.press(*["backspace"] * len(" and score = 1"))) == 3
        stage.app.post_message(events.Paste(" or colour = 'x\u2401'"))
        await stage.settle()
        assert "look alike" in stage.screen
        assert "Whose replies are counted" in await stage.press("enter")

    play(story, file=file, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_names_and_answers_of_a_file_are_shown_as_they_are(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "hostile.csv"
    file.write_text(HOSTILE, encoding="utf-8")

    async def story(stage: Stage) -> None:
        screen = await stage.press("f")
        assert "\x1b" not in screen
        await find(stage, "colour")
        screen = await stage.press("space")
        assert counted(screen) == 2
        screen = await stage.press("enter")
        assert "\x1b" not in screen
        assert not stage.app.fault

    play(story, size=size, file=file)
