"""Where the codes of a survey are kept, and what a coder's journal is called."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from topline.coding.errors import CodingError

FOLDER = ".codes"
"""How the folder of a survey's journals ends."""
JOURNAL = ".jsonl"
"""How a journal ends."""
SURVEY_FILE = ".topline.toml"
PACKED = (".gz", ".zip")
_LONGEST = 60
_UNSAFE = re.compile(r"[^\w.@+-]+")


def codes_folder(source: Path, stated: str = "") -> Path:
    """The folder of a survey's journals: NAME.codes beside NAME.sav, NAME.csv or NAME.topline.toml.

    A re-export of another format so has the codes of the former one.

    Args:
        source: The file of replies, or the survey file; a link to it is the same survey.
        stated: The folder that the survey file states, from the folder of the replies on; empty for that one itself.
            One that ends in .codes is that of the journals itself: that of the wave before, say.
    """
    found = source.resolve()
    if Path(stated).name.endswith(FOLDER):
        return (found.parent / Path(stated).expanduser()).resolve()
    name = found.name
    if name.casefold().endswith(SURVEY_FILE):
        name = name[: -len(SURVEY_FILE)]
    else:
        name = Path(name).stem
        if found.suffix.casefold() in PACKED:
            name = Path(name).stem
    parent = (found.parent / Path(stated).expanduser()).resolve() if stated else found.parent
    return parent / f"{name}{FOLDER}"


def coder_name(said: str = "") -> str:
    """What a coder is called, such that a file can be called so.

    Args:
        said: The name that the coder gave; empty for the user's on this system.

    Raises:
        CodingError: when nothing of it can be in the name of a file.
    """
    name = said.strip() or _user()
    safe = _safe(name)
    if not safe:
        raise CodingError(f"a coder cannot be called {name!r}; give a name of letters with --coder")
    return safe


def is_coder_name(name: str) -> bool:
    """Whether a coder is called so, and their journal NAME.jsonl."""
    return bool(name) and _safe(name) == name


def _safe(name: str) -> str:
    """What of a name can be in the name of a file: 60 letters take 240 bytes at most."""
    letters = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    return letters.strip("._")[:_LONGEST].rstrip("._")


def _user() -> str:
    """The name of the user on this system, whatever the environment claims; their number where they have none."""
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(os.geteuid()).pw_name
    return f"user{os.geteuid()}"
