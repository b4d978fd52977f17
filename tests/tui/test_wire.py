"""What is sent is less, and leaves the terminal showing just what Textual would have it show."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from topline.tui.wire import Wire

WIDTH, HEIGHT = 24, 4
STYLES = [
    Style(),
    Style(color="#d5dae3", bgcolor="#12161d"),
    Style(color="#4f8fd9", bgcolor="#12161d"),
    Style(color="#d5dae3", bgcolor="#24476f", bold=True),
    Style(color="red"),
    Style(bgcolor="blue", underline=True),
    Style(reverse=True),
]
CONSOLE = Console(color_system="truecolor", force_terminal=True, width=WIDTH, height=HEIGHT)
WORDS = st.sampled_from(
    [
        "Selling",
        "  ",
        "12" + " " * 14 + "3",
        "█████▍",
        "0%   0",
        "Größe",
        "日本語",
        "e\u0301a",
        "Привет",
        "─",
        "x" * 30,
        "😀 ok",
        "",
    ]
)
LINES = st.lists(st.tuples(WORDS, st.sampled_from(STYLES)), min_size=1, max_size=4)


def strip_of(parts: Sequence[tuple[str, Style]], width: int = WIDTH) -> Strip:
    """A line of exactly this width."""
    return Strip([Segment(text, style) for text, style in parts]).adjust_cell_length(width, Style())


@st.composite
def updates(draw: st.DrawFn) -> CompositorUpdate:
    """A repaint of the whole screen, or of parts of some lines."""
    if draw(st.booleans()):
        return LayoutUpdate([[strip_of(draw(LINES))] for _ in range(HEIGHT)], Region(0, 0, WIDTH, HEIGHT))
    chops: list[dict[int, Strip | None]] = []
    ends: list[list[int]] = []
    for _ in range(HEIGHT):
        at = draw(st.integers(1, WIDTH - 1))
        chops.append({0: strip_of(draw(LINES), at), at: strip_of(draw(LINES), WIDTH - at)})
        ends.append([at, WIDTH])
    lines = draw(st.lists(st.integers(0, HEIGHT - 1), min_size=1, max_size=HEIGHT, unique=True))
    return ChopsUpdate(chops, [(y, 0, WIDTH) for y in sorted(lines)], ends)


def terminal() -> tuple[pyte.Screen, pyte.Stream]:
    """A terminal that does not wrap."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    screen.reset_mode(pyte.modes.DECAWM)
    return screen, pyte.Stream(screen)


def looks(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Each cell as a person sees it: a blank has no colour of its own."""
    return [
        [
            (cell.data, cell.bg, cell.reverse, cell.underscore, None if cell.data == " " else (cell.fg, cell.bold))
            for cell in (screen.buffer[y][x] for x in range(WIDTH))
        ]
        for y in range(HEIGHT)
    ]


@settings(max_examples=150)
@given(st.lists(updates(), min_size=1, max_size=6))
def test_the_terminal_shows_what_it_would_show_without(sequence: list[CompositorUpdate]) -> None:
    plain, plain_stream = terminal()
    narrowed, narrowed_stream = terminal()
    wire = Wire()
    for update in sequence:
        plain_stream.feed(update.render_segments(CONSOLE))
        narrowed_stream.feed(wire.narrowed(update, WIDTH, HEIGHT).render_segments(CONSOLE))
        assert looks(narrowed) == looks(plain)


@settings(max_examples=50)
@given(updates(), updates())
def test_whatever_the_terminal_showed_before_a_whole_repaint_covers_it(
    before: CompositorUpdate, after: CompositorUpdate
) -> None:
    whole = [update for update in (before, after) if isinstance(update, LayoutUpdate)]
    for update in whole:
        plain, plain_stream = terminal()
        narrowed, narrowed_stream = terminal()
        narrowed_stream.feed("\x1b[41mgarbage" * 12)
        plain_stream.feed(update.render_segments(CONSOLE))
        narrowed_stream.feed(Wire().narrowed(update, WIDTH, HEIGHT).render_segments(CONSOLE))
        assert looks(narrowed) == looks(plain)


def test_blanks_on_the_terminals_own_ground_are_erased() -> None:
    strip = strip_of([("Selling" + " " * 12 + "93%", Style())])
    sent = Wire().sequence(ChopsUpdate([{0: strip}], [(0, 0, WIDTH)], [[WIDTH]]), WIDTH, 1, ColorSystem.TRUECOLOR)
    assert sent == "\x1b[1;1HSelling\x1b[12X\x1b[12C93%" + "  "


def test_what_is_shown_already_is_not_sent_again() -> None:
    wire = Wire()
    update = LayoutUpdate([[strip_of([("Selling 93%", STYLES[1])])]], Region(0, 0, WIDTH, 1))
    assert "Selling" in (wire.sequence(update, WIDTH, HEIGHT, ColorSystem.TRUECOLOR) or "")
    assert wire.sequence(update, WIDTH, HEIGHT, ColorSystem.TRUECOLOR) == ""
    wire.forget()
    assert "Selling" in (wire.sequence(update, WIDTH, HEIGHT, ColorSystem.TRUECOLOR) or "")


def test_a_new_size_forgets() -> None:
    wire = Wire()
    update = LayoutUpdate([[strip_of([("Selling", STYLES[1])])]], Region(0, 0, WIDTH, 1))
    wire.sequence(update, WIDTH, HEIGHT, ColorSystem.TRUECOLOR)
    assert "Selling" in (wire.sequence(update, WIDTH, HEIGHT + 1, ColorSystem.TRUECOLOR) or "")


def test_only_what_changes_of_a_line_is_sent() -> None:
    wire = Wire()
    first, second = (strip_of([("Selling  ", STYLES[1]), (count, STYLES[2])]) for count in ("191", "192"))
    for strip in (first, second):
        update = ChopsUpdate([{0: strip}], [(0, 0, WIDTH)], [[WIDTH]])
        sent = wire.sequence(update, WIDTH, 1, ColorSystem.TRUECOLOR) or ""
    assert "Selling" not in sent
    assert "2" in sent
    assert len(sent) < 50
