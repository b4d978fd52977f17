"""The one file that DuckDB sees in the cage: the replies, open already, to be read and nothing else.

DuckDB takes file systems written in Python by way of fsspec, of which it asks nothing but that a class exists. A
class of that name is put in its place, so that neither fsspec nor anything that it could open is there at all.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, ClassVar

PROTOCOL = "replies"
NAME = f"{PROTOCOL}://file"
"""What the file is called in SQL."""


class _Base:
    """Stands for fsspec's class of that name."""

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path


class OneFile(_Base):
    """A file system that holds one file, which was opened before and can be read."""

    protocol: ClassVar[str] = PROTOCOL

    def __init__(self, file: int) -> None:
        """Serve this open file."""
        self._file = file
        self._size = os.fstat(file).st_size

    def open(self, path: str, mode: str = "rb", **_: Any) -> _Reading:
        """The file, to be read.

        Raises:
            PermissionError: when another name, or another way than reading, was asked for.
        """
        if path != NAME or mode != "rb":
            raise PermissionError(f"{path} may not be opened as {mode}")
        return _Reading(self._file)

    def glob(self, path: str) -> list[str]:
        """What a name matches: itself."""
        return [NAME] if path == NAME else []

    def exists(self, path: str) -> bool:
        """Whether a name is the file's."""
        return path == NAME

    def unstrip_protocol(self, path: str) -> str:
        """A name as DuckDB knows it."""
        return path

    def size(self, _path: str) -> int:
        """Bytes of the file."""
        return self._size

    def modified(self, _path: str) -> datetime:
        """Always the same moment: the file is the one that was opened."""
        return datetime(2000, 1, 1, tzinfo=UTC)


class _Reading:
    """One reader's place in the file."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._at = 0

    def read(self, length: int) -> bytes:
        """The next bytes."""
        data = os.pread(self._file, length, self._at)
        self._at += len(data)
        return data

    def seek(self, offset: int, _whence: int = 0) -> int:
        """Go to a place."""
        self._at = offset
        return offset

    def tell(self) -> int:
        """The place."""
        return self._at

    def seekable(self) -> bool:
        """Whether there are places to go to."""
        return True

    def close(self) -> None:
        """The file stays open for the next reader."""


def stand_in_for_fsspec() -> None:
    """Put what DuckDB looks for where it looks for it."""
    base, parent, memory = (ModuleType(f"fsspec{rest}") for rest in ("", ".implementations", ".implementations.memory"))
    base.__dict__["AbstractFileSystem"] = _Base
    memory.__dict__.update(MemoryFile=type("MemoryFile", (), {}), MemoryFileSystem=type("Memory", (_Base,), {}))
    for module in (base, parent, memory):
        sys.modules[module.__name__] = module
