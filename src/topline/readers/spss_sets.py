"""Multiple-response sets as the questions they are."""

from __future__ import annotations

from collections.abc import Sequence

from topline.readers.raw import RawColumn, RawGroup, Together
from topline.readers.spss_dictionary import ResponseSet, SetType
from topline.survey import code_of

_NEARLY_ALL = 0.9
"""Share of those who answered any variable of a set who answered all of them, where it is a grid."""
_OFTEN = 0.1
"""Share of those who gave the same answer twice in a set, from which on that is no slip of a coder."""


def groups_of(
    sets: Sequence[ResponseSet], columns: Sequence[RawColumn], long_names: dict[str, str]
) -> tuple[tuple[RawGroup, ...], tuple[str, ...]]:
    """The groups that a file's sets are, and what had to be left out, a sentence each.

    A column belongs to one group at the most: the first set that names it.

    Args:
        sets: As the file defines them.
        columns: All columns of the file.
        long_names: The name that the file shows for each short one, these in lower case.
    """
    places = {column.name.casefold(): place for place, column in enumerate(columns)}
    groups: list[RawGroup] = []
    warnings: list[str] = []
    taken: dict[int, str] = {}
    for one in sets:
        names = [long_names.get(name.casefold(), name).casefold() for name in one.variables]
        named = list(dict.fromkeys(places[name] for name in names if name in places))
        free = [place for place in named if place not in taken]
        if len(free) < 2:
            why = "its variables are in other sets" if len(named) > 1 else "it has fewer than two variables"
            warnings.append(f'the multiple-response set "{one.name}" was left out: {why}')
            continue
        if len(free) < len(named):
            others = ", ".join(sorted({taken[place] for place in named if place in taken}))
            warnings.append(f'{len(named) - len(free)} variables of the set "{one.name}" were left to the set {others}')
        taken |= dict.fromkeys(free, f'"{one.name}"')
        groups.append(_group(one, tuple(free), columns))
    return tuple(groups), tuple(warnings)


def _group(one: ResponseSet, places: tuple[int, ...], all_columns: Sequence[RawColumn]) -> RawGroup:
    columns = [all_columns[place] for place in places]
    text = one.label
    if not text and one.label_from_variable:
        text = next((column.text for column in columns if column.text), "")
    labels = tuple(column.text or column.name for column in columns)
    if one.type is SetType.CATEGORIES:
        how = Together.GRID if _are_items(columns) else Together.MENTIONS
        rule = f'the file\'s multiple-response set "{one.name}"'
        if how is Together.GRID:
            rule += ", whose variables nearly all answered and often alike: items of a grid"
        return RawGroup(how, places, text, labels, rule, name=one.name)
    code = _code(one.counted, columns[0])
    if one.type is SetType.LABELLED_DICHOTOMIES:
        labels = tuple(_label_of(column, code) or label for column, label in zip(columns, labels, strict=True))
    rule = f'the file\'s multiple-response set "{one.name}", which counts "{one.counted}"'
    return RawGroup(Together.SEVERAL, places, text, labels, rule, name=one.name, ticked=frozenset({code}))


def _code(counted: str, column: RawColumn) -> str:
    """The counted value as cells of a column are written."""
    if column.cells.dtype.is_numeric():
        try:
            return code_of(float(counted))
        except ValueError:
            return counted.strip()
    return counted.rstrip()


def _label_of(column: RawColumn, code: str) -> str:
    return next((option.label for option in column.options if option.code == code and option.label != code), "")


def _are_items(columns: Sequence[RawColumn]) -> bool:
    """Whether the variables of a set of categories are items that everyone answered, not first and further mentions.

    Nobody mentions an option twice, but for a coder's slip; and most people have fewer mentions than there is room.
    """
    import polars

    frame = polars.DataFrame([column.cells.alias(str(place)) for place, column in enumerate(columns)])
    if len({dtype.is_numeric() for dtype in frame.dtypes}) > 1:
        return False
    filled = polars.sum_horizontal(polars.all().is_not_null())
    row = polars.concat_list(polars.all().cast(polars.String)).list.drop_nulls()
    answered = frame.select(filled=filled.cast(polars.Int64), different=row.list.n_unique().cast(polars.Int64)).filter(
        polars.col("filled") > 0
    )
    if answered.is_empty():
        return False
    complete = answered.filter(polars.col("filled") == len(columns))
    alike = complete.filter(polars.col("different") < polars.col("filled"))
    return len(complete) >= _NEARLY_ALL * len(answered) and len(alike) >= _OFTEN * len(complete)
