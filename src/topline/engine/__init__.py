"""Where the replies live: runs SQL over one parquet file and gives windows of rows in any order.

The engine opens parquet and nothing else, in process, through DuckDB. It runs only SQL that this
program wrote; SQL that a user wrote never comes here.
"""

from topline.engine.duck import Cancel, Engine, EngineError, QueryCancelledError
from topline.engine.windows import Reply, Window, Windows

__all__ = ["Cancel", "Engine", "EngineError", "QueryCancelledError", "Reply", "Window", "Windows"]
