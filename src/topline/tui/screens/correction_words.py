"""A correction in words: what each kind and role means, what is changed, and what that will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from topline.survey import Kind, MissingKind, Question, Role, Storage, Table
from topline.survey.widths import cut

KIND_MEANINGS = {
    Kind.SINGLE: "one answer, each counted",
    Kind.MULTI: "several answers, where a cell that joins them is split",
    Kind.SCALE: "ordered answers, with a mean and the top two boxes",
    Kind.NUMERIC: "a number, with a mean, a median and bands",
    Kind.DATE: "a day, counted over time",
    Kind.OPEN: "people's own words, to be read and searched",
}
NO_ROLE = "none"
"""What stands for a column that is an answer, and nothing else."""
ROLE_MEANINGS: Mapping[str, str] = {
    NO_ROLE: "an answer to a question",
    Role.ID: "tells one reply from another; never counted",
    Role.WEIGHT: "what each reply counts, once w is pressed",
    Role.SENT: "when the person was asked",
    Role.REPLIED: "when the person answered",
    Role.PERSONAL: "tells who a person is; masked until P, never counted",
}
APART: tuple[MissingKind | None, ...] = (None, *MissingKind)
"""What an answer can be set apart as, by the digit that does it."""
NAMED = 4
"""Options that are named before the rest of them is left out."""
NAME = 28
"""Cells of a name, or of an answer, in a sentence."""
SET, APART_NOW = "one question", "take apart"


def why_not(role: str, question: Question, kind: str) -> str:
    """Why a column cannot have a role; empty where it can."""
    if role == Role.WEIGHT and question.storage not in (Storage.INTEGER, Storage.REAL):
        return "a weight is a number, and this column holds none"
    if role == Role.WEIGHT and kind != Kind.NUMERIC:
        return "a weight is a number: make its kind numeric"
    if role in (Role.SENT, Role.REPLIED) and question.storage is not Storage.DATE:
        return f"the {role} is a date, and this column holds none"
    return ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another than before."""

    what: str
    """Such as "kind"."""
    now: str
    """What it is afterwards, as a clause."""
    to_be: str
    """The same before it is saved."""


def changes_in(question: Question, wanted: Question, also: Mapping[str, Any]) -> Iterator[Change]:
    """Everything that is another than before."""
    name = cut(question.name, NAME)
    if also.get("apart"):
        parts = f"taken apart into {len(question.headers)} questions"
        yield Change("columns", f"{name} is {parts}", f"will be {parts}")
    if also.get("columns"):
        yield Change("columns", f"{len(also['columns'])} columns are one question now, {name}", "")
    for what, before, now in (
        ("kind", question.kind.value, wanted.kind.value),
        ("text", question.text, wanted.text),
        ("short form", question.label, wanted.label),
        ("role", question.role or NO_ROLE, wanted.role or NO_ROLE),
    ):
        repeats = what == "short form" and now == wanted.text and before == question.text
        if before != now and not repeats:
            yield Change(what, f"{what} of {name} is now {now}", f"{what} will be {now}")
    if wanted.has_options and question.options != wanted.options:
        yield from _changes_in_options(question, wanted)


def _changes_in_options(question: Question, wanted: Question) -> Iterator[Change]:
    before = {option.code: option.missing for option in question.options}
    for option in wanted.options:
        if option.missing is before.get(option.code):
            continue
        label = f'"{cut(option.label, NAME)}"'
        if option.missing:
            apart = f"set apart as {option.missing}"
            yield Change("options", f"{label} is {apart}", f"{label} will be {apart}")
        else:
            yield Change("options", f"{label} counts as an answer", f"{label} will count as an answer")
    stay = [o.code for o in question.choices if o in wanted.choices]
    if [o.code for o in wanted.choices if o in question.choices] != stay:
        labels = [option.label for option in wanted.choices]
        order = f"{', '.join(labels[:NAMED])}{' and so on' if len(labels) > NAMED else ''}"
        yield Change("options", f"order of {cut(question.name, NAME)} is now {order}", f"order will be {order}")


def effect_words(question: Question, wanted: Question, table: Table | None) -> Iterator[str]:
    """What a correction will do, a clause each.

    Args:
        table: The topline of the question as it is now; None while it is not known.
    """
    if wanted.kind is not question.kind:
        yield KIND_MEANINGS[wanted.kind]
        if wanted.kind in (Kind.NUMERIC, Kind.DATE):
            yield f"every answer must be {'a number' if wanted.kind is Kind.NUMERIC else 'a date'}"
    if wanted.role is not question.role:
        yield ROLE_MEANINGS.get(wanted.role or NO_ROLE, "")
    if table is None or not wanted.has_options or wanted.kind is Kind.MULTI or question.kind is Kind.MULTI:
        return
    counts = counts_of(table)
    before = {option.code: option.missing for option in question.options}
    lost = sum(counts.get(o.code, 0) for o in wanted.options if o.missing and not before.get(o.code))
    won = sum(counts.get(o.code, 0) for o in wanted.options if not o.missing and before.get(o.code))
    base = table.base.unweighted
    if lost or won:
        yield f"of those who answered there will be {base - lost + won:,} instead of {base:,}"


def counts_of(table: Table) -> dict[str, int]:
    """Replies with each answer, by its code."""
    rows = {row.code: row.cells[0].count for row in table.rows if not row.net}
    return rows | {missing.code: missing.count for missing in table.missing if missing.code}


def common_stem(texts: Sequence[str]) -> str:
    """What texts begin with alike, without what only parts it from the rest."""
    first, last = min(texts), max(texts)
    length = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[:length].rstrip(" _-–:.;,([{#/|")
