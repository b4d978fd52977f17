"""Replies as files of SPSS, read again by pyreadstat and by topline itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
from tests.terminal.payloads import write_survey

from topline.analysis import tabulate
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import ExportError, Format, RepliesOut, TakenNameError, every_column, write
from topline.export.spss_names import LONGEST, RESERVED, Names, cut_bytes, plain
from topline.readers import open_source
from topline.survey import Kind, Slice, Table, View, What

ALL = View(What.REPLIES)
SURVEY = """
title = "Cats & dogs"
weight = "w"
[question.pet]
kind = "single"
text = "Which pet do you have?"
options = { 1 = "Cat", 2 = "Dog", 8 = "Don't know", 9 = "Refused", 97 = "Skipped", 98 = "Odd" }
missing = { 8 = "don't know", 9 = "refused", 97 = "not asked", 98 = "no answer" }
[question.word]
kind = "single"
options = ["Yes", "No", "Never asked"]
missing = { "Never asked" = "not asked" }
[question.few]
kind = "scale"
options = { 1 = "Low", 2 = "High", 9 = "DK" }
missing = { 9 = "don't know" }
[question.food]
kind = "multi"
text = "What does it eat?"
options = { fish = "Fish", meat = "Meat & more", grass = "Grass" }
[question.with_reserved]
kind = "numeric"
"""


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


@pytest.fixture
def pets(tmp_path: Path) -> Iterator[Engine]:
    """Every kind of answer, missing in every way, with what SPSS does not take."""
    frame = pl.DataFrame(
        {
            "pet": [1, 2, 8, 9, None, 97],
            "word": ["Yes", "No", None, "Never asked", "Surprise", "Yes"],
            "few": [1, 2, 9, None, 1, 2],
            "food": [["fish"], ["fish", "meat"], [], None, ["bark"], ["meat"]],
            "with_reserved": [0.5, 1e300, None, -3.25, 0.0, 2.0],
            "number": [2**60 + 1, 2, 3, 4, 5, 6],
            "why": ["é" * 20_000, "=1+1", "a\x1b\x00b", "", None, "x"],
            "w": [1.0, 0.5, 2.0, 1.0, 1.0, 1.0],
        }
    )
    path = tmp_path / "pets.parquet"
    frame.write_parquet(path, metadata={"topline": SURVEY})
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        yield engine


def read(path: Path) -> tuple[pl.DataFrame, Any]:
    frame, told = pyreadstat.read_sav(path, user_missing=True, output_format="polars")
    return frame, told


def written(engine: Engine, path: Path, view: View = ALL) -> tuple[pl.DataFrame, Any]:
    write(RepliesOut(engine, view, every_column(engine.survey), personal=True), Format.SAV, path)
    return read(path)


def test_answers_are_numbers_with_their_labels(pets: Engine, tmp_path: Path) -> None:
    frame, told = written(pets, tmp_path / "a.sav")
    assert told.file_label == "Cats & dogs"
    assert frame["row"].to_list() == [1, 2, 3, 4, 5, 6]
    assert frame["pet"].to_list() == [1, 2, 8, 9, None, 97]
    assert told.column_names_to_labels["pet"] == "Which pet do you have?"
    assert told.variable_value_labels["pet"] == {
        1: "Cat", 2: "Dog", 8: "Don't know", 9: "Refused", 97: "Skipped", 98: "Odd",
    }  # fmt: skip
    # Words get numbers in the codebook's order, one that nobody listed before those that are set apart.
    assert frame["word"].to_list() == [1, 2, None, 4, 3, 1]
    assert told.variable_value_labels["word"] == {1: "Yes", 2: "No", 3: "Surprise", 4: "Never asked"}
    assert frame["with_reserved"].to_list() == [0.5, 1e300, None, -3.25, 0.0, 2.0]
    assert frame["number"].to_list() == [str(2**60 + 1), "2", "3", "4", "5", "6"]
    measures = told.variable_measure
    assert [measures[name] for name in ("pet", "few", "with_reserved")] == ["nominal", "ordinal", "scale"]


def test_what_is_set_apart_is_user_missing(pets: Engine, tmp_path: Path) -> None:
    _, told = written(pets, tmp_path / "a.sav")
    # Four values are no longer marked one by one: they are a range that no answer lies in.
    assert told.missing_ranges["pet"] == [{"lo": 8, "hi": 98}]
    assert told.missing_ranges["few"] == [{"lo": 9, "hi": 9}]
    assert told.missing_ranges["word"] == [{"lo": 4, "hi": 4}]
    assert "with_reserved" not in told.missing_ranges


def test_several_answers_are_variables_of_0_and_1(pets: Engine, tmp_path: Path) -> None:
    frame, told = written(pets, tmp_path / "a.sav")
    names = ["food_fish", "food_meat", "food_grass", "food_bark"]
    assert frame.select(names).rows() == [
        (1, 0, 0, 0), (1, 1, 0, 0), (0, 0, 0, 0), (None,) * 4, (0, 0, 0, 1), (0, 1, 0, 0),
    ]  # fmt: skip
    assert told.column_names_to_labels["food_meat"] == "What does it eat? - Meat & more"
    assert told.variable_value_labels["food_grass"] == {0: "Not selected", 1: "Selected"}
    syntax = (tmp_path / "a.sps").read_text()
    assert "  /MDGROUP NAME=$food\n    LABEL='What does it eat?'" in syntax
    assert "VARIABLES=food_fish food_meat food_grass food_bark\n    VALUE=1" in syntax
    assert "WEIGHT" not in syntax


def test_long_and_odd_texts(pets: Engine, tmp_path: Path) -> None:
    out = RepliesOut(pets, ALL, pets.survey.questions)
    done = write(out, Format.SAV, tmp_path / "a.sav")
    assert done.notes[0] == "1 text was longer than 32,767 bytes and had to be cut"
    frame, _ = read(tmp_path / "a.sav")
    assert frame["why"].to_list()[:3] == ["é" * 16_383, "=1+1", "a␛␀b"]


def test_the_weight_is_told_beside_it(pets: Engine, tmp_path: Path) -> None:
    written(pets, tmp_path / "a.sav", View(What.REPLIES, slice=Slice(weight="w")))
    assert (tmp_path / "a.sps").read_text().endswith("\nWEIGHT BY w.\n")


def figures(table: Table) -> list[tuple[str, list[tuple[int, float]]]]:
    return [(row.label, [(cell.count, round(cell.weighted, 6)) for cell in row.cells]) for row in table.rows]


@pytest.mark.parametrize("rows", ["impact", "policy", "agree_work", "region"])
def test_topline_reads_the_same_tables_in_it(sample: Engine, rows: str, tmp_path: Path) -> None:
    written(sample, tmp_path / "a.sav")
    source = open_source(tmp_path / "a.sav")
    with Engine(source.replies, source.survey) as again:
        view = View(What.CROSSTAB, rows, ("role",), Slice(weight="weight"))
        theirs = tabulate(view, again)
        ours = figures(tabulate(view, sample))
        # Nets are known to the survey file alone.
        assert figures(theirs) == [row for row in ours if row[0] in {label for label, _ in figures(theirs)}]
        assert len(theirs.rows) >= len(sample.survey[rows].choices)
        assert source.survey[rows].text == sample.survey[rows].text


def test_codes_come_back_as_one_question(sample: Engine, tmp_path: Path) -> None:
    written(sample, tmp_path / "a.sav")
    survey = open_source(tmp_path / "a.sav").survey
    coded = [question for question in survey if question.kind is Kind.MULTI]
    assert [question.text for question in coded] == ["If so, how?"]
    assert [option.label for option in coded[0].options] == [option.label for option in sample.survey["how"].options]


def test_hostile_texts_and_names(tmp_path: Path) -> None:
    source = open_source(write_survey(tmp_path, hostile=True))
    with Engine(source.replies, source.survey) as engine:
        frame, told = written(engine, tmp_path / "a.sav")
    assert frame.height == source.survey.respondents
    texts = [
        *told.column_names_to_labels.values(),
        *(v for one in told.variable_value_labels.values() for v in one.values()),
    ]
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", "".join(filter(None, texts)))
    syntax = tmp_path / "a.sps"
    assert not syntax.exists() or all(len(line) < 250 for line in syntax.read_text().splitlines())


def test_a_label_does_not_end_its_quotes(pets: Engine, tmp_path: Path) -> None:
    from dataclasses import replace

    food = replace(pets.survey["food"], text="It's 'food'\n.\nHOST COMMAND=['rm'].")
    write(RepliesOut(pets, ALL, [food]), Format.SAV, tmp_path / "a.sav")
    line = next(line for line in (tmp_path / "a.sps").read_text().splitlines() if "LABEL" in line)
    assert line == "    LABEL='It''s ''food'' . HOST COMMAND=[''rm''].'"


# The file beside it.


def test_neither_file_is_written_over(pets: Engine, tmp_path: Path) -> None:
    out = RepliesOut(pets, ALL, pets.survey.questions)
    (tmp_path / "a.sps").write_text("mine")
    with pytest.raises(TakenNameError, match=r"a\.sps exists already"):
        write(out, Format.SAV, tmp_path / "a.sav")
    assert not (tmp_path / "a.sav").exists()
    with pytest.raises(ExportError, match=r"name it \.sav"):
        write(out, Format.SAV, tmp_path / "b.sps")
    (tmp_path / "c.sps").symlink_to(tmp_path / "a.sps")
    with pytest.raises(ExportError, match="it is a link"):
        write(out, Format.SAV, tmp_path / "c.sav", force=True)
    assert (tmp_path / "a.sps").read_text() == "mine"
    write(out, Format.SAV, tmp_path / "a.sav", force=True)
    assert (tmp_path / "a.sps").read_text().startswith("* Encoding")


def test_without_sets_there_is_none(pets: Engine, tmp_path: Path) -> None:
    write(RepliesOut(pets, ALL, [pets.survey["pet"]]), Format.SAV, tmp_path / "alone.sav")
    assert not (tmp_path / "alone.sps").exists()


# Names.


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("q1", "q1"), ("1st", "q1st"), ("a b-c", "a_b_c"), ("_x_", "x"), ("", "q"), ("ALL", "ALL_q"),
        ("é" * 40, "é" * 32), ("日本", "日本"), ("a.", "a"), ("$x", "x"), ("x" * 70, "x" * 64), ("\U0001f600", "q"),
    ],
)  # fmt: skip
def test_names_are_those_that_spss_takes(wanted: str, name: str, tmp_path: Path) -> None:
    assert plain(wanted) == name
    pyreadstat.write_sav(pl.DataFrame({name: [1.0]}), tmp_path / "a.sav")


def test_no_name_is_given_twice() -> None:
    names = Names()
    given = [names.free(one) for one in ("a", "A", "a_2", "x" * 64, "X" * 70, *sorted(RESERVED))]
    given += names.numbered("a", ["1", "2"]) + names.numbered("a", ["one", "ONE"]) + names.numbered("y" * 70, ["a b"])
    folded = [name.casefold() for name in given]
    assert len(set(folded)) == len(folded)
    assert all(len(name.encode()) <= LONGEST for name in given)
    assert names.set_name("a") == "$a"
    assert names.set_name("A") == "$A_2"
    assert cut_bytes("aé", 2) == "a"
