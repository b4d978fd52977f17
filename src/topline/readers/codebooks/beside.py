"""Looking beside replies for the file that describes them: recognised by what is in it, not by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from topline.readers.codebooks import (
    ddi,
    generic,
    limesurvey,
    qualtrics,
    quantipy,
    redcap,
    spss_syntax,
    stack_overflow,
    xlsform,
)
from topline.readers.codebooks.codebook import Codebook, Headers
from topline.readers.codebooks.safe_xml import parsed
from topline.readers.codebooks.small_tables import delimited_header, delimited_table, sheets
from topline.readers.neighbours import DESCRIBING, small_beside
from topline.readers.sanitise import sanitise

_HEAD = 4096
_TABLES: tuple[ModuleType, ...] = (redcap, stack_overflow, generic)
_TREES: tuple[ModuleType, ...] = (qualtrics, quantipy)
_XML: tuple[ModuleType, ...] = (ddi, limesurvey)


def candidates(path: Path) -> tuple[Path, ...]:
    """The files beside one that are looked into: what is read of it depends on them as well."""
    return small_beside(path, DESCRIBING)


def codebook_for(path: Path, headers: Sequence[str]) -> Codebook | None:
    """The codebook beside a file of replies that fits its columns best; None where none fits enough.

    Args:
        path: The file of replies.
        headers: Of its columns, as they stand in it, or the names of its variables.
    """
    known = Headers(tuple(headers))
    best, most = None, 0.0
    for candidate in candidates(path):
        try:
            found = [codebook for codebook in _read(candidate, known) if codebook.entries]
        except Exception:  # noqa: S112 - whatever stands beside replies is no reason not to open them
            continue
        for codebook in found:
            fit = codebook.fit(headers)
            if fit >= codebook.enough and fit > most:
                best, most = codebook, fit
    return best


def _read(path: Path, headers: Headers) -> Iterator[Codebook]:
    """What a file says of the columns, where it is a codebook of a kind that is known."""
    source = sanitise(path.name, one_line=True, limit=100)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.suffix.casefold() == spss_syntax.SUFFIX:
        if syntax := spss_syntax.read_syntax(path):
            yield spss_syntax.read_codebook(syntax, source, headers)
    elif head.startswith(b"PK\x03\x04"):
        yield from _of_workbook(path, source, headers)
    elif text.startswith(b"<"):
        for module in _XML:
            if module.recognises(head):
                yield module.read_codebook(parsed(path, source), source, headers)
    elif text.startswith((b"{", b"[")):
        said: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        for module in _TREES:
            if module.recognises(said):
                yield module.read(said, source, headers)
    elif module_of := _table_module(delimited_header(path)):
        table = delimited_table(path)
        if table and (codebook := module_of.read(table, source, headers)):
            yield codebook


def _of_workbook(path: Path, source: str, headers: Headers) -> Iterator[Codebook]:
    tables = sheets(path)
    if xlsform.recognises(tables):
        yield xlsform.read(tables, source, headers)
        return
    for table in tables.values():
        module = _table_module(table.header)
        if module and (codebook := module.read(table, source, headers)):
            yield codebook


def _table_module(header: Sequence[str]) -> ModuleType | None:
    return next((module for module in _TABLES if module.recognises(header)), None)
