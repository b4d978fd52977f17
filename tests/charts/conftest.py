"""Golden files: what a chart looks like, kept as text that a person can review."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from topline.charts import Line

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]


@pytest.fixture
def golden() -> Golden:
    """Compares text with a golden file; TOPLINE_GOLDEN=update rewrites the file."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("TOPLINE_GOLDEN") == "update":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no {path}; TOPLINE_GOLDEN=update writes it"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture
def drawn() -> Callable[[Sequence[Line]], str]:
    """Lines as text, each closed by a bar that shows where it ends."""
    return lambda lines: "".join(f"{line.plain}|\n" for line in lines)
