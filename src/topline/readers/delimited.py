"""Delimited text: CSV, TSV and their cousins, of any delimiter, encoding and line end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from topline.readers.encoding import without_mark
from topline.readers.raw import RawTable
from topline.readers.table import read_table

_MOST_CONTROLS = 0.1
"""Share of control bytes that text may have, such as NUL in comments that were pasted from elsewhere."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this may be delimited text, in whichever encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or without_mark(head):
        return True
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def read(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None) -> RawTable:
    """Read delimited text.

    Raises:
        UnreadableFileError: when the text holds no table.
    """
    return read_table(path, shown, progress)
