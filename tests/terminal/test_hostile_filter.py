"""Nothing in a survey, and nothing that is pasted, acts on the terminal while a filter is built from it."""

from __future__ import annotations

import re
from pathlib import Path

from .payloads import ATTACKS, marks, write_survey
from .terminal import Terminal
from .test_hostile import SIZE, faults_in

PASTED = "\x1b[200~qq\x9b31m\x9d0;owned\x9c\u202eq\u2066\x07\x7f\x08\u200b[/b][red]\x1b[201~"


def test_every_answer_can_be_picked_and_nothing_of_it_acts(tmp_path: Path) -> None:
    count = len(ATTACKS)
    with Terminal(write_survey(tmp_path, hostile=True), size=SIZE) as terminal:
        terminal.wait_for("title", f"n={count}")
        terminal.go("f", "Whose replies are counted", "[ ] pick04")
        # Every answer is picked, seen as a condition, in the sentence and in the expression, and dropped again.
        terminal.go("right", "Space pick")
        for mark in marks("pick")[:3] + marks("pick")[4:]:
            terminal.press("down")
            terminal.go(" ", re.compile(rf"\[x\] +{mark}").search)
            terminal.go(" ", re.compile(rf"\[ \] +{mark}").search)
        terminal.go("home", "Space pick")
        terminal.go(" ", "as text", "in ('pick")
        terminal.go("left", "Enter its answers")
        # Every question: its heading, its values, how it stands among the others.
        for mark in marks("head"):
            terminal.go(mark, mark)
            terminal.go("backspace", mark[:-1])
            terminal.press(*["backspace"] * (len(mark) - 1))
        terminal.go("code02", "find: code02", "[ ]   code00")
        terminal.go("enter", "type what they wrote")
        terminal.go("end", "Space pick")
        terminal.go("home", "Space pick")
        terminal.go("up", "the values")
        terminal.go("(why", "cannot be read", "contains this text")
        terminal.press(PASTED)
        terminal.wait_for("[/b][red]")
        terminal.go("enter", lambda screen: "Whose replies are counted" not in screen)
        terminal.go("u", "undone: filter")
        terminal.go("+", "put the cursor on a number")
        terminal.go("tab", "the people behind this bar")
        terminal.go("down", "the people behind this bar")
        terminal.go("+", "kept only")
        terminal.go("u", "undone: filter")
        terminal.go("-", "left out")
        terminal.press("q")
        assert terminal.end() == 0
        shown = "\n".join(terminal.shown)
        assert [mark for mark in (*marks("pick"), *marks("head")) if mark not in shown] == []
        assert faults_in(terminal.raw, SIZE) == []


def test_what_is_pasted_into_the_filter_acts_on_nothing() -> None:
    with Terminal(size=SIZE) as terminal:
        terminal.wait_for("? help", "n=5,000")
        terminal.go("f", "Whose replies are counted", "Impact: Has")
        terminal.press(PASTED)
        terminal.wait_for("no question has these letters", "[/b][red")
        terminal.press(*["backspace"] * 12)
        terminal.go("\x1b[Z", "type an expression")
        terminal.press(PASTED)
        terminal.wait_for("not understood", "^")
        terminal.go("esc", lambda screen: "Whose replies are counted" not in screen)
        terminal.press("q")
        assert terminal.end() == 0
        assert faults_in(terminal.raw, SIZE) == []
