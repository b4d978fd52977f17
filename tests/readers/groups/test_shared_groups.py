"""The real files, where they are at hand: their questions of several columns are found, and no others."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from topline.readers.encoding import encoding_of
from topline.readers.groups import Found
from topline.readers.raw import Together

FoundIn = Callable[[str | Sequence[Sequence[str]]], Found]
SHARED = Path(__file__).parents[3].parent / "shared" / "data"
HOW = {
    "multi_select": Together.SEVERAL,
    "grid": Together.GRID,
    "ranking": Together.RANKING,
    "single_choice_spread_over_columns": Together.SPREAD,
}
REAL = {
    "thanksgiving-2015-poll-data.csv": 4,
    "StarWars.csv": 3,
    "masculinity-raw-responses.csv": 10,
    "quantipy-example-data-a.csv": 7,
    "jupyter-2015-ux-SurveyExport.csv": 0,
    "steak-risk-survey.csv": 0,
}
"""Questions of several columns that each file has."""


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding=encoding_of(path).codec, errors="replace", newline="") as file:
        rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    width = max(map(len, rows[:3]))
    return [[*row, *[""] * (width - len(row))][:width] for row in rows]


@pytest.mark.parametrize("name", REAL)
def test_questions_of_several_columns(found_in: FoundIn, name: str) -> None:
    path = SHARED / "real" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    expected = json.loads((SHARED / "real" / "expected.json").read_text())["files"]
    checks = next(said["checks"] for said in expected if said["file"] == name)
    groups = {group.columns: group for group in found_in(rows_of(path)).groups}
    assert len(groups) == REAL[name]
    for check in checks:
        if check["type"] in HOW and "columns" in check:
            first, last = check["columns"]
            group = groups[tuple(range(first, last + 1))]
            assert group.how is HOW[check["type"]]
            if check["type"] == "multi_select":
                options = {" ".join(option.split()).casefold() for option in check["counts"]}
                assert {label.casefold() for label in group.labels} == options


def test_awkward_files_have_no_questions_that_nobody_asked(found_in: FoundIn) -> None:
    folder = SHARED / "nasty"
    if not folder.exists():
        pytest.skip(f"{folder} is not here")
    found = {}
    for path in sorted(folder.glob("*.csv")):
        if path.is_file() and path.stat().st_size and path.name[:2] not in ("06", "51", "x0"):
            try:
                found[path.name] = found_in(rows_of(path)).groups
            except (csv.Error, AssertionError, UnicodeError):
                continue
    several = {name: [group.columns for group in groups] for name, groups in found.items() if groups}
    assert several == {"48_two_header_rows.csv": [(1, 2, 3)], "49_three_header_rows.csv": [(2, 3)]}
