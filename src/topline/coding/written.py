"""An event as a line of a journal: `crc32 json`, and back, with every word doubted on the way.

Whoever may write into the folder wrote it, with this version or a later one. What does not hold is a damaged line;
a kind of event that is not known here is kept as unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, cast
from zlib import crc32

from topline.coding.events import KINDS, CodeAdded, Event, How, Part, Unknown
from topline.coding.reply_key import is_reply_key

LATEST = 2**53
"""No clock and no sequence goes beyond: whole numbers that every JSON reader tells apart."""
LONGEST_TEXT = 10_000
"""Characters of a label, a note, a definition."""
_HEAD = re.compile(rb"[0-9a-f]{8} \{")
_JOINERS = "\u200c\u200d\u200e\u200f\n"
"""What is not printed, and yet belongs into people's writing."""


class DamagedLineError(Exception):
    """A line that is no event; its message says why."""


def line_of(event: Event) -> bytes:
    """An event as a line; its coder is the one whose journal it stands in.

    Raises:
        ValueError: when it holds what no event may hold, such as a text that is too long.
    """
    said: dict[str, Any] = {"kind": event.KIND, "question": event.question}
    said |= {"at": event.at, "seq": event.seq, "time": round(event.time, 3)}
    if event.step != event.seq:
        said["step"] = event.step
    for name in _CHECKS[type(event)]:
        value = getattr(event, name)
        if name in _NEEDED[type(event)] or (value and value is not How.HAND):
            said[name] = _plain(value)
    try:
        _event(said, event.coder)
    except DamagedLineError as error:
        raise ValueError(f"{event.KIND}: {error}") from None
    body = json.dumps(said, separators=(",", ":")).encode("ascii")
    return b"%08x %s\n" % (crc32(body), body)


def events_in(line: bytes, coder: str) -> tuple[tuple[Event, ...], str]:
    """The events of a line without its end, and what is wrong with it; empty where nothing is.

    A line is one event. Where the end between two was damaged both are found again.
    """
    body = line[9:]
    if line[8:9] == b" " and line[:8] == b"%08x" % crc32(body):
        try:
            return (_event(_json(body), coder),), ""
        except DamagedLineError as error:
            return (), str(error)
    found: list[Event] = []
    for start, end in _within(line):
        events, wrong = events_in(line[start:end], coder) if (start, end) != (0, len(line)) else ((), "damaged")
        if not wrong:
            found += events
    return tuple(found), "it is damaged"


def _within(line: bytes) -> Iterator[tuple[int, int]]:
    """Where whole lines could stand in a damaged one."""
    heads = [match.start() for match in _HEAD.finditer(line)][:16]
    for at, head in enumerate(heads):
        for end in (*(one - 1 for one in heads[at + 1 :]), len(line)):
            if line[head : head + 8] == b"%08x" % crc32(line[head + 9 : end]):
                yield head, end
                break


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise DamagedLineError("it is no JSON") from None
    if not isinstance(said, dict):
        raise DamagedLineError("it is no event")
    return said


def _event(said: dict[str, Any], coder: str) -> Event:
    """The event that is said.

    Raises:
        DamagedLineError: when something of it cannot be.
    """
    seq = _number(said.get("seq"), "seq")
    told: dict[str, Any] = {
        "question": _text(said.get("question"), "question"),
        "at": _number(said.get("at"), "at"),
        "coder": coder,
        "seq": seq,
        "step": _number(said["step"], "step") if "step" in said else seq,
        "time": _time(said.get("time")),
    }
    called = said.get("kind")
    kind = KINDS.get(called) if isinstance(called, str) else None
    if kind is None:
        return Unknown(**told, kind=_cleaned(str(called)[:40]), said=said)
    for name, check in _CHECKS[kind].items():
        if name in said:
            told[name] = check(said[name], name)
        elif name in _NEEDED[kind]:
            raise DamagedLineError(f"{called} has no {name}")
    return kind(**told)


def _number(value: object, name: str) -> int:
    if type(value) is not int or not 0 < value <= LATEST:
        raise DamagedLineError(f"{name} is no number from 1")
    return value


def _time(value: object) -> float:
    if type(value) not in (int, float) or not 0 <= cast(float, value) < 1e11:
        raise DamagedLineError("time is no time")
    return float(cast(float, value))


def _text(value: object, name: str) -> str:
    if type(value) is not str or len(value) > LONGEST_TEXT:
        raise DamagedLineError(f"{name} is no text of up to {LONGEST_TEXT:,} characters")
    return value


def _shown(value: object, name: str) -> str:
    return _cleaned(_text(value, name))


def _cleaned(text: str) -> str:
    """A text without what steers a terminal: it is shown to whoever reads the journal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _JOINERS else _instead(char) for char in text)


def _instead(char: str) -> str:
    return " " if char.isspace() else "\ufffd"


def _label(value: object, name: str) -> str:
    label = " ".join(_shown(value, name).split())
    if not label:
        raise DamagedLineError(f"{name} is empty")
    return label


def _id(value: object, name: str) -> str:
    said = _text(value, name)
    if not said or not said.isprintable():
        raise DamagedLineError(f"{name} is no id")
    return said


def _maybe_id(value: object, name: str) -> str:
    return _id(value, name) if value != "" else ""


def _letter(value: object, name: str) -> str:
    said = _text(value, name)
    if len(said) > 1 or not said.isprintable() or said == " ":
        raise DamagedLineError(f"{name} is no key")
    return said


def _list(value: object, name: str) -> list[Any]:
    if type(value) is not list:
        raise DamagedLineError(f"{name} is no list")
    return value


def _replies(value: object, name: str) -> tuple[str, ...]:
    found = _list(value, name)
    if not all(type(one) is str and is_reply_key(one) for one in found) or not found:
        raise DamagedLineError(f"{name} are no replies")
    return tuple(found)


_SETS: dict[tuple[str, ...], frozenset[str]] = {}
"""Sets of codes that were met: thousands of replies share a few."""
_MOST_SETS = 100_000


def _codes(value: object, name: str) -> frozenset[str]:
    said = tuple(_list(value, name))
    try:
        return _SETS[said]
    except (KeyError, TypeError):
        codes = frozenset(_id(one, name) for one in said)
    if len(_SETS) < _MOST_SETS:
        _SETS[said] = codes
    return codes


def _texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(_shown(one, name) for one in _list(value, name))


def _numbers(value: object, name: str) -> tuple[int, ...]:
    return tuple(_number(one, name) for one in _list(value, name))


def _truth(value: object, name: str) -> bool:
    if type(value) is not bool:
        raise DamagedLineError(f"{name} is neither true nor false")
    return value


def _how(value: object, name: str) -> How:
    try:
        return How(cast(str, value))
    except ValueError:
        raise DamagedLineError(f"{name} is {_cleaned(str(value)[:40])!r}, which is not known") from None


def _parts(value: object, name: str) -> tuple[Part, ...]:
    found = []
    for one in _list(value, name):
        if not isinstance(one, dict) or not {"code", "label", "replies"} <= one.keys():
            raise DamagedLineError(f"{name} are no codes with replies")
        label, letter = _label(one["label"], "label"), _letter(one.get("letter", ""), "letter")
        replies = _replies(one["replies"], "replies") if one["replies"] else ()
        found.append(Part(_id(one["code"], "code"), label, replies, letter))
    return tuple(found)


_CHECK: dict[str, Callable[[object, str], Any]] = {
    "replies": _replies,
    "codes": _codes,
    "how": _how,
    "by": _shown,
    "cannot": _truth,
    "second": _truth,
    "note": _shown,
    "is_in": _truth,
    "code": _id,
    "label": _label,
    "net": _maybe_id,
    "within": _maybe_id,
    "before": _maybe_id,
    "into": _maybe_id,
    "letter": _letter,
    "definition": _shown,
    "examples": _texts,
    "parts": _parts,
    "events": _numbers,
}
"""How each word of an event is read."""
_STAMP = frozenset(Event.__dataclass_fields__)
_CHECKS: dict[type[Event], dict[str, Callable[[object, str], Any]]] = {
    kind: {name: _CHECK[name] for name in kind.__dataclass_fields__ if name not in _STAMP} for kind in KINDS.values()
}
_OPTIONAL = frozenset({"how", "by", "cannot", "second", "note", "letter", "definition", "examples", "within", "before"})
_NEEDED: dict[type[Event], frozenset[str]] = {
    kind: frozenset(name for name in checks if name not in _OPTIONAL)
    - ({"net"} if kind in (CodeAdded, KINDS["code moved"]) else set())
    - ({"into"} if kind is KINDS["code deleted"] else set())
    for kind, checks in _CHECKS.items()
}
"""The words without which an event says nothing."""


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(one) for one in value]
        case Part():
            said = {"code": value.code, "label": value.label, "replies": list(value.replies)}
            return said | ({"letter": value.letter} if value.letter else {})
        case _:
            return value
