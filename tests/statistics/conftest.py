"""The synthetic-60 data set, whose reference values were computed with R's survey package."""

from typing import NamedTuple

import pytest


class Row(NamedTuple):
    """One reply of synthetic-60."""

    w: float
    y: int
    g: str
    yes: bool


@pytest.fixture(scope="session")
def synthetic_60() -> list[Row]:
    """The 60 replies by their rule: from x = 1, x becomes (75x+74) mod 65537 before each field."""
    x = 1

    def step() -> int:
        nonlocal x
        x = (75 * x + 74) % 65537
        return x

    rows = []
    for _ in range(60):
        w, y, g = 0.5 + (step() % 7) * 0.3, step() % 10 + 1, step() % 3
        rows.append(Row(w, y, "ABC"[g], step() % 100 < (70, 45, 30)[g]))
    return rows
