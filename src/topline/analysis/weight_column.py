"""What each reply weighs, as a column beside its answers, for those who work on with exported replies."""

from __future__ import annotations

from collections.abc import Sequence

from topline.survey import Kind, Question, Role, Slice, Storage, Survey

WEIGHT_COLUMN = "weight_raked"
"""The name of a column of raked weights."""


def weight_column(people: Slice, survey: Survey, shown: Sequence[Question]) -> Question | None:
    """The column that says what each of these people weighs; None where nobody is weighted, or it is shown anyway.

    Args:
        people: Whose weight it is.
        survey: What they were asked.
        shown: The columns that are shown anyway.

    Returns:
        The question that holds the weights; for a raked weight one that the survey does not have, whose answers
        `weight_sql` gives.
    """
    # Under a privacy floor replies show words alone; what a person weighs tells how they answered.
    if not people.weight or survey.min_base:
        return None
    raked = survey.weighting(people.weight)
    if raked is None:
        stored = survey[people.weight]
        return None if any(one.name == stored.name for one in shown) else stored
    taken = {one.name.casefold() for one in (*survey, *shown)} | {one.name.casefold() for one in survey.weightings}
    taken |= {one.column.casefold() for one in survey} | {one.codes.casefold() for one in survey}
    name, number = WEIGHT_COLUMN, 1
    while name.casefold() in taken:
        number += 1
        name = f"{WEIGHT_COLUMN}_{number}"
    by = " and ".join(survey[question].label for question in raked.questions)
    is_offered = any(one.role is Role.WEIGHT for one in shown)
    return Question(
        name,
        Kind.NUMERIC,
        text=f"Weight {raked.label}, raked to {by}",
        label=f"Weight {raked.label}",
        storage=Storage.REAL,
        role=None if is_offered else Role.WEIGHT,
    )
