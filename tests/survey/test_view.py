"""Views: the command line and the canned query that give them again."""

from __future__ import annotations

import shlex
from dataclasses import replace

from topline.survey import Answered, Base, Chose, Not, Order, Slice, View, What

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
