"""The explorer: a Textual app whose screens hold views and ask one session for their tables."""

from topline.tui.app import ToplineApp
from topline.tui.start import run_app

__all__ = ["ToplineApp", "run_app"]
