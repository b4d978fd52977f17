"""Files of codes from elsewhere: a table of texts, and which of its columns says what.

Three forms are understood: a line a code (long), a line a reply with several codes in one cell, and a line a reply
with a column a code (wide). The first row holds the headings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from topline.coding.errors import CodingError
from topline.readers import sanitise
from topline.survey import code_of
from topline.survey.errors import did_you_mean

CODE_WORDS = frozenset(
    {"code", "codes", "theme", "themes", "category", "categories", "tag", "tags", "topic", "topics", "coding"}
)
"""The last word of the heading of a column that holds codes."""
ROW_WORDS = frozenset({"", "row", "rows", "row number", "index", "#", "line", "unnamed 0", "nr", "no"})
ID_WORDS = frozenset({"id", "respondent", "respondent id", "respondentid", "response id", "responseid", "case id"})
TEXT_WORDS = frozenset({"text", "reply", "verbatim", "verbatims", "comment", "response", "answer"})
LABEL_WORDS = frozenset({"label", "code label"})
HOW_WORDS = frozenset({"how"})
TICKED = frozenset({"1", "1.0", "x", "yes", "true", "y", "✓", "✔"})
NOT_TICKED = frozenset({"", "0", "0.0", "no", "false", "n", "-"})
SEPARATORS = ";|,"
NOTHING = "none"
"""The separator of cells that hold one code each."""
FORMULA_SIGNS = "=+-@"
MOST_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of texts below its headings."""

    file: str
    """Its name, to be shown."""
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    """Each with where it stands in the file, counted from 1."""

    def column(self, at: int) -> Iterator[str]:
        """The cells of a column."""
        return (cells[at] for _, cells in self.lines)


def read_cells(path: Path) -> Cells:
    """Read CSV or its cousins, or the first sheet of a workbook that holds anything.

    Raises:
        ToplineError: when it cannot be read, or has no rows.
    """
    from topline.readers import workbook_checks
    from topline.readers.formats import HEAD, foreign

    shown = sanitise(str(path), one_line=True, limit=400)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        if found := foreign(head):
            raise CodingError(f"{shown} is {found[0]}; codes are read from CSV or xlsx")
        if head.startswith(b"PAR1"):
            raise CodingError(f"{shown} is a parquet file; codes are read from CSV or xlsx")
        rows = _of_workbook(path, shown) if workbook_checks.recognises(head) else _of_text(path, shown)
        listed = [(number, cells) for number, cells in rows if any(cells)]
    except OSError as error:
        raise CodingError(f"cannot read {shown}: {(error.strerror or str(error)).lower()}") from None
    if len(listed) < 2:
        raise CodingError(f"{shown} holds no rows below its headings")
    headings = tuple(" ".join(cell.split()) for cell in listed[0][1])
    width = len(headings)
    lines = tuple((number, tuple([*cells, *[""] * width][:width])) for number, cells in listed[1:])
    return Cells(sanitise(path.name, one_line=True, limit=200), headings, lines)


def _of_text(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    from topline.readers.dialect import dialect_of, opened
    from topline.readers.encoding import encoding_of
    from topline.readers.table import rows_of

    codec = encoding_of(path).codec
    dialect = dialect_of(path, codec)
    with opened(path, codec) as file:
        for number, cells in rows_of(dialect, file, shown):
            _check_size(number, shown)
            yield number, [_as_meant(cell.strip()) for cell in cells]


def _as_meant(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula, as exports write it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1:2] in FORMULA_SIGNS else cell


def _of_workbook(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, PasswordError, load_workbook

    from topline.readers import workbook_checks

    workbook_checks.checked(path, shown)
    try:
        with path.open("rb") as file, load_workbook(file) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
                if rows:
                    _check_size(len(rows), shown)
                    yield from ((at, [_text_of(cell) for cell in cells]) for at, cells in enumerate(rows, 1))
                    return
    except PasswordError:
        raise CodingError(f"{shown} has a password; save it without one") from None
    except CalamineError:
        raise CodingError(f"{shown} is a damaged workbook; save it again as xlsx, or as CSV") from None


def _check_size(rows: int, shown: str) -> None:
    if rows > MOST_ROWS:
        raise CodingError(f"{shown} has more than {MOST_ROWS:,} rows; bring in the codes of one survey at a time")


def _text_of(cell: object) -> str:
    return "" if cell is None else code_of(cell).strip()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say what, by their places."""

    codes: tuple[int, ...] = ()
    """Those whose cells hold codes."""
    flags: tuple[int, ...] = ()
    """Those that are a code each, ticked or not."""
    id: int | None = None
    row: int | None = None
    text: int | None = None
    label: int | None = None
    """What the code of the line is called."""
    how: int | None = None
    """How the code was given, as topline itself exports it; where there is none, that the reply can't be coded."""
    separator: str = ""
    """What stands between several codes of a cell; empty for one code a cell."""
    passed_over: tuple[str, ...] = ()
    """Headings of columns that are none of these."""


def understood(
    cells: Cells,
    *,
    ids: Collection[str] = (),
    texts: Collection[str] = (),
    id_column: str = "",
    code_column: str = "",
    separator: str = "",
    numbered: bool = False,
) -> Columns:
    """Which column says what.

    Args:
        cells: The table.
        ids: What the survey calls its respondents' ids; none where it has none.
        texts: What it calls the question.
        id_column: The heading of the column that says which reply; empty to find it.
        code_column: The heading of the one that holds codes; empty to find it.
        separator: What stands between codes of a cell; empty to find out.
        numbered: Whether replies are told by rows, whatever ids there are.

    Raises:
        CodingError: when there is no such column, or none that says which reply, or which code.
    """
    plain = [_plain(heading) for heading in cells.headings]
    known_ids = {_plain(word) for word in ids}
    id_words = (ID_WORDS | known_ids) if ids else frozenset[str]()
    text_words = TEXT_WORDS | {_plain(word) for word in texts}
    text = _first(plain, text_words)
    row = id_ = None
    if id_column:
        at = _named(cells, id_column, "--id-column")
        if plain[at] in text_words and not numbered:
            text = at
        else:
            id_, row = (None, at) if numbered or not ids else (at, None)
    else:
        own = next((at for at, word in enumerate(plain) if word in known_ids), None)
        id_ = own if own is not None else _first(plain, id_words)
        row = next((at for at in _all(plain, ROW_WORDS) if at != id_ and _are_rows(cells.column(at))), None)
        id_ = None if numbered else id_
    label = _first(plain, LABEL_WORDS)
    how = _first(plain, HOW_WORDS)
    told = {at for at in (id_, row, text, label, how) if at is not None}
    if code_column:
        codes: tuple[int, ...] = (_named(cells, code_column, "--code-column"),)
        flags: tuple[int, ...] = ()
    else:
        codes = tuple(at for at, word in enumerate(plain) if at not in told and _is_code_word(word))
        rest = [at for at in range(len(plain)) if at not in told and at not in codes]
        flags = () if codes else tuple(at for at in rest if cells.headings[at] and _are_flags(cells, at))
        if not codes and not flags and label is not None:
            codes, label = (label,), None
    if id_ is None and row is None and text is None:
        raise CodingError(
            f"{cells.file}: no column says which reply a line is of: the respondent's id, the row, or the text; "
            "name it with --id-column"
        )
    if not codes and not flags:
        listed = ", ".join(repr(heading) for heading in cells.headings[:12])
        raise CodingError(f"{cells.file}: no column holds codes; name it with --code-column, one of: {listed}")
    used = {*told, *codes, *flags}
    others = tuple(heading or "(nameless)" for at, heading in enumerate(cells.headings) if at not in used)
    if separator:
        between = "" if separator.casefold() == NOTHING else separator
    else:
        which = next(at for at in (id_, row, text) if at is not None)
        between = _separator(cells, codes, which) if label is None else ""
    return Columns(codes, flags, id_, row, text, label, how, between, others)


def split(cell: str, separator: str) -> tuple[str, ...]:
    """The codes of a cell."""
    parts = cell.split(separator) if separator else [cell]
    return tuple(dict.fromkeys(part for part in (" ".join(one.split()) for one in parts) if part))


def likely_separator(cells: Iterable[str]) -> str:
    """What stands between the codes of cells: what most of them have; empty where none has any."""
    counts = dict.fromkeys(SEPARATORS, 0)
    for cell in cells:
        for sign in SEPARATORS:
            counts[sign] += sign in cell
    best = max(SEPARATORS, key=lambda sign: counts[sign])
    return best if counts[best] else ""


def _separator(cells: Cells, codes: Collection[int], which: int) -> str:
    """A code that has a line of its own may have a comma in its name."""
    told = [line[which] for _, line in cells.lines if any(line[at] for at in codes)]
    if len(set(told)) < len(told):
        return ""
    return likely_separator(line[at] for _, line in cells.lines for at in codes)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split()) or heading.strip()


def _is_code_word(plain: str) -> bool:
    words = plain.split()
    while words and words[-1].isdigit():
        words.pop()
    return bool(words) and words[-1] in CODE_WORDS


def _all(plain: list[str], words: Collection[str]) -> list[int]:
    return [at for at, word in enumerate(plain) if word in words]


def _first(plain: list[str], words: Collection[str]) -> int | None:
    return next(iter(_all(plain, words)), None)


def _named(cells: Cells, said: str, option: str) -> int:
    wanted = said.strip().casefold()
    for at, heading in enumerate(cells.headings):
        if heading.casefold() == wanted:
            return at
    hint = did_you_mean(said, cells.headings) or f"; there is: {', '.join(map(repr, cells.headings[:12]))}"
    raise CodingError(f"{cells.file} has no column {said!r} ({option}){hint}")


def _are_rows(cells: Iterable[str]) -> bool:
    return all(row_of(cell) is not None for cell in cells)


def row_of(cell: str) -> int | None:
    """A row's number; None where it is none."""
    whole = cell.removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 16 else None


def _are_flags(cells: Cells, at: int) -> bool:
    """Whether a column is a code: ticked or not, or its own name where it was given."""
    own = cells.headings[at].casefold()
    met = {cell.casefold() for cell in cells.column(at)}
    return met <= TICKED | NOT_TICKED | {own} and met != {""}
