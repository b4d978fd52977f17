"""Coding: the replies to an open-ended question one after the other, and the codes that they are sorted into."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from topline.charts import Ink, Line, fit, line, wrap
from topline.coding import CodingError
from topline.coding.errors import NotKeptError
from topline.coding.sitting import Sitting
from topline.coding.suggestions import Suggestion
from topline.tui.action import Place
from topline.tui.desk import Desk
from topline.tui.requests import Answered
from topline.tui.screens.coding_lines import code_lines, codes_heading, text_lines
from topline.tui.screens.coding_parts import CodeList, QueueList, ReplyText
from topline.tui.screens.place import PlaceScreen
from topline.tui.tasks.coding import Coding, Opened
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.status import Status

LOOK_EVERY = 0.5
"""Seconds between two looks at what other coders did."""


class CodingScreen(PlaceScreen):
    """Where replies are coded."""

    PLACE = Place.CODING
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self._suggestions: tuple[Suggestion, ...] = ()
        self._profile = ""
        self._profile_of = -1
        self._saved = ""
        self._not_kept = ""
        """Why nothing was saved, until something is again."""
        self._told_row = -1
        """The reply whose text is shown."""
        self.fault = ""
        """Why no sitting could begin."""
        self._told_faults = 0
        """How many faults of the journals were said."""
        self._asked = ""
        """The question that is being opened."""

    @property
    def coding(self) -> Coding:
        """What goes on, whichever place is shown."""
        return next(task for task in self.explorer.tasks if isinstance(task, Coding))

    @property
    def opened(self) -> Opened | None:
        """The sitting; None while it is being opened."""
        opened = self.coding.opened
        if opened is None or opened.source is not self.session.uncoded:
            return None
        return opened if opened.question.name == self.desk.coding else None

    def body(self) -> Iterable[Widget]:
        """The reply and the queue, and beside them the codes."""
        with Horizontal(id="coding"):
            with Vertical(id="coding-left"):
                yield Lines(id="coding-question")
                yield ReplyText()
                yield QueueList()
            with Vertical(id="coding-right"):
                yield Lines(id="coding-done")
                yield CodeList()

    def on_mount(self) -> None:
        """The arrows move in the queue."""
        self.query_one(QueueList).focus()
        self.set_interval(LOOK_EVERY, self._look)
        self.show(self.desk)

    def on_screen_suspend(self) -> None:
        """The other places show what was coded."""
        if self.explorer.history.desk.place is not Place.CODING:
            self.call_later(self.coding.bring_in)

    # Showing

    def show(self, desk: Desk) -> None:
        """Show the question that is coded, as it stands."""
        question = self.coding.question_to_code()
        if question is None:
            self.head(desk.topline.slice)
            return
        if self.session.survey.min_base:  # this place was left without a floor, and is taken up again under one
            said = f"  replies are read one by one to be coded, and {self.explorer.floor}"
            self.query_one(ReplyText).tell((Line(), line((said, Ink.WARNING))))
            self.head(desk.topline.slice)
            return
        self.explorer.history.desk = desk = replace(desk, coding=question.name)
        people = desk.topline.slice
        opened = self.opened
        if opened is not None and opened.people == people:
            self.head(people)
            self.draw()
        else:
            self.head(people)
            self.begin(blind=self.explorer.codes_blind)

    def begin(self, *, blind: bool) -> None:
        """Begin a sitting at the question."""
        desk = self.desk
        question = self.session.survey[desk.coding]
        self.requests.ask("coding", self.coding.work(question, desk.topline.slice, blind=blind), self._began)

    def _began(self, opened: Opened) -> None:
        self.coding.began(opened)
        self.fault = ""
        self._told_faults = 0
        self.draw()
        self._tell_faults()

    def on_answered(self, answer: Answered) -> None:
        """A sitting that cannot begin says why where the reply would stand."""
        if answer.name == "coding" and answer.fault is not None:
            self.fault = str(answer.fault)
            text = self.query_one(ReplyText)
            said = wrap(self.fault, max(text.size.width - 4, 20), 8)
            text.tell((Line(), *(line((f"  {one}", Ink.WARNING)) for one in said)))
        super().on_answered(answer)

    def on_screen_resume(self) -> None:
        """The screen may have another size than before a box stood over it."""
        super().on_screen_resume()
        self.call_after_refresh(self.draw)

    def on_resize(self, event: events.Resize) -> None:
        """Lines are as wide as there is room."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Show everything as it stands."""
        opened = self.opened
        if opened is None:
            return
        sitting = opened.sitting
        self._suggestions = sitting.suggestions()
        if self._profile_of != sitting.row:
            self._profile = ""
            self._profile_of = row = sitting.row
            if row >= 0:
                work, names = self.session.who_wrote, self.desk.profile
                self.requests.ask("profile", lambda cancel: work(row, names, cancel), self._told_profile, quiet=True)
        question = self.query_one("#coding-question", Lines)
        words = f" {opened.question.text}"
        question.show_lines((line((fit(words, max(question.size.width, 1)), Ink.HEADING)),))
        self._draw_text(sitting)
        self.query_one(QueueList).show(sitting)
        done = self.query_one("#coding-done", Lines)
        heading = codes_heading(sitting.state.totals, self._saved, max(done.size.width, 1), failed=bool(self._not_kept))
        done.show_lines((heading,))
        suggested = {code for one in self._suggestions[:1] for code in one.codes}
        codes = self.query_one(CodeList)
        codes.show(code_lines(sitting, suggested, max(codes.size.width, 1), self.explorer.glyphs.full))

    def _draw_text(self, sitting: Sitting) -> None:
        keys = self.explorer.keymap
        text = self.query_one(ReplyText)
        lines = text_lines(
            sitting,
            self._suggestions,
            self._profile,
            max(text.size.width, 1),
            keys.key("accept"),
            keys.key("apply_to_all"),
        )
        text.tell(lines, anew=self._told_row != sitting.row)
        self._told_row = sitting.row

    def tell_anew(self) -> None:
        """Who wrote the reply is told by other questions now."""
        self._profile_of = -1
        self.draw()

    def _told_profile(self, who: str) -> None:
        self._profile = who
        if (opened := self.opened) is not None:
            self._draw_text(opened.sitting)

    def _look(self) -> None:
        """See what others did."""
        opened = self.opened
        if opened is not None and self.is_current and opened.sitting.refresh():
            self.draw()
            self._tell_faults()

    def _tell_faults(self) -> None:
        """Say what of the journals could not be read, each once; the worst is that somebody's codes are missing."""
        if (opened := self.opened) is None:
            return
        faults = opened.sitting.desk.faults[self._told_faults :]
        self._told_faults += len(faults)
        if faults:
            more = f"; {len(faults) - 1:,} more: `topline code` lists them" if len(faults) > 1 else ""
            self.say(f"{faults[0]}{more}", Ink.WARNING)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another place of the queue is looked at."""
        opened = self.opened
        if opened is not None and event.line_list.id == "queue" and event.index != opened.sitting.at:
            opened.sitting.go(event.index)
            self.draw()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """A letter gives the reply its code, or takes it back."""
        opened = self.opened
        if opened is not None and event.character and event.key not in self.active_bindings:
            code = opened.sitting.state.codeframe.by_letter(event.character)
            if code is not None:
                event.stop()
                event.prevent_default()
                self.query_one(Status).hush()
                self.do(lambda sitting: sitting.toggle(code.id))
                return
        super().on_key(event)

    def do(self, doing: Callable[[Sitting], object], said: str | Callable[[object], str] = "") -> None:
        """Do something that is kept, and say so; or say why it could not be."""
        opened = self.opened
        if opened is None:
            return
        before = opened.sitting.state.version
        try:
            result = doing(opened.sitting)
        except CodingError as error:
            if isinstance(error, NotKeptError):
                self._not_kept, self._saved = str(error), "NOT SAVED"
                self.draw()
            self.say(str(error), Ink.WARNING)
            return
        if opened.sitting.state.version != before:
            self._not_kept, self._saved = "", time.strftime("saved %H:%M:%S")
        words = said if isinstance(said, str) else said(result)
        self.draw()
        if words:
            self.say(words)

    def do_go_on(self) -> None:
        """The next reply that waits; where nothing can be saved none is taken up before something is."""
        if self._not_kept:
            self.say(self._not_kept, Ink.WARNING)
        elif (opened := self.opened) is not None:
            if not opened.sitting.go_on():
                self.say("every reply of this queue is coded")
            self.draw()

    def do_accept(self) -> None:
        """Take what is suggested; of a reply whose text has changed, the codes that it has."""
        if (opened := self.opened) is not None and opened.sitting.standing.is_changed:
            self.do(lambda sitting: sitting.confirm(), "the codes hold for the text as it is now")
            return
        if not self._suggestions:
            self.say("nothing is suggested for this reply")
            return
        first = self._suggestions[0]
        self.do(lambda sitting: sitting.take(first))

    def do_repeat(self) -> None:
        """The codes that were given last."""
        self.do(lambda sitting: sitting.repeat(), lambda codes: "" if codes else "no codes were given yet")

    def do_apply_to_all(self) -> None:
        """The codes of this reply for all that say the same."""

        def words(found: object) -> str:
            assert isinstance(found, tuple)
            number, left = found
            again = self.explorer.keymap.key("apply_to_all")
            more = f"; {again} again for {left:,} that nearly say the same" if left else ""
            return f"{number:,} more coded alike{more}" if number else "all that say the same are coded alike"

        self.do(lambda sitting: sitting.apply_to_all(), words)

    def do_cannot(self) -> None:
        """The reply can't be coded."""
        self.do(lambda sitting: sitting.mark_cannot(), lambda now: "can't be coded" if now else "can be coded")

    def do_second_opinion(self) -> None:
        """The reply needs a second opinion."""
        told = {True: "a second opinion is asked for", False: "no second opinion is needed"}
        self.do(lambda sitting: sitting.mark_second(), lambda now: told[bool(now)])

    def do_undo(self) -> None:
        """Take back what was done last."""
        self.do(
            lambda sitting: sitting.undo(), lambda events: self._turned(events, "undone", "redo", "nothing to undo")
        )

    def do_redo(self) -> None:
        """Do again what was taken back."""
        self.do(
            lambda sitting: sitting.redo(),
            lambda events: self._turned(events, "done again", "undo", "nothing to do again"),
        )

    def _turned(self, events: object, words: str, back: str, nothing: str) -> str:
        assert isinstance(events, tuple)
        if not events:
            return nothing
        kinds = ", ".join(dict.fromkeys(event.KIND for event in events))
        replies = len({key for event in events for key in getattr(event, "replies", ())})
        kinds += f", {replies:,} replies" if replies > 1 else ""
        does = "does it again" if back == "redo" else "undoes it"
        return f"{words}: {kinds}; {self.explorer.keymap.key(back)} {does}"

    def do_text_down(self) -> None:
        """Scroll the reply."""
        self.query_one(ReplyText).scroll(1)

    def do_text_up(self) -> None:
        """Scroll the reply."""
        self.query_one(ReplyText).scroll(-1)

    def do_codes_down(self) -> None:
        """Scroll the codes."""
        self.query_one(CodeList).scroll(1)

    def do_codes_up(self) -> None:
        """Scroll the codes."""
        self.query_one(CodeList).scroll(-1)
