"""What must be so before the explorer opens: a file, and a terminal to draw on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from topline.cli.exits import UsageError
from topline.cli.parser import PARSERS
from topline.readers.sample import SAMPLE, built_in_sample
from topline.survey import ToplineError
from topline.survey.errors import did_you_mean

WITHOUT = (
    "without one use `topline list FILE`, `topline show FILE QUESTION` or `topline replies FILE` (see `topline --help`)"
)


def file_to_open(named: Path | None) -> Path:
    """The file a person named, or the sample survey.

    Raises:
        ToplineError: when it is not there.
    """
    if named is None:
        return sample_path()
    if named.is_dir():
        raise ToplineError(f"{named} is a folder; name a file in it")
    if not named.exists():
        raise ToplineError(f"there is no file {str(named)!r}{did_you_mean(str(named), PARSERS)}")
    return named


def sample_path() -> Path:
    """The sample survey: inside an installed package, or at the top of a clone.

    Raises:
        ToplineError: when neither has it.
    """
    if found := built_in_sample():
        return found
    raise ToplineError(f"the sample survey is not installed ({SAMPLE}); name a file: topline FILE")


def need_terminal() -> None:
    """Refuse to draw where nothing can be drawn.

    Raises:
        UsageError: when stdin or stdout is no terminal, or one that cannot draw; it names what works instead.
    """
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout)):
        if stream is None or stream.closed or not stream.isatty():
            raise UsageError(f"topline needs a terminal, and {name} is none; {WITHOUT}")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise UsageError(f"topline needs a terminal that can draw, and TERM is {os.environ['TERM']}; {WITHOUT}")
