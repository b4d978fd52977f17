"""Frames: how the program and its caged child speak, as JSON behind its length, and never anything that runs."""

from __future__ import annotations

import json
import os
from typing import Any

LENGTH = 4
"""Bytes that say how long a frame is, the highest first."""
MOST = 16 << 20
"""Bytes of a frame; a longer one is a fault."""


class FrameError(Exception):
    """Bytes that are no frame."""


def text_of(said: Any) -> str:
    """What is said, or a part of it, as JSON."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def frame_of(text: str) -> bytes:
    """A message in JSON as it goes through a pipe."""
    data = text.encode("utf-8", "replace")
    return len(data).to_bytes(LENGTH, "big") + data


def send(file: int, text: str) -> None:
    """Write a message in JSON, all of it, however long the other side takes to read it.

    Raises:
        OSError: when nobody reads any more.
    """
    rest = memoryview(frame_of(text))
    while rest:
        rest = rest[os.write(file, rest) :]


def receive(file: int) -> tuple[dict[str, Any], int] | None:
    """The next message and its bytes, once it is there; None where no more will come.

    Raises:
        FrameError: when what came is no message.
        OSError: when the pipe cannot be read.
    """
    head = _exactly(file, LENGTH)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > MOST:
        raise FrameError(f"a frame of {length} bytes")
    text = _exactly(file, length)
    if text is None:
        raise FrameError("a frame that is cut short")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError("a frame that is no JSON") from error
    if not isinstance(said, dict):
        raise FrameError("a frame that is no message")
    return said, length


def _exactly(file: int, length: int) -> bytes | None:
    """So many bytes; None where the pipe ended before the first, or within them."""
    parts = bytearray()
    while len(parts) < length:
        part = os.read(file, min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
