"""Bases: who a percentage is of."""

from __future__ import annotations

from topline.survey import (
    All,
    Answered,
    Base,
    Blank,
    Chose,
    Condition,
    IsCoded,
    MissingKind,
    Not,
    Question,
    Stage,
    Survey,
)


def own_base(question: Question) -> Base:
    """The base a question has unless another is asked for: those asked where the survey says who, else the answered.

    Of a verbatim that is coded here it is the coded: of replies that nobody has looked at, no share can be told.
    """
    if question.coded_here and (question.has_uncoded or not question.base):
        return Base.CODED
    return Base.ASKED if question.base else Base.ANSWERED


def base_condition(base: Base, question: Question, survey: Survey) -> Condition | None:
    """Who belongs to a base of a question; None for everyone."""
    match base:
        case Base.ANSWERED:
            return Answered(question.name)
        case Base.CODED:
            return _coded(question, survey)
        case Base.ASKED:
            return _asked(question, survey)
        case Base.REPLIED:
            return survey.replied
        case Base.EVERYONE:
            return None


def _asked(question: Question, survey: Survey) -> Condition | None:
    """Who was asked: as the survey says, and without those whose answer, or whose blank, is that they were not."""
    stated = survey.base_of(question.name)
    parts = [] if stated is None else [stated]
    if stated is None and question.blank is MissingKind.NOT_ASKED:
        parts.append(Not(Blank(question.name)))
    if unasked := _unasked(question):
        parts.append(Not(Chose(question.name, unasked)))
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _coded(question: Question, survey: Survey) -> Condition | None:
    """Who has a code; where it is stated who was asked, these but for those who wait for one."""
    if not question.is_coded:
        return Answered(question.name)
    if survey.base_of(question.name) is None:
        return IsCoded(question.name)
    asked, settled = _asked(question, survey), Not(IsCoded(question.name, Stage.UNCODED))
    return settled if asked is None else All((asked, settled))


def _unasked(question: Question) -> tuple[str, ...]:
    """The codes that say that somebody was not asked."""
    if question.is_coded:
        return ()
    return tuple(option.code for option in question.missing if option.missing is MissingKind.NOT_ASKED)


def base_words(base: Base, question: Question, survey: Survey) -> str:
    """What a base is called."""
    match base:
        case Base.ANSWERED:
            return "answered"
        case Base.CODED if not question.is_coded:
            return "answered"
        case Base.CODED:
            asked = survey.base_of(question.name) and base_words(Base.ASKED, question, survey)
            return f"{asked}, less those not coded yet" if asked else "coded"
        case Base.ASKED:
            condition = survey.base_of(question.name)
            others = "asked" if _asked(question, survey) else "everyone"
            return question.base_text or (condition.words(survey) if condition else others)
        case Base.REPLIED:
            return "replied" if survey.replied else "everyone"
        case Base.EVERYONE:
            return "everyone"


def bases_of(question: Question, survey: Survey) -> tuple[Base, ...]:
    """The bases worth cycling through, the question's own first; those that mean the same people once."""
    bases: list[Base] = []
    conditions: list[Condition | None] = []
    coded = [Base.CODED] if question.coded_here else []
    for base in (own_base(question), Base.REPLIED, Base.EVERYONE, Base.ASKED, Base.ANSWERED, *coded):
        condition = base_condition(base, question, survey)
        if condition not in conditions:
            bases.append(base)
            conditions.append(condition)
    return tuple(bases)
