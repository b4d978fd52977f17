"""The files that stand beside a file: of its name, of a name that it says, or small enough to be its codebook."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

DESCRIBING = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".qsf", ".xml", ".lss", ".ddi", ".sas7bcat", ".sps")
"""Suffixes of files that may describe replies; what is in them decides whether they do."""
MOST_BYTES = 5 << 20
"""A larger file is no codebook that is looked for unasked."""
MOST_FILES = 20
"""Files that are looked into."""
MOST_NAMES = 10_000
"""Names in a folder that are looked at."""


def of_stem_beside(path: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """Ordinary files of the same name but for the suffix, in the order of the suffixes, whatever their case."""
    beside = _of_same_stem(path)
    for suffix in suffixes:
        yield from (other for other in beside if other.suffix.casefold() == suffix)


def of_shorter_stem_beside(path: Path, suffixes: Sequence[str]) -> list[Path]:
    """Ordinary files whose names begin this one's, but for the suffix: of a part its whole, the nearest first."""
    stem = path.stem.casefold()
    found = [
        other
        for other in _beside(path)
        if other.suffix.casefold() in suffixes
        and len(other.stem) < len(stem)
        and stem.startswith(other.stem.casefold())
        and not stem[len(other.stem)].isalnum()
    ]
    return sorted(found, key=lambda other: -len(other.stem))


def named_beside(path: Path, name: str) -> Path | None:
    """The ordinary file in the same folder that is called so; folders in the name are not followed."""
    bare = Path(name.replace("\\", "/")).name.casefold()
    return next((other for other in _beside(path) if bare and other.name.casefold() == bare), None)


def small_beside(path: Path, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """The small files beside one that may describe it: those whose names begin most like its own first."""
    found = []
    for other in _beside(path):
        if other.suffix.casefold() in suffixes:
            try:
                size = other.stat().st_size
            except OSError:
                continue
            if 0 < size <= MOST_BYTES:
                found.append(other)
    own = path.name.casefold()
    found.sort(key=lambda other: (-_alike(own, other.name.casefold()), other.name))
    return tuple(found[:MOST_FILES])


def seen_beside(path: Path, left_out: str) -> str:
    """What stands beside a file that its reading may depend on, as one text: it changes when any of that does.

    Args:
        path: The file.
        left_out: The end of names that do not count.
    """
    # Each kind by itself, as each is looked for by itself.
    small = (other for suffix in DESCRIBING for other in small_beside(path, (suffix,)))
    beside = dict.fromkeys((*small, *_of_same_stem(path), *of_shorter_stem_beside(path, DESCRIBING)))
    if _is_description(path):
        beside |= dict.fromkeys(_beside(path))
    found = []
    for other in beside:
        if not other.name.endswith(left_out):
            with suppress(OSError):
                status = other.stat()
                found.append((other.name, status.st_size, status.st_mtime_ns))
    return repr(sorted(found))


def _is_description(path: Path) -> bool:
    """Whether a file says what stands in others, as XML and syntax do: which of them it names is not known yet."""
    if path.suffix.casefold() == ".sps":
        return True
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _of_same_stem(path: Path) -> list[Path]:
    stem = path.stem.casefold()
    return [other for other in _beside(path) if other.stem.casefold() == stem]


def _alike(name: str, other: str) -> int:
    """Characters that two names have in common from their beginning."""
    return next((at for at, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), len(name))


def _beside(path: Path) -> list[Path]:
    """The other ordinary files in a folder, in the order of their names."""
    found = []
    try:
        with os.scandir(path.parent) as entries:
            for number, entry in enumerate(entries):
                if number >= MOST_NAMES:
                    break
                if entry.name != path.name and not entry.name.startswith((".", "~$")) and _is_ordinary(entry):
                    found.append(path.parent / entry.name)
    except OSError:
        return []
    return sorted(found)


def _is_ordinary(entry: os.DirEntry[str]) -> bool:
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return False
