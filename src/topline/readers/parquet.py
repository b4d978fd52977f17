"""Parquet files: opened where they are, in process, by reading as little of them as the survey needs.

A file whose metadata carries its survey costs a few milliseconds whatever its size; without it, the values
of its columns are counted (see `parquet_profiles`) and inference decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topline.readers.decisions import Decision, question_of
from topline.readers.errors import UnreadableFileError
from topline.readers.kept import kept_survey
from topline.readers.naming import names_of, readable
from topline.readers.parquet_profiles import ColumnType, profiles_of
from topline.readers.paths import literal_path
from topline.readers.profile import Profile
from topline.readers.reading import Reading, reading_from
from topline.readers.sanitise import sanitise
from topline.readers.stated import applied
from topline.survey import Kind, Question, Response, Role, Storage, Survey, SurveyFile, read_survey_file

if TYPE_CHECKING:
    import duckdb

MAGIC = b"PAR1"
SURVEY_KEY = "topline"
"""Metadata key of a parquet file that holds its survey file's text."""
READING_KEY = "topline.reading"
"""Metadata key that holds what was found when the parquet file was made from another."""
KEPT_KEY = "topline.kept"
"""Metadata key that holds the whole survey in a file of the cache."""
_ROLE_KEYS = {"id": Role.ID, "weight": Role.WEIGHT, "sent": Role.SENT, "replied": Role.REPLIED}
_FOOTER_AT_MOST = 1 << 30


SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""How DuckDB is told never to ask the network."""


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is a parquet file."""
    return head.startswith(MAGIC)


@dataclass(frozen=True, slots=True)
class ParquetColumns:
    """What a parquet file says of itself before any reply is read."""

    path: Path
    rows: int
    columns: tuple[ColumnType, ...]
    names: tuple[str, ...]
    """The names that the questions get, one a column."""
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        """What was found when this file was made from another; empty where it was not."""
        return reading_from(self.metadata.get(READING_KEY, ""))


def read_parquet(
    path: Path,
    shown: str,
    beside: SurveyFile | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Survey:
    """The survey in a parquet file: as its metadata states, and inferred where that says nothing.

    Args:
        path: The file.
        shown: How errors name it.
        beside: The survey file that will be applied after this, for the kinds that it states.
        connection: To read it through, and to be left open; None for one of its own.

    Raises:
        UnreadableFileError: when it is no whole parquet file.
        SurveyFileError: when the survey in its metadata does not fit it.
    """
    check_ends(path, shown)
    with connected(shown, connection) as connection:
        found = columns_of(connection, path, shown)
        stated = read_survey_file(found.metadata.get(SURVEY_KEY, ""), f"{shown}, the survey in its metadata")
        questions, response = _questions(connection, found, stated, beside or SurveyFile(""))
    reading = found.reading
    survey = Survey(
        title=reading.title or sanitise(Path(shown).stem, one_line=True),
        questions=questions,
        respondents=found.rows,
        response=response,
        warnings=reading.warnings,
        source=shown,
    )
    return _with_rules(applied(stated, survey), reading)


def read_kept(path: Path, shown: str, connection: duckdb.DuckDBPyConnection | None = None) -> Survey | None:
    """The survey beside replies that are kept in the cache; None where none is kept as this version keeps it.

    Never of a file that others can write: it is taken at its word.
    """
    with connected(shown, connection) as connection:
        kept = connection.execute(
            "select value from parquet_kv_metadata(?) where key = ?", [literal_path(path), KEPT_KEY.encode()]
        ).fetchall()
    return kept_survey(bytes(kept[0][0]).decode(), shown) if kept else None


def check_ends(path: Path, shown: str) -> None:
    """Refuse what is no whole parquet file, before a library written in C++ gets it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(max(size - 8, 0))
        tail = file.read(8)
    if head != MAGIC:
        raise UnreadableFileError(f"{shown}: not a parquet file: it does not begin with PAR1")
    if tail[4:] != MAGIC:
        raise UnreadableFileError(f"{shown}: the parquet file is cut short; copy or export it again")
    footer = int.from_bytes(tail[:4], "little")
    if not 0 < footer <= min(size - 12, _FOOTER_AT_MOST):
        raise UnreadableFileError(f"{shown}: the parquet file's footer is damaged; copy or export it again")


def new_connection() -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own in memory, that never asks the network and reads the end of a parquet file only once."""
    import duckdb

    connection = duckdb.connect(":memory:", config=SETTINGS)
    connection.execute("set parquet_metadata_cache = true")
    return connection


@contextmanager
def connected(shown: str, given: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection, a new one where none is given, its errors told in one line."""
    import duckdb

    connection = given or new_connection()
    try:
        yield connection
    except duckdb.Error as error:
        reason = sanitise(str(error), one_line=True, limit=160)
        raise UnreadableFileError(f"{shown}: not a readable parquet file ({reason})") from error
    finally:
        if given is None:
            connection.close()


def columns_of(connection: duckdb.DuckDBPyConnection, path: Path, shown: str) -> ParquetColumns:
    """The schema, row count and metadata of a parquet file, read from its footer alone."""
    file = literal_path(path)
    rows = connection.execute("select num_rows from parquet_file_metadata(?)", [file]).fetchall()[0][0]
    described = connection.execute(
        "describe select * from read_parquet(?, hive_partitioning = false)", [file]
    ).fetchall()
    if not described:
        raise UnreadableFileError(f"{shown}: the parquet file has no columns")
    headers = _headers(connection, file, [row[0] for row in described])
    columns = tuple(
        ColumnType(name=row[0], header=header, type=row[1], position=position)
        for position, (row, header) in enumerate(zip(described, headers, strict=True))
    )
    wanted = (SURVEY_KEY, READING_KEY)
    pairs = connection.execute(
        "select key, value from parquet_kv_metadata(?) where key in (?, ?)", [file, *(key.encode() for key in wanted)]
    ).fetchall()
    metadata = {bytes(key).decode(): bytes(value).decode("utf-8", "replace") for key, value in pairs}
    # A file that we made has the names of its questions as columns, however long; of others, names are made.
    names = tuple(column.name for column in columns) if READING_KEY in metadata else names_of(headers)
    return ParquetColumns(path, rows, columns, names, metadata)


def _headers(connection: duckdb.DuckDBPyConnection, file: str, names: list[str]) -> list[str]:
    """The headers as the file has them; DuckDB renames those that differ only in case."""
    schema = connection.execute("select name, coalesce(num_children, 0) from parquet_schema(?)", [file]).fetchall()
    headers: list[str] = []
    inside = 0
    for name, children in schema[1:]:
        if not inside:
            headers.append(name or "")
        inside = max(inside - 1, 0) + children
    return headers if len(headers) == len(names) else names


def _questions(
    connection: duckdb.DuckDBPyConnection, found: ParquetColumns, stated: SurveyFile, beside: SurveyFile
) -> tuple[tuple[Question, ...], Response | None]:
    """A question for each column, counting values only where neither survey nor reading says enough.

    Gives also how one of them tells who replied, where that had to be found out.
    """
    reading = found.reading
    _check_lists(found, stated, beside)
    list_columns = {said.get("codes") for said in stated.questions.values()}
    roles: dict[str, Role] = {stated.content[key]: role for key, role in _ROLE_KEYS.items() if key in stated.content}
    roles |= dict.fromkeys(stated.content.get("personal", ()), Role.PERSONAL)
    settled: dict[str, Question] = {}
    sayings: dict[str, Mapping[str, Any]] = {}
    to_infer: list[str] = []
    for name, column in zip(found.names, found.columns, strict=True):
        said = {**stated.questions.get(name, {}), **beside.questions.get(name, {})}
        sayings[name] = said
        kind = Kind(said["kind"]) if "kind" in said else None
        options_follow = (
            kind in (Kind.SINGLE, Kind.SCALE, Kind.MULTI) and "options" not in said and not reading.knows(name)
        )
        if kind is None and name in roles:
            kind = _kind_of_role(roles[name], column)
        if name in list_columns:
            kind, options_follow = Kind.MULTI, False
        if kind is None or options_follow:
            to_infer.append(name)
        else:
            settled[name] = question_of(_unread(name, column, found.rows), Decision(kind, "stated in the survey file"))
    if not to_infer:
        return tuple(reading.restored(settled[name]) for name in found.names), None
    # The rules and their vocabularies are read only for a file that does not say what it asks.
    from topline.readers import inference

    wanted = set(to_infer)
    chosen = {name: column for name, column in zip(found.names, found.columns, strict=True) if name in wanted}
    for profile in profiles_of(connection, found.path, found.rows, chosen):
        settled[profile.name] = inference.as_stated(profile, sayings[profile.name])
    ordered = tuple(reading.restored(settled[name]) for name in found.names)
    if reading.questions:
        return ordered, None
    return inference.with_single_roles(ordered), inference.response_in(ordered)


def _check_lists(found: ParquetColumns, *files: SurveyFile) -> None:
    """Refuse a survey file that says of a column with one value a reply that it holds several.

    Raises:
        SurveyFileError: when one does.
    """
    single = {name: column.type for name, column in zip(found.names, found.columns, strict=True) if not column.is_list}
    joined = {name for file in files for name, said in file.questions.items() if said.get("separator")}
    for file in files:
        for name, said in file.questions.items():
            codes = said.get("codes")
            if codes in single and codes != name:
                what = f"{codes!r} holds no lists of codes but a {single[codes]} for each reply"
                remedy = "store lists, or use CSV, whose cells are taken apart"
                raise file.fault(("question", name, "codes"), f"{what}; {remedy}")
            if said.get("kind") == Kind.MULTI and name in single and name not in joined:
                what = f"{name!r} holds no lists of answers but a {single[name]} for each reply"
                remedy = 'separator = ";" says what stands between several'
                raise file.fault(("question", name, "kind"), f"{what}; {remedy}")


def _unread(name: str, column: ColumnType, rows: int) -> Profile:
    """A column whose values are not looked at, because its kind is stated."""
    return Profile(
        name=name,
        text=readable(column.header) or name,
        header=column.header,
        column=column.name,
        storage=column.storage,
        position=column.position,
        rows=rows,
        answered=0,
        distinct=0,
        several=column.is_list,
        sampled=True,
    )


def _kind_of_role(role: Role, column: ColumnType) -> Kind | None:
    """The kind that a stated role implies, where it needs no look at the values."""
    if column.storage is Storage.DATE:
        return Kind.DATE
    if role is Role.WEIGHT and column.storage in (Storage.INTEGER, Storage.REAL):
        return Kind.NUMERIC
    return Kind.OPEN if role in (Role.ID, Role.PERSONAL) else None


def _with_rules(survey: Survey, reading: Reading) -> Survey:
    """The survey with the rules that decided when the original was read, which stating them again hides."""
    if not reading.questions:
        return survey
    questions = tuple(reading.restored(question) for question in survey.questions)
    return replace(survey, questions=questions)


def dumped(reading: Reading) -> str:
    """A reading as the text kept in a parquet file's metadata."""
    return json.dumps(reading.as_mapping(), ensure_ascii=False, separators=(",", ":"))
