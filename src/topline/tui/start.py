"""Starting the explorer, and what is left to say when it has ended."""

from __future__ import annotations

import gc
import os
import sys
import threading
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from textual.theme import BUILTIN_THEMES

from topline.cli.exits import BUG, UsageError, complain, is_debugging, tell_bug
from topline.coding import coder_name
from topline.survey import ToplineError
from topline.survey.errors import did_you_mean
from topline.tui.app import ToplineApp
from topline.tui.hangup import watched_terminal
from topline.tui.keymap import own_keymap
from topline.tui.left_off import LeftOff
from topline.tui.lifecycle import LAST_RESORT
from topline.tui.themes import NAMES


def run_app(file: Path, arguments: Namespace) -> int:
    """Explore a file until the person leaves, and return the exit code.

    Args:
        arguments: What they asked for on the command line.

    Raises:
        ToplineError: when the file or the keymap could not be read; one line.
        UsageError: when there are no such colours.
    """
    _refuse_unknown_theme(arguments.theme)
    remote = bool(os.environ.get("SSH_CONNECTION")) if arguments.remote is None else arguments.remote
    app = ToplineApp(
        file,
        remote=remote,
        theme=arguments.theme,
        min_base=arguments.min_base,
        coder=coder_name(arguments.coder),
        query=arguments.query,
        keymap=own_keymap(),
        left_off=LeftOff(file, fresh=arguments.fresh),
    )
    app.backstop = threading.Timer(LAST_RESORT, os._exit, (BUG,))
    app.backstop.daemon = True
    _keep_quiet(app)
    mouse = not remote if arguments.mouse is None else arguments.mouse
    try:
        with watched_terminal(app.hung_up):
            code = app.run(mouse=mouse)
    finally:
        gc.unfreeze()  # whatever is left at the end would be told of as leaked
        app.backstop.cancel()
        if app.backstop.is_alive():
            app.backstop.join()
    if app.crashed is not None:
        crashed, app.crashed = app.crashed, None
        return _told_crash(crashed)
    if app.fault:
        raise ToplineError(app.fault)
    return code if code is not None else app.return_code or 0


def _refuse_unknown_theme(name: str | None) -> None:
    ours = [theme.removeprefix("topline-") for theme in NAMES]
    known = [*ours, *NAMES, *BUILTIN_THEMES]
    if name is not None and name not in known:
        hint = did_you_mean(name, known) or f"; take one of {', '.join(ours)}"
        raise UsageError(f"there is no theme {name!r}{hint}")


def _keep_quiet(app: ToplineApp) -> None:
    """Let no fault of a thread or of an object's end write over the screen: its words can hold data."""
    if not is_debugging():
        threading.excepthook = lambda told: told.exc_value and app.call_later(app._handle_exception, told.exc_value)
        sys.unraisablehook = lambda told: None


def _told_crash(error: BaseException) -> int:
    """Say what happened, without any data, now that the terminal is as it was; gives back the exit code."""
    with suppress(OSError):  # the terminal may be gone as well
        tell_bug(error)
        complain("your files are untouched; where you were is kept, and the next start offers it")
    # What it went through holds queries, and DuckDB complains about those that are left at the end.
    error.__traceback__ = error.__context__ = error.__cause__ = None
    gc.collect()
    return BUG
