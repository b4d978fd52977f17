"""The different values of a column are those that counting one by one finds, in the same order and places."""

from collections import Counter
from statistics import median

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from topline.readers.different import different_in, most_frequent
from topline.readers.profile import MOST_COUNTED, ValueCount, text_statistics

CELLS = st.lists(st.none() | st.text(max_size=3), max_size=30)


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_values_are_counted_in_order_of_appearance(pieces: list[list[str | None]]) -> None:
    column = pl.concat([pl.Series("q", cells, dtype=pl.String) for cells in pieces], rechunk=False)
    cells = column.to_list()
    found = different_in(column)
    assert found.counts() == list(Counter(cell for cell in cells if cell is not None).items())
    assert found.answered == sum(cell is not None for cell in cells)
    assert len(found) == len(found.counts())


@given(CELLS)
def test_values_are_replaced_where_they_stand(cells: list[str | None]) -> None:
    lengths = {cell: len(cell) for cell in cells if cell and "a" not in cell}
    mapped = different_in(pl.Series("q", cells, dtype=pl.String)).mapped(lengths, pl.Int64)
    assert (mapped.name, mapped.dtype) == ("q", pl.Int64)
    assert mapped.to_list() == [lengths.get(cell) if cell is not None else None for cell in cells]


def test_lists_take_the_places_of_values() -> None:
    lists = {"a;b": ["a", "b"], ";": []}
    mapped = different_in(pl.Series("q", ["a;b", None, ";", "a;b"])).mapped(lists, pl.List(pl.String))
    assert mapped.to_list() == [["a", "b"], None, [], ["a", "b"]]


def test_the_most_frequent_of_very_many_are_kept_the_first_of_equal_ones() -> None:
    cells = [f"once {at}" for at in range(MOST_COUNTED)] + ["late", "late"]
    found = different_in(pl.Series("q", cells))
    kept = found.most_frequent()
    assert kept == [*(ValueCount(f"once {at}", 1) for at in range(MOST_COUNTED - 1)), ValueCount("late", 2)]
    assert kept == most_frequent(found.counts())


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1, max_size=6))
def test_the_median_of_words_counts_each_reply(texts: list[tuple[int, int]]) -> None:
    counts = tuple(ValueCount("word " * words, replies) for words, replies in texts)
    found = text_statistics(counts)
    assert found is not None
    assert found.median_words == median(words for words, replies in texts for _ in range(replies))
