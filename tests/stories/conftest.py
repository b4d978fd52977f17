"""What the stories are compared with: the replies themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from topline.cli.explorer import sample_path
from topline.engine import Engine, Windows
from topline.readers import open_source
from topline.survey import Slice, read_expression
from topline.tui.widgets import status

Truth = Callable[[str], int]


@pytest.fixture(autouse=True)
def said_until_a_key_is_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said stays until the next key, however long a slow machine takes to come to rest."""
    monkeypatch.setattr(status, "SAID_FOR", 3_600.0)


@pytest.fixture(scope="session")
def truth() -> Iterator[Truth]:
    """How many replies of the sample an expression is true of, by the engine."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        windows = Windows(engine)
        yield lambda text: windows.count(Slice((read_expression(text, source.survey),)))
