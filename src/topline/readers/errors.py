"""What can go wrong with a file, told in one line."""

from __future__ import annotations

from topline.survey import ToplineError


class UnreadableFileError(ToplineError):
    """A file that cannot be read; the message names the file, the place where it is known, and the remedy."""


class ReadingCancelledError(ToplineError):
    """The person who asked for a file does not want it any more."""
