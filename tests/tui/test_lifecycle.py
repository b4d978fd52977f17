"""The life of the app: what it opened is let go of, however it ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.engine import Cancel, EngineError
from topline.readers import ReadingCancelledError, Source
from topline.survey import Slice
from topline.tui import ToplineApp, lifecycle
from topline.tui.screens.opening import GIVE_UP
from topline.tui.session import Session


@pytest.mark.parametrize("fault", [False, True], ids=["given up", "unreadable"])
def test_a_session_that_nobody_comes_to_see_is_closed(fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Session] = []

    class Interrupted(Session):
        def response_line(self, cancel: Cancel | None = None) -> str:
            made.append(self)
            if fault:
                raise EngineError("it cannot be read")
            app.call_from_thread(app.action_give_up)
            return super().response_line(cancel)

    monkeypatch.setattr(lifecycle, "Session", Interrupted)
    app = ToplineApp(sample_path())

    async def run() -> None:
        async with app.run_test() as pilot:
            for _ in range(100):
                if not app.is_running:
                    break
                await pilot.pause()

    asyncio.run(run())
    assert app.fault
    with pytest.raises(EngineError):
        made[0].count(Slice(search="twitter"))


@pytest.mark.parametrize("key", GIVE_UP)
def test_opening_can_be_given_up_before_there_is_a_screen_for_it(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def read(file: Path, *, cancelled: Callable[[], bool], **_: object) -> Source:
        let_go.wait(20)
        assert cancelled()
        raise ReadingCancelledError("given up")

    monkeypatch.setattr(lifecycle, "open_coded", read)
    monkeypatch.setattr(lifecycle, "SHOWN_AFTER", 3600)
    app = ToplineApp(sample_path())

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press(key)
            let_go.set()

    asyncio.run(run())
    assert app.fault == f"{sample_path()}: opening it was given up"
