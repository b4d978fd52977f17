"""KoboToolbox and ODK without their form: codes of several answers in a cell, points of a map, ids of things."""

import polars
import pytest

from topline.readers.groups import kobo

SEVERAL = ["bread milk", "bread", "milk", "eggs", "bread eggs", "milk eggs", None, "bread milk eggs", "eggs", "milk"]


@pytest.mark.parametrize(
    "cells",
    [
        SEVERAL,
        [cell and cell.replace("bread", "1").replace("milk", "2").replace("eggs", "3") for cell in SEVERAL],
        ["radio tv_private", "tv_private web", "radio web", "radio tv_private web", "web radio"],
    ],
    ids=["words", "numbers", "never alone"],
)
def test_codes_with_spaces_between_are_several_answers(cells: list[str | None]) -> None:
    assert kobo.takes_several(polars.Series(cells, dtype=polars.String))


@pytest.mark.parametrize(
    "cells",
    [
        ["very good", "not good", "very good", "good", "bad", "not good", "very bad"],
        ["Maria Silva", "Maria", "Silva", "Maria Silva", "Silva Maria", "Maria Silva"],
        ["so so", "so", "good", "so good", "good so", "so good"],
        ["yes", "no", "yes", "no", "yes", "yes no"],
        ["-1.28333 36.81667 0 0", "-1.28334 36.81668 0 0", "-1.28333 36.81667 0 0"],
        ["the shop was shut", "came late and left", "no bread at all", "nobody there to ask"],
        ["bread, milk", "milk, eggs", "eggs, bread", "bread, eggs", "eggs", "milk"],
        [None, None],
        [],
    ],
    ids=["free text", "names", "the same twice", "one cell alone", "points", "sentences", "commas", "blank", "none"],
)
def test_other_cells_with_spaces_are_not(cells: list[str | None]) -> None:
    assert not kobo.takes_several(polars.Series(cells, dtype=polars.String))
