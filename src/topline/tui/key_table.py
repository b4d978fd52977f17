"""The table of keys: what `topline keys` prints, and what docs/keys.md is."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator

from topline.readers.folders import config_folder
from topline.tui.action import EVERYWHERE, Action, Place
from topline.tui.keymap import NAME, Keymap, own_keymap

UNCHANGED = (
    ("arrows", "Move the cursor; so do PgUp, PgDn, Home and End, and j, k, g, G, Ctrl+B and Ctrl+F"),
    ("F1-F9", "Run the canned query on this key"),
    ("Ctrl+Q", "Leave, also from a box"),
)
"""Keys that are no actions, and can be given to none."""
INTRODUCTION = """\
# Keys

`topline keys --format md` writes this table. In the explorer, `?` shows the keys of the place you are in, and `Ctrl+P`
finds every action by name.

| Key | What it does | Where | Name |
|---|---|---|---|
"""
CHANGING = """
## Your own keys

`keys.toml` in your config folder (`topline keys` says where that is) gives an action, by its name in the table, another
key or several:

    [keys]
    filter = "F"
    undo = ["u", "ctrl+z"]

A key that you choose is taken from the action that has it otherwise, unless that is left without one at the same place:
then topline names the line and does not start. Names, keys or places that it does not know are refused the same way.
"""
KEY_CELLS, NAME_CELLS = 18, 16


def key_table(form: str) -> Iterator[str]:
    """The keys of the person who runs this, in pieces.

    Args:
        form: text or md.

    Raises:
        KeysFileError: when their keymap does not say what it should.
    """
    keymap = own_keymap()
    if form == "md":
        yield from as_markdown(keymap)
        return
    yield from as_text(keymap, min(shutil.get_terminal_size((100, 24)).columns, 120))
    path = config_folder() / NAME
    yield f"\nYour own keys: {path}{'' if path.exists() else ' (not there yet)'}\n"


def as_markdown(keymap: Keymap) -> Iterator[str]:
    """The table with what is to be said of it."""
    yield INTRODUCTION
    for group, actions in _groups(keymap):
        yield f"| **{group}** | | | |\n"
        for action in actions:
            keys = action.all_keys.replace("|", "\\|")
            yield f"| {keys} | {action.meaning} | {where(action)} | `{action.id}` |\n"
    yield "| **Always** | | | |\n"
    for key, meaning in UNCHANGED:
        yield f"| {key} | {meaning} | everywhere | |\n"
    yield CHANGING


def as_text(keymap: Keymap, width: int) -> Iterator[str]:
    """The same for a terminal: key, name, and what it does."""
    for group, actions in _groups(keymap):
        yield f"{group}\n"
        for action in actions:
            yield from _rows(action.all_keys, action.id, f"{action.meaning} ({where(action)})", width)
        yield "\n"
    yield "Always\n"
    for key, meaning in UNCHANGED:
        yield from _rows(key, "", meaning, width)


def where(action: Action) -> str:
    """The places of an action."""
    if action.places >= EVERYWHERE:
        return "everywhere"
    return ", ".join(place for place in Place if place in action.places)


def _rows(key: str, name: str, meaning: str, width: int) -> Iterator[str]:
    indent = f"  {key:<{KEY_CELLS - 1}} {name:<{NAME_CELLS - 1}} "
    wrapped = textwrap.wrap(meaning, max(width - len(indent), 20)) or [""]
    yield f"{indent}{wrapped[0]}\n"
    for more in wrapped[1:]:
        yield " " * len(indent) + more + "\n"


def _groups(keymap: Keymap) -> Iterator[tuple[str, list[Action]]]:
    for group in dict.fromkeys(action.group for action in keymap.actions):
        yield group, [action for action in keymap.actions if action.group == group]
