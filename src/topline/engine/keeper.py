"""The keeper of a caged child: starts it, speaks with it, and sees to it that it ends.

What the child says is taken for hostile: it may have become somebody else's. It is bounded in length, it is data
and never code, and whatever is no message of the kind that is expected ends it.
"""

from __future__ import annotations

import os
import queue
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from topline.engine.frames import FrameError, frame_of, receive, send, text_of

MODULE = "topline.engine.caged"
MOST_HEARD = 64 << 20
"""Bytes that a child may say to one statement."""
ENDING = 2.0
"""Seconds that a killed child has to be gone."""


class GoneError(Exception):
    """The child has ended, or never began."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.status = status
        """How it ended: the exit code, or minus the signal; None when it could not be started."""


class Child:
    """A caged process. It lives until it is ended, or this process is."""

    def __init__(self, replies: Path, order: dict[str, Any]) -> None:
        """Start it on a file of replies; `hear` says when it is ready.

        Args:
            replies: The parquet file, which is opened here and handed over open.
            order: What it is to be, as `topline.engine.caged` takes it.

        Raises:
            OSError: when the file cannot be opened.
        """
        file = os.open(replies, os.O_RDONLY | os.O_CLOEXEC)
        self._order = order
        self._heard: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._status: int | None = None
        self._speaking = threading.Lock()
        self._ended = False
        self._bytes = 0
        # The system ends a child with the very thread that started it, so that thread stays as long as the child.
        self._thread = threading.Thread(target=self._keep, args=(file,), name="cage", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it can be spoken to."""
        return not self._ended and self._thread.is_alive()

    def ask(self, request: dict[str, Any], deadline: float) -> None:
        """Say something to it.

        Raises:
            GoneError: when it has ended, or does not listen until the deadline (of `time.monotonic`).
        """
        self._bytes = 0
        with self._speaking:
            self._write(frame_of(text_of(request)), deadline)

    def give_up(self, number: int) -> None:
        """Tell it to give up a statement; whoever calls says it again if nothing comes of it."""
        if self._speaking.acquire(blocking=False):
            try:
                with suppress(GoneError):
                    self._write(frame_of(text_of({"give_up": number})), time.monotonic())
            finally:
                self._speaking.release()

    def hear(self, timeout: float) -> dict[str, Any] | None:
        """What it says next; None when it says nothing for so many seconds.

        Raises:
            GoneError: when it has ended.
        """
        try:
            said = self._heard.get(timeout=max(timeout, 0))
        except queue.Empty:
            return None
        if said is None:
            self._heard.put(None)
            raise GoneError(self._status)
        return said

    def end(self) -> None:
        """Kill it; there is nothing in it to be kept."""
        self._ended = True
        process = self._process
        if process is not None:
            process.kill()
        self._heard.put(None)

    def join(self) -> None:
        """Wait until it is gone."""
        self._thread.join(ENDING)

    def _write(self, frame: bytes, deadline: float) -> None:
        """Write without waiting longer than until the deadline; a frame that was begun is not taken back."""
        process = self._process
        if process is None or process.stdin is None or self._ended:
            raise GoneError(self._status)
        rest = memoryview(frame)
        try:
            file = process.stdin.fileno()
            while rest:
                _, writable, _ = select.select([], [file], [], max(deadline - time.monotonic(), 0))
                if not writable and len(rest) == len(frame):
                    raise GoneError(None)
                if not writable:
                    self.end()
                    raise GoneError(None)
                rest = rest[os.write(file, rest) :]
        except (OSError, ValueError):
            raise GoneError(self._status) from None

    def _keep(self, file: int) -> None:
        """Start the process and listen to it until it ends."""
        try:
            self._process = self._started(file)
            self._listen(self._process)
        except (OSError, FrameError):
            pass
        finally:
            self._finish()
            self._heard.put(None)

    def _started(self, file: int) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no word of it from outside
                [sys.executable, "-s", "-S", "-P", "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=(file,),
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
            assert process.stdin
            send(process.stdin.fileno(), text_of(self._order | {"file": file, "parent": os.getpid()}))
            os.set_blocking(process.stdin.fileno(), False)
            return process
        finally:
            os.close(file)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        if self._ended:
            return
        while (heard := receive(process.stdout.fileno())) is not None:
            said, length = heard
            self._bytes += length
            if self._bytes > MOST_HEARD:
                return
            self._heard.put(said)

    def _finish(self) -> None:
        self._ended = True
        process = self._process
        if process is None:
            return
        with suppress(subprocess.TimeoutExpired):  # one that ends by itself says by its code why
            process.wait(0.1)
        process.kill()
        self._status = process.wait()
        with self._speaking:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _environment() -> dict[str, str]:
    """What the child is told of the world: where its code is."""
    places = dict.fromkeys(str(Path(file).resolve().parents[up]) for file, up in ((__file__, 2), (duckdb.__file__, 1)))
    return {
        "PYTHONPATH": os.pathsep.join(places),
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",  # each reserves address space, which is what is bounded
    }
