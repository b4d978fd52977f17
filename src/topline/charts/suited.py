"""Which charts a view can be drawn as, and the one of them that another library draws."""

from __future__ import annotations

from topline.charts.glyphs import BLOCKS, Glyphs
from topline.charts.lines import Ink, Line, line
from topline.charts.trend_plot import TrendPlot
from topline.survey import Chart, Kind, Survey, Table, View, What


def charts_of(view: View, survey: Survey) -> tuple[Chart, ...]:
    """The charts that a table of people can be drawn as, the one that suits it best first."""
    if view.stub or view.transposed:
        return (Chart.TABLE,)
    if view.what is What.CROSSTAB:
        return (Chart.TABLE, Chart.BARS, *((Chart.RANKING,) if survey.ranking(view.rows) else ()))
    if view.what is What.TREND:
        return (Chart.TABLE, Chart.PLOT)
    if view.what is not What.TOPLINE or view.against is not None:
        return (Chart.BARS,)
    question = survey[view.rows]
    charts = [Chart.BARS]
    if survey.ranking(view.rows):
        charts.append(Chart.RANKING)
    if question.grid:
        charts += [Chart.GRID, Chart.TABLE]
    if question.kind in (Kind.NUMERIC, Kind.DATE):
        charts.append(Chart.PLOT)
    return tuple(charts)


def chart_of(view: View, survey: Survey) -> Chart:
    """The chart that a view asks for, where it can be drawn so; else the one that suits it best."""
    charts = charts_of(view, survey)
    return view.chart if view.chart in charts else charts[0]


def plot_lines(table: Table, width: int, height: int, glyphs: Glyphs = BLOCKS) -> tuple[Line, ...]:
    """A table with axes, as lines: a trend as a line an option, dates as a series, numbers as a histogram."""
    if table.view.what is What.TREND:
        return TrendPlot(table, width, height, glyphs).lines
    from topline.charts import plots

    is_date = table.summary is not None and hasattr(table.summary.min, "year")
    draw = plots.series if is_date else plots.histogram
    text = draw(table, width, height)
    return tuple(line((row, Ink.BAR), width=width) for row in text.splitlines()) or (
        line(("this window is too small for a plot", Ink.DIM)),
    )
