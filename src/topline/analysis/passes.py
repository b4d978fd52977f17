"""One pass over the replies of a slice: what a table counts of one banner question, or of none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product

from topline.analysis.banners import (
    banner_flags,
    columns_of,
    has_own_words,
    is_keyed,
    is_keyed_banner,
    is_many_valued,
    nested,
)
from topline.analysis.column_summaries import keys_of_codes, keys_of_conditions, summaries_by, summary_of_nobody
from topline.analysis.counts import NOBODY, Banner, Tally, banner_of, count_crossed
from topline.analysis.mentions import CountedTogether, count_mentions, is_many
from topline.analysis.pools import pooled
from topline.analysis.rows import RowSpec, rows_of
from topline.analysis.sources import Pool, Source
from topline.analysis.summaries import Many, summarise, summarise_scale
from topline.engine import Cancel, Engine
from topline.survey import (
    All,
    BannerQuestion,
    Condition,
    Kind,
    Not,
    Question,
    Slice,
    Summary,
    Within,
)

EVERYBODY = All(())


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
    banners: tuple[BannerQuestion, ...] = ()
    """Questions, and nests of questions, by whose answers the first slice is counted too."""
    periods: tuple[Banner, ...] = ()
    """The columns of the banner question, where they are known beforehand and it has no stored code for each."""
    cancel: Cancel | None = None
    alike: bool = False
    """Whether bands of the banner questions are cut for everyone of the slice, and not for the base alone."""

    @property
    def inside(self) -> Condition:
        """That somebody is in the base."""
        return self.base or EVERYBODY

    def people(self, slice_: Slice) -> Slice:
        """Those of a slice who are in the base."""
        return slice_.narrowed(self.base)

    def beside(self, slice_: Slice) -> Slice:
        """Those of a slice for whom the columns are."""
        return slice_ if self.alike else self.people(slice_)


BASE = -1
"""Stands among the rows of a question for its base."""
Column = dict[object, Tally]
"""Tallies by stored code, or by the place of the row and `BASE`."""


@dataclass(slots=True)
class Pass:
    """One pass over the replies of a slice, for no banner question or one."""

    asking: Asking
    slice_: Slice
    banner: BannerQuestion | None
    given: tuple[RowSpec, ...] | None
    """The rows, where they are known already."""
    together: CountedTogether | None = None
    """The banner questions that are counted in one pass with this one, where there are any."""
    rows: tuple[RowSpec, ...] = ()
    everyone: Tally = field(default_factory=Tally)
    apart: tuple[Tally, ...] = ()
    _flagged: tuple[Banner, ...] = ()
    """The columns of the banner question, where each is a condition."""
    _columns: dict[object, Column] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    """By the stored codes of the banner question, or by place; the total under `BASE`."""
    _summaries: dict[object, Summary | None] = field(default_factory=dict)
    _known: dict[object, Counted] = field(default_factory=dict)
    """Columns that were added up, for these rows."""
    _outside: int = 0
    """For a banner question of several answers: those of the base who are in no column."""
    _cut: dict[str, tuple[Banner, ...]] = field(default_factory=dict)
    """The bands of the banner's questions that are cut into bands before anything is counted."""

    def __post_init__(self) -> None:
        asking, question = self.asking, self.asking.question
        # What is cut into bands needs them before it is counted; anything else tells its rows once it is.
        cut, people = self._is_cut, asking.beside(self.slice_)
        self.rows = self._rows_in(asking.engine) if cut else ()
        for one in self._asked_beside:
            # Dates are, by their periods.
            if asking.periods or one.kind is Kind.DATE or is_many_valued(asking.engine, one, asking.cancel):
                found = asking.periods or banner_flags(asking.engine, one, people, asking.cancel)
                self._cut[one.name] = found
        with self._source() as source:
            self.rows = self.rows if cut else self._rows_in(source)
            self._flagged = self._flagged_in(source)
            self._count(source)
            if not question.has_options:
                self._describe(asking.engine if question.kind is Kind.DATE or cut else source)

    def _rows_in(self, source: Source) -> tuple[RowSpec, ...]:
        if is_keyed(self.asking.question):
            return ()
        people = self.asking.people(self.slice_)
        return self.given or rows_of(source, self.asking.question, people, cancel=self.asking.cancel)

    @property
    def _asked_beside(self) -> tuple[Question, ...]:
        """The questions of the banner."""
        return self.banner.questions if self.banner else ()

    @property
    def _is_keyed(self) -> bool:
        """Whether the columns are told by stored codes."""
        return self.banner is not None and is_keyed_banner(self.banner)

    def _flagged_in(self, source: Source) -> tuple[Banner, ...]:
        if self.banner is None or self._is_keyed:
            return ()
        people, cancel = self.asking.beside(self.slice_), self.asking.cancel
        parts = [
            self._cut[one.name] if one.name in self._cut else banner_flags(source, one, people, cancel)
            for one in self._asked_beside
        ]
        return nested(self.banner, parts, 1 + len(self.rows))

    @property
    def _is_cut(self) -> bool:
        """Whether people are told apart by the band that their number falls into, and not by the number.

        Quartiles of what is weighted need a tally for every number.
        """
        return not self.slice_.weight and is_many_valued(self.asking.engine, self.asking.question, self.asking.cancel)

    def _describe(self, source: Source) -> None:
        asking, people, question = self.asking, self.asking.people(self.slice_), self.asking.question
        self._summaries[BASE] = total = summarise(source, question, people, asking.cancel, many=self._many())
        columns = self._banners()
        if total is None or not columns:
            return
        if self._is_keyed:
            keys = keys_of_codes(self._asked_beside)
            places: dict[object, tuple[object, ...]] = {key: key for key, _ in columns if isinstance(key, tuple)}
        else:
            keys = keys_of_conditions(source, [one.condition or EVERYBODY for _, one in columns])
            places = {key: (str(at),) for at, (key, _) in enumerate(columns)}
        found = summaries_by(source, question, people, keys, asking.cancel)
        self._summaries |= {key: found.get(place) or summary_of_nobody(question) for key, place in places.items()}

    def _many(self) -> Many | None:
        """How many numbers there are altogether, where they were counted by their bands."""
        ends = [end for row in self.rows if isinstance(row.condition, Within) for end in (row.condition.low,)]
        origin = next((end for end in ends if isinstance(end, int | float)), None)
        if not self._is_cut or origin is None:
            return None
        number = sum(tally.n for row, tally in self._columns[BASE].items() if row != BASE)
        return Many(number, float(origin)) if number else None

    @contextmanager
    def _source(self) -> Iterator[Source]:
        """The replies; or a pool of them, where the answers are many or cut into bands."""
        asking, question, beside = self.asking, self.asking.question, self._asked_beside
        asked = (question, *beside)
        if all(one.has_options for one in asked) or any(map(has_own_words, asked)):
            yield asking.engine
            return
        columns: dict[str, str] = {}
        bands: list[list[Condition]] = []
        if self._is_cut:
            bands.append([spec.condition for spec in self.rows])
        else:
            columns |= columns_of(question)
        for one in beside:
            if one.name in self._cut:
                bands.append([band.condition for band in self._cut[one.name] if band.condition is not None])
            else:
                columns |= columns_of(one)
        looked_at = [asking.inside, *asking.apart]
        # The many columns of a trend are told apart by one column of a pool, in a small file too.
        always = bool(asking.periods)
        with pooled(asking.engine, self.slice_, columns, looked_at, bands, asking.cancel, always=always) as source:
            yield source

    def _count(self, source: Source) -> None:
        asking, question = self.asking, self.asking.question
        inside, apart = asking.inside, len(asking.apart)
        keyed = self._asked_beside if self._is_keyed else ()
        by = [*([question] if is_keyed(question) else []), *keyed]
        given = tuple(one.condition for one in self._flagged if one.condition is not None)
        # Where a column of a pool says which of them holds, people are grouped by it: one sum instead of many.
        band = source.bands.get(given, "") if isinstance(source, Pool) and given else ""
        columns = [EVERYBODY, *(() if band else given)]
        # Answers that are mentioned among very many are counted apart, all at once.
        many = is_many(question) and not band and len(keyed) < 2
        apart_rows = {at for at, spec in enumerate(self.rows) if many and not spec.net and spec.codes == (spec.code,)}
        places = [BASE, *(at for at in range(len(self.rows)) if at not in apart_rows)]
        rows = [EVERYBODY, *(self.rows[at].condition for at in places[1:])]
        cells = [All(tuple(dict.fromkeys((inside, column, row)))) for column in columns for row in rows]
        # Several answers count a person in several columns, so that those in none are counted apart.
        several = any(one.takes_several for one in self._asked_beside)
        outside = [All((inside, *(Not(condition) for condition in given)))] if several else []
        self.apart = (Tally(),) * apart
        flags = [*asking.apart, *cells, *outside]
        if self.together is not None:
            found = self.together.bases(keyed[0], source, self.slice_, flags, asking.cancel)
        else:
            found = count_crossed(source, self.slice_, flags, by, asking.cancel, band)
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
                if not column and keyed:
                    self._add(key[-len(keyed) :], place, tally)
                elif band and key[-1] is not None and int(key[-1]) >= 0:
                    self._add(int(key[-1]), place, tally)
        if apart_rows:
            self._count_mentions(source, {self.rows[at].code: at for at in apart_rows}, columns, keyed)

    def _count_mentions(
        self, source: Source, places: Mapping[str, int], columns: Sequence[Condition], by: Sequence[Question]
    ) -> None:
        asking = self.asking
        flags = [All(tuple(dict.fromkeys((asking.inside, column)))) for column in columns]
        if self.together is not None:
            found = self.together.mentions(by[0], source, self.slice_, asking.question, flags, asking.cancel)
        else:
            (found,) = count_mentions(source, self.slice_, asking.question, flags, by, asking.cancel)
        for (key, code), tallies in found.items():
            if code in places:
                for at, tally in enumerate(tallies):
                    self._add(at - 1, places[code], tally)
                if by:
                    self._add((key,), places[code], tallies[0])

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
        if self.banner is None or any(one.takes_several for one in self._asked_beside):
            return self._outside
        return self.total(rows).base.n - sum(one.base.n for _, one in self.crossed(rows))

    @property
    def empty(self) -> int:
        """How many columns of a nest nobody of the base is in."""
        return len(self._all_banners()) - len(self._banners())

    def _banners(self) -> list[tuple[object, Banner]]:
        """The columns, and what each is told by; of a nest those that somebody is in."""
        found = self._all_banners()
        if self.banner is None or not self.banner.is_nested:
            return found
        return [(key, one) for key, one in found if self._columns.get(key)]

    def _all_banners(self) -> list[tuple[object, Banner]]:
        if self.banner is None:
            return []
        if self._is_keyed:
            return self._keyed_banners(self.banner)
        only = self.banner.innermost if not self.banner.is_nested else None
        return [
            (at, one)
            for at, one in enumerate(self._flagged)
            if only is None or only.lists(one.code) or not only.takes_several or self._columns.get(at)
        ]

    def _keyed_banners(self, banner: BannerQuestion) -> list[tuple[object, Banner]]:
        keys = [key for key in self._columns if isinstance(key, tuple)]
        parts = [banner_of(one, [key[at] for key in keys]) for at, one in enumerate(banner.questions)]
        codes = product(*([one.code for one in part] for part in parts))
        return list(zip(codes, nested(banner, parts), strict=True))

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
