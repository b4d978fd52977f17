"""One question by others: all that a table counts, from one pass over the replies a banner question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from topline.analysis.counts import NOBODY, Banner, Source, Tally, banner_of, count_crossed
from topline.analysis.mentions import Together, count_mentions, is_many
from topline.analysis.pools import pooled
from topline.analysis.rows import RowSpec, is_extra, option_rows, rows_of
from topline.analysis.summaries import Many, summarise, summarise_scale
from topline.engine import Cancel, Engine
from topline.survey import (
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Question,
    Slice,
    Sql,
    Summary,
    Within,
    bits,
    quoted,
    word_count,
    wrote,
)

EVERYBODY = All(())
LOOKED_AT = 10_000
"""Numbers that are looked at to learn whether they are different ones."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One column, counted: its base, its rows, and what describes the whole of it."""

    base: Tally
    rows: tuple[Tally, ...]
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be counted: a question, for whom, and apart from whom."""

    engine: Engine
    question: Question
    slices: tuple[Slice, ...]
    """Whose answers, before any base."""
    base: Condition | None
    """Who percentages are of; None for everyone."""
    apart: tuple[Condition, ...]
    """Kinds of missing answers; they are counted of everyone."""
    banners: tuple[Question, ...] = ()
    """Questions by whose answers the first slice is counted too."""
    cancel: Cancel | None = None

    @property
    def inside(self) -> Condition:
        """That somebody is in the base."""
        return self.base or EVERYBODY

    def people(self, slice_: Slice) -> Slice:
        """Those of a slice who are in the base."""
        return slice_.narrowed(self.base)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one slice."""

    everyone: Tally
    """All people of the slice, in the base or not."""
    apart: tuple[Tally, ...]
    """Those of each kind of missing answers."""
    total: Counted
    crossed: tuple[tuple[Banner, Counted], ...] = ()
    """The columns of all banner questions."""
    unplaced: tuple[int, ...] = ()
    """For each banner question: how many of the base stand in none of its columns."""


def is_keyed(question: Question) -> bool:
    """Whether each reply has one stored code, so that one grouping counts every answer."""
    return question.kind in (Kind.SINGLE, Kind.SCALE)


def cross(asking: Asking) -> tuple[tuple[RowSpec, ...], tuple[Answers, ...]]:
    """Count a question for every slice, and for the first one by every banner question.

    Returns:
        Its rows, and the answers slice by slice.
    """
    passes: list[_Pass] = []
    keyed = [banner for banner in asking.banners if is_keyed(banner)]
    together = Together(keyed) if is_many(asking.question) and len(keyed) > 1 else None
    rows = None if is_keyed(asking.question) or len(asking.slices) == 1 else _rows_of_all(asking)
    for number, slice_ in enumerate(asking.slices):
        for banner in (asking.banners or (None,)) if not number else (None,):
            passes.append(_Pass(asking, slice_, banner, rows, together if banner in keyed else None))
            rows = rows or passes[-1].rows
    if is_keyed(asking.question):
        rows = option_rows(asking.question, {code for one in passes for code in one.codes})
    rows = rows or ()
    if any(is_extra(asking.question, spec) for spec in rows):
        rows = _given(asking.question, rows, passes)
    first = len(asking.banners) or 1
    crossed = tuple(column for one in passes[:first] for column in one.crossed(rows))
    unplaced = tuple(one.unplaced(rows) for one in passes[:first] if one.banner is not None)
    answers = [Answers(passes[0].everyone, passes[0].apart, passes[0].total(rows), crossed, unplaced)]
    answers += [Answers(one.everyone, one.apart, one.total(rows)) for one in passes[first:]]
    return rows, tuple(answers)


def _given(question: Question, rows: tuple[RowSpec, ...], passes: Sequence[_Pass]) -> tuple[RowSpec, ...]:
    """Rows without those of unlisted codes that nobody of the base gave, also in the passes themselves."""
    totals = [one.total(rows).rows for one in passes]
    stay = [at for at, spec in enumerate(rows) if not is_extra(question, spec) or any(total[at].n for total in totals)]
    for one in passes:
        one.keep_rows(stay)
    return tuple(rows[at] for at in stay)


def _rows_of_all(asking: Asking) -> tuple[RowSpec, ...]:
    """The rows for the people of all slices together."""
    survey = asking.engine.survey
    people = AnyOf(tuple(asking.people(slice_).condition(survey) for slice_ in asking.slices))
    return rows_of(asking.engine, asking.question, Slice((people,)), cancel=asking.cancel)


def banner_flags(source: Source, banner: Question, people: Slice, cancel: Cancel | None) -> tuple[Banner, ...]:
    """The columns of a banner question that is no single choice: its options, or its bands."""
    specs = rows_of(source, banner, people, cancel=cancel)
    return tuple(
        Banner(spec.code, spec.label, spec.condition, banner.label, banner.name) for spec in specs if not spec.net
    )


BASE = -1
"""Stands among the rows of a question for its base."""
Column = dict[object, Tally]
"""Tallies by stored code, or by the place of the row and `BASE`."""


@dataclass(slots=True)
class _Pass:
    """One pass over the replies of a slice, for no banner question or one."""

    asking: Asking
    slice_: Slice
    banner: Question | None
    given: tuple[RowSpec, ...] | None
    """The rows, where they are known already."""
    together: Together | None = None
    """The banner questions that are counted in one pass with this one, where there are any."""
    rows: tuple[RowSpec, ...] = ()
    everyone: Tally = field(default_factory=Tally)
    apart: tuple[Tally, ...] = ()
    _flagged: tuple[Banner, ...] = ()
    """The columns of the banner question, where each is a condition."""
    _columns: dict[object, Column] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    """By stored code of the banner question, or by place; the total under `BASE`."""
    _summaries: dict[object, Summary | None] = field(default_factory=dict)
    _known: dict[object, Counted] = field(default_factory=dict)
    """Columns that were added up, for these rows."""
    _outside: int = 0
    """For a banner question of several answers: those of the base who are in no column."""

    def __post_init__(self) -> None:
        asking, question = self.asking, self.asking.question
        # What is cut into bands needs them before it is counted; anything else tells its rows once it is.
        cut, banner_cut = self._is_cut, self._is_banner_cut
        self.rows = self._rows_in(asking.engine) if cut else ()
        self._flagged = self._flagged_in(asking.engine) if banner_cut else ()
        with self._source() as source:
            self.rows = self.rows if cut else self._rows_in(source)
            self._flagged = self._flagged if banner_cut else self._flagged_in(source)
            self._count(source)
            if not question.has_options:
                self._describe(asking.engine if question.kind is Kind.DATE or cut else source)

    def _rows_in(self, source: Source) -> tuple[RowSpec, ...]:
        if is_keyed(self.asking.question):
            return ()
        people = self.asking.people(self.slice_)
        return self.given or rows_of(source, self.asking.question, people, cancel=self.asking.cancel)

    def _flagged_in(self, source: Source) -> tuple[Banner, ...]:
        if self.banner is None or is_keyed(self.banner):
            return ()
        return banner_flags(source, self.banner, self.asking.people(self.slice_), self.asking.cancel)

    @property
    def _is_cut(self) -> bool:
        """Whether people are told apart by the band that their number falls into, and not by the number.

        Quartiles of what is weighted need a tally for every number.
        """
        return not self.slice_.weight and is_many_valued(self.asking.engine, self.asking.question, self.asking.cancel)

    @property
    def _is_banner_cut(self) -> bool:
        """The same of the answers to the banner question."""
        return self.banner is not None and is_many_valued(self.asking.engine, self.banner, self.asking.cancel)

    def _describe(self, source: Source) -> None:
        asking, people = self.asking, self.asking.people(self.slice_)
        for key, banner in [(BASE, Banner("", "")), *self._banners()]:
            narrowed = people.narrowed(banner.condition)
            self._summaries[key] = summarise(source, asking.question, narrowed, asking.cancel, many=self._many(key))

    def _many(self, column: object) -> Many | None:
        """How many numbers there are in a column, where they were counted by their bands."""
        first = self.rows[0].condition if self.rows else None
        if not self._is_cut or not isinstance(first, Within):
            return None
        number = sum(tally.n for row, tally in self._columns.get(column, {}).items() if row != BASE)
        return Many(number, float(first.low)) if number and isinstance(first.low, int | float) else None

    @contextmanager
    def _source(self) -> Iterator[Source]:
        """The replies; or a pool of them, where the answers are many or cut into bands."""
        asking, question, banner = self.asking, self.asking.question, self.banner
        plain = question.has_options and (banner is None or banner.has_options)
        if plain or has_own_words(question) or (banner is not None and has_own_words(banner)):
            yield asking.engine
            return
        columns: dict[str, str] = {}
        bands: list[list[Condition]] = []
        if self._is_cut:
            bands.append([spec.condition for spec in self.rows])
        else:
            columns |= columns_of(question)
        if self._is_banner_cut:
            bands.append([one.condition for one in self._flagged if one.condition is not None])
        elif banner is not None:
            columns |= columns_of(banner)
        looked_at = [asking.inside, *asking.apart]
        with pooled(asking.engine, self.slice_, columns, looked_at, bands, asking.cancel) as source:
            yield source

    def _count(self, source: Source) -> None:
        asking, question, banner = self.asking, self.asking.question, self.banner
        inside, apart = asking.inside, len(asking.apart)
        by = [one for one in (question, banner) if one is not None and is_keyed(one)]
        columns = [EVERYBODY, *(one.condition or EVERYBODY for one in self._flagged)]
        # Answers that are mentioned among very many are counted apart, all at once.
        apart_rows = {at for at, spec in enumerate(self.rows) if is_many(question) and spec.codes == (spec.code,)}
        places = [BASE, *(at for at in range(len(self.rows)) if at not in apart_rows)]
        rows = [EVERYBODY, *(self.rows[at].condition for at in places[1:])]
        cells = [All(tuple(dict.fromkeys((inside, column, row)))) for column in columns for row in rows]
        # Several answers count a person in several columns, so that those in none are counted apart.
        several = banner is not None and banner.takes_several
        given = tuple(one.condition for one in self._flagged if one.condition is not None)
        outside = [All((inside, *(Not(condition) for condition in given)))] if several else []
        self.apart = (Tally(),) * apart
        flags = [*asking.apart, *cells, *outside]
        if self.together is not None and banner is not None:
            found = self.together.bases(banner, source, self.slice_, flags, asking.cancel)
        else:
            found = count_crossed(source, self.slice_, flags, by, asking.cancel)
        for key, (everyone, *tallies) in found.items():
            self.everyone += everyone
            if any(tally.n for tally in tallies[:apart]):
                self.apart = tuple(map(Tally.__add__, self.apart, tallies[:apart]))
            if several:
                self._outside += tallies.pop().n
            for at, tally in enumerate(tallies[apart:]):
                column, row = divmod(at, len(rows))
                place = key[0] if is_keyed(question) else places[row]
                self._add(column - 1, place, tally)
                if not column and banner is not None and is_keyed(banner):
                    self._add(key[-1], place, tally)
        if apart_rows:
            self._count_mentions(source, {self.rows[at].code: at for at in apart_rows}, columns)

    def _count_mentions(self, source: Source, places: Mapping[str, int], columns: Sequence[Condition]) -> None:
        asking, banner = self.asking, self.banner
        by = banner if banner is not None and is_keyed(banner) else None
        flags = [All(tuple(dict.fromkeys((asking.inside, column)))) for column in columns]
        if self.together is not None and banner is not None:
            found = self.together.mentions(banner, source, self.slice_, asking.question, flags, asking.cancel)
        else:
            several = [by] if by is not None else []
            (found,) = count_mentions(source, self.slice_, asking.question, flags, several, asking.cancel)
        for (key, code), tallies in found.items():
            if code in places:
                for at, tally in enumerate(tallies):
                    self._add(at - 1, places[code], tally)
                if by is not None:
                    self._add(key, places[code], tallies[0])

    def _add(self, column: object, row: object, tally: Tally) -> None:
        if tally.n:
            cells = self._columns[column]
            cells[row] = cells[row] + tally if row in cells else tally

    def keep_rows(self, stay: Sequence[int]) -> None:
        """Leave out all other rows, of a question whose rows have places."""
        places: dict[object, int] = {at: place for place, at in enumerate(stay)}
        places[BASE] = BASE
        self.rows = tuple(self.rows[at] for at in stay)
        self._known.clear()
        for key, column in self._columns.items():
            self._columns[key] = {places[row]: tally for row, tally in column.items() if row in places}

    @property
    def codes(self) -> list[str | None]:
        """The stored answers that people of the base gave, of a question of one answer each."""
        return list(self._columns[BASE])  # type: ignore[arg-type]

    def total(self, rows: tuple[RowSpec, ...]) -> Counted:
        """The people of the base."""
        return self._counted(BASE, rows)

    def crossed(self, rows: tuple[RowSpec, ...]) -> Iterator[tuple[Banner, Counted]]:
        """The people of the base by their answer to the banner question."""
        for key, banner in self._banners():
            yield banner, self._counted(key, rows)

    def unplaced(self, rows: tuple[RowSpec, ...]) -> int:
        """How many of the base stand in no column of the banner question."""
        if self.banner is None or self.banner.takes_several:
            return self._outside
        return self.total(rows).base.n - sum(one.base.n for _, one in self.crossed(rows))

    def _banners(self) -> list[tuple[object, Banner]]:
        if self.banner is None:
            return []
        if not is_keyed(self.banner):
            return [
                (at, one)
                for at, one in enumerate(self._flagged)
                if self.banner.lists(one.code) or not self.banner.takes_several or self._columns.get(at)
            ]
        codes = [key for key in self._columns if isinstance(key, str)]
        return [(one.code, one) for one in banner_of(self.banner, codes)]

    def _counted(self, column: object, rows: tuple[RowSpec, ...]) -> Counted:
        if column not in self._known:
            self._known[column] = self._added_up(column, rows)
        return self._known[column]

    def _added_up(self, column: object, rows: tuple[RowSpec, ...]) -> Counted:
        question, tallies = self.asking.question, self._columns.get(column, {})
        if not is_keyed(question):
            counts = tuple(tallies.get(at, NOBODY) for at in range(len(rows)))
            return Counted(tallies.get(BASE, NOBODY), counts, self._summaries.get(column))
        counts = tuple(
            tallies.get(spec.codes[0], NOBODY)
            if len(spec.codes) == 1
            else sum((tallies.get(code, NOBODY) for code in spec.codes), NOBODY)
            for spec in rows
        )
        summary = summarise_scale(question, tallies) if question.kind is Kind.SCALE else None  # type: ignore[arg-type]
        return Counted(sum(tallies.values(), Tally()), counts, summary)


def has_own_words(question: Question) -> bool:
    """Whether about every answer is one of its own, as names and texts of other kinds are."""
    return question.kind is Kind.OPEN and not question.is_coded and not (question.has_words and question.role is None)


def columns_of(question: Question) -> dict[str, str]:
    """SQL for the columns that tell the answers to a question apart, by their names as identifiers.

    Moments are told apart by day: the periods that they are counted by begin at midnight.
    """
    if question.takes_several:
        name = bits(question) if question.bits else quoted(question.choices_column)
        return {name: name}
    if question.kind is Kind.OPEN:
        return {name: name for name in (wrote(question), word_count(question))}
    name = quoted(question.column)
    if question.kind is Kind.DATE and not question.missing:
        return {name: f"date_trunc('day', {name})"}
    return {name: name}


_MANY_VALUED: WeakKeyDictionary[Engine, dict[str, bool]] = WeakKeyDictionary()


def is_many_valued(engine: Engine, question: Question, cancel: Cancel | None) -> bool:
    """Whether about every other number of a large file is a new one, so that they are not worth counting singly."""
    if not engine.is_large or question.kind is not Kind.NUMERIC:
        return False
    known = _MANY_VALUED.setdefault(engine, {})
    if question.name not in known:
        column = quoted(question.column)
        sql = f"select count(*), count(distinct x) from (select {column} as x from replies where x is not null limit ?)"
        looked_at, distinct = engine.query(Sql(sql, (LOOKED_AT,)), cancel)[0]
        known[question.name] = looked_at == LOOKED_AT and 3 * distinct > looked_at
    return known[question.name]
