"""Foreign files are read in a child process, which hands over a parquet file: a crash there is one line here."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from topline.readers.cache import place_of
from topline.readers.errors import ReadingCancelledError, UnreadableFileError
from topline.readers.folders import prune
from topline.readers.neighbours import seen_beside
from topline.readers.parquet import check_ends
from topline.readers.paths import SURVEY_SUFFIX
from topline.survey import SurveyFile

AT_MOST = 20 << 30
"""Bytes that all replies which are kept may take together. Those that were used longest ago go first."""
_POLL = 0.05
"""Seconds between two looks at whether the reading is still wanted."""
_LEAST_MEMORY = 2 << 30
_MEMORY_A_BYTE = 16
"""Bytes of address space a byte of the file may take: decoded, split into cells, and held in columns."""
_MEMORY_A_PACKED_BYTE = 200
"""The same of a file that is packed."""
_PACKED = (b"\x1f\x8b", b"PK")
_LEAST_SECONDS = 120.0
_SECONDS_A_MEGABYTE = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """What the child is asked to do; it comes to it as JSON on standard input."""

    path: str
    shown: str
    target: str
    survey_file: str
    """The survey file's text, of which the child looks at what decides how replies are read."""
    survey_path: str
    memory: int
    """Bytes of address space."""
    seconds: int
    """Of processor time."""


def read_in_child(
    path: Path,
    shown: str,
    stated: SurveyFile,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """The parquet file made from a foreign one: the cached one, or a new one that a child process makes.

    Raises:
        UnreadableFileError: when the child refuses the file, crashes, or takes too long.
        ReadingCancelledError: when `cancelled` says so.
    """
    cancelled = cancelled or (lambda: False)
    target = place_of(path, stated.of_replies.key, seen_beside(path, SURVEY_SUFFIX), cancelled)
    if target.exists() and _is_whole(target):
        with suppress(OSError):
            # Used now, and not changed: who explores it already would take it for another file.
            os.utime(target, ns=(time.time_ns(), target.stat().st_mtime_ns))
        return target
    size = path.stat().st_size
    seconds = _LEAST_SECONDS + _SECONDS_A_MEGABYTE * size / (1 << 20)
    # Beside the target, so that putting it there is a rename: two who read the same file never see half of one.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="reading-") as beside:
        made = Path(beside) / "replies.parquet"
        order = Order(
            path=str(path.absolute()),
            shown=shown,
            target=str(made),
            survey_file=stated.text,
            survey_path=stated.path,
            memory=_LEAST_MEMORY + (_MEMORY_A_PACKED_BYTE if _is_packed(path) else _MEMORY_A_BYTE) * size,
            seconds=int(seconds),
        )
        _run(order, shown, seconds, progress or (lambda _: None), cancelled)
        made.replace(target)
    with suppress(OSError):
        prune(target.parent, target.suffix, AT_MOST, keep=target)
    return target


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in _PACKED


def _is_whole(made: Path) -> bool:
    """Whether a cached file is all there: a machine that lost power may have kept a name without its content."""
    try:
        check_ends(made, str(made))
    except UnreadableFileError:
        return False
    return True


def _run(
    order: Order, shown: str, seconds: float, progress: Callable[[str], None], cancelled: Callable[[], bool]
) -> None:
    """Let a child carry out an order, listening to what it says."""
    package = str(Path(__file__).resolve().parents[2])
    environment = os.environ | {"PYTHONPATH": package, "PYTHONUTF8": "1", "POLARS_MAX_THREADS": "4"}
    command = [sys.executable, "-P", "-m", "topline.readers.child"]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no word of it from outside
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("TOPLINE_DEBUG") else subprocess.DEVNULL,
        env=environment,
    )
    try:
        assert child.stdin
        child.stdin.write(json.dumps(asdict(order)).encode())
        child.stdin.close()
        outcome = _listen(child, shown, time.monotonic() + seconds, progress, cancelled)
    except BrokenPipeError:
        outcome = {}
    finally:
        child.kill()
        status = child.wait()
        if child.stdout:
            child.stdout.close()
    if "error" in outcome:
        raise UnreadableFileError(outcome["error"])
    if "done" not in outcome:
        raise UnreadableFileError(f"{shown} could not be read: {_end(status)}")


def _listen(
    child: subprocess.Popen[bytes],
    shown: str,
    deadline: float,
    progress: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> dict[str, str]:
    """What the child says last: that it is done, or why it is not; nothing where it ended without a word."""
    assert child.stdout
    pending = b""
    while True:
        if cancelled():
            raise ReadingCancelledError(f"{shown}: reading was cancelled")
        if time.monotonic() > deadline:
            raise UnreadableFileError(f"{shown} could not be read in the time allowed; save it as parquet")
        ready, _, _ = select.select([child.stdout], [], [], _POLL)
        if not ready:
            continue
        heard = os.read(child.stdout.fileno(), 1 << 16)
        if not heard:
            return {}
        *lines, pending = (pending + heard).split(b"\n")
        for line in lines:
            said: dict[str, str] = json.loads(line)
            if "progress" in said:
                progress(said["progress"])
            else:
                return said


def _end(status: int) -> str:
    """How a child ended that did not say so itself."""
    if status == -9:
        return "it took more memory than there is; save it as parquet"
    if status < 0:
        return f"the reader crashed (signal {-status}); save it as parquet"
    return "the reader ended without a result; save it as parquet"
