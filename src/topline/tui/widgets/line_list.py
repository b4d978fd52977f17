"""A list of lines with a cursor: of any length, drawn line by line, repainted as little as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from topline.charts import Line
from topline.tui.widgets.inked import strip_of


class LineList(ScrollView, can_focus=True):
    """A scrolling list. Subclasses say what each line is; the cursor stops only where `stops_at` says."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--idle"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("home,g", "end(-1)", "First", show=False),
        Binding("end,G", "end(1)", "Last", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line the cursor is on, from 0."""
    pinned = 0
    """Lines at the top that stay where they are while the others scroll below them."""

    @dataclass
    class Moved(Message):
        """The cursor is on another line."""

        line_list: LineList
        index: int

        @property
        def control(self) -> LineList:
            """The list it happened in."""
            return self.line_list

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, LineList.Moved) and message.line_list is self.line_list

    @dataclass
    class Chosen(Message):
        """The line under the cursor was clicked a second time, or Enter was pressed where a list takes it."""

        line_list: LineList
        index: int

        @property
        def control(self) -> LineList:
            """The list it happened in."""
            return self.line_list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._count = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    def line_at(self, index: int, width: int) -> Line:
        """What stands on a line."""
        raise NotImplementedError

    def stops_at(self, index: int) -> bool:
        """Whether the cursor can be on a line."""
        return True

    def reset(self, count: int, cursor: int = 0) -> None:
        """Say how many lines there are now, and where the cursor is among them; repaints the list."""
        self._count = count
        self.virtual_size = Size(self.size.width, count)
        target = self._stop(min(max(cursor, 0), max(count - 1, 0)), 1)
        self.set_reactive(LineList.cursor, target)
        self._reveal()
        self.refresh()

    def index_at(self, y: int) -> int:
        """The line that stands so many lines below the top of the screen's part."""
        return y if y < self.pinned else y + self.scroll_offset.y

    def refresh_line(self, y: int) -> None:
        """Repaint one line, wherever it stands."""
        if y < self.pinned:
            self.refresh(Region(0, y, self.size.width, 1))
        else:
            super().refresh_line(y)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index, width = self.index_at(y), self.size.width
        return self.strip_at(index, width) if index < self._count else strip_of(self, Line(), width)

    def strip_at(self, index: int, width: int) -> Strip:
        """A line as it is drawn, the cursor on it if it is there."""
        highlight = self._highlight() if index == self.cursor and self.stops_at(index) else None
        return strip_of(self, self.line_at(index, width), width, highlight)

    def _highlight(self) -> Style:
        name = "line-list--cursor" if self.has_focus else "line-list--idle"
        style = self.get_component_rich_style(name, partial=True)
        if self.app.current_theme.ansi:
            # The terminal's own colours have no shade for a cursor: turn them round, or underline.
            return Style(reverse=True) if self.has_focus else Style(underline=True)
        return style

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two lines, and say so."""
        self.refresh_line(before)
        self.refresh_line(after)
        self._reveal()
        self.post_message(self.Moved(self, after))

    def on_focus(self, event: events.Focus) -> None:
        """The cursor shows where the keys go."""
        self.refresh_line(self.cursor)

    def on_blur(self, event: events.Blur) -> None:
        """The cursor fades where they don't."""
        self.refresh_line(self.cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Lines are as wide as the list."""
        self.virtual_size = Size(self.size.width, self._count)
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor chooses."""
        index = self.index_at(event.y)
        if index >= self._count or not self.stops_at(index):
            return
        if index == self.cursor:
            self.post_message(self.Chosen(self, index))
        self.cursor = index

    def action_step(self, by: int) -> None:
        """Move the cursor by a line."""
        self._go(self.cursor + by, by)

    def action_page(self, by: int) -> None:
        """Move the cursor, and what is seen, by a page."""
        step = by * max(1, self.size.height - self.pinned - 1)
        self._scroll(self.scroll_offset.y + step)
        self._go(self.cursor + step, by)

    def action_end(self, by: int) -> None:
        """Move the cursor to the first or last line."""
        self._go(0 if by < 0 else self._count - 1, -by)

    def _go(self, index: int, by: int) -> None:
        if self._count:
            index = min(max(index, 0), self._count - 1)
            self.cursor = self._stop(index, 1 if by > 0 else -1, otherwise=self.cursor)

    def _stop(self, index: int, by: int, otherwise: int | None = None) -> int:
        """The nearest line from `index` on, in this direction and then in the other, where the cursor can be."""
        for step in (by, -by):
            at = index
            while 0 <= at < self._count:
                if self.stops_at(at):
                    return at
                at += step
        return index if otherwise is None else otherwise

    def _reveal(self) -> None:
        """Scroll the cursor into view, by half pages: a scroll repaints everything, so let it be seldom."""
        height = self.size.height
        top = self.scroll_offset.y
        if height and not top + self.pinned <= self.cursor < top + height:
            self._scroll(self.cursor - (self.pinned + height) // 2 if self.cursor >= height else 0)

    def _scroll(self, y: int) -> None:
        y = min(max(y, 0), max(0, self._count - self.size.height))
        self.scroll_to(y=y, animate=False, force=True, immediate=True)


class Ready(LineList):
    """A list of lines that are all there already; setting new ones repaints just those that differ."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, from the top."""
        return self._lines

    def show_lines(self, lines: tuple[Line, ...], cursor: int) -> None:
        """Show these lines with the cursor on one of them."""
        before, self._lines = self._lines, lines
        top, height = self.scroll_offset.y, self.size.height
        if not before or len(lines) > height or len(before) > height or top:
            self.reset(len(lines), cursor)
            return
        self._count = len(lines)
        self.virtual_size = Size(self.size.width, self._count)
        old = self.cursor
        self.set_reactive(LineList.cursor, self._stop(min(max(cursor, 0), max(self._count - 1, 0)), 1))
        for y in range(max(len(before), len(lines))):
            if before[y : y + 1] != lines[y : y + 1] or y in (old, self.cursor):
                self.refresh_line(y)

    def line_at(self, index: int, width: int) -> Line:
        """What stands on a line."""
        return self._lines[index]
