"""What exported files are called when nobody says otherwise."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

from topline.export.formats import ENDINGS, Format

LONGEST = 100
"""Characters of a name before its ending; a file system may take no more than 255 bytes."""


def slug(*parts: str) -> str:
    """Words as a part of a file's name: letters and digits of any script, all else a dash."""
    text = unicodedata.normalize("NFC", " ".join(parts))
    words = re.sub(r"[^\w]+", "-", text).strip("-_")
    return words.encode()[:LONGEST].decode(errors="ignore").strip("-_")


def file_name(survey: Path, view: str, form: Format) -> str:
    """What an export of a survey file is called, such as "sample-impact-by-policy.csv"."""
    return f"{slug(survey.stem, view.lower()) or 'topline'}.{form}"


def with_ending(name: str, form: Format) -> str:
    """The same name with the ending of a format, in place of the ending of another."""
    path = Path(name)
    if not path.name:
        return name
    known = path.suffix.casefold() in ENDINGS
    return str(path.with_suffix(f".{form}") if known else path.with_name(f"{path.name}.{form}"))


def free_name(folder: Path, name: str) -> str:
    """The name, or where a file of the folder has it, the same with the first number that is free."""
    path = Path(name)
    numbered = itertools.chain([name], (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(2)))
    return next(free for free in numbered if not _is_taken(folder / free))


def _is_taken(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


def size_words(size: int) -> str:
    """A number of bytes for people, such as "1.2 KB"."""
    if size < 1000:
        return f"{size} bytes"
    amount = float(size)
    for unit in ("KB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5 or unit == "TB":
            break
    return f"{amount:.1f} {unit}" if amount < 99.95 else f"{amount:.0f} {unit}"
