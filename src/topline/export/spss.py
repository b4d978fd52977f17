"""Replies as a file of SPSS: numbers with labels, kinds of missing set apart, a variable of 0 and 1 for each option.

What the format cannot hold is said beside it (`spss_syntax`) or in a note: sets of variables, the weight, long texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from topline.engine import Reply
from topline.export.safe_text import one_line, whole
from topline.export.spss_names import Names, cut_bytes
from topline.survey import MASK, Kind, Option, Question, Role, Storage, Survey, code_of

if TYPE_CHECKING:
    import polars

OPEN_FILES = "/dev/fd"
"""Where the system names the files that this process has open: pyreadstat wants a name."""
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE, LONGEST_TITLE = 32_767, 256, 120, 64
"""Bytes of a text, of the label of a variable, of that of a value, of that of the file."""
EXACT = 2**53
"""Whole numbers up to this one are kept to the last digit; beyond, they are written as text."""
MOST_APART = 3
"""Values that can be set apart one by one; more of them have to be a range."""
MOST_UNLISTED = 300
"""Codes that nobody listed which get a variable of their own, or a label, in a question."""
TOGETHER = 20_000
"""Replies whose answers are packed together."""


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """Variables of 0 and 1 that are one question with several answers."""

    name: str
    label: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpssFile:
    """What was written, as far as the file itself does not say it."""

    sets: tuple[ResponseSet, ...] = ()
    weight: str = ""
    """The variable that holds the weights; empty where nobody is weighted."""
    notes: tuple[str, ...] = ()


@dataclass
class Variable:
    """A variable of the file."""

    name: str
    cells: polars.Series
    label: str = ""
    values: dict[float, str] = field(default_factory=dict)
    """Labels by value."""
    apart: list[Any] = field(default_factory=list)
    """Values that are set apart, as pyreadstat takes them."""
    measure: str = "nominal"
    form: str = ""


def write_sav(
    file: int,
    survey: Survey,
    questions: Sequence[Question],
    replies: Iterable[Reply],
    weight: str = "",
    *,
    personal: bool = False,
) -> SpssFile:
    """Write replies as a .sav file.

    Args:
        file: An open, empty file.
        survey: Whose they are.
        questions: The columns.
        replies: Read once.
        weight: The question that weighs these people; empty for none.
        personal: Whether answers that tell who a person is may be given; they are masked otherwise.

    Raises:
        OSError: when the file takes no more.
    """
    import polars as pl
    import pyreadstat

    columns = [_Column(question, personal) for question in questions]
    numbers: list[int] = []
    for reply in replies:
        numbers.append(reply.number)
        for column, answer in zip(columns, reply.answers, strict=True):
            column.take(answer)
    names = Names()
    writing = _Writing(names)
    row = Variable(names.free("row"), pl.Series(numbers, dtype=pl.Float64), "Row of the file", measure="scale")
    variables = [row]
    for column in columns:
        variables += writing.variables(column)
    frame = pl.DataFrame([variable.cells.alias(variable.name) for variable in variables])
    try:
        pyreadstat.write_sav(
            frame,
            f"{OPEN_FILES}/{file}",
            file_label=cut_bytes(one_line(survey.title), LONGEST_TITLE),
            column_labels={v.name: cut_bytes(one_line(v.label), LONGEST_LABEL) for v in variables},
            variable_value_labels={v.name: v.values for v in variables if v.values},
            missing_ranges={v.name: v.apart for v in variables if v.apart},
            variable_measure={v.name: v.measure for v in variables},
            variable_format={v.name: v.form for v in variables if v.form},
            row_compress=True,
        )
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise OSError(0, f"it cannot be a file of SPSS: {one_line(str(error))}") from error
    weighed = writing.names_of.get(weight, "")
    return SpssFile(tuple(writing.sets), weighed, tuple(writing.notes()))


class _Column:
    """The answers to a question as they come, packed together from time to time."""

    def __init__(self, question: Question, personal: bool) -> None:
        import polars as pl

        self.question = question
        self.masked = question.role is Role.PERSONAL and not personal
        self._several = question.kind is Kind.MULTI
        self._coded = question.kind in (Kind.SINGLE, Kind.SCALE)
        self.is_date = question.kind is Kind.DATE and not self.masked
        self.is_number = question.kind is Kind.NUMERIC and not self.masked
        self.cut = 0
        """Texts that were too long."""
        self._type: Any = pl.String
        if self._several and not self.masked:
            self._type = pl.List(pl.String)
        elif self.is_date:
            self._type = pl.Datetime("us")
        elif self.is_number:
            self._type = pl.Int64 if question.storage is Storage.INTEGER else pl.Float64
        self.is_large = False
        """Whether it has whole numbers that would lose digits as numbers."""
        self._values: list[Any] = []
        self._packed: list[polars.Series] = []

    def take(self, answer: Any) -> None:
        """One more answer."""
        self._values.append(None if answer is None or answer != answer else self._kept(answer))
        if len(self._values) == TOGETHER:
            self._pack()

    def _kept(self, answer: Any) -> Any:
        if self.masked:
            return MASK
        if self._several:
            return [code_of(item) for item in answer if item is not None]
        if self._coded:
            return code_of(answer)
        if self.is_date:
            if isinstance(answer, datetime):
                return answer.replace(tzinfo=None)
            return datetime(answer.year, answer.month, answer.day) if isinstance(answer, date) else None
        if self.is_number:
            self.is_large = self.is_large or (isinstance(answer, int) and abs(answer) > EXACT)
            return answer if isfinite(answer) else None
        text = whole(answer if isinstance(answer, str) else code_of(answer))
        kept = cut_bytes(text, LONGEST_TEXT)
        self.cut += kept != text
        return kept

    def _pack(self) -> None:
        import polars as pl

        self._packed.append(pl.Series(self._values, dtype=self._type, strict=False))
        self._values = []

    @property
    def cells(self) -> polars.Series:
        """All of them: codes as text, texts, numbers, moments, or lists of codes."""
        import polars as pl

        if self._values or not self._packed:
            self._pack()
        self._packed = [pl.concat(self._packed)]
        return self._packed[0]


@dataclass
class _Writing:
    """Variables made of questions, and what became of them."""

    names: Names
    sets: list[ResponseSet] = field(default_factory=list)
    names_of: dict[str, str] = field(default_factory=dict)
    """The variable of each question that is one."""
    cut: int = 0
    unmarked: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def notes(self) -> Iterator[str]:
        """What could not be written as it is, a sentence each."""
        if self.cut:
            texts = "1 text was" if self.cut == 1 else f"{self.cut:,} texts were"
            yield f"{texts} longer than {LONGEST_TEXT:,} bytes and had to be cut"
        if self.unmarked:
            yield f"too many kinds of missing to be marked as such: {', '.join(self.unmarked)}"
        if self.left_out:
            yield f"codes that nobody listed, too many for variables of their own: {', '.join(self.left_out)}"

    def variables(self, column: _Column) -> list[Variable]:
        """The variables that a question becomes."""
        question, cells = column.question, column.cells
        self.cut += column.cut
        if question.kind is Kind.MULTI and not column.masked:
            return self._several(question, cells)
        name = self.names.free(question.name)
        self.names_of[question.name] = name
        if column.is_date:
            return [_moments(name, question, cells)]
        if column.is_number:
            if column.is_large:
                return [Variable(name, cells.cast(str), question.text)]
            codes = {option.code: float(option.code) for option in question.options if _is_number(option.code)}
            labels = {codes[option.code]: option.label for option in question.options if option.code in codes}
            apart = {option.code: codes[option.code] for option in question.missing if option.code in codes}
            made = Variable(name, cells.cast(float), question.text, _cut_values(labels), measure="scale")
            made.apart = self._apart(name, apart, codes.values())
            return [made]
        if question.kind in (Kind.SINGLE, Kind.SCALE) and not column.masked:
            return [self._coded(name, question, cells)]
        return [Variable(name, cells, question.text)]

    def _coded(self, name: str, question: Question, cells: polars.Series) -> Variable:
        """One answer, as its number with its label: the code where it is one, else its place in the codebook."""
        import polars as pl

        listed = [*question.choices, *question.missing]
        known = {option.code for option in listed}
        unlisted = sorted(set(cells.drop_nulls().unique().to_list()) - known)
        if not listed and len(unlisted) > MOST_UNLISTED and not all(map(_is_number, unlisted)):
            return Variable(name, cells, question.text)
        codes = [option.code for option in question.choices] + unlisted + [o.code for o in question.missing]
        if all(map(_is_number, codes)):
            places = {code: float(code) for code in codes}
        else:
            places = {code: float(place) for place, code in enumerate(codes, 1)}
        labels = {places[option.code]: option.label for option in listed}
        labels |= {places[code]: code for code in unlisted if not _is_number(code)}
        by_code = list(places), list(places.values())
        numbers = cells.replace_strict(*by_code, return_dtype=pl.Float64) if places else cells.cast(pl.Float64)
        scale = question.kind is Kind.SCALE
        made = Variable(name, numbers, question.text, _cut_values(labels), measure="ordinal" if scale else "nominal")
        made.apart = self._apart(name, {o.code: places[o.code] for o in question.missing}, places.values())
        if all(place.is_integer() for place in places.values()):
            made.form = "F8.0"
        return made

    def _apart(self, name: str, missing: dict[str, float], used: Iterable[float]) -> list[Any]:
        """The values that are set apart, one by one or as a range that no other value lies in."""
        values = sorted(missing.values())
        if len(values) <= MOST_APART:
            return list(values)
        others = set(used) - set(values)
        if not any(values[0] <= other <= values[-1] for other in others):
            return [{"lo": values[0], "hi": values[-1]}]
        self.unmarked.append(name)
        return []

    def _several(self, question: Question, cells: polars.Series) -> list[Variable]:
        """A variable of 0 and 1 for each option; who gave no answer at all has none in any of them."""
        import polars as pl

        known = {option.code for option in question.options}
        given = set(cells.explode().drop_nulls().unique().to_list()) if len(cells) else set()
        unlisted = sorted(given - known)
        if len(unlisted) > MOST_UNLISTED:
            self.left_out.append(question.name)
            unlisted = unlisted[:MOST_UNLISTED]
        options = [*question.choices, *(Option(code, code) for code in unlisted), *question.missing]
        names = self.names.numbered(question.name, [option.code for option in options])
        made = []
        for name, option in zip(names, options, strict=True):
            picked = cells.list.contains(option.code).cast(pl.Float64)
            room = LONGEST_LABEL - len(one_line(option.label).encode()) - len(" - ")
            asked = cut_bytes(one_line(question.text), max(room, LONGEST_LABEL // 4))
            label = f"{asked} - {one_line(option.label)}"
            made.append(Variable(name, picked, label, {0.0: "Not selected", 1.0: "Selected"}, form="F1.0"))
        chosen = tuple(name for name, option in zip(names, options, strict=True) if option.missing is None)
        if len(chosen) > 1:
            self.sets.append(ResponseSet(self.names.set_name(question.name), question.text, chosen))
        return made


def _moments(name: str, question: Question, cells: polars.Series) -> Variable:
    import polars as pl

    days = cells.dt.truncate("1d")
    if (days == cells).fill_null(value=True).all():
        return Variable(name, cells.cast(pl.Date), question.text, measure="scale", form="SDATE10")
    return Variable(name, cells, question.text, measure="scale")


def _cut_values(labels: dict[float, str]) -> dict[float, str]:
    return {value: cut_bytes(one_line(label), LONGEST_VALUE) for value, label in labels.items() if label}


def _is_number(code: str) -> bool:
    """Whether a code is a number that is written as this code."""
    try:
        value = float(code)
    except ValueError:
        return False
    return isfinite(value) and abs(value) <= EXACT and code_of(value) == code
