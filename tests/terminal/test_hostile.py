"""Nothing in a file acts on the terminal: every byte that is written is one that the program means."""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from .payloads import ATTACKS, marks, payloads, write_survey
from .terminal import Terminal

SIZE = (120, 40)
SEQUENCES = re.compile(
    rb"\x1b\[[0-9;]*m"  # colours
    rb"|\x1b\[[0-9]+;[0-9]+H"  # the cursor, within the screen: see below
    rb"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004)[hl]"
    rb"|\x1b\[\?(?:2026|2048)\$p"  # asks what the terminal can do
    rb"|\x1b\[>25u|\x1b\[<u"  # keyboard protocol on and off
    rb"|\x1b\]22;(?:default|pointer|text)\x07"  # the shape of the mouse
    rb"|\r\n"
)
"""All that the program itself says to a terminal."""
COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
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
    terminal.wait_for("> Response", "title", f"n={count}")
    # Topline: the bars of every kind of question, and their voices.
    terminal.wait_for("pick02", "pick05", "? help")
    terminal.go("tab", "the people behind this bar")
    terminal.go("end", last, f"why{count - 1} ")
    terminal.go("i", "About this table", "Kind: ")
    terminal.go("esc", lambda screen: "About this table" not in screen)
    for key in "bszn":
        terminal.press(key)
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
    terminal.go("home", "> Response")
    # Replies: the grid, the preview of each reply, columns, personal answers.
    terminal.go("3", "id00", f"1 of {count} ──")
    for number in range(2, count + 1):
        terminal.go("down", f" {number} of {count} ──")
    terminal.go("P", "names and addresses are shown")
    terminal.go("c", "Columns, in the order")
    for key in ("x", "down", "space", "down", "space", "down", "space", "end", "space"):
        terminal.press(key)
    terminal.go("enter", "some56")
    for _ in range(3):
        terminal.press("right", "s")
    terminal.wait_for("sorted by ")
    terminal.press("u")
    # One reply after the other.
    terminal.go("home", f" 1 of {count} ──")
    terminal.go("enter", f"Reply 1 of {count}")
    for number in range(2, count + 1):
        terminal.go("J", f"Reply {number} of {count}")
    terminal.go("pagedown")
    terminal.go("1", "> Response")
    # Boxes, queries, and what the status line says of those that fail.
    terminal.go("?", "Keys: Topline")
    terminal.go("end", "every number is a door".capitalize())
    terminal.go("esc", lambda screen: "Keys: Topline" not in screen)
    terminal.go("5", "Canned queries", "said20")
    terminal.go("up", marks("query")[-1])
    terminal.go("esc", lambda screen: "Canned queries" not in screen)
    for typed, seen in (
        ("pick", "Answers"),
        ("why2", "in which people wrote"),
        ("said", "Questions"),
        ("~", "nothing holds"),
    ):
        terminal.go("/", "Search questions")
        terminal.go(typed, seen)
        terminal.go("esc", lambda screen: "Search questions" not in screen)
    terminal.go("ctrl+p", "Query: ")
    terminal.go("query0", "query05")
    terminal.go("esc", lambda screen: "query05" not in screen)
    terminal.go("f2", "which it?", "pick06")
    terminal.go("pick2", "pick25")
    terminal.go("enter", lambda screen: "which it?" not in screen, "n=1 ")
    terminal.go("f3", "said")
    terminal.go("f9", "no canned query sits on F9")
    terminal.go("f1", "Total")
    terminal.go("v", "v as bars")
    terminal.go("f4", f" of {count} ──")
    terminal.go("/", "Search questions")
    terminal.go("why1", "in which people wrote")
    terminal.go("enter", " of 10 ──", "why10")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.afterwards == b""
    assert terminal.is_as_before


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, bytes]:
    """What the terminal got on a walk through a survey of payloads, and of harmless words in their places."""
    found = {}
    for hostile in (True, False):
        with Terminal(write_survey(tmp_path_factory.mktemp("walk"), hostile=hostile), size=SIZE) as terminal:
            walk(terminal)
            found[hostile] = terminal.raw
    return found


def test_no_byte_of_a_file_acts_on_the_terminal(seen: dict[bool, bytes]) -> None:
    assert faults_in(seen[False], SIZE) == []
    assert faults_in(seen[True], SIZE) == []


def test_no_colour_comes_from_a_file(seen: dict[bool, bytes]) -> None:
    assert set(COLOURS.findall(seen[True])) <= set(COLOURS.findall(seen[False]))


@pytest.mark.parametrize("where", ["pick", "why", "code", "some", "head", "query"])
def test_every_payload_was_on_the_screen(seen: dict[bool, bytes], where: str) -> None:
    said = text_of(seen[True])
    long = {mark for mark, text in zip(marks(where), payloads(where, hostile=True), strict=True) if len(text) > 1_000}
    assert [mark for mark in marks(where) if mark not in said and not (where == "query" and mark in long)] == []


def test_markup_is_shown_as_it_stands(seen: dict[bool, bytes]) -> None:
    said = text_of(seen[True])
    for name in ("close nothing", "close all", "markup", "click", "broken markup", "emoji code"):
        number = list(ATTACKS).index(name)
        assert f"why{number} {ATTACKS[name]} z" in said


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of payloads with no survey file; its name is one too."""
    folder = tmp_path_factory.mktemp("plain")
    path = folder / os.fsdecode(b"[/b][red]name\x1b]0;owned\x07\x1b[2J\x9b\xe2\x80\xae\r\n.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        heads, said, chosen = (payloads(prefix, hostile=True) for prefix in ("head", "why", "pick"))
        writer.writerow(["number", "chosen", "said", *(head[:200] for head in heads[:30])])
        for number in range(len(said) * 3):
            own = number % len(said)
            rest = ["Yes" if (number + column) % 3 else "No" for column in range(30)]
            writer.writerow([number + 1, chosen[own % 12], f"{said[own]} and words", *rest])
    return path


def keys_through(terminal: Terminal) -> Iterator[None]:
    """A shorter walk, for a file that nothing is stated of."""
    terminal.wait_for("? help", "n=")
    for _ in range(4):
        yield terminal.press("down")
    terminal.go("3", " of 177 ──")
    for key in ("pagedown", "pagedown", "enter", "J", "esc"):
        yield terminal.press(key)
    terminal.go("?", "Keys: ")
    terminal.go("esc", lambda screen: "Keys: " not in screen)
    terminal.go("q")


def test_a_plain_csv_and_its_name(plain: Path) -> None:
    with Terminal(plain, size=SIZE) as terminal:
        for _ in keys_through(terminal):
            pass
        assert terminal.end() == 0
        assert faults_in(terminal.raw, SIZE) == []
        assert "why" in text_of(terminal.raw)
        assert "[red]name" in text_of(terminal.raw)


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
