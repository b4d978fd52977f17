"""Columns of text as columns of what they hold: numbers, dates, lists of answers, or text as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from topline.readers.dates import Dates, as_days, dates_of
from topline.readers.decisions import Decision, question_of
from topline.readers.inference import infer, with_kind
from topline.readers.joined import SEPARATORS, separator_of, tokens_of
from topline.readers.missing import is_blank, missing_kind
from topline.readers.numbers import Numbers, numbers_of
from topline.readers.profile import MOST_COUNTED, Profile, ValueCount, number_statistics, text_statistics
from topline.survey import Kind, Question, Storage, code_of

if TYPE_CHECKING:
    import polars

_TYPED = {Kind.NUMERIC, Kind.SINGLE, Kind.SCALE, Kind.DATE}
"""Kinds whose values may be other than text, when one is stated."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column as it stands in the file."""

    name: str
    text: str
    header: str
    position: int
    cells: polars.Series
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as the question that it answers, and its values in the type of that question."""

    question: Question
    values: polars.Series


def read_column(column: TextColumn, said: Mapping[str, Any]) -> ReadColumn:
    """Decide what a column holds, and hold it so.

    Args:
        column: The column as text.
        said: What the survey file says of the question.
    """
    import polars

    cells = polars.select(polars.when(column.cells.str.strip_chars() != "").then(column.cells)).to_series()
    cells = cells.alias(column.name)
    kind = Kind(said["kind"]) if "kind" in said else None
    if kind in (None, *_TYPED):
        typed = _typed(column, cells, kind)
        if typed is not None:
            return typed
    return _as_text(column, cells, kind, said)


def _counts(cells: polars.Series) -> list[ValueCount]:
    """The different values and how often each occurs, in order of appearance."""
    frame = cells.drop_nulls().to_frame("value").group_by("value", maintain_order=True).len()
    return [ValueCount(value, count) for value, count in frame.iter_rows()]


def _profile(column: TextColumn, counts: list[ValueCount], storage: Storage, **more: Any) -> Profile:
    """A profile from all counts of a column, of which the most frequent are kept."""
    kept = counts
    if len(counts) > MOST_COUNTED:
        often = set(sorted(range(len(counts)), key=lambda place: (-counts[place].replies, place))[:MOST_COUNTED])
        kept = [count for place, count in enumerate(counts) if place in often]
    return Profile(
        name=column.name,
        text=column.text,
        header=column.header,
        column=column.name,
        storage=storage,
        position=column.position,
        rows=len(column.cells),
        answered=sum(count.replies for count in counts),
        distinct=len(counts),
        counts=tuple(kept),
        **more,
    )


def _typed(column: TextColumn, cells: polars.Series, kind: Kind | None) -> ReadColumn | None:
    """The column as numbers or dates, where every value that is an answer is one; else None."""
    counts = _counts(cells)
    values = [count.value for count in counts]
    apart = [count for count in counts if missing_kind(count.value, values)]
    answers = [count for count in counts if count not in set(apart)]
    different = [count.value for count in answers]
    found: Numbers | Dates | None = numbers_of(different, decimal_commas=column.delimiter == ";")
    found = found or dates_of(different)
    if found is None or (kind is not None and (kind is Kind.DATE) != isinstance(found, Dates)):
        return None
    notes = tuple(
        f'{count.replies:,} "{count.value.strip()}" as {missing_kind(count.value)}, stored as blank'
        for count in apart[:5]
    )
    notes = (*((found.note,) if found.note else ()), *notes)
    if isinstance(found, Dates):
        return _dates(column, cells, answers, found, notes, kind)
    return _numbers(column, cells, answers, found, notes, kind)


def _numbers(
    column: TextColumn,
    cells: polars.Series,
    answers: list[ValueCount],
    found: Numbers,
    notes: tuple[str, ...],
    kind: Kind | None,
) -> ReadColumn:
    import polars

    counts: dict[str, int] = {}
    for answer in answers:
        code = code_of(found.values[answer.value])
        counts[code] = counts.get(code, 0) + answer.replies
    statistics = number_statistics((found.values[answer.value], answer.replies) for answer in answers)
    if statistics and (found.note or found.unit):
        statistics = replace(statistics, amounts=True)
    storage = Storage.INTEGER if found.whole else Storage.REAL
    counted = [ValueCount(code, count) for code, count in counts.items()]
    profile = _profile(column, counted, storage, numbers=statistics, notes=notes)
    question = _decided(profile, kind)
    dtype = polars.Int64 if found.whole else polars.Float64
    values = cells.replace_strict(found.values, default=None, return_dtype=dtype)
    return ReadColumn(replace(question, unit=found.unit), values)


def _dates(
    column: TextColumn,
    cells: polars.Series,
    answers: list[ValueCount],
    found: Dates,
    notes: tuple[str, ...],
    kind: Kind | None,
) -> ReadColumn:
    import polars

    question = _decided(_profile(column, answers, Storage.DATE, notes=notes), kind)
    if found.have_time:
        values = cells.replace_strict(found.moments, default=None, return_dtype=polars.Datetime("us"))
    else:
        values = cells.replace_strict(as_days(found.moments), default=None, return_dtype=polars.Date)
    return ReadColumn(question, values)


def _as_text(column: TextColumn, cells: polars.Series, kind: Kind | None, said: Mapping[str, Any]) -> ReadColumn:
    """The column as text; white space around answers is part of a verbatim only."""
    raw = _counts(cells)
    trimmed = [ValueCount(count.value.strip(), count.replies) for count in raw]
    mended = sum(count.replies for count, bare in zip(raw, trimmed, strict=True) if count.value != bare.value)
    merged: dict[str, int] = {}
    for count in trimmed:
        merged[count.value] = merged.get(count.value, 0) + count.replies
    counts = [ValueCount(value, count) for value, count in merged.items() if not is_blank(value)]
    notes = (f"white space around {mended:,} answers left out",) if mended else ()
    profile = _profile(column, counts, Storage.TEXT, texts=text_statistics(tuple(counts)))
    question = _decided(replace(profile, notes=notes), kind, _stated_separator(profile, kind, said))
    if question.kind is Kind.OPEN:
        return ReadColumn(_decided(profile, kind), cells)
    bare_cells = cells.str.strip_chars()
    if question.kind is Kind.MULTI:
        separator = question.separator
        lists = {
            count.value: list(tokens_of(count.value, separator) if separator else (count.value,)) for count in counts
        }
        return ReadColumn(replace(question, separator=""), _lists(bare_cells, lists))
    return ReadColumn(question, bare_cells)


def _lists(cells: polars.Series, lists: dict[str, list[str]]) -> polars.Series:
    import polars

    different = polars.DataFrame(
        {"cell": list(lists), "answers": list(lists.values())},
        schema={"cell": polars.String, "answers": polars.List(polars.String)},
    )
    joined = cells.to_frame("cell").join(different, on="cell", how="left", maintain_order="left")
    return joined["answers"].alias(cells.name)


def _stated_separator(profile: Profile, kind: Kind | None, said: Mapping[str, Any]) -> str:
    """What joins the answers of a question that the survey file says takes several: as stated, else as found."""
    if kind is not Kind.MULTI or "separator" in said:
        return str(said.get("separator", ""))
    texts = [count.value for count in profile.counts]
    return separator_of(profile) or next((one for one in SEPARATORS if any(one in text for text in texts)), "")


def _decided(profile: Profile, kind: Kind | None, separator: str = "") -> Question:
    """The question: as inferred, or of the kind that the survey file states."""
    if kind is None:
        return infer(profile)
    options = with_kind(profile, kind, separator) if kind in (Kind.SINGLE, Kind.SCALE, Kind.MULTI) else ()
    return question_of(profile, Decision(kind, "stated in the survey file", options=options, separator=separator))
