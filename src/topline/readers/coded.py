"""Columns of codes: values with labels as statistical packages keep them, and columns that have a type already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from topline.readers.columns import ReadColumn
from topline.readers.decisions import Decision, question_of
from topline.readers.different import different_in, most_frequent
from topline.readers.inference import decided
from topline.readers.missing_labels import kind_said_by
from topline.readers.naming import readable
from topline.readers.options import label, options_of
from topline.readers.profile import NumberStatistics, Profile, ValueCount, number_statistics, text_statistics
from topline.readers.raw import RawColumn
from topline.readers.recommending import HIGHEST, LEAST_POINTS, labelled_points
from topline.readers.vocabulary import are_points, is_last, known, numbered
from topline.survey import RECOMMEND, Kind, MissingKind, Option, Question, Storage, code_of, scored

if TYPE_CHECKING:
    import polars

FEWEST_POINTS = 5
"""Labels that only repeat their numbers, from which on they are the points of a scale."""
MOSTLY = 0.95
"""Share of the replies whose value is labelled, from which on the values without a label are strays."""


def read_coded(column: RawColumn, name: str, text: str, said: Mapping[str, Any]) -> ReadColumn:
    """A column whose values are codes or have a type: its question, and the values as they are stored.

    Args:
        column: The column.
        name: The name that the question gets.
        text: The question as asked, made readable.
        said: What the survey file says of the question.
    """
    options = _with_platforms_own(column)
    read = _read(column, options, name, text, said)
    told = _told_apart(options, among_numbers=read.question.kind is Kind.NUMERIC)
    return read if told == options else _read(column, told, name, text, said)


def _with_platforms_own(column: RawColumn) -> tuple[Option, ...]:
    """The options of a column, and the codes by which the platform that wrote it says why there is no answer."""
    listed = {option.code for option in column.options}
    unlisted = [(cell, kind) for cell, kind in column.apart if cell not in listed] if listed else []
    if not unlisted:
        return column.options
    held = {count.value for count in counted(column.cells)}
    apart = (Option(cell, cell, MissingKind(kind)) for cell, kind in unlisted if cell in held)
    return (*column.options, *apart)


def _told_apart(options: tuple[Option, ...], *, among_numbers: bool) -> tuple[Option, ...]:
    """Options of a file that sets none apart: codes that can be no answer, and are labelled so, are set apart."""
    if any(option.missing for option in options):
        return options
    return tuple(
        replace(option, missing=kind)
        if (among_numbers or option.code.startswith("-")) and (kind := kind_said_by(option.label))
        else option
        for option in options
    )


def _read(column: RawColumn, labelled: tuple[Option, ...], name: str, text: str, said: Mapping[str, Any]) -> ReadColumn:
    cells = as_codes(column.cells, labelled).alias(name)
    if said.get("kind") == Kind.MULTI:
        cells = _in_lists(cells)
    storage, several = storage_of(cells)
    options = tuple(replace(option, label=label(option.label)) for option in labelled)
    counts = counted(cells)
    apart = {option.code for option in options if option.missing}
    answers = [count for count in counts if count.value not in apart]
    profile = Profile(
        name=name,
        text=text,
        header=column.header,
        column=name,
        storage=storage,
        position=column.position,
        rows=len(cells),
        answered=sum(count.replies for count in answers) if not several else len(cells) - cells.null_count(),
        distinct=len(answers),
        counts=tuple(most_frequent(answers)),
        several=several,
        texts=text_statistics(tuple(answers)) if storage is Storage.TEXT and not several else None,
        numbers=_numbers(answers) if storage in (Storage.INTEGER, Storage.REAL) else None,
        notes=column.notes,
    )
    decision = _stated(said, profile, options) or _decided(column, profile, options)
    if column.role and "kind" not in said:
        decision = replace(decision, role=column.role, rule=column.rule or decision.rule)
    question = question_of(profile, decision)
    set_apart = sum(count.replies for count in counts if count.value in apart)
    answered = profile.answered if not several else profile.answered - set_apart
    return ReadColumn(asked_of(replace(question, answered=answered), column), cells)


def asked_of(question: Question, *columns: RawColumn) -> Question:
    """A question whose rule says who was asked, where the file says it in words that nobody can count."""
    words = next((readable(column.base_text) for column in columns if column.base_text), "")
    return replace(question, rule=f"{question.rule}; asked of: {words}") if words else question


def as_codes(cells: polars.Series, options: tuple[Option, ...]) -> polars.Series:
    """Values as they are stored: whole numbers as such, and texts that are all codes of numbers as numbers."""
    import polars

    if cells.dtype == polars.String and options:
        different = cells.unique().drop_nulls().to_list()
        codes = [*different, *(option.code for option in options)]
        if all(_is_whole(code) for code in codes):
            return cells.cast(polars.Int64)
        return cells.str.strip_chars()
    if cells.dtype.is_float():
        numbers = cells.drop_nulls()
        if numbers.is_finite().all() and (numbers == numbers.round()).all() and numbers.abs().max() is not None:
            largest = numbers.abs().max()
            if isinstance(largest, (int, float)) and largest < 2**53:
                return cells.cast(polars.Int64)
        return cells.cast(polars.Float64)
    if cells.dtype.is_integer():
        return cells.cast(polars.Int64)
    return cells


def _is_whole(code: str) -> bool:
    bare = code.removeprefix("-")
    return bare.isascii() and bare.isdigit() and len(bare) < 16 and (bare == "0" or not bare.startswith("0"))


def _in_lists(cells: polars.Series) -> polars.Series:
    """Values as lists of the one code that each is; lists as they are."""
    import polars

    if isinstance(cells.dtype, polars.List):
        return cells
    code = polars.col(cells.name).cast(polars.String)
    return cells.to_frame().select(polars.when(code.is_not_null()).then(polars.concat_list(code)))[cells.name]


def storage_of(cells: polars.Series) -> tuple[Storage, bool]:
    """The type of the stored values, and whether a reply holds a list of them."""
    import polars

    if isinstance(cells.dtype, polars.List):
        return Storage.TEXT, True
    if cells.dtype == polars.Boolean:
        return Storage.BOOLEAN, False
    if cells.dtype.is_integer():
        return Storage.INTEGER, False
    if cells.dtype.is_float():
        return Storage.REAL, False
    return (Storage.DATE if cells.dtype.is_temporal() else Storage.TEXT), False


def counted(cells: polars.Series) -> list[ValueCount]:
    """The different values, written as codes, and how many replies hold each, in order of appearance."""
    import polars

    values = cells
    if isinstance(cells.dtype, polars.List):
        values = values.list.unique(maintain_order=True).explode()
    if values.dtype == polars.String:
        different = different_in(values)
        counted = zip(different.values.to_list(), different.replies.to_list(), strict=True)
    else:
        values = values.drop_nulls()
        counted = zip(values.unique(maintain_order=True).to_list(), values.unique_counts().to_list(), strict=True)
    found: dict[str, int] = {}
    for value, replies in counted:
        code = code_of(value)
        if code.strip():
            found[code] = found.get(code, 0) + replies
    return [ValueCount(code, replies) for code, replies in found.items()]


def _numbers(counts: list[ValueCount]) -> Any:
    return number_statistics((float(count.value), count.replies) for count in counts)


def _stated(said: Mapping[str, Any], profile: Profile, options: tuple[Option, ...]) -> Decision | None:
    if "kind" not in said:
        return None
    kind = Kind(said["kind"])
    return Decision(kind, "stated in the survey file", options=_options_of(kind, profile, options))


def _options_of(kind: Kind, profile: Profile, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options of a question whose kind is said: all where answers are counted, else those set apart."""
    if kind not in (Kind.SINGLE, Kind.SCALE, Kind.MULTI):
        return _apart(options)
    offered = _offered(profile, options)
    return scored(offered) if kind is Kind.SCALE else offered


def _decided(column: RawColumn, profile: Profile, options: tuple[Option, ...]) -> Decision:
    """What the file says it is, else what its labels show, else what its values show."""
    if column.kind:
        return Decision(
            column.kind, column.rule or "the file says so", options=_options_of(column.kind, profile, options)
        )
    labelled = [option for option in options if option.missing is None]
    if profile.several or profile.storage is Storage.DATE or not labelled:
        found = decided(profile)
        answers = tuple(option for option in found.options if option.missing is None)
        return replace(found, options=(*answers, *_apart((*options, *found.options))))
    codes = {option.code for option in labelled}
    held = sum(count.replies for count in profile.counts)
    covered = sum(count.replies for count in profile.counts if count.value in codes)
    if covered >= MOSTLY * held and (covered == held or len(codes) > profile.distinct - len(codes)):
        return _of_labels(profile, options, labelled)
    numbers = profile.numbers
    recommends = RECOMMEND.search(profile.text) is not None and codes == {"0", str(HIGHEST)}
    is_whole = numbers is not None and not numbers.fractional and 0 <= numbers.low <= numbers.high <= HIGHEST
    if numbers and is_whole and (recommends or _has_ends(numbers, codes)):
        ends = (0, HIGHEST) if recommends else (int(numbers.low), int(numbers.high))
        every = [str(point) for point in range(ends[0], ends[1] + 1)]
        points = {option.code: option for option in (*(Option(code, code) for code in every), *labelled)}
        scale = scored(tuple(points.values()))
        return Decision(Kind.SCALE, "numbers of which some have a label", options=scale + _apart(options))
    if numbers:
        return Decision(Kind.NUMERIC, "most values have no label", options=_apart(options))
    return Decision(Kind.SINGLE, "some values have a label", options=_offered(profile, options))


def _has_ends(numbers: NumberStatistics, codes: set[str]) -> bool:
    """Whether the ends of a scale are labelled: labels in the midst of numbers, or beyond them, make none."""
    ends = {str(int(numbers.low)), str(int(numbers.high))}
    return ends <= codes or {min(codes, key=float), max(codes, key=float)} >= ends


def _of_labels(profile: Profile, options: tuple[Option, ...], labelled: list[Option]) -> Decision:
    """One answer of those that are labelled: points of a scale where the labels are known to be."""
    found = known([option.label for option in labelled])
    offered = _offered(profile, options)
    if points := _points_of(profile, labelled):
        rule, told = points
        return Decision(Kind.SCALE, rule, options=tuple(replace(one, score=told.get(one.code)) for one in offered))
    if found and found[0].is_scale and len(labelled) > 2:
        rule = f"every label is one of the known words of {found[0].name}"
        return Decision(Kind.SCALE, rule, options=scored(offered))
    return Decision(Kind.SINGLE, "its values have labels", options=offered)


def _points_of(profile: Profile, labelled: Sequence[Option]) -> tuple[str, dict[str, float]] | None:
    """Why labels say the points of a scale, and the point of each code; None where they do not."""
    labels = {option.code: option.label for option in labelled}
    if recommending := labelled_points(labels, profile.text):
        return "labelled from 0 to 10, and the question asks to recommend", recommending
    if len(labels) >= FEWEST_POINTS and all(label == code and _is_whole(code) for code, label in labels.items()):
        return f"labelled {labelled[0].label} to {labelled[-1].label}", {code: float(code) for code in labels}
    points = numbered([*labels.values()])
    if not points or len(points) < LEAST_POINTS or not are_points([*labels.values()]):
        return None
    told = {code: float(points[said]) for code, said in labels.items() if not is_last(said)}
    return "every label begins with its point", told


def _offered(profile: Profile, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The labelled options in the codebook's order, then values that it does not list, then those set apart."""
    known_codes = {option.code for option in options}
    rest = replace(profile, counts=tuple(count for count in profile.counts if count.value not in known_codes))
    unlisted = options_of(rest) if rest.counts else ()
    answers = tuple(option for option in options if option.missing is None)
    strays = tuple(option for option in unlisted if option.missing is None)
    return (*answers, *strays, *_apart((*options, *unlisted)))


def _apart(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(option for option in options if option.missing)
