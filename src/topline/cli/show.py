"""`topline show`: one question counted, alone, by others or over time."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from topline.analysis import (
    as_item,
    check_trend,
    edges_for,
    grid_order,
    grid_views,
    is_grid_table,
    read_cutting,
    tabulate,
)
from topline.charts import chart_of, charts_of
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import TEXT, format_of, give_out, give_page, glyphs_for, width_of
from topline.cli.pages import table_page
from topline.export import TableOut, table_of
from topline.survey import (
    LEVELS,
    Chart,
    Number,
    Order,
    Percent,
    Question,
    Significance,
    Survey,
    ToplineError,
    View,
    What,
    read_expression,
    read_nets,
    read_people,
)

FUNNEL = What.RESPONSE.value
"""The QUESTION that stands for the response funnel, unless a question has that very name."""


def show(arguments: Namespace) -> None:
    """Print or write the table of a question."""
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        show_table(view_asked(arguments, it), it, arguments)


def view_asked(arguments: Namespace, it: Opened) -> View:
    """The view that the arguments ask for.

    Raises:
        ToplineError: when they name what the survey does not have, or ask for what does not go together.
    """
    people = it.people(arguments)
    if arguments.question == [FUNNEL] and FUNNEL not in it.survey:
        _refuse(arguments, "the response funnel takes no", OF_TABLES)
        return View(What.RESPONSE, slice=people)
    ranking = it.survey.ranking_called(arguments.question[0]) if len(arguments.question) == 1 else None
    chart = arguments.chart or (Chart.RANKING if ranking and not arguments.against and not arguments.over else None)
    named = [ranking] if ranking else it.rows(arguments.question)
    rows, *stub = dict.fromkeys(question.name for question in named)
    columns = tuple(banner.name for banner in it.banners(arguments.by))
    what = What.CROSSTAB if columns or stub else What.TOPLINE
    if arguments.over:
        _refuse(arguments, "a trend takes no", ("by", "against", "transposed"))
        if stub:
            raise ToplineError("a trend follows one question; name one")
        what, columns = What.TREND, (it.survey.find(arguments.over).name,)
    elif arguments.period:
        raise ToplineError("--period goes with --over, which says what a question is followed over")
    elif columns or stub:
        _refuse(arguments, "a crosstab takes no" if columns else "rows of several questions take no", ("against",))
    else:
        _refuse(arguments, "without --by or --over there is no", ("percent", "transposed"))
        if not arguments.against:
            _refuse(arguments, "without --by, --over or --against nothing is tested: no", ("test", "level"))
    tabled = it.survey[rows] if chart is Chart.TABLE and what is What.TOPLINE else None
    order, sort = _order(arguments.sort, columns, it.survey, tabled)
    view = View(
        what,
        rows,
        columns,
        people,
        base=arguments.base,
        order=order,
        zeros=not arguments.no_zeros,
        against=read_people(arguments.against, it.survey) if arguments.against else None,
        sort=sort,
        period=arguments.period,
        percent=arguments.percent or Percent.COLUMN,
        test=arguments.test or Significance.BH,
        levels=arguments.level or LEVELS,
        chart=chart,
        nets=read_nets(arguments.net, it.survey[rows]),
        bands=_edges(arguments.bands, it.survey[rows], it),
        stub=tuple(stub),
        transposed=arguments.transposed,
    )
    if what is What.TREND:
        check_trend(view, it.survey)
    if view.is_ranking:
        _refuse(arguments, "of a ranking each item's base are those who ranked it: no", ("base", "percent"))
    charts = charts_of(view, it.survey)
    if view.chart and view.chart not in charts:
        raise ToplineError(f"this table cannot be drawn as {view.chart}; as one of: {', '.join(charts)}")
    return view


def _edges(said: str, question: Question, it: Opened) -> tuple[Number, ...]:
    """Where the numbers are cut; the view has edges also where groups or steps were asked for."""
    if not said:
        return ()
    cutting = read_cutting(said)
    if cutting.bands:
        raise ToplineError(
            f"--bands takes edges; bands with names stand in the survey file: [question.{question.name}] "
            "bands = { Young = [0, 18], Adult = [18, inf] }"
        )
    # Edges alone need no look at the replies.
    return cutting.edges or edges_for(it.engine, question, cutting)


OF_TABLES = (
    "by",
    "over",
    "period",
    "against",
    "base",
    "sort",
    "percent",
    "test",
    "level",
    "chart",
    "no_zeros",
    "net",
    "bands",
    "transposed",
)
"""Arguments that change the table of a question."""


def _refuse(arguments: Namespace, why: str, names: Sequence[str]) -> None:
    """Refuse arguments that do not go with what is asked.

    Raises:
        ToplineError: when one of them was given.
    """
    for name in names:
        if getattr(arguments, name):
            raise ToplineError(f"{why} --{name.replace('_', '-')}; leave it out")


def _order(said: str, columns: Sequence[str], survey: Survey, tabled: Question | None) -> tuple[Order, str]:
    """The order of the rows, and the answer of the banner that it is by; of a grid as one table what else it is by.

    Raises:
        ToplineError: when it is neither an order nor such an answer.
    """
    if not said or said in tuple(Order):
        return (Order(said) if said else Order.CODEBOOK), ""
    if tabled is not None and tabled.grid:
        return Order.COUNT, grid_order(said, tabled)
    if not columns:
        raise ToplineError(f"without --by rows are sorted by {' or '.join(Order)}, not by {said!r}")
    try:
        return Order.COUNT, read_expression(said, survey).expression()
    except ToplineError as error:
        raise ToplineError(f"--sort takes {', '.join(Order)} or an answer of --by: {error}") from None


def show_table(view: View, it: Opened, arguments: Namespace) -> None:
    """Print or write the table that answers a view."""
    if format_of(arguments) != TEXT:
        table = table_of(view, it.survey, lambda one: tabulate(one, it.engine))
        give_out(TableOut(table, it.survey, footer=not arguments.no_footer), arguments)
    else:
        # What is drawn of a whole grid at once has a table of its own; diverging bars are drawn from its toplines.
        count = partial(tabulate, engine=it.engine)
        table = table_of(view, it.survey, count) if is_grid_table(view) else count(view)
        is_grid = chart_of(view, it.survey) is Chart.GRID
        grid = [as_item(tabulate(one, it.engine), it.survey) for one in grid_views(view, it.survey)] if is_grid else []
        page = table_page(table, it.survey, width_of(arguments), grid, glyphs=glyphs_for(arguments))
        give_page(page, arguments)
