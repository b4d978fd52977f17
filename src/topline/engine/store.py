"""Stores: the replies of a large file once more, as a DuckDB file in the user's cache that answers much faster.

A store is made by a child process, behind whatever the person does, and appears whole or not at all. It is found
again by what it was made of: the file, its size and time, and how its columns are read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from topline.readers import folders
from topline.readers.folders import cache_folder, private
from topline.survey import Kind, Storage, Survey

VERSION = 3
"""Of what a store holds; others are not read."""
AT_MOST = 20 << 30
"""Bytes that all stores together may take. The ones that were used longest ago go first."""
GROWTH = 4
"""Bytes of a store for a byte of the parquet file, at most as a rule."""
RESERVE = 1 << 30
"""Bytes that stay free on the disk."""
ENDING = ".duckdb"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a store is made of a parquet file, and where it is kept."""

    replies: Path
    signature: tuple[int, int]
    """Of the file when it was opened; a store of another one would be wrong."""
    place: Path
    selected: str
    """The SELECT that gives its columns, and first the row."""
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    """Columns that hold one of few texts, each with the codes of the options in the codebook's order."""
    several: tuple[str, ...]
    """Columns that hold several of few texts."""

    @property
    def is_made(self) -> bool:
        """Whether the store is there."""
        return self.place.is_file()

    def order(self, made: Path) -> bytes:
        """What the child is told: to write this file, and to put it in its place when it is whole."""
        return json.dumps(
            {
                "replies": str(self.replies),
                "signature": self.signature,
                "selected": self.selected,
                "categories": self.categories,
                "several": self.several,
                "made": str(made),
                "place": str(self.place),
            }
        ).encode("utf-8", "surrogatepass")


def plan_of(replies: Path, survey: Survey, selected: str) -> Plan | None:
    """The plan for the store of a file; None where there is nowhere to keep it.

    Args:
        replies: The parquet file.
        survey: What is in it.
        selected: The SELECT behind the engine's view.
    """
    texts = [question for question in survey if question.storage is Storage.TEXT]
    singles = {q.column: tuple(o.code for o in q.options) for q in texts if q.kind in (Kind.SINGLE, Kind.SCALE)}
    several = tuple(dict.fromkeys(q.choices_column for q in texts if q.takes_several))
    categories = tuple(singles.items())
    from hashlib import blake2b  # it takes longer to load than a small file to count

    try:
        path = replies.absolute()
        signature = signature_of(path)
        made_of = (VERSION, duckdb.__version__, str(path), signature, selected, categories, several)
        digest = blake2b(repr(made_of).encode("utf-8", "surrogatepass"), digest_size=20)
        place = private(cache_folder() / "stores") / f"{digest.hexdigest()}{ENDING}"
    except OSError:
        return None
    return Plan(path, signature, place, selected, categories, several)


def signature_of(replies: Path) -> tuple[int, int]:
    """What changes when a file does: its size, and when it was written, in nanoseconds.

    Raises:
        OSError: when it is not there.
    """
    status = replies.stat()
    return status.st_size, status.st_mtime_ns


def plan_from(order: dict[str, Any]) -> tuple[Plan, Path]:
    """The plan that an order tells of, and the file to write."""
    size, written = order["signature"]
    plan = Plan(
        replies=Path(order["replies"]),
        signature=(size, written),
        place=Path(order["place"]),
        selected=order["selected"],
        categories=tuple((name, tuple(codes)) for name, codes in order["categories"]),
        several=tuple(order["several"]),
    )
    return plan, Path(order["made"])


class Building:
    """A store being made. It can be given up at any time, from any thread; nothing of it is left then."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._given_up = False

    def give_up(self) -> None:
        """End it at once."""
        with self._lock:
            self._given_up = True
            if self._child is not None:
                self._child.kill()

    def run(self) -> bool:
        """Make the store and wait for it; says whether it is there now. What goes wrong is nobody's trouble."""
        folder = self._plan.place.parent
        try:
            prune(folder)
            if not _has_room(self._plan, folder):
                return False
            with tempfile.TemporaryDirectory(dir=folder, prefix="building-", ignore_cleanup_errors=True) as beside:
                self._wait_for_child(Path(beside) / "store")
            prune(folder, keep=self._plan.place)
        except OSError:
            return False
        return self._plan.is_made

    def _wait_for_child(self, made: Path) -> None:
        with self._lock:
            if self._given_up:
                return
            child = self._child = _started()
        try:
            assert child.stdin
            # Its end is how the child learns that nobody wants the store any more, so it stays open.
            child.stdin.write(self._plan.order(made) + b"\n")
            child.stdin.flush()
            child.wait()
        finally:
            child.kill()
            child.wait()
            if child.stdin:
                with suppress(BrokenPipeError):
                    child.stdin.close()


def _started() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[2])
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "topline.engine.storing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": package, "PYTHONUTF8": "1"},
        # A Ctrl+C in the terminal is meant for the program; the child ends when that does.
        start_new_session=True,
    )


def _has_room(plan: Plan, folder: Path) -> bool:
    """Whether the disk takes the store, and it would not be removed again at once."""
    wanted = GROWTH * plan.signature[0]
    return wanted <= AT_MOST and shutil.disk_usage(folder).free >= wanted + RESERVE


def prune(folder: Path, keep: Path | None = None) -> None:
    """Remove the stores that were used longest ago until the rest is within bounds, and what was left unfinished."""
    folders.prune(folder, ENDING, AT_MOST, keep)
