"""A filter while it is built: every change means what it says, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.cli.explorer import sample_path
from topline.engine import Engine, Windows
from topline.readers import open_source
from topline.survey import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Contains,
    Not,
    Slice,
    Within,
    read_expression,
)
from topline.tui.draft import Draft, is_group, simplified

YES = Chose("impact", ("Yes",))
VP = Chose("role", ("VP",))
MANAGER = Chose("role", ("Manager",))
RECRUITING = Chose("how", ("recruiting",))
LONG = Within("years", 10)
SAID = Contains("how", "linkedin")
UNASKED = All((Blank("how"), Not(Asked("how"))))

LEAVES = st.sampled_from([YES, VP, MANAGER, RECRUITING, LONG, SAID, UNASKED, Answered("how"), All(()), AnyOf(())])
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=6,
)
SLICES = st.builds(Slice, st.lists(CONDITIONS, max_size=3).map(tuple), st.sampled_from(["", "cold"]))


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """The replies of the sample."""
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield Windows(engine)


@settings(max_examples=60)
@given(SLICES)
def test_the_filter_of_a_slice_means_the_same_people(windows: Windows, people: Slice) -> None:
    again = Draft.of(people).slice()
    assert windows.count(again) == windows.count(people)
    assert windows.count(again.narrowed(*people.conditions)) == windows.count(people)
    assert Draft.of(again).slice() == again


@settings(max_examples=60)
@given(SLICES, st.data())
def test_every_change_at_every_place_leaves_a_filter_that_can_be_written(people: Slice, data: st.DataObject) -> None:
    survey = open_source(sample_path()).survey
    draft = Draft.of(people)
    for _ in range(4):
        paths = [node.path for node in draft.nodes()] or [()]
        path = data.draw(st.sampled_from(paths))
        draft = Draft(draft.root, draft.search, path)
        change = data.draw(st.sampled_from(["put", "add", "remove", "word", "not", "group"]))
        match change:
            case "put":
                draft = draft.put(path, VP) if path else draft
            case "add":
                draft = draft.put(None, MANAGER)
            case "remove":
                draft = draft.removed(path)
            case "word":
                draft = draft.toggled_word(path)
            case "not":
                assert simplified(draft.negated(path).negated(path).root) == simplified(draft.root)
                draft = draft.negated(path)
            case _:
                draft = draft.grouped(path)
        assert draft.at in ((), *(node.path for node in draft.nodes()))
        for condition in draft.conditions:
            assert read_expression(condition.expression(), survey) == condition


@settings(max_examples=40)
@given(SLICES)
def test_others_leave_whoever_can_still_be_picked(windows: Windows, people: Slice) -> None:
    draft = Draft.of(people)
    for node in draft.nodes():
        if node.path and not is_group(node.condition):
            let_in = Draft.of(draft.others(node.path).narrowed(node.condition)).slice()
            here = windows.count(draft.slice())
            limited = all(isinstance(draft.node(node.path[:depth]), All) for depth in range(len(node.path)))
            if limited:
                assert windows.count(let_in) == here


def test_a_group_is_shown_as_such_and_what_says_one_thing_as_one() -> None:
    assert not is_group(AnyOf((VP, Blank("role"))))
    assert not is_group(UNASKED)
    assert not is_group(AnyOf((RECRUITING, UNASKED)))
    assert not is_group(Not(VP))
    assert is_group(AnyOf((VP, YES)))
    assert is_group(AnyOf((VP, Not(MANAGER))))
    assert is_group(All((RECRUITING, SAID)))
    assert is_group(AnyOf((VP,)))


def test_new_conditions_join_the_group_where_one_is() -> None:
    draft = Draft.of(Slice((YES, VP)))
    inner = draft.grouped((1,))
    assert inner.at == (1,)
    either = inner.put(None, RECRUITING)
    assert either.conditions == (YES, AnyOf((VP, RECRUITING)))
    assert either.put((1, 0), MANAGER).conditions == (YES, AnyOf((MANAGER, RECRUITING)))
    assert either.toggled_word((1, 1)).conditions == (YES, VP, RECRUITING)
    assert either.grouped((1,)).conditions == (YES, VP, RECRUITING)
    assert either.negated((1,)).conditions == (YES, Not(AnyOf((VP, RECRUITING))))
    assert either.removed((1, 0)).conditions == (YES, RECRUITING)
    assert either.removed((1, 0)).removed((1, 0)).conditions == (YES,)
    assert either.removed(()).conditions == ()


def test_the_condition_of_a_question_is_that_where_one_is_or_the_first_of_its_group() -> None:
    draft = Draft.of(Slice((YES, VP, SAID, RECRUITING, AnyOf((MANAGER, LONG)))))
    assert draft.own("role", text=False) == (1,)
    assert draft.own("how", text=True) == (2,)
    assert draft.own("how", text=False) == (3,)
    assert draft.own("years", text=False) is None
    below = Draft(draft.root, at=(4, 1))
    assert below.group == (4,)
    assert below.own("role", text=False) == (4, 0)
    assert below.own("years", text=False) == (4, 1)


def test_what_stands_beside_with_or_or_below_a_not_limits_nobody() -> None:
    draft = Draft.of(Slice((YES, AnyOf((VP, LONG)), Not(All((RECRUITING, SAID))))))
    assert draft.others((0,)).conditions == (AnyOf((VP, LONG)), Not(All((RECRUITING, SAID))))
    assert draft.others((1, 0)).conditions == (YES, Not(All((RECRUITING, SAID))))
    assert draft.others((2, 1)).conditions == (YES, AnyOf((VP, LONG)))
    assert draft.others(None).conditions == draft.conditions


def test_nodes_tell_the_tree_and_its_words() -> None:
    draft = Draft.of(Slice((YES, Not(AnyOf((VP, LONG))))))
    assert [(node.path, node.word, node.negated) for node in draft.nodes()] == [
        ((), "", False),
        ((0,), "", False),
        ((1,), "and", True),
        ((1, 0), "", False),
        ((1, 1), "or", False),
    ]
    assert list(Draft.of(Slice()).nodes()) == []
    assert [node.path for node in Draft.of(Slice((VP,))).nodes()] == [(0,)]


def test_the_place_stays_with_its_condition_when_one_before_it_goes() -> None:
    draft = Draft(All((YES, VP, LONG)), at=(2,))
    assert draft.removed((0,)).at == (1,)
    assert draft.removed((2,)).at == (1,)
    assert Draft(All((YES, AnyOf((VP, LONG)))), at=(1, 1)).removed((0,)).at == (0, 1)


def test_nobody_and_everyone_are_kept_apart() -> None:
    assert Draft.of(Slice((AnyOf(()),))).conditions == (AnyOf(()),)
    assert Draft.of(Slice((VP, AnyOf(())))).conditions == (AnyOf(()),)
    assert Draft.of(Slice((VP, All(())))).conditions == (VP,)
    assert Draft.of(Slice((Not(All(())),))).conditions == (AnyOf(()),)
    assert Draft.of(Slice()).negated(()).conditions == (AnyOf(()),)
