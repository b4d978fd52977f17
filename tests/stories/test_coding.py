"""Coding: replies read and sorted by keys, codes changed, and all of it at once a question like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.coding.surveyed import WHY, Coder, surveyed
from textual.widgets import Input

from topline.__main__ import main
from topline.analysis.floor import WithheldError
from topline.cli.explorer import sample_path
from topline.coding import Coded, Codeframe, Desk, Journals, codes_folder
from topline.coding.opening import open_coded
from topline.coding.pile import pile_of
from topline.export.quotes import UNCODED
from topline.survey import Answered, Slice
from topline.tui.action import Place
from topline.tui.left_off import LeftOff

from .reading import numbers, row, status
from .stage import Stage, play

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, where journals can be written beside it."""
    path = tmp_path / "s.parquet"
    shutil.copy(sample_path(), path)
    return path


def code(screen: str, label: str) -> tuple[str, str, int]:
    """The key of a code, its mark, and how many replies have it."""
    said = next(part for line in screen.splitlines() for part in line.split("▕")[1:] if label[:18] in part)
    before, after = said.split(label[:18], 1)
    key, mark = before.split()[0], before.split()[1] if len(before.split()) > 1 else ""
    return key, mark, int(after.split()[-1].replace(",", ""))


def other_coder(file: Path, coder: str, at: int, codes: set[str]) -> str:
    """Somebody else codes a reply of the pile; gives back its text."""
    source = open_coded(file)
    plain = source.uncoded or source
    question = plain.survey["how"]
    pile = pile_of(plain.replies, plain.survey, question)
    journals = Journals(codes_folder(file), coder)
    desk = Desk(journals, "how", Codeframe.of(question), pile.keys, before=pile.codes)
    desk.record(Coded(question="how", replies=(pile.keys[at],), codes=frozenset(codes)))
    return pile.texts[at]


@SIZES
def test_a_letter_gives_a_code_and_takes_it_back_and_undo_survives_a_restart(file: Path, size: tuple[int, int]) -> None:
    async def first(stage: Stage) -> None:
        screen = await stage.press("4")
        assert "203 of 203 coded" in screen
        assert code(screen, "Coaching")[2] == 0
        screen = await stage.press("c")
        assert code(screen, "Coaching") == ("c", "✓", 1)
        assert "saved" in screen
        assert code(screen, "Researching prospects") == ("r", "✓", 94)
        assert code(await stage.press("r"), "Researching prospects")[2] == 93

    async def second(stage: Stage) -> None:
        screen = stage.screen if stage.app.history.desk.place is Place.CODING else await stage.press("4")
        assert code(screen, "Coaching") == ("c", "✓", 1)
        screen = await stage.press("u", "u")
        assert "undone: coded" in status(screen)
        assert code(screen, "Coaching")[2] == 0
        assert code(screen, "Researching prospects") == ("r", "✓", 94)
        screen = await stage.press("u")
        assert "nothing to undo" in status(screen)
        assert code(await stage.press("U"), "Researching prospects")[2:] == (94,)
        assert code(stage.screen, "Coaching")[2] == 1

    play(first, size=size, file=file, coder="ann")
    play(second, size=size, file=file, coder="ann")


def test_what_was_coded_is_at_once_a_question_like_any_other(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "c", "c", "enter", "c")
        screen = await stage.press("1")
        assert numbers(screen, "Coaching") == ["1%", "2"]
        await stage.press("tab", *["down"] * 7)
        assert "Coaching" in row(stage.screen, "Coaching")
        people = stage.app.place_screen.pointed()
        assert stage.app.session.count(people) == 2
        await stage.press("enter")
        assert stage.app.history.desk.place is Place.REPLIES
        assert stage.app.session.count(stage.app.history.desk.view.slice) == 2

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_new_code_is_made_named_merged_and_the_merge_undone(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "+")
        await stage.type("Mood")
        screen = await stage.press("down", "enter")
        assert code(screen, "Mood") == ("m", "✓", 1)
        screen = await stage.press("E")
        assert "The codes of this question" in screen
        await stage.press("down", "down", "m")
        await stage.type("networking")
        assert "74 get it, 11 have it already" in stage.screen
        screen = await stage.press("enter", "escape")
        assert "Preparing for calls " not in screen.replace("merged: Preparing for calls into", "")
        merged = code(screen, "Networking for leads")[2]
        assert merged == 74 + 65 - 11
        screen = await stage.press("u")
        assert code(screen, "Preparing for calls")[2] == 74
        assert code(screen, "Networking for leads")[2] == 65

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_code_that_is_there_comes_before_a_new_one_of_a_part_of_its_name(file: Path) -> None:
    async def story(stage: Stage) -> None:
        before = len(stage.app.session.survey["how"].options)
        await stage.press("4", "+")
        await stage.type("foreca")
        screen = await stage.press("enter")
        assert code(screen, "Forecasting") == ("f", "✓", 1)
        await stage.press("+")
        await stage.type("Mood")
        assert code(await stage.press("enter"), "Mood")[1:] == ("✓", 1)
        assert len(stage.app.place_screen.opened.sitting.state.codeframe.codes) == before + 1

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_place_that_takes_nothing_any_more_is_told_until_something_is_saved_again(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "c", "enter")
        folder = codes_folder(file)
        elsewhere = folder.rename(folder.with_suffix(".away"))
        folder.touch()
        screen = await stage.press("p")
        assert "NOT SAVED" in screen
        at = stage.app.place_screen.opened.sitting.at
        screen = await stage.press("enter")
        assert "NOT SAVED" in screen
        assert "it is no folder; move it away" in status(screen)
        assert stage.app.place_screen.opened.sitting.at == at
        folder.unlink()
        elsewhere.rename(folder)
        screen = await stage.press("p")
        assert "NOT SAVED" not in screen
        assert "saved" in screen
        await stage.press("enter")
        assert stage.app.place_screen.opened.sitting.at == at + 1

    play(story, size=(80, 24), file=file, coder="ann")


def test_what_was_done_with_codes_is_undone_where_they_are_listed(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("4", "E", *["down"] * 10, "x", "enter")
        assert "Something else" not in screen.replace("deleted: Something else", "")
        screen = await stage.press("u")
        assert "The codes of this question" in screen
        assert "Something else" in screen
        assert code(await stage.press("escape"), "Something else")[2] == 7

    play(story, size=(120, 36), file=file, coder="ann")


def test_codes_of_a_text_that_has_changed_are_confirmed_by_a_key(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    stated = 'id = "id"\n[question.why]\nkind = "open"\n[question.why.codeframe]\nslow = "Slow"\n'
    path.with_suffix(".topline.toml").write_text(stated)
    path.write_text("id,why\n1,it is slow\n2,quite so\n")

    async def first(stage: Stage) -> None:
        await stage.press("4", "s")

    async def second(stage: Stage) -> None:
        screen = await stage.press("4", "down", "up")
        while "text changed since" not in screen:
            screen = await stage.press("down")
        assert "Tab  the codes that a former text had still hold" in screen
        screen = await stage.press("tab")
        assert "text changed since" not in screen
        assert code(screen, "Slow")[1:] == ("✓", 1)
        assert "text changed since" in await stage.press("u")

    play(first, size=(120, 36), file=path, coder="ann")
    path.write_text("id,why\n1,it was slow\n2,quite so\n")
    play(second, size=(120, 36), file=path, coder="ann")


def test_a_code_is_deleted_only_after_what_happens_to_its_replies_is_told(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "E", *["down"] * 10)
        screen = await stage.press("x")
        assert 'Delete "Something else"' in screen
        assert "7 lose it, 5 have no code then" in screen
        screen = await stage.press("enter", "escape")
        assert "Something else" not in screen.replace("deleted: Something else", "")
        assert "198 of 203" in screen

    play(story, size=(120, 36), file=file, coder="ann")


def test_others_are_seen_as_they_code_and_what_differs_is_settled(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "c")
        other_coder(file, "ben", 0, {"news"})
        stage.app.place_screen._look()
        await stage.settle()
        screen = stage.screen
        assert "coded differently" in screen
        assert "ben: Keeping up with customer news" in screen
        assert "you: Researching prospects, Coaching" in screen
        screen = await stage.press("D")
        assert "as ben has it" in screen
        screen = await stage.press("down", "enter")
        assert "settled by ann" in screen
        assert code(screen, "Keeping up")[1] == "✓"
        assert code(screen, "Coaching")[2] == 0

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_line_of_a_journal_that_is_damaged_while_one_codes_is_told(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "c")
        other_coder(file, "ben", 0, {"news"})
        journal = next(path for path in codes_folder(file).iterdir() if "ben" in path.name)
        journal.write_bytes(journal.read_bytes() + b"0000000 torn\n")
        stage.app.place_screen._look()
        await stage.settle()
        assert f"{journal.name}, line 2" in " ".join(status(stage.screen).split())
        await stage.press("c")
        stage.app.place_screen._look()
        await stage.settle()
        assert "line 2" not in stage.screen

    play(story, size=(200, 50), file=file, coder="ann")


def test_who_codes_blind_does_not_see_what_others_gave(file: Path) -> None:
    other_coder(file, "ben", 0, {"news"})

    async def story(stage: Stage) -> None:
        assert code(await stage.press("4"), "Keeping up")[1] == "•"
        screen = await stage.press("B")
        assert "0 of 203 coded" in screen
        assert "to code" in screen
        assert code(screen, "Keeping up")[2] == 0
        assert code(await stage.press("n"), "Networking")[2] == 1
        assert "· blind" in screen

    async def later(stage: Stage) -> None:
        screen = await stage.press("4")
        assert "· blind" in screen
        assert "1 of 203" in screen
        screen = await stage.press("B")
        assert "coded differently" in screen
        assert "blind" not in screen

    async def another(stage: Stage) -> None:
        assert "blind" not in await stage.press("4")

    for coder, part in (("ann", story), ("cat", another), ("ann", later), ("ann", another)):
        play(part, size=(80, 24), file=file, coder=coder, left_off=LeftOff(file))


def test_quotes_are_put_into_a_basket_and_exported_by_code(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)

    async def story(stage: Stage) -> None:
        screen = await stage.press("4", "q")
        assert "in the basket, which has 1" in status(screen)
        screen = await stage.press("Q")
        assert "1 quote, masked" in screen
        assert "Director, North America" in screen
        screen = await stage.press("e")
        assert "the quotes, by code" in screen
        await stage.press("enter")
        written = next(file.parent.glob("*quotes*.md")).read_text()
        assert "## Researching prospects" in written
        assert UNCODED not in written

    play(story, size=(120, 36), file=file, coder="ann")


def test_under_a_privacy_floor_nothing_is_coded(file: Path) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("4")
        assert "replies are read one by one" in " ".join(screen.splitlines()[-3:])
        assert stage.app.history.desk.place is Place.TOPLINE

    play(story, file=file, min_base=5, coder="ann")


def test_a_coding_place_that_was_left_is_not_taken_up_again_under_a_floor(file: Path) -> None:
    async def first(stage: Stage) -> None:
        assert "Only LinkedIn" in await stage.press("4")
        stage.app.leave()

    async def second(stage: Stage) -> None:
        assert stage.app.history.desk.place is Place.CODING
        assert "replies are read one by one to be coded, and" in stage.screen
        assert "Only LinkedIn" not in stage.screen
        with pytest.raises(WithheldError):
            stage.app.session.who_wrote(0, ())
        await stage.press("r", "enter", "Q", "R", "X", "E")
        assert stage.app.place_screen.opened is None
        assert "Only LinkedIn" not in stage.screen

    play(first, size=(120, 36), file=file, left_off=LeftOff(file))
    play(second, size=(120, 36), file=file, left_off=LeftOff(file), min_base=5)


def test_what_was_coded_before_another_sitting_began_is_brought_in_as_well(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "c", "c", "B")
        assert "blind" in stage.screen
        assert numbers(await stage.press("1"), "Coaching")[-1] == "1"

    play(story, size=(120, 36), file=file, coder="ann")


def test_what_was_not_brought_in_since_it_was_cancelled_is_brought_in_later(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "c", "c")
        before = stage.app.session
        await stage.hurry("1", "escape")
        assert stage.app.session is before
        assert "cancelled; what was coded shows here once you were at 4 again" in status(stage.screen)
        assert numbers(await stage.press("4", "1"), "Coaching")[-1] == "1"

    play(story, size=(120, 36), file=file, coder="ann")


def test_who_codes_blind_does_so_whoever_is_in_the_queue(file: Path) -> None:
    other_coder(file, "bob", 0, {"coaching"})

    async def story(stage: Stage) -> None:
        screen = await stage.press("4", "B")
        assert code(screen, "Coaching")[2] == 0
        first = stage.app.place_screen.opened
        stage.app.change_everywhere("filter", lambda desk: desk.about(Slice((Answered("role"),)), None))
        await stage.settle()
        assert stage.app.place_screen.opened is not first
        assert "blind" in stage.screen
        assert code(stage.screen, "Coaching")[2] == 0
        screen = await stage.press("B")
        assert code(screen, "Coaching")[2] == 1

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_note_that_is_too_long_is_refused_in_words(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "N")
        stage.app.screen.query_one(Input).value = "x" * 10_001
        screen = await stage.press("enter")
        assert "note is no text of up to 10,000 characters" in status(screen)
        assert "saved" not in screen

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_reply_is_settled_on_codes_whatever_they_are_called(tmp_path: Path) -> None:
    codes = {"too dear", "neither"}
    stated = WHY + "[question.why.codeframe]\n" + "".join(f'"{one}" = "{one.title()}"\n' for one in sorted(codes))
    file = surveyed(tmp_path, [{"id": 1, "why": "too dear for me"}], stated)
    Coder(file, "bob").codes([(1, "too dear for me")], *codes)
    Coder(file, "cy").codes([(1, "too dear for me")], "neither")

    async def story(stage: Stage) -> None:
        screen = await stage.press("4", "D", "enter")
        assert "settled by ann" in screen
        (standing,) = stage.app.place_screen.opened.sitting.state.told()
        assert standing.codes == codes

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_place_that_takes_nothing_is_told_at_the_start(file: Path) -> None:
    folder = codes_folder(file)
    folder.symlink_to(file.parent)

    async def story(stage: Stage) -> None:
        screen = await stage.press("4")
        assert "it is a link" in " ".join(" ".join(screen.splitlines()[-4:]).split())
        screen = await stage.press("+")
        assert "it is a link" in " ".join(" ".join(screen.splitlines()[-4:]).split())
        assert "it is a link" in " ".join(part.split("▕")[0] for part in screen.splitlines()[2:12])

    play(story, file=file, coder="ann")


def test_forty_replies_of_the_raw_pile_are_coded_from_scratch_and_read_in_a_crosstab(tmp_path: Path) -> None:
    pile = tmp_path / "pile.parquet"
    assert main(["sample", "--uncoded", "-o", str(pile)]) == 0
    words = {"Hiring": ("hire", "recruit", "rep "), "News": ("news", "announce", "post"), "Looking up": ("",)}

    async def story(stage: Stage) -> None:
        await stage.press("4")
        place = stage.app.place_screen
        for label in words:
            await stage.press("+")
            await stage.type(label)
            await stage.press("enter")
        await stage.press("u")
        letters = {one.label: one.letter for one in place.opened.sitting.state.codeframe.codes}
        assert "Looking up" not in letters, "undone with the reply's code"
        await stage.press("U")
        letters = {one.label: one.letter for one in place.opened.sitting.state.codeframe.codes}
        await stage.press(*letters.values())  # what making them gave the first reply is taken back
        assert "0 of 203 coded" in stage.screen
        given: dict[str, str] = {}
        for _ in range(40):
            sitting = place.opened.sitting
            text = sitting.text.casefold()
            label = next(label for label, stems in words.items() if any(stem in text for stem in stems))
            given[sitting.key] = label
            await stage.hurry(letters[label], "enter")
        assert "40 of 203 coded" in stage.screen
        assert len(given) == 40

        await stage.press("+")
        await stage.type("Networking")
        await stage.press("enter")
        assert code(stage.screen, "Networking")[1:] == ("✓", 1)
        screen = await stage.press("E", "home", "down", "m")
        assert 'Merge "News" into' in screen
        await stage.type("looking")
        screen = await stage.press("enter", "escape")
        expected = sum(label != "Hiring" for label in given.values())
        assert code(screen, "Looking up")[2] == expected

        screen = await stage.press("1", "home", "down", "down")
        assert numbers(screen, "Looking up")[1] == str(expected)
        assert "not coded yet" in screen
        await stage.press("x")
        await stage.type("role")
        screen = await stage.press("enter")
        assert "Looking up" in screen
        await stage.press("down", "right")
        people = stage.app.place_screen.pointed()
        number = stage.app.session.count(people)
        await stage.press("enter")
        assert stage.app.history.desk.place is Place.REPLIES
        assert stage.app.session.count(stage.app.history.desk.view.slice) == number > 0

    play(story, size=(120, 36), file=pile, coder="ann")


def test_what_belongs_under_a_code_stands_beside_the_replies_that_have_it(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "E", "down", "enter", "tab")
        await stage.type("looking people up")
        await stage.press("tab")
        await stage.type("I checked her profile")
        screen = await stage.press("enter", "escape")
        assert "Researching prospects: looking people up “I checked her profile”" in screen
        assert "Researching prospects: looking" not in await stage.press("r")

    play(story, size=(120, 36), file=file, coder="ann")


def test_a_long_reply_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    words = " ".join(f"word{at}" for at in range(900))
    path.write_text(f"id,why\n1,{words}\n2,something else\n3,and another\n", encoding="utf-8")

    def said(screen: str) -> str:
        """What stands above the queue."""
        return screen.split("───", 1)[0]

    async def story(stage: Stage) -> None:
        await stage.press("4")
        while "word0 " not in said(stage.screen):
            await stage.press("down")
        assert "word0 word1 " not in said(await stage.press("shift+down"))
        for _ in range(40):
            await stage.press("shift+down")
        assert "word899" in said(stage.screen)
        await stage.press("up" if "something else" in said(await stage.press("end")) else "home")
        assert "word899" not in said(stage.screen)

    play(story, size=(80, 24), file=path, coder="ann")


def test_escape_goes_back_one_step_from_every_box_of_the_codes(file: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("4", "E", "down")
        for key in ("enter", "m", "s", "v", "x", "n"):
            screen = await stage.press(key)
            assert "m merge" not in screen
            assert "m merge" in await stage.press("escape"), key
        assert "m merge" not in await stage.press("escape")
        assert stage.app.history.desk.place is Place.CODING

    play(story, size=(120, 36), file=file, coder="ann")
