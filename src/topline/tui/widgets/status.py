"""The last line: what can be pressed here, or what the program has to say."""

from __future__ import annotations

from topline.charts import Ink, Line, line, shown
from topline.tui.actions import Action
from topline.tui.widgets.inked import Lines

SAID_FOR = 6.0
"""Seconds that a word of the program stays, unless a key is pressed earlier."""


class Status(Lines):
    """Hints of the place, until there is something to say."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__(id="status")
        self._actions = actions
        self._said: tuple[str, Ink] | None = None
        self._busy = False
        self._quiet = 0
        self._instead: tuple[tuple[str, str], ...] = ()
        """Keys that are told in place of the hints, while they mean something else."""

    def say(self, text: str, ink: Ink = Ink.HIT) -> None:
        """Say something for a while, in place of the hints."""
        self._said = (shown(text), ink)
        self._quiet += 1
        number = self._quiet
        self.set_timer(SAID_FOR, lambda: self.hush(number))
        self._show()

    def hush(self, number: int | None = None) -> None:
        """Back to the hints; with a number, only if nothing else was said since."""
        if self._said is not None and number in (None, self._quiet):
            self._said = None
            self._show()

    def set_busy(self, busy: bool) -> None:
        """Say that something runs and how to cancel it, or no longer."""
        if busy != self._busy:
            self._busy = busy
            self._show()

    def instead(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Tell these keys and what they do in place of the place's; none, to tell the place's again."""
        if keys != self._instead:
            self._instead = keys
            self._show()

    def renew(self) -> None:
        """Something else goes on behind everything now."""
        self._show()

    def on_resize(self) -> None:
        """More or fewer hints fit."""
        self._show()

    def _show(self) -> None:
        width = self.size.width
        if self._busy:
            self.show_lines((line((" working…  ", Ink.HIT), ("Esc", Ink.KEY), (" cancels", Ink.HEADING), width=width),))
        elif self._said:
            self.show_lines((line((f" {self._said[0]}", self._said[1]), width=width),))
        elif self._instead:
            parts = [part for key, does in self._instead for part in ((f" {key}", Ink.KEY), (f" {does} ", Ink.HEADING))]
            self.show_lines((line(*parts, width=width),))
        else:
            aside = getattr(self.app, "aside", "")
            room = width - len(aside) - 1 if aside else width
            told = hints(self._actions, room)
            self.show_lines((Line((*told.spans, *line((f"{aside} ", Ink.DIM)).spans)) if aside else told,))


def hints(actions: tuple[Action, ...], width: int) -> Line:
    """The keys worth mentioning that fit, help and back always among them."""
    wanted = [action for action in actions if action.hint]
    always = [action for action in wanted if action.id == "help"]
    room = width - 1 - sum(_size(action) for action in always)
    fitting: list[Action] = []
    for action in wanted:
        if action not in always and _size(action) <= room:
            fitting.append(action)
            room -= _size(action)
    parts: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
    for action in fitting + always:
        parts += [(action.key, Ink.KEY), (f" {action.title}  ", Ink.HEADING)]
    return line(*parts, width=width)


def _size(action: Action) -> int:
    return len(action.key) + len(action.title) + 3
