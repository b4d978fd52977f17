"""What can go wrong when replies are asked for."""

from __future__ import annotations

from topline.survey import ToplineError


class EngineError(ToplineError):
    """A query that could not be answered."""


class QueryCancelledError(EngineError):
    """A query that was cancelled before it was answered."""
