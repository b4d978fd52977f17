"""`topline list`: the questions of a survey."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from topline.cli.opened import Opened, opened
from topline.cli.output import TEXT, give, give_page, text_format_of, width_of
from topline.cli.pages import listing_page
from topline.export import Format, grid_pieces, json_text, listing_grid, listing_shape


def list_questions(arguments: Namespace) -> None:
    """Print or write the questions of a survey."""
    with opened(arguments) as it:
        form = text_format_of(arguments)
        if form == TEXT:
            give_page(listing_page(it.counted, it.respondents, width_of(arguments)), arguments)
        else:
            give(_pieces(it, form), arguments)


def _pieces(it: Opened, form: str) -> Iterable[str]:
    if form == Format.JSON:
        return [json_text(listing_shape(it.counted, it.respondents)), "\n"]
    exact = form != Format.MARKDOWN
    return grid_pieces(Format(form), listing_grid(it.counted, it.respondents, exact=exact))
