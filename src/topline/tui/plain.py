"""Terminals that show no more than ASCII: every ornament, ours or Textual's, becomes a character that they have.

Charts are drawn with glyphs of their own there (see `charts.ASCII`). Everything else comes through here last, cell
for cell: rules, borders, arrows, quotes, scroll bars. The letters of data stay what they are.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

STANDS_FOR = {
    "-": "─━╌╍┄┅┈┉═╴╶╸╺‐‑‒–—―−▔",
    "|": "│┃╎╏┆┇┊┋║╵╷╹╻▏▎▍▕‖¦",
    "+": "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╭╮╯╰╱╲╳┍┎┑┒┕┖┙┚┝┞┟┠┡┢┥┦┧┨┩┪┭┮┯┰┱┲┵┶┷┸┹┺┽┾┿╀╁╂╃╄╅╆╇╈╉╊",
    "#": "█▉▊▋▌▐▓▀▄■◼▆▇▙▛▜▟▚▞",
    "=": "▒▅≡",
    ".": "░▁·․▘▝▖▗",
    "_": "▂▃",
    "^": "▲↑△▴⇧",
    "v": "▼↓▽▾⇩",
    "<": "◀←◁◂‹⇦❮",
    ">": "▶→▷▸›⇨❯",
    "*": "•●◉★✓✔◆",
    "o": "○◌□◇",
    "x": "×✕✖✗✘",
    "~": "…±≈∼",
    '"': "“”„‟«»",
    "'": "‘’‚‛′",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u2800",
}
"""ASCII characters, and the ornaments of one cell that each of them stands for."""
DOTS = " .....:::##"
"""What stands for a braille character, by how many dots it has."""
TABLE = {ord(ornament): plain for plain, ornaments in STANDS_FOR.items() for ornament in ornaments} | {
    0x2800 + pattern: DOTS[pattern.bit_count()] for pattern in range(256)
}


class Plain(LineFilter):
    """Draws every line in ASCII, as far as it is ours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line, as wide as it was."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(TABLE), segment.style, segment.control)
            for segment in segments
        ]
