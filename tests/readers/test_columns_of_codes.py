"""The column that holds the codes of a verbatim, in whatever way a file keeps them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars
import pyreadstat
import pytest

from topline.analysis import tabulate
from topline.coding.bench import bench_for
from topline.engine import Engine
from topline.readers import open_source
from topline.survey import SurveyFileError, View, What

HOW = [["I sell there", "We recruit there", "Selling, and hiring too"][row % 3] for row in range(60)]
ONE = [["sell", "hire", "sell"][row % 3] for row in range(60)]
SEVERAL = [["sell", "hire", "sell; hire"][row % 3] for row in range(60)]
CODES = '[question.how]\nkind = "open"\ncodes = "code"\n'


def as_csv(path: Path, codes: list[str]) -> Path:
    rows = enumerate(zip(HOW, codes, strict=True))
    path.write_text("id,how,code\n" + "".join(f'{row},"{how}",{code}\n' for row, (how, code) in rows))
    return path


def as_sav(path: Path) -> Path:
    codes = [{"sell": 1.0, "hire": 2.0}[code] for code in ONE]
    frame = polars.DataFrame({"id": list(range(60)), "how": HOW, "code": codes})
    pyreadstat.write_sav(frame, path, variable_value_labels={"code": {1: "Sell", 2: "Hire", 3: "Coach"}})
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    "one each": lambda folder: as_csv(folder / "a.csv", ONE),
    "several": lambda folder: as_csv(folder / "b.csv", SEVERAL),
    "numbers": lambda folder: as_csv(folder / "c.csv", [str(1 + len(code)) for code in ONE]),
    "labelled": lambda folder: as_sav(folder / "d.sav"),
}
COUNTS = {
    "one each": {"sell": 40, "hire": 20},
    "several": {"sell": 40, "hire": 40},
    "numbers": {"5": 60},
    "labelled": {"Sell": 40, "Hire": 20, "Coach": 0},
}


@pytest.mark.parametrize("kept", FILES)
@pytest.mark.parametrize("more", ["", '[question.code]\nkind = "single"\n', '[question.code]\nseparator = ";"\n'])
def test_codes_are_several_a_reply_however_they_are_kept(tmp_path: Path, kept: str, more: str) -> None:
    path = FILES[kept](tmp_path)
    path.with_suffix(".topline.toml").write_text(CODES + more)
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        table = tabulate(View(What.TOPLINE, "how"), engine)
    assert {row.label: row.cells[0].count for row in table.rows} == COUNTS[kept]
    assert bench_for(source, path, "how").state.totals.coded == 60


def test_answers_joined_by_what_is_stated_are_several_also_where_no_kind_is(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", ONE)
    path.with_suffix(".topline.toml").write_text('[question.code]\nseparator = ";"\n')
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        table = tabulate(View(What.TOPLINE, "code"), engine)
    assert {row.label: row.cells[0].count for row in table.rows} == COUNTS["one each"]


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (CODES, "line 3: 'code' holds no lists of codes but a VARCHAR for each reply; store lists, or use CSV"),
        ('[question.code]\nkind = "multi"\n', "line 2: 'code' holds no lists of answers but a VARCHAR for each reply"),
        ('[question.how]\ncodes = "how"\n', "line 2: how cannot hold its own codes: they stand in a column beside"),
    ],
)
def test_a_parquet_column_of_one_value_each_is_refused_in_one_line(tmp_path: Path, stated: str, fault: str) -> None:
    path = tmp_path / "a.parquet"
    polars.DataFrame({"how": HOW, "code": ONE}).write_parquet(path)
    path.with_suffix(".topline.toml").write_text(stated)
    with pytest.raises(SurveyFileError) as caught:
        open_source(path)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_parquet_column_of_joined_answers_is_taken_apart_where_the_separator_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    polars.DataFrame({"how": HOW, "code": SEVERAL}).write_parquet(path)
    path.with_suffix(".topline.toml").write_text('[question.code]\nkind = "multi"\nseparator = ";"\n')
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        table = tabulate(View(What.TOPLINE, "code"), engine)
    assert {row.label: row.cells[0].count for row in table.rows} == COUNTS["several"]
