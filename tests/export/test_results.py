"""Results of SQL as files: nothing in them acts, and nothing is lost that a file can hold."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from topline.engine import SqlResult
from topline.export import Format
from topline.export.results import ResultOut, exact_text, page_text, result_notes

RESULT = SqlResult(
    columns=("a", "=b()", "n"),
    types=("VARCHAR", "VARCHAR[]", "DOUBLE"),
    rows=(("=HYPERLINK(1)", ["x", "\x1b[31my"], 0.1), ("a|b\nc", None, float("nan"))),
    truncated=True,
    masked=("email",),
)


def text_of(result: SqlResult, form: Format, **settings: bool) -> str:
    return "".join(ResultOut(result, **settings).pieces(form))


def test_csv_disarms_formulas_also_in_headings() -> None:
    rows = list(csv.reader(io.StringIO(text_of(RESULT, Format.CSV))))
    assert rows[0] == ["a", "'=b()", "n"]
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[2] == ["a|b\nc", "", "NaN"]


def test_what_has_to_be_known_stands_below_unless_it_is_left_out() -> None:
    notes = ("Only the first 2 rows; there are more", "Masked, since it tells who a person is: email")
    assert result_notes(RESULT) == notes
    assert all(note in text_of(RESULT, Format.CSV) for note in notes)
    assert all(note in text_of(RESULT, Format.MARKDOWN) for note in notes)
    assert not any(note in text_of(RESULT, Format.CSV, footer=False) for note in notes)
    assert result_notes(replace(RESULT, truncated=False, masked=())) == ()


@pytest.mark.parametrize("form", [Format.CSV, Format.TSV, Format.MARKDOWN, Format.JSON])
def test_no_control_character_gets_into_a_file(form: Format) -> None:
    text = text_of(RESULT, form)
    assert "\x1b" not in text
    assert ResultOut(RESULT).rows == 2


def test_json_is_json() -> None:
    told = json.loads(text_of(RESULT, Format.JSON), parse_constant=lambda name: pytest.fail(name))
    assert told["truncated"] is True
    assert told["masked"] == ["email"]
    assert told["columns"][2] == {"name": "n", "type": "DOUBLE"}
    assert told["rows"][1] == ["a|b\nc", None, None]
    assert json.loads(text_of(replace(RESULT, rows=()), Format.JSON))["rows"] == []


@pytest.mark.parametrize(
    ("value", "kind", "exact", "page"),
    [
        (None, "INTEGER", "", ""),
        (True, "BOOLEAN", "true", "true"),
        (3, "BIGINT", "3", "3"),
        (3.0, "DOUBLE", "3", "3"),
        (0.1 + 0.2, "DOUBLE", "0.30000000000000004", "0.3"),
        (1e300, "DOUBLE", "1e+300", "1e+300"),
        (float("inf"), "DOUBLE", "Infinity", "infinite"),
        (2**100, "HUGEINT", str(2**100), str(2**100)),
        ("2026-03-01 00:00:00", "TIMESTAMP", "2026-03-01", "2026-03-01"),
        ("2026-03-01 12:30:00", "TIMESTAMP", "2026-03-01T12:30:00", "2026-03-01 12:30:00"),
        ("2026-03-01 00:00:00", "VARCHAR", "2026-03-01 00:00:00", "2026-03-01 00:00:00"),
        (["a", None, "b"], "VARCHAR[]", "a; b", "a; ; b"),
        ({"a": [1]}, "STRUCT(a INTEGER[])", '{"a": [1]}', "a: 1"),
        ([[1], [2]], "INTEGER[][]", "[[1], [2]]", "1, 2"),
    ],
)
def test_values(value: object, kind: str, exact: str, page: str) -> None:
    assert exact_text(value, kind) == exact
    assert page_text(value, kind) == page
