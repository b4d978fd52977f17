"""A survey that is opened: what can be asked of it from Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from topline.analysis import fields_of, tabulate, view_of
from topline.analysis.floor import refused
from topline.api.answer import Answer
from topline.api.code_frame import codes_frame
from topline.api.frames import replies_frame
from topline.api.words import Words, one_of, several
from topline.charts import charts_of
from topline.cli.opened import Opened
from topline.coding.opening import open_coded
from topline.engine import Engine, stream_replies
from topline.export import every_column, table_of
from topline.survey import (
    LEVELS,
    NO_WEIGHT,
    Base,
    Chart,
    Order,
    Percent,
    Period,
    Question,
    Significance,
    Slice,
    Survey,
    ToplineError,
    View,
    What,
    levels_of,
    read_expression,
    read_people,
)

if TYPE_CHECKING:
    import polars


def open_survey(
    path: str | Path,
    *,
    survey_file: str | Path | None = None,
    weight: str | None = None,
    min_base: int = 0,
    progress: Callable[[str], None] | None = None,
) -> OpenSurvey:
    """Open a file of replies, of any format that topline reads.

    Args:
        path: The file.
        survey_file: What corrects or adds to what was understood of it; `NAME.topline.toml` beside the file by default.
        weight: The question that holds the weights, or a raked weight, for everything that does not name another.
        min_base: The privacy floor: groups under so many people are withheld; `min_base` of the survey file can only
            raise it.
        progress: Told in a few words what is being done, when it may take a while.

    Raises:
        ToplineError: when it cannot be read, or has no such weight, in one line that says why.
    """
    stated = Path(survey_file) if survey_file is not None else None
    source = open_coded(Path(path), survey_file=stated, min_base=min_base, progress=progress)
    opened = OpenSurvey(Opened(source), stated)
    try:
        opened.weight = opened._weight(weight)
    except ToplineError:
        opened.close()
        raise
    return opened


class OpenSurvey:
    """A survey, and the replies to it. Close it, or use it in a `with`, when it is no longer needed.

    Questions are named as on the command line: by name, by text, or by an unambiguous part of one. `where` takes the
    filters of the command line (`docs/filters.md`), one or several that all have to be true.
    """

    def __init__(self, it: Opened, survey_file: Path | None = None) -> None:
        self._it = it
        self._survey_file = survey_file
        self.weight = ""
        """The weight of everything that does not name another; empty where everyone counts as one."""

    def __enter__(self) -> OpenSurvey:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the replies; answers that were given stay as they are."""
        self._it.close()

    def __repr__(self) -> str:
        return f"<survey {self.title!r}: {self.respondents:,} respondents, {len(self.questions):,} questions>"

    @property
    def survey(self) -> Survey:
        """What was asked, and what is known of it."""
        return self._it.survey

    @property
    def engine(self) -> Engine:
        """What answers views about the replies."""
        return self._it.engine

    @property
    def sources(self) -> tuple[Path | None, ...]:
        """The files that it is read from, which nothing is written over."""
        return Path(self.survey.source), self._it.replies, self._survey_file

    @property
    def title(self) -> str:
        """The survey's title."""
        return self.survey.title

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return self.survey.questions

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader had to mend or leave out, a sentence each."""
        return self.survey.warnings

    @property
    def respondents(self) -> int:
        """Rows of the file, one a person."""
        return self._it.respondents

    def question(self, words: str) -> Question:
        """The question that is meant.

        Raises:
            ToplineError: when there is none such, or several could be meant; it lists the nearest.
        """
        return self.survey.find(words)

    def topline(
        self,
        question: str,
        *,
        where: Words = (),
        search: str = "",
        weight: str | None = None,
        base: str | None = None,
        sort: str = "",
        zeros: bool = True,
        chart: str | None = None,
    ) -> Answer:
        """One question, counted.

        Args:
            question: Which one; or a ranking, by its name.
            where: Only these replies.
            search: Only replies whose verbatims contain this text.
            weight: The weight, "none" for none; the survey's own by default.
            base: Who percentages are of: asked, answered, coded, replied or everyone; the question's own by default.
            sort: codebook or count.
            zeros: Whether answers that nobody gave are there.
            chart: How the page is drawn; "grid" gives all questions of its grid as one table, "ranking" all
                items of its ranking.

        Raises:
            ToplineError: when it cannot be answered, in one line that says why.
        """
        name, drawn = self._rows(question, chart)
        return self.answer(
            View(
                What.TOPLINE,
                name,
                slice=self._people(where, search, weight),
                base=one_of(Base, base) if base else None,
                order=one_of(Order, sort) if sort else Order.CODEBOOK,
                zeros=zeros,
                chart=drawn,
            )
        )

    def crosstab(
        self,
        rows: str,
        by: Words,
        *,
        where: Words = (),
        search: str = "",
        weight: str | None = None,
        base: str | None = None,
        sort: str = "",
        percent: str = "column",
        test: str = "bh",
        levels: Sequence[int] = LEVELS,
        zeros: bool = True,
        chart: str | None = None,
    ) -> Answer:
        """One question by others: the total, and a column for each of their answers.

        Args:
            rows: The question whose answers are the rows; or a ranking, by its name.
            by: The questions whose answers are the columns; `role/region` is region within role.
            where: Only these replies.
            search: Only replies whose verbatims contain this text.
            weight: The weight, "none" for none; the survey's own by default.
            base: Who percentages are of: asked, answered, coded, replied or everyone; the question's own by default.
            sort: codebook, count, or an answer of the banner (`role = 'VP'`) whose column comes most first.
            percent: Of the column, of the row, index (100 is as in the total), or none.
            test: bh, holm, bonferroni, unadjusted or off.
            levels: Of confidence, in percent: of capital letters and of small ones.
            zeros: Whether answers that nobody gave are there.
            chart: How the page is drawn: table or bars; "ranking" gives all items of its ranking.

        Raises:
            ToplineError: when it cannot be answered, in one line that says why.
        """
        columns = tuple(banner.name for banner in self._it.banners(several(by)))
        if not columns:
            raise ToplineError("a crosstab needs by= with a question whose answers are the columns")
        order, column = self._order(sort)
        name, drawn = self._rows(rows, chart)
        return self.answer(
            View(
                What.CROSSTAB,
                name,
                columns,
                self._people(where, search, weight),
                base=one_of(Base, base) if base else None,
                order=order,
                sort=column,
                zeros=zeros,
                percent=one_of(Percent, percent),
                test=one_of(Significance, test),
                levels=levels_of(levels),
                chart=drawn,
            )
        )

    def trend(
        self,
        question: str,
        over: str,
        *,
        period: str | None = None,
        where: Words = (),
        search: str = "",
        weight: str | None = None,
        base: str | None = None,
        test: str = "bh",
        levels: Sequence[int] = LEVELS,
        zeros: bool = True,
    ) -> Answer:
        """One question over time: the total, and a column for each period, each tested against the one before.

        Args:
            question: Which one.
            over: A wave or a date.
            period: Of a date: day, week, month, quarter or year; what suits by default.
            where: Only these replies.
            search: Only replies whose verbatims contain this text.
            weight: The weight, "none" for none; the survey's own by default.
            base: Who percentages are of; the question's own by default.
            test: bh, holm, bonferroni, unadjusted or off.
            levels: Of confidence, in percent.
            zeros: Whether answers that nobody gave are there.

        Raises:
            ToplineError: when it cannot be answered, in one line that says why.
        """
        return self.answer(
            View(
                What.TREND,
                self.question(question).name,
                (self.question(over).name,),
                self._people(where, search, weight),
                base=one_of(Base, base) if base else None,
                test=one_of(Significance, test),
                levels=levels_of(levels),
                zeros=zeros,
                period=one_of(Period, period) if period else None,
            )
        )

    def compare(
        self,
        question: str,
        where: Words,
        against: str = "everyone",
        *,
        search: str = "",
        weight: str | None = None,
        base: str | None = None,
        sort: str = "",
        test: str = "bh",
        levels: Sequence[int] = LEVELS,
        zeros: bool = True,
    ) -> Answer:
        """One question of some people beside the same of others.

        Args:
            question: Which one.
            where: The first people.
            against: A filter that says who the others are, or "everyone".
            search: Only replies of the first whose verbatims contain this text.
            weight: The weight of both, "none" for none; the survey's own by default.
            base: Who percentages are of; the question's own by default.
            sort: codebook or count.
            test: bh, holm, bonferroni, unadjusted or off.
            levels: Of confidence, in percent.
            zeros: Whether answers that nobody gave are there.

        Raises:
            ToplineError: when it cannot be answered, in one line that says why.
        """
        return self.answer(
            View(
                What.TOPLINE,
                self.question(question).name,
                slice=self._people(where, search, weight),
                against=read_people(against, self.survey),
                base=one_of(Base, base) if base else None,
                order=one_of(Order, sort) if sort else Order.CODEBOOK,
                test=one_of(Significance, test),
                levels=levels_of(levels),
                zeros=zeros,
            )
        )

    def response(self, *, where: Words = (), search: str = "") -> Answer:
        """The response funnel: invited, delivered, replied.

        Raises:
            ToplineError: when it cannot be answered.
        """
        return self.answer(View(What.RESPONSE, slice=self._people(where, search, NO_WEIGHT)))

    def query(self, name: str, **values: str) -> Answer | polars.DataFrame:
        """A canned query of the survey: an answer, or its replies as a frame.

        Args:
            name: Its key, its title or an unambiguous part of that.
            values: Of its parameters.

        Raises:
            ToplineError: when there is none such, or it is a statement in SQL, which `topline query` runs.
        """
        query = self.survey.query(name)
        view = view_of(query, self.survey, values)
        if view.what is What.SQL:
            raise ToplineError(f"query {query.title!r} is a statement in SQL; `topline query` runs it apart")
        if view.what is What.REPLIES:
            return self.replies_of(view.slice, view.fields, sort=view.sort)
        return self.answer(view)

    def answer(self, view: View) -> Answer:
        """The answer to any view of people.

        Raises:
            ToplineError: when it cannot be answered, in one line that says why.
        """
        if view.what in (What.REPLIES, What.SQL):
            raise ToplineError(f"{view.what} give no table of people; `replies` gives replies as a frame")
        charts = charts_of(view, self.survey)
        if view.chart and view.chart not in charts:
            raise ToplineError(f"this table cannot be drawn as {view.chart}; as one of: {', '.join(charts)}")
        if view.is_ranking and view.base is not None:
            raise ToplineError("of a ranking each item's base are those who ranked it: leave base out")
        return Answer(self, table_of(view, self.survey, lambda one: tabulate(one, self.engine)))

    def replies(
        self,
        fields: Words = (),
        *,
        where: Words = (),
        search: str = "",
        all_fields: bool = False,
        sort: str = "",
        limit: int | None = None,
        codes: bool = False,
        personal: bool = False,
    ) -> polars.DataFrame:
        """The replies themselves, a line each, led by the row of the file, counted from 1.

        Args:
            fields: The questions, a column each; the survey's choice by default.
            where: Only these replies.
            search: Only replies whose verbatims contain this text.
            all_fields: Whether every question is given, and the codes of those that are coded.
            sort: A question; "-" before it for descending; the order of the file by default.
            limit: How many are given at most; None for all.
            codes: Whether chosen answers are given as codes, not as labels.
            personal: Whether answers that tell who a person is are given; they are masked otherwise.

        Raises:
            ToplineError: when it names what the survey does not have.
        """
        people = self._people(where, search, NO_WEIGHT)
        return self.replies_of(
            people, fields, all_fields=all_fields, sort=sort, limit=limit, codes=codes, personal=personal
        )

    def replies_of(
        self,
        people: Slice,
        fields: Words = (),
        *,
        all_fields: bool = False,
        sort: str = "",
        limit: int | None = None,
        codes: bool = False,
        personal: bool = False,
    ) -> polars.DataFrame:
        """The replies of a slice, such as that of a cell; the rest is as for `replies`.

        Raises:
            ToplineError: when it names what the survey does not have.
        """
        if self.survey.min_base:
            raise refused(self.survey, "replies are not given as frames")
        named = sort.removeprefix("-")
        order = "-" * sort.startswith("-") + self.question(named).name if named else ""
        chosen = tuple(dict.fromkeys(question.name for question in self._it.questions(several(fields))))
        view = View(What.REPLIES, slice=people, fields=chosen, sort=order)
        questions = every_column(self.survey) if all_fields else fields_of(view, self.survey)
        found = stream_replies(self.engine, people, questions, order, limit=limit)
        return replies_frame(questions, found, codes=codes, personal=personal)

    def codes(self, question: str = "") -> polars.DataFrame:
        """The codes of an open question as its coders gave them: a line a code of a reply.

        Args:
            question: Which one; the one that has codes, or the only open one, by default.

        Raises:
            ToplineError: when it cannot be coded, or there is a privacy floor.
        """
        return codes_frame(self._it, question)

    def _people(self, where: Words, search: str, weight: str | None) -> Slice:
        conditions = [read_expression(text, self.survey) for text in several(where)]
        chosen = self.weight if weight is None else self._weight(weight)
        return Slice(search=search.strip(), weight=chosen).narrowed(*conditions)

    def _rows(self, words: str, chart: str | None) -> tuple[str, Chart | None]:
        """The question that is counted, and how it is drawn."""
        drawn = one_of(Chart, chart) if chart else None
        ranking = self.survey.ranking_called(words)
        return (ranking.name, drawn or Chart.RANKING) if ranking else (self.question(words).name, drawn)

    def _weight(self, said: str | None) -> str:
        return "" if said in (None, "", NO_WEIGHT) else self.survey.find_weight(str(said))

    def _order(self, said: str) -> tuple[Order, str]:
        """The order of a crosstab's rows, and the answer of the banner that it is by."""
        if not said or said in tuple(Order):
            return (Order(said) if said else Order.CODEBOOK), ""
        try:
            return Order.COUNT, read_expression(said, self.survey).expression()
        except ToplineError as error:
            raise ToplineError(f"sort takes {', '.join(Order)} or an answer of by: {error}") from None
