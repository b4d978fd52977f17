"""Whether columns are one question after all, and how, as their cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from topline.readers.groups.candidates import Candidate, Sheet, asks_own_words, is_remark
from topline.readers.groups.cells import Cells, Counted, Tick, Ticks, folded, ticks_of
from topline.readers.raw import RawGroup, Together
from topline.readers.ticks import CHOSEN, YES, says_no

ALIKE = 0.5
"""Share of the answers of an item that other items must have as well."""
RANKS_DIFFER = 0.95
"""Share of the rows that must give every item another rank."""
LEAST_IN_DOUBT = 3
"""Different answers that make columns a grid whose names alone may mean something else: any question has yes and no."""
BY_CHANCE = 3.0
"""Rows with two ticks that chance would make; where there are none although it would, one answer was asked for."""
TRIED = 1_000
"""Rows looked at for two ticks in one, before all are."""
EVERYONE = 0.95
"""Share of the rows with a tick, from which on everyone gave one."""
WORDS_OF_OPTION = 3
"""Words that an option has at most whose variable is labelled with nothing but the option."""
SEEN_TWICE = 2
"""Times that a text must occur, on average, to be an option that people chose and not something that they wrote."""

_TAKES_SEVERAL = re.compile(
    r"\b(?:select|check|tick|choose|mark) (?:all|any|as many|multiple|several)|all that apply|that apply\b|apply to you"
    r"|alles zutreffende|zutreffende|mehrfach|mehrere|plusieurs|todas? las que|marque todas|select up to|choose up to"
    r"|up to (?:two|three|four|five|\d)",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"-?\d{1,3}")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a candidate that are left once own words are set aside."""

    places: tuple[int, ...]
    labels: tuple[str, ...]
    counted: tuple[Counted, ...]
    ticks: tuple[Ticks | None, ...]
    other: int | None


def decided(candidate: Candidate, sheet: Sheet) -> RawGroup | None:
    """The question that a candidate is, or None where its cells say that it is none."""
    columns = _without_own_words(candidate, sheet.cells)
    if columns is None:
        return None
    if Together.SEVERAL in candidate.ways and (several := _several(candidate, columns, sheet.cells)):
        return several
    if len(columns.places) < 2:
        return None
    if Together.RANKING in candidate.ways and (ranking := _ranking(candidate, columns, sheet.cells)):
        return ranking
    if Together.RANKS in candidate.ways and len(columns.places) == len(candidate.columns):
        return _ranks(candidate, columns, sheet.cells)
    if Together.GRID in candidate.ways:
        grid = _grid(candidate, columns)
        return replace(grid, in_doubt=_may_be_options(candidate, columns)) if grid else None
    return None


def _without_own_words(candidate: Candidate, cells: Cells) -> _Columns | None:
    """The columns that hold options, items or ranks; None where there are none.

    A column of "Other, please specify" that does not tick it holds its words. Text that answers nothing in
    particular, such as a comment, is no part of the question.
    """
    other = candidate.other
    kept: list[tuple[int, str, Counted, Ticks | None]] = []
    seen: set[str] = set()
    for place, label in zip(candidate.columns, candidate.labels, strict=True):
        counted = cells.few(place)
        ticks = ticks_of(counted, label) if counted else None
        own_words = asks_own_words(label) and not _ticks_other(ticks)
        repeated = asks_own_words(label) and folded(label) in seen
        seen.add(folded(label))
        if place == candidate.other:
            continue
        if repeated or own_words:
            if other is None and not is_remark(label):
                other = place
        elif counted is not None:
            kept.append((place, label, counted, ticks))
    if not kept:
        return None
    places, labels, counts, ticked = zip(*kept, strict=True)
    return _Columns(places, labels, counts, ticked, other)


def _ticks_other(ticks: Ticks | None) -> bool:
    """Whether a column of "Other" says that it was ticked, by a code if need be, rather than what it is."""
    return ticks is not None and (ticks.how is not Tick.VALUE or ticks.says_no or ticks.chosen[0].strip().isdigit())


def _several(candidate: Candidate, columns: _Columns, cells: Cells) -> RawGroup | None:
    ticks = [one for one in columns.ticks if one is not None]
    if len(ticks) < len(columns.ticks) or not _are_ticks(columns, ticks):
        return None
    if len(columns.places) == 1 and (ticks[0].how is not Tick.OWN or not columns.labels[0]):
        return None
    if _are_asked_apart(candidate, columns, ticks):
        return None
    labels = tuple(_label(label, one) for label, one in zip(columns.labels, ticks, strict=True))
    chosen: dict[int, Sequence[str]] = dict(zip(columns.places, (one.chosen for one in ticks), strict=True))
    how, why = Together.SEVERAL, _how_ticked(ticks)
    words = cells.few(columns.other) if columns.other is not None else None
    if words is not None and columns.other is not None:
        chosen[columns.other] = list(words.answers)
    if Together.SPREAD in candidate.ways and (columns.other is None or words is not None):
        spread = _why_one_answer(candidate, cells, chosen)
        how, why = (Together.SPREAD, f"{why}, {spread}") if spread else (how, why)
    places = columns.places
    words_tick = _words_tick_other(columns, labels, cells) if candidate.words_tick else None
    if words_tick is not None:
        before = sum(place < words_tick for place in places)
        at = candidate.columns.index(words_tick) if words_tick in candidate.columns else -1
        label = candidate.labels[at] if at >= 0 else "Other"
        places = (*places[:before], words_tick, *places[before:])
        labels = (*labels[:before], label, *labels[before:])
    return RawGroup(
        how=how,
        columns=places,
        text=candidate.text,
        labels=labels,
        rule=_rule(len(places), candidate.source, why),
        name=candidate.name,
        ticked=None if words_tick is not None else _ticked(ticks),
        other=columns.other,
    )


def _are_ticks(columns: _Columns, ticks: Sequence[Ticks]) -> bool:
    """Whether ticks in several columns can be of one question."""
    values = [one for one in ticks if one.how is Tick.VALUE]
    if all(one.how is Tick.NEVER for one in ticks):
        return False
    # What everyone has under a heading of its own is no option that they chose, such as the town that all live in.
    everyone = max(counted.filled for counted in columns.counted)
    if len(ticks) > 1 and all(
        one.how is Tick.VALUE and _in_words(label) and counted.rows(one.chosen) == everyone
        for one, label, counted in zip(ticks, columns.labels, columns.counted, strict=True)
    ):
        return False
    if not values:
        return True
    if len({folded(one.chosen[0]) for one in values}) < len(values):
        return False
    if all(one.only_offers for one in values):
        return True
    held = [
        counted.rows(one.chosen) for counted, one in zip(columns.counted, ticks, strict=True) if one.how is Tick.VALUE
    ]
    return sum(one.how is not Tick.NEVER for one in ticks) > 1 and sum(held) >= SEEN_TWICE * len(held)


def _in_words(label: str) -> bool:
    """Whether a heading says something, and does not only number a column."""
    return sum(map(str.isalpha, label)) > 2 and not any(map(str.isdigit, label))


def _say_yes_only(ticks: Sequence[Ticks]) -> bool:
    """Whether ticks say "yes" and "no", which answers any question, rather than that an option was chosen."""
    words = {cell.strip().casefold() for one in ticks for cell in one.chosen}
    are_words = any(any(map(str.isalpha, word)) for word in words)
    return are_words and words <= YES - CHOSEN and any(one.says_no and not one.only_offers for one in ticks)


def _are_asked_apart(candidate: Candidate, columns: _Columns, ticks: Sequence[Ticks]) -> bool:
    """Whether "yes" answers a question of each column's own: all end in a question mark, or are longer than options."""
    if not _say_yes_only(ticks):
        return False
    return _ask(columns.labels) or (candidate.may_be_apart and not _are_short(columns.labels))


def _may_be_options(candidate: Candidate, columns: _Columns) -> bool:
    """Whether nothing but the length of their labels tells that columns of "yes" and "no" are no options."""
    ticks = [one for one in columns.ticks if one is not None]
    are_ticks = len(ticks) == len(columns.ticks) and Together.SEVERAL in candidate.ways and _say_yes_only(ticks)
    return are_ticks and candidate.may_be_apart and not _ask(columns.labels)


def _ask(labels: Sequence[str]) -> bool:
    return sum(label.rstrip().endswith(("?", "？", "؟")) for label in labels) * 2 > len(labels)


def _are_short(labels: Sequence[str]) -> bool:
    return all(len(label.split()) <= WORDS_OF_OPTION for label in labels)


def _label(label: str, ticks: Ticks) -> str:
    """The option: what the cells say where only they do."""
    if ticks.how is Tick.VALUE and (not label or not ticks.chosen[0].strip().isdigit()):
        return ticks.chosen[0].strip()
    return label


def _how_ticked(ticks: Sequence[Ticks]) -> str:
    hows = {one.how for one in ticks} - {Tick.NEVER}
    says_no = any(one.says_no for one in ticks)
    instead = "that it was not chosen" if says_no else "nothing"
    if hows == {Tick.WORD}:
        return f"each holds a tick or {instead}"
    return f"each holds its own option's text or {instead}"


def _ticked(ticks: Sequence[Ticks]) -> frozenset[str] | None:
    """The cells that tick; None where anything but "no" does."""
    chosen = frozenset(cell for one in ticks for cell in one.chosen)
    like_none = any(says_no(cell) for cell in chosen)
    return chosen if like_none or any(one.says_no for one in ticks) else None


def _words_tick_other(columns: _Columns, labels: Sequence[str], cells: Cells) -> int | None:
    """The column of own words, where nothing else says that "Other" was chosen.

    Numbers in place of the words, as in what is published, stand for blank ones too.
    """
    if columns.other is None or any(asks_own_words(label) for label in labels):
        return None
    held = cells.few(columns.other)
    if held is not None and held.cells and all(_INTEGER.fullmatch(cell.strip()) for cell in held.cells):
        return None
    return columns.other


def _why_one_answer(candidate: Candidate, cells: Cells, chosen: Mapping[int, Sequence[str]]) -> str:
    """Why ticks in several columns are one answer: nobody has two; empty where they may be several."""
    if len([place for place, said in chosen.items() if said]) < 2 or _TAKES_SEVERAL.search(candidate.text):
        return ""
    if not cells.rows or (cells.ticks_a_row(chosen, TRIED) > 1).any():
        return ""
    ticks = cells.ticks_a_row(chosen)
    if (ticks > 1).any():
        return ""
    shares = [(cells.few(place) or Counted({})).rows(said) / cells.rows for place, said in chosen.items()]
    expected = cells.rows * sum(one * another for one, another in combinations(shares, 2))
    answered = int((ticks == 1).sum())
    if expected >= BY_CHANCE:
        return f"and nobody ticks two, where chance would make {expected:,.0f} do so"
    if answered >= EVERYONE * cells.rows and answered > len(chosen):
        return "and everyone ticks one"
    return ""


def _ranking(candidate: Candidate, columns: _Columns, cells: Cells) -> RawGroup | None:
    """Ranks: whole numbers from 1 to no more than there are items, each given once."""
    answers = {answer for counted in columns.counted for answer in counted.answers}
    if max(len(counted.answers) for counted in columns.counted) < 2 or not all(
        answer.isascii() and answer.isdigit() for answer in answers
    ):
        return None
    ranks = {int(answer) for answer in answers}
    if min(ranks) != 1 or not 2 <= max(ranks) <= len(columns.places) or ranks != set(range(1, max(ranks) + 1)):
        return None
    if cells.share_without_repeats(columns.places) < RANKS_DIFFER:
        return None
    why = f"each holds a rank from 1 to {max(ranks)} that no other has in the same reply"
    return _items(candidate, columns, Together.RANKING, why)


def _ranks(candidate: Candidate, columns: _Columns, cells: Cells) -> RawGroup | None:
    """Items at their ranks: nobody names one twice, and, where the header does not call them ranks, leaves one out."""
    items = {answer for counted in columns.counted for answer in counted.answers}
    filled = sum(bool(counted.answers) for counted in columns.counted)
    if not max(2, filled) <= len(items) <= candidate.most_answers:
        return None
    least = RANKS_DIFFER if candidate.is_sure else 1.0
    once = cells.share_without_repeats(columns.places)
    if once < least or not (candidate.is_sure or cells.are_filled_in_order(columns.places)):
        return None
    why = "and no reply" if once == 1 else "and hardly a reply"
    return _items(candidate, columns, Together.RANKS, f"{why} names one twice")


def _grid(candidate: Candidate, columns: _Columns) -> RawGroup | None:
    """Items over the same answers, two at least and few enough to be read out."""
    columns = _without_last_words(columns) if candidate.is_sure else columns
    filled = [counted.answers for counted in columns.counted if counted.answers]
    union = {answer for answers in filled for answer in answers}
    least = 2 if candidate.is_sure else LEAST_IN_DOUBT
    if len(filled) < 2 or not least <= len(union) <= candidate.most_answers:
        return None
    if any(any(letter.isdigit() for letter in answer) for answer in union) and not _are_codes(union):
        return None
    for place, answers in enumerate(filled):
        others = {answer for at, more in enumerate(filled) if at != place for answer in more}
        if len(others & answers.keys()) < ALIKE * len(answers):
            return None
    # What stands once in every column was written and not picked.
    if all(counted.filled <= len(counted.answers) for counted in columns.counted):
        return None
    return _items(candidate, columns, Together.GRID, f"with the same {len(union)} answers")


def _without_last_words(columns: _Columns) -> _Columns:
    """The columns without a last one that has none of the others' answers: the words for an item that is missing."""
    if columns.other is not None or len(columns.places) < LEAST_IN_DOUBT:
        return columns
    last = columns.counted[-1].answers
    others = {answer for counted in columns.counted[:-1] for answer in counted.answers}
    if not last or others & last.keys():
        return columns
    return _Columns(
        columns.places[:-1], columns.labels[:-1], columns.counted[:-1], columns.ticks[:-1], columns.places[-1]
    )


def _are_codes(answers: set[str]) -> bool:
    """Whether answers with digits are codes or words that people read, rather than amounts and dates."""
    numbers = [answer for answer in answers if not any(letter.isalpha() for letter in answer)]
    return all(_INTEGER.fullmatch(answer) for answer in numbers) or any(letter.isalpha() for letter in "".join(answers))


def _items(candidate: Candidate, columns: _Columns, how: Together, why: str) -> RawGroup:
    return RawGroup(
        how=how,
        columns=columns.places,
        text=candidate.text,
        labels=columns.labels,
        rule=_rule(len(columns.places), candidate.source, why),
        name=candidate.name,
        other=columns.other,
    )


def _rule(count: int, source: str, why: str) -> str:
    return f"{count:,} columns {source}, {why}" if count > 1 else "a column headed by its only option, or blank"


def without(candidate: Candidate, taken: set[int]) -> Candidate | None:
    """A candidate without the columns that already are another question; None where nothing is left."""
    kept = [at for at, place in enumerate(candidate.columns) if place not in taken]
    if len(kept) == len(candidate.columns):
        return candidate
    if not candidate.is_sure or not kept:
        return None
    return replace(
        candidate,
        columns=tuple(candidate.columns[at] for at in kept),
        labels=tuple(candidate.labels[at] for at in kept),
    )
