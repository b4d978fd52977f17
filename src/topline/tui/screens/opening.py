"""Opening: shown while a file is read, with a key to give up."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from topline.charts import Ink, Line, fit, line
from topline.cli.waiting import with_seconds
from topline.tui.widgets.inked import Lines

GIVE_UP = ("escape", "q", "ctrl+q", "ctrl+c")
"""Keys that stop the opening."""


class OpeningScreen(Screen[None]):
    """What is being read, and how far it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(GIVE_UP), "app.give_up", "Give up", show=False, priority=True),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._step = ""
        self._began = monotonic()

    def compose(self) -> ComposeResult:
        """A few lines."""
        yield Lines(id="opening")

    def on_mount(self) -> None:
        """Some steps take long and have nothing to say: the time shows that they go on."""
        self.set_interval(1.0, self._draw)

    def progress(self, step: str) -> None:
        """Say what is being done."""
        self._step = step
        self._draw()

    def _draw(self) -> None:
        seconds = int(monotonic() - self._began)
        step = with_seconds(self._step, seconds) if self._step else ""
        lines = self.query_one(Lines)
        width = max(20, self.size.width - 4)
        lines.show_lines(
            (
                Line(),
                line(("  topline", Ink.KEY)),
                Line(),
                line((f"  {fit(f'opening {self._name}', width)}", Ink.LABEL)),
                line((f"  {fit(step, width)}", Ink.DIM)),
                Line(),
                line(("  Esc", Ink.KEY), (" gives up", Ink.HEADING)),
            )
        )
