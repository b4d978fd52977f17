"""Where numbers are cut: as it is typed, into groups of about equal size, in steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.analysis import Cutting, banding, edges_for, read_cutting
from topline.engine import Engine
from topline.survey import Kind, Question, Storage, ToplineError

Opened = Callable[..., Engine]
AGE = Question("age", Kind.NUMERIC, storage=Storage.INTEGER)
REAL = Question("age", Kind.NUMERIC, storage=Storage.REAL)


@pytest.mark.parametrize(
    ("said", "cutting"),
    [
        ("18, 25,35", Cutting((18, 25, 35))),
        ("4 groups", Cutting(groups=4)),
        ("3 equal groups", Cutting(groups=3)),
        ("5 groups of about equal size", Cutting(groups=5)),
        ("steps of 10", Cutting(width=10)),
        ("Step 2.5", Cutting(width=2.5)),
        ("steps of 2,5", Cutting(width=2.5)),
        ("steps of 1,000", Cutting(width=1000)),
        ("10 steps", Cutting(width=10)),
    ],
)
def test_a_cutting_is_read_as_it_is_typed(said: str, cutting: Cutting) -> None:
    assert read_cutting(said) == cutting


@pytest.mark.parametrize("said", ["1 group", "999 groups", "steps of 0", "steps", "18, 5", "people", "4 people"])
def test_what_is_no_cutting_is_told_in_one_line(said: str) -> None:
    with pytest.raises(ToplineError) as error:
        read_cutting(said)
    assert "\n" not in str(error.value)


def sizes(answers: list[int], edges: tuple[float, ...]) -> list[int]:
    """How many fall into each band."""
    places = Counter(sum(answer >= edge for edge in edges) for answer in answers)
    return [places[at] for at in range(len(edges) + 1)]


def test_groups_are_about_equal_whatever_is_stored(opened: Opened) -> None:
    answers = [*range(40), 7, 7, 7, 7, 7, 7]
    for question, column in ((AGE, answers), (REAL, [float(answer) for answer in answers])):
        engine = opened(polars.DataFrame({"age": [*column, None]}), question)
        edges = edges_for(engine, question, Cutting(groups=4))
        assert edges == (8, 17, 28)
        assert sizes(answers, edges) == [14, 9, 11, 12]


def test_many_different_numbers_are_cut_at_their_quantiles(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"age": list(range(1000))}), AGE)
    with patch.object(banding, "FEW", 10):
        edges = edges_for(engine, AGE, Cutting(groups=4))
    assert all(abs(size - 250) <= 1 for size in sizes(list(range(1000)), edges))


def test_a_number_that_most_gave_is_never_parted_and_no_edge_stands_twice(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"age": [5] * 90 + [1, 9]}), AGE)
    assert edges_for(engine, AGE, Cutting(groups=4)) == (5, 9)


@pytest.mark.parametrize(
    ("answers", "width", "edges"),
    [
        ([18, 67], 10, (20, 30, 40, 50, 60)),
        ([20, 30], 10, (30,)),
        ([-3, 4], 2.5, (-2.5, 0, 2.5)),
        ([1000, 2500], 1000, (2000,)),
    ],
)
def test_steps_are_multiples_of_their_width(
    opened: Opened, answers: list[int], width: float, edges: tuple[float, ...]
) -> None:
    assert edges_for(opened(polars.DataFrame({"age": answers}), AGE), AGE, Cutting(width=width)) == edges


def test_what_cannot_be_cut_says_so(opened: Opened) -> None:
    engine = opened(polars.DataFrame({"age": [1, 1_000_000]}), AGE)
    with pytest.raises(ToplineError, match=r"steps of 1 make 1,000,000 bands; take a width from"):
        edges_for(engine, AGE, Cutting(width=1))
    for answers in ([7, 7], [None, None]):
        alike = opened(polars.DataFrame({"age": answers}, schema={"age": polars.Int64}), AGE)
        for cutting in (Cutting(groups=2), Cutting(width=10)):
            with pytest.raises(ToplineError, match="too much alike"):
                edges_for(alike, AGE, cutting)


@given(st.text(max_size=12) | st.from_regex(r"[0-9., ]{1,9}(steps?|groups?)?", fullmatch=True))
def test_whatever_is_typed_is_read_or_refused(said: str) -> None:
    try:
        cutting = read_cutting(said)
    except ToplineError:
        return
    assert bool(cutting.edges) + bool(cutting.groups) + bool(cutting.width) == 1
