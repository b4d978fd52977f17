"""JSON: the shapes that programs read. They are a promise: keys may be added, none is renamed or removed.

`docs/json.md` says what every key means. In short:

    show    {"question": {"name", "text", "kind"},
             "who", "against", "overlap", "weight", "percent", "over", "period", "test", "levels": [numbers],
             "base": {"text", "unweighted", "weighted", "effective"},
             "columns": [{"code", "label", "letter", "group", "within": [labels], "base": {...},
                          "summary": {...} or null}],
             "rows": [{"code", "label", "net", "level", "difference",
                       "cells": [{"count", "weighted", "percent", "low", "high", "mean", "letters", "index",
                                  "suppressed"}]}],
             "missing": [{"code", "label", "kind", "count", "column"}],
             "associations": [{"question", "test", "p", "doubtful"}],
             "paired": [{"nets": [two labels], "test", "p"}],
             "summary": {"mean", "sd", "standard_error", "median", "lower_quartile", "upper_quartile",
                         "min", "max", "nps", "top2", "distinct", "effective", "letters", "top2_letters",
                         "net_promoter": {"promoters", "passives", "detractors", "standard_error", "low", "high",
                                          "letters"} or null} or null,
             "margin": number or null,
             "footer": [...],
             "parts": [the same of each question, where the rows are several]}
    list    {"title", "note", "respondents", "invited",
             "questions": [{"name", "text", "label", "kind", "role", "rule", "grid", "columns", "headers", "answered",
                            "options": [{"code", "label", "missing"}], "nets": [{"label", "codes"}]}],
             "warnings": [...]}
    replies {"who", "total", "offset", "fields": [names], "replies": [{"row", "answers": {name: answer}}]}
    query   without a name: {"queries": [{"key", "title", "view", "parameters": [{"name", "default", "choices"}],
            "source"}]}; with one: the shape of what the query shows, which is `show`, `replies` or `sql`
    weights {"name", "label", "kind", "people", "n", "lacking", "total", "mean", "effective", "efficiency",
             "least", "greatest", "ratio", "base", "cap", "rounds", "met", "worst",
             "margins": [{"question", "label",
                          "answers": [{"code", "label", "n", "target", "unweighted", "weighted"}]}],
             "cautions": [...]}; without a name {"weights": [those], "faults": [...]}
    sql     {"columns": [{"name", "type"}], "truncated", "shortened", "masked": [names], "rows": [[value]]}

Percentages are 0 to 100 and unrounded; an unknown number is null, never NaN; dates are ISO 8601.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any

from topline.analysis import WeightReport, choices_of
from topline.export.answers import iso
from topline.export.safe_text import whole
from topline.survey import BaseCount, Column, Question, Row, Summary, Survey, Table, What

DIGITS = 12
"""Significant ones of a number: what sums in another order would change is left out."""
SUMMARY_KEYS = (
    "mean",
    "sd",
    "standard_error",
    "median",
    "lower_quartile",
    "upper_quartile",
    "min",
    "max",
    "nps",
    "top2",
    "distinct",
    "effective",
    "letters",
    "top2_letters",
)


SCORE_KEYS = ("promoters", "passives", "detractors", "standard_error", "low", "high", "letters")


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """Any of the shapes as JSON: safe to print, without a number that JSON does not have."""
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, indent=indent)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    match value:
        case str():
            return whole(value)
        case bool() | int() | None:
            return value
        case float():
            return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case dict():
            return {whole(str(key)): _plain(part) for key, part in value.items()}
        case _:
            return [_plain(part) for part in value]


def table_shape(table: Table, survey: Survey) -> dict[str, Any]:
    """The shape of `show`."""
    people = table.view.slice
    return {
        "question": _question(table, survey),
        "who": people.sentence(survey),
        "against": table.view.against.sentence(survey) if table.is_comparison and table.view.against else None,
        "overlap": table.overlap,
        "weight": people.weight or None,
        "percent": table.view.percent.value,
        "over": table.view.columns[0] if table.view.what is What.TREND else None,
        "period": table.view.period.value if table.view.period else None,
        "test": table.view.test.value,
        "levels": list(table.view.levels),
        "base": _base(table.base),
        "columns": [_column(table, number, column) for number, column in enumerate(table.columns)],
        "rows": [_row(row) | {"difference": _difference(table, row)} for row in table.rows],
        "missing": [
            {
                "code": item.code,
                "label": item.label,
                "kind": item.kind.value,
                "count": item.count,
                "column": item.column,
            }
            for item in table.missing
        ],
        "associations": [
            {"question": one.question, "test": one.words, "p": one.p, "doubtful": one.doubtful}
            for one in table.associations
        ],
        "paired": [{"nets": [one.first, one.second], "test": one.words, "p": one.p} for one in table.paired],
        "summary": _summary(table.summary),
        "margin": table.margin,
        "footer": list(table.footer),
        **({"transposed": True} if table.view.transposed else {}),
        **({"parts": [table_shape(part, survey) for part in table.parts]} if table.parts else {}),
    }


def weight_shape(report: WeightReport) -> dict[str, Any]:
    """The shape of one weight in `weights`; shares are in percent, efficiency is a fraction."""
    raked = report.weighting
    return {
        "name": report.name,
        "label": report.label,
        "kind": "raked" if raked else "column",
        **{key: getattr(report, key) for key in ("people", "n", "lacking", "total", "mean", "effective")},
        **{key: getattr(report, key) for key in ("efficiency", "least", "greatest", "ratio")},
        "base": raked.base or None if raked else None,
        "cap": raked.cap if raked else None,
        "rounds": report.rounds,
        "met": report.met if raked else None,
        "worst": report.worst if raked else None,
        "margins": [
            {
                "question": margins.question,
                "label": margins.label,
                "answers": [
                    {
                        key: None if one.suppressed and key in ("n", "unweighted", "weighted") else getattr(one, key)
                        for key in ("code", "label", "n", "target", "unweighted", "weighted")
                    }
                    for one in margins.answers
                ],
            }
            for margins in report.margins
        ],
        "cautions": list(report.cautions),
    }


def _question(table: Table, survey: Survey) -> dict[str, str]:
    if table.view.what is What.RESPONSE:
        return {"name": What.RESPONSE.value, "text": table.title, "kind": What.RESPONSE.value}
    if table.parts:
        return {"name": ", ".join(table.view.questions), "text": table.title, "kind": "several"}
    question = survey[table.view.rows]
    return {"name": question.name, "text": question.text, "kind": question.kind.value}


def _base(base: BaseCount) -> dict[str, Any]:
    return {
        "text": base.text,
        "unweighted": None if base.suppressed else base.unweighted,
        "weighted": None if base.suppressed else base.weighted,
        "effective": None if base.suppressed else base.effective,
    }


def _column(table: Table, number: int, column: Column) -> dict[str, Any]:
    return {
        "code": column.code,
        "label": column.label,
        "letter": column.letter,
        "group": column.group,
        "within": list(column.within),
        "base": _base(column.base),
        "summary": _summary(table.summaries[number] if table.summaries else None),
    }


def _row(row: Row) -> dict[str, Any]:
    cells = [
        {
            "count": None if cell.suppressed else cell.count,
            "weighted": None if cell.suppressed else cell.weighted,
            "percent": None if cell.suppressed else cell.percent,
            "low": None if cell.suppressed else cell.low,
            "high": None if cell.suppressed else cell.high,
            "mean": None if cell.suppressed else cell.mean,
            "letters": cell.letters,
            "index": None if cell.suppressed else cell.index,
            "suppressed": cell.suppressed,
        }
        for cell in row.cells
    ]
    return {"code": row.code, "label": row.label, "net": row.net, "level": row.level, "cells": cells}


def _difference(table: Table, row: Row) -> float | None:
    """Of a comparison: the first percentage less the second, in points."""
    difference = table.difference(row, 1) if table.is_comparison else None
    return None if difference is None else 0.0 - difference


def _summary(summary: Summary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    groups = summary.net_promoter
    made = None if groups is None else {key: getattr(groups, key) for key in SCORE_KEYS}
    return {key: getattr(summary, key) for key in SUMMARY_KEYS} | {"net_promoter": made}


def listing_shape(survey: Survey, respondents: int) -> dict[str, Any]:
    """The shape of `list`."""
    return {
        "title": survey.title,
        "note": survey.note,
        "respondents": respondents,
        "invited": survey.invited,
        "questions": [_listed(question) for question in survey.questions],
        "warnings": list(survey.warnings),
    }


def _listed(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "text": question.text,
        "label": question.label,
        "kind": question.kind.value,
        "role": question.role.value if question.role else None,
        "rule": question.rule,
        "grid": question.grid or None,
        "columns": list(question.positions),
        "headers": list(question.headers),
        "answered": question.answered,
        "options": [
            {"code": option.code, "label": option.label, "missing": option.missing and option.missing.value}
            for option in question.options
        ],
        "nets": [{"label": net.label, "codes": list(net.codes)} for net in question.nets],
        "bands": [{"label": band.label or None, "from": band.low, "to": band.high} for band in question.bands],
    }


def queries_shape(survey: Survey) -> dict[str, Any]:
    """The shape of `query` without a name."""
    return {
        "queries": [
            {
                "key": query.key,
                "title": query.title,
                "view": "sql" if query.sql else query.view or ("crosstab" if query.columns else "topline"),
                "parameters": [
                    {
                        "name": parameter.name,
                        "default": parameter.default or None,
                        "choices": list(choices_of(parameter.choices, survey)),
                    }
                    for parameter in query.parameters
                ],
                "source": query.source or None,
            }
            for query in survey.queries
        ]
    }
