"""Delimited text as parquet: what the child writes is what the parent opens."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers import open_source
from topline.readers.assembled import questions_of, write_parquet
from topline.readers.errors import UnreadableFileError
from topline.readers.inference import with_single_roles
from topline.readers.parquet import read_kept
from topline.readers.table import read_table
from topline.survey import Kind, Role, SurveyFile

CELLS = st.one_of(
    st.sampled_from(["Yes", "No", "NA", "Agree", "Strongly agree", "1", "2.5", "A;B", "B", "18-29", "", "2024-06-01"]),
    st.text(st.characters(codec="utf-8"), max_size=6),
)
HEADERS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)


@settings(deadline=None, max_examples=60)
@given(st.lists(HEADERS, min_size=3, max_size=3), st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_what_was_read_is_what_is_opened(headers: list[str], rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[f"h{header}" for header in headers], *rows])
    with TemporaryDirectory() as folder:
        path, target = Path(folder) / "survey.csv", Path(folder) / "survey.parquet"
        path.write_bytes(out.getvalue().encode())
        table = read_table(path, path.name)
        write_parquet(table, path.name, target, SurveyFile(""))
        opened = read_kept(target, path.name)
        assert opened
        columns = questions_of(table, SurveyFile(""))
        assert opened.questions == with_single_roles(column.question for column in columns)
        assert opened.warnings == table.warnings
        frame = polars.read_parquet(target)
        assert [frame[column.question.name].to_list() for column in columns] == [
            column.values.to_list() for column in columns
        ]


def test_every_part_of_a_survey_comes_through(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text(
        "id;When;Gewicht;Rate;How satisfied are you?;Tools;weight\n"
        "01;01.06.2024 10:00;60,5;10%;Very satisfied;A|B;0,5\n"
        "02;02.06.2024 11:30;61,0;20%;Neutral;B;1,5\n"
        "03;13.06.2024 09:15;;30%;Dissatisfied;A|B;1,0\n"
    )
    write_parquet(read_table(path, path.name), path.name, tmp_path / "made.parquet", SurveyFile(""))
    survey = read_kept(tmp_path / "made.parquet", path.name)
    assert survey
    kinds = [(question.kind, question.role) for question in survey]
    assert survey.title == "panel"
    assert kinds == [
        (Kind.OPEN, Role.ID),
        (Kind.DATE, None),
        (Kind.NUMERIC, None),
        (Kind.NUMERIC, None),
        (Kind.SCALE, None),
        (Kind.MULTI, None),
        (Kind.NUMERIC, Role.WEIGHT),
    ]
    assert survey["Rate"].unit == "%"
    assert [question.positions for question in survey] == [(place,) for place in range(7)]
    assert survey["how_satisfied_are_you"].headers == ("How satisfied are you?",)
    frame = polars.read_parquet(tmp_path / "made.parquet")
    assert frame["Gewicht"].to_list() == [60.5, 61.0, None]
    assert str(frame["When"][2]) == "2024-06-13 09:15:00"
    assert frame["Tools"].to_list() == [["A", "B"], ["B"], ["A", "B"]]


def test_very_many_numbers_are_what_few_are(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f" {number},{number},{number % 7}" for number in range(-5, 1_500)]
    path.write_text("\n".join(["spent,code,q", *rows, "NA,0012,3"]))
    spent, code, _ = questions_of(read_table(path, path.name), SurveyFile(""))
    assert spent.values.to_list() == [*range(-5, 1_500), None]
    assert (spent.question.kind, spent.question.answered) == (Kind.NUMERIC, 1_505)
    assert code.values.to_list()[-1] == "0012"
    path.write_text("\n".join(["spent,code,q", *rows]))
    whole, *_ = questions_of(read_table(path, path.name), SurveyFile(""))
    assert whole.values.to_list() == [*range(-5, 1_500)]
    assert whole.question.kind is Kind.NUMERIC
    assert whole.question.rule == spent.question.rule.partition(";")[0]


def test_a_row_of_more_cells_than_any_survey_has_questions_is_refused(written: Callable[..., Path]) -> None:
    path = written("a,b\n" + "1," * 60_000 + "\n")
    with pytest.raises(UnreadableFileError, match=r"row 2 has 60,001 cells, and no survey has more than 50,000"):
        open_source(path)
