"""Opening a file of any format that topline reads."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers import formats, parquet
from topline.readers.errors import UnreadableFileError
from topline.readers.own_queries import own_queries
from topline.readers.paths import SURVEY_SUFFIX
from topline.readers.sanitise import sanitise
from topline.readers.stated import applied
from topline.survey import Survey, SurveyFile, SurveyFileError, read_survey_file, with_own

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Source:
    """A survey and where its replies are."""

    survey: Survey
    replies: Path
    """A parquet file, one row a reply, one column a question; the only thing the engine ever opens."""
    uncoded: Source | None = None
    """The same without the codes that coders gave; None where there are none."""
    _open: list[duckdb.DuckDBPyConnection] = field(default_factory=list, compare=False, repr=False)

    def take_connection(self) -> duckdb.DuckDBPyConnection | None:
        """The connection that the file was read through, to go on with; only the first who asks gets it."""
        return self._open.pop() if self._open else None


def open_source(
    path: Path,
    *,
    survey_file: Path | None = None,
    min_base: int = 0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Source:
    """Open a file of replies and learn what its survey asked.

    Args:
        path: The file, as the user named it.
        survey_file: The survey file that applies; None for `NAME.topline.toml` beside the file, where it is.
        min_base: The privacy floor at least; the survey file can only raise it.
        progress: Told in a few words what is being done, when it may take a while.
        cancelled: Asked now and then whether to give up.

    Raises:
        UnreadableFileError: when the file cannot be read, in one line.
        SurveyFileError: when the survey file, the survey in a parquet file, or the user's own file of queries does
            not say what it should.
        ReadingCancelledError: when `cancelled` says so.
    """
    shown = sanitise(str(path), one_line=True, limit=400)
    head = _head(path, shown)
    stated = _survey_file(path, survey_file)
    if parquet.recognises(head):
        connection = parquet.new_connection()
        survey, replies = parquet.read_parquet(path, shown, stated, connection), path
    elif found := formats.foreign(head):
        name, remedy = found
        raise UnreadableFileError(f"{shown} is {name}; topline reads {formats.READABLE}; {remedy}")
    elif path.suffix.casefold() == ".parquet":
        raise UnreadableFileError(
            f"{shown}: not a parquet file: it does not begin with PAR1; call it .csv if it is text"
        )
    else:
        from topline.readers.handover import read_in_child

        replies = read_in_child(path, shown, stated, progress, cancelled)
        connection = parquet.new_connection()
        kept = parquet.read_kept(replies, shown, connection)
        survey = kept or parquet.read_parquet(replies, shown, stated, connection)
    if stated.content:
        survey = applied(stated, survey)
    queries = with_own(survey.queries, own_queries())
    survey = replace(survey, source=str(path), queries=queries, min_base=max(min_base, survey.min_base))
    return Source(survey, replies, _open=[connection])


def _head(path: Path, shown: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFileError(f"{shown} is a folder; name a file in it")
        if not stat.S_ISREG(mode):
            raise UnreadableFileError(f"{shown} is no ordinary file; save the replies to a file first")
        with path.open("rb") as file:
            head = file.read(formats.HEAD)
    except FileNotFoundError:
        raise UnreadableFileError(f"{shown}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFileError(f"{shown} cannot be opened: {reason.lower()}") from None
    if not head:
        raise UnreadableFileError(f"{shown} is empty (0 bytes); export it again")
    return head


def survey_file_of(path: Path) -> Path:
    """The survey file that belongs beside a file of replies; it may not be there."""
    return path.with_name(f"{path.stem}{SURVEY_SUFFIX}")


def _survey_file(path: Path, named: Path | None) -> SurveyFile:
    """The survey file that applies, read; one that says nothing where there is none."""
    place = named or survey_file_of(path)
    shown = sanitise(str(place), one_line=True, limit=400)
    try:
        return read_survey_file(place.read_text(encoding="utf-8-sig"), shown)
    except FileNotFoundError:
        if named:
            raise SurveyFileError(f"{shown}: there is no such survey file") from None
        return SurveyFile(shown)
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyFileError(f"{shown}: the survey file cannot be read: {error}") from None
