"""The command line: every view without the UI. `run` is its one door.

Nothing of weight is imported until a command needs it: `topline --help` answers from argparse alone.
"""

from topline.cli.run import Upstairs, run

__all__ = ["Upstairs", "run"]
