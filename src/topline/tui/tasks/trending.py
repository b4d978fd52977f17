"""Following a question over time: the wave or date that it goes over, and how long its periods are."""

from __future__ import annotations

from dataclasses import replace

from topline.analysis import bases_of, can_be_time, period_of, periods_offered
from topline.survey import View, What, time_question, times_of
from topline.tui.action import Place
from topline.tui.screens.numbers import NumbersScreen
from topline.tui.screens.picking import Picked, QuestionBox
from topline.tui.tasks.task import Task


class Trending(Task):
    """Questions over time."""

    def do_trend(self) -> None:
        """The question that is looked at over time; in a trend, over something else."""
        view, survey = self.desk.view, self.session.survey
        if not view.rows:
            self.say("the response funnel is not followed over time; pick a question first")
            return
        times = times_of(survey, view.rows)
        if not times:
            key = self.app.keymap.key("banner")
            self.say(f"this survey has neither a wave nor a date to follow answers over; {key} crosses by any question")
            return
        only = time_question(survey, view.rows)
        if only is not None and view.what is not What.TREND:
            self._follow(only.name)
            return
        unfit = tuple(question.name for question in survey if not can_be_time(question))
        recent = tuple(question.name for question in times if question.name not in view.columns)
        here = view.columns if view.what is What.TREND else ()
        title = f"Follow {survey[view.rows].short} over"
        box = QuestionBox(title, survey, recent=recent, without=(view.rows, *here, *unfit))
        if box.offers_any:
            self.app.push_screen(box, self._take_time)
        else:
            self.say("there is no other question that says when")

    def _take_time(self, picked: Picked | None) -> None:
        if picked is not None:
            self._follow(picked.name)

    def _follow(self, over: str) -> None:
        """Show the question that is looked at over another."""
        desk, survey = self.desk, self.session.survey
        view = desk.view
        if view.what is What.TREND:
            self.app.change("over time", desk.showing(replace(view, columns=(over,), period=None, sort="")))
        else:
            self.app.history.mark()
            self.app.change("over time", desk.showing(self._trend(view, over)))
        self.screen.enter()
        keys = self.app.keymap.key
        self.say(f"over {survey[over].label}; {keys('chart')} shows it as a plot or a table, {keys('back')} goes back")

    def _trend(self, view: View, over: str) -> View:
        """A question over another, asked of the same people as before."""
        survey, shown = self.session.survey, self.desk.crosstab
        return View(
            What.TREND,
            view.rows,
            (over,),
            view.slice,
            view.base if view.base in bases_of(survey[view.rows], survey) else None,
            zeros=view.zeros,
            test=shown.test,
            levels=shown.levels,
            chart=shown.chart if shown.what is What.TREND else None,
        )

    def do_period(self) -> None:
        """The next length of the columns of a trend."""
        view, screen = self.desk.crosstab, self.screen
        table = screen.table if isinstance(screen, NumbersScreen) else None
        if view.what is not What.TREND or self.desk.place is not Place.CROSSTAB or table is None:
            self.say(f"columns have a length in a trend; {self.app.keymap.key('trend')} follows a question over time")
            return
        offered = periods_offered(table, self.session.survey)
        if not offered:
            self.say("these columns are waves, and not days or months")
            return
        now = period_of(table)
        following = offered[(offered.index(now) + 1) % len(offered)] if now in offered else offered[0]
        if following is now:
            self.say(f"by {following}: any other length gives one column, or too many")
            return
        self.app.change("period", self.desk.showing(replace(view, period=following, sort="")))
        self.say(f"by {following}")
