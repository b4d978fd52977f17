"""The last line: what can be pressed here, or what the program has to say, which may take some lines more."""

from __future__ import annotations

from collections.abc import Sequence

from topline.charts import Ink, Line, line, shown, wrap
from topline.tui.action import Action
from topline.tui.widgets.inked import Lines

Told = tuple[str, str]
"""A key, and what it does."""
SAID_FOR = 6.0
"""Seconds that a word of the program stays, unless a key is pressed earlier."""
FOR_A_LINE = 3.0
"""Seconds more for each further line of it."""
MOST_LINES = 5
"""Lines that are taken from what stands above, for as long as it is said."""


class Status(Lines):
    """Hints of the place, until there is something to say."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__(id="status")
        self._actions = actions
        self._said: tuple[str, Ink] | None = None
        self._busy = False
        self._quiet = 0
        self._instead: tuple[Told, ...] = ()
        """Keys that are told in place of the hints, while they mean something else."""

    def say(self, text: str, ink: Ink = Ink.HIT) -> None:
        """Say something for a while, in place of the hints."""
        self._said = (shown(text), ink)
        self._quiet += 1
        number = self._quiet
        further = max(0, len(self._words(self.size.width)) - 1)
        self.set_timer(SAID_FOR + FOR_A_LINE * further, lambda: self.hush(number))
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

    def instead(self, keys: tuple[Told, ...]) -> None:
        """Tell these keys in place of the place's, the last of them in any case; none, to tell the place's again."""
        if keys != self._instead:
            self._instead = keys
            self._show()

    def renew(self) -> None:
        """Something else goes on behind everything now."""
        self._show()

    def on_resize(self) -> None:
        """More or fewer hints fit."""
        self._show()

    def _words(self, width: int) -> tuple[str, ...]:
        """What is said, on as many lines as it needs: what a refusal advises stands at its end."""
        return wrap(self._said[0], max(width - 2, 1), MOST_LINES) if self._said else ()

    def _show(self) -> None:
        width = self.size.width
        if self._busy:
            self.show_lines((line((" working…  ", Ink.HIT), ("Esc", Ink.KEY), (" cancels", Ink.HEADING), width=width),))
        elif self._said:
            ink = self._said[1]
            self.show_lines([line((f" {text}", ink), width=width) for text in self._words(width)])
        elif self._instead:
            self.show_lines((_fitting(self._instead[:-1], self._instead[-1:], width),))
        else:
            aside = "  ".join(filter(None, (getattr(self.app, "floor", ""), getattr(self.app, "aside", ""))))
            room = width - len(aside) - 1 if aside else width
            told = hints(self._actions, room)
            self.show_lines((Line((*told.spans, *line((f"{aside} ", Ink.DIM)).spans)) if aside else told,))


def hints(actions: tuple[Action, ...], width: int) -> Line:
    """The keys worth mentioning that fit, help always among them, as the last one."""
    wanted = [action for action in actions if action.hint]
    told = [(action.key, action.title) for action in wanted if action.id != "help"]
    return _fitting(told, [(action.key, action.title) for action in wanted if action.id == "help"], width)


def _fitting(told: Sequence[Told], last: Sequence[Told], width: int) -> Line:
    """As many keys as fit, and in any case the last ones."""
    room = width - 1 - sum(_size(one) for one in last)
    fitting: list[Told] = []
    for one in told:
        if _size(one) <= room:
            fitting.append(one)
            room -= _size(one)
    parts: list[tuple[str, Ink]] = [(" ", Ink.HEADING)]
    for key, does in (*fitting, *last):
        parts += [(key, Ink.KEY), (f" {does}  ", Ink.HEADING)]
    return line(*parts, width=width)


def _size(told: Told) -> int:
    return sum(map(len, told)) + 3
