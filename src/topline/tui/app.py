"""The app: one survey on the desk, the places around it, and the keys between them."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from topline.analysis import choices_of, fields_of, view_of
from topline.charts import Ink
from topline.cli.exits import BUG
from topline.survey import CannedQuery, Slice, Table, ToplineError, View, What
from topline.tui.actions import Place
from topline.tui.commands import ActionCommands
from topline.tui.desk import Desk, History
from topline.tui.hangup import watched_terminal
from topline.tui.lifecycle import LAST_RESORT, Lifecycle
from topline.tui.screens.boxes import ColumnsBox, Hit, ParameterBox, QueriesBox, SearchBox, footer_box, help_box
from topline.tui.screens.place import PlaceScreen
from topline.tui.screens.replies import RepliesScreen
from topline.tui.screens.reply import ReplyScreen
from topline.tui.screens.topline import ToplineScreen
from topline.tui.themes import NAMES


class ToplineApp(Lifecycle):
    """Explores one survey: keeps the desk and its history, goes between the places, runs canned queries."""

    COMMANDS: ClassVar = {ActionCommands}

    def __init__(self, file: Path, *, remote: bool = False, theme: str | None = None, query: str | None = None) -> None:
        super().__init__(file, remote=remote, theme=theme)
        self._start_query = query
        self._history: History | None = None

    @property
    def history(self) -> History:
        """The desk, its changes and moves; only once the survey is open."""
        assert self._history is not None
        return self._history

    def begin(self) -> None:
        """Lay out the desk, and show its first view."""
        people = Slice().narrowed(self.session.survey.replied)
        self._history = History(Desk(Place.TOPLINE, self._first_view(), View(What.REPLIES, slice=people)))
        self.install_screen(ToplineScreen(), Place.TOPLINE)
        self.install_screen(RepliesScreen(), Place.REPLIES)
        self.install_screen(ReplyScreen(), Place.REPLY)
        self.push_below(Place.TOPLINE)
        if self._start_query:
            self.call_after_refresh(self._run_named, self._start_query)

    def _first_view(self) -> View:
        survey = self.session.survey
        if survey.response is not None or survey.invited:
            return View(What.RESPONSE)
        first = next((question for question in survey if question.role is None), None)
        return View(What.TOPLINE, first.name) if first else View(What.RESPONSE)

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
        view = View(What.REPLIES, slice=people, fields=desk.fields)
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
            people = replace(hit.people, weight=desk.replies.slice.weight)
            view = View(What.REPLIES, slice=people, fields=desk.fields)
            self.history.mark()
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
                self.change("columns", replace(desk, replies=replace(desk.replies, fields=names), fields=names))

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

    def action_question(self, number: int) -> None:
        """Go to a question by its place in the survey."""
        self._show_answer(self.session.survey.questions[number].name, "")

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
        self.history.mark()
        self.change(f"query {query.title}", desk.showing(view))
        screen = self.get_screen(Place.TOPLINE)
        if isinstance(screen, ToplineScreen) and view.what is not What.REPLIES:
            self.call_after_refresh(screen.set_focus, screen.bars)

    def _take_value(self, query: CannedQuery, values: dict[str, str], name: str, value: str | None) -> None:
        if value:
            self.run_query(query, values | {name: value})


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
    app.backstop = threading.Timer(LAST_RESORT, os._exit, (BUG,))
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
