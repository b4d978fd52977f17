"""Where patterns of RE2 fit in texts that stand in no file, such as a reply that somebody is coding.

The time of RE2 grows with the text and never explodes, and a pattern means what it means in a filter.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from topline.engine.errors import EngineError
from topline.readers.parquet import new_connection

if TYPE_CHECKING:
    import duckdb

MARKS = "\ue000\ue001"
"""Begin and end of what a pattern fits. They have no meaning in Unicode, and are blotted out of texts before."""
BLOTTED = str.maketrans(MARKS, "\ufffd\ufffd")
MARKED = f"{MARKS[0]}\\0{MARKS[1]}"


class TextPatterns:
    """Finds patterns in texts. Safe to use from several threads; opens what it needs when it is asked first."""

    def __init__(self) -> None:
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    def places(self, pattern: str, texts: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
        """Where a pattern fits, ignoring case: of each text that it fits, by its number, the first and last + 1.

        What is empty is no place, so a pattern that fits nothing at all fits nowhere.

        Raises:
            EngineError: when RE2 cannot read the pattern, or finds it too large.
        """
        import duckdb

        blotted = [text.translate(BLOTTED).encode("utf-8", "replace").decode() for text in texts]
        with self._lock:
            if self._connection is None:
                self._connection = new_connection()
            try:
                found = self._connection.execute(
                    "select place, regexp_replace(text, $pattern, $marked, 'gi') from ("
                    "select unnest($texts::varchar[]) as text, unnest($places::bigint[]) as place"
                    ") where regexp_matches(text, $pattern, 'i')",
                    {"pattern": pattern, "marked": MARKED, "texts": blotted, "places": list(range(len(blotted)))},
                ).fetchall()
            except duckdb.Error as error:
                raise EngineError(str(error).partition("\n")[0]) from error
        return {place: spans for place, marked in found if (spans := _marked(marked))}

    def close(self) -> None:
        """Let go of what it opened; it can be used again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _marked(text: str) -> list[tuple[int, int]]:
    """The places that are marked in a text, as they are in the text without marks."""
    first, *pieces = text.split(MARKS[0])
    at, spans = len(first), []
    for piece in pieces:
        inside, _, outside = piece.partition(MARKS[1])
        if inside:
            spans.append((at, at + len(inside)))
        at += len(inside) + len(outside)
    return spans
