"""Codes beside the replies: a parquet file as it was, with the codes that people gave as a column.

What reads replies - the engine, a store, the console, exports - finds codes where it finds every other answer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from topline.engine.copies import ERRNO
from topline.engine.store import signature_of
from topline.readers import Source, UnreadableFileError, folders
from topline.readers.parquet import connected, new_connection
from topline.readers.paths import literal_path
from topline.readers.sanitise import sanitise
from topline.survey import MissingKind, Net, Option, Question, Survey, quoted

if TYPE_CHECKING:
    import duckdb

KEY = "topline.codes"
"""Metadata key of what is to be known of the codes beside the replies."""
VERSION = 2
"""Of how the files are made; others are not read."""
AT_MOST = 4 << 30
"""Bytes that all of them together may take. The ones that were used longest ago go first."""
UNUSED = 7 * 86_400.0
"""Seconds after which the replies with codes that are not those of now are nobody's any more: until then a session may
still show them."""
MEMORY = "192MB"
"""What DuckDB may keep in memory while it writes them; they go through it, and are not gathered."""
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


def kept_with_codes(source: Source, read_from: str) -> tuple[Source, tuple[str, ...]] | None:
    """What `with_codes` made before of the same journals, and what it had to tell; None where nothing is kept.

    Args:
        source: As the file was read; it is not to be used any more where there is a result.
        read_from: As for `with_codes`.
    """
    try:
        place = _place(source, read_from)
        if not place.is_file():
            return None
        _use(place)
    except OSError:
        return None
    connection = source.take_connection() or new_connection()
    with connected(str(place), connection):
        found = connection.execute(
            "select value from parquet_kv_metadata(?) where key = ?", [literal_path(place), KEY.encode()]
        ).fetchall()
    said = json.loads(bytes(found[0][0]).decode("utf-8", "surrogatepass"))
    columns = {name: column for name, column, *_ in said["coded"]}
    coded = [
        Coded(
            name,
            tuple(Option(code, label, MissingKind(why) if why else None) for code, label, why in options),
            tuple(Net(label, tuple(codes)) for label, codes in nets),
            {},
            has_uncoded,
        )
        for name, _, options, nets, has_uncoded in said["coded"]
    ]
    return _with(source, place, coded, columns, connection), tuple(said["told"])


def with_codes(
    source: Source,
    coded: Sequence[Coded],
    read_from: str,
    told: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Source:
    """A source whose questions are also questions of several answers, over their codeframes.

    It is kept in the user's cache for `kept_with_codes`.

    Args:
        source: As the file was read; it is not to be used any more where the result is another one.
        coded: The questions that were coded.
        read_from: What these codes were made from, as a text that is another one when that has changed.
        told: What there is to tell of it, to be kept with it.
        progress: Told what is being done.

    Raises:
        UnreadableFileError: when the replies cannot be read, or there is no room to keep them with their codes.
    """
    if not coded:
        return source
    connection = source.take_connection() or new_connection()
    with connected(str(source.replies), connection):
        present = _columns_in(connection, source.replies)
    columns = _columns(source.survey, coded, present)
    said = {
        "coded": [
            (
                one.question,
                columns[one.question],
                [(option.code, option.label, option.missing) for option in one.options],
                [(net.label, net.codes) for net in one.nets],
                one.has_uncoded,
            )
            for one in coded
        ],
        "told": told,
    }
    try:
        place = _place(source, read_from)
        if progress:
            progress("bringing in the codes")
        _write(source.replies, place, {columns[one.question]: one.codes for one in coded}, present, json.dumps(said))
        _prune(place)
    except OSError as error:
        raise UnreadableFileError(
            f"{folders.cache_folder()}: no room to keep replies with their codes ({(error.strerror or str(error))});"
            f" set {folders.CACHE} to a folder that can be written"
        ) from error
    return _with(source, place, coded, columns, connection)


def _with(
    source: Source,
    place: Path,
    coded: Sequence[Coded],
    columns: Mapping[str, str],
    connection: duckdb.DuckDBPyConnection,
) -> Source:
    by_name = {one.question: one for one in coded}
    questions = tuple(
        _as_coded(question, by_name[question.name], columns[question.name]) if question.name in by_name else question
        for question in source.survey.questions
    )
    return Source(replace(source.survey, questions=questions), place, source, _open=[connection])


def _as_coded(question: Question, coded: Coded, column: str) -> Question:
    return replace(
        question,
        codes=column,
        options=coded.options,
        nets=coded.nets,
        coded_here=True,
        has_uncoded=coded.has_uncoded,
    )


def _columns_in(connection: duckdb.DuckDBPyConnection, replies: Path) -> tuple[str, ...]:
    """The columns of a file as DuckDB calls them, which is not as the file does where they differ in case only."""
    described = connection.execute(
        "describe select * from read_parquet(?, hive_partitioning = false)", [literal_path(replies)]
    )
    return tuple(name for name, *_ in described.fetchall())


def _columns(survey: Survey, coded: Sequence[Coded], present: Sequence[str]) -> dict[str, str]:
    """The column of codes of each question: that which it has, or one of a name that is free."""
    taken = {column.casefold() for question in survey for column in (question.column, question.codes) if column}
    taken.update(column.casefold() for column in present)
    columns: dict[str, str] = {}
    for one in coded:
        question = survey[one.question]
        name = question.codes or f"{question.column}_codes"
        while not question.codes and name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        columns[one.question] = name
    return columns


def _place(source: Source, read_from: str) -> Path:
    """Where the replies with these codes are or will be: named by the file, and then by what its codes come from."""
    replies = str(source.replies.absolute())
    file = blake2b(repr((VERSION, replies, signature_of(source.replies))).encode(), digest_size=8)
    codes = blake2b(read_from.encode("utf-8", "surrogatepass"), digest_size=16)
    folder = folders.private(folders.cache_folder() / "coded")
    return folder / f"{file.hexdigest()}-{codes.hexdigest()}{ENDING}"


def _use(place: Path) -> None:
    """Note that a file is used, and leave it as it is: others who show it would find that it has changed."""
    os.utime(place, ns=(time.time_ns(), place.stat().st_mtime_ns))


def _prune(place: Path) -> None:
    """Remove what the replies were with other codes, where nobody looks at it any more, and what takes too much."""
    source, _, _ = place.name.partition("-")
    for other in place.parent.glob(f"{source}-*{ENDING}"):
        with suppress(OSError):
            status = other.stat()
            if other != place and time.time() - max(status.st_atime, status.st_mtime) > UNUSED:
                other.unlink()
    folders.prune(place.parent, ENDING, AT_MOST, keep=place)


def _write(replies: Path, place: Path, columns: Mapping[str, Codes], present: Sequence[str], said: str) -> None:
    """Write the replies of a file with more columns, or others of the same names.

    Both files are gone through side by side, so that the order of the rows is that of the file however many they are.

    Raises:
        OSError: when there is no room.
        UnreadableFileError: when the replies cannot be read.
    """
    import duckdb

    with TemporaryDirectory(dir=place.parent, prefix="coding-", ignore_cleanup_errors=True) as beside:
        made, given = Path(beside) / "replies", Path(beside) / "codes"
        connection = new_connection()
        try:
            connection.execute("set memory_limit = ?", [MEMORY])
            connection.execute("set temp_directory = ?", [str(Path(beside) / "spill")])
            file = _literal(literal_path(replies))
            with connected(str(replies), connection):
                rows = connection.execute(f"select num_rows from parquet_file_metadata({file})").fetchall()[0][0]
            _write_codes(given, columns, rows)
            replaced = {column.casefold() for column in columns}
            kept = [f"replies.{quoted(column)}" for column in present if column.casefold() not in replaced]
            selected = ", ".join([*kept, *(f"given.{quoted(column)}" for column in columns)])
            connection.execute(
                f"copy (select {selected} from read_parquet({file}, hive_partitioning = false) as replies"
                f" positional join read_parquet({_literal(literal_path(given))}, hive_partitioning = false) as given)"
                f" to {_literal(str(made))}"
                f" (format parquet, compression zstd, kv_metadata {{{quoted(KEY)}: {_literal(said)}}})"
            )
        except duckdb.Error as error:
            if found := ERRNO.search(str(error)):
                raise OSError(int(found[1]), os.strerror(int(found[1]))) from error
            reason = sanitise(str(error), one_line=True, limit=160)
            raise UnreadableFileError(f"{replies}: its codes could not be brought in ({reason})") from error
        finally:
            connection.close()
        made.chmod(0o600)
        _keep(made, place)


def _keep(made: Path, place: Path) -> None:
    """Put a file where it belongs, unless another process has put the same there meanwhile and may be reading it."""
    try:
        place.hardlink_to(made)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not place.exists():
            made.replace(place)


def _write_codes(place: Path, columns: Mapping[str, Codes], rows: int) -> None:
    """Write the codes alone, a row for each of the replies."""
    import polars

    def lists(codes: Codes) -> polars.Series:
        found: list[Sequence[str] | None] = [None] * rows
        for row, given in codes.items():
            found[row] = given
        return polars.Series(found, dtype=polars.List(polars.String))

    polars.DataFrame([lists(codes).alias(column) for column, codes in columns.items()]).write_parquet(place)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
