"""Views: the command line and the canned query that give them again."""

from __future__ import annotations

import shlex
from dataclasses import replace

from topline.survey import All, Answered, AnyOf, Base, Chart, Chose, Not, Order, Percent, Period, Slice, View, What

PEOPLE = Slice((Chose("role", ("m", "it's")), Not(Answered("how"))), search="50 %", weight="w")


def test_a_topline_is_a_short_command() -> None:
    assert View(What.TOPLINE, "role").command("sample.parquet") == "topline show sample.parquet role"


def test_everything_a_view_says_stands_in_its_command() -> None:
    view = View(What.CROSSTAB, "how", ("role", "policy"), PEOPLE, Base.REPLIED, Order.COUNT, zeros=False, title="Mine")
    assert shlex.split(view.command("my file.csv")) == [
        *("topline", "show", "my file.csv", "how", "--by", "role", "--by", "policy"),
        *("--base", "replied", "--sort", "count", "--no-zeros"),
        *("--where", "role in ('m', 'it''s')", "--where", "how is missing"),
        *("--search", "50 %", "--weight", "w"),
    ]


def test_a_trend_says_what_it_goes_over_and_by_how_much() -> None:
    view = View(What.TREND, "how", ("replied",), period=Period.WEEK, chart=Chart.PLOT)
    assert view.command("f.csv") == "topline show f.csv how --over replied --period week --chart plot"
    assert view.as_mapping() == {
        "view": "trend",
        "rows": "how",
        "columns": ["replied"],
        "period": "week",
        "chart": "plot",
    }
    assert view.counted == View(What.TREND, "how", ("replied",), period=Period.WEEK)


def test_replies_are_a_command_of_their_own() -> None:
    view = View(What.REPLIES, fields=("role", "how"), sort="-how", slice=Slice((Answered("how"),)))
    assert shlex.split(view.command("f.csv")) == [
        *("topline", "replies", "f.csv", "--field", "role", "--field", "how", "--sort=-how"),
        *("--where", "how is answered"),
    ]


def test_the_funnel_is_a_command_of_its_own() -> None:
    assert View(What.RESPONSE, base=Base.ASKED).command("f.csv") == "topline show f.csv response"


def test_a_view_of_other_people_asks_them_the_same() -> None:
    view = View(What.CROSSTAB, "how", ("role",), base=Base.REPLIED)
    assert view.of(PEOPLE) == replace(view, slice=PEOPLE)
    assert view.of(PEOPLE).of(Slice()) == view


def test_a_saved_view_says_only_what_is_no_default() -> None:
    assert View(What.TOPLINE, "role").as_mapping() == {"view": "topline", "rows": "role"}
    view = View(What.CROSSTAB, "how", ("role",), PEOPLE, Base.ASKED, Order.COUNT, zeros=False, title="Mine")
    assert view.as_mapping() == {
        "title": "Mine",
        "view": "crosstab",
        "rows": "how",
        "columns": ["role"],
        "where": "(role in ('m', 'it''s')) and (how is missing)",
        "search": "50 %",
        "weight": "w",
        "base": "asked",
        "sort": "count",
        "zeros": False,
    }


def test_saved_replies_keep_their_fields_and_order() -> None:
    view = View(What.REPLIES, fields=("role",), sort="-how", title="Long ones")
    assert view.as_mapping() == {"title": "Long ones", "view": "replies", "fields": ["role"], "sort": "-how"}


def test_how_a_table_is_shown_stands_in_its_command_and_in_its_mapping() -> None:
    by_banned = "policy = 'Banned'"
    view = View(
        What.CROSSTAB, "how", ("policy",), order=Order.COUNT, sort=by_banned, percent=Percent.ROW, chart=Chart.BARS
    )
    assert shlex.split(view.command("f.csv")) == [
        *("topline", "show", "f.csv", "how", "--by", "policy"),
        *("--sort", by_banned, "--percent", "row", "--chart", "bars"),
    ]
    assert view.as_mapping() == {
        "view": "crosstab",
        "rows": "how",
        "columns": ["policy"],
        "sort": by_banned,
        "percent": "row",
        "chart": "bars",
    }


def test_whom_people_are_compared_with_is_one_expression() -> None:
    view = View(What.TOPLINE, "how", against=Slice((Chose("role", ("m",)), Not(Answered("how")))))
    said = "role = 'm' and how is missing"
    assert shlex.split(view.command("f.csv")) == ["topline", "show", "f.csv", "how", "--against", said]
    assert view.as_mapping()["against"] == said
    everyone = replace(view, against=Slice())
    assert shlex.split(everyone.command("f.csv"))[-2:] == ["--against", "everyone"]
    assert everyone.as_mapping()["against"] == "everyone"


def test_those_that_people_are_compared_with_weigh_as_they_do() -> None:
    view = View(What.TOPLINE, "how", slice=PEOPLE, against=Slice((Chose("role", ("m",)), Answered("how"))))
    assert view.against == Slice((All((Chose("role", ("m",)), Answered("how"))),), weight="w")
    assert view.of(Slice()).against.weight == ""


def test_a_statement_is_a_command_of_its_own() -> None:
    view = View(What.SQL, sql="select $n", arguments=(("n", "it's 3"), ("m", "")), title="Mine")
    assert shlex.split(view.command("f.csv")) == [
        *("topline", "sql", "f.csv", "--set", "n=it's 3", "--set", "m=", "select $n"),
    ]
    assert view.as_mapping() == {
        "title": "Mine",
        "sql": "select $n",
        "parameters": {"n": {"default": "it's 3"}, "m": {"default": ""}},
    }
    commented = View(What.SQL, sql="-- all\nselect 1")
    assert shlex.split(commented.command("f.csv"))[-2:] == ["--", "-- all\nselect 1"]


def test_views_that_differ_in_what_is_shown_need_the_same_count() -> None:
    view = View(What.CROSSTAB, "how", ("role",), PEOPLE, Base.REPLIED)
    shown = replace(view, order=Order.COUNT, sort="role = 'm'", zeros=False, percent=Percent.ROW, title="Mine")
    assert shown.counted == replace(shown, chart=Chart.BARS).counted == view
    for other in (replace(view, rows="role"), replace(view, columns=()), view.of(Slice()), replace(view, base=None)):
        assert other.counted != view
    topline = View(What.TOPLINE, "how", columns=("role",), against=Slice())
    assert topline.counted == View(What.TOPLINE, "how", against=Slice())
    replies = View(What.REPLIES, sort="-how", fields=("how",))
    assert replies.counted == replies


def test_a_condition_of_several_kinds_is_a_slice_again() -> None:
    either = AnyOf((Chose("role", ("m",)), Answered("how")))
    view = View(What.TOPLINE, "how", slice=Slice((either, Answered("how"))))
    assert view.as_mapping()["where"] == "(role = 'm' or how is answered) and (how is answered)"
