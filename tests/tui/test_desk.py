"""Going back, and taking back: neither loses what the other keeps."""

from __future__ import annotations

from dataclasses import replace

from topline.survey import Chose, Slice, View, What
from topline.tui.actions import Place
from topline.tui.desk import Desk, History

START = Desk(Place.TOPLINE, View(What.TOPLINE, "how"), View(What.REPLIES))
PEOPLE = replace(START, place=Place.REPLIES, replies=View(What.REPLIES, slice=Slice((Chose("how", ("a",)),))))


def test_a_weight_and_columns_chosen_among_the_replies_hold_after_going_back() -> None:
    history = History(START)
    history.move(PEOPLE)
    history.change("weight", history.desk.with_weight("w"))
    history.change("columns", replace(history.desk, fields=("role",)))
    assert history.back()
    assert history.desk.place is Place.TOPLINE
    assert history.desk.topline.slice.weight == "w"
    assert history.desk.fields == ("role",)


def test_what_was_undone_does_not_come_back_by_going_back() -> None:
    history = History(START)
    history.change("weight", START.with_weight("w"))
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
