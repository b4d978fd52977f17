"""Tables and replies as polars frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from topline.engine import Reply
from topline.survey import (
    MASK,
    BaseCount,
    Kind,
    Question,
    Role,
    Storage,
    Summary,
    Table,
    ToplineError,
    What,
    code_of,
)

if TYPE_CHECKING:
    import polars

VALUES = ("count", "weighted", "percent", "low", "high", "mean", "letters", "index")
"""What a wide frame can say in its cells."""
SUMMARY = (
    *("mean", "sd", "standard_error", "median", "lower_quartile", "upper_quartile", "min", "max", "nps"),
    *("nps_error", "nps_low", "nps_high", "nps_letters", "top2", "top2_letters", "distinct", "effective", "letters"),
)
"""What a frame says of a column as a whole."""


def records_of(table: Table) -> list[dict[str, Any]]:
    """A table as one record a cell, rows first, then columns; what is withheld has no numbers."""
    return [
        {
            "question": part.view.rows if table.view.what is not What.RESPONSE else What.RESPONSE.value,
            "row": row.label,
            "code": row.code,
            "net": row.net,
            "level": row.level,
            "banner": column.question,
            "column": column.full_label,
            "column_code": column.code,
            "letter": column.letter,
            "count": None if cell.suppressed else cell.count,
            "weighted": None if cell.suppressed else cell.weighted,
            "percent": None if cell.suppressed else cell.percent,
            "low": None if cell.suppressed else cell.low,
            "high": None if cell.suppressed else cell.high,
            "mean": None if cell.suppressed else cell.mean,
            "letters": cell.letters,
            "index": None if cell.suppressed else cell.index,
            "suppressed": cell.suppressed,
            "base": _told(column.base, "unweighted"),
            "base_weighted": _told(column.base, "weighted"),
            "base_effective": _told(column.base, "effective"),
        }
        for part in table.each
        for row in part.rows
        for column, cell in zip(part.columns, row.cells, strict=True)
    ]


def tidy_frame(table: Table) -> polars.DataFrame:
    """A table as a frame of one line a cell."""
    import polars

    text, whole, real, truth = polars.String, polars.Int64, polars.Float64, polars.Boolean
    schema: dict[str, Any] = {
        **dict.fromkeys(("question", "row", "code"), text),
        "net": truth,
        "level": whole,
        **dict.fromkeys(("banner", "column", "column_code", "letter"), text),
        "count": whole,
        "weighted": real,
        "percent": real,
        "low": real,
        "high": real,
        "mean": real,
        "letters": text,
        "index": real,
        "suppressed": truth,
        "base": whole,
        "base_weighted": real,
        "base_effective": real,
    }
    return polars.DataFrame(records_of(table), schema=schema, orient="row")


def wide_frame(table: Table, value: str) -> polars.DataFrame:
    """A table as a frame that looks like it: a line a row, with a frame column for each of its columns.

    Args:
        table: Any table.
        value: What stands in the cells, one of `VALUES`.

    Raises:
        ToplineError: when a cell has no such value.
    """
    import polars

    if value not in VALUES:
        raise ToplineError(f"cells have no {value!r}; one of: {', '.join(VALUES)}")
    if table.parts:
        raise ToplineError("rows of several questions have no wide frame; take the one with a line a cell")
    heads = column_names(table)
    types: Mapping[str, Any] = {"count": polars.Int64, "letters": polars.String}
    columns = [
        polars.Series("row", [row.label for row in table.rows], polars.String),
        polars.Series("code", [row.code for row in table.rows], polars.String),
    ]
    for at, head in enumerate(heads):
        cells = (row.cells[at] for row in table.rows)
        values = [None if cell.suppressed else getattr(cell, value) for cell in cells]
        columns.append(polars.Series(head, values, types.get(value, polars.Float64)))
    return polars.DataFrame(columns)


def _told(base: BaseCount, number: str) -> float | int | None:
    """A number of a base; None where it is withheld."""
    found: float | int = getattr(base, number)
    return None if base.suppressed else found


def column_names(table: Table) -> list[str]:
    """A name for each column that no other has: its label, led by its question's name where that is needed."""
    labels = [column.full_label for column in table.columns]
    taken = {"row", "code"}
    names: list[str] = []
    for column in table.columns:
        name = column.full_label
        if labels.count(name) > 1 or name in taken:
            name = f"{column.question or 'column'}: {column.full_label}"
        if name in taken:
            name = f"{name} ({column.code})"
        while name in taken:
            name += "_"
        taken.add(name)
        names.append(name)
    return names


def summary_frame(table: Table) -> polars.DataFrame:
    """What describes each column as a whole, a line a column; no line where nothing does."""
    import polars

    told = [
        {
            "banner": column.question,
            "column": column.full_label,
            "letter": column.letter,
            "base": column.base.unweighted,
        }
        | {name: getattr(summary, name) for name in SUMMARY}
        for column, summary in zip(table.columns, table.summaries, strict=False)
    ]
    ends: Any = polars.Datetime if any(_is_of_dates(summary) for summary in table.summaries) else polars.Float64
    schema: dict[str, Any] = {
        **dict.fromkeys(("banner", "column", "letter"), polars.String),
        "base": polars.Int64,
        **dict.fromkeys(SUMMARY, polars.Float64),
        "min": ends,
        "max": ends,
        "distinct": polars.Int64,
        "letters": polars.String,
        "nps_letters": polars.String,
        "top2_letters": polars.String,
    }
    return polars.DataFrame(told, schema=schema, orient="row")


def _is_of_dates(summary: Summary) -> bool:
    return isinstance(summary.min, datetime)


def replies_frame(
    questions: Sequence[Question], replies: Iterable[Reply], *, codes: bool, personal: bool
) -> polars.DataFrame:
    """Replies as a frame: a line a reply, led by its row in the file, counted from 1.

    Args:
        questions: A column each, named as the question.
        replies: Read once.
        codes: Whether answers that were chosen are given as codes; as labels otherwise.
        personal: Whether answers that tell who a person is are given; they are masked otherwise.
    """
    import polars

    numbers: list[int] = []
    answers: list[list[Any]] = [[] for _ in questions]
    for reply in replies:
        numbers.append(reply.number)
        for column, answer in zip(answers, reply.answers, strict=True):
            column.append(answer)
    names = {question.name for question in questions}
    lead = "row" if "row" not in names else "topline:row"
    columns = [polars.Series(lead, numbers, polars.Int64)]
    for question, given in zip(questions, answers, strict=True):
        columns.append(_series(question, given, codes=codes, personal=personal))
    return polars.DataFrame(columns)


def _series(question: Question, given: Sequence[Any], *, codes: bool, personal: bool) -> polars.Series:
    import polars

    name = question.name
    if question.role is Role.PERSONAL and not personal:
        return polars.Series(name, [None if answer is None else MASK for answer in given], polars.String)
    if question.kind is Kind.MULTI:
        lists = [None if answer is None else [_said(question, one, codes) for one in answer] for answer in given]
        return polars.Series(name, lists, polars.List(polars.String))
    if question.kind in (Kind.SINGLE, Kind.SCALE):
        return polars.Series(name, [_said(question, answer, codes) for answer in given], polars.String)
    types: Mapping[Storage, Any] = {
        Storage.TEXT: polars.String,
        Storage.INTEGER: polars.Int64,
        Storage.REAL: polars.Float64,
        Storage.BOOLEAN: polars.Boolean,
        Storage.DATE: polars.Datetime,
    }
    # Of a verbatim that is stored otherwise, such as an id in figures, the storage tells; where a value does not fit
    # its column takes the type that holds all of them.
    try:
        return polars.Series(name, given, types[question.storage])
    except (TypeError, OverflowError, polars.exceptions.PolarsError):
        return polars.Series(name, given, strict=False)


def _said(question: Question, answer: Any, codes: bool) -> str | None:
    """A chosen answer as its code or its label; None where there is none, which for numbers is also NaN."""
    if answer is None or answer != answer:
        return None
    code = code_of(answer)
    return code if codes else question.option(code).label
