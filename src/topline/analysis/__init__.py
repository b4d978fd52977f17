"""View -> Table: toplines, crosstabs, the response funnel, the replies, canned queries, search."""

from topline.analysis.bases import base_words, bases_of, own_base
from topline.analysis.canned import QueryError, choices_of, view_of
from topline.analysis.replies import (
    MASK,
    Person,
    answer_words,
    fields_of,
    person,
    profile_of,
    profile_words,
    voices,
)
from topline.analysis.response import response_summary
from topline.analysis.search import Found, search
from topline.analysis.tabulate import tabulate

__all__ = [
    "MASK",
    "Found",
    "Person",
    "QueryError",
    "answer_words",
    "base_words",
    "bases_of",
    "choices_of",
    "fields_of",
    "own_base",
    "person",
    "profile_of",
    "profile_words",
    "response_summary",
    "search",
    "tabulate",
    "view_of",
    "voices",
]
