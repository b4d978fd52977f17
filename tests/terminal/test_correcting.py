"""A correction in a real terminal: saved, seen, taken back; and nothing is left behind of how the file was before."""

from __future__ import annotations

from pathlib import Path

from .terminal import AT_REST, Terminal

ROWS = "\n".join(f"{n},{('Good', 'Bad', 'So so')[n % 3]}" for n in range(30))


def test_a_correction_is_saved_seen_and_taken_back(tmp_path: Path) -> None:
    file, beside = tmp_path / "s.csv", tmp_path / "s.topline.toml"
    file.write_text(f"id,How was it?\n{ROWS}\n")
    with Terminal(file) as terminal:
        terminal.wait_for("How was it?", "33% 10")
        terminal.go("I", "How this file was read", "Decided by:")
        terminal.go("enter", "Correct how_was_it")
        terminal.press("down", "down")
        terminal.go("ctrl+s", "kind of how_was_it is now scale", "How this file was read")
        terminal.go("esc", "mean 2")
        assert beside.read_text() == '[question.how_was_it]\nkind = "scale"\n'
        terminal.go("u", "taken back: kind of how_was_it", lambda screen: "mean 2" not in screen)
        assert not beside.exists()
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.modes == AT_REST
        assert terminal.afterwards == b""
