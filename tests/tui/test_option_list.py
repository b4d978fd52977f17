"""The options of a question while they are corrected."""

from __future__ import annotations

import pytest

from topline.survey import Kind, MissingKind, Net, Option, Question
from topline.tui.option_list import OptionList, nets_said

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"), Option("x", "X", MissingKind.REFUSED))
LIST = OptionList(OPTIONS, (Net("First", ("a", "b")),))
QUESTION = Question("q", Kind.SINGLE, options=OPTIONS, nets=LIST.nets)


def codes(options: OptionList) -> str:
    return "".join(option.code for option in options.options)


@pytest.mark.parametrize(
    ("places", "by", "after"),
    [
        ([0], 1, "bacx"),
        ([1], -1, "bacx"),
        ([0, 1], 1, "cabx"),
        ([1, 2], -1, "bcax"),
        ([0], -1, "abcx"),
        ([3], 1, "abcx"),
    ],
)
def test_options_move_by_one_together_and_not_beyond_the_ends(places: list[int], by: int, after: str) -> None:
    assert codes(LIST.moved(places, by)) == after


def test_turning_round_leaves_what_is_set_apart_in_its_place() -> None:
    assert codes(LIST.turned_round()) == "cbax"
    assert LIST.turned_round().turned_round() == LIST


def test_what_is_no_point_of_a_scale_stays_last_and_points_follow_the_order() -> None:
    labels = ("Bad", "Fair", "Good", "Don't know")
    options = tuple(Option(label, label, score=float(at) if at < 4 else None) for at, label in enumerate(labels, 1))
    scale = Question("q", Kind.SCALE, options=options)
    turned = OptionList.of(scale).turned_round()
    assert [option.label for option in turned.options] == ["Good", "Fair", "Bad", "Don't know"]
    assert [option.score for option in turned.with_points_of(scale).options] == [1, 2, 3, None]
    renamed = OptionList.of(scale).renamed(0, "Poor")
    assert renamed.with_points_of(scale) == renamed, "points stay with the order"


def test_what_is_set_apart_is_in_no_net_and_comes_last() -> None:
    apart = LIST.set_apart([0], MissingKind.NO_ANSWER)
    assert apart.nets == (Net("First", ("b",)),)
    wanted = apart.in_place_of(QUESTION)
    assert [option.code for option in wanted.options] == ["b", "c", "a", "x"]
    assert [option.code for option in wanted.missing] == ["a", "x"]
    assert LIST.set_apart([0, 1], MissingKind.NO_ANSWER).nets == (), "a net that nobody is in is gone"
    freed = LIST.set_apart([3], None)
    assert [option.code for option in freed.in_place_of(QUESTION).choices] == ["a", "b", "c", "x"]
    assert LIST.in_place_of(QUESTION) == QUESTION


def test_a_name_that_is_empty_is_what_is_stored() -> None:
    assert LIST.renamed(1, "  Bee \n hive ").options[1] == Option("b", "Bee hive")
    assert LIST.renamed(1, " ").options[1] == Option("b", "b")


def test_nets_hold_their_options_in_order_and_an_option_can_be_in_several() -> None:
    both = LIST.netted([2, 0], ["First", "Second"])
    assert both.nets == (Net("First", ("a", "b", "c")), Net("Second", ("a", "c")))
    assert both.nets_of("a") == ("First", "Second")
    assert LIST.netted([0], ["First"]) == LIST
    odd = OptionList(OPTIONS, (Net("Other way", ("b", "a")), Net("N", ("c",))))
    assert odd.netted([2], ()).nets == (Net("Other way", ("b", "a")),), "what is not changed keeps its order"
    assert nets_said(" First;Second ; ; First") == ("First", "Second")


def test_the_summary_counts() -> None:
    assert LIST.summary == "3 in this order, 1 set apart, 1 net"
    assert OptionList(OPTIONS[:3]).summary == "3 in this order"
