"""Where the replies live: runs SQL over one parquet file and gives windows of rows in any order.

The engine opens parquet and nothing else, in process, through DuckDB. It runs only SQL that this
program wrote; SQL that a user wrote goes to the Cage, which runs it in a child process.
"""

from topline.engine.cage import (
    Cage,
    Identity,
    SqlColumn,
    SqlError,
    SqlKilledError,
    SqlRefusedError,
    SqlResult,
    columns_of,
)
from topline.engine.copies import stream_replies, write_parquet
from topline.engine.duck import Cancel, Engine
from topline.engine.errors import EngineError, QueryCancelledError
from topline.engine.store import Building
from topline.engine.text_patterns import TextPatterns
from topline.engine.windows import Reply, Window, Windows

__all__ = [
    "Building",
    "Cage",
    "Cancel",
    "Engine",
    "EngineError",
    "Identity",
    "QueryCancelledError",
    "Reply",
    "SqlColumn",
    "SqlError",
    "SqlKilledError",
    "SqlRefusedError",
    "SqlResult",
    "TextPatterns",
    "Window",
    "Windows",
    "columns_of",
    "stream_replies",
    "write_parquet",
]
