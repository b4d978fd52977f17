"""Opening: shown while a file is read, with a key to give up."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from topline.charts import Ink, Line, fit, line
from topline.tui.widgets.inked import Lines


class OpeningScreen(Screen[None]):
    """What is being read, and how far it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+q,ctrl+c", "app.give_up", "Give up", show=False, priority=True),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._step = ""

    def compose(self) -> ComposeResult:
        """A few lines."""
        yield Lines(id="opening")

    def progress(self, step: str) -> None:
        """Say what is being done."""
        self._step = step
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
