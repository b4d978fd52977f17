"""What goes over the wire: of every repaint only the cells that differ from what the terminal shows already.

Textual repaints whole regions and sets both colours anew for every run of text; over SSH that is most of the
bytes. A `Wire` remembers the screen cell by cell, sends the cells that changed, colour by colour, and of a
colour only what changed. A line with characters that terminals may measure differently is sent whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

GAP = 6
"""Unchanged cells that are written again rather than jumped over; a jump costs about as much."""
BLANKS = re.compile(" {9,}")
"""So many blanks in a row are erased rather than written, where the ground is the terminal's own."""
CLEARED = "\x1b[m\x1b[2J"
"""Leaves blanks of the terminal's own ground everywhere."""


class Look(NamedTuple):
    """How a cell is drawn, as the parameters of the terminal's own sequence; empty where it is the default."""

    attributes: str = ""
    colour: str = ""
    ground: str = ""


Cell = tuple[str, Look]
"""A character and how it is drawn; a plain tuple, as a screen has thousands of them."""
PLAIN = Look()
Piece = tuple[int, int, Sequence[Strip]]
"""Column, line, and what stands from there on."""


class Narrowed(CompositorUpdate):
    """An update of which only the difference is sent."""

    def __init__(self, update: CompositorUpdate, wire: Wire, width: int, height: int) -> None:
        self._update = update
        self._wire = wire
        self._size = width, height

    def render_segments(self, console: Console) -> str:
        """The sequences to send."""
        told = self._wire.sequence(self._update, *self._size, console._color_system or ColorSystem.TRUECOLOR)
        return self._update.render_segments(console) if told is None else told

    def __rich_console__(self, console: Console, options: object) -> Iterator[object]:
        """Nothing: the driver is always sent segments."""
        return iter(())


class Wire:
    """Knows what the terminal shows, and says what to send it."""

    def __init__(self) -> None:
        self._shown: list[list[Cell | None]] = []
        self._size = 0, 0
        self._looks: dict[Style, Look] = {}

    def forget(self) -> None:
        """The terminal may show anything now."""
        self._shown = []

    def narrowed(self, update: CompositorUpdate, width: int, height: int) -> CompositorUpdate:
        """The same update, which sends only what differs."""
        return Narrowed(update, self, width, height)

    def sequence(self, update: CompositorUpdate, width: int, height: int, system: ColorSystem) -> str | None:
        """What to send for an update; None for one of a kind that goes as it is."""
        if isinstance(update, LayoutUpdate):
            pieces: Iterator[Piece] = (
                (update.region.x, y, tuple(strips)) for y, strips in enumerate(update.strips, update.region.y)
            )
        elif isinstance(update, ChopsUpdate):
            pieces = _pieces(update)
        else:
            self.forget()
            return None
        cleared = ""
        if self._size != (width, height) or not self._shown:
            is_whole = isinstance(update, LayoutUpdate) and update.region.size == (width, height)
            cleared = CLEARED if is_whole else ""
            self._size = width, height
            self._shown = [[(" ", PLAIN) if is_whole else None] * width for _ in range(height)]
        runs: dict[Look, list[tuple[int, int, int, str]]] = {}
        for x, y, strips in pieces:
            if y < height:
                self._compare(x, y, strips, system, runs)
        return cleared + _written(runs, width)

    def _compare(
        self,
        x: int,
        y: int,
        strips: Sequence[Strip],
        system: ColorSystem,
        runs: dict[Look, list[tuple[int, int, int, str]]],
    ) -> None:
        """Note the runs of a piece that the terminal does not show yet: line, start, end, text."""
        width = self._size[0]
        shown = self._shown[y]
        texts = [(text, self._look(style, system)) for strip in strips for text, style, control in strip if not control]
        if any(cell_len(text) != len(text) or not _is_even(text) for text, _ in texts):
            # How far a terminal moves on such characters is its own affair: send the whole, remember nothing.
            for text, look in texts:
                size = cell_len(text)
                runs.setdefault(look, []).append((y, x, x + size, text))
                shown[x : x + size] = [None] * len(shown[x : x + size])
                x += size
            return
        cells: list[Cell] = []
        for text, look in texts:
            cells += _cells(text, look)
        del cells[width - x :]
        for start, end in _changes(shown[x : x + len(cells)], cells):
            for look, first, last in _runs(cells, start, end):
                text = "".join(letter for letter, _ in cells[first:last])
                runs.setdefault(look, []).append((y, x + first, x + last, text))
        shown[x : x + len(cells)] = cells

    def _look(self, style: Style | None, system: ColorSystem) -> Look:
        if style is None:
            return PLAIN
        look = self._looks.get(style)
        if look is None:
            colour = style.color.downgrade(system).get_ansi_codes() if style.color else ("39",)
            ground = style.bgcolor.downgrade(system).get_ansi_codes(foreground=False) if style.bgcolor else ("49",)
            bare = style.without_color
            attributes = ";".join(code for code, is_set in _attributes(bare) if is_set)
            look = Look(attributes, _unless("39", colour), _unless("49", ground))
            self._looks[style] = look
        return look


def _attributes(style: Style) -> tuple[tuple[str, bool | None], ...]:
    return (
        ("1", style.bold), ("2", style.dim), ("3", style.italic), ("4", style.underline), ("5", style.blink),
        ("7", style.reverse), ("8", style.conceal), ("9", style.strike),
    )  # fmt: skip


def _unless(default: str, codes: Sequence[str]) -> str:
    said = ";".join(codes)
    return "" if said == default else said


def _is_even(text: str) -> bool:
    """Whether every terminal gives each of these characters one cell: letters, bars and lines are known to be."""
    return text.isprintable() and (text.isascii() or all(map(_is_certain, text)))


def _is_certain(letter: str) -> bool:
    return letter < "\u0300" or "\u0370" <= letter <= "\u0482" or "\u2010" <= letter <= "\u259f"


def _cells(text: str, look: Look) -> list[Cell]:
    """The cells of a text. A blank is the same whatever its colour, unless an attribute draws on it."""
    if " " not in text or look.attributes:
        return list(zip(text, repeat(look), strict=False))
    blank = (" ", Look(ground=look.ground))
    if text.isspace():
        return [blank] * len(text)
    return [blank if letter == " " else (letter, look) for letter in text]


def _written(runs: dict[Look, list[tuple[int, int, int, str]]], width: int) -> str:
    """Runs as sequences, colour by colour: a jump takes half the bytes of another colour."""
    out: list[str] = []
    look, at = PLAIN, (-1, -1)
    for wanted in sorted(runs):
        if wanted != look:
            out.append(_turn(look, wanted))
        look = wanted
        for y, x, end, text, is_erased in _pieces_of(wanted, runs[wanted]):
            if at != (y, x):
                near = at[0] == y and x > at[1]
                out.append(f"\x1b[{x - at[1]}C" if near else f"\x1b[{y + 1};{x + 1}H")
            if is_erased:
                out.append(f"\x1b[{end - x}X")
                at = (y, x)
                continue
            out.append(text)
            # After the last column, or a character of doubtful width, only the terminal knows where the cursor is.
            at = (y, end) if end < width and _is_even(text) else (-1, -1)
    if look != PLAIN:
        out.append("\x1b[m")
    return "".join(out)


def _pieces_of(look: Look, runs: list[tuple[int, int, int, str]]) -> Iterator[tuple[int, int, int, str, bool]]:
    """Runs of one look, long blanks in them apart: line, start, end, text, and whether it is erased, not written.

    Only on the terminal's own ground: not every terminal erases in another.
    """
    for y, x, end, text in runs:
        at = 0
        if not look.ground and not look.attributes and _is_even(text):
            for blanks in BLANKS.finditer(text):
                start, stop = blanks.span()
                if start > at:
                    yield y, x + at, x + start, text[at:start], False
                yield y, x + start, x + stop, "", True
                at = stop
        if at < len(text):
            yield y, x + at, end, text[at:], False


def _turn(before: Look, after: Look) -> str:
    """From one look to another, in as few bytes as can be."""
    if before.attributes != after.attributes:
        return f"\x1b[{';'.join(part for part in ('0', *after) if part)}m"
    parts = []
    if before.colour != after.colour:
        parts.append(after.colour or "39")
    if before.ground != after.ground:
        parts.append(after.ground or "49")
    return f"\x1b[{';'.join(parts)}m"


def _changes(before: Sequence[Cell | None], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where cells differ, places that are near each other taken together."""
    if before == after:
        return
    start = end = -1
    for at, (old, new) in enumerate(zip(before, after, strict=False)):
        if old == new:
            continue
        if start >= 0 and at - end > GAP:
            yield start, end
            start = -1
        start, end = (at if start < 0 else start), at + 1
    if start >= 0:
        yield start, end


def _runs(cells: Sequence[Cell], start: int, end: int) -> Iterator[tuple[Look, int, int]]:
    """Cells of one look; a blank goes with either neighbour that has its background."""
    first, look = start, cells[start][1]
    for at in range(start + 1, end):
        own = cells[at][1]
        if own == look or (_is_blank(cells[at]) and not look.attributes and own.ground == look.ground):
            continue
        if all(map(_is_blank, cells[first:at])) and not own.attributes and own.ground == look.ground:
            look = own
            continue
        yield look, first, at
        first, look = at, own
    yield look, first, end


def _is_blank(cell: Cell) -> bool:
    return cell[0] == " " and not cell[1].attributes


def _pieces(update: ChopsUpdate) -> Iterator[Piece]:
    """The parts of the screen that an update repaints."""
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
            if strip is not None and x <= x2 and end > x1:
                yield x, y, (strip if end <= x2 else strip.crop(0, x2 - x),)
