"""What can go wrong with an export, told in one line."""

from __future__ import annotations

from topline.survey import ToplineError


class ExportError(ToplineError):
    """Something that could not be written; the message says that nothing was, and what to do."""


class TakenNameError(ExportError):
    """A file of that name is there already, and nobody said that it may be replaced."""
