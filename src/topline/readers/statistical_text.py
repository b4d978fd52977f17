"""Texts of statistical packages whose encoding is not what the file says, or that the file does not say."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

BYTES = "ISO-8859-1"
"""Every byte a character: what is read so can be decoded again."""
WESTERN = "WINDOWS-1252"


def encodings_for(silent: bool) -> tuple[str | None, ...]:
    """The encodings to try one after the other; None is the one that the file says, or the usual one.

    Args:
        silent: Whether the file does not say its encoding. Text that is no UTF-8 is hardly ever valid as such.
    """
    return ("UTF-8", None, WESTERN, BYTES) if silent else (None, BYTES)


def said_of(encoding: str | None) -> tuple[str, ...]:
    """What the user should know of the encoding that was found; a sentence, or nothing."""
    if encoding == WESTERN:
        return ("the file does not name its encoding: its texts were read as Western (Windows-1252)",)
    if encoding == BYTES:
        return ("not all texts are in the encoding that the file names: each was read in one that it fits",)
    return ()


class Repair:
    """Decodes texts that were read as bare bytes, each in the first encoding that it fits."""

    def __init__(self, stated: str | None) -> None:
        try:
            self._stated = codecs.lookup(stated or "utf-8").name
        except LookupError:
            self._stated = "utf-8"
        if self._stated == codecs.lookup(BYTES).name:
            self._stated = "utf-8"

    def text(self, text: str) -> str:
        """A text in its own encoding: the file's, UTF-8, or Western, where the others do not fit."""
        if text.isascii():
            return text
        content = text.encode("latin-1", "replace")
        for encoding in dict.fromkeys((self._stated, "utf-8")):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                before = content[: error.start]
                # Cut in the middle of a letter; after letters that are all English it may as well be Western.
                if error.reason == "unexpected end of data" and not before.isascii():
                    return before.decode(encoding)
        return content.decode(WESTERN, "replace")

    def series(self, texts: polars.Series) -> polars.Series:
        """Texts, each decoded."""
        different = texts.unique().drop_nulls()
        wrong = {text: self.text(text) for text in different if not text.isascii()}
        return texts.replace(wrong) if wrong else texts
