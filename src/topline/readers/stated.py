"""What a survey file states, laid over what was found in the replies."""

from __future__ import annotations

from dataclasses import replace

from topline.survey import Question, Survey, SurveyFile


def applied(stated: SurveyFile, survey: Survey) -> Survey:
    """A survey with what a survey file says, where the survey may already be told in part by another.

    The columns of codes that coded verbatims took in are put back first, since a survey file may name them
    again; and a short form that only repeated the header follows the text that is stated in its place.
    """
    here = {question.name for question in survey.questions}
    columns = tuple(
        Question(name=question.codes, kind=question.kind, column=question.codes)
        for question in survey.questions
        if question.codes and question.codes not in here
    )
    result = stated.applied(replace(survey, questions=survey.questions + columns))
    unlabelled = {
        question.name
        for question in survey.questions
        if question.label == question.text and "label" not in stated.questions.get(question.name, {})
    }
    questions = tuple(
        replace(question, label=question.text) if question.name in unlabelled else question
        for question in result.questions
    )
    return replace(result, questions=questions)
