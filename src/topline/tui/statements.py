"""Statements at the console as views, and what a row of their results leads to."""

from __future__ import annotations

from dataclasses import replace

from topline.engine import Identity, SqlResult
from topline.survey import Chose, Role, Slice, Survey, View, What, code_of
from topline.tui.action import Place
from topline.tui.desk import Desk
from topline.tui.sql_words import Token, pieces


def view_written(statement: str, before: View) -> View:
    """A statement that somebody wrote, as a view: its parameters keep the values that they had, others have none.

    Args:
        statement: As it stands in the console.
        before: What was run before it.
    """
    known = dict(before.arguments)
    named = [statement[piece.start + 1 : piece.end] for piece in pieces(statement) if piece.token is Token.PARAMETER]
    arguments = tuple((name, known.get(name, "")) for name in dict.fromkeys(named))
    return View(What.SQL, sql=statement, arguments=arguments, chart=before.chart)


def reply_of(result: SqlResult, row: int, desk: Desk, survey: Survey) -> Desk | str:
    """The desk that shows the reply which a row of a result tells of; why there is none, where there is not."""
    if result.identity is None:
        return "no column of this result tells whose reply a row is; select row, or the id, as well"
    value = result.rows[row][result.identity]
    if value is None:
        return "nobody's reply: this row has no id"
    if result.identified_by is Identity.ROW:
        everyone = View(What.REPLIES, fields=desk.fields)
        return replace(desk, place=Place.REPLY, replies=everyone, position=int(value) - 1)
    identity = survey.with_role(Role.ID)
    assert identity is not None
    person = View(What.REPLIES, slice=Slice((Chose(identity.name, (code_of(value),)),)), fields=desk.fields)
    return replace(desk, place=Place.REPLY, replies=person, position=0)
