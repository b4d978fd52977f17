"""Workbooks (xlsx and its cousins, xls, ods): the sheet that holds the replies, as rows of texts.

Runs in the child process of `handover`; the library gets a file only after `workbook_checks` has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from topline.readers import workbook_checks
from topline.readers.cells import Cell, Texts, texts_of
from topline.readers.errors import UnreadableFileError
from topline.readers.missing import is_blank
from topline.readers.raw import RawTable
from topline.readers.sanitise import sanitise
from topline.readers.sheet_checks import SheetFindings, check_ods_reach, sheet_findings
from topline.readers.table import table_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_FIRST = 200
"""Rows that are enough to tell titles from the table below them."""
_MOST_NAMED = 5
"""Sheets that a warning names."""
_APART = re.compile(
    r"\b(?:read ?me|notes?|about|code ?book|codes?|coding|dictionary|data ?map|schema|metadata|variables?|labels|"
    r"questions|questionnaire|legend|glossary|index|contents|instructions?|summary|overview|pivot|charts?|graphs?|"
    r"dashboard|lookups?|hinweise?|anleitung|notizen|legende|fragebogen|variablen|codeplan|übersicht|zusammenfassung|"
    r"instrucciones|notas|resumen|preguntas|lisez ?moi|résumé|sommaire|questionnaires?)\b"
)
"""Words in the name of a sheet that is about the replies, and does not hold them."""

recognises = workbook_checks.recognises


def read(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None, sheet: str = "") -> RawTable:
    """Read the sheet of a workbook that looks most like replies, or the one that is asked for.

    Args:
        path: The workbook.
        shown: How messages name it.
        progress: Told in a few words what is being done.
        sheet: The name of a sheet, in any case, hidden or not; empty to choose.

    Raises:
        UnreadableFileError: when it is damaged, has a password, or no sheet of it holds a table.
    """
    progress("opening the workbook")
    said = workbook_checks.checked(path, shown)
    if said.format == "ods":
        with workbook_checks.opened(path, shown) as archive, archive.open("content.xml") as content:
            check_ods_reach(content, shown)
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with path.open("rb") as file, load_workbook(file) as workbook:
            wanted = _wanted(workbook, sheet, shown) if sheet else ""
            chosen, others = _chosen(_sheets(workbook, path, said, shown, progress, wanted))
    except PasswordError:
        raise UnreadableFileError(f"{shown} has a password; save it without one") from None
    except CalamineError:
        raise UnreadableFileError(f"{shown} is a damaged workbook; save it again as xlsx, or as CSV") from None
    if chosen is None and wanted:
        raise UnreadableFileError(f"{shown}: there is nothing on the sheet {wanted!r}; name another")
    if chosen is None:
        raise UnreadableFileError(f"{shown} has nothing on any visible sheet; name the file that holds the replies")
    table = table_of(chosen.rows, shown, progress=progress, warnings=[*_choice(chosen, others), *chosen.warnings])
    columns = (replace(column, position=column.position + chosen.layout.left) for column in table.columns)
    return replace(table, columns=tuple(columns))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where in a sheet its table lies; rows and columns are counted from 0, and from those of the sheet."""

    top: int
    """The row at which the table begins; titles stand above."""
    bottom: int
    """The last row that holds anything."""
    left: int
    right: int
    """The first and the last column that hold anything."""
    filled: int
    """Rows that hold anything."""
    has_header: bool
    """Whether the row at the top holds words alone, most of them different."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that holds anything."""

    called: str
    """Its name, quoted and made fit to be shown."""
    is_apart: bool
    """Whether its name says that it is about the replies."""
    cells: _Cells
    layout: _Layout
    texts: Texts

    def likeness(self) -> tuple[bool, bool, bool, int]:
        """How much it looks like replies; more is greater."""
        layout = self.layout
        columns = layout.right - layout.left + 1
        return layout.filled > 1 and columns > 1, not self.is_apart, layout.has_header, layout.filled * columns

    @property
    def warnings(self) -> Iterator[str]:
        """What could not be read of its cells."""
        if unworked := self.cells.findings.unworked:
            were = "formula was" if unworked == 1 else "formulas were"
            yield f"{unworked:,} {were} never worked out: blank here; save the workbook in a spreadsheet program first"

    def rows(self) -> Iterator[list[str]]:
        """Its rows as texts, down to the last that holds anything; of equal width, but for titles."""
        layout = self.layout
        left, right = layout.left - self.cells.offset, layout.right - self.cells.offset + 1
        text_of, plain = self.texts.text_of, self.texts.plain
        for number, row in enumerate(islice(self.cells.rows(), layout.bottom + 1)):
            texts: list[str] = [cell if type(cell) is plain else text_of(cell) for cell in row[left:right]]  # type: ignore[misc]
            # A title has to be seen to be shorter than the table.
            yield _without_end(texts) if number < layout.top else texts


def _without_end(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a sheet, errors among them."""

    sheet: CalamineSheet
    findings: SheetFindings

    @property
    def offset(self) -> int:
        """Columns to the left that the rows do not have."""
        return self.sheet.start[1] if self.sheet.start else 0

    def rows(self) -> Iterator[list[Cell]]:
        """Every row from the first of the sheet on."""
        errors = self.findings.errors
        if not errors:
            return self.sheet.iter_rows()
        return (self._with(row, errors.get(number, {})) for number, row in enumerate(self.sheet.iter_rows()))

    def _with(self, row: list[Cell], errors: dict[int, str]) -> list[Cell]:
        for column, spelling in errors.items():
            if 0 <= column - self.offset < len(row):
                row[column - self.offset] = spelling
        return row


def _wanted(workbook: CalamineWorkbook, sheet: str, shown: str) -> str:
    """The name of a sheet as the workbook writes it."""
    names = {name.casefold(): name for name in workbook.sheet_names}
    if found := names.get(sheet.casefold()):
        return found
    known = ", ".join(f'"{sanitise(name, one_line=True, limit=60)}"' for name in workbook.sheet_names[:_MOST_NAMED])
    raise UnreadableFileError(f"{shown} has no sheet {sanitise(sheet, one_line=True, limit=60)!r}; it has {known}")


def _sheets(
    workbook: CalamineWorkbook,
    path: Path,
    said: workbook_checks.Workbook,
    shown: str,
    progress: Callable[[str], None],
    wanted: str,
) -> Iterator[_Sheet]:
    """The visible sheets that hold anything, or the one that is wanted."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    texts = texts_of(said.format != "ods", said.from_1904)
    for metadata in workbook.sheets_metadata:
        is_meant = metadata.name == wanted if wanted else metadata.visible == SheetVisibleEnum.Visible
        if not is_meant or metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        called = f'"{sanitise(metadata.name, one_line=True, limit=60)}"'
        progress(f"looking through the sheet {called}")
        findings = SheetFindings()
        if part := said.sheets.get(metadata.name):
            with workbook_checks.opened(path, shown) as archive, archive.open(part) as xml:
                findings = sheet_findings(xml, f"the sheet {called}", shown)
        progress(f"reading the sheet {called}")
        cells = _Cells(workbook.get_sheet_by_name(metadata.name), findings)
        progress(f"looking where the table of the sheet {called} lies")
        if layout := _layout(cells):
            yield _Sheet(called, _is_apart(metadata.name), cells, layout, texts)


def _is_apart(name: str) -> bool:
    return _APART.search(re.sub(r"[\W_]+", " ", name).casefold()) is not None


def _chosen(sheets: Iterator[_Sheet]) -> tuple[_Sheet | None, list[str]]:
    """The sheet most like replies, the first of equal ones, and what the others are called."""
    chosen: _Sheet | None = None
    names: list[str] = []
    for sheet in sheets:
        names.append(sheet.called)
        if chosen is None or sheet.likeness() > chosen.likeness():
            chosen = sheet
    return chosen, [name for name in names if chosen and name != chosen.called]


def _layout(cells: _Cells) -> _Layout | None:
    """Where the table of a sheet lies; None where nothing is on it."""
    rows = ((number, row) for number, row in enumerate(cells.rows()) if any(map(_holds_anything, row)))
    first = [(number, row, set(_filled(row, range(len(row))))) for number, row in islice(rows, _FIRST)]
    if not first:
        return None
    usual = median(len(filled) for _, _, filled in first)
    at = next(at for at, (_, _, filled) in enumerate(first) if len(filled) * 2 >= usual)
    top, header, _ = first[at]
    filled = set().union(*(filled for _, _, filled in first[at:]))
    unfilled = set(range(len(header))) - filled
    count, bottom = len(first), first[-1][0]
    for number, row in rows:
        count, bottom = count + 1, number
        if unfilled:
            unfilled.difference_update(list(_filled(row, unfilled)))
    left = min(set(range(len(header))) - unfilled)
    # A column that only a row above the table names is one of the table, unless it stands to its left.
    right = max(max(set(range(len(header))) - unfilled), *(max(filled) for _, _, filled in first))
    words = [cell for cell in header if _holds_anything(cell)]
    has_header = all(isinstance(cell, str) for cell in words) and len(set(words)) * 2 > len(words)
    return _Layout(top, bottom, left + cells.offset, right + cells.offset, count, has_header)


def _filled(row: list[Cell], places: Iterable[int]) -> Iterator[int]:
    return (place for place in places if _holds_anything(row[place]))


def _holds_anything(cell: Cell) -> bool:
    return type(cell) is not str or not is_blank(cell)


def _choice(sheet: _Sheet, others: list[str]) -> Iterator[str]:
    """Which sheet was read, where there are others."""
    if others:
        named = ", ".join(others[:_MOST_NAMED]) + (" ..." if len(others) > _MOST_NAMED else "")
        yield f"the sheet {sheet.called} was read; left out: {named} (`sheet` in the survey file takes another)"
