"""Grid: what CSV, TSV and Markdown write, whichever answer it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from topline.export.safe_text import markdown_text, spreadsheet_cell, tabbed_cell


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a grid, as text that still has everything that came from the file."""

    text: str
    net: bool = False
    """Whether it names a net, which stands out."""
    level: int = 0
    """How deep it stands below its net."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under a heading, with what must be said before and after them."""

    headings: tuple[str, ...]
    rows: Iterable[Sequence[Entry]]
    """Each as long as the headings; read once, so that they can come from the engine as they are written."""
    title: str = ""
    lead: tuple[str, ...] = ()
    """Said before the rows."""
    footer: tuple[str, ...] = ()
    """Everything needed to trust the rows, a line each."""
    figures_from: int | None = None
    """The first column that holds figures; None where all hold words."""


def csv_pieces(grid: Grid) -> Iterator[str]:
    """A grid as CSV, a record at a time: every field quoted, formulas disarmed, the footer after an empty record."""
    return _records(grid, _quoted)


def tsv_pieces(grid: Grid) -> Iterator[str]:
    """A grid as lines whose cells tabs divide, formulas disarmed, the footer after an empty line."""
    return _records(grid, _tabbed)


def _records(grid: Grid, record: Callable[[Iterable[str]], str]) -> Iterator[str]:
    yield record(grid.headings)
    for row in grid.rows:
        yield record(cell.text for cell in row)
    if grid.footer:
        yield "\n"
    for text in grid.footer:
        yield record([text])


def _quoted(texts: Iterable[str]) -> str:
    return '"' + '","'.join([spreadsheet_cell(text).replace('"', '""') for text in texts]) + '"\n'


def _tabbed(texts: Iterable[str]) -> str:
    return "\t".join([tabbed_cell(text) for text in texts]) + "\n"


def markdown_pieces(grid: Grid) -> Iterator[str]:
    """A grid as a Markdown table below its title and above its footer; nothing in a cell is Markdown itself."""
    if grid.title:
        yield f"## {markdown_text(grid.title)}\n\n"
    for text in grid.lead:
        yield f"{markdown_text(text)}\n\n"
    yield _line(markdown_text(heading) for heading in grid.headings)
    figures = len(grid.headings) if grid.figures_from is None else grid.figures_from
    yield _line("---" if number < figures else "--:" for number in range(len(grid.headings)))
    for row in grid.rows:
        yield _line(_markdown(cell) for cell in row)
    if grid.footer:
        yield "\n"
    for text in grid.footer:
        yield f"- {markdown_text(text)}\n"


def _line(texts: Iterable[str]) -> str:
    return "| " + " | ".join(texts) + " |\n"


def _markdown(cell: Entry) -> str:
    text = markdown_text(cell.text)
    if cell.net and text:
        text = f"**{text}**"
    return "&emsp;" * cell.level + text
