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


WITHHELD = "which the privacy floor (min_base) withholds"


def no_sql(survey: Survey) -> str:
    """Why nobody can write statements of their own; empty where they can."""
    if not survey.min_base:
        return ""
    return f"no SQL here: a statement could show groups under {survey.min_base:,} people, {WITHHELD}"


def example_lines(survey: Survey, people: Slice) -> tuple[str, ...]:
    """How to begin, and of a weight that is no column where it is to be found.

    Args:
        survey: What is explored.
        people: Who is looked at elsewhere, with their weight.
    """
    if survey.min_base:
        others = ("", "Press Enter on a query that is no SQL to run it.") if survey.queries else ()
        return (f"There is {no_sql(survey).removesuffix(WITHHELD).rstrip()}", f"{WITHHELD}.", *others)
    raked = survey.weighting(people.weight)
    if raked is None:
        return EXAMPLES
    return (*EXAMPLES, f"The weight {raked.name} is raked and no column: {WEIGHT_COLUMN} is one of exported replies.")
