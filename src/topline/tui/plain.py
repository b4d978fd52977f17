"""Terminals that show no more than ASCII: every ornament, ours or Textual's, becomes a character that they have.

Charts are drawn with glyphs of their own there (see `charts.ASCII`). Everything else comes through here last, cell
for cell: rules, borders, arrows, quotes, scroll bars. The letters of data stay what they are.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from topline.charts.plain import in_ascii


class Plain(LineFilter):
    """Draws every line in ASCII, as far as it is ours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line, as wide as it was."""
        return [
            segment if segment.text.isascii() else Segment(in_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
