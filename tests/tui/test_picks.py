"""Picking values of one question: what is picked is what is meant, one by one or as a range."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from topline.survey import AnyOf, Blank, Chose, Condition, Within, WordCount
from topline.tui.picks import is_picked, joined, toggled

ROLES = tuple(Chose("role", (code,)) for code in "abcd")
NET = Chose("role", ("b", "c"))
BLANK = Blank("role")
YEARS = tuple(Within("years", start, start + 5) for start in range(0, 25, 5))
SINGLES = tuple(Within("n", n, n, high_included=True) for n in range(4))
LENGTHS = (WordCount("how", 1, 1), WordCount("how", 2, 5), WordCount("how", 6, 15), WordCount("how", 16))
VALUES: tuple[tuple[Condition, ...], ...] = ((*ROLES, BLANK), (*YEARS, Blank("years")), SINGLES, LENGTHS)


@given(st.sampled_from(VALUES).flatmap(lambda values: st.tuples(st.just(values), st.lists(st.sampled_from(values)))))
def test_picking_is_remembering_which(case: tuple[tuple[Condition, ...], list[Condition]]) -> None:
    values, presses = case
    condition: Condition | None = None
    picked: set[Condition] = set()
    for value in presses:
        condition = toggled(condition, value, values)
        picked ^= {value}
        assert {one for one in values if is_picked(condition, one)} == picked
        assert (condition is None) == (not picked)


@given(st.sampled_from(VALUES).flatmap(lambda values: st.tuples(st.just(values), st.sets(st.sampled_from(values)))))
def test_the_order_of_picking_is_all_one(case: tuple[tuple[Condition, ...], set[Condition]]) -> None:
    values, picked = case
    ways = []
    for order in (sorted(picked, key=repr), sorted(picked, key=repr, reverse=True)):
        condition: Condition | None = None
        for value in order:
            condition = toggled(condition, value, values)
        ways.append(condition)
    assert ways[0] == ways[1]


def test_answers_are_one_list_in_the_codebooks_order() -> None:
    assert toggled(ROLES[2], ROLES[0], ROLES) == Chose("role", ("a", "c"))
    assert toggled(Chose("role", ("a", "c")), ROLES[2], ROLES) == ROLES[0]
    assert toggled(ROLES[0], BLANK, (*ROLES, BLANK)) == AnyOf((ROLES[0], BLANK))


def test_a_net_is_picked_with_all_its_answers_and_dropped_with_them() -> None:
    values = (NET, *ROLES)
    assert is_picked(Chose("role", ("a", "b", "c")), NET)
    assert not is_picked(ROLES[1], NET)
    assert toggled(ROLES[1], NET, values) == NET
    assert toggled(Chose("role", ("b", "c", "a")), NET, values) == ROLES[0]


def test_bands_that_touch_are_one_range_and_can_be_parted_again() -> None:
    both = joined(YEARS[1:3], YEARS)
    assert both == Within("years", 5, 15)
    assert joined((YEARS[0], YEARS[2]), YEARS) == AnyOf((YEARS[0], YEARS[2]))
    assert toggled(Within("years", 0, 15), YEARS[1], YEARS) == AnyOf((YEARS[0], YEARS[2]))
    assert joined(LENGTHS[1:], LENGTHS) == WordCount("how", 2)
    assert joined(SINGLES[:2], SINGLES) == AnyOf(SINGLES[:2])


def test_a_typed_range_picks_the_bands_within_it() -> None:
    typed = Within("years", 3, 16, high_included=True)
    assert [is_picked(typed, band) for band in YEARS] == [False, True, True, False, False]
    assert is_picked(Within("years", low=10), YEARS[4])
    assert not is_picked(Within("years", high=5, low_included=False), Within("years", high=5, high_included=True))
    assert not is_picked(Within("years", 5, 10, low_included=False), YEARS[1])
    days = Within("day", datetime(2020, 1, 1), datetime(2020, 1, 8))
    assert is_picked(days, Within("day", datetime(2020, 1, 7), datetime(2020, 1, 8)))
    assert not is_picked(days, Within("day", datetime(2020, 1, 8), datetime(2020, 1, 9)))


def test_what_is_no_value_stays_beside_what_is_picked() -> None:
    typed = Within("years", 1, 2)
    assert toggled(typed, YEARS[2], YEARS) == AnyOf((typed, YEARS[2]))
    assert toggled(AnyOf((typed, YEARS[2])), YEARS[2], YEARS) == typed
