"""Headers made readable, and names that a person can type."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence, Set
from itertools import takewhile

from topline.readers.sanitise import sanitise

LONGEST_NAME = 40
"""Characters of a name; the text of a question may be longer."""
LONGEST_TEXT = 2_000
"""Characters of a question's text; the header keeps them all."""

_MARKUP = re.compile(
    r"</?(?:a|b|big|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|sup|table|t[bdhr]|u"
    r"|ul)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags that survey tools leave in headers; other angle brackets are the author's."""


def readable(header: str) -> str:
    """A header as the question it asks: without HTML, in one line, safe to show."""
    text = html.unescape(_MARKUP.sub(" ", header)) if "<" in header or "&" in header else header
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return sanitise(text, one_line=True, limit=LONGEST_TEXT).strip()


def alike(texts: Sequence[str]) -> str:
    """What all of these begin with, letter by letter."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in same)


def names_of(headers: Sequence[str]) -> tuple[str, ...]:
    """A name for each header: unique however it is written, and easy to type.

    A header that is a plain word stays as it is; of others the first words are taken, and a header without
    words is named after its place, counted from 1 as people do.
    """
    taken: set[str] = {header.casefold() for header in headers if is_name(header)}
    first: set[str] = set()
    names = []
    for place, header in enumerate(headers, 1):
        name = header if is_name(header) else _slug(readable(header)) or f"column_{place}"
        if not (is_name(header) and name.casefold() not in first):
            name = _free(name, taken)
        first.add(name.casefold())
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def name_beside(header: str, taken: set[str]) -> str:
    """A name for a header that is none of those taken, whatever their case; it is taken from then on."""
    name = _free(header if is_name(header) else _slug(readable(header)) or "question", taken)
    taken.add(name.casefold())
    return name


def is_name(header: str) -> bool:
    """Whether a header can be typed as it is."""
    return header.isidentifier() and len(header) <= LONGEST_NAME and header.isprintable()


def _slug(text: str) -> str:
    words = _words(text.casefold())
    name = ""
    for word in words:
        longer = f"{name}_{word.strip('_')}" if name else word.strip("_")
        if len(longer) > LONGEST_NAME:
            break
        name = longer
    name = name or "".join(words[:1])[:LONGEST_NAME]
    return name if not name or name.isidentifier() else f"q{name}"[:LONGEST_NAME]


def _words(text: str) -> list[str]:
    """The words of a text; marks above and below letters, as Thai and Hindi write vowels, are part of them."""
    return "".join(
        letter if letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M") else " "
        for letter in text
    ).split()


def _free(name: str, held: Set[str]) -> str:
    """The name, or where it is taken the name with the first number that is free."""
    if name.casefold() not in held:
        return name
    number = 2
    while (numbered := f"{name[: LONGEST_NAME - 5]}_{number}").casefold() in held:
        number += 1
    return numbered
