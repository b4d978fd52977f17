"""The files of statistical packages and archives: SPSS, Stata, triple-S, and DDI beside a CSV.

All have a codebook: texts, options in their order, those that nobody chose. None says which columns are one question
where it has no sets, so that this is told by names and labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import polars
import pyreadstat

from topline.survey import Role

from .model import OTHER, Asked, Form, Model
from .reading import Expected
from .writing import (
    SEVERAL,
    WORDS,
    Written,
    as_item,
    as_ranked,
    as_several,
    as_single,
    as_values,
    as_words,
    delimited,
)

LONGEST_LABEL = 80
"""Characters of a variable's label in Stata."""
REFUSED = 99
"""The code that package files have for "Refused", which is set apart."""


@dataclass(frozen=True)
class Variable:
    """A variable with its labels, and the values: codes, numbers, texts or days."""

    name: str
    label: str
    cells: tuple[Any, ...]
    labels: tuple[tuple[int, str], ...] = ()
    type: str = "character"
    """As triple-S calls it."""
    apart: bool = False
    """Whether "Refused" is one of its values."""
    question: str = ""
    """The question that it is a part of."""
    part: str = ""


def _labelled(options: Iterable[str]) -> tuple[tuple[int, str], ...]:
    return tuple(enumerate(options, 1))


def _code(place: int | None) -> int | None:
    return None if place is None else place + 1


Boxes = Callable[[Asked], tuple[list[Variable], Expected]]
"""Writes several answers as a variable for each option."""


def noughts_and_ones(asked: Asked) -> tuple[list[Variable], Expected]:
    """Labelled "Question - Option"."""
    found = [
        Variable(
            f"{asked.name}_{at + 1}",
            f"{asked.text} - {option}",
            tuple(None if answer is None else int(at in answer) for answer in asked.answers),
            ((0, "No"), (1, "Yes")),
            "single",
            question=asked.text,
            part=option,
        )
        for at, option in enumerate(asked.options)
    ]
    return found, as_several(asked, ticks_only=False, columns=len(found))


def named_in_a_run(asked: Asked) -> tuple[list[Variable], Expected]:
    """Labelled with the option alone, 1 and 2 for selected and not: the question's text is lost."""
    found = [
        Variable(
            f"{asked.name}m{at + 1}",
            option,
            tuple(None if answer is None else 2 - (at in answer) for answer in asked.answers),
            ((1, "Selected"), (2, "Not selected")),
        )
        for at, option in enumerate(asked.options)
    ]
    return found, as_several(asked, ticks_only=False, text=False, columns=len(found))


def options_as_labels(asked: Asked) -> tuple[list[Variable], Expected]:
    """Labelled with the question alone; the only value, 1, is labelled with the option."""
    found = [
        Variable(
            f"{asked.name}{'abcdef'[at]}",
            asked.text,
            tuple(1 if answer is not None and at in answer else None for answer in asked.answers),
            ((1, option),),
        )
        for at, option in enumerate(asked.options)
    ]
    return found, as_several(asked, columns=len(found))


def variables(asked: Asked, *, refused: bool, boxes: Boxes = noughts_and_ones) -> tuple[list[Variable], list[Expected]]:
    """The variables of a question, and what they should be read as.

    Args:
        asked: The question.
        refused: Whether who did not answer a question with one answer has a code for that.
        boxes: How several answers are written.
    """
    words = Variable(f"{asked.name}_other", f"{asked.text} - {OTHER}", asked.words, question=asked.text)
    more = ([words], [as_words(asked)]) if asked.words else ([], [])
    every = range(len(asked.items))
    match asked.form:
        case Form.SINGLE | Form.SCALE:
            codes = [REFUSED if refused and place is None else _code(place) for place in asked.answers]
            one = Variable(asked.name, asked.text, tuple(codes), _labelled(asked.options), "single", apart=refused)
            found, expected = [one], [as_single(asked, never=True)]
        case Form.MULTI:
            found, several = boxes(asked)
            expected = [several]
        case Form.GRID | Form.RANKING:
            is_grid = asked.form is Form.GRID
            held = [[None if answer is None else answer[item] for answer in asked.answers] for item in every]
            found = [
                Variable(
                    f"{asked.name}_{item + 1}",
                    f"{asked.text} - {asked.items[item]}",
                    tuple(_code(place) if is_grid else place for place in held[item]),
                    _labelled(asked.options),
                    "single" if is_grid else "quantity",
                    question=asked.text,
                    part=asked.items[item],
                )
                for item in every
            ]
            expected = [as_item(asked, item, never=True) if is_grid else as_ranked(asked, item) for item in every]
        case _:
            types = {Form.OPEN: "character", Form.NUMERIC: "quantity", Form.DATE: "date"}
            found = [Variable(asked.name, asked.text, asked.answers, type=types[asked.form])]
            expected = [as_values(asked)]
    return [*found, *more[0]], [*expected, *more[1]]


def _lead(model: Model) -> tuple[list[Variable], list[Expected]]:
    return (
        [Variable("respid", "Respondent", model.ids), Variable("email", "E-mail address", model.emails)],
        [
            Expected(WORDS, role=Role.ID, is_role=True, values=model.ids, columns=1),
            Expected(role=Role.PERSONAL, is_role=True, columns=1),
        ],
    )


def _all(
    model: Model, *, refused: bool = False, boxes: Boxes = noughts_and_ones
) -> tuple[list[Variable], tuple[Expected, ...]]:
    found, expected = _lead(model)
    for asked in model.questions:
        own, of_own = variables(asked, refused=refused, boxes=boxes)
        found, expected = found + own, expected + of_own
    return found, tuple(expected)


def _frame(found: Iterable[Variable]) -> polars.DataFrame:
    """Text as text, days as days, all else as numbers."""
    columns = []
    for one in found:
        dtype = {"character": polars.String, "date": polars.Date}.get(one.type, polars.Float64)
        cells = ["" if cell is None and one.type == "character" else cell for cell in one.cells]
        columns.append(polars.Series(one.name, cells, dtype=dtype, strict=False))
    return polars.DataFrame(columns)


def _value_labels(found: Iterable[Variable]) -> dict[str, dict[float, str]]:
    return {
        one.name: dict((*one.labels, *([(REFUSED, "Refused")] if one.apart else []))) for one in found if one.labels
    }


def spss(model: Model, folder: Path, boxes: Boxes = noughts_and_ones) -> Written:
    """Boxes without a set; who refused has a code that is set apart."""
    found, expected = _all(model, refused=True, boxes=boxes)
    path = folder / "survey.sav"
    pyreadstat.write_sav(
        _frame(found),
        path,
        column_labels={one.name: one.label for one in found},
        variable_value_labels=_value_labels(found),
        missing_ranges={one.name: [REFUSED] for one in found if one.apart},
    )
    return Written(path, expected)


def spss_in_runs(model: Model, folder: Path) -> Written:
    """[M] As packages' users name variables."""
    return spss(model, folder, named_in_a_run)


def spss_of_options(model: Model, folder: Path) -> Written:
    """[M] As fieldwork houses deliver mentions."""
    return spss(model, folder, options_as_labels)


def stata(model: Model, folder: Path) -> Written:
    """Labels of variables are cut at 80 characters: the options and items that stood behind that are lost."""
    found, expected = _all(model)
    path = folder / "survey.dta"
    labels = {one.name: one.label[:LONGEST_LABEL] for one in found}
    pyreadstat.write_dta(_frame(found), path, column_labels=labels, variable_value_labels=_value_labels(found))
    if all(len(one.label) <= LONGEST_LABEL for one in found):
        return Written(path, expected)
    return Written(path, tuple(_without_texts(one) for one in expected))


def _without_texts(one: Expected) -> Expected:
    one = replace(one, text=None, label=None)
    return replace(one, labels=None, counts={}) if one.kinds == SEVERAL else one


def triple_s(model: Model, folder: Path) -> Written:
    """XML with comma-separated data beside it: several answers are a string of 0 and 1, a place for each option."""
    elements, columns, expected = [], [], []

    def add(one: Variable, values: str = "", use: str = "") -> None:
        number = len(columns) + 1
        columns.append(one.cells)
        elements.append(
            f'<variable ident="{number}" type="{one.type}"{use}><name>{one.name}</name>'
            f"<label>{escape(one.label)}</label>"
            f'<position start="{number}"/>{f"<values>{values}</values>" if values else ""}</variable>'
        )

    for one, of_one in zip(*_lead(model), strict=True):
        add(
            one,
            "<size>60</size>" if one.name != "respid" else "<size>5</size>",
            ' use="serial"' if one.name == "respid" else "",
        )
        expected.append(of_one)
    for asked in model.questions:
        found, of_asked = variables(asked, refused=False)
        if asked.form is Form.MULTI:
            bits = [
                None if answer is None else "".join(str(int(at in answer)) for at in range(len(asked.options)))
                for answer in asked.answers
            ]
            boxes = Variable(asked.name, asked.text, tuple(bits), _labelled(asked.options), "multiple")
            found = [boxes, *found[len(asked.options) :]]
            of_asked[0] = replace(of_asked[0], columns=1)
        for one in found:
            values = "".join(f'<value code="{code}">{escape(label)}</value>' for code, label in one.labels)
            values = values or {"quantity": '<range from="0" to="200"/>', "character": "<size>200</size>"}.get(
                one.type, ""
            )
            if one.type == "date":
                one = replace(one, cells=tuple(day and day.strftime("%Y%m%d") for day in one.cells))
            add(one, values)
        expected += of_asked
    header = '<?xml version="1.0" encoding="utf-8"?><sss version="2.0"><survey><title>The survey</title>'
    (folder / "survey.sss").write_text(
        f'{header}<record ident="A" href="survey.csv" format="csv">{"".join(elements)}</record></survey></sss>',
        encoding="utf-8",
    )
    path = folder / "survey.csv"
    path.write_text(delimited([list(row) for row in zip(*columns, strict=True)]), encoding="utf-8", newline="")
    return Written(folder / "survey.sss", tuple(expected))


_FORMATS = {"single": "numeric", "quantity": "numeric", "character": "character", "date": "character"}


def ddi(model: Model, folder: Path) -> Written:
    """Codes in a CSV; the codebook has texts, categories, and which variables are one question."""
    found, expected = _all(model, refused=True)
    elements, groups = [], []
    for number, one in enumerate(found, 1):
        categories = "".join(
            f"<catgry{' missing=' + quoteattr('Y') if code == REFUSED else ''}><catValu>{code}</catValu>"
            f"<labl>{escape(label)}</labl></catgry>"
            for code, label in (*one.labels, *([(REFUSED, "Refused")] if one.apart else []))
        )
        elements.append(
            f'<var ID="V{number}" name="{one.name}"><labl>{escape(one.part or one.label)}</labl>'
            f"<qstn><qstnLit>{escape(one.question if one.part else one.label)}</qstnLit></qstn>{categories}"
            f'<varFormat type="{_FORMATS[one.type]}"/></var>'
        )
    for asked in model.questions:
        parts = [f"V{number}" for number, one in enumerate(found, 1) if one.part and one.question == asked.text]
        kind = {Form.MULTI: "multipleResp", Form.GRID: "grid"}.get(asked.form)
        if kind:
            groups.append(
                f'<varGrp ID="G{asked.name}" type="{kind}" name="{asked.name}" var="{" ".join(parts)}">'
                f"<labl>{escape(asked.text)}</labl><txt>{escape(asked.text)}</txt></varGrp>"
            )
    (folder / "study.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><codeBook xmlns="ddi:codebook:2_5" version="2.5"><stdyDscr><citation>'
        "<titlStmt><titl>The study</titl></titlStmt></citation></stdyDscr><fileDscr><fileTxt><fileName>study.csv"
        f"</fileName></fileTxt></fileDscr><dataDscr>{''.join(groups)}{''.join(elements)}</dataDscr></codeBook>",
        encoding="utf-8",
    )
    path = folder / "study.csv"
    rows = [[one.name for one in found], *zip(*(one.cells for one in found), strict=True)]
    path.write_text(delimited([list(row) for row in rows]), encoding="utf-8", newline="")
    return Written(path, expected)
