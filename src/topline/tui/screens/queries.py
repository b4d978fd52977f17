"""Queries: the canned ones with their keys, a console for SQL, and what a statement gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from topline.analysis import obstacle
from topline.analysis.queries import shows_words
from topline.analysis.results import charts_of
from topline.charts import Ink, line
from topline.engine import Cancel, EngineError, QueryCancelledError, SqlError, SqlResult, columns_of
from topline.survey import LETTERS, CannedQuery, Chart, Slice, View
from topline.tui.action import Place
from topline.tui.completion import Completer
from topline.tui.desk import Desk
from topline.tui.keys import NAMED
from topline.tui.screens.place import PlaceScreen
from topline.tui.screens.query_words import example_lines, no_sql
from topline.tui.statements import reply_of, view_written
from topline.tui.widgets.column_grid import GridHeader
from topline.tui.widgets.console import Console, harmless, offered_line
from topline.tui.widgets.inked import Lines
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.prompt import Prompt
from topline.tui.widgets.query_list import Offered, QueryList, QueryPane
from topline.tui.widgets.result import ResultGrid, ResultPane, Stated
from topline.tui.widgets.status import Status

CONSOLE_KEYS = (
    ("Enter", "run"), ("Tab", "complete"), ("Ctrl+U", "clear"), ("↑↓", "statements before"), ("Ctrl+J", "new line"),
    ("Esc", "leave"),
)  # fmt: skip
WIDEST = 1_000
"""Cells of a rule that is longer than any screen is wide."""


class QueriesScreen(PlaceScreen):
    """Routine questions on keys, and any other question in SQL."""

    PLACE = Place.QUERIES
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high"), (45, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._completer = Completer(self.session.survey, columns_of(self.session.survey))
        self._shown: tuple[object, ...] = ()
        """What the result is of: statement, arguments, and whether personal answers are shown."""
        self._drawn: View | None = None
        self._was_brought = False
        """Whether the result was brought here from elsewhere, so that going back leads there."""
        self._is_seen = False
        """Whether this is the place where the person was already."""
        self._offered: dict[CannedQuery, Offered] = {}
        self._obstacles: dict[tuple[CannedQuery, bool], str] = {}
        """Why statements of the person's own cannot run here, as far as that is known, and whether with personal
        answers shown."""
        self._doubted: tuple[object, ...] = ()
        """What was asked about last: the statements, and whether with personal answers shown."""

    def body(self) -> Iterable[Widget]:
        """Queries | console and result."""
        yield Horizontal(
            QueryPane(),
            Vertical(
                Lines(id="console-head"),
                Console(self._completer),
                Lines(id="offered"),
                ResultPane(self.explorer.glyphs),
                id="worked",
            ),
            id="body",
        )

    @property
    def listed(self) -> QueryPane:
        """The queries."""
        return self.query_one(QueryPane)

    @property
    def queries(self) -> QueryList:
        """The list of queries."""
        return self.listed.list

    @property
    def console(self) -> Console:
        """Where a statement is written."""
        return self.query_one(Console)

    @property
    def pane(self) -> ResultPane:
        """Where the result is."""
        return self.query_one(ResultPane)

    @property
    def result(self) -> SqlResult | None:
        """What the last statement gave, masked as it is shown."""
        return self.pane.result

    def on_mount(self) -> None:
        """Begin among the queries."""
        self.query_one("#offered").display = False
        self.console.remember(self.explorer.canned.memory.statements)
        if no_sql(self.session.survey):
            self.console.disabled, self.console.placeholder = True, "no SQL under a privacy floor"
        self._tell_examples()
        self.set_focus(self.queries)
        self._attend()
        self.show(self.desk)

    def on_screen_resume(self) -> None:
        """The person has come here."""
        self._is_seen = True

    def on_screen_suspend(self) -> None:
        """The person has gone elsewhere."""
        self._is_seen = False

    # What is shown.

    def show(self, desk: Desk) -> None:
        """Show the desk's statement and what it gives."""
        self.head(Slice())
        self._list()
        view, personal = desk.query, self.explorer.personal
        key = (view.sql, view.arguments, personal)
        if not view.sql:
            self._forget(view)
        elif key != self._shown:
            self._ask(view)
        elif view != self._drawn and self.pane.result is not None:
            self._draw(view, self.pane.result)
        self._ask_obstacles()

    def enter(self) -> None:
        """To what a query gave; Esc then goes back to where it was asked for."""
        self._was_brought = not self._is_seen
        self.call_after_refresh(self._brought)

    def _brought(self) -> None:
        title = self.desk.query.title
        query = next((query for query in self.session.survey.queries if query.title == title), None)
        if query is not None:
            self.queries.point_at(query)
        self._to_result()

    def _to_result(self) -> None:
        self.set_focus(self.pane.taker)

    def _forget(self, view: View) -> None:
        """There is no statement: show what could be done."""
        self.requests.forget("sql")
        if self._shown:
            self.console.put("")
            self._tell_examples()
        self._shown, self._drawn = (), view
        if self.pane.is_at_keys:
            self.set_focus(self.queries)

    def _tell_examples(self) -> None:
        texts = example_lines(self.session.survey, self.desk.topline.slice)
        self.pane.tell(*((text, Ink.LABEL if "select" in text else Ink.HEADING) for text in texts))

    def _ask(self, view: View, *, anew: bool = False) -> None:
        """Run the statement of a view."""
        personal = self.explorer.personal
        self._shown, self._drawn = (view.sql, view.arguments, personal), None
        if harmless(view.sql) != self.console.text:
            self.console.put(view.sql)
        self.explorer.canned.last = view
        if self.pane.is_at_keys:
            # The rows that have the keys are about to go.
            self.set_focus(self.pane)
        self.pane.tell(("running", Ink.HEADING))

        def work(cancel: Cancel) -> SqlResult | EngineError:
            try:
                return self.session.run_sql(view, personal=personal, cancel=cancel, anew=anew)
            except QueryCancelledError:
                raise
            except EngineError as error:
                return error

        self.requests.ask("sql", work, partial(self._received, view))

    def _received(self, view: View, result: SqlResult | EngineError) -> None:
        if isinstance(result, EngineError):
            self.pane.tell((str(result), Ink.WARNING))
            self._drawn = view
            if self.pane.is_at_keys:
                self.set_focus(self.console)
            if isinstance(result, SqlError) and result.position is not None:
                self.console.point_at(result.position, view.sql)
            return
        self._draw(view, result)

    def _draw(self, view: View, result: SqlResult) -> None:
        """Draw a result as its view wants it; the keys stay with it, or go to it where it was brought here."""
        self._drawn = view
        charts = charts_of(result)
        now = view.chart if view.chart in charts else Chart.TABLE
        hints = []
        if result.identity is not None and now is not Chart.PLOT:
            hints.append((self.explorer.keymap.key("open"), "the reply"))
        if len(charts) > 1:
            hints.append((self.explorer.keymap.key("chart"), f"as {charts[(charts.index(now) + 1) % len(charts)]}"))
        wanted = self.pane.is_at_keys or self._was_brought
        self.pane.show(result, now, Stated(view.title, view.arguments), tuple(hints))
        if wanted:
            self._to_result()

    def cancelled(self) -> None:
        """A statement that was cancelled gave nothing."""
        if self._drawn is None and self._shown:
            self.pane.tell(("cancelled; Enter in the console runs it again", Ink.HEADING))
            self._shown = ()

    # The list.

    def _list(self) -> None:
        """List the queries, with why some of them cannot run here."""
        survey, keymap = self.session.survey, self.explorer.keymap
        taken = {key for action in keymap.at(self.PLACE) for key in action.keys.split(",")}
        self.listed.show(
            [self._offer(query) for query in survey.queries],
            frozenset(taken & set(LETTERS)),
            f"none yet: add a [[query]] to the survey file, or keep a view with {keymap.key('save_query')}",
        )

    def _offer(self, query: CannedQuery) -> Offered:
        """A query with what is known of it; its names are looked up once."""
        if query not in self._offered:
            survey = self.session.survey
            self._offered[query] = Offered(query, shows_words(query, survey), obstacle(query, survey))
        offered = self._offered[query]
        return replace(offered, obstacle=offered.obstacle or self._obstacles.get((query, self.explorer.personal), ""))

    def _ask_obstacles(self) -> None:
        """Find out, behind whatever the person does, which of their own statements this survey has no columns for."""
        # As the statement of the place, so that the process where they run need not be started anew in between.
        personal = self.explorer.personal
        own = [query for query in self.session.survey.queries if query.source and query.sql]
        unknown = tuple(query for query in own if (query, personal) not in self._obstacles)
        if not unknown or (personal, unknown) == self._doubted:
            return
        self._doubted = personal, unknown

        def work(cancel: Cancel) -> dict[tuple[CannedQuery, bool], str]:
            obstacle_of = partial(self.session.sql_obstacle, personal=personal, cancel=cancel)
            return {(query, personal): obstacle_of(query) for query in unknown}

        self.requests.ask("obstacles", work, self._learn_obstacles, quiet=True)

    def _learn_obstacles(self, found: dict[tuple[CannedQuery, bool], str]) -> None:
        self._obstacles |= found
        self._list()

    def on_resize(self) -> None:
        """Rules are as wide as the screen."""
        self.call_after_refresh(self._attend)

    def on_query_list_letter(self, event: QueryList.Letter) -> None:
        """The letter of a query runs it."""
        self.explorer.canned.run(event.query)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click opens."""
        self.do_open()

    def do_narrow(self) -> None:
        """Narrow the list by typing."""
        self.listed.narrow()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter runs what is under the cursor, also while typing."""
        self.set_focus(self.queries)
        self.do_open()

    # The console.

    def on_console_run(self, event: Console.Run) -> None:
        """Run what was written."""
        if not event.statement:
            self.say("there is no statement yet; write one such as select * from responses")
            return
        memory = self.explorer.canned.memory
        memory.add_statement(event.statement)
        self.console.remember(memory.statements)
        self.explorer.canned.remember()
        before = self.desk.query
        same = event.statement == harmless(before.sql).strip()
        view = before if same else view_written(event.statement, before)
        self._was_brought = False
        if same:
            self._ask(view, anew=True)
        else:
            self.explorer.change("statement", self.desk.showing(view))

    def on_console_offered(self, event: Console.Offered) -> None:
        """Show what else can stand at the cursor."""
        offered = self.query_one("#offered", Lines)
        offered.display = bool(event.candidates)
        if event.candidates:
            offered.show_lines((offered_line(event.candidates, event.chosen, self.console.size.width),))

    # Where the keys go.

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is seen, and which keys are told, follows the cursor."""
        self._attend()

    def _attend(self) -> None:
        """Where there is little room, either the list is seen or the console and its result."""
        inside = self.focused
        among_queries = inside is None or self.listed in inside.ancestors
        self.set_class(among_queries, "-listing")
        is_writing = inside is self.console
        self.query_one(Status).instead(CONSOLE_KEYS if is_writing else ())
        head = self.query_one("#console-head", Lines)
        ink = Ink.HIT if is_writing else Ink.HEADING
        rule = self.explorer.glyphs.rule
        head.show_lines((line((f"{rule * 2} SQL ", ink), (rule * WIDEST, Ink.AXIS)),))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, no letter is taken from it, not even one that a person gave to an action."""
        if action == "act" and isinstance(self.focused, (Console, Prompt)):
            keymap = self.explorer.keymap
            keys = next((known.keys.split(",") for known in keymap.actions if known.id == parameters[0]), [])
            if any(key in keymap.chosen and _is_typed(key) for key in keys):
                return False
        return super().check_action(action, parameters)

    def do_across(self) -> None:
        """From the queries to the console, from there to the result, and round."""
        self._was_brought = False
        if self.focused is self.console and self.pane.result is not None:
            self._to_result()
        elif self.focused is self.console or self.pane.is_at_keys:
            self.set_focus(self.queries)
        elif self.console.disabled and self.pane.result is not None:
            self._to_result()
        else:
            self._to_console()

    def key_right(self) -> None:
        """The column to the right; from the queries into the console."""
        self._sideways(1)

    def key_left(self) -> None:
        """The column to the left."""
        self._sideways(-1)

    def _sideways(self, by: int) -> None:
        grid = self.query_one(ResultGrid)
        if self.focused is grid:
            grid.move_column(by)
            self.query_one(GridHeader).refresh()
        elif self.focused is self.queries and by > 0:
            self._to_console()

    def _to_console(self) -> None:
        if self.console.disabled:
            self.say(no_sql(self.session.survey))
        else:
            self.console.take_up()

    def do_back(self) -> None:
        """Cancel what runs; else out of the console or the result; else where one came from."""
        prompt = self.listed.prompt
        if self.requests.is_busy:
            super().do_back()
        elif prompt.display and (prompt.has_focus or self.queries.has_focus):
            self.listed.widen()
            self.set_focus(self.queries)
        elif self.queries.has_focus or (self._was_brought and not self.console.has_focus):
            self._was_brought = False
            super().do_back()
        else:
            self.set_focus(self.queries)

    # What can be done with a query and with a result.

    def do_open(self) -> None:
        """Run the query under the cursor, or open the reply that a row of the result tells of."""
        if self.focused is self.queries or not isinstance(self.focused, LineList):
            offered = self.queries.current
            if offered is not None:
                self.explorer.canned.run(offered.query)
            return
        result, at = self.pane.result, self.pane.row
        if result is None or at is None:
            return
        opened = reply_of(result, at, self.desk, self.session.survey)
        if isinstance(opened, str):
            self.say(opened)
        else:
            self.explorer.move(opened)

    def do_chart(self) -> None:
        """The next chart of this result."""
        result, view = self.pane.result, self.desk.query
        if result is None:
            self.say("there is no result to draw yet")
            return
        charts = charts_of(result)
        if len(charts) == 1:
            self.say("this result has no numbers to draw; a table is the only way to show it")
            return
        now = view.chart if view.chart in charts else Chart.TABLE
        following = charts[(charts.index(now) + 1) % len(charts)]
        self.explorer.change("chart", self.desk.showing(replace(view, chart=following)))


def _is_typed(key: str) -> bool:
    """Whether a key stands for a character rather than for something to do."""
    return "+" not in key and key not in NAMED
