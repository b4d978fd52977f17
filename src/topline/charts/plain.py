"""ASCII in place of ornaments: rules, borders, arrows, quotes, blocks. The letters of data stay what they are."""

from __future__ import annotations

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


def in_ascii(text: str) -> str:
    """The same text, as wide as it was, with ornaments as characters that every terminal has."""
    return text if text.isascii() else text.replace(" ±", "+-").translate(TABLE)
