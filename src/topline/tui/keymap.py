"""The keymap: which keys do what, as the registry says or as a person chose in `keys.toml` of the config folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from topline.readers.folders import config_folder
from topline.survey import ToplineError
from topline.survey.toml_file import TomlFile
from topline.tui.action import EVERYWHERE, Action, Place
from topline.tui.actions import ACTIONS, CANNED_KEYS
from topline.tui.keys import named, written

NAME = "keys.toml"
MOVING = ("up", "down", "left", "right", "pageup", "pagedown", "home", "end")
FIXED = {
    **dict.fromkeys(MOVING, "moves the cursor"),
    **dict.fromkeys(CANNED_KEYS, "runs a canned query"),
    "ctrl+q": "always leaves",
    "ctrl+c": "says how to leave",
}
"""Keys that no action can be given, and why."""


class KeysFileError(ToplineError):
    """A keymap file that does not say what it should."""


class KeysFile(TomlFile):
    """What a keymap file says: under [keys], for the id of an action, its key or a list of them."""

    FAULT = KeysFileError


@dataclass(frozen=True, slots=True)
class Keymap:
    """The actions with the keys that they have."""

    actions: tuple[Action, ...] = ACTIONS
    chosen: frozenset[str] = frozenset()
    """Keys that a person chose; no widget takes them for its own moving about."""

    def at(self, place: Place) -> tuple[Action, ...]:
        """What can be done at a place, in the registry's order, but a group that is of this place alone first."""
        found = [action for action in self.actions if place in action.places]
        shared = {action.group for action in found if action.places != {place}}
        return tuple(sorted(found, key=lambda action: action.group in shared))

    def groups_at(self, place: Place) -> dict[str, tuple[Action, ...]]:
        """What can be done at a place, by group."""
        found = self.at(place)
        return {group: tuple(a for a in found if a.group == group) for group in dict.fromkeys(a.group for a in found)}

    def key(self, action: str) -> str:
        """The key of an action, as it is shown."""
        return next(known.key for known in self.actions if known.id == action)

    def elsewhere(self, key: str, place: Place) -> str:
        """What a key that does nothing at a place does at others, for people; empty where that is nothing either."""
        known = [action for action in self.actions if key in action.keys.split(",") and action.places & EVERYWHERE]
        if not known or any(place in action.places for action in known):
            return ""
        where = [one.value for one in Place if one in EVERYWHERE and any(one in action.places for action in known)]
        return f"{written(key)} is for {' and '.join(where)}: {known[0].title}"


def own_keymap() -> Keymap:
    """The keymap of the person who runs this: the registry's, where they chose no keys.

    Raises:
        KeysFileError: when their file cannot be read, or gives a key that cannot be given.
    """
    path = config_folder() / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keymap()
    except (OSError, UnicodeDecodeError) as error:
        raise KeysFileError(f"{path}: the keymap cannot be read: {error}") from None
    return read_keymap(text, path)


def read_keymap(text: str, path: Path) -> Keymap:
    """The registry's keymap with what a keymap file says.

    A key that somebody chose is taken from the action that had it by default, unless that is left without any.

    Raises:
        KeysFileError: when the file is no TOML, names an unknown action or key, or gives one key to two actions
            of one place; the message names the file, the line and the remedy.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KeysFileError(f"{path}: not a readable keymap: {error}") from None
    told = KeysFile(str(path), text, content)
    told.check((), content, {"keys": dict})
    stated: Mapping[str, Any] = content.get("keys", {})
    told.check(("keys",), stated, {action.id: (str, list) for action in ACTIONS})
    chosen = {action: tuple(_names(told, action, keys)) for action, keys in stated.items()}
    _refuse_clashes(told, chosen)
    return Keymap(
        tuple(_with_keys(told, action, chosen) for action in ACTIONS),
        frozenset(name for names in chosen.values() for name in names),
    )


def _names(told: KeysFile, action: str, keys: str | list[Any]) -> Iterable[str]:
    """The keys of an action by Textual's names."""
    place = ("keys", action)
    written_keys = [keys] if isinstance(keys, str) else keys
    if not written_keys:
        raise told.fault(place, f"{action} needs a key; leave the line out for {_known(action).key}")
    for key in written_keys:
        if not isinstance(key, str):
            raise told.fault(place, f"{action} must be a key or a list of keys, not {key!r}")
        try:
            name = named(key)
        except ValueError as error:
            raise told.fault(place, f"{action}: {error}") from None
        if name in FIXED and name not in _known(action).keys.split(","):
            raise told.fault(place, f"{action} cannot have {written(name)}, which {FIXED[name]}; choose another")
        yield name


def _refuse_clashes(told: KeysFile, chosen: Mapping[str, tuple[str, ...]]) -> None:
    given: dict[tuple[Place, str], str] = {}
    for action, names in chosen.items():
        for name in names:
            for place in _places(action):
                other = given.setdefault((place, name), action)
                if other != action:
                    what = f"{action} cannot have {written(name)}: at {place} that is the key of {other}"
                    raise told.fault(("keys", action), f"{what}; choose another for one of them")


def _with_keys(told: KeysFile, action: Action, chosen: Mapping[str, tuple[str, ...]]) -> Action:
    """An action with its chosen keys, or with those of its own that nobody else was given."""
    if action.id in chosen:
        return replace(action, keys=",".join(dict.fromkeys(chosen[action.id])))
    takers = {name: taker for taker, names in chosen.items() if _known(taker).places & action.places for name in names}
    own = action.keys.split(",")
    left = [name for name in own if name not in takers]
    if not left:
        taker = takers[own[0]]
        place = next(place for place in _places(taker) if place in action.places)
        what = f"{taker} cannot have {action.key}: at {place} that is the key of {action.id}"
        raise told.fault(("keys", taker), f"{what}; choose another, or give {action.id} one as well")
    return replace(action, keys=",".join(left))


def _places(action: str) -> tuple[Place, ...]:
    return tuple(place for place in Place if place in _known(action).places)


def _known(action: str) -> Action:
    return next(known for known in ACTIONS if known.id == action)
