"""The screen in which replies are raked to targets: a share for each answer, and at once what that costs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen

from topline.analysis import WeightReport
from topline.charts import Ink, Line, fit, line, number, wrap
from topline.tui.requests import Answered, Requests
from topline.tui.screens.weights import WeightTold
from topline.tui.session import Session
from topline.tui.targets import Asked, Share, Targets
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList

STYLES = Path(__file__).with_name("dialogs.tcss")
INNER = 70
COUNT, PERCENT, TYPED = 8, 9, 14
"""Cells of the columns; the answer has the rest."""
LONGEST = 40
"""Letters of what is typed."""
Entry = str | Asked | tuple[Asked, Share]
"""A line: "name", "cap" or "" for a gap, a question, an answer of it."""


class TargetList(LineList, inherit_bindings=False):
    """The lines of a raking: what is typed goes where the cursor is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "step(-1)", "Up", show=False),
        Binding("down,tab", "step(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]

    class Changed(Message):
        """Something was typed."""

    def __init__(self, targets: Targets) -> None:
        super().__init__(id="choices")
        self._targets = targets
        self._entries: list[Entry] = ["name", "cap"]
        for asked in targets.asked:
            self._entries += ["", asked, *((asked, share) for share in asked.shares)]
        self._is_new = True
        """Whether nothing was typed since the cursor came here: the first letter then replaces what stands there."""

    def begin(self) -> None:
        """The cursor on the first share."""
        self.reset(len(self._entries), 4)

    def stops_at(self, index: int) -> bool:
        """Where something can be typed."""
        return self._entries[index] in ("name", "cap") or isinstance(self._entries[index], tuple)

    def watch_cursor(self, before: int, after: int) -> None:
        """What stands on another line is whole."""
        self._is_new = True
        super().watch_cursor(before, after)

    def line_at(self, index: int, width: int) -> Line:
        """A line with what is typed in it."""
        entry, here = self._entries[index], index == self.cursor
        if isinstance(entry, Asked):
            room = max(width - COUNT - PERCENT - TYPED - 3, 10)
            ink = Ink.WARNING if entry.fault else Ink.HEADING
            return line(
                (f" {fit(entry.label, room)}", Ink.NET),
                (fit("n", COUNT, right=True) + fit("now", PERCENT, right=True), Ink.HEADING),
                (fit(entry.words, TYPED, right=True), ink),
                width=width,
            )
        if isinstance(entry, tuple):
            _, share = entry
            room = max(width - COUNT - PERCENT - TYPED - 4, 9)
            wrong = share.number is None
            return line(
                (f"  {fit(share.label, room)}", Ink.LABEL),
                (fit(f"{share.n:,}", COUNT, right=True), Ink.COUNT),
                (fit(f"{share.present:.1f}%", PERCENT, right=True), Ink.HEADING),
                (fit(_typed(share.text, here), TYPED, right=True), Ink.WARNING if wrong else Ink.PERCENT),
                width=width,
            )
        if not entry:
            return Line()
        text = self._targets.name if entry == "name" else self._targets.cap
        empty = "" if text or here else "none: weights as great as they come" if entry == "cap" else ""
        return line((f" {fit(entry, 8)}", Ink.HEADING), (_typed(text, here), Ink.LABEL), (empty, Ink.DIM), width=width)

    async def _on_key(self, event: events.Key) -> None:
        """What is typed, where the cursor is."""
        if not (event.is_printable or event.key in ("backspace", "ctrl+u")):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        letter = event.character or ""
        before = self._text
        if event.key == "ctrl+u":
            text = ""
        elif event.key == "backspace":
            text = before[:-1]
        elif letter == "=" and isinstance(self._entries[self.cursor], tuple):
            text = self._rest() or before
        else:
            text = ("" if self._is_new and self._entries[self.cursor] != "name" else before) + letter
        self._is_new = False
        self._put(text[:LONGEST])

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = "".join(letter for letter in event.text if letter.isprintable())
        self._put(text.strip()[:LONGEST])

    @property
    def _text(self) -> str:
        entry = self._entries[self.cursor]
        if isinstance(entry, tuple):
            return entry[1].text
        return self._targets.name if entry == "name" else self._targets.cap

    def _put(self, text: str) -> None:
        entry = self._entries[self.cursor]
        if isinstance(entry, tuple):
            entry[1].text = text
        elif entry == "name":
            self._targets.name = text
        else:
            self._targets.cap = text
        self.refresh()
        self.post_message(self.Changed())

    def _rest(self) -> str | None:
        entry = self._entries[self.cursor]
        assert isinstance(entry, tuple)
        asked, share = entry
        return asked.rest(asked.shares.index(share))


def _typed(text: str, here: bool) -> str:
    return f"{text}_" if here else text


class RakingScreen(ModalScreen[WeightReport | None]):
    """Rake to targets; gives back the report of what is to be kept, or None."""

    CSS_PATH: ClassVar = [STYLES, Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("enter", "finish", "Report", show=False, priority=True),
    ]

    def __init__(self, session: Session, targets: Targets) -> None:
        super().__init__()
        self._session = session
        self._targets = targets
        self._report: WeightReport | None = None
        self._fault = ""
        self._wants_report = False
        self.requests = Requests(self)

    def compose(self) -> ComposeResult:
        """Title, the lines, what it costs, the keys."""
        with Vertical(id="box"):
            yield Lines(id="box-title")
            yield TargetList(self._targets)
            yield Lines(id="raking-told")
            yield Lines(id="box-keys")

    def on_mount(self) -> None:
        """Begin at the first share."""
        title = f"Other targets for {self._targets.before}" if self._targets.before else "Rake to targets"
        self.query_one("#box-title", Lines).show_lines((line((f" {title}", Ink.NET)),))
        keys = [("Enter", "report"), ("=", "what is left"), ("↑↓", "move"), ("Esc", "close")]
        parts = [part for key, what in keys for part in ((f" {key}", Ink.KEY), (f" {what} ", Ink.HEADING))]
        self.query_one("#box-keys", Lines).show_lines((line(*parts),))
        self.query_one(TargetList).focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.query_one(TargetList).begin()
        self._rake()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self.requests.cancel()

    def on_target_list_changed(self) -> None:
        """See at once what it costs."""
        self._wants_report = False
        self._rake()

    def _rake(self) -> None:
        self._report, self._fault = None, self._targets.fault
        if self._fault:
            self.requests.forget("raking")
        else:
            weighting = self._targets.weighting
            work = partial(self._session.raking_report, weighting)
            self.requests.ask("raking", work, self._raked, quiet=True)
        self._say()

    def _raked(self, report: WeightReport) -> None:
        self._report = report
        self._say()
        if self._wants_report:
            self.action_finish()

    def on_answered(self, answer: Answered) -> None:
        """It is raked, or cannot be."""
        fault = answer.requests.receive(answer)
        if fault is not None:
            self._fault = str(fault).partition(": ")[2] or str(fault)
            self._say()

    def _say(self) -> None:
        said, ink = self._words()
        lines = [line((f" {text}", ink)) for text in wrap(said, INNER, 2)]
        self.query_one("#raking-told", Lines).show_lines(lines)

    def _words(self) -> tuple[str, Ink]:
        report = self._report
        if self._fault or report is None or report.efficiency is None:
            return (self._fault or "raking…"), Ink.WARNING if self._fault else Ink.DIM
        spread = f"weights {number(report.least)} to {number(report.greatest)}"
        missed = f"; {report.missed}" if report.missed else ""
        said = f"efficiency {100 * report.efficiency:.0f}%: {report.n:,} replies weigh as {report.effective:,.0f}"
        return f"{said}; {spread}{missed}", Ink.WARNING if report.cautions else Ink.HIT

    def action_close(self) -> None:
        """Keep nothing."""
        self.dismiss(None)

    def action_finish(self) -> None:
        """Show the report of what would be kept."""
        if self._fault:
            return
        if self._report is None:
            self._wants_report = True
            return
        self._wants_report = False
        self.app.push_screen(WeightTold(self._report, "keep it, and weight by it"), self._told)

    def _told(self, said: str | None) -> None:
        if said is not None and self._report is not None:
            self.dismiss(self._report)
