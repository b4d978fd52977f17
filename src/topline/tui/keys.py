"""Keys: how people write them, how Textual names them, and which of them a terminal sends at all."""

from __future__ import annotations

import unicodedata
from string import punctuation

from textual.keys import KEY_NAME_REPLACEMENTS

NAMED = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    **{f"f{number}": f"F{number}" for number in range(1, 21)},
}
"""Keys that stand for no character, and how they are written for people."""
ALSO = {written.casefold(): name for name, written in NAMED.items()} | {"return": "enter", "del": "delete"}
SAME_BYTE = {"ctrl+h": "Backspace", "ctrl+i": "Tab", "ctrl+j": "Enter", "ctrl+m": "Enter", "ctrl+[": "Esc"}
"""Keys that a terminal cannot tell from others."""


def _name_of(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


SIGNS = {_name_of(sign): sign for sign in punctuation}
"""Signs, by Textual's names for them."""


def written(name: str) -> str:
    """A key, by Textual's name for it, as it is written for people."""
    *held, last = name.split("+")
    shown = NAMED.get(last) or SIGNS.get(last) or (last.upper() if held else last)
    return "+".join([*(modifier.capitalize() for modifier in held), shown])


def named(key: str) -> str:
    """Textual's name for a key that a person wrote, such as `F`, `+`, `ctrl+f`, `PgDn` or `question_mark`.

    Raises:
        ValueError: when there is no such key, or none that a terminal sends; it says which to write instead.
    """
    if len(key) == 1 and key.isprintable() and not key.isspace():
        return _name_of(key)
    folded = key.casefold()
    if folded in NAMED or folded in ALSO:
        return folded if folded in NAMED else ALSO[folded]
    if folded in SAME_BYTE:
        raise ValueError(f"a terminal sends {SAME_BYTE[folded]} for {key}")
    held, _, last = folded.rpartition("+")
    if held == "shift" and len(last) == 1:
        raise ValueError(f"write {last.upper()!r} for {key}")
    if held == "ctrl" and last.isascii() and last.isalpha() and len(last) == 1:
        return folded
    if held in ("shift", "ctrl", "ctrl+shift") and last in NAMED and last not in ("enter", "escape", "backspace"):
        return folded
    if folded in SIGNS:
        return folded
    raise ValueError(f"there is no key {key!r}; write them like F, ?, ctrl+f, f10, Enter or PgDn")
