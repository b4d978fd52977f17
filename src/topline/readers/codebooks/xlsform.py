"""An XLSForm, from which KoboToolbox and ODK make their forms: a sheet of questions and one of choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from topline.readers.codebooks.codebook import Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.codebooks.small_tables import SmallTable
from topline.readers.raw import Together
from topline.survey import Kind, Option, Role

_KINDS = {"integer": Kind.NUMERIC, "decimal": Kind.NUMERIC, "range": Kind.NUMERIC}
_PERSONAL = {"geopoint", "geotrace", "geoshape", "phonenumber", "email", "username", "subscriberid", "simserial"}
_NOT_IN_DATA = re.compile(r"(?:begin|end)[_ ].*|note|image|audio|video|file|xml-external|csv-external", re.IGNORECASE)
"""Types that no column holds an answer of."""
_SELECT = re.compile(r"(select[_ ](?:one|multiple)|rank)(?:_from_file)?\s+(\S+)(\s+or[_ ]other)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of questions around one."""

    name: str
    text: str
    is_table: bool
    """Whether its questions are shown as the rows of one table."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of the form."""

    entry: Entry
    several: bool
    choices: str
    """The name of its list."""
    path: tuple[_Group, ...]
    row_of_table: bool


@dataclass(slots=True)
class _Found:
    """What the replies have of the form."""

    entries: dict[str, Entry] = field(default_factory=dict)
    groups: list[HeaderGroup] = field(default_factory=list)
    tables: dict[tuple[str, str], list[tuple[str, _Asked]]] = field(default_factory=dict)


def recognises(sheets: Mapping[str, SmallTable]) -> bool:
    """Whether the sheets of a workbook are those of an XLSForm."""
    survey = sheets.get("survey")
    return survey is not None and "type" in survey.header and "name" in survey.header and _label_of(survey) != ""


def read(sheets: Mapping[str, SmallTable], source: str, headers: Headers) -> Codebook:
    """What an XLSForm says of these columns."""
    survey = sheets["survey"]
    choices = _choices(sheets.get("choices"), _language(survey))
    found = _Found()
    asked = list(_asked(survey, choices))
    answered = sum(_find(question, headers, found) for question in asked)
    for (_, name), rows in found.tables.items():
        if len(rows) > 1:
            text = next((group.text for group in reversed(rows[0][1].path)), "")
            labels = tuple(row.entry.text for _, row in rows)
            found.groups.append(HeaderGroup(Together.GRID, tuple(header for header, _ in rows), labels, text, name))
    return Codebook(source, found.entries, len(asked), answered, tuple(found.groups))


def _label_of(table: SmallTable, language: str = "") -> str:
    """The header of the labels: those of the language, else without one, else of the first there is."""
    labels = [name for name in table.header if re.fullmatch(r"label(\s*::?.*)?", name)]
    wanted = [name for name in labels if language and _tag(name) == language]
    return next(iter([*wanted, *(name for name in labels if name == "label"), *labels]), "")


def _language(survey: SmallTable) -> str:
    return _tag(_label_of(survey))


def _tag(name: str) -> str:
    return name.rpartition(":")[2].strip() if ":" in name else ""


def _choices(table: SmallTable | None, language: str) -> dict[str, tuple[Option, ...]]:
    """The options of each list, in their order."""
    lists: dict[str, tuple[Option, ...]] = {}
    if table is None:
        return lists
    label = _label_of(table, language)
    for row in table.records():
        name, code = row.get("list_name") or row.get("list name") or "", row.get("name") or row.get("value") or ""
        if name and code:
            lists[name] = (*lists.get(name, ()), option_of(code, row.get(label, "")))
    return lists


def _asked(survey: SmallTable, choices: Mapping[str, tuple[Option, ...]]) -> Iterator[_Asked]:
    """The questions that have a column, each within its groups."""
    label = _label_of(survey)
    path: list[_Group] = []
    for row in survey.records():
        kind = " ".join(row.get("type", "").split())
        name, text = row.get("name", ""), plain(row.get(label, ""))
        appearance = row.get("appearance", "").casefold()
        if re.match(r"begin[_ ](group|repeat)", kind, re.IGNORECASE):
            path.append(_Group(name, text, "table-list" in appearance))
        elif re.match(r"end[_ ](group|repeat)", kind, re.IGNORECASE):
            del path[-1:]
        elif kind and name and not _NOT_IN_DATA.fullmatch(kind):
            yield _question(kind, name, text, row, choices, tuple(path))


def _question(
    kind: str,
    name: str,
    text: str,
    row: Mapping[str, str],
    choices: Mapping[str, tuple[Option, ...]],
    path: tuple[_Group, ...],
) -> _Asked:
    select = _SELECT.fullmatch(kind)
    options = choices.get(select[2], ()) if select else ()
    if select and select[3]:
        options = (*options, Option("other", "Other"))
    several = bool(select) and not kind.casefold().startswith(("select_one", "select one"))
    is_row = any(group.is_table for group in path) or "list-nolabel" in row.get("appearance", "").casefold()
    bare = kind.casefold()
    entry = Entry(
        name=name,
        text=text,
        kind=Kind.MULTI if several else _KINDS.get(bare),
        options=options,
        role=Role.PERSONAL if bare in _PERSONAL else None,
        base_text=row.get("relevant", "") or row.get("relevance", ""),
        separator=" " if several else "",
    )
    return _Asked(entry, several, select[2] if select else "", path, is_row and bool(options) and not several)


def _find(asked: _Asked, headers: Headers, found: _Found) -> bool:
    """Note the columns that a question has, under its name within its groups, or headed by its label."""
    entry = asked.entry
    header = _header(asked, headers)
    ticks = _ticks(asked, headers) if asked.several else {}
    if len(ticks) > 1:
        found.entries |= {tick: replace(entry, options=(), kind=None, separator="") for tick in ticks}
        labels = tuple(option.label for option in ticks.values())
        found.groups.append(HeaderGroup(Together.SEVERAL, tuple(ticks), labels, entry.text, entry.name))
    if header is not None:
        found.entries[header] = entry
        if asked.row_of_table:
            group = asked.path[-1].name if asked.path else ""
            found.tables.setdefault((asked.choices, group), []).append((header, asked))
    return header is not None or bool(ticks)


def _header(asked: _Asked, headers: Headers) -> str | None:
    name = asked.entry.name
    groups = [group.name for group in asked.path if group.name]
    paths = ["/".join([*groups[at:], name]) for at in range(len(groups) + 1)]
    dashed = ["-".join([*groups[at:], name]) for at in range(len(groups) + 1)]
    return headers.called(*paths, *dashed) or headers.ending_in(name) or headers.called(asked.entry.text)


def _ticks(asked: _Asked, headers: Headers) -> dict[str, Option]:
    """The column of each choice of a question with several answers, behind the question's own name or label."""
    groups = [group.name for group in asked.path if group.name]
    starts = ["/".join([*groups[at:], asked.entry.name]) for at in range(len(groups) + 1)]
    ticks = {}
    for option in asked.entry.options:
        paths = [f"{start}/{option.code}" for start in starts] + [f"{asked.entry.name}.{option.code}"]
        if header := headers.called(*paths, f"{asked.entry.text}/{option.label}"):
            ticks[header] = option
    return ticks
