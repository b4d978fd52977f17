"""Who was asked, as codebooks write it, in the language of filters: so that bases follow and blanks say why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from topline.readers.raw import RawColumn
from topline.survey import MissingKind, Question, Survey, ToplineError, quoted, read_expression

_SELECTED = re.compile(r"selected(?:-at)?\(\s*\$\{(?P<name>\w+)\}\s*,\s*(?P<answer>'[^']*'|\"[^\"]*\")\s*\)")
"""XLSForm: whether an answer is among several."""
_NAME = re.compile(r"\$\{(?P<odk>\w+)\}|\[(?P<redcap>\w+)\](?!\[)|\b(?P<lime>[A-Za-z]\w*)\.NAOK\b")
"""A question in a condition of XLSForm, REDCap or LimeSurvey."""
_WRITTEN = re.compile(r"'(?:[^']|'')*'|\"(?P<text>[^\"]*)\"|==|&&|\|\|")
_PLAIN = {"==": "=", "&&": "and", "||": "or"}


def with_bases(survey: Survey, columns: Sequence[RawColumn]) -> Survey:
    """A survey in which whom a question was asked of is its base, where a codebook says it so that it can be counted.

    Conditions that name other things than questions and their answers, such as functions, stay words in the rule.

    Args:
        survey: As it was read.
        columns: Of the file.
    """
    survey = _with_blanks(survey, columns)
    words = {column.position: column.base_text for column in columns if column.base_text}
    if not words:
        return survey
    names = _names(survey)
    questions = tuple(_based(question, words, names, survey) for question in survey)
    return replace(survey, questions=questions)


def _with_blanks(survey: Survey, columns: Sequence[RawColumn]) -> Survey:
    """A survey in which a blank says that nobody was asked, where it does so in every column of a question."""
    unasked = {column.position for column in columns if column.blank is MissingKind.NOT_ASKED}
    if not unasked:
        return survey
    return replace(
        survey,
        questions=tuple(
            replace(question, blank=MissingKind.NOT_ASKED)
            if question.positions and unasked.issuperset(question.positions) and question.role is None
            else question
            for question in survey
        ),
    )


def _names(survey: Survey) -> dict[str, str]:
    """The questions by what a condition may call them: their own names, their headers, and these without groups."""
    names = {}
    for question in survey:
        for header in question.headers if len(question.headers) == 1 else ():
            names[header.rpartition("/")[2].casefold()] = question.name
            names[header.casefold()] = question.name
    return names | {question.name.casefold(): question.name for question in survey}


def _based(question: Question, words: Mapping[int, str], names: Mapping[str, str], survey: Survey) -> Question:
    said = {words[at] for at in question.positions if at in words}
    if question.base or question.role or len(said) != 1:
        return question
    expression = expression_of(said.pop(), names)
    try:
        condition = read_expression(expression, survey) if expression else None
    except ToplineError:
        return question
    return replace(question, base=condition.expression()) if condition else question


def expression_of(words: str, names: Mapping[str, str]) -> str:
    """A condition of a codebook as a filter; empty where it names no question, or one that is not there.

    Args:
        words: As the codebook has it.
        names: The names of questions, by what a condition may call them, without case.
    """
    found: list[bool] = []

    def named(match: re.Match[str]) -> str:
        name = names.get((match["odk"] or match["redcap"] or match["lime"]).casefold())
        found.append(name is not None)
        return quoted(name or "")

    def written(match: re.Match[str]) -> str:
        if match["text"] is not None:
            return "'" + match["text"].replace("'", "''") + "'"
        return _PLAIN.get(match[0], match[0])

    plain = _WRITTEN.sub(written, _SELECTED.sub(r"${\g<name>} = \g<answer>", words))
    expression = _NAME.sub(named, plain)
    return expression if found and all(found) else ""
