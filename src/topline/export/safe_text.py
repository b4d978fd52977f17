"""Text from a file as each format may hold it.

Nothing that came from a file acts on what opens the export: not on a terminal, not on a spreadsheet, not on
a Markdown page.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

from topline.readers.sanitise import sanitise

UNLIMITED = sys.maxsize
"""Exports keep the whole of a text; only screens cut it."""

PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d+)?%?", re.ASCII)
FORMULA_SIGNS = frozenset("=+-@\t\r\n")
"""What makes a spreadsheet take a cell for a formula."""
SKIPPED = re.compile(
    "[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000'\"\u2018-\u201f\u200b-\u200f\u061c\u2060\ufeff\ufe0e\ufe0f]*"
)
"""What spreadsheets skip before such a sign: spaces, quotes and what cannot be seen."""
REMEMBERED = 80
"""Characters of the longest cell that is remembered: labels come again and again."""
MARKDOWN = re.compile(r"[\\|`<\[\]*~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")

ACTING = re.compile("[\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
"""What acts on a terminal and TOML yet allows as it is."""


def whole(text: str) -> str:
    """All of a text, without control characters; its lines stay lines."""
    return sanitise(text, limit=UNLIMITED)


def one_line(text: str) -> str:
    """All of a text on one line: its line ends are spaces."""
    return " ".join(whole(text).split())


def spreadsheet_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: such ones get a leading apostrophe."""
    return _short_cell(text) if len(text) <= REMEMBERED else _disarmed(whole(text))


def tabbed_cell(text: str) -> str:
    """The same on one line and without tabs, for cells that tabs divide; in quotes only where it has one itself."""
    safe = _disarmed(one_line(text))
    return '"' + safe.replace('"', '""') + '"' if '"' in safe else safe


@lru_cache(maxsize=4096)
def _short_cell(text: str) -> str:
    return _disarmed(whole(text))


def _disarmed(safe: str) -> str:
    # Most begin with a letter or a digit, or have no word in them at all.
    if safe[:1].isalpha() or PLAIN_NUMBER.fullmatch(safe):
        return safe
    rest = safe[match.end() :] if (match := SKIPPED.match(safe)) else safe
    # A full-width or small sign is one to a spreadsheet of another country; NFKC gives its plain twin.
    first = unicodedata.normalize("NFKC", rest[:1])[:1]
    return f"'{safe}" if first in FORMULA_SIGNS and first else safe


def markdown_text(text: str) -> str:
    """A text on one line in which nothing is Markdown or HTML."""
    return MARKDOWN.sub(lambda found: f"\\{found[0]}" if found[0] != "&" else "&amp;", one_line(text))


def toml_text(text: str) -> str:
    """A TOML document that says the same, with what acts on a terminal written as escapes."""
    return ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
