"""Delimited text (CSV, TSV and their cousins) as a parquet file that carries its survey.

Runs in the child process of `handover`, since it hands foreign bytes to libraries that can crash.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.columns import ReadColumn, TextColumn, read_column
from topline.readers.encoding import without_mark
from topline.readers.inference import response_in, with_single_roles
from topline.readers.naming import names_of, readable
from topline.readers.parquet import READING_KEY, SURVEY_KEY, dumped
from topline.readers.reading import reading_of
from topline.readers.sanitise import sanitise
from topline.readers.survey_text import survey_file_text
from topline.readers.table import TextTable, read_table
from topline.survey import Survey, SurveyFile

if TYPE_CHECKING:
    import polars


_MOST_CONTROLS = 0.1
"""Share of control bytes that text may have, such as NUL in comments that were pasted from elsewhere."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this may be delimited text, in whichever encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or without_mark(head):
        return True
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def write_parquet(
    path: Path, shown: str, target: Path, stated: SurveyFile, progress: Callable[[str], None] = lambda _: None
) -> None:
    """Read delimited text and leave it at `target` as parquet.

    Args:
        path: The file of delimited text.
        shown: How messages name it.
        target: The parquet file to write; it must not exist.
        stated: The survey file, whose kinds decide how values are stored.
        progress: Told in a few words what is being done.

    Raises:
        UnreadableFileError: when the text holds no table.
    """
    table = read_table(path, shown, progress)
    progress(f"looking at {len(table.headings):,} columns")
    columns = read_columns(table, stated)
    questions = with_single_roles(column.question for column in columns)
    survey = Survey(
        title=sanitise(Path(shown).stem, one_line=True, limit=200),
        questions=questions,
        respondents=table.frame.height,
        response=response_in(questions),
        warnings=table.warnings,
    )
    progress("writing the replies")
    _write(target, survey, [column.values for column in columns])


def read_columns(table: TextTable, stated: SurveyFile) -> list[ReadColumn]:
    """The columns of a table as questions with their values."""
    names = names_of([heading.header for heading in table.headings])
    columns = []
    for place, (name, heading) in enumerate(zip(names, table.headings, strict=True)):
        text = readable(heading.text) or readable(heading.header) or name
        cells = table.frame.to_series(place)
        column = TextColumn(name, text, heading.header, table.positions[place], cells, table.delimiter)
        columns.append(read_column(column, stated.questions.get(name, {})))
    return columns


def _write(target: Path, survey: Survey, values: list[polars.Series]) -> None:
    import polars

    frame = polars.DataFrame(values)
    metadata = {SURVEY_KEY: survey_file_text(survey, most_options=None), READING_KEY: dumped(reading_of(survey))}
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        frame.write_parquet(file, compression="zstd", metadata=metadata)
