"""Columns of text as columns of what they hold: numbers, dates, lists of answers, or text as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from topline.readers.asked import AMOUNT_ASKED, CODE_ASKED, NAME_ASKED
from topline.readers.dates import Dates, as_days, dates_of
from topline.readers.decisions import Decision, question_of
from topline.readers.different import Different, different_in, most_frequent
from topline.readers.inference import FEW_NUMBERS, infer, with_kind
from topline.readers.joined import SEPARATORS, WRITTEN_IN, answers_in, picked_of, separator_of
from topline.readers.missing import CODE_OF_NONE, missing_kind
from topline.readers.numbers import Numbers, numbers_of
from topline.readers.options import label
from topline.readers.profile import (
    MOST_COUNTED,
    NumberStatistics,
    Profile,
    TextStatistics,
    ValueCount,
    number_statistics,
    text_statistics,
)
from topline.survey import Kind, MissingKind, Option, Question, Storage, code_of

if TYPE_CHECKING:
    import polars

WHOLE = r"^(?:0|-?[1-9][0-9]{0,14})$"
"""A whole number as it is written plainly, and held without loss."""
PLACEHOLDER = 0.1
"""Share of the replies that hold a mark for "no answer", from which on the file wrote it and not people."""
PLAIN = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,17})?"
"""A number as it is written plainly."""
MOST_STRAYS, RARE = 0.05, 0.005
"""Share of the replies to a question for an amount that may hold texts, and that one of these texts may have."""
LOOKED_AT_FIRST = 1_000
"""Different values that tell of most columns that they are neither numbers nor dates."""
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
    apart: Mapping[str, MissingKind] = field(default_factory=dict)
    """Cells that say why there is no answer on the platform that wrote them, besides the usual spellings."""
    own_words: bool = False
    """Whether the header says that texts in it are own words, however few differ."""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as the question that it answers, and its values in the type of that question."""

    question: Question
    values: polars.Series
    own_words: polars.Series | None = None
    """What people wrote in besides the answers that they picked, where the same cells hold both."""


def read_column(column: TextColumn, said: Mapping[str, Any]) -> ReadColumn:
    """Decide what a column holds, and hold it so.

    Args:
        column: The column as text.
        said: What the survey file says of the question.
    """
    cells = column.cells.alias(column.name)
    different = different_in(cells)
    if _may_be_padded(different) and (different.values.str.strip_chars() == "").any():
        cells = cells.zip_with(cells.str.strip_chars() != "", cells.clear(len(cells)))
        different = different_in(cells)
    kind = Kind(said["kind"]) if "kind" in said else None
    if kind in (None, *_TYPED):
        typed = _typed(column, different, kind)
        if typed is not None:
            return typed
    return _as_text(column, cells, different, kind, said)


def _may_be_padded(different: Different) -> bool:
    """Whether any value may be blank or have white space at an end: a look that costs less than taking it off."""
    if len(different) > MOST_COUNTED:
        return True
    return any(not value or value != value.strip() for value in different.values.to_list())


def _profile(
    column: TextColumn, counts: list[ValueCount], answered: int, distinct: int, storage: Storage, **more: Any
) -> Profile:
    """A profile from the different values of a column, or the most frequent of them."""
    return Profile(
        name=column.name,
        text=column.text,
        header=column.header,
        column=column.name,
        storage=storage,
        position=column.position,
        rows=len(column.cells),
        answered=answered,
        distinct=distinct,
        counts=tuple(counts),
        apart=column.apart,
        **more,
    )


def _typed(column: TextColumn, held: Different, kind: Kind | None) -> ReadColumn | None:
    """The column as numbers or dates, where every value that is an answer is one; else None."""
    if len(held) > LOOKED_AT_FIRST:
        if not _may_be_typed(column, held.first(LOOKED_AT_FIRST)):
            return None
        if kind is not Kind.DATE and (whole := _whole_numbers(column, held, kind)):
            return whole
    counts = held.counts()
    values = [count.value for count in counts]
    kinds = {value: why for value in values if (why := missing_kind(value, values, column.apart))}
    apart = [count for count in counts if count.value in kinds]
    answers = [count for count in counts if count.value not in kinds]
    different = [count.value for count in answers]
    found: Numbers | Dates | None = numbers_of(different, decimal_commas=column.delimiter == ";")
    if kind is None and isinstance(found, Numbers) and _are_names(column.text, found):
        return None
    found = found or dates_of(different)
    if found is None and kind is None and (strays := _strays_among_numbers(column, answers)):
        return _without_strays(column, strays)
    if found is None or (kind is not None and (kind is Kind.DATE) != isinstance(found, Dates)):
        return None
    codes = [count for count in apart if isinstance(found, Numbers) and re.fullmatch(WHOLE, count.value.strip())]
    notes = tuple(
        f'{count.replies:,} "{count.value.strip()}" as {kinds[count.value]}, stored as blank'
        for count in [count for count in apart if count not in codes][:5]
    )
    notes = (*((found.note,) if found.note else ()), *notes)
    if isinstance(found, Dates):
        return _dates(column, held, answers, found, notes, kind)
    read = _numbers(column, held, answers, found, notes, kind)
    return _with_codes_apart(column, held, read, codes) if codes else read


def _strays_among_numbers(column: TextColumn, answers: list[ValueCount]) -> list[str]:
    """The few texts, each of hardly anyone, among the numbers that answer a question for an amount; else none."""
    if not AMOUNT_ASKED.search(column.text):
        return []
    strays = [count for count in answers if not re.fullmatch(PLAIN, count.value.strip())]
    replies = sum(count.replies for count in answers)
    are_few = 0 < sum(count.replies for count in strays) <= MOST_STRAYS * replies
    are_rare = all(count.replies <= max(1, RARE * replies) for count in strays)
    enough = len(answers) - len(strays) > FEW_NUMBERS
    return [count.value for count in strays] if are_few and are_rare and enough else []


def _without_strays(column: TextColumn, strays: Sequence[str]) -> ReadColumn | None:
    """The column as numbers, and what else people wrote as own words beside them."""
    is_stray = column.cells.is_in(list(strays)).fill_null(False)
    words = column.cells.zip_with(is_stray, column.cells.clear(len(column.cells))).alias(column.name)
    numbers = column.cells.zip_with(~is_stray, column.cells.clear(len(column.cells)))
    plain = replace(column, cells=numbers)
    read = _typed(plain, different_in(numbers.alias(column.name)), None)
    if read is None:
        return None
    note = f"{int(is_stray.sum()):,} answers that are no numbers kept apart"
    return replace(read, question=replace(read.question, rule=f"{read.question.rule}; {note}"), own_words=words)


def _are_names(text: str, numbers: Numbers) -> bool:
    """Whether numbers only name something, as versions and postal codes do."""
    return CODE_ASKED.search(text) is not None or (not numbers.whole and NAME_ASKED.search(text) is not None)


def _with_codes_apart(column: TextColumn, held: Different, read: ReadColumn, codes: list[ValueCount]) -> ReadColumn:
    """A column of numbers, with the numbers that stand for no answer kept and set apart."""
    numbers = {count.value: int(count.value) for count in codes}
    values = read.values.fill_null(held.mapped(numbers, read.values.dtype))
    known = {option.code for option in read.question.options}
    among = held.values.to_list()
    kinds = {str(number): missing_kind(text, among, column.apart) for text, number in numbers.items()}
    apart = tuple(Option(code, code, kind) for code, kind in kinds.items() if code not in known)
    return ReadColumn(replace(read.question, options=(*read.question.options, *apart)), values)


def _may_be_typed(column: TextColumn, first: list[ValueCount]) -> bool:
    """Whether the first different values are numbers or dates, so that the others are worth a look."""
    values = [count.value for count in first]
    different = [value for value in values if not missing_kind(value, values, column.apart)]
    return bool(numbers_of(different, decimal_commas=column.delimiter == ";") or dates_of(different))


def _whole_numbers(column: TextColumn, held: Different, kind: Kind | None) -> ReadColumn | None:
    """A column of very many whole numbers, written plainly, without a look at each of them.

    None where some may be codes of missing answers, which have to be told from the others.
    """
    import polars

    bare = held.values.str.strip_chars()
    if not bare.str.contains(WHOLE).all() or bare.str.contains(f"^{CODE_OF_NONE.pattern}$").any():
        return None
    numbers = bare.cast(polars.Int64).gather(held.places).alias(column.name)
    low, high, mean = numbers.min(), numbers.max(), numbers.mean()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert isinstance(mean, float)
    statistics = NumberStatistics(low, high, mean, fractional=False)
    counted = held if (bare == held.values).all() else different_in(numbers.cast(polars.String))
    counts = counted.most_frequent()
    profile = _profile(column, counts, counted.answered, len(counted), Storage.INTEGER, numbers=statistics)
    return ReadColumn(_decided(profile, kind), numbers)


def _numbers(
    column: TextColumn,
    held: Different,
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
    counted = most_frequent([ValueCount(code, replies) for code, replies in counts.items()])
    profile = _profile(column, counted, sum(counts.values()), len(counts), storage, numbers=statistics, notes=notes)
    question = _decided(profile, kind)
    if column.own_words and question.kind is Kind.SINGLE and kind is None and question.role is None:
        question = question_of(profile, Decision(Kind.NUMERIC, "numbers that people wrote, and picked from no list"))
    values = held.mapped(found.values, polars.Int64 if found.whole else polars.Float64)
    return ReadColumn(replace(question, unit=found.unit), values)


def _dates(
    column: TextColumn,
    held: Different,
    answers: list[ValueCount],
    found: Dates,
    notes: tuple[str, ...],
    kind: Kind | None,
) -> ReadColumn:
    import polars

    answered = sum(answer.replies for answer in answers)
    profile = _profile(column, most_frequent(answers), answered, len(answers), Storage.DATE, notes=notes)
    question = _decided(profile, kind)
    if found.have_time:
        return ReadColumn(question, held.mapped(found.moments, polars.Datetime("us")))
    return ReadColumn(question, held.mapped(as_days(found.moments), polars.Date))


def _as_text(
    column: TextColumn, cells: polars.Series, different: Different, kind: Kind | None, said: Mapping[str, Any]
) -> ReadColumn:
    """The column as text; white space around answers is part of a verbatim only."""

    notes: tuple[str, ...] = ()
    if _may_be_padded(different) and (padded := different.values != different.values.str.strip_chars()).any():
        notes = (f"white space around {different.replies.filter(padded).sum():,} answers left out",)
        different = different_in(cells.str.strip_chars())
    profile = _profile(column, different.most_frequent(), different.answered, len(different), Storage.TEXT)
    whole = len(different) <= MOST_COUNTED
    profile = replace(profile, texts=text_statistics(profile.counts) if whole else _statistics(different))
    question = _decided(replace(profile, notes=notes), kind, _stated_separator(profile, kind, said))
    if column.own_words and kind is None and question.kind is not Kind.OPEN and question.role is None:
        words = question_of(profile, Decision(Kind.OPEN, "the header says that it is answered in own words"))
        return ReadColumn(_with_texts_apart(words, profile), cells)
    if question.kind is Kind.OPEN:
        return ReadColumn(_with_texts_apart(_decided(profile, kind), profile), cells)
    if question.kind is Kind.MULTI:
        separator = question.separator
        if question.lists(WRITTEN_IN):
            return _with_own_words(question, different)
        holding = [code for code in _offered(question, said) if separator and separator in code]
        lists = {
            cell: list(answers_in(cell, separator, holding)) if separator else [cell]
            for cell in different.values.to_list()
        }
        return ReadColumn(replace(question, separator=""), different.listed(lists))
    return ReadColumn(question, different.as_options())


def _offered(question: Question, said: Mapping[str, Any]) -> Sequence[str]:
    """The answers that a cell can hold: as the survey file lists them with the kind, else as they were found."""
    return [str(code) for code in said.get("options", ())] or [option.code for option in question.options]


def _with_texts_apart(question: Question, profile: Profile) -> Question:
    """A question of own words without what a file writes where there are none, such as "-" or "n/a".

    What only some wrote are their own words.
    """
    least = PLACEHOLDER * profile.rows
    apart = [
        count
        for count in profile.counts
        if profile.missing_kind(count.value) and (count.replies >= least or count.value in profile.apart)
    ]
    if not apart:
        return question
    options = tuple(Option(count.value, label(count.value), profile.missing_kind(count.value)) for count in apart)
    answered = profile.answered - sum(count.replies for count in apart)
    return replace(question, options=options, answered=answered)


def _with_own_words(question: Question, different: Different) -> ReadColumn:
    """Cells that hold answers which were picked, and words that were written in."""
    import polars

    offered = [option.code for option in question.options if option.code != WRITTEN_IN]
    found = {cell: picked_of(cell, question.separator, offered) for cell in different.values.to_list()}
    lists = {cell: [*picked, *([WRITTEN_IN] if rest else [])] for cell, (picked, rest) in found.items()}
    words = {cell: rest or None for cell, (_, rest) in found.items()}
    return ReadColumn(
        replace(question, separator=""),
        different.listed(lists),
        different.mapped(words, polars.String),
    )


def _statistics(different: Different) -> TextStatistics | None:
    """How long texts are."""
    if not len(different):
        return None
    held = different.places.drop_nulls()
    words = different.values.str.count_matches(r"\S+").gather(held).median()
    mean = different.values.str.len_chars().gather(held).mean()
    assert isinstance(mean, float)
    assert isinstance(words, float)
    return TextStatistics(mean, words)


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
