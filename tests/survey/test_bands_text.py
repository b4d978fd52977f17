"""Bands with names as they are typed: what they mean, how they are written again, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.survey import Band, ToplineError
from topline.survey.bands_text import has_names, read_named_bands, written_bands

YOUNG, OLD = Band(0, 18, "Young"), Band(18, None, "Old")


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("Young: 0-17, Old: 18-", (YOUNG, OLD)),
        ("Young: 0 to 17; Old: 18+", (YOUNG, OLD)),
        ("Young = [0, 18], Old = [18, inf]", (YOUNG, OLD)),
        ("young  at heart:0–17", (Band(0, 18, "young at heart"),)),
        ('"Old, or: older": 18-,', (Band(18, None, "Old, or: older"),)),
        ("Below: -17, Above: 18-", (Band(None, 18, "Below"), Band(18, None, "Above"))),
        ("Cold: -10--1, Nought: 0, Warm: 5-30", (Band(-10, 0, "Cold"), Band(0, 1, "Nought"), Band(5, 31, "Warm"))),
        ("Short = [0, 2.5], Long = [2.5, 1e3]", (Band(0, 2.5, "Short"), Band(2.5, 1000, "Long"))),
        ("短い: 0-2", (Band(0, 3, "短い"),)),
    ],
)
def test_bands_are_typed_with_their_last_number_or_as_in_a_survey_file(text: str, bands: tuple[Band, ...]) -> None:
    assert has_names(text)
    assert read_named_bands(text) == bands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Young: 0-17 Old: 18-", "are written Young: 0-17"),
        ("Young: 0-1.5", "or Young = [0, 17.5]; not 'Young: 0-1.5'"),
        ("Young: 17-0", "its ends must rise"),
        ("Young: 0-17, Old: 10-", "overlap or do not rise"),
        ("Young: 0-17, Young: 18-", "two bands are called 'Young'"),
        ("All: -", "parts nobody"),
        (": 0-17", "are written"),
        ("Young:", "are written"),
        ("=[", "are written"),
    ],
)
def test_what_is_no_band_is_told(text: str, words: str) -> None:
    with pytest.raises(ToplineError) as error:
        read_named_bands(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


names = st.lists(
    st.text(min_size=1, max_size=9).map(lambda t: " ".join(t.split())).filter(bool), unique=True, min_size=1
)
ends = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6).map(lambda x: round(x, 3) + 0.0))


@given(names, st.data())
def test_what_is_written_is_read_as_the_same(labels: list[str], data: st.DataObject) -> None:
    count = 2 * len(labels)
    cuts = sorted(data.draw(st.lists(ends, min_size=count, max_size=count, unique_by=float)))
    plain = [int(cut) if float(cut).is_integer() else cut for cut in cuts]
    bands = tuple(Band(plain[2 * at], plain[2 * at + 1], label) for at, label in enumerate(labels))
    said = written_bands(bands)
    if said:
        assert read_named_bands(said) == bands
    else:
        assert any('"' in label and "'" in label for label in labels)


@given(st.text(max_size=30))
def test_any_text_is_bands_or_one_clear_line(text: str) -> None:
    with suppress(OneLineError):
        bands = called_off(f"{text}:")
        assert all(band.label for band in bands)


class OneLineError(Exception):
    """Bands were refused in one line."""


def called_off(text: str) -> tuple[Band, ...]:
    try:
        return read_named_bands(text)
    except ToplineError as error:
        if "\n" in str(error):
            raise
        raise OneLineError from None
