"""The place of the queries: those of the survey and one's own, their parameters, and views that are kept as queries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.engine import cage
from topline.engine.keeper import Child
from topline.readers.folders import CONFIG
from topline.survey import LETTERS
from topline.tui.action import Place
from topline.tui.actions import actions_at
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.query_list import QueryList

from .reading import body, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The sample as a file of one's own, in a folder where one may write."""
    path = tmp_path / "mine.parquet"
    path.write_bytes(sample_path().read_bytes())
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of one's own queries, not there yet."""
    monkeypatch.setenv(CONFIG, str(tmp_path / "settings"))
    return tmp_path / "settings" / "queries.toml"


def test_letters_that_run_queries_mean_nothing_else_in_the_list() -> None:
    taken = {key for action in actions_at(Place.QUERIES) for key in action.keys.split(",")}
    moving = {key for kind in (LineList, QueryList) for binding in kind.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
    free = {letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken | moving}
    assert set(LETTERS) == free


@pytest.mark.parametrize("size", SIZES)
def test_the_list_tells_keys_titles_and_what_a_query_asks_for(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("5")
        for said in ("F2  Impact by company policy", "p   Quota by company policy", "r   Replies from one role"):
            assert said in screen
        about = await stage.press(*["down"] * 11)
        assert "asks for role; VP to begin with" in about
        assert "asks for policy; empty is any" in about
        assert "select role, count(*)" in about or size == (80, 24)

    play(story, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_enter_runs_a_view_at_its_place_and_esc_comes_back(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5")
        list_ = body(stage.screen)
        assert "The recruiters, in their words" in await stage.press("down", "down")
        assert "n=41" in await stage.press("enter")
        back = await stage.press("escape")
        assert "F4  The recruiters" in back
        assert body(await stage.press("home")) == list_

    play(story, size=size)


def test_a_slash_finds_a_query_by_words_of_its_title() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "slash")
        narrowed = await stage.type("role imp")
        assert "F3  Impact by role" in narrowed
        assert "F2" not in narrowed
        assert "Counted as work" not in await stage.press("enter")
        assert "Team lead" in stage.screen
        narrowed = await stage.press("left_square_bracket")
        assert "F3  Impact by role" in narrowed
        assert "F2" not in narrowed
        assert "F2  Impact" in await stage.press("escape")
        await stage.press("slash")
        assert "no query has these words" in await stage.type("zzz")
        assert "F2  Impact" in await stage.press("escape")

    play(story, size=(100, 30))


def test_letters_run_queries_from_the_list_and_only_there() -> None:
    async def story(stage: Stage) -> None:
        assert "Quota by company policy" in await stage.press("5", "p")
        assert "Base: replied" in stage.screen
        assert "Who was asked" in await stage.press("escape", "escape", "p")
        assert "Quota by" not in stage.screen

    play(story, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_a_form_asks_for_all_parameters_at_once_with_counts_and_empty_means_any(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        form = await stage.press("5", "r")
        assert "Replies from one role" in form
        assert "left empty, which is any: policy" in form
        assert [line.split()[-2] for line in form.splitlines() if " VP " in line and line.split()[-2].isdigit()] == [
            "625"
        ]
        # The second field, narrowed by typing.
        await stage.press("tab")
        narrowed = await stage.type("coun")
        assert "Counted as work" in narrowed
        assert "Banned" not in "".join(line for line in narrowed.splitlines() if "│" in line)
        shown = await stage.press("enter")
        assert "n=12" in shown
        # Both are as they were given; the first is emptied now.
        again = await stage.press("escape", "r")
        assert "Counted as work" in again
        await stage.press("home", *["delete"] * 2)
        everyone = await stage.press("enter")
        assert "n=59" in everyone

    play(story, size=size)


def test_a_value_that_is_no_answer_is_not_taken_and_esc_asks_for_nothing() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("5", "r")
        assert "no answer has these letters" in await stage.type("zzz")
        assert "role: zzz is not among these" in await stage.press("enter")
        assert "F2  Impact" in body(await stage.press("escape"))

    play(story)


def test_values_are_remembered_by_the_next_session() -> None:
    async def first(stage: Stage) -> None:
        await stage.press("5", "w", *["backspace"] * 8)
        await stage.type("twitter")
        assert 'wrote "twitter"' in await stage.press("enter")

    async def second(stage: Stage) -> None:
        assert "twitter" in await stage.press("5", "w")

    play(first, size=(120, 36))
    play(second, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_a_query_in_sql_shows_its_rows_here_and_each_opens_its_reply(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f7")
        result = await stage.press("enter")
        assert "Longest replies of a role  role: VP" in result
        assert "20 rows" in result
        assert "where how is not null" in result
        number = next(line.split()[-0] for line in result.splitlines() if "I can prepare" in line)
        reply = await stage.press("down", "enter")
        assert "I can prepare for an interview the same way" in reply
        assert "n=1 " in reply
        assert number.strip() in reply or "839" in reply
        assert "Longest replies of a role  role: VP" in await stage.press("escape")
        assert "Who was asked" in await stage.press("escape")

    play(story, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_v_goes_through_the_charts_of_a_result_and_u_takes_it_back(size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        bars = await stage.press("f8")
        assert "██" in bars
        assert "8.3" in bars
        assert "┤" in await stage.press("v")
        table = await stage.press("v")
        assert "managers" in table
        assert "██" not in table
        assert "┤" in await stage.press("u")
        assert "undone: chart" in status(stage.screen)
        assert body(await stage.press("u")) == body(bars)
        assert "Who was asked" in await stage.press("u")

    play(story, size=size)


def test_the_chart_that_a_view_asks_for_is_drawn() -> None:
    async def story(stage: Stage) -> None:
        grid = await stage.press("5", "a")
        for statement in ("Counts as work", "Track it like calls", "Gets full credit"):
            assert statement in grid
        assert "Had to learn" in grid

    play(story, size=(120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_a_view_is_kept_on_a_key_beside_the_data_and_is_there_at_once(size: tuple[int, int], mine: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down", "b", "z")
        form = await stage.press("S")
        assert "Keep this view as a canned query" in form
        assert "this survey" in form
        await stage.type("What they named")
        assert "kept on F1: What they named" in await stage.press("enter")
        shown = body(stage.screen)
        assert "F1  What they named" in await stage.press("5")
        assert "What they named" in await stage.press("1", "f1")
        assert "base: replied" in shown

    play(story, size=size, file=mine)
    said = tomllib.loads(mine.with_name("mine.topline.toml").read_text())
    assert said == {
        "query": [
            {
                "title": "What they named",
                "key": "f1",
                "view": "topline",
                "rows": "how",
                "base": "replied",
                "zeros": False,
            }
        ]
    }

    async def later(stage: Stage) -> None:
        screen = await stage.press("5")
        assert "F2  Impact by company policy" in screen
        assert "F1  What they named" in screen
        assert "base: replied" in await stage.press("f1")

    play(later, size=size, file=mine)


def test_a_view_is_kept_for_every_survey_and_one_that_lacks_its_questions_says_so(
    mine: Path, own: Path, tmp_path: Path
) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "S")
        await stage.type("Impact, mine")
        await stage.press("tab")
        offered = stage.screen
        assert "F1" in offered
        assert "in the list of queries" in offered
        await stage.type("d")
        await stage.press("tab", "down")
        assert str(own) in (await stage.press("tab")).replace("\n", "") or "queries.toml" in stage.screen
        assert "kept on d: Impact, mine" in status(await stage.press("enter"))

    play(story, size=(140, 40), file=mine)
    (said,) = tomllib.loads(own.read_text())["query"]
    assert (said["key"], said["rows"], said["columns"]) == ("d", "impact", ["policy"])
    assert not mine.with_name("mine.topline.toml").exists()

    other = tmp_path / "other.csv"
    other.write_text("id,colour\n1,red\n2,blue\n3,red\n")
    own.write_text(own.read_text() + '\n[[query]]\ntitle = "Statement"\nsql = "select wage from responses"\n')

    async def elsewhere(stage: Stage) -> None:
        screen = await stage.press("5")
        assert "Your own, in" in screen
        assert "cannot run here: no question 'impact'" in " ".join(screen.split())
        assert "Impact, mine cannot run here: no question 'impact'" in status(await stage.press("d"))
        told = " ".join((await stage.press("down")).replace("▕", "").split())
        assert "cannot run here: Referenced column" in told
        assert '"wage" not found' in told

    play(elsewhere, size=(140, 40), file=other)


def test_a_query_in_sql_that_is_kept_again_still_offers_what_can_be_picked(mine: Path) -> None:
    mine.chmod(0o664)

    async def story(stage: Stage) -> None:
        await stage.press("f7", "enter", "S")
        await stage.type("Of VPs")
        assert "kept on F1: Of VPs" in status(await stage.press("enter"))
        form = await stage.press("f1")
        assert "625" in next(line for line in form.splitlines() if " VP " in line and "625" in line)
        assert "Of VPs  role: VP" in await stage.press("enter")

    play(story, size=(120, 36), file=mine)
    beside = mine.with_name("mine.topline.toml")
    (said,) = tomllib.loads(beside.read_text())["query"]
    assert said["parameters"] == {"role": {"choices": "role", "default": "VP"}}
    assert beside.stat().st_mode & 0o777 == 0o664, "whoever may open the replies may open what stands beside them"


def test_what_stands_in_the_way_of_ones_own_statements_follows_what_may_be_seen(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.parent.mkdir()
    statement = "select lower(email) from responses"
    own.write_text(f'[[query]]\ntitle = "Addresses"\nsql = "{statement}"\n')
    started: list[object] = []

    class Counted(Child):
        def __init__(self, replies: Path, order: dict[str, object]) -> None:
            started.append(order["personal"])
            super().__init__(replies, order)

    monkeypatch.setattr(cage, "Child", Counted)

    async def story(stage: Stage) -> None:
        assert "cannot run here" in await stage.press("5", "end")
        assert started == [False]
        assert "cannot run here" not in await stage.press("P")
        assert ".example.org" in await stage.press("enter")
        assert started == [False, True]
        assert "cannot run here" in await stage.press("P", "end")

    play(story, size=(120, 36))


def test_keys_and_titles_that_are_taken_are_said_and_not_given(mine: Path, own: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("S")
        await stage.type("impact BY role")
        assert "there is a query called impact BY role already" in await stage.press("enter")
        await stage.type(" too")
        await stage.press("tab")
        await stage.type("f2")
        assert "F2 runs Impact by company policy already" in await stage.press("enter")
        await stage.press("backspace", "backspace")
        await stage.type("q")
        assert "q can be no key; use F1 to F9" in await stage.press("enter")
        assert "Keep this view" not in await stage.press("escape")

    play(story, size=(120, 36), file=mine)
    assert not mine.with_name("mine.topline.toml").exists()


def test_a_key_of_ones_own_that_the_survey_uses_is_said_in_the_list(own: Path) -> None:
    own.parent.mkdir()
    own.write_text('[[query]]\nkey = "f2"\ntitle = "Wants a key"\nrows = "role"\n')

    async def story(stage: Stage) -> None:
        screen = await stage.press("5", "end")
        assert "its key F2 is another query's" in screen
        assert "Impact by company policy" in await stage.press("f2")
        assert "Base: replied" in stage.screen

    play(story, size=(120, 36))


def test_a_survey_file_that_is_damaged_meanwhile_is_left_alone(mine: Path) -> None:
    async def story(stage: Stage) -> None:
        mine.with_name("mine.topline.toml").write_text("titel = 3\n")
        await stage.press("S")
        assert "line 1: unknown key 'titel'" in status(await stage.press("enter"))

    play(story, size=(200, 50), file=mine)
    assert mine.with_name("mine.topline.toml").read_text() == "titel = 3\n"


def test_a_survey_without_queries_says_how_to_come_by_some(tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text("id,colour\n1,red\n2,blue\n")

    async def story(stage: Stage) -> None:
        screen = " ".join((await stage.press("5")).split())
        assert "none yet: add a [[query]] to the survey file, or keep a view with S" in screen
        assert "no canned query sits on F2; 5 shows those there are" in status(await stage.press("f2"))

    play(story, file=file)
