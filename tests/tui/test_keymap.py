"""The keymap: what a person may choose, and what is refused with the line and a remedy."""

from __future__ import annotations

from pathlib import Path
from string import printable

import pytest

from topline.readers.folders import CONFIG
from topline.tui.action import Place
from topline.tui.actions import ACTIONS
from topline.tui.keymap import Keymap, KeysFileError, own_keymap, read_keymap
from topline.tui.keys import named, written

FILE = Path("keys.toml")


def keys_of(keymap: Keymap, action: str) -> str:
    return next(known.all_keys for known in keymap.actions if known.id == action)


@pytest.mark.parametrize("character", [sign for sign in printable if sign.isprintable() and sign != " "] + ["é", "ß"])
def test_a_character_is_the_key_that_types_it(character: str) -> None:
    from textual.keys import _character_to_key

    assert named(character) == _character_to_key(character)
    assert written(named(character)) == character


@pytest.mark.parametrize(
    ("said", "name", "shown"),
    [
        ("Ctrl+F", "ctrl+f", "Ctrl+F"),
        ("PgDn", "pagedown", "PgDn"),
        ("escape", "escape", "Esc"),
        ("return", "enter", "Enter"),
        ("question_mark", "question_mark", "?"),
        ("F10", "f10", "F10"),
        ("shift+tab", "shift+tab", "Shift+Tab"),
        ("F", "F", "F"),
    ],
)
def test_keys_are_written_as_people_write_them(said: str, name: str, shown: str) -> None:
    assert named(said) == name
    assert written(name) == shown


@pytest.mark.parametrize(
    "said", ["", " ", "ctrl+m", "ctrl+i", "shift+f", "alt+f", "ctrl+enter", "ctrl+1", "filter", "\x1b"]
)
def test_what_no_terminal_sends_is_no_key(said: str) -> None:
    with pytest.raises(ValueError):
        named(said)


def test_without_a_file_the_keys_are_those_of_the_registry() -> None:
    assert own_keymap() == Keymap(ACTIONS)


def test_chosen_keys_take_the_place_of_the_others() -> None:
    keymap = read_keymap('[keys]\nfilter = ["F", "ctrl+f"]\nundo = "ctrl+z"\nbase = "A"\ncompare = "b"\n', FILE)
    assert [keys_of(keymap, action) for action in ("filter", "undo", "base", "compare")] == [
        "F, Ctrl+F",
        "Ctrl+Z",
        "A",
        "b",
    ]
    assert keymap.chosen == {"F", "ctrl+f", "ctrl+z", "A", "b"}
    assert keymap.key("filter") == "F"
    others = [action for action in keymap.actions if action.id not in ("filter", "undo", "base", "compare")]
    assert others == [action for action in ACTIONS if action in others]


def test_a_default_key_goes_to_whoever_chose_it_where_another_is_left() -> None:
    keymap = read_keymap('[keys]\nfilter = "backspace"\n', FILE)
    assert (keys_of(keymap, "filter"), keys_of(keymap, "back")) == ("Backspace", "Esc")


def test_one_key_may_mean_two_things_at_two_places() -> None:
    keymap = read_keymap('[keys]\nnext_reply = "x"\n', FILE)
    assert "x" in [action.key for action in keymap.at(Place.REPLY)]
    assert keys_of(keymap, "banner") == "x"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n\nfiltr = "F"\n', "keys.toml, line 3: unknown key 'filtr'; nearest: filter"),
        ('[key]\nfilter = "F"\n', "keys.toml, line 1: unknown key 'key'; nearest: keys"),
        ('filter = "F"\n', "keys.toml, line 1: unknown key 'filter'; known: keys"),
        ('[keys]\nfilter = "bogus"\n', "line 2: filter: there is no key 'bogus'"),
        ('[keys]\nfilter = "ctrl+m"\n', "line 2: filter: a terminal sends Enter for ctrl+m"),
        ('[keys]\nfilter = "up"\n', "line 2: filter cannot have Up, which moves the cursor"),
        ('[keys]\nfilter = "F3"\n', "line 2: filter cannot have F3, which runs a canned query"),
        ('[keys]\nfilter = "ctrl+q"\n', "line 2: filter cannot have Ctrl+Q, which always leaves"),
        ("[keys]\nfilter = 3\n", "line 2: filter must be text or a list, not 3"),
        ('[keys]\nfilter = ["F", 3]\n', "line 2: filter must be a key or a list of keys, not 3"),
        ("[keys]\nfilter = []\n", "line 2: filter needs a key; leave the line out for f"),
        ('[keys]\nfilter = "b"\n', "line 2: filter cannot have b: at Topline that is the key of base; choose another"),
        (
            '[keys]\nfilter = "X"\ncolumns = "X"\n',
            "line 3: columns cannot have X: at Replies that is the key of filter",
        ),
        ("[keys\n", "keys.toml: not a readable keymap: "),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(KeysFileError) as caught:
        read_keymap(text, FILE)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG, str(tmp_path))
    if content is None:
        (tmp_path / "keys.toml").mkdir()
    else:
        (tmp_path / "keys.toml").write_bytes(content)
    with pytest.raises(KeysFileError, match=r"keys\.toml: the keymap cannot be read"):
        own_keymap()
