"""Whatever is pressed, in whatever order: nothing breaks, and Esc leads home."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from topline.cli.explorer import sample_path
from topline.tui.action import Place
from topline.tui.actions import ACTIONS, CANNED_KEYS
from topline.tui.keymap import MOVING
from topline.tui.screens.place import PlaceScreen

from .stage import Stage, play

LEAVING = {key for action in ACTIONS if action.id == "quit" for key in action.keys.split(",")}
DOING = sorted({key for action in ACTIONS for key in action.keys.split(",")} - LEAVING | set(CANNED_KEYS))
TYPING = ["a", "1", "'", "space", "backspace", "delete", "tab", "shift+tab", "escape", "enter", "ctrl+c"]
PRESSED = 300
"""Keys of a run."""
AT_ONCE = 5
"""Keys that are pressed before anything has come to rest."""
FAR = 12
"""Presses of Esc that lead home from anywhere: out of a prompt and a box, and up from place to place."""

ODD = {
    "one cell": "a\nb\n",
    "only a header": "who,why,when\n",
    "nothing said": "id,a,b\n1,,\n2,,\n",
    "one person": "id,colour,said\n1,red,[b]why[/b]\n",
    "same names": "a,a,A,\n1,2,3,4\n1,,3,\n",
    "odd": 'id;Größe;"multi\nline";=1+1;日本\n1;3,5;"a\nb";x;はい\n2;;;y;いいえ\n3;4,5;c;;はい\n',
}


def keys(seed: str) -> list[str]:
    """Keys as a child or a cat presses them: mostly such as do something, and often the same again."""
    chance = Random(seed)
    pressed: list[str] = []
    while len(pressed) < PRESSED:
        kind = chance.choices((DOING, MOVING, TYPING), (5, 3, 2))[0]
        pressed += [chance.choice(kind)] * chance.choice((1, 1, 1, 2, 3))
    return pressed[:PRESSED]


@pytest.fixture(autouse=True)
def _somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among the keys are some that write files."""
    monkeypatch.chdir(tmp_path)


def press_all(seed: str, file: Path, size: tuple[int, int]) -> None:
    async def story(stage: Stage) -> None:
        pressed = keys(seed)
        for at in range(0, PRESSED, AT_ONCE):
            await stage.hurry(*pressed[at : at + AT_ONCE])
            assert stage.app.is_running, f"ended after {pressed[: at + AT_ONCE][-20:]}"
        for _ in range(FAR + len(stage.app.history.trail.moves)):
            if stage.app.history.desk.place is Place.TOPLINE and isinstance(stage.app.screen, PlaceScreen):
                break
            await stage.press("escape")
        assert stage.app.history.desk.place is Place.TOPLINE
        assert isinstance(stage.app.screen, PlaceScreen)

    assert play(story, size=size, file=file).crashed is None


@pytest.mark.parametrize(("seed", "size"), [("a", (80, 24)), ("b", (200, 50))])
def test_no_key_of_the_sample_breaks_anything(seed: str, size: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "sample.parquet"
    file.write_bytes(sample_path().read_bytes())
    press_all(seed, file, size)


@pytest.mark.parametrize("name", ODD)
def test_no_key_of_an_odd_little_file_breaks_anything(name: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(ODD[name], encoding="utf-8")
    press_all(name, file, (100, 30))
