"""What exchanges of answers between people change, and what is withheld for them."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.analysis.aspects import Value
from topline.analysis.exchanges import chosen, counted, exchanges, few, near

FLOOR = 4


def answer(name: str, *, alike: bool = True) -> Value:
    return frozenset({(False, name)}), (alike,)


def people(*counts: tuple[str, int]) -> dict[tuple[Value, ...], int]:
    return {tuple(map(answer, said)): n for said, n in counts}


def number(said: str) -> tuple[tuple[object, ...], ...]:
    return tuple((False, one) for one in said)


def test_an_exchange_changes_the_combinations_of_what_two_people_answered() -> None:
    (change,) = exchanges(people(("ap", 1), ("bq", 9)))
    assert set(product(*change)) == {number("ap"), number("aq"), number("bp"), number("bq")}


def test_people_who_are_not_alike_exchange_nothing() -> None:
    assert exchanges({(answer("a"), answer("p")): 1, (answer("b", alike=False), answer("q")): 9}) == ()


def test_of_three_questions_an_exchange_is_given_back_by_two_others() -> None:
    two = (("apl", 1), ("bql", 9))
    assert exchanges(people(*two)) == ()
    (change,) = set(exchanges(people(*two, ("bpr", 5), ("aqr", 5))))
    assert len(set(product(*change))) == 8


def test_a_number_is_counted_with_those_who_have_only_some_of_it() -> None:
    found = counted(people(("ap", 1), ("aq", 2), ("bp", 3), ("bq", 5)))
    assert sorted(found[number("ap")]) == [1, 2, 3, 5]
    assert next(iter(few(found, FLOOR))) in {number("ap"), number("bq")}, "the smallest group first"


def test_where_nobody_could_exchange_nothing_is_shown() -> None:
    found = people(("ap", 1), ("aq", 9))
    numbers = counted(found)
    told = chosen(numbers, list(few(numbers, FLOOR)), found, frozenset())
    assert told.refused
    assert told.numbers == set(numbers)


@pytest.mark.parametrize("width", [2, 3])
@given(data=st.data())
def test_each_small_group_has_an_exchange_of_which_nothing_is_shown(width: int, data: st.DataObject) -> None:
    said = st.tuples(*(st.sampled_from(letters) for letters in ("abc", "pqr", "lm")[:width]))
    drawn = Counter(data.draw(st.lists(said, min_size=1, max_size=40)))
    found = {tuple(map(answer, one)): n for one, n in drawn.items()}
    numbers = counted(found)
    wanted = list(few(numbers, FLOOR))
    told = chosen(numbers, wanted, found, frozenset())
    if told.refused:
        return
    for small in wanted:
        changes = (set(product(*one)) for group in (found, near(found, small)) for one in exchanges(group))
        assert any(small in change and change <= told.numbers for change in changes)
