"""Plain rows under headings, in any format that has rows: what is neither a table of people nor their replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from topline.export.formats import TABULAR, Format
from topline.export.grid import Entry, Grid
from topline.export.json_shape import json_text
from topline.export.outgoing import Outgoing, cut_words, grid_pieces
from topline.export.workbook import MOST_UNITS

Value = int | float | str | None


@dataclass
class RowsOut(Outgoing):
    """Rows, made while they are written."""

    FORMATS: ClassVar[tuple[Format, ...]] = (*TABULAR, Format.XLSX)

    title: str
    headings: Sequence[str]
    made: Callable[[], Iterable[Sequence[Value]]]
    """Gives the rows, each as long as the headings."""
    head: Mapping[str, Any] = field(default_factory=dict)
    """What JSON says before them."""
    footer: tuple[str, ...] = ()
    """Said below them, a line each; JSON has no footer."""
    _done: int = field(default=0, init=False)
    _cut: int = field(default=0, init=False)

    @property
    def rows(self) -> int:
        """Those that were written so far."""
        return self._done

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether texts had to be cut."""
        return cut_words(self._cut, MOST_UNITS)

    def _each(self) -> Iterator[Sequence[Value]]:
        self._done = 0
        for row in self.made():
            self._done += 1
            yield row

    def pieces(self, form: Format) -> Iterator[str]:
        """The rows, one at a time."""
        if form is Format.JSON:
            return self._json()
        rows = ([Entry("" if value is None else str(value)) for value in row] for row in self._each())
        return grid_pieces(form, Grid(tuple(self.headings), rows, self.title, footer=self.footer))

    def _json(self) -> Iterator[str]:
        yield json_text({**self.head, "columns": list(self.headings)})[: -len("\n}")] + ',\n  "rows": ['
        separator = "\n    "
        for row in self._each():
            yield separator + json_text(dict(zip(self.headings, row, strict=True)), indent=None)
            separator = ",\n    "
        yield "\n  ]\n}\n"

    def fill(self, file: int, form: Format) -> None:
        """The rows as a workbook of one sheet; numbers as numbers, everything else as texts."""
        from topline.export.record_sheet import write_result

        self._cut = write_result(file, self.headings, self._each(), self.title, self.footer)
