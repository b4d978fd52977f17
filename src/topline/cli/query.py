"""`topline query`: the canned queries of a survey file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping

from topline.analysis import QueryError, values_for, view_of
from topline.cli.exits import UsageError, complain
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import TEXT, give, give_page, text_format_of, width_of
from topline.cli.pages import queries_page
from topline.cli.replies import show_replies
from topline.cli.show import show_table
from topline.cli.sql import show_statement
from topline.engine import SqlError
from topline.export import Format, grid_pieces, json_text, queries_grid, queries_shape
from topline.survey import What


def query(arguments: Namespace) -> None:
    """Run a canned query, or list them all where none is named."""
    with opened(arguments) as it:
        if arguments.name is None:
            _list(it, arguments)
            return
        warn_of(it.survey, arguments.file)
        asked = it.survey.query(arguments.name)
        given = _values(arguments.values)
        view = view_of(asked, it.survey, given)
        for name, value in values_for(asked, given).items():
            if not value:
                complain(f"{name} is any; {name}=VALUE says which")
        match view.what:
            case What.REPLIES:
                show_replies(view, it, arguments)
            case What.SQL:
                try:
                    show_statement(view.sql, dict(view.arguments), it, arguments, view.title, view.chart)
                except SqlError as error:
                    raise QueryError(f"query {view.title!r}: {error}") from error
            case _:
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


def _list(it: Opened, arguments: Namespace) -> None:
    form = text_format_of(arguments)
    if form == TEXT:
        give_page(queries_page(it.survey, it.survey.queries, width_of(arguments)), arguments)
    elif form == Format.JSON:
        give([json_text(queries_shape(it.survey)), "\n"], arguments)
    else:
        give(grid_pieces(Format(form), queries_grid(it.survey)), arguments)
