"""Going back, and taking back: neither loses what the other keeps."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from topline.survey import Chose, Slice, View, What
from topline.tui.action import Place
from topline.tui.desk import KEPT, Desk, History

START = Desk(Place.TOPLINE, View(What.TOPLINE, "how"), View(What.REPLIES))
PEOPLE = replace(START, place=Place.REPLIES, replies=View(What.REPLIES, slice=Slice((Chose("how", ("a",)),))))


def test_a_weight_and_columns_chosen_among_the_replies_hold_after_going_back() -> None:
    history = History(START)
    history.move(PEOPLE)
    history.change_everywhere("weight", lambda desk: desk.with_weight("w"))
    history.change_everywhere("columns", lambda desk: desk.with_columns(("role",)))
    assert history.back()
    assert history.desk.place is Place.TOPLINE
    assert history.desk.topline.slice.weight == "w"
    assert history.desk.fields == ("role",)
    assert [history.undo(), history.undo()] == ["columns", "weight"]
    assert history.back()
    assert history.desk == START


def test_what_was_undone_does_not_come_back_by_going_back() -> None:
    history = History(START)
    history.change_everywhere("weight", lambda desk: desk.with_weight("w"))
    history.move(replace(history.desk, place=Place.REPLIES))
    assert history.undo() == "weight"
    assert history.desk == START
    assert not history.back()


def test_a_query_is_left_by_going_back() -> None:
    history = History(PEOPLE)
    history.mark()
    history.change("query", START)
    assert history.back()
    assert history.desk == PEOPLE


def test_the_reply_one_was_at_is_the_one_one_comes_back_to() -> None:
    history = History(PEOPLE)
    history.move(replace(PEOPLE, place=Place.REPLY, position=3))
    history.desk = replace(history.desk, position=7)
    assert history.back()
    assert (history.desk.place, history.desk.position) == (Place.REPLIES, 7)


def test_after_a_change_there_is_nothing_ahead_and_undoing_it_brings_that_back() -> None:
    history = History(START)
    history.move(PEOPLE)
    assert history.back()
    history.change("zeros", replace(START, topline=replace(START.topline, zeros=False)))
    assert not history.forward()
    assert history.undo() == "zeros"
    assert history.forward()
    assert history.desk == PEOPLE


def test_going_back_over_a_query_that_was_undone_goes_to_another_desk() -> None:
    history = History(START)
    history.move(PEOPLE)
    history.mark()
    history.change("query", replace(START, topline=View(What.TOPLINE, "role")))
    assert history.undo() == "query"
    assert history.desk == PEOPLE
    assert history.back()
    assert history.desk == START


def test_however_often_one_went_to_and_fro_home_is_one_step_away() -> None:
    history = History(START)
    for _ in range(5):
        history.move(replace(PEOPLE, place=Place.REPLIES))
        history.move(replace(history.desk, place=Place.CROSSTAB))
        history.move(replace(history.desk, place=Place.QUERIES))
    assert history.up()
    assert history.desk == START
    assert not history.up()
    assert history.forward()
    assert history.desk.place is Place.QUERIES


def test_a_reply_leads_up_to_its_table_and_that_to_where_it_was_opened() -> None:
    history = History(START)
    history.move(replace(START, place=Place.CROSSTAB))
    history.move(PEOPLE)
    history.move(replace(PEOPLE, place=Place.REPLY, position=3))
    places = [history.desk.place for _ in range(4) if history.up()]
    assert places == [Place.REPLIES, Place.CROSSTAB, Place.TOPLINE]


def test_what_the_same_place_showed_just_before_is_one_step_too() -> None:
    history = History(PEOPLE)
    history.mark()
    history.change("search", replace(PEOPLE, replies=View(What.REPLIES, slice=Slice(search="x"))))
    assert history.up()
    assert history.desk == PEOPLE


def test_only_so_much_is_remembered() -> None:
    history = History(START)
    for position in range(3 * KEPT):
        history.move(replace(history.desk, place=Place.REPLY if position % 2 else Place.REPLIES, position=position))
        history.change("position", replace(history.desk, position=position + 1000))
    assert len(history.changes) == len(history.trail.moves) == KEPT


PEOPLES = st.sampled_from([(), (Chose("how", ("a",)),), (Chose("how", ("a",)), Chose("role", ("VP",)))])
QUESTIONS = st.sampled_from(["how", "role", "years"])
DESKS = st.builds(
    Desk,
    st.sampled_from([Place.TOPLINE, Place.CROSSTAB, Place.REPLIES, Place.REPLY]),
    st.builds(View, st.just(What.TOPLINE), QUESTIONS, zeros=st.booleans()),
    st.builds(View, st.just(What.REPLIES), slice=st.builds(Slice, PEOPLES)),
    position=st.integers(0, 3),
)


def lasting(desk: Desk) -> Desk:
    """A desk without the reply that one is at, which goes along from place to place."""
    return replace(desk, position=0)


class Explored(RuleBasedStateMachine):
    """Somebody who does what they like. What is undone was done, and doing it again undoes that."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(START)

    @property
    def whole(self) -> tuple[object, ...]:
        return self.history.trail, self.history.changes, self.history.undone

    @rule(desk=DESKS)
    def change(self, desk: Desk) -> None:
        before = self.history.trail
        self.history.change("it", desk)
        if desk == before.desk:
            assert self.history.trail == before
            return
        after = self.history.trail
        assert after.desk == desk
        self.history.undo()
        assert self.history.trail == before
        self.history.redo()
        assert self.history.trail == after

    @rule(weight=st.sampled_from(["", "w", "v"]))
    def weigh(self, weight: str) -> None:
        before = self.history.trail
        self.history.change_everywhere("weight", lambda desk: desk.with_weight(weight))
        if before.desk.replies.slice.weight == weight:
            assert self.history.trail == before
            return
        assert {desk.replies.slice.weight for desk in (self.history.desk, *self.history.trail.moves)} == {weight}
        assert self.history.changes[-1] == ("weight", before)

    @rule(desk=DESKS)
    def move(self, desk: Desk) -> None:
        desk = desk.with_weight(self.history.desk.replies.slice.weight)
        before = self.history.desk
        undoable = self.history.changes, self.history.undone
        self.history.move(desk)
        assert self.history.desk == desk
        assert (self.history.changes, self.history.undone) == undoable
        if (before.place, before.replies) != (desk.place, desk.replies):
            assert self.history.trail.moves[-1] == before

    @rule(position=st.integers(0, 9))
    def look_on(self, position: int) -> None:
        ways = self.history.trail.moves, self.history.trail.ahead
        self.history.desk = replace(self.history.desk, position=position)
        assert (self.history.trail.moves, self.history.trail.ahead) == ways

    @rule()
    def undo(self) -> None:
        before, changes = self.whole, self.history.changes
        what = self.history.undo()
        if what is None:
            assert (self.whole, changes) == (before, ())
            return
        assert (what, self.history.trail) == changes[-1]
        assert self.history.redo() == what
        assert self.whole == before
        self.history.undo()

    @rule()
    def redo(self) -> None:
        before, undone = self.whole, self.history.undone
        what = self.history.redo()
        if what is None:
            assert (self.whole, undone) == (before, ())
            return
        assert (what, self.history.trail) == undone[-1]
        assert self.history.undo() == what
        assert self.whole == before
        self.history.redo()

    @rule()
    def back(self) -> None:
        before, undoable = self.history.trail, (self.history.changes, self.history.undone)
        if not self.history.back():
            assert {lasting(desk) for desk in before.moves} <= {lasting(before.desk)}
            return
        assert self.history.trail.ahead == (*before.ahead, before.desk)
        assert (self.history.changes, self.history.undone) == undoable
        came_to = self.history.desk
        assert self.history.forward()
        assert lasting(self.history.desk) == lasting(before.desk)
        assert self.history.back()
        assert lasting(self.history.desk) == lasting(came_to)

    @rule()
    def home(self) -> None:
        undoable = self.history.changes, self.history.undone
        distance, steps = len(self.history.trail.moves), 0
        while self.history.up():
            steps += 1
            assert steps <= distance
        assert (self.history.changes, self.history.undone) == undoable

    @rule()
    def forward(self) -> None:
        before = self.history.desk
        if self.history.forward():
            assert self.history.desk != before
            assert self.history.back()
            assert lasting(self.history.desk) == lasting(before)
            self.history.forward()


TestExplored = Explored.TestCase
