"""The least that a Textual app over DuckDB can be: what the first frame of topline is compared with."""

import sys

import duckdb  # noqa: F401 - importing it is what costs
from textual.app import App, ComposeResult
from textual.widgets import Static


class Baseline(App[None]):
    """Shows one Static with the words of the command line."""

    def compose(self) -> ComposeResult:
        """It."""
        yield Static(sys.argv[1])


if __name__ == "__main__":
    Baseline().run()
