"""What a file should be read as, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars

from topline.readers import formats, parquet
from topline.readers.assembled import write_parquet
from topline.readers.understood import understood
from topline.survey import Kind, Question, Role, Survey, SurveyFile, code_of

COUNTED = frozenset({Kind.SINGLE, Kind.SCALE, Kind.MULTI})


@dataclass(frozen=True)
class Expected:
    """A question as it should be read; what is None is not in the file, or of no concern."""

    kinds: frozenset[Kind] | None = None
    text: str | None = None
    label: str | None = None
    """Of an item of a grid: the item."""
    grid: str = ""
    """The name of the model's question that it is an item of."""
    labels: tuple[str, ...] | None = None
    """Of the options that count as answers."""
    ordered: bool = True
    """Whether the file says in which order the options were offered."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """By label; of options that the file has."""
    base: int | None = None
    values: tuple[Any, ...] | None = None
    """The replies themselves, for questions without options."""
    role: Role | None = None
    is_role: bool = False
    """Whether `role` must be the question's, none included."""
    columns: int | None = None
    """How many columns of the file it stands in."""


@dataclass(frozen=True)
class Read:
    """A survey as it was read, with its replies."""

    survey: Survey
    replies: polars.DataFrame


def read(path: Path) -> Read:
    """Read a file as its child process does, but in this one."""
    target = path.with_name("replies.parquet")
    target.unlink(missing_ok=True)
    table = understood(formats.read_table(path, path.name, lambda _: None), path)
    write_parquet(table, path.name, target, SurveyFile(""))
    survey = parquet.read_kept(target, target.name)
    assert survey
    replies = polars.read_parquet(target)
    target.unlink()
    return Read(survey, replies)


def differences(found: Read, expected: Sequence[Expected]) -> list[str]:
    """What is read otherwise than expected, in words; nothing where it is the same survey."""
    questions = list(found.survey)
    if len(questions) != len(expected):
        wanted = [f"{one.text or one.label} {sorted(one.kinds or ())}" for one in expected]
        got = [f"{q.name} {q.text!r} {q.kind} {q.role or ''}" for q in questions]
        return [f"{len(questions)} questions instead of {len(expected)}", *wanted, "but", *got]
    faults = []
    grids: dict[str, str] = {}
    for question, one in zip(questions, expected, strict=True):
        wrong = list(_differences(question, found.replies[question.column], one))
        if one.grid:
            held = grids.setdefault(one.grid, question.grid)
            if not question.grid or question.grid != held:
                wrong.append(f"grid {question.grid!r} instead of {held!r}")
        elif question.grid:
            wrong.append(f"in a grid {question.grid!r}")
        faults += [f"{question.name} ({question.text!r}; {question.rule}): {fault}" for fault in wrong]
    if len(set(grids.values())) < len(grids):
        faults.append(f"grids of one name: {grids}")
    return faults


def _differences(question: Question, cells: polars.Series, one: Expected) -> Any:
    if one.kinds is not None and question.kind not in one.kinds:
        yield f"kind {question.kind} instead of {sorted(one.kinds)}"
        return
    if one.is_role and question.role is not one.role:
        yield f"role {question.role} instead of {one.role}"
    if one.text is not None and question.text != one.text:
        yield f"text {question.text!r} instead of {one.text!r}"
    if one.label is not None and question.label != one.label:
        yield f"label {question.label!r} instead of {one.label!r}"
    if one.columns is not None and len(question.positions) != one.columns:
        yield f"{len(question.positions)} columns instead of {one.columns}"
    if one.values is not None and not _same(cells.to_list(), one.values):
        yield f"values {cells.to_list()} instead of {one.values}"
    if one.labels is not None:
        labels = tuple(option.label for option in question.choices)
        if (labels if one.ordered else tuple(sorted(labels))) != (
            one.labels if one.ordered else tuple(sorted(one.labels))
        ):
            yield f"options {labels} instead of {one.labels}"
    counts, base = _counted(question, cells)
    if one.base is not None and (base != one.base or question.answered != one.base):
        yield f"base {base} ({question.answered} when read) instead of {one.base}"
    if question.kind in COUNTED:
        for label, count in one.counts.items():
            if counts.get(label, 0) != count:
                yield f"{counts.get(label, 0)} chose {label!r} instead of {count}"


def _same(held: Sequence[Any], written: Sequence[Any]) -> bool:
    """Whether values are those that were written; an id is the same as a number and as text, when no digit is lost."""
    return all(
        one == other or (isinstance(other, str) and one is not None and code_of(one) == other)
        for one, other in zip(held, written, strict=True)
    )


def _counted(question: Question, cells: polars.Series) -> tuple[dict[str, int], int]:
    """Replies an option, by label, and replies with an answer."""
    apart = {option.code for option in question.missing}
    counts: dict[str, int] = {}
    base = 0
    for cell in cells.to_list():
        if cell is None:
            continue
        codes = [code_of(value) for value in cell] if isinstance(cell, list) else [code_of(cell)]
        if codes and set(codes) <= apart:
            continue
        base += 1
        for code in codes:
            label = question.option(code).label
            counts[label] = counts.get(label, 0) + 1
    return counts, base
