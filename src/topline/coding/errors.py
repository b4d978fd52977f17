"""What keeps codes from being kept, told in one line that names the place and the remedy."""

from __future__ import annotations

from topline.survey.errors import ToplineError


class CodingError(ToplineError):
    """Codes cannot be kept, or what is wanted of the codeframe cannot be."""


class NotKeptError(CodingError):
    """The place where codes are kept took nothing: whatever is coded next will most likely be lost as well."""
