"""`topline list`: the questions of a survey."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from topline.cli.opened import Opened, opened
from topline.cli.output import format_of, give, width_of
from topline.cli.pages import listing_page
from topline.export import csv_pieces, json_text, listing_grid, listing_shape, markdown_pieces


def list_questions(arguments: Namespace) -> None:
    """Print or write the questions of a survey."""
    with opened(arguments) as it:
        give(_pieces(it, arguments), arguments)


def _pieces(it: Opened, arguments: Namespace) -> Iterable[str]:
    match format_of(arguments):
        case "json":
            return [json_text(listing_shape(it.counted, it.respondents)), "\n"]
        case "csv":
            return csv_pieces(listing_grid(it.counted, it.respondents, exact=True))
        case "md":
            return markdown_pieces(listing_grid(it.counted, it.respondents, exact=False))
        case _:
            return listing_page(it.counted, it.respondents, width_of(arguments))
