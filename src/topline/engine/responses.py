"""The table `responses`: the replies as people who write SQL see them, a column for each question by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from topline.engine.reply_columns import ROW
from topline.survey import MASK, Kind, Question, Role, Storage, Survey, quoted

TABLES = ("responses", "replies")
"""What the table is called; both names stand for the same."""
ROW_NAME = "row"
CODES = "_codes"
_TYPES = {
    Storage.TEXT: "VARCHAR",
    Storage.INTEGER: "BIGINT",
    Storage.REAL: "DOUBLE",
    Storage.BOOLEAN: "BOOLEAN",
    Storage.DATE: "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column of `responses`."""

    name: str
    """Unlike any other, ignoring case."""
    type: str
    """DuckDB's name of its type, near enough to know what can be done with it."""
    about: str
    """What it holds, in the survey's words."""
    stored: str = ""
    """The column of the engine's view that it shows."""
    question: str = ""
    """The name of the question it belongs to; empty for the row."""
    role: Role | None = None


def columns_of(survey: Survey) -> tuple[SqlColumn, ...]:
    """The columns of the table `responses` (also called `replies`), in order.

    One for each question, by the question's name; for a coded verbatim one of its codes besides, `NAME_codes`;
    and first `row`, the 1-based row of the file. A name that is taken already, ignoring case, gets a number.
    """
    taken: set[str] = {question.name.casefold() for question in survey}
    seen: set[str] = set()
    columns: list[SqlColumn] = []
    for column in _columns(survey):
        name, number = column.name, 2
        own = bool(column.question) and column.stored == survey[column.question].column
        while name.casefold() in (seen if own else taken | seen):
            name, number = f"{column.name}_{number}", number + 1
        seen.add(name.casefold())
        columns.append(replace(column, name=name))
    return tuple(columns)


def _columns(survey: Survey) -> Iterator[SqlColumn]:
    yield SqlColumn(ROW_NAME, "BIGINT", "the row of the file, from 1", ROW)
    for question in survey:
        kind = _TYPES[question.storage] + ("[]" if question.kind is Kind.MULTI else "")
        yield SqlColumn(question.name, kind, question.label, question.column, question.name, question.role)
        if question.codes:
            about = f"the codes of {question.label}"
            yield SqlColumn(f"{question.name}{CODES}", "VARCHAR[]", about, question.codes, question.name, question.role)


def responses_sql(survey: Survey, selected: str, *, personal: bool) -> tuple[str, ...]:
    """The statements that make the table.

    Args:
        survey: What is in it.
        selected: The SELECT that gives the stored columns, as `ReplyColumns.selected` does.
        personal: Whether answers that tell who a person is stand in it; otherwise a mask stands for each.
    """
    columns = ", ".join(f"{_shown(column, personal)} as {quoted(column.name)}" for column in columns_of(survey))
    first, *others = TABLES
    return (
        f"create view {first} as select {columns} from ({selected})",
        *(f"create view {other} as select * from {first}" for other in others),
    )


def _shown(column: SqlColumn, personal: bool) -> str:
    stored = quoted(column.stored)
    if column.stored == ROW:
        return f"{stored} + 1"
    if column.role is Role.PERSONAL and not personal:
        return f"case when {stored} is not null then '{MASK}' end"
    return stored


def as_order(survey: Survey) -> list[dict[str, str]]:
    """What the child needs to know of a survey to make the table."""
    return [
        {
            "name": question.name,
            "kind": question.kind.value,
            "column": question.column,
            "storage": question.storage.value,
            "role": question.role.value if question.role else "",
            "codes": question.codes,
            "separator": question.separator,
        }
        for question in survey
    ]


def from_order(said: list[dict[str, str]]) -> Survey:
    """The survey again, without its words."""
    return Survey(
        "",
        tuple(
            Question(
                one["name"],
                Kind(one["kind"]),
                column=one["column"],
                storage=Storage(one["storage"]),
                role=Role(one["role"]) if one["role"] else None,
                codes=one["codes"],
                separator=one["separator"],
            )
            for one in said
        ),
    )
