"""Codes beside the replies: a parquet file as it was, with the codes that people gave as a column.

What reads replies - the engine, a store, the console, exports - finds codes where it finds every other answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from topline.engine.store import signature_of
from topline.readers import Source, folders
from topline.readers.parquet import connected, new_connection
from topline.readers.paths import literal_path
from topline.survey import Net, Option, Question, Survey, quoted

VERSION = 1
"""Of how the files are made; others are not read."""
AT_MOST = 4 << 30
"""Bytes that all of them together may take. The ones that were used longest ago go first."""
ENDING = ".parquet"
Codes = Mapping[int, Sequence[str]]
"""The codes of replies, by their 0-based rows."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One question as it has been coded."""

    question: str
    """Its name."""
    options: tuple[Option, ...]
    """The codeframe, codes that nobody used among them."""
    nets: tuple[Net, ...]
    codes: Codes
    """Of the replies that were coded; none for those that can't be coded."""
    has_uncoded: bool
    """Whether any other reply waits to be coded."""


def with_codes(source: Source, coded: Sequence[Coded], progress: Callable[[str], None] | None = None) -> Source:
    """A source whose questions are also questions of several answers, over their codeframes.

    Made once for the same codes, and kept in the user's cache.

    Args:
        source: As the file was read; it is not to be used any more where the result is another one.
        coded: The questions that were coded.
        progress: Told what is being done.

    Raises:
        UnreadableFileError: when the replies cannot be read, or there is no room to keep them with their codes.
    """
    if not coded:
        return source
    columns = _columns(source.survey, coded)
    place = _place(source, coded)
    if not place.is_file():
        if progress:
            progress("bringing in the codes")
        _write(source.replies, place, {columns[one.question]: one.codes for one in coded})
        folders.prune(place.parent, ENDING, AT_MOST, keep=place)
    else:
        with suppress(OSError):
            place.touch()
    by_name = {one.question: one for one in coded}
    questions = tuple(
        _as_coded(question, by_name[question.name], columns[question.name]) if question.name in by_name else question
        for question in source.survey.questions
    )
    connection = source.take_connection()
    open_ = [connection] if connection else []
    return Source(replace(source.survey, questions=questions), place, source, _open=open_)


def _as_coded(question: Question, coded: Coded, column: str) -> Question:
    return replace(
        question,
        codes=column,
        options=coded.options,
        nets=coded.nets,
        coded_here=True,
        has_uncoded=coded.has_uncoded,
    )


def _columns(survey: Survey, coded: Sequence[Coded]) -> dict[str, str]:
    """The column of codes of each question: that which it has, or one of a name that is free."""
    taken = {column.casefold() for question in survey for column in (question.column, question.codes) if column}
    columns: dict[str, str] = {}
    for one in coded:
        question = survey[one.question]
        name = question.codes or f"{question.column}_codes"
        while not question.codes and name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        columns[one.question] = name
    return columns


def _place(source: Source, coded: Sequence[Coded]) -> Path:
    """Where the replies with these codes are or will be."""
    from hashlib import blake2b

    digest = blake2b(digest_size=20)
    digest.update(repr((VERSION, str(source.replies.absolute()), signature_of(source.replies))).encode())
    for one in coded:
        digest.update(repr((one.question, source.survey[one.question].codes)).encode("utf-8", "surrogatepass"))
        for row, codes in sorted(one.codes.items()):
            digest.update(f"{row}:{','.join(codes)};".encode("utf-8", "surrogatepass"))
    folder = folders.private(folders.cache_folder() / "coded")
    return folder / f"{digest.hexdigest()}{ENDING}"


def _write(replies: Path, place: Path, columns: Mapping[str, Codes]) -> None:
    """Write the replies of a file with more columns, or others of the same names."""
    with TemporaryDirectory(dir=place.parent, prefix="coding-", ignore_cleanup_errors=True) as beside:
        made = Path(beside) / "replies"
        connection = new_connection()
        with connected(str(replies), connection):
            file = literal_path(replies).replace("'", "''")
            present = {name for name, *_ in connection.execute(f"describe select * from '{file}'").fetchall()}
            joins, given = "", []
            for at, (column, codes) in enumerate(columns.items()):
                connection.execute(
                    f"create temp table coded_{at} as select unnest($rows) as row, unnest($codes) as codes",
                    {"rows": list(codes), "codes": [list(each) for each in codes.values()]},
                )
                joins += f" left join coded_{at} on coded_{at}.row = file_row_number"
                given.append(f"coded_{at}.codes::varchar[] as {quoted(column)}")
            others = [quoted(name) for name in columns if name in present]
            but = f" exclude ({', '.join(['file_row_number', *others])})"
            out = str(made).replace("'", "''")
            connection.execute(
                f"copy (select all_of.*{but}, {', '.join(given)} from "
                f"(select * from read_parquet('{file}', hive_partitioning = false, file_row_number = true)) as all_of"
                f"{joins} order by file_row_number) to '{out}' (format parquet, compression zstd)"
            )
        connection.close()
        made.replace(place)
