"""Paths as DuckDB takes them: it reads `*`, `?` and `[` as patterns that other files may match."""

from __future__ import annotations

import re
from pathlib import Path

SURVEY_SUFFIX = ".topline.toml"
"""What the name of a survey file ends in, behind the stem of the replies that it describes."""


def literal_path(path: Path) -> str:
    """A path that matches only the file of exactly this name."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
