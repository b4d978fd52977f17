"""Tables of questions, against numbers that were counted by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import polars
import pytest

from topline.analysis import base_words, bases_of, tabulate
from topline.analysis.unlisted import MOST_CODES
from topline.engine import Cancel, Engine, QueryCancelledError, Windows
from topline.survey import (
    Base,
    Chose,
    Kind,
    MissingKind,
    Not,
    Option,
    Order,
    Question,
    Slice,
    Table,
    ToplineError,
    UnknownNameError,
    View,
    What,
)

Opened = Callable[..., Engine]
YES = Slice((Chose("impact", ("yes",)),))


def topline(engine: Engine, question: str, **keys: object) -> Table:
    return tabulate(View(What.TOPLINE, question, **keys), engine)  # type: ignore[arg-type]


def counts(table: Table, column: int = 0) -> list[tuple[str, int]]:
    return [(row.label, row.cells[column].count) for row in table.rows]


def percents(table: Table, column: int = 0) -> list[float | None]:
    return [row.cells[column].percent for row in table.rows]


def wilson(share: float, n: float, invited: int | None = None) -> tuple[float, float]:
    """The interval by the formula of the reference, in percent."""
    if invited:
        n /= (invited - n) / (invited - 1)
    z = NormalDist().inv_cdf(0.975)
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return 100 * (middle - reach) / (1 + z * z / n), 100 * (middle + reach) / (1 + z * z / n)


def test_a_single_choice_is_of_those_who_answered(managers: Engine) -> None:
    table = topline(managers, "impact")
    assert counts(table) == [("Yes", 4), ("No", 2), ("Perhaps", 0)]
    assert percents(table) == pytest.approx([100 * 4 / 6, 100 * 2 / 6, 0])
    assert (table.base.unweighted, table.base.text, table.title) == (6, "answered", "Has it had an impact?")
    assert [(item.label, item.kind.value, item.count) for item in table.missing] == [
        ("Don't know", "don't know", 1),
        ("No answer", "no answer", 3),
    ]


def test_several_answers_count_people_and_nets_count_each_once(managers: Engine) -> None:
    table = topline(managers, "tools")
    assert counts(table) == [("Wired", 3), ("Phone", 2), ("Fax", 2), ("Mail", 3)]
    assert [row.level for row in table.rows] == [0, 1, 1, 0]
    assert table.base.unweighted == 6, "who ticked nothing has answered"
    assert any("nets count each person once" in line for line in table.footer)


def test_a_scale_shows_its_points_in_order_and_its_boxes_after(managers: Engine) -> None:
    table = topline(managers, "likely")
    assert [row.label for row in table.rows][:11] == [str(n) for n in range(11)]
    assert counts(table)[11:] == [("Promoters (9-10)", 3), ("Passives (7-8)", 2), ("Detractors (0-6)", 2)]


def test_few_whole_numbers_stand_singly_with_the_gaps_between(managers: Engine) -> None:
    table = topline(managers, "team")
    assert counts(table) == [(str(n), [0, 1, 0, 2, 1, 1, 0, 0, 0, 0, 0, 0, 1][n]) for n in range(1, 13)]


def test_dates_fall_into_days(managers: Engine) -> None:
    assert counts(topline(managers, "since")) == [("2024-01-31 Wed", 1), ("2024-02-01 Thu", 1), ("2024-02-02 Fri", 1)]


def test_a_verbatim_is_counted_by_its_words(managers: Engine) -> None:
    table = topline(managers, "remark")
    assert counts(table) == [
        ("Wrote something", 4),
        *(("1 word", 1), ("2 to 5 words", 2), ("6 to 15 words", 1), ("16 to 40 words", 0), ("over 40 words", 0)),
    ]
    assert table.summary is not None
    assert (table.summary.min, table.summary.median, table.summary.max) == (1, 3, 6)


def test_a_coded_verbatim_shows_its_codeframe_zeros_and_all(managers: Engine) -> None:
    table = topline(managers, "how")
    assert counts(table) == [
        *(("Selling", 2), ("Researching", 2), ("Preparing", 1)),
        *(("Managing", 1), ("Recruiting", 1), ("Coaching", 0), ("Other", 1)),
    ]
    assert (table.base.text, table.base.unweighted) == ("said yes", 4)
    assert percents(table)[0] == 50
    assert [(item.label, item.count) for item in table.missing] == [("Not asked", 6)]


def test_personal_columns_and_ids_are_never_spread_out(managers: Engine) -> None:
    table = topline(managers, "who")
    assert counts(table) == [("Given", 10)]
    assert table.summary is not None
    assert table.summary.distinct == 10


def test_codes_that_nobody_listed_stand_last_and_open(opened: Opened) -> None:
    question = Question("q", Kind.SINGLE, options=(Option("b", "Beta"),))
    engine = opened(polars.DataFrame({"q": ["z", "b", "a", "z"]}), question)
    assert counts(topline(engine, "q")) == [("Beta", 1), ("a", 1), ("z", 2)]
    crossed = tabulate(View(What.CROSSTAB, "q", ("q",)), engine)
    assert [column.label for column in crossed.columns] == ["Total", "Beta", "a", "z"]


def test_bases_cycle_from_the_questions_own(managers: Engine) -> None:
    survey = managers.survey
    assert bases_of(survey["how"], survey) == (Base.ASKED, Base.REPLIED, Base.EVERYONE, Base.ANSWERED)
    assert bases_of(survey["impact"], survey) == (Base.ANSWERED, Base.REPLIED, Base.EVERYONE)
    found = {base: topline(managers, "how", base=base).base for base in Base}
    assert {base: (one.unweighted, one.text) for base, one in found.items()} == {
        Base.ASKED: (4, "said yes"),
        Base.ANSWERED: (4, "answered"),
        Base.CODED: (4, "said yes, less those not coded yet"),
        Base.REPLIED: (8, "replied"),
        Base.EVERYONE: (10, "everyone"),
    }
    assert base_words(Base.ASKED, survey["impact"], survey) == "everyone"


def test_the_base_changes_percentages_and_no_count(managers: Engine) -> None:
    own, all_ = topline(managers, "how"), topline(managers, "how", base=Base.REPLIED)
    assert counts(own) == counts(all_)
    assert [100 * row.cells[0].count / 8 for row in all_.rows] == percents(all_)


def test_sorting_keeps_rows_below_their_net(managers: Engine) -> None:
    everyone = topline(managers, "how", order=Order.COUNT)
    assert [row.label for row in everyone.rows] == [
        *("Selling", "Researching", "Preparing", "Managing", "Recruiting", "Coaching", "Other"),
    ]
    hired = Slice((Chose("how", ("recruit", "other")),))
    few = topline(managers, "how", order=Order.COUNT, slice=hired)
    assert [row.label for row in few.rows] == [
        *("Managing", "Recruiting", "Coaching", "Other", "Selling", "Researching", "Preparing"),
    ]
    assert [row.label for row in topline(managers, "tools", order=Order.COUNT).rows] == [
        "Wired",
        "Phone",
        "Fax",
        "Mail",
    ]


def test_zeros_are_hidden_only_where_that_is_asked(managers: Engine) -> None:
    assert ("Coaching", 0) in counts(topline(managers, "how"))
    hidden = topline(managers, "how", zeros=False)
    assert counts(hidden) == [row for row in counts(topline(managers, "how")) if row[1]]


@pytest.mark.parametrize("invited", [40, None])
def test_intervals_and_margins_are_those_of_the_formula(invited: int | None, opened: Opened) -> None:
    question = Question("q", Kind.SINGLE, options=tuple(Option(code, code) for code in ("yes", "no", "perhaps")))
    table = topline(opened(polars.DataFrame({"q": ["yes"] * 4 + ["no"] * 2}), question, invited=invited), "q")
    for row, share in zip(table.rows, (4 / 6, 2 / 6, 0), strict=True):
        assert (row.cells[0].low, row.cells[0].high) == pytest.approx(wilson(share, 6, invited), abs=1e-9)
    shrink = (invited - 6) / (invited - 1) if invited else 1
    assert table.margin == pytest.approx(100 * NormalDist().inv_cdf(0.975) * math.sqrt(0.25 / 6 * shrink))
    assert not any("Margin" in line for line in table.footer), "six people are no base for one"


@pytest.mark.parametrize("invited", [400, None])
def test_the_footer_says_which_population_the_margin_is_for(invited: int | None, opened: Opened) -> None:
    table = topline(
        opened(polars.DataFrame({"q": ["yes", "no"] * 30}), Question("q", Kind.SINGLE), invited=invited), "q"
    )
    assert any("Margin" in line for line in table.footer)
    assert any("finite population of 400 invited" in line for line in table.footer) == bool(invited)


def test_the_intervals_are_those_of_the_reference(opened: Opened) -> None:
    """59 of 120 out of 5,000, with the digits that R gives."""
    question = Question("q", Kind.SINGLE)
    table = topline(opened(polars.DataFrame({"q": ["yes"] * 59 + ["no"] * 61}), question, invited=5000), "q")
    yes = next(row.cells[0] for row in table.rows if row.code == "yes")
    assert (yes.low, yes.high) == pytest.approx((40.48919326, 57.89464530), abs=1e-7)
    assert table.margin == pytest.approx(8.838851, abs=1e-6)


def test_a_crosstab_gives_each_answer_a_column_with_its_own_base(managers: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "tools", ("impact", "likely")), managers)
    assert [column.label for column in table.columns[:4]] == ["Total", "Yes", "No", "Perhaps"]
    assert [column.letter for column in table.columns[:4]] == ["", "A", "B", "C"]
    assert [column.base.unweighted for column in table.columns[:4]] == [6, 4, 1, 0]
    assert counts(table, 1) == [("Wired", 2), ("Phone", 2), ("Fax", 1), ("Mail", 2)]
    assert percents(table, 3) == [None] * 4, "nobody has no percentages"
    assert {column.group for column in table.columns} == {"", "Impact", "likely"}
    assert f"Caution: base below 30 in all {len(table.columns) - 1} columns" in table.footer


@pytest.mark.parametrize("banner", ["tools", "how", "team", "since", "remark"])
def test_a_banner_of_any_kind_counts_the_same_people(banner: str, managers: Engine) -> None:
    crossed = tabulate(View(What.CROSSTAB, "impact", (banner,)), managers)
    specs = {row.label: row for row in topline(managers, banner, slice=YES, base=Base.ANSWERED).rows if not row.net}
    yes = crossed.rows[0]
    for column, cell in zip(crossed.columns[1:], yes.cells[1:], strict=True):
        assert cell.count == (specs[column.label].cells[0].count if column.label in specs else 0)


def test_weights_change_percentages_and_leave_counts(managers: Engine) -> None:
    table = topline(managers, "impact", slice=Slice(weight="w"))
    assert counts(table) == [("Yes", 4), ("No", 2), ("Perhaps", 0)]
    assert percents(table) == pytest.approx([100 * 4.5 / 6, 100 * 1.5 / 6, 0])
    assert table.base.weighted == pytest.approx(6)
    effective = 6**2 / (4 + 1 + 1 + 0.25 + 2.25)
    assert table.base.effective == pytest.approx(effective)
    cell = table.rows[0].cells[0]
    assert (cell.low, cell.high) == pytest.approx(wilson(0.75, effective, 40))
    assert "Base: answered, n=6, weighted 6.0, effective 4.2" in table.footer
    assert "Weight: w; 3 replies without a positive weight count as 0" in table.footer


def test_people_without_a_weight_have_no_percentages(managers: Engine) -> None:
    nobody = Slice((Chose("impact", ("dk",)),), weight="w")
    table = topline(managers, "likely", slice=nobody)
    assert (table.base.unweighted, table.base.weighted, table.base.effective) == (1, 0, 0)
    assert (table.rows[10].cells[0].count, table.rows[10].cells[0].percent) == (1, None)
    assert table.margin is None


def test_the_footer_says_what_is_needed_to_trust_the_table(managers: Engine) -> None:
    footer = topline(managers, "impact", slice=Slice((Chose("tools", ("mail",)),), search="o")).footer
    assert footer[0] == "Question: Has it had an impact?"
    assert "Weight: none" in footer
    assert 'Filter: Which tools? includes Mail and wrote "o"' in footer
    assert any(line.startswith("Caution: a base of ") for line in footer)
    assert "Missing: Don't know 1" in topline(managers, "impact").footer
    assert "Filter: none" in topline(managers, "impact").footer


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View(What.TOPLINE, "impakt"), "no question 'impakt'; nearest: impact"),
        (View(What.CROSSTAB, "impact", ("tolls",)), "no question 'tolls'; nearest: tools"),
        (View(What.TOPLINE, "impact", slice=Slice(weight="ww")), "no question 'ww'"),
        (View(What.TOPLINE, "impact", slice=Slice(weight="how")), "how cannot be a weight: it holds no numbers"),
        (View(What.RESPONSE, slice=Slice(weight="how")), "how cannot be a weight: it holds no numbers"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(view: View, words: str, managers: Engine) -> None:
    with pytest.raises(ToplineError) as caught:
        tabulate(view, managers)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, UnknownNameError) == ("no question" in words)


def test_replies_are_no_table(managers: Engine) -> None:
    with pytest.raises(ValueError, match="neither replies"):
        tabulate(View(What.REPLIES), managers)


def test_a_table_that_was_given_up_stays_unmade(managers: Engine) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(QueryCancelledError):
        tabulate(View(What.TOPLINE, "impact"), managers, cancel)


@pytest.mark.parametrize("tools", [["saw"], ["saw", "axe"]])
def test_several_answers_that_nobody_listed_are_rows_columns_and_doors_too(tools: list[str], opened: Opened) -> None:
    question = Question("tools", Kind.MULTI, options=(Option("hammer", "Hammer"), Option("drill", "Drill")))
    other = Question("colour", Kind.SINGLE, options=(Option("red", "Red"), Option("blue", "Blue")))
    given = [["hammer"], ["hammer", *tools], tools, None, []]
    frame = polars.DataFrame({"tools": given, "colour": ["red", "red", "blue", "blue", "blue"]})
    engine = opened(frame, question, other)
    windows = Windows(engine)
    table = topline(engine, "tools")
    assert counts(table) == [("Hammer", 2), ("Drill", 0), *((tool, 2) for tool in sorted(tools))]
    crossed = tabulate(View(What.CROSSTAB, "colour", ("tools",)), engine)
    assert [column.label for column in crossed.columns] == ["Total", "Hammer", "Drill", *sorted(tools)]
    for cell in [cell for row in (*table.rows, *crossed.rows) for cell in row.cells]:
        assert cell.slice is not None
        assert windows.count(cell.slice) == cell.count
    # Of these people nobody gave them.
    reds = Slice((Chose("colour", ("red",)), Not(Chose("tools", tuple(tools)))))
    assert counts(topline(engine, "tools", slice=reds)) == [("Hammer", 1), ("Drill", 0)]
    crossed = tabulate(View(What.CROSSTAB, "tools", ("colour",), reds), engine)
    assert [row.label for row in crossed.rows] == ["Hammer", "Drill"]
    compared = topline(engine, "tools", slice=reds, against=Slice())
    assert counts(compared, 1) == counts(table)


def test_codes_beyond_count_show_the_commonest_and_say_so(opened: Opened) -> None:
    question = Question("q", Kind.MULTI, options=(Option("listed", "Listed"),))
    rare = [[f"code {number}"] for number in range(MOST_CODES + 10)]
    engine = opened(polars.DataFrame({"q": [*rare, ["code 59", "listed"], ["code 58"]]}), question)
    table = topline(engine, "q")
    assert len(table.rows) == 1 + MOST_CODES
    assert {("code 58", 2), ("code 59", 2), ("Listed", 1)} <= set(counts(table))
    assert any("10 rarer codes of q" in text for text in table.footer)


@pytest.mark.parametrize(
    ("banner", "lacking"), [("impact", 1), ("tools", 1), ("team", 1), ("since", 4), ("likely", 0), ("how", 3)]
)
def test_people_who_stand_in_no_column_are_counted(banner: str, lacking: int, managers: Engine) -> None:
    """Of the seven who replied in full; of "tools" D gave an empty list, and E none."""
    replied = Slice((Chose("status", ("done",)),))
    rows = "likely" if banner != "likely" else "status"
    table = tabulate(View(What.CROSSTAB, rows, (banner,), replied), managers)
    expected = lacking + (banner == "tools")
    assert [one.n for one in table.unplaced] == ([expected] if expected else [])
    told = [text for text in table.footer if "no answer to" in text]
    assert len(told) == bool(expected)


def test_each_banner_question_tells_its_own(managers: Engine) -> None:
    table = tabulate(View(What.CROSSTAB, "likely", ("impact", "since")), managers)
    assert [one.words() for one in table.unplaced] == ["1 has no answer to Impact", "4 have no answer to since"]


def test_whoever_says_that_they_were_not_asked_is_not_of_those_asked(opened: Opened) -> None:
    many = Question(
        "many",
        Kind.SINGLE,
        options=(Option("few", "Few"), Option("lots", "Lots"), Option("na", "Not asked", MissingKind.NOT_ASKED)),
    )
    engine = opened(polars.DataFrame({"many": ["few", "lots", "na", "na", None]}), many)
    table = topline(engine, "many", base=Base.ASKED)
    assert (table.base.text, table.base.unweighted) == ("asked", 3)
    assert {item.label: item.count for item in table.missing} == {"Not asked": 2, "No answer": 1}
    assert Base.ASKED in bases_of(engine.survey["many"], engine.survey)


def test_a_blank_that_says_that_nobody_was_asked(opened: Opened) -> None:
    colour = Question(
        "colour", Kind.SINGLE, options=(Option("red", "Red"), Option("blue", "Blue")), blank=MissingKind.NOT_ASKED
    )
    table = topline(opened(polars.DataFrame({"colour": ["red", None, None]}), colour), "colour", base=Base.ASKED)
    assert (table.base.text, table.base.unweighted) == ("asked", 1)
    assert [(item.label, item.kind, item.count) for item in table.missing] == [("Not asked", MissingKind.NOT_ASKED, 2)]
