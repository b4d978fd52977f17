"""The dialects of SurveyMonkey and Qualtrics, which write a header of one to three rows.

After FORMATS: what is marked [M] there and here is known from the field and was not seen in a real file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from topline.survey import Role

from .forms import ips, moments
from .model import OTHER, Asked, Form, Model
from .writing import (
    Column,
    Layout,
    Part,
    Written,
    as_codes,
    as_item,
    as_ranked,
    as_several,
    as_single,
    as_values,
    as_words,
    days,
    expected_of,
    id_,
    in_one_column,
    numbered,
    of_item,
    one_column,
    own,
    picked,
    table,
    ticked,
    to_csv,
    to_xlsx,
    together,
)

# SurveyMonkey


def _monkey_lead(model: Model) -> Iterable[Part]:
    """Ids of eleven digits; a panel's own ids with zeros in front come as custom data."""
    yield id_(("Respondent ID", ""), [f"118{person:08}" for person in range(model.people)])
    yield own(("Collector ID", ""), ["414141414"] * model.people)
    yield own(("Start Date", ""), moments(model, "%m/%d/%Y %I:%M:%S %p", 9))
    yield own(("End Date", ""), moments(model, "%m/%d/%Y %I:%M:%S %p"), Role.REPLIED)
    yield own(("IP Address", ""), ips(model), Role.PERSONAL)
    yield own(("Email Address", ""), model.emails, Role.PERSONAL)
    yield own(("Custom Data 1", ""), model.ids, Role.PERSONAL)


def _monkey_single(asked: Asked) -> Part:
    columns = [Column((asked.text, "Response"), tuple(picked(asked)))]
    if not asked.words:
        return together(columns, as_single(asked))
    columns.append(Column(("", OTHER), asked.words))
    return together(columns, as_single(asked), as_words(asked))


def _monkey_multi(asked: Asked) -> Part:
    """Words of "Other" stand where the tick would."""
    columns = [
        Column(
            (asked.text if at == 0 else "", option),
            asked.words if asked.words and option == OTHER else tuple(ticked(asked, at, option)),
        )
        for at, option in enumerate(asked.options)
    ]
    words = [as_words(asked)] if asked.words else []
    return together(columns, as_several(asked, columns=len(columns)), *words)


def _monkey_items(asked: Asked) -> Part:
    columns = [
        Column((asked.text if at == 0 else "", item), tuple(of_item(asked, at))) for at, item in enumerate(asked.items)
    ]
    expected = as_ranked if asked.form is Form.RANKING else as_item
    return together(columns, *(expected(asked, at) for at in range(len(asked.items))))


def _monkey_date(asked: Asked) -> Part:
    """[M] A date has a row of its own under the question."""
    expected = replace(as_values(asked), text=f"{asked.text} - Date / Time")
    return one_column((asked.text, "Date / Time"), days("%m/%d/%Y")(asked), expected)


MONKEY = Layout(
    lead=_monkey_lead,
    forms={
        Form.SINGLE: _monkey_single,
        Form.SCALE: _monkey_single,
        Form.MULTI: _monkey_multi,
        Form.GRID: _monkey_items,
        Form.RANKING: _monkey_items,
        Form.OPEN: in_one_column(lambda asked: (asked.text, "Open-Ended Response")),
        Form.NUMERIC: in_one_column(lambda asked: (asked.text, "Open-Ended Response")),
        Form.DATE: _monkey_date,
    },
)


def surveymonkey(model: Model, folder: Path) -> Written:
    """Two rows: questions over options. Options that nobody chose are there but for questions in one column."""
    return to_csv(folder / "Survey.csv", MONKEY.parts(model))


def surveymonkey_workbook(model: Model, folder: Path) -> Written:
    """The same as a workbook: questions are merged over their options, and ids are numbers."""
    parts = MONKEY.parts(model)
    rows = table(parts)
    rows[2:] = [[int(str(row[0])), *row[1:]] for row in rows[2:]]
    merged, place = [], 0
    for part in parts:
        if len(part.columns) > 1:
            merged.append((place, place + len(part.columns) - 1))
        place += len(part.columns)
    path = folder / "Survey.xlsx"
    to_xlsx(path, {"Sheet": rows}, merged)
    return Written(path, expected_of(parts))


def _condensed_single(asked: Asked) -> Part:
    columns = [Column((asked.text,), tuple(picked(asked)))]
    if not asked.words:
        return together(columns, as_single(asked))
    columns.append(Column((f"{asked.text} - {OTHER}",), asked.words))
    return together(columns, as_single(asked), as_words(asked))


def _condensed_multi(asked: Asked) -> Part:
    """ "Other" twice: that it was ticked, and what it is."""
    columns = [
        Column((f"{asked.text} - {option}",), tuple(ticked(asked, at, option)))
        for at, option in enumerate(asked.options)
    ]
    if not asked.words:
        return together(columns, as_several(asked, columns=len(columns)))
    columns.append(Column((f"{asked.text} - {OTHER}",), asked.words))
    return together(columns, as_several(asked, columns=len(columns) - 1), as_words(asked))


def _dashed_items(asked: Asked) -> Part:
    columns = [Column((f"{asked.text} - {item}",), tuple(of_item(asked, at))) for at, item in enumerate(asked.items)]
    expected = as_ranked if asked.form is Form.RANKING else as_item
    return together(columns, *(expected(asked, at) for at in range(len(asked.items))))


CONDENSED = Layout(
    lead=lambda model: [
        Part(tuple(Column(column.head[:1], column.cells) for column in part.columns), part.expected)
        for part in _monkey_lead(model)
    ],
    forms={
        Form.SINGLE: _condensed_single,
        Form.SCALE: _condensed_single,
        Form.MULTI: _condensed_multi,
        Form.GRID: _dashed_items,
        Form.RANKING: _dashed_items,
        Form.OPEN: in_one_column(lambda asked: (asked.text,)),
        Form.NUMERIC: in_one_column(lambda asked: (asked.text,)),
        Form.DATE: in_one_column(lambda asked: (asked.text,), days("%m/%d/%Y")),
    },
)


def surveymonkey_condensed(model: Model, folder: Path) -> Written:
    """One row: "Question - Option"."""
    return to_csv(folder / "Survey.csv", CONDENSED.parts(model))


# Qualtrics


def _import_id(name: str) -> str:
    return f'{{"ImportId":"{name}"}}'


def _qualtrics_lead(model: Model) -> Iterable[Part]:
    def lead(tag: str, text: str, name: str, cells: Iterable[str], role: Role | None = None) -> Part:
        return own((tag, text, _import_id(name)), cells, role)

    yield lead("StartDate", "Start Date", "startDate", moments(model, "%Y-%m-%d %H:%M:%S", 9))
    yield lead("EndDate", "End Date", "endDate", moments(model, "%Y-%m-%d %H:%M:%S"))
    yield lead("Status", "Response Type", "status", ["IP Address"] * model.people)
    yield lead("IPAddress", "IP Address", "ipAddress", ips(model), Role.PERSONAL)
    yield lead("Progress", "Progress", "progress", ["100"] * model.people)
    yield lead("Finished", "Finished", "finished", ["True"] * model.people)
    yield lead("RecordedDate", "Recorded Date", "recordedDate", moments(model, "%Y-%m-%d %H:%M:%S", 11))
    keys = [f"R_{number}aB3xY7kQ9zLmN" for number in model.ids]
    yield id_(("ResponseId", "Response ID", _import_id("_recordId")), keys)
    yield lead("RecipientEmail", "Recipient Email", "recipientEmail", model.emails, Role.PERSONAL)


def _qualtrics_head(asked: Asked, part: str = "", said: str = "") -> tuple[str, str, str]:
    number = asked.name[1:]
    text = f"{asked.text} - {said}" if said else asked.text
    return f"Q{number}{part}", text, _import_id(f"QID{number}{part}")


def _qualtrics_single(asked: Asked, *, codes: bool) -> Part:
    """Words of "Other" under the tag with the number of the option."""
    written = numbered(asked.options)
    columns = [Column(_qualtrics_head(asked), tuple(picked(asked, written if codes else None)))]
    expected = [as_codes(asked, written) if codes else as_single(asked)]
    if asked.words:
        columns.append(Column(_qualtrics_head(asked, f"_{written[-1]}_TEXT", f"{OTHER} - Text"), asked.words))
        expected.append(as_words(asked))
    return together(columns, *expected)


def _qualtrics_multi(asked: Asked, *, codes: bool) -> Part:
    """Split into a column an option."""
    columns = [
        Column(_qualtrics_head(asked, f"_{at + 1}", option), tuple(ticked(asked, at, str(at + 1) if codes else option)))
        for at, option in enumerate(asked.options)
    ]
    expected = [as_several(asked, columns=len(columns))]
    if asked.words:
        columns.append(Column(_qualtrics_head(asked, f"_{len(columns)}_TEXT", f"{OTHER} - Text"), asked.words))
        expected.append(as_words(asked))
    return together(columns, *expected)


def _qualtrics_items(asked: Asked, *, codes: bool) -> Part:
    written = numbered(asked.options)
    columns = [
        Column(_qualtrics_head(asked, f"_{at + 1}", item), tuple(of_item(asked, at, written if codes else None)))
        for at, item in enumerate(asked.items)
    ]
    every = range(len(asked.items))
    if asked.form is Form.RANKING:
        return together(columns, *(as_ranked(asked, at) for at in every))
    if not codes:
        return together(columns, *(as_item(asked, at) for at in every))
    return together(columns, *(as_codes(asked, written, at) for at in every))


def _qualtrics_values(asked: Asked) -> Part:
    number = asked.name[1:]
    head = (f"Q{number}", asked.text, _import_id(f"QID{number}_TEXT"))
    return in_one_column(lambda _: head, days("%m/%d/%Y") if asked.form is Form.DATE else None)(asked)


def _qualtrics(*, codes: bool) -> Layout:
    return Layout(
        lead=_qualtrics_lead,
        forms={
            Form.SINGLE: partial(_qualtrics_single, codes=codes),
            Form.SCALE: partial(_qualtrics_single, codes=codes),
            Form.MULTI: partial(_qualtrics_multi, codes=codes),
            Form.GRID: partial(_qualtrics_items, codes=codes),
            Form.RANKING: partial(_qualtrics_items, codes=codes),
            Form.OPEN: _qualtrics_values,
            Form.NUMERIC: _qualtrics_values,
            Form.DATE: _qualtrics_values,
        },
    )


def qualtrics(model: Model, folder: Path) -> Written:
    """Three rows, answers as labels."""
    return to_csv(folder / "Survey_May.csv", _qualtrics(codes=False).parts(model))


def qualtrics_in_codes(model: Model, folder: Path) -> Written:
    """Three rows, answers as codes: options of several answers are in the header, others are lost."""
    return to_csv(folder / "Survey_May.csv", _qualtrics(codes=True).parts(model))


def qualtrics_legacy(model: Model, folder: Path) -> Written:
    """Two rows, and the tool's own columns are V1, V2 and so on."""
    own_columns = (
        ("V1", "ResponseID", [f"R_{number}aB3xY7kQ9zLmN" for number in model.ids]),
        ("V2", "ResponseSet", ["Default Response Set"] * model.people),
        ("V3", "Name", ["Anonymous"] * model.people),
        ("V4", "ExternalDataReference", [None] * model.people),
        ("V5", "EmailAddress", model.emails),
        ("V6", "IPAddress", ips(model)),
        ("V7", "Status", ["0"] * model.people),
        ("V8", "StartDate", moments(model, "%Y-%m-%d %H:%M:%S", 9)),
        ("V9", "EndDate", moments(model, "%Y-%m-%d %H:%M:%S")),
        ("V10", "Finished", ["1"] * model.people),
    )
    roles = {"V5": Role.PERSONAL, "V6": Role.PERSONAL, "V9": Role.REPLIED}
    lead = [
        id_((tag, text), list(cells)) if tag == "V1" else own((tag, text), cells, roles.get(tag))
        for tag, text, cells in own_columns
    ]
    asked = [
        Part(tuple(Column(column.head[:2], column.cells) for column in part.columns), part.expected)
        for part in _qualtrics(codes=False).parts(model)[len(list(_qualtrics_lead(model))) :]
    ]
    return to_csv(folder / "Survey.csv", [*lead, *asked])
