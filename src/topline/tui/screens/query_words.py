"""What the place of queries says before anything was asked."""

from __future__ import annotations

from topline.analysis.weight_column import WEIGHT_COLUMN
from topline.survey import Slice, Survey

EXAMPLES = (
    "Press Enter on a query to run it, or Tab to write a statement of your own, such as",
    "",
    "select role, count(*) from responses where impact = 'Yes' group by role",
    "",
    "The table responses has a column for each question. A statement can only read, and sees all replies,",
    "whatever is filtered or weighted elsewhere.",
)


def example_lines(survey: Survey, people: Slice) -> tuple[str, ...]:
    """How to begin, and of a weight that is no column where it is to be found.

    Args:
        survey: What is explored.
        people: Who is looked at elsewhere, with their weight.
    """
    raked = survey.weighting(people.weight)
    if raked is None:
        return EXAMPLES
    return (*EXAMPLES, f"The weight {raked.name} is raked and no column: {WEIGHT_COLUMN} is one of exported replies.")
