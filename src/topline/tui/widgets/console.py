"""The console: a few lines to write a statement in, with completion and the statements written before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from topline.charts import Ink, Line, fit, line, shown
from topline.readers import sanitise
from topline.tui.completion import Candidate, Completer, Completion
from topline.tui.sql_words import Piece, Token, name_of, pieces
from topline.tui.widgets.inked import ink_styles

INKS = {
    Token.KEYWORD: Ink.BAR,
    Token.FUNCTION: Ink.NET_BAR,
    Token.TEXT: Ink.POSITIVE,
    Token.NUMBER: Ink.PERCENT,
    Token.PARAMETER: Ink.KEY,
    Token.COMMENT: Ink.DIM,
}
"""How the words of a statement are set; names of columns stand out, all else is plain."""
LONGEST = 20_000
"""Characters of a statement; nobody writes one that is longer."""


def harmless(statement: str) -> str:
    """A statement with nothing in it that cannot be shown, as it stands in the console."""
    return sanitise(statement[:LONGEST], limit=8 * LONGEST)


class Console(TextArea, inherit_bindings=False):
    """Where a statement is written. Enter runs it, Ctrl+J begins a line, Tab completes, Up and Down go through
    the statements written before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("shift+up", "cursor_up(True)", show=False),
        Binding("shift+down", "cursor_down(True)", show=False),
        Binding("shift+left", "cursor_left(True)", show=False),
        Binding("shift+right", "cursor_right(True)", show=False),
        Binding("ctrl+left", "cursor_word_left", show=False),
        Binding("ctrl+right", "cursor_word_right", show=False),
        Binding("home,ctrl+a", "cursor_line_start", show=False),
        Binding("end,ctrl+e", "cursor_line_end", show=False),
        Binding("shift+home", "cursor_line_start(True)", show=False),
        Binding("shift+end", "cursor_line_end(True)", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete,ctrl+d", "delete_right", show=False),
        Binding("ctrl+w,alt+backspace", "delete_word_left", show=False),
        Binding("ctrl+u", "clear", show=False),
        Binding("ctrl+k", "delete_to_end_of_line_or_delete_line", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
    ]

    @dataclass
    class Run(Message):
        """The statement is to be run."""

        statement: str

    @dataclass
    class Offered(Message):
        """What can stand at the cursor has changed; nothing, where nothing is being completed."""

        candidates: tuple[Candidate, ...] = ()
        chosen: int = 0

    def __init__(self, completer: Completer) -> None:
        super().__init__(
            id="console",
            compact=True,
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder="select ... from responses",
        )
        self.cursor_blink = False
        self._completer = completer
        self._completion: Completion | None = None
        self._chosen = 0
        self._written: tuple[str, ...] = ()
        """Statements written before, the oldest first."""
        self._at = 0
        """Which of them stands here; their number where it is none of them."""
        self._draft = ""
        self._colours: dict[int, list[tuple[int, int, Ink]]] = {}
        self._coloured = ""

    def remember(self, statements: tuple[str, ...]) -> None:
        """The statements that Up and Down go through, the oldest first."""
        self._written, self._at = statements, len(statements)

    def put(self, statement: str, *, at_end: bool = False) -> None:
        """Show a statement from its beginning; what it may hold that cannot be shown is made harmless.

        Args:
            at_end: Whether the cursor is to be at its end, where one goes on writing.
        """
        text = harmless(statement)
        if text != self.text:
            self.load_text(text)
        self.move_cursor(self.document.end if at_end else (0, 0))

    def point_at(self, index: int, statement: str) -> None:
        """Put the cursor at a place of a statement, if it still stands here.

        Args:
            index: Characters of it before the place.
        """
        at = self.text.find(statement.strip())
        if at >= 0:
            self.move_cursor(self._location_of(at + index - (len(statement) - len(statement.lstrip()))))

    # Keys.

    async def _on_key(self, event: events.Key) -> None:
        """Keys that mean something else here than in any text."""
        match event.key:
            case "enter":
                self._settle()
                self.post_message(self.Run(self.text.strip()))
            case "ctrl+j" | "alt+enter" | "shift+enter" | "newline":
                self._settle()
                self._replace_via_keyboard("\n", *self.selection)
            case "tab" if self._complete(1):
                pass
            case "shift+tab" if self._complete(-1):
                pass
            case "escape" if self._completion is not None:
                self._settle()
            case "up" if self.navigator.is_first_wrapped_line(self.cursor_location) and self._recall(-1):
                pass
            case "down" if self.navigator.is_last_wrapped_line(self.cursor_location) and self._recall(1):
                pass
            case _:
                if event.key not in ("tab", "shift+tab"):
                    self._settle()
                await super()._on_key(event)
                return
        event.stop()
        event.prevent_default()

    def action_clear(self) -> None:
        """Away with the statement; Ctrl+Z brings it back."""
        self._settle()
        self._replace_via_keyboard("", (0, 0), self.document.end)

    def take_up(self) -> None:
        """Take the keys where one goes on writing."""
        self.focus()
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """What is pasted comes from anywhere: it is made safe to show, and to run."""
        self._settle()
        event.stop()
        event.prevent_default()
        room = max(0, LONGEST - len(self.text))
        if result := self._replace_via_keyboard(harmless(event.text[:room]), *self.selection):
            self.move_cursor(result.end_location)

    def on_blur(self) -> None:
        """What was being completed is done with."""
        self._settle()

    # Completion.

    def _complete(self, by: int) -> bool:
        """Put in the first candidate, or the next one; says whether there is any."""
        if self._completion is None:
            found = self._completer.complete(self.get_text_range((0, 0), self.cursor_location))
            if found is None or not self.selection.is_empty:
                return False
            self._completion, self._chosen = found, 0
        else:
            self._chosen = (self._chosen + by) % len(self._completion.candidates)
        found = self._completion
        self._put_in(found.candidates[self._chosen].text, found.start)
        if len(found.candidates) == 1:
            self._settle()
        else:
            self.post_message(self.Offered(found.candidates, self._chosen))
        return True

    def _put_in(self, text: str, start: int) -> None:
        """Put a candidate where what was typed of it begins; a quote that stands there already is not doubled."""
        here = self.cursor_location
        row, column = here
        if text.endswith("'") and self.document.get_line(row)[column : column + 1] == "'":
            here = (row, column + 1)
        result = self.replace(text, self._location_of(start), here)
        self.move_cursor(result.end_location)

    def _location_of(self, index: int) -> tuple[int, int]:
        before = self.text[:index]
        return before.count("\n"), len(before) - (before.rfind("\n") + 1)

    def _settle(self) -> None:
        """The candidate that stands there is the one that was meant."""
        if self._completion is not None:
            self._completion = None
            self.post_message(self.Offered())

    # Statements written before.

    def _recall(self, by: int) -> bool:
        """Show the statement before or after; says whether there is one that is not here already."""
        if self._at == len(self._written):
            self._draft = self.text
        at = self._at + by
        while 0 <= at < len(self._written) and self._written[at] == self.text.strip():
            at += by
        if not 0 <= at <= len(self._written):
            return False
        self._at = at
        self.put(self._draft if at == len(self._written) else self._written[at], at_end=True)
        return True

    # Colours.

    def get_line(self, line_index: int) -> Text:
        """A line of the statement in its colours."""
        text = super().get_line(line_index)
        if self.text != self._coloured:
            self._colour()
        styles = ink_styles(self.app.current_theme)
        for start, end, ink in self._colours.get(line_index, ()):
            text.stylize(styles[ink], start, end)
        return text

    def _colour(self) -> None:
        """Find out what the words of the statement are; a piece may go over several lines."""
        self._coloured, self._colours = self.text, {}
        starts = [0]
        for text in self.text.split("\n"):
            starts.append(starts[-1] + len(text) + 1)
        row = 0
        for piece in pieces(self.text):
            ink = self._ink(piece)
            if ink is None:
                continue
            while starts[row + 1] <= piece.start:
                row += 1
            at = row
            while at < len(starts) - 1 and starts[at] < piece.end:
                span = (max(0, piece.start - starts[at]), min(piece.end, starts[at + 1] - 1) - starts[at], ink)
                self._colours.setdefault(at, []).append(span)
                at += 1

    def _ink(self, piece: Piece) -> Ink | None:
        if piece.token in (Token.NAME, Token.QUOTED):
            return Ink.NET if name_of(piece, self.text).casefold() in self._completer.names else None
        return INKS.get(piece.token)


def offered_line(candidates: tuple[Candidate, ...], chosen: int, width: int) -> Line:
    """The candidates around the chosen one, as many as fit, and what the chosen one is."""
    about = f"  {shown(candidates[chosen].about)}" if candidates[chosen].about else ""
    about = fit(about, min(cell_len(about), width // 3))
    room = width - cell_len(about) - 2
    sizes = [cell_len(candidate.text) + 2 for candidate in candidates]
    first, used = chosen, sizes[chosen]
    while first and used + sizes[first - 1] <= room // 2:
        first -= 1
        used += sizes[first]
    parts: list[tuple[str, Ink]] = [(" ", Ink.LABEL)]
    for at in range(first, len(candidates)):
        size = min(sizes[at], room)
        if size < sizes[at] and at > chosen:
            parts.append(("…", Ink.DIM))
            break
        parts += [(fit(candidates[at].text, size - 2), Ink.HIT if at == chosen else Ink.LABEL), ("  ", Ink.LABEL)]
        room -= size
    return line(*parts, (about, Ink.DIM), width=width)
