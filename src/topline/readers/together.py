"""Columns that are one question: several columns of ticks become one column of lists, one answer, or a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from topline.readers.coded import MOSTLY, asked_of, counted
from topline.readers.columns import ReadColumn
from topline.readers.decisions import Decision, question_of
from topline.readers.different import most_frequent
from topline.readers.missing import missing_kind
from topline.readers.naming import alike, readable
from topline.readers.options import label, options_of
from topline.readers.profile import Profile
from topline.readers.raw import RawColumn, RawGroup, Together
from topline.readers.ticks import says_no, says_yes
from topline.survey import Kind, MissingKind, Option, Storage, code_of

if TYPE_CHECKING:
    import polars

FEW_CELLS = 1_000
"""Different cells that a column of ticks may have."""
REPEATED = 0.05
"""Share of the replies that name a code twice, from which on columns hold items of a grid and no mentions."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one column of a group, as texts, told apart."""

    texts: polars.Series
    ticked: polars.Series
    apart: Mapping[str, MissingKind]
    """The cells that say why there is no answer."""


def read_group(group: RawGroup, columns: Sequence[RawColumn], name: str, said: Mapping[str, Any]) -> ReadColumn:
    """The question that columns of options or mentions are together.

    Args:
        group: Which columns, and how; no grid and no ranking.
        columns: The columns, in the group's order.
        name: The name that the question gets.
        said: What the survey file says of the question.
    """
    group = _worded(group, columns)
    if group.how is Together.MENTIONS:
        return _mentions(group, columns, name)
    cells = [_cells(column, group) for column in columns]
    options = _options(group, columns)
    if group.how is Together.SPREAD:
        return _spread(group, columns, name, cells, options)
    return _several(group, columns, name, cells, options)


_END = " _-.:,;/[(#"
"""What stands between a question and its options."""


def _worded(group: RawGroup, columns: Sequence[RawColumn]) -> RawGroup:
    """A group whose question nobody said, with what its columns' texts, or else their headers, begin with alike."""
    if group.text or len(columns) < 2:
        return group
    texts = [readable(column.text) or column.header for column in columns]
    start = alike(texts)
    # Not in the midst of a word, nor of the number of a column.
    while start and start[-1].isalnum() and any(text[len(start) : len(start) + 1].isalnum() for text in texts):
        start = start[:-1]
    if not (said := start.rstrip(_END)):
        return replace(group, text=group.name)
    rests = [text[len(start) :].strip(f"{_END})]") for text in texts]
    own = zip(group.labels, texts, rests, strict=True)
    labels = tuple(rest if any(map(str.isalpha, rest)) and label == text else label for label, text, rest in own)
    return replace(group, text=said, labels=labels)


def _cells(column: RawColumn, group: RawGroup) -> _Cells:
    import polars

    texts = texts_of(column.cells)
    chosen, apart = _told(column, group, texts)
    ticked = texts.is_in(chosen) if chosen else polars.repeat(False, len(texts), eager=True)
    return _Cells(texts, ticked.fill_null(False), apart)


def _told(column: RawColumn, group: RawGroup, texts: polars.Series) -> tuple[list[str], dict[str, MissingKind]]:
    """The cells of a column that say that its option was chosen, and those that say why there is no answer."""
    apart = {option.code: option.missing for option in column.options if option.missing}
    apart |= {cell: MissingKind(kind) for cell, kind in column.apart}
    if group.ticked is not None:
        different = texts.unique().drop_nulls().to_list() if texts.n_unique() <= FEW_CELLS else []
        apart |= {text: kind for text in different if text not in group.ticked and (kind := missing_kind(text))}
        return [*group.ticked], apart
    different = texts.unique().drop_nulls().to_list()
    apart |= {text: kind for text in different if (kind := missing_kind(text))}
    labels = {option.code: option.label for option in column.options}
    return [text for text in different if text not in apart and not says_no(labels.get(text, text))], apart


def contradiction(group: RawGroup, columns: Sequence[RawColumn]) -> str:
    """Why columns cannot be the question that a group takes them for, in words; nothing where they can.

    Labels decide what a code means: a code that means one thing here and another there is no answer to one question,
    and neither "Man" nor "Woman" says that an option was chosen.
    """
    if group.how in (Together.SEVERAL, Together.SPREAD):
        if group.ticked is None:
            words = group.columns.index(group.other) if group.other in group.columns else -1
            clear = (column for at, column in enumerate(columns) if at != words)
            return next((why for column in clear if (why := _unclear(column, group))), "")
        return next((why for column in columns if (why := _otherwise_labelled(column, group.ticked))), "")
    labels: dict[str, str] = {}
    for column in columns:
        for option in column.options:
            known = labels.setdefault(option.code, option.label)
            if known.casefold() != option.label.casefold():
                return f"{option.code} means {known!r} in one column and {option.label!r} in another"
    return ""


def _unclear(column: RawColumn, group: RawGroup) -> str:
    """Why nobody can tell which cells of a column say that its option was chosen; nothing where one can."""
    texts = texts_of(column.cells)
    if texts.n_unique() > FEW_CELLS:
        return f"the column {column.header!r} holds many different texts"
    chosen = set(_told(column, group, texts)[0])
    labels = {option.code: option.label for option in column.options}
    meanings: dict[str, int] = {}
    for count in counted(texts):
        if count.value in chosen:
            said = labels.get(count.value, count.value)
            meaning = "yes" if says_yes(said) else said.strip().casefold()
            meanings[meaning] = meanings.get(meaning, 0) + count.replies
    if not meanings or max(meanings.values()) >= MOSTLY * sum(meanings.values()):
        return ""
    two = " and ".join(repr(one) for one in sorted(meanings, key=lambda one: -meanings[one])[:2])
    return f"the column {column.header!r} holds {two}: nobody can tell which of them says that it was chosen"


def _otherwise_labelled(column: RawColumn, ticked: Set[str]) -> str:
    """Why the labels of a column say that its codes are no ticks; nothing where they may be."""
    unticked = [o.label for o in column.options if not o.missing and o.code not in ticked]
    if len(unticked) != 1 or says_no(unticked[0]) or says_yes(unticked[0]):
        return ""
    if not any(o.code in ticked and not says_yes(o.label) for o in column.options):
        return ""
    return f"the column {column.header!r} holds {unticked[0]!r} where its option was not chosen"


def texts_of(cells: polars.Series) -> polars.Series:
    """Cells as texts, numbers written as codes."""
    import polars

    if cells.dtype == polars.String:
        return cells
    different = cells.unique().drop_nulls()
    codes = polars.Series([code_of(value) for value in different.to_list()], dtype=polars.String)
    return cells.replace_strict(different, codes, default=None, return_dtype=polars.String)


def _options(group: RawGroup, columns: Sequence[RawColumn]) -> tuple[Option, ...]:
    """An option a column: its code is the variable's name where the format has names, else its label."""
    taken: set[str] = set()
    options = []
    for column, said in zip(columns, group.labels, strict=True):
        words = label(readable(said) or column.header or f"column {column.position + 1}")
        code = column.name or words
        number = 2
        while code in taken:
            code, number = f"{column.name or words} ({number})", number + 1
        taken.add(code)
        options.append(Option(code, words))
    return tuple(options)


def _several(
    group: RawGroup, columns: Sequence[RawColumn], name: str, cells: Sequence[_Cells], options: tuple[Option, ...]
) -> ReadColumn:
    import polars

    frame = polars.DataFrame(
        [one.ticked.alias(f"t{at}") for at, one in enumerate(cells)]
        + [one.texts.alias(f"x{at}") for at, one in enumerate(cells)]
    )
    apart = {text: kind for one in cells for text, kind in one.apart.items()}
    said_why = list(apart)
    every = range(len(cells))
    chosen = polars.concat_list(
        [polars.when(polars.col(f"t{at}")).then(polars.lit(option.code)) for at, option in enumerate(options)]
    ).list.drop_nulls()
    any_tick = polars.any_horizontal(f"t{at}" for at in every)
    offered = polars.any_horizontal(
        polars.col(f"x{at}").is_not_null() & ~polars.col(f"x{at}").is_in([*apart]) for at in every
    )
    why = polars.coalesce(
        *(polars.when(polars.col(f"x{at}").is_in(said_why)).then(polars.col(f"x{at}")) for at in every)
    )
    values = frame.select(
        polars.when(any_tick | offered)
        .then(chosen)
        .when(why.is_not_null())
        .then(polars.concat_list(why))
        .cast(polars.List(polars.String))
        .alias(name)
    ).to_series()
    held = {code for code in values.explode().unique().drop_nulls().to_list() if code in said_why}
    labelled = {option.code: option.label for column in columns for option in column.options if option.missing}
    set_apart = tuple(Option(text, label(labelled.get(text, text)), apart[text]) for text in said_why if text in held)
    question = _question(group, columns, name, values, Kind.MULTI, (*options, *set_apart))
    return ReadColumn(question, values)


def _spread(
    group: RawGroup, columns: Sequence[RawColumn], name: str, cells: Sequence[_Cells], options: tuple[Option, ...]
) -> ReadColumn:
    import polars

    frame = polars.DataFrame([one.ticked.alias(f"t{at}") for at, one in enumerate(cells)])
    chosen = polars.coalesce(
        *(polars.when(polars.col(f"t{at}")).then(polars.lit(option.code)) for at, option in enumerate(options))
    )
    values = frame.select(chosen.cast(polars.String).alias(name)).to_series()
    several = frame.select(polars.sum_horizontal(polars.all().cast(polars.Int32)) > 1).to_series().sum()
    note = (f"of {several:,} replies with several ticks the first counts",) if several else ()
    return ReadColumn(_question(group, columns, name, values, Kind.SINGLE, options, note), values)


def _mentions(group: RawGroup, columns: Sequence[RawColumn], name: str) -> ReadColumn:
    import polars

    texts = [texts_of(column.cells).alias(f"x{at}") for at, column in enumerate(columns)]
    labelled = {option.code: option for column in columns for option in column.options}
    apart = [code for code, option in labelled.items() if option.missing]
    listed = polars.concat_list(polars.all()).list.drop_nulls().list.unique(maintain_order=True)
    answers = listed.list.eval(polars.element().filter(~polars.element().is_in(apart)))
    alone = polars.when(listed.list.len() > 0).then(listed.list.head(1))
    values = (
        polars.DataFrame(texts)
        .select(polars.when(answers.list.len() > 0).then(answers).otherwise(alone).alias(name))
        .to_series()
    )
    listed_options = tuple(replace(option, label=label(option.label)) for option in labelled.values())
    strays = options_of(
        replace(
            _profile(group, columns, name, values, ()),
            counts=tuple(count for count in counted(values) if count.value not in labelled),
        )
    )
    answers_first = sorted((*listed_options, *strays), key=lambda option: option.missing is not None)
    return ReadColumn(_question(group, columns, name, values, Kind.MULTI, tuple(answers_first)), values)


def are_items(columns: Sequence[RawColumn]) -> bool:
    """Whether columns that a file calls mentions hold the items of a grid: replies name the same code twice."""
    import polars

    texts = [texts_of(column.cells).alias(f"x{at}") for at, column in enumerate(columns)]
    listed = polars.DataFrame(texts).select(polars.concat_list(polars.all()).list.drop_nulls().alias("all")).to_series()
    twice = int((listed.list.n_unique() < listed.list.len()).sum())
    answered = int((listed.list.len() > 0).sum())
    return bool(answered) and twice > REPEATED * answered


def _profile(
    group: RawGroup, columns: Sequence[RawColumn], name: str, values: polars.Series, options: tuple[Option, ...]
) -> Profile:
    apart = {option.code for option in options if option.missing}
    counts = [count for count in counted(values) if count.value not in apart]
    set_apart = sum(count.replies for count in counted(values) if count.value in apart)
    return Profile(
        name=name,
        text=readable(group.text) or readable(columns[0].text) or columns[0].header or name,
        header=columns[0].header,
        column=name,
        storage=Storage.TEXT,
        position=columns[0].position,
        rows=len(values),
        answered=len(values) - values.null_count() - set_apart,
        distinct=len(counts),
        counts=tuple(most_frequent(counts)),
        several=True,
    )


def _question(
    group: RawGroup,
    columns: Sequence[RawColumn],
    name: str,
    values: polars.Series,
    kind: Kind,
    options: tuple[Option, ...],
    notes: tuple[str, ...] = (),
) -> Any:
    profile = replace(_profile(group, columns, name, values, options), notes=notes)
    question = question_of(profile, Decision(kind, group.rule, options=options))
    question = replace(
        question,
        answered=profile.answered,
        positions=tuple(column.position for column in columns),
        headers=tuple(column.header for column in columns),
    )
    return asked_of(question, *columns)
