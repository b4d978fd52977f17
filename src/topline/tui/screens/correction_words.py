"""A correction in words: what each kind and role means, what is changed, and what that will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from topline.readers.correcting import likewise
from topline.survey import Kind, Option, Question, Role, Storage, Survey, Table
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
NAMED = 4
"""Options that are named before the rest of them is left out."""
NAME = 28
"""Cells of a name, or of an answer, in a sentence."""
SET, APART_NOW = "one question", "take apart"
NO_GRID = "none"
ALONE, ALIKE = "this question", "whole grid"
RATED, RANKED = "no ranking", "ranking"
COUNTED = (Kind.SINGLE, Kind.SCALE)
"""Kinds that a rank can have."""


def why_not(role: str, question: Question, kind: str) -> str:
    """Why a column cannot have a role; empty where it can."""
    if role == Role.WEIGHT and question.storage not in (Storage.INTEGER, Storage.REAL):
        return "a weight is a number, and this column holds none"
    if role == Role.WEIGHT and kind != Kind.NUMERIC:
        return "a weight is a number: make its kind numeric"
    if role in (Role.SENT, Role.REPLIED) and question.storage is not Storage.DATE:
        return f"the {role} is a date, and this column holds none"
    return ""


def no_ranks(question: Question) -> str:
    """Why the answers to a question cannot be ranks; empty where they can, as far as its options tell."""
    odd = next((option for option in question.choices if not _is_rank(option.code)), None)
    return f"a rank is a whole number, 1 the first; {cut(question.name, NAME)} has {odd.label!r}" if odd else ""


def _is_rank(code: str) -> bool:
    return code.isascii() and code.isdecimal() and int(code) > 0


def with_ranks(question: Question, *, ranks: bool) -> Question:
    """A question whose answers are ranks, or are none any more; numbers are counted one by one then."""
    kind = Kind.SINGLE if ranks and question.kind not in COUNTED else question.kind
    return replace(question, ranks=ranks, kind=kind, bands=question.bands if kind is question.kind else ())


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
        ("grid", question.grid or NO_GRID, wanted.grid or NO_GRID),
    ):
        repeats = what == "short form" and now == wanted.text and before == question.text
        if before != now and not repeats:
            yield Change(what, f"{what} of {name} is now {now}", f"{what} will be {now}")
    if wanted.ranks is not question.ranks:
        grid = cut(wanted.grid or question.grid, NAME)
        are = "a ranking" if wanted.ranks else "no ranking"
        yield Change("ranking", f"{grid} is {are} now", f"all of {grid} will be {are}")
    if wanted.has_options and question.options != wanted.options:
        yield from _changes_in_options(question, wanted)
    if wanted.has_options and question.nets != wanted.nets:
        nets = {net.label: net.codes for net in question.nets}
        changed = [net.label for net in wanted.nets if nets.get(net.label) != net.codes]
        gone = [label for label in nets if all(net.label != label for net in wanted.nets)]
        for net in wanted.nets:
            if net.label in changed:
                held = _listed([wanted.option(code).label for code in net.codes])
                yield Change(
                    "nets", f'the net "{cut(net.label, NAME)}" holds {held}', f'"{net.label}" will hold {held}'
                )
        for label in gone:
            yield Change("nets", f'the net "{cut(label, NAME)}" is gone', f'the net "{label}" will be gone')


def _changes_in_options(question: Question, wanted: Question) -> Iterator[Change]:
    before = {option.code: option.missing for option in question.options}
    for option in wanted.options:
        if option.label != question.option(option.code).label:
            label, words = cut(question.option(option.code).label, NAME), cut(option.label, NAME)
            yield Change("options", f'"{label}" is called "{words}" now', f'"{label}" will be called "{words}"')
        if option.missing is before.get(option.code):
            continue
        label = f'"{cut(option.label, NAME)}"'
        if option.missing:
            apart = f"set apart as {option.missing}"
            yield Change("options", f"{label} is {apart}", f"{label} will be {apart}")
        else:
            yield Change("options", f"{label} counts as an answer", f"{label} will count as an answer")
    if _order(wanted.choices, question.choices) != _order(question.choices, wanted.choices):
        order = _listed([option.label for option in wanted.choices])
        yield Change("options", f"order of {cut(question.name, NAME)} is now {order}", f"order will be {order}")


def _order(options: Sequence[Option], others: Sequence[Option]) -> list[str]:
    """The codes of options that are among others as well, in their order."""
    known = {option.code for option in others}
    return [option.code for option in options if option.code in known]


def _listed(labels: Sequence[str]) -> str:
    return f"{', '.join(labels[:NAMED])}{' and so on' if len(labels) > NAMED else ''}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction: a question, and what it should be."""

    question: Question
    wanted: Question
    also: Mapping[str, Any] = field(default_factory=dict)
    """What else is said of it, by the keys of the survey file."""
    others: tuple[Question, ...] = ()
    """The other questions of its grid."""
    whole: bool = False
    """Whether these are corrected alike."""
    each: tuple[tuple[Question, Question], ...] = ()
    """Further questions, each with what it should be."""
    words: str = ""
    """What is so afterwards, as a clause, where that is more than its changes tell."""

    @property
    def along(self) -> tuple[tuple[Question, Question], ...]:
        """What is corrected along with it, each with what it should be."""
        if not self.whole:
            return self.each
        return (*self.each, *((other, likewise(self.question, self.wanted, other)) for other in self.others))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is another than before."""
        return tuple(changes_in(self.question, self.wanted, self.also))

    @property
    def names(self) -> tuple[str, ...]:
        """The questions that are corrected."""
        return (self.question.name, *(now.name for now, then in self.along if now != then))

    @property
    def corrected(self) -> str:
        """What is corrected of which question, such as "kind and options of Role"."""
        whats = list(dict.fromkeys(change.what for change in self.changes))
        listed = " and ".join(filter(None, (", ".join(whats[:-1]), *whats[-1:])))
        more = len(self.names) - 1
        alike = f" and {more} more of its grid" if more and self.whole else ""
        return f"{listed} of {cut(self.question.name, NAME)}{alike}"

    @property
    def done(self) -> str:
        """What is so now, as a clause."""
        if self.words:
            return self.words
        alone = len(self.changes) == 1 and not (self.whole and len(self.names) > 1)
        return self.changes[0].now if alone else self.corrected


def of_same_grid(question: Question, survey: Survey) -> tuple[Question, ...]:
    """The other questions of its grid."""
    if not question.grid:
        return ()
    return tuple(other for other in survey if other.grid == question.grid and other.name != question.name)


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
    """What texts begin with alike, without what only parts it from the rest; no word or number is cut in two."""
    first, last = min(texts), max(texts)
    length = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    while length and any(_is_within(text, length) for text in (first, last)):
        length -= 1
    return first[:length].rstrip(" _-–:.;,([{#/|")


def _is_within(text: str, at: int) -> bool:
    """Whether a place is in the midst of a word, or of a number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() or after.isdigit():
        return before.isdigit() and after.isdigit()
    return before.isalpha() and after.isalpha() and not (before.islower() and after.isupper())
