"""Room: how much memory the engine may take, and where it puts what does not fit."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from pathlib import Path

from topline.readers.folders import cache_folder, private

LARGE = 200_000
"""Replies from which on a file is large. Below, every question put to the parquet file itself is answered within
some hundredths of a second, and nothing that DuckDB keeps in memory comes near `MEMORY`."""
MEMORY = "192MB"
"""What DuckDB may keep in memory of a large file. What it reads again the system still has in its own cache, so less
costs no time; a query that needs more gets more."""

COMBINATIONS = "16"
"""Bits of a combination of categories up to which DuckDB counts each in a place of its own, which takes half the time
of looking it up; by itself it would do so up to 12."""
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Room:
    """What one engine gets."""

    is_large: bool
    settings: dict[str, str] = field(default_factory=dict)
    """For DuckDB."""
    spill: Path | None = None
    """A folder of its own that DuckDB makes when it needs it; to be removed at the end."""


def room_for(replies: int | None) -> Room:
    """The room for so many replies; None where nobody knows how many there are."""
    if replies is None or replies < LARGE:
        # DuckDB would make a folder wherever the person happens to be.
        return Room(False, {"temp_directory": ""})
    settings: dict[str, str] = {"memory_limit": MEMORY, "temp_directory": "", "perfect_ht_threshold": COMBINATIONS}
    try:
        spill = private(cache_folder() / "spill") / f"{os.getpid()}-{next(_NUMBERS)}"
    except OSError:
        return Room(True, settings)
    return Room(True, settings | {"temp_directory": str(spill)}, spill)
