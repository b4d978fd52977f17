"""The life of the app: what it opened is let go of, however it ends."""

from __future__ import annotations

import asyncio

import pytest

from topline.cli.explorer import sample_path
from topline.engine import Cancel, EngineError
from topline.survey import Slice
from topline.tui import ToplineApp, lifecycle
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
