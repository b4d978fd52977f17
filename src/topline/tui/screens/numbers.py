"""What the places of numbers have in common: one table, and the voices of the people behind the number pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.widget import Widget

from topline.analysis import base_words, bases_of, explained, explained_statistic, is_grid_table, own_base, profile_of
from topline.analysis.floor import WithheldError
from topline.charts import chart_of, charts_of
from topline.engine import Cancel, Window
from topline.survey import Base, Chart, Question, Slice, Table, View, What
from topline.tui.desk import Desk
from topline.tui.screens.place import PlaceScreen
from topline.tui.widgets.door import Door
from topline.tui.widgets.line_list import LineList
from topline.tui.widgets.voices import Voices


@dataclass(frozen=True, slots=True)
class Shown:
    """A table that came back, with the grid around it where that is how it is drawn."""

    table: Table
    grid: tuple[Table, ...] = ()
    side: Table | None = None
    """The whole grid as one table on its side, where it is drawn so."""

    @property
    def seen(self) -> Table:
        """The table that a person sees."""
        return self.side or self.table


class NumbersScreen(PlaceScreen):
    """A place of numbers. Subclasses say what is under the cursor, and how a table is drawn."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.table: Table | None = None
        """What is shown."""
        self.seen: Table | None = None
        """The same, or the whole grid where that is seen as one table."""
        self._voices_from = 0

    def on_mount(self) -> None:
        """Words are shown where there are any."""
        self.query_one(Voices).display = bool(self.session.survey.verbatims)

    @property
    def door(self) -> Door | None:
        """What the cursor is on; None where it is on no number."""
        raise NotImplementedError

    def draw(self, shown: Shown, *, keep: bool) -> None:
        """Draw a table.

        Args:
            keep: Whether the cursor stays where it is.
        """
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Whatever lies between masthead and status line; voices among it."""
        raise NotImplementedError

    # The table.

    def show(self, desk: Desk) -> None:
        """Show the table of the desk's view; one that is known is there at once."""
        view = desk.view
        self.head(view.slice)
        known = self.session.known(view)
        if known is not None and not self._needs_grid(view):
            self.requests.forget("table")
            self._received(Shown(known))
            return
        self.requests.ask("table", lambda cancel: self._compute(view, cancel), self._received)

    def chart_of(self, view: View) -> Chart:
        """How a view is drawn."""
        return chart_of(view, self.session.survey)

    def _compute(self, view: View, cancel: Cancel) -> Shown:
        table = self.session.table(view, cancel)
        if not self._needs_grid(view):
            return Shown(table)
        side = self.session.grid_on_its_side(view, cancel) if is_grid_table(view) else None
        return Shown(table, self.session.grid_tables(view, cancel), side)

    def _needs_grid(self, view: View) -> bool:
        """Whether all questions of the grid are drawn."""
        chart = self.chart_of(view)
        return chart is Chart.GRID or (chart is Chart.TABLE and view.what is What.TOPLINE)

    def _received(self, shown: Shown) -> None:
        before, self.table, self.seen = self.table, shown.table, shown.seen
        view = shown.table.view
        keep = before is not None and before.view.what is view.what
        keep = keep and before is not None and before.view.rows in view.questions
        self.draw(shown, keep=keep)
        self._voices_from = 0
        # Numbers first: words follow when they are on the screen.
        self.call_after_refresh(self.ask_voices)

    def change(self, what: str, view: View) -> None:
        """Show another view here; it can be undone.

        Args:
            what: What changes, in words for "undone: ...".
        """
        self.explorer.change(what, self.desk.showing(view))

    # The people behind a number.

    def pointed(self) -> Slice | None:
        """The people of what the cursor is on; None where nobody in particular is."""
        door = self.door
        return door.people if door else None

    @property
    def is_on_others(self) -> bool:
        """Whether the cursor is on people that those who are counted are compared with."""
        door = self.door
        return door is not None and door.against

    def do_open(self) -> None:
        """From a number to its people."""
        door = self.door
        if door is None or not door.stop:
            self.say("there is nobody behind this line")
        elif door.withheld:
            self.say(self._why_withheld)
        elif door.people is None:
            self.say("these people are known only as a number; the file has no rows for them")
        elif not door.count:
            self.say(f"nobody: 0 replies behind {door.label}")
        else:
            self.explorer.open_people(door.people)

    @property
    def _why_withheld(self) -> str:
        """Why a number is not shown."""
        floor = self.session.survey.min_base
        return f"withheld: fewer than {floor:,} people, or it would give away as few (min_base)"

    # The voices follow the cursor.

    @property
    def whose(self) -> str:
        """What the rule above the voices says of whoever is under the cursor."""
        raise NotImplementedError

    def ask_voices(self) -> None:
        """Fetch the voices of the people under the cursor; of everyone in the base where it is on no number."""
        if self.table is None:
            return
        voices = self.query_one(Voices)
        door, base = self.door, self.table.base
        people, count = (door.people, door.count) if door else (base.slice, base.unweighted)
        whose = self.whose if door else f"the people: {base.text}"
        verbatim = self.session.verbatim_for(self.table.view.rows)
        self.requests.forget("voices")
        self.requests.forget("number of voices")
        if verbatim is None:
            voices.remark(whose, "this survey has no open answers")
        elif door is not None and door.withheld:
            voices.remark(whose, self._why_withheld)
        elif people is None or not count:
            voices.remark(whose, "nobody" if not count else "no replies of theirs are in this file")
        else:
            offset, limit = self._voices_from, voices.room
            behind, chosen = people, verbatim
            self.requests.ask(
                "voices",
                lambda cancel: self._voices(behind, chosen, offset, limit, cancel),
                lambda window: self._heard(whose, window, behind, chosen, count),
            )

    def ask_other_voices(self) -> None:
        """The cursor is on other people: hear them from the first on."""
        self._voices_from = 0
        self.ask_voices()

    def _voices(self, people: Slice, verbatim: Question, offset: int, limit: int, cancel: Cancel) -> Window | str:
        """The voices; or why there are none, under a privacy floor."""
        try:
            return self.session.voices(people, verbatim, offset, limit, cancel)
        except WithheldError as error:
            return str(error)

    def _heard(self, whose: str, window: Window | str, people: Slice, verbatim: Question, count: int) -> None:
        if isinstance(window, str):
            self.query_one(Voices).remark(whose, window)
            return
        search, voices = self.table.view.slice.search if self.table else "", self.query_one(Voices)
        voices.show(whose, window, profile_of(self.session.survey), search, count)
        if not window.counted:
            self.requests.ask(
                "number of voices",
                lambda cancel: self.session.count_voices(people, verbatim, cancel),
                voices.count,
                quiet=True,
            )

    def on_voices_resized(self) -> None:
        """As many voices as fit."""
        self.ask_voices()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click opens."""
        self.do_open()

    def do_more_voices(self) -> None:
        """The next of the people behind this number."""
        voices = self.query_one(Voices)
        total = voices.total
        if self._voices_from + voices.shown < total or not voices.counted:
            self._voices_from += max(1, voices.shown)
            self.ask_voices()
        elif total:
            self.say(f"these were the last of {total:,}")

    def do_fewer_voices(self) -> None:
        """The ones before them."""
        if self._voices_from:
            self._voices_from = max(0, self._voices_from - max(1, self.query_one(Voices).shown))
            self.ask_voices()

    # How the numbers are shown.

    def do_base(self) -> None:
        """The next base of this question."""
        view = self.desk.view
        if view.what is What.RESPONSE:
            self.say("the base of the funnel is everyone who was asked")
            return
        if view.is_ranking:
            self.say("of a ranking each item's base are those who ranked it")
            return
        question = self.session.survey[view.rows]
        bases = self._bases_of(view)
        if len(bases) == 1:
            self.say("this question has only one base")
            return
        now = view.base if view.stub else view.base or own_base(question)
        following = bases[(bases.index(now) + 1) % len(bases)] if now in bases else bases[0]
        self.change("base", replace(view, base=following))
        own = "of each question its own"
        self.say(f"base: {base_words(following, question, self.session.survey) if following else own}")

    def _bases_of(self, view: View) -> tuple[Base | None, ...]:
        """The bases of its question; of several questions each one's own, and those that any of them has."""
        survey = self.session.survey
        if not view.stub:
            return bases_of(survey[view.rows], survey)
        found = dict.fromkeys(base for name in view.questions for base in bases_of(survey[name], survey)[1:])
        return (None, *found)

    def has_bases(self, view: View) -> bool:
        """Whether there is more than one base to choose from."""
        return view.what is not What.RESPONSE and not view.is_ranking and len(self._bases_of(view)) > 1

    def do_zeros(self) -> None:
        """Show or hide what nobody chose."""
        view = self.desk.view
        self.change("zeros", replace(view, zeros=not view.zeros))
        self.say("options that nobody chose are hidden" if view.zeros else "options that nobody chose are shown")

    def next_chart(self, view: View) -> Chart | None:
        """The chart after the one that a view is drawn as; None where there is only that one."""
        charts = charts_of(view, self.session.survey)
        return charts[(charts.index(self.chart_of(view)) + 1) % len(charts)] if len(charts) > 1 else None

    def do_chart(self) -> None:
        """The next chart of this table."""
        view = self.desk.view
        following = self.next_chart(view)
        if following is None:
            self.say("bars are the only chart of this table")
        else:
            suits = charts_of(view, self.session.survey)[0]
            # What a grid is sorted by is no order of the rows of one question.
            sort = "" if is_grid_table(view) else view.sort
            self.change("chart", replace(view, chart=None if following is suits else following, sort=sort))

    @property
    def statistic_under(self) -> tuple[Table, int, str] | None:
        """What describes a column as a whole and is under the cursor, where something is: the question, the place of
        the column, and the attribute of `STATISTICS`.
        """
        return None

    def do_explain(self) -> None:
        """What stands behind the number under the cursor."""
        door, table = self.door, self.seen
        if table is None or door is None:
            self.say("there is no number here to explain")
            return
        if door.withheld:
            self.say(self._why_withheld)
            return
        under = self.statistic_under
        if under is not None and (told := explained_statistic(*under, self.session.survey)) is not None:
            self.explorer.show_explained(told)
            return
        found = next(
            (
                (part, row, at)
                for part in table.each
                for row in part.rows
                for at, cell in enumerate(row.cells)
                if cell.slice == door.people
            ),
            None,
        )
        if found is None or table.view.what is What.RESPONSE:
            self.say(f"{door.label}: a count of people, and nothing more" if door.stop else "there is no number here")
            return
        self.explorer.show_explained(explained(*found, self.session.survey))

    def do_footer(self) -> None:
        """Everything needed to trust this table."""
        if self.seen is not None:
            self.explorer.show_footer(self.seen)
