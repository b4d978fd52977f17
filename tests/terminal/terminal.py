"""A real terminal for tests: a pty around the program, a screen that its bytes are drawn on, and the bytes."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from string import ascii_lowercase
from types import TracebackType
from typing import Any

import pexpect
import pyte

import topline

PATIENCE = 20.0
"""Seconds that something may take before a test fails; nothing waits that long where all is well."""
LOOK = 0.05
"""Seconds of silence after which what is on the screen is looked at again."""
SETTLED = 0.04
"""Seconds of silence after which a frame is whole."""
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    **{f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in ascii_lowercase},
    **{f"f{number}": f"\x1b{code}" for number, code in enumerate(("OP", "OQ", "OR", "OS"), 1)},
    **{f"f{number}": f"\x1b[{code}~" for number, code in enumerate((15, 17, 18, 19, 20), 5)},
}
UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*u|\xe2\x80[\x8c-\x8f]|\xd8\x9c|\xef\xb8[\x8e\x8f]")
"""What pyte does not know: it draws the keyboard protocol, and nothing any more after an invisible letter."""
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
AT_REST = frozenset({7, 25})
"""Private modes of a terminal that nobody uses: lines wrap, the cursor shows."""


class Terminal:
    """The program in a pty. Read only by waiting for something to be seen."""

    def __init__(
        self,
        *words: object,
        size: tuple[int, int] = (80, 24),
        environment: dict[str, str | None] | None = None,
        program: Iterable[str] = ("-m", "topline"),
        command: str = sys.executable,
        folder: Path | None = None,
    ) -> None:
        """Start the program.

        Args:
            words: Its arguments.
            size: Columns and lines.
            environment: Laid over that of the test; None takes a variable out.
            program: What Python runs.
            command: What is run instead of Python.
            folder: Where it runs.
        """
        said = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(topline.__file__).parents[1])}
        said |= dict.fromkeys(
            ("LC_ALL", "LC_CTYPE", "COLORTERM", "SSH_CONNECTION", "PYTHONIOENCODING", "COLUMNS", "LINES"), None
        )
        said |= environment or {}
        columns, lines = size
        self._process = pexpect.spawn(
            command,
            [*program, *(str(word) for word in words)],
            dimensions=(lines, columns),
            env={key: value for key, value in (os.environ | said).items() if value is not None},
            cwd=str(folder) if folder else None,
            timeout=PATIENCE,
        )
        self._process.delaybeforesend = None
        self._process.ptyproc.delayafterclose = 0.01
        self._settings = self._attributes()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._open = True
        self.raw = b""
        """Everything the program wrote to the terminal."""
        self.shown: set[str] = set()
        """Every line that was on the screen when it was looked at."""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
            self._process.wait()
        self._process.close()

    @property
    def pid(self) -> int:
        """The process."""
        return int(self._process.pid)

    @property
    def text(self) -> str:
        """What is on the screen, without trailing spaces."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without trailing spaces."""
        return self.text.split("\n")

    @property
    def printed(self) -> str:
        """What was written, line by line, for a program that draws nothing."""
        return self.raw.decode().replace("\r\n", "\n")

    @property
    def modes(self) -> frozenset[int]:
        """The private modes that are on."""
        on = set(AT_REST)
        for numbers, letter in MODE.findall(self.raw):
            for number in numbers.split(b";"):
                (on.add if letter == b"h" else on.discard)(int(number))
        return frozenset(on)

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal is left as it was found: modes, keyboard protocol, settings of the line."""
        pushed, popped = (len(re.findall(rb"\x1b\[%s[0-9;]*u" % sign, self.raw)) for sign in (b">", b"<"))
        return (self.modes, popped, self._attributes()) == (AT_REST, pushed, self._settings)

    @property
    def afterwards(self) -> bytes:
        """What was written after the alternate screen was left, save the modes."""
        return re.sub(rb"\x1b\[[?<>][0-9;]*[hlu]", b"", self.raw.rpartition(b"\x1b[?1049l")[2])

    def press(self, *keys: str) -> None:
        """Press keys; what is no name of one is typed."""
        for key in keys:
            self._process.send(KEYS.get(key, key))

    def wait_for(self, *wanted: str | Callable[[str], Any], seconds: float = PATIENCE) -> str:
        """Read until all of these texts are on the screen, or conditions hold of it; gives back the screen."""
        deadline = time.monotonic() + seconds
        while True:
            while self._open and self._read(0):
                pass
            self.shown.update(self.lines)
            if all(_holds(one, self.text) for one in wanted) and self._is_settled(wanted):
                return self.text
            assert self._open, f"it ended, without {wanted}:\n{self.text}"
            assert time.monotonic() < deadline, f"no {wanted} within {seconds} s on:\n{self.text}"
            self._read(LOOK)

    def go(self, key: str, *wanted: str | Callable[[str], Any]) -> str:
        """Press a key and wait for what it brings."""
        self.press(key)
        return self.wait_for(*wanted)

    def resize(self, columns: int, lines: int) -> None:
        """Make the window larger or smaller."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._process.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def end(self, seconds: float = PATIENCE) -> int:
        """Read until the program has ended; gives back its exit code, negative where a signal ended it."""
        deadline = time.monotonic() + seconds
        while self._open:
            assert time.monotonic() < deadline, f"still runs after {seconds} s:\n{self.text}"
            self._read(LOOK)
        self._process.wait()
        code = self._process.exitstatus
        return int(code) if code is not None else -int(self._process.signalstatus)

    def _is_settled(self, wanted: Iterable[str | Callable[[str], Any]]) -> bool:
        """Whether no more is being drawn, where it matters: in half a frame a text may be missing for a moment."""
        return all(isinstance(one, str) for one in wanted) or not self._open or not self._read(SETTLED)

    def _read(self, seconds: float) -> bool:
        """Take in what was written, waiting at most so long for it; says whether there was anything."""
        try:
            chunk = self._process.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._open = False
            return False
        self.raw += chunk
        self._stream.feed(UNKNOWN.sub(b"", chunk))
        return True

    def _attributes(self) -> list[Any]:
        return termios.tcgetattr(self._process.child_fd)


def _holds(wanted: str | Callable[[str], Any], text: str) -> bool:
    return wanted in text if isinstance(wanted, str) else bool(wanted(text))
