"""A question by another: picked by a few letters, walked cell by cell, turned round, and every cell a door."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual._compositor import CompositorUpdate

from topline.analysis import tabulate
from topline.charts import figures
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import Base, Chose, Order, Percent, Slice, Table, View, What
from topline.tui import ToplineApp
from topline.tui.action import Place
from topline.tui.widgets.cross_table import Spot

from .reading import body, cells, status
from .stage import Stage, play

SIZES = [(80, 24), (120, 36), (200, 50)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
IMPACT_BY_POLICY = View(What.CROSSTAB, "impact", ("policy",))
HOW_BY_ROLE = View(What.CROSSTAB, "how", ("role",))
STATES = [f"S{number:02}" for number in range(1, 31)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The sample's replies, counted without the explorer."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as opened:
        yield opened


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A survey whose one question has thirty answers, and another five."""
    path = tmp_path / "wide.csv"
    lines = ["State,Mood"]
    lines += [f"{STATES[at % 30]},{('good', 'bad', 'fair', 'low', 'odd')[at * 7 % 11 % 5]}" for at in range(3000)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def said(table: Table, label: str) -> list[tuple[str, str]]:
    """What the cells of a row say."""
    row = next(row for row in table.rows if row.label == label)
    return [(figures.share(cell), figures.people(cell)) for cell in row.cells]


def rows_seen(screen: str, table: Table) -> list[str]:
    """The labels of the rows, from the top."""
    labels = [row.label for row in table.rows]
    lines = [line[: line.index("%")].strip() for line in screen.splitlines() if "%" in line]
    return [label for line in lines for label in labels if line.startswith(label)]


@sizes
def test_x_picks_the_banner_by_a_few_letters_and_the_cells_are_the_counted_ones(
    size: tuple[int, int], engine: Engine
) -> None:
    table = tabulate(IMPACT_BY_POLICY, engine)

    async def story(stage: Stage) -> None:
        box = await stage.press("down", "x")
        assert "Cross Impact by" in box
        narrowed = await stage.type("polcy")
        assert "What is your company's policy" in narrowed
        assert "from the address list" not in narrowed
        screen = await stage.press("enter")
        assert stage.app.history.desk.place is Place.CROSSTAB
        assert stage.app.history.desk.crosstab == IMPACT_BY_POLICY
        for label in ("Yes", "No"):
            assert cells(screen, label) == said(table, label)
        bases = [f"{column.base.unweighted:,}" for column in table.columns]
        assert next(line for line in screen.splitlines() if "Base: replied" in line).split()[2:][: len(bases)] == bases
        assert "column %" in screen

    play(story, size=size)


def test_key_2_begins_with_the_question_that_is_looked_at() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("down", "down", "2")
        assert "crossed by Role" in status(screen)
        assert stage.app.history.desk.crosstab == HOW_BY_ROLE
        assert "Recruiting and hiring" in screen
        # Coming back, the same is there.
        await stage.press("1", "down", "2")
        assert stage.app.history.desk.crosstab == HOW_BY_ROLE

    play(story, size=(120, 36))


def test_key_2_on_the_funnel_has_something_to_show() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("2")
        view = stage.app.history.desk.crosstab
        assert view.rows
        assert view.columns
        assert view.rows not in view.columns

    play(story, size=(120, 36))


def test_a_survey_of_one_question_cannot_be_crossed_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Mood\ngood\nbad\ngood\n", encoding="utf-8")

    async def story(stage: Stage) -> None:
        assert "only one" in status(await stage.press("2"))
        assert stage.app.history.desk.place is Place.TOPLINE

    play(story, file=path)


def test_the_cursor_walks_cell_by_cell_and_the_voices_follow() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f5")
        assert "the people behind this cell" in stage.screen
        # Selling by team lead, manager, director, VP; then recruiting; then everyone in the base.
        for key, people in (("right", 68), ("right", 63), ("right", 30), ("left", 63)):
            assert f"of {people} " in await stage.press(key)
        assert "of 191" in await stage.press("home")
        assert "of 30 " in await stage.press("end")
        assert "of 9 " in await stage.press(*["down"] * 6)
        assert "of 34 " in await stage.press(*["up"] * 7)
        assert "of 34 " in await stage.press("up")

    play(story, size=(120, 36))


@sizes
def test_enter_opens_the_people_of_a_cell_and_back_returns_to_it(size: tuple[int, int], engine: Engine) -> None:
    people = Slice((Chose("how", ("recruiting",)), Chose("role", ("Manager",))))
    count = next(row for row in tabulate(HOW_BY_ROLE, engine).rows if row.code == "recruiting").cells[2].count

    async def story(stage: Stage) -> None:
        before = body(await stage.press("f5", "right", *["down"] * 6))
        assert f"n={count}" in await stage.press("enter")
        opened = stage.app.history.desk.replies.slice
        assert set(people.conditions) <= set(opened.conditions)
        assert f"of {count}" in await stage.press("enter")
        assert body(await stage.press("escape", "escape")) == before

    play(story, size=size)


def test_a_base_opens_its_column_and_the_total_its_row() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f5", "right")
        assert "n=70" in await stage.press("up", "enter")
        assert "n=191" in await stage.press("escape", "down", "home", "enter")
        screen = await stage.press("escape", *["down"] * 7, "enter")
        assert "nobody: 0 replies behind Coaching" in status(screen)

    play(story, size=(120, 36))


def test_percent_cycles_column_row_index_and_counts(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        first = await stage.press("f2")
        assert cells(first, "Yes") == said(tabulate(IMPACT_BY_POLICY, engine), "Yes")
        by_row = await stage.press("percent_sign")
        assert "percent of each row's people" in status(by_row)
        assert "row %" in by_row
        assert cells(by_row, "Yes") == said(tabulate(replace(IMPACT_BY_POLICY, percent=Percent.ROW), engine), "Yes")
        assert "100 is as in the total" in status(await stage.press("percent_sign"))
        counts = await stage.press("percent_sign")
        line = next(line for line in counts.splitlines() if line.strip().startswith("Yes"))
        people = [count for _, count in said(tabulate(IMPACT_BY_POLICY, engine), "Yes")]
        assert line.split()[1:] == people
        assert body(await stage.press("percent_sign")) == body(first)
        assert body(await stage.press("u")) == body(counts)
        assert body(await stage.press("U")) == body(first)

    play(story, size=(120, 36))


def test_weighted_cells_and_their_three_bases(engine: Engine) -> None:
    weighted = replace(IMPACT_BY_POLICY, slice=Slice(weight="weight"))

    async def story(stage: Stage) -> None:
        screen = await stage.press("f2", "w", "enter")
        table = tabulate(weighted, engine)
        assert cells(screen, "Yes") == said(table, "Yes")
        for label, number in (("Weighted base", "weighted"), ("Effective base", "effective")):
            line = next(line for line in screen.splitlines() if line.strip().startswith(label))
            wanted = [f"{figures.whole(getattr(column.base, number)):,}" for column in table.columns]
            assert line.split()[2:] == wanted
        counts = await stage.press("percent_sign", "percent_sign", "percent_sign")
        line = next(line for line in counts.splitlines() if line.strip().startswith("Yes"))
        sums = [figures.people(cell, weighted=True) for cell in table.rows[0].cells]
        # Marks and letters stand behind a sum, set apart from it where they are letters alone.
        told = re.findall(r"([\d,]+)[↑↓ ]?[A-Za-z]* +[\d,]+(?= |$)", line)
        assert told == sums

    play(story, size=(120, 36))


def test_s_sorts_by_the_column_of_the_cursor_and_back(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        plain = await stage.press("f5", "right", "right")
        screen = await stage.press("s")
        assert "sorted by Director" in status(screen)
        view = replace(HOW_BY_ROLE, order=Order.COUNT, sort="role = 'Director'")
        assert stage.app.history.desk.crosstab == replace(view, title="How, by role")
        table = tabulate(view, engine)
        assert rows_seen(screen, table) == [row.label for row in table.rows]
        assert rows_seen(screen, table) != rows_seen(plain, table)
        # Another column sorts by that one; the same once more gives the codebook's order back.
        assert "sorted by VP" in status(await stage.press("right", "s"))
        assert "codebook" in status(await stage.press("s"))
        assert rows_seen(stage.screen, table) == rows_seen(plain, table)
        assert "undone: order" in status(await stage.press("u", "u"))
        assert rows_seen(stage.screen, table) == [row.label for row in table.rows]

    play(story, size=(120, 36))


def test_o_swaps_rows_and_columns_and_keeps_the_cell(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "right", "down")
        before = stage.screen
        assert "of 9 " in before
        screen = await stage.press("o")
        turned = View(What.CROSSTAB, "policy", ("impact",))
        assert stage.app.history.desk.crosstab == turned
        assert cells(screen, "Banned") == said(tabulate(turned, engine), "Banned")
        # The people of the cell are the same ones.
        assert "of 9 " in screen
        assert body(await stage.press("u")) == body(before)

    play(story, size=(120, 36))


def test_r_picks_other_rows_and_x_offers_recent_banners_first(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "x")
        await stage.type("region")
        await stage.press("enter")
        assert stage.app.history.desk.crosstab.columns == ("region",)
        await stage.press("x")
        await stage.type("quota")
        await stage.press("enter")
        box = await stage.press("x")
        assert 0 < box.index("Quota attained") < box.index("Region") < box.index("Role")
        await stage.press("down", "enter", "r")
        await stage.type("counts work")
        screen = await stage.press("enter")
        view = View(What.CROSSTAB, "agree_work", ("region",))
        assert stage.app.history.desk.crosstab == view
        assert cells(screen, "Neither") == said(tabulate(view, engine), "Neither")
        for what in ("rows", "banner", "banner", "banner"):
            assert f"undone: {what}" in status(await stage.press("u"))

    play(story, size=(120, 36))


def test_tab_puts_another_banner_beside(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "x")
        await stage.type("role")
        screen = await stage.press("tab")
        both = View(What.CROSSTAB, "impact", ("policy", "role"))
        assert stage.app.history.desk.crosstab == both
        assert cells(screen, "Yes") == said(tabulate(both, engine), "Yes")
        assert screen.index("Company policy") < screen.index("Role ")

    play(story, size=(140, 40))


def test_shift_tab_nests_a_question_within_the_last_one(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "x")
        await stage.type("role")
        screen = await stage.press("shift+tab")
        nested = View(What.CROSSTAB, "impact", ("policy/role",))
        assert stage.app.history.desk.crosstab == nested
        seen = cells(screen, "Yes")
        assert seen == said(tabulate(nested, engine), "Yes")[: len(seen)]
        assert len(seen) > 10
        assert "Role within Company policy" in screen
        assert "a nest cannot become rows" in status(await stage.press("o"))
        await stage.press("x")
        await stage.type("polcy")
        assert "nests policy within itself" in status(await stage.press("shift+tab"))
        assert stage.app.history.desk.crosstab == nested

    play(story, size=(200, 50))


def test_the_cursor_stays_on_its_question_where_two_have_the_same_answers(tmp_path: Path) -> None:
    path = tmp_path / "moods.csv"
    answers = [
        f"{'good' if at % 3 else 'bad'},{'no' if at % 2 else 'yes'},{'no' if at % 5 else 'yes'}" for at in range(90)
    ]
    path.write_text("\n".join(["mood,north,south", *answers]), encoding="utf-8")

    async def story(stage: Stage) -> None:
        await stage.press("2", "x")
        await stage.type("north")
        await stage.press("enter", "x")
        await stage.type("south")
        await stage.press("tab", "end")
        spot = stage.app.screen.cells.spot
        assert spot.banner == "south"
        await stage.press("percent_sign")
        assert stage.app.screen.cells.spot == spot

    play(story, file=path, size=(120, 36))


def test_percent_has_an_index_to_the_total(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("f2", "percent_sign", "percent_sign")
        indexed = tabulate(replace(IMPACT_BY_POLICY, percent=Percent.INDEX), engine)
        assert "index to total" in screen
        yes = next(line for line in screen.splitlines() if line.strip().startswith("Yes "))
        for cell in indexed.rows[0].cells:
            assert f" {figures.index(cell)}" in yes

    play(story, size=(120, 36))


def test_b_and_z_change_base_and_zeros_here_as_well(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("f5", "b")
        based = tabulate(replace(HOW_BY_ROLE, base=Base.REPLIED), engine)
        assert cells(screen, "Selling") == said(based, "Selling")
        assert "Coaching" in screen
        assert "Coaching" not in await stage.press("z")
        assert "Coaching" in await stage.press("u")

    play(story, size=(120, 36))


def test_v_draws_the_columns_as_bars_that_are_doors_and_u_takes_it_back() -> None:
    async def story(stage: Stage) -> None:
        table = await stage.press("f2")
        bars = await stage.press("v")
        assert "VP  n=" not in bars
        assert "Banned  n=69" in bars
        assert "n=69" in await stage.press("down", "down", "down", "enter")
        assert "Banned  n=69" in await stage.press("escape")
        assert body(await stage.press("u")) == body(table)

    play(story, size=(120, 40))


def test_numbers_as_columns_are_bands_and_have_their_means_as_rows(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "r")
        await stage.type("social touches")
        screen = await stage.press("enter")
        table = tabulate(View(What.CROSSTAB, "social_touches", ("policy",)), engine)
        means = figures.aligned([summary.mean for summary in table.summaries])
        assert next(line for line in screen.splitlines() if line.strip().startswith("Mean")).split()[1:] == list(means)
        await stage.press("o")
        columns = [column.label for column in tabulate(stage.app.history.desk.crosstab, engine).columns]
        assert columns[1:] == [row.label for row in table.rows]

    play(story, size=(150, 50))


def test_a_banner_of_thirty_columns_passes_by_the_frozen_stub_and_total(wide: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "x")
        await stage.type("state")
        screen = await stage.press("enter")
        assert "Base: answered" in screen
        assert "3,000" in screen
        assert " ›" in screen
        assert "‹" not in screen
        hidden = 0
        for _ in range(29):
            screen = await stage.press("right")
            assert "Total" in screen
            assert "3,000" in screen
            seen = [state for state in STATES if state in screen.split()]
            assert len(seen) >= 4
            assert stage.app.screen.cells.spot.column in seen
            hidden += "‹ +" in screen
        assert hidden > 10
        assert "›" not in screen
        back = await stage.press("home", *["right"])
        assert "‹" not in back
        assert STATES[0] in back.split()
        assert f"+{30 - len([state for state in STATES if state in back.split()])} ›" in back

    play(story, file=wide)


def test_a_tall_table_scrolls_below_its_heads(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "r")
        await stage.type("sent")
        await stage.press("enter")
        await stage.press("o", "o", "r")
        await stage.type("replied")
        top = await stage.press("enter")
        table = tabulate(View(What.CROSSTAB, "replied", ("policy",)), engine)
        assert table.rows[0].label in top
        last = await stage.press("G")
        assert table.rows[-1].label in last
        assert table.rows[0].label not in last
        assert "Banned" in last
        assert "Base: replied" in last
        assert table.rows[0].label in await stage.press("g")
        assert table.rows[0].label not in await stage.press("pagedown", "pagedown")

    play(story)


def test_a_column_of_few_people_is_in_brackets_and_says_nothing_of_differences() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("f5", "x")
        await stage.type("company policy")
        screen = await stage.press("enter")
        bases = next(line for line in screen.splitlines() if "Base: said yes" in line)
        assert "(11)" in bases
        selling = next(line for line in screen.splitlines() if line.strip().startswith("Networking"))
        small = selling.split()[selling.split().index("65") + 1]
        assert "↑" not in small
        assert "↓" not in small

    play(story, size=(120, 36))


def test_i_tells_what_the_crosstab_rests_on() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("f5", "i")
        assert "Percentages are of the column's base" in screen
        assert "Base: said yes, n=205" in screen

    play(story, size=(120, 50))


def test_canned_crosstabs_are_shown_here_and_esc_goes_back_to_the_questions() -> None:
    async def story(stage: Stage) -> None:
        before = body(await stage.press("down"))
        screen = await stage.press("f2")
        assert "2 Crosstab" in screen
        assert "Impact by company policy" in screen
        assert stage.app.history.desk.place is Place.CROSSTAB
        assert body(await stage.press("escape")) == before

    play(story, size=(120, 36))


def test_the_smallest_step_costs_few_bytes(tmp_path: Path) -> None:
    """Without voices, a step repaints a cell it leaves and a cell it comes to, and at most two heads."""
    path = tmp_path / "plain.csv"
    lines = ["Colour,Mood"] + [
        f"{('red', 'green', 'blue')[at % 3]},{('good', 'bad')[at % 5 // 3]}" for at in range(300)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    sent: list[int] = []

    async def story(stage: Stage) -> None:
        wire = stage.app._wire
        narrowed = wire.narrowed

        def told(update: CompositorUpdate, width: int, height: int) -> CompositorUpdate:
            sent.append(len(wire.sequence(update, width, height, ColorSystem.TRUECOLOR) or ""))
            return narrowed(update, width, height)

        wire.narrowed = told  # type: ignore[method-assign]
        stage.app.screen.refresh()
        await stage.press("2")
        for key in ("down", "right", "left", "home", "up"):
            sent.clear()
            await stage.press(key)
            assert 0 < sum(sent) < 500, (key, sent)

    play(story, size=(120, 36), file=path)


def test_a_click_goes_to_a_cell_and_another_opens_it() -> None:
    async def run() -> None:
        app = ToplineApp(sample_path(), theme="dark")
        async with app.run_test(size=(120, 36)) as pilot:
            stage = Stage(pilot)
            await stage.settle()
            screen = await stage.press("f5")
            lines = screen.splitlines()
            y = next(at for at, line in enumerate(lines) if line.strip().startswith("Preparing"))
            x = next(line for line in lines if "Director" in line).index("Director") + len("Director") - 1
            await pilot.click(offset=(x, y))
            await stage.settle()
            assert app.screen.cells.spot == Spot("preparing", "Director", banner="role")
            await pilot.click(offset=(x, y))
            await stage.settle()
            assert app.history.desk.place is Place.REPLIES
            assert {Chose("how", ("preparing",)), Chose("role", ("Director",))} <= set(
                app.history.desk.replies.slice.conditions
            )

    asyncio.run(run())


def test_a_file_of_one_question_says_that_there_is_no_other(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Mood\ngood\nbad\ngood\n", encoding="utf-8")

    async def story(stage: Stage) -> None:
        assert "no other question to cross by" in status(await stage.press("x"))

    play(story, file=path)


def test_the_legend_is_there_where_something_is_shaded() -> None:
    async def story(stage: Stage) -> None:
        shaded = await stage.press("f5")
        assert "by 5 points" in shaded
        assert "by 5 points" in await stage.press("percent_sign")
        assert "by 5 points" in await stage.press("percent_sign")
        counts = await stage.press("percent_sign")
        assert "by 5 points" not in counts
        assert "counts" in counts

    play(story, size=(140, 36))


def test_in_a_narrow_window_the_keys_go_before_the_legend() -> None:
    async def story(stage: Stage) -> None:
        heading = next(line for line in (await stage.press("f5")).splitlines() if "base: said yes" in line)
        assert "% percent" in heading
        assert "v as bars" in heading

    play(story, size=(80, 24))


def test_people_without_an_answer_to_the_banner_are_told(engine: Engine) -> None:
    table = tabulate(IMPACT_BY_POLICY, engine)
    lacking = table.base.unweighted - sum(column.base.unweighted for column in table.columns[1:])
    assert lacking
    words = f"{lacking} have no answer to Company policy"

    async def story(stage: Stage) -> None:
        await stage.press("down", "x")
        await stage.type("policy")
        screen = await stage.press("enter")
        assert words in screen
        assert words in await stage.press("i")

    play(story, size=(140, 44))


def test_a_key_of_another_place_says_where_it_is_for() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f5")
        assert "d is for Topline: compare" in status(await stage.press("d"))
        # Nothing is said while something is typed.
        await stage.press("1", "down", "x")
        assert "is for" not in await stage.type("cr")
        assert "Cr" not in status(await stage.press("escape"))
        assert "r is for Crosstab: rows" in status(await stage.press("r"))
        assert "is for" not in status(await stage.press("down"))

    play(story, size=(120, 36))


def test_letters_say_which_columns_a_cell_exceeds_and_a_key_how_they_are_tested() -> None:
    async def story(stage: Stage) -> None:
        screen = await stage.press("2")
        assert "crossed by Role" in status(screen)
        assert "62%↑AB" in screen
        assert "column %, BH" in screen
        assert "Holm" in status(await stage.press("a"))
        for _ in range(3):
            screen = await stage.press("a")
        assert "not tested" in status(screen)
        assert "AB" not in screen
        assert "62%↑AB" in await stage.press("u", "u", "u", "u")

    play(story, size=(120, 36))


def test_a_number_is_explained_with_its_tests_and_its_sql(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press("2", "right", "right", "=")
        assert "Yes, Director (C)" in box
        assert "69 / 112 = 61.61% of replied" in box
        assert "Team lead (A): z +3.11, p=0.002, adjusted p=0.007: more at 95%" in box
        assert "VP (D): z -0.03, p=0.979, adjusted p=0.979: not significant" in box
        assert "select count(*) from responses where" in box
        assert "Explain" not in await stage.press("escape")

    play(story, size=(120, 36))


@pytest.mark.parametrize("side", [False, True], ids=["upright", "on its side"])
def test_the_mean_of_a_column_is_explained_and_opens_its_people(tmp_path: Path, side: bool) -> None:
    path = tmp_path / "means.csv"
    rows = [f"{at * 7 % 90},{'ab'[at % 2]}" for at in range(200)]
    path.write_text("\n".join(["Minutes,Group", *rows]), encoding="utf-8")

    async def story(stage: Stage) -> None:
        await stage.press("2", *(["O"] if side else []))
        cells = stage.app.screen.cells
        await stage.press("end", *(["down"] if side else []))
        if not side:
            while not (cells.spot and cells.spot.statistic == "mean"):
                await stage.press("down")
        assert cells.statistic_under is not None
        box = await stage.press("=")
        assert "standard error" in box
        assert "the sum of the numbers, over how many gave one" in box
        assert "select avg(" in box
        await stage.press("escape", "enter")
        assert stage.app.history.desk.place is Place.REPLIES

    play(story, size=(120, 36), file=path)


@pytest.mark.parametrize("side", [False, True], ids=["upright", "on its side"])
def test_a_net_promoter_score_is_explained(tmp_path: Path, side: bool) -> None:
    path = tmp_path / "nps.csv"
    rows = [f"{at * 7 % 11},{'ab'[at % 2]}" for at in range(220)]
    path.write_text("\n".join(["How likely are you to recommend us?,Group", *rows]), encoding="utf-8")

    async def story(stage: Stage) -> None:
        await stage.press("2", *(["O"] if side else []))
        cells = stage.app.screen.cells
        await stage.press("end", *(["down"] if side else []))
        while not side and not (cells.spot and cells.spot.statistic == "nps"):
            await stage.press("down")
        box = await stage.press("=")
        assert "18.18% promoters (9-10) - 63.64% detractors (0-6) = -45.45" in box
        assert "scores, by their standard errors" in box
        await stage.press("escape", "enter")
        assert stage.app.history.desk.place is Place.REPLIES

    play(story, size=(120, 36), file=path)


def test_what_a_whole_grid_says_is_explained_of_each_of_its_questions() -> None:
    async def story(stage: Stage) -> None:
        await stage.press(*["down"] * 16, "v", "v", "right", "right")
        cells = stage.app.screen.cells
        assert cells.column == 2
        box = await stage.press("=")
        assert "Disagree, Counts as work" in box
        assert "106 / 412 = 25.73% of replied" in box
        assert "from the total" not in await stage.press("escape", "down", "=")
        await stage.press("escape", "end", "left", "left", "left")
        box = await stage.press("=")
        assert "Mean, Track it like calls" in box
        assert "points" in box
        assert '(case "agree_metrics" when' in box
        await stage.press("escape", "home")
        assert stage.app.screen.focused is cells
        await stage.press("left")
        assert stage.app.screen.focused is stage.app.screen.questions
        await stage.press("right")
        assert (stage.app.screen.focused, cells.column) == (cells, 0)

    play(story, size=(120, 36))


def test_a_bar_is_explained_too() -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press("down", "tab", "=")
        assert "205 / 412 = 49.76% of replied" in box
        assert "finite population of 5,000" in box

    play(story, size=(120, 36))


def test_the_banner_stays_for_the_next_question_and_after_going_back(engine: Engine) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("f2", "x")
        await stage.type("region")
        await stage.press("enter", "J")
        rows = stage.app.history.desk.crosstab.rows
        assert (rows, stage.app.history.desk.crosstab.columns) == ("how", ("region",))
        await stage.press("K")
        assert stage.app.history.desk.crosstab.rows == "impact"
        assert "no question before this one" in status(await stage.press("K"))

    play(story, size=(120, 36))


def test_a_banner_that_was_picked_is_there_again_for_another_question() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "x")
        await stage.type("region")
        await stage.press("enter", "escape", "down", "down", "2")
        assert stage.app.history.desk.crosstab.columns == ("region",)
        assert stage.app.history.desk.crosstab.rows != "impact"

    play(story, size=(120, 36))


def test_the_test_of_the_whole_banner_stands_below_the_table(engine: Engine) -> None:
    (found,) = tabulate(IMPACT_BY_POLICY, engine).associations

    async def story(stage: Stage) -> None:
        assert f"Company policy: {found.words}" in await stage.press("f2")

    play(story, size=(120, 36))
