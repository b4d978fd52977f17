"""The formats that answers are written in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    """A format that programs read; its value is the ending of its files' names and the word after --format."""

    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "md"
    JSON = "json"
    PARQUET = "parquet"

    @property
    def is_text(self) -> bool:
        """Whether it can also be printed."""
        return self is not Format.PARQUET


TABULAR = (Format.CSV, Format.TSV, Format.MARKDOWN, Format.JSON)
"""What every answer can be written as."""
ENDINGS = {f".{form}": form for form in Format} | {".tab": Format.TSV, ".markdown": Format.MARKDOWN}


def format_for(path: Path) -> Format | None:
    """The format that the ending of a file's name stands for."""
    return ENDINGS.get(path.suffix.casefold())
