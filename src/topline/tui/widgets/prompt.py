"""A line to type in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from topline.charts import shown


class Prompt(Input):
    """A line to type in. What is pasted comes from anywhere, so it is made safe to show."""

    def _on_paste(self, event: events.Paste) -> None:
        event.text = shown((event.text.splitlines() or [""])[0])
