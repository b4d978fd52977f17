"""Banner questions: whose answers are the columns of a table, alone or nested within the answers of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topline.survey.errors import ToplineError, UnknownNameError
from topline.survey.question import Question

if TYPE_CHECKING:
    from topline.survey.survey import Survey

WITHIN = "/"
"""Stands between the questions of a nest, the outermost first, as nesting is written in the formulas of statistics."""


@dataclass(frozen=True, slots=True)
class BannerQuestion:
    """A question whose answers are columns; or several, each told apart within every answer of the one before."""

    questions: tuple[Question, ...]
    """The outermost first; at least one."""

    @property
    def name(self) -> str:
        """What a view and a person call it."""
        return WITHIN.join(question.name for question in self.questions)

    @property
    def label(self) -> str:
        """What stands above its columns, such as "Region within Role"."""
        return " within ".join(question.label for question in reversed(self.questions))

    @property
    def is_nested(self) -> bool:
        """Whether its columns are of several questions at once."""
        return len(self.questions) > 1

    @property
    def innermost(self) -> Question:
        """The question whose answers are told apart within one answer of each of the others."""
        return self.questions[-1]


def banner_question(said: str, survey: Survey) -> BannerQuestion:
    """The banner question that a person means: a question, or a nest such as `role/region`.

    Raises:
        UnknownNameError: when a question is unknown, or several fit.
        ToplineError: when a question would be nested within itself.
    """
    questions = next(_exactly(said, survey), None)
    if questions is None:
        questions = _found(said, survey)
    names = [question.name for question in questions]
    again = next((name for name in names if names.count(name) > 1), None)
    if again is not None:
        raise ToplineError(f"{said!r} nests {again} within itself; name each question once")
    return BannerQuestion(questions)


def banner_questions(columns: Iterable[str], survey: Survey) -> tuple[BannerQuestion, ...]:
    """The banner questions of a view, by what it calls them.

    Raises:
        ToplineError: as `banner_question`.
    """
    return tuple(banner_question(said, survey) for said in columns)


def asked_across(columns: Iterable[str], survey: Survey) -> tuple[Question, ...]:
    """All questions whose answers the columns of a view are told by, nested ones too.

    Raises:
        ToplineError: as `banner_question`.
    """
    return tuple(one for banner in banner_questions(columns, survey) for one in banner.questions)


def _exactly(said: str, survey: Survey) -> Iterator[tuple[Question, ...]]:
    """The ways in which a text is made of names; the longest names first, since a name may hold the sign."""
    if said in survey:
        yield (survey[said],)
    at = said.rfind(WITHIN)
    while at >= 0:
        if (name := said[:at].strip()) in survey:
            yield from ((survey[name], *inner) for inner in _exactly(said[at + 1 :].strip(), survey))
        at = said.rfind(WITHIN, 0, at)


def _found(said: str, survey: Survey) -> tuple[Question, ...]:
    try:
        return (survey.find(said),)
    except UnknownNameError:
        if WITHIN not in said:
            raise
    return tuple(survey.find(name) for name in said.split(WITHIN) if name.strip())
