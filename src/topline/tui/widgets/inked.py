"""Lines of ink on the screen: what every widget that shows data is drawn with.

Nothing here takes markup: a line's text goes to the terminal as it is, and it was sanitised when the line
was made.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from topline.charts import Ink, Line
from topline.tui.themes import DARK_INKS

STRONG = frozenset({Ink.NET, Ink.HIT, Ink.KEY, Ink.MUCH_MORE, Ink.MUCH_LESS})
"""Inks that are set in bold."""
FAINT = frozenset({Ink.DIM, Ink.AXIS, Ink.NEUTRAL, Ink.HEADING, Ink.COUNT})
"""Inks that stand back, and could not be read on the ground of the cursor."""
SHADED = frozenset({Ink.MUCH_MORE, Ink.MORE, Ink.LESS, Ink.MUCH_LESS})
"""Inks with a ground of their own, in themes that have one for them."""
SAME_AS = {Ink.KEY: "accent", Ink.VOICE: "ink-label"}
"""Inks that take the colour of a theme's variable of another name; the others have one of their own."""


_STYLES: dict[str, dict[Ink, Style]] = {}
"""The inks of each theme, by its name."""


def ink_styles(theme: Theme) -> dict[Ink, Style]:
    """The style of every ink in a theme; a style sheet would restyle every ink of every widget, again and again."""
    if theme.name not in _STYLES:
        _STYLES[theme.name] = _styles_of(theme)
    return _STYLES[theme.name]


def _styles_of(theme: Theme) -> dict[Ink, Style]:
    defaults = DARK_INKS | {"accent": theme.accent or theme.primary}
    variables = defaults | theme.variables
    colours = {ink: Color.parse(variables[SAME_AS.get(ink, f"ink-{ink}")]) for ink in Ink}
    grounds = {} if theme.ansi else {ink: Color.parse(variables[f"heat-{ink}"]).rich_color for ink in SHADED}
    return {
        ink: Style(color=colour.rich_color, bgcolor=grounds.get(ink), bold=ink in STRONG or None)
        for ink, colour in colours.items()
    }


def strip_of(widget: Widget, line: Line, width: int, highlight: Style | None = None) -> Strip:
    """A line as a strip of exactly `width` cells in the widget's colours.

    Args:
        widget: Its background and theme are used.
        highlight: Laid over the whole line, such as the cursor's background.
    """
    base = widget.rich_style
    if highlight is not None:
        base += highlight
    inks = ink_styles(widget.app.current_theme)
    plain = inks[Ink.LABEL]
    segments = [
        Segment(span.text, base + (plain if highlight is not None and span.ink in FAINT else inks[span.ink]))
        for span in line.spans
    ]
    return Strip(segments).adjust_cell_length(width, base).simplify()


class Lines(Widget):
    """Some lines of ink that only show. Setting new ones repaints just the lines that differ."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown, from the top."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; those that don't fit are not seen."""
        before, self._lines = self._lines, tuple(lines)
        is_auto = self.styles.height is not None and self.styles.height.is_auto
        if is_auto and (len(before) != len(self._lines) or len(self._lines) != self.size.height):
            self.refresh(layout=True)
            return
        for y in range(max(len(before), len(self._lines))):
            if before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as there are, where the height is auto."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        shown = self._lines[y] if y < len(self._lines) else Line()
        return strip_of(self, shown, self.size.width)
