"""`topline query`: the canned queries of a survey file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping

from topline.analysis import view_of
from topline.cli.exits import UsageError
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import format_of, give, width_of
from topline.cli.pages import queries_page
from topline.cli.replies import show_replies
from topline.cli.show import show_table
from topline.export import csv_pieces, json_text, markdown_pieces, queries_grid, queries_shape
from topline.survey import What


def query(arguments: Namespace) -> None:
    """Run a canned query, or list them all where none is named."""
    with opened(arguments) as it:
        if arguments.name is None:
            give(_listed(it, arguments), arguments)
            return
        warn_of(it.survey, arguments.file)
        view = view_of(it.survey.query(arguments.name), it.survey, _values(arguments.values))
        if view.what is What.REPLIES:
            show_replies(view, it, arguments)
        else:
            show_table(view, it, arguments)


def _values(said: Iterable[str]) -> Mapping[str, str]:
    """Parameters as given on the command line.

    Raises:
        UsageError: when one is no NAME=VALUE, or is given twice.
    """
    values: dict[str, str] = {}
    for words in said:
        name, sign, value = words.partition("=")
        name = name.removeprefix("$")
        if not sign or not name:
            raise UsageError(
                f"{words!r} gives no parameter a value; write NAME=VALUE, a title of several words in quotes"
            )
        if name in values:
            raise UsageError(f"the parameter {name} is given twice")
        values[name] = value
    return values


def _listed(it: Opened, arguments: Namespace) -> Iterable[str]:
    match format_of(arguments):
        case "json":
            return [json_text(queries_shape(it.survey)), "\n"]
        case "csv":
            return csv_pieces(queries_grid(it.survey))
        case "md":
            return markdown_pieces(queries_grid(it.survey))
        case _:
            return queries_page(it.survey, it.survey.queries, width_of(arguments))
