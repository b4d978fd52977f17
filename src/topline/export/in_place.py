"""A file that a person wrote and that is changed: read whole, written whole, its rights as they were."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from topline.export.atomic import write_file
from topline.export.errors import ExportError


def text_of(path: Path) -> str | None:
    """What stands in a file; None where it is not there.

    Raises:
        ExportError: when it cannot be read, or is no text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"cannot write {path}: what stands in it cannot be read ({error})") from None


def exchange(path: Path, before: str | None, after: str | None, beside: Path | None = None) -> None:
    """Write a file anew, or remove it; who may read it stays as it was.

    Args:
        path: The file.
        before: What must stand in it; None where it must not be there.
        after: What is to stand in it; None where it is not to be there.
        beside: The file that it stands beside: where it is made, whoever may read that one may read it. Without, its
            owner alone may.

    Raises:
        ExportError: when something else stands in it, or it cannot be written; it is as it was then.
    """
    if text_of(path) != before:
        raise ExportError(f"cannot write {path}: somebody is changing it; try again")
    if after is None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(f"cannot remove {path}: {(error.strerror or 'unknown fault').casefold()}") from None
    else:
        _replace(path, after, beside)


def _replace(path: Path, text: str, beside: Path | None) -> None:
    """Write the file anew; who may read it stays as it was, or is as with the file that it is made beside."""
    try:
        mode, group = stat.S_IMODE(path.lstat().st_mode), None
    except FileNotFoundError:
        mode, group = _rights_of(beside)

    def fill(file: int) -> None:
        allowed = mode
        with os.fdopen(os.dup(file), "wb") as stream:
            stream.write(text.encode())
        if group is not None and group != os.fstat(file).st_gid:
            try:
                os.fchown(file, -1, group)
            except OSError:
                # It is another group's then, whose members may do what everybody may.
                allowed = mode & ~0o070 | (mode & 0o007) << 3
        os.fchmod(file, allowed)

    write_file(path, fill, force=True)


def _rights_of(replies: Path | None) -> tuple[int, int | None]:
    """What who may do with a new file, by its bits and its group: what they may do with the replies."""
    if replies is not None:
        with suppress(OSError):
            found = replies.stat()
            return found.st_mode & 0o666 | 0o600, found.st_gid
    return 0o600, None


def unwritable(path: Path) -> str:
    """Why a file cannot be written or made; empty where it can."""
    with suppress(OSError):
        if stat.S_ISLNK(path.lstat().st_mode):
            return f"{path.name} is a link; it is left alone"
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"you may not write to {folder}"
    return ""
