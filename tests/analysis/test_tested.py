"""Letters in the cells: the reference values through a whole table, and the laws that they obey."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import ref

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import arranged, count_table, explained, tabulate, tested
from topline.engine import Engine
from topline.statistics import Share, compare_shares, effective_base
from topline.survey import (
    Kind,
    Option,
    Order,
    Percent,
    Question,
    Significance,
    Slice,
    Storage,
    Survey,
    Table,
    View,
    What,
    read_expression,
    scored,
)

from .conftest import Opened


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, code) for code in codes)


SAID = Question("said", Kind.SINGLE, "Said", options=options("yes", "no"))
GROUP = Question("group", Kind.SINGLE, "Group", options=options("A", "B", "C"))
WEIGHT = Question("w", Kind.NUMERIC, storage=Storage.REAL)


def three_groups() -> polars.DataFrame:
    """91 of 100, 26 of 50 and 35 of 50 said yes."""
    counts = {"A": (91, 9), "B": (26, 24), "C": (35, 15)}
    rows = [(group, said) for group, (yes, no) in counts.items() for said in ["yes"] * yes + ["no"] * no]
    return polars.DataFrame(rows, schema=["group", "said"], orient="row")


def crosstab(engine: Engine, rows: str = "said", columns: tuple[str, ...] = ("group",), **shown: object) -> Table:
    return tabulate(View(What.CROSSTAB, rows, columns, **shown), engine)  # type: ignore[arg-type]


def said(table: Table) -> dict[str, list[str]]:
    return {row.label: [cell.letters for cell in row.cells] for row in table.rows}


@pytest.mark.parametrize(
    ("test", "letters"),
    [
        (Significance.BH, ["", "BC", "", "b"]),
        (Significance.HOLM, ["", "BC", "", "b"]),
        (Significance.UNADJUSTED, ["", "BC", "", "b"]),
        (Significance.BONFERRONI, ["", "BC", "", ""]),
        (Significance.OFF, ["", "", "", ""]),
    ],
)
def test_letters_match_reference(opened: Opened, test: Significance, letters: list[str]) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    assert said(crosstab(engine, test=test))["yes"] == letters


def test_one_strict_level_leaves_the_small_letters_out(opened: Opened) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    assert said(crosstab(engine, levels=(99,)))["yes"] == ["", "BC", "", ""]


def test_the_whole_banner_is_tested(opened: Opened) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    table = crosstab(engine)
    assert [one.question for one in table.associations] == ["group"]
    assert table.associations[0].words == "Pearson's chi-square 29.1, df 2, p<0.001, Cramer's V 0.38"
    assert f"Group: {table.associations[0].words}" in table.footer
    assert any("Benjamini-Hochberg within each row" in said for said in table.footer)


def test_a_small_table_of_two_by_two_is_tested_exactly(opened: Opened) -> None:
    cells = {("yes", "A"): 8, ("yes", "B"): 2, ("no", "A"): 1, ("no", "B"): 5}
    rows = [cell for cell, n in cells.items() for _ in range(n)]
    frame = polars.DataFrame(rows, schema=["said", "group"], orient="row")
    table = crosstab(opened(frame, SAID, GROUP))
    assert table.associations[0].words.startswith("Fisher's exact test, p=0.035")
    assert any("no two of a question have a base of 30 or more" in said for said in table.footer)
    assert f"Group: {table.associations[0].words}" in table.footer
    untested = crosstab(opened(frame, SAID, GROUP), test=Significance.OFF)
    assert untested.associations == ()
    assert not any("Fisher" in said for said in untested.footer)


@pytest.mark.parametrize(("by", "label"), [("said", "Said"), ("group/said", "Said within Group")])
def test_a_question_crossed_with_itself_is_not_tested(opened: Opened, by: str, label: str) -> None:
    """Beside it other banner questions are, and so are the rows of other questions below it."""
    engine = opened(three_groups(), SAID, GROUP)
    alone, beside = crosstab(engine, columns=(by,)), crosstab(engine, columns=(by, "group"))
    assert not any("".join(row) for row in said(alone).values())
    assert alone.associations == ()
    assert alone.footer[-1] == f"{label} is crossed with itself, which is not tested"
    assert not any(line.startswith(("Letters", "Differences")) for line in alone.footer)
    told = dict(explained(alone, alone.rows[0], 1, engine.survey).parts)["Beside the others"]
    assert told == ("not tested: the question is crossed with itself",)
    own = len(alone.columns)
    b, c = (column.letter for column in beside.columns[own + 1 :])
    assert said(beside)["yes"] == [*[""] * own, b + c, "", b.lower()]
    assert [one.question for one in beside.associations] == ["group"]
    assert f"{label} is crossed with itself, which is not tested" in beside.footer
    stub = crosstab(engine, columns=(by,), stub=("group",))
    assert [bool("".join(one.letters for row in part.rows for one in row.cells)) for part in stub.parts] == [
        False,
        by == "said",
    ]


def test_weighted_columns_are_tested_on_effective_bases(opened: Opened) -> None:
    """Synthetic-60 three times over: the bases are too low otherwise, and three times every person changes no share."""
    x, rows = 1, []

    def step() -> int:
        nonlocal x
        x = (75 * x + 74) % 65537
        return x

    for _ in range(60):
        w, _, g = 0.5 + (step() % 7) * 0.3, step(), step() % 3
        rows.append(("ABC"[g], "yes" if step() % 100 < (70, 45, 30)[g] else "no", w))
    frame = polars.DataFrame(rows * 3, schema=["group", "said", "w"], orient="row")
    table = crosstab(opened(frame, SAID, GROUP, WEIGHT), slice=Slice(weight="w"))
    effective = [column.base.effective for column in table.columns[1:]]
    assert effective == pytest.approx([3 * 10.838709677, 3 * 20.546349042, 3 * 20.610389610])
    assert said(table)["yes"] == ["", "BC", "C", ""]
    assert "Rao-Scott F" in table.associations[0].words
    assert any("pooled t on effective bases" in line for line in table.footer)


def test_a_column_of_few_people_is_not_tested(opened: Opened) -> None:
    few = polars.DataFrame({"group": ["C"] * 29, "said": ["yes"] * 29})
    frame = polars.concat([three_groups().filter(polars.col("group") != "C"), few])
    table = crosstab(opened(frame, SAID, GROUP))
    assert said(table) == {"yes": ["", "B", "", ""], "no": ["", "", "A", ""]}


def test_the_columns_of_one_question_are_not_tested_against_those_of_another(opened: Opened) -> None:
    frame = three_groups().with_columns(side=polars.when(polars.col("said") == "yes").then(1).otherwise(2))
    side = Question("side", Kind.SINGLE, "Side", storage=Storage.INTEGER, options=options("1", "2"))
    table = crosstab(opened(frame, SAID, GROUP, side), columns=("group", "side"))
    assert [column.letter for column in table.columns] == ["", "A", "B", "C", "D", "E"]
    assert said(table)["yes"] == ["", "BC", "", "b", "E", ""]
    assert len(table.associations) == 2


def test_means_have_letters_of_their_own(opened: Opened) -> None:
    choices = scored(tuple(Option(str(n), str(n)) for n in range(1, 6)))
    points = Question("points", Kind.SCALE, storage=Storage.INTEGER, options=choices)
    frame = polars.DataFrame({"group": ["A"] * 40 + ["B"] * 40, "points": [1, 2] * 20 + [4, 5] * 20})
    table = crosstab(opened(frame, points, GROUP), rows="points")
    assert [summary.letters for summary in table.summaries] == ["", "", "A", ""]
    assert any("means by Welch's t" in line for line in table.footer)


def test_two_slices_are_tested_against_each_other(opened: Opened) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    a, b = (Slice((read_expression(f"group = '{code}'", engine.survey),)) for code in "AB")
    table = tabulate(View(What.TOPLINE, "said", slice=a, against=b), engine)
    assert said(table) == {"yes": ["B", ""], "no": ["", "A"]}


def test_an_answer_explained(opened: Opened) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    table = crosstab(engine, test=Significance.BONFERRONI)
    told = explained(table, table.rows[0], 3, engine.survey)
    assert told.heading == "yes, C (C)"
    parts = dict(told.parts)
    assert parts["Share"][0] == "35 / 50 = 70.00% of answered"
    assert parts["Beside the others"][1:] == (
        "A (A): z -3.31, p<0.001, adjusted p=0.003: less at 95%",
        "B (B): z +1.85, p=0.065, adjusted p=0.195: not significant",
    )
    assert parts["SQL"][0].startswith("select count(*) from responses where ")


def test_an_index_explained_is_the_share_over_that_of_the_total(opened: Opened) -> None:
    engine = opened(three_groups(), SAID, replace(GROUP, options=(*GROUP.options, *options("D"))))
    table = crosstab(engine, percent=Percent.INDEX)
    assert table.rows[0].cells[2].index == pytest.approx(100 * 52 / 76)
    lines = dict(explained(table, table.rows[0], 2, engine.survey).parts)["Share"]
    assert lines[0] == "26 / 50 = 52.00% of answered"
    assert "index: 52.00 / 76.00 = 68, 100 being the total's share" in lines
    nobody = replace(table.rows[0], cells=tuple(replace(one, index=None) for one in table.rows[0].cells))
    lines = dict(explained(table, nobody, 2, engine.survey).parts)["Share"]
    assert "there is no index: nobody of the total is in this row" in lines
    plain = dict(explained(crosstab(engine), table.rows[0], 2, engine.survey).parts)["Share"]
    assert not any("index" in line for line in plain)


TOOLS = ("saw", "drill", "file")


@st.composite
def surveys(draw: st.DrawFn) -> polars.DataFrame:
    """Seeds of up to eight kinds of people, each so many times that columns are large enough to be tested."""
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["yes", "no", None]),
                st.sampled_from(["A", "B", "C", None]),
                st.none() | st.lists(st.sampled_from(TOOLS), unique=True, max_size=3),
                st.sampled_from([0.25, 1.0, 2.5, 0.0]),
                st.integers(1, 40),
            ),
            min_size=1,
            max_size=8,
        )
    )
    rows = [kind[:4] for kind in kinds for _ in range(kind[4])]
    schema = {"said": polars.String, "group": polars.String, "tools": polars.List(polars.String), "w": polars.Float64}
    return polars.DataFrame(rows, schema=schema, orient="row")


TOOLS_ASKED = Question("tools", Kind.MULTI, "Tools", options=options(*TOOLS))


@given(surveys(), st.sampled_from(["group", "tools"]), st.booleans())
@settings(max_examples=40, deadline=None)
def test_letters_are_those_of_every_pair_compared_by_itself(frame: polars.DataFrame, by: str, weighted: bool) -> None:
    """Counted anew from the frame: shares, effective bases, and who is in two columns."""
    with TemporaryDirectory() as name:
        path = Path(name) / "replies.parquet"
        frame.write_parquet(path)
        survey = Survey("Generated", (SAID, GROUP, TOOLS_ASKED, WEIGHT), respondents=len(frame))
        with Engine(path, survey) as engine:
            view = View(
                What.CROSSTAB,
                "said",
                (by,),
                Slice(weight="w" if weighted else ""),
                test=Significance.UNADJUSTED,
                levels=(95,),
            )
            table = tabulate(view, engine)
    people = [row for row in frame.iter_rows(named=True) if row["said"]]
    places = {column.label: at for at, column in enumerate(table.columns) if at}

    def inside(row: dict[str, object], label: str) -> bool:
        given_ = row[by]
        return label in given_ if isinstance(given_, list) else given_ == label

    def weighing(rows: list[dict[str, object]]) -> list[float]:
        return [float(row["w"]) if weighted else 1.0 for row in rows]  # type: ignore[arg-type]

    def effective(rows: list[dict[str, object]]) -> float:
        weights = weighing(rows)
        return effective_base(sum(weights), sum(w * w for w in weights))

    for row in table.rows:
        expected = dict.fromkeys(range(len(table.columns)), "")
        for one, other in combinations(places, 2):
            groups = [[person for person in people if inside(person, label)] for label in (one, other)]
            # Whoever weighs nothing is in no base that a test rests on.
            if min(sum(weight > 0 for weight in weighing(group)) for group in groups) < 30:
                continue
            shares = []
            for group in groups:
                chose = sum(weighing([person for person in group if person["said"] == row.code]))
                shares.append(Share(chose / sum(weighing(group)), sum(weighing(group)), effective(group)))
            both = effective([person for person in groups[0] if inside(person, other)])
            # Those in both can be worth more replies than all of a column, whose weights differ more.
            both = min(both, *(share.effective for share in shares))
            test = compare_shares(shares[0], shares[1], both, weighted=weighted)
            if test is not None and test.p <= 0.05:
                more, less = (one, other) if test.statistic > 0 else (other, one)
                expected[places[more]] += table.columns[places[less]].letter
        found = {at: cell.letters for at, cell in enumerate(row.cells)}
        assert {at: "".join(sorted(letters)) for at, letters in expected.items()} == found


def test_a_table_is_not_tested_again_where_only_its_order_changes(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened(three_groups(), SAID, GROUP)
    view = View(What.CROSSTAB, "said", ("group",))
    table = count_table(view.counted, engine)
    first = arranged(table, view, engine.survey)
    monkeypatch.setattr(tested, "compare_shares", None)  # whoever tests now fails
    sorted_ = arranged(table, replace(view, order=Order.COUNT), engine.survey)
    assert said(sorted_) == said(first)
    monkeypatch.undo()
    strict = arranged(table, replace(view, levels=(99,)), engine.survey)
    assert said(strict) != said(first)
    untested = arranged(table, replace(view, test=Significance.OFF), engine.survey)
    assert not any("".join(row) for row in said(untested).values())


def test_shares_of_the_top_two_boxes_have_the_letters_of_any_share(opened: Opened) -> None:
    """91 of 100, 26 of 50 and 35 of 50 gave one of the two highest of five points; nobody's answer is missing."""
    agree = Question(
        "agree", Kind.SCALE, storage=Storage.INTEGER, options=scored(tuple(Option(str(n), str(n)) for n in range(1, 6)))
    )
    frame = three_groups().select("group", agree=polars.when(polars.col("said") == "yes").then(5).otherwise(2))
    table = crosstab(opened(frame, agree, GROUP), rows="agree")
    assert [summary.top2 for summary in table.summaries] == pytest.approx([152 / 2, 91, 52, 70])
    assert [summary.top2_letters for summary in table.summaries] == ["", "BC", "", "b"]
    assert said(table)["5"] == ["", "BC", "", "b"]


def test_letters_are_kept_no_longer_than_the_table_that_they_are_of(opened: Opened) -> None:
    view = View(What.CROSSTAB, "said", ("group",))
    counted = count_table(view.counted, opened(three_groups(), SAID, GROUP))
    shown = ref(arranged(counted, view, opened(three_groups(), SAID, GROUP).survey))
    lettered = ref(tested.with_letters(counted, view))
    assert lettered() is tested.with_letters(counted, view)
    del counted
    assert (shown(), lettered()) == (None, None)
