"""Replies under a privacy floor: words alone, without who wrote them or what else they answered.

A reply is one person. So only what people wrote to one question at a time is shown, of enough people, in an order
that depends on nothing but question and text: no other order, and no other question, tells which words are of one
person.
"""

from __future__ import annotations

from topline.analysis.floor import check_people, refused
from topline.engine import Cancel, Engine, Reply, Window
from topline.survey import Answered, Kind, Question, Slice, Sql, Survey, View, quoted


def words_of(view: View, survey: Survey) -> tuple[Question, ...]:
    """The one question whose words a view of replies shows under a privacy floor.

    Raises:
        WithheldError: when the view asks for anything else, or the survey has no words.
    """
    if view.sort:
        raise refused(survey, "replies cannot be sorted, since that would tell of single people")
    named = [survey[name] for name in view.fields]
    if len(named) > 1 or not all(map(is_words, named)):
        raise refused(survey, "replies show what people wrote to one open question, and no other answers")
    found = shown_words(view, survey)
    if not found:
        raise refused(survey, "replies show only what people wrote, and here nobody could write anything")
    return found


def shown_words(view: View, survey: Survey) -> tuple[Question, ...]:
    """The question whose words could be shown of a view, whatever else it asks for; none where there is none."""
    named = tuple(survey[name] for name in view.fields)
    return next(((one,) for one in (*named, *survey.verbatims) if is_words(one)), ())


def is_words(question: Question) -> bool:
    """Whether this holds what people wrote, and does not tell who they are."""
    return question.kind is Kind.OPEN and question.role is None and question.has_words


def words_window(
    engine: Engine, people: Slice, question: Question, offset: int, limit: int | None, cancel: Cancel | None = None
) -> Window:
    """Some of what people wrote to a question, in the order of its own.

    Raises:
        WithheldError: when they, or those they leave out, are too few.
    """
    wrote = people.narrowed(Answered(question.name))
    check_people(people, engine=engine, cancel=cancel)
    check_people(wrote, engine=engine, cancel=cancel)
    where, column = wrote.sql(engine.survey), quoted(question.column)
    total = int(engine.query(Sql(f"select count(*) from replies where {where.text}", where.parameters), cancel)[0][0])
    some = "" if limit is None else f" limit {limit:d}"
    order = f"order by md5(? || {column}), {column}{some} offset {offset:d}"
    sql = Sql(f"select {column} from replies where {where.text} {order}", (*where.parameters, f"{question.name}:"))
    rows = engine.query(sql, cancel)
    return Window(offset, total, tuple(Reply(offset + at, (text,)) for at, (text,) in enumerate(rows)))
