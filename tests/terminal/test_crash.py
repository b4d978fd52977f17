"""A fault of our own: the terminal is as it was, a few lines say what happened, and none of them holds data."""

from __future__ import annotations

import pytest

from topline.cli.exits import BUG

from .terminal import Terminal
from .test_hostile import faults_in

SECRET = "what somebody replied"
HOSTILE = f"{SECRET} \x1b[2J\x1b]0;owned\x07\x9b31m [red]markup[/] \u202e"
FAULTY = """
import asyncio, sys, threading
from topline.__main__ import main
from topline.tui.app import ToplineApp
from topline.tui.session import Session
from topline.tui.widgets.line_list import LineList

def broken(*whatever, **more):
    raise ValueError({HOSTILE!r})

{fault}
sys.exit(main(sys.argv[1:]))
"""
FAULTS = {
    "a key": "ToplineApp.do_personal = broken",
    "a thread that counts": """
Session.window = broken
ToplineApp.do_personal = lambda app: app.place_screen.action_act('replies')
""",
    "drawing": "ToplineApp.do_personal = lambda app: (setattr(LineList, 'render_line', broken), app.screen.refresh())",
    "a task that nobody waits for": """
async def stray(): broken()
ToplineApp.do_personal = lambda app: asyncio.get_running_loop().create_task(stray()) and None
""",
    "a callback": "ToplineApp.do_personal = lambda app: asyncio.get_running_loop().call_soon(broken)",
    "a timer": "ToplineApp.do_personal = lambda app: app.set_timer(0.01, broken)",
    "a thread of its own": "ToplineApp.do_personal = lambda app: threading.Thread(target=broken).start()",
    "a message": "ToplineApp.do_personal = lambda app: app.call_later(broken)",
}


def program(fault: str) -> tuple[str, str]:
    """The program with a fault behind the key P."""
    return "-c", FAULTY.format(HOSTILE=HOSTILE, fault=FAULTS[fault])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_it_cleanly_and_says_nothing_of_the_data(fault: str) -> None:
    with Terminal(program=program(fault), size=(100, 30)) as terminal:
        terminal.wait_for("5,000 asked > 412 replied (8.2%)", "? help")
        terminal.press("P")
        assert terminal.end() == BUG
        assert terminal.is_as_before
        assert faults_in(terminal.raw, (100, 30)) == []
        assert SECRET not in terminal.printed
        first, second, *rest = terminal.afterwards.decode().splitlines()
        assert first.startswith("topline: this is a bug in topline, not in your data (ValueError in ")
        assert first.endswith("please report it; TOPLINE_DEBUG=1 shows more")
        assert second == "topline: your files are untouched; where you were is kept, and the next start offers it"
        assert rest == []


def test_the_place_of_a_fault_is_a_line_of_our_own() -> None:
    with Terminal(program=program("a thread that counts")) as terminal:
        terminal.wait_for("? help")
        terminal.press("P")
        assert terminal.end() == BUG
        assert "(ValueError in tui/screens/replies.py:" in terminal.afterwards.decode()


def test_the_start_after_a_fault_begins_at_the_first_place_and_offers_the_last() -> None:
    with Terminal(program=program("a key")) as terminal:
        terminal.wait_for("? help")
        terminal.go("3", "1 of 412 ──")
        terminal.press("P")
        assert terminal.end() == BUG
    with Terminal(size=(120, 30)) as terminal:
        terminal.wait_for("Who was asked, and who answered", "the last session ended by a fault; go back")
        terminal.go("[", "1 of 412 ──")
        terminal.press("q")
        assert terminal.end() == 0
    with Terminal(size=(120, 30)) as terminal:
        terminal.wait_for("1 of 412 ──", "where you left off")


def test_debugging_shows_it_whole() -> None:
    with Terminal(program=program("a key"), environment={"TOPLINE_DEBUG": "1"}, size=(100, 30)) as terminal:
        terminal.wait_for("? help")
        terminal.press("P")
        assert terminal.end() == BUG
        assert "Traceback" in terminal.printed
        assert SECRET in terminal.printed
