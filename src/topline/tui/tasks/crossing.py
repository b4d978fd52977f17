"""Crossing and comparing: a question by another, and some people beside others."""

from __future__ import annotations

from dataclasses import replace

from topline.analysis import bases_of, profile_of
from topline.survey import (
    WITHIN,
    Chart,
    Order,
    Percent,
    Significance,
    Slice,
    ToplineError,
    View,
    What,
    asked_across,
    banner_question,
    banner_questions,
)
from topline.tui.action import Place
from topline.tui.screens.picking import PeopleBox, Picked, QuestionBox, Taken
from topline.tui.tasks.task import Task

SIGNIFICANCE_WORDS = {
    Significance.BH: "tested, many pairs allowed for after Benjamini and Hochberg",
    Significance.HOLM: "tested, many pairs allowed for after Holm",
    Significance.BONFERRONI: "tested, many pairs allowed for after Bonferroni, the strictest",
    Significance.UNADJUSTED: "tested, each pair for itself",
    Significance.OFF: "not tested",
}
REMEMBERED = 5
"""Banners that are offered first."""


class Crossing(Task):
    """The questions that are crossed, and the people that are compared."""

    _recent: tuple[str, ...] = ()
    """Banners picked before, the latest first."""

    _banner: tuple[str, ...] = ()
    """The banner that was picked last."""

    # Going there.

    def do_crosstab(self) -> None:
        """The crosstab that was there; at first the question that is looked at, by whoever people are."""
        view = self.desk.crosstab
        if view.rows:
            self.app.move(replace(self.desk, place=Place.CROSSTAB))
            return
        first = self._first_crosstab()
        if first is None:
            self.say("a crosstab takes two questions, and this survey has only one")
            return
        self.app.move(self.desk.showing(first))
        by = banner_question(first.columns[0], self.session.survey).label
        key = self.app.keymap.key
        self.say(f"crossed by {by}; {key('banner')} picks another banner, {key('stub')} other rows")

    def _first_crosstab(self) -> View | None:
        """The question of the topline, by the first one that says who is speaking."""
        survey, view = self.session.survey, self.desk.topline
        asked = [question for question in survey if question.role is None]
        likely = [question.name for question in (*profile_of(survey), *asked)]
        rows = view.rows or next((q.name for q in asked if q.name not in likely[:2]), likely[0] if likely else "")
        if self._banner and rows and rows not in self._beside(self._banner):
            return self._crossed(rows, self._banner)
        columns = next((name for name in likely if name != rows), "")
        return self._crossed(rows, (columns,)) if rows and columns else None

    def _beside(self, columns: tuple[str, ...]) -> set[str]:
        """The names of all questions of a banner."""
        return {one.name for one in asked_across(columns, self.session.survey)}

    def _crossed(self, rows: str, columns: tuple[str, ...], stub: tuple[str, ...] = ()) -> View:
        """A question by others, asked of the same people as before."""
        survey, shown = self.session.survey, self.desk.crosstab
        before = shown if self.desk.place is Place.CROSSTAB else self.desk.topline
        # Its ranking stays one where it is crossed; what is of no ranking cannot be drawn as one.
        chart = before.chart if before.is_ranking else shown.chart if shown.what is What.CROSSTAB else None
        if chart is Chart.RANKING and not survey.ranking(rows):
            chart = None
        same = before.rows == rows
        return View(
            What.CROSSTAB,
            rows,
            columns,
            before.slice,
            before.base if before.base in bases_of(survey[rows], survey) else None,
            zeros=before.zeros,
            percent=shown.percent if shown.what is What.CROSSTAB else Percent.COLUMN,
            test=shown.test,
            levels=shown.levels,
            chart=None if stub or shown.transposed else chart,
            nets=before.nets if same else (),
            bands=before.bands if same else (),
            stub=stub,
            transposed=shown.transposed,
        )

    # What is crossed.

    def do_banner(self) -> None:
        """Pick the question whose answers are the columns."""
        view, survey = self.desk.view, self.session.survey
        if not view.rows:
            self.say("the response funnel is not crossed; pick a question first")
            return
        here = view.what is What.CROSSTAB
        box = QuestionBox(
            f"Cross {survey[view.rows].short} by",
            survey,
            recent=self._recent,
            without=(view.rows,),
            adds="beside the others" if here else "",
            takes="cross by it",
            nests=here,
        )
        if box.offers_any:
            self.app.push_screen(box, self._take_banner)
        else:
            self.say("there is no other question to cross by")

    def _take_banner(self, picked: Picked | None) -> None:
        if picked is None:
            return
        others = tuple(name for name in self._recent if name != picked.name)
        self._recent = (picked.name, *others)[:REMEMBERED]
        desk = self.desk
        try:
            columns = self._with(desk.crosstab.columns, picked)
        except ToplineError as error:
            self.say(str(error))
            return
        self._banner = columns
        view = self._crossed(desk.view.rows, columns, desk.view.stub)
        if desk.view.what is not What.CROSSTAB:
            self.app.history.mark()
        self.app.change("banner", desk.showing(view))
        self.screen.enter()

    def _with(self, columns: tuple[str, ...], picked: Picked) -> tuple[str, ...]:
        """The banner once a question was picked.

        Raises:
            ToplineError: when it would be nested within itself.
        """
        match picked.how:
            case Taken.BESIDE:
                said = (*columns, picked.name)
            case Taken.WITHIN:
                nest = WITHIN.join((*columns[-1:], picked.name))
                said = (*columns[:-1], banner_question(nest, self.session.survey).name)
            case Taken.INSTEAD:
                said = (picked.name,)
        return tuple(dict.fromkeys(said))

    def do_stub(self) -> None:
        """Pick the question whose answers are the rows, or one more whose answers follow below them."""
        view = self.desk.crosstab
        box = QuestionBox(
            "Which question are the rows?",
            self.session.survey,
            without=(*view.questions, *view.columns),
            adds="below the others",
            grids=True,
        )
        if box.offers_any:
            self.app.push_screen(box, self._take_stub)
        else:
            self.say("there is no other question for the rows")

    def _take_stub(self, picked: Picked | None) -> None:
        if picked is None:
            return
        view, survey = self.desk.crosstab, self.session.survey
        found = [question.name for question in survey.find_rows(picked.name)]
        if view.what is What.TREND:
            base = view.base if view.base in bases_of(survey[found[0]], survey) else None
            trend = replace(view, rows=found[0], base=base, order=Order.CODEBOOK, sort="")
            self.app.change("rows", self.desk.showing(trend))
            return
        rows, *stub = dict.fromkeys((*view.questions, *found) if picked.how is Taken.BESIDE else found)
        self.app.change("rows", self.desk.showing(self._crossed(rows, view.columns, tuple(stub))))
        if stub:
            self.say(f"{len(stub) + 1} questions below each other; {self.app.keymap.key('unstub')} takes one away")

    def do_next_rows(self) -> None:
        """The next question as rows."""
        self._step(1)

    def do_previous_rows(self) -> None:
        """The question before as rows."""
        self._step(-1)

    def _step(self, by: int) -> None:
        view = self.desk.crosstab
        if view.stub:
            self.say(f"the rows are several questions; {self.app.keymap.key('stub')} picks one")
            return
        taken = self._beside(view.columns)
        names = [one.name for one in self.session.survey if one.role is None and one.name not in taken]
        at = names.index(view.rows) if view.rows in names else -1
        if 0 <= at + by < len(names):
            self._take_stub(Picked(names[at + by]))
        else:
            self.say("there is no further question" if by > 0 else "there is no question before this one")

    def do_swap(self) -> None:
        """Rows become columns, and the first banner question the rows."""
        view = self.desk.crosstab
        if view.what is What.TREND:
            self.say(f"the columns of a trend are its periods; {self.app.keymap.key('banner')} crosses instead")
            return
        if any(one.is_nested for one in banner_questions(view.columns, self.session.survey)):
            self.say("a nest cannot become rows: they are of one question at a time")
            return
        if view.stub and view.columns:
            rows, *stub = view.columns
            self.app.change("swap", self.desk.showing(self._crossed(rows, view.questions, tuple(stub))))
            return
        rows, *rest = view.columns or ("",)
        if not rows:
            self.say(f"there is no banner to swap with; {self.app.keymap.key('banner')} picks one")
            return
        self.app.change("swap", self.desk.showing(self._crossed(rows, (view.rows, *rest))))

    def do_percent(self) -> None:
        """Percent of the column, of the row, index to the total, or counts alone."""
        view = self.desk.crosstab
        if view.is_ranking:
            self.say("the cells of a ranking are mean ranks")
            return
        kinds = list(Percent)
        following = kinds[(kinds.index(view.percent) + 1) % len(kinds)]
        self.app.change("percent", self.desk.showing(replace(view, percent=following)))
        said = {
            Percent.COLUMN: "percent of each column's base",
            Percent.ROW: "percent of each row's people in the base",
            Percent.INDEX: "index: 100 is as in the total",
            Percent.NONE: "counts alone" if not view.slice.weight else "sums of weights, and people",
        }
        self.say(said[following])

    def do_significance(self) -> None:
        """The next way of allowing for many pairs; at last no tests."""
        view = self.desk.view
        if view.what not in (What.CROSSTAB, What.TREND) and view.against is None:
            banner, compare = self.app.keymap.key("banner"), self.app.keymap.key("compare")
            self.say(f"one column alone has nothing to be tested against; {banner} crosses it, {compare} compares it")
            return
        ways = list(Significance)
        following = ways[(ways.index(view.test) + 1) % len(ways)]
        self.app.change("tests", self.desk.showing(replace(view, test=following)))
        self.say(SIGNIFICANCE_WORDS[following])

    # Who is compared.

    def do_compare(self) -> None:
        """Compare these people with others; or no longer."""
        view = self.desk.topline
        if view.against is not None:
            self.app.change("comparison", self.desk.showing(replace(view, against=None)))
            self.say("no longer compared")
        elif view.what is What.RESPONSE:
            self.say("the response funnel compares nobody; pick a question first")
        else:
            self.app.push_screen(PeopleBox(self.session.survey, view.slice), self._take_people)

    def _take_people(self, people: Slice | None) -> None:
        if people is not None:
            view = replace(self.desk.topline, against=people, chart=None)
            self.app.change("comparison", self.desk.showing(view))
            who = people.sentence(self.session.survey)
            self.say(f"compared with {who}; {self.app.keymap.key('compare')} ends it")
            self.screen.enter()
