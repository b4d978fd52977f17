"""Writing a file so that it is there whole or not at all.

What is written goes to a temporary file beside the target, which takes the target's name only once it is safe on
the disk. Everything happens relative to the one folder that was opened first, so that nothing in between can
lead the writing elsewhere.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from topline.export.errors import ExportError, TakenNameError

NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""How file systems without hard links (FAT, some network shares) refuse them."""
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota of the disk is used up",
    errno.EFBIG: "it would be larger than a file may be here",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.ENAMETOOLONG: "the name is too long",
}
EXISTS = "exists already; give --force to replace it, or another name"


def write_text(path: Path, text: str | Iterable[str], *, force: bool = False) -> int:
    """Write a text file, readable by its owner alone, whole or not at all; gives back its size in bytes.

    Args:
        path: The target; its folder must exist.
        text: The content, at once or in pieces.
        force: Whether a file that is there already may be replaced. Links, folders and devices never are.

    Raises:
        ExportError: when it cannot be written; nothing is left behind then, and what was there stays.
    """

    def fill(file: int) -> None:
        with os.fdopen(os.dup(file), "w", encoding="utf-8", errors="replace", newline="") as stream:
            stream.writelines((text,) if isinstance(text, str) else text)

    return write_file(path, fill, force=force)


def write_file(path: Path, fill: Callable[[int], None], *, force: bool = False) -> int:
    """Write a file, readable by its owner alone, whole or not at all; gives back its size in bytes.

    Args:
        path: The target; its folder must exist.
        fill: Gets an open, empty file, and writes what is to stand in it.
        force: Whether a file that is there already may be replaced. Links, folders and devices never are.

    Raises:
        ExportError: when it cannot be written; nothing is left behind then, and what was there stays.
    """
    folder = _folder_of(path)
    try:
        _refuse_taken(folder, path, force)
        return _write(folder, path, fill, force)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        os.close(folder)


def refuse_source(path: Path, *sources: Path | None) -> None:
    """Refuse to write over the replies that are being read, whatever was forced.

    Raises:
        ExportError: when the path leads to one of the sources.
    """
    for source in sources:
        with suppress(OSError, ValueError):  # a name that no file can have is refused when it is written
            if source is not None and path.samefile(source):
                raise ExportError(f"{path} is what this was read from; write to another name")


def refuse_taken(path: Path, *, force: bool = False) -> None:
    """Refuse a name that will not be given away, before any work is done for it.

    Args:
        path: The target.
        force: Whether a file that is there already may be replaced. Links, folders and devices never are.

    Raises:
        ExportError: when it is taken, or its folder is not there.
    """
    folder = _folder_of(path)
    try:
        _refuse_taken(folder, path, force)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        os.close(folder)


def _folder_of(path: Path) -> int:
    """The folder of a target, opened."""
    if not path.name:
        raise ExportError(f"cannot write {path}: it names a folder")
    if not _is_name(path):
        raise ExportError("cannot write it: no file can have this name; give another")
    try:
        return os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _fault(path, error) from error


def _refuse_taken(folder: int, path: Path, force: bool) -> None:
    """Refuse, before any work is done, a name that will not be given away."""
    try:
        found = os.stat(path.name, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(found):
        raise ExportError(f"cannot write {path}: it is a link; name the file itself")
    if not stat.S_ISREG(found):
        raise ExportError(f"cannot write {path}: it is {'a folder' if stat.S_ISDIR(found) else 'no ordinary file'}")
    if not force:
        raise TakenNameError(f"{path} {EXISTS}")


def _write(folder: int, path: Path, fill: Callable[[int], None], force: bool) -> int:
    temporary = f".topline-{secrets.token_hex(8)}.tmp"
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(temporary, flags, 0o600, dir_fd=folder)
    try:
        try:
            fill(file)
            os.fsync(file)
            size = os.fstat(file).st_size
        finally:
            os.close(file)
        _name(folder, temporary, path, force)
    finally:
        with suppress(FileNotFoundError):  # it is gone when a rename gave it its name
            os.unlink(temporary, dir_fd=folder)
    with suppress(OSError):  # some file systems cannot sync a folder; the file itself is safe
        os.fsync(folder)
    return size


def _name(folder: int, temporary: str, path: Path, force: bool) -> None:
    """Give the finished file its name: over another one only with force."""
    if force:
        _refuse_taken(folder, path, force)
        os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    try:
        os.link(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise TakenNameError(f"{path} {EXISTS}") from None
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _claim(folder, path)
        os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)


def _claim(folder: int, path: Path) -> None:
    """Take a free name where there are no hard links: whoever creates the empty file may replace it."""
    try:
        os.close(os.open(path.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder))
    except FileExistsError:
        raise TakenNameError(f"{path} {EXISTS}") from None


def _is_name(path: Path) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _fault(path: Path, error: OSError) -> ExportError:
    reason = REASONS.get(error.errno or 0) or (error.strerror or "unknown fault").casefold()
    return ExportError(f"cannot write {path}: {reason}; nothing was written")
