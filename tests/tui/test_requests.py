"""Requests: newer ones supersede older ones, and what can wait lets everything else go first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from textual.app import App

from topline.engine import Cancel, QueryCancelledError
from topline.tui.requests import Answered, Requests

SOON = 20.0


class Asker(App[None]):
    """Asks, and keeps the answers."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = Requests(self)  # type: ignore[arg-type]
        self.answers: list[str] = []

    def on_answered(self, answer: Answered) -> None:
        answer.requests.receive(answer)

    async def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(2_000):
            if not self.requests.is_waiting:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it does not come to rest")


class Work:
    """Work that waits to be let go, and notices when it is given up."""

    def __init__(self, answer: str, *, let_go: bool = False) -> None:
        self.answer, self.begun, self.given_up = answer, 0, 0
        self.go = threading.Event()
        self.running = threading.Event()
        if let_go:
            self.go.set()

    def __call__(self, cancel: Cancel) -> str:
        self.begun += 1
        self.running.set()
        while not self.go.wait(0.002):
            if cancel.is_cancelled:
                self.given_up += 1
                raise QueryCancelledError("cancelled")
        return self.answer


def run(story: Callable[[Asker], Any]) -> Asker:
    async def played() -> Asker:
        app = Asker()
        async with app.run_test():
            await story(app)
            await app.settle()
        return app

    return asyncio.run(played())


def test_what_can_wait_is_interrupted_and_begun_again() -> None:
    shapes, table = Work("shapes"), Work("table")

    async def story(app: Asker) -> None:
        app.requests.ask_at_leisure("shapes", shapes, app.answers.append)
        await asyncio.to_thread(shapes.running.wait, SOON)
        app.requests.ask("table", table, app.answers.append)
        await asyncio.to_thread(table.running.wait, SOON)
        shapes.go.set()
        table.go.set()

    assert run(story).answers == ["table", "shapes"]
    assert (shapes.begun, table.begun) == (2, 1)


def test_it_does_not_begin_while_something_runs_or_it_is_told_to_rest() -> None:
    shapes, table = Work("shapes", let_go=True), Work("table")

    async def story(app: Asker) -> None:
        app.requests.rest(True)
        app.requests.ask("table", table, app.answers.append)
        app.requests.ask_at_leisure("shapes", shapes, app.answers.append)
        table.go.set()
        await app.settle()
        assert (app.answers, shapes.begun) == (["table"], 0)
        app.requests.rest(False)

    assert run(story).answers == ["table", "shapes"]


def test_cancelling_what_is_waited_for_lets_it_go_on() -> None:
    shapes, table = Work("shapes", let_go=True), Work("table")

    async def story(app: Asker) -> None:
        app.requests.ask("table", table, app.answers.append)
        app.requests.ask_at_leisure("shapes", shapes, app.answers.append)
        await asyncio.to_thread(table.running.wait, SOON)
        assert app.requests.is_busy
        assert app.requests.cancel()
        assert not app.requests.is_busy

    assert run(story).answers == ["shapes"]
    assert shapes.begun == 1


def test_one_that_is_forgotten_never_comes() -> None:
    shapes = Work("shapes")

    async def story(app: Asker) -> None:
        app.requests.ask_at_leisure("shapes", shapes, app.answers.append)
        await asyncio.to_thread(shapes.running.wait, SOON)
        app.requests.forget("shapes")

    assert run(story).answers == []


def test_a_newer_request_supersedes_an_older_one() -> None:
    first, second = Work("first"), Work("second", let_go=True)

    async def story(app: Asker) -> None:
        app.requests.ask("table", first, app.answers.append)
        await asyncio.to_thread(first.running.wait, SOON)
        app.requests.ask("table", second, app.answers.append)

    assert run(story).answers == ["second"]
