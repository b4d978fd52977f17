"""The life of the app: it opens a file, draws on a terminal, and ends, all without harm to either."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import threading
from pathlib import Path
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed, get_current_worker

from topline.analysis.floor import floor_words
from topline.charts import ASCII, BLOCKS, Glyphs, speaks_unicode
from topline.cli.exits import BUG
from topline.coding import coder_name
from topline.coding.opening import open_coded
from topline.survey import ToplineError
from topline.tui.plain import Plain
from topline.tui.screens.opening import GIVE_UP, OpeningScreen
from topline.tui.screens.too_small import TooSmallScreen, fits
from topline.tui.session import Session
from topline.tui.themes import DARK_INKS, NAMES, THEMES
from topline.tui.typing import TypingApp
from topline.tui.widgets.status import Status
from topline.tui.wire import Wire

SETTLED_AFTER = 1.0
"""Seconds after which everything that stays has been made."""
SHOWN_AFTER = 0.2
"""Seconds after which the screen says that a file is being opened."""
LAST_RESORT = 2.0
"""Seconds after which a quit ends the process whatever still runs."""


def collect_new_garbage() -> None:
    """Collect garbage again, but never look through what stays: that would take longer than a key may."""
    gc.freeze()
    gc.enable()


def collect_all_garbage() -> None:
    """Collect once also what stayed until now: how a file was read before holds it in memory."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Lifecycle(TypingApp[int]):
    """An app around one file: opens it, shows that it does, ends cleanly whatever happens."""

    CSS_PATH = "topline.tcss"
    TITLE = "topline"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, file: Path, *, remote: bool = False, theme: str | None = None, min_base: int = 0, coder: str = ""
    ) -> None:
        super().__init__()
        self.file = file
        self.coder = coder or coder_name()
        """Who codes replies here."""
        self.remote = remote
        """Whether every byte to the terminal counts."""
        self.glyphs: Glyphs = BLOCKS if speaks_unicode() else ASCII
        self.personal = False
        """Whether names and the like are shown."""
        self.response = ""
        """How many were asked and replied, in one line."""
        self.min_base = min_base
        """The privacy floor at least, as the command line says; the survey file can only raise it."""
        self.aside = ""
        """What goes on behind everything, in a word; it stands quietly at the end of the status line."""
        self.fault = ""
        """Why the app ended, where it did not end by choice; one line."""
        self.crashed: BaseException | None = None
        """What ended the app, where that is a fault of its own."""
        self.backstop: threading.Timer | None = None
        """Ends the process where a query can't be interrupted; started on leaving, to be cancelled after."""
        self._wire = Wire()
        self._session: Session | None = None
        self._given_up = threading.Event()
        # The palette has its key at each place, where a person may have chosen another.
        self._bindings.key_to_bindings.pop(self.COMMAND_PALETTE_BINDING, None)
        if self.glyphs is ASCII:
            self._filters.append(Plain())
        if remote:
            self.animation_level = "none"
        self._begin_in(theme or ("ansi" if remote or self.glyphs is ASCII else "dark"))

    def _begin_in(self, name: str) -> None:
        """Begin in these colours; to change them once the app runs would draw everything twice."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, f"topline-{name}" if f"topline-{name}" in NAMES else name)
        self.add_class(f"-theme-{self.theme}", "-dark-mode" if self.current_theme.dark else "-light-mode")
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def session(self) -> Session:
        """The survey being explored; only once it is open."""
        assert self._session is not None
        return self._session

    @property
    def floor(self) -> str:
        """What the privacy floor withholds, in few words; empty where there is none."""
        floor = self._session.survey.min_base if self._session is not None else 0
        return floor_words(floor) if floor else ""

    @property
    def is_leaving(self) -> bool:
        """Whether the app ends."""
        return self._given_up.is_set()

    def begin(self) -> None:
        """The survey is open: show it."""
        raise NotImplementedError

    def uncovered(self) -> None:
        """There is room again: show what has changed meanwhile."""
        raise NotImplementedError

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send the terminal only what differs from what it shows."""
        if isinstance(renderable, CompositorUpdate):
            renderable = self._wire.narrowed(renderable, *self.size)
        super()._display(screen, renderable)

    # Opening and leaving.

    def on_mount(self) -> None:
        """Signals, and the file."""
        self._listen_to_signals()
        self.app_resume_signal.subscribe(self, lambda _: self._wire.forget())
        self.run_worker(self._open, thread=True, exit_on_error=True)
        self.set_timer(SHOWN_AFTER, self._say_opening)

    async def on_event(self, event: events.Event) -> None:
        """Let nobody press in vain to give up before there is a screen that says how."""
        is_bare = self._session is None and len(self.screen_stack) == 1
        if is_bare and isinstance(event, events.Key) and event.key in GIVE_UP:
            self.action_give_up()
        else:
            await super().on_event(event)

    def _open(self) -> None:
        worker = get_current_worker()
        try:
            source = open_coded(
                self.file, min_base=self.min_base, progress=self._progress, cancelled=self._given_up.is_set
            )
            session = Session(source, self.file)
        except ToplineError as error:
            self.call_from_thread(self.leave, 1, str(error))
            return
        try:
            response = session.response_line()
            if not worker.is_cancelled:
                self.call_from_thread(self._opened, session, response)
        except ToplineError as error:
            self.call_from_thread(self.leave, 1, str(error))
        finally:
            if self._session is not session:
                # Nobody else knows of it: it was given up, or its replies cannot be read.
                session.close()

    def _progress(self, step: str) -> None:
        if not self._given_up.is_set():
            self.call_from_thread(self._show_progress, step)

    def _show_progress(self, step: str) -> None:
        if isinstance(self.screen, OpeningScreen):
            self.screen.progress(step)

    def _say_opening(self) -> None:
        if self._session is None and not self._given_up.is_set():
            screen = OpeningScreen(self.file.name)
            self.push_below(screen)
            self.call_after_refresh(screen.progress, "reading")

    def _opened(self, session: Session, response: str) -> None:
        if self._given_up.is_set():
            return
        self._session, self.response = session, response
        self.begin()
        self.set_timer(SETTLED_AFTER, collect_new_garbage)
        if session.wants_store:
            self.set_timer(SETTLED_AFTER, self._make_store)

    def exchange_session(self, session: Session, response: str) -> None:
        """Explore the file as it is read now, and let go of how it was read before."""
        before, self._session, self.response = self.session, session, response
        self.run_worker(before.close, thread=True, exit_on_error=True)
        self.set_timer(SETTLED_AFTER, collect_all_garbage)
        if session.wants_store:
            self.set_timer(SETTLED_AFTER, self._make_store)

    def _make_store(self) -> None:
        """Behind whatever the person does, make what answers faster."""
        self._say_aside("indexing…")
        self.run_worker(self._wait_for_store, thread=True, exit_on_error=True)

    def _wait_for_store(self) -> None:
        self.session.make_store()
        if not self._given_up.is_set():
            self.call_from_thread(self._say_aside, "")

    def _say_aside(self, text: str) -> None:
        self.aside = text
        for status in self.screen.query(Status):
            status.renew()

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
        try:
            self.ending(code)
            if self._session is not None:
                self._session.close()
        finally:
            self.exit(code, return_code=code)

    def on_unmount(self) -> None:
        """Let go of the file also where nobody left, as at the end of a test."""
        if self._session is not None:
            self._session.close()

    def ending(self, code: int) -> None:
        """The app ends: keep what has to be kept, whatever it ends by."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A cursor that blinks would send bytes for ever."""
        if self.remote and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    async def action_quit(self) -> None:
        """Leave, from wherever one is."""
        self.leave()

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
        if self.is_covered and fits(size):
            self.pop_screen()
            self.uncovered()
        elif not self.is_covered and not fits(size):
            self.push_screen(TooSmallScreen())

    @property
    def is_covered(self) -> bool:
        """Whether nothing is shown but that there is no room."""
        return isinstance(self.screen, TooSmallScreen)

    def push_below(self, screen: Screen[None] | str) -> None:
        """Show a screen, below what asks for room where there is none."""
        if self.is_covered:
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
        loop.set_exception_handler(self._handle_stray)
        for number in (signal.SIGHUP, signal.SIGTERM):
            if threading.current_thread() is threading.main_thread():
                loop.add_signal_handler(number, self.leave, 128 + number)
        if threading.current_thread() is threading.main_thread():
            loop.add_signal_handler(signal.SIGCONT, self._go_on)

    def _go_on(self) -> None:
        """The process was stopped, or is told to go on although it never was, as `timeout` does at its end.

        By itself Textual takes the terminal again in any case, with threads beside those that have it already: one of
        them then outlives the app. After `kill -STOP` it has to be taken again, since the shell had it meanwhile.
        """
        driver = self._driver
        if driver is None or not driver.can_suspend or self.is_leaving:
            return
        writer: threading.Thread | None = getattr(driver, "_writer_thread", None)
        if writer is not None and writer.is_alive():
            driver.suspend_application_mode()
        driver.resume_application_mode()
        self._wire.forget()
        self.screen.refresh()

    def _handle_stray(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Something failed that nobody waited for; asyncio would write it over the screen."""
        error = context.get("exception")
        if isinstance(error, BaseException) and not isinstance(error, asyncio.CancelledError):
            self._handle_exception(error)

    def _handle_exception(self, error: BaseException) -> None:
        """A fault of our own: end, and let no word of it on the screen, since it can hold data."""
        if isinstance(error, OSError) and error.errno == errno.EIO:
            self.leave(128 + signal.SIGHUP)
            return
        if self.crashed is None:
            self.crashed = error.error if isinstance(error, WorkerFailed) else error
        if self._exception is None and isinstance(error, Exception):
            # Whoever runs the app in a test is told.
            self._exception = error
            self._exception_event.set()
        self.leave(BUG)

    def panic(self, *renderables: RenderableType) -> None:
        """The thread that reads the terminal has failed, which it does when the terminal goes away."""
        self.leave(128 + signal.SIGHUP)
