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
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SAV = "sav"

    @property
    def is_text(self) -> bool:
        """Whether it can also be printed."""
        return self not in (Format.XLSX, Format.PARQUET, Format.SAV)


TABULAR = (Format.CSV, Format.TSV, Format.MARKDOWN, Format.JSON)
"""What every answer can be written as."""
OF_TABLES = (*TABULAR, Format.HTML, Format.XLSX)
"""What tables of people can be written as."""
OF_REPLIES = (*TABULAR, Format.XLSX, Format.PARQUET, Format.SAV)
"""What replies can be written as."""
OF_RESULTS = (*TABULAR, Format.XLSX, Format.PARQUET)
"""What the result of a statement can be written as."""
OF_REPORTS = (Format.MARKDOWN, Format.HTML, Format.XLSX)
"""What several tables together can be written as."""
ENDINGS = {f".{form}": form for form in Format} | {
    ".tab": Format.TSV,
    ".markdown": Format.MARKDOWN,
    ".htm": Format.HTML,
}


def format_for(path: Path) -> Format | None:
    """The format that the ending of a file's name stands for."""
    return ENDINGS.get(path.suffix.casefold())
