"""Which numbers must be withheld beside a small one, and the law of the cells that stay."""

from __future__ import annotations

import pytest

from topline.analysis import tabulate
from topline.analysis.floor import WithheldError
from topline.analysis.withholding import Crossed, partners
from topline.cli.explorer import sample_path
from topline.engine import Engine, Windows
from topline.readers import open_source
from topline.survey import Slice, View, What, read_expression


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ((20, 30, 40), set()),
        ((0, 30, 40), set()),
        ((2, 30, 40), {0, 1}),
        # The smallest that could give the small one as many as the floor asks.
        ((2, 3, 40), {0, 1, 2}),
        ((4, 6, 40), {0, 1}),
        # All of them, also those of nobody: else each would be known to be one.
        ((1, 1, 1, 0), {0, 1, 2, 3}),
    ],
)
def test_a_small_part_is_withheld_with_one_that_it_could_have_people_of(
    parts: tuple[int, ...], hidden: set[int]
) -> None:
    assert partners(parts, 5) == hidden


def crossed(*rows: tuple[int, ...]) -> Crossed:
    names = [str(at) for at in range(max(len(rows), len(rows[0])))]
    keys = [[(row, column) for column in range(len(line))] for row, line in enumerate(rows)]
    return Crossed([rows], keys, [f"r{at}" for at in names], [f"c{at}" for at in names], 5)


def test_a_small_cell_is_withheld_with_three_others() -> None:
    assert crossed((2, 20, 50), (30, 40, 50), (60, 70, 80)).hidden() == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_where_no_cells_could_make_up_for_it_all_are_withheld() -> None:
    assert crossed((2, 1), (1, 20)).hidden() == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_columns_that_are_withheld_together_are_a_group_of_their_own() -> None:
    hidden = crossed((6, 1, 0), (9, 0, 9), (9, 9, 0)).hidden(columns=[1, 2])
    # The first row's one in these columns is told by its sum, unless another of its cells is withheld.
    assert (0, 0) in hidden


def test_the_cells_that_are_shown_open_exactly_as_many_as_they_count() -> None:
    source = open_source(sample_path(), min_base=10)
    with Engine(source.replies, source.survey) as engine:
        windows = Windows(engine)
        table = tabulate(View(What.CROSSTAB, "how", ("role", "policy")), engine)
        cells = [cell for row in table.rows for cell in row.cells]
        assert any(cell.suppressed for cell in cells)
        for cell in cells:
            assert cell.suppressed == (cell.slice is None)
            assert cell.slice is None or windows.count(cell.slice) == cell.count
            assert not 0 < cell.count < 10


def test_more_conditions_than_can_be_looked_at_are_refused() -> None:
    source = open_source(sample_path(), min_base=10)
    where = " and ".join(f"years != {number}" for number in range(7))
    with Engine(source.replies, source.survey) as engine, pytest.raises(WithheldError, match="more than 6"):
        tabulate(View(What.TOPLINE, "impact", slice=Slice((read_expression(where, source.survey),))), engine)
