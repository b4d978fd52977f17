"""The app: one survey on the desk, the places around it, and the keys between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from topline.analysis import Explained
from topline.charts import Ink
from topline.cli.exits import BUG
from topline.survey import Slice, Table, View, What
from topline.tui.action import Place
from topline.tui.commands import ActionCommands, Palette
from topline.tui.desk import Desk, History, Trail
from topline.tui.keymap import Keymap
from topline.tui.left_off import LeftOff, Recalled
from topline.tui.lifecycle import Lifecycle
from topline.tui.places import LATER, SCREENS
from topline.tui.screens.place import PlaceScreen
from topline.tui.screens.topline import ToplineScreen
from topline.tui.state import UNREADABLE, history_of, told_history
from topline.tui.tasks.task import Task
from topline.tui.themes import NAMES

if TYPE_CHECKING:
    from topline.tui.session import Session
    from topline.tui.tasks.canned import Canned
    from topline.tui.tasks.correcting import Correcting

KEPT_EVERY = 10.0
"""Seconds after which it is kept where the person is."""
AT_LEISURE = 0.3
"""Seconds after the first screen until what comes later is loaded."""


class ToplineApp(Lifecycle):
    """Explores one survey: keeps the desk and its history, goes between the places, runs canned queries."""

    COMMANDS: ClassVar = {ActionCommands}
    SCREENS: ClassVar = SCREENS

    def __init__(
        self,
        file: Path,
        *,
        remote: bool = False,
        theme: str | None = None,
        min_base: int = 0,
        coder: str = "",
        query: str | None = None,
        keymap: Keymap | None = None,
        left_off: LeftOff | None = None,
    ) -> None:
        """Explore a file.

        Args:
            remote: Whether every byte to the terminal counts.
            theme: The colours; None for those that were chosen before, or suit the terminal.
            min_base: The privacy floor at least; the survey file can only raise it.
            coder: Who codes replies here; the user of this system where that is left out.
            query: A canned query to start with.
            keymap: Which keys do what; the registry's where nobody chose others.
            left_off: Where the survey was left off, and where to keep where it is left; None to keep nothing.
        """
        chosen = left_off.theme if left_off else ""
        super().__init__(file, remote=remote, theme=theme or chosen, min_base=min_base, coder=coder)
        self.keymap = keymap or Keymap()
        self._start_query = query
        self._left_off = left_off
        self._blind = left_off.blind if left_off else frozenset[str]()
        self._theme_chosen = chosen
        """The colours that the person asked for by a key, in this session or an earlier one."""
        self._history: History | None = None
        self._to_take_up: tuple[Session, str, Callable[[], None]] | None = None
        """The file as it was read again, its response, and what is done once it is shown."""
        self._kept: Trail | None = None
        """What was kept last."""
        self._cannot_keep = False
        """Whether it was said that nothing can be kept."""

    @cached_property
    def canned(self) -> Canned:
        """The canned queries."""
        from topline.tui.tasks.canned import Canned

        return Canned(self)

    @cached_property
    def correcting(self) -> Correcting:
        """How the file was read, and corrections of that."""
        from topline.tui.tasks.correcting import Correcting

        return Correcting(self)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What can be done at several places, by subject."""
        from topline.tui.tasks.banding import Banding
        from topline.tui.tasks.code_editing import CodeEditing
        from topline.tui.tasks.code_looking import CodeLooking
        from topline.tui.tasks.coding import Coding
        from topline.tui.tasks.crossing import Crossing
        from topline.tui.tasks.filtering import Filtering
        from topline.tui.tasks.finding import Finding
        from topline.tui.tasks.going import Going
        from topline.tui.tasks.netting import Netting
        from topline.tui.tasks.outgoing import Taking
        from topline.tui.tasks.quoting import Quoting
        from topline.tui.tasks.trending import Trending
        from topline.tui.tasks.weighting import Weighting

        first = (
            Going(self),
            Finding(self),
            Filtering(self),
            Crossing(self),
            Trending(self),
            Weighting(self),
            Netting(self),
            Banding(self),
            Coding(self),
            CodeEditing(self),
            CodeLooking(self),
            Quoting(self),
        )
        return *first, self.canned, self.correcting, Taking(self)

    @property
    def history(self) -> History:
        """The desk, its changes and moves; only once the survey is open."""
        assert self._history is not None
        return self._history

    def begin(self) -> None:
        """Lay out the desk, and show its first view."""
        first = self._first_desk()
        recalled = Recalled(History(first))
        if self._left_off is not None:
            recalled = self._left_off.recall(self.session.survey, first, elsewhere=bool(self._start_query))
            self.set_interval(KEPT_EVERY, self._keep)
        self._history = recalled.history
        self.push_below(self.history.desk.place)
        self.set_timer(AT_LEISURE, lambda: self.run_worker(load_the_rest, thread=True, group="loading"))
        if recalled.said:
            self.call_after_refresh(self.place_screen.say, recalled.said)
        if self._start_query:
            self.call_after_refresh(self.canned.run_named, self._start_query)

    def _first_desk(self) -> Desk:
        people = Slice().narrowed(self.session.survey.replied)
        return Desk(Place.TOPLINE, self._first_view(), View(What.REPLIES, slice=people))

    def _first_view(self) -> View:
        survey = self.session.survey
        if survey.response is not None or survey.invited:
            return View(What.RESPONSE)
        first = next((question for question in survey if question.role is None), None)
        return View(What.TOPLINE, first.name) if first else View(What.RESPONSE)

    def _keep(self) -> None:
        """Keep where the person is, should this session end without a word."""
        if self._history is not None and self._history.trail is not self._kept:
            self._kept = self._history.trail
            now = History(self._kept, self._history.changes, self._history.undone)
            self.run_worker(partial(self._write_down, now, self._theme_chosen), thread=True, group="keeping")

    def _write_down(self, history: History, theme: str) -> None:
        fault = self._left_off.keep(history, theme) if self._left_off else ""
        if fault and not self._cannot_keep:
            self._cannot_keep = True
            self.call_from_thread(self.place_screen.say, fault, Ink.WARNING)

    def ending(self, code: int) -> None:
        """Let go of what was read again, and keep where the person is, for the next session."""
        if self._to_take_up is not None:
            self._to_take_up[0].close()
        if self._left_off is not None and self._history is not None:
            self._left_off.keep(self._history, self._theme_chosen, ended="fault" if code == BUG else "")

    # The file, read again.

    def read_again(self, session: Session, response: str, then: Callable[[], None]) -> None:
        """Explore the file as it is read now, with the same views as far as they still fit, once no box is open.

        Args:
            response: How many were asked and replied, in one line.
            then: Called after it.
        """
        self._forget_read_again()
        self._to_take_up = session, response, then
        self.call_later(self.take_up)

    @property
    def newest_session(self) -> Session:
        """The file as it was read last, also while a box still speaks of how it was read before."""
        return self._to_take_up[0] if self._to_take_up is not None else self.session

    def _forget_read_again(self) -> None:
        """Let go of the file as it was read again, where nobody has seen it so."""
        if self._to_take_up is not None:
            self.run_worker(self._to_take_up[0].close, thread=True, exit_on_error=True)
            self._to_take_up = None

    def take_up(self) -> None:
        """Show what has been read again, where there is anything, unless a box speaks of what was there before."""
        if self._to_take_up is not None and isinstance(self.screen, PlaceScreen):
            newest, self._to_take_up = self._to_take_up, None
            self._take_up(*newest)

    def _take_up(self, session: Session, response: str, then: Callable[[], None]) -> None:
        told = told_history(self.history)
        self.exchange_session(session, response)
        try:
            self._history = history_of(told, session.survey, self._first_desk())
        except UNREADABLE:
            self._history = History(self._first_desk())
        before = [screen for screen in self._installed_screens.values() if isinstance(screen, PlaceScreen)]
        self._installed_screens.update(SCREENS)
        for screen in before:
            screen.requests.end()
        self.switch_screen(self.history.desk.place)
        for screen in before:
            if screen not in self.screen_stack and screen.is_attached:
                screen.remove()
        then()

    # The desk.

    def change(self, what: str, desk: Desk) -> None:
        """Change something that can be undone, and show it."""
        self.history.change(what, desk)
        self.restore()

    def change_everywhere(self, what: str, alter: Callable[[Desk], Desk]) -> None:
        """Change something that holds at every place, also at those that one can go back to, and show it."""
        self.history.change_everywhere(what, alter)
        self.restore()

    @property
    def codes_blind(self) -> bool:
        """Whether the coder codes without seeing what others gave: until they say otherwise, also on another day."""
        return self.coder in self._blind

    @codes_blind.setter
    def codes_blind(self, blind: bool) -> None:
        self._blind = self._blind | {self.coder} if blind else self._blind - {self.coder}
        if self._left_off is not None:
            self._left_off.blind = self._blind
            self._kept = None
            self._keep()

    def move(self, desk: Desk) -> None:
        """Go somewhere, and show it."""
        self.history.move(desk)
        self.restore()

    def restore(self) -> None:
        """Show the desk as it is, at its place."""
        if self.is_covered:
            return
        desk = self.history.desk
        screen = self.place_screen
        if self.screen != screen:
            self.switch_screen(desk.place)
        # A screen that was never seen shows the desk when it is mounted.
        if screen.is_mounted:
            screen.show(desk)

    def uncovered(self) -> None:
        """There is room again; a box over the place is left as it is."""
        if isinstance(self.screen, PlaceScreen):
            self.restore()

    @property
    def place_screen(self) -> PlaceScreen:
        """The screen of the place, also while a box is over it."""
        screen = self.get_screen(self.history.desk.place)
        assert isinstance(screen, PlaceScreen)
        return screen

    def go_back(self) -> None:
        """One step back, towards the first place."""
        if self.history.up():
            self.restore()
        elif self.history.desk.place is not Place.TOPLINE:
            self.history.desk = replace(self.history.desk, place=Place.TOPLINE)
            self.restore()
        else:
            self.place_screen.say(f"this is the first place; {self.keymap.key('quit')} quits")

    def open_people(self, people: Slice) -> None:
        """Go to the replies of some people."""
        desk = self.history.desk
        view = View(What.REPLIES, slice=people, fields=desk.fields)
        self.move(replace(desk, place=Place.REPLIES, replies=view, position=0))

    def open_reply(self, position: int) -> None:
        """Go to one reply of the current ones."""
        if self.floor:
            self.place_screen.say(f"a reply is one person, and {self.floor}")
            return
        self.move(replace(self.history.desk, place=Place.REPLY, position=position))

    def at_position(self, position: int) -> None:
        """Another reply of the same ones."""
        self.history.desk = replace(self.history.desk, position=position)
        self.restore()

    # Actions of every place.

    def do_personal(self) -> None:
        """Show or mask names and the like."""
        self.personal = not self.personal
        self.restore()
        masks = f"names and addresses are shown; {self.keymap.key('personal')} masks them"
        shown = masks if self.personal else "names and addresses are masked"
        self.place_screen.head(self.history.desk.view.slice)
        self.place_screen.say(shown, Ink.WARNING if self.personal else Ink.HIT)

    def do_theme(self) -> None:
        """The next colours."""
        following = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)] if self.theme in NAMES else NAMES[0]
        self.theme = self._theme_chosen = following
        self.place_screen.say(f"colours: {following.removeprefix('topline-')}")

    def do_palette(self) -> None:
        """Find an action by name."""
        if not Palette.is_open(self):  # type: ignore[arg-type]
            self.push_screen(Palette(id="--command-palette"))

    def do_help(self) -> None:
        """The keys of the place."""
        from topline.tui.screens.boxes import help_box

        self.push_screen(help_box(self.history.desk.place, self.session.survey, self.keymap))

    def do_redraw(self) -> None:
        """Draw everything anew, whatever the terminal shows."""
        self._wire.forget()
        self.screen.refresh()

    def action_help_quit(self) -> None:
        """Ctrl+C does nothing to a session: say what leaves it."""
        if self._history is not None:
            self.place_screen.say(f"{self.keymap.key('quit')} quits")

    def do_quit(self) -> None:
        """Leave."""
        self.leave()

    def show_explained(self, told: Explained) -> None:
        """What stands behind a number."""
        from topline.tui.screens.boxes import explained_box

        self.push_screen(explained_box(told))

    def show_footer(self, table: Table) -> None:
        """What a table rests on."""
        from topline.tui.screens.boxes import footer_box

        survey = self.session.survey
        rule = survey[table.view.rows].rule if table.view.rows else ""
        box = footer_box(table, rule, survey.warnings)
        self.push_screen(box, lambda more: self.correcting.do_report() if more else None)

    def choose_columns(self) -> None:
        """Choose the columns of the replies."""
        from topline.analysis import fields_of
        from topline.tui.screens.boxes import ColumnsBox

        view = self.history.desk.replies
        chosen = tuple(question.name for question in fields_of(view, self.session.survey))

        def show(names: tuple[str, ...] | None) -> None:
            if names:
                self.change_everywhere("columns", lambda desk: desk.with_columns(names))

        self.push_screen(ColumnsBox(self.session.survey, chosen), show)

    # Canned queries.

    def action_query(self, number: int) -> None:
        """Run a query by its place in the survey file."""
        self.canned.run(self.session.survey.queries[number])

    def action_question(self, number: int) -> None:
        """Go to a question by its place in the survey."""
        self.show_answer(self.session.survey.questions[number].name)

    def show_answer(self, question: str, label: str = "") -> None:
        """Go to a question, the cursor on one of its answers."""
        self.move(replace(self.history.desk, place=Place.TOPLINE))
        screen = self.place_screen
        assert isinstance(screen, ToplineScreen)
        screen.call_after_refresh(screen.go_to_answer, question, label)


def load_the_rest() -> None:
    """Load what the first screen had no use for, before anybody waits for it."""
    for module in LATER:
        import_module(module)
