"""The metadata of Quantipy: JSON that says of each column of a CSV what it asked and which answers there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.raw import Together
from topline.survey import Kind, Option

_KINDS = {"delimited set": Kind.MULTI, "int": Kind.NUMERIC, "float": Kind.NUMERIC, "string": Kind.OPEN}


def recognises(said: Any) -> bool:
    """Whether the JSON of a file is such metadata: columns with a type each, most of them with a text."""
    if not isinstance(said, dict) or not isinstance(said.get("columns"), dict) or not said["columns"]:
        return False
    columns = said["columns"].values()
    typed = sum(isinstance(column, dict) and isinstance(column.get("type"), str) for column in columns)
    texts = sum(isinstance(column, dict) and isinstance(column.get("text"), (dict, str)) for column in columns)
    return typed == len(said["columns"]) and texts * 2 > typed


def read(said: Mapping[str, Any], source: str, headers: Headers) -> Codebook:
    """What such metadata says of these columns."""
    library = said.get("lib") if isinstance(said.get("lib"), dict) else {}
    reader = _Reader(said, str(library.get("default text") or "") if isinstance(library, dict) else "")
    entries = {}
    for name, column in said["columns"].items():
        if header := headers.called(name):
            entries[header] = reader.entry(name, column)
    info = said.get("info")
    title = str(info.get("name") or "") if isinstance(info, dict) else ""
    return Codebook(source, entries, len(said["columns"]), len(entries), reader.groups(headers), title)


class _Reader:
    """Looks up texts in one language, and the lists of answers that columns share."""

    def __init__(self, said: Mapping[str, Any], language: str) -> None:
        self._said = said
        self._language = language

    def entry(self, name: str, column: Mapping[str, Any]) -> Entry:
        """What is said of one column."""
        kind = _KINDS.get(column["type"])
        options = self._options(column.get("values"))
        text = self._text(column.get("text"))
        return Entry(
            name=name,
            text=text if text != name else "",
            kind=None if options and kind is not Kind.MULTI else kind,
            options=options,
            separator=";" if kind is Kind.MULTI else "",
        )

    def groups(self, headers: Headers) -> tuple[HeaderGroup, ...]:
        """The columns that were asked together, with their items."""
        masks = self._said.get("masks")
        found = []
        for name, mask in masks.items() if isinstance(masks, dict) else ():
            items = mask.get("items") if isinstance(mask, dict) else None
            parts: dict[str, str] = {}
            for item in items if isinstance(items, list) else ():
                column = str(item.get("source") or "").removeprefix("columns@") if isinstance(item, dict) else ""
                if header := headers.called(column):
                    parts[header] = self._text(item.get("text")) or column
            if len(parts) > 1:
                text = self._text(mask.get("text"))
                found.append(HeaderGroup(Together.GRID, tuple(parts), tuple(parts.values()), text, name))
        return tuple(found)

    def _options(self, values: Any) -> tuple[Option, ...]:
        if isinstance(values, str):
            values = self._shared(values)
        if not isinstance(values, list):
            return ()
        return tuple(
            option_of(str(value["value"]), self._text(value.get("text")))
            for value in values
            if isinstance(value, dict) and "value" in value
        )

    def _shared(self, path: str) -> Any:
        """What a path such as "lib@values@q5" leads to."""
        place: Any = self._said
        for part in path.split("@"):
            place = place.get(part) if isinstance(place, dict) else None
        return place

    def _text(self, text: Any) -> str:
        if isinstance(text, dict):
            text = text.get(self._language) or next((one for one in text.values() if isinstance(one, str)), "")
        return plain(text) if isinstance(text, str) else ""
