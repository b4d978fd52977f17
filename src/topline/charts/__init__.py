"""Charts: tables as lines of text, pure and deterministic; a theme gives the inks their colours."""

from topline.charts.bars import Scale, bar_heading, bar_lines, bar_top
from topline.charts.columns import columns_lines
from topline.charts.comparison import POINTS, comparison_heading, comparison_heads, comparison_lines, points_words
from topline.charts.cross_grid import CrossGrid, legend
from topline.charts.crosstab import crosstab_lines
from topline.charts.diverging import diverging_lines
from topline.charts.figures import number, share_words
from topline.charts.glyphs import ASCII, BLOCKS, Glyphs, speaks_unicode
from topline.charts.lanes import has_figures
from topline.charts.lines import Ink, Line, Span, end_of, fit, line, shown, wrap
from topline.charts.promoters import nps_lines
from topline.charts.prose import marked, prose_lines
from topline.charts.ranking import ranking_bars
from topline.charts.sparklines import mini_bars, sparkline
from topline.charts.suited import chart_of, charts_of, plot_lines
from topline.charts.summaries import summary_line
from topline.charts.trend_plot import TrendPlot
from topline.charts.trend_series import (
    Series,
    is_of_means,
    series_of,
    short_period,
    sound_periods,
    ticks_of,
    written,
)
from topline.charts.weights import weight_lines

__all__ = [
    "ASCII",
    "BLOCKS",
    "POINTS",
    "CrossGrid",
    "Glyphs",
    "Ink",
    "Line",
    "Scale",
    "Series",
    "Span",
    "TrendPlot",
    "bar_heading",
    "bar_lines",
    "bar_top",
    "chart_of",
    "charts_of",
    "columns_lines",
    "comparison_heading",
    "comparison_heads",
    "comparison_lines",
    "crosstab_lines",
    "diverging_lines",
    "end_of",
    "fit",
    "has_figures",
    "is_of_means",
    "legend",
    "line",
    "marked",
    "mini_bars",
    "nps_lines",
    "number",
    "plot_lines",
    "points_words",
    "prose_lines",
    "ranking_bars",
    "series_of",
    "share_words",
    "short_period",
    "shown",
    "sound_periods",
    "sparkline",
    "speaks_unicode",
    "summary_line",
    "ticks_of",
    "weight_lines",
    "wrap",
    "written",
]
