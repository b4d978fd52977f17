"""The file of a report as text: the tables that it lists, and what is recorded of their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from topline.export.safe_text import toml_text
from topline.survey import View

if TYPE_CHECKING:
    from tomlkit.items import Table

HEAD = """\
The tables of a report, in order. `topline report FILE --spec THIS -o report.xlsx` writes them.
Above the first [[table]] can stand what holds for all: columns, where, weight, base, sort, zeros, percent,
test, levels, transposed.
[recorded] says what was known of questions and raked weights; with --check topline says what has changed since.
"""


def report_text(views: Sequence[View], title: str, recorded: Mapping[str, Mapping[str, Any]]) -> str:
    """A new file of a report.

    Args:
        views: Its tables.
        title: What the report is called.
        recorded: What is recorded of their questions.
    """
    import tomlkit

    document = tomlkit.document()
    for line in HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add("title", tomlkit.item(title))
    tables = tomlkit.aot()
    for view in views:
        table = tomlkit.table()
        said = view.as_mapping()
        for key in ("title", "view", "rows", "columns", "where", "against", "search", "weight", "base", "sort"):
            if key in said and not (key == "view" and said["view"] in ("topline", "crosstab")):
                table.add(key, said[key])
        tables.append(table)
    document.add("table", tables)
    document.add("recorded", _recorded(recorded))
    return toml_text(tomlkit.dumps(document))


def recorded_anew(text: str, recorded: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of a report's file with what is recorded now; all else stays as it stands there.

    Args:
        text: Of a file that was read.
        recorded: What is recorded of its questions.
    """
    import tomlkit

    document = tomlkit.parse(text)
    document.pop("recorded", None)
    kept = tomlkit.dumps(document).rstrip("\n") + "\n\n"
    added = tomlkit.document()
    added.add("recorded", _recorded(recorded))
    return kept + toml_text(tomlkit.dumps(added))


def _recorded(recorded: Mapping[str, Mapping[str, Any]]) -> Table:
    import tomlkit

    tables = tomlkit.table(is_super_table=True)
    for name, said in recorded.items():
        table = tomlkit.table()
        for key, value in said.items():
            if isinstance(value, Mapping):
                # A head of its own would stand above heads alone.
                inner = tomlkit.table(is_super_table=all(isinstance(one, Mapping) for one in value.values()))
                for code, what in value.items():
                    inner.add(code, what)
                table.add(key, inner)
            elif isinstance(value, list):
                array = tomlkit.array()
                array.extend(value)
                table.add(key, array.multiline(len(value) > 3))
            else:
                table.add(key, value)
        tables.add(name, table)
    return tables
