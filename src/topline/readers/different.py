"""The different values of a column of text: which there are, how many replies hold each, and where each stands.

A question has few options and many replies: what is done to each different value, and then put in its places, costs
next to nothing, whereas the same done to every reply is most of the time that a file takes to open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from topline.readers.profile import MOST_COUNTED, ValueCount

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True, slots=True)
class Different:
    """The different values of a column, nulls left out."""

    values: polars.Series
    """In order of appearance."""
    replies: polars.Series
    """How many hold each."""
    places: polars.Series
    """For each reply the place of its value in `values`; null where it holds none."""

    def __len__(self) -> int:
        return len(self.values)

    @property
    def answered(self) -> int:
        """Replies that hold any value."""
        return len(self.places) - self.places.null_count()

    def first(self, most: int) -> list[ValueCount]:
        """The first that appear, with how many replies hold each."""
        return _counts(self.values.head(most), self.replies.head(most))

    def counts(self) -> list[ValueCount]:
        """All of them, with how many replies hold each."""
        return _counts(self.values, self.replies)

    def most_frequent(self) -> list[ValueCount]:
        """Those that are kept of a column with very many values, in order of appearance."""
        import polars

        if len(self) <= MOST_COUNTED:
            return self.counts()
        counted = polars.DataFrame({"value": self.values, "replies": self.replies}).with_row_index()
        kept = counted.sort("replies", descending=True, maintain_order=True).head(MOST_COUNTED).sort("index")
        return _counts(kept["value"], kept["replies"])

    def mapped(self, to: Mapping[str, Any], dtype: Any) -> polars.Series:
        """The column with other values in the places of these; null where there is none."""
        import polars

        others = polars.Series([to.get(value) for value in self.values.to_list()], dtype=dtype)
        return others.gather(self.places).alias(self.places.name)

    def as_options(self) -> polars.Series:
        """The column with its values held once, where they are few: parquet is written from it in a third of the time.

        It is text to whoever reads that.
        """
        import polars

        kind = polars.Enum(self.values) if len(self) <= MOST_COUNTED else polars.String
        return self.values.cast(kind).gather(self.places).alias(self.places.name)

    def listed(self, to: Mapping[str, Sequence[str]]) -> polars.Series:
        """The column with several texts in the place of each of its values; those are held once where they are few."""
        import polars

        found = polars.Series([to[value] for value in self.values.to_list()], dtype=polars.List(polars.String))
        items = found.explode().drop_nulls().unique(maintain_order=True)
        kind = polars.Enum(items) if len(items) <= MOST_COUNTED else polars.String
        return found.cast(polars.List(kind)).gather(self.places).alias(self.places.name)


def different_in(cells: polars.Series) -> Different:
    """The different values of a column of text."""
    import polars

    # Categories of its own: only values of this column are numbered, and the numbers go when the column does.
    coded = cells.cast(polars.Categorical(polars.Categories.random()))
    numbers = coded.to_physical()
    present = numbers.drop_nulls()
    in_order = present.unique(maintain_order=True)
    replies = polars.repeat(1, len(present), dtype=polars.UInt32, eager=True)
    if len(in_order) < len(present):
        replies = present.unique_counts()
    if not in_order.is_sorted():
        numbers = in_order.arg_sort().gather(numbers)
    values = in_order.cat.to(coded.dtype).cast(polars.String)
    return Different(values, replies, numbers)


def most_frequent(counts: list[ValueCount]) -> list[ValueCount]:
    """The counts that are kept of a column with very many values, in order of appearance."""
    if len(counts) <= MOST_COUNTED:
        return counts
    often = set(sorted(range(len(counts)), key=lambda place: (-counts[place].replies, place))[:MOST_COUNTED])
    return [count for place, count in enumerate(counts) if place in often]


def _counts(values: polars.Series, replies: polars.Series) -> list[ValueCount]:
    return list(map(ValueCount, values.to_list(), replies.to_list()))
