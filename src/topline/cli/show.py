"""`topline show`: one question counted, alone or by others."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from topline.analysis import tabulate
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import format_of, give, width_of
from topline.cli.pages import table_page
from topline.export import csv_pieces, json_text, markdown_pieces, table_grid, table_shape
from topline.survey import Order, Survey, Table, ToplineError, View, What

FUNNEL = What.RESPONSE.value
"""The QUESTION that stands for the response funnel, unless a question has that very name."""


def show(arguments: Namespace) -> None:
    """Print or write the table of a question."""
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        show_table(view_asked(arguments, it), it, arguments)


def view_asked(arguments: Namespace, it: Opened) -> View:
    """The view that the arguments ask for.

    Raises:
        ToplineError: when they name what the survey does not have, or ask of the funnel what it cannot give.
    """
    people = it.people(arguments)
    if arguments.question == FUNNEL and FUNNEL not in it.survey:
        said = {
            "--by": arguments.by,
            "--base": arguments.base,
            "--sort": arguments.sort,
            "--no-zeros": arguments.no_zeros,
        }
        for option, value in said.items():
            if value:
                raise ToplineError(f"the response funnel takes no {option}; leave it out")
        return View(What.RESPONSE, slice=people)
    rows = it.survey.find(arguments.question).name
    columns = tuple(dict.fromkeys(question.name for question in it.questions(arguments.by)))
    return View(
        What.CROSSTAB if columns else What.TOPLINE,
        rows,
        columns,
        people,
        base=arguments.base,
        order=arguments.sort or Order.CODEBOOK,
        zeros=not arguments.no_zeros,
    )


def show_table(view: View, it: Opened, arguments: Namespace) -> None:
    """Print or write the table that answers a view."""
    table = tabulate(view, it.engine)
    give(_pieces(table, it.survey, arguments), arguments)


def _pieces(table: Table, survey: Survey, arguments: Namespace) -> Iterable[str]:
    match format_of(arguments):
        case "json":
            return [json_text(table_shape(table, survey)), "\n"]
        case "csv":
            return csv_pieces(table_grid(table, exact=True))
        case "md":
            return markdown_pieces(table_grid(table, exact=False))
        case _:
            return table_page(table, survey, width_of(arguments))
