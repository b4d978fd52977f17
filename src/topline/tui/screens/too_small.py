"""Too small: shown over everything while the terminal has no room for it; what was there stays as it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from topline.charts import Ink, line
from topline.tui.widgets.inked import Lines

SMALLEST = Size(40, 12)
"""Columns and lines below which nothing useful can be drawn."""


def fits(size: Size) -> bool:
    """Whether a terminal of this size has room for the explorer."""
    return size.width >= SMALLEST.width and size.height >= SMALLEST.height


class TooSmallScreen(Screen[None]):
    """One line that asks for room; the app takes it away when there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,ctrl+c", "app.leave", "Leave", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """A line."""
        yield Lines(id="too-small")

    def on_resize(self) -> None:
        """As much of the line as there is room for, what matters first."""
        width, height = self.size
        wanted = f"{SMALLEST.width}x{SMALLEST.height}"
        sayings = (
            f" topline needs {wanted}; this terminal is {width}x{height}. Enlarge it, or q quits",
            f"needs {wanted}, is {width}x{height}",
            f"enlarge to {wanted}",
            wanted,
        )
        said = next((saying for saying in sayings if len(saying) <= width), "…")
        self.query_one(Lines).show_lines((line((said, Ink.WARNING)),))
