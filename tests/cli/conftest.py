"""A survey as a tool exports it, and the command line run inside the test."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from topline.__main__ import main

AGES = ("18-24", "25-34", "35-54", "55+")
AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
REPLIES = 120


@dataclass(frozen=True)
class Said:
    """What a command line ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as strict JSON: no NaN, no infinity."""

        def refuse(constant: str) -> None:
            raise AssertionError(f"{constant} is no JSON")

        return json.loads(self.out, parse_constant=refuse)


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One cache for all tests, so that each file is read once."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("TOPLINE_CACHE", str(folder))
    monkeypatch.delenv("TOPLINE_DEBUG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line."""

    def run_(*words: object) -> Said:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run_


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain CSV with the kinds of a typical export: 120 replies, each kind of answer, some blanks."""
    path = tmp_path_factory.mktemp("export") / "dogs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["RespondentID", "Submitted", "Region", "Do you own a dog?", "Age", "Dogs are good company", "recommend",
             "Hours walked a week", "In your own words, why?", "weight"]
        )  # fmt: skip
        for n in range(REPLIES):
            writer.writerow(
                [
                    10_000 + n,
                    (date(2026, 3, 1) + timedelta(days=n // 10)).isoformat(),
                    ("North", "South", "East, by the sea")[n % 3],
                    "" if n % 12 == 0 else ("Yes", "No")[n % 2],
                    AGES[n % 4],
                    AGREE[n * 7 % 5],
                    n * 7 % 11,
                    round(n * 0.37 % 9, 2),
                    f"Because of reason number {n}, which is mine." if n % 2 else "",
                    round(0.5 + n % 10 / 10, 2),
                ]
            )
    return path
