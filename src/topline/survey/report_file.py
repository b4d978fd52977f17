"""A report as it stands in a file: the tables that it has, in order, and what was known of their questions.

A `[[table]]` is written as a `[[query]]` of a survey file is, save that it has no key and no parameters. What stands
at the top holds for every table that does not say otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from topline.survey.errors import ToplineError
from topline.survey.query import CannedQuery
from topline.survey.query_file import LISTS, PART_KEYS, QUERY_KEYS, nets_said, rows_of
from topline.survey.question import Kind, MissingKind
from topline.survey.toml_file import Known, Parts, TomlFile

DEFAULTS = ("columns", "where", "weight", "base", "sort", "zeros", "percent", "test", "levels", "transposed")
"""Keys of a table that can stand at the top."""
TABLE_KEYS: Known = {
    key: QUERY_KEYS[key]
    for key in ("title", "view", "rows", "period", *DEFAULTS, "against", "search", "chart", "nets", "bands")
}  # fmt: skip
SPEC_KEYS: Known = {
    "title": str,
    "stacked": bool,
    "table": list,
    "recorded": dict,
    **{key: QUERY_KEYS[key] for key in DEFAULTS},
}
RECORDED_KEYS: Known = {
    "text": str,
    "kind": str,
    "base": str,
    "options": (list, dict),
    "missing": dict,
    "nets": dict,
    "bands": (list, dict),
    "cap": (int, float),
    "targets": dict,
}
"""Of a question; a raked weight has `base`, `cap` and `targets`."""
RECORDED_PARTS: Parts = {
    "options": (str, "texts"),
    "missing": (str, "kinds of missing"),
    "nets": (list, "lists of codes"),
    "targets": (dict, "shares of each answer"),
}


class ReportFileError(ToplineError):
    """A file of a report that does not say what it should, or asks for what a survey does not have."""


@dataclass(frozen=True, slots=True)
class ReportFile(TomlFile):
    """A report's file, checked for its shape but not yet against the replies."""

    FAULT = ReportFileError

    @property
    def title(self) -> str:
        """What the report is called; empty where nobody said."""
        return str(self.content.get("title", ""))

    @property
    def stacked(self) -> bool:
        """Whether a workbook has all its tables on one sheet."""
        return bool(self.content.get("stacked", False))

    @property
    def said(self) -> tuple[Mapping[str, Any], ...]:
        """What is said of each table, what stands at the top included.

        A filter at the top is no default that a table replaces: it holds for the whole report, and a table's own
        narrows it further.
        """
        top = {key: self.content[key] for key in DEFAULTS if key in self.content}
        tables = []
        for said in self.content.get("table", ()):
            wheres = [where for where in (top.get("where", ""), said.get("where", "")) if where.strip()]
            where = " and ".join(f"({where})" for where in wheres) if len(wheres) > 1 else "".join(wheres)
            tables.append({**top, **said, **({"where": where} if where else {})})
        return tuple(tables)

    @property
    def recorded(self) -> Mapping[str, Mapping[str, Any]]:
        """What was known of each question and raked weight when the report was recorded, by its name."""
        told: Mapping[str, Mapping[str, Any]] = self.content.get("recorded", {})
        return told


def query_of(said: Mapping[str, Any]) -> CannedQuery:
    """A table as the query that gives it."""
    columns, (rows, *stub) = said.get("columns", ()), rows_of(said)
    plain = {key: value for key, value in said.items() if key not in LISTS}
    return CannedQuery(
        **{"title": "", **plain},
        rows=rows,
        stub=tuple(stub),
        columns=(columns,) if isinstance(columns, str) and columns else tuple(columns),
        levels=tuple(said.get("levels", ())),
        nets=nets_said(said),
        bands=tuple(said.get("bands", ())),
    )


def read_report_file(text: str, path: str) -> ReportFile:
    """Read a report's file and check its shape.

    Raises:
        ReportFileError: when it is no TOML, or has a key that is unknown or of the wrong type; the message names the
            file, the line and the nearest known key.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReportFileError(f"{path}: not a readable report: {error}") from None
    told = ReportFile(path, text, content)
    parts = {key: PART_KEYS[key] for key in ("rows", "columns", "nets", "bands")}
    told.check((), content, SPEC_KEYS)
    told.check_parts((), content, parts)
    if not content.get("table"):
        raise told.fault(("table",), 'it lists no tables; add [[table]] with rows = "QUESTION"')
    for number, said in enumerate(content["table"]):
        told.check(("table", str(number)), said, TABLE_KEYS)
        told.check_parts(("table", str(number)), said, parts)
    for name, said in content.get("recorded", {}).items():
        place = ("recorded", name)
        told.check(place, said, RECORDED_KEYS)
        told.check_parts(place, said, RECORDED_PARTS)
        _check_words(told, place, said)
    return told


def _check_words(told: ReportFile, place: tuple[str, ...], said: Mapping[str, Any]) -> None:
    if said.get("kind", Kind.SINGLE) not in tuple(Kind):
        raise told.fault((*place, "kind"), f"{said['kind']!r} is no kind of question; one of: {', '.join(Kind)}")
    for question, shares in said.get("targets", {}).items():
        for code, share in shares.items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < inf:
                raise told.fault(
                    (*place, "targets", question, code), f"{share!r} is no share; write a number from 0 on"
                )
    wrong = next((kind for kind in said.get("missing", {}).values() if kind not in tuple(MissingKind)), None)
    if wrong is not None:
        raise told.fault((*place, "missing"), f"{wrong!r} is no kind of missing; one of: {', '.join(MissingKind)}")
