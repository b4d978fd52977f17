"""Questions that say when: the waves of a survey that is asked again and again, and dates."""

from __future__ import annotations

import re

from topline.survey.question import Kind, Question, Role
from topline.survey.survey import Survey

_WAVE = re.compile(
    r"(?:(?:survey|study|interview|data)[ _]?)?"
    r"(?:wave|round|edition|sweep|phase|period|quarter|year|month|week"
    r"|(?:erhebungs)?(?:welle|jahr)|monat|quartal|vague|ann[ée]e|mois|trimestre|oleada|año|rodada|ondata|anno|jaar|maand)"
    r"(?:[ _]?(?:no\.?|nr\.?|number|#|id|code|label|name))?",
    re.IGNORECASE,
)
"""What a wave is called, where that is all that a question is called."""


def times_of(survey: Survey, without: str = "") -> tuple[Question, ...]:
    """The questions that something can be followed over, the likeliest first: waves, when people replied, dates.

    Args:
        survey: What was asked.
        without: The name of the question that is followed.
    """
    waves = [question for question in survey if is_wave(question)]
    dates = [question for question in survey if question.kind is Kind.DATE and question.role is not Role.PERSONAL]
    ranks = {Role.REPLIED: 0, Role.SENT: 1}
    dates.sort(key=lambda question: ranks.get(question.role, 2) if question.role else 2)
    return tuple(question for question in (*waves, *dates) if question.name != without)


def time_question(survey: Survey, without: str = "") -> Question | None:
    """The one question that says when; None where there is none, or where it is for a person to choose.

    When somebody was invited is no rival of when they replied.
    """
    found = times_of(survey, without)
    if any(question.role is Role.REPLIED for question in found):
        found = tuple(question for question in found if question.role is not Role.SENT)
    return found[0] if len(found) == 1 else None


def is_wave(question: Question) -> bool:
    """Whether a question is called a wave, a round or the like, and has one answer each."""
    if question.kind not in (Kind.SINGLE, Kind.SCALE, Kind.NUMERIC) or question.role is not None:
        return False
    names = (question.name.replace("_", " "), question.label, question.text.rstrip(" ?:."))
    return any(_WAVE.fullmatch(name.strip()) for name in names)
