"""The net promoter score with its standard error, its interval and its letters, from replies to every export."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl
import pytest

from topline.analysis import tabulate
from topline.analysis.changed import tests_of_statistic as changes_of
from topline.charts import ASCII, BLOCKS, Line, crosstab_lines, nps_lines
from topline.engine import Engine
from topline.export import Format, TableOut
from topline.statistics import Adjustment, Score, compare_scores, effective_base, letters, net_promoter_score
from topline.survey import (
    Kind,
    Net,
    NetPromoter,
    Option,
    Question,
    Role,
    Significance,
    Slice,
    Storage,
    Summary,
    Table,
    View,
    What,
    scored,
)

from .conftest import Opened

POINTS = scored(tuple(Option(str(point), str(point)) for point in range(11)))
LIKELY = Question("likely", Kind.SCALE, "Would you recommend us?", storage=Storage.INTEGER, options=POINTS)
GROUP = Question("team", Kind.SINGLE, options=tuple(Option(code, code) for code in "ABC"))
TOOLS = Question("tools", Kind.MULTI, options=tuple(Option(code, code) for code in "xy"))
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT)
TEAMS = {"A": (50, 30, 20), "B": (30, 30, 40), "C": (20, 10, 60)}
"""Promoters, passives and detractors."""


def replies() -> pl.DataFrame:
    rows = []
    for team, counts in TEAMS.items():
        for (first, last), count in zip(((9, 10), (7, 8), (0, 6)), counts, strict=True):
            rows += [(first + at % (last - first + 1), team) for at in range(count)]
    tools = [[*"x" * (at % 2 == 0), *"y" * (at % 3 > 0)] for at in range(len(rows))]
    likely, team = zip(*rows, strict=True)
    weights = [0.5 + at % 3 for at in range(len(rows))]
    return pl.DataFrame({"likely": likely, "team": team, "tools": tools, "w": weights})


@pytest.fixture
def engine(opened: Opened) -> Engine:
    return opened(replies(), LIKELY, GROUP, TOOLS, WEIGHT)


def asked(engine: Engine, *columns: str, **shown: object) -> Table:
    what = What.CROSSTAB if columns else What.TOPLINE
    return tabulate(View(what, "likely", columns, **shown), engine)  # type: ignore[arg-type]


def score_of(table: Table, at: int) -> NetPromoter:
    found = table.summaries[at].net_promoter
    assert found is not None
    return found


def test_the_reference_score_of_replies(engine: Engine) -> None:
    """50 promoters, 30 passives, 20 detractors: 30, with a standard error of 7.810249676."""
    table = asked(engine, "team")
    assert table.summaries[1].nps == pytest.approx(30)
    found = score_of(table, 1)
    assert (found.promoters, found.passives, found.detractors) == pytest.approx((50, 30, 20))
    assert found.standard_error == pytest.approx(7.810249676, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(
        (30 - 1.959964 * 7.810249676, 30 + 1.959964 * 7.810249676), abs=1e-5
    )


def test_the_reference_score_on_an_effective_base() -> None:
    """The same shares of an effective base of 80: 8.732124598."""
    found = net_promoter_score(50, 30, 20, n=80)
    assert found is not None
    assert found.standard_error == pytest.approx(8.732124598, abs=1e-9)


def test_an_interval_ends_where_scores_do() -> None:
    found = net_promoter_score(3, 1, 0)
    assert found is not None
    low, high = found.interval(-100, 100)
    assert high == 100
    assert low == pytest.approx(75 - 1.959963984540054 * found.standard_error)


def test_weighted_scores(engine: Engine) -> None:
    frame = replies()
    table = asked(engine, slice=Slice(weight="w"))
    sums = [
        frame.filter(pl.col("likely").is_between(first, last))["w"].sum() for first, last in ((9, 10), (7, 8), (0, 6))
    ]
    wanted = net_promoter_score(*sums, n=effective_base(frame["w"].sum(), (frame["w"] ** 2).sum()))
    assert wanted is not None
    assert table.summaries[0].nps == pytest.approx(wanted.value)
    assert score_of(table, 0).standard_error == pytest.approx(wanted.standard_error)


def test_nets_of_ones_own_do_not_change_the_score(opened: Opened) -> None:
    nets = (Net("Low", ("0", "1")), Net("Middle", ("5",)), Net("High", ("10",)))
    with_nets = opened(replies(), replace(LIKELY, nets=nets))
    assert asked(with_nets).summaries[0].nps == pytest.approx(100 * (100 - 120) / 290)


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("columns", [("team",), ("tools",), ("team", "tools")])
@pytest.mark.parametrize(
    ("test", "adjustment"), [(Significance.BH, Adjustment.BH), (Significance.BONFERRONI, Adjustment.BONFERRONI)]
)
def test_letters_are_those_of_the_scores(
    engine: Engine, columns: tuple[str, ...], weight: str, test: Significance, adjustment: Adjustment
) -> None:
    """Every pair counted anew: the difference by its standard errors, with people in both columns allowed for."""
    table = asked(engine, *columns, slice=Slice(weight=weight), test=test)
    frame = replies().with_columns(pl.col("w") if weight else pl.lit(1.0).alias("w"))
    weights = frame["w"].to_list()
    inside = [
        [True] * frame.height if not column.code or column.code == "total"
        else [column.code in one for one in frame[column.question].to_list()]  # of one answer: a letter in itself
        for column in table.columns
    ]  # fmt: skip
    for question in columns:
        places = [at for at, column in enumerate(table.columns) if column.question == question]
        scores, tests = {}, {}
        for at in places:
            sums = [0.0, 0.0, 0.0]
            for is_in, point, w in zip(inside[at], frame["likely"], weights, strict=True):
                sums[0 if point >= 9 else 1 if point >= 7 else 2] += w * is_in
            base = effective(inside[at], weights)
            found = net_promoter_score(*sums, n=base)
            assert found is not None
            scores[at] = Score(found.value, found.standard_error, base)
        for one in places:
            for other in places:
                both = effective([a and b for a, b in zip(inside[one], inside[other], strict=True)], weights)
                found_test = (
                    compare_scores(scores[one], scores[other], both, weighted=bool(weight)) if one < other else None
                )
                if found_test is not None:
                    tests[one, other] = found_test
        wanted = letters(tests, [column.letter for column in table.columns], adjustment=adjustment)
        assert [score_of(table, at).letters for at in places] == [wanted[at] for at in places]


def effective(inside: Sequence[bool], weights: Sequence[float]) -> float:
    used = [w for is_in, w in zip(inside, weights, strict=True) if is_in]
    return effective_base(sum(used), sum(w * w for w in used)) if used else 0.0


def test_the_better_team_gets_the_letters_of_the_others(engine: Engine) -> None:
    table = asked(engine, "team")
    assert [score_of(table, at).letters for at in (1, 2, 3)] == ["BC", "C", ""]
    assert not any(score_of(asked(engine, "team", test=Significance.OFF), at).letters for at in (1, 2, 3))
    assert any("NPS by its standard errors" in line for line in table.footer)


def test_two_scores_by_hand() -> None:
    """30 and -10 of 100 people each: 40 points over a standard error of the difference of 11.40175."""
    one, other = net_promoter_score(50, 30, 20), net_promoter_score(30, 30, 40)
    assert one is not None
    assert other is not None
    first, second = (Score(found.value, found.standard_error, 100) for found in (one, other))
    found = compare_scores(first, second)
    assert found is not None
    assert found.statistic == pytest.approx(40 / (one.standard_error**2 + other.standard_error**2) ** 0.5)
    assert found.df is None
    assert found.p == pytest.approx(0.000451, abs=5e-7)
    back = compare_scores(second, first)
    assert back is not None
    assert back.statistic == -found.statistic
    assert compare_scores(first, Score(0, 0, 0)) is None
    assert compare_scores(first, first, 100) is None
    together = compare_scores(first, second, 50)
    assert together is not None
    assert together.df == 148
    assert together.statistic > found.statistic


@pytest.mark.parametrize("one", [Score(float("nan"), 1, 1), Score(0, -1, 1), Score(0, 1, -1)])
def test_impossible_scores_are_refused(one: Score) -> None:
    with pytest.raises(ValueError, match="A score needs"):
        compare_scores(one, Score(0, 1, 10))


def test_more_people_in_both_than_in_one_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be in both"):
        compare_scores(Score(0, 1, 10), Score(0, 1, 20), 11)


Plain = Callable[[Sequence[Line]], list[str]]


def plain(lines: Sequence[Line]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


def test_the_score_is_drawn_large_beside_its_bar(engine: Engine) -> None:
    told = plain(nps_lines(asked(engine, "team"), 70, column=1))
    assert told == [
        "    ▀▀█ █▀█   NPS +30   95% +15 to +45   standard error 7.8",
        "▀█▀ ▀▀█ █ █   ████████████████████████████░░░░░░░░░░░░░░░░░▓▓▓▓▓▓▓▓▓▓▓",
        "    ▀▀▀ ▀▀▀   promoters 50%   passives 30%   detractors 20%",
    ]


def test_where_there_is_little_room_it_is_one_line(engine: Engine) -> None:
    table = asked(engine, "team")
    assert plain(nps_lines(table, 45, column=1)) == ["NPS +30 (+15 to +45)  ████████████░░░░░░▓▓▓▓▓"]
    assert plain(nps_lines(table, 30, column=1)) == ["NPS +30 (+15 to +45)"]
    assert plain(nps_lines(table, 70, ASCII, column=1, large=False)) == [
        "NPS +30 (+15 to +45)  ########################..............=========="
    ]


@pytest.mark.parametrize("glyphs", [BLOCKS, ASCII])
@pytest.mark.parametrize("width", [1, 10, 49, 50, 80, 200])
def test_no_line_is_wider_than_there_is_room(engine: Engine, width: int, glyphs: object) -> None:
    table = asked(engine)
    for large in (True, False):
        lines = nps_lines(table, width, glyphs, large=large)  # type: ignore[arg-type]
        assert lines
        assert all(line.width <= width for line in lines)


def test_what_has_no_score_has_no_lines(engine: Engine) -> None:
    assert nps_lines(tabulate(View(What.TOPLINE, "team"), engine), 80) == ()
    table = replace(asked(engine), summaries=(Summary(),))
    assert nps_lines(table, 80) == ()


def test_a_crosstab_says_scores_intervals_and_letters(engine: Engine) -> None:
    text = plain(crosstab_lines(asked(engine, "team"), 80))
    at = next(number for number, line in enumerate(text) if line.startswith("NPS"))
    assert text[at].split() == ["NPS", "-7", "+30", "-10", "-44"]
    assert text[at + 1].split() == ["BC", "C"]
    assert text[at + 2].split() == ["at", "95%", "±10", "±15", "±16", "±17"]


def test_exports_say_all_of_it(engine: Engine) -> None:
    table = asked(engine, "team")
    out = TableOut(table, engine.survey)
    told = json.loads("".join(out.pieces(Format.JSON)))["columns"][1]["summary"]
    assert told["nps"] == pytest.approx(30)
    assert told["net_promoter"]["standard_error"] == pytest.approx(7.810249676, abs=1e-9)
    assert told["net_promoter"]["letters"] == "BC"
    page = "".join(out.pieces(Format.MARKDOWN))
    assert "| NPS standard error | 6" in page or "| NPS standard error | 5" in page
    scores = next(line for line in page.splitlines() if line.startswith("| NPS |")).split(" | ")
    assert [score.partition(" ")[2] for score in scores[2:4]] == ["BC", "C"]
    assert "NPS 95% from" in "".join(out.pieces(Format.HTML))
    csv = "".join(out.pieces(Format.CSV)).splitlines()
    heads, score = (next(line for line in csv if line.startswith(start)) for start in ('"code"', '"","NPS"'))
    assert dict(zip(heads.split(","), score.split(","), strict=True))['"A (A) letters"'] == '"BC"'


def test_scores_of_a_trend_have_arrows(engine: Engine) -> None:
    """30, -10 and -44 points: z -3.508 and -2.852."""
    table = tabulate(View(What.TREND, "likely", ("team",)), engine)
    assert [summary.nps_letters for summary in table.summaries] == ["", "", "DOWN", "DOWN"]
    tests = changes_of(table, table.view, "nps")
    assert {pair: test.statistic for pair, test in tests.items()} == {
        (2, 1): pytest.approx(-40 / 130**0.5),
        (3, 2): pytest.approx(-2.8515, abs=1e-3),
    }
    assert any("pooled z, means by Welch's t, NPS by its standard errors; " in line for line in table.footer)
    told = json.loads("".join(TableOut(table, engine.survey).pieces(Format.JSON)))["columns"]
    assert [column["summary"]["net_promoter"]["letters"] for column in told] == ["", "", "DOWN", "DOWN"]


def test_each_number_of_a_trend_is_a_family_of_its_own_and_weights_count(engine: Engine) -> None:
    """What is found in others of the table raises no p of it."""
    for test in (Significance.BONFERRONI, Significance.UNADJUSTED):
        table = tabulate(View(What.TREND, "likely", ("team",), Slice(weight="w"), test=test), engine)
        found = changes_of(table, table.view, "nps")
        times = 2 if test is Significance.BONFERRONI else 1
        expected = ["", "", *("DOWN" if times * one.p <= 0.05 else "" for one in found.values())]
        assert [summary.nps_letters for summary in table.summaries] == expected
        first, second, third = (score_of(table, at).standard_error for at in (1, 2, 3))
        scores = [summary.nps or 0.0 for summary in table.summaries]
        assert [one.statistic for one in found.values()] == pytest.approx(
            [
                (scores[2] - scores[1]) / (first**2 + second**2) ** 0.5,
                (scores[3] - scores[2]) / (second**2 + third**2) ** 0.5,
            ]
        )
        assert all(one.df for one in found.values())
    untested = replace(table.view, test=Significance.OFF)
    assert [summary.nps_letters for summary in tabulate(untested, engine).summaries] == [""] * 4


def test_arrows_beside_scores_are_drawn_and_explained(engine: Engine) -> None:
    """Also where no answer has changed: the line of what arrows mean stands for those of scores alone, too."""
    table = tabulate(View(What.TREND, "likely", ("team",)), engine)
    bare = replace(table, rows=(), summaries=tuple(replace(one, letters="") for one in table.summaries))
    drawn = [line.plain for line in crosstab_lines(bare, 100, ASCII)]
    (scores,) = [line for line in drawn if line.startswith("NPS")]
    assert scores.split() == ["NPS", "-7", "+30", "-10vv", "-44vv"]
    assert any("vv down since the one before" in line for line in drawn)
