"""The dialects of published panels: Stack Overflow's survey, and columns as panels hand them out.

After FORMATS: what is marked [M] there and here is known from the field and was not seen in a real file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from topline.survey import Role

from .forms import moments
from .model import OTHER, Asked, Form, Model
from .reading import Expected
from .writing import (
    WORDS,
    Cell,
    Column,
    Layout,
    Part,
    Written,
    as_item,
    as_ranked,
    as_several,
    as_single,
    as_values,
    days,
    delimited,
    id_,
    in_one_column,
    joined,
    of_item,
    one_column,
    own,
    picked,
    ticked,
    to_csv,
    together,
)

# Stack Overflow


def _stack_multi(asked: Asked) -> Part:
    cells = [cell if cell is not None else "NA" for cell in joined(asked, ";")]
    expected = as_several(asked, never=False, columns=1, ordered=False)
    return one_column(_stack_head(asked), cells, expected)


def _stack_head(asked: Asked) -> tuple[str]:
    return (f"Topic{asked.name[1:]}",)


def _na(cells: Iterable[Cell]) -> list[Cell]:
    return ["NA" if cell is None else cell for cell in cells]


STACK = Layout(
    lead=lambda model: [
        id_(("ResponseId",), [str(number) for number in range(1, model.people + 1)]),
        own(("MainBranch",), ["I am a developer by profession"] * model.people),
    ],
    forms={
        Form.SINGLE: lambda asked: one_column(_stack_head(asked), _na(picked(asked)), as_single(asked)),
        Form.SCALE: lambda asked: one_column(_stack_head(asked), _na(picked(asked)), as_single(asked)),
        Form.MULTI: _stack_multi,
        Form.NUMERIC: in_one_column(_stack_head, lambda asked: _na(asked.answers)),
    },
)
_STACK_TYPES = {Form.SINGLE: ("MC", "SAVR"), Form.SCALE: ("MC", "SAVR"), Form.MULTI: ("MC", "MAVR"),
                Form.NUMERIC: ("TE", "SL")}  # fmt: skip


def stack_overflow(model: Model, folder: Path) -> Written:
    """[M] The newer schema beside it, with the type of every question. Only questions that can be published; what was
    never chosen, the order of options and why there is no answer are lost."""
    model = model.without_other()
    schema = [["qid", "qname", "question", "force_resp", "type", "selector"]]
    schema += [["QID0", "MainBranch", "Which best describes you?", "TRUE", "MC", "SAVR"]]
    schema += [
        [f"QID{asked.name[1:]}", *_stack_head(asked), asked.text, "FALSE", *_STACK_TYPES[asked.form]]
        for asked in model.questions
        if asked.form in _STACK_TYPES
    ]
    (folder / "survey_results_schema.csv").write_text(delimited(schema), encoding="utf-8")
    return to_csv(folder / "survey_results_public.csv", STACK.parts(model))


# Panels


def _panel_head(asked: Asked, at: int | None = None) -> tuple[str]:
    number = f"q{int(asked.name[1:]):04}"
    return (number if at is None else f"{number}_{at + 1:04}",)


def _panel_multi(asked: Asked, *, text: bool) -> Part:
    """Cells hold the option or that it was not selected: one that nobody chose has no name."""
    columns = [
        Column(_panel_head(asked, at), tuple(ticked(asked, at, option, "Not selected", "NA")))
        for at, option in enumerate(asked.options)
    ]
    counts = asked.counts()
    labels = [
        option if counts[option] or text else column.head[0]
        for option, column in zip(asked.options, columns, strict=True)
    ]
    expected = as_several(asked, text=text, ticks_only=False, columns=len(columns), labels=labels)
    if not asked.words:
        return together(columns, expected)
    columns.append(Column((f"{_panel_head(asked)[0]}_other",), tuple(_na(asked.words))))
    return together(columns, expected, Expected(WORDS, columns=1, base=sum(word is not None for word in asked.words)))


def _panel_single(asked: Asked, *, text: bool) -> Part:
    columns = [Column(_panel_head(asked), tuple(picked(asked, unasked="NA")))]
    expected = as_single(asked, text=text)
    if not asked.words:
        return together(columns, expected)
    columns.append(Column((f"{_panel_head(asked)[0]}_other",), tuple(_na(asked.words))))
    return together(columns, expected, Expected(WORDS, columns=1, base=sum(word is not None for word in asked.words)))


def _panel_items(asked: Asked, *, text: bool) -> Part:
    columns = [Column(_panel_head(asked, at), tuple(of_item(asked, at))) for at in range(len(asked.items))]
    expected = as_ranked if asked.form is Form.RANKING else as_item
    return together(columns, *(expected(asked, at, label=text) for at in range(len(asked.items))))


def _panel_values(asked: Asked, *, text: bool) -> Part:
    cells = days("%Y-%m-%d")(asked) if asked.form is Form.DATE else asked.answers
    return one_column(_panel_head(asked), cells, as_values(asked, text=text))


def _panel(*, text: bool) -> Layout:
    return Layout(
        lead=lambda model: [
            id_(("respondent_id",), model.ids),
            own(("EndDate",), moments(model, "%m/%d/%y %H:%M"), Role.REPLIED),
        ],
        forms={
            Form.SINGLE: partial(_panel_single, text=text),
            Form.SCALE: partial(_panel_single, text=text),
            Form.MULTI: partial(_panel_multi, text=text),
            Form.GRID: partial(_panel_items, text=text),
            Form.RANKING: partial(_panel_items, text=text),
            Form.OPEN: partial(_panel_values, text=text),
            Form.NUMERIC: partial(_panel_values, text=text),
            Form.DATE: partial(_panel_values, text=text),
        },
    )


def panel(model: Model, folder: Path) -> Written:
    """Columns q0004_0001, cells with the option or "Not selected". The texts of questions are lost."""
    return to_csv(folder / "raw-responses.csv", _panel(text=False).parts(model))


def panel_with_dictionary(model: Model, folder: Path) -> Written:
    """The same with a dictionary as people write one beside it: a row a column, "Question - Option"."""
    rows = [["Variable", "Label"], ["respondent_id", "Respondent"], ["EndDate", "End of the interview"]]
    for asked in model.questions:
        parts = asked.options if asked.form is Form.MULTI else asked.items
        rows += [[*_panel_head(asked, at), f"{asked.text} - {part}"] for at, part in enumerate(parts)]
        rows += [] if parts else [[*_panel_head(asked), asked.text]]
        rows += [[f"{_panel_head(asked)[0]}_other", f"{asked.text} - {OTHER}"]] if asked.words else []
    (folder / "codebook.csv").write_text(delimited(rows), encoding="utf-8")
    return to_csv(folder / "raw-responses.csv", _panel(text=True).parts(model))
