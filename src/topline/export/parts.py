"""A part of a survey as a survey of its own, so that exported replies open again as what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from topline.analysis import choices_of, view_of
from topline.survey import (
    CannedQuery,
    Condition,
    Question,
    Response,
    Slice,
    Survey,
    ToplineError,
    View,
    Weighting,
    read_expression,
)


def part_of(survey: Survey, questions: Sequence[Question], people: Slice) -> Survey:
    """The survey that holds only these questions and only these people's replies.

    Whatever of it speaks of a question that is left out is left out as well: bases, steps of the funnel, raked
    weights, canned queries. Who was invited is known no more, unless these are all who replied; and of others no
    weight is raked, since among fewer people it would be another one than among all.
    """
    bare = replace(survey, questions=tuple(questions), response=None, weightings=(), queries=())
    whole = not people.conditions and not people.search
    only_replies = survey.replied is not None and survey.replied in people.conditions
    response = None if only_replies else _response(survey, bare)
    kept = tuple(_question(question, survey, bare, response, whole=whole) for question in questions)
    part = replace(bare, questions=kept, response=response, respondents=None)
    everyone = whole or (only_replies and len(people.conditions) == 1 and not people.search)
    if everyone:
        part = replace(part, weightings=tuple(one for one in survey.weightings if _is_whole(one, part)))
    part = replace(part, queries=tuple(query for query in survey.queries if _means_the_same(query, survey, part)))
    if everyone:
        return part
    note = f"only: {people.sentence(survey)}"
    return replace(part, invited=None, note=f"{survey.note} {note}".strip())


def _question(question: Question, survey: Survey, part: Survey, response: Response | None, *, whole: bool) -> Question:
    base = question.base if _same(lambda where: read_expression(question.base, where), survey, part) else ""
    is_status = survey.response is not None and question.name == survey.response.status
    return replace(
        question,
        base=base,
        base_text=question.base_text if base else "",
        role=None if is_status and response is None else question.role,
        answered=question.answered if whole else None,
    )


def _is_whole(weighting: Weighting, part: Survey) -> bool:
    """Whether all is there that a weight is raked by."""
    return all(name in part for name in (*weighting.questions, *filter(None, [weighting.base])))


def _response(survey: Survey, part: Survey) -> Response | None:
    response = survey.response
    if response is None or response.status not in part:
        return None
    steps = tuple(
        (words, said)
        for words, said in response.steps
        if _same(lambda where, said=said: read_expression(said, where), survey, part)  # type: ignore[misc]
    )
    return replace(response, steps=steps)


def _means_the_same(query: CannedQuery, survey: Survey, part: Survey) -> bool:
    if query.source:
        return False
    gone = [question.name for question in survey if question.name not in part]
    if query.sql and any(re.search(rf"\b{re.escape(name)}(?:_codes)?\b", query.sql, re.IGNORECASE) for name in gone):
        return False

    def view(where: Survey) -> View:
        values = {}
        for parameter in query.parameters:
            choices = choices_of(parameter.choices, survey)
            values[parameter.name] = parameter.default or (choices[0] if choices else "1")
        return view_of(query, where, values)

    as_before = not gone and part.weightings == survey.weightings
    return as_before or _same(view, survey, part)


def _same(said: Callable[[Survey], Condition | View], survey: Survey, part: Survey) -> bool:
    """Whether something means in the part what it means in the whole; what cannot be read means nothing."""
    try:
        return said(survey) == said(part)
    except ToplineError:
        return False
