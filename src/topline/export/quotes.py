"""Quotes by code, as prose and as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from topline.analysis.quotes import Quote
from topline.engine import SqlResult
from topline.export.formats import Format
from topline.export.results import ResultOut
from topline.export.safe_text import markdown_text

COLUMNS = ("code", "quote", "who")
UNCODED = "Not coded"
BLOCK = re.compile(r"^(\d*)([#+=~>.)-])")
"""What begins a heading, a list or a fence at the beginning of a line."""


class QuotesOut(ResultOut):
    """The basket of quotes; one with several codes stands under each of them."""

    FORMATS = (Format.MARKDOWN, Format.CSV, Format.XLSX, Format.JSON)

    def __init__(self, quotes: Sequence[Quote], title: str) -> None:
        """Sort them.

        Args:
            quotes: In their order.
            title: The question that they answer.
        """
        self._quotes = by_code(quotes)
        rows = tuple((code, one.text, one.who) for code, one in self._quotes)
        super().__init__(SqlResult(COLUMNS, ("VARCHAR",) * len(COLUMNS), rows, truncated=False), title)

    def pieces(self, form: Format) -> Iterator[str]:
        """Prose under headings; or rows."""
        if form is not Format.MARKDOWN:
            yield from super().pieces(form)
            return
        yield f"# {markdown_text(self.title)}\n"
        heading = None
        for code, one in self._quotes:
            if code != heading:
                heading = code
                yield f"\n## {markdown_text(code)}\n"
            lines = "\n".join(f"> {_prose(text)}" for text in one.text.splitlines())
            yield f"\n{lines}\n"
            if one.who:
                yield f">\n> — {markdown_text(one.who)}\n"


def _prose(text: str) -> str:
    """A line of a quote that is prose also where it begins as a heading or a list does."""
    return BLOCK.sub(r"\1\\\2", markdown_text(text))


def by_code(quotes: Sequence[Quote]) -> list[tuple[str, Quote]]:
    """Quotes under their codes, in the order in which these are met first; those without any come last."""
    codes = list(dict.fromkeys(code for one in quotes for code in one.codes))
    found = [(code, one) for code in codes for one in quotes if code in one.codes]
    return found + [(UNCODED, one) for one in quotes if not one.codes]
