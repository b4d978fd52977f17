"""Nothing in a file acts on the terminal from any place: filtered, crossed, compared, queried, taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from .payloads import ATTACKS, marks, write_survey
from .terminal import Terminal
from .test_hostile import faults_in

SIZE = (120, 40)
COUNT = len(ATTACKS)
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]{60,})\x07")
"""What the program itself hands to the terminal's clipboard; the payload that does so is shorter."""


def without(text: str) -> Callable[[str], bool]:
    """Whether a text is not on the screen."""
    return lambda screen: text not in screen


BOX = "Esc close"
"""What every box says."""


def cross(terminal: Terminal) -> None:
    """One question of payloads by another: labels, banner, cells, voices, and the boxes to pick from."""
    terminal.go("2", "crossed by head00", "Total")
    terminal.go("x", "Cross said03", BOX)
    for tens in "012345":
        terminal.go(f"head{tens}", f"head{tens}8")
        terminal.press(*["backspace"] * 5)
        terminal.wait_for("type a part", "head00", BOX)
    terminal.go("esc", without(BOX))
    terminal.go("x", BOX)
    terminal.go("said16", "+ said16", without("head20"))
    terminal.go("enter", without(BOX), "some00")
    for number in range(COUNT):
        # Not every terminal gives the letters of some as many cells: what stands beside them may be written over.
        terminal.go("right", *([] if number in (43, 44, 45, 46, 47) else [f"some{number:02}"]))
    terminal.press("pagedown", "pagedown", "pagedown")
    terminal.wait_for(marks("pick")[-1], "the people behind this cell")
    for key in ("%", "%", "z", "s", "w", "enter", "o"):
        terminal.press(key)
    terminal.go("r", BOX)
    terminal.go("said07", '" said07')
    terminal.go("enter", without(BOX), "code00")
    terminal.go("v", "v as table")
    terminal.go("end", marks("code")[-1])
    terminal.go("i", "About this table")
    terminal.go("esc", without("About this table"))
    terminal.go("home", "Total")
    terminal.go("enter", f"of {COUNT} ──")
    terminal.go("esc", without("──  1 of"))


def compare(terminal: Terminal) -> None:
    """Some people beside others, both of them named by payloads."""
    terminal.go("d", "pare with", "type")
    terminal.go("pick07", "pick07")
    terminal.go("enter", "compared with", "pick07")
    terminal.go("end", marks("pick")[-1])
    terminal.go("home", "the people")


def filter_(terminal: Terminal) -> None:
    """The filter: questions, values of every kind, chips, the expression, and what is wrong with it."""
    terminal.go("f", "Whose replies are counted", "nothing is filtered yet", "pick00")
    terminal.go("right", "pick00")
    for number in range(3):
        terminal.press("down", "space")
        terminal.wait_for(f"pick0{number}")
    terminal.wait_for("who: said03")
    terminal.go("end", marks("pick")[-1])
    terminal.go("space", f"pick{COUNT - 1}")
    terminal.go("left", "type to find")
    terminal.go("head5", "head58", without("head00"))
    terminal.press("enter", "space")
    terminal.wait_for(" and ")
    terminal.go("esc", without("Whose replies are counted"), "who: everyone")


def query(terminal: Terminal) -> None:
    """The list of queries, a form for parameters, and a query that is wrong."""
    terminal.go("5", "F1 ", "query00")
    terminal.go("end", "query5")
    terminal.go("home", "F1 ")
    terminal.go("down", "F2 ")
    terminal.go("enter", "Esc close", "pick0")
    terminal.go("pick2", "pick25")
    terminal.go("esc", without("Esc close"))
    terminal.go("f3", "said")
    terminal.go("f9", "no canned query sits on F9")


def state(terminal: Terminal) -> None:
    """The console: completion of payloads, a result of them, its charts, a fault that quotes one."""
    terminal.go("5", "F1 ")
    terminal.go("tab", "Enter run")
    terminal.go("select * from responses", "* from responses")
    terminal.go("enter", f"{COUNT} rows", "id 00")
    terminal.go("tab", "id 00")
    terminal.go("end", f"id {COUNT - 1}")
    for _ in range(12):
        terminal.press("right")
    terminal.wait_for("row")
    terminal.go("v", "as ")
    terminal.go("v", "as ")
    terminal.go("tab", "F1 ")
    terminal.go("tab", "Enter run")
    terminal.press("ctrl+u")
    terminal.go('select pick, 1 as "[red]x\x07" from responses', 'as "[red]x')
    terminal.go("enter", f"{COUNT} rows", "[red]x")
    terminal.press("ctrl+u")
    terminal.go("select * from [/b][red]x", "[/b][red]x")
    terminal.go("enter", without("rows  "))
    terminal.press("esc")


def keep(terminal: Terminal) -> None:
    """A view kept as a query, whose title and file name come from anywhere."""
    terminal.go("S", "Keep this view", "said0")
    terminal.press("tab", "tab")
    terminal.wait_for("every survey: queries.toml", re.compile(r" in \S*/").search)
    terminal.go("esc", without("Keep this view"))


def take_out(terminal: Terminal) -> None:
    """What is copied, and what is written to files."""
    for letter in ("m", "c"):
        terminal.go("y", "Copy to the terminal's clipboard")
        terminal.go(letter, "sent to the terminal's clipboard")
    for letter, suffix in (("c", ".csv"), ("t", ".tsv"), ("m", ".md"), ("j", ".json")):
        terminal.go("e", "Export", "Esc close")
        terminal.go(letter, suffix)
        terminal.go("enter", without("Esc close"), "wrote ")
    terminal.go("3", f"1 of {COUNT} ──")
    terminal.go("e", "Export", "Esc close")
    terminal.go("down", "replies")
    terminal.go("enter", without("Esc close"), "wrote ")


WALKS = {walk.__name__.strip("_"): walk for walk in (cross, compare, filter_, query, state, keep, take_out)}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_survey(tmp_path_factory.mktemp("hostile"), hostile=True)


@pytest.mark.parametrize("name", WALKS)
def test_nothing_acts_on_the_terminal(name: str, survey: Path, tmp_path: Path) -> None:
    with Terminal(survey, size=SIZE, folder=tmp_path) as terminal:
        terminal.wait_for("title", f"n={COUNT}", "pick02", "? help")
        WALKS[name](terminal)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert terminal.is_as_before
        assert terminal.afterwards == b""
        copied = COPIED.findall(terminal.raw)
        assert len(copied) == (2 if name == "take_out" else 0)
        assert faults_in(COPIED.sub(b"", terminal.raw), SIZE) == []
        shown = "".join(terminal.shown)
        assert "pick" in shown
        assert "[/b] z" in shown or name not in ("cross", "filter", "query")
    written = sorted(tmp_path.iterdir())
    assert len(written) == (5 if name == "take_out" else 0)
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert "pick58" in text
        assert not [letter for letter in text if unicodedata.category(letter) == "Cc" and letter not in "\n\r\t"]
        assert not set("\u202e\u202d\u2066\u2067\u2068") & set(text)
