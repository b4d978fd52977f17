"""View -> Table: toplines, crosstabs, the response funnel, the replies, canned queries, search."""

from topline.analysis.arranged import arranged
from topline.analysis.banding import Cutting, called, edges_for, read_cutting
from topline.analysis.bases import base_condition, base_words, bases_of, own_base
from topline.analysis.canned import QueryError, choices_of, obstacle, parameters_with, values_for, view_of
from topline.analysis.explained import Explained, explained
from topline.analysis.explained_statistics import explained_statistic
from topline.analysis.facets import Facet, Value, bands_of, count_each, facet_of
from topline.analysis.grid_table import grid_on_its_side, grid_order, grid_table, is_grid_table
from topline.analysis.replies import (
    Glimpse,
    Person,
    answer_words,
    fields_of,
    glimpse,
    person,
    persons,
    profile_of,
    profile_words,
    rows_to_code,
    voices,
)
from topline.analysis.response import replied_in, response_summary
from topline.analysis.rows import RowSpec, with_every_net
from topline.analysis.search import Found, search
from topline.analysis.tabulate import as_item, count_table, grid_views, tabulate
from topline.analysis.trends import can_be_time, check_trend, period_of, periods_offered
from topline.analysis.values import values_of
from topline.analysis.weight_report import (
    Margin,
    Margins,
    WeightReport,
    present_shares,
    raking_report,
    weight_report,
    weights_of,
)
from topline.survey import MASK

__all__ = [
    "MASK",
    "Cutting",
    "Explained",
    "Facet",
    "Found",
    "Glimpse",
    "Margin",
    "Margins",
    "Person",
    "QueryError",
    "RowSpec",
    "Value",
    "WeightReport",
    "answer_words",
    "arranged",
    "as_item",
    "bands_of",
    "base_condition",
    "base_words",
    "bases_of",
    "called",
    "can_be_time",
    "check_trend",
    "choices_of",
    "count_each",
    "count_table",
    "edges_for",
    "explained",
    "explained_statistic",
    "facet_of",
    "fields_of",
    "glimpse",
    "grid_on_its_side",
    "grid_order",
    "grid_table",
    "grid_views",
    "is_grid_table",
    "obstacle",
    "own_base",
    "parameters_with",
    "period_of",
    "periods_offered",
    "person",
    "persons",
    "present_shares",
    "profile_of",
    "profile_words",
    "raking_report",
    "read_cutting",
    "replied_in",
    "response_summary",
    "rows_to_code",
    "search",
    "tabulate",
    "values_for",
    "values_of",
    "view_of",
    "voices",
    "weight_report",
    "weights_of",
    "with_every_net",
]
