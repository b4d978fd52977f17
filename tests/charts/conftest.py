"""How lines are written down for a golden file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from topline.charts import Line


@pytest.fixture
def drawn() -> Callable[[Sequence[Line]], str]:
    """Lines as text, each closed by a bar that shows where it ends."""
    return lambda lines: "".join(f"{line.plain}|\n" for line in lines)
