"""A survey as SPSS keeps it, and the sample, opened from Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

import topline

SAMPLE = Path(__file__).parents[2] / "sample.parquet"
ROLES = {1.0: "Manager", 2.0: "Director", 3.0: "VP"}
HOW = {1.0: "Researching", 2.0: "Preparing", 3.0: "Recruiting", 9.0: "Refused"}
ROWS = 90


@pytest.fixture
def sample() -> Iterator[topline.OpenSurvey]:
    with topline.open(SAMPLE) as survey:
        yield survey


@pytest.fixture(scope="session")
def replies() -> pl.DataFrame:
    """Ninety replies, in codes."""
    at = range(ROWS)
    return pl.DataFrame(
        {
            "id": [float(one + 1) for one in at],
            "role": [float(one % 3 + 1) for one in at],
            "impact": [float(one % 2 + 1) for one in at],
            "how": [None if one % 10 == 9 else float(one // 3 % 3 + 1) for one in at],
            "hours": [one % 7 + 0.5 for one in at],
            "w": [0.5 + one % 4 for one in at],
        }
    )


@pytest.fixture(scope="session")
def wave1(tmp_path_factory: pytest.TempPathFactory, replies: pl.DataFrame) -> Path:
    """The same as a file of SPSS."""
    path = tmp_path_factory.mktemp("api") / "wave1.sav"
    pyreadstat.write_sav(
        replies,
        path,
        column_labels={"role": "Your role", "impact": "Has it had an impact?", "how": "How?", "hours": "Hours a week"},
        variable_value_labels={"role": ROLES, "impact": {1.0: "Yes", 2.0: "No"}, "how": HOW},
    )
    return path
