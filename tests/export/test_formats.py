"""Replies in every format, read back by other readers: every answer is there, and nothing of it acts."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook
from tests.terminal.payloads import ATTACKS, payloads, write_survey

from topline.analysis import MASK, answer_words
from topline.cli.explorer import sample_path
from topline.engine import Engine, Windows
from topline.export import (
    ExportError,
    Format,
    PersonOut,
    RepliesOut,
    TableOut,
    every_column,
    format_for,
    person_text,
    spreadsheet_cell,
    tabbed_cell,
    whole,
    write,
)
from topline.export.formats import OF_REPLIES
from topline.export.safe_text import FORMULA_SIGNS, SKIPPED
from topline.readers import open_source
from topline.survey import Kind, Slice, Survey, View, What, read_expression

ALL = View(What.REPLIES)
READ_BACK: dict[Format, Callable[[Path], Sequence[str]]] = {
    Format.PARQUET: lambda path: pl.read_parquet(path)["email"].to_list(),
    Format.XLSX: lambda path: [
        row[2] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    ],
    Format.SAV: lambda path: pyreadstat.read_sav(path, output_format="polars")[0]["email"].to_list(),
}
"""The addresses in a file that is no text."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A survey whose every text is a payload."""
    source = open_source(write_survey(tmp_path_factory.mktemp("hostile"), hostile=True))
    with Engine(source.replies, source.survey) as engine:
        yield engine


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    """The founding survey."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def text_of(out: RepliesOut | TableOut, form: Format) -> str:
    return "".join(out.pieces(form))


def acting(text: str) -> set[str]:
    """The characters of a text that act on a terminal; line ends and tabs are the format's own."""
    bad = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp")}
    return (bad - {"\n", "\t"}) | set(re.findall("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]", text))


@pytest.mark.parametrize("form", [form for form in OF_REPLIES if form.is_text])
@pytest.mark.parametrize("personal", [True, False])
def test_nothing_in_a_text_acts_on_what_shows_it(hostile: Engine, form: Format, personal: bool) -> None:
    text = text_of(RepliesOut(hostile, ALL, every_column(hostile.survey), personal), form)
    assert acting(text) == set()
    assert all(f"why{number:02}" in text for number in range(len(ATTACKS)))
    assert ("name03" in text) is personal


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for one."""
    first = unicodedata.normalize("NFKC", SKIPPED.sub("", cell, count=1)[:1])
    return not cell.startswith("'") and first in FORMULA_SIGNS and bool(first)


def test_csv_is_what_was_said_and_no_formula(hostile: Engine) -> None:
    text = text_of(RepliesOut(hostile, ALL, hostile.survey.questions), Format.CSV)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert pl.read_csv(text.encode(), infer_schema=False).rows() == [tuple(row) for row in rows[1:]]
    column = rows[0].index("why")
    said = payloads("why", hostile=True)
    assert [row[column] for row in rows[1:]] == [spreadsheet_cell(text) for text in said]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if is_formula(cell)]


def test_tsv_has_a_line_a_reply_and_a_tab_between_cells(hostile: Engine) -> None:
    text = text_of(RepliesOut(hostile, ALL, hostile.survey.questions), Format.TSV)
    lines = text.splitlines()
    assert len(lines) == len(ATTACKS) + 1
    assert {line.count("\t") for line in lines} == {len(hostile.survey.questions)}
    frame = pl.read_csv(text.encode(), separator="\t", infer_schema=False)
    assert frame["why"].to_list() == [" ".join(whole(said).split()) for said in payloads("why", hostile=True)]


@pytest.mark.parametrize("text", ['"open', '"a" b', '=1\t"', 'say "yes"', '""', "a\r\n\tb"])
def test_a_quotation_mark_swallows_no_neighbour_in_a_spreadsheet(text: str) -> None:
    line = f"{tabbed_cell(text)}\t{tabbed_cell('next')}"
    cells = next(csv.reader([line], dialect="excel-tab"))
    assert len(cells) == 2
    assert cells[0].removeprefix("'") == " ".join(text.split())


def test_markdown_has_a_row_a_reply_of_as_many_cells_as_the_heading(hostile: Engine) -> None:
    lines = text_of(RepliesOut(hostile, ALL, hostile.survey.questions), Format.MARKDOWN).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == len(ATTACKS) + 2
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(hostile.survey.questions) + 2}
    assert not re.search(r"(?<!\\)[<`]", "".join(rows))


def test_json_is_what_was_said(hostile: Engine) -> None:
    shape = json.loads(text_of(RepliesOut(hostile, ALL, hostile.survey.questions), Format.JSON))
    assert [reply["answers"]["why"] for reply in shape["replies"]] == [
        whole(said) for said in payloads("why", hostile=True)
    ]


def test_parquet_keeps_every_answer_as_it_was_stored(hostile: Engine, tmp_path: Path) -> None:
    out = RepliesOut(hostile, ALL, every_column(hostile.survey), personal=True)
    written = write(out, Format.PARQUET, tmp_path / "a.parquet")
    assert (written.rows, written.size) == (len(ATTACKS), (tmp_path / "a.parquet").stat().st_size)
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert frame["why"].to_list() == list(payloads("why", hostile=True))
    again = open_source(tmp_path / "a.parquet").survey
    assert again == hostile.survey.__class__(**_fields(hostile.survey, source=again.source))


def _fields(survey: Survey, **others: object) -> dict[str, object]:
    names = [name for name in survey.__dataclass_fields__ if not name.startswith("_")]
    return {name: getattr(survey, name) for name in names} | others


@pytest.mark.parametrize("form", [Format.CSV, Format.TSV, Format.JSON])
def test_every_reply_of_the_sample_is_written_in_file_order(sample: Engine, form: Format) -> None:
    survey = sample.survey
    text = text_of(RepliesOut(sample, ALL, survey.questions, personal=True), form)
    replies = Windows(sample).window(Slice(), survey.questions, 0, 5_000).replies
    if form is Format.JSON:
        shape = json.loads(text)
        assert shape["total"] == len(shape["replies"]) == 5_000
        assert [reply["row"] for reply in shape["replies"]] == list(range(1, 5_001))
        numbers = [reply["answers"]["years"] for reply in shape["replies"]]
    else:
        rows = list(csv.reader(io.StringIO(text), delimiter="," if form is Format.CSV else "\t"))
        assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 5_001)]
        at = rows[0].index("years")
        numbers = [float(row[at]) if row[at] else None for row in rows[1:]]
        role = rows[0].index("role")
        column = survey.questions.index(survey["role"])
        assert [row[role] for row in rows[1:]] == [answer_words(survey["role"], r.answers[column]) for r in replies]
    column = survey.questions.index(survey["years"])
    assert numbers == [reply.answers[column] for reply in replies]


@pytest.mark.parametrize("sort", ["", "years", "-years", "role", "how"])
def test_the_order_and_the_part_are_those_of_the_screen(sample: Engine, sort: str) -> None:
    people = Slice().narrowed(read_expression("impact = 'Yes'", sample.survey))
    view = View(What.REPLIES, slice=people, sort=sort)
    questions = [sample.survey["respondent"], sample.survey["years"]]
    window = Windows(sample).window(people, questions, 30, 40, sort)
    out = RepliesOut(sample, view, questions, offset=30, limit=40)
    assert list(out.replies()) == list(window.replies)
    assert (out.rows, out.total, out.done) == (40, window.total, 40)


@pytest.mark.parametrize("form", OF_REPLIES)
def test_nobody_at_all_can_be_written(sample: Engine, form: Format, tmp_path: Path) -> None:
    people = Slice(search="no such word anywhere")
    out = RepliesOut(sample, View(What.REPLIES, slice=people), sample.survey.questions)
    written = write(out, form, tmp_path / f"a.{form}")
    assert written.rows == 0
    if form is Format.PARQUET:
        assert open_source(tmp_path / "a.parquet").survey.respondents == 0


@pytest.mark.parametrize("form", OF_REPLIES)
def test_who_a_person_is_leaves_only_when_it_is_shown(sample: Engine, form: Format, tmp_path: Path) -> None:
    questions = [sample.survey["respondent"], sample.survey["email"], sample.survey["name"]]
    for personal in (False, True):
        path = tmp_path / f"{personal}.{form}"
        write(RepliesOut(sample, ALL, questions, personal, limit=20), form, path)
        if form in READ_BACK:
            assert [("@" in address) for address in READ_BACK[form](path)] == [personal] * 20
        else:
            assert ("@" in path.read_text()) is personal
            assert (MASK in path.read_text()) is not personal


def test_all_columns_hold_the_codes_as_well(sample: Engine) -> None:
    names = [question.name for question in every_column(sample.survey)]
    assert names[names.index("how") + 1] == "how_codes"
    people = Slice().narrowed(read_expression("how = 'recruiting'", sample.survey))
    out = RepliesOut(sample, View(What.REPLIES, slice=people), every_column(sample.survey))
    replies = json.loads(text_of(out, Format.JSON))["replies"]
    assert len(replies) == 41
    assert all("Recruiting and hiring" in reply["answers"]["how_codes"] for reply in replies)


def test_one_reply_as_text_and_markdown(hostile: Engine, sample: Engine) -> None:
    from topline.analysis import person

    for engine in (hostile, sample):
        for row in range(40):
            found = person(Windows(engine), engine, row)
            assert found is not None
            text = "".join(person_text(engine.survey, found, "reply 1 of 2"))
            assert acting(text) == set()
            out = PersonOut(engine, ALL, engine.survey.questions, offset=row, limit=1, person=found)
            page = text_of(out, Format.MARKDOWN)
            assert acting(page) == set()
            # What opens nothing at the start of a line is the page's own: headings, quotations, lists, a question.
            assert not [line for line in page.splitlines() if line and not re.match(r"## |> ?|- |\*\*|coded: ", line)]
            assert MASK in text
    assert "Role, from the address list: " in text


def test_a_table_is_no_content_for_parquet(hostile: Engine, tmp_path: Path) -> None:
    from topline.analysis import tabulate

    table = tabulate(View(What.TOPLINE, "pick"), hostile)
    with pytest.raises(ExportError, match="no content for parquet; use one of csv, tsv, md, json"):
        write(TableOut(table, hostile.survey), Format.PARQUET, tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [Format.CSV, Format.TSV, Format.MARKDOWN, Format.JSON])
def test_a_hostile_table_in_every_format(hostile: Engine, form: Format) -> None:
    from topline.analysis import tabulate

    for view in (View(What.TOPLINE, "pick"), View(What.CROSSTAB, "some", ("pick",)), View(What.TOPLINE, "why")):
        text = text_of(TableOut(tabulate(view, hostile), hostile.survey), form)
        assert acting(text) == set()
        if form in (Format.CSV, Format.TSV):
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form is Format.CSV else "\t"))
            assert not [cell for row in rows for cell in row if is_formula(cell)]


def test_without_the_footer_every_record_is_as_long(hostile: Engine) -> None:
    from topline.analysis import tabulate

    table = tabulate(View(What.CROSSTAB, "pick", ("some",)), hostile)
    for form, divider in ((Format.CSV, ","), (Format.TSV, "\t")):
        text = text_of(TableOut(table, hostile.survey, footer=False), form)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert pl.read_csv(text.encode(), separator=divider, infer_schema=False).height == len(rows) - 1
        assert len(text) < len(text_of(TableOut(table, hostile.survey), form))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "csv"),
        ("A.CSV", "csv"),
        ("a.tab", "tsv"),
        ("a.b.parquet", "parquet"),
        ("a", None),
        ("a.XLSX", "xlsx"),
        ("a.htm", "html"),
        ("a.dta", None),
    ],
)
def test_the_ending_of_a_name_says_the_format(name: str, form: str | None) -> None:
    assert format_for(Path(name)) == form


def test_open_answers_are_open_kinds(sample: Engine) -> None:
    codes = every_column(sample.survey)[sample.survey.questions.index(sample.survey["how"]) + 1]
    assert codes.kind is Kind.MULTI
