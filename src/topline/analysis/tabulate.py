"""The one door from a view to its table."""

from __future__ import annotations

from topline.analysis.response import response_table
from topline.analysis.tables import question_table
from topline.engine import Cancel, Engine
from topline.survey import Table, View, What


def tabulate(view: View, engine: Engine, cancel: Cancel | None = None) -> Table:
    """Answer a view with a table.

    Raises:
        ToplineError: when the view cannot be answered, in one line that says why.
        ValueError: when it is a view of replies, which are windows and no table.
    """
    match view.what:
        case What.RESPONSE:
            return response_table(view, engine, cancel)
        case What.TOPLINE | What.CROSSTAB:
            return question_table(view, engine, cancel)
        case What.REPLIES:
            raise ValueError("replies are read in windows, not tabulated")
