"""What is said while a file is read moves with every second."""

import pytest

from topline.cli import waiting
from topline.cli.waiting import Waiting


def test_a_step_that_has_nothing_to_say_shows_the_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter((100.0, 100.0, 100.5, 101.0, 101.4, 102.1, 102.1))
    monkeypatch.setattr(waiting, "monotonic", lambda: next(times))
    told = Waiting()
    told.go_on()
    told.tell("reading")
    for _ in range(4):
        told.go_on()
    told.tell("writing")
    told.end()
    shown = ["reading", "reading ... 1 s", "reading ... 2 s", "writing ... 2 s", ""]
    assert capsys.readouterr().err == "".join(f"\r\x1b[K{words}" for words in shown)


def test_where_nothing_was_said_nothing_is_cleared(capsys: pytest.CaptureFixture[str]) -> None:
    Waiting().end()
    assert capsys.readouterr().err == ""
