"""`topline replies`: the replies themselves."""

from __future__ import annotations

from argparse import Namespace

from topline.analysis import fields_of
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import TEXT, format_of, give_out, give_page, width_of
from topline.cli.pages import replies_page
from topline.export import RepliesOut, every_column
from topline.survey import View, What

FEW = 20
"""Replies that are shown as text when no limit is given."""


def replies(arguments: Namespace) -> None:
    """Print or write the replies of a slice."""
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        show_replies(replies_asked(arguments, it), it, arguments)


def replies_asked(arguments: Namespace, it: Opened) -> View:
    """The view that the arguments ask for.

    Raises:
        ToplineError: when they name what the survey does not have.
    """
    named = arguments.sort.removeprefix("-")
    sort = "-" * arguments.sort.startswith("-") + it.survey.find(named).name if named else ""
    fields = tuple(dict.fromkeys(question.name for question in it.questions(arguments.field)))
    return View(What.REPLIES, slice=it.people(arguments), fields=fields, sort=sort)


def show_replies(view: View, it: Opened, arguments: Namespace) -> None:
    """Print or write the replies that a view asks for."""
    is_text = format_of(arguments) == TEXT
    limit = arguments.limit if arguments.limit is not None else FEW if is_text else None
    questions = every_column(it.survey) if arguments.all_fields else fields_of(view, it.survey)
    asked = RepliesOut(it.engine, view, questions, arguments.personal, arguments.offset, limit)
    if not is_text:
        give_out(asked, arguments)
        return
    width, personal = width_of(arguments), arguments.personal
    told = asked.who, asked.total, asked.offset, asked.columns, asked.replies(), width
    give_page(replies_page(it.survey, *told, personal=personal), arguments)
