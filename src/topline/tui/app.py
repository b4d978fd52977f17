"""The app: opens a survey, keeps the desk and its history, and goes between the places."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import get_current_worker

from topline.analysis import choices_of, fields_of, view_of
from topline.charts import ASCII, BLOCKS, Glyphs, Ink
from topline.readers import Source, open_source
from topline.survey import CannedQuery, Slice, Table, ToplineError, View, What
from topline.tui.actions import Place
from topline.tui.commands import ActionCommands
from topline.tui.desk import Desk, History
from topline.tui.hangup import watched_terminal
from topline.tui.screens.boxes import ColumnsBox, Hit, ParameterBox, QueriesBox, SearchBox, footer_box, help_box
from topline.tui.screens.opening import OpeningScreen
from topline.tui.screens.place import PlaceScreen
from topline.tui.screens.replies import RepliesScreen
from topline.tui.screens.reply import ReplyScreen
from topline.tui.screens.too_small import TooSmallScreen, fits
from topline.tui.screens.topline import ToplineScreen
from topline.tui.session import Session
from topline.tui.themes import DARK_INKS, NAMES, THEMES
from topline.tui.wire import Wire

SETTLED_AFTER = 1.0
"""Seconds after which everything that stays has been made."""
SHOWN_AFTER = 0.2
"""Seconds after which the screen says that a file is being opened."""
LAST_RESORT = 2.0
"""Seconds after which a quit ends the process whatever still runs."""
EX_SOFTWARE = 70


class ToplineApp(App[int]):
    """Explores one survey."""

    CSS_PATH = "topline.tcss"
    TITLE = "topline"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {ActionCommands}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, file: Path, *, remote: bool = False, theme: str | None = None, query: str | None = None) -> None:
        super().__init__()
        self.file = file
        self.remote = remote
        """Whether every byte to the terminal counts."""
        self.glyphs: Glyphs = BLOCKS if speaks_unicode() else ASCII
        self.personal = False
        """Whether names and the like are shown."""
        self.response = ""
        """How many were asked and replied, in one line."""
        self.fault = ""
        """Why the app ended, where it did not end by choice; one line."""
        self.backstop: threading.Timer | None = None
        """Ends the process where a query can't be interrupted; started on leaving, to be cancelled after."""
        self._start_query = query
        self._theme_wanted = theme
        self._wire = Wire()
        self._session: Session | None = None
        self._history: History | None = None
        self._given_up = threading.Event()
        if remote:
            self.animation_level = "none"

    @property
    def session(self) -> Session:
        """The survey being explored; only once it is open."""
        assert self._session is not None
        return self._session

    @property
    def history(self) -> History:
        """The desk, its changes and moves; only once the survey is open."""
        assert self._history is not None
        return self._history

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send the terminal only what differs from what it shows."""
        if isinstance(renderable, CompositorUpdate):
            renderable = self._wire.narrowed(renderable, *self.size)
        super()._display(screen, renderable)

    # Opening and leaving.

    def on_mount(self) -> None:
        """Colours, signals, and the file."""
        for theme in THEMES:
            self.register_theme(theme)
        wanted = self._theme_wanted or "dark"
        self.theme = f"topline-{wanted}" if f"topline-{wanted}" in NAMES else wanted
        self._listen_to_signals()
        self.app_resume_signal.subscribe(self, lambda _: self._wire.forget())
        self.run_worker(self._open, thread=True, exit_on_error=True)
        self.set_timer(SHOWN_AFTER, self._say_opening)

    def _open(self) -> None:
        worker = get_current_worker()
        try:
            source = open_source(self.file, progress=self._progress, cancelled=self._given_up.is_set)
            session = Session(source, self.file)
            response = session.response_line()
        except ToplineError as error:
            self.call_from_thread(self.leave, 1, str(error))
            return
        if not worker.is_cancelled:
            self.call_from_thread(self._opened, source, session, response)

    def _progress(self, step: str) -> None:
        if not self._given_up.is_set():
            self.call_from_thread(self._show_progress, step)

    def _show_progress(self, step: str) -> None:
        if isinstance(self.screen, OpeningScreen):
            self.screen.progress(step)

    def _say_opening(self) -> None:
        if self._session is None and not self._given_up.is_set():
            screen = OpeningScreen(self.file.name)
            self._push_first(screen)
            self.call_after_refresh(screen.progress, "reading")

    def _opened(self, source: Source, session: Session, response: str) -> None:
        survey = source.survey
        self._session, self.response = session, response
        people = Slice().narrowed(survey.replied)
        self._history = History(Desk(Place.TOPLINE, self._first_view(), View(What.REPLIES, slice=people)))
        self.install_screen(ToplineScreen(), Place.TOPLINE)
        self.install_screen(RepliesScreen(), Place.REPLIES)
        self.install_screen(ReplyScreen(), Place.REPLY)
        self._push_first(Place.TOPLINE)
        self.set_timer(SETTLED_AFTER, gc.enable)
        if self._start_query:
            self.call_after_refresh(self._run_named, self._start_query)

    def _first_view(self) -> View:
        survey = self.session.survey
        if survey.response is not None or survey.invited:
            return View(What.RESPONSE)
        first = next((question for question in survey if question.role is None), None)
        return View(What.TOPLINE, first.name) if first else View(What.RESPONSE)

    def action_give_up(self) -> None:
        """Stop opening and leave."""
        self.leave(1, f"{self.file}: opening it was given up")

    def action_leave(self) -> None:
        """Leave, by choice."""
        self.leave()

    def leave(self, code: int = 0, fault: str = "") -> None:
        """Interrupt what runs and end, whatever happens; once it ends, why it does no longer changes."""
        if self._given_up.is_set():
            return
        self.fault = fault
        self._given_up.set()
        self._end_soon()
        if self._session is not None:
            self._session.close()
        self.exit(code, return_code=code)

    def _end_soon(self) -> None:
        """End within seconds, whatever still runs then."""
        if self.backstop is not None and self.backstop.ident is None:
            self.backstop.start()

    # Room, and a terminal at all.

    def on_resize(self, event: events.Resize) -> None:
        """The terminal is too small now, or no longer."""
        self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        """Cover everything while the terminal is too small for it."""
        if self._is_covered and fits(size):
            self.pop_screen()
            if isinstance(self.screen, PlaceScreen):
                self.restore()
        elif not self._is_covered and not fits(size):
            self.push_screen(TooSmallScreen())

    @property
    def _is_covered(self) -> bool:
        return isinstance(self.screen, TooSmallScreen)

    def _push_first(self, screen: Screen[None] | str) -> None:
        """Show what comes while a file is opened, below what asks for room."""
        if self._is_covered:
            self.pop_screen()
        self.push_screen(screen)
        self._make_room(self.size)

    def hung_up(self) -> None:
        """The terminal is gone: end, also where the event loop waits for it. May be called from any thread."""
        self._end_soon()
        self.call_later(self.leave, 128 + signal.SIGHUP)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Inks for themes that are not ours."""
        return DARK_INKS

    def _listen_to_signals(self) -> None:
        """A closed terminal or a kill ends the app cleanly, terminal modes restored."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            if threading.current_thread() is threading.main_thread():
                loop.add_signal_handler(number, self.leave, 128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """A crash shows no data: one line that says it is our fault."""
        if os.environ.get("TOPLINE_DEBUG"):
            super()._handle_exception(error)
            return
        kind = type(error).__name__
        self.leave(EX_SOFTWARE, f"a fault in topline ({kind}); your data is untouched. TOPLINE_DEBUG=1 shows more")

    # The desk.

    def change(self, what: str, desk: Desk) -> None:
        """Change something that can be undone, and show it."""
        self.history.change(what, desk)
        self.restore()

    def move(self, desk: Desk) -> None:
        """Go somewhere, and show it."""
        self.history.move(desk)
        self.restore()

    def restore(self) -> None:
        """Show the desk as it is, at its place."""
        if self._is_covered:
            return
        desk = self.history.desk
        screen = self.place_screen
        if self.screen != screen:
            self.switch_screen(desk.place)
        # A screen that was never seen shows the desk when it is mounted.
        if screen.is_mounted:
            screen.show(desk)

    @property
    def place_screen(self) -> PlaceScreen:
        """The screen of the place, also while a box is over it."""
        screen = self.get_screen(self.history.desk.place)
        assert isinstance(screen, PlaceScreen)
        return screen

    def go_back(self) -> None:
        """One step back."""
        if self.history.back():
            self.restore()
        elif self.history.desk.place is not Place.TOPLINE:
            self.history.desk = replace(self.history.desk, place=Place.TOPLINE)
            self.restore()
        else:
            self.place_screen.say("this is the first place; q quits")

    def open_people(self, people: Slice) -> None:
        """Go to the replies of some people."""
        desk = self.history.desk
        view = replace(desk.replies, slice=people)
        self.move(replace(desk, place=Place.REPLIES, replies=view, position=0))

    def open_reply(self, position: int) -> None:
        """Go to one reply of the current ones."""
        self.move(replace(self.history.desk, place=Place.REPLY, position=position))

    def at_position(self, position: int) -> None:
        """Another reply of the same ones."""
        self.history.desk = replace(self.history.desk, position=position)
        self.restore()

    # Actions of every place.

    def do_topline(self) -> None:
        """The questions."""
        self.move(replace(self.history.desk, place=Place.TOPLINE))

    def do_replies(self) -> None:
        """The replies."""
        self.move(replace(self.history.desk, place=Place.REPLIES))

    def do_weight(self) -> None:
        """Weight the numbers, or no longer."""
        weight = self.session.survey.weight
        desk = self.history.desk
        if weight is None:
            self.place_screen.say('this survey has no weight; name one in its survey file: weight = "COLUMN"')
            return
        weighted = desk.topline.slice.weight
        self.change("weight", desk.with_weight("" if weighted else weight.name))
        self.place_screen.say("not weighted" if weighted else f"weighted by {weight.label}")

    def do_undo(self) -> None:
        """Take back the last change."""
        what = self.history.undo()
        if what is None:
            self.place_screen.say("nothing to undo")
            return
        self.restore()
        self.place_screen.say(f"undone: {what}")

    def do_personal(self) -> None:
        """Show or mask names and the like."""
        self.personal = not self.personal
        self.restore()
        shown = "names and addresses are shown; P masks them" if self.personal else "names and addresses are masked"
        self.place_screen.head(self.place_screen_slice())
        self.place_screen.say(shown, Ink.WARNING if self.personal else Ink.HIT)

    def place_screen_slice(self) -> Slice:
        """Whose replies the current place shows."""
        desk = self.history.desk
        return desk.topline.slice if desk.place is Place.TOPLINE else desk.replies.slice

    def do_theme(self) -> None:
        """The next colours."""
        following = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)] if self.theme in NAMES else NAMES[0]
        self.theme = following
        self.place_screen.say(f"colours: {following.removeprefix('topline-')}")

    def do_palette(self) -> None:
        """Find an action by name."""
        self.action_command_palette()

    def do_help(self) -> None:
        """The keys of the place."""
        self.push_screen(help_box(self.history.desk.place, self.session.survey))

    def do_redraw(self) -> None:
        """Draw everything anew, whatever the terminal shows."""
        self._wire.forget()
        self.screen.refresh()

    def do_quit(self) -> None:
        """Leave."""
        self.leave()

    def show_footer(self, table: Table) -> None:
        """What a table rests on."""
        survey = self.session.survey
        rule = survey[table.view.rows].rule if table.view.rows else ""
        self.push_screen(footer_box(table, rule, survey.warnings))

    def do_search(self) -> None:
        """Search everything at once."""
        self.push_screen(SearchBox(self.session), self._go_to_hit)

    def _go_to_hit(self, hit: Hit | None) -> None:
        if hit is None:
            return
        desk = self.history.desk
        if isinstance(hit, tuple):
            self._show_answer(hit[0].name, hit[1].label)
        elif hasattr(hit, "people"):
            view = View(
                What.REPLIES, slice=replace(hit.people, weight=desk.replies.slice.weight), fields=desk.replies.fields
            )
            self.history.move(desk)
            self.change("search", desk.showing(view))
        else:
            self._show_answer(hit.name, "")

    def _show_answer(self, question: str, label: str) -> None:
        self.move(replace(self.history.desk, place=Place.TOPLINE))
        screen = self.get_screen(Place.TOPLINE)
        assert isinstance(screen, ToplineScreen)
        screen.call_after_refresh(screen.go_to_answer, question, label)

    def choose_columns(self) -> None:
        """Choose the columns of the replies."""
        view = self.history.desk.replies
        chosen = tuple(question.name for question in fields_of(view, self.session.survey))

        def show(names: tuple[str, ...] | None) -> None:
            if names:
                desk = self.history.desk
                self.change("columns", replace(desk, replies=replace(desk.replies, fields=names)))

        self.push_screen(ColumnsBox(self.session.survey, chosen), show)

    # Canned queries.

    def do_queries(self) -> None:
        """Pick a canned query."""
        self.push_screen(QueriesBox(self.session.survey), lambda query: self.run_query(query) if query else None)

    def run_canned_key(self, key: str) -> None:
        """Run the query that sits on a key."""
        query = next((query for query in self.session.survey.queries if query.key.casefold() == key), None)
        if query is None:
            self.place_screen.say(f"no canned query sits on {key.upper()}; 5 shows those there are")
            return
        self.run_query(query)

    def action_query(self, number: int) -> None:
        """Run a query by its place in the survey file."""
        self.run_query(self.session.survey.queries[number])

    def _run_named(self, name: str) -> None:
        try:
            self.run_query(self.session.survey.query(name))
        except ToplineError as error:
            self.place_screen.say(str(error), Ink.WARNING)

    def run_query(self, query: CannedQuery, given: dict[str, str] | None = None) -> None:
        """Run a canned query, after asking for the parameters that have no value yet."""
        values = dict(given or {})
        for parameter in query.parameters:
            if parameter.name not in values:
                box = ParameterBox(query, parameter, choices_of(parameter.choices, self.session.survey))
                self.push_screen(box, partial(self._take_value, query, values, parameter.name))
                return
        try:
            view = view_of(query, self.session.survey, values)
        except ToplineError as error:
            self.place_screen.say(str(error), Ink.WARNING)
            return
        desk = self.history.desk
        weight = view.slice.weight or desk.topline.slice.weight
        view = view.of(replace(view.slice, weight=weight))
        self.history.move(desk)
        self.change(f"query {query.title}", desk.showing(view))
        screen = self.get_screen(Place.TOPLINE)
        if isinstance(screen, ToplineScreen) and view.what is not What.REPLIES:
            self.call_after_refresh(screen.bars.focus)

    def _take_value(self, query: CannedQuery, values: dict[str, str], name: str, value: str | None) -> None:
        if value:
            self.run_query(query, values | {name: value})


def speaks_unicode() -> bool:
    """Whether the terminal takes more than ASCII, as far as the locale tells."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    return locale.split(".")[-1].casefold().replace("-", "") in ("utf8", "") or "utf" in locale.casefold()


def run_app(file: Path, *, remote: bool | None = None, theme: str | None = None, query: str | None = None) -> int:
    """Explore a file until the person leaves, and return the exit code.

    Args:
        remote: Whether every byte to the terminal counts; None to tell by the SSH connection.
        theme: dark, light or ansi.
        query: A canned query to start with.

    Raises:
        ToplineError: when the file could not be opened, or the app ended by a fault; one line.
    """
    over_ssh = bool(os.environ.get("SSH_CONNECTION")) if remote is None else remote
    app = ToplineApp(file, remote=over_ssh, theme=theme, query=query)
    app.backstop = threading.Timer(LAST_RESORT, os._exit, (EX_SOFTWARE,))
    app.backstop.daemon = True
    try:
        with watched_terminal(app.hung_up):
            code = app.run(mouse=not over_ssh)
    finally:
        app.backstop.cancel()
        if app.backstop.is_alive():
            app.backstop.join()
    if app.fault:
        raise ToplineError(app.fault)
    return code if code is not None else app.return_code or 0
