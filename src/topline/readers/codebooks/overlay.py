"""A codebook laid over the columns of replies: texts, answers in their order, kinds, and what belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, folded, numbered
from topline.readers.missing import is_blank, missing_kind
from topline.readers.raw import RawColumn, RawGroup, RawTable
from topline.survey import Kind, MissingKind, Option, Role, code_of

if TYPE_CHECKING:
    import polars

_LEAST_ALIKE = 0.5
"""Share of the different answers in the replies, or of those in the codebook, that must be in the other."""
_MOST_DIFFERENT = 20_000
"""Different cells of a column with answers that are compared with a codebook."""
_MOST_APART = 200
"""Numbers without a label that are set apart one by one."""
_FEW = 50
"""Different amounts that could be taken for choices, did the codebook not say that they are amounts."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a codebook as the replies write them."""

    options: tuple[Option, ...]
    """Their codes are what the cells hold."""
    spelling: Mapping[str, str]
    """What to write for a cell that spells a code otherwise."""


def overlaid(table: RawTable, codebook: Codebook) -> RawTable:
    """A table with what a codebook says of its columns, and a warning that names it."""
    rule = f"the data dictionary {codebook.source} says so"
    answers = _answers(table, codebook)
    columns = []
    described, differing = 0, []
    for column in table.columns:
        entry = _entry(column, codebook)
        described += entry is not None
        laid = column if entry is None else _laid(column, entry, answers.get(entry.options), rule)
        if entry and any(option.missing is None for option in entry.options) and not laid.options:
            differing.append(column.header)
        columns.append(laid)
    said = f"{codebook.source} describes {described:,} of {len(columns):,} columns: its texts and answers are used"
    warnings = [*table.warnings, said, *codebook.warnings]
    if differing:
        named = ", ".join(differing[:3]) + (" ..." if len(differing) > 3 else "")
        warnings.append(f"{codebook.source} lists other answers than the replies have for {named}: left out")
    return replace(
        table,
        columns=tuple(columns),
        groups=_groups(table, codebook.groups, rule),
        title=table.title or codebook.title,
        warnings=tuple(warnings),
    )


def worded(table: RawTable, codebook: Codebook) -> RawTable:
    """A table with nothing but the texts of a codebook, of which the questions of several columns can be told."""
    entries = ((column, _entry(column, codebook)) for column in table.columns)
    columns = (replace(column, text=(entry.text if entry else "") or column.text) for column, entry in entries)
    return replace(table, columns=tuple(columns))


def _entry(column: RawColumn, codebook: Codebook) -> Entry | None:
    return codebook.entries.get(column.header) or codebook.entries.get(column.name)


def _answers(table: RawTable, codebook: Codebook) -> dict[tuple[Option, ...], Answers | None]:
    """How the replies write each list of answers: seen in all columns that have it, as some of them may be blank."""
    held: dict[tuple[Option, ...], dict[str, None]] = {}
    for column in table.columns:
        entry = _entry(column, codebook)
        if (
            entry
            and entry.options
            and not _is_list(column.cells)
            and not (entry.kind is Kind.MULTI and entry.separator)
        ):
            held.setdefault(entry.options, {}).update(dict.fromkeys(_different(column.cells)))
    return {options: answers_in(list(values), options) for options, values in held.items()}


def _laid(column: RawColumn, entry: Entry, answers: Answers | None, rule: str) -> RawColumn:
    import polars

    cells, options, kind, role = column.cells, column.options, entry.kind, entry.role
    if entry.options and kind is Kind.MULTI and entry.separator and not _is_list(cells):
        cells, options = _listed(cells, entry)
    elif answers and not _is_list(cells):
        options = answers.options
        if cells.dtype == polars.String and answers.spelling:
            cells = cells.replace(list(answers.spelling), list(answers.spelling.values()))
    if cells.dtype == polars.String:
        only_apart = bool(options) and all(option.missing for option in options)
        is_amount = kind is Kind.NUMERIC or role is Role.WEIGHT or only_apart
        cells = _amounts(cells) if is_amount else cells
    if cells.dtype == polars.String:  # of text alone it shows in the cells whether they are numbers, dates or several
        is_joined = kind is Kind.MULTI and bool(entry.separator) and not entry.options
        kind = kind if kind is Kind.OPEN or is_joined else None
        role = role if role is not Role.WEIGHT else None
    if kind is Kind.NUMERIC and (cells.n_unique() > _FEW or not cells.dtype.is_numeric()):
        kind = None
    decided = kind is not None or role is not None
    options = (*options, *_in_ranges(cells, entry, options))
    return replace(
        column,
        cells=cells,
        text=entry.text or column.text,
        options=options,
        kind=kind or column.kind,
        role=role or column.role,
        rule=rule if decided else column.rule,
        base_text=entry.base_text or column.base_text,
        own_words=entry.own_words or column.own_words,
        separator=entry.separator or column.separator,
    )


def _in_ranges(cells: polars.Series, entry: Entry, options: tuple[Option, ...]) -> list[Option]:
    """The numbers among the cells that a codebook sets apart by a range, without a label of their own."""
    if not entry.apart or not cells.dtype.is_numeric():
        return []
    listed = {option.code for option in options}
    held = sorted(v for v in cells.unique().drop_nulls() if any(least <= v <= most for least, most in entry.apart))
    codes = [code_of(value) for value in held[:_MOST_APART]]
    return [Option(code, code, MissingKind.NO_ANSWER) for code in codes if code not in listed]


def _is_list(cells: polars.Series) -> bool:
    import polars

    return isinstance(cells.dtype, polars.List)


def _amounts(cells: polars.Series) -> polars.Series:
    """Texts as numbers, where each is one and nothing of it is lost by that; else as they are."""
    import polars

    bare = cells.str.strip_chars()
    bare = polars.select(polars.when(bare != "").then(bare)).to_series().alias(cells.name)
    if not bare.str.contains(r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$").all(ignore_nulls=True):
        return cells
    whole = not bare.str.contains(".", literal=True).any(ignore_nulls=True)
    return bare.cast(polars.Int64 if whole else polars.Float64)


def _different(cells: polars.Series) -> list[str]:
    """The different answers that cells hold, as text; none where they are too many to be answers of a list."""
    values = cells.unique().drop_nulls()
    if len(values) > _MOST_DIFFERENT:
        return []
    texts = [code_of(value) for value in values.to_list()]
    return [text for text in texts if not is_blank(text) and not missing_kind(text, texts)]


def answers_in(values: Sequence[str], options: tuple[Option, ...]) -> Answers | None:
    """A codebook's answers as the replies write them: by their codes, or by their labels.

    Args:
        values: The different answers in the replies.
        options: Those of the codebook.

    Returns:
        None where they are not the same answers.
    """
    by_code = {option.code: option.code for option in options}
    by_number = {numbered(option.code): option.code for option in options}
    by_label: dict[str, list[str]] = {}
    coded = {value: by_code.get(value.strip()) or by_number.get(numbered(value)) for value in values}
    labels = {folded(option.label) for option in options}
    for value in values:
        if folded(value) in labels:
            by_label.setdefault(folded(value), []).append(value)
    in_codes = sum(code is not None for code in coded.values())
    in_labels = sum(map(len, by_label.values()))
    listed = max(in_codes, in_labels)
    only_apart = all(option.missing for option in options)
    if values and not only_apart and listed < _LEAST_ALIKE * len(values) and listed < _LEAST_ALIKE * len(options):
        return None
    if in_labels > in_codes:
        return _by_label(options, by_label)
    # A whole number is written alike everywhere, or columns of codes would not be recognised as numbers.
    spelling = {code: numbered(code) for code in by_code} if _are_numbers(by_code) else by_code
    recoded = {value: spelling[code] for value, code in coded.items() if code is not None and spelling[code] != value}
    return Answers(tuple(replace(option, code=spelling[option.code]) for option in _once(options)), recoded)


def _by_label(options: tuple[Option, ...], held: Mapping[str, list[str]]) -> Answers:
    """Answers that the replies hold as labels: one that nobody gave is written as the codebook does."""
    found = []
    spelling: dict[str, str] = {}
    for option in _once(options, by_label=True):
        first, *others = held.get(folded(option.label), [option.label])
        found.append(replace(option, code=first.strip()))
        spelling |= {other: first.strip() for other in (first, *others) if other != first.strip()}
    return Answers(tuple(found), spelling)


def _once(options: tuple[Option, ...], *, by_label: bool = False) -> tuple[Option, ...]:
    """Options without those whose code, or label, was there before."""
    kept = {folded(option.label) if by_label else option.code: option for option in reversed(options)}
    return tuple(reversed(kept.values()))


def _are_numbers(codes: Mapping[str, str]) -> bool:
    """Whether codes are whole numbers, and different ones."""
    bare = [numbered(code) for code in codes]
    return len(set(bare)) == len(bare) and all(code.removeprefix("-").isdigit() for code in bare)


def _listed(cells: polars.Series, entry: Entry) -> tuple[polars.Series, tuple[Option, ...]]:
    """Cells that hold several answers as lists of them, and the answers as these lists write them."""
    import polars

    texts = cells
    if cells.dtype != polars.String:
        different = cells.unique().drop_nulls()
        codes = polars.Series([code_of(value) for value in different.to_list()], dtype=polars.String)
        texts = cells.replace_strict(different, codes, default=None, return_dtype=polars.String)
    held = [text for text in texts.unique().drop_nulls().to_list() if not is_blank(text)]
    ways = []
    for known in ([option.code for option in entry.options], [option.label for option in entry.options]):
        split = {text: answers_of(text, entry.separator, known) for text in held}
        mentions = Counter(answer for answers in split.values() for answer in answers)
        answers = answers_in(list(mentions), entry.options)
        spelled = {folded(name) for name in known} | {numbered(name) for name in known}
        fitting = sum(count for answer, count in mentions.items() if {folded(answer), numbered(answer)} & spelled)
        ways.append((fitting, split, answers))
    fitting, split, answers = max(ways, key=lambda way: way[0])
    if held and (not fitting or answers is None):
        return cells, ()
    spelling = answers.spelling if answers else {}
    lists = [list(dict.fromkeys(spelling.get(answer, answer) for answer in split[text])) for text in held]
    table = polars.DataFrame(
        {"text": held, "answers": lists}, schema={"text": polars.String, "answers": polars.List(polars.String)}
    )
    joined = texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")["answers"]
    return joined.alias(cells.name), answers.options if answers else entry.options


def answers_of(cell: str, separator: str, known: Sequence[str]) -> list[str]:
    """The answers in a cell: those that are known are found whole, though they hold the separator themselves."""
    if not any(separator.strip() in name for name in known if separator.strip()):
        return [token.strip() for token in cell.split(separator) if token.strip()]
    mark = separator.strip() or separator
    longest_first = sorted({name for name in known if name}, key=len, reverse=True)
    found = []
    rest = cell.strip()
    while rest:
        name = next((name for name in longest_first if _leads(rest, name, mark)), "")
        if not name:
            name, _, rest = rest.partition(mark)
        else:
            rest = rest[len(name) :].lstrip().removeprefix(mark)
        if name.strip():
            found.append(name.strip())
        rest = rest.lstrip()
    return found


def _leads(rest: str, name: str, mark: str) -> bool:
    """Whether a cell goes on with exactly this answer."""
    if not rest.startswith(name):
        return False
    after = rest[len(name) :].lstrip()
    return not after or after.startswith(mark)


def _groups(table: RawTable, groups: Sequence[HeaderGroup], rule: str) -> tuple[RawGroup, ...]:
    """The table's own groups and the codebook's; where they share columns, the one that has more."""
    places = {column.name: place for place, column in enumerate(table.columns) if column.name}
    places |= {column.header: place for place, column in reversed(list(enumerate(table.columns)))}
    kept = list(table.groups)
    for group in groups:
        columns = tuple(places[header] for header in group.headers if header in places)
        if len(set(columns)) < 2 or len(set(columns)) != len(group.headers):
            continue
        shared = [own for own in kept if set(own.columns) & set(columns)]
        if any(not set(own.columns) <= set(columns) for own in shared):
            continue
        other = next((own.other for own in shared if own.other is not None and own.columns == columns), None)
        kept = [own for own in kept if own not in shared]
        kept.append(
            RawGroup(
                how=group.how,
                columns=columns,
                text=group.text,
                labels=group.labels,
                rule=rule,
                name=group.name,
                ticked=group.ticked,
                other=other,
            )
        )
    return tuple(kept)
