"""The shape of some numbers in a few cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from topline.charts import ASCII, BLOCKS, Glyphs, mini_bars, sparkline


def test_a_sparkline_shows_every_height() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8) == "▁▃▄▅▆▇██"


def test_short_ones_are_padded() -> None:
    assert sparkline([1, 2], 4) == "▅█  "


def test_neighbours_are_averaged_where_there_are_more_values_than_cells() -> None:
    assert sparkline([4, 4, 0, 0, 8, 8], 3) == "▅▁█"


def test_options_that_nobody_chose_keep_their_place() -> None:
    assert mini_bars([93, 46, 0, 0], 6) == "█▅▁▁  "
    assert mini_bars([93, 46, 0, 0], 6, glyphs=ASCII) == "#=__  "


def test_peaks_survive_when_options_are_many() -> None:
    assert mini_bars([0, 9, 0, 0, 0, 0], 3) == "█▁▁"


def test_nothing_at_all() -> None:
    assert sparkline([], 3) == "   "
    assert sparkline([0, 0], 3) == "▁▁ "
    assert mini_bars([1], 0) == ""


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60),
    st.integers(0, 40),
    st.sampled_from([BLOCKS, ASCII]),
)
def test_both_are_as_wide_as_asked(values: list[float], width: int, glyphs: Glyphs) -> None:
    assert len(sparkline(values, width, glyphs=glyphs)) == width
    assert len(mini_bars(values, width, glyphs=glyphs)) == width
