"""`topline init`: a survey file that says what was inferred, for a person to correct."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from topline.cli.exits import complain
from topline.cli.opened import opened, warn_of
from topline.cli.output import STANDARD, give
from topline.export import toml_text
from topline.readers import survey_file_text
from topline.readers.paths import SURVEY_SUFFIX


def init(arguments: Namespace) -> None:
    """Write a survey file beside the replies, or where -o says; print it with `-o -`."""
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        arguments.output = arguments.output or place_of(arguments.file)
        give([toml_text(survey_file_text(it.survey))], arguments)
    if arguments.output != STANDARD:
        complain(f"wrote {arguments.output}; correct what is wrong in it, and leave out what is right")


def place_of(file: Path) -> Path:
    """The survey file that belongs to a file of replies."""
    return file.with_name(f"{file.stem}{SURVEY_SUFFIX}")
