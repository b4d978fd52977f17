"""What can go wrong with an export, told in one line."""

from __future__ import annotations

from topline.survey import ToplineError


class ExportError(ToplineError):
    """Something that could not be written; the message says that nothing was, and what to do."""
