"""The schema that Stack Overflow publishes beside the replies of its yearly survey, in its old and its new form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from topline.readers.codebooks.codebook import Codebook, Entry, Headers, plain
from topline.readers.codebooks.small_tables import SmallTable
from topline.survey import Kind

_SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB"}
"""Selectors under which people tick all that apply."""
_LONG_TEXTS = {"ML", "ESTB"}


def recognises(header: Sequence[str]) -> bool:
    """Whether a folded header is that of such a schema."""
    return set(header[:3]) >= {"column", "questiontext"} or {"qname", "question", "type", "selector"} <= set(header)


def read(table: SmallTable, source: str, headers: Headers) -> Codebook:
    """What a schema says of these columns."""
    entries: dict[str, Entry] = {}
    described = found = 0
    for row in table.records():
        name = row.get("qname") or row.get("column") or ""
        text = plain(row.get("question") or row.get("questiontext") or "")
        if not name or not text or row.get("type") in ("DB", "Timing"):
            continue
        described += 1
        if header := headers.called(name):
            entries[header] = _entry(name, text, row)
            found += 1
        elif items := _items(name, headers):
            entries |= {header: _entry(name, f"{text} - {item}", row) for header, item in items.items()}
            found += 1
    return Codebook(source, entries, described, found)


def _entry(name: str, text: str, row: Mapping[str, str]) -> Entry:
    selector = row.get("selector", "")
    if row.get("type") == "MC" and selector in _SEVERAL:
        return Entry(name, text, Kind.MULTI, separator=";")
    if row.get("type") == "Matrix":
        return Entry(name, text, separator=";")
    return Entry(name, text, Kind.OPEN if row.get("type") == "TE" and selector in _LONG_TEXTS else None)


def _items(name: str, headers: Headers) -> dict[str, str]:
    """The columns of a question in several: its name, then the item, as in LanguageHaveWorkedWith or Points_1."""
    items = {}
    for header in headers.beginning_with(name):
        rest = header[len(name) :]
        if re.match(r"[A-Z_]", rest):
            items[header] = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", rest.lstrip("_"))
    return items
