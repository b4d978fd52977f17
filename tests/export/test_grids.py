"""Tables as CSV, Markdown and JSON, against golden files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from topline.engine import Reply
from topline.export import (
    Format,
    csv_pieces,
    json_text,
    listing_grid,
    markdown_pieces,
    replies_grid,
    replies_pieces,
    reply_records,
    table_grid,
    table_shape,
)
from topline.survey import Slice, Survey, Table


@pytest.mark.parametrize("name", ["topline", "crosstab"])
def test_tables(name: str, request: pytest.FixtureRequest, survey: Survey, golden: Callable[[str, str], None]) -> None:
    table: Table = request.getfixturevalue(name)
    golden(f"{name}.csv", "".join(csv_pieces(table_grid(table, exact=True))))
    golden(f"{name}.md", "".join(markdown_pieces(table_grid(table, exact=False))))
    golden(f"{name}.json", json_text(table_shape(table, survey)) + "\n")


def test_weighted_tables_have_a_column_more(topline: Table) -> None:
    weighted = replace(topline, view=replace(topline.view, slice=Slice(weight="w")))
    rows = list(csv.reader(io.StringIO("".join(csv_pieces(table_grid(weighted, exact=True))))))
    assert rows[0] == ["code", "answer", "n", "weighted", "%", "low", "high"]
    assert {len(row) for row in rows[:7]} == {7}


def test_what_is_withheld_is_nowhere(topline: Table, survey: Survey) -> None:
    row = topline.rows[0]
    withheld = replace(topline, rows=(replace(row, cells=(replace(row.cells[0], suppressed=True),)),), missing=())
    assert "150" not in "".join(csv_pieces(table_grid(withheld, exact=True)))
    assert "150" not in "".join(markdown_pieces(table_grid(withheld, exact=False)))
    assert table_shape(withheld, survey)["rows"][0]["cells"][0]["count"] is None


def test_replies(survey: Survey) -> None:
    replies = [Reply(0, ("1", 41)), Reply(7, (None, float("nan")))]
    records = [list(reply_records(survey.questions, replies, form)) for form in (Format.CSV, Format.TSV)]
    assert records[0] == ['"row","pet","age"\n', '"1","\'=Cat","41"\n', '"8","",""\n']
    assert records[1] == ["row\tpet\tage\n", "1\t'=Cat\t41\n", "8\t\t\n"]
    page = "".join(markdown_pieces(replies_grid(survey, "everyone", 2, survey.questions, replies)))
    assert page.endswith("| row | pet | age |\n| --- | --- | --- |\n| 1 | =Cat | 41 |\n| 8 |  |  |\n")
    said = json.loads("".join(replies_pieces("everyone", 2, 0, survey.questions, iter(replies))))
    assert said["replies"] == [
        {"row": 1, "answers": {"pet": "=Cat", "age": 41}},
        {"row": 8, "answers": {"pet": None, "age": None}},
    ]


def test_no_replies_are_json_too(survey: Survey) -> None:
    assert json.loads("".join(replies_pieces("nobody", 0, 0, survey.questions, ())))["replies"] == []


def test_listing(survey: Survey, golden: Callable[[str, str], None]) -> None:
    golden("listing.md", "".join(markdown_pieces(listing_grid(survey, 3, exact=False))))


def test_no_difference_is_no_negative_one(topline: Table, survey: Survey) -> None:
    alike = replace(
        topline,
        view=replace(topline.view, against=Slice()),
        columns=topline.columns * 2,
        rows=tuple(replace(row, cells=row.cells * 2) for row in topline.rows),
        summaries=topline.summaries * 2,
        overlap=0,
    )
    rows = list(csv.DictReader(io.StringIO("".join(csv_pieces(table_grid(alike, exact=True))))))
    labels = {row.label for row in alike.rows}
    assert {row["difference in points"] for row in rows if row["answer"] in labels} == {"0"}
    assert "-0" not in "".join(markdown_pieces(table_grid(alike, exact=False)))
    assert '"difference": -0' not in json_text(table_shape(alike, survey))
