"""Canned queries: filled in, checked, and told in one line where they cannot run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from topline.analysis import QueryError, choices_of, obstacle, view_of
from topline.engine import Engine, Windows
from topline.survey import (
    Answered,
    Base,
    CannedQuery,
    Chart,
    Chose,
    Contains,
    Order,
    Parameter,
    Percent,
    Slice,
    Survey,
    View,
    What,
    Within,
)


@pytest.fixture
def survey(managers: Engine) -> Survey:
    return managers.survey


BY = CannedQuery(
    "By answer",
    rows="how",
    columns=("$banner",),
    where="impact = $answer and not remark contains $answer",
    search="$text",
    weight="w",
    base="replied",
    sort="count",
    zeros=False,
    parameters=(Parameter("answer", "impact"), Parameter("text", default="x"), Parameter("banner", default="tools")),
)


def test_rows_alone_are_a_topline_and_columns_make_a_crosstab(survey: Survey) -> None:
    assert view_of(CannedQuery("T", rows="Has it had an impact?"), survey) == View(What.TOPLINE, "impact", title="T")
    assert view_of(CannedQuery("T", rows="impact", columns=("which tools",)), survey) == View(
        What.CROSSTAB, "impact", ("tools",), title="T"
    )


def test_parameters_are_filled_in_everywhere_and_only_as_values(survey: Survey) -> None:
    view = view_of(BY, survey, {"answer": "Yes", "text": "50% or $answer"})
    assert (view.what, view.rows, view.columns) == (What.CROSSTAB, "how", ("tools",))
    assert (view.base, view.order, view.zeros, view.title) == (Base.REPLIED, Order.COUNT, False, "By answer")
    assert (view.slice.search, view.slice.weight) == ("50% or $answer", "w")
    # What must all be true is held apart, so that each can be taken back.
    assert len(view.slice.conditions) == 2
    assert view.slice.conditions[0] == Chose("impact", ("yes",))


def test_a_parameter_without_a_value_means_any(survey: Survey) -> None:
    view = view_of(BY, survey, {"text": "", "banner": " "})
    assert (view.what, view.rows, view.columns, view.slice.search) == (What.TOPLINE, "how", (), "")
    assert view.slice.conditions == ()
    assert view_of(replace(BY, rows="$banner"), survey, {"banner": ""}).rows == "impact"
    assert view_of(CannedQuery("T", rows="how", against="impact = $a", parameters=(Parameter("a"),)), survey) == View(
        What.TOPLINE, "how", against=Slice(), title="T"
    )


def test_sql_gets_its_values_as_they_are_stored(survey: Survey) -> None:
    query = CannedQuery(
        "S",
        sql="select who from responses where impact = $answer or remark = $text",
        chart="table",
        parameters=(Parameter("answer", "impact", "perhaps"), Parameter("text")),
    )
    view = view_of(query, survey, {"answer": "yes", "text": "Yes"})
    assert view == View(
        What.SQL, sql=query.sql, arguments=(("answer", "yes"), ("text", "Yes")), chart=Chart.TABLE, title="S"
    )
    assert view_of(query, survey).arguments == (("answer", "perhaps"), ("text", ""))
    assert view_of(query, survey, {"answer": "NO"}).arguments[0] == ("answer", "no")


def test_what_stands_in_the_way_of_a_query_is_known_before_it_runs(survey: Survey) -> None:
    assert obstacle(BY, survey) == ""
    assert obstacle(CannedQuery("T", rows="salary"), survey).startswith("no question 'salary'")
    sql = CannedQuery("T", sql="select 1", parameters=(Parameter("p", "salary"),))
    assert obstacle(sql, survey).startswith("no question 'salary'")


def test_comparisons_percentages_and_charts_can_be_canned(survey: Survey) -> None:
    query = CannedQuery("C", rows="how", where="impact = 'Yes'", against="everyone", chart="table", weight="w")
    view = view_of(query, survey)
    assert (view.against, view.chart) == (Slice(weight="w"), Chart.TABLE)
    crossed = CannedQuery("X", rows="how", columns=("impact",), percent="row", sort="impact = 'Yes'")
    view = view_of(crossed, survey)
    assert (view.percent, view.order, view.sort) == (Percent.ROW, Order.COUNT, "impact = 'yes'")


def test_a_value_that_looks_like_a_filter_is_only_a_value(survey: Survey) -> None:
    query = CannedQuery("T", rows="how", where="how contains $text", parameters=(Parameter("text"),))
    hostile = "' or impact = 'yes"
    assert view_of(query, survey, {"text": hostile}).slice == Slice((Contains("how", hostile),))


def test_defaults_hold_until_a_value_is_given(survey: Survey) -> None:
    assert view_of(BY, survey, {"answer": "no"}).columns == ("tools",)
    assert view_of(BY, survey, {"answer": "no", "banner": "likely"}).columns == ("likely",)


def test_replies_and_the_funnel_can_be_canned(survey: Survey) -> None:
    longest = CannedQuery("L", view="replies", fields=("If so, how?", "impact"), sort="-if so, how?")
    assert view_of(longest, survey) == View(What.REPLIES, fields=("how", "impact"), sort="-how", title="L")
    assert view_of(CannedQuery("R", view="response"), survey).what is What.RESPONSE


def test_no_weight_can_be_said(survey: Survey) -> None:
    assert view_of(CannedQuery("T", rows="impact", weight="none"), survey).slice.weight == ""


@pytest.mark.parametrize(
    ("query", "given", "words"),
    [
        (BY, {"anwser": "Yes"}, "has no parameter 'anwser'; it has: answer, banner, text"),
        (CannedQuery("T", rows="impact"), {"a": "b"}, "query 'T' has no parameter 'a'; it has none"),
        (BY, {"answer": "Yess"}, "impact has no answer 'Yess'; nearest: Yes"),
        (CannedQuery("T", rows="impakt"), {}, "query 'T': no question 'impakt'; nearest: impact"),
        (CannedQuery("T", rows="impact", columns=("tolls",)), {}, "no question 'tolls'; nearest: tools"),
        (CannedQuery("T", view="replies", fields=("hwo",)), {}, "no question 'hwo'; nearest: who, how"),
        (CannedQuery("T", rows="impact", weight="zzz"), {}, "query 'T': no weight 'zzz'"),
        (CannedQuery("T", rows="impact", where="impact ="), {}, "something is missing at the end"),
        (
            CannedQuery("T", rows="impact", base="everybody"),
            {},
            "there is no base 'everybody'; one of: asked, answered,",
        ),
        (CannedQuery("T", view="toplin", rows="impact"), {}, "there is no view 'toplin'; one of: topline, crosstab,"),
        (CannedQuery("T", rows="impact", sort="size"), {}, "cannot sort by 'size'; use count, codebook, or an answer"),
        (CannedQuery("T", view="replies", sort="size"), {}, "cannot sort by 'size'; use a question's name"),
        (
            CannedQuery("T", rows="impact", percent="rows"),
            {},
            "there is no percent 'rows'; one of: column, row, index, none",
        ),
        (
            CannedQuery("T", rows="impact", chart="pie"),
            {},
            "there is no chart 'pie'; one of: bars, grid, ranking, plot",
        ),
        (CannedQuery("T", sql="select 1", chart="pie"), {}, "there is no chart 'pie'; one of:"),
        (CannedQuery("T", rows="impact", columns=("tools",), against="team > 3"), {}, "against goes with a topline"),
        (CannedQuery("T", view="crosstab", rows="impact"), {}, "says no question for the columns; add columns ="),
        (CannedQuery("T", view="sql"), {}, "it has no statement; add sql ="),
        (CannedQuery("T"), {}, "query 'T': it says no question; add rows ="),
        (
            CannedQuery("T", sql="select $a", parameters=(Parameter("a", "impact"),)),
            {"a": "Yess"},
            "impact has no answer 'Yess'; nearest: Yes",
        ),
        (
            CannedQuery("T", sql="select $a", parameters=(Parameter("a", "nowhere"),)),
            {"a": "x"},
            "no question 'nowhere'",
        ),
    ],
)
def test_what_cannot_run_is_told_in_one_line(
    query: CannedQuery, given: dict[str, str], words: str, survey: Survey
) -> None:
    with pytest.raises(QueryError) as caught:
        view_of(query, survey, given)
    assert words in str(caught.value)
    assert query.title in str(caught.value)
    assert "\n" not in str(caught.value)


def test_choices_are_the_labels_of_answers_that_count(survey: Survey) -> None:
    assert choices_of("impact", survey) == ("Yes", "No", "Perhaps")
    assert choices_of("Has it had an impact?", survey) == ("Yes", "No", "Perhaps")
    assert choices_of("", survey) == choices_of("nothing like it", survey) == choices_of("remark", survey) == ()


def test_a_saved_view_is_the_same_view_again(managers: Engine) -> None:
    conditions = (Chose("tools", ("mail", "fax")), Answered("how"), Within("team", 2, 9))
    windows = Windows(managers)
    for view in (
        View(What.TOPLINE, "how", base=Base.EVERYONE, order=Order.COUNT, zeros=False, title="A"),
        View(What.CROSSTAB, "how", ("impact", "likely"), Slice(conditions, "o", "w"), title="B"),
        View(What.REPLIES, fields=("who", "how"), sort="-how", slice=Slice(conditions[:1]), title="C"),
        View(What.RESPONSE, title="D"),
    ):
        said = {key: tuple(value) if isinstance(value, list) else value for key, value in view.as_mapping().items()}
        again = view_of(CannedQuery(**said), managers.survey)
        assert replace(again, slice=view.slice) == view
        assert (again.slice.search, again.slice.weight) == (view.slice.search, view.slice.weight)
        meant, found = (windows.window(one.slice, ()).replies for one in (view, again))
        assert found == meant
