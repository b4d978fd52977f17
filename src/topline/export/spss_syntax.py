"""The commands that define what a .sav file cannot be given: its sets of variables, and its weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from topline.export.safe_text import one_line
from topline.export.spss import ResponseSet, SpssFile
from topline.export.spss_names import cut_bytes

LINE = 200
"""Characters of a line; SPSS takes 256 bytes."""
LONGEST_LABEL = 120
"""Bytes of the label of a set."""


def syntax_of(told: SpssFile, name: str) -> str:
    """The commands for a file, to be run once it is open.

    Args:
        told: What was written.
        name: The name of the file.
    """
    return "\n".join(_lines(told, name)) + "\n"


def _lines(told: SpssFile, name: str) -> Iterator[str]:
    yield "* Encoding: UTF-8."
    # A comment ends with a full stop at the end of a line, and nothing of the name may end it before.
    yield f"* Open {one_line(name)[:100]} first, then run this: it defines what the file itself cannot hold ."
    for one in told.sets:
        yield ""
        yield from _set(one)
    if told.weight:
        yield ""
        yield f"WEIGHT BY {told.weight}."


def _set(one: ResponseSet) -> Iterator[str]:
    label = cut_bytes(one_line(one.label), LONGEST_LABEL).replace("'", "''")
    yield "MRSETS"
    yield f"  /MDGROUP NAME={one.name}"
    yield f"    LABEL='{label}'"
    yield "    CATEGORYLABELS=VARLABELS"
    yield from _names("    VARIABLES=", one.variables)
    yield "    VALUE=1"
    yield f"  /DISPLAY NAME=[{one.name}]."


def _names(head: str, names: Sequence[str]) -> Iterator[str]:
    yield from wrap(
        head + " ".join(names), LINE, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
    )
