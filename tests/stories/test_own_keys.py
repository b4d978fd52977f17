"""Keys of one's own: they do what the old ones did, and everything that tells keys tells these."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.__main__ import main
from topline.readers.folders import CONFIG
from topline.tui.keymap import own_keymap

from .reading import status
from .stage import Stage, play

CHOSEN = """
[keys]
base = ["A", "ctrl+f"]
help = "h"
search = "ctrl+s"
replies = "H"
undo = "ctrl+z"
redo = "ctrl+y"
theme = "j"
quit = "X"
"""


@pytest.fixture(autouse=True)
def _chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys.toml").write_text(CHOSEN)
    monkeypatch.setenv(CONFIG, str(tmp_path))


def test_chosen_keys_do_it_and_the_others_do_nothing_any_more() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down")
        assert "n=412" in await stage.press("A")
        assert "undone: base; Ctrl+Y does it again" in status(await stage.press("ctrl+z"))
        assert "done again: base" in status(await stage.press("ctrl+y"))
        assert "base: said yes" not in await stage.press("b", "u", "3", "question_mark", "slash")
        assert "1 of 412" in await stage.press("H")
        await stage.press("X")
        assert not stage.app.is_running

    play(story, size=(120, 36), keymap=own_keymap())


def test_a_chosen_key_comes_before_the_moving_about_of_a_list() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("down", "down")
        assert "base: replied, n=412" in await stage.press("ctrl+f")
        assert "colours: light" in status(await stage.press("j"))
        assert "If so, how?" in stage.screen
        # In a box nothing has changed: there j moves the cursor.
        assert "colours:" not in await stage.press("h", "j", "escape")
        # Where one types, a letter is a letter.
        await stage.press("ctrl+s")
        assert "jXBh" in await stage.type("jXBh")

    play(story, size=(120, 36), keymap=own_keymap())


def test_whatever_tells_keys_tells_the_chosen_ones() -> None:
    async def story(stage: Stage) -> None:
        assert "1 Topline  2 Crosstab  H Replies  4 Coding  5 Queries" in stage.screen
        for hint in ("Ctrl+S search", "A base", "h help"):
            assert hint in status(stage.screen)
        assert "A base" in (await stage.press("down", "down")).splitlines()[3]
        helped = await stage.press("h")
        for said in ("Ctrl+S", "H           ", "Keys: Topline"):
            assert said in helped
        await stage.press("escape", "ctrl+p")
        assert "Base  (A)" in await stage.type("base")
        assert "X quits" in status(await stage.press("escape", "escape", "escape"))
        assert "X quits" in status(await stage.press("ctrl+c"))

    play(story, size=(140, 60), keymap=own_keymap())


def test_topline_keys_tells_the_chosen_ones_and_where_they_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["keys"]) == 0
    said = capsys.readouterr().out
    assert "  A, Ctrl+F         base " in said
    assert said.endswith(f"\nYour own keys: {tmp_path}/keys.toml\n")
    assert main(["keys", "--format", "md"]) == 0
    assert "| Ctrl+S | Search questions" in capsys.readouterr().out


def test_a_mistake_is_one_line_and_nothing_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\nbase = "hyper+b"\n')
    assert main(["keys"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"topline: {tmp_path}/keys.toml, line 2: base: there is no key 'hyper+b'; write them")
