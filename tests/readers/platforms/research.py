"""The dialects of the tools of researchers: LimeSurvey, REDCap, KoboToolbox, ODK.

After FORMATS: what is marked [M] there and here is known from the field and was not seen in a real file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from topline.survey import Role

from .forms import ips, moments
from .model import OTHER, Asked, Form, Model
from .reading import Expected
from .writing import (
    ONE,
    SEVERAL,
    WORDS,
    Cell,
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
    delimited,
    id_,
    in_one_column,
    joined,
    numbered,
    of_item,
    one_column,
    own,
    picked,
    ticked,
    to_csv,
    to_xlsx,
    together,
)

# LimeSurvey


def _lime_lead(model: Model, *, full: bool) -> Iterable[Part]:
    def head(code: str, said: str) -> tuple[str]:
        return (f"{code}. {said}" if full else code,)

    yield id_(head("id", "Response ID"), [str(number) for number in range(1, model.people + 1)])
    yield own(head("submitdate", "Date submitted"), moments(model, "%Y-%m-%d %H:%M:%S"), Role.REPLIED)
    yield own(head("lastpage", "Last page"), ["3"] * model.people)
    yield own(head("startlanguage", "Start language"), ["en"] * model.people)
    yield own(head("seed", "Seed"), [f"{1234567890 + 17 * person}" for person in range(model.people)])
    yield own(head("ipaddr", "IP address"), ips(model), Role.PERSONAL)


def _lime_head(asked: Asked, code: str = "", said: str = "", *, full: bool) -> tuple[str]:
    name = f"{asked.name}{code}"
    return (f"{name}. {asked.text}{f' [{said}]' if said else ''}" if full else name,)


def _lime_single(asked: Asked, *, full: bool) -> Part:
    """Answers in full, or their codes; "Other" is "-oth-" as a code."""
    codes = [f"A{number}" for number in numbered(asked.options)]
    codes = [*codes[:-1], "-oth-"] if asked.words else codes
    columns = [Column(_lime_head(asked, full=full), tuple(picked(asked, None if full else codes)))]
    expected = [as_single(asked) if full else replace(as_codes(asked, codes), kinds=ONE)]
    if asked.words:
        columns.append(Column(_lime_head(asked, "[other]", "Other", full=full), asked.words))
        expected.append(as_words(asked))
    return together(columns, *expected)


def _lime_multi(asked: Asked, *, full: bool) -> Part:
    """Yes and No in full, else Y and nothing; N/A where it was not shown. "Other" holds its words alone."""
    yes, no = ("Yes", "No") if full else ("Y", None)
    columns, labels = [], []
    for at, option in enumerate(asked.options):
        code = f"[SQ{at + 1:03}]"
        cells: Sequence[Cell] = ticked(asked, at, yes, no, "N/A")
        if asked.words and option == OTHER:
            code, option = "[other]", "Other"
            cells = ["N/A" if answer is None else word for answer, word in zip(asked.answers, asked.words, strict=True)]
        labels.append(option)
        columns.append(Column(_lime_head(asked, code, option, full=full), tuple(cells)))
    expected = as_several(asked, text=full, columns=len(columns), labels=labels, ticks_only=not full)
    if not full:
        labels = [column.head[0] for column in columns]
        expected = replace(expected, labels=None, counts={}, columns=len(columns))
    return together(columns, expected, *([_lime_words(asked)] if asked.words else []))


def _lime_words(asked: Asked) -> Expected:
    """N/A is set apart, and yet stands in the column of words."""
    return Expected(WORDS, columns=1, base=sum(word is not None for word in asked.words))


def _lime_items(asked: Asked, *, full: bool) -> Part:
    codes = None if full else [f"A{number}" for number in numbered(asked.options)]
    columns = [
        Column(_lime_head(asked, f"[SQ{at + 1:03}]", item, full=full), tuple(of_item(asked, at, codes)))
        for at, item in enumerate(asked.items)
    ]
    every = range(len(asked.items))
    if full:
        return together(columns, *(as_item(asked, at) for at in every))
    assert codes
    return together(columns, *(replace(as_codes(asked, codes, at), label=None) for at in every))


def _lime_ranking(asked: Asked, *, full: bool) -> Part:
    """A column a rank, with the item that got it: a question an item all the same, in no order that could be told."""
    named = list(asked.items) if full else [f"A{number}" for number in numbered(asked.items)]
    columns = []
    for rank in range(1, len(asked.items) + 1):
        cells = [None if ranks is None else named[ranks.index(rank)] for ranks in asked.answers]
        columns.append(Column(_lime_head(asked, f"[{rank}]", f"Rank {rank}", full=full), tuple(cells)))
    first = asked.given()[0]
    by_rank = sorted(range(len(asked.items)), key=lambda item: first[item])
    expected = [replace(as_ranked(asked, item), label=named[item]) for item in by_rank]
    return together(columns, *expected)


def _lime_values(asked: Asked, *, full: bool) -> Part:
    cells = days("%Y-%m-%d 00:00:00")(asked) if asked.form is Form.DATE else asked.answers
    values = [answer and answer for answer in asked.answers]
    expected = replace(as_values(asked, text=full), values=tuple(values))
    return one_column(_lime_head(asked, full=full), cells, expected)


def _lime(*, full: bool) -> Layout:
    return Layout(
        lead=partial(_lime_lead, full=full),
        forms={
            Form.SINGLE: partial(_lime_single, full=full),
            Form.SCALE: partial(_lime_single, full=full),
            Form.MULTI: partial(_lime_multi, full=full),
            Form.GRID: partial(_lime_items, full=full),
            Form.RANKING: partial(_lime_ranking, full=full),
            Form.OPEN: partial(_lime_values, full=full),
            Form.NUMERIC: partial(_lime_values, full=full),
            Form.DATE: partial(_lime_values, full=full),
        },
    )


def limesurvey(model: Model, folder: Path) -> Written:
    """ "code. Text [Subtext]" and answers in full."""
    return to_csv(folder / "results-survey123456.csv", _lime(full=True).parts(model), encoding="utf-8-sig")


def limesurvey_in_codes(model: Model, folder: Path) -> Written:
    """Codes in headers and cells: texts and options are lost. From a spreadsheet of ";"."""
    return to_csv(folder / "results-survey123456.csv", _lime(full=False).parts(model), ";")


# REDCap

_REDCAP_HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Matrix Group Name",
    "Matrix Ranking?",
)


def _choices(options: Iterable[str]) -> str:
    return " | ".join(f"{number}, {option}" for number, option in enumerate(options, 1))


def _redcap_fields(asked: Asked) -> list[list[str]]:
    """A question's rows in the dictionary."""

    def field(name: str, type_: str, label: str, choices: str = "", **more: str) -> list[str]:
        logic = "[screen] = '1'" if asked.asked and not more.get("matrix") else ""
        return [
            name, "survey", more.get("section", ""), type_, label, choices, "", more.get("validation", ""), "", logic,
            more.get("matrix", ""), more.get("ranking", ""),
        ]  # fmt: skip

    match asked.form:
        case Form.SINGLE | Form.SCALE:
            fields = [field(asked.name, "radio", asked.text, _choices(asked.options))]
        case Form.MULTI:
            fields = [field(asked.name, "checkbox", asked.text, _choices(asked.options))]
        case Form.GRID | Form.RANKING:
            choices = asked.options if asked.form is Form.GRID else numbered(asked.items)
            ranking = "y" if asked.form is Form.RANKING else ""
            return [
                field(
                    f"{asked.name}_{'abcd'[at]}", "radio", item, _choices(choices), matrix=f"{asked.name}_matrix",
                    ranking=ranking, section=asked.text if at == 0 else "",
                )
                for at, item in enumerate(asked.items)
            ]  # fmt: skip
        case Form.OPEN:
            fields = [field(asked.name, "notes", asked.text)]
        case Form.NUMERIC:
            fields = [field(asked.name, "text", asked.text, validation="integer")]
        case Form.DATE:
            fields = [field(asked.name, "text", asked.text, validation="date_ymd")]
    if asked.words:
        fields.append(field(f"{asked.name}_other", "text", f"{asked.text} - which other?"))
    return fields


def _redcap_single(asked: Asked) -> Part:
    columns = [Column((asked.name,), tuple(picked(asked, numbered(asked.options))))]
    return _with_named_words(asked, columns, as_single(asked, never=True))


def _with_named_words(asked: Asked, columns: list[Column], expected: Expected) -> Part:
    if not asked.words:
        return together(columns, expected)
    columns.append(Column((f"{asked.name}_other",), asked.words))
    return together(columns, expected, as_words(asked))


def _redcap_multi(asked: Asked) -> Part:
    """Boxes are 0 for those who were not asked as well: who they were is lost."""
    columns = [
        Column((f"{asked.name}___{at + 1}",), tuple(ticked(asked, at, "1", "0", "0")))
        for at in range(len(asked.options))
    ]
    expected = replace(as_several(asked, columns=len(columns)), base=len(asked.answers))
    return _with_named_words(asked, columns, expected)


def _redcap_items(asked: Asked) -> Part:
    columns = [
        Column((f"{asked.name}_{'abcd'[at]}",), tuple(of_item(asked, at, numbered(asked.options))))
        for at in range(len(asked.items))
    ]
    every = range(len(asked.items))
    if asked.form is Form.RANKING:
        return together(columns, *(as_ranked(asked, at) for at in every))
    return together(columns, *(as_item(asked, at, never=True) for at in every))


def _named(asked: Asked) -> tuple[str]:
    return (asked.name,)


REDCAP = Layout(
    lead=lambda model: [
        id_(("record_id",), model.ids),
        own(("email",), model.emails, Role.PERSONAL),
    ],
    tail=lambda model: [own(("survey_complete",), ["2"] * model.people)],
    forms={
        Form.SINGLE: _redcap_single,
        Form.SCALE: _redcap_single,
        Form.MULTI: _redcap_multi,
        Form.GRID: _redcap_items,
        Form.RANKING: _redcap_items,
        Form.OPEN: in_one_column(_named),
        Form.NUMERIC: in_one_column(_named),
        Form.DATE: in_one_column(_named, days("%Y-%m-%d")),
    },
)


def redcap(model: Model, folder: Path) -> Written:
    """Raw values with the data dictionary beside them."""
    fields = [
        ["record_id", "survey", "", "text", "Record", *[""] * 7],
        ["email", "survey", "", "text", "E-mail", "", "", "email", "y", "", "", ""],
    ]
    fields += [field for asked in model.questions for field in _redcap_fields(asked)]
    dictionary = folder / "Project_DataDictionary_2024-05-13.csv"
    dictionary.write_text("\ufeff" + delimited([_REDCAP_HEADER, *fields], quote_all=True), encoding="utf-8")
    return to_csv(folder / "Project_DATA_2024-05-13_1041.csv", REDCAP.parts(model))


# KoboToolbox


def _kobo_codes(asked: Asked) -> list[str]:
    """Codes as the tool makes them of labels."""
    return ["other" if asked.words and option == OTHER else f"o_{at}" for at, option in enumerate(asked.options)]


def _kobo_single(asked: Asked) -> Part:
    columns = [Column((f"main/{asked.name}",), tuple(picked(asked, _kobo_codes(asked))))]
    return _kobo_words(asked, columns, _with_other(as_single(asked, never=True), asked))


def _with_other(expected: Expected, asked: Asked) -> Expected:
    """The tool's own "Other"."""
    if not asked.words or expected.labels is None:
        return expected
    counts = {("Other" if label == OTHER else label): count for label, count in expected.counts.items()}
    return replace(expected, labels=(*expected.labels[:-1], "Other"), counts=counts)


def _kobo_words(asked: Asked, columns: list[Column], expected: Expected) -> Part:
    if not asked.words:
        return together(columns, expected)
    columns.append(Column((f"main/{asked.name}_other",), asked.words))
    return together(columns, expected, as_words(asked))


def _kobo_multi(asked: Asked) -> Part:
    """A column of all codes, and one for each, blank where it was not asked."""
    codes = _kobo_codes(asked)
    summary = Column((f"main/{asked.name}",), tuple(joined(asked, " ", codes)))
    details = [
        Column((f"main/{asked.name}/{code}",), tuple(ticked(asked, at, "1", "0"))) for at, code in enumerate(codes)
    ]
    expected = _with_other(as_several(asked, ticks_only=False, columns=len(details)), asked)
    return _kobo_words(asked, [summary, *details], expected)


def _kobo_items(asked: Asked) -> Part:
    codes = _kobo_codes(asked)
    columns = [
        Column((f"main/{asked.name}/{asked.name}_{at}",), tuple(of_item(asked, at, codes)))
        for at in range(len(asked.items))
    ]
    return together(columns, *(as_item(asked, at, never=True) for at in range(len(asked.items))))


def _kobo_tail(model: Model) -> Iterable[Part]:
    yield own(("_id",), [str(4000 + person) for person in range(model.people)])
    yield id_(("_uuid",), [f"{person:08x}-3333-4444-8888-123456789abc" for person in range(model.people)])
    yield own(("_submission_time",), moments(model, "%Y-%m-%dT%H:%M:%S"), Role.REPLIED)
    for name in ("_validation_status", "_notes"):
        yield own((name,), [None] * model.people)
    yield own(("_status",), ["submitted_via_web"] * model.people)
    yield own(("_submitted_by",), [None] * model.people)
    yield own(("__version__",), ["vX3k9"] * model.people)
    yield own(("_tags",), [None] * model.people)
    yield own(("_index",), [str(person + 1) for person in range(model.people)])


def _kobo_head(asked: Asked) -> tuple[str]:
    return (f"main/{asked.name}",)


KOBO = Layout(
    lead=lambda model: [
        own(("start",), moments(model, "%Y-%m-%dT%H:%M:%S.000+02:00", 9)),
        own(("main/email",), model.emails, Role.PERSONAL),
    ],
    tail=_kobo_tail,
    forms={
        Form.SINGLE: _kobo_single,
        Form.SCALE: _kobo_single,
        Form.MULTI: _kobo_multi,
        Form.GRID: _kobo_items,
        Form.OPEN: in_one_column(_kobo_head),
        Form.NUMERIC: in_one_column(_kobo_head),
        Form.DATE: in_one_column(_kobo_head, days("%Y-%m-%d")),
    },
)


def _xlsform(model: Model) -> tuple[list[list[str]], list[list[str]]]:
    """The sheets of questions and choices."""
    survey = [["type", "name", "label", "relevant", "appearance"], ["begin_group", "main", "The survey", "", ""],
              ["email", "email", "Your e-mail", "", ""]]  # fmt: skip
    choices = [["list_name", "name", "label"]]
    types = {Form.OPEN: "text", Form.NUMERIC: "integer", Form.DATE: "date"}
    for asked in model.questions:
        codes = _kobo_codes(asked)
        choices += [
            [f"l_{asked.name}", code, option]
            for code, option in zip(codes, asked.options, strict=True)
            if code != "other"
        ]
        or_other = " or_other" if asked.words else ""
        relevant = "${q1} = 'o_0'" if asked.asked else ""
        if asked.form in (Form.SINGLE, Form.SCALE, Form.MULTI):
            select = "select_multiple" if asked.form is Form.MULTI else "select_one"
            survey.append([f"{select} l_{asked.name}{or_other}", asked.name, asked.text, relevant, ""])
        elif asked.form is Form.GRID:
            survey.append(["begin_group", asked.name, asked.text, "", "table-list"])
            survey += [
                [f"select_one l_{asked.name}", f"{asked.name}_{at}", item, "", ""]
                for at, item in enumerate(asked.items)
            ]
            survey.append(["end_group", "", "", "", ""])
        elif asked.form in types:
            survey.append([types[asked.form], asked.name, asked.text, relevant, ""])
    return [*survey, ["end_group", "", "", "", ""]], choices


def kobo(model: Model, folder: Path) -> Written:
    """ ";" between cells, codes in them, all codes and one column each; the XLSForm beside it. No rankings."""
    survey, choices = _xlsform(model)
    to_xlsx(folder / "form.xlsx", {"survey": survey, "choices": choices})
    return to_csv(folder / "survey_-_all_versions.csv", KOBO.parts(model), ";")


# ODK


def _odk_head(asked: Asked, more: str = "") -> tuple[str]:
    return (f"main-{asked.name}{more}",)


def _odk_single(asked: Asked) -> Part:
    codes = _kobo_codes(asked)
    columns = [Column(_odk_head(asked), tuple(picked(asked, codes)))]
    return _odk_words(asked, columns, replace(as_codes(asked, codes), kinds=ONE))


def _odk_words(asked: Asked, columns: list[Column], expected: Expected) -> Part:
    if not asked.words:
        return together(columns, expected)
    columns.append(Column(_odk_head(asked, "_other"), asked.words))
    return together(columns, expected, as_words(asked))


def _odk_multi(asked: Asked) -> Part:
    """Nothing but the codes of all that was chosen: texts are lost, and who chose nothing."""
    codes = _kobo_codes(asked)
    named = dict(zip(asked.options, codes, strict=True))
    expected = Expected(
        kinds=SEVERAL,
        labels=tuple(named[option] for option, count in asked.counts().items() if count),
        ordered=False,
        counts={named[option]: count for option, count in asked.counts().items() if count},
        base=sum(bool(answer) for answer in asked.given()),
        columns=1,
    )
    return _odk_words(asked, [Column(_odk_head(asked), tuple(joined(asked, " ", codes)))], expected)


def _odk_ranking(asked: Asked) -> Part:
    """All codes in a cell, the first at the first rank."""
    codes = [f"o_{at}" for at in range(len(asked.items))]
    cells = [
        None if ranks is None else " ".join(codes[item] for item in sorted(range(len(ranks)), key=ranks.__getitem__))
        for ranks in asked.answers
    ]
    first = asked.given()[0]
    by_rank = sorted(range(len(codes)), key=lambda item: first[item])
    return together(
        [Column(_odk_head(asked), tuple(cells))], *(replace(as_ranked(asked, at), label=codes[at]) for at in by_rank)
    )


def _odk_values(asked: Asked) -> Part:
    cells = days("%Y-%m-%d")(asked) if asked.form is Form.DATE else asked.answers
    return one_column(_odk_head(asked), cells, as_values(asked, text=False))


def _odk_lead(model: Model) -> Iterable[Part]:
    """A place comes whole, or in its four parts."""
    yield own(("SubmissionDate",), moments(model, "%Y-%m-%dT%H:%M:%S.000Z"), Role.REPLIED)
    places = [(f"-1.28{person:05}", f"36.81{person:05}", f"{1_600 + person}.5") for person in range(model.people)]
    yield own(("main-gate",), [" ".join((*place, "4.9")) for place in places], Role.PERSONAL)
    for part, held in zip(("Latitude", "Longitude", "Altitude"), zip(*places, strict=True), strict=True):
        yield own((f"main-home-{part}",), held, Role.PERSONAL)
    yield own(
        ("main-home-Accuracy",), [f"{4 + person % 7}.{person % 10}" for person in range(model.people)], Role.PERSONAL
    )
    things = [str(7_001 + person % 3) for person in range(model.people)]
    yield one_column(("enumerator_id",), things, Expected(ONE, is_role=True, base=model.people))


ODK = Layout(
    lead=_odk_lead,
    tail=lambda model: [
        id_(("KEY",), [f"uuid:{person:08x}-3333-4444-8888-123456789abc" for person in range(model.people)])
    ],
    forms={
        Form.SINGLE: _odk_single,
        Form.SCALE: _odk_single,
        Form.MULTI: _odk_multi,
        Form.RANKING: _odk_ranking,
        Form.OPEN: _odk_values,
        Form.NUMERIC: _odk_values,
        Form.DATE: _odk_values,
    },
)


def odk(model: Model, folder: Path) -> Written:
    """Codes alone, without the form. No grids: their items share nothing but the name of a group. [M]"""
    return to_csv(folder / "survey.csv", ODK.parts(model))
