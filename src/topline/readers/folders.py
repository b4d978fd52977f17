"""The user's folders: for what can be made again, for what they decided, and for where they left off."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

CACHE = "TOPLINE_CACHE"
CONFIG = "TOPLINE_CONFIG"
STATE = "TOPLINE_STATE"
"""Environment variables that name other folders than the system's usual ones."""


def cache_folder() -> Path:
    """Where files are kept that can be made again from the user's own. It may not be there yet."""
    return _named(CACHE) or _platform().user_cache_path


def config_folder() -> Path:
    """Where the user's settings are: keys, canned queries of their own. It may not be there yet."""
    return _named(CONFIG) or _platform().user_config_path


def state_folder() -> Path:
    """Where each survey is left off. It may not be there yet."""
    return _named(STATE) or _platform().user_state_path


def state_of(survey: Path, kind: str) -> Path:
    """Where something of this kind is kept about one survey, known by its path. It may not be there yet."""
    path = str(survey.resolve()).encode("utf-8", "surrogateescape")
    # A cryptographic digest would take longer to load than everything that is kept.
    return state_folder() / kind / f"{crc32(path):08x}{crc32(path[::-1]):08x}.json"


def private(folder: Path) -> Path:
    """This folder, made where it is not there yet, readable by its user alone: replies are people's words.

    Raises:
        OSError: when it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _named(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named) if named else None


def _platform() -> PlatformDirs:
    from platformdirs import PlatformDirs

    return PlatformDirs("topline", appauthor=False)


ABANDONED = 86_400.0
"""Seconds after which a folder of something unfinished is nobody's any more."""


def prune(folder: Path, ending: str, at_most: int, keep: Path | None = None) -> None:
    """Remove the files that were used longest ago until the rest is within bounds, and what was left unfinished.

    Args:
        folder: A folder of ours, with files of one kind and folders of those that are being made.
        ending: How the names of the files end.
        at_most: Bytes that they may take together.
        keep: A file that stays in any case.
    """
    import shutil

    files: list[tuple[float, int, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):
            status = path.stat()
            if path.suffix == ending:
                files.append((status.st_atime, status.st_size, path))
            elif path.is_dir() and time.time() - status.st_mtime > ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
    total = 0
    for _, size, path in sorted(files, reverse=True, key=lambda file: (file[2] == keep, file[0])):
        total += size
        if total > at_most and path != keep:
            with suppress(OSError):
                path.unlink()
