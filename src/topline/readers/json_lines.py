"""JSON: a reply a line, or a list of replies, each an object of answers by their names.

Objects within a reply become columns with dotted names; a list of plain values is several answers to a question.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from topline.readers.encoding import encoding_of, without_mark
from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawColumn, RawTable
from topline.survey import code_of

if TYPE_CHECKING:
    import polars

Reply: TypeAlias = dict[str, Any]

MOST_IN_A_LINE = 64 << 20
"""Characters."""
MOST_COLUMNS = 20_000
_LEVELS = 3
"""Names that a dotted name joins; an object that lies deeper stays JSON."""
_CHUNK = 10_000
"""Replies after which progress is told."""
_INTEGERS = range(-(2**63), 2**63)
_EXACT = range(-(2**53), 2**53 + 1)
"""Whole numbers that keep all their digits among others that are not whole."""
_BEGINS = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:\{|\]\s*$))")
_NESTED = {dict, list}
_SPACE = re.compile(r"\s*")
# Tabs and the like within texts are no reason to refuse them; NaN is no answer.
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is JSON: an object, or a list of objects."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    codec = "utf-16" if marked else without_mark(head) or "utf-8-sig"
    return _BEGINS.match(head.decode(codec, "ignore")) is not None


def read(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None) -> RawTable:
    """Read replies from JSON.

    Args:
        path: The file.
        shown: How messages name it.
        progress: Told how many replies were read.

    Raises:
        UnreadableFileError: when it is damaged, or holds anything else than replies.
    """
    encoding = encoding_of(path)
    columns = _Columns()
    with path.open(encoding=encoding.codec, errors="replace") as file:
        for reply in _replies(file, shown):
            columns.add(reply)
            if len(columns.cells) > MOST_COLUMNS:
                raise UnreadableFileError(f"{shown} has more than {MOST_COLUMNS:,} different names in its replies")
            if columns.rows % _CHUNK == 0:
                progress(f"{columns.rows:,} replies read")
    if not columns.cells:
        raise UnreadableFileError(f"{shown} holds no replies; export it again")
    progress(f"looking at {len(columns.cells):,} columns")
    return RawTable(
        columns=tuple(
            RawColumn(_sound(name), _series(cells, columns.rows), place)
            for place, (name, cells) in enumerate(columns.cells.items())
        ),
        rows=columns.rows,
        warnings=(encoding.warning,) if encoding.warning else (),
    )


def _replies(file: TextIO, shown: str) -> Iterator[Reply]:
    """The replies in the order of the file."""
    first = next(_lines(file, shown), (0, ""))[1]
    file.seek(0)
    if first.startswith("["):
        yield from _listed(file.read(), shown)
        return
    try:
        _DECODER.decode(first)
    except (ValueError, RecursionError):
        # Not a whole object on the first line: one, or several, over many lines.
        found = list(_one_after_another(file.read(), shown))
    else:
        lines = _lines(file, shown)
        found = [_object(line, shown, number) for number, line in islice(lines, 2)]
        if len(found) == 2:
            yield from found
            yield from (_object(line, shown, number) for number, line in lines)
            return
    yield from _within(found[0], shown) if len(found) == 1 else found


def _lines(file: TextIO, shown: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    number = 0
    while line := file.readline(MOST_IN_A_LINE):
        number += 1
        if len(line) == MOST_IN_A_LINE and not line.endswith("\n"):
            raise UnreadableFileError(f"{shown}, line {number:,}: longer than any reply; export it again")
        if bare := line.strip():
            yield number, bare


def _object(line: str, shown: str, number: int) -> Reply:
    """The reply on a line."""
    try:
        reply = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        raise _damaged(shown, number, error.colno) from None
    except (ValueError, RecursionError):
        raise _damaged(shown, number, 1) from None
    return _checked(reply, shown, number, 1)


def _listed(text: str, shown: str) -> Iterator[Reply]:
    """The replies in a list."""
    at = _after_space(text, text.index("[") + 1)
    while text[at : at + 1] != "]":
        reply, at = _decoded(text, at, shown)
        yield reply
        at = _after_space(text, at)
        if text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
        elif text[at : at + 1] != "]":
            raise _damaged(shown, *_place(text, at))
    at = _after_space(text, at + 1)
    if at < len(text):
        raise _damaged(shown, *_place(text, at))


def _one_after_another(text: str, shown: str) -> Iterator[Reply]:
    at = _after_space(text, 0)
    while at < len(text):
        reply, at = _decoded(text, at, shown)
        yield reply
        at = _after_space(text, at)


def _within(whole: Reply, shown: str) -> Iterable[Reply]:
    """The replies in a file that is a single object: in the one list of objects that it has, or else itself."""
    lists = [value for value in whole.values() if _is_list_of_objects(value)]
    if len(lists) == 1:
        replies: list[Reply] = lists[0]
        return replies
    if lists or any(isinstance(value, dict) for value in whole.values()):
        raise UnreadableFileError(
            f"{shown} holds a single JSON object; topline reads a reply a line, or a list of replies"
        )
    return [whole]


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _decoded(text: str, at: int, shown: str) -> tuple[Reply, int]:
    try:
        reply, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _damaged(shown, error.lineno, error.colno) from None
    except (ValueError, RecursionError):
        raise _damaged(shown, *_place(text, at)) from None
    if not isinstance(reply, dict):
        raise _no_object(shown, *_place(text, at))
    return reply, end


def _checked(reply: object, shown: str, line: int, column: int) -> Reply:
    if not isinstance(reply, dict):
        raise _no_object(shown, line, column)
    return reply


def _place(text: str, at: int) -> tuple[int, int]:
    """The line and the character in it, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _damaged(shown: str, line: int, column: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{shown}, line {line:,}: damaged JSON at character {column:,}; mend or take out the reply, or export it again"
    )


def _no_object(shown: str, line: int, column: int) -> UnreadableFileError:
    return UnreadableFileError(f"{shown}, line {line:,}, character {column:,}: a reply must be an object of answers")


@dataclass(slots=True)
class _Columns:
    """Answers by their dotted names, in the order in which the names first appear."""

    cells: dict[str, list[Any]] = field(default_factory=dict)
    """As long as the last reply that has the name."""
    rows: int = 0

    def add(self, reply: Reply) -> None:
        for name, value in _flat(reply).items():
            cells = self.cells.setdefault(name, [])
            cells.extend([None] * (self.rows - len(cells)))
            cells.append(None if value == "" else value)
        self.rows += 1


def _flat(reply: Reply) -> Reply:
    """A reply with a dotted name for each answer in an object within it."""
    if _NESTED.isdisjoint(map(type, reply.values())):
        return reply
    flat: Reply = {}
    for name, value in reply.items():
        _put(flat, name, value, 1)
    return flat


def _put(flat: Reply, name: str, value: Any, level: int) -> None:
    if isinstance(value, dict) and level < _LEVELS:
        for within, inner in value.items():
            _put(flat, f"{name}.{within}", inner, level + 1)
        return
    while name in flat:  # "a.b" beside "a" with "b" in it
        name += "_"
    flat[name] = _answer(value) if type(value) in _NESTED else value


def _answer(value: Any) -> Any:
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict | list) for item in value)):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value


def _series(cells: list[Any], rows: int) -> polars.Series:
    """Answers in the type that they share; as text where they share none."""
    import polars

    cells += [None] * (rows - len(cells))
    types = set(map(type, cells)) - {type(None)}
    whole = [cell for cell in cells if type(cell) is int] if int in types else []
    if list in types:
        return _lists([_several(cell) for cell in cells])
    if types == {bool}:
        return polars.Series(values=cells, dtype=polars.Boolean)
    if types == {int} and all(number in _INTEGERS for number in whole):
        return polars.Series(values=cells, dtype=polars.Int64)
    if types in ({float}, {int, float}) and all(number in _EXACT for number in whole):
        return polars.Series(values=cells, dtype=polars.Float64)
    if types != {str}:
        cells = [None if cell is None else code_of(cell) for cell in cells]
    try:
        return polars.Series(values=cells, dtype=polars.String)
    except UnicodeEncodeError:
        return polars.Series(values=[None if cell is None else _sound(cell) for cell in cells], dtype=polars.String)


def _lists(cells: list[tuple[str, ...] | None]) -> polars.Series:
    """Lists of texts; each different one is handed over once, as there are few."""
    import polars

    places: dict[tuple[str, ...], int] = {}
    at = [None if cell is None else places.setdefault(cell, len(places)) for cell in cells]
    different = polars.Series(values=[list(map(_sound, cell)) for cell in places], dtype=polars.List(polars.String))
    return different.gather(polars.Series(values=at, dtype=polars.UInt32))


def _several(cell: Any) -> tuple[str, ...] | None:
    """Several answers; one that stands alone is the only one."""
    if cell is None:
        return None
    answers = cell if isinstance(cell, list) else [cell]
    return tuple(code_of(answer) for answer in answers if answer not in (None, ""))


def _sound(text: str) -> str:
    """A text without the halves of characters that JSON can write and no encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
