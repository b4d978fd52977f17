"""What the child gives up for good: memory beyond a bound, files, new processes, its parent's death.

Limits come from the operating system, so that they hold whatever a statement makes of DuckDB. Where a kernel
does not know one of them, the others stay.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

_PDEATHSIG, _NO_NEW_PRIVS = 1, 38
"""What prctl(2) is asked for."""
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
"""Numbers of the system calls, the same on every architecture."""
_VERSION_FLAG = 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows; later ones know as many as the last."""
_NET_RIGHTS = {4: 2}
_SCOPES = {6: 2}


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def die_with(parent: int) -> None:
    """End when the parent does, however it ends, even when it has ended already."""
    with suppress(OSError, AttributeError):
        _libc().prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def bound_memory(memory: int) -> None:
    """No more address space than this, no core file of people's replies, and no byte in any file."""
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)


def bound_time(seconds: float) -> None:
    """So many seconds of processor time from now on; the bound of the statement before is replaced."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def open_nothing() -> bool:
    """Open no file and no connection and gain no right from now on; says whether Landlock holds.

    What is open stays open. Every module that will be needed has to be there already, and no thread yet: Landlock
    binds the thread that asks for it and those that it starts.
    """
    holds = False
    with suppress(OSError, AttributeError):
        holds = _landlock()
    _limit(resource.RLIMIT_NOFILE, 0)
    return holds


def start_nothing() -> None:
    """Start no process and no thread from now on (the superuser may all the same)."""
    _limit(resource.RLIMIT_NPROC, 0)


def _limit(limit: int, most: int) -> None:
    """Lower a limit for good; on a system that will not have it lowered it stays as it is."""
    _, hard = resource.getrlimit(limit)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(limit, (most, most))


def _landlock() -> bool:
    """Forbid every right that this kernel's Landlock knows, everywhere."""
    if sys.platform != "linux":
        return False
    libc = _libc()
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    if version < 1:
        return False
    ruleset = _Ruleset(
        (1 << _known(_FILE_RIGHTS, version)) - 1,
        (1 << _known(_NET_RIGHTS, version)) - 1,
        (1 << _known(_SCOPES, version)) - 1,
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    file = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if file < 0:
        return False
    try:
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ctypes.c_int(file), ctypes.c_uint32(0)) == 0)
    finally:
        os.close(file)


def _known(counts: dict[int, int], version: int) -> int:
    """How many rights a version knows: as many as the nearest one that is not later."""
    return next((count for since, count in sorted(counts.items(), reverse=True) if since <= version), 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
