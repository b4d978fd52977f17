"""The dialects of the tools for making forms: Google, Typeform, Microsoft, Alchemer.

After FORMATS: what is marked [M] there and here is known from the field and was not seen in a real file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from topline.survey import Role

from .model import OTHER, Asked, Form, Model
from .reading import Expected
from .writing import (
    Column,
    Layout,
    Part,
    Writes,
    Written,
    as_item,
    as_ranked,
    as_several,
    as_single,
    as_words,
    days,
    expected_of,
    id_,
    in_one_column,
    joined,
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


def moments(model: Model, form: str, hour: int = 10) -> list[str]:
    """When people replied, as texts."""
    return [datetime.combine(day, time(hour, 41, 23)).strftime(form) for day in model.replied]


def ips(model: Model) -> list[str]:
    return [f"192.0.2.{person}" for person in range(model.people)]


# Google Forms


def _header_only(asked: Asked) -> tuple[str]:
    return (asked.text,)


def _in_labels(asked: Asked) -> Part:
    return one_column((asked.text,), picked(asked), as_single(asked))


def _bracketed_items(asked: Asked) -> Part:
    columns = [Column((f"{asked.text} [{item}]",), tuple(of_item(asked, at))) for at, item in enumerate(asked.items)]
    return together(columns, *(as_item(asked, at) for at in range(len(asked.items))))


def _joined_multi(separator: str, end: str = "") -> Writes:
    def write(asked: Asked) -> Part:
        expected = as_several(asked, never=False, columns=1, ordered=False)
        return one_column((asked.text,), joined(asked, separator, end=end), expected)

    return write


def _google(separator: str, stamp: str, day: str) -> Layout:
    return Layout(
        lead=lambda model: [
            own(("Timestamp",), moments(model, stamp), Role.REPLIED),
            own(("Email Address",), model.emails, Role.PERSONAL),
        ],
        forms={
            Form.SINGLE: _in_labels,
            Form.SCALE: _in_labels,
            Form.MULTI: _joined_multi(separator),
            Form.GRID: _bracketed_items,
            Form.OPEN: in_one_column(_header_only),
            Form.NUMERIC: in_one_column(_header_only),
            Form.DATE: in_one_column(_header_only, days(day)),
        },
    )


def google_sheet(model: Model, folder: Path) -> Written:
    """From the spreadsheet: ", " between answers. What was never chosen, the order of options and which words are
    those of "Other" are lost; so are options with a comma, which the model leaves out here."""
    model = model.without_other().without_commas()
    return to_csv(folder / "Form Responses 1.csv", _google(", ", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y").parts(model))


def google_download(model: Model, folder: Path) -> Written:
    """[M] Downloaded from the form: ";" between answers, and a time stamp with a zone."""
    layout = _google(";", "%Y/%m/%d %I:%M:%S %p GMT+2", "%Y-%m-%d")
    return to_csv(folder / "Form.csv", layout.parts(model.without_other()))


# Typeform


def _typeform_multi(asked: Asked) -> Part:
    """Each column is headed by its option alone: the question's text is lost."""
    columns = [
        Column((option if option != OTHER else "Other",), tuple(ticked(asked, at, option)))
        for at, option in enumerate(asked.options)
    ]
    labels = [*asked.options[:-1], "Other"] if asked.words else list(asked.options)
    expected = [as_several(asked, text=False, labels=labels)]
    if asked.words:
        columns[-1] = Column(("Other",), asked.words)
        expected.append(as_words(asked))
    counts = list(asked.counts().values())
    if not counts[0] or not counts[-1]:  # the blank column may as well be a question that nobody answered
        kept = tuple(label for label, count in zip(labels, counts, strict=True) if count)
        expected[0] = replace(expected[0], labels=kept)
        alone = Expected(columns=1, labels=(), base=0)
        expected = [alone, *expected] if not counts[0] else [*expected, alone][: 1 + len(expected)]
    return together(columns, *expected)


def _typeform_tail(model: Model) -> Iterable[Part]:
    yield own(("Response Type",), ["completed"] * model.people)
    yield own(("Start Date (UTC)",), moments(model, "%Y-%m-%d %H:%M:%S", 9))
    yield own(("Stage Date (UTC)",), [None] * model.people)
    yield own(("Submit Date (UTC)",), moments(model, "%Y-%m-%d %H:%M:%S"), Role.REPLIED)
    yield own(("Network ID",), [f"{number}f00d5" for number in model.ids], Role.PERSONAL)
    yield own(("Tags",), [None] * model.people)


TYPEFORM = Layout(
    lead=lambda model: [id_(("#",), [f"{number}abcdefgh123ijklm" for number in model.ids])],
    tail=_typeform_tail,
    forms={
        Form.SINGLE: lambda asked: one_column((f"<strong>{asked.text}</strong>",), picked(asked), as_single(asked)),
        Form.SCALE: _in_labels,
        Form.MULTI: _typeform_multi,
        Form.OPEN: in_one_column(_header_only),
        Form.NUMERIC: in_one_column(_header_only),
        Form.DATE: in_one_column(_header_only, days("%Y-%m-%d")),
    },
)


def typeform(model: Model, folder: Path) -> Written:
    """A column an option, headed by the option only; mark-up in headers. The words of "Other" for one answer stand in
    its place, so that which they are is lost; so is where one question of options ends and another begins: the writer
    puts no two side by side. How grids and rankings are written was not seen: left out."""
    kept: list[Asked] = []
    for asked in model.questions:
        after_several = bool(kept) and kept[-1].form is Form.MULTI
        if asked.form in TYPEFORM.forms and not (after_several and asked.form is Form.MULTI):
            kept.append(asked if asked.form is Form.MULTI else asked.without_other())
    return to_csv(folder / "responses.csv", TYPEFORM.parts(model.with_questions(kept)))


# Microsoft Forms


def _microsoft_lead(model: Model) -> Iterable[Part]:
    at = [datetime.combine(day, time(10, 5, 0)) for day in model.replied]
    yield id_(("ID",), list(range(1, model.people + 1)))
    yield own(("Start time",), at)
    yield own(("Completion time",), [moment + timedelta(minutes=4) for moment in at], Role.REPLIED)
    yield own(("Email",), model.emails, Role.PERSONAL)
    yield own(("Name",), [f"Person {number}" for number in model.ids], Role.PERSONAL)


def _microsoft_likert(asked: Asked) -> Part:
    """A column a statement; the question above them is lost."""
    columns = [Column((item,), tuple(of_item(asked, at))) for at, item in enumerate(asked.items)]
    return together(columns, *(as_item(asked, at) for at in range(len(asked.items))))


def _microsoft_ranking(asked: Asked) -> Part:
    """All items in everyone's order."""
    orders = [
        None if ranks is None else "".join(f"{asked.items[ranks.index(rank)]};" for rank in sorted(ranks))
        for ranks in asked.answers
    ]
    expected = [as_ranked(asked, at) for at in range(len(asked.items))]
    return together([Column((asked.text,), tuple(orders))], *expected)


MICROSOFT = Layout(
    lead=_microsoft_lead,
    forms={
        Form.SINGLE: _in_labels,
        Form.SCALE: _in_labels,
        Form.MULTI: _joined_multi(";", ";"),
        Form.GRID: _microsoft_likert,
        Form.RANKING: _microsoft_ranking,
        Form.OPEN: in_one_column(_header_only),
        Form.NUMERIC: in_one_column(_header_only),
        Form.DATE: in_one_column(_header_only),
    },
)


def microsoft_forms(model: Model, folder: Path) -> Written:
    """A workbook: ";" behind every answer, the last too. What was never chosen, the order of options and which words
    are those of "Other" are lost. Only a question mark tells a scale from the statements of a grid beside it."""
    asked = [
        replace(asked, text=f"{asked.text}?".replace("??", "?")) if asked.form is Form.SCALE else asked
        for asked in model.without_other().questions
    ]
    parts = MICROSOFT.parts(model.with_questions(asked))
    path = folder / "Form(1-40).xlsx"
    to_xlsx(path, {"Form1": table(parts)})
    return Written(path, expected_of(parts))


# Alchemer

WRITE_IN = "Other - Write In (Required)"


def _alchemer_lead(model: Model) -> Iterable[Part]:
    yield id_(("Response ID",), [str(number) for number in range(1, model.people + 1)])
    yield own(("Time Started",), moments(model, "%Y-%m-%d %H:%M:%S", 9))
    yield own(("Date Submitted",), moments(model, "%Y-%m-%d %H:%M:%S"), Role.REPLIED)
    yield own(("Status",), ["Complete"] * model.people, Role.STATUS)
    yield own(("IP Address",), ips(model), Role.PERSONAL)


def _alchemer_single(asked: Asked) -> Part:
    columns = [Column((asked.text,), tuple(picked(asked)))]
    if not asked.words:
        return together(columns, as_single(asked))
    columns.append(Column((f"{WRITE_IN}:{asked.text}",), asked.words))
    return together(columns, as_single(asked), as_words(asked))


def _alchemer_multi(asked: Asked) -> Part:
    shown = [WRITE_IN if option == OTHER else option for option in asked.options]
    columns = [
        Column((f"{option}:{asked.text}",), asked.words if option == WRITE_IN else tuple(ticked(asked, at, option)))
        for at, option in enumerate(shown)
    ]
    words = [as_words(asked)] if asked.words else []
    return together(columns, as_several(asked, columns=len(columns), labels=shown), *words)


def _alchemer_items(asked: Asked) -> Part:
    columns = [Column((f"{item}:{asked.text}",), tuple(of_item(asked, at))) for at, item in enumerate(asked.items)]
    expected = as_ranked if asked.form is Form.RANKING else as_item
    return together(columns, *(expected(asked, at) for at in range(len(asked.items))))


ALCHEMER = Layout(
    lead=_alchemer_lead,
    forms={
        Form.SINGLE: _alchemer_single,
        Form.SCALE: _alchemer_single,
        Form.MULTI: _alchemer_multi,
        Form.GRID: _alchemer_items,
        Form.RANKING: _alchemer_items,
        Form.OPEN: in_one_column(_header_only),
        Form.NUMERIC: in_one_column(_header_only),
        Form.DATE: in_one_column(_header_only, days("%m/%d/%Y")),
    },
)


def alchemer(model: Model, folder: Path) -> Written:
    """[M] "Option:Question" over every column of a question that has several."""
    return to_csv(folder / "SurveyExport.csv", ALCHEMER.parts(model))
