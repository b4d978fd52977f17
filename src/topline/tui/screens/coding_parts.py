"""What the coding screen is made of: the reply, the queue, the codes."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from topline.charts import Line
from topline.coding.sitting import Sitting
from topline.tui.screens.coding_lines import queue_line
from topline.tui.screens.reply import Reading
from topline.tui.widgets.line_list import LineList


class QueueList(LineList, inherit_bindings=False):
    """The queue, moved about in by keys that are no letters: letters are codes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down", "step(1)", "Down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="queue")
        self._sitting: Sitting | None = None

    def show(self, sitting: Sitting) -> None:
        """Show the queue of a sitting."""
        is_other = self._sitting is not sitting or self.count != len(sitting.queue)
        self._sitting = sitting
        if is_other:
            self.reset(len(sitting.queue), sitting.at)
        elif self.cursor != sitting.at:
            self.cursor = sitting.at
        else:
            self.refresh_line(self.cursor - self.scroll_offset.y)
        self.refresh()

    def line_at(self, index: int, width: int) -> Line:
        """A place of the queue."""
        if self._sitting is None or index >= len(self._sitting.queue):
            return Line()
        return queue_line(self._sitting, index, width)


class CodeList(LineList, inherit_bindings=False):
    """The codes, which scroll and have no cursor."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="codes")
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show these lines."""
        before, self._lines = self._lines, lines
        if len(before) != len(lines):
            self.reset(len(lines))
            return
        for at, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.refresh_line(at - self.scroll_offset.y)

    def stops_at(self, index: int) -> bool:
        """There is no cursor."""
        return False

    def line_at(self, index: int, width: int) -> Line:
        """A code."""
        return self._lines[index]

    def scroll(self, by: int) -> None:
        """Scroll by half of what is seen."""
        self._scroll(self.scroll_offset.y + by * max(1, self.size.height // 2))


class ReplyText(Reading):
    """What the reply says, and what there is to know of it; it scrolls by keys of the screen."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="coding-text")

    def tell(self, lines: tuple[Line, ...], *, anew: bool = True) -> None:
        """Show these lines, from the top where they are of another reply."""
        y = 0 if anew else self.scroll_offset.y
        self.show_lines(lines, 0)
        self.scroll_to(y=min(y, max(0, len(lines) - self.size.height)), animate=False, force=True, immediate=True)

    def scroll(self, by: int) -> None:
        """Scroll by half of what is seen."""
        self.action_step(by * max(1, self.size.height // 2))
