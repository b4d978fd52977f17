"""REDCap's data dictionary: a row a field, as its project setup or its API exports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.codebooks.small_tables import SmallTable
from topline.readers.raw import Together
from topline.survey import Kind, Option, Role

_NAMES = ("variable / field name", "field_name")
_TYPES = ("field type", "field_type")
_CHOICES = ("choices, calculations, or slider labels", "choices or calculations", "select_choices_or_calculations")
_VALIDATIONS = ("text validation type or show slider number", "text_validation_type_or_show_slider_number")
_BRANCHING = ("branching logic (show field only if...)", "branching logic", "branching_logic")
_ASKED_NOTHING = {"descriptive"}
_CHOSEN = {"radio", "dropdown", "yesno", "truefalse", "checkbox"}
_YES_NO = (Option("1", "Yes"), Option("0", "No"))
_TRUE_FALSE = (Option("1", "True"), Option("0", "False"))
_STATES = (Option("0", "Incomplete"), Option("1", "Unverified"), Option("2", "Complete"))

Field = Mapping[str, str]


def recognises(header: Sequence[str]) -> bool:
    """Whether a folded header is that of a data dictionary of REDCap."""
    return any(name in header for name in _NAMES) and any(name in header for name in _TYPES)


def read(table: SmallTable, source: str, headers: Headers) -> Codebook:
    """What a data dictionary of REDCap says of these columns."""
    fields = [field for field in table.records() if _of(field, *_NAMES) and _type(field) not in _ASKED_NOTHING]
    entries: dict[str, Entry] = {}
    groups: list[HeaderGroup] = []
    matrices: dict[str, list[tuple[str, Field]]] = {}
    found = 0
    for number, field in enumerate(fields):
        entry = _entry(field, is_first=number == 0)
        if _type(field) == "checkbox":
            ticks = list(_ticks(field, entry, headers))
            found += bool(ticks)
            entries |= {header: replace(entry, options=(), kind=None) for header, _ in ticks}
            if len(ticks) > 1:
                groups.append(_several(entry, ticks))
            continue
        header = headers.called(entry.name, _label(field))
        if header is None:
            continue
        found += 1
        entries[header] = entry
        if matrix := _of(field, "matrix group name", "matrix_group_name"):
            matrices.setdefault(matrix, []).append((header, field))
    groups += [_grid(name, items) for name, items in matrices.items() if len(items) > 1]
    entries |= _states(fields, headers)
    return Codebook(source, entries, len(fields), found, tuple(groups))


def _of(field: Field, *names: str) -> str:
    return next((field[name] for name in names if field.get(name)), "")


def _type(field: Field) -> str:
    return _of(field, *_TYPES).casefold()


def _label(field: Field) -> str:
    return plain(_of(field, "field label", "field_label"))


def _entry(field: Field, *, is_first: bool) -> Entry:
    kind, role = None, None
    validation = _of(field, *_VALIDATIONS).casefold()
    if _type(field) == "notes":
        kind = Kind.OPEN
    elif validation.startswith(("integer", "number", "float")) or _type(field) == "slider":
        kind = Kind.NUMERIC
    identifies = _of(field, "identifier?", "identifier").casefold() in ("y", "yes", "1")
    if identifies or validation in ("email", "phone"):
        role = Role.PERSONAL
    if is_first:
        role = Role.ID  # the first field of a project is the record's number, whatever it is called
    return Entry(
        name=_of(field, *_NAMES),
        text=_label(field),
        kind=kind,
        options=_options(field),
        role=role,
        base_text=" ".join(_of(field, *_BRANCHING).split()),
    )


def _options(field: Field) -> tuple[Option, ...]:
    match _type(field):
        case "yesno":
            return _YES_NO
        case "truefalse":
            return _TRUE_FALSE
        case chosen if chosen in _CHOSEN:
            return tuple(_choices(_of(field, *_CHOICES)))
    return ()


def _choices(text: str) -> Iterator[Option]:
    """The choices of "1, Yes | 2, No": only the first comma ends a code."""
    for choice in re.split(r"\||\n", text):
        code, comma, label = choice.partition(",")
        if comma and code.strip():
            yield option_of(code, label)


def _ticks(field: Field, entry: Entry, headers: Headers) -> Iterator[tuple[str, Option]]:
    """The columns of a checkbox field: named after the code, or headed by the labels."""
    for option in entry.options:
        code = re.sub(r"[^a-z0-9_]", "_", option.code.casefold())
        header = headers.called(f"{entry.name}___{code}", f"{_label(field)} (choice={option.label})")
        if header is not None:
            yield header, option


def _several(entry: Entry, ticks: Sequence[tuple[str, Option]]) -> HeaderGroup:
    return HeaderGroup(
        how=Together.SEVERAL,
        headers=tuple(header for header, _ in ticks),
        labels=tuple(option.label for _, option in ticks),
        text=entry.text,
        name=entry.name,
    )


def _grid(name: str, items: Sequence[tuple[str, Field]]) -> HeaderGroup:
    ranked = any(_of(field, "matrix ranking?", "matrix_ranking").casefold() == "y" for _, field in items)
    return HeaderGroup(
        how=Together.RANKING if ranked and _are_ranks(items) else Together.GRID,
        headers=tuple(header for header, _ in items),
        labels=tuple(_label(field) for _, field in items),
        text=plain(_of(items[0][1], "section header", "section_header")),
        name=name,
    )


def _are_ranks(items: Sequence[tuple[str, Field]]) -> bool:
    """Whether the choices of a matrix are 1, 2, 3 and so on, as many as items at most."""
    codes = [option.code for option in _options(items[0][1])]
    return codes == [str(rank) for rank in range(1, len(codes) + 1)] and len(codes) <= len(items)


def _states(fields: Sequence[Field], headers: Headers) -> dict[str, Entry]:
    """The column of each form that says whether it is complete, which no dictionary lists."""
    forms = dict.fromkeys(_of(field, "form name", "form_name") for field in fields)
    found = {}
    for form in forms:
        if header := headers.called(f"{form}_complete"):
            found[header] = Entry(header, f"{form.replace('_', ' ').capitalize()}: complete?", options=_STATES)
    return found
