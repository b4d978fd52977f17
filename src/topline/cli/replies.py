"""`topline replies`: the replies themselves."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from topline.analysis import fields_of
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import format_of, give, width_of
from topline.cli.pages import replies_page
from topline.engine import Reply
from topline.export import csv_pieces, markdown_pieces, replies_grid, replies_pieces
from topline.survey import Question, View, What

FEW = 20
"""Replies that are shown as text when no limit is given."""
AT_ONCE = 1_000
"""Replies fetched in one go."""


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
    kind = format_of(arguments)
    questions = fields_of(view, it.survey)
    limit = arguments.limit if arguments.limit is not None else FEW if kind == "text" else None
    total = it.windows.count(view.slice)
    found = _fetched(view, it, questions, arguments.offset, total if limit is None else limit)
    # The first one is fetched before anything is written, so that a fault leaves no half of an answer.
    found = chain([first], found) if (first := next(found, None)) else iter(())
    who = view.slice.sentence(it.survey)
    give(_pieces(kind, it, who, total, questions, found, arguments), arguments)


def _pieces(
    kind: str,
    it: Opened,
    who: str,
    total: int,
    questions: Sequence[Question],
    found: Iterable[Reply],
    arguments: Namespace,
) -> Iterable[str]:
    personal, offset = arguments.personal, arguments.offset
    match kind:
        case "json":
            return replies_pieces(who, total, offset, questions, found, personal=personal)
        case "csv":
            return csv_pieces(replies_grid(it.survey, who, total, questions, found, exact=True, personal=personal))
        case "md":
            return markdown_pieces(
                replies_grid(it.survey, who, total, questions, found, exact=False, personal=personal)
            )
        case _:
            width = width_of(arguments)
            return replies_page(it.survey, who, total, offset, questions, found, width, personal=personal)


def _fetched(view: View, it: Opened, questions: Sequence[Question], offset: int, limit: int) -> Iterator[Reply]:
    """The replies from an offset on, fetched as they are asked for."""
    end = offset + limit
    while offset < end:
        window = it.windows.window(view.slice, questions, offset, min(AT_ONCE, end - offset), view.sort)
        yield from window.replies
        offset += AT_ONCE
        if offset >= window.total:
            return
