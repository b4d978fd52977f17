"""The response funnel and the rates that are reported of it."""

from __future__ import annotations

from collections.abc import Callable

import polars

from topline.analysis import response_summary, tabulate
from topline.engine import Engine
from topline.survey import Chose, Kind, Question, Response, Slice, Table, View, What

Opened = Callable[..., Engine]


def funnel(engine: Engine, people: Slice | None = None) -> Table:
    return tabulate(View(What.RESPONSE, slice=people or Slice()), engine)


def test_the_funnel_runs_from_those_asked_to_the_last_step(managers: Engine) -> None:
    table = funnel(managers)
    assert [(row.label, row.level, row.cells[0].count) for row in table.rows] == [
        ("Asked", 0, 10),
        ("Bounced", 1, 1),
        ("Delivered", 1, 9),
        ("Replied in part", 2, 1),
        ("Replied", 2, 7),
        ("Said yes", 3, 4),
    ]
    assert [row.cells[0].percent for row in table.rows] == [100, 10, 90, 10, 70, 40]


def test_the_rates_are_named_as_in_their_standard(managers: Engine) -> None:
    footer = funnel(managers).footer
    assert any(line.startswith("RR1 70.0%: complete replies of 10 asked") for line in footer)
    assert any(line.startswith("RR2 80.0%: complete and partial replies") for line in footer)
    assert "Base: asked, n=10" in footer


def test_a_filtered_funnel_gives_no_rate_of_the_survey(managers: Engine) -> None:
    people = Slice((Chose("tools", ("mail",)),))
    table = funnel(managers, people)
    assert [row.cells[0].count for row in table.rows] == [3, 0, 3, 0, 3, 2]
    assert not any("RR" in line for line in table.footer)
    assert "Filter: Which tools? includes Mail" in table.footer


def test_a_weighted_funnel_keeps_its_counts(managers: Engine) -> None:
    table = funnel(managers, Slice(weight="w"))
    assert [row.cells[0].count for row in table.rows] == [row.cells[0].count for row in funnel(managers).rows]
    assert table.rows[-1].cells[0].percent == 100 * 4.5 / 8
    assert "Weight: w; 3 replies without a positive weight count as 0" in table.footer


def test_those_who_are_only_a_number_have_no_door(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"q": ["a"] * 8}), Question("q", Kind.SINGLE), invited=200)
    table = funnel(engine)
    assert [(row.label, row.cells[0].count, row.cells[0].percent) for row in table.rows] == [
        ("Asked", 200, 100),
        ("Replied", 8, 4),
    ]
    assert table.rows[0].cells[0].slice is None
    assert table.rows[1].cells[0].slice == Slice()
    assert "Response rate: 8 of 200 invited" in table.footer


def test_without_any_number_of_invited_there_are_only_replies(opened: Opened) -> None:
    table = funnel(opened(polars.DataFrame({"q": ["a"] * 8}), Question("q", Kind.SINGLE)))
    assert [(row.label, row.cells[0].count) for row in table.rows] == [("Asked", 8)]
    assert not any("rate" in line for line in table.footer)


def test_nobody_has_no_rate(opened: Opened) -> None:
    engine = opened(
        polars.DataFrame({"status": []}, schema={"status": polars.String}),
        Question("status", Kind.SINGLE),
        response=Response("status", replied=("done",)),
    )
    assert any(line.startswith("RR1 -: complete replies of 0 asked") for line in funnel(engine).footer)


def test_the_line_under_the_title(managers: Engine, opened: Opened) -> None:
    assert response_summary(managers.survey, 5000, 412) == "5,000 asked > 412 replied (8.2%)"
    assert response_summary(managers.survey, 0, 0) == "0 asked > 0 replied"
    unlisted = opened(polars.DataFrame({"q": ["a"]}), Question("q", Kind.SINGLE)).survey
    assert response_summary(unlisted, 1234, 1234) == "1,234 replies"
