"""All that is asked of a person, as columns."""

from __future__ import annotations

from dataclasses import replace

from topline.survey import Kind, Question, Survey


def every_column(survey: Survey) -> tuple[Question, ...]:
    """All questions of a survey as columns, each coded verbatim followed by its codes."""
    columns: list[Question] = []
    for question in survey:
        columns.append(question)
        name = f"{question.name}_codes"
        if question.is_coded and name not in survey:
            codes = replace(question, name=name, kind=Kind.MULTI, column=question.codes, codes="")
            columns.append(replace(codes, label=f"{question.label}, coded"))
    return tuple(columns)
