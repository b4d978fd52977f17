"""A TOML text that a person wrote, changed line by line: what is not changed stays as it stands, comments and all."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Place = tuple[str, ...]
"""The keys that lead to a value, from the outermost table on."""
LONG = 4
"""Entries of a list or table from which on each has a line of its own."""
_ENDS = ("]", "}", '"""', "'''")
"""One of these stands in the last line of a value that takes several."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A key with its value, or the header of a table."""

    place: Place
    table: Place
    """The table that it stands in; its own place for a header."""
    start: int
    end: int
    """Its lines, from 0; the last one is not its own."""

    @property
    def is_header(self) -> bool:
        """Whether it begins a table."""
        return self.place == self.table


class TomlLines:
    """The lines of a TOML text. The text must be valid; whether it says what it should, the caller checks."""

    def __init__(self, text: str) -> None:
        self._end = "\r" if "\r\n" in text else ""
        self._lines = text.split("\n")
        self._known: list[Statement] = []
        """The statements, as long as no line has changed since they were looked for."""

    @property
    def text(self) -> str:
        """As it stands now."""
        return "\n".join(self._lines)

    def is_value(self, place: Place) -> bool:
        """Whether all that is said of a place stands in one line, between braces."""
        return any(one.place == place and not one.is_header for one in self._statements())

    def say(self, place: Place, value: Any) -> None:
        """Let a key have a value, wherever its table stands; None leaves the key out.

        Raises:
            LookupError: when the text is laid out so that this cannot be said within it.
        """
        found = [one for one in self._statements() if one.place[: len(place)] == place]
        around = next((s for s in self._statements() if not s.is_header and s.place == place[: len(s.place)]), None)
        if around is not None:
            self._say_again(around, place, value)
        elif isinstance(value, Mapping) and found:
            self._say_in_order(found, place, value)
        else:
            for one in reversed(found):
                self._put(one.start, one.end, "")
            if value is not None:
                self._add(place, value)

    def add_table(self, place: Place, said: Mapping[str, Any]) -> None:
        """A new table, after its sisters where there are any, else before lists of tables, else at the end."""
        statements = self._statements()
        sisters = [one for one in statements if one.place[:1] == place[:1]]
        lists = [one for one in statements if one.is_header and self._lines[one.start].lstrip().startswith("[[")]
        if sisters and sisters[-1].table:
            self._put_block(sisters[-1].end, _table_text(place, said))
        elif lists:
            self._put_block(self._above(lists[0].start), _table_text(place, said))
        else:
            self._put_block(len(self._lines), _table_text(place, said))

    def add_table_last(self, place: Place, said: Mapping[str, Any]) -> None:
        """A new table after everything else."""
        self._put_block(len(self._lines), _table_text(place, said))

    # What stands there.

    def _statements(self) -> list[Statement]:
        if not self._known:
            self._known = list(self._found())
        return self._known

    def _found(self) -> Iterator[Statement]:
        table: Place = ()
        counts: dict[Place, int] = {}
        at = 0
        while at < len(self._lines):
            bare = self._lines[at].strip()
            if not bare or bare.startswith("#"):
                at += 1
                continue
            if bare.startswith("["):
                table = _keys_of(tomllib.loads(bare))
                if bare.startswith("[["):
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, str(counts[table]))
                elif table[:1] in counts:
                    table = (table[0], str(counts[table[:1]]), *table[1:])
                end, place = at + 1, table
            else:
                end, place = self._end_of(at), (*table, *_key_of(self._lines[at]))
            yield Statement(place, table, at, end)
            at = end

    def _end_of(self, start: int) -> int:
        """The line after a key's value, which can take several."""
        for end in range(start + 1, len(self._lines) + 1):
            last = self._lines[end - 1]
            if end > start + 1 and not any(mark in last for mark in _ENDS):
                continue
            try:
                self._read(start, end)
            except tomllib.TOMLDecodeError:
                continue
            return end
        raise LookupError(start)

    def _read(self, start: int, end: int) -> dict[str, Any]:
        return tomllib.loads("\n".join(self._lines[start:end]) + "\n")

    def _above(self, line: int) -> int:
        """The first of the lines of comment that stand right above a line."""
        while line and self._lines[line - 1].lstrip().startswith("#"):
            line -= 1
        return line

    # Changing it.

    def _put(self, start: int, end: int, text: str) -> None:
        """These lines in the place of others; the text ends in a line end, or is empty."""
        self._known = []
        self._lines[start:end] = [line.rstrip("\r") + self._end for line in text.split("\n")[:-1]]

    def _put_block(self, at: int, text: str) -> None:
        """A table of its own, with a blank line above it, and below where something follows right there."""
        while at and at >= len(self._lines) and not self._lines[at - 1].strip():
            at -= 1
        if at == len(self._lines) and at and not self._lines[-1].endswith(self._end):
            self._lines[-1] += self._end
        above = "\n" if at and self._lines[at - 1].strip() else ""
        rest = [line for line in self._lines[at : at + 1] if line.strip()]
        at_end = not any(line.strip() for line in self._lines[at:])
        self._put(at, len(self._lines) if at_end else at, above + text + ("\n" if rest and not at_end else ""))
        if at_end:
            self._lines.append("")

    def _say_again(self, statement: Statement, place: Place, value: Any) -> None:
        """A value, or a part of one, where it stands already; what stands behind it in its line stays there."""
        import tomlkit

        document = tomlkit.parse("\n".join(self._lines[statement.start : statement.end]) + "\n")
        *keys, last = place[len(statement.table) :]
        table: Any = document
        for key in keys:
            if key not in table:
                table.add(key, tomlkit.inline_table())
            table = table[key]
        if value is None and place == statement.place:
            self._put(statement.start, statement.end, "")
            return
        if value is None:
            if last in table:
                table.remove(last)
        elif last in table and isinstance(table[last], Mapping) and isinstance(value, Mapping):
            table[last] = _inline(value)
        else:
            table[last] = _item(value, table.get(last), within=place != statement.place)
        self._put(statement.start, statement.end, tomlkit.dumps(document))

    def _say_in_order(self, found: Sequence[Statement], place: Place, value: Mapping[str, Any]) -> None:
        """A table that stands there key by key, in this order; a key that stays as it is keeps its comments."""
        kept: dict[str, str] = {}
        for one in found:
            if one.place == (*place, one.place[-1]):
                lines = self._lines[self._above(one.start) : one.end]
                said = self._read(one.start, one.end)
                if _at(said, one.place[len(one.table) :]) == value.get(one.place[-1]):
                    kept[one.place[-1]] = "\n".join(lines) + "\n"
        table = found[0].table
        first = found[0].end if found[0].is_header else self._above(found[0].start)
        text = "".join(kept.get(key) or _line((*place, key)[len(table) :], one) for key, one in value.items())
        for one in reversed(found):
            if not one.is_header:
                self._put(self._above(one.start), one.end, "")
        self._put(first, first, text)

    def _add(self, place: Place, value: Any) -> None:
        """A key that does not stand there yet, after those of its table."""
        if len(place) == 1:
            self._add_at_the_top(place, value)
            return
        statements = self._statements()
        mine = [one for one in statements if one.place[: len(place) - 1] == place[:-1]]
        here = [one for one in mine if one.table == place[:-1]] or [
            one for one in mine if one.table == place[: len(one.table)]
        ]
        if here and here[0].is_header and isinstance(value, Mapping) and len(value) >= LONG:
            self._put(here[-1].end, here[-1].end, "\n" + _table_text(place, value))
        elif here:
            self._put(here[-1].end, here[-1].end, _line(place[len(here[-1].table) :], value))
        elif mine:
            # Only tables within it have a header.
            self._put(mine[0].start, mine[0].start, _table_text(place[:-1], {place[-1]: value}) + "\n")
        else:
            raise LookupError(place)

    def _add_at_the_top(self, place: Place, value: Any) -> None:
        """A key of the whole, after the others, before the first table and below the file's first comment."""
        mine = [one for one in self._statements() if not one.table]
        if mine:
            self._put(mine[-1].end, mine[-1].end, _line(place, value))
            return
        at = next((n for n, line in enumerate(self._lines) if not line.lstrip().startswith("#")), len(self._lines))
        if at and self._lines[at].strip():
            at = 0  # the comment belongs to what stands right below it
        at += bool(at and at < len(self._lines) - 1)
        self._put(at, at, _line(place, value) + ("\n" if any(line.strip() for line in self._lines[at:]) else ""))


def _keys_of(content: Any) -> Place:
    """The keys of a header that was read by itself."""
    keys: list[str] = []
    while content:
        content = content[0] if isinstance(content, list) else content
        if not content:
            break
        keys.append(next(iter(content)))
        content = content[keys[-1]]
    return tuple(keys)


def _key_of(line: str) -> Place:
    """The key that a line begins with, as the keys it is made of."""
    for at, letter in enumerate(line):
        if letter == "=":
            try:
                content: Any = tomllib.loads(f"{line[:at]}= 0")
            except tomllib.TOMLDecodeError:
                continue
            return _keys_of(content)
    raise LookupError(line)


def _at(content: Any, place: Place) -> Any:
    for key in place:
        content = content[key]
    return content


# How values are written.


def _table_text(place: Place, said: Mapping[str, Any]) -> str:
    """A table under its header, short values before the tables within it."""
    inner = [(key, one) for key, one in said.items() if isinstance(one, Mapping) and len(one) >= LONG]
    plain = [(key, one) for key, one in said.items() if (key, one) not in inner]
    text = f"[{_dotted(place)}]\n" if plain or not inner else ""
    text += "".join(_line((key,), one) for key, one in plain)
    for key, one in inner:
        text += ("\n" if text else "") + _table_text((*place, key), one)
    return text


def _dotted(place: Place) -> str:
    import tomlkit

    return str(tomlkit.key(list(place)).as_string())


def _line(place: Place, value: Any) -> str:
    """A key with its value, in as many lines as that takes."""
    return f"{_dotted(place)} = {_item(value).as_string()}\n"


def _item(value: Any, before: Any = None, *, within: bool = False) -> Any:
    """A value as it is written; a longer list has a line for each, with the comment that it had.

    Args:
        value: What is to be written.
        before: What stands in its place, whose comments are kept.
        within: Whether it stands within a table that takes one line.
    """
    import tomlkit

    if isinstance(value, Mapping):
        return _inline(value)
    if not isinstance(value, list):
        return tomlkit.item(value)
    array = tomlkit.array()
    comments = _comments_of(before)
    if within or (len(value) < LONG and not comments):
        array.extend(value)
        return array
    for one in value:
        array.add_line(one, comment=comments.get(repr(one)))
    array.add_line(indent="")
    return array


def _inline(value: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    for key, one in value.items():
        table.add(key, one)
    return table


def _comments_of(array: Any) -> dict[str, str]:
    """The comments at the ends of a list's lines, each by the last value of its line."""
    found: dict[str, str] = {}
    for line in array.as_string().splitlines() if isinstance(array, list) and hasattr(array, "as_string") else ():
        for at in (at for at, letter in enumerate(line) if letter == "#"):
            try:
                values = tomllib.loads(f"x = [{line[:at].strip().lstrip('[')}]")["x"]
            except tomllib.TOMLDecodeError:
                continue
            if values:
                found[repr(values[-1])] = line[at + 1 :].strip()
            break
    return found
