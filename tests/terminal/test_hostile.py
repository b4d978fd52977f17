"""Nothing in a file acts on the terminal: every byte that is written is one that the program means."""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from .payloads import ATTACKS, marks, payloads, short, write_survey
from .terminal import Terminal

SIZE = (120, 40)
SEQUENCES = re.compile(
    rb"\x1b\[m\x1b\[2J"  # an empty screen to begin with
    rb"|\x1b\[[0-9;]*m"  # colours
    rb"|\x1b\[[0-9]+;[0-9]+H|\x1b\[[0-9]+C|\x1b\[[0-9]+X"  # the cursor and blanks, within the screen: see below
    rb"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004)[hl]"
    rb"|\x1b\[\?(?:2026|2048)\$p"  # asks what the terminal can do
    rb"|\x1b\[>25u|\x1b\[<u"  # keyboard protocol on and off
    rb"|\x1b\]22;(?:default|pointer|text)\x07"  # the shape of the mouse
    rb"|\r\n"
)
"""All that the program itself says to a terminal."""
COLOURS = re.compile(rb"\x1b\[([0-9;]*)m")
COLOUR = re.compile(rb"[34]8;5;[0-9]+|[34]8;2;[0-9]+;[0-9]+;[0-9]+|[0-9]+")
MOVES = re.compile(rb"\x1b\[([0-9]+);([0-9]+)H")
ALLOWED_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Invisible characters that scripts need; they act on no neighbour."""
UNASSIGNED = re.compile("[\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]")
SELECTORS = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef]")


def text_of(raw: bytes) -> str:
    """What is written, without what the program says to the terminal."""
    return SEQUENCES.sub(b"", raw).decode("utf-8")


def faults_in(raw: bytes, size: tuple[int, int]) -> list[str]:
    """Everything in the bytes for a terminal that should not be there, with what stands around it."""
    said = text_of(raw)
    bad = [at for at, letter in enumerate(said) if _acts(letter)]
    bad += [found.start() for pattern in (UNASSIGNED, SELECTORS) for found in pattern.finditer(said)]
    found = [f"U+{ord(said[at]):04X} in {said[max(0, at - 20) : at + 20]!r}" for at in bad]
    columns, lines = size
    for line, column in MOVES.findall(raw):
        if int(line) > lines or int(column) > columns + 1:
            found.append(f"the cursor goes to {int(line)}, {int(column)}")
    run = re.search("[\u0300-\u036f]{9,}", said)
    return [*found, *(["more than 8 marks on a letter"] if run else [])]


def _acts(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or (category == "Cf" and letter not in ALLOWED_FORMATS)


def walk(terminal: Terminal) -> None:
    """See every place and every box, with every payload in at least one of them."""
    count = len(ATTACKS)
    last = marks("pick")[-1]
    terminal.wait_for("title", f"n={count}")
    # Topline: the bars of every kind of question, and their voices.
    terminal.wait_for("pick02", "pick05", "? help")
    terminal.go("tab", "the people behind this bar")
    terminal.go("end", last, f"why{count - 1} ")
    terminal.go("i", "About this table", "Kind: ")
    terminal.go("esc", lambda screen: "About this table" not in screen)
    for key in "bszm":
        terminal.press(key)
    terminal.go("n", "A net of")
    terminal.go("esc", lambda screen: "A net of" not in screen)
    terminal.go("left", "the people: ")
    terminal.go("down", "code02")
    terminal.go("tab", "the people behind this bar")
    terminal.go("end", marks("code")[-1])
    terminal.go("left", "the people: ")
    terminal.go("down", "some02")
    terminal.go("tab", "the people behind this bar")
    terminal.go("end", marks("some")[-1])
    terminal.go("left", "the people: ")
    terminal.go("down", "median")
    terminal.go("end", lambda screen: marks("head")[-1] in screen)
    terminal.go("home", "pick02")
    # Replies: the grid, the preview of each reply, columns, personal answers.
    terminal.go("3", "id 00", f"1 of {count} ──")
    for number in range(2, count + 1):
        terminal.go("down", f" {number} of {count} ──")
    terminal.go("P", "names and addresses are shown")
    terminal.go("c", "Columns, in the order")
    terminal.go("end", marks("head")[-1])
    terminal.go("esc", lambda screen: "Columns, in the order" not in screen)
    terminal.press("right")
    terminal.go("s", "sorted by length of said", "upwards")
    terminal.go("s", "sorted by length of said", "downwards")
    terminal.go("u", "undone: order")
    # One reply after the other.
    terminal.go("home", f" 1 of {count} ──")
    terminal.go("enter", f"Reply 1 of {count}")
    for number in range(2, count + 1):
        terminal.go("J", f"Reply {number} of {count}")
    terminal.go("pagedown")
    terminal.go("1", "pick02")
    # Boxes, queries, and what the status line says of those that fail.
    terminal.go("?", "Keys: Topline")
    terminal.go("end", "every number is a door".capitalize())
    terminal.go("esc", lambda screen: "Keys: Topline" not in screen)
    terminal.go("5", "F1 ", "5 Queries")
    terminal.go("/", "words of a title")
    terminal.go("query", "query10", lambda screen: "F1 " not in screen)
    for tens in "012345":
        terminal.go(tens, f"query{tens}0", f"query{tens}8")
        terminal.go("backspace", "query10", "query00")
    terminal.go("esc", "F1 ")
    # The console: what a statement gives, every column of it, and what is wrong with one.
    terminal.go("f5", f"{count} rows", "Enter the reply")
    terminal.go("end", marks("why")[-1][:5])
    terminal.press("right", "right", "right")
    terminal.go("home", "who")
    terminal.go("P", "names and addresses are masked")
    terminal.go("P", "names and addresses are shown")
    terminal.go("tab", lambda screen: "F1 " in screen)
    terminal.go("tab", "Enter run")
    terminal.press("home")
    terminal.go("pick", "pick")
    terminal.go("enter", "syntax error")
    terminal.go("esc", "Enter open")
    terminal.go("esc", "pick02")
    for typed, seen in (
        ("pick", "Answers"),
        ("why2", "in which people wrote"),
        ("said", "Questions"),
        ("qqq", "nothing holds"),
    ):
        terminal.go("/", "Search questions")
        terminal.go(typed, seen)
        terminal.go("esc", lambda screen: "Search questions" not in screen)
    terminal.go("ctrl+p", "Open  (Enter)")
    terminal.go("query0", "query05")
    terminal.go("esc", lambda screen: "query05" not in screen)
    terminal.go("f2", "Enter run", "pick06")
    terminal.go("pick2", "pick25")
    terminal.go("enter", lambda screen: "Enter run" not in screen, "n=1 ")
    terminal.go("f3", "said")
    terminal.go("f9", "no canned query sits on F9")
    terminal.go("f1", "Total")
    terminal.go("v", "v as table")
    terminal.go("f4", f" of {count} ──")
    terminal.go("/", "Search questions")
    terminal.go("why1", "in which people wrote")
    terminal.go("enter", " of 10 ──", "why10")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.afterwards == b""
    assert terminal.is_as_before


@dataclass(frozen=True)
class Walked:
    """What a walk left."""

    raw: bytes
    shown: str
    """Every line that was on the screen."""

    @property
    def colours(self) -> set[bytes]:
        """Everything that was asked of the terminal's colours."""
        return {colour for said in COLOURS.findall(self.raw) for colour in COLOUR.findall(said)}


def walked(folder: Path, *, hostile: bool) -> Walked:
    """A walk through a survey of payloads, or of harmless words in their places."""
    with Terminal(write_survey(folder, hostile=hostile), size=SIZE) as terminal:
        walk(terminal)
        return Walked(terminal.raw, "\n".join(terminal.shown))


def test_nothing_in_a_survey_acts_on_the_terminal_wherever_it_is_shown(tmp_path: Path) -> None:
    hostile = walked(tmp_path, hostile=True)
    assert faults_in(hostile.raw, SIZE) == []
    # All of it was to be seen, and as it stands: markup is no markup.
    for where in ("pick", "why", "code", "some", "head", "query"):
        tried = [text.split()[0] for text in (short if where == "query" else payloads)(where, hostile=True)]
        assert [mark for mark in tried if mark not in hostile.shown] == []
    for name in ("close nothing", "close all", "markup", "click", "broken markup", "emoji code"):
        number = list(ATTACKS).index(name)
        assert f"why{number} {ATTACKS[name]} z" in hostile.shown
    # Nor does a colour come from it.
    harmless = walked(tmp_path, hostile=False)
    assert faults_in(harmless.raw, SIZE) == []
    assert hostile.colours <= harmless.colours


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of payloads with no survey file; its name is one too."""
    folder = tmp_path_factory.mktemp("plain")
    path = folder / os.fsdecode(b"[red]name[@click=app.quit]\x1b]0;owned\x07\x1b[2J\x9b\xe2\x80\xae\r\n.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        heads, said, chosen = (payloads(prefix, hostile=True) for prefix in ("head", "why", "pick"))
        writer.writerow(["number", "chosen", "said", *(head[:200] for head in heads[:30])])
        for number in range(len(said) * 3):
            own = number % len(said)
            rest = ["Yes" if (number + column) % 3 else "No" for column in range(30)]
            writer.writerow([number + 1, chosen[own % 12], f"{said[own]} and words", *rest])
    return path


def test_a_plain_csv_and_its_name(plain: Path) -> None:
    with Terminal(plain, size=SIZE) as terminal:
        terminal.wait_for("? help", "n=177")
        terminal.press(*["down"] * 4)
        terminal.go("3", " of 177 ──")
        terminal.press("pagedown", "pagedown")
        terminal.go("enter", "Reply ")
        terminal.go("J", "Reply ")
        terminal.go("?", "Keys: ")
        terminal.go("esc", lambda screen: "Keys: " not in screen)
        terminal.press("q")
        assert terminal.end() == 0
        assert faults_in(terminal.raw, SIZE) == []
        assert "why" in "".join(terminal.shown)
        assert "[red]name" in "".join(terminal.shown)


def test_what_is_pasted_acts_on_nothing() -> None:
    with Terminal(size=SIZE) as terminal:
        terminal.wait_for("? help", "n=5,000")
        terminal.go("/", "Search questions")
        terminal.press("\x1b[200~qq\x9b31m\x9d0;owned\x9c\u202eq\u2066\x07\x7f\x08\u200b[/b][red]\x1b[201~")
        terminal.wait_for("nothing holds", "[/b][red]")
        terminal.go("esc", lambda screen: "Search questions" not in screen)
        terminal.press("q")
        assert terminal.end() == 0
        assert faults_in(terminal.raw, SIZE) == []


def test_what_is_pasted_into_the_console_acts_on_nothing() -> None:
    with Terminal(size=SIZE) as terminal:
        terminal.wait_for("? help", "n=5,000")
        terminal.go("5", "F2  Impact")
        terminal.go("tab", "Enter run")
        attack = "\x9b31m\x9d0;owned\x9c\u202eq\u2066\x07\x7f\x08\u200b[/b][red]"
        terminal.press(f"\x1b[200~select '{attack}'\r-- {attack}\x1b[201~")
        terminal.wait_for("select '", "[/b][red]'")
        terminal.go("enter", "1 row ")
        terminal.go("f1", "no canned query sits on F1")
        terminal.go("esc", "Enter open")
        terminal.press("q")
        assert terminal.end() == 0
        assert faults_in(terminal.raw, SIZE) == []


@pytest.mark.parametrize("content", [None, b"", b"PAR1" + bytes(60), b"\x89PNG\r\n\x1a\n" + bytes(60)])
def test_a_line_about_a_file_that_cannot_be_read(plain: Path, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / plain.name
    if content is not None:
        path.write_bytes(content)
    with Terminal(path) as terminal:
        assert terminal.end() == 1
        assert faults_in(terminal.raw, (80, 24)) == []
        assert "[red]name" in terminal.printed
        assert terminal.afterwards.count(b"\n") == 1
