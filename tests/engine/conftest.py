"""Replies written for a test and opened in an engine of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars
import pytest

from topline.engine import Engine
from topline.survey import Question, Survey

Opened = Callable[..., Engine]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Write a frame as parquet and open it with these questions; every engine is closed afterwards."""
    engines: list[Engine] = []

    def open_(frame: polars.DataFrame, *questions: Question, name: str = "replies.parquet") -> Engine:
        path = tmp_path / name
        frame.write_parquet(path)
        engines.append(Engine(path, Survey("Test", questions, respondents=len(frame))))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.close()
