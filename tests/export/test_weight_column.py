"""Replies that are weighted take their weight along, in every format, and weigh the same when opened again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from topline.analysis import tabulate
from topline.analysis.weight_column import weight_column
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import Format, RepliesOut, write
from topline.readers import open_source
from topline.survey import Question, Slice, Survey, Target, View, Weighting, What, read_expression

PANEL = Weighting("panel", (Target("role", (("Team lead", 40), ("Manager", 30), ("Director", 20), ("VP", 10))),))


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, replace(source.survey, weightings=(PANEL,))) as engine:
        yield engine


def out(engine: Engine, weight: str, *fields: str) -> RepliesOut:
    people = Slice(weight=weight).narrowed(read_expression("impact = 'Yes'", engine.survey))
    return RepliesOut(engine, View(What.REPLIES, slice=people), [engine.survey[name] for name in fields])


def weights_in(path: Path) -> list[float]:
    """The last column of a file."""
    match path.suffix:
        case ".csv":
            with path.open(newline="") as file:
                rows = list(csv.reader(file))
            assert rows[0][-1] == "weight_raked"
            return [float(row[-1]) for row in rows[1:]]
        case ".json":
            said = json.loads(path.read_text())
            assert said["fields"][-1] == "weight_raked"
            return [reply["answers"]["weight_raked"] for reply in said["replies"]]
        case ".xlsx":
            table = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
            assert table[0][-1] == "weight_raked"
            return [float(row[-1]) for row in table[1:]]  # type: ignore[arg-type]
        case _:
            source = open_source(path)
            with Engine(source.replies, source.survey) as engine:
                again = RepliesOut(engine, View(What.REPLIES), [source.survey["weight_raked"]])
                return [reply.answers[0] for reply in again.replies()]


@pytest.mark.parametrize("form", [Format.CSV, Format.JSON, Format.XLSX, Format.PARQUET, Format.SAV])
def test_every_format_has_the_raked_weight(sample: Engine, form: Format, tmp_path: Path) -> None:
    asked = out(sample, "panel", "role")
    table = tabulate(View(What.TOPLINE, "role", slice=asked.view.slice), sample)
    expected = {row.code: row.cells[0].weighted / row.cells[0].count for row in table.rows}
    path = tmp_path / f"weighted.{form}"
    write(asked, form, path)
    roles = [reply.answers[0] for reply in out(sample, "", "role").replies()]
    assert weights_in(path) == pytest.approx([expected[role] for role in roles])
    assert len(roles) == 205


def test_sorted_replies_have_their_own_weight(sample: Engine) -> None:
    asked = out(sample, "panel", "role")
    asked.view = replace(asked.view, sort="-role")
    pairs = {reply.answers for reply in asked.replies()}
    assert len(pairs) == 4, "one weight a role"


def test_it_weighs_the_same_where_it_is_opened_again(sample: Engine, tmp_path: Path) -> None:
    asked = out(sample, "panel", "role", "impact", "how")
    write(asked, Format.PARQUET, tmp_path / "w.parquet")
    write(asked, Format.SAV, tmp_path / "w.sav")
    assert (tmp_path / "w.sps").read_text().endswith("WEIGHT BY weight_raked.\n")
    source = open_source(tmp_path / "w.parquet")
    assert source.survey.weight == source.survey["weight_raked"]
    with Engine(source.replies, source.survey) as again:
        theirs = tabulate(View(What.TOPLINE, "how", slice=Slice(weight="weight_raked")), again)
    ours = tabulate(View(What.TOPLINE, "how", slice=asked.view.slice), sample)
    assert [row.cells[0].percent for row in theirs.rows] == pytest.approx([row.cells[0].percent for row in ours.rows])


def test_a_column_of_weights_is_taken_along_under_its_own_name(sample: Engine) -> None:
    assert [one.name for one in out(sample, "weight", "role").columns] == ["role", "weight"]
    assert [one.name for one in out(sample, "weight", "weight", "role").columns] == ["weight", "role"]
    assert [one.name for one in out(sample, "", "role").columns] == ["role"]


def test_its_name_is_free_and_a_survey_has_one_weight_that_it_offers(sample: Engine) -> None:
    survey, people = sample.survey, Slice(weight="panel")
    taken = replace(survey, questions=(*survey.questions, Question("Weight_Raked", survey["weight"].kind)))
    assert named(taken, people) == "weight_raked_2"
    called = replace(survey, weightings=(PANEL, replace(PANEL, name="weight_raked")))
    assert named(called, people) == "weight_raked_2"
    beside = weight_column(people, survey, survey.questions)
    assert beside is not None
    assert beside.role is None, "the survey's own weight stays the one that it offers"


def named(survey: Survey, people: Slice) -> str:
    found = weight_column(people, survey, ())
    assert found is not None
    return found.name


def test_a_privacy_floor_gives_no_weights(sample: Engine) -> None:
    guarded = replace(sample.survey, min_base=10)
    assert weight_column(Slice(weight="panel"), guarded, ()) is None
    with Engine(open_source(sample_path()).replies, guarded) as engine:
        assert [one.name for one in out(engine, "panel", "how").columns] == ["how"]
