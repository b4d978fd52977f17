"""ASCII in place of ornaments, cell for cell."""

from __future__ import annotations

import pytest

from topline.charts.plain import in_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("n=412  ±4.6 points", "n=412 +-4.6 points"),
        ("┌──┐ ↑ ↓ “so” …", '+--+ ^ v "so" ~'),
        ("⠀⣿", " :"),
        ("Zürich, 東京", "Zürich, 東京"),
        ("plain", "plain"),
    ],
)
def test_ornaments_become_ascii_and_letters_stay(text: str, plain: str) -> None:
    assert in_ascii(text) == plain
    assert len(in_ascii(text)) == len(text)
