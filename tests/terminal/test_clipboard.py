"""What a real terminal is sent for its clipboard: one sequence, whose text is the table and acts on nothing."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from topline.cli.explorer import sample_path
from topline.tui.tasks.outgoing import MOST_SENT

from .payloads import ATTACKS, write_survey
from .terminal import Terminal
from .test_hostile import faults_in

SENT = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""The sequence that hands a text to the terminal's clipboard."""


def sent_in(raw: bytes) -> list[str]:
    """The texts that were handed to the clipboard."""
    return [base64.b64decode(said, validate=True).decode("utf-8") for said in SENT.findall(raw)]


def acting(text: str) -> set[str]:
    """The characters of a text that act on a terminal or on what stands around them."""
    return {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cf", "Zl", "Zp")} - {
        "\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c",
    }  # fmt: skip


@pytest.mark.parametrize(("letter", "form"), [("m", "md"), ("t", "tsv")])
def test_the_bytes_are_the_table_and_the_command_gives_it(letter: str, form: str) -> None:
    with Terminal() as terminal:
        terminal.wait_for("? help", "n=5,000")
        terminal.press("down")
        terminal.go("down", "Recruiting and hiring")
        terminal.go("y", "Copy to the terminal's clipboard")
        terminal.go(letter, "sent to the terminal's clipboard: this table (27 lines)")
        terminal.go("y", "Copy to the terminal's clipboard")
        terminal.go("c", "sent to the terminal's clipboard: the command (1 line)")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.is_as_before
        table, command = sent_in(terminal.raw)
        assert faults_in(SENT.sub(b"", terminal.raw), (80, 24)) == []
    assert command == f"topline show {sample_path()} how"
    words = [sys.executable, "-m", *command.split(), "--format", form]
    assert subprocess.run(words, capture_output=True, text=True, timeout=60).stdout == table


def test_whatever_stands_in_a_survey_nothing_of_it_acts_from_the_clipboard(tmp_path: Path) -> None:
    count = len(ATTACKS)
    with Terminal(write_survey(tmp_path, hostile=True), size=(120, 40)) as terminal:
        terminal.wait_for("title", f"n={count}")
        # A table with all of them as answers is too large; this one has some in what is said of it.
        terminal.press("down", "down")
        terminal.go("down", "median")
        for keys in ((), ("3",), ("enter",)):
            for key in keys:
                terminal.go(key, f"1 of {count}")
            for letter in "mtc":
                terminal.go("y", "Copy to the terminal's clipboard")
                terminal.go(letter, "sent to the terminal's clipboard")
            terminal.go("e", " to ", "Enter write")
            terminal.go("down", "replies, all" if not keys else "replies, ")
            terminal.go("esc", lambda screen: "Enter write" not in screen)
        terminal.press("q")
        assert terminal.end() == 0
        assert faults_in(SENT.sub(b"", terminal.raw), (120, 40)) == []
        sent = sent_in(terminal.raw)
    assert len(sent) == 9
    assert [acting(text) for text in sent] == [set()] * 9
    assert all(len(text.encode()) <= MOST_SENT for text in sent)
    assert all("\n" not in text for text in sent[2::3])
    assert all("name0" not in text for text in sent)
