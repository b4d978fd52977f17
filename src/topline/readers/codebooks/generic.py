"""A data dictionary as people write one: a table with a row a variable, or a row a value of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from topline.readers.codebooks.codebook import ENOUGH_OF_ANY, Codebook, Entry, Headers, option_of, plain
from topline.readers.codebooks.small_tables import SmallTable
from topline.readers.missing_labels import kind_of_label
from topline.survey import Option

_NAMES = ("variable", "variable name", "variable_name", "varname", "var_name", "var", "column", "column name",
          "column_name", "field", "field name", "fieldname", "question id", "question_id", "qid", "item", "name", "id",
          "code")  # fmt: skip
_TEXTS = ("question text", "question_text", "questiontext", "full question", "question wording", "wording", "question",
          "variable label", "variable_label", "label", "description", "variable description", "definition", "text",
          "prompt", "meaning", "title")  # fmt: skip
_ANSWERS = ("value labels", "value_labels", "values", "codes", "coding", "response options", "response_options",
            "options", "answer options", "answers", "answer choices", "choices", "levels", "categories", "responses",
            "allowed values", "possible values", "permitted values", "value coding", "encoding", "labels")  # fmt: skip
_VALUES = ("value", "code", "response code", "answer code", "value code")
_LABELS = ("value label", "value_label", "label", "meaning", "answer", "response", "category", "description")
_MISSING = ("missing values", "missing_values", "missing", "missing codes", "missing value")
_BASES = ("universe", "base", "asked of", "filter", "routing", "condition", "skip logic", "branching logic")
_CODED = re.compile(r"\s*([+-]?[0-9]+(?:\.[0-9]+)?|[A-Za-z]{1,3})\s*(?:=|:|,|\t|\)|\s[-–—])\s*(.+?)\s*", re.DOTALL)
_BREAKS = ("|", "\n", ";")
"""What stands between answers, in the order it is tried."""


def recognises(header: Sequence[str]) -> bool:
    """Whether a folded header may be that of a data dictionary."""
    names = [name for name in _NAMES if name in header]
    return bool(names) and any(text in header and text != names[0] for text in _TEXTS)


def read(table: SmallTable, source: str, headers: Headers) -> Codebook | None:
    """What a data dictionary says of these columns; None where no column of it names them."""
    name = _names(table, headers)
    if name is None:
        return None
    text = next((text for text in _TEXTS if text in table.header and text != name), "")
    rows: dict[str, list[Mapping[str, str]]] = {}
    last = ""
    for row in table.records():
        last = row.get(name) or last  # a name may stand beside the first of its values only
        if last:
            rows.setdefault(last, []).append(row)
    value = next((one for one in _VALUES if one in table.header and one != name), "")
    label = next((one for one in _LABELS if one in table.header and one not in (name, value)), "")
    is_long = bool(value and label) and max(map(len, rows.values()), default=0) > 1
    entries = {}
    for variable, of_variable in rows.items():
        if header := headers.called(variable):
            options = _long(of_variable, value, label) if is_long else _wide(of_variable[0])
            asked = "" if is_long and text == label else plain(of_variable[0].get(text, ""))
            entries[header] = Entry(variable, asked, options=options, base_text=_first(of_variable[0], _BASES))
    return Codebook(source, entries, len(rows), len(entries), enough=ENOUGH_OF_ANY)


def _names(table: SmallTable, headers: Headers) -> str | None:
    """The column of the dictionary that names most of the columns of the replies."""
    best, most = None, 0
    for name in _NAMES:
        if (place := table.column(name)) is not None:
            named = {row[place] for row in table.rows if place < len(row)}
            count = sum(headers.called(one) is not None for one in named)
            if count > most:
                best, most = name, count
    return best


def _first(row: Mapping[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _long(rows: Sequence[Mapping[str, str]], value: str, label: str) -> tuple[Option, ...]:
    """Options of which each has its row."""
    coded = [(row.get(value, ""), row.get(label, "")) for row in rows]
    return tuple(option_of(code, said) for code, said in coded if code and said)


def _wide(row: Mapping[str, str]) -> tuple[Option, ...]:
    """Options that stand in one cell."""
    options = options_in(_first(row, _ANSWERS))
    apart = set(re.findall(r"[+-]?[0-9]+", _first(row, _MISSING)))
    return tuple(
        Option(option.code, option.label, kind_of_label(option.label)) if option.code in apart else option
        for option in options
    )


def options_in(text: str) -> tuple[Option, ...]:
    """The options of a cell such as "1=Yes; 2=No", "1, Yes | 2, No" or a line each; none where it lists none."""
    for mark in (*_BREAKS, ","):
        parts = [part for part in text.split(mark) if part.strip()]
        coded = list(_coded(parts))
        if len(coded) == len(parts) > 1:
            return tuple(coded)
    for mark in ("|", "\n", ";"):
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) > 1 and len(set(parts)) == len(parts):
            return tuple(option_of(part, part) for part in parts)
    return ()


def _coded(parts: Sequence[str]) -> Iterator[Option]:
    for part in parts:
        if found := _CODED.fullmatch(part):
            yield option_of(found[1], found[2])
