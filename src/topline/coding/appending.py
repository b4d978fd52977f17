"""Adding lines to a journal so that what was added stays: whatever is killed, full or cut off.

Each adding is one write at the end of the file, under a lock that only the sessions of one coder share, and is on the
disk before it returns. What a killed write left behind is closed with the next one: a damaged line at most.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from topline.coding.errors import CodingError, NotKeptError

PATIENCE = 5.0
"""Seconds that another session of the same coder may hold the journal."""
_RETRY = 0.005
FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota of the disk is used up",
    errno.EFBIG: "it would be larger than a file may be here",
}
"""How a place that takes no more says so."""
_WHY = FULL | {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ELOOP: "it is a link",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "it is no folder",
}
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL})
"""How file systems without locks refuse them; two sessions of one coder are not told apart there."""
_ELSEWHERE = "set codes_folder in the survey file to a folder that you can write to"


def make_folder(folder: Path) -> None:
    """Make the folder of the journals where it is not there yet, open to whom the folder around it is open.

    Raises:
        CodingError: when it cannot be, or is no folder but a link or a file.
    """
    try:
        around = folder.parent.stat()
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise CodingError(f"codes cannot be kept in {folder}: it is no folder; move it away") from None
            return
        with suppress(OSError):  # the group is already that of the folder around, or is not ours to give
            os.chown(folder, -1, around.st_gid)
        folder.chmod(stat.S_IMODE(around.st_mode) | 0o700)
    except OSError as error:
        raise _fault(folder, error) from error


def check_writable(folder: Path, journal: str) -> None:
    """Write something into the folder and take it away again, before a coder begins.

    Raises:
        CodingError: when nothing can be written there, or the journal is not the user's own file.
    """
    make_folder(folder)
    trial = f".{journal}-{os.getpid()}.trial"
    try:
        with _opened(folder) as place:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with suppress(FileNotFoundError):  # what a killed process of the same number left
                os.unlink(trial, dir_fd=place)
            file = os.open(trial, flags, 0o600, dir_fd=place)
            try:
                _write_all(file, bytes(4096))
                os.fdatasync(file)
            finally:
                os.close(file)
                os.unlink(trial, dir_fd=place)
            with suppress(FileNotFoundError):
                os.close(_own(place, folder, journal, 0))
    except OSError as error:
        raise _fault(folder / journal, error) from error


def append(folder: Path, journal: str, lines: Callable[[int], bytes]) -> int:
    """Add lines to a journal; they are on the disk when this returns.

    Args:
        folder: The folder of the journals.
        journal: The name of the file, which is made where it is not there yet.
        lines: Gets the open file, to read what other sessions added, while nobody else writes; gives whole lines.

    Returns:
        The size of the journal then, in bytes.

    Raises:
        NotKeptError: when they could not be kept. Nothing of them is then in the journal, unless the disk failed
            after it had taken them.
    """
    try:
        with _opened(folder) as place:
            file = _own(place, folder, journal, os.O_CREAT)
            try:
                _lock(file, folder / journal)
                _close_torn(file)
                return _append(file, lines(file))
            finally:
                os.close(file)  # and with it the lock
    except OSError as error:
        raise _fault(folder / journal, error) from error


def _close_torn(file: int) -> None:
    """End the line that a killed session left half written, so that it costs itself alone."""
    size = os.fstat(file).st_size
    if size and os.pread(file, 1, size - 1) != b"\n":
        os.write(file, b"\n")


def _append(file: int, said: bytes) -> int:
    size = os.fstat(file).st_size
    try:
        _write_all(file, said)
    except OSError:
        # The part that was written is taken back: others have read no further than the last whole line.
        with suppress(OSError):
            os.ftruncate(file, size)
            os.fdatasync(file)
        raise
    os.fdatasync(file)
    return size + len(said)


def _write_all(file: int, said: bytes) -> None:
    """Write in one go. Where less is taken, the rest says why, or is taken as well."""
    written = os.write(file, said)
    while written < len(said):
        written += os.write(file, said[written:])


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder itself, which no link leads to."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield place
    finally:
        os.close(place)


def _own(place: int, folder: Path, journal: str, create: int) -> int:
    """The coder's own journal, open for adding to it."""
    flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | create
    mode = 0o600 | (os.fstat(place).st_mode & 0o044)
    is_new = False
    if create:
        try:
            file = os.open(journal, flags | os.O_EXCL, mode, dir_fd=place)
            is_new = True
        except FileExistsError:
            file = os.open(journal, flags, mode, dir_fd=place)
    else:
        file = os.open(journal, flags, mode, dir_fd=place)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise CodingError(f"codes cannot be kept in {folder / journal}: it is no ordinary file; move it away")
        if found.st_uid != os.geteuid():
            raise CodingError(f"{folder / journal} is the journal of another user; take another name with --coder")
        if is_new:
            with suppress(OSError):  # some file systems cannot sync a folder
                os.fsync(place)
    except BaseException:
        os.close(file)
        raise
    return file


def _lock(file: int, path: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > ends:
                raise NotKeptError(f"nothing was saved: another session of yours holds {path}; end it") from None
            time.sleep(_RETRY)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return
            raise


def _fault(path: Path, error: OSError) -> NotKeptError:
    number = error.errno or 0
    why = _WHY.get(number) or error.strerror or str(error)
    if number in FULL:
        return NotKeptError(f"nothing was saved in {path}: {why}; free some space, then go on coding")
    remedy = "move it away" if number in (errno.ELOOP, errno.ENOTDIR) else _ELSEWHERE
    return NotKeptError(f"codes cannot be kept in {path}: {why}; {remedy}")
